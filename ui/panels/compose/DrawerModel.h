#pragma once

#include "core/audio/Peaks.h"
#include "core/base/Stem.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

#include <functional>
#include <memory>
#include <vector>

class QWidget;

namespace nde::ui {

/// Sounds of the drawer, as copies of the library's rows.
class DrawerModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    void setRows(std::vector<StemRow> rows);
    [[nodiscard]] const StemRow* at(int row) const; ///< null outside
    [[nodiscard]] int rowOf(StemId id) const; ///< −1 = not shown
    void touch(StemId id); ///< its picture has come
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<StemRow> m_rows;
};

/// A row of the drawer, 34 high: wave, name, under it source, mark and category.
class DrawerDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using Thumbnails = std::function<std::shared_ptr<const std::vector<audio::PeakColumn>>(StemId)>;
    DrawerDelegate(DrawerModel& model, Thumbnails thumbnails, QWidget* view);
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    DrawerModel& m_model;
    Thumbnails m_thumbnails;
    QWidget* m_view;
};

} // namespace nde::ui
