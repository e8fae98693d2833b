#include "ui/models/RunTableModel.h"

#include "ui/models/TrainText.h"
#include "ui/models/TrainingShelf.h"
#include "ui/theme/Theme.h"

#include <algorithm>

namespace nde::ui {

RunTableModel::RunTableModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void RunTableModel::setRuns(const std::vector<services::RunSummary>& runs)
{
    const auto hasId = [](const std::vector<services::RunSummary>& list, qint64 id) {
        return std::any_of(list.begin(), list.end(),
                           [id](const auto& run) { return run.id == id; });
    };
    for (int row = rowCount() - 1; row >= 0; --row) {
        const qint64 id = m_runs[static_cast<std::size_t>(row)].id;
        if (!hasId(runs, id)) {
            beginRemoveRows({}, row, row);
            m_runs.erase(m_runs.begin() + row);
            m_compared.erase(id);
            endRemoveRows();
        }
    }
    for (std::size_t at = 0; at < runs.size(); ++at) {
        const int row = static_cast<int>(at);
        if (at >= m_runs.size() || m_runs[at].id != runs[at].id) {
            beginInsertRows({}, row, row);
            m_runs.insert(m_runs.begin() + row, runs[at]);
            endInsertRows();
            continue;
        }
        const services::RunSummary before = std::exchange(m_runs[at], runs[at]);
        bool isSame = before.isStarred == runs[at].isStarred && before.state == runs[at].state;
        for (int column = 0; column < ColumnCount && isSame; ++column) {
            isSame = text(before, column) == text(runs[at], column);
        }
        if (!isSame) {
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
        }
    }
}

void RunTableModel::setCompared(qint64 run, bool compared)
{
    const int row = rowOf(run);
    if (row < 0 || compared == isCompared(run)) {
        return;
    }
    if (compared) {
        m_compared.insert(run);
    } else {
        m_compared.erase(run);
    }
    Q_EMIT dataChanged(index(row, CompareColumn), index(row, CompareColumn), {Qt::CheckStateRole});
    Q_EMIT comparedChanged();
}

std::vector<qint64> RunTableModel::compared() const
{
    std::vector<qint64> ids;
    for (const services::RunSummary& run : m_runs) {
        if (isCompared(run.id)) {
            ids.push_back(run.id);
        }
    }
    return ids;
}

qint64 RunTableModel::idAt(int row) const
{
    return row >= 0 && row < rowCount() ? m_runs[static_cast<std::size_t>(row)].id : 0;
}

int RunTableModel::rowOf(qint64 run) const
{
    const auto found = std::find_if(m_runs.begin(), m_runs.end(),
                                    [run](const auto& one) { return one.id == run; });
    return found == m_runs.end() ? -1 : static_cast<int>(found - m_runs.begin());
}

void RunTableModel::retranslate()
{
    if (!m_runs.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

int RunTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

int RunTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString RunTableModel::text(const services::RunSummary& run, int column) const
{
    switch (column) {
    case RunColumn:
        return runTitle(run);
    case BestColumn:
        return run.spectralDb >= 0.0 ? formatNumber(run.spectralDb, 2) : QString();
    case EpochsColumn:
        return formatCount(run.epochs);
    case TimeColumn:
        return clockText(run.elapsedS);
    case MarkColumn:
        return run.isStarred && run.state == u"done" ? tr("starred") : runStateText(run.state);
    default:
        return {};
    }
}

QVariant RunTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const services::RunSummary& run = m_runs[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(run, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == CompareColumn ? tr("Compare %1").arg(runTitle(run))
                                               : text(run, index.column());
    case Qt::CheckStateRole:
        return index.column() == CompareColumn
            ? QVariant(isCompared(run.id) ? Qt::Checked : Qt::Unchecked)
            : QVariant();
    case Qt::ToolTipRole:
        return runFacts(run);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(index.column() >= BestColumn
                                                     ? Qt::AlignRight | Qt::AlignVCenter
                                                     : Qt::AlignLeft | Qt::AlignVCenter));
    case IdRole:
        return run.id;
    case CategoryRole:
        return static_cast<int>(run.category);
    case PresetRole:
        return presetText(run.preset);
    case StateRole:
        return run.state;
    case StarRole:
        return run.isStarred;
    default:
        return {};
    }
}

bool RunTableModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || role != Qt::CheckStateRole || index.column() != CompareColumn) {
        return false;
    }
    setCompared(idAt(index.row()), value.toInt() == Qt::Checked);
    return true;
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::Alignment(section >= BestColumn
                                                     ? Qt::AlignRight | Qt::AlignVCenter
                                                     : Qt::AlignLeft | Qt::AlignVCenter));
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) {
        return {};
    }
    const bool isWord = role == Qt::DisplayRole;
    switch (section) {
    case RunColumn:
        return tr("Run");
    case BestColumn:
        return isWord ? tr("dB")
                      : tr("How far the probes of the best epoch are from their originals, "
                           "in dB over 40 bands: lower is better");
    case EpochsColumn:
        return isWord ? tr("Ep.", "short for epochs") : tr("Epochs");
    case TimeColumn:
        return isWord ? tr("Time") : tr("Time of training, without pauses");
    default:
        return {};
    }
}

Qt::ItemFlags RunTableModel::flags(const QModelIndex& index) const
{
    if (!index.isValid()) {
        return Qt::NoItemFlags;
    }
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled;
    return index.column() == CompareColumn ? flags | Qt::ItemIsUserCheckable : flags;
}

} // namespace nde::ui
