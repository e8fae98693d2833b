#include "ui/panels/compose/ComposeHead.h"
#include "ui/panels/compose/ComposeRoom.h"
#include "ui/panels/compose/ComposeVoice.h"
#include "ui/panels/compose/SoundDrawer.h"
#include "ui/panels/compose/VersionBar.h"
#include "ui/theme/Paint.h"

#include <QAbstractButton>
#include <QKeyEvent>
#include <QMenu>

/// Menus and keys of ComposeRoom.
namespace nde::ui {

namespace {

bool isVerb(const QKeyEvent& event)
{
    const bool isPlain = event.modifiers() == Qt::NoModifier;
    const bool isControl = (event.modifiers() & Qt::ControlModifier) != 0;
    switch (event.key()) {
    case Qt::Key_Space:
    case Qt::Key_K:
    case Qt::Key_R:
    case Qt::Key_B:
    case Qt::Key_M:
    case Qt::Key_L:
    case Qt::Key_Slash:
    case Qt::Key_Delete:
    case Qt::Key_F2:
        return isPlain;
    case Qt::Key_E: // with Shift the Deck's
        return isControl && (event.modifiers() & Qt::ShiftModifier) == 0;
    case Qt::Key_Z:
    case Qt::Key_S:
        return isControl;
    default:
        return false;
    }
}

} // namespace

void ComposeRoom::openClipMenu(const ArrangePlace& place, const QPoint& global)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("comp_clip_menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (place.clip != 0) {
        menu->addAction(isScopeLocked() ? tr("Unlock") : tr("Lock"), QKeySequence(Qt::Key_K), this,
                        &ComposeRoom::lockScope);
        menu->addAction(tr("Re-roll"), QKeySequence(Qt::Key_R), this, &ComposeRoom::rerollScope);
        menu->addAction(tr("Split"), QKeySequence(Qt::Key_B), this, &ComposeRoom::splitHere);
        menu->addAction(tr("Mute"), QKeySequence(Qt::Key_M), this, &ComposeRoom::muteScope);
        menu->addAction(tr("Remove"), QKeySequence(Qt::Key_Delete), this,
                        &ComposeRoom::removeScope);
    } else if (place.lane != 0) {
        const int lane = place.lane;
        const auto scoped = [this, lane](void (ComposeRoom::*verb)()) {
            return [this, lane, verb] {
                m_timeline->setSelection({});
                m_timeline->setCurrent(lane, 0);
                setScope(Scope::Lane);
                (this->*verb)();
            };
        };
        menu->addAction(tr("Lock or unlock the lane"), this, scoped(&ComposeRoom::lockScope));
        menu->addAction(tr("Re-roll the lane"), this, scoped(&ComposeRoom::rerollScope));
        menu->addAction(tr("Remove the lane"), this, scoped(&ComposeRoom::removeScope));
    }
    menu->addSeparator();
    menu->addAction(tr("Play from here"), this, [this, bar = place.bar] {
        m_voice->seek(bar);
        if (!m_voice->isPlaying()) {
            m_voice->toggle();
        }
    });
    menu->popup(global);
}

void ComposeRoom::openSectionMenu(int sectionId, const QPoint& global)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("comp_section_menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const music::Section* found = section(sectionId);
    int index = m_plan ? static_cast<int>(m_plan->sections.size()) : 0;
    if (found != nullptr) {
        index = static_cast<int>(found - m_plan->sections.data());
        selectSection(sectionId);
        setScope(Scope::Section);
        menu->addAction(tr("Loop"), this, &ComposeRoom::loopSection);
        menu->addAction(found->isLocked ? tr("Unlock") : tr("Lock"), QKeySequence(Qt::Key_K), this,
                        &ComposeRoom::lockScope);
        menu->addAction(tr("Re-roll"), QKeySequence(Qt::Key_R), this, &ComposeRoom::rerollScope);
        menu->addAction(tr("Name it…"), this, [this, sectionId] { renameSection(sectionId); });
        menu->addAction(tr("Duplicate"), this, [this, copy = *found, index] {
            apply(music::InsertSection {index + 1, copy.name, copy.bars, copy.energy, copy.id},
                  tr("duplicate a section"));
        });
        menu->addAction(tr("Remove"), this, [this, sectionId] {
            apply(music::RemoveSection {sectionId}, tr("remove a section"));
        });
        menu->addSeparator();
    }
    if (m_plan) {
        menu->addAction(tr("Insert 8 empty bars"), this, [this, index] {
            apply(music::InsertSection {index, "break", 8, 0.4, 0}, tr("insert a section"));
        });
    }
    menu->popup(global);
}

// A button that was clicked keeps the focus: Space would press it once more, so that it stays the
// window's.
bool ComposeRoom::event(QEvent* event)
{
    const auto* button = qobject_cast<QAbstractButton*>(focusWidget());
    const bool isOfWindow = event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space && button != nullptr
        && !hasKeyboardFocus(button);
    if (event->type() == QEvent::ShortcutOverride && !isOfWindow
        && isVerb(*static_cast<QKeyEvent*>(event))) {
        event->accept(); // before the keys of the window
        return true;
    }
    return QWidget::event(event);
}

void ComposeRoom::keyPressEvent(QKeyEvent* event)
{
    if (!isVerb(*event) || event->isAutoRepeat()) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Space:
        m_voice->toggle();
        break;
    case Qt::Key_K:
        lockScope();
        break;
    case Qt::Key_R:
        rerollScope();
        break;
    case Qt::Key_B:
        splitHere();
        break;
    case Qt::Key_M:
        muteScope();
        break;
    case Qt::Key_L:
        loopSection();
        break;
    case Qt::Key_Delete:
        if (m_timeline->hasFocus()) { // of a lane; clips are the timeline's own matter
            removeScope();
        }
        break;
    case Qt::Key_Slash:
        m_head->focusPrompt();
        break;
    case Qt::Key_F2:
        m_wantsDrawer = !m_drawer->isVisible();
        m_drawer->setVisible(m_wantsDrawer);
        break;
    case Qt::Key_Z:
        (event->modifiers() & Qt::ShiftModifier) != 0 ? m_desk->redo() : m_desk->undo();
        break;
    case Qt::Key_E:
        openExport();
        break;
    default:
        m_versions->renameCurrent();
        break;
    }
}

} // namespace nde::ui
