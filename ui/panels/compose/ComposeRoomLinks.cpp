#include "core/music/Roles.h"
#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "ui/SelectionBus.h"
#include "ui/models/FileDrag.h"
#include "ui/panels/compose/AlternativeList.h"
#include "ui/panels/compose/ChipRow.h"
#include "ui/panels/compose/ClipPanel.h"
#include "ui/panels/compose/ComposeHead.h"
#include "ui/panels/compose/ComposeRoom.h"
#include "ui/panels/compose/ComposeText.h"
#include "ui/panels/compose/ComposeVoice.h"
#include "ui/panels/compose/MixerPanel.h"
#include "ui/panels/compose/SoundDrawer.h"
#include "ui/panels/compose/StepPanel.h"
#include "ui/panels/compose/VersionBar.h"
#include "ui/plot/ArrangeText.h"
#include "ui/plot/SectionStrip.h"

#include <QDrag>
#include <QInputDialog>
#include <QMimeData>
#include <QTimer>

#include <algorithm>

/// What the parts of ComposeRoom say, and what it does about it.
namespace nde::ui {

void ComposeRoom::connectChips()
{
    connect(m_chips, &ChipRow::tempoChosen, this,
            [this](double bpm) { m_desk->applyMoving(music::SetTempo {bpm}, tr("tempo")); });
    connect(m_chips, &ChipRow::keyChosen, this,
            [this](Key key) { apply(music::SetKey {key}, musicKeyText(key)); });
    connect(m_chips, &ChipRow::swingChosen, this, [this](double percent) {
        m_desk->applyMoving(music::SetMaster {{}, {}, percent}, tr("swing"));
    });
    connect(m_chips, &ChipRow::loudnessChosen, this, [this](double lufs) {
        m_desk->applyMoving(music::SetMaster {lufs, {}, {}}, tr("loudness"));
    });
    connect(m_chips, &ChipRow::lockChosen, this, [this](const std::string& chip, bool isLocked) {
        apply(music::LockChip {chip, isLocked}, isLocked ? tr("lock") : tr("unlock"));
    });
    connect(m_chips, &ChipRow::requestChosen, this,
            [this](const music::Request& request, const QString& what) {
                const bool isTyped = !m_plan || m_isNew
                    || m_head->prompt() != QString::fromStdString(m_plan->prompt);
                if (isTyped) { // nothing is planned yet: the prompt says it from now on
                    m_head->setPrompt(QString::fromStdString(music::promptOf(request)));
                    showChips();
                } else {
                    m_wasEdited = true;
                    m_desk->setRequest(request, m_sources, what);
                }
            });
    connect(m_chips, &ChipRow::sourcesChosen, this,
            [this](const music::SourceWish& sources, const QString& what) {
                m_sources = sources;
                askSources(); // before what follows from it, which takes longer
                if (m_plan && !m_isNew) {
                    m_desk->setRequest(m_plan->request, sources, what);
                } else {
                    showChips();
                }
            });
}

void ComposeRoom::connectSections()
{
    connect(m_sections, &SectionStrip::sectionSelected, this, [this](int id) {
        selectSection(id);
        setScope(id != 0 ? Scope::Section : Scope::All);
    });
    connect(m_sections, &SectionStrip::sectionActivated, this, [this](int id) {
        selectSection(id);
        loopSection();
    });
    connect(m_sections, &SectionStrip::renameRequested, this, &ComposeRoom::renameSection);
    connect(m_sections, &SectionStrip::removeRequested, this,
            [this](int id) { apply(music::RemoveSection {id}, tr("remove a section")); });
    connect(m_sections, &SectionStrip::lockClicked, this, [this](int id, bool isLocked) {
        apply(music::SetSection {id, {}, {}, isLocked}, isLocked ? tr("lock") : tr("unlock"));
    });
    connect(m_sections, &SectionStrip::sectionResized, this, [this](int id, int bars) {
        apply(music::ResizeSection {id, bars}, tr("%n bar(s)", nullptr, bars));
    });
    connect(m_sections, &SectionStrip::sectionMoved, this, [this](int id, int index) {
        apply(music::MoveSection {id, index}, tr("move a section"));
    });
    connect(m_sections, &SectionStrip::energySettled, this, [this](int id, double energy) {
        apply(music::SetSection {id, {}, energy, {}}, tr("energy"));
    });
    connect(m_sections, &SectionStrip::menuRequested, this, &ComposeRoom::openSectionMenu);
}

void ComposeRoom::connectTimeline()
{
    connect(m_timeline, &ArrangeView::selectionChanged, this, [this] {
        setScope(!m_timeline->selection().empty() ? Scope::Clips
                     : m_timeline->currentLane() != 0 && m_timeline->currentClip() == 0
                     ? Scope::Lane
                     : Scope::All);
    });
    connect(m_timeline, &ArrangeView::clipActivated, this,
            [this] { m_clipPanel->list().setFocus(Qt::OtherFocusReason); });
    connect(m_timeline, &ArrangeView::seekRequested, m_voice, &ComposeVoice::seek);
    connect(m_timeline, &ArrangeView::placeClicked, this,
            [this](const ArrangePlace& place) { m_voice->seek(place.bar); });
    connect(m_timeline, &ArrangeView::loopRequested, this, [this](int from, int to) {
        m_voice->setLoop(std::pair {from, to});
        m_timeline->setLoop(m_voice->loop());
    });
    connect(m_timeline, &ArrangeView::loopCleared, this, [this] {
        m_voice->setLoop(std::nullopt);
        m_timeline->setLoop(std::nullopt);
    });
    connect(m_timeline, &ArrangeView::clipsMoved, this, &ComposeRoom::moveClips);
    connect(m_timeline, &ArrangeView::clipResized, this, [this](int clip, int start, int bars) {
        apply(music::ResizeClip {clip, start, bars}, tr("resize a clip"));
    });
    connect(m_timeline, &ArrangeView::splitRequested, this, [this](int clip, int bar) {
        apply(music::SplitClip {clip, bar}, tr("split"));
    });
    connect(m_timeline, &ArrangeView::removeRequested, this, [this](const std::vector<int>& clips) {
        apply(music::RemoveClips {clips},
              tr("remove %n clip(s)", nullptr, static_cast<int>(clips.size())));
    });
    connect(m_timeline, &ArrangeView::menuRequested, this, &ComposeRoom::openClipMenu);
    connect(m_timeline, &ArrangeView::muteClicked, this, [this](int lane, bool on, bool) {
        apply(music::SetLane {lane, on, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}},
              on ? tr("mute a lane") : tr("unmute a lane"));
    });
    connect(m_timeline, &ArrangeView::soloClicked, this, [this](int lane, bool on, bool) {
        apply(music::SetLane {lane, {}, on, {}, {}, {}, {}, {}, {}, {}, {}, {}}, tr("solo"));
    });
    connect(m_timeline, &ArrangeView::laneMoved, this, [this](int lane, int index) {
        apply(music::MoveLane {lane, index}, tr("move a lane"));
    });
    connect(m_timeline, &ArrangeView::gapChosen, this, &ComposeRoom::chooseGap);
    connect(m_timeline, &ArrangeView::soundsDropped, this,
            [this](const ArrangePlace& place, const std::vector<qint64>& stems,
                   const QStringList& files) {
                dropSounds(place, {stems.begin(), stems.end()}, files);
            });
    connect(m_timeline, &ArrangeView::dragOutRequested, this, &ComposeRoom::dragOut);
    connect(m_timeline, &ArrangeView::laneDragOutRequested, this, [this](int laneId) {
        std::vector<int> clips;
        if (const music::Lane* lane = m_plan ? music::laneOf(*m_plan, laneId) : nullptr) {
            for (const music::Clip& clip : lane->clips) {
                clips.push_back(clip.id);
            }
        }
        dragOut(clips);
    });
}

