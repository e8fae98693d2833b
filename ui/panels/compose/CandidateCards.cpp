#include "ui/panels/compose/CandidateCards.h"

#include "core/music/Roles.h"
#include "core/music/Score.h"
#include "ui/panels/compose/ComposeText.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::ui {

namespace {

constexpr int kHeight = 62;
constexpr int kMapWidth = 88;

Category markOf(const std::string& role)
{
    const music::Role* known = music::roleOf(role);
    return known != nullptr && !known->fits.empty() ? known->fits.front().first : Category::Other;
}

/// Sounds by where they come from, in the order of `Source`'s glyphs.
std::array<int, 3> sourcesOf(const music::Plan& plan)
{
    std::array<int, 3> counts {};
    for (const music::Lane& lane : plan.lanes) {
        for (const music::Sound& sound : lane.sounds) {
            if (const auto kind = music::sourceKind(sound.source)) {
                ++counts[static_cast<std::size_t>(*kind)];
            }
        }
    }
    return counts;
}

QString fitText(double score)
{
    return QStringLiteral("%1\u202F%").arg(std::lround(100.0 * score));
}

} // namespace

CandidateCard::CandidateCard(int index, services::ComposeDesk::CandidatePlan candidate,
                             QWidget* parent)
    : QAbstractButton(parent)
    , m_index(index)
    , m_candidate(std::move(candidate))
{
    setObjectName(QStringLiteral("comp_candidate_%1").arg(index));
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setCheckable(true);
    const PlanCounts counts = countsOf(*m_candidate.plan);
    setAccessibleName(tr("Idea %1: %2 in %3, fit %4")
                          .arg(letter(), tr("%n sound(s)", nullptr, counts.sounds),
                               musicKeyText(m_candidate.plan->key), fitText(m_candidate.score)));
    setToolTip(tr("%1, seed %2").arg(accessibleName()).arg(m_candidate.plan->seed));
}

QString CandidateCard::letter() const
{
    return QString(QChar(u'A' + std::min(m_index, 25)));
}

quint64 CandidateCard::seed() const
{
    return m_candidate.plan->seed;
}

QSize CandidateCard::sizeHint() const
{
    return {dp(240), dp(kHeight)};
}

QSize CandidateCard::minimumSizeHint() const
{
    return {dp(160), dp(kHeight)};
}

void CandidateCard::paintMap(QPainter& painter, const QRectF& area) const
{
    const Theme& theme = Theme::current();
    const music::Plan& plan = *m_candidate.plan;
    paintBox(painter, area, dpF(4), theme.well);
    const QRectF inner = area.adjusted(dpF(3), dpF(3), -dpF(3), -dpF(3));
    const auto rows = static_cast<double>(std::max<std::size_t>(1, plan.lanes.size()));
    const double high = inner.height() / rows;
    const double barWide = inner.width() / std::max(1, plan.bars);
    for (std::size_t i = 0; i < plan.lanes.size(); ++i) {
        const QColor color = theme.category(markOf(plan.lanes[i].role));
        for (const music::Clip& clip : plan.lanes[i].clips) {
            if (clip.sound >= 0) {
                const double y = inner.y() + static_cast<double>(i) * high;
                painter.fillRect(QRectF(inner.x() + clip.startBar * barWide, y,
                                        std::max(1.0, clip.bars * barWide - 0.5),
                                        std::max(1.0, high - 1.0)),
                                 color);
            }
        }
    }
}

void CandidateCard::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const QRectF area(rect());
    paintBox(painter, area, dpF(6),
             isChecked()        ? theme.selection
                 : underMouse() ? theme.hover
                                : theme.raised,
             isChecked() ? theme.focus : theme.line);
    const QRectF map(area.x() + dpF(6), area.y() + dpF(6), dpF(kMapWidth), area.height() - dpF(12));
    paintMap(painter, map);
    const double left = map.right() + dpF(10);
    const QRectF text(left, dpF(6), area.right() - dpF(8) - left, area.height() - dpF(12));
    const QRectF line(text.x(), text.y(), text.width(), text.height() / 3.0);
    painter.setFont(nde::ui::font(TextStyle::Body, QFont::DemiBold));
    painter.setPen(theme.text);
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft, letter());
    painter.setFont(nde::ui::font(TextStyle::Caption));
    painter.setPen(theme.text2);
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight, fitText(m_candidate.score));
    const PlanCounts counts = countsOf(*m_candidate.plan);
    const QRectF second = line.translated(0, line.height());
    painter.drawText(
        second, Qt::AlignVCenter | Qt::AlignLeft,
        QFontMetricsF(painter.font())
            .elidedText(QStringLiteral("%1 · %2").arg(musicKeyText(m_candidate.plan->key),
                                                      tr("%n sound(s)", nullptr, counts.sounds)),
                        Qt::ElideRight, second.width()));
    const QRectF third = line.translated(0, 2.0 * line.height());
    const auto sources = sourcesOf(*m_candidate.plan);
    const std::array kinds {Source::Original, Source::Separated, Source::Generated};
    double x = third.x();
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        const double size = dpF(10);
        painter.drawPixmap(QPointF(x, third.center().y() - size / 2.0),
                           sourcePixmap(kinds[i], dp(10), devicePixelRatioF()));
        painter.setPen(sources[i] > 0 ? theme.text2 : theme.text3);
        painter.drawText(QRectF(x + dpF(13), third.y(), dpF(24), third.height()),
                         Qt::AlignVCenter | Qt::AlignLeft, formatCount(sources[i]));
        x += dpF(36);
    }
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, area, dpF(6));
    }
}

CandidateCards::CandidateCards(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_column(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("comp_candidates"));
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(dp(6));
    m_column->addWidget(m_title);
    fill();
}

void CandidateCards::setCandidates(
    const std::vector<services::ComposeDesk::CandidatePlan>& candidates)
{
    m_candidates = candidates;
    fill();
}

void CandidateCards::setCurrent(const std::shared_ptr<const music::Plan>& plan)
{
    m_current = plan;
    for (CandidateCard* card : m_cards) {
        card->setChecked(m_current && card->seed() == m_current->seed);
    }
}

void CandidateCards::fill()
{
    for (CandidateCard* card : m_cards) {
        card->hide();
        card->deleteLater();
    }
    m_cards.clear();
    setVisible(m_candidates.size() > 1);
    m_title->setText(tr("Ideas for this prompt"));
    m_title->setFont(nde::ui::font(TextStyle::Caption, QFont::DemiBold));
    for (std::size_t i = 0; m_candidates.size() > 1 && i < m_candidates.size(); ++i) {
        const int index = static_cast<int>(i);
        auto* card = new CandidateCard(index, m_candidates[i], this);
        connect(card, &QAbstractButton::clicked, this, [this, index, card] {
            const bool isOther = !m_current || card->seed() != m_current->seed;
            setCurrent(m_current); // the click alone chooses nothing: the plan does
            if (isOther) {
                Q_EMIT taken(index);
            }
        });
        m_column->addWidget(card);
        m_cards.push_back(card);
    }
    setCurrent(m_current);
}

void CandidateCards::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        fill();
    }
}

} // namespace nde::ui
