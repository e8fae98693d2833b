#pragma once

#include "core/base/Category.h"

#include <QWidget>

namespace nde::ui {

/// A category's mark and "84 kicks" beside it.
class CountBadge : public QWidget
{
    Q_OBJECT
public:
    CountBadge(Category category, int count, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Category m_category;
    QString m_text;
};

/// "84 kicks", "1 snare", "3 × Pad".
[[nodiscard]] QString categoryCountText(Category category, int count);

} // namespace nde::ui
