#pragma once

#include "core/services/DreamDesk.h"

#include <QAbstractListModel>

#include <vector>

namespace nde::ui {

/// The candidates that wait in the tray.
class TrayModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role
    {
        IdRole = Qt::UserRole,
        PathRole,
        NameRole,
        CategoryRole,
        FidelityRole, ///< 0 … 1
        NoveltyRole, ///< 0 … 1, of the bar; twice the typical distance is full
        NearestRole, ///< name, may be empty
        WarningRole ///< sentence, empty = fine
    };
    enum class Sort
    {
        Arrival,
        Fidelity, ///< the best first
        Novelty
    };
    using QAbstractListModel::QAbstractListModel;

    void setItems(const std::vector<services::TrayItem>& items);
    void setSort(Sort sort);
    [[nodiscard]] Sort sort() const { return m_sort; }
    [[nodiscard]] const services::TrayItem& item(int row) const;
    [[nodiscard]] int rowOf(qint64 id) const; ///< −1 = gone
    [[nodiscard]] std::vector<qint64> ids() const;
    void peaksChanged(const QString& path); ///< its picture may be drawn now
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    [[nodiscard]] bool isBefore(const services::TrayItem& a, const services::TrayItem& b) const;

    std::vector<services::TrayItem> m_items;
    Sort m_sort {Sort::Arrival};
};

} // namespace nde::ui
