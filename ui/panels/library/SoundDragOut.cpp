#include "ui/panels/library/SoundDragOut.h"

#include "ui/models/FileDrag.h"
#include "ui/models/StemTableModel.h"
#include "ui/theme/DragGhost.h"

#include <QCoreApplication>
#include <QDrag>
#include <QMimeData>
#include <QWidget>

namespace nde::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::SoundDragOut)
};

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
    drag->setPixmap(dragGhost(text, source.devicePixelRatioF()));
    drag->exec(Qt::CopyAction);
}

} // namespace nde::ui
