#include "ui/panels/separate/LanePanel.h"

#include "core/services/LibraryService.h"
#include "core/services/PeakService.h"
#include "core/services/Studio.h"
#include "ui/SelectionBus.h"
#include "ui/models/JobText.h"
#include "ui/models/Later.h"
#include "ui/models/SeparateSetup.h"
#include "ui/models/SoundVerbs.h"
#include "ui/models/StemText.h"
#include "ui/panels/CountBadge.h"
#include "ui/playback/Player.h"
#include "ui/plot/LaneView.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/SegmentedControl.h"

#include <QEvent>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPainter>
#include <QSet>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <map>

namespace nde::ui {

namespace {

QJsonObject objectOf(const std::string& json)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
}

} // namespace

LanePanel::LanePanel(const StudioContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_feed(new LaneFeed(this))
    , m_lanes(new LaneView(this))
    , m_title(new ElidedLabel({}, TextStyle::Strong, this))
    , m_caption(new ElidedLabel({}, TextStyle::Caption, this))
    , m_play(new IconButton(QStringLiteral("play"), QString(), this))
    , m_mode(new SegmentedControl(QString(), this))
    , m_slices(new QWidget(this))
    , m_slicesTitle(new QLabel(m_slices))
    , m_openSlices(new Button(QString(), Button::Kind::Secondary, m_slices))
{
    m_lanes->setObjectName(QStringLiteral("sep_lanes"));
    m_play->setObjectName(QStringLiteral("sep_play"));
    m_mode->setObjectName(QStringLiteral("sep_mode"));
    m_openSlices->setObjectName(QStringLiteral("sep_open_slices"));
    m_caption->setTone(ElidedLabel::Tone::Muted);
    m_mode->setCompact(true);
    m_mode->addSegment(QStringLiteral("original"), QString());
    m_mode->addSegment(QStringLiteral("stems"), QString());
    m_mode->setCurrent(QStringLiteral("stems"));
    m_openSlices->setCompact(true);
    buildLayout();
    connectPlayer();
    connect(m_feed, &LaneFeed::grown, this, &LanePanel::onGrown);
    connect(m_context.peaks, &services::PeakService::fileReady, this, &LanePanel::onFileReady);
    connect(m_openSlices, &QPushButton::clicked, this, [this] {
        m_context.selection->showInLibrary(jobResultIds(m_job),
                                           QString::fromStdString(m_job.title));
    });
    retranslate();
    showNothing();
}

void LanePanel::buildLayout()
{
    auto* heading = new QHBoxLayout;
    heading->setSpacing(dp(8));
    heading->addWidget(m_play);
    heading->addWidget(m_title);
    heading->addWidget(m_caption, 1);
    heading->addWidget(m_mode);
    auto* sliceRow = new QHBoxLayout(m_slices);
    sliceRow->setContentsMargins(0, dp(6), 0, 0);
    sliceRow->setSpacing(dp(12));
    sliceRow->addWidget(m_slicesTitle);
    sliceRow->addStretch(1);
    sliceRow->addWidget(m_openSlices);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(dp(12), dp(4), dp(12), dp(8));
    layout->setSpacing(dp(4));
    layout->addLayout(heading);
    layout->addWidget(m_lanes);
    layout->addWidget(m_slices);
    layout->addStretch(1);
}

void LanePanel::connectPlayer()
{
    connect(m_lanes, &LaneView::seekRequested, this, &LanePanel::playFrom);
    connect(m_lanes, &LaneView::muteChanged, this, [this] { updateMutes(); });
    connect(m_lanes, &LaneView::soloChanged, this, [this] { updateMutes(); });
    connect(m_mode, &SegmentedControl::currentChanged, this, [this](const QString& id) {
        if (m_hearsOriginal != (id == QLatin1String("original"))) {
            toggleOriginal();
        }
    });
    connect(m_play, &QAbstractButton::clicked, this, [this] {
        if (isLoaded() && m_context.player->isPlaying()) {
            m_context.player->stop();
        } else {
            playFrom(isLoaded() ? m_context.player->positionS() : 0.0);
        }
    });
    connect(m_context.player, &Player::positionChanged, this,
            [this](double seconds) { m_lanes->setPosition(isLoaded() ? seconds : -1.0); });
    connect(m_context.player, &Player::stateChanged, this, [this] { updateHeading(); });
    connect(m_context.player, &Player::waitingChanged, this, [this] { updateHeading(); });
    connect(m_context.player, &Player::itemChanged, this, [this] {
        m_lanes->setPosition(isLoaded() ? m_context.player->positionS() : -1.0);
        updateHeading();
    });
    connect(m_context.player, &Player::levelsChanged, this, [this](float left, float right) {
        // One level is measured, of everything together: it belongs to a lane only when that lane
        // is heard alone.
        std::vector<int> heard;
        for (int lane = 0; lane < m_lanes->laneCount(); ++lane) {
            m_lanes->setLevel(lane, 0.0);
            if (isLoaded() && isHeard(lane)) {
                heard.push_back(lane);
            }
        }
        if (heard.size() == 1) {
            m_lanes->setLevel(heard.front(), static_cast<double>(std::max(left, right)));
        }
    });
}

void LanePanel::showNothing()
{
    m_feed->stop();
    m_job = {};
    m_paths.clear();
    m_lengthS = 0.0;
    m_lanes->hide();
    m_slices->hide();
    m_mode->hide();
    m_play->hide();
    updateHeading();
}

void LanePanel::showJob(const JobRecord& job)
{
    const bool isOther = job.id != m_job.id;
    const bool wasFinished = isFinished(m_job.state);
    m_job = job;
    if (isOther || (wasFinished && !isFinished(job.state))) {
        beginJob();
    }
    if (job.state == JobState::Done && !m_isComplete) {
        readFinishedFiles(); // before the growing ones are given up: they may be playing
    }
    if (job.state == JobState::Running) {
        // As Studio::jobFolder names it, but never made by looking.
        m_feed->follow(m_context.studio->root() + QStringLiteral("/.dream/tmp/job-%1").arg(job.id));
    } else {
        m_feed->stop();
    }
    updateHeading();
    updateProgressNotes();
    updateSlices();
}

void LanePanel::beginJob()
{
    m_isComplete = false;
    m_lengthS = 0.0;
    m_growing.clear();
    m_notYet.reset();
    m_held = Held::Nothing;
    m_paths = QStringList {QString()};
    m_laneNames.clear();
    const QJsonObject params = objectOf(m_job.params);
    // What is asked for, until the job itself says which lanes there are.
    SeparateSetup setup;
    setup.profile = params.value(QLatin1String("model")).toString(setup.profile);
    const QJsonArray recipe = params.value(QLatin1String("recipe")).toArray();
    for (const QJsonValue& name : recipe) {
        setup.recipe.push_back(name.toString());
    }
    setStems(plannedStems(setup));
    m_lanes->setPosition(-1.0);
    m_lanes->show();
    m_mode->show();
    m_play->show();
    const QString input = params.value(QLatin1String("input")).toString();
    const StemId stem = params.value(QLatin1String("stem")).toInteger();
    if (!input.isEmpty()) {
        setOriginalPath(input);
    } else if (stem != 0) {
        later(this, m_context.library->stem(stem),
              [this, id = m_job.id](const Result<Stem>& found) {
                  if (found && m_job.id == id) {
                      setOriginalPath(QString::fromStdString(found->path));
                  }
              });
    }
}

void LanePanel::setStems(const QStringList& names)
{
    const QStringList wanted = QStringList {QStringLiteral("original")} + names;
    if (wanted == m_laneNames) {
        return;
    }
    QStringList muted;
    QStringList solo;
    for (int lane = 1; lane < m_lanes->laneCount(); ++lane) {
        const LaneRow* row = m_lanes->lane(lane);
        if (row->isMuted()) {
            muted.push_back(row->info().id);
        }
        if (row->isSolo()) {
            solo.push_back(row->info().id);
        }
    }
    m_laneNames = wanted;
    m_paths = QStringList {m_paths.value(0)};
    m_paths.resize(m_laneNames.size());
    std::vector<LaneInfo> lanes {{m_laneNames[0], tr("Original"), Category::Mix, true}};
    for (const QString& name : names) {
        lanes.push_back({name, stemText(name), stemCategory(name), false});
    }
    m_lanes->setLanes(lanes);
    for (int lane = 0; lane < m_lanes->laneCount(); ++lane) {
        m_lanes->setReady(lane, 0.0, QString());
        m_lanes->setMuted(lane, muted.contains(m_laneNames[lane]));
        m_lanes->setSolo(lane, solo.contains(m_laneNames[lane]));
    }
    const auto peaks = m_paths[0].isEmpty() ? nullptr : m_context.peaks->requestFile(m_paths[0]);
    if (peaks) {
        setLanePeaks(0, peaks);
    }
}

void LanePanel::setOriginalPath(const QString& path)
{
    m_paths[0] = path;
    if (const auto peaks = m_context.peaks->requestFile(path)) {
        setLanePeaks(0, peaks);
    }
    updateHeading();
    Q_EMIT originalChanged();
}

void LanePanel::setLanePeaks(int lane, const std::shared_ptr<const audio::PeakPyramid>& peaks)
{
    m_lanes->setPeaks(lane, peaks);
    if (lane == 0 && peaks->sampleRate() > 0) {
        m_lengthS = static_cast<double>(peaks->frames()) / peaks->sampleRate();
        m_lanes->setLength(m_lengthS);
        updateHeading();
        Q_EMIT originalChanged();
    }
    if (lane == 0 || m_isComplete) {
        m_lanes->setReady(lane, 1.0, lane == 0 ? QString() : tr("done"));
    }
}

void LanePanel::readFinishedFiles()
{
    const QJsonObject result = objectOf(m_job.result);
    const QStringList before = m_laneNames;
    const QJsonArray stems = result.value(QLatin1String("stems")).toArray();
    QStringList names;
    for (const QJsonValue& stem : stems) {
        names.push_back(stem.toObject().value(QLatin1String("name")).toString());
    }
    // Stems that grew stay in their places.
    const bool areSame = QSet<QString>(names.begin(), names.end())
        == QSet<QString>(before.begin() + 1, before.end());
    if (!areSame) {
        setStems(names);
    }
    for (const QJsonValue& value : stems) {
        const QJsonObject stem = value.toObject();
        const int lane = laneOf(stem.value(QLatin1String("name")).toString());
        if (lane > 0) {
            m_paths[lane] = stem.value(QLatin1String("path")).toString();
        }
    }
    m_isComplete = m_paths.size() > 1
        && std::none_of(m_paths.begin() + 1, m_paths.end(),
                        [](const QString& path) { return path.isEmpty(); });
    if (m_paths[0].isEmpty()) {
        setOriginalPath(result.value(QLatin1String("input")).toString());
    }
    for (qsizetype lane = 1; lane < m_paths.size(); ++lane) {
        if (m_paths[lane].isEmpty()) {
            continue;
        }
        if (const auto peaks = m_context.peaks->requestFile(m_paths[lane])) {
            setLanePeaks(static_cast<int>(lane), peaks);
        }
    }
    onFinishedFiles(before);
}

// What plays goes on from the finished files at the same position.
void LanePanel::onFinishedFiles(const QStringList& before)
{
    m_growing.clear();
    if (!isLoaded() || !m_isComplete) {
        return;
    }
    const bool isSeamless = m_held == Held::Growing && before == m_laneNames
        && m_context.player->exchange(playItem(Held::Finished));
    if (isSeamless) {
        m_held = Held::Finished;
        updateMutes();
    } else {
        loadIntoPlayer(true);
    }
}

void LanePanel::onFileReady(const QString& path)
{
    const qsizetype lane = m_paths.indexOf(path);
    if (m_job.id == 0 || path.isEmpty() || lane < 0) {
        return;
    }
    if (const auto peaks = m_context.peaks->requestFile(path)) {
        setLanePeaks(static_cast<int>(lane), peaks);
    }
}

void LanePanel::onGrown(const LaneSnapshot& snapshot)
{
    if (m_job.state != JobState::Running) {
        return;
    }
    if (m_lengthS <= 0.0 && snapshot.frames > 0) {
        m_lengthS = static_cast<double>(snapshot.frames) / snapshot.sampleRate;
        m_lanes->setLength(m_lengthS);
    }
    Q_EMIT runningTold(m_job.id, snapshot.device, snapshot.steps);
    QStringList names;
    for (const LaneSnapshot::Lane& grown : snapshot.lanes) {
        if (grown.name != QLatin1String("residual")) {
            names.push_back(grown.name);
        }
    }
    // Stems may appear one after the other; only one that was not expected makes other lanes.
    if (std::any_of(names.begin(), names.end(),
                    [this](const QString& name) { return !m_laneNames.contains(name); })) {
        setStems(names);
    }
    for (const LaneSnapshot::Lane& grown : snapshot.lanes) {
        const int lane = laneOf(grown.name);
        if (lane > 0 && snapshot.frames > 0) {
            const double share = std::clamp(
                static_cast<double>(grown.frames) / static_cast<double>(snapshot.frames), 0.0, 1.0);
            m_lanes->setPeaks(lane, grown.peaks);
            m_lanes->setReady(lane, share, tr("%1 %").arg(std::floor(share * 100.0)));
        }
    }
    const std::vector<mix::PlaybackLane> before = m_growing;
    setGrowing(snapshot);
    const bool haveMoved = before.size() == m_growing.size()
        && !std::equal(before.begin(), before.end(), m_growing.begin(),
                       [](const auto& a, const auto& b) { return a.growing == b.growing; });
    if (haveMoved && isLoaded() && m_held == Held::Growing && canPlayGrowing()
        && m_context.player->exchange(playItem(Held::Growing))) {
        updateMutes();
    }
    // The original was played while there was nothing else; the stems join it where it is.
    if (isLoaded() && m_held == Held::Original && !m_hearsOriginal && canPlayGrowing()) {
        loadIntoPlayer(true);
    }
}

void LanePanel::setGrowing(const LaneSnapshot& snapshot)
{
    m_growing.assign(static_cast<std::size_t>(m_laneNames.size()) - 1, {});
    const LaneSnapshot::Lane* any = nullptr;
    for (const LaneSnapshot::Lane& grown : snapshot.lanes) {
        const int lane = laneOf(grown.name);
        if (lane > 0 && grown.growing) {
            auto& playable = m_growing[static_cast<std::size_t>(lane) - 1];
            playable.path = std::filesystem::path(grown.path.toStdU16String());
            playable.growing = grown.growing;
            any = &grown;
        }
    }
    if (any == nullptr) {
        m_growing.clear();
        return;
    }
    if (!m_notYet) {
        m_notYet = std::make_shared<mix::GrowingFile>(any->growing->sampleRate,
                                                      any->growing->channels, any->growing->frames);
    }
    for (mix::PlaybackLane& lane : m_growing) {
        if (!lane.growing) {
            lane.path = std::filesystem::path(any->path.toStdU16String());
            lane.growing = m_notYet;
        }
    }
}

int LanePanel::laneOf(const QString& name) const
{
    return static_cast<int>(m_laneNames.indexOf(name));
}

bool LanePanel::isLoaded() const
{
    const std::vector<mix::PlaybackLane>& lanes = m_context.player->item().lanes;
    return m_job.id != 0 && m_context.player->item().id == 0 && !lanes.empty()
        && m_held != Held::Nothing && !m_paths.isEmpty() && !m_paths[0].isEmpty()
        && lanes.front().path == std::filesystem::path(m_paths[0].toStdU16String());
}

// Once the job writes the final files it takes the growing ones away, one by one.
bool LanePanel::canPlayGrowing() const
{
    return m_job.state == JobState::Running && m_job.stage == "separating" && !m_growing.empty()
        && m_growing.size() < mix::kMostPlaybackLanes;
}

bool LanePanel::isHeard(int lane) const
{
    if (lane == 0) {
        return m_hearsOriginal;
    }
    const auto at = static_cast<std::size_t>(lane) - 1;
    const bool isThere
        = m_isComplete || at >= m_growing.size() || m_growing[at].growing != m_notYet;
    return !m_hearsOriginal && isThere && m_lanes->isAudible(lane);
}

PlayItem LanePanel::playItem(Held what) const
{
    PlayItem item;
    item.title = QString::fromStdString(m_job.title);
    const auto add = [&](const QString& path) {
        mix::PlaybackLane lane;
        lane.path = std::filesystem::path(path.toStdU16String());
        item.lanes.push_back(std::move(lane));
    };
    add(m_paths[0]);
    if (what == Held::Growing) {
        item.lanes.insert(item.lanes.end(), m_growing.begin(), m_growing.end());
    } else if (what == Held::Finished) {
        std::for_each(m_paths.begin() + 1, m_paths.end(), add);
    }
    for (std::size_t lane = 0; what != Held::Original && lane < item.lanes.size(); ++lane) {
        item.lanes[lane].isMuted = !isHeard(static_cast<int>(lane));
    }
    return item;
}

void LanePanel::loadIntoPlayer(bool goOn)
{
    const bool wasPlaying = goOn && m_context.player->isPlaying();
    const double at = goOn ? m_context.player->positionS() : 0.0;
    const Held what = m_isComplete ? Held::Finished
        : canPlayGrowing()         ? Held::Growing
                                   : Held::Original;
    m_held = what;
    m_context.player->open(playItem(what));
    if (wasPlaying) {
        m_context.player->play(at);
    }
}

void LanePanel::playFrom(double seconds)
{
    if (m_job.id == 0 || m_paths.value(0).isEmpty()) {
        return;
    }
    const bool hasMore = isLoaded() && m_held == Held::Original && !m_hearsOriginal
        && (m_isComplete || canPlayGrowing());
    if (!isLoaded() || hasMore) {
        loadIntoPlayer(isLoaded());
    }
    if (m_context.player->isPlaying()) {
        m_context.player->seek(seconds);
    } else {
        m_context.player->play(seconds);
    }
    updateHeading();
}

void LanePanel::updateMutes()
{
    if (!isLoaded() || m_held == Held::Original) {
        return; // one lane: the original, always heard
    }
    for (int lane = 0; lane < m_lanes->laneCount(); ++lane) {
        m_context.player->setLaneMuted(lane, !isHeard(lane));
    }
}

void LanePanel::toggleOriginal()
{
    if (m_job.id == 0) {
        return;
    }
    m_hearsOriginal = !m_hearsOriginal;
    m_mode->setCurrent(m_hearsOriginal ? QStringLiteral("original") : QStringLiteral("stems"));
    if (isLoaded() && m_held == Held::Original && !m_hearsOriginal
        && (m_isComplete || canPlayGrowing())) {
        loadIntoPlayer(true);
    }
    updateMutes();
}

void LanePanel::updateHeading()
{
    if (m_job.id == 0) {
        m_title->setFullText(tr("Lanes"));
        m_caption->setFullText(tr("Choose a track in the queue to see its stems."));
        return;
    }
    m_title->setFullText(QString::fromStdString(m_job.title));
    QStringList parts;
    if (m_lengthS > 0.0) {
        parts.push_back(formatLength(m_lengthS));
    }
    switch (m_job.state) {
    case JobState::Running:
        parts.push_back(
            isLoaded() && m_context.player->isWaiting() ? tr("waiting for the next seconds")
                : canPlayGrowing() ? tr("lanes grow while separating and can be played now")
                                   : tr("lanes grow while separating"));
        break;
    case JobState::Done:
        parts.push_back(tr("click a lane to play from there"));
        break;
    case JobState::Failed:
        parts.push_back(jobErrorSentence(m_job));
        parts.push_back(jobErrorCure(m_job));
        break;
    default:
        parts.push_back(jobStateText(m_job.state));
        break;
    }
    m_caption->setFullText(parts.join(QStringLiteral(" · ")));
    const bool isPlaying = isLoaded() && m_context.player->isPlaying();
    m_play->setIconName(isPlaying ? QStringLiteral("stop") : QStringLiteral("play"));
    m_play->setName(isPlaying ? tr("Stop")
                              : (m_isComplete || canPlayGrowing() ? tr("Play the lanes")
                                                                  : tr("Play the original")));
    m_play->setEnabled(!m_paths.value(0).isEmpty());
}

void LanePanel::updateProgressNotes()
{
    if (m_job.state == JobState::Running || m_isComplete) {
        return; // the feed and the finished files say it themselves
    }
    for (int lane = 1; lane < m_lanes->laneCount(); ++lane) {
        m_lanes->setReady(lane, 0.0, jobStateText(m_job.state));
    }
}

void LanePanel::updateSlices()
{
    qDeleteAll(m_sliceBadges);
    m_sliceBadges.clear();
    const std::vector<StemId> slices = jobSliceIds(m_job);
    m_slices->setVisible(m_job.state == JobState::Done);
    std::map<Category, int> counts;
    for (const StemId id : slices) {
        if (const StemRow* row = rowById(m_context.library->rows(), id)) {
            ++counts[row->category];
        }
    }
    m_slicesTitle->setText(slices.empty() ? tr("Stems are in the library") : tr("Chopped"));
    auto* row = qobject_cast<QHBoxLayout*>(m_slices->layout());
    int at = 1;
    for (const auto& [category, count] : counts) {
        auto* badge = new CountBadge(category, count, m_slices);
        row->insertWidget(at++, badge);
        m_sliceBadges.push_back(badge);
    }
}

void LanePanel::retranslate()
{
    m_lanes->setAccessibleName(tr("Lanes"));
    m_mode->setAccessibleName(tr("What is heard"));
    m_mode->setSegmentText(QStringLiteral("original"), tr("Original"));
    m_mode->setSegmentText(QStringLiteral("stems"), tr("Stems"));
    m_slicesTitle->setFont(nde::ui::font(TextStyle::Strong, QFont::DemiBold));
    m_openSlices->setText(tr("Show in the library"));
    m_openSlices->setAccessibleName(m_openSlices->text());
    if (m_job.id != 0) {
        m_lanes->lane(0)->setName(tr("Original"));
        for (int lane = 1; lane < m_lanes->laneCount(); ++lane) {
            m_lanes->lane(lane)->setName(stemText(m_laneNames[lane]));
            if (m_isComplete) {
                m_lanes->setReady(lane, 1.0, tr("done"));
            }
        }
        updateSlices();
        updateProgressNotes();
    }
    updateHeading();
}

void LanePanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void LanePanel::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().panel);
}

} // namespace nde::ui
