#include "ui/models/LibrarySearch.h"

#include <QElapsedTimer>
#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

namespace nde::ui {

namespace {
/// Below this a search takes well under the 16 ms that the GUI thread may spend at once.
constexpr std::size_t kMostRowsAtOnce = 10'000;
constexpr std::size_t kMostTags = 500; ///< that can be suggested
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
    if (m_question.filter == filter) {
        return;
    }
    m_question.filter = filter;
    run();
}

void LibrarySearch::setSort(services::SortColumn column, bool descending)
{
    if (m_question.sort == column && m_question.isDescending == descending) {
        return;
    }
    m_question.sort = column;
    m_question.isDescending = descending;
    run();
}

void LibrarySearch::setScope(std::vector<StemId> ids)
{
    std::sort(ids.begin(), ids.end());
    if (m_question.scope == ids) {
        return;
    }
    m_question.scope = std::move(ids);
    run();
}

void LibrarySearch::rowsChanged()
{
    m_snapshot.reset();
    m_areTagsStale = true;
    run();
}

LibrarySearch::Answer LibrarySearch::search(const std::vector<StemRow>& all,
                                            const Question& question)
{
    QElapsedTimer timer;
    timer.start();
    std::vector<StemRow> scoped;
    if (!question.scope.empty()) {
        std::copy_if(all.begin(), all.end(), std::back_inserter(scoped), [&](const StemRow& row) {
            return std::binary_search(question.scope.begin(), question.scope.end(), row.id);
        });
    }
    const std::vector<StemRow>& rows = question.scope.empty() ? all : scoped;
    const services::FilterResult result
        = services::applyFilter(rows, question.filter, question.sort, question.isDescending);
    Answer answer;
    answer.counts = result.counts;
    answer.total = all.size();
    answer.ids.reserve(result.order.size());
    for (const std::uint32_t at : result.order) {
        answer.ids.push_back(rows[at].id);
    }
    if (question.wantsTags) {
        answer.tags = std::make_shared<const std::vector<std::pair<std::string, int>>>(
            services::mostFrequentTags(all, kMostTags));
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
    m_question.wantsTags = m_areTagsStale;
    if (rows.size() <= kMostRowsAtOnce) {
        take(search(rows, m_question));
        return;
    }
    if (!m_snapshot) {
        m_snapshot = std::make_shared<const std::vector<StemRow>>(rows);
    }
    m_isRunning = true;
    m_isStale = false;
    m_watcher.setFuture(QtConcurrent::run(
        [snapshot = m_snapshot, question = m_question] { return search(*snapshot, question); }));
}

void LibrarySearch::onFinished()
{
    m_isRunning = false;
    if (m_isStale) {
        run(); // the finished answer is to a question that nobody asks any more
        return;
    }
    take(m_watcher.result());
}

void LibrarySearch::take(Answer answer)
{
    m_answer = std::move(answer);
    if (m_answer.tags) {
        m_tags = m_answer.tags;
        m_areTagsStale = false;
    }
    Q_EMIT answered();
}

} // namespace nde::ui
