#include "ui/widgets/ActionButton.h"

#include "ui/widgets/IconButton.h"

#include <QAbstractButton>
#include <QAction>
#include <QSignalBlocker>

namespace nde::ui {

namespace {

void takeOn(QAbstractButton* button, const QAction* action)
{
    const QSignalBlocker blocker(button);
    // An icon says it without words.
    if (qobject_cast<IconButton*>(button) == nullptr) {
        button->setText(action->iconText());
    }
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    button->setAccessibleName(action->text());
    button->setToolTip(keys.isEmpty() ? action->toolTip()
                                      : QStringLiteral("%1 (%2)").arg(action->toolTip(), keys));
    button->setEnabled(action->isEnabled());
    button->setCheckable(action->isCheckable());
    button->setChecked(action->isChecked());
    button->updateGeometry();
    button->update();
}

} // namespace

void bindButton(QAbstractButton* button, QAction* action)
{
    takeOn(button, action);
    QObject::connect(action, &QAction::changed, button,
                     [button, action] { takeOn(button, action); });
    QObject::connect(button, &QAbstractButton::clicked, action, [button, action] {
        action->trigger();
        takeOn(button, action);
    });
}

void nameAction(QAction* action, const QString& onButton, const QString& text,
                const QString& toolTip)
{
    action->setText(text);
    action->setIconText(onButton);
    action->setToolTip(toolTip);
}

} // namespace nde::ui
