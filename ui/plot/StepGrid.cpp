#include "ui/plot/StepGrid.h"

#include "ui/plot/ArrangeLayout.h"
#include "ui/plot/ArrangeText.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <utility>

namespace nde::ui {

namespace {

constexpr double kRowHeight = 14.0;
constexpr double kRowGap = 3.0;
constexpr double kGap = 3.0;
constexpr double kGroupGap = 5.0; // more between beats
constexpr double kLabelWidth = 52.0;
constexpr double kMargin = 4.0;
constexpr int kStepsPerBeat = 4;
constexpr int kKeyFactor = 1000; // of rows, in the keys for assistive technology

} // namespace

StepGrid::StepGrid(QWidget* parent)
    : QWidget(parent)
{
    speakItems();
    setObjectName(QStringLiteral("comp_steps"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    describe();
}

void StepGrid::setPattern(std::shared_ptr<const music::Plan> plan, int sectionId, int bar)
{
    m_plan = std::move(plan);
    m_section = sectionId;
    m_bar = std::max(0, bar);
    m_press = Press::None;
    m_drawnRow = -1;
    m_wheelDone.stop();
    const std::size_t before = m_rows.size();
    m_rows = m_plan ? drumRows(*m_plan, sectionId, m_bar) : std::vector<StepRow> {};
    m_stepCount = m_plan ? m_plan->beatsPerBar * kStepsPerBeat : 16;
    m_row = std::clamp(m_row, 0, std::max(0, static_cast<int>(m_rows.size()) - 1));
    m_step = std::clamp(m_step, 0, m_stepCount - 1);
    if (before != m_rows.size()) {
        updateGeometry();
    }
    describe();
    update();
}

void StepGrid::setPlaying(double beat)
{
    int step = -1;
    for (int i = 0; i < m_stepCount && beat >= 0.0 && m_plan; ++i) {
        step = beat >= stepBeat(i, m_plan->swing) ? i : step;
    }
    if (step != m_playing) {
        m_playing = step;
        update();
    }
}

int StepGrid::barCount() const
{
    for (std::size_t i = 0; m_plan && i < m_plan->sections.size(); ++i) {
        if (m_plan->sections[i].id == m_section) {
            return m_plan->sections[i].bars;
        }
    }
    return 0;
}

const music::Clip* StepGrid::clipOfRow(int row) const
{
    if (row < 0 || row >= static_cast<int>(m_rows.size()) || !m_plan) {
        return nullptr;
    }
    const int id = m_rows[static_cast<std::size_t>(row)].clip;
    for (const music::Lane& lane : m_plan->lanes) {
        for (const music::Clip& clip : lane.clips) {
            if (id != 0 && clip.id == id) {
                return &clip;
            }
        }
    }
    return nullptr;
}

bool StepGrid::canDraw(int row) const
{
    return clipOfRow(row) != nullptr && !m_rows[static_cast<std::size_t>(row)].isLocked;
}

double StepGrid::labelWidth() const
{
    return dpF(kLabelWidth);
}

QRectF StepGrid::cellRect(int row, int step) const
{
    if (row < 0 || row >= static_cast<int>(m_rows.size()) || step < 0 || step >= m_stepCount) {
        return {};
    }
    const double left = labelWidth();
    const int groups = (m_stepCount - 1) / kStepsPerBeat;
    const double room
        = width() - left - dpF(1) - (m_stepCount - 1) * dpF(kGap) - groups * dpF(kGroupGap);
    const double size = room / m_stepCount;
    double x = left + step * (size + dpF(kGap)) + step / kStepsPerBeat * dpF(kGroupGap);
    double width = size;
    if (m_plan && step % 2 == 1) {
        const double late = std::clamp(m_plan->swing / 50.0 - 1.0, 0.0, 0.5) * size;
        x += late; // swung steps begin later, as they sound
        width -= late;
    }
    return {x, dpF(kMargin) + row * dpF(kRowHeight + kRowGap), width, dpF(kRowHeight)};
}

std::pair<int, int> StepGrid::cellAt(QPointF position) const
{
    const int row
        = static_cast<int>(std::floor((position.y() - dpF(kMargin)) / dpF(kRowHeight + kRowGap)));
    if (row < 0 || row >= static_cast<int>(m_rows.size()) || position.x() < labelWidth()) {
        return {-1, -1};
    }
    for (int step = m_stepCount - 1; step >= 0; --step) {
        if (position.x() >= cellRect(row, step).left() - dpF(kGap / 2.0)) {
            return {row, step};
        }
    }
    return {row, 0};
}

double StepGrid::usualVelocity(int step)
{
    return step % kStepsPerBeat == 0 ? 1.0 : 0.75;
}

QString StepGrid::cellText(int row, int step) const
{
    if (row < 0 || row >= static_cast<int>(m_rows.size()) || step < 0 || step >= m_stepCount) {
        return {};
    }
    const StepRow& shown = m_rows[static_cast<std::size_t>(row)];
    const Step& cell = shown.steps[static_cast<std::size_t>(step)];
    QString name;
    for (const music::Lane& lane : m_plan->lanes) {
        name = lane.id == shown.lane ? laneTitle(*m_plan, lane) : name;
    }
    QStringList parts {name, tr("step %1").arg(step + 1)};
    if (shown.clip == 0) {
        parts << tr("no clip in this section");
    } else {
        parts << (cell.velocity > 0.0 ? tr("%1 %").arg(std::lround(cell.velocity * 100.0))
                                      : tr("off"));
    }
    if (cell.strokes > 1) {
        parts << tr("%n stroke(s)", nullptr, cell.strokes);
    }
    if (shown.isLocked) {
        parts << tr("locked");
    }
    return parts.join(QStringLiteral(", "));
}

QSize StepGrid::sizeHint() const
{
    return {dp(480), minimumSizeHint().height()};
}

QSize StepGrid::minimumSizeHint() const
{
    const int rows = std::max(1, static_cast<int>(m_rows.size()));
    return {dp(320),
            static_cast<int>(
                std::ceil(2.0 * dpF(kMargin) + rows * dpF(kRowHeight + kRowGap) - dpF(kRowGap)))};
}

void StepGrid::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (m_rows.empty()) {
        painter.setFont(nde::ui::font(TextStyle::Caption));
        painter.setPen(Theme::current().text3);
        painter.drawText(QRectF(rect()), Qt::AlignVCenter | Qt::AlignLeft,
                         QFontMetricsF(painter.font())
                             .elidedText(m_section == 0 ? tr("Select a section to see its pattern")
                                                        : tr("No drum patterns in this section"),
                                         Qt::ElideRight, width()));
        return;
    }
    for (int row = 0; row < static_cast<int>(m_rows.size()); ++row) {
        paintRow(painter, row);
    }
}

void StepGrid::paintRow(QPainter& painter, int row) const
{
    const Theme& theme = Theme::current();
    const StepRow& shown = m_rows[static_cast<std::size_t>(row)];
    const QRectF first = cellRect(row, 0);
    QString name;
    for (const music::Lane& lane : m_plan->lanes) {
        name = lane.id == shown.lane ? laneTitle(*m_plan, lane) : name;
    }
    double room = labelWidth() - dpF(6);
    if (shown.isLocked) {
        const int side = dp(10);
        room -= dpF(13);
        painter.drawPixmap(
            QPointF(room, first.center().y() - side / 2.0),
            iconPixmap(QStringLiteral("lock"), side, theme.text2, devicePixelRatioF()));
    }
    painter.setFont(nde::ui::font(TextStyle::Caption));
    painter.setPen(row == m_row && hasFocus() ? theme.text : theme.text3);
    painter.drawText(QRectF(0, first.top(), room, first.height()), Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(name, Qt::ElideRight, room));
    painter.setOpacity(shown.clip == 0 ? 0.4 : 1.0);
    for (int step = 0; step < m_stepCount; ++step) {
        paintCell(painter, row, step);
    }
    painter.setOpacity(1.0);
}

void StepGrid::paintCell(QPainter& painter, int row, int step) const
{
    const Theme& theme = Theme::current();
    const StepRow& shown = m_rows[static_cast<std::size_t>(row)];
    const Step& cell = shown.steps[static_cast<std::size_t>(step)];
    const QRectF box = cellRect(row, step);
    const double radius = dpF(3);
    const bool isHovered = m_hovered == std::pair(row, step) && canDraw(row);
    const QColor ground = step % 8 < 4 ? theme.raised : theme.hover;
    paintBox(painter, box, radius, isHovered ? mixed(ground, theme.text, 0.12) : ground);
    if (cell.velocity > 0.0) {
        Category category = Category::Other;
        for (const music::Lane& lane : m_plan->lanes) {
            category = lane.id == shown.lane ? ArrangeLayout::category(lane) : category;
        }
        const double opacity = painter.opacity();
        QColor hue = mixed(ground, theme.category(category), 0.45 + 0.55 * cell.velocity);
        if (shown.isMuted) {
            hue = mixed(ground, hue, 0.45);
        }
        // Louder is higher and stronger.
        QRectF lit = box;
        lit.setTop(box.bottom() - box.height() * (0.35 + 0.65 * cell.velocity));
        painter.save();
        QPainterPath shape;
        shape.addRoundedRect(box, radius, radius);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setClipPath(shape, Qt::IntersectClip);
        painter.setOpacity(opacity);
        if (cell.isOffGrid) {
            lit.setLeft(box.center().x()); // between this step and the next
        }
        painter.fillRect(lit, hue);
        for (int i = 1; i < cell.strokes; ++i) {
            painter.fillRect(QRectF(lit.left() + lit.width() * i / cell.strokes - dpF(0.75),
                                    lit.top(), dpF(1.5), lit.height()),
                             ground);
        }
        painter.restore();
    }
    const bool isCursor = row == m_row && step == m_step && hasKeyboardFocus(this);
    if (step == m_playing) {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.playhead, dpF(1.5)));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(-0.25, -0.25, 0.25, 0.25), radius, radius);
        painter.restore();
    }
    if (isCursor) {
        paintFocusRing(painter, box.adjusted(-dpF(2), -dpF(2), dpF(2), dpF(2)), radius + dpF(1));
    }
}

