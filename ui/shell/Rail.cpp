#include "ui/shell/Rail.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QAbstractButton>
#include <QEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr double kRailWidth = 56.0;
constexpr double kTop = 20.0;
constexpr double kStep = 60.0;
constexpr double kButtonWidth = 44.0;
constexpr double kButtonHeight = 48.0;
constexpr double kFooterStep = 52.0;
constexpr double kRingInset = 3.5;

} // namespace

class RailButton final : public QAbstractButton
{
public:
    RailButton(QString id, QString iconName, QString shortcut, QWidget* parent)
        : QAbstractButton(parent)
        , m_id(std::move(id))
        , m_iconName(std::move(iconName))
        , m_shortcut(std::move(shortcut))
    {
        setObjectName(QStringLiteral("rail_") + m_id);
        setCheckable(true);
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::StrongFocus);
    }

    void setTexts(const QString& shortLabel, const QString& fullName)
    {
        setText(shortLabel);
        setAccessibleName(fullName);
        setToolTip(m_shortcut.isEmpty() ? fullName
                                        : QStringLiteral("%1 (%2)").arg(fullName, m_shortcut));
        update();
    }
    [[nodiscard]] const QString& id() const { return m_id; }
    [[nodiscard]] double job() const { return m_job; }
    void setJob(double fraction)
    {
        m_job = fraction;
        setAccessibleDescription(
            fraction < 0.0 ? QString()
                           : QStringLiteral("%1 %").arg(static_cast<int>(fraction * 100.0)));
    }
    void setDimmed(bool dimmed)
    {
        m_isDimmed = dimmed;
        update();
    }

protected:
    void nextCheckState() override { } // the window decides which room is shown

    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        const QRectF area(rect());
        const bool isBright = isChecked() || underMouse();
        if (isBright) {
            paintBox(painter, area, dpF(8), isChecked() ? theme.hover : theme.raised);
        }
        painter.setOpacity(m_isDimmed && !isBright ? 0.45 : 1.0);
        const QColor ink = isBright ? theme.text : theme.text2;
        const int side = dp(20);
        painter.drawPixmap(QPointF(std::round(area.center().x() - side / 2.0), dpF(7)),
                           iconPixmap(m_iconName, side, ink, devicePixelRatioF()));
        painter.setFont(nde::ui::font(TextStyle::Micro));
        painter.setPen(ink);
        const QRectF label(-dpF(4), dpF(28), area.width() + dpF(8), dpF(16));
        // The longest word may reach past the button, never past the rail.
        painter.drawText(
            label, Qt::AlignCenter | Qt::TextDontClip,
            QFontMetricsF(painter.font()).elidedText(text(), Qt::ElideRight, dpF(kRailWidth - 2)));
        if (hasKeyboardFocus(this)) {
            painter.setOpacity(1.0);
            paintFocusRing(painter, area, dpF(8));
        }
    }

private:
    QString m_id;
    QString m_iconName;
    QString m_shortcut;
    double m_job {-1.0};
    bool m_isDimmed {};
};

