#include "ui/shell/ShortcutSheet.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/KeyHint.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <utility>
#include <vector>

namespace nde::ui {

namespace {

using Lines = std::vector<std::pair<QStringList, QString>>;

QVBoxLayout* group(QWidget* parent, const QString& title, const Lines& lines)
{
    auto* column = new QVBoxLayout;
    column->setSpacing(dp(8));
    auto* heading = new QLabel(title, parent);
    heading->setFont(nde::ui::font(TextStyle::Strong));
    column->addWidget(heading);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(dp(12));
    grid->setVerticalSpacing(dp(6));
    int row = 0;
    for (const auto& [keys, what] : lines) {
        auto* caps = new QHBoxLayout;
        caps->setSpacing(dp(4));
        for (const QString& key : keys) {
            caps->addWidget(new KeyHint(key, parent));
        }
        caps->addStretch(1);
        auto* label = new QLabel(what, parent);
        label->setProperty("secondary", true);
        grid->addLayout(caps, row, 0);
        grid->addWidget(label, row, 1);
        ++row;
    }
    grid->setColumnStretch(1, 1);
    column->addLayout(grid);
    column->addStretch(1);
    return column;
}

} // namespace

ShortcutSheet::ShortcutSheet(QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("shortcut_sheet"));
    setWindowTitle(tr("Keyboard"));
    setAccessibleName(tr("Keyboard shortcuts"));
    const QString ctrl = tr("Ctrl");
    const QString shift = tr("Shift");
    const Lines hear {
        {{tr("Space")}, tr("Play the current sound, or stop")},
        {{tr("Esc")}, tr("Stop everything")},
        {{QStringLiteral("L")}, tr("Loop the selection or the whole sound")},
        {{QStringLiteral("↑"), QStringLiteral("↓")}, tr("Next sound, and hear it")},
        {{QStringLiteral("O")}, tr("The original or its stems")},
        {{QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("C")},
         tr("One of the compared profiles")},
    };
    const Lines move {
        {{ctrl, QStringLiteral("1 … 9")}, tr("Go to a room")},
        {{ctrl, QStringLiteral("F")}, tr("Search")},
        {{ctrl, QStringLiteral("O")}, tr("Open a track")},
        {{ctrl, QStringLiteral("J")}, tr("Activity")},
        {{QStringLiteral("F4")}, tr("Inspector")},
        {{QStringLiteral("F6")}, tr("Next part of the window")},
    };
    const Lines wave {
        {{ctrl, tr("Wheel")}, tr("Zoom at the pointer")},
        {{shift, tr("Wheel")}, tr("Scroll")},
        {{QStringLiteral("Z")}, tr("Zoom to the selection")},
        {{shift, QStringLiteral("Z")}, tr("Show all")},
        {{QStringLiteral("["), QStringLiteral("]")}, tr("Set start or end of the selection")},
        {{QStringLiteral("←"), QStringLiteral("→")}, tr("Move the playhead")},
    };
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(dp(24), dp(20), dp(24), dp(20));
    outer->setSpacing(dp(20));
    auto* columns = new QHBoxLayout;
    columns->setSpacing(dp(40));
    columns->addLayout(group(this, tr("Hear"), hear));
    columns->addLayout(group(this, tr("Move"), move));
    columns->addLayout(group(this, tr("Waveform"), wave));
    outer->addLayout(columns);
    auto* close = new Button(tr("Close"), Button::Kind::Secondary, this);
    close->setObjectName(QStringLiteral("shortcut_close"));
    close->setAccessibleName(tr("Close"));
    close->setDefault(true);
    connect(close, &QAbstractButton::clicked, this, &QDialog::accept);
    outer->addWidget(close, 0, Qt::AlignRight);
}

} // namespace nde::ui
