#include "ui/models/StemTableModel.h"
#include "ui/panels/library/SoundTable.h"
#include "ui/theme/Theme.h"

#include <QHeaderView>
#include <QScopedValueRollback>

#include <algorithm>
#include <array>

/// The part of SoundTable about its columns: how wide they are, which leave, what they sort by.
namespace nde::ui {

namespace {

constexpr int kHeaderVersion = 2;
constexpr int kLeastNameWidth = 150;
constexpr int kLeastWhyWidth = 72;

/// In this order columns leave when the name would become shorter than it may.
constexpr std::array kLeaving {StemTableModel::AddedColumn,   StemTableModel::ClassColumn,
                               StemTableModel::QualityColumn, StemTableModel::LoudnessColumn,
                               StemTableModel::KeyColumn,     StemTableModel::RatingColumn,
                               StemTableModel::FavoriteColumn};

} // namespace

int SoundTable::columnWidthFor(int column) const
{
    const QFontMetrics metrics(nde::ui::font(TextStyle::Body));
    int words = 0;
    switch (column) {
    case StemTableModel::WaveColumn:
        return dp(92);
    case StemTableModel::MatchColumn:
        return dp(62);
    case StemTableModel::WhyColumn:
        return dp(236);
    case StemTableModel::SourceColumn:
        return dp(22);
    case StemTableModel::CategoryColumn:
        for (int i = 0; i < kCategoryCount; ++i) {
            words = std::max(words,
                             metrics.horizontalAdvance(categoryText(static_cast<Category>(i))));
        }
        return words + dp(24);
    case StemTableModel::ClassColumn:
        for (int i = 0; i < kSoundClassCount; ++i) {
            words = std::max(words,
                             metrics.horizontalAdvance(soundClassText(static_cast<SoundClass>(i))));
        }
        return words + dp(10);
    case StemTableModel::BpmColumn:
        return dp(44);
    case StemTableModel::KeyColumn:
        return dp(42);
    case StemTableModel::LengthColumn:
        return dp(60);
    case StemTableModel::LoudnessColumn:
        return dp(52);
    case StemTableModel::QualityColumn:
        return dp(50);
    case StemTableModel::RatingColumn:
        return dp(70);
    case StemTableModel::FavoriteColumn:
        return dp(26);
    default:
        return metrics.horizontalAdvance(QStringLiteral("00.00.0000")) + dp(12);
    }
}

void SoundTable::fitColumns()
{
    if (m_isFitting) {
        return;
    }
    const QScopedValueRollback guard(m_isFitting, true);
    for (const int column : kLeaving) {
        setColumnHidden(column, false);
    }
    setColumnHidden(StemTableModel::MatchColumn, !m_isRanked);
    setColumnHidden(StemTableModel::WhyColumn, !m_isRanked);
    setColumnWidth(StemTableModel::WhyColumn, columnWidthFor(StemTableModel::WhyColumn));
    const auto nameWidth = [this] {
        int rest = viewport()->width();
        for (int column = 0; column < StemTableModel::ColumnCount; ++column) {
            if (column != StemTableModel::NameColumn && !isColumnHidden(column)) {
                rest -= columnWidth(column);
            }
        }
        return rest;
    };
    for (const int column : kLeaving) {
        if (nameWidth() >= dp(kLeastNameWidth)) {
            break;
        }
        setColumnHidden(column, true);
    }
    // Then the reasons give way, as far as they still say something.
    const int missing = dp(kLeastNameWidth) - nameWidth();
    if (m_isRanked && missing > 0) {
        const int rest = columnWidth(StemTableModel::WhyColumn) - missing;
        setColumnHidden(StemTableModel::WhyColumn, rest < dp(kLeastWhyWidth));
        setColumnWidth(StemTableModel::WhyColumn, std::max(rest, dp(kLeastWhyWidth)));
    }
}

void SoundTable::setRanked(bool isRanked, bool isByMatch)
{
    if (m_isRanked != isRanked) {
        m_isRanked = isRanked;
        fitColumns();
    }
    m_isByMatch = isByMatch;
    horizontalHeader()->setSortIndicator(isByMatch ? StemTableModel::MatchColumn : m_sortColumn,
                                         isByMatch ? Qt::DescendingOrder : m_sortOrder);
}

QByteArray SoundTable::columnState() const
{
    return QByteArray::number(kHeaderVersion) + ':' + horizontalHeader()->saveState();
}

void SoundTable::restoreColumnState(const QByteArray& state)
{
    const QByteArray mark = QByteArray::number(kHeaderVersion) + ':';
    if (!state.startsWith(mark) || !horizontalHeader()->restoreState(state.mid(mark.size()))) {
        return;
    }
    horizontalHeader()->setSectionResizeMode(StemTableModel::NameColumn, QHeaderView::Stretch);
    fitColumns();
    const int column = horizontalHeader()->sortIndicatorSection();
    if (StemTableModel::sortColumn(column)) {
        m_sortColumn = column;
        m_sortOrder = horizontalHeader()->sortIndicatorOrder();
        Q_EMIT sortRequested(column,
                             horizontalHeader()->sortIndicatorOrder() == Qt::DescendingOrder);
    }
}

void SoundTable::onSectionClicked(int column)
{
    // QHeaderView has already turned its indicator when a section is clicked.
    QHeaderView* header = horizontalHeader();
    if (column == StemTableModel::MatchColumn) {
        Q_EMIT matchSortRequested(); // only from the best to the worst: nobody wants the worst
        return;
    }
    if (!StemTableModel::sortColumn(column)) {
        header->setSortIndicator(m_isByMatch ? static_cast<int>(StemTableModel::MatchColumn)
                                             : m_sortColumn,
                                 m_isByMatch ? Qt::DescendingOrder : m_sortOrder);
        return;
    }
    m_sortColumn = column;
    m_sortOrder = header->sortIndicatorOrder();
    Q_EMIT sortRequested(column, m_sortOrder == Qt::DescendingOrder);
}

} // namespace nde::ui
