#pragma once

#include <QWidget>

#include <map>
#include <string>
#include <vector>

namespace nde::ui {

/// "Why this one": the terms of a sound's score as small bars, in two columns.
class WhyBars final : public QWidget
{
    Q_OBJECT
public:
    explicit WhyBars(QWidget* parent = nullptr);
    void setWhy(const std::map<std::string, double>& why);
    [[nodiscard]] int termCount() const { return static_cast<int>(m_terms.size()); }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<std::pair<std::string, double>> m_terms; ///< the best first, without the total
};

} // namespace nde::ui
