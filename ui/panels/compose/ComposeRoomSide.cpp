#include "core/services/LibraryService.h"
#include "core/services/PeakService.h"
#include "ui/SelectionBus.h"
#include "ui/models/FileDrag.h"
#include "ui/models/Later.h"
#include "ui/panels/compose/AlternativeList.h"
#include "ui/panels/compose/ClipPanel.h"
#include "ui/panels/compose/ComposeHead.h"
#include "ui/panels/compose/ComposeRoom.h"
#include "ui/panels/compose/ComposeText.h"
#include "ui/panels/compose/ComposeVoice.h"
#include "ui/panels/compose/MixerPanel.h"
#include "ui/panels/compose/SoundDrawer.h"
#include "ui/panels/compose/StepPanel.h"
#include "ui/panels/compose/TrackPage.h"
#include "ui/panels/compose/VersionBar.h"
#include "ui/panels/inspector/LineageTree.h"
#include "ui/plot/ArrangeText.h"
#include "ui/plot/SectionStrip.h"

#include <QKeyEvent>
#include <QMenu>
#include <QStackedLayout>
#include <QTimer>

#include <algorithm>

/// What is chosen and what the side says of it: the half of ComposeRoom that follows the user.
namespace nde::ui {

const music::Section* ComposeRoom::section(int id) const
{
    if (!m_plan) {
        return nullptr;
    }
    const auto found = std::find_if(m_plan->sections.begin(), m_plan->sections.end(),
                                    [id](const auto& one) { return one.id == id; });
    return found == m_plan->sections.end() ? nullptr : &*found;
}

const music::Clip* ComposeRoom::currentClip() const
{
    if (!m_plan) {
        return nullptr;
    }
    const music::Clip* current = music::clipOf(*m_plan, m_timeline->currentClip());
    const auto& chosen = m_timeline->selection();
    return current != nullptr || chosen.empty() ? current : music::clipOf(*m_plan, chosen.front());
}

std::vector<int> ComposeRoom::scopeClips() const
{
    std::vector<int> clips;
    for (const int id : m_timeline->selection()) {
        if (m_plan && music::clipOf(*m_plan, id) != nullptr) {
            clips.push_back(id);
        }
    }
    return clips;
}

void ComposeRoom::setScope(Scope scope)
{
    m_scope = scope;
    if (scope == Scope::Section) {
        m_timeline->setSelection({});
    } else {
        m_sections->setSelected(0);
    }
    if (const music::Clip* clip = scope == Scope::Clips ? currentClip() : nullptr) {
        const int at = music::sectionAt(*m_plan, clip->startBar);
        if (at >= 0) {
            selectSection(m_plan->sections[static_cast<std::size_t>(at)].id);
        }
    }
    showScope();
    showSide();
}

QString ComposeRoom::scopeText() const
{
    if (!m_plan) {
        return {};
    }
    if (m_scope == Scope::Clips) {
        const std::vector<int> clips = scopeClips();
        const music::Lane* lane
            = clips.size() == 1 ? music::laneOfClip(*m_plan, clips.front()) : nullptr;
        return lane != nullptr ? laneTitle(*m_plan, *lane)
            : clips.empty()    ? QString()
                               : tr("%n clip(s)", nullptr, static_cast<int>(clips.size()));
    }
    if (m_scope == Scope::Lane) {
        const music::Lane* lane = music::laneOf(*m_plan, m_timeline->currentLane());
        return lane != nullptr ? tr("lane %1").arg(laneTitle(*m_plan, *lane)) : QString();
    }
    const music::Section* found = m_scope == Scope::Section ? section(m_section) : nullptr;
    return found != nullptr ? sectionTitle(*m_plan, *found) : QString();
}

bool ComposeRoom::isScopeLocked() const
{
    if (!m_plan) {
        return false;
    }
    if (m_scope == Scope::Clips) {
        const std::vector<int> clips = scopeClips();
        return !clips.empty() && std::all_of(clips.begin(), clips.end(), [this](int id) {
            return music::clipOf(*m_plan, id)->isLocked;
        });
    }
    if (m_scope == Scope::Lane) {
        const music::Lane* lane = music::laneOf(*m_plan, m_timeline->currentLane());
        return lane != nullptr && lane->isLocked;
    }
    const music::Section* found = m_scope == Scope::Section ? section(m_section) : nullptr;
    return found != nullptr && found->isLocked;
}

void ComposeRoom::showScope()
{
    const QString text = scopeText();
    m_versions->setScope(text, isScopeLocked(), !text.isEmpty() && m_plan && !m_isNew);
    m_versions->setLooping(m_voice->loop().has_value(), section(m_section) != nullptr);
    m_mixer->setCurrentLane(m_timeline->currentLane());
    const music::Lane* lane = m_plan ? music::laneOf(*m_plan, m_timeline->currentLane()) : nullptr;
    m_drawer->setRole(lane != nullptr ? lane->role : std::string());
}

void ComposeRoom::showSide()
{
    const music::Clip* clip = currentClip();
    const bool isClip = m_scope == Scope::Clips && clip != nullptr && !m_isNew;
    m_sidePages->setCurrentWidget(isClip ? static_cast<QWidget*>(m_clipPanel) : m_trackPage);
    if (!isClip) {
        if (m_alternativesOf != 0) {
            m_desk->audition(m_alternativesOf, std::nullopt);
        }
        m_alternativesOf = 0;
        m_timeline->setAuditioned(0);
        return;
    }
    const music::Lane* lane = music::laneOfClip(*m_plan, clip->id);
    const music::Sound* sound = ArrangeLayout::sound(*lane, *clip);
    const int others = std::max(0, static_cast<int>(scopeClips().size()) - 1);
    m_clipPanel->setClip(m_plan, clip->id, others, sound != nullptr && isMissing(sound->stem));
    const bool isSame = m_alternativesOf == clip->id && sound != nullptr
        && m_alternatives->setPresent(sound->stem);
    const bool isNews = sound != nullptr && m_context.selection->current() != sound->stem;
    if (sound != nullptr) {
        m_clipPanel->setWave(m_context.peaks->request(sound->stem));
        if (!isSame || isNews) {
            m_files->prefetch({sound->stem});
            // The Deck stays with the composition: nothing is asked to sound.
            if (isNews) {
                m_context.selection->select(sound->stem, {sound->stem}, false);
            }
            showLineage(sound->stem);
        }
    }
    if (!isSame) {
        m_search->start();
    }
}

void ComposeRoom::showLineage(StemId stem)
{
    m_clipPanel->setLineage({});
    later(this, m_context.library->family(stem),
          [this, stem](const Result<services::LibraryService::Family>& family) {
              if (!family || m_context.selection->current() != stem) {
                  return;
              }
              const auto self = std::find_if(family->stems.begin(), family->stems.end(),
                                             [stem](const Stem& one) { return one.id == stem; });
              if (self == family->stems.end()) {
                  return;
              }
              QStringList lines;
              for (const auto& entry : LineageTree::entries(*self, *family)) {
                  lines += entry.note.isEmpty()
                      ? entry.name
                      : QStringLiteral("%1 · %2").arg(entry.name, entry.note);
                  if (entry.isCurrent) {
                      break; // what came of it is the inspector's
                  }
              }
              m_clipPanel->setLineage(lines);
          });
}

void ComposeRoom::findAlternatives(bool isWide)
{
    const music::Clip* clip = currentClip();
    if (clip == nullptr) {
        return;
    }
    if (m_alternativesOf != clip->id) {
        m_alternatives->setAlternatives({}, 0);
    }
    m_alternativesOf = clip->id;
    m_clipPanel->setSearching(true);
    m_desk->findAlternatives(clip->id, 5, isWide);
}

void ComposeRoom::stepAlternative(int by)
{
    const int row = m_clipPanel->list().step(by);
    if (row >= 0) {
        takeAlternative(row);
    }
}

void ComposeRoom::takeAlternative(int row)
{
    const music::Alternative* alternative = m_alternatives->at(row);
    const music::Clip* clip = m_plan ? music::clipOf(*m_plan, m_alternativesOf) : nullptr;
    if (alternative == nullptr || clip == nullptr) {
        return;
    }
    m_desk->audition(m_alternativesOf, std::nullopt);
    m_timeline->setAuditioned(0);
    if (alternative->stem == m_alternatives->present()) {
        return;
    }
    music::SwapSound swap;
    swap.clips = {clip->id};
    swap.sound = alternative->sound;
    apply(swap, QString::fromStdString(alternative->name));
}

void ComposeRoom::auditionAlternative(int row)
{
    const music::Alternative* alternative = m_alternatives->at(row);
    m_timeline->setAuditioned(alternative != nullptr ? m_alternativesOf : 0);
    m_desk->audition(m_alternativesOf,
                     alternative != nullptr ? std::optional(alternative->sound) : std::nullopt);
}

void ComposeRoom::selectSection(int sectionId)
{
    m_section = sectionId != 0 ? sectionId : m_section;
    m_sections->setSelected(m_scope == Scope::Section ? m_section : 0);
    m_timeline->setSection(m_scope == Scope::Section ? m_section : 0);
    m_steps->setPattern(m_plan, m_section);
    fitPanels();
}

void ComposeRoom::loopSection()
{
    const music::Section* found = section(m_section);
    const auto now = m_voice->loop();
    const bool isOn = found != nullptr && now
        && *now == std::pair(found->startBar, found->startBar + found->bars);
    m_voice->setLoop(found == nullptr || isOn ? std::nullopt
                                              : std::optional(std::pair(
                                                  found->startBar, found->startBar + found->bars)));
    m_timeline->setLoop(m_voice->loop());
    if (m_voice->loop() && !m_voice->isPlaying()) {
        m_voice->seek(found->startBar);
    }
    showScope();
}

void ComposeRoom::onMoved(double bar, bool isPlaying)
{
    m_timeline->setPosition(m_plan ? bar : -1.0, isPlaying);
    m_steps->setPosition(bar, isPlaying);
    m_versions->setPlaying(isPlaying);
}

} // namespace nde::ui
