#pragma once

#include "core/services/TrainingBook.h"

#include <QAbstractTableModel>

#include <set>
#include <vector>

namespace nde::ui {

/// The runs of a studio, newest first, with check boxes for comparing.
/// @thread  the GUI thread.
class RunTableModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        CompareColumn,
        RunColumn,
        BestColumn,
        EpochsColumn,
        TimeColumn,
        MarkColumn, ///< state, or the star
        ColumnCount
    };
    enum Role
    {
        IdRole = Qt::UserRole, ///< qint64
        CategoryRole, ///< int of Category
        PresetRole, ///< QString, translated
        StateRole, ///< QString as RunSummary::state
        StarRole ///< bool
    };
    explicit RunTableModel(QObject* parent = nullptr);

    void setRuns(const std::vector<services::RunSummary>& runs);
    void setCompared(qint64 run, bool compared);
    [[nodiscard]] bool isCompared(qint64 run) const { return m_compared.contains(run); }
    [[nodiscard]] std::vector<qint64> compared() const; ///< in the order of the rows
    [[nodiscard]] qint64 idAt(int row) const; ///< 0 outside
    [[nodiscard]] int rowOf(qint64 run) const; ///< −1 = not there
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void comparedChanged();

private:
    [[nodiscard]] QString text(const services::RunSummary& run, int column) const;

    std::vector<services::RunSummary> m_runs;
    std::set<qint64> m_compared;
};

} // namespace nde::ui
