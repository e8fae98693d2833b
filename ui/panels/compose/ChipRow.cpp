#include "ui/panels/compose/ChipRow.h"

#include "ui/panels/compose/FlowLayout.h"
#include "ui/panels/compose/SourceEditor.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/EditChip.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/Popover.h"

#include <QEvent>
#include <QMenu>
#include <QPainter>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace nde::ui {

namespace {

bool isRemovable(const PromptChip& chip)
{
    return chip.isAsked && chip.kind != ChipKind::Sources && chip.kind != ChipKind::Tempo
        && chip.kind != ChipKind::Key;
}

} // namespace

ChipRow::ChipRow(QWidget* room, QWidget* parent)
    : QWidget(parent)
    , m_room(room)
    , m_flow(new FlowLayout(dp(6), this))
    , m_add(new IconButton(QStringLiteral("plus"), QString(), this))
{
    setObjectName(QStringLiteral("comp_chips"));
    m_flow->setContentsMargins(dp(12), dp(8), dp(12), dp(8));
    m_add->setObjectName(QStringLiteral("comp_chip_add"));
    m_add->setSide(24);
    m_add->setIconSide(14);
    m_flow->addWidget(m_add);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(m_add, &QAbstractButton::clicked, this, &ChipRow::openAddMenu);
    retranslate();
}

void ChipRow::setChips(const std::vector<PromptChip>& chips, const ChipEditor::Subject& subject)
{
    m_subject = subject;
    if (m_chips != chips) {
        m_chips = chips;
        fill();
    }
}

EditChip* ChipRow::widgetOf(const QString& id) const
{
    const QString name = QStringLiteral("comp_chip_") + id;
    const auto found = std::find_if(m_widgets.begin(), m_widgets.end(),
                                    [&name](const auto* one) { return one->objectName() == name; });
    return found == m_widgets.end() ? nullptr : *found;
}

void ChipRow::setShelf(const std::shared_ptr<const services::SourceShelf>& shelf)
{
    m_subject.shelf = shelf;
    if (m_popover) {
        for (auto* editor : m_popover->findChildren<SourceEditor*>()) {
            editor->setMix(shelf->mix);
        }
    }
}

// Chips that were there before stay the same widgets.
void ChipRow::fill()
{
    std::vector<EditChip*> kept;
    for (const PromptChip& chip : m_chips) {
        EditChip* widget = widgetOf(chip.id);
        if (widget == nullptr || std::find(kept.begin(), kept.end(), widget) != kept.end()) {
            widget = makeChip(chip);
        }
        dress(*widget, chip);
        kept.push_back(widget);
    }
    for (EditChip* widget : m_widgets) {
        if (std::find(kept.begin(), kept.end(), widget) == kept.end()) {
            if (widget == m_opener && m_popover) {
                m_popover->deleteLater();
            }
            widget->hide();
            widget->deleteLater();
        }
    }
    m_widgets = kept;
    while (QLayoutItem* item = m_flow->takeAt(0)) {
        delete item;
    }
    QWidget* previous = nullptr;
    for (EditChip* widget : m_widgets) {
        m_flow->addWidget(widget);
        widget->show();
        if (previous != nullptr) {
            setTabOrder(previous, widget);
        }
        previous = widget;
    }
    m_flow->addWidget(m_add);
    if (previous != nullptr) {
        setTabOrder(previous, m_add);
    }
    updateGeometry();
}

EditChip* ChipRow::makeChip(const PromptChip& chip)
{
    auto* widget = new EditChip(chip.text, this);
    widget->setObjectName(QStringLiteral("comp_chip_") + chip.id);
    const auto current = [this, id = chip.id]() -> const PromptChip* {
        const auto found = std::find_if(m_chips.begin(), m_chips.end(),
                                        [&id](const PromptChip& one) { return one.id == id; });
        return found == m_chips.end() ? nullptr : &*found;
    };
    connect(widget, &QAbstractButton::clicked, this, [this, widget, current] {
        const PromptChip* now = current();
        if (now != nullptr && widget != m_opener && widget != m_closed) {
            openEditor(*now, widget);
        }
    });
    connect(widget, &EditChip::lockClicked, this, [this, current](bool isLocked) {
        if (const PromptChip* now = current()) {
            Q_EMIT lockChosen(chipLockName(now->kind), isLocked);
        }
    });
    connect(widget, &EditChip::removeRequested, this, [this, current] {
        if (const PromptChip* now = current()) {
            Q_EMIT requestChosen(withoutChip(m_subject.request, *now),
                                 tr("without “%1”").arg(now->text));
        }
    });
    return widget;
}

