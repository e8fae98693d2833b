#include "ui/panels/compose/ComposeVoice.h"

#include "ui/models/Later.h"
#include "ui/panels/compose/ComposeText.h"
#include "ui/playback/Player.h"

#include <QTimer>
#include <QtConcurrent>

#include <algorithm>
#include <map>

namespace nde::ui {

namespace {

constexpr int kPictureMs = 250;

} // namespace

ComposeVoice::ComposeVoice(const StudioContext& context, services::ComposeDesk& desk,
                           QObject* parent)
    : QObject(parent)
    , m_context(context)
    , m_desk(desk)
    , m_picture(new QTimer(this))
{
    m_picture->setSingleShot(true);
    m_picture->setInterval(kPictureMs);
    connect(m_picture, &QTimer::timeout, this, &ComposeVoice::describe);
    Player* player = context.player;
    connect(player, &Player::positionChanged, this, &ComposeVoice::onPosition);
    connect(player, &Player::stateChanged, this, [this] {
        if (isOurs()) {
            Q_EMIT moved(m_bar, isPlaying());
        }
    });
    connect(player, &Player::itemChanged, this, [this] {
        if (!isOurs()) {
            Q_EMIT moved(m_cursor, false);
        }
    });
}

// The stream goes with the desk; the player may not read it any longer.
ComposeVoice::~ComposeVoice()
{
    if (isOurs()) {
        m_context.player->open({});
    }
}

bool ComposeVoice::isOurs() const
{
    const PlayItem& item = m_context.player->item();
    return item.lanes.size() == 1 && item.lanes.front().stream != nullptr
        && item.lanes.front().stream == m_desk.stream();
}

bool ComposeVoice::isPlaying() const
{
    return isOurs() && m_context.player->isPlaying();
}

double ComposeVoice::secondsOf(double bar) const
{
    return m_plan ? barStartS(*m_plan, bar) : 0.0;
}

void ComposeVoice::setPlan(const std::shared_ptr<const music::Plan>& plan, const QString& title)
{
    m_plan = plan;
    m_title = title;
    if (!plan) {
        stop();
        return;
    }
    m_cursor = std::clamp(m_cursor, 0.0, static_cast<double>(plan->bars));
    if (m_loop && m_loop->second > plan->bars) {
        setLoop(std::nullopt);
    }
    describe();
    applyLoop(); // seconds of its bars may be others
}

void ComposeVoice::setPeaks(ClipPeaks peaks)
{
    m_peaks = std::move(peaks);
}

void ComposeVoice::redraw()
{
    m_picture->start();
}

void ComposeVoice::describe()
{
    if (!isOurs() || !m_plan) {
        return;
    }
    PlayItem item = m_context.player->item();
    item.title = m_title;
    item.facts = QStringLiteral("%1 · %2 · %3")
                     .arg(tempoText(m_plan->bpm), musicKeyText(m_plan->key),
                          tr("%n bar(s)", nullptr, m_plan->bars));
    item.cueS = secondsOf(m_cursor);
    item.picture = m_drawn; // of the state before, until that of this one is drawn
    m_context.player->describe(item);
    drawPicture();
}

// On a worker: what is drawn grows with the length of the track.
void ComposeVoice::drawPicture()
{
    std::map<int, std::vector<std::pair<float, float>>> waves;
    for (const music::Lane& lane : m_plan->lanes) {
        for (const music::Clip& clip : lane.clips) {
            if (m_peaks) {
                waves.emplace(clip.id, m_peaks(clip.id));
            }
        }
    }
    const auto drawing = QtConcurrent::run([plan = m_plan, waves = std::move(waves)] {
        return trackPicture(*plan, [&waves](int clip) {
            const auto wave = waves.find(clip);
            return wave == waves.end() ? std::vector<std::pair<float, float>> {} : wave->second;
        });
    });
    later(this, drawing, [this, drawing = ++m_drawing](const auto& picture) {
        if (drawing != m_drawing || !isOurs()) {
            return; // a newer one is on its way, or something else is on the Deck
        }
        m_drawn = picture;
        PlayItem item = m_context.player->item();
        item.picture = picture;
        m_context.player->describe(item);
    });
}

void ComposeVoice::open()
{
    PlayItem item;
    item.title = m_title;
    item.source = Source::Track;
    mix::PlaybackLane lane;
    lane.stream = m_desk.stream();
    item.lanes = {lane};
    m_context.player->open(item);
    describe();
    applyLoop();
}

void ComposeVoice::put()
{
    if (m_plan && !isOurs() && !m_context.player->isPlaying()) {
        open();
    }
}

void ComposeVoice::toggle()
{
    if (!m_plan) {
        return;
    }
    if (isPlaying()) {
        m_context.player->stop();
        return;
    }
    if (!isOurs()) {
        open();
    }
    m_desk.prepareFrom(m_cursor);
    m_context.player->play(secondsOf(m_cursor));
}

void ComposeVoice::stop()
{
    if (isOurs()) {
        m_context.player->stop();
    }
}

void ComposeVoice::seek(double bar)
{
    if (!m_plan) {
        return;
    }
    m_cursor = std::clamp(bar, 0.0, static_cast<double>(m_plan->bars));
    m_bar = m_cursor;
    m_desk.prepareFrom(m_cursor);
    if (isPlaying()) {
        m_context.player->seek(secondsOf(m_cursor));
    }
    redraw(); // the Deck begins there as well
    Q_EMIT moved(m_cursor, isPlaying());
}

void ComposeVoice::setLoop(std::optional<std::pair<int, int>> bars)
{
    m_loop = bars;
    applyLoop();
}

void ComposeVoice::applyLoop()
{
    if (isOurs() && m_plan) {
        m_context.player->setLoop(m_loop ? secondsOf(m_loop->first) : 0.0,
                                  m_loop ? secondsOf(m_loop->second) : secondsOf(m_plan->bars),
                                  m_loop.has_value());
    }
}

void ComposeVoice::onPosition(double seconds)
{
    if (!isOurs() || !m_plan) {
        return;
    }
    m_bar = seconds / secondsOf(1.0);
    Q_EMIT moved(m_bar, m_context.player->isPlaying());
    Q_EMIT levelsReady(m_desk.stream()->levels());
}

} // namespace nde::ui
