#include "ui/shell/DeckController.h"

#include "core/base/Key.h"
#include "core/services/JobService.h"
#include "core/services/Settings.h"
#include "ui/SelectionBus.h"
#include "ui/models/JobText.h"
#include "ui/playback/Player.h"
#include "ui/shell/Deck.h"
#include "ui/shell/DeckClip.h"
#include "ui/shell/DeckGrid.h"
#include "ui/shell/DeckPictures.h"
#include "ui/shell/DeckSync.h"
#include "ui/shell/SampleLoader.h"
#include "ui/theme/Theme.h"

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

QString keyText(int keyIndex)
{
    return keyIndex < 0 ? QString()
                        : QString::fromStdString(keyName({keyIndex % 12, keyIndex >= 12}));
}

QColor tintOf(const StemRow& row)
{
    return row.source == Source::Track || row.category == Category::Mix
        ? Theme::current().text2
        : Theme::current().category(row.category);
}

} // namespace

DeckController::DeckController(Deck* deck, const StudioContext& context, QObject* parent)
    : QObject(parent)
    , m_deck(deck)
    , m_context(context)
    , m_samples(new SampleLoader(this))
    , m_grid(new DeckGrid(deck, context, this))
    , m_pictures(new DeckPictures(deck->wave(), context.pictures, this))
    , m_clip(new DeckClip(deck, context, this))
    , m_sync(new DeckSync(deck, context, this))
{
    connectDeck();
    connectPlayer();
    connectPeaks();
    connectLibrary();
    if (m_context.selection != nullptr) {
        connect(m_context.selection, &SelectionBus::changed, this, &DeckController::onSelected);
    }
    if (m_context.settings != nullptr) {
        connect(m_context.settings, &services::Settings::changed, this,
                &DeckController::applySettings);
        connect(m_context.settings, &services::Settings::audioChanged, this,
                &DeckController::applySettings);
        applySettings();
    }
    connect(&m_details, &QFutureWatcherBase::finished, this, &DeckController::onDetails);
}

void DeckController::connectDeck()
{
    connect(m_deck, &Deck::playRequested, this, &DeckController::toggle);
    connect(m_deck, &Deck::stopRequested, this, &DeckController::stop);
    connect(m_deck, &Deck::loopToggled, this, &DeckController::applyLoop);
    connect(m_deck->wave(), &WaveView::selectionChanged, this, &DeckController::applyLoop);
    connect(m_deck->wave(), &WaveView::selectionChanged, this, [this] {
        if (m_context.selection != nullptr) {
            const auto marked = m_deck->wave()->selection();
            m_context.selection->setMarked(
                marked ? std::optional<SelectionBus::Range> {{marked->fromS, marked->toS}}
                       : std::nullopt);
        }
    });
    connect(m_deck->wave(), &WaveView::bandChanged, this, &DeckController::applyBand);
    connect(m_deck->wave(), &WaveView::samplesNeeded, this, [this](qint64 from, qint64 to) {
        if (!m_path.isEmpty()) {
            m_samples->load(m_path, from, to);
        }
    });
    connect(m_samples, &SampleLoader::loaded, this,
            [this](qint64 from, const std::vector<float>& samples) {
                m_deck->wave()->setSamples(from, samples);
            });
    if (Player* player = m_context.player) {
        connect(m_deck, &Deck::startRequested, player, [player] { player->seek(0.0); });
        connect(m_deck->wave(), &WaveView::seekRequested, this,
                [this, player](double seconds) { player->seek(seconds * m_ratio); });
    }
    if (services::Settings* settings = m_context.settings) {
        connect(m_deck, &Deck::autoToggled, settings, &services::Settings::setAutoPlay);
        connect(m_deck, &Deck::levelMatchToggled, settings, &services::Settings::setLevelMatch);
        connect(m_deck, &Deck::previewLevelChanged, settings,
                &services::Settings::setPreviewLevelDb);
    }
}

void DeckController::connectPlayer()
{
    Player* player = m_context.player;
    if (player == nullptr) {
        return;
    }
    connect(player, &Player::itemChanged, this, &DeckController::onItemChanged);
    connect(player, &Player::loopChanged, this, &DeckController::onLoopChanged);
    connect(player, &Player::stateChanged, m_deck, &Deck::setPlaying);
    connect(player, &Player::positionChanged, this, &DeckController::onPosition);
    connect(player, &Player::levelsChanged, m_deck, &Deck::setLevels);
    connect(player, &Player::failed, this, [this](const Error& error) {
        Q_EMIT messageRaised(errorSentence(errorCodeId(error.code)));
    });
}

