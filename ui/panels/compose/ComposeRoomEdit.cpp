#include "core/music/Roles.h"
#include "core/services/GapDream.h"
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
#include <utility>

/// What is done to the plan: the half of ComposeRoom that turns gestures into edits.
namespace nde::ui {

void ComposeRoom::apply(const music::PlanEdit& edit, const QString& what)
{
    if (m_plan) {
        m_desk->apply(edit, what);
    }
}

// Whatever moves right goes first where it leaves its place to those behind it.
void ComposeRoom::moveClips(const std::vector<ClipPlace>& places, bool isCopy)
{
    std::vector<std::pair<int, ClipPlace>> moves; // by how far
    for (const ClipPlace& place : places) {
        const music::Clip* clip = m_plan ? music::clipOf(*m_plan, place.clip) : nullptr;
        if (clip != nullptr) {
            moves.emplace_back(place.startBar - clip->startBar, place);
        }
    }
    std::sort(moves.begin(), moves.end(), [](const auto& a, const auto& b) {
        return a.first > 0 ? a.second.startBar > b.second.startBar
                           : a.second.startBar < b.second.startBar;
    });
    const int count = static_cast<int>(moves.size());
    const QString what
        = isCopy ? tr("copy %n clip(s)", nullptr, count) : tr("move %n clip(s)", nullptr, count);
    bool isFirst = true;
    for (const auto& [by, place] : moves) {
        const music::MoveClip edit {place.clip, place.lane, place.startBar, isCopy};
        // All of them are one step.
        isFirst ? m_desk->apply(edit, what) : m_desk->applyMoving(edit, what);
        isFirst = false;
    }
}

void ComposeRoom::setClips(const music::SetClip& change, const QString& what)
{
    music::SetClip edit = change;
    edit.clips = scopeClips();
    if (edit.clips.empty() && m_clipPanel->clip() != 0) {
        edit.clips = {m_clipPanel->clip()};
    }
    if (m_plan && !edit.clips.empty()) {
        m_desk->applyMoving(edit, what);
    }
}

void ComposeRoom::lockScope()
{
    const bool isLocked = !isScopeLocked();
    const QString what = isLocked ? tr("lock") : tr("unlock");
    if (m_scope == Scope::Clips) {
        music::SetClip change;
        change.clips = scopeClips();
        change.isLocked = isLocked;
        apply(change, what);
    } else if (m_scope == Scope::Lane) {
        music::SetLane change;
        change.lane = m_timeline->currentLane();
        change.isLocked = isLocked;
        apply(change, what);
    } else if (m_scope == Scope::Section) {
        apply(music::SetSection {m_section, {}, {}, isLocked}, what);
    }
}

void ComposeRoom::rerollScope()
{
    if (!m_plan || m_isNew) {
        return;
    }
    music::Scope scope;
    if (m_scope == Scope::Clips) {
        scope.clips = scopeClips();
    } else if (m_scope == Scope::Lane) {
        scope.lanes = {m_timeline->currentLane()};
    } else if (m_scope == Scope::Section) {
        scope.sections = {m_section};
    }
    const QString what = scopeText();
    m_desk->reroll(scope, what.isEmpty() ? tr("another roll") : tr("another %1").arg(what));
}

void ComposeRoom::askFor(int laneId, const QString& words)
{
    const music::Lane* lane = m_plan ? music::laneOf(*m_plan, laneId) : nullptr;
    if (lane != nullptr && !m_isNew) {
        const QString title = laneTitle(*m_plan, *lane);
        if (m_alternativesOf != 0) { // they are others then
            m_desk->audition(std::exchange(m_alternativesOf, 0), std::nullopt);
        }
        m_desk->requery(laneId, words,
                        words.isEmpty() ? tr("another %1").arg(title)
                                        : QStringLiteral("%1: %2").arg(title, words));
    }
}

void ComposeRoom::muteScope()
{
    const std::vector<int> clips = scopeClips();
    if (m_scope != Scope::Clips || clips.empty()) {
        return;
    }
    const music::Clip* first = music::clipOf(*m_plan, clips.front());
    music::SetClip change;
    change.clips = clips;
    change.isMuted = first == nullptr || !first->isMuted;
    apply(change, *change.isMuted ? tr("mute") : tr("unmute"));
}

void ComposeRoom::splitHere()
{
    const music::Clip* clip = currentClip();
    if (clip == nullptr || clip->bars < 2) {
        return;
    }
    const auto place = m_timeline->splitPlace();
    const int bar
        = place && place->first == clip->id ? place->second : clip->startBar + clip->bars / 2;
    apply(music::SplitClip {clip->id, bar}, tr("split"));
}

void ComposeRoom::removeScope()
{
    if (m_scope == Scope::Lane && m_timeline->currentLane() != 0) {
        apply(music::RemoveLane {m_timeline->currentLane()}, tr("remove a lane"));
    } else if (m_scope == Scope::Clips) {
        const std::vector<int> clips = scopeClips();
        apply(music::RemoveClips {clips},
              tr("remove %n clip(s)", nullptr, static_cast<int>(clips.size())));
    }
}

void ComposeRoom::chooseGap(int clipId, GapChoice choice)
{
    switch (choice) {
    case GapChoice::Dream:
        m_dreamedGap = clipId;
        m_clipPanel->setLack(0, {});
        m_desk->dreamInto(clipId);
        break;
    case GapChoice::Wider:
        selectClip(clipId);
        m_search->stop(); // the narrow search is over
        findAlternatives(true);
        break;
    case GapChoice::Empty:
        apply(music::RemoveClips {{clipId}}, tr("leave it empty"));
        break;
    }
}

void ComposeRoom::selectClip(int clipId)
{
    m_timeline->setSelection({clipId});
    m_timeline->setCurrent(music::laneOfClip(*m_plan, clipId)->id, clipId);
    setScope(Scope::Clips);
}

// At the gap itself: what is missing, and the way to it.
bool ComposeRoom::offerTraining(const Error& error)
{
    if (error.code != ErrorCode::ModelMissing) {
        return false;
    }
    const int gap = std::exchange(m_dreamedGap, 0);
    const music::Lane* lane = m_plan && gap != 0 ? music::laneOfClip(*m_plan, gap) : nullptr;
    if (lane == nullptr || m_isNew) {
        return false;
    }
    selectClip(gap);
    m_clipPanel->setLack(gap, services::gapCategory(*lane));
    return true;
}

void ComposeRoom::dropSounds(const ArrangePlace& place, const std::vector<StemId>& stems,
                             const QStringList& files)
{
    if (!m_plan || m_isNew) {
        return;
    }
    if (stems.empty() && !files.isEmpty()) {
        services::ImportParams params;
        params.paths = files;
        const auto job = m_context.jobs->enqueue(params);
        if (job) {
            m_imports.insert(*job, place);
        } else {
            fail(job.error());
        }
        return;
    }
    for (const StemId stem : stems) {
        const QString name = nameOf(stem);
        if (place.clip != 0) {
            m_desk->swapIn(place.clip, stem, false, name);
        } else {
            m_desk->useSound(place.lane, static_cast<int>(place.bar), stem, name);
        }
    }
}

// Into the first lane that takes such sounds and is free at this bar, else into one of its own.
void ComposeRoom::useSound(StemId stem)
{
    if (!m_plan || m_isNew) {
        m_context.selection->showMessage(
            tr("There is no track yet: describe one first, then use the sound in it."));
        return;
    }
    const int bar = std::clamp(static_cast<int>(m_voice->bar()), 0, m_plan->bars - 1);
    const auto isFree = [bar](const music::Lane& lane) {
        return !lane.isLocked
            && std::none_of(lane.clips.begin(), lane.clips.end(), [bar](const music::Clip& clip) {
                   return clip.startBar <= bar && clip.startBar + clip.bars > bar;
               });
    };
    int laneId = 0;
    for (const music::Lane& lane : m_plan->lanes) {
        const music::Role* role = music::roleOf(lane.role);
        if (laneId == 0 && role != nullptr && isFree(lane)
            && role->fit(m_drawer->categoryOf(stem)) > 0.0) {
            laneId = lane.id;
        }
    }
    m_desk->useSound(laneId, bar, stem, nameOf(stem));
}

void ComposeRoom::dragOut(const std::vector<int>& clips)
{
    std::vector<StemId> stems;
    for (const int id : clips) {
        const music::Clip* clip = music::clipOf(*m_plan, id);
        const music::Lane* lane = music::laneOfClip(*m_plan, id);
        const music::Sound* sound
            = clip != nullptr && lane != nullptr ? ArrangeLayout::sound(*lane, *clip) : nullptr;
        if (sound != nullptr && std::find(stems.begin(), stems.end(), sound->stem) == stems.end()) {
            stems.push_back(sound->stem);
        }
    }
    auto mime = m_files->mimeData(stems);
    if (!mime) {
        m_files->prefetch(stems); // next time they are known
        return;
    }
    auto* drag = new QDrag(m_timeline);
    drag->setMimeData(mime.release());
    drag->exec(Qt::CopyAction);
}

void ComposeRoom::renameSection(int sectionId)
{
    const music::Section* found = section(sectionId);
    if (found == nullptr) {
        return;
    }
    auto* dialog = new QInputDialog(window());
    dialog->setObjectName(QStringLiteral("comp_section_name"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Name of the section"));
    dialog->setLabelText(tr("Name"));
    dialog->setTextValue(QString::fromStdString(found->name));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, sectionId](const QString& name) {
        if (!name.trimmed().isEmpty()) {
            apply(music::SetSection {sectionId, name.trimmed().toStdString(), {}, {}},
                  tr("name a section"));
        }
    });
    dialog->open();
}

} // namespace nde::ui
