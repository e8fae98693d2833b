#pragma once

class QAbstractButton;
class QAction;
class QString;

namespace nde::ui {

/// Lets a button stand for an action: its words (`iconText` on it, `text` as accessible name,
/// `toolTip` with the shortcut), whether it is enabled and checked, and what a click does.
/// @param button  takes on whatever the action says, also later; either may go first.
void bindButton(QAbstractButton* button, QAction* action);

/// Gives an action its words in the language of now.
/// @param onButton  short, for the button. @param text  for menus and screen readers.
void nameAction(QAction* action, const QString& onButton, const QString& text,
                const QString& toolTip);

} // namespace nde::ui
