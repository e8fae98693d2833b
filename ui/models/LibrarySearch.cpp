#include "ui/models/LibrarySearch.h"

#include <QElapsedTimer>
#include <QtConcurrentRun>

#include <utility>

namespace nde::ui {

namespace {
/// Below this a search takes well under the 16 ms that the GUI thread may spend at once.
constexpr std::size_t kMostRowsAtOnce = 10'000;
} // namespace

LibrarySearch::LibrarySearch(RowSource rows, QObject* parent)
    : QObject(parent)
    , m_rows(std::move(rows))
{
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &LibrarySearch::onFinished);
}

LibrarySearch::~LibrarySearch()
{
    // The worker owns copies of everything it reads, so that nothing has to be waited for.
    m_watcher.disconnect(this);
}

void LibrarySearch::setFilter(const services::LibraryFilter& filter)
{
    if (m_filter == filter) {
        return;
    }
    m_filter = filter;
    run();
}

void LibrarySearch::setSort(services::SortColumn column, bool descending)
{
    if (m_sort == column && m_isDescending == descending) {
        return;
    }
    m_sort = column;
    m_isDescending = descending;
    run();
}

void LibrarySearch::rowsChanged()
{
    m_snapshot.reset();
    run();
}

LibrarySearch::Answer LibrarySearch::search(const std::vector<StemRow>& rows,
                                            const services::LibraryFilter& filter,
                                            services::SortColumn sort, bool descending)
{
    QElapsedTimer timer;
    timer.start();
    const services::FilterResult result = services::applyFilter(rows, filter, sort, descending);
    Answer answer;
    answer.counts = result.counts;
    answer.total = rows.size();
    answer.ids.reserve(result.order.size());
    for (const std::uint32_t at : result.order) {
        answer.ids.push_back(rows[at].id);
    }
    answer.elapsedMs = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    return answer;
}

void LibrarySearch::run()
{
    if (m_isRunning) {
        m_isStale = true;
        return;
    }
    const std::vector<StemRow>& rows = m_rows();
    if (rows.size() <= kMostRowsAtOnce) {
        m_answer = search(rows, m_filter, m_sort, m_isDescending);
        Q_EMIT answered();
        return;
    }
    if (!m_snapshot) {
        m_snapshot = std::make_shared<const std::vector<StemRow>>(rows);
    }
    m_isRunning = true;
    m_isStale = false;
    m_watcher.setFuture(QtConcurrent::run(
        [snapshot = m_snapshot, filter = m_filter, sort = m_sort, descending = m_isDescending] {
            return search(*snapshot, filter, sort, descending);
        }));
}

void LibrarySearch::onFinished()
{
    m_isRunning = false;
    if (m_isStale) {
        run(); // the finished answer is to a question that nobody asks any more
        return;
    }
    m_answer = m_watcher.result();
    Q_EMIT answered();
}

} // namespace nde::ui
