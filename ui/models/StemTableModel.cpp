#include "ui/models/StemTableModel.h"

#include "ui/models/SearchText.h"
#include "ui/theme/Theme.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

namespace nde::ui {

namespace {

/// Beyond this number of separate ranges, single notifications cost a view more than a reset.
constexpr std::size_t kMostRanges = 64;

struct Range
{
    int first {};
    int last {};
};

/// Which ids are in a list. Ids of a library lie close together, so a flag each costs less than
/// hashing them: 100 000 rows in 1 ms instead of 10.
class IdSet
{
public:
    explicit IdSet(const std::vector<StemId>& ids)
    {
        if (ids.empty()) {
            return;
        }
        const auto [least, most] = std::minmax_element(ids.begin(), ids.end());
        m_first = *least;
        const auto span = static_cast<std::size_t>(*most - *least) + 1;
        if (span > kMostSpread * ids.size() + 1024) {
            m_hashed.insert(ids.begin(), ids.end());
            return;
        }
        m_flags.resize(span);
        for (const StemId id : ids) {
            m_flags[static_cast<std::size_t>(id - m_first)] = 1;
        }
    }
    [[nodiscard]] bool contains(StemId id) const
    {
        if (m_flags.empty()) {
            return m_hashed.contains(id);
        }
        const auto at = id - m_first;
        return at >= 0 && at < std::ssize(m_flags) && m_flags[static_cast<std::size_t>(at)] != 0;
    }

private:
    static constexpr std::size_t kMostSpread = 64;
    StemId m_first {};
    std::vector<char> m_flags;
    std::unordered_set<StemId> m_hashed; ///< only where the ids lie far apart
};

/// Rows of `from` whose ids are not in `keep`, as ranges from the top.
std::vector<Range> rangesOutside(const std::vector<StemId>& from, const IdSet& keep)
{
    std::vector<Range> ranges;
    for (int row = 0; row < static_cast<int>(from.size()); ++row) {
        if (keep.contains(from[static_cast<std::size_t>(row)])) {
            continue;
        }
        if (!ranges.empty() && ranges.back().last == row - 1) {
            ranges.back().last = row;
        } else {
            ranges.push_back({row, row});
        }
    }
    return ranges;
}

QString keyText(int keyIndex)
{
    if (keyIndex < 0) {
        return {};
    }
    const Key key {keyIndex % 12, keyIndex >= 12};
    return QString::fromStdString(keyName(key)).replace(QLatin1Char('#'), QChar(0x266F));
}

QString addedText(std::int64_t createdAtMs)
{
    if (createdAtMs <= 0) {
        return {};
    }
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(createdAtMs).date(),
                              QLocale::ShortFormat);
}

} // namespace

StemTableModel::StemTableModel(RowSource rows, QObject* parent)
    : QAbstractTableModel(parent)
    , m_rows(std::move(rows))
{
}

int StemTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_ids.size());
}

int StemTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant StemTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    if (role == IdRole) {
        return QVariant::fromValue<qlonglong>(idAt(index.row()));
    }
    const StemRow* row = stemAt(index.row());
    if (row == nullptr) {
        return {};
    }
    switch (role) {
    case Qt::DisplayRole:
        return text(*row, index.column());
    case Qt::ToolTipRole:
        return index.column() == NameColumn ? QString::fromStdString(row->name)
            : index.column() == MatchColumn
            ? text(*row, WhyColumn) // it may have no place of its own
            : text(*row, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == RatingColumn
            ? tr("%n star(s)", nullptr, row->rating)
            : (index.column() == FavoriteColumn ? (row->isFavorite ? tr("Favourite") : QString())
                                                : text(*row, index.column()));
    case Qt::TextAlignmentRole: {
        const bool isNumber = index.column() == BpmColumn || index.column() == LengthColumn
            || index.column() == LoudnessColumn || index.column() == MatchColumn;
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter)
                                   | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
    }
    default:
        return value(*row, role);
    }
}

