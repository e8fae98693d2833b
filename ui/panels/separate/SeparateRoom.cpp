#include "ui/panels/separate/SeparateRoom.h"

#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/Settings.h"
#include "core/services/Studio.h"
#include "ui/SelectionBus.h"
#include "ui/models/JobTableModel.h"
#include "ui/models/JobText.h"
#include "ui/models/Later.h"
#include "ui/panels/FileChooser.h"
#include "ui/panels/separate/DropStrip.h"
#include "ui/panels/separate/LanePanel.h"
#include "ui/panels/separate/QueueTable.h"
#include "ui/playback/Player.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/IconButton.h"

#include <QDesktopServices>
#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QShortcut>
#include <QStackedLayout>
#include <QUrl>
#include <QVBoxLayout>
#include <QtConcurrentRun>

namespace nde::ui {

namespace {

const auto kChopKey = QStringLiteral("separate_chop");

/// A widget whose ground is the panel colour.
QWidget* panel(QWidget* parent)
{
    auto* widget = new QWidget(parent);
    widget->setAutoFillBackground(true);
    QPalette colors = widget->palette();
    colors.setColor(QPalette::Window, Theme::current().panel);
    widget->setPalette(colors);
    return widget;
}

} // namespace

SeparateRoom::SeparateRoom(const StudioContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_model(new JobTableModel({QStringLiteral("separate")}, this))
    , m_drop(new DropStrip(this))
    , m_profileLabel(new QLabel(this))
    , m_profile(new ElidedLabel({}, TextStyle::Body, this))
    , m_afterLabel(new QLabel(this))
    , m_chop(new Chip(QString(), this))
    , m_afterNote(new ElidedLabel({}, TextStyle::Caption, this))
    , m_saveLabel(new QLabel(this))
    , m_destination(new ElidedLabel({}, TextStyle::Body, this))
    , m_openFolder(new IconButton(QStringLiteral("folder"), QString(), this))
    , m_queueTitle(new QLabel(this))
    , m_summary(new QLabel(this))
    , m_pause(new Button(QString(), Button::Kind::Ghost, this))
    , m_cancel(new Button(QString(), Button::Kind::Ghost, this))
    , m_retry(new Button(QString(), Button::Kind::Ghost, this))
    , m_clear(new Button(QString(), Button::Kind::Ghost, this))
    , m_queue(new QueueTable(*m_model, this))
    , m_empty(new EmptyState(this))
    , m_lanes(new LanePanel(context, this))
{
    setObjectName(QStringLiteral("separate_room"));
    setFocusProxy(m_queue);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(1);
    layout->addWidget(buildHead());
    layout->addWidget(buildQueue(), 2);
    layout->addWidget(m_lanes, 3);
    connectQueue();
    addShortcuts();
    m_model->attach(*m_context.jobs);
    retranslate();
    onJobsChanged();
}

QWidget* SeparateRoom::buildHead()
{
    QWidget* head = panel(this);
    m_drop->setFixedWidth(dp(232));
    m_chop->setObjectName(QStringLiteral("sep_after"));
    m_chop->setCheckable(true);
    m_chop->setChecked(m_context.settings->windowState(kChopKey) != QByteArrayLiteral("off"));
    connect(m_chop, &QAbstractButton::toggled, this, [this](bool on) {
        m_context.settings->setWindowState(kChopKey,
                                           on ? QByteArrayLiteral("on") : QByteArrayLiteral("off"));
    });
    m_profile->setObjectName(QStringLiteral("sep_profile"));
    m_afterNote->setTone(ElidedLabel::Tone::Muted);
    m_destination->setObjectName(QStringLiteral("sep_destination"));
    m_destination->setElideMode(Qt::ElideMiddle);
    m_destination->setTone(ElidedLabel::Tone::Secondary);
    m_openFolder->setObjectName(QStringLiteral("sep_open_folder"));
    m_openFolder->setSide(24);
    connect(m_openFolder, &QAbstractButton::clicked, this, [this] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(m_context.studio->stemsFolder()));
    });
    auto* after = new QHBoxLayout;
    after->setSpacing(dp(8));
    after->addWidget(m_chop);
    after->addWidget(m_afterNote, 1);
    auto* save = new QHBoxLayout;
    save->setSpacing(dp(4));
    save->addWidget(m_openFolder);
    save->addWidget(m_destination, 1);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(dp(8));
    grid->setVerticalSpacing(dp(8));
    grid->setColumnStretch(1, 1);
    grid->setColumnMinimumWidth(0, dp(76));
    int row = 0;
    for (QLabel* label : {m_profileLabel, m_afterLabel, m_saveLabel}) {
        label->setProperty("secondary", true);
        grid->addWidget(label, row, 0);
        grid->setRowMinimumHeight(row, dp(28));
        ++row;
    }
    grid->addWidget(m_profile, 0, 1);
    grid->addLayout(after, 1, 1);
    grid->addLayout(save, 2, 1);
    auto* layout = new QHBoxLayout(head);
    layout->setContentsMargins(dp(12), dp(12), dp(12), dp(12));
    layout->setSpacing(dp(16));
    layout->addWidget(m_drop);
    layout->addLayout(grid, 1);
    return head;
}