void ComposeRoom::connectMixer()
{
    using music::SetLane;
    const auto gain = [](int lane, double db) {
        SetLane change;
        change.lane = lane;
        change.gainDb = db;
        return change;
    };
    const auto pan = [](int lane, double where) {
        SetLane change;
        change.lane = lane;
        change.pan = where;
        return change;
    };
    const auto laneName = [this](int lane) {
        const music::Lane* found = m_plan ? music::laneOf(*m_plan, lane) : nullptr;
        return found != nullptr ? laneTitle(*m_plan, *found) : QString();
    };
    const auto moveGain = [this, gain, laneName](int lane, double db) {
        m_desk->applyMoving(gain(lane, db), tr("level of %1").arg(laneName(lane)));
    };
    const auto movePan = [this, pan, laneName](int lane, double where) {
        m_desk->applyMoving(pan(lane, where), tr("pan of %1").arg(laneName(lane)));
    };
    connect(m_mixer, &MixerPanel::gainMoved, this, moveGain);
    connect(m_mixer, &MixerPanel::gainSettled, this, moveGain);
    connect(m_mixer, &MixerPanel::panMoved, this, movePan);
    connect(m_mixer, &MixerPanel::panSettled, this, movePan);
    connect(m_mixer, &MixerPanel::channelMoved, this,
            [this, laneName](int lane, ChannelValue value, double amount) {
                m_desk->applyMoving(channelEdit(lane, value, amount),
                                    channelStepText(value, laneName(lane)));
            });
    connect(m_mixer, &MixerPanel::laneChosen, this, [this](int lane) {
        m_timeline->setSelection({});
        m_timeline->setCurrent(lane, 0);
        setScope(Scope::Lane);
    });
    connect(m_mixer, &MixerPanel::loudnessChosen, this, [this](double lufs) {
        m_desk->applyMoving(music::SetMaster {lufs, {}, {}}, tr("loudness"));
    });
}

