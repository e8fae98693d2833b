#include "ui/models/ModelTableModel.h"

#include "core/services/JobService.h"
#include "ui/models/ModelShelf.h"
#include "ui/models/ModelText.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <array>

namespace nde::ui {

namespace {

const auto kDraft = QStringLiteral("draft");

} // namespace

ModelTableModel::ModelTableModel(ModelShelf& shelf, services::JobService& jobs, QObject* parent)
    : QAbstractTableModel(parent)
    , m_shelf(shelf)
    , m_jobs(jobs)
{
    connect(&shelf, &ModelShelf::changed, this, &ModelTableModel::onShelf);
    connect(&jobs, &services::JobService::jobFinished, this, [this](const JobRecord& job) {
        if (job.kind == "separate") {
            readUses();
            Q_EMIT dataChanged(index(0, UsedColumn), index(m_rows - 1, UsedColumn));
        }
    });
    readUses();
    onShelf();
}

void ModelTableModel::onShelf()
{
    const int rows = 1 + static_cast<int>(m_shelf.models().size());
    if (rows > m_rows) {
        beginInsertRows({}, m_rows, rows - 1);
        m_rows = rows;
        endInsertRows();
    }
    Q_EMIT dataChanged(index(0, 0), index(m_rows - 1, ColumnCount - 1));
}

void ModelTableModel::readUses()
{
    m_usedAtMs.clear();
    for (const JobRecord& job : m_jobs.jobs()) {
        if (job.kind != "separate" || job.state != JobState::Done) {
            continue;
        }
        const QString model = QJsonDocument::fromJson(QByteArray::fromStdString(job.result))
                                  .object()
                                  .value(QLatin1String("model"))
                                  .toString();
        m_usedAtMs[model] = std::max<qint64>(m_usedAtMs.value(model), job.finishedAtMs);
    }
}

int ModelTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int ModelTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ModelTableModel::idAt(int row) const
{
    if (row == 0) {
        return kDraft;
    }
    return row > 0 && row < m_rows ? m_shelf.models()[static_cast<std::size_t>(row - 1)].model.id
                                   : QString();
}

int ModelTableModel::rowOf(const QString& id) const
{
    for (int row = 0; row < m_rows; ++row) {
        if (idAt(row) == id) {
            return row;
        }
    }
    return -1;
}

double ModelTableModel::progress(const QString& id) const
{
    const auto job = m_shelf.download(id);
    return job && !isFinished(job->state) ? job->progress : -1.0;
}

QVariant ModelTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const QString id = idAt(index.row());
    const services::ModelStatus* status = m_shelf.status(id);
    const services::ModelState state
        = status == nullptr ? services::ModelState::Ready : status->state;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        return text(index.row(), index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter)
            | (index.column() == SizeColumn ? Qt::AlignRight : Qt::AlignLeft));
    case IdRole:
        return id;
    case StateRole:
        return static_cast<int>(state);
    case ProgressRole:
        return progress(id);
    case HasFailedRole: {
        const auto job = m_shelf.download(id);
        return state == services::ModelState::Damaged
            || (job && job->state == JobState::Failed && state != services::ModelState::Ready);
    }
    default:
        return {};
    }
}

QString ModelTableModel::text(int row, int column) const
{
    const QString id = idAt(row);
    if (column == UsedColumn) {
        const qint64 used = m_usedAtMs.value(id);
        return used == 0
            ? QString()
            : QLocale().toString(QDateTime::fromMSecsSinceEpoch(used).date(), QLocale::ShortFormat);
    }
    if (row == 0) {
        switch (column) {
        case NameColumn:
            return tr("Draft");
        case PurposeColumn:
            return tr("Four stems at once, on any computer. Profile Draft.");
        case LicenceColumn:
            return QStringLiteral("GPL-3.0");
        case StateColumn:
            return tr("built in");
        default:
            return {};
        }
    }
    const services::ModelStatus& status = m_shelf.models()[static_cast<std::size_t>(row - 1)];
    switch (column) {
    case NameColumn:
        return modelTitle(status.model);
    case PurposeColumn:
        return modelPurpose(status.model);
    case SizeColumn:
        return sizeText(status.model.bytes());
    case LicenceColumn:
        return licenceName(status.model);
    case StateColumn:
        return modelStateText(status, m_shelf);
    case HashColumn:
        return hashShort(status.model);
    default:
        return {};
    }
}

QVariant ModelTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter)
                                   | (section == SizeColumn ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole) {
        return {};
    }
    const std::array<QString, ColumnCount> titles {
        tr("Name"), tr("Purpose"), tr("Size"), tr("Terms"), tr("State"), tr("Hash"), tr("Used")};
    return titles[static_cast<std::size_t>(section)];
}

void ModelTableModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    Q_EMIT dataChanged(index(0, 0), index(m_rows - 1, ColumnCount - 1));
}

} // namespace nde::ui
