#include "ui/panels/separate/SeparateRoom.h"

#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/Settings.h"
#include "core/services/Studio.h"
#include "ui/SelectionBus.h"
#include "ui/models/JobTableModel.h"
#include "ui/models/JobText.h"
#include "ui/models/Later.h"
#include "ui/models/ModelShelf.h"
#include "ui/models/SoundVerbs.h"
#include "ui/models/StemText.h"
#include "ui/panels/FileChooser.h"
#include "ui/panels/models/LicenceDialog.h"
#include "ui/panels/separate/AuditionPanel.h"
#include "ui/panels/separate/ChopPanel.h"
#include "ui/panels/separate/DropStrip.h"
#include "ui/panels/separate/LanePanel.h"
#include "ui/panels/separate/QueueTable.h"
#include "ui/panels/separate/SeparateHead.h"
#include "ui/playback/Player.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/EmptyState.h"

#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QShortcut>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include <utility>

namespace nde::ui {

namespace {

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
    , m_head(new SeparateHead(context, this))
    , m_queueTitle(new QLabel(this))
    , m_summary(new QLabel(this))
    , m_pause(new Button(QString(), Button::Kind::Ghost, this))
    , m_cancel(new Button(QString(), Button::Kind::Ghost, this))
    , m_retry(new Button(QString(), Button::Kind::Ghost, this))
    , m_clear(new Button(QString(), Button::Kind::Ghost, this))
    , m_queue(new QueueTable(*m_model, this))
    , m_empty(new EmptyState(this))
    , m_lanes(new LanePanel(context, this))
    , m_audition(new AuditionPanel(context, this))
    , m_chop(new ChopPanel(context, this))
{
    setObjectName(QStringLiteral("separate_room"));
    setFocusProxy(m_queue);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(1);
    layout->addWidget(m_head);
    layout->addWidget(buildQueue(), 2);
    auto* lower = new QWidget(this);
    m_lower = new QStackedLayout(lower);
    m_lower->addWidget(m_lanes);
    m_lower->addWidget(m_audition);
    layout->addWidget(lower, 3);
    m_chop->hide();
    layout->addWidget(m_chop);
    connect(m_chop, &ChopPanel::shownChanged, m_chop, &QWidget::setVisible);
    connectHead();
    connectQueue();
    addShortcuts();
    if (!m_context.compute.hasGpu) {
        m_model->setAutomaticDevice(QStringLiteral("cpu"));
    }
    m_model->attach(*m_context.jobs);
    retranslate();
    onJobsChanged();
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
    // Unseen it must not hold the queue high: in a small window the lanes need the room.
    m_empty->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);
    m_queue->setMinimumHeight(dp(56)); // heading and one row
    auto* layout = new QVBoxLayout(area);
    layout->setContentsMargins(dp(12), 0, dp(12), 0);
    layout->setSpacing(0);
    layout->addLayout(heading);
    layout->addWidget(pages, 1);
    return area;
}

void SeparateRoom::connectHead()
{
    connect(m_head->drop(), &DropStrip::filesRequested, this, &SeparateRoom::chooseFiles);
    connect(m_head->drop(), &DropStrip::folderRequested, this, &SeparateRoom::chooseOneFolder);
    connect(m_head->drop(), &DropStrip::dropped, this, &SeparateRoom::addPaths);
    connect(m_head, &SeparateHead::startRequested, this, [this] {
        if (!m_track.isEmpty()) {
            enqueueFiles({m_track});
        }
    });
    connect(m_head, &SeparateHead::modelRequested, this, &SeparateRoom::getModel);
    connect(m_head, &SeparateHead::pauseRequested, this,
            [this](const QString& model) { report(m_context.models->pauseDownload(model)); });
    connect(m_head, &SeparateHead::draftRequested, this, &SeparateRoom::startHeldBack);
    connect(m_head, &SeparateHead::profileChanged, this, [this] {
        m_audition->setSetup(m_head->setup());
        startHeldBack();
    });
    connect(m_context.models, &ModelShelf::changed, this, &SeparateRoom::startHeldBack);
    connect(m_head->compareButton(), &QAbstractButton::toggled, this, &SeparateRoom::setComparing);
    connect(m_audition, &AuditionPanel::closeRequested, this, [this] { setComparing(false); });
    connect(m_audition, &AuditionPanel::profileChosen, this, [this](const QString& profile) {
        m_head->setProfile(profile);
        setComparing(false);
    });
    connect(m_lanes, &LanePanel::originalChanged, this, &SeparateRoom::showTrack);
    connect(m_lanes, &LanePanel::runningTold, m_model, &JobTableModel::setRunning);
    connect(m_context.selection, &SelectionBus::changed, this, [this] {
        if (m_queue->currentJob() == 0) {
            showTrack();
        }
    });
    m_audition->setSetup(m_head->setup());
    connect(m_context.selection, &SelectionBus::separationRequested, this,
            &SeparateRoom::addSounds);
}

void SeparateRoom::setComparing(bool on)
{
    m_head->compareButton()->setChecked(on);
    m_lower->setCurrentWidget(on ? static_cast<QWidget*>(m_audition) : m_lanes);
    if (on) {
        showTrack();
    }
}

// The track of the chosen row, else the one that is chosen in the library.
void SeparateRoom::showTrack()
{
    const JobRecord* job = m_model->jobAt(m_model->rowOf(m_queue->currentJob()));
    const auto show = [this](const QString& path, const QString& name, double lengthS) {
        m_track = path;
        m_head->setTrack(path.isEmpty() ? QString() : name, lengthS);
        m_audition->setTrack(path, name, lengthS);
    };
    if (job != nullptr) {
        m_wanted = 0;
        show(m_lanes->originalPath(), QString::fromStdString(job->title), m_lanes->lengthS());
        return;
    }
    const StemRow* row = rowById(m_context.library->rows(), m_context.selection->current());
    m_wanted = row != nullptr && row->soundClass == SoundClass::Track ? row->id : 0;
    if (m_wanted == 0) {
        show({}, {}, 0.0);
        return;
    }
    later(this, m_context.library->stem(m_wanted), [this, show](const Result<Stem>& stem) {
        if (stem && stem->id == m_wanted) {
            show(QString::fromStdString(stem->path), QString::fromStdString(stem->name),
                 stem->durationS);
        }
    });
}

void SeparateRoom::getModel(const QString& model)
{
    const services::CatalogueModel* known = services::ModelCatalogue::builtIn().byId(model);
    if (known == nullptr) {
        return;
    }
    askForLicence(this, *m_context.settings, *known, true, [this, model] {
        const Result<JobId> job = m_context.models->startDownload(model);
        report(job ? Result<> {} : Result<> {propagate(job)});
    });
}

void SeparateRoom::connectQueue()
{
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
    chooseAudioFiles(this, tr("Add tracks"),
                     [this](const QStringList& files) { enqueueFiles(files); });
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
                  enqueueFiles(found);
              });
    }
    enqueueFiles(files);
}

