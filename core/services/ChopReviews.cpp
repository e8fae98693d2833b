#include "core/services/ChopReviews.h"

#include "core/jobs/JobQueue.h"

#include <QFile>
#include <QFileInfo>

namespace nde::services {

class ChopReviews::Private
{
public:
    std::shared_ptr<Studio> studio;
    jobs::JobQueue queue {1, QStringLiteral("nde-reviews"), jobs::JobQueue::Priority::Normal};
};

ChopReviews::ChopReviews(std::shared_ptr<Studio> studio)
    : m_d(std::make_unique<Private>())
{
    m_d->studio = std::move(studio);
}

ChopReviews::~ChopReviews()
{
    m_d->queue.waitForDone(); // what was decided stays decided
}

QFuture<Result<std::vector<WaitingReview>>> ChopReviews::waiting()
{
    using Found = std::vector<WaitingReview>;
    return m_d->queue.run<Found>([studio = m_d->studio](TaskContext&) -> Result<Found> {
        Found found;
        for (const QString& path : waitingChopReviews(*studio)) {
            found.push_back({QFileInfo(path).completeBaseName().toLongLong(), path});
        }
        return found;
    });
}

QFuture<Result<ChopReview>> ChopReviews::load(const QString& path)
{
    return m_d->queue.run<ChopReview>([path](TaskContext&) { return loadChopReview(path); });
}

QFuture<Result<>> ChopReviews::save(const QString& path, const ChopReview& review)
{
    return m_d->queue.run<void>([path, review](TaskContext&) -> Result<> {
        if (!QFile::exists(path)) {
            return {}; // it was kept or replaced meanwhile: nothing is left to decide
        }
        return saveChopReview(path, review);
    });
}

QFuture<Result<>> ChopReviews::discard(const QString& path)
{
    return m_d->queue.run<void>([path](TaskContext&) -> Result<> {
        QFile file(path);
        if (file.exists() && !file.remove()) {
            return fail(ErrorCode::Io,
                        "could not remove '" + path.toStdString()
                            + "': " + file.errorString().toStdString());
        }
        return {};
    });
}

} // namespace nde::services
