#pragma once

#include "core/music/Plan.h"
#include "ui/plot/ArrangeLayout.h"
#include "ui/plot/ClipWaves.h"
#include "ui/plot/TextPictures.h"

#include <QHash>
#include <QPainter>
#include <QPixmap>
#include <QSet>

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

class QElapsedTimer;

namespace nde::ui {

class BarScale;
struct ClipLook;

/// The pictures of the lanes, in pieces that are kept: ground, grid, sections and clips with their
/// waves. A piece is drawn anew only when its lane, the zoom or the size of a pixel changes.
class ArrangeTiles
{
public:
    using PeakSource = ClipWaves::Source;
    using GapWords = std::function<QString(const std::string& note)>;

    explicit ArrangeTiles(const BarScale& scale);

    void setPlan(const std::shared_ptr<const music::Plan>& plan);
    void setPeakSource(PeakSource source);
    void setGapWords(GapWords words);
    [[nodiscard]] QString gapText(const music::Clip& clip) const;
    void setMissing(const QSet<int>& clips);
    void setSection(int sectionId);
    void refreshPeaks(); ///< see ClipWaves::refresh
    void forgetPeaks(int clipId); ///< 0 = all
    void forgetPictures(); ///< fonts, colours or words are others

    /// Draws the lanes that lie in `region`.
    /// @param area     of the time of the lanes.
    /// @param scroll   pixels that the lanes are scrolled up.
    /// @return         whether everything is as it should be; else draw again soon: the frame was
    ///                 full before all waves had been asked for.
    [[nodiscard]] bool paint(QPainter& painter, const ArrangeLayout& layout, const QRectF& area,
                             double scroll, const QRect& region);

    [[nodiscard]] static double laneHeight();
    /// Draws the heads of clips that begin left of the view once more at its edge.
    void paintStickyHead(QPainter& painter, const music::Lane& lane, const music::Clip& clip,
                         bool isAudible, const QRectF& head);
    [[nodiscard]] TextPictures& texts() { return m_texts; }
    /// A clip's rectangle in its lane, x from bar 0.
    [[nodiscard]] QRectF clipRect(const music::Clip& clip, double ratio) const;

private:
    struct Tile
    {
        QPixmap picture;
        int generation {};
        double pixelsPerBar {};
        bool isWhole {};
        int usedAt {};
    };
    /// What a lane looked like at another zoom: stretched, it serves until it is drawn anew.
    struct Former
    {
        QHash<int, QPixmap> pictures; ///< by tile
        double pixelsPerBar {};
    };
    void changeLane(int laneId);
    void comparePlans(const music::Plan& before, const music::Plan& after);
    void paintTile(QPixmap& picture, const ArrangeLayout& layout, int laneIndex, int tile,
                   const QElapsedTimer& clock, bool& isWhole);
    void paintGround(QPainter& painter, const QRectF& window) const;
    [[nodiscard]] int generationOf(int laneId) const;
    /// Draws anew what has to be of a lane's tiles, while the frame has time.
    /// @return  whether each has a picture at this zoom.
    [[nodiscard]] bool renewTiles(const ArrangeLayout& layout, int laneIndex, int firstTile,
                                  int lastTile, const QElapsedTimer& clock, bool& isAllWhole);
    void keepFormer();
    void paintFormer(QPainter& painter, int laneId, const QRectF& row) const;
    void evict();

    const BarScale& m_scale;
    std::shared_ptr<const music::Plan> m_plan;
    GapWords m_gapWords;
    QSet<int> m_missing;
    int m_section {};
    ClipWaves m_waves;
    QHash<int, int> m_generations; ///< by lane
    QHash<quint64, Tile> m_tiles;
    QHash<int, Former> m_former; ///< by lane
    TextPictures m_texts;
    int m_generation {}; ///< of all lanes
    double m_pixelsPerBar {};
    double m_ratio {};
    int m_frame {};
};

} // namespace nde::ui
