#pragma once

#include "core/services/SoundClip.h"
#include "ui/StudioContext.h"

#include <QFuture>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

class QMimeData;

namespace nde::ui {

class Deck;

/// Carries the selected part of the sound on the Deck away: as a file that is dragged out, and as
/// one that is saved under a name. A short part is written ahead, a moment after the selection
/// rests, into `.dream/cache/clip`; what is dropped moves into `<studio>/exports`, where it stays.
/// @thread  the GUI thread; files are written on a thread of its own.
class DeckClip final : public QObject
{
    Q_OBJECT
public:
    /// Runs a drag and says whether somebody took the files.
    using Dragging = std::function<bool(std::unique_ptr<QMimeData>)>;

    DeckClip(Deck* deck, const StudioContext& context, QObject* parent = nullptr);
    ~DeckClip() override;

    /// The file on the waveform; empty = there is none (yet).
    void setSource(const QString& path, const QString& title);
    void setDragging(Dragging dragging); ///< instead of the mouse
    /// The file that is ready for the selection; empty = not yet.
    [[nodiscard]] QString readyFile() const;
    void saveSelection(); ///< asks for a name and writes the selection

Q_SIGNALS:
    void messageRaised(const QString& text);

private:
    struct Part
    {
        QString source;
        double fromS {};
        double toS {};
        bool operator==(const Part&) const = default;
    };
    [[nodiscard]] Part selected() const; ///< source empty = nothing
    void onSelection();
    void prepare();
    void onWritten(const Part& part, const QString& file,
                   const Result<services::ClipFacts>& written);
    void onDragRequested();
    void startDrag();
    void save(const Part& part, const QString& target);
    [[nodiscard]] bool dragByMouse(std::unique_ptr<QMimeData> mime) const;
    [[nodiscard]] static bool isHeld(); ///< the button that began the drag

    Deck* m_deck;
    StudioContext m_context;
    QString m_folder; ///< of what is written ahead
    QString m_path;
    QString m_title;
    Part m_ready; ///< what lies in `m_file`
    QString m_file;
    Part m_dropped; ///< what lies in `m_kept`
    QString m_kept;
    Part m_writing;
    bool m_wantsDrag {}; ///< as soon as the file is there
    Dragging m_dragging;
    QTimer m_rest;
    QFuture<Result<services::ClipFacts>> m_ahead;
    std::unique_ptr<services::ClipWriter> m_writer;
};

} // namespace nde::ui
