#pragma once

#include "core/base/Job.h"
#include "core/base/Result.h"
#include "ui/StudioContext.h"

#include <QWidget>

class QLabel;
class QStackedLayout;

namespace nde::ui {

class Button;
class Chip;
class DropStrip;
class ElidedLabel;
class EmptyState;
class IconButton;
class JobTableModel;
class LanePanel;
class QueueTable;

/// The Separate room: tracks go in, wait in the queue, and come out as stems whose lanes grow
/// meanwhile. What is added starts by itself; the queue can be paused.
class SeparateRoom : public QWidget
{
    Q_OBJECT
public:
    explicit SeparateRoom(const StudioContext& context, QWidget* parent = nullptr);

    void addPaths(const QStringList& paths); ///< files, and folders with what lies in them
    void chooseFiles(); ///< Ctrl+O and the button
    [[nodiscard]] JobTableModel& model() { return *m_model; }

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildQueue();
    void connectQueue();
    void addShortcuts();
    void chooseOneFolder();
    void enqueue(const QStringList& files);
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
    DropStrip* m_drop;
    QLabel* m_profileLabel;
    ElidedLabel* m_profile;
    QLabel* m_afterLabel;
    Chip* m_chop;
    ElidedLabel* m_afterNote;
    QLabel* m_saveLabel;
    ElidedLabel* m_destination;
    IconButton* m_openFolder;
    QLabel* m_queueTitle;
    QLabel* m_summary;
    Button* m_pause;
    Button* m_cancel;
    Button* m_retry;
    Button* m_clear;
    QueueTable* m_queue;
    EmptyState* m_empty;
    QStackedLayout* m_pages {};
    LanePanel* m_lanes;
    JobId m_followed {}; ///< the running job that was shown by itself last
    JobId m_finished {}; ///< the current job, once it was seen done
};

} // namespace nde::ui
