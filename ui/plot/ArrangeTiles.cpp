#include "ui/plot/ArrangeTiles.h"

#include "ui/plot/BarScale.h"
#include "ui/plot/ClipPainter.h"
#include "ui/theme/Theme.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cmath>
#include <utility>

namespace nde::ui {

namespace {

constexpr int kTileWidth = 512; // logical, whole device pixels at all usual ratios
constexpr double kLaneHeight = 44.0;
constexpr qint64 kPaintBudgetUs = 2500; // of a frame, for all that is drawn anew
constexpr int kKeptTiles = 240;

quint64 tileKey(int lane, int tile)
{
    return (static_cast<quint64>(static_cast<quint32>(lane)) << 32U) | static_cast<quint32>(tile);
}

} // namespace

ArrangeTiles::ArrangeTiles(const BarScale& scale)
    : m_scale(scale)
{
}

double ArrangeTiles::laneHeight()
{
    return dp(kLaneHeight);
}

void ArrangeTiles::changeLane(int laneId)
{
    ++m_generations[laneId];
}

void ArrangeTiles::comparePlans(const music::Plan& before, const music::Plan& after)
{
    if (before.bars != after.bars || before.beatsPerBar != after.beatsPerBar
        || before.sections != after.sections) {
        ++m_generation;
    }
    const auto anySolo = [](const music::Plan& plan) {
        return std::any_of(plan.lanes.begin(), plan.lanes.end(),
                           [](const music::Lane& lane) { return lane.isSolo; });
    };
    if (anySolo(before) != anySolo(after)) {
        ++m_generation;
    }
    std::unordered_map<int, const music::Lane*> lanes;
    for (const music::Lane& lane : before.lanes) {
        lanes.emplace(lane.id, &lane);
    }
    for (const music::Lane& lane : after.lanes) {
        const auto old = lanes.find(lane.id);
        if (old == lanes.end() || !(*old->second == lane)) {
            changeLane(lane.id);
        }
    }
    m_waves.planChanged(before, after);
}

void ArrangeTiles::setPlan(const std::shared_ptr<const music::Plan>& plan)
{
    if (m_plan && plan) {
        comparePlans(*m_plan, *plan);
    } else {
        ++m_generation;
        m_waves.forget(0);
    }
    m_plan = plan;
}

void ArrangeTiles::setPeakSource(PeakSource source)
{
    m_waves.setSource(std::move(source));
    ++m_generation;
}

void ArrangeTiles::setGapWords(GapWords words)
{
    m_gapWords = std::move(words);
    forgetPictures();
}

QString ArrangeTiles::gapText(const music::Clip& clip) const
{
    return m_gapWords ? m_gapWords(clip.gap) : QString::fromStdString(clip.gap);
}

void ArrangeTiles::setMissing(const QSet<int>& clips)
{
    if (clips != m_missing) {
        m_missing = clips;
        ++m_generation;
    }
}

void ArrangeTiles::setSection(int sectionId)
{
    if (sectionId != m_section) {
        m_section = sectionId;
        ++m_generation;
    }
}

void ArrangeTiles::refreshPeaks()
{
    m_waves.refresh();
}

void ArrangeTiles::forgetPeaks(int clipId)
{
    m_waves.forget(clipId);
    if (clipId == 0 || !m_plan) {
        ++m_generation;
        return;
    }
    for (const music::Lane& lane : m_plan->lanes) {
        for (const music::Clip& clip : lane.clips) {
            if (clip.id == clipId) {
                changeLane(lane.id);
            }
        }
    }
}

void ArrangeTiles::forgetPictures()
{
    m_tiles.clear();
    m_former.clear();
    m_texts.clear();
}

QRectF ArrangeTiles::clipRect(const music::Clip& clip, double ratio) const
{
    const double pixels = m_scale.pixelsPerBar();
    const double left = snapped(clip.startBar * pixels, ratio) + hairline(ratio);
    const double right = snapped((clip.startBar + clip.bars) * pixels, ratio);
    const double top = snapped(dpF(2), ratio);
    const double bottom = snapped(laneHeight() - dpF(3), ratio);
    return {left, top, std::max(hairline(ratio), right - left), bottom - top};
}

void ArrangeTiles::paintGround(QPainter& painter, const QRectF& window) const
{
    const Theme& theme = Theme::current();
    const double ratio = painter.device()->devicePixelRatioF();
    const double pixels = m_scale.pixelsPerBar();
    const double hair = hairline(ratio);
    painter.fillRect(window, theme.well);
    const auto stripe = [&](double bar, const QColor& color) {
        painter.fillRect(QRectF(snapped(bar * pixels, ratio), window.top(), hair, window.height()),
                         color);
    };
    bool isOdd = false;
    for (const music::Section& section : m_plan->sections) {
        const double left = section.startBar * pixels;
        const QRectF area(left, window.top(), section.bars * pixels, window.height());
        if (area.intersects(window)) {
            if (section.id == m_section) {
                painter.fillRect(area.intersected(window), withAlpha(theme.focus, 0.07));
            } else if (isOdd) {
                painter.fillRect(area.intersected(window), withAlpha(theme.text, 0.018));
            }
        }
        isOdd = !isOdd;
    }
    const auto [step, strong] = m_scale.gridBars();
    const int first = std::max(0, static_cast<int>(std::floor(window.left() / pixels)));
    const int last
        = std::min(m_plan->bars, static_cast<int>(std::ceil(window.right() / pixels)) + 1);
    for (int bar = first; bar <= last; ++bar) {
        if (step == 0 || bar % step == 0) {
            stripe(bar, step != 0 && bar % strong != 0 ? theme.grid : theme.line);
        }
        for (int beat = 1; step == 0 && bar < last && beat < m_scale.beatsPerBar(); ++beat) {
            stripe(bar + beat / static_cast<double>(m_scale.beatsPerBar()), theme.grid);
        }
    }
    for (const music::Section& section : m_plan->sections) {
        if (section.startBar > 0 && section.startBar >= first && section.startBar <= last) {
            stripe(section.startBar, theme.line2);
        }
    }
    painter.fillRect(
        QRectF(window.left(), snapped(window.bottom(), ratio) - hair, window.width(), hair),
        theme.grid);
}

void ArrangeTiles::paintTile(QPixmap& picture, const ArrangeLayout& layout, int laneIndex, int tile,
                             const QElapsedTimer& clock, bool& isWhole)
{
    const double ratio = picture.devicePixelRatio();
    const music::Lane& lane = *layout.laneAt(laneIndex);
    const QRectF window(double(tile) * kTileWidth, 0, kTileWidth, laneHeight());
    QPainter painter(&picture);
    painter.translate(-window.left(), 0);
    paintGround(painter, window);
    const bool isAudible = layout.isAudible(lane);
    for (const music::Clip& clip : lane.clips) {
        const QRectF rect = clipRect(clip, ratio);
        if (rect.right() < window.left() || rect.left() > window.right()) {
            continue;
        }
        const music::Sound* sound = ArrangeLayout::sound(lane, clip);
        if (sound == nullptr) {
            paintGap(painter, rect, gapText(clip));
            continue;
        }
        ClipLook look;
        look.rect = rect;
        look.title = QString::fromStdString(sound->name);
        look.category = sound->category;
        look.source = sound->source;
        look.isLocked = clip.isLocked;
        look.isSilenced = clip.isMuted || !isAudible;
        look.isMissing = m_missing.contains(clip.id);
        look.columns = m_waves.of(clip, rect.width() * ratio, clock, isWhole);
        paintClip(painter, look, window, m_texts);
    }
}

void ArrangeTiles::paintStickyHead(QPainter& painter, const music::Lane& lane,
                                   const music::Clip& clip, bool isAudible, const QRectF& head)
{
    const music::Sound* sound = ArrangeLayout::sound(lane, clip);
    if (sound == nullptr) {
        return;
    }
    ClipLook look;
    look.title = QString::fromStdString(sound->name);
    look.category = sound->category;
    look.source = sound->source;
    look.isLocked = clip.isLocked;
    look.isSilenced = clip.isMuted || !isAudible;
    paintClipHead(painter, look, head, m_texts);
}

bool ArrangeTiles::paint(QPainter& painter, const ArrangeLayout& layout, const QRectF& area,
                         double scroll, const QRect& region)
{
    if (!m_plan) {
        return true;
    }
    const double ratio = painter.device()->devicePixelRatioF();
    if (m_pixelsPerBar != m_scale.pixelsPerBar() || m_ratio != ratio) {
        keepFormer();
        m_pixelsPerBar = m_scale.pixelsPerBar();
        m_ratio = ratio;
        ++m_generation;
    }
    ++m_frame;
    QElapsedTimer clock;
    clock.start();
    const QRectF seen = area.intersected(QRectF(region));
    const double height = laneHeight();
    const int firstLane
        = std::max(0, static_cast<int>((seen.top() - area.top() + scroll) / height));
    const int lastLane = std::min(layout.laneCount() - 1,
                                  static_cast<int>((seen.bottom() - area.top() + scroll) / height));
    const double contentLeft = seen.left() - area.left() + m_scale.offset();
    const double contentRight = seen.right() - area.left() + m_scale.offset();
    const int firstTile = static_cast<int>(std::floor(contentLeft / kTileWidth));
    const int lastTile = static_cast<int>(std::floor((contentRight - 1e-6) / kTileWidth));
    bool isAllWhole = true;
    const double fromBar = contentLeft / m_pixelsPerBar;
    const double toBar = contentRight / m_pixelsPerBar;
    for (int i = firstLane; i <= lastLane && !seen.isEmpty(); ++i) {
        bool hasNews = false;
        isAllWhole = m_waves.renew(*layout.laneAt(i), fromBar, toBar, clock, hasNews) && isAllWhole;
        if (hasNews) {
            changeLane(layout.laneAt(i)->id);
        }
        const int laneId = layout.laneAt(i)->id;
        const double top = area.top() + i * height - scroll;
        if (!renewTiles(layout, i, firstTile, lastTile, clock, isAllWhole)) {
            paintFormer(painter, laneId, QRectF(area.left(), top, area.width(), height));
            continue;
        }
        for (int t = firstTile; t <= lastTile; ++t) {
            drawPixels(painter,
                       QPointF(area.left() + double(t) * kTileWidth - m_scale.offset(), top),
                       m_tiles[tileKey(laneId, t)].picture);
        }
    }
    evict();
    return isAllWhole;
}

int ArrangeTiles::generationOf(int laneId) const
{
    return m_generation * 100'003 + m_generations.value(laneId);
}

bool ArrangeTiles::renewTiles(const ArrangeLayout& layout, int laneIndex, int firstTile,
                              int lastTile, const QElapsedTimer& clock, bool& isAllWhole)
{
    const int laneId = layout.laneAt(laneIndex)->id;
    const int generation = generationOf(laneId);
    bool isAtThisZoom = true;
    for (int t = firstTile; t <= lastTile; ++t) {
        Tile& tile = m_tiles[tileKey(laneId, t)];
        tile.usedAt = m_frame;
        if (tile.generation != generation || !tile.isWhole) {
            if (clock.nsecsElapsed() / 1000 > kPaintBudgetUs) {
                isAtThisZoom = isAtThisZoom && tile.pixelsPerBar == m_pixelsPerBar;
                isAllWhole = false;
                continue;
            }
            // A new picture: the old one may be kept as it was.
            tile.picture = QPixmap((QSizeF(kTileWidth, laneHeight()) * m_ratio).toSize());
            tile.picture.setDevicePixelRatio(m_ratio);
            tile.generation = generation;
            tile.pixelsPerBar = m_pixelsPerBar;
            tile.isWhole = true;
            paintTile(tile.picture, layout, laneIndex, t, clock, tile.isWhole);
            tile.picture.setDevicePixelRatio(1.0); // copied as pixels
        }
        isAllWhole = isAllWhole && tile.isWhole;
    }
    return isAtThisZoom;
}

void ArrangeTiles::keepFormer()
{
    QHash<int, Former> latest;
    for (auto it = m_tiles.constBegin(); it != m_tiles.constEnd(); ++it) {
        const int laneId = static_cast<int>(it.key() >> 32U);
        if (it->generation == generationOf(laneId) && !it->picture.isNull()) {
            Former& former = latest[laneId];
            former.pixelsPerBar = m_pixelsPerBar;
            former.pictures.insert(static_cast<int>(it.key() & 0xFFFF'FFFFU), it->picture);
        }
    }
    for (auto it = latest.constBegin(); it != latest.constEnd(); ++it) {
        m_former.insert(it.key(), it.value());
    }
}

void ArrangeTiles::paintFormer(QPainter& painter, int laneId, const QRectF& row) const
{
    const Former former = m_former.value(laneId);
    if (former.pixelsPerBar <= 0.0) {
        return;
    }
    painter.save();
    painter.setClipRect(row, Qt::IntersectClip);
    const double stretch = m_scale.pixelsPerBar() / former.pixelsPerBar;
    const double width = kTileWidth * stretch;
    for (auto it = former.pictures.constBegin(); it != former.pictures.constEnd(); ++it) {
        const QRectF place(row.left() + it.key() * width - m_scale.offset(), row.top(), width,
                           row.height());
        if (place.intersects(row)) {
            painter.drawPixmap(place, it.value(), QRectF(QPointF(), QSizeF(it.value().size())));
        }
    }
    painter.restore();
}

void ArrangeTiles::evict()
{
    if (m_tiles.size() <= kKeptTiles) {
        return;
    }
    for (auto it = m_tiles.begin(); it != m_tiles.end();) {
        it = it->usedAt < m_frame - 60 ? m_tiles.erase(it) : std::next(it);
    }
}

} // namespace nde::ui
