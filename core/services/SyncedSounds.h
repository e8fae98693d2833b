#pragma once

#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "core/base/TaskContext.h"
#include "core/services/Studio.h"
#include "core/services/SyncWish.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace nde::services {

/// What is done to a sound.
struct SyncChange
{
    double timeRatio {1.0}; ///< length that is heard over the file's
    double semitones {}; ///< of the pitch; what repitching brings with it is not counted
    SyncMode mode {SyncMode::Stretch};

    [[nodiscard]] bool isNone() const;
    bool operator==(const SyncChange&) const = default;
};

/// Only loops of at most a minute with a known tempo are changed; half and double time count as the
/// same tempo, so that nothing is stretched by more than the square root of two. Keys are met by
/// `music::bestShift`, six semitones at most.
/// @return  empty = it is heard as it is. Pure.
[[nodiscard]] std::optional<SyncChange> syncChangeOf(const Stem& stem, const SyncWish& wish);

/// Writes the changed sound, as 32 bit float WAV of the source's rate, mono or stereo:
/// round(frames · timeRatio) frames.
/// @param isDraft  at once (WSOLA), for as long as the good one is being made (Rubber Band).
/// @errors  those of reading and writing, Cancelled. @thread  any.
[[nodiscard]] Result<> writeSynced(const QString& source, const SyncChange& change,
                                   const QString& target, bool isDraft, TaskContext& task);

/// Loops made to fit a tempo for hearing, kept in `<cache>/sync`. One is made at a time; a new
/// request ends the one before.
/// @thread  the thread that made it; sounds are made on a thread of its own.
class SyncedSounds : public QObject
{
    Q_OBJECT
public:
    explicit SyncedSounds(std::shared_ptr<Studio> studio, QObject* parent = nullptr);
    ~SyncedSounds() override;

    /// `ready` follows, at once where the sound was made before; else first with a draft.
    void request(const Stem& stem, const SyncChange& change);
    void cancel();

Q_SIGNALS:
    void ready(nde::StemId id, const nde::services::SyncChange& change, const QString& path,
               bool isDraft);
    void failed(nde::StemId id, const nde::Error& error);

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace nde::services
