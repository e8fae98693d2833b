#pragma once

#include "core/base/Job.h"
#include "core/base/Stem.h"

#include <QObject>

#include <optional>
#include <vector>

namespace nde::ui {

/// The one current sound, known to every room: whatever is chosen in one place is current
/// everywhere.
/// @thread  the GUI thread.
class SelectionBus : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    [[nodiscard]] StemId current() const { return m_current; }
    [[nodiscard]] const std::vector<StemId>& selected() const { return m_selected; }
    /// @param audition  the user chose it to hear it (select = hear); false for programmatic
    /// changes.
    void select(StemId current, std::vector<StemId> selected, bool audition)
    {
        m_current = current;
        m_selected = std::move(selected);
        Q_EMIT changed(current, audition);
    }
    /// A marked part of the current sound, in seconds.
    struct Range
    {
        double fromS {};
        double toS {};
    };
    [[nodiscard]] std::optional<Range> marked() const { return m_marked; }
    void setMarked(std::optional<Range> range) { m_marked = range; }
    void showRoom(const QString& room) { Q_EMIT roomRequested(room); } ///< "separate", "library", …
    /// Opens the library on these sounds only; `title` says whose they are, e.g. the track's name.
    void showInLibrary(const std::vector<StemId>& ids, const QString& title)
    {
        Q_EMIT soundsRequested(ids, title);
        Q_EMIT roomRequested(QStringLiteral("library"));
    }
    /// Hands sounds to a room, which is shown: "dream" dreams like them, "train" trains on them.
    void sendSounds(const QString& room, const std::vector<StemId>& ids)
    {
        Q_EMIT roomRequested(room);
        Q_EMIT soundsSent(room, ids);
    }
    /// Into the queue of the Separate room, which stays where it is unless a model is missing.
    void separateSounds(const std::vector<StemId>& ids) { Q_EMIT separationRequested(ids); }
    /// Asks where and how sounds are to be written for other programs.
    void exportSounds(const std::vector<StemId>& ids) { Q_EMIT exportRequested(ids); }
    void showMessage(const QString& text) { Q_EMIT messageRequested(text); } ///< toast

Q_SIGNALS:
    void changed(nde::StemId current, bool audition);
    void roomRequested(const QString& room);
    void soundsRequested(const std::vector<nde::StemId>& ids, const QString& title);
    void soundsSent(const QString& room, const std::vector<nde::StemId>& ids);
    void separationRequested(const std::vector<nde::StemId>& ids);
    void exportRequested(const std::vector<nde::StemId>& ids);
    void messageRequested(const QString& text);

private:
    StemId m_current {};
    std::vector<StemId> m_selected;
    std::optional<Range> m_marked;
};

} // namespace nde::ui
