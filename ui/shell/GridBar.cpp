#include "ui/shell/GridBar.h"

#include "ui/plot/BeatLines.h"
#include "ui/plot/TapTempo.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

#include <cmath>

namespace nde::ui {

namespace {

Button* buttonOf(QAction* action, QWidget* parent)
{
    auto* button = new Button({}, Button::Kind::Secondary, parent);
    button->setCompact(true);
    button->setObjectName(action->objectName());
    bindButton(button, action);
    return button;
}

QString bpmText(double bpm, int decimals)
{
    return formatNumber(bpm, decimals) + QStringLiteral(" BPM");
}

} // namespace

GridBar::GridBar(QWidget* parent)
    : QWidget(parent)
    , m_halve(add("grid_halve", QKeySequence(Qt::SHIFT | Qt::Key_Down)))
    , m_twice(add("grid_double", QKeySequence(Qt::SHIFT | Qt::Key_Up)))
    , m_tap(add("grid_tap", QKeySequence(Qt::Key_T)))
    , m_downbeat(add("grid_downbeat", QKeySequence(Qt::Key_D)))
    , m_undo(add("grid_undo", QKeySequence(Qt::CTRL | Qt::Key_Z)))
    , m_measure(add("grid_measure", {}))
    , m_tempo(new QLabel(this))
    , m_note(new ElidedLabel({}, TextStyle::Caption, this))
{
    setObjectName(QStringLiteral("grid_bar"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    retranslate();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, dp(4));
    row->setSpacing(dp(4));
    m_tempo->setObjectName(QStringLiteral("grid_tempo"));
    m_tempo->setFont(nde::ui::font(TextStyle::Strong, QFont::DemiBold));
    m_note->setObjectName(QStringLiteral("grid_note"));
    m_note->setTone(ElidedLabel::Tone::Muted);
    row->addWidget(m_tempo);
    row->addSpacing(dp(4));
    row->addWidget(buttonOf(m_halve, this));
    row->addWidget(buttonOf(m_twice, this));
    row->addWidget(buttonOf(m_tap, this));
    row->addWidget(buttonOf(m_downbeat, this));
    row->addSpacing(dp(4));
    row->addWidget(m_note, 1);
    row->addWidget(buttonOf(m_undo, this));
    row->addWidget(buttonOf(m_measure, this));
    showState();
}

QAction* GridBar::add(const char* name, const QKeySequence& keys)
{
    auto* action = new QAction(this);
    action->setObjectName(QString::fromLatin1(name));
    action->setShortcut(keys);
    // T tags sounds in the library: here it taps, where the Deck has the keyboard.
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setAutoRepeat(false);
    return action;
}

QList<QAction*> GridBar::tools() const
{
    return {m_halve, m_twice, m_tap, m_downbeat, m_undo, m_measure};
}

void GridBar::retranslate()
{
    setAccessibleName(tr("Beat grid"));
    nameAction(m_halve, QStringLiteral("÷ 2"), tr("Half the tempo"), tr("Half the tempo"));
    nameAction(m_twice, QStringLiteral("× 2"), tr("Double the tempo"), tr("Double the tempo"));
    nameAction(m_tap, tr("Tap"), tr("Tap the tempo"),
               tr("Tap along: from the fourth tap on this is the tempo"));
    nameAction(m_downbeat, tr("One here"), tr("A bar begins at the playhead"),
               tr("A bar begins at the playhead"));
    nameAction(m_undo, tr("Undo"), tr("Undo the last change of the grid"),
               tr("Undo the last change of the grid"));
    nameAction(m_measure, tr("As measured"), tr("Measure again"),
               tr("Forget the tempo, key and class that were set by hand, and measure again"));
}

void GridBar::setState(const State& state)
{
    if (state == m_state) {
        return;
    }
    m_state = state;
    showState();
}

void GridBar::setTaps(int count, std::optional<double> bpm)
{
    m_taps = count;
    m_tappedBpm = bpm;
    showState();
}

void GridBar::showState()
{
    const bool isUsable = m_state.disabledReason.isEmpty();
    const bool hasTempo = isUsable && m_state.grid.bpm.has_value();
    m_tempo->setText(m_state.grid.bpm ? bpmText(*m_state.grid.bpm, 2) : tr("No tempo"));
    m_tempo->setMinimumWidth(
        QFontMetrics(m_tempo->font()).horizontalAdvance(QStringLiteral("000.00 BPM")));
    m_halve->setEnabled(hasTempo && scaledTempo(m_state.grid, 0.5).has_value());
    m_twice->setEnabled(hasTempo && scaledTempo(m_state.grid, 2.0).has_value());
    m_tap->setEnabled(isUsable);
    m_downbeat->setEnabled(hasTempo);
    m_undo->setEnabled(isUsable && m_state.canUndo);
    m_measure->setEnabled(isUsable && m_state.isByUser);
    if (m_taps > 0) {
        QString text = tr("%n tap(s)", nullptr, m_taps);
        if (m_tappedBpm) {
            text += QStringLiteral(" · ") + bpmText(*m_tappedBpm, 1);
        }
        if (m_taps < TapTempo::kLeastTaps) {
            text += QStringLiteral(" · ") + tr("%n more", nullptr, TapTempo::kLeastTaps - m_taps);
        }
        m_note->setFullText(text);
    } else if (!isUsable) {
        m_note->setFullText(m_state.disabledReason);
    } else if (m_state.isMeasuring) {
        m_note->setFullText(tr("Being measured"));
    } else if (m_state.isByUser) {
        m_note->setFullText(tr("Set by hand"));
    } else if (hasTempo && m_state.confidence <= 0.0) {
        m_note->setFullText(tr("Measured"));
    } else if (hasTempo) {
        m_note->setFullText(
            tr("Measured, %1 % sure").arg(formatNumber(std::round(100.0 * m_state.confidence), 0)));
    } else {
        m_note->setFullText(tr("Tap along to give it a tempo"));
    }
}

QSize GridBar::sizeHint() const
{
    return {dp(560), dp(28)};
}

void GridBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        showState();
    }
}

} // namespace nde::ui