void DeckController::connectPeaks()
{
    services::PeakService* peaks = m_context.peaks;
    if (peaks == nullptr) {
        return;
    }
    connect(peaks, &services::PeakService::ready, this, [this, peaks](StemId id) {
        if (id == m_current && id != 0) {
            m_deck->wave()->setPeaks(peaks->request(id));
        }
    });
    connect(peaks, &services::PeakService::fileReady, this, [this, peaks](const QString& path) {
        if (m_current == 0 && path == m_path) {
            m_deck->wave()->setPeaks(peaks->requestFile(path));
        }
    });
}

void DeckController::connectLibrary()
{
    connect(m_clip, &DeckClip::messageRaised, this, &DeckController::messageRaised);
    connect(m_sync, &DeckSync::chosen, this, &DeckController::openFile);
    connect(m_sync, &DeckSync::refined, this, &DeckController::refineFile);
    connect(m_sync, &DeckSync::messageRaised, this, &DeckController::messageRaised);
    connect(m_grid, &DeckGrid::refreshNeeded, this, &DeckController::refresh);
    connect(&m_news, &QFutureWatcherBase::finished, this, [this] {
        if (m_news.future().resultCount() == 0) {
            return;
        }
        if (const Result<Stem> stem = m_news.result(); stem && stem->id == m_current) {
            m_grid->setStem(*stem);
        }
    });
    if (services::JobService* jobs = m_context.jobs) {
        connect(jobs, &services::JobService::libraryChanged, this, &DeckController::refresh);
    }
    if (services::LibraryService* library = m_context.library) {
        connect(library, &services::LibraryService::rowsChanged, this,
                [this](const std::vector<StemRow>& changed) {
                    const auto found
                        = std::find_if(changed.begin(), changed.end(),
                                       [this](const StemRow& r) { return r.id == m_current; });
                    if (found != changed.end()) {
                        showHeading(*found);
                        refresh();
                    }
                });
        // The rows hold no beat: an undone grid may change none of them.
        const auto takenBack = [this] {
            m_grid->forgetSteps();
            refresh();
        };
        connect(library, &services::LibraryService::undone, this, takenBack);
        connect(library, &services::LibraryService::redone, this, takenBack);
    }
}

void DeckController::setPath(const QString& path, const QString& title)
{
    m_path = path;
    m_pictures->setPath(path);
    m_clip->setSource(path, title);
}

void DeckController::refresh()
{
    if (m_current != 0 && m_context.library != nullptr && !m_path.isEmpty()) {
        m_news.setFuture(m_context.library->stem(m_current));
    }
}

const StemRow* DeckController::row(StemId id) const
{
    if (m_context.library == nullptr || id == 0) {
        return nullptr;
    }
    const std::vector<StemRow>& rows = m_context.library->rows();
    const auto found
        = std::lower_bound(rows.begin(), rows.end(), id,
                           [](const StemRow& r, StemId wanted) { return r.id < wanted; });
    return found != rows.end() && found->id == id ? &*found : nullptr;
}

void DeckController::onSelected(StemId id, bool audition)
{
    if (!audition && isStreaming()) {
        return; // a sound of the composition is pointed at, not asked for
    }
    const bool isAuto = m_context.settings == nullptr || m_context.settings->autoPlay();
    m_wantsAudition = audition && isAuto;
    if (id == m_current && id != 0) {
        if (m_wantsAudition && m_context.player != nullptr && !m_path.isEmpty()) {
            m_context.player->play(0.0);
        }
        return;
    }
    m_samples->cancel();
    m_grid->setNone({});
    m_sync->setNone();
    m_current = id;
    setPath({}, {});
    const StemRow* found = row(id);
    if (found == nullptr) {
        m_deck->setNothing();
        if (id == 0 && m_context.player != nullptr) {
            m_context.player->stop();
        }
        return;
    }
    showRow(*found);
    m_details.setFuture(m_context.library->stem(id));
}

