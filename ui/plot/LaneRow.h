#pragma once

#include "core/audio/Peaks.h"
#include "core/base/Category.h"

#include <QAbstractSlider>
#include <QColor>
#include <QImage>
#include <QWidget>

#include <memory>

namespace nde::ui {

class LaneLetter;
class LaneHead;
class LaneWave;

/// What one lane shows.
struct LaneInfo
{
    QString id; ///< "original", "drums", …
    QString name; ///< translated
    Category category {Category::Other};
    bool isOriginal {}; ///< drawn with the track glyph in `text2`, without mute and solo
    bool isPlain {}; ///< without mute and solo: someone else says what is heard
};

/// One lane: header with mute, solo and meter; waveform that may still be growing; note right.
class LaneRow final : public QWidget
{
    Q_OBJECT
public:
    using Peaks = std::shared_ptr<const audio::PeakPyramid>;
    explicit LaneRow(const LaneInfo& info, QWidget* parent = nullptr);

    [[nodiscard]] const LaneInfo& info() const { return m_info; }
    void setName(const QString& name);
    void setCategory(Category category); ///< its mark and colour
    void setCompact(bool compact); ///< 28 instead of 36 high
    void setPeaks(const Peaks& peaks);
    /// @param share  finished part, 0 … 1; past it nothing is drawn but a dashed line.
    void setReady(double share, const QString& note);
    void setMuted(bool muted);
    void setSolo(bool solo);
    [[nodiscard]] bool isMuted() const;
    [[nodiscard]] bool isSolo() const;
    void setSilenced(bool silenced); ///< not heard now: drawn as a 45 % outline
    void setLevel(double linear);
    void setLength(double seconds); ///< of the whole track
    void setPosition(double seconds);

    /// The part of a row of this width that is time, in its coordinates.
    [[nodiscard]] static QRect timeRect(int rowWidth);
    [[nodiscard]] QRect timeRect() const { return timeRect(width()); }
    [[nodiscard]] static int headerWidth();

protected:
    void resizeEvent(QResizeEvent* event) override;

Q_SIGNALS:
    void muteClicked(bool muted, bool isExclusive);
    void soloClicked(bool solo, bool isExclusive);
    void seekRequested(double seconds);
    void dragOutRequested();

private:
    LaneInfo m_info;
    LaneHead* m_head;
    LaneWave* m_wave;
    LaneLetter* m_mute {};
    LaneLetter* m_solo {};
};

} // namespace nde::ui
