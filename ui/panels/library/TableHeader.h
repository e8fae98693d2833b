#pragma once

#include <QHeaderView>

namespace nde::ui {

/// The header of a studio table: caption text, an arrow at the column that sorts, one line below.
class TableHeader : public QHeaderView
{
    Q_OBJECT
public:
    explicit TableHeader(QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const override;
};

} // namespace nde::ui