void StepGrid::describe()
{
    setAccessibleName(tr("Step sequencer"));
    setAccessibleDescription(cellText(m_row, m_step));
    announceCurrent(this);
}

// --- assistive technology ------------------------------------------------------------------------

std::vector<int> StepGrid::spokenKeys() const
{
    std::vector<int> keys;
    for (int row = 0; row < static_cast<int>(m_rows.size()); ++row) {
        for (int step = 0; step < m_stepCount; ++step) {
            keys.push_back((row + 1) * kKeyFactor + step);
        }
    }
    return keys;
}

QString StepGrid::spokenText(int key) const
{
    return cellText(key / kKeyFactor - 1, key % kKeyFactor);
}

QRect StepGrid::spokenRect(int key) const
{
    return cellRect(key / kKeyFactor - 1, key % kKeyFactor).toAlignedRect();
}

QAccessible::Role StepGrid::spokenRole(int /*key*/) const
{
    return QAccessible::CheckBox;
}

QAccessible::State StepGrid::spokenState(int key) const
{
    QAccessible::State state;
    const auto row = static_cast<std::size_t>(key / kKeyFactor - 1);
    state.checkable = true;
    state.checked = m_rows[row].steps[static_cast<std::size_t>(key % kKeyFactor)].velocity > 0.0;
    state.readOnly = !canDraw(static_cast<int>(row));
    return state;
}

int StepGrid::spokenCurrent() const
{
    return m_rows.empty() ? 0 : (m_row + 1) * kKeyFactor + m_step;
}

QStringList StepGrid::spokenActions(int key) const
{
    return canDraw(key / kKeyFactor - 1) ? QStringList {tr("Switch")} : QStringList {};
}

void StepGrid::doSpokenAction(int key, const QString& name)
{
    if (spokenActions(key).contains(name)) {
        const int row = key / kKeyFactor - 1;
        const int step = key % kKeyFactor;
        const auto& steps = m_rows[static_cast<std::size_t>(row)].steps;
        const bool isOn = steps[static_cast<std::size_t>(step)].velocity > 0.0;
        setVelocity(row, step, isOn ? 0.0 : usualVelocity(step));
        settle();
    }
}

} // namespace nde::ui
