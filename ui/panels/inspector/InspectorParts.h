#pragma once

#include "core/audio/Peaks.h"
#include "core/base/Stem.h"

#include <QAbstractButton>
#include <QWidget>

#include <memory>

namespace nde::ui {

/// Category badge with the class and how sure it is: "● Kick one-shot · 96 %". A click asks for
/// another category.
class NamePlate final : public QAbstractButton
{
    Q_OBJECT
public:
    explicit NamePlate(QWidget* parent = nullptr);
    void setStem(const Stem& stem);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Source m_source {};
    Category m_category {Category::Unclear};
    QString m_note;
};

/// The whole waveform, 60 high, in the colour of its category.
class WaveThumb final : public QWidget
{
    Q_OBJECT
public:
    explicit WaveThumb(QWidget* parent = nullptr);
    void setWave(const std::shared_ptr<const audio::PeakPyramid>& peaks, Category category);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::shared_ptr<const audio::PeakPyramid> m_peaks;
    Category m_category {Category::Unclear};
};

} // namespace nde::ui