QVariant StemTableModel::value(const StemRow& row, int role) const
{
    switch (role) {
    case SourceRole:
        return static_cast<int>(row.source);
    case CategoryRole:
        return static_cast<int>(row.category);
    case ClassRole:
        return static_cast<int>(row.soundClass);
    case RatingRole:
        return static_cast<int>(row.rating);
    case FavoriteRole:
        return row.isFavorite;
    case QualityRole:
        return static_cast<double>(row.quality);
    case MissingRole:
        return row.isMissing;
    case AttentionRole:
        return row.needsAttention;
    case ConfidenceRole:
        return static_cast<double>(row.categoryConfidence);
    case TagsRole:
        return QString::fromStdString(row.tags);
    default:
        return {};
    }
}

QString StemTableModel::text(const StemRow& row, int column) const
{
    switch (column) {
    case NameColumn:
        return QString::fromStdString(row.name);
    case MatchColumn:
    case WhyColumn: {
        const services::SearchHit* hit = m_hits ? m_hits(row.id) : nullptr;
        return hit == nullptr       ? QString()
            : column == MatchColumn ? matchText(hit->score)
                                    : reasonsText(*hit);
    }
    case SourceColumn:
        return sourceText(row.source);
    case CategoryColumn:
        return categoryText(row.category);
    case ClassColumn:
        return soundClassText(row.soundClass);
    case BpmColumn:
        return row.bpm > 0.0F ? formatNumber(static_cast<double>(row.bpm), 0)
                              : QString(QChar(0x2013));
    case KeyColumn:
        return row.keyIndex < 0 ? QString(QChar(0x2013)) : keyText(row.keyIndex);
    case LengthColumn:
        return formatLength(static_cast<double>(row.durationS));
    case LoudnessColumn:
        return row.lufs <= -69.9F ? QString(QChar(0x2013))
                                  : formatNumber(static_cast<double>(row.lufs), 1);
    case QualityColumn:
        return formatNumber(static_cast<double>(row.quality), 2);
    case RatingColumn:
        return row.rating > 0 ? QString::number(row.rating) : QString();
    case AddedColumn:
        return addedText(row.createdAtMs);
    default:
        return {};
    }
}

QVariant StemTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) {
        return {};
    }
    const std::array<QString, ColumnCount> titles {
        tr("Waveform"), tr("Name"),    tr("Match"),  tr("Why"), tr("Source"),
        tr("Category"), tr("Class"),   tr("BPM"),    tr("Key"), tr("Length"),
        tr("LUFS"),     tr("Quality"), tr("Rating"), tr("Fav"), tr("Added")};
    const QString& title = titles[static_cast<std::size_t>(section)];
    switch (role) {
    case Qt::DisplayRole:
        // These two columns show pictures that need no heading; it is spoken all the same.
        return section == WaveColumn || section == SourceColumn || section == FavoriteColumn
            ? QString()
            : title;
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return section == FavoriteColumn ? tr("Favourite") : title;
    case Qt::TextAlignmentRole: {
        const bool isNumber = section == BpmColumn || section == LengthColumn
            || section == LoudnessColumn || section == MatchColumn;
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter)
                                   | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
    }
    default:
        return {};
    }
}

Qt::ItemFlags StemTableModel::flags(const QModelIndex& index) const
{
    if (!index.isValid()) {
        return Qt::NoItemFlags;
    }
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled
        | Qt::ItemNeverHasChildren;
}

void StemTableModel::hitsChanged()
{
    if (!m_ids.empty()) {
        Q_EMIT dataChanged(index(0, MatchColumn), index(rowCount() - 1, WhyColumn));
    }
}

void StemTableModel::removeRange(int first, int last)
{
    beginRemoveRows({}, first, last);
    m_ids.erase(m_ids.begin() + first, m_ids.begin() + last + 1);
    endRemoveRows();
}

