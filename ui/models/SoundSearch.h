#pragma once

#include "core/services/SearchService.h"
#include "ui/models/LibrarySearch.h"

#include <QElapsedTimer>
#include <QTimer>

#include <optional>
#include <unordered_map>
#include <vector>

namespace nde::ui {

/// What the library shows: its rows in the order of a column, or, where the words of the box or a
/// sound to compare with ask for it, the sounds that fit best, the best first. And, when there is
/// nothing else to find, what sounds like the current sound.
///
/// @thread  the GUI thread.
class SoundSearch final : public QObject
{
    Q_OBJECT
public:
    /// @param service  null = operators, names and facets only.
    SoundSearch(LibrarySearch::RowSource rows, services::SearchService* service,
                QObject* parent = nullptr);

    /// The box and the facets, as they are now.
    void ask(const QString& text, const services::LibraryFilter& facets);
    /// A sound to compare with; empty = none.
    void setLike(const services::LikeSound& like);
    [[nodiscard]] const services::LikeSound& like() const { return m_like; }
    void setSort(services::SortColumn column, bool descending);
    void sortByMatch(); ///< as at first, wherever there is one
    void setScope(std::vector<StemId> ids);
    void askAgain(); ///< a ranked search may have another answer now
    void rowsChanged();
    /// Whose neighbours are wanted; 0 = nobody's.
    void setNeighboursOf(StemId id);

    [[nodiscard]] const std::vector<StemId>& ids() const;
    [[nodiscard]] const services::FacetCounts& counts() const;
    [[nodiscard]] std::size_t totalCount() const { return m_columns->totalCount(); }
    [[nodiscard]] double elapsedMs() const;
    [[nodiscard]] const LibrarySearch::Tags& tags() const { return m_columns->tags(); }
    /// Which question the sounds shown are an answer to: another number for other words, facets,
    /// scope, likeness or order; the same after edits and a second opinion.
    [[nodiscard]] std::uint64_t question() const { return m_shownQuestion; }
    [[nodiscard]] services::SortColumn sortColumn() const { return m_columns->sortColumn(); }
    [[nodiscard]] bool isDescending() const { return m_columns->isDescending(); }
    /// Whether the order, or what is there at all, is a matter of fitting.
    [[nodiscard]] bool isRanked() const { return m_isRanked; }
    [[nodiscard]] bool isSortedByMatch() const { return m_isRanked && m_isByMatch; }
    /// Sounds that fit in all; more than `ids` where only the best are shown.
    [[nodiscard]] int matched() const { return m_isRanked ? m_answer.matched : 0; }
    /// Why a sound is there; null where nothing is ranked.
    [[nodiscard]] const services::SearchHit* hit(StemId id) const;
    /// The CLAP model that had a say in the order; empty = none.
    [[nodiscard]] QString clapModel() const;
    /// Words that nothing is known of; they were looked for in names only.
    [[nodiscard]] const std::vector<std::string>& namesOnly() const { return m_namesOnly; }
    [[nodiscard]] const std::vector<services::SearchHit>& neighbours() const
    {
        return m_neighbours;
    }
    [[nodiscard]] StemId neighboursOf() const { return m_neighboursShown; }

Q_SIGNALS:
    void answered();
    void neighboursChanged();
    void failed(const nde::Error& error);

private:
    [[nodiscard]] bool wantsRanking() const;
    [[nodiscard]] bool wantsService() const;
    [[nodiscard]] services::LibraryFilter wanted() const; ///< of text and facets
    void run();
    void askColumns(const std::optional<std::vector<StemId>>& within = {});
    void askService();
    void askNeighbours();
    void onAnswer(const services::SearchAnswer& answer);
    void onColumns();
    void tell();
    void takeRanked(const services::SearchAnswer& answer);
    void showRanked();

    LibrarySearch* m_columns; ///< of what is not ranked
    LibrarySearch* m_sorter; ///< puts hits in the order of a column
    services::SearchService* m_service;
    QTimer* m_quiet; ///< neighbours wait until nothing else is asked
    QString m_text;
    services::LibraryFilter m_facets;
    services::LikeSound m_like;
    std::vector<StemId> m_scope; ///< sorted; empty = everything
    bool m_isByMatch {true};

    std::uint64_t m_question {}; ///< the last one
    std::uint64_t m_shownQuestion {};
    std::uint64_t m_asked {}; ///< generation of the running search, 0 = none
    std::uint64_t m_answered {}; ///< the last one that was answered: CLAP may speak to it later
    QElapsedTimer m_since;
    double m_elapsedMs {};
    bool m_isRanked {};
    services::SearchAnswer m_answer;
    std::vector<StemId> m_ids; ///< of the hits, in the order that is shown
    std::unordered_map<StemId, std::size_t> m_places; ///< in the hits
    std::vector<std::string> m_namesOnly;

    StemId m_neighboursWanted {};
    StemId m_neighboursShown {};
    std::uint64_t m_neighboursAsked {};
    std::uint64_t m_neighboursAnswered {}; ///< CLAP may speak to it later
    std::vector<services::SearchHit> m_neighbours;
};

} // namespace nde::ui
