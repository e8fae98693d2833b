#pragma once

#include <QWidget>

class QLabel;

namespace nde::ui {

class SegmentedControl;

/// What files dreams become: one channel or two, and their rate.
class OutputFields final : public QWidget
{
    Q_OBJECT
public:
    explicit OutputFields(QWidget* parent = nullptr);

    /// @param channels  1 or 2. @param sampleRate  44100 or 48000.
    void setOutput(int channels, int sampleRate); ///< silent

Q_SIGNALS:
    void changed(int channels, int sampleRate);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QLabel* m_title;
    SegmentedControl* m_channels;
    SegmentedControl* m_rate;
};

} // namespace nde::ui