QWidget* SeparateRoom::buildQueue()
{
    QWidget* area = panel(this);
    m_summary->setProperty("muted", true);
    m_pause->setObjectName(QStringLiteral("sep_pause"));
    m_cancel->setObjectName(QStringLiteral("sep_cancel"));
    m_retry->setObjectName(QStringLiteral("sep_retry"));
    m_clear->setObjectName(QStringLiteral("sep_clear_done"));
    auto* heading = new QHBoxLayout;
    heading->setContentsMargins(0, dp(4), 0, dp(4));
    heading->setSpacing(dp(8));
    heading->addWidget(m_queueTitle);
    heading->addWidget(m_summary);
    heading->addStretch(1);
    for (Button* button : {m_pause, m_cancel, m_retry, m_clear}) {
        button->setCompact(true);
        heading->addWidget(button);
    }
    m_pause->setKeyHint(QStringLiteral("P"));
    auto* pages = new QWidget(area);
    m_pages = new QStackedLayout(pages);
    m_pages->addWidget(m_queue);
    m_pages->addWidget(m_empty);
    m_empty->setObjectName(QStringLiteral("sep_empty"));
    auto* layout = new QVBoxLayout(area);
    layout->setContentsMargins(dp(12), 0, dp(12), 0);
    layout->setSpacing(0);
    layout->addLayout(heading);
    layout->addWidget(pages, 1);
    return area;
}

void SeparateRoom::connectQueue()
{
    connect(m_drop, &DropStrip::filesRequested, this, &SeparateRoom::chooseFiles);
    connect(m_drop, &DropStrip::folderRequested, this, &SeparateRoom::chooseOneFolder);
    connect(m_drop, &DropStrip::dropped, this, &SeparateRoom::addPaths);
    connect(m_queue, &QueueTable::currentJobChanged, this, [this] {
        showCurrentJob();
        selectTrack();
    });
    connect(m_queue, &QueueTable::cancelRequested, this, &SeparateRoom::cancelJob);
    connect(m_queue, &QueueTable::retryRequested, this, &SeparateRoom::retryJob);
    connect(m_queue, &QueueTable::openRequested, this, &SeparateRoom::openResult);
    connect(m_queue, &QueueTable::moveRequested, this,
            [this](JobId id, int delta) { report(m_context.jobs->move(id, delta)); });
    connect(m_pause, &QPushButton::clicked, this, &SeparateRoom::togglePause);
    connect(m_cancel, &QPushButton::clicked, this, [this] { cancelJob(m_queue->currentJob()); });
    connect(m_retry, &QPushButton::clicked, this, [this] { retryJob(m_queue->currentJob()); });
    connect(m_clear, &QPushButton::clicked, this,
            [this] { report(m_context.jobs->clearFinished()); });
    for (const auto signal :
         {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(m_model, signal, this, [this] { onJobsChanged(); });
    }
    connect(m_model, &QAbstractItemModel::dataChanged, this, [this] { onJobsChanged(); });
}

void SeparateRoom::addShortcuts()
{
    // Ctrl+O belongs to the window, which asks for `chooseFiles`.
    const auto bind = [this](const QKeySequence& keys, auto slot) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, slot);
    };
    bind(QKeySequence(Qt::Key_P), &SeparateRoom::togglePause);
    bind(QKeySequence(Qt::Key_O), [this] { m_lanes->toggleOriginal(); });
}

