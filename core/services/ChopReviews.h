#pragma once

#include "core/services/UseCases.h"

#include <QFuture>

#include <memory>
#include <vector>

namespace nde::services {

/// A review that waits for somebody.
struct WaitingReview
{
    StemId stem {};
    QString path;
    bool operator==(const WaitingReview&) const = default;
};

/// Chop reviews for the window: read, listed and written off the GUI thread, one thing after the
/// other in the order that it was asked for.
///
/// @thread  the GUI thread; nothing here blocks but the destructor, which lets what was given be
/// written.
class ChopReviews
{
public:
    explicit ChopReviews(std::shared_ptr<Studio> studio);
    ~ChopReviews();

    [[nodiscard]] QFuture<Result<std::vector<WaitingReview>>> waiting(); ///< the newest first
    /// @errors  those of loadChopReview.
    [[nodiscard]] QFuture<Result<ChopReview>> load(const QString& path);
    /// @errors  those of saveChopReview.
    [[nodiscard]] QFuture<Result<>> save(const QString& path, const ChopReview& review);
    /// The review is no longer wanted; the sound stays as it is. @errors  Io, ReadOnly.
    [[nodiscard]] QFuture<Result<>> discard(const QString& path);

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace nde::services
