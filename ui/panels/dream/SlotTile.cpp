#include "ui/panels/dream/SlotTile.h"

#include "ui/plot/WaveformPainter.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QUrl>

#include <algorithm>

namespace nde::ui {

namespace {

QString firstFile(const QMimeData* data)
{
    const QList<QUrl> urls = data->urls();
    const auto found
        = std::find_if(urls.begin(), urls.end(), [](const QUrl& url) { return url.isLocalFile(); });
    return found == urls.end() ? QString() : found->toLocalFile();
}

} // namespace

SlotTile::SlotTile(const QString& letter, QWidget* parent)
    : QAbstractButton(parent)
    , m_letter(letter)
{
    setObjectName(QStringLiteral("dream_") + letter.toLower());
    setAcceptDrops(true);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    retranslate();
}

QSize SlotTile::sizeHint() const
{
    return {dp(124), dp(44)};
}

QSize SlotTile::minimumSizeHint() const
{
    return {dp(72), dp(44)};
}

void SlotTile::setSpot(const DreamSpot& spot)
{
    m_spot = spot;
    retranslate();
    update();
}

void SlotTile::setWave(std::vector<audio::PeakColumn> columns)
{
    m_wave = std::move(columns);
    update();
}

void SlotTile::retranslate()
{
    const QString what = m_spot.isEmpty() ? tr("empty") : m_spot.name;
    setAccessibleName(tr("End %1: %2").arg(m_letter, what));
    setToolTip(m_spot.isEmpty()
                   ? tr("Drop a sound here, or press %1 over a sound in the sky").arg(m_letter)
                   : tr("%1 — click to hear, Backspace empties").arg(m_spot.name));
    update();
}

void SlotTile::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isEmpty = m_spot.isEmpty();
    paintBox(painter, rect(), dpF(6), m_isOver ? theme.selection : theme.well,
             m_isOver           ? theme.focus
                 : underMouse() ? theme.edge
                                : theme.line2,
             isEmpty ? Qt::DashLine : Qt::SolidLine);
    const QRectF inner = QRectF(rect()).adjusted(dpF(6), dpF(4), -dpF(6), -dpF(4));
    painter.setFont(nde::ui::font(TextStyle::Caption, QFont::Bold));
    painter.setPen(theme.text);
    const double letter = QFontMetricsF(painter.font()).horizontalAdvance(m_letter) + dpF(5);
    const QRectF line(inner.left(), inner.top(), inner.width(), dpF(15));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, m_letter);
    painter.setFont(nde::ui::font(TextStyle::Caption));
    painter.setPen(isEmpty ? theme.text3 : theme.text2);
    const QRectF name = line.adjusted(letter, 0, 0, 0);
    painter.drawText(
        name, Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetricsF(painter.font())
            .elidedText(isEmpty ? tr("drop a sound") : m_spot.name, Qt::ElideRight, name.width()));
    const QRectF wave(inner.left(), line.bottom() + dpF(1), inner.width(),
                      inner.bottom() - line.bottom() - dpF(1));
    if (!m_wave.empty() && !isEmpty) {
        WaveStyle style;
        style.color = m_spot.category ? theme.category(*m_spot.category) : theme.accent;
        style.marksClipping = false;
        drawColumns(painter, wave, m_wave, style);
    } else {
        painter.fillRect(QRectF(wave.left(), wave.center().y(), wave.width(), 1.0), theme.grid);
    }
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, rect(), dpF(6));
    }
}

void SlotTile::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Backspace || event->key() == Qt::Key_Delete) {
        Q_EMIT cleared();
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

void SlotTile::dragEnterEvent(QDragEnterEvent* event)
{
    if (!firstFile(event->mimeData()).isEmpty()) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
        m_isOver = true;
        update();
    }
}

void SlotTile::dragLeaveEvent(QDragLeaveEvent* /*event*/)
{
    m_isOver = false;
    update();
}

void SlotTile::dropEvent(QDropEvent* event)
{
    m_isOver = false;
    update();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    Q_EMIT dropped(firstFile(event->mimeData()));
}

} // namespace nde::ui
