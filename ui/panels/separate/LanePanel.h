#pragma once

#include "core/base/Job.h"
#include "ui/StudioContext.h"
#include "ui/panels/separate/LaneFeed.h"
#include "ui/playback/Player.h"

#include <QHash>
#include <QStringList>
#include <QWidget>

#include <vector>

class QLabel;

namespace nde::ui {

class Button;
class ElidedLabel;
class IconButton;
class LaneView;
class SegmentedControl;

/// The live lanes of one separation: the original and its stems, growing while the job runs and
/// playable as far as they are. The finished files take over without a gap. What is not written yet
/// is neither drawn nor played.
class LanePanel : public QWidget
{
    Q_OBJECT
public:
    explicit LanePanel(const StudioContext& context, QWidget* parent = nullptr);

    void showJob(const JobRecord& job); ///< also after each change of it
    void showNothing();
    [[nodiscard]] JobId job() const { return m_job.id; }
    void toggleOriginal();
    [[nodiscard]] QString originalPath() const { return m_paths.value(0); } ///< empty until known
    [[nodiscard]] double lengthS() const { return m_lengthS; } ///< 0 until known

Q_SIGNALS:
    void originalChanged(); ///< its path or length is known now
    void runningTold(nde::JobId job, const QString& device, const QStringList& steps);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    /// What of these lanes the player holds.
    enum class Held
    {
        Nothing,
        Original,
        Growing,
        Finished
    };
    void buildLayout();
    void connectPlayer();
    void beginJob();
    void setStems(const QStringList& names); ///< lanes below the original
    void readFinishedFiles();
    void onFinishedFiles(const QStringList& before);
    void onGrown(const LaneSnapshot& snapshot);
    void onFileReady(const QString& path);
    void setOriginalPath(const QString& path);
    void setLanePeaks(int lane, const std::shared_ptr<const audio::PeakPyramid>& peaks);
    [[nodiscard]] bool isLoaded() const; ///< the player holds these lanes
    [[nodiscard]] bool canPlayGrowing() const;
    [[nodiscard]] bool isHeard(int lane) const;
    void setGrowing(const LaneSnapshot& snapshot);
    [[nodiscard]] PlayItem playItem(Held what) const;
    void loadIntoPlayer(bool goOn);
    void playFrom(double seconds);
    void updateMutes();
    void updateHeading();
    void updateProgressNotes();
    void updateSlices();
    [[nodiscard]] int laneOf(const QString& name) const;
    void retranslate();

    StudioContext m_context;
    LaneFeed* m_feed;
    LaneView* m_lanes;
    ElidedLabel* m_title;
    ElidedLabel* m_caption;
    IconButton* m_play;
    SegmentedControl* m_mode;
    QWidget* m_slices;
    QLabel* m_slicesTitle;
    Button* m_openSlices;
    std::vector<QWidget*> m_sliceBadges;
    JobRecord m_job;
    QStringList m_laneNames; ///< "original", then the stems
    QStringList m_paths; ///< of finished files, same order; empty = not there yet
    std::vector<mix::PlaybackLane> m_growing; ///< of the stems while they grow, in lane order
    std::shared_ptr<mix::GrowingFile> m_notYet; ///< stands for stems that no network has begun
    Held m_held {Held::Nothing}; ///< counts only while `isLoaded`
    double m_lengthS {};
    bool m_hearsOriginal {};
    bool m_isComplete {}; ///< every stem is a finished file
};

} // namespace nde::ui