void StemTableModel::setIds(std::vector<StemId> ids)
{
    if (ids == m_ids) {
        return;
    }
    const IdSet wanted(ids);
    const std::vector<Range> gone = rangesOutside(m_ids, wanted);
    const IdSet shown(m_ids);
    const std::vector<Range> fresh = rangesOutside(ids, shown);
    if (m_ids.empty() || ids.empty() || gone.size() + fresh.size() > kMostRanges) {
        beginResetModel();
        m_ids = std::move(ids);
        endResetModel();
        return;
    }
    for (auto range = gone.rbegin(); range != gone.rend(); ++range) {
        removeRange(range->first, range->last);
    }
    std::vector<StemId> kept;
    kept.reserve(m_ids.size());
    std::copy_if(ids.begin(), ids.end(), std::back_inserter(kept),
                 [&](StemId id) { return shown.contains(id); });
    if (kept != m_ids) {
        Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
        const QModelIndexList before = persistentIndexList();
        std::vector<StemId> persistentIds;
        persistentIds.reserve(static_cast<std::size_t>(before.size()));
        for (const QModelIndex& index : before) {
            persistentIds.push_back(idAt(index.row()));
        }
        m_ids = std::move(kept);
        QModelIndexList after;
        for (qsizetype i = 0; i < before.size(); ++i) {
            after.push_back(
                index(rowOf(persistentIds[static_cast<std::size_t>(i)]), before[i].column()));
        }
        changePersistentIndexList(before, after);
        Q_EMIT layoutChanged({}, VerticalSortHint);
    }
    for (const Range& range : fresh) {
        beginInsertRows({}, range.first, range.last);
        m_ids.insert(m_ids.begin() + range.first, ids.begin() + range.first,
                     ids.begin() + range.last + 1);
        endInsertRows();
    }
}

void StemTableModel::applyChanges(const std::vector<StemRow>& changed,
                                  const std::vector<StemId>& removed)
{
    if (!removed.empty()) {
        const IdSet out(removed);
        std::vector<StemId> left;
        left.reserve(m_ids.size());
        std::copy_if(m_ids.begin(), m_ids.end(), std::back_inserter(left),
                     [&](StemId id) { return !out.contains(id); });
        setIds(std::move(left));
    }
    if (changed.empty()) {
        return;
    }
    if (changed.size() > kMostRanges) {
        if (!m_ids.empty()) {
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        }
        return;
    }
    for (const StemRow& row : changed) {
        if (const int at = rowOf(row.id); at >= 0) {
            Q_EMIT dataChanged(index(at, 0), index(at, ColumnCount - 1));
        }
    }
}

void StemTableModel::thumbnailChanged(StemId id)
{
    if (const int at = rowOf(id); at >= 0) {
        Q_EMIT dataChanged(index(at, WaveColumn), index(at, WaveColumn), {Qt::DecorationRole});
    }
}

void StemTableModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_ids.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

StemId StemTableModel::idAt(int row) const
{
    return row >= 0 && row < static_cast<int>(m_ids.size()) ? m_ids[static_cast<std::size_t>(row)]
                                                            : StemId {};
}

int StemTableModel::rowOf(StemId id) const
{
    const auto found = std::find(m_ids.begin(), m_ids.end(), id);
    return found == m_ids.end() ? -1 : static_cast<int>(found - m_ids.begin());
}

const StemRow* StemTableModel::stemAt(int row) const
{
    return stem(idAt(row));
}

const StemRow* StemTableModel::stem(StemId id) const
{
    const std::vector<StemRow>& rows = m_rows();
    if (m_lastLookup < rows.size() && rows[m_lastLookup].id == id) {
        return &rows[m_lastLookup];
    }
    const auto found = std::lower_bound(
        rows.begin(), rows.end(), id, [](const StemRow& row, StemId key) { return row.id < key; });
    if (found == rows.end() || found->id != id) {
        return nullptr;
    }
    m_lastLookup = static_cast<std::size_t>(found - rows.begin());
    return &*found;
}

std::optional<services::SortColumn> StemTableModel::sortColumn(int column)
{
    using services::SortColumn;
    constexpr std::array<std::optional<SortColumn>, ColumnCount> kColumns {
        std::nullopt,       SortColumn::Name,     std::nullopt,           std::nullopt,
        SortColumn::Source, SortColumn::Category, SortColumn::SoundClass, SortColumn::Bpm,
        SortColumn::Key,    SortColumn::Length,   SortColumn::Loudness,   SortColumn::Quality,
        SortColumn::Rating, SortColumn::Favorite, SortColumn::Added};
    return column < 0 || column >= ColumnCount ? std::nullopt
                                               : kColumns[static_cast<std::size_t>(column)];
}

} // namespace nde::ui
