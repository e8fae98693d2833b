#include "ui/panels/library/SoundDragOut.h"

#include "ui/models/FileDrag.h"
#include "ui/models/StemTableModel.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QDrag>
#include <QMimeData>
#include <QPainter>
#include <QWidget>

namespace nde::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::SoundDragOut)
};

/// What hangs on the pointer.
QPixmap ghostOf(const QString& text, double ratio)
{
    const QFontMetrics metrics(font(TextStyle::Body, QFont::Medium));
    const QSize size(metrics.horizontalAdvance(text) + dp(24), dp(28));
    QPixmap ghost(size * ratio);
    ghost.setDevicePixelRatio(ratio);
    ghost.fill(Qt::transparent);
    QPainter painter(&ghost);
    paintBox(painter, QRectF(QPointF(), QSizeF(size)), dpF(6), Theme::current().raised,
             Theme::current().line2);
    painter.setFont(font(TextStyle::Body, QFont::Medium));
    painter.setPen(Theme::current().text);
    painter.drawText(QRect(QPoint(), size), Qt::AlignCenter, text);
    return ghost;
}

} // namespace

void dragSounds(QWidget& source, const StemTableModel& model, const FileDrag& files,
                const std::vector<StemId>& ids, StemId current)
{
    std::unique_ptr<QMimeData> mime = files.mimeData(ids);
    if (!mime) {
        return;
    }
    const StemRow* row = model.stem(current);
    const QString text = ids.size() > 1
        ? Words::tr("%n sound(s)", nullptr, static_cast<int>(ids.size()))
        : (row == nullptr ? QString() : QString::fromStdString(row->name));
    auto* drag = new QDrag(&source);
    drag->setMimeData(mime.release());
    drag->setPixmap(ghostOf(text, source.devicePixelRatioF()));
    drag->exec(Qt::CopyAction);
}

} // namespace nde::ui
