#pragma once

#include "core/audio/Peaks.h"
#include "core/music/PlanEdit.h"
#include "ui/panels/compose/AlternativeList.h"
#include "ui/plot/ArrangeView.h"

#include <QWidget>

#include <memory>
#include <vector>

class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QVBoxLayout;

namespace nde::ui {

class Button;
class ClipHead;
class IconButton;
class InlineNote;
class QueryField;
class WaveThumb;
class WhyBars;

/// The side of the room for one clip or gap: what sounds, how it was fitted, what else could stand
/// there, why, and where it comes from.
class ClipPanel final : public QWidget
{
    Q_OBJECT
public:
    ClipPanel(AlternativeModel& model, AlternativeList::Thumbnails thumbnails,
              QWidget* parent = nullptr);

    /// @param others  further clips that are selected with it.
    void setClip(const std::shared_ptr<const music::Plan>& plan, int clipId, int others,
                 bool isMissing);
    [[nodiscard]] int clip() const { return m_clip; } ///< 0 = none
    void setWave(const std::shared_ptr<const audio::PeakPyramid>& peaks);
    void setSearching(bool isSearching); ///< for alternatives
    /// Nothing can be dreamed for a gap before a model of a category is trained. @param gap  0 =
    /// none.
    void setLack(int gap, Category category);
    void setLineage(const QStringList& lines); ///< from the oldest down
    [[nodiscard]] AlternativeList& list() { return *m_list; }
    void refreshThumbnails();

Q_SIGNALS:
    void gainChosen(double db);
    void fadesChosen(double inMs, double outMs);
    void semitonesChosen(double semitones);
    void lockChosen(bool isLocked);
    void queryChosen(int laneId, const QString& words); ///< other words for the lane
    void rerollRequested();
    void splitRequested();
    void stepRequested(int by); ///< another alternative
    void gapChosen(nde::ui::GapChoice choice);
    void trainRequested(nde::Category category);
    void soundRequested(); ///< the clip's sound, in the library

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildHead(QVBoxLayout* column);
    void buildQuery(QVBoxLayout* column);
    void buildFacts(QVBoxLayout* column);
    void buildGap(QVBoxLayout* column);
    void buildAlternatives(QVBoxLayout* column);
    void buildFoot(QVBoxLayout* column);
    void retranslate();
    void showClip();
    void showQuery(const music::Lane& lane);
    void showSound(const music::Lane& lane, const music::Clip& clip, const music::Sound& sound);
    void showGap(const music::Clip& clip);

    std::shared_ptr<const music::Plan> m_plan;
    int m_clip {};
    int m_others {};
    bool m_isMissing {};
    bool m_isSearching {};
    int m_lackOf {}; ///< gap
    Category m_lack {};
    AlternativeModel& m_model;
    ClipHead* m_head;
    IconButton* m_lock;
    WaveThumb* m_wave;
    QLabel* m_queryKey;
    QueryField* m_query;
    QLabel* m_queryNote;
    QWidget* m_facts;
    QFormLayout* m_form {};
    QLabel* m_stretch;
    QDoubleSpinBox* m_pitch;
    QLabel* m_pitchNote;
    QDoubleSpinBox* m_gain;
    QDoubleSpinBox* m_fadeIn;
    QDoubleSpinBox* m_fadeOut;
    QWidget* m_gap;
    QLabel* m_gapNote;
    Button* m_dream;
    InlineNote* m_lackNote;
    Button* m_train;
    Button* m_wider;
    Button* m_empty;
    QLabel* m_alternatives;
    QLabel* m_heardNote;
    AlternativeList* m_list;
    QWidget* m_steps;
    IconButton* m_previous;
    IconButton* m_next;
    QLabel* m_stepNote;
    QLabel* m_whyTitle;
    WhyBars* m_why;
    QLabel* m_lineageTitle;
    QWidget* m_lineage;
    Button* m_reroll;
    Button* m_split;
};

} // namespace nde::ui