void ChipRow::dress(EditChip& widget, const PromptChip& chip) const
{
    widget.setChipText(chip.text);
    widget.setLockable(m_subject.plan != nullptr && chip.kind != ChipKind::Unknown);
    widget.setLocked(chip.isLocked);
    widget.setRemovable(chip.kind == ChipKind::Unknown && isRemovable(chip));
    widget.setDashed(chip.kind == ChipKind::Unknown);
    widget.setAccessibleName(
        chip.kind == ChipKind::Unknown
            ? chip.text
            : QStringLiteral("%1: %2").arg(chipKindText(chip.kind), chip.text));
    widget.setToolTip(chip.kind == ChipKind::Unknown
                          ? tr("Not understood: sounds are searched by it")
                          : chip.isAsked ? chipKindText(chip.kind)
                                         : tr("%1, chosen for you").arg(chipKindText(chip.kind)));
}

void ChipRow::edit(const QString& id)
{
    EditChip* widget = widgetOf(id);
    const auto found = std::find_if(m_chips.begin(), m_chips.end(),
                                    [&id](const PromptChip& one) { return one.id == id; });
    if (widget != nullptr && found != m_chips.end()) {
        openEditor(*found, widget);
    }
}

void ChipRow::openEditor(const PromptChip& chip, EditChip* opener)
{
    if (m_popover) {
        m_popover->close();
        delete m_popover;
    }
    m_opener = opener;
    auto* popover = new Popover(opener, m_room);
    m_popover = popover;
    popover->setObjectName(QStringLiteral("comp_popover"));
    popover->setAccessibleName(chipKindText(chip.kind));
    auto* column = new QVBoxLayout(popover);
    column->setContentsMargins(0, 0, 0, 0);
    auto* editor = new ChipEditor(chip, m_subject, popover);
    column->addWidget(editor);
    connect(editor, &ChipEditor::requestChosen, this, &ChipRow::requestChosen);
    connect(editor, &ChipEditor::sourcesChosen, this, &ChipRow::sourcesChosen);
    connect(editor, &ChipEditor::tempoChosen, this, &ChipRow::tempoChosen);
    connect(editor, &ChipEditor::keyChosen, this, &ChipRow::keyChosen);
    connect(editor, &ChipEditor::swingChosen, this, &ChipRow::swingChosen);
    connect(editor, &ChipEditor::loudnessChosen, this, &ChipRow::loudnessChosen);
    connect(editor, &ChipEditor::done, popover, &Popover::close, Qt::QueuedConnection);
    // Closed, it goes: its chip may be another one next time.
    connect(opener, &QAbstractButton::toggled, popover, [this, popover, opener](bool on) {
        if (!on) {
            opener->disconnect(popover);
            opener->setCurrent(false);
            m_closed = opener;
            QTimer::singleShot(0, this, [this] { m_closed = nullptr; });
            opener->setCheckable(false);
            popover->deleteLater();
            m_opener = nullptr;
            fill(); // the chip that stood for a new one goes
        }
    });
    opener->setCurrent(true);
    popover->open();
}

void ChipRow::openAddMenu()
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("comp_chip_menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const ChipKind kind : addableChips(m_subject.request)) {
        menu->addAction(chipKindText(kind), this, [this, kind] {
            PromptChip chip;
            chip.kind = kind;
            // The plus stands for the chip that is not there yet.
            auto* opener = new EditChip(chipKindText(kind), this);
            opener->setObjectName(QStringLiteral("comp_chip_new"));
            opener->setGeometry(QRect(m_add->pos(), opener->sizeHint()));
            opener->show();
            m_widgets.push_back(opener);
            openEditor(chip, opener);
        });
    }
    menu->popup(m_add->mapToGlobal(QPoint(0, m_add->height())));
}

void ChipRow::retranslate()
{
    setAccessibleName(tr("What was understood"));
    m_add->setName(tr("Add to the wish"));
    fill();
}

void ChipRow::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void ChipRow::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRectF(0, height() - 1, width(), 1), theme.well);
}

} // namespace nde::ui
