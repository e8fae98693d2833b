#pragma once

#include <QAccessible>
#include <QRect>
#include <QString>
#include <QStringList>

#include <vector>

class QWidget;

namespace nde::ui {

/// What a painted view tells assistive technology about the things in it, which are no widgets of
/// their own. A view derives from this and calls `speakItems` once.
class SpokenItems
{
public:
    SpokenItems() = default;
    SpokenItems(const SpokenItems&) = delete;
    SpokenItems& operator=(const SpokenItems&) = delete;
    virtual ~SpokenItems() = default;

    [[nodiscard]] virtual std::vector<int> spokenKeys() const = 0; ///< as they are read, not 0
    [[nodiscard]] virtual QString spokenText(int key) const = 0;
    [[nodiscard]] virtual QRect
    spokenRect(int key) const = 0; ///< in the view; empty = scrolled away
    [[nodiscard]] virtual QAccessible::Role spokenRole(int key) const = 0;
    [[nodiscard]] virtual QAccessible::State spokenState(int key) const = 0;
    [[nodiscard]] virtual int spokenCurrent() const = 0; ///< 0 = none
    /// Names of what can be done with it, translated; the first is its main action.
    [[nodiscard]] virtual QStringList spokenActions(int key) const = 0;
    virtual void doSpokenAction(int key, const QString& name) = 0;
};

/// Makes the items of views known to assistive technology. Once a process; more do no harm.
void speakItems();
/// Says that the current item of a view is another one.
/// @param view  also a SpokenItems.
void announceCurrent(QWidget* view);

} // namespace nde::ui
