#pragma once

#include <QAbstractButton>

#include <utility>
#include <vector>

namespace nde::ui {

/// A prompt to begin with, and under it what of the library fits: the marks of its lanes with
/// counts.
class IdeaButton final : public QAbstractButton
{
    Q_OBJECT
public:
    IdeaButton(const QString& prompt, std::vector<std::pair<QString, int>> lanes,
               QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<std::pair<QString, int>> m_lanes;
};

} // namespace nde::ui
