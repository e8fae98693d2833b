#pragma once

#include "core/services/SourceShelf.h"

#include <QWidget>

namespace nde::ui {

/// How the sounds that may be taken divide among their sources, as one bar.
class MixBar final : public QWidget
{
    Q_OBJECT
public:
    explicit MixBar(QWidget* parent = nullptr);
    void setMix(const services::SourceMix& mix);
    [[nodiscard]] const services::SourceMix& mix() const { return m_mix; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    services::SourceMix m_mix;
};

} // namespace nde::ui
