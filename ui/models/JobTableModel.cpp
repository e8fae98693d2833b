#include "ui/models/JobTableModel.h"

#include "core/services/JobService.h"
#include "ui/models/JobText.h"
#include "ui/theme/Theme.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>
#include <utility>

namespace nde::ui {

JobTableModel::JobTableModel(QStringList kinds, QObject* parent)
    : QAbstractTableModel(parent)
    , m_kinds(std::move(kinds))
{
}

void JobTableModel::attach(services::JobService& service)
{
    connect(&service, &services::JobService::jobAdded, this, &JobTableModel::updateJob);
    connect(&service, &services::JobService::jobChanged, this,
            [this, &service](const JobRecord& job) {
                const int row = rowOf(job.id);
                if (row >= 0 && jobAt(row)->position != job.position) {
                    setJobs(service.jobs());
                } else {
                    updateJob(job);
                }
            });
    connect(&service, &services::JobService::jobFinished, this, &JobTableModel::updateJob);
    connect(&service, &services::JobService::jobsRemoved, this,
            [this, &service] { setJobs(service.jobs()); });
    setJobs(service.jobs());
}

bool JobTableModel::shows(const JobRecord& job) const
{
    return m_kinds.isEmpty()
        || (m_kinds.contains(QString::fromStdString(job.kind)) && !isAuditionJob(job));
}

void JobTableModel::setJobs(const std::vector<JobRecord>& jobs)
{
    std::vector<JobRecord> wanted;
    std::copy_if(jobs.begin(), jobs.end(), std::back_inserter(wanted),
                 [this](const JobRecord& job) { return shows(job); });
    std::unordered_set<JobId> ids;
    for (const JobRecord& job : wanted) {
        ids.insert(job.id);
    }
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (!ids.contains(jobAt(row)->id)) {
            beginRemoveRows({}, row, row);
            m_facts.remove(jobAt(row)->id);
            m_jobs.erase(m_jobs.begin() + row);
            endRemoveRows();
        }
    }
    // Walks the wanted order; a job that stands further down moves up, an unknown one comes in.
    for (int row = 0; row < static_cast<int>(wanted.size()); ++row) {
        const JobRecord& job = wanted[static_cast<std::size_t>(row)];
        const int at = rowOf(job.id);
        if (at < 0) {
            beginInsertRows({}, row, row);
            m_jobs.insert(m_jobs.begin() + row, job);
            endInsertRows();
        } else if (at != row) {
            beginMoveRows({}, at, at, {}, row);
            std::rotate(m_jobs.begin() + row, m_jobs.begin() + at, m_jobs.begin() + at + 1);
            endMoveRows();
        }
        updateJob(job);
    }
}

void JobTableModel::updateJob(const JobRecord& job)
{
    if (!shows(job)) {
        return;
    }
    const int row = rowOf(job.id);
    if (row < 0) {
        const int last = rowCount();
        beginInsertRows({}, last, last);
        m_jobs.push_back(job);
        endInsertRows();
        return;
    }
    JobRecord& known = m_jobs[static_cast<std::size_t>(row)];
    if (known != job) {
        if (known.state != job.state) {
            m_facts.remove(job.id);
        }
        known = job;
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

int JobTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_jobs.size());
}

int JobTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant JobTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const JobRecord& job = m_jobs[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(job, index.column());
    case Qt::ToolTipRole:
        return toolTip(job, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter)
                                   | (index.column() == LeftColumn || index.column() == SpeedColumn
                                          ? Qt::AlignRight
                                          : Qt::AlignLeft));
    case IdRole:
        return QVariant::fromValue<qlonglong>(job.id);
    case KindRole:
        return QString::fromStdString(job.kind);
    case StateRole:
        return static_cast<int>(job.state);
    case ProgressRole:
        return job.progress;
    case ErrorCodeRole:
        return QString::fromStdString(job.errorCode);
    case ErrorMessageRole:
        return QString::fromStdString(job.errorMessage);
    default:
        return {};
    }
}

