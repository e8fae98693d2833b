#pragma once

#include "core/audio/Peaks.h"
#include "core/base/Stem.h"

#include <QWidget>

#include <memory>

namespace nde::ui {

/// Source glyph and category badge with the class and its confidence: "● kick one-shot · 0.96".
class NamePlate final : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;
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

// Facts of a sound in words.
[[nodiscard]] QString tempoText(const Stem& stem); ///< empty when it has none
[[nodiscard]] QString pitchText(const Stem& stem);
[[nodiscard]] QString levelText(const Stem& stem);
[[nodiscard]] QString formatText(const Stem& stem);
[[nodiscard]] QString qualityText(const Stem& stem);
[[nodiscard]] QString originText(const Stem& stem); ///< what made it, with its seed

} // namespace nde::ui