void SeparateRoom::enqueueFiles(const QStringList& files)
{
    std::vector<Track> tracks;
    for (const QString& file : files) {
        tracks.push_back({file, {}});
    }
    enqueue(tracks);
}

void SeparateRoom::addSounds(const std::vector<StemId>& ids)
{
    std::vector<Track> tracks;
    for (const StemId id : ids) {
        tracks.push_back({{}, id});
    }
    enqueue(tracks);
}

void SeparateRoom::enqueue(const std::vector<Track>& tracks)
{
    if (tracks.empty()) {
        return;
    }
    if (!m_context.models->isReady(m_head->setup().profile)) {
        m_heldBack.insert(m_heldBack.end(), tracks.begin(), tracks.end());
        m_head->setHeldBack(static_cast<int>(m_heldBack.size()));
        if (!isVisible()) {
            m_context.selection->showRoom(QStringLiteral("separate")); // the model is got here
        }
        return;
    }
    const services::SeparationProfile* profile
        = services::ModelCatalogue::profile(m_head->setup().profile);
    const services::CatalogueModel* model
        = services::ModelCatalogue::builtIn().byId(profile->model);
    if (model == nullptr) {
        startNow(tracks);
        return;
    }
    askForLicence(this, *m_context.settings, *model, false, [this, tracks] { startNow(tracks); });
}

void SeparateRoom::startHeldBack()
{
    if (!m_heldBack.empty() && m_context.models->isReady(m_head->setup().profile)) {
        const std::vector<Track> tracks = std::exchange(m_heldBack, {});
        m_head->setHeldBack(0);
        enqueue(tracks);
    }
}

void SeparateRoom::startNow(const std::vector<Track>& tracks)
{
    JobId last {};
    for (const Track& track : tracks) {
        services::SeparateParams params = m_head->setup().params(m_context.models->folder());
        params.input = track.file;
        params.stem = track.sound;
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
    if (!isVisible()) {
        tellWaiting(tracks);
    }
}

// The queue shows it as well, to whoever looks at it.
void SeparateRoom::tellWaiting(const std::vector<Track>& tracks)
{
    const QString profile = profileText(m_head->setup().profile);
    const StemRow* row
        = tracks.size() == 1 ? rowById(m_context.library->rows(), tracks.front().sound) : nullptr;
    m_context.selection->showMessage(
        row != nullptr ? tr("“%1” waits in the queue of the Separate room (%2).")
                             .arg(QString::fromStdString(row->name), profile)
                       : tr("%n track(s) wait in the queue of the Separate room (%1).", nullptr,
                            static_cast<int>(tracks.size()))
                             .arg(profile));
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

    JobId running {};
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const JobRecord* job = m_model->jobAt(row);
        running = job->state == JobState::Running ? job->id : running;
    }
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
        if (!m_context.player->isPlaying()) {
            selectTrack(); // only now the library has it, if it was a new file
        }
    }
    m_clear->setEnabled(m_model->count(JobState::Done) + m_model->count(JobState::Failed)
                            + m_model->count(JobState::Cancelled)
                        > 0);
    if (job == nullptr) {
        m_lanes->showNothing();
    } else {
        m_lanes->showJob(*job);
    }
    showTrack();
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
                      tr("Drop tracks here or press Ctrl+O. Draft separation needs nothing; the "
                         "networks of Models give studio quality."));
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
