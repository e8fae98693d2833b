#include "ui/shell/DropOverlay.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QDragEnterEvent>
#include <QEvent>
#include <QMimeData>
#include <QPainter>
#include <QUrl>

#include <cmath>

namespace nde::ui {

DropOverlay::DropOverlay(QWidget* window)
    : QWidget(window)
{
    setObjectName(QStringLiteral("drop_overlay"));
    setAccessibleName(tr("Drop files"));
    setAcceptDrops(true);
    hide();
}

QStringList DropOverlay::pathsOf(const QMimeData* data)
{
    QStringList paths;
    if (data != nullptr && data->hasUrls()) {
        for (const QUrl& url : data->urls()) {
            if (url.isLocalFile()) {
                paths += url.toLocalFile();
            }
        }
    }
    return paths;
}

void DropOverlay::begin(const QRegion& free)
{
    m_addOnly = false;
    setGeometry(parentWidget()->rect());
    free.isEmpty() ? clearMask() : setMask(QRegion(rect()) - free);
    raise();
    show();
}

QRectF DropOverlay::target(int index) const
{
    const double gap = dpF(24);
    const double width = (this->width() - dpF(96) * 2 - gap) / 2.0;
    const double height = std::min(dpF(280), this->height() * 0.5);
    return {dpF(96) + index * (width + gap), std::round((this->height() - height) / 2.0), width,
            height};
}

void DropOverlay::setAddOnly(const QPointF& position, Qt::KeyboardModifiers modifiers)
{
    const bool addOnly = modifiers & Qt::ShiftModifier || position.x() > width() / 2.0;
    if (addOnly != m_addOnly) {
        m_addOnly = addOnly;
        update();
    }
}

void DropOverlay::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), withAlpha(theme.ground, 0.86));
    const auto draw
        = [&](int index, const QString& iconName, const QString& title, const QString& line) {
              const bool isOn = (index == 1) == m_addOnly;
              const QRectF area = target(index);
              paintBox(painter, area, dpF(12), isOn ? theme.selection : theme.panel,
                       isOn ? theme.focus : theme.line2, isOn ? Qt::SolidLine : Qt::DashLine);
              const int side = dp(32);
              const double middle = area.center().y();
              painter.drawPixmap(
                  QPointF(std::round(area.center().x() - side / 2.0), middle - dpF(56)),
                  iconPixmap(iconName, side, isOn ? theme.text : theme.text2, devicePixelRatioF()));
              painter.setFont(nde::ui::font(TextStyle::Verdict));
              painter.setPen(theme.text);
              painter.drawText(QRectF(area.left(), middle - dpF(8), area.width(), dpF(28)),
                               Qt::AlignCenter, title);
              painter.setFont(nde::ui::font(TextStyle::Body));
              painter.setPen(theme.text2);
              painter.drawText(
                  QRectF(area.left() + dpF(16), middle + dpF(24), area.width() - dpF(32), dpF(40)),
                  Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, line);
          };
    draw(0, QStringLiteral("separate"), tr("Separate"), tr("Take the tracks apart into stems"));
    draw(1, QStringLiteral("library"), tr("Add to library"),
         tr("Sounds stay where they are (hold Shift)"));
}

void DropOverlay::dragEnterEvent(QDragEnterEvent* event)
{
    if (!pathsOf(event->mimeData()).isEmpty()) {
        setAddOnly(event->position(), event->modifiers());
        event->acceptProposedAction();
    }
}

void DropOverlay::dragMoveEvent(QDragMoveEvent* event)
{
    setAddOnly(event->position(), event->modifiers());
    event->acceptProposedAction();
}

void DropOverlay::dragLeaveEvent(QDragLeaveEvent*)
{
    hide();
}

void DropOverlay::dropEvent(QDropEvent* event)
{
    setAddOnly(event->position(), event->modifiers());
    const QStringList paths = pathsOf(event->mimeData());
    hide();
    event->acceptProposedAction();
    if (!paths.isEmpty()) {
        Q_EMIT filesDropped(paths, m_addOnly);
    }
}

void DropOverlay::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Drop files"));
    }
}

} // namespace nde::ui
