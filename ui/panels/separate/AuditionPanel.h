#pragma once

#include "ui/StudioContext.h"
#include "ui/panels/separate/Audition.h"
#include "ui/playback/Player.h"

#include <QWidget>

#include <vector>

class QHBoxLayout;

namespace nde::ui {

class Button;
class Chip;
class ElidedLabel;
class IconButton;
class LaneView;
class SegmentedControl;

/// "Compare on 15 s": up to three profiles on the same seconds, switched while they play, one stem
/// at a time, all equally loud. Keys A, B, C and O choose what is heard.
class AuditionPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit AuditionPanel(const StudioContext& context, QWidget* parent = nullptr);

    void setTrack(const QString& path, const QString& name, double lengthS);
    void setSetup(const SeparateSetup& setup) { m_setup = setup; }
    [[nodiscard]] const Audition& audition() const { return *m_audition; }
    [[nodiscard]] AuditionRange wantedRange() const; ///< for the track as things stand now

Q_SIGNALS:
    void profileChosen(const QString& profile);
    void closeRequested();

protected:
    void changeEvent(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void buildLayout();
    void connectPlayer();
    void fillProfiles();
    void onProfilesToggled();
    void run();
    void onChanged();
    void showTakes();
    void showStems();
    void onFileReady(const QString& path);
    void showPeaks();
    void load(bool keepPosition);
    [[nodiscard]] bool isLoaded() const;
    [[nodiscard]] std::vector<const AuditionTake*> readyTakes() const;
    [[nodiscard]] PlayItem playItem() const;
    void hear(const QString& which);
    void updateMutes();
    void updatePlay();
    void updateTexts();
    void retranslate();

    StudioContext m_context;
    SeparateSetup m_setup;
    Audition* m_audition;
    QString m_path;
    QString m_name;
    double m_lengthS {};
    ElidedLabel* m_title;
    ElidedLabel* m_caption;
    QWidget* m_profileBox;
    std::vector<std::pair<QString, Chip*>> m_profiles;
    Button* m_run;
    IconButton* m_close;
    LaneView* m_lanes;
    IconButton* m_play;
    SegmentedControl* m_abc;
    SegmentedControl* m_stem;
    Button* m_use;
    QString m_heard {QStringLiteral("a")}; ///< "a", "b", "c", "original"
    QString m_shownStem;
    QStringList m_stemIds; ///< in m_stem
};

} // namespace nde::ui
