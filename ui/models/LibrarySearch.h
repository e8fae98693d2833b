#pragma once

#include "core/base/Stem.h"
#include "core/services/LibraryFilter.h"

#include <QFutureWatcher>
#include <QObject>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace nde::ui {

/// Keeps the answer to "which sounds, in which order" current. Libraries over 10 000 sounds are
/// filtered on a worker with a snapshot of the rows; while one search runs, later wishes replace
/// each other and only the newest follows.
///
/// @thread  the GUI thread.
class LibrarySearch : public QObject
{
    Q_OBJECT
public:
    using RowSource = std::function<const std::vector<StemRow>&()>;

    explicit LibrarySearch(RowSource rows, QObject* parent = nullptr);
    ~LibrarySearch() override;

    void setFilter(const services::LibraryFilter& filter);
    void setSort(services::SortColumn column, bool descending);
    /// Looks only at these sounds from now on (what one job made); empty = at all.
    void setScope(std::vector<StemId> ids);
    void rowsChanged(); ///< the library has other rows now

    [[nodiscard]] const services::LibraryFilter& filter() const { return m_question.filter; }
    [[nodiscard]] services::SortColumn sortColumn() const { return m_question.sort; }
    [[nodiscard]] bool isDescending() const { return m_question.isDescending; }

    [[nodiscard]] const std::vector<StemId>& ids() const { return m_answer.ids; }
    [[nodiscard]] const services::FacetCounts& counts() const { return m_answer.counts; }
    [[nodiscard]] std::size_t totalCount() const { return m_answer.total; }
    [[nodiscard]] double elapsedMs() const { return m_answer.elapsedMs; }
    [[nodiscard]] bool isBusy() const { return m_isRunning; }
    using Tags = std::shared_ptr<const std::vector<std::pair<std::string, int>>>;
    /// The most frequent tags of the whole library; null at first. Another pointer = other rows.
    [[nodiscard]] const Tags& tags() const { return m_tags; }

Q_SIGNALS:
    void answered();

private:
    struct Answer
    {
        std::vector<StemId> ids;
        services::FacetCounts counts;
        std::size_t total {};
        double elapsedMs {};
        Tags tags; ///< where they were asked for
    };
    struct Question
    {
        services::LibraryFilter filter;
        std::vector<StemId> scope;
        services::SortColumn sort {services::SortColumn::Added};
        bool isDescending {true};
        bool wantsTags {};
    };
    static Answer search(const std::vector<StemRow>& rows, const Question& question);
    void run();
    void take(Answer answer);
    void onFinished();

    RowSource m_rows;
    Question m_question;
    Answer m_answer;
    Tags m_tags;
    bool m_areTagsStale {true};
    std::shared_ptr<const std::vector<StemRow>> m_snapshot; ///< null = the rows changed since
    QFutureWatcher<Answer> m_watcher;
    bool m_isRunning {};
    bool m_isStale {}; ///< another wish came while one ran
};

} // namespace nde::ui
