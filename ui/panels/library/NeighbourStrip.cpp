#include "ui/panels/library/NeighbourStrip.h"

#include "ui/models/SearchText.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr int kTileWidth = 118;
constexpr int kTileHeight = 44;
constexpr int kTitleWidth = 108;

} // namespace

NeighbourTile::NeighbourTile(const StemRow& row, float similarity, SoundDelegate::Columns wave,
                             QWidget* parent)
    : QAbstractButton(parent)
    , m_id(row.id)
    , m_category(row.category)
    , m_similarity(similarity)
    , m_wave(std::move(wave))
{
    setText(QString::fromStdString(row.name));
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    setAccessibleName(tr("%1, %2 % alike").arg(text(), matchText(similarity)));
    setToolTip(accessibleName());
}

void NeighbourTile::setWave(SoundDelegate::Columns wave)
{
    m_wave = std::move(wave);
    update();
}

QSize NeighbourTile::sizeHint() const
{
    return {dp(kTileWidth), dp(kTileHeight)};
}

void NeighbourTile::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const QRectF area(rect());
    paintBox(painter, area, dpF(6), underMouse() || isDown() ? theme.hover : theme.raised,
             theme.line);
    const QRect wave(dp(6), dp(5), width() - dp(12), dp(18));
    if (m_wave) {
        painter.drawPixmap(
            wave.topLeft(),
            waveformPixmap(*m_wave, theme.category(m_category), wave.size(), devicePixelRatioF()));
    }
    painter.setFont(nde::ui::font(TextStyle::Caption));
    const QRectF line(dpF(6), dpF(25), area.width() - dpF(12), dpF(15));
    const QString percent = matchText(m_similarity);
    const QFontMetricsF metrics(painter.font());
    const double wide = metrics.horizontalAdvance(percent) + dpF(6);
    painter.setPen(theme.text3);
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight, percent);
    painter.setPen(theme.text);
    painter.drawText(line.adjusted(0, 0, -wide, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(text(), Qt::ElideRight, line.width() - wide));
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, area, dpF(6));
    }
}

NeighbourStrip::NeighbourStrip(RowLookup rows, SoundDelegate::ThumbnailSource thumbnails,
                               QWidget* parent)
    : QWidget(parent)
    , m_rows(std::move(rows))
    , m_thumbnails(std::move(thumbnails))
    , m_title(new QLabel(this))
    , m_scroll(new QScrollArea(this))
    , m_strip(new QWidget)
    , m_row(new QHBoxLayout(m_strip))
{
    setObjectName(QStringLiteral("lib_neighbours"));
    m_title->setObjectName(QStringLiteral("lib_neighbours_all"));
    m_title->setWordWrap(true);
    m_title->setFixedWidth(dp(kTitleWidth));
    m_title->setTextInteractionFlags(Qt::LinksAccessibleByKeyboard | Qt::LinksAccessibleByMouse);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(dp(6));
    m_scroll->setWidget(m_strip);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFixedHeight(dp(kTileHeight));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(dp(12), dp(6), dp(12), dp(6));
    row->setSpacing(dp(8));
    row->addWidget(m_title);
    row->addWidget(m_scroll, 1);
    connect(m_title, &QLabel::linkActivated, this, &NeighbourStrip::likeRequested);
    fill();
}

void NeighbourStrip::setNeighbours(const QString& of, const std::vector<services::SearchHit>& hits)
{
    m_of = of;
    m_hits = hits;
    m_heard = -1;
    fill();
}

void NeighbourStrip::thumbnailChanged(StemId id)
{
    for (NeighbourTile* tile : m_tiles) {
        if (tile->id() == id) {
            tile->setWave(m_thumbnails(id));
        }
    }
}

StemId NeighbourStrip::step(int by)
{
    const int count = static_cast<int>(m_tiles.size());
    if (count == 0) {
        return 0;
    }
    m_heard = std::clamp(m_heard + by, 0, count - 1);
    m_scroll->ensureWidgetVisible(m_tiles[static_cast<std::size_t>(m_heard)]);
    return m_tiles[static_cast<std::size_t>(m_heard)]->id();
}

void NeighbourStrip::fill()
{
    while (QLayoutItem* item = m_row->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    m_tiles.clear();
    setAccessibleName(tr("Sounds like this"));
    m_title->setFont(nde::ui::font(TextStyle::Caption));
    m_title->setText(QStringLiteral("<a style='color:%1;text-decoration:none' href='all'>%2</a>")
                         .arg(Theme::current().text2.name(), tr("Sounds like this")));
    m_title->setAccessibleName(tr("Sounds like this"));
    m_title->setToolTip(tr("Show all of them in the table (Ctrl+G)"));
    for (const services::SearchHit& hit : m_hits) {
        const StemRow* row = m_rows(hit.id);
        if (row == nullptr) {
            continue;
        }
        auto* tile = new NeighbourTile(*row, hit.similarity, m_thumbnails(hit.id), m_strip);
        tile->setObjectName(QStringLiteral("lib_neighbour_%1").arg(m_tiles.size()));
        connect(tile, &QAbstractButton::clicked, this,
                [this, id = hit.id, at = static_cast<int>(m_tiles.size())] {
                    m_heard = at;
                    Q_EMIT chosen(id);
                });
        m_row->addWidget(tile);
        m_tiles.push_back(tile);
    }
    m_row->addStretch(1);
    setVisible(!m_tiles.empty());
}

void NeighbourStrip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        fill();
    }
}

void NeighbourStrip::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRectF(0, 0, width(), 1), theme.well);
}

} // namespace nde::ui
