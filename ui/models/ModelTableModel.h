#pragma once

#include <QAbstractTableModel>
#include <QHash>

namespace nde::services {
class JobService;
}

namespace nde::ui {

class ModelShelf;

/// The models of this computer: Draft, which is built in, then the catalogue in its order.
/// @thread  the GUI thread.
class ModelTableModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        NameColumn,
        PurposeColumn,
        SizeColumn,
        LicenceColumn,
        StateColumn,
        HashColumn,
        UsedColumn,
        ColumnCount
    };
    enum Role
    {
        IdRole = Qt::UserRole, ///< QString: catalogue id, "draft" for the built-in one
        StateRole, ///< int of services::ModelState; Ready for the built-in one
        ProgressRole, ///< 0 … 1 while it is fetched or waits for its turn, else −1
        HasFailedRole ///< bool: its last download failed, or it is damaged
    };

    ModelTableModel(ModelShelf& shelf, services::JobService& jobs, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    void retranslate();

    [[nodiscard]] QString idAt(int row) const; ///< empty outside
    [[nodiscard]] int rowOf(const QString& id) const; ///< −1 = not there

private:
    void onShelf();
    void readUses();
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] double progress(const QString& id) const;

    ModelShelf& m_shelf;
    services::JobService& m_jobs;
    QHash<QString, qint64> m_usedAtMs; ///< by model, last finished separation
    int m_rows {1};
};

} // namespace nde::ui
