#pragma once

#include "core/audio/Peaks.h"
#include "ui/models/DreamSetup.h"

#include <QAbstractButton>

#include <vector>

namespace nde::ui {

/// One end of a morph: takes a sound that is dropped on it, shows it, lets it be heard. Backspace
/// empties it.
class SlotTile final : public QAbstractButton
{
    Q_OBJECT
public:
    /// @param letter  "A" or "B".
    explicit SlotTile(const QString& letter, QWidget* parent = nullptr);

    void setSpot(const DreamSpot& spot);
    void setWave(std::vector<audio::PeakColumn> columns); ///< empty = not known
    void retranslate();

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void dropped(const QString& path);
    void cleared();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QString m_letter;
    DreamSpot m_spot;
    std::vector<audio::PeakColumn> m_wave;
    bool m_isOver {};
};

} // namespace nde::ui
