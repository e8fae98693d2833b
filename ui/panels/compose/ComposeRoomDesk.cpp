#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/PeakService.h"
#include "core/services/Settings.h"
#include "ui/SelectionBus.h"
#include "ui/models/FileDrag.h"
#include "ui/models/JobText.h"
#include "ui/panels/compose/AlternativeList.h"
#include "ui/panels/compose/ChipRow.h"
#include "ui/panels/compose/ClipPanel.h"
#include "ui/panels/compose/ComposeHead.h"
#include "ui/panels/compose/ComposeRoom.h"
#include "ui/panels/compose/ComposeStart.h"
#include "ui/panels/compose/ComposeText.h"
#include "ui/panels/compose/ComposeVoice.h"
#include "ui/panels/compose/MixerPanel.h"
#include "ui/panels/compose/SoundDrawer.h"
#include "ui/panels/compose/StepPanel.h"
#include "ui/panels/compose/TrackPage.h"
#include "ui/panels/compose/VersionBar.h"
#include "ui/plot/BarScale.h"
#include "ui/plot/SectionStrip.h"
#include "ui/theme/Theme.h"

#include <QDataStream>
#include <QEvent>
#include <QHBoxLayout>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>

/// ComposeRoom and what stands behind it: desk, library, jobs, settings.
namespace nde::ui {

namespace {

constexpr qint32 kStateVersion = 1;
const QString kStateName = QStringLiteral("compose_room");

} // namespace

void ComposeRoom::connectDesk()
{
    using services::ComposeDesk;
    connect(m_desk, &ComposeDesk::planChanged, this, [this] {
        m_isNew = false;
        m_dreamedGap = 0;
        m_failedPrompt.clear();
        m_start->setError({});
        showPlan();
    });
    connect(m_desk, &ComposeDesk::candidatesChanged, this,
            [this] { m_trackPage->setCandidates(m_desk->candidates()); });
    connect(m_trackPage, &TrackPage::candidateTaken, m_desk, &ComposeDesk::takeCandidate);
    connect(m_desk, &ComposeDesk::versionsChanged, this, &ComposeRoom::showVersions);
    connect(m_desk, &ComposeDesk::compositionsChanged, this, [this] {
        // The composition of last time, unless the user has begun another one already.
        const auto& known = m_desk->compositions();
        if (!m_hasRefreshed && !known.empty() && !m_desk->plan() && !m_desk->isBusy()) {
            m_desk->open(known.front().id);
        }
        m_hasRefreshed = true;
        m_voice->setPlan(m_plan, title());
        m_trackPage->setPlan(m_plan, title());
        showPage();
    });
    connect(m_desk, &ComposeDesk::busyChanged, this, [this](bool isBusy) {
        m_head->setBusy(isBusy);
        showNote();
    });
    connect(m_desk, &ComposeDesk::progressed, this, [this](double fraction, const QString& stage) {
        m_head->setBusy(m_desk->isBusy(), fraction, stageText(stage.toStdString()));
    });
    connect(m_desk, &ComposeDesk::ideasReady, m_start, &ComposeStart::setIdeas);
    connect(m_desk, &ComposeDesk::sourcesFound, this, &ComposeRoom::onSources);
    connect(m_desk, &ComposeDesk::prepared, this, [this](double fraction) {
        m_prepared = fraction;
        showNote();
    });
    connect(m_desk, &ComposeDesk::missingChanged, this, &ComposeRoom::showMissing);
    connect(m_desk, &ComposeDesk::peaksChanged, m_timeline, &ArrangeView::refreshPeaks);
    connect(m_desk, &ComposeDesk::failed, this, &ComposeRoom::fail);
    connectSounds();
    connectLibrary();
}

// Alternatives and pictures.
void ComposeRoom::connectSounds()
{
    connect(m_desk, &services::ComposeDesk::alternativesReady, this,
            [this](int clipId, const std::vector<music::Alternative>& found) {
                if (clipId != m_alternativesOf) {
                    return;
                }
                const music::Clip* clip = m_plan ? music::clipOf(*m_plan, clipId) : nullptr;
                const music::Lane* lane = m_plan ? music::laneOfClip(*m_plan, clipId) : nullptr;
                const music::Sound* sound
                    = clip != nullptr ? ArrangeLayout::sound(*lane, *clip) : nullptr;
                m_alternatives->setAlternatives(found, sound != nullptr ? sound->stem : 0);
                m_clipPanel->setSearching(false);
            });
    // Clips are drawn once; the picture of the Deck is made of what the timeline was given.
    m_timeline->setPeakSource([this](int clipId, int columns) {
        const auto found = m_desk->peaks(clipId, columns);
        if (!found.empty()) {
            m_peaks[clipId] = found;
            m_voice->redraw();
        }
        std::vector<audio::PeakColumn> result;
        for (const auto& [low, high] : found) {
            const float size = std::max(std::abs(low), std::abs(high));
            result.push_back({low, high, 0.4F * size, 0.3F});
        }
        return result;
    });
    m_voice->setPeaks([this](int clipId) {
        const auto found = m_peaks.find(clipId);
        return found == m_peaks.end() ? std::vector<std::pair<float, float>> {} : found->second;
    });
    services::PeakService* peaks = m_context.peaks;
    connect(peaks, &services::PeakService::thumbnailReady, m_clipPanel,
            &ClipPanel::refreshThumbnails);
    connect(peaks, &services::PeakService::ready, this, [this](StemId id) {
        const music::Clip* clip = currentClip();
        const music::Lane* lane = clip != nullptr ? music::laneOfClip(*m_plan, clip->id) : nullptr;
        const music::Sound* sound = lane != nullptr ? ArrangeLayout::sound(*lane, *clip) : nullptr;
        if (sound != nullptr && sound->stem == id) {
            m_clipPanel->setWave(m_context.peaks->request(id));
        }
    });
}

void ComposeRoom::connectLibrary()
{
    connect(m_context.jobs, &services::JobService::jobChanged, this, &ComposeRoom::onJob);
    connect(m_context.jobs, &services::JobService::jobFinished, this, &ComposeRoom::onJob);
    const auto onLibrary = [this] {
        askSources();
        if (isVisible()) {
            offerIdeas();
        }
    };
    connect(m_context.library, &services::LibraryService::loaded, this, onLibrary);
    connect(m_context.library, &services::LibraryService::rowsChanged, this, onLibrary);
    connect(m_context.selection, &SelectionBus::soundsSent, this,
            [this](const QString& room, const std::vector<StemId>& ids) {
                for (std::size_t i = 0; room == u"compose" && i < ids.size(); ++i) {
                    useSound(ids[i]);
                }
            });
}

bool ComposeRoom::isMissing(StemId stem) const
{
    const auto& gone = m_desk->missing();
    return std::find(gone.begin(), gone.end(), stem) != gone.end() || m_drawer->isMissing(stem);
}

void ComposeRoom::showMissing()
{
    QSet<int> missing;
    for (std::size_t i = 0; m_plan && i < m_plan->lanes.size(); ++i) {
        const music::Lane& lane = m_plan->lanes[i];
        for (const music::Clip& clip : lane.clips) {
            const music::Sound* sound = ArrangeLayout::sound(lane, clip);
            if (sound != nullptr && isMissing(sound->stem)) {
                missing.insert(clip.id);
            }
        }
    }
    m_timeline->setMissing(missing);
}

void ComposeRoom::remember() const
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << kStateVersion << m_wantsDrawer << m_wantsSteps << m_wantsMixer << m_seed;
    m_context.settings->setWindowState(kStateName, bytes);
}

void ComposeRoom::recall()
{
    QDataStream stream(m_context.settings->windowState(kStateName));
    qint32 version = 0;
    bool drawer = true;
    bool steps = true;
    bool mixer = true;
    quint64 seed = 1;
    stream >> version >> drawer >> steps >> mixer >> seed;
    if (stream.status() == QDataStream::Ok && version == kStateVersion) {
        m_wantsDrawer = drawer;
        m_wantsSteps = steps;
        m_wantsMixer = mixer;
        m_seed = std::clamp<quint64>(seed, 1, 999'999);
    }
    m_head->setSeed(m_seed);
}

} // namespace nde::ui
