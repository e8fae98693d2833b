#include "ui/plot/SectionStrip.h"

#include "ui/plot/ArrangeText.h"
#include "ui/plot/BarScale.h"
#include "ui/plot/ClipPainter.h"
#include "ui/plot/EnergyCurve.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace nde::ui {

namespace {

constexpr double kTop = 4.0;
constexpr double kBlockHeight = 18.0;
constexpr double kCurveHeight = 40.0;
constexpr double kLeastForBars = 46.0;

} // namespace

SectionStrip::SectionStrip(BarScale& scale, QWidget* parent)
    : QWidget(parent)
    , m_scale(scale)
    , m_energy(new EnergyCurve(scale, this))
{
    speakItems();
    setObjectName(QStringLiteral("comp_sections"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    m_energy->setFocusProxy(this); // the keys of both are here
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&m_scale, &BarScale::changed, this, [this] { update(); });
    connect(m_energy, &EnergyCurve::sectionPressed, this, &SectionStrip::selectByUser);
    connect(m_energy, &EnergyCurve::energyMoved, this, &SectionStrip::energyMoved);
    connect(m_energy, &EnergyCurve::energySettled, this, &SectionStrip::energySettled);
    connect(m_energy, &EnergyCurve::menuRequested, this, &SectionStrip::menuRequested);
    describe();
}

void SectionStrip::setPlan(std::shared_ptr<const music::Plan> plan)
{
    endPress();
    m_plan = std::move(plan);
    if (section(m_selected) == nullptr) {
        m_selected = 0;
    }
    m_hovered = 0;
    m_hoveredBorder = 0;
    if (m_plan) {
        m_scale.setTrack(m_plan->bars, m_plan->beatsPerBar, m_plan->bpm);
    }
    m_energy->setPlan(m_plan);
    m_energy->setSelected(m_selected);
    describe();
    update();
}

void SectionStrip::setSelected(int sectionId)
{
    m_selected = section(sectionId) == nullptr ? 0 : sectionId;
    m_energy->setSelected(m_selected);
    describe();
    update();
}

const music::Section* SectionStrip::section(int id) const
{
    const int index = indexOf(id);
    return index < 0 ? nullptr : &m_plan->sections[static_cast<std::size_t>(index)];
}

int SectionStrip::indexOf(int id) const
{
    if (!m_plan) {
        return -1;
    }
    const auto found = std::find_if(m_plan->sections.begin(), m_plan->sections.end(),
                                    [id](const music::Section& s) { return s.id == id; });
    return found == m_plan->sections.end() ? -1
                                           : static_cast<int>(found - m_plan->sections.begin());
}

QRectF SectionStrip::rectOf(int startBar, int bars) const
{
    const double ratio = devicePixelRatioF();
    const double header = BarScale::headerWidth();
    const double left = header + snapped(m_scale.xOf(startBar), ratio) + hairline(ratio);
    const double right = header + snapped(m_scale.xOf(startBar + bars), ratio) - hairline(ratio);
    return {left, dpF(kTop), std::max(0.0, right - left), dpF(kBlockHeight)};
}

QRectF SectionStrip::blockRect(int sectionId) const
{
    const music::Section* found = section(sectionId);
    return found == nullptr ? QRectF() : rectOf(found->startBar, found->bars);
}

QRectF SectionStrip::lockRect(int sectionId) const
{
    const music::Section* found = section(sectionId);
    const QRectF block = blockRect(sectionId);
    const bool isShown = found != nullptr && (found->isLocked || sectionId == m_hovered)
        && block.width() > dpF(30);
    if (!isShown) {
        return {};
    }
    const double numbers = block.width() >= dpF(kLeastForBars) ? dpF(22) : 0.0;
    return {block.right() - numbers - dpF(18), block.top(), dpF(16), block.height()};
}

QSize SectionStrip::sizeHint() const
{
    return {dp(720), minimumSizeHint().height()};
}

QSize SectionStrip::minimumSizeHint() const
{
    return {BarScale::headerWidth() + dp(200), dp(kTop + kBlockHeight + kCurveHeight)};
}

void SectionStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeCurve();
}

void SectionStrip::placeCurve()
{
    const int header = BarScale::headerWidth();
    m_energy->setGeometry(header, dp(kTop + kBlockHeight), std::max(0, width() - header),
                          dp(kCurveHeight));
}

void SectionStrip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const double header = BarScale::headerWidth();
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRectF(0, height() - 1.0, width(), 1.0), theme.well);
    const auto word = [&](const QString& text, double top, double rowHeight, const QFont& style,
                          const QColor& color) {
        painter.setFont(style);
        painter.setPen(color);
        const QRectF row(dpF(12), top, header - dpF(16), rowHeight);
        painter.drawText(row, Qt::AlignVCenter,
                         QFontMetricsF(style).elidedText(text, Qt::ElideRight, row.width()));
    };
    word(tr("Sections"), dpF(kTop), dpF(kBlockHeight),
         nde::ui::font(TextStyle::Caption, QFont::DemiBold), theme.text2);
    word(tr("Energy"), dpF(kTop + kBlockHeight), dpF(kCurveHeight),
         nde::ui::font(TextStyle::Caption), theme.text3);
    painter.setClipRect(QRectF(header, 0, width() - header, height()));
    if (m_plan) {
        for (const music::Section& section : m_plan->sections) {
            paintBlock(painter, section);
        }
    }
    if (m_press == Press::Move && m_target >= 0 && m_plan) {
        const auto& sections = m_plan->sections;
        const int bar = static_cast<std::size_t>(m_target) < sections.size()
            ? sections[static_cast<std::size_t>(m_target)].startBar
            : m_plan->bars;
        const double x = header + m_scale.xOf(bar);
        paintBox(painter, QRectF(x - dpF(1.5), dpF(1), dpF(3), dpF(kBlockHeight + 6)), dpF(1.5),
                 theme.focus);
    }
    painter.setClipping(false);
    if (hasKeyboardFocus(this) && m_selected == 0) {
        paintFocusRing(painter, rect(), dpF(4));
    }
}