Rail::Rail(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("rail"));
    setAccessibleName(tr("Rooms"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
}

RailButton* Rail::add(const QString& id, const QString& iconName, const QString& shortLabel,
                      const QString& fullName, const QString& shortcut)
{
    auto* button = new RailButton(id, iconName, shortcut, this);
    button->setTexts(shortLabel, fullName);
    connect(button, &QAbstractButton::clicked, this, [this, id] { Q_EMIT roomRequested(id); });
    button->show();
    return button;
}

void Rail::addRoom(const QString& id, const QString& iconName, const QString& shortLabel,
                   const QString& fullName, const QString& shortcut)
{
    m_rooms.push_back(add(id, iconName, shortLabel, fullName, shortcut));
    placeButtons();
}

void Rail::addFooter(const QString& id, const QString& iconName, const QString& shortLabel,
                     const QString& fullName)
{
    m_footer.push_back(add(id, iconName, shortLabel, fullName, {}));
    placeButtons();
}

void Rail::setTexts(const QString& id, const QString& shortLabel, const QString& fullName)
{
    if (RailButton* button = find(id)) {
        button->setTexts(shortLabel, fullName);
    }
}

void Rail::clear()
{
    for (auto* list : {&m_rooms, &m_footer}) {
        for (RailButton* button : *list) {
            button->setObjectName({}); // the name may be taken again at once
            button->hide();
            button->deleteLater();
        }
        list->clear();
    }
    update();
}

RailButton* Rail::find(const QString& id) const
{
    for (const auto* list : {&m_rooms, &m_footer}) {
        for (RailButton* button : *list) {
            if (button->id() == id) {
                return button;
            }
        }
    }
    return nullptr;
}

void Rail::setCurrent(const QString& id)
{
    for (const auto* list : {&m_rooms, &m_footer}) {
        for (RailButton* button : *list) {
            button->setChecked(button->id() == id);
        }
    }
    update();
}

QString Rail::current() const
{
    for (const auto* list : {&m_rooms, &m_footer}) {
        for (const RailButton* button : *list) {
            if (button->isChecked()) {
                return button->id();
            }
        }
    }
    return {};
}

void Rail::setJob(const QString& id, double fraction)
{
    if (RailButton* button = find(id)) {
        button->setJob(fraction);
        update();
    }
}

void Rail::setRoomDimmed(const QString& id, bool dimmed)
{
    if (RailButton* button = find(id)) {
        button->setDimmed(dimmed);
    }
}

QSize Rail::sizeHint() const
{
    const double rooms = kTop + kStep * static_cast<double>(m_rooms.size());
    const double footer = kFooterStep * static_cast<double>(m_footer.size());
    return {dp(kRailWidth), dp(rooms + footer + 24.0)};
}

void Rail::placeButtons()
{
    const int left = dp((kRailWidth - kButtonWidth) / 2.0);
    for (std::size_t i = 0; i < m_rooms.size(); ++i) {
        m_rooms[i]->setGeometry(left, dp(kTop + kStep * static_cast<double>(i)), dp(kButtonWidth),
                                dp(kButtonHeight));
    }
    for (std::size_t i = 0; i < m_footer.size(); ++i) {
        const double fromBottom = kFooterStep * static_cast<double>(m_footer.size() - i);
        m_footer[i]->setGeometry(left, height() - dp(4.0 + fromBottom), dp(kButtonWidth), dp(46));
    }
    updateGeometry();
    update();
}

void Rail::resizeEvent(QResizeEvent*)
{
    placeButtons();
}

void Rail::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRectF(width() - 1, 0, 1, height()), theme.well);
    if (m_rooms.empty()) {
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(themeScale(), themeScale());
    const auto count = static_cast<double>(m_rooms.size());
    const double right = kRailWidth - kRingInset;
    const QRectF ring(kRingInset, kTop - 8.0, right - kRingInset, kStep * (count - 1.0) + 64.0);
    painter.setPen(QPen(theme.line2, 1.0));
    painter.drawRoundedRect(ring, 14, 14);
    if (m_rooms.size() > 1) {
        const auto chevron = [&](double x, double y, double direction) {
            QPainterPath path;
            path.moveTo(x - 3.0, y - 1.75 * direction);
            path.lineTo(x, y + 1.75 * direction);
            path.lineTo(x + 3.0, y - 1.75 * direction);
            painter.setPen(QPen(theme.text3, 1.3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            painter.drawPath(path);
        };
        chevron(right, kTop + kStep * std::ceil(count / 2.0) - 6.0, 1.0);
        chevron(kRingInset, kTop + kStep * std::floor(count / 2.0) - 6.0, -1.0);
    }
    const auto bar = [&](double x, double top, double length, const QColor& color) {
        painter.setPen(QPen(color, 3.0, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(x, top), QPointF(x, top + length));
    };
    for (std::size_t i = 0; i < m_rooms.size(); ++i) {
        const double top = kTop + kStep * static_cast<double>(i) + 8.0;
        if (m_rooms[i]->isChecked()) {
            bar(kRingInset, top, 32.0, theme.text);
        }
        if (m_rooms[i]->job() >= 0.0) {
            bar(right, top, 32.0, theme.hover);
            bar(right, top, 32.0 * std::clamp(m_rooms[i]->job(), 0.02, 1.0), theme.ok);
        }
    }
    for (const RailButton* button : m_footer) {
        if (button->isChecked()) {
            bar(kRingInset, button->y() / themeScale() + 8.0, 30.0, theme.text);
        }
    }
}

void Rail::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Rooms"));
    }
}

} // namespace nde::ui
