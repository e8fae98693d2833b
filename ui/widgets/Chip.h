#pragma once

#include "core/base/Category.h"

#include <QAbstractButton>

#include <optional>

namespace nde::ui {

/// A word in a pill: a toggle (recipe, after), or a filter that can be taken away.
class Chip final : public QAbstractButton
{
    Q_OBJECT
public:
    explicit Chip(const QString& text, QWidget* parent = nullptr);

    void setCategory(std::optional<Category> category); ///< its mark before the text
    void setIconName(const QString& name);
    /// Shows ×; a click anywhere on the chip, Delete or Backspace asks for its removal.
    void setRemovable(bool removable);
    void setDashed(bool dashed); ///< unresolved, or "add one"
    void setSmall(bool small); ///< 18 high, for tags in the inspector; not for removable ones

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void removeRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] double fixedWidth() const;

    std::optional<Category> m_category;
    QString m_iconName;
    bool m_isRemovable {};
    bool m_isDashed {};
    bool m_isSmall {};
};

} // namespace nde::ui