QString JobTableModel::toolTip(const JobRecord& job, int column) const
{
    if (column == ResultColumn && job.state == JobState::Failed) {
        return jobErrorSentence(job) + QLatin1Char(' ') + jobErrorCure(job);
    }
    const QStringList steps = job.kind == "separate" ? facts(job.id).steps : QStringList();
    if (column == ResultColumn && !steps.isEmpty()) {
        return tr("Memory was short. What was done: %1").arg(steps.join(QStringLiteral("; ")));
    }
    return text(job, column);
}

SeparationFacts JobTableModel::facts(JobId id) const
{
    const auto known = m_facts.constFind(id);
    if (known != m_facts.constEnd()) {
        return *known;
    }
    const JobRecord* job = jobAt(rowOf(id));
    if (job == nullptr) {
        return {};
    }
    SeparationFacts facts = separationFacts(*job);
    if (facts.device.isEmpty() || facts.device == u"auto") {
        facts.device = m_automatic;
    }
    return *m_facts.insert(id, facts);
}

void JobTableModel::setRunning(JobId id, const QString& device, const QStringList& steps)
{
    const int row = rowOf(id);
    if (row < 0) {
        return;
    }
    SeparationFacts now = facts(id);
    now.device = device.isEmpty() ? now.device : device;
    now.steps = steps;
    if (now != facts(id)) {
        m_facts.insert(id, now);
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

QString JobTableModel::text(const JobRecord& job, int column) const
{
    switch (column) {
    case StateColumn:
        return jobStateText(job.state);
    case TitleColumn:
        return jobTitleText(job);
    case ProfileColumn:
        return job.kind == "separate" ? facts(job.id).profile : jobKindText(job.kind);
    case DeviceColumn:
        return deviceText(job.kind == "separate" ? facts(job.id).device : QStringLiteral("cpu"));
    case ProgressColumn:
        return job.state == JobState::Running
            ? tr("%1 %").arg(static_cast<int>(std::floor(job.progress * 100.0)))
            : jobStateText(job.state);
    case LeftColumn:
        return job.state == JobState::Running && job.etaS >= 0.0 ? formatEta(job.etaS) : QString();
    case SpeedColumn:
        return job.speed > 0.0 ? formatNumber(job.speed, job.speed < 10.0 ? 1 : 0) + QChar(0x00D7)
                               : QString();
    case ResultColumn:
        if (job.state == JobState::Running) {
            return job.kind == "separate" && !facts(job.id).steps.isEmpty()
                ? jobStageText(job) + QStringLiteral(" · ") + tr("memory was short")
                : jobStageText(job);
        }
        return jobResultText(job);
    default:
        return {};
    }
}

QVariant JobTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter)
            | (section == LeftColumn || section == SpeedColumn ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole) {
        return {};
    }
    const std::array<QString, ColumnCount> titles {tr("State"),  tr("File"),     tr("Profile"),
                                                   tr("Device"), tr("Progress"), tr("Left"),
                                                   tr("Speed"),  tr("Result"),   tr("Action")};
    const bool isPicture = section == StateColumn || section == ActionColumn;
    return role == Qt::DisplayRole && isPicture ? QString()
                                                : titles[static_cast<std::size_t>(section)];
}

void JobTableModel::retranslate()
{
    m_facts.clear();
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_jobs.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
}

const JobRecord* JobTableModel::jobAt(int row) const
{
    return row >= 0 && row < rowCount() ? &m_jobs[static_cast<std::size_t>(row)] : nullptr;
}

int JobTableModel::rowOf(JobId id) const
{
    const auto found = std::find_if(m_jobs.begin(), m_jobs.end(),
                                    [id](const JobRecord& job) { return job.id == id; });
    return found == m_jobs.end() ? -1 : static_cast<int>(found - m_jobs.begin());
}

int JobTableModel::count(JobState state) const
{
    return static_cast<int>(
        std::count_if(m_jobs.begin(), m_jobs.end(),
                      [state](const JobRecord& job) { return job.state == state; }));
}

} // namespace nde::ui