void DeckController::showHeading(const StemRow& row)
{
    QStringList facts;
    if (row.bpm > 0.0F && row.soundClass != SoundClass::OneShot) {
        QString tempo = formatNumber(static_cast<double>(row.bpm), 0);
        if (const auto heard = m_sync->bpm(); heard && row.id == m_current) {
            tempo += QStringLiteral(" → ") + formatNumber(*heard, 0);
        }
        facts += tempo + QStringLiteral(" BPM");
    }
    if (row.keyIndex >= 0) {
        facts += keyText(row.keyIndex);
    }
    facts += formatLength(static_cast<double>(row.durationS));
    m_deck->setSound({QString::fromStdString(row.name), row.source, row.category,
                      facts.join(QStringLiteral(" · ")), tintOf(row)});
}

void DeckController::showRow(const StemRow& row)
{
    showHeading(row);
    const auto peaks = m_context.peaks != nullptr ? m_context.peaks->request(row.id)
                                                  : services::PeakService::Peaks();
    m_deck->wave()->setSound(peaks, tintOf(row), QString::fromStdString(row.name));
    m_deck->setPosition(0.0, static_cast<double>(row.durationS));
}

void DeckController::onDetails()
{
    if (m_details.future().resultCount() == 0) {
        return;
    }
    const Result<Stem> stem = m_details.result();
    if (!stem) {
        Q_EMIT messageRaised(errorSentence(errorCodeId(stem.error().code)));
        return;
    }
    if (stem->id != m_current) {
        return;
    }
    setPath(QString::fromStdString(stem->path), QString::fromStdString(stem->name));
    m_grid->setStem(*stem);
    m_item = PlayItem {};
    m_item.id = stem->id;
    m_item.title = QString::fromStdString(stem->name);
    m_item.lufs = stem->descriptors.lufs;
    m_durationS = stem->durationS;
    m_sync->setStem(*stem); // says which file
    m_deck->wave()->requestAgain();
}

void DeckController::openFile(const QString& path)
{
    Player* player = m_context.player;
    if (player == nullptr) {
        return;
    }
    const std::optional<double> start = startOf();
    m_ratio = m_sync->timeRatio();
    m_isInTempo = m_sync->isInTempo();
    PlayItem item = m_item;
    item.lanes = {mix::PlaybackLane {std::filesystem::path(path.toStdU16String())}};
    item.lanes.front().bandHz = m_deck->wave()->bandHz();
    m_isOpening = true;
    player->open(item);
    m_isOpening = false;
    if (const StemRow* found = row(m_current)) {
        showHeading(*found);
    }
    applyLoop();
    if (start) {
        player->play(*start);
    }
}

// The same sound in another tempo goes on where it was. A loop that follows one in the same tempo
// comes in where the other was, so that the beat goes on.
std::optional<double> DeckController::startOf() const
{
    const Player& player = *m_context.player;
    const double ratio = m_sync->timeRatio();
    if (player.item().id == m_current) {
        return player.isPlaying() ? std::optional(player.positionS() / m_ratio * ratio)
                                  : std::nullopt;
    }
    if (!m_wantsAudition) {
        return std::nullopt;
    }
    const double length = m_durationS * ratio;
    const bool goesOn = player.isPlaying() && m_isInTempo && m_sync->isInTempo()
        && m_deck->isLoopOn() && length > 0.0;
    return goesOn ? std::fmod(player.positionS(), length) : 0.0;
}

void DeckController::refineFile(const QString& path)
{
    Player* player = m_context.player;
    if (player == nullptr || player->item().id != m_current || player->item().lanes.size() != 1) {
        return;
    }
    PlayItem item = player->item();
    item.lanes.front().path = std::filesystem::path(path.toStdU16String());
    m_isOpening = true;
    player->exchange(item);
    m_isOpening = false;
}

void DeckController::onItemChanged()
{
    const PlayItem& item = m_context.player->item();
    if (m_isOpening || item.lanes.empty() || (item.id != 0 && item.id == m_current)) {
        return;
    }
    if (isStreaming()) {
        showStream();
        return;
    }
    m_stream.reset();
    m_sync->setNone();
    m_ratio = 1.0;
    m_isInTempo = false;
    // A room plays something of its own: a track's lanes, a file outside the library.
    m_samples->cancel();
    m_current = item.id;
    setPath(QString::fromStdU16String(item.lanes.front().path.u16string()), item.title);
    m_grid->setNone(tr("Only sounds of the library keep a beat grid"));
    if (const StemRow* found = row(item.id)) {
        showRow(*found);
        refresh();
        return;
    }
    // Violet: a model made it, and the library does not have it yet.
    const QColor tint = item.source == Source::Generated ? Theme::current().accent
        : item.category                                  ? Theme::current().category(*item.category)
                                                         : Theme::current().text2;
    const QString facts = item.lanes.size() > 1
        ? tr("%n lane(s)", nullptr, static_cast<int>(item.lanes.size()))
        : item.facts;
    m_deck->setSound({item.title, item.source.value_or(Source::Track), item.category, facts, tint});
    m_deck->wave()->setSound(m_context.peaks != nullptr ? m_context.peaks->requestFile(m_path)
                                                        : services::PeakService::Peaks(),
                             tint, item.title);
}

