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
        {{ctrl, QStringLiteral("E")}, tr("Export the chosen sounds")},
        {{ctrl, QStringLiteral("J")}, tr("Activity")},
        {{QStringLiteral("F1")}, tr("Guide")},
        {{QStringLiteral("F4")}, tr("Inspector")},
        {{QStringLiteral("F6")}, tr("Next part of the window")},
    };
    const Lines wave {
        {{ctrl, tr("Wheel")}, tr("Zoom at the pointer")},
        {{shift, tr("Wheel")}, tr("Scroll")},
        {{QStringLiteral("Z")}, tr("Zoom to the selection")},
        {{shift, QStringLiteral("Z")}, tr("Show all")},
        {{QStringLiteral("["), QStringLiteral("]")}, tr("Set start or end of the selection")},
        {{ctrl, shift, QStringLiteral("E")}, tr("Export the selection")},
        {{QStringLiteral("←"), QStringLiteral("→")}, tr("Move the playhead")},
        {{QStringLiteral("G")}, tr("Spectrogram")},
        {{shift, QStringLiteral("G")}, tr("Spectrogram in place of the wave")},
        {{QStringLiteral("N")}, tr("Spikes of the ear")},
        {{shift, QStringLiteral("N")}, tr("Hear one band of the ear alone")},
        {{tr("Alt"), QStringLiteral("↑"), QStringLiteral("↓")}, tr("Another band")},
    };
    const Lines beats {
        {{shift, QStringLiteral("B")}, tr("Tools of the beat grid")},
        {{QStringLiteral("T")}, tr("Tap the tempo")},
        {{QStringLiteral("D")}, tr("A bar begins at the playhead")},
        {{shift, QStringLiteral("↑")}, tr("Double the tempo")},
        {{shift, QStringLiteral("↓")}, tr("Half the tempo")},
        {{shift, QStringLiteral("←")}, tr("Move the grid earlier")},
        {{shift, QStringLiteral("→")}, tr("Move the grid later")},
        {{ctrl, QStringLiteral("Z")}, tr("Undo the last change of the grid")},
    };
    const Lines train {
        {{QStringLiteral("P")}, tr("Pause the training, or go on")},
        {{QStringLiteral("←"), QStringLiteral("→")}, tr("Hear another epoch")},
        {{QStringLiteral("⇥")}, tr("Probes: original or reconstruction")},
        {{QStringLiteral("C")}, tr("Compare the checked runs")},
        {{tr("Enter")}, tr("Runs: check or uncheck")},
        {{QStringLiteral("F")}, tr("Runs: star")},
    };
    const Lines dream {
        {{ctrl, QStringLiteral("D")}, tr("Dream like the chosen sound")},
        {{tr("Space")}, tr("Held: hear what the pointer passes")},
        {{QStringLiteral("A"), QStringLiteral("B")}, tr("Set an end of the morph")},
        {{QStringLiteral("D")}, tr("Draw a path")},
        {{QStringLiteral("R")}, tr("Roll the axes")},
        {{QStringLiteral("V")}, tr("More like this")},
        {{tr("Enter")}, tr("Tray: keep")},
        {{QStringLiteral("⌫")}, tr("Tray: drop")},
        {{ctrl, tr("Enter")}, tr("Dream")},
    };
    const Lines compose {
        {{QStringLiteral("/")}, tr("Write the prompt")},
        {{tr("Space")}, tr("Play from the cursor, or stop")},
        {{QStringLiteral("K")}, tr("Lock what is chosen, or unlock it")},
        {{QStringLiteral("R")}, tr("Roll again what is chosen, or all")},
        {{QStringLiteral("B")}, tr("Split the clip")},
        {{QStringLiteral("M")}, tr("Mute clip or lane")},
        {{QStringLiteral("L")}, tr("Loop the section")},
        {{tr("Alt"), QStringLiteral("←"), QStringLiteral("→")}, tr("Move the clip")},
        {{ctrl, QStringLiteral("Z")}, tr("Undo; with Shift redo")},
        {{ctrl, QStringLiteral("S")}, tr("Name the version")},
        {{ctrl, QStringLiteral("E")}, tr("Mixdown and export")},
        {{QStringLiteral("F2")}, tr("Sounds beside the timeline")},
    };
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(dp(24), dp(20), dp(24), dp(20));
    outer->setSpacing(dp(20));
    auto* columns = new QHBoxLayout;
    columns->setSpacing(dp(40));
    auto* first = new QVBoxLayout;
    first->setSpacing(dp(20));
    first->addLayout(group(this, tr("Hear"), hear));
    first->addLayout(group(this, tr("Move"), move), 1);
    columns->addLayout(first);
    columns->addLayout(group(this, tr("Waveform"), wave));
    auto* third = new QVBoxLayout;
    third->setSpacing(dp(20));
    third->addLayout(group(this, tr("Beat grid"), beats));
    third->addLayout(group(this, tr("Train", "group of keys"), train), 1);
    columns->addLayout(third);
    auto* fourth = new QVBoxLayout;
    fourth->setSpacing(dp(20));
    fourth->addLayout(group(this, tr("Dream", "group of keys"), dream));
    fourth->addLayout(group(this, tr("Compose", "group of keys"), compose), 1);
    columns->addLayout(fourth);
    outer->addLayout(columns);
    auto* close = new Button(tr("Close"), Button::Kind::Secondary, this);
    close->setObjectName(QStringLiteral("shortcut_close"));
    close->setAccessibleName(tr("Close"));
    close->setDefault(true);
    connect(close, &QAbstractButton::clicked, this, &QDialog::accept);
    outer->addWidget(close, 0, Qt::AlignRight);
}

} // namespace nde::ui
