#pragma once

#include "core/base/Stem.h"
#include "core/services/SearchTypes.h"

#include <QAbstractTableModel>

#include <functional>
#include <optional>
#include <vector>

namespace nde::ui {

/// The sounds of the library in the order that a search gave them. Holds ids only; every cell is
/// looked up in the rows of the library, so that an edit shows without copying a hundred thousand
/// rows.
///
/// @thread  the GUI thread.
class StemTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        WaveColumn,
        NameColumn,
        MatchColumn, ///< of ranked searches only, as WhyColumn
        WhyColumn,
        SourceColumn,
        CategoryColumn,
        ClassColumn,
        BpmColumn,
        KeyColumn,
        LengthColumn,
        LoudnessColumn,
        QualityColumn,
        RatingColumn,
        FavoriteColumn,
        AddedColumn,
        ColumnCount
    };
    enum Role
    {
        IdRole = Qt::UserRole, ///< qlonglong
        SourceRole, ///< int of Source
        CategoryRole, ///< int of Category
        ClassRole, ///< int of SoundClass
        RatingRole, ///< 0 … 5
        FavoriteRole, ///< bool
        QualityRole, ///< 0 … 1
        MissingRole, ///< bool
        AttentionRole, ///< bool
        ConfidenceRole, ///< 0 … 1
        TagsRole ///< QString, separated by spaces
    };

    /// How well a sound fits what was searched for; null = not ranked.
    using HitSource = std::function<const services::SearchHit*(StemId)>;
    /// Where the rows are looked up: sorted by id, the current state.
    using RowSource = std::function<const std::vector<StemRow>&()>;

    explicit StemTableModel(RowSource rows, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

    void setHits(HitSource hits) { m_hits = std::move(hits); }
    /// Shows these sounds in this order. Few differences arrive as inserted and removed ranges;
    /// a wholly different list is a new document and resets.
    void setIds(std::vector<StemId> ids);
    /// Repaints what changed and takes removed sounds out at once.
    void applyChanges(const std::vector<StemRow>& changed, const std::vector<StemId>& removed);
    /// One picture has arrived.
    void thumbnailChanged(StemId id);
    void hitsChanged(); ///< the same sounds may fit otherwise now
    void retranslate(); ///< words of all cells and headers are to be read again

    [[nodiscard]] StemId idAt(int row) const;
    [[nodiscard]] int rowOf(StemId id) const; ///< −1 = not shown
    [[nodiscard]] const StemRow* stemAt(int row) const; ///< null when it has just been removed
    [[nodiscard]] const StemRow* stem(StemId id) const;
    [[nodiscard]] const std::vector<StemId>& ids() const { return m_ids; }

    /// What a click on the header sorts by; empty for the waveform and for what is not in the rows.
    [[nodiscard]] static std::optional<services::SortColumn> sortColumn(int column);

private:
    [[nodiscard]] QString text(const StemRow& row, int column) const;
    [[nodiscard]] QVariant value(const StemRow& row, int role) const;
    void removeRange(int first, int last);

    RowSource m_rows;
    HitSource m_hits;
    std::vector<StemId> m_ids;
    mutable std::size_t m_lastLookup {}; ///< cells of one row are asked for one after the other
};

} // namespace nde::ui