bool DeckController::isStreaming() const
{
    const Player* player = m_context.player;
    return player != nullptr && player->item().lanes.size() == 1
        && player->item().lanes.front().stream != nullptr;
}

// Made while it is heard: there is no file to draw, its room gives a picture and renews it.
void DeckController::showStream()
{
    const PlayItem& item = m_context.player->item();
    const QColor tint = Theme::current().text2;
    m_deck->setSound(
        {item.title, item.source.value_or(Source::Track), item.category, item.facts, tint});
    if (m_stream.lock() == item.lanes.front().stream) {
        m_deck->wave()->setPeaks(item.picture); // zoom and selection stay
        return;
    }
    m_stream = item.lanes.front().stream;
    m_sync->setNone();
    m_ratio = 1.0;
    m_isInTempo = false;
    m_samples->cancel();
    m_current = 0;
    setPath({}, {});
    m_grid->setNone(tr("Only sounds of the library keep a beat grid"));
    m_deck->wave()->setSound(item.picture, tint, item.title);
}

// A room has set it: the Deck shows the same.
void DeckController::onLoopChanged(double fromS, double toS, bool isOn)
{
    if (m_isLooping || !isStreaming()) {
        return;
    }
    m_isLooping = true;
    m_deck->setLoop(isOn);
    m_deck->wave()->setSelection(isOn ? std::optional<WaveView::Range> {{fromS, toS}}
                                      : std::nullopt);
    m_isLooping = false;
}

void DeckController::onPosition(double seconds)
{
    const double played = m_context.player->lengthS();
    const double length = played > 0.0 ? played : m_deck->wave()->lengthS() * m_ratio;
    m_deck->setPosition(seconds, length);
    m_deck->wave()->setPosition(seconds / m_ratio, m_context.player->isPlaying());
}

void DeckController::applySettings()
{
    const services::Settings& settings = *m_context.settings;
    m_deck->setAuto(settings.autoPlay());
    m_deck->setLevelMatch(settings.levelMatch());
    m_deck->setPreviewLevelDb(settings.previewLevelDb());
    if (m_context.player != nullptr) {
        m_context.player->setLevelMatch(settings.levelMatch());
        m_context.player->setPreviewLevelDb(settings.previewLevelDb());
    }
}

void DeckController::applyLoop()
{
    if (m_context.player == nullptr || m_isLooping) {
        return;
    }
    m_isLooping = true;
    const bool isOn = m_deck->isLoopOn();
    const auto selection = m_deck->wave()->selection();
    const double length
        = std::max(m_context.player->lengthS(), m_deck->wave()->lengthS() * m_ratio);
    m_context.player->setLoop(selection ? selection->fromS * m_ratio : 0.0,
                              selection ? selection->toS * m_ratio : length, isOn && length > 0.0);
    m_isLooping = false;
}

void DeckController::applyBand()
{
    Player* player = m_context.player;
    const auto hz = m_deck->wave()->bandHz();
    if (player == nullptr || player->item().lanes.empty()
        || player->item().lanes.front().bandHz == hz) {
        return;
    }
    PlayItem item = player->item();
    for (mix::PlaybackLane& lane : item.lanes) {
        lane.bandHz = hz;
    }
    m_isOpening = true; // the same sound, heard otherwise
    player->exchange(item);
    m_isOpening = false;
    // From here, and not after what was read ahead; who chooses a band wants to hear it.
    if (player->isPlaying()) {
        player->seek(player->positionS());
    } else if (hz) {
        player->play(m_deck->wave()->positionS() * m_ratio);
    }
}

void DeckController::toggle()
{
    if (m_context.player != nullptr && !m_context.player->item().lanes.empty()) {
        m_context.player->toggle();
    }
}

void DeckController::stop()
{
    if (m_context.player != nullptr) {
        m_context.player->stop();
    }
}

void DeckController::toggleLoop()
{
    m_deck->setLoop(!m_deck->isLoopOn());
    applyLoop();
}

} // namespace nde::ui