void ComposeRoom::connectVersions()
{
    connect(m_versions, &VersionBar::opened, m_desk, &services::ComposeDesk::openVersion);
    connect(m_versions, &VersionBar::named, m_desk, &services::ComposeDesk::nameVersion);
    connect(m_versions, &VersionBar::starred, m_desk, &services::ComposeDesk::starVersion);
    connect(m_versions, &VersionBar::undoRequested, m_desk, &services::ComposeDesk::undo);
    connect(m_versions, &VersionBar::redoRequested, m_desk, &services::ComposeDesk::redo);
    connect(m_versions, &VersionBar::lockRequested, this, &ComposeRoom::lockScope);
    connect(m_versions, &VersionBar::rerollRequested, this, &ComposeRoom::rerollScope);
    connect(m_versions, &VersionBar::exportRequested, this, &ComposeRoom::openExport);
    connect(m_versions, &VersionBar::stepsToggled, this, [this](bool on) {
        m_wantsSteps = on;
        m_isForced = on;
        fitPanels();
    });
    connect(m_versions, &VersionBar::mixerToggled, this, [this](bool on) {
        m_wantsMixer = on;
        m_isForced = on;
        fitPanels();
    });
    connect(m_versions, &VersionBar::playRequested, m_voice, &ComposeVoice::toggle);
    connect(m_versions, &VersionBar::loopRequested, this, &ComposeRoom::loopSection);
}

void ComposeRoom::connectClipPanel()
{
    connect(m_clipPanel, &ClipPanel::gainChosen, this, [this](double db) {
        music::SetClip change;
        change.gainDb = db;
        setClips(change, tr("gain"));
    });
    connect(m_clipPanel, &ClipPanel::fadesChosen, this, [this](double in, double out) {
        music::SetClip change;
        change.fadeInMs = in;
        change.fadeOutMs = out;
        setClips(change, tr("fades"));
    });
    connect(m_clipPanel, &ClipPanel::semitonesChosen, this, [this](double semitones) {
        music::SetClip change;
        change.semitones = semitones;
        setClips(change, tr("pitch"));
    });
    connect(m_clipPanel, &ClipPanel::trainRequested, this, &ComposeRoom::trainRequested);
    connect(m_clipPanel, &ClipPanel::queryChosen, this,
            [this](int laneId, const QString& words) { askFor(laneId, words); });
    connect(m_clipPanel, &ClipPanel::lockChosen, this, &ComposeRoom::lockScope);
    connect(m_clipPanel, &ClipPanel::rerollRequested, this, &ComposeRoom::rerollScope);
    connect(m_clipPanel, &ClipPanel::splitRequested, this, &ComposeRoom::splitHere);
    connect(m_clipPanel, &ClipPanel::stepRequested, this, &ComposeRoom::stepAlternative);
    connect(m_clipPanel, &ClipPanel::gapChosen, this,
            [this](GapChoice choice) { chooseGap(m_clipPanel->clip(), choice); });
    connect(&m_clipPanel->list(), &AlternativeList::heard, this, &ComposeRoom::auditionAlternative);
    connect(&m_clipPanel->list(), &AlternativeList::taken, this, &ComposeRoom::takeAlternative);
}

void ComposeRoom::connectPanels()
{
    connectMixer();
    connectVersions();
    connectClipPanel();
    connect(m_steps, &StepPanel::patternDrawn, this,
            [this](int clipId, const std::vector<music::Event>& events) {
                const music::Clip* clip = m_plan ? music::clipOf(*m_plan, clipId) : nullptr;
                if (clip != nullptr) {
                    apply(music::SetEvents {clipId, events, !clip->pattern.empty()},
                          tr("draw a pattern"));
                }
            });
    connect(m_steps, &StepPanel::swingChosen, this, [this](double percent) {
        m_desk->applyMoving(music::SetMaster {{}, {}, percent}, tr("swing"));
    });
    connect(m_search, &QTimer::timeout, this, [this] { findAlternatives(false); });
    connect(m_voice, &ComposeVoice::moved, this, &ComposeRoom::onMoved);
    connect(m_voice, &ComposeVoice::levelsReady, this,
            [this](const std::vector<mix::PlanStream::LaneLevel>& levels) {
                m_mixer->setLevels(levels);
                for (const auto& level : levels) {
                    if (level.laneId != 0) {
                        m_timeline->setLevel(level.laneId,
                                             std::max(static_cast<double>(level.peakLeft),
                                                      static_cast<double>(level.peakRight)));
                    }
                }
            });
    connect(m_drawer, &SoundDrawer::useRequested, this, &ComposeRoom::useSound);
}

} // namespace nde::ui
