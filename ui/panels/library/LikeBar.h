#pragma once

#include "core/search/SimilarSounds.h"

#include <QWidget>

#include <array>

class QLabel;

namespace nde::ui {

class ElidedLabel;
class IconButton;
class Slider;

/// What the shown sounds are compared with, and how much each side of it counts.
class LikeBar final : public QWidget
{
    Q_OBJECT
public:
    explicit LikeBar(QWidget* parent = nullptr);
    /// @param name  of the sound or file; empty hides the bar.
    void setSound(const QString& name);
    void setBusy(bool isBusy); ///< a file is being measured
    [[nodiscard]] search::AspectWeights aspects() const;

Q_SIGNALS:
    void aspectsChanged();
    void cleared();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void retranslate();

    QString m_name;
    bool m_isBusy {};
    QLabel* m_title;
    ElidedLabel* m_sound;
    IconButton* m_clear;
    std::array<QLabel*, search::kAspectCount> m_labels {};
    std::array<Slider*, search::kAspectCount> m_sliders {};
};

} // namespace nde::ui
