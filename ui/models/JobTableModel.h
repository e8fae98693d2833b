#pragma once

#include "core/base/Job.h"
#include "ui/models/JobText.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QStringList>

#include <vector>

namespace nde::services {
class JobService;
}

namespace nde::ui {

/// The jobs of a studio in queue order: the queue of the Separate room (one kind) and the Activity
/// panel (all kinds) are two of these.
///
/// @thread  the GUI thread.
class JobTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        StateColumn,
        TitleColumn,
        ProfileColumn,
        DeviceColumn,
        ProgressColumn,
        LeftColumn,
        SpeedColumn,
        ResultColumn,
        ActionColumn,
        ColumnCount
    };
    enum Role
    {
        IdRole = Qt::UserRole, ///< qlonglong
        KindRole, ///< QString
        StateRole, ///< int of JobState
        ProgressRole, ///< 0 … 1
        ErrorCodeRole, ///< QString, empty = none
        ErrorMessageRole ///< QString, technical
    };

    /// @param kinds  which jobs to show, e.g. {"separate"}; empty = all. Those of a comparison only
    ///               stand among all.
    explicit JobTableModel(QStringList kinds = {}, QObject* parent = nullptr);

    /// Follows a service from now on; it must outlive this model.
    void attach(services::JobService& service);

    void setJobs(const std::vector<JobRecord>& jobs); ///< by position
    void updateJob(const JobRecord& job); ///< one job's state; unknown jobs go to the end

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    void retranslate();

    [[nodiscard]] const JobRecord* jobAt(int row) const;
    [[nodiscard]] int rowOf(JobId id) const;
    [[nodiscard]] int count(JobState state) const;
    [[nodiscard]] SeparationFacts facts(JobId id) const;
    /// What "automatic" comes to on this machine, where it is known beforehand.
    void setAutomaticDevice(const QString& device) { m_automatic = device; }
    /// What a running job computes on and did about memory, as its lanes tell.
    void setRunning(JobId id, const QString& device, const QStringList& steps);

private:
    [[nodiscard]] bool shows(const JobRecord& job) const;
    [[nodiscard]] QString text(const JobRecord& job, int column) const;
    [[nodiscard]] QString toolTip(const JobRecord& job, int column) const;

    QStringList m_kinds;
    QString m_automatic {QStringLiteral("auto")};
    std::vector<JobRecord> m_jobs;
    mutable QHash<JobId, SeparationFacts> m_facts; ///< read once a state
};

} // namespace nde::ui
