#include "ui/shell/DeckGrid.h"

#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "ui/SelectionBus.h"
#include "ui/models/JobText.h"
#include "ui/plot/BeatLines.h"
#include "ui/shell/Deck.h"
#include "ui/shell/GridBar.h"

#include <QAction>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr qint64 kBelieveAfterMs = 1500; // the library polls every 500 ms
constexpr int kLookMs = 200;
constexpr std::size_t kMostUndo = 100;

} // namespace

DeckGrid::DeckGrid(Deck* deck, const StudioContext& context, QObject* parent)
    : QObject(parent)
    , m_deck(deck)
    , m_context(context)
{
    m_clock.start();
    m_tapEnd.setSingleShot(true);
    m_tapEnd.setInterval(static_cast<int>(TapTempo::kPauseS * 1000.0));
    connect(&m_tapEnd, &QTimer::timeout, this, &DeckGrid::endTapping);
    m_forgetting.setInterval(kLookMs);
    connect(&m_forgetting, &QTimer::timeout, this, &DeckGrid::refreshNeeded);
    if (m_context.jobs != nullptr) {
        connect(m_context.jobs, &services::JobService::jobFinished, this,
                [this](const JobRecord& job) {
                    if (job.id == m_job && m_job != 0) {
                        m_job = 0;
                        m_isMeasuring = false;
                        show();
                        Q_EMIT refreshNeeded();
                    }
                });
    }
    connect(m_deck->wave(), &WaveView::gridEdited, this, &DeckGrid::edit);
    connectBar();
    setNone({});
}

void DeckGrid::connectBar()
{
    GridBar* bar = m_deck->gridBar();
    connect(bar->halve(), &QAction::triggered, this, [this] { scale(0.5); });
    connect(bar->twice(), &QAction::triggered, this, [this] { scale(2.0); });
    connect(bar->tap(), &QAction::triggered, this, &DeckGrid::onTap);
    connect(bar->downbeatHere(), &QAction::triggered, this,
            [this] { edit(withDownbeatAt(m_grid, m_deck->wave()->positionS())); });
    connect(bar->undo(), &QAction::triggered, this, &DeckGrid::onUndo);
    connect(bar->measure(), &QAction::triggered, this, &DeckGrid::onMeasure);
    connect(m_deck, &Deck::gridNudged, this, &DeckGrid::nudge);
}

void DeckGrid::setNone(const QString& reason)
{
    m_id = 0;
    m_grid = {};
    m_isByUser = false;
    m_isMeasuring = false;
    m_forgetting.stop();
    m_job = 0;
    m_undo.clear();
    m_reason = reason.isEmpty() ? tr("Select a sound of the library") : reason;
    endTapping();
    show();
}

void DeckGrid::setStem(const Stem& stem)
{
    const bool isNew = stem.id != m_id;
    if (!isNew && m_written.isValid() && m_written.elapsed() < kBelieveAfterMs) {
        return;
    }
    if (isNew) {
        m_undo.clear();
        m_isMeasuring = false;
        m_forgetting.stop();
        m_job = 0;
        endTapping();
    }
    m_id = stem.id;
    m_reason.clear();
    const Descriptors& d = stem.descriptors;
    // A single hit has no beats, whatever its length would be in bars; the user may say otherwise.
    const bool hasBeats = d.bpm && (stem.soundClass != SoundClass::OneShot || stem.isGridByUser);
    m_grid
        = hasBeats ? BeatGrid {d.bpm, d.firstBeatS, d.firstDownbeatS, d.beatsPerBar} : BeatGrid {};
    m_confidence = d.gridConfidence;
    if (m_isMeasuring && m_job == 0 && !stem.isGridByUser) {
        startMeasuring(); // not before it is forgotten: what the user said would stand
    }
    m_isByUser = stem.isGridByUser;
    show();
}

void DeckGrid::show()
{
    GridBar::State state;
    state.grid = m_grid;
    state.confidence = m_confidence;
    state.isByUser = m_isByUser;
    state.isMeasuring = m_isMeasuring;
    state.canUndo = !m_undo.empty();
    state.disabledReason = m_id == 0 ? m_reason : QString();
    m_deck->gridBar()->setState(state);
    m_deck->wave()->setBeatGrid(m_grid, m_isByUser ? 1.0 : m_confidence);
}

void DeckGrid::write(const BeatGrid& grid)
{
    m_grid = grid;
    m_isByUser = true;
    m_isMeasuring = false;
    m_forgetting.stop();
    m_written.restart();
    m_context.library->setGrid({m_id}, grid);
    show();
}

void DeckGrid::edit(const BeatGrid& grid)
{
    if (m_id == 0 || m_context.library == nullptr || grid == m_grid) {
        return;
    }
    m_undo.push_back({m_grid, m_isByUser});
    if (m_undo.size() > kMostUndo) {
        m_undo.erase(m_undo.begin());
    }
    write(grid);
}

void DeckGrid::scale(double factor)
{
    if (const auto scaled = scaledTempo(m_grid, factor)) {
        edit(*scaled);
    }
}

void DeckGrid::nudge(int pixels)
{
    const WaveView& wave = *m_deck->wave();
    const double perPixel = (wave.view().toS - wave.view().fromS) / std::max(1, wave.width());
    edit(movedBy(m_grid, pixels * std::max(0.001, perPixel)));
}

void DeckGrid::onTap()
{
    if (m_id == 0 || m_context.library == nullptr) {
        return;
    }
    m_taps.tap(static_cast<double>(m_clock.nsecsElapsed()) * 1e-9);
    if (m_taps.count() == 1) {
        m_hasTapped = false;
    }
    m_tapEnd.start();
    m_deck->gridBar()->setTaps(m_taps.count(), m_taps.bpm());
    if (!m_taps.isMeant()) {
        return;
    }
    // Where there was no tempo, a bar begins where the sound does.
    const BeatGrid tapped
        = withTempo(m_grid, std::round(*m_taps.bpm() * 10.0) / 10.0, m_deck->onsetS());
    if (m_hasTapped) {
        write(tapped); // the same series: one step to undo
    } else {
        m_hasTapped = true;
        edit(tapped);
    }
}

void DeckGrid::endTapping()
{
    m_tapEnd.stop();
    m_taps.reset();
    m_hasTapped = false;
    m_deck->gridBar()->setTaps(0, std::nullopt);
}

void DeckGrid::onUndo()
{
    if (m_undo.empty() || m_context.library == nullptr) {
        return;
    }
    endTapping();
    const Edit last = m_undo.back();
    m_undo.pop_back();
    write(last.before);
}

void DeckGrid::forgetSteps()
{
    endTapping();
    m_undo.clear();
    m_written.invalidate();
    show();
}

void DeckGrid::onMeasure()
{
    if (m_id == 0 || m_context.library == nullptr) {
        return;
    }
    endTapping();
    m_isMeasuring = true;
    m_written.invalidate();
    m_undo.clear();
    m_context.library->forgetUserValues({m_id}, {UserValue::Grid});
    m_forgetting.start();
    show();
}

void DeckGrid::startMeasuring()
{
    m_forgetting.stop();
    if (m_context.jobs == nullptr) {
        m_isMeasuring = false;
        return;
    }
    services::AnalyzeParams params;
    params.stems = {m_id};
    params.force = true;
    const auto job = m_context.jobs->enqueue(params);
    if (job) {
        m_job = *job;
        return;
    }
    m_isMeasuring = false;
    if (m_context.selection != nullptr) {
        m_context.selection->showMessage(errorSentence(errorCodeId(job.error().code)));
    }
}

} // namespace nde::ui
