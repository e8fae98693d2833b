#pragma once

#include "core/base/Category.h"

#include <QWidget>

#include <optional>

namespace nde::ui {

/// Name of a clip's sound with its source, and under it lane, bars and state.
class ClipHead final : public QWidget
{
    Q_OBJECT
public:
    explicit ClipHead(QWidget* parent = nullptr);
    void setTexts(const QString& title, std::optional<Source> source, Category category,
                  const QString& lane, const QString& note);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_title;
    std::optional<Source> m_source;
    Category m_category {};
    QString m_lane;
    QString m_note;
};

} // namespace nde::ui
