#include "ui/shell/DeckClip.h"

#include "core/services/Formats.h"
#include "core/services/Studio.h"
#include "ui/SelectionBus.h"
#include "ui/models/JobText.h"
#include "ui/models/Later.h"
#include "ui/shell/Deck.h"
#include "ui/theme/DragGhost.h"

#include <QAction>
#include <QDir>
#include <QDrag>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QUrl>

#include <utility>

namespace nde::ui {

namespace {

constexpr int kRestMs = 150;
constexpr double kMostAheadS = 60.0; ///< longer parts are written when they are dragged

} // namespace

DeckClip::DeckClip(Deck* deck, const StudioContext& context, QObject* parent)
    : QObject(parent)
    , m_deck(deck)
    , m_context(context)
    , m_writer(std::make_unique<services::ClipWriter>())
{
    if (context.studio) {
        m_folder = context.studio->cacheFolder() + QStringLiteral("/clip");
    }
    m_dragging = [this](std::unique_ptr<QMimeData> mime) { return dragByMouse(std::move(mime)); };
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &DeckClip::prepare);
    connect(deck->wave(), &WaveView::selectionChanged, this, &DeckClip::onSelection);
    connect(deck->wave(), &WaveView::dragOutRequested, this, &DeckClip::onDragRequested);
    connect(deck->exportAction(), &QAction::triggered, this, &DeckClip::saveSelection);
    setSource({}, {});
}

DeckClip::~DeckClip()
{
    m_writer.reset(); // it may be writing there
    if (!m_folder.isEmpty()) {
        QDir(m_folder).removeRecursively();
    }
}

void DeckClip::setSource(const QString& path, const QString& title)
{
    m_path = m_context.studio ? path : QString();
    m_title = title;
    m_deck->wave()->setDragOutEnabled(!m_path.isEmpty());
    onSelection();
}

void DeckClip::setDragging(Dragging dragging)
{
    m_dragging = std::move(dragging);
}

DeckClip::Part DeckClip::selected() const
{
    const auto range = m_deck->wave()->selection();
    return range && !m_path.isEmpty() ? Part {m_path, range->fromS, range->toS} : Part {};
}

QString DeckClip::readyFile() const
{
    return !m_ready.source.isEmpty() && m_ready == selected() ? m_file : QString();
}

void DeckClip::onSelection()
{
    const Part part = selected();
    m_deck->exportAction()->setEnabled(!part.source.isEmpty());
    if (m_wantsDrag && part != m_writing) {
        m_wantsDrag = false;
    }
    if (part.source.isEmpty() || part.toS - part.fromS > kMostAheadS) {
        m_rest.stop();
    } else {
        m_rest.start();
    }
}

void DeckClip::prepare()
{
    const Part part = selected();
    if (part.source.isEmpty() || part == m_ready || part == m_writing || part == m_dropped) {
        return;
    }
    m_ahead.cancel(); // only the newest is wanted
    m_writing = part;
    const QString file = m_folder + u'/' + services::clipName(m_title, part.fromS, part.toS)
        + QStringLiteral(".wav");
    if (file == m_file) {
        m_ready = {}; // a sound of the same name: what lies there is replaced
    }
    m_ahead = m_writer->write(part.source, part.fromS, part.toS, file, true);
    later(this, m_ahead, [this, part, file](const Result<services::ClipFacts>& written) {
        onWritten(part, file, written);
    });
}

void DeckClip::onWritten(const Part& part, const QString& file,
                         const Result<services::ClipFacts>& written)
{
    if (part != m_writing) {
        return; // another one is on its way
    }
    m_writing = {};
    const bool isDragged = std::exchange(m_wantsDrag, false);
    if (!written) {
        if (isDragged && written.error().code != ErrorCode::Cancelled) {
            Q_EMIT messageRaised(errorSentence(errorCodeId(written.error().code)));
        }
        return;
    }
    if (!m_file.isEmpty() && m_file != file) {
        QFile::remove(m_file);
    }
    m_ready = part;
    m_file = file;
    if (isDragged && isHeld()) {
        startDrag();
    } else if (isDragged) {
        Q_EMIT messageRaised(tr("The selection is a file now. Drag it once more."));
    }
}

void DeckClip::onDragRequested()
{
    const Part part = selected();
    if (!readyFile().isEmpty() || (part == m_dropped && QFile::exists(m_kept))) {
        startDrag();
        return;
    }
    m_dropped = {};
    m_wantsDrag = true; // it begins when the file is there, if the button is still held
    prepare();
}

// A program that takes the file may go on reading it where it lies, hence not in the cache.
void DeckClip::startDrag()
{
    const Part part = selected();
    const bool isKept = part == m_dropped && QFile::exists(m_kept);
    if (!isKept) {
        const QString folder = m_context.studio->root() + QStringLiteral("/exports");
        const QString file = services::freshPath(folder, QFileInfo(m_file).completeBaseName(),
                                                 QStringLiteral("wav"));
        if (!QDir().mkpath(folder) || !QFile::rename(m_file, file)) {
            Q_EMIT messageRaised(errorSentence(errorCodeId(ErrorCode::Io)));
            return;
        }
        m_kept = file;
        m_ready = {};
        m_dropped = part;
    }
    auto mime = std::make_unique<QMimeData>();
    mime->setUrls({QUrl::fromLocalFile(m_kept)});
    mime->setText(m_kept);
    if (!m_dragging(std::move(mime)) && !isKept) {
        // Nobody took it: back to where what is only prepared lies.
        m_dropped = {};
        QFile::remove(m_file);
        if (QFile::rename(m_kept, m_file)) {
            m_ready = part;
        }
    }
}

bool DeckClip::dragByMouse(std::unique_ptr<QMimeData> mime) const
{
    auto* drag = new QDrag(m_deck->wave());
    drag->setMimeData(mime.release());
    drag->setPixmap(dragGhost(QFileInfo(m_kept).completeBaseName(), m_deck->devicePixelRatioF()));
    return drag->exec(Qt::CopyAction) != Qt::IgnoreAction;
}

bool DeckClip::isHeld()
{
    return (QGuiApplication::mouseButtons() & Qt::LeftButton) != 0;
}

void DeckClip::saveSelection()
{
    const Part part = selected();
    if (part.source.isEmpty()) {
        return;
    }
    auto* dialog = new QFileDialog(m_deck, tr("Export the selection"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("deck_export_dialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({QStringLiteral("WAV (*.wav)"), QStringLiteral("FLAC (*.flac)"),
                            QStringLiteral("Ogg Vorbis (*.ogg)"), QStringLiteral("MP3 (*.mp3)")});
    dialog->setDefaultSuffix(QStringLiteral("wav"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.section(QStringLiteral("*."), 1).chopped(1));
    });
    dialog->selectFile(services::clipName(m_title, part.fromS, part.toS) + QStringLiteral(".wav"));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, part](const QString& target) { save(part, target); });
    dialog->open();
}

void DeckClip::save(const Part& part, const QString& target)
{
    later(this, m_writer->write(part.source, part.fromS, part.toS, target, true),
          [this, target](const Result<services::ClipFacts>& written) {
              if (!written) {
                  Q_EMIT messageRaised(errorSentence(errorCodeId(written.error().code)));
              } else if (m_context.selection != nullptr) {
                  m_context.selection->showMessage(tr("The selection is in %1.").arg(target));
              }
          });
}

} // namespace nde::ui