void SectionStrip::paintBlock(QPainter& painter, const music::Section& section) const
{
    const Theme& theme = Theme::current();
    const double ratio = devicePixelRatioF();
    const bool isResized = m_press == Press::Border && m_pressed == section.id;
    const int bars = isResized ? m_bars : section.bars;
    const QRectF block = isResized ? rectOf(section.startBar, bars) : blockRect(section.id);
    if (block.right() < BarScale::headerWidth() || block.left() > width() || block.isEmpty()) {
        return;
    }
    const bool isSelected = section.id == m_selected;
    const bool isMoved = m_press == Press::Move && m_pressed == section.id;
    const QColor fill = isSelected ? theme.selection
        : section.id == m_hovered  ? theme.hover
                                   : theme.raised;
    painter.setOpacity(isMoved ? 0.6 : 1.0);
    paintBox(painter, block, dpF(4), fill, isSelected || isResized ? theme.focus : QColor());
    double right = block.right() - dpF(6);
    painter.setFont(nde::ui::font(TextStyle::Caption));
    if (block.width() >= dpF(kLeastForBars) || isResized) {
        const QString number = QString::number(bars);
        painter.setPen(isResized ? theme.text : theme.text3);
        paintTabular(painter,
                     QRectF(block.left(), block.top(), right - block.left(), block.height()),
                     Qt::AlignRight | Qt::AlignVCenter, number);
        right -= tabularWidth(QFontMetricsF(painter.font()), number) + dpF(4);
    }
    if (const QRectF lock = lockRect(section.id); !lock.isEmpty()) {
        const int side = dp(11);
        painter.drawPixmap(QPointF(snapped(lock.center().x() - side / 2.0, ratio),
                                   snapped(lock.center().y() - side / 2.0, ratio)),
                           iconPixmap(QStringLiteral("lock"), side,
                                      section.isLocked ? theme.text : theme.edge, ratio));
        right = lock.left() - dpF(1);
    }
    const double left = block.left() + dpF(6);
    if (right - left > dpF(10)) {
        painter.setFont(nde::ui::font(TextStyle::Caption, QFont::DemiBold));
        painter.setPen(theme.text);
        painter.drawText(
            QRectF(left, block.top(), right - left + 1.0, block.height()), Qt::AlignVCenter,
            QFontMetricsF(painter.font())
                .elidedText(sectionTitle(*m_plan, section), Qt::ElideRight, right - left));
    }
    painter.setOpacity(1.0);
    const bool isBorder = m_hoveredBorder == section.id && m_press == Press::None;
    if (isBorder || isResized) {
        paintBox(
            painter,
            QRectF(block.right() - dpF(3), block.top() + dpF(3), dpF(3), block.height() - dpF(6)),
            dpF(1.5), theme.text);
    }
    if (isSelected && hasKeyboardFocus(this)) {
        paintFocusRing(painter, block, dpF(4));
    }
}

void SectionStrip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        describe();
    }
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::LanguageChange
        || event->type() == QEvent::PaletteChange) {
        updateGeometry();
        placeCurve();
        update();
    }
}

QString SectionStrip::sectionSpeech(int sectionId) const
{
    const music::Section* found = section(sectionId);
    if (found == nullptr) {
        return {};
    }
    QStringList parts {sectionTitle(*m_plan, *found), barsText(found->startBar, found->bars),
                       tr("energy %1 %").arg(std::lround(found->energy * 100.0))};
    if (found->isLocked) {
        parts << tr("locked");
    }
    return parts.join(QStringLiteral(", "));
}

void SectionStrip::describe()
{
    setAccessibleName(tr("Sections"));
    setAccessibleDescription(sectionSpeech(m_selected));
    announceCurrent(this);
}

// --- assistive technology ------------------------------------------------------------------------

std::vector<int> SectionStrip::spokenKeys() const
{
    std::vector<int> keys;
    for (std::size_t i = 0; m_plan && i < m_plan->sections.size(); ++i) {
        keys.push_back(m_plan->sections[i].id);
    }
    return keys;
}

QString SectionStrip::spokenText(int key) const
{
    return sectionSpeech(key);
}

QRect SectionStrip::spokenRect(int key) const
{
    const double header = BarScale::headerWidth();
    return blockRect(key)
        .intersected(QRectF(header, 0, width() - header, height()))
        .toAlignedRect();
}

QAccessible::Role SectionStrip::spokenRole(int /*key*/) const
{
    return QAccessible::ListItem;
}

QAccessible::State SectionStrip::spokenState(int key) const
{
    QAccessible::State state;
    state.selectable = true;
    state.selected = key == m_selected;
    return state;
}

int SectionStrip::spokenCurrent() const
{
    return m_selected;
}

QStringList SectionStrip::spokenActions(int key) const
{
    const music::Section* found = section(key);
    return {tr("Select"), found != nullptr && found->isLocked ? tr("Unlock") : tr("Lock")};
}

void SectionStrip::doSpokenAction(int key, const QString& name)
{
    const qsizetype action = spokenActions(key).indexOf(name);
    if (action == 0) {
        selectByUser(key);
    } else if (action == 1) {
        Q_EMIT lockClicked(key, !section(key)->isLocked);
    }
}

} // namespace nde::ui
