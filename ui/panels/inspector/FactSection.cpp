#include "ui/panels/inspector/FactSection.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr double kPlainHeight = 20.0;
constexpr double kButtonHeight = 24.0; ///< the least that is hit well

} // namespace

FactRow::FactRow(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FactRow::setLine(const FactLine& line)
{
    m_line = line;
    setAccessibleName(QStringLiteral("%1: %2").arg(
        line.label,
        line.note.isEmpty() ? line.value : QStringLiteral("%1, %2").arg(line.value, line.note)));
    setAccessibleDescription(line.how);
    setToolTip(line.note.isEmpty() ? line.how : QStringLiteral("%1 · %2").arg(line.note, line.how));
    update();
}

void FactRow::setKeyWidth(int pixels)
{
    m_keyWidth = pixels;
    place();
    update();
}

void FactRow::setNoteAtRight(bool on)
{
    m_isNoteAtRight = on;
    update();
}

void FactRow::addButton(QAbstractButton* button)
{
    button->setParent(this);
    button->show();
    button->installEventFilter(this);
    m_buttons.push_back(button);
    updateGeometry();
    place();
}

void FactRow::setEditor(QWidget* editor)
{
    editor->setParent(this);
    editor->hide();
    editor->installEventFilter(this);
    m_editor = editor;
}

void FactRow::beginEdit()
{
    place();
    m_editor->show();
    m_editor->raise();
    m_editor->setFocus(Qt::OtherFocusReason);
    update();
}

void FactRow::endEdit()
{
    if (m_editor == nullptr || m_editor->isHidden()) {
        return;
    }
    const bool hadFocus = m_editor->hasFocus();
    m_editor->hide();
    if (hadFocus && !m_buttons.empty()) {
        m_buttons.back()->setFocus(Qt::OtherFocusReason);
    }
    update();
}

bool FactRow::isEditing() const
{
    return m_editor != nullptr && !m_editor->isHidden();
}

bool FactRow::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent) {
        place(); // the value has the room that hidden buttons leave
        update();
    }
    const bool isKey
        = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (watched == m_editor && isKey && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        if (event->type() == QEvent::ShortcutOverride) {
            event->accept(); // Escape ends the editing before it stops the sound
        } else {
            endEdit();
        }
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

QSize FactRow::sizeHint() const
{
    return {dp(160), dp(m_buttons.empty() ? kPlainHeight : kButtonHeight)};
}

QSize FactRow::minimumSizeHint() const
{
    return {dp(80), sizeHint().height()};
}

int FactRow::buttonsWidth() const
{
    int width = 0;
    for (const QAbstractButton* button : m_buttons) {
        width += button->isHidden() ? 0 : button->sizeHint().width() + dp(2);
    }
    return width;
}

void FactRow::place()
{
    int x = width() - buttonsWidth();
    for (QAbstractButton* button : m_buttons) {
        if (button->isHidden()) {
            continue;
        }
        const QSize size = button->sizeHint();
        x += dp(2);
        button->setGeometry(x, (height() - size.height()) / 2, size.width(), size.height());
        x += size.width();
    }
    if (m_editor != nullptr) {
        const int left = m_keyWidth + dp(4);
        m_editor->setGeometry(left, 0, std::max(dp(40), width() - buttonsWidth() - left), height());
    }
}

void FactRow::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    place();
}

void FactRow::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const QFont body = nde::ui::font(TextStyle::Body);
    const QFontMetricsF metrics(body);
    const QFontMetricsF small(nde::ui::font(TextStyle::Caption));
    // Two sizes on one baseline.
    const double baseline = height() / 2.0 + (metrics.ascent() - metrics.descent()) / 2.0;
    painter.setFont(body);
    painter.setPen(theme.text3);
    painter.drawText(QPointF(0, baseline),
                     metrics.elidedText(m_line.label, Qt::ElideRight, m_keyWidth));
    if (isEditing()) {
        return;
    }
    double x = m_keyWidth + dpF(8);
    double right = width() - buttonsWidth();
    const double noteRoom
        = m_line.note.isEmpty() ? 0.0 : small.horizontalAdvance(m_line.note) + dpF(6);
    if (m_isNoteAtRight) {
        painter.setFont(nde::ui::font(TextStyle::Caption));
        painter.setPen(theme.text2);
        right -= noteRoom;
        painter.drawText(QPointF(right + dpF(6), baseline), m_line.note);
        painter.setFont(body);
    }
    // Elsewhere the value is never cut for its note, which the tooltip has, too.
    const bool hasRoomForNote = metrics.horizontalAdvance(m_line.value) + noteRoom <= right - x;
    const QString value = metrics.elidedText(m_line.value, Qt::ElideRight, right - x);
    if (m_line.isByUser) { // also where there is no room for the word
        const double side = dpF(4);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.focus);
        painter.drawEllipse(QRectF(x - side - dpF(3), (height() - side) / 2.0, side, side));
    }
    painter.setPen(theme.text);
    painter.drawText(QPointF(x, baseline), value);
    x += metrics.horizontalAdvance(value) + dpF(6);
    if (!m_line.note.isEmpty() && hasRoomForNote && !m_isNoteAtRight) {
        painter.setFont(
            nde::ui::font(TextStyle::Caption, m_line.isByUser ? QFont::DemiBold : QFont::Normal));
        painter.setPen(m_line.isByUser ? theme.text2 : theme.text3);
        painter.drawText(QPointF(x, baseline), m_line.note);
    }
}

