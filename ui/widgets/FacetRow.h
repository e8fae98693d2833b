#pragma once

#include "core/base/Category.h"

#include <QAbstractButton>

#include <optional>

namespace nde::ui {

/// One value of a facet: mark, label, live count at the right. Checkable.
class FacetRow final : public QAbstractButton
{
    Q_OBJECT
public:
    explicit FacetRow(const QString& text, QWidget* parent = nullptr);

    void setCategory(Category category);
    void setSource(Source source);
    void setIconName(const QString& name, const QColor& color); ///< a mark of another kind
    void setCount(qint64 count); ///< −1 = none shown
    [[nodiscard]] qint64 count() const { return m_count; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<Category> m_category;
    std::optional<Source> m_source;
    QString m_iconName;
    QColor m_iconColor;
    qint64 m_count {-1};
};

} // namespace nde::ui
