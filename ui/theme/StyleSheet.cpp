#include "ui/theme/Theme.h"

#include <QHash>
#include <QRegularExpression>

namespace nde::ui {

QString styleSheet(const Theme& theme);

namespace {

// `@name` is a colour token, `~n` is dp(n) px; widgets of our own paint themselves,
// this is for Qt's standard ones.
constexpr const char* kTemplate = R"(
QToolTip { background: @raised; color: @text; border: 1px solid @line2; padding: ~4 ~6; }
QMenu { background: @raised; color: @text; border: 1px solid @line2; padding: ~4; }
QMenu::item { padding: ~6 ~24 ~6 ~8; border-radius: ~4; }
QMenu::item:selected { background: @selection; }
QMenu::item:disabled { color: @disabled; }
QMenu::icon { padding-left: ~8; }
QMenu::separator { height: 1px; background: @line2; margin: ~4 ~8; }
QPushButton { background: @raised; color: @text; border: 1px solid @line; border-radius: ~6;
  padding: 0 ~12; min-height: ~26; font-weight: 500; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @selection; }
QPushButton:disabled { color: @disabled; }
QPushButton:default { border-color: @edge; }
QLineEdit, QPlainTextEdit, QTextEdit { background: @well; color: @text;
  border: 1px solid @edge; border-radius: ~6; padding: 0 ~8; min-height: ~26;
  selection-background-color: @focus; selection-color: @onPrimary; }
QPlainTextEdit, QTextEdit { padding: ~4; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {
  border: ~2 solid @focus; padding: 0 ~7; }
QLineEdit:disabled { color: @disabled; border-color: @line2; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QAbstractSpinBox QLineEdit:disabled {
  background: transparent; border: none; padding: 0; min-height: 0; }
QComboBox QAbstractItemView { background: @raised; color: @text; border: 1px solid @line2;
  selection-background-color: @selection; selection-color: @text; outline: none; padding: ~4; }
QScrollBar:vertical { background: transparent; width: ~10; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ~10; margin: 0; }
QScrollBar::handle { background: @line2; border-radius: ~3; margin: ~2; }
QScrollBar::handle:hover { background: @edge; }
QScrollBar::handle:vertical { min-height: ~32; }
QScrollBar::handle:horizontal { min-width: ~32; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
QHeaderView { background: transparent; }
QHeaderView::section { background: transparent; color: @text3; border: none;
  border-bottom: 1px solid @line; padding: 0 ~8 0 0; font-size: ~11; font-weight: 400; }
QTableView, QListView, QTreeView { background: @panel; alternate-background-color: @panel;
  color: @text; border: none; gridline-color: @grid;
  selection-background-color: @selection; selection-color: @text; }
QSplitter::handle { background: @ground; }
QScrollArea { background: transparent; border: none; }
QGroupBox { border: none; font-weight: 600; }
QLabel[muted="true"] { color: @text3; }
QLabel[secondary="true"] { color: @text2; }
)";

QHash<QString, QColor> tokens(const Theme& theme)
{
    return {{QStringLiteral("well"), theme.well},
            {QStringLiteral("ground"), theme.ground},
            {QStringLiteral("panel"), theme.panel},
            {QStringLiteral("raised"), theme.raised},
            {QStringLiteral("hover"), theme.hover},
            {QStringLiteral("line"), theme.line},
            {QStringLiteral("line2"), theme.line2},
            {QStringLiteral("edge"), theme.edge},
            {QStringLiteral("grid"), theme.grid},
            {QStringLiteral("text"), theme.text},
            {QStringLiteral("text2"), theme.text2},
            {QStringLiteral("text3"), theme.text3},
            {QStringLiteral("selection"), theme.selection},
            {QStringLiteral("focus"), theme.focus},
            {QStringLiteral("onPrimary"), theme.onPrimary},
            {QStringLiteral("disabled"), mixed(theme.panel, theme.text, 0.45)}};
}

} // namespace

QString styleSheet(const Theme& theme)
{
    const QHash<QString, QColor> colors = tokens(theme);
    static const QRegularExpression pattern(QStringLiteral("@([a-z0-9A-Z]+)|~([0-9]+)"));
    const QString source = QString::fromLatin1(kTemplate);
    QString result;
    qsizetype last = 0;
    for (auto it = pattern.globalMatch(source); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        result += source.mid(last, match.capturedStart() - last);
        if (match.hasCaptured(1)) {
            const QString name = match.captured(1);
            Q_ASSERT_X(colors.contains(name), "styleSheet", qPrintable(name));
            result += colors.value(name).name();
        } else {
            result += QString::number(dp(match.captured(2).toInt())) + QStringLiteral("px");
        }
        last = match.capturedEnd();
    }
    return result + source.mid(last);
}

} // namespace nde::ui
