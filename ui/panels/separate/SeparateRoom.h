#pragma once

#include "core/base/Job.h"
#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "ui/StudioContext.h"

#include <QWidget>

#include <vector>

class QLabel;
class QStackedLayout;

namespace nde::ui {

class AuditionPanel;
class Button;
class ChopPanel;
class EmptyState;
class JobTableModel;
class LanePanel;
class QueueTable;
class SeparateHead;

/// The Separate room: tracks go in, wait in the queue, and come out as stems whose lanes grow
/// meanwhile. What is added starts by itself, once its model is here; the queue can be paused.
class SeparateRoom : public QWidget
{
    Q_OBJECT
public:
    explicit SeparateRoom(const StudioContext& context, QWidget* parent = nullptr);

    void addPaths(const QStringList& paths); ///< files, and folders with what lies in them
    /// Sounds of the library, with the profile and the details that the room is set to.
    void addSounds(const std::vector<StemId>& ids);
    void chooseFiles(); ///< Ctrl+O and the button
    [[nodiscard]] JobTableModel& model() { return *m_model; }

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildQueue();
    void connectHead();
    void connectQueue();
    void addShortcuts();
    void chooseOneFolder();
    /// A track as it was given: a file, or a sound of the library.
    struct Track
    {
        QString file;
        StemId sound {};
    };
    void enqueueFiles(const QStringList& files);
    void enqueue(const std::vector<Track>& tracks);
    void startNow(const std::vector<Track>& tracks);
    void tellWaiting(const std::vector<Track>& tracks);
    void startHeldBack(); ///< what waited for a model
    void getModel(const QString& model);
    void setComparing(bool on);
    void showTrack(); ///< the head and the comparison speak of the chosen track
    void report(const Result<>& result);
    void cancelJob(JobId id);
    void retryJob(JobId id);
    void openResult(JobId id);
    void togglePause();
    void onJobsChanged();
    void showCurrentJob();
    void selectTrack();
    void retranslate();

    StudioContext m_context;
    JobTableModel* m_model;
    SeparateHead* m_head;
    QLabel* m_queueTitle;
    QLabel* m_summary;
    Button* m_pause;
    Button* m_cancel;
    Button* m_retry;
    Button* m_clear;
    QueueTable* m_queue;
    EmptyState* m_empty;
    QStackedLayout* m_pages {};
    QStackedLayout* m_lower {};
    LanePanel* m_lanes;
    AuditionPanel* m_audition;
    ChopPanel* m_chop;
    std::vector<Track> m_heldBack; ///< they wait for the model of their profile
    QString m_track; ///< file of the chosen track; empty = none
    StemId m_wanted {}; ///< a track of the library whose file is being asked for
    JobId m_followed {}; ///< the running job that was shown by itself last
    JobId m_finished {}; ///< the current job, once it was seen done
};

} // namespace nde::ui
