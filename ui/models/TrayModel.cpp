#include "ui/models/TrayModel.h"

#include "ui/models/DreamText.h"
#include "ui/theme/Theme.h"

#include <algorithm>

namespace nde::ui {

namespace {

constexpr double kFullNovelty = 2.0;

QVariant percent(double share)
{
    return formatNumber(100.0 * share, 0);
}

} // namespace

bool TrayModel::isBefore(const services::TrayItem& a, const services::TrayItem& b) const
{
    const double left = m_sort == Sort::Fidelity ? a.facts.fidelity
        : m_sort == Sort::Novelty                ? a.facts.novelty
                                                 : 0.0;
    const double right = m_sort == Sort::Fidelity ? b.facts.fidelity
        : m_sort == Sort::Novelty                 ? b.facts.novelty
                                                  : 0.0;
    return left != right ? left > right : a.id < b.id;
}

void TrayModel::setItems(const std::vector<services::TrayItem>& items)
{
    const auto find = [](const std::vector<services::TrayItem>& in, qint64 id) {
        return std::find_if(in.begin(), in.end(),
                            [id](const services::TrayItem& one) { return one.id == id; });
    };
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (find(items, item(row).id) == items.end()) {
            beginRemoveRows({}, row, row);
            m_items.erase(m_items.begin() + row);
            endRemoveRows();
        }
    }
    for (const services::TrayItem& one : items) {
        if (rowOf(one.id) >= 0) {
            continue;
        }
        const auto place
            = std::upper_bound(m_items.begin(), m_items.end(), one,
                               [this](const auto& a, const auto& b) { return isBefore(a, b); });
        const int row = static_cast<int>(place - m_items.begin());
        beginInsertRows({}, row, row);
        m_items.insert(place, one);
        endInsertRows();
    }
}

void TrayModel::setSort(Sort sort)
{
    if (sort == m_sort) {
        return;
    }
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    std::vector<qint64> ids;
    for (const QModelIndex& index : before) {
        ids.push_back(index.data(IdRole).toLongLong());
    }
    m_sort = sort;
    std::stable_sort(m_items.begin(), m_items.end(),
                     [this](const auto& a, const auto& b) { return isBefore(a, b); });
    QModelIndexList after;
    for (const qint64 id : ids) {
        after.push_back(index(rowOf(id)));
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

const services::TrayItem& TrayModel::item(int row) const
{
    return m_items[static_cast<std::size_t>(row)];
}

int TrayModel::rowOf(qint64 id) const
{
    const auto found = std::find_if(m_items.begin(), m_items.end(),
                                    [id](const services::TrayItem& one) { return one.id == id; });
    return found == m_items.end() ? -1 : static_cast<int>(found - m_items.begin());
}

std::vector<qint64> TrayModel::ids() const
{
    std::vector<qint64> ids;
    for (const services::TrayItem& one : m_items) {
        ids.push_back(one.id);
    }
    return ids;
}

void TrayModel::peaksChanged(const QString& path)
{
    for (int row = 0; row < rowCount(); ++row) {
        if (item(row).path == path) {
            Q_EMIT dataChanged(index(row), index(row), {Qt::DecorationRole});
        }
    }
}

void TrayModel::retranslate()
{
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

int TrayModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

QVariant TrayModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const services::TrayItem& one = item(index.row());
    const double novelty = std::clamp(one.facts.novelty / kFullNovelty, 0.0, 1.0);
    switch (role) {
    case IdRole:
        return one.id;
    case PathRole:
        return one.path;
    case NameRole:
    case Qt::DisplayRole:
        return one.name;
    case CategoryRole:
        return static_cast<int>(one.category);
    case FidelityRole:
        return std::clamp(one.facts.fidelity, 0.0, 1.0);
    case NoveltyRole:
        return novelty;
    case NearestRole:
        return one.nearestName;
    case WarningRole:
        return dreamWarning(one.facts);
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole: {
        QStringList parts {
            one.name, tr("fidelity %1 %").arg(percent(one.facts.fidelity).toString()),
            tr("new by %1 of the usual distance").arg(formatNumber(one.facts.novelty, 2)),
            nearText(one.nearestName), dreamWarning(one.facts)};
        if (!one.facts.blend.empty()) {
            parts.push_back(one.facts.blend == "joint" ? tr("joint latent") : tr("layer hybrid"));
        }
        parts.push_back(tr("seed %1").arg(one.facts.seed));
        parts.removeAll(QString());
        return parts.join(role == Qt::ToolTipRole ? QStringLiteral("\n") : QStringLiteral(", "));
    }
    default:
        return {};
    }
}

} // namespace nde::ui