void SeparateRoom::chooseFiles()
{
    chooseAudioFiles(this, tr("Add tracks"), [this](const QStringList& files) { enqueue(files); });
}

void SeparateRoom::chooseOneFolder()
{
    chooseFolder(this, tr("Add a folder of tracks"),
                 [this](const QString& folder) { addPaths({folder}); });
}

void SeparateRoom::addPaths(const QStringList& paths)
{
    QStringList files;
    for (const QString& path : paths) {
        if (!QFileInfo(path).isDir()) {
            files.push_back(path);
            continue;
        }
        later(this, QtConcurrent::run([path] { return audioFilesIn(path); }),
              [this](const QStringList& found) {
                  if (found.isEmpty()) {
                      m_context.selection->showMessage(tr("No audio files in this folder."));
                  }
                  enqueue(found);
              });
    }
    enqueue(files);
}

void SeparateRoom::enqueue(const QStringList& files)
{
    JobId last {};
    for (const QString& file : files) {
        services::SeparateParams params;
        params.input = file;
        params.chop = m_chop->isChecked();
        const Result<JobId> job = m_context.jobs->enqueue(params);
        if (!job) {
            m_context.selection->showMessage(errorSentence(errorCodeId(job.error().code)));
            return;
        }
        last = *job;
    }
    if (last != 0 && m_queue->currentJob() == 0) {
        m_queue->choose(last);
    }
}

void SeparateRoom::report(const Result<>& result)
{
    if (!result) {
        m_context.selection->showMessage(errorSentence(errorCodeId(result.error().code)));
    }
    onJobsChanged();
}

void SeparateRoom::cancelJob(JobId id)
{
    const JobRecord* job = m_model->jobAt(m_model->rowOf(id));
    if (job != nullptr && !isFinished(job->state)) {
        report(m_context.jobs->cancel(id));
    }
}

void SeparateRoom::retryJob(JobId id)
{
    const JobRecord* job = m_model->jobAt(m_model->rowOf(id));
    if (job != nullptr && (job->state == JobState::Failed || job->state == JobState::Cancelled)) {
        report(m_context.jobs->retry(id));
    }
}

void SeparateRoom::openResult(JobId id)
{
    const JobRecord* job = m_model->jobAt(m_model->rowOf(id));
    if (job == nullptr || job->state != JobState::Done) {
        return;
    }
    const std::vector<StemId> ids = jobResultIds(*job);
    if (!ids.empty()) {
        m_context.selection->showInLibrary(ids, QString::fromStdString(job->title));
    }
}

void SeparateRoom::togglePause()
{
    report(m_context.jobs->pauseQueue(!m_context.jobs->isQueuePaused()));
}

void SeparateRoom::onJobsChanged()
{
    QStringList parts;
    const auto count = [&](JobState state, const QString& text) {
        if (m_model->count(state) > 0) {
            parts.push_back(text);
        }
    };
    const auto n = [this](JobState state) { return m_model->count(state); };
    count(JobState::Running, tr("%n running", nullptr, n(JobState::Running)));
    count(JobState::Queued, tr("%n waiting", nullptr, n(JobState::Queued)));
    count(JobState::Failed, tr("%n failed", nullptr, n(JobState::Failed)));
    count(JobState::Done, tr("%n done", nullptr, n(JobState::Done)));
    const bool isPaused = m_context.jobs->isQueuePaused();
    if (isPaused) {
        parts.push_front(tr("paused"));
    }
    m_summary->setText(parts.join(QStringLiteral(" · ")));
    m_pause->setText(isPaused ? tr("Resume") : tr("Pause"));
    m_pause->setAccessibleName(isPaused ? tr("Resume the queue") : tr("Pause the queue"));
    m_pause->setIconName(isPaused ? QStringLiteral("play") : QStringLiteral("pause"));
    m_pages->setCurrentIndex(m_model->rowCount() == 0 ? 1 : 0);

    double speed = 0.0;
    JobId running {};
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const JobRecord* job = m_model->jobAt(row);
        running = job->state == JobState::Running ? job->id : running;
        speed = job->state == JobState::Done && job->speed > 0.0 ? job->speed : speed;
    }
    // A figure is shown once this machine has produced one.
    m_profile->setFullText(speed > 0.0
                               ? tr("Draft — built in, about %1× real time on this computer")
                                     .arg(formatNumber(speed, speed < 10.0 ? 1 : 0))
                               : tr("Draft — built in, needs no download"));
    if (running != 0 && running != m_followed) {
        m_followed = running;
        m_queue->choose(running);
    }
    showCurrentJob();
}

