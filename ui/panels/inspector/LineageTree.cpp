#include "ui/panels/inspector/LineageTree.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace nde::ui {

namespace {

constexpr int kMostChildren = 8;
constexpr int kMostAncestors = 6;

QString roleText(const std::string& role)
{
    if (role == "separated_from") {
        return LineageTree::tr("separated");
    }
    if (role == "slice_of") {
        return LineageTree::tr("slice");
    }
    if (role == "trained_on") {
        return LineageTree::tr("trained on");
    }
    if (role == "dreamed_near") {
        return LineageTree::tr("dreamed near");
    }
    if (role == "used_in") {
        return LineageTree::tr("used in");
    }
    return {};
}

const Stem* stemIn(const std::vector<Stem>& stems, StemId id)
{
    const auto found = std::find_if(stems.begin(), stems.end(),
                                    [id](const Stem& stem) { return stem.id == id; });
    return found == stems.end() ? nullptr : &*found;
}

LineageRow::Entry entryOf(const Stem& stem, const std::string& role, int depth)
{
    return {stem.id, QString::fromStdString(stem.name), stem.source, roleText(role), depth, false};
}

} // namespace

LineageRow::LineageRow(Entry entry, QWidget* parent)
    : QAbstractButton(parent)
    , m_entry(std::move(entry))
{
    setText(m_entry.name);
    setAccessibleName(m_entry.note.isEmpty()
                          ? m_entry.name
                          : QStringLiteral("%1, %2").arg(m_entry.name, m_entry.note));
    setToolTip(m_entry.name);
    setObjectName(QStringLiteral("insp_lineage_%1").arg(m_entry.id));
    setFocusPolicy(m_entry.id != 0 ? Qt::StrongFocus : Qt::NoFocus);
    setEnabled(m_entry.id != 0);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize LineageRow::sizeHint() const
{
    return {dp(160), dp(22)};
}

QSize LineageRow::minimumSizeHint() const
{
    return {dp(80), dp(22)};
}

void LineageRow::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    if (underMouse() && isEnabled() && !m_entry.isCurrent) {
        paintBox(painter, rect(), dpF(4), theme.hover);
    }
    double x = dpF(2) + m_entry.depth * dpF(14);
    const double middle = height() / 2.0;
    if (m_entry.depth > 0) {
        painter.setPen(QPen(theme.line2, 1));
        const double elbow = x - dpF(8);
        painter.drawLine(QPointF(elbow, 0), QPointF(elbow, middle));
        painter.drawLine(QPointF(elbow, middle), QPointF(elbow + dpF(6), middle));
    }
    const double side = dpF(12);
    if (m_entry.id != 0) {
        paintSourceGlyph(painter, QRectF(x, middle - side / 2.0, side, side), m_entry.source);
    }
    x += side + dpF(6);
    painter.setFont(nde::ui::font(TextStyle::Caption));
    const double noteWidth
        = std::min<double>(painter.fontMetrics().horizontalAdvance(m_entry.note), width() * 0.4);
    painter.setPen(theme.text3);
    painter.drawText(QRectF(width() - noteWidth, 0, noteWidth, height()),
                     Qt::AlignVCenter | Qt::AlignRight, m_entry.note);
    const double room = width() - noteWidth - dpF(6) - x;
    painter.setFont(
        nde::ui::font(TextStyle::Body, m_entry.isCurrent ? QFont::DemiBold : QFont::Normal));
    painter.setPen(m_entry.isCurrent ? theme.text : theme.text2);
    painter.drawText(QRectF(x, 0, room, height()), Qt::AlignVCenter | Qt::AlignLeft,
                     QFontMetricsF(painter.font()).elidedText(m_entry.name, Qt::ElideRight, room));
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, rect(), dpF(4));
    }
}

LineageTree::LineageTree(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
}

std::vector<LineageRow::Entry> LineageTree::entries(const Stem& current,
                                                    const services::LibraryService::Family& family)
{
    const auto roleBetween
        = [](const std::vector<LineageEdge>& edges, StemId parent, StemId child) -> std::string {
        const auto found = std::find_if(edges.begin(), edges.end(), [&](const LineageEdge& edge) {
            return edge.parent == parent && edge.child == child;
        });
        return found == edges.end() ? std::string() : found->role;
    };
    // The straight line of parents, oldest first.
    std::vector<const Stem*> line;
    StemId parent = current.parentId;
    while (parent != 0 && static_cast<int>(line.size()) < kMostAncestors) {
        const Stem* stem = stemIn(family.stems, parent);
        if (stem == nullptr) {
            break;
        }
        line.insert(line.begin(), stem);
        parent = stem->parentId;
    }
    std::vector<LineageRow::Entry> entries;
    StemId above {};
    for (const Stem* stem : line) {
        entries.push_back(entryOf(*stem, roleBetween(family.ancestors, above, stem->id),
                                  static_cast<int>(entries.size())));
        above = stem->id;
    }
    // What it was otherwise made from (dreams have several parents, none of them the one above).
    for (const LineageEdge& edge : family.ancestors) {
        const Stem* stem = edge.child == current.id ? stemIn(family.stems, edge.parent) : nullptr;
        if (stem != nullptr && stem->id != current.parentId && line.empty()
            && static_cast<int>(entries.size()) < kMostAncestors) {
            entries.push_back(entryOf(*stem, edge.role, 0));
        }
    }
    const int depth = line.empty() ? (entries.empty() ? 0 : 1) : static_cast<int>(line.size());
    entries.push_back(entryOf(current, roleBetween(family.ancestors, above, current.id), depth));
    entries.back().isCurrent = true;
    int children = 0;
    for (const LineageEdge& edge : family.descendants) {
        const Stem* stem = edge.parent == current.id ? stemIn(family.stems, edge.child) : nullptr;
        if (stem != nullptr && ++children <= kMostChildren) {
            entries.push_back(entryOf(*stem, edge.role, depth + 1));
        }
    }
    if (children > kMostChildren) {
        LineageRow::Entry rest;
        rest.name = tr("%n more", nullptr, children - kMostChildren);
        rest.depth = depth + 1;
        entries.push_back(rest);
    }
    return entries;
}

void LineageTree::setFamily(const Stem& current, const services::LibraryService::Family& family)
{
    clear();
    for (const LineageRow::Entry& entry : entries(current, family)) {
        auto* row = new LineageRow(entry, this);
        m_layout->addWidget(row);
        connect(row, &QAbstractButton::clicked, this, [this, id = entry.id] { Q_EMIT chosen(id); });
    }
}

void LineageTree::clear()
{
    while (QLayoutItem* item = m_layout->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater(); // its click may have led here
        }
        delete item;
    }
}

} // namespace nde::ui