SectionHeader::SectionHeader(QWidget* parent)
    : QAbstractButton(parent)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void SectionHeader::setWords(const QString& title, const QString& summary)
{
    setText(title);
    m_summary = summary;
    setAccessibleName(summary.isEmpty() ? title : QStringLiteral("%1, %2").arg(title, summary));
    update();
}

QSize SectionHeader::sizeHint() const
{
    return {dp(160), dp(24)};
}

QSize SectionHeader::minimumSizeHint() const
{
    return {dp(80), dp(24)};
}

void SectionHeader::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    if (underMouse()) {
        paintBox(painter, rect(), dpF(4), theme.hover);
    }
    const QFont strong = nde::ui::font(TextStyle::Caption, QFont::DemiBold);
    const QFontMetricsF metrics(strong);
    const double baseline = height() / 2.0 + (metrics.ascent() - metrics.descent()) / 2.0;
    const int side = dp(12);
    painter.setFont(strong);
    painter.setPen(theme.text2);
    painter.drawText(QPointF(0, baseline), text());
    painter.drawPixmap(
        QPointF(width() - side, (height() - side) / 2),
        iconPixmap(isChecked() ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down"),
                   side, theme.text3, devicePixelRatioF()));
    if (!isChecked()) {
        const double from = metrics.horizontalAdvance(text()) + dpF(8);
        const double room = width() - side - dpF(6) - from;
        painter.setFont(nde::ui::font(TextStyle::Caption));
        painter.setPen(theme.text3);
        painter.drawText(QRectF(from, 0, room, height()), Qt::AlignVCenter | Qt::AlignRight,
                         QFontMetricsF(painter.font()).elidedText(m_summary, Qt::ElideRight, room));
    }
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, rect(), dpF(4));
    }
}

FactSection::FactSection(const QString& id, QWidget* parent)
    : QWidget(parent)
    , m_id(id)
    , m_header(new SectionHeader(this))
    , m_body(new QWidget(this))
{
    m_header->setObjectName(QStringLiteral("insp_section_") + id);
    m_bodyLayout = new QVBoxLayout(m_body);
    m_bodyLayout->setContentsMargins(0, dp(2), 0, dp(4));
    m_bodyLayout->setSpacing(dp(6));
    m_rowsLayout = new QVBoxLayout;
    m_rowsLayout->setSpacing(dp(2));
    m_bodyLayout->addLayout(m_rowsLayout);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, dp(4), 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_body);
    m_body->hide();
    connect(m_header, &QAbstractButton::toggled, m_body, &QWidget::setVisible);
    connect(m_header, &QAbstractButton::clicked, this, &FactSection::toggled);
}

void FactSection::setWords(const QString& title, const QString& summary)
{
    m_header->setWords(title, summary);
}

FactRow* FactSection::row(const QString& id)
{
    for (FactRow* row : m_ownRows) {
        if (row->objectName() == QStringLiteral("insp_fact_") + id) {
            return row;
        }
    }
    auto* row = new FactRow(m_body);
    row->setObjectName(QStringLiteral("insp_fact_") + id);
    row->hide();
    m_ownRows.push_back(row);
    return row;
}

void FactSection::setLines(const std::vector<FactLine>& lines)
{
    std::size_t spare = 0;
    const auto rowOf = [&](const QString& id) {
        const QString name = QStringLiteral("insp_fact_") + id;
        const auto own = std::find_if(m_ownRows.begin(), m_ownRows.end(), [&](const FactRow* row) {
            return row->objectName() == name;
        });
        if (own != m_ownRows.end()) {
            return *own;
        }
        if (spare == m_rows.size()) {
            m_rows.push_back(new FactRow(m_body));
        }
        FactRow* row = m_rows[spare++];
        row->setObjectName(name);
        return row;
    };
    std::vector<QWidget*> before;
    while (QLayoutItem* item = m_rowsLayout->takeAt(0)) {
        before.push_back(item->widget());
        delete item;
    }
    // A row that stays is never hidden in between: somebody may be typing in it.
    for (const FactLine& line : lines) {
        FactRow* row = rowOf(line.id);
        row->setLine(line);
        m_rowsLayout->addWidget(row);
        row->show();
        std::erase(before, row);
    }
    for (QWidget* gone : before) {
        gone->hide();
    }
    for (std::size_t i = spare; i < m_rows.size(); ++i) {
        m_rows[i]->setLine({}); // it says nothing of an earlier sound, or in an earlier language
    }
    alignKeys();
}

// One column for the names: as wide as the widest, within reason.
void FactSection::alignKeys()
{
    const QFontMetrics metrics(nde::ui::font(TextStyle::Body));
    int widest = dp(72);
    for (int i = 0; i < m_rowsLayout->count(); ++i) {
        const auto* row = static_cast<const FactRow*>(m_rowsLayout->itemAt(i)->widget());
        widest = std::max(widest, metrics.horizontalAdvance(row->line().label) + 1);
    }
    for (int i = 0; i < m_rowsLayout->count(); ++i) {
        static_cast<FactRow*>(m_rowsLayout->itemAt(i)->widget())
            ->setKeyWidth(std::min(widest, dp(100)));
    }
}

void FactSection::addContent(QWidget* content)
{
    content->setParent(m_body);
    m_bodyLayout->addWidget(content);
}

// The line above belongs to the section: where there is none, there is no line.
void FactSection::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(0, 0, width(), 1, Theme::current().line);
}

void FactSection::setOpen(bool open)
{
    m_header->setChecked(open);
}

bool FactSection::isOpen() const
{
    return m_header->isChecked();
}

} // namespace nde::ui