void SeparateRoom::showCurrentJob()
{
    const JobRecord* job = m_model->jobAt(m_model->rowOf(m_queue->currentJob()));
    m_cancel->setEnabled(job != nullptr && !isFinished(job->state));
    m_retry->setEnabled(job != nullptr
                        && (job->state == JobState::Failed || job->state == JobState::Cancelled));
    if (job != nullptr && job->state == JobState::Done && m_finished != job->id) {
        m_finished = job->id;
        selectTrack(); // only now the library has it, if it was a new file
    }
    m_clear->setEnabled(m_model->count(JobState::Done) + m_model->count(JobState::Failed)
                            + m_model->count(JobState::Cancelled)
                        > 0);
    if (job == nullptr) {
        m_lanes->showNothing();
    } else {
        m_lanes->showJob(*job);
    }
}

// The inspector shows the track of the row, unheard. What plays is not cut off by a job that merely
// came to its turn.
void SeparateRoom::selectTrack()
{
    const JobRecord* job = m_model->jobAt(m_model->rowOf(m_queue->currentJob()));
    const bool isWanted = isVisible() && (m_queue->hasFocus() || !m_context.player->isPlaying());
    const StemId track = job == nullptr ? 0 : jobTrackId(*job, m_context.library->rows());
    if (isWanted && track != 0 && track != m_context.selection->current()) {
        m_context.selection->select(track, {track}, false);
    }
}

void SeparateRoom::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_context.selection->current() == 0) {
        selectTrack();
    }
}

void SeparateRoom::retranslate()
{
    setAccessibleName(tr("Separate"));
    const QFont labelFont = nde::ui::font(TextStyle::Caption, QFont::DemiBold);
    for (QLabel* label : {m_profileLabel, m_afterLabel, m_saveLabel}) {
        label->setFont(labelFont);
    }
    m_profileLabel->setText(tr("Profile"));
    m_afterLabel->setText(tr("After"));
    m_saveLabel->setText(tr("Save to"));
    m_chop->setText(tr("Chop drums"));
    m_chop->setAccessibleName(m_chop->text());
    m_chop->setToolTip(tr("Cut the drum stem into single hits when it is done"));
    m_afterNote->setFullText(tr("Stems are analysed and added to the library in any case."));
    m_destination->setFullText(QDir::toNativeSeparators(m_context.studio->stemsFolder()));
    m_openFolder->setName(tr("Open the stems folder"));
    m_queueTitle->setFont(nde::ui::font(TextStyle::Strong, QFont::DemiBold));
    m_queueTitle->setText(tr("Queue"));
    m_summary->setFont(nde::ui::font(TextStyle::Caption));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setAccessibleName(tr("Cancel the chosen track"));
    m_retry->setText(tr("Retry"));
    m_retry->setAccessibleName(tr("Retry the chosen track"));
    m_clear->setText(tr("Clear done"));
    m_clear->setAccessibleName(m_clear->text());
    m_empty->setTexts(tr("Nothing in the queue"),
                      tr("Drop tracks here or press Ctrl+O. Draft separation is built in and "
                         "starts at once."));
}

void SeparateRoom::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        m_model->retranslate();
        onJobsChanged();
    }
}

} // namespace nde::ui
