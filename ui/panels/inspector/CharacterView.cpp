#include "ui/panels/inspector/CharacterView.h"

#include "ui/models/EarWords.h"
#include "ui/panels/CountBadge.h"
#include "ui/plot/RadarChart.h"
#include "ui/theme/Theme.h"

#include <QLabel>
#include <QVBoxLayout>

#include <utility>

namespace nde::ui {

using Character = services::LibraryService::Character;

bool canRank(const Character& character)
{
    return character.among >= kFewestForRanks;
}

CharacterFigure characterFigure(const Character& character, double durationS, bool ranked)
{
    CharacterFigure figure;
    figure.isRanked = ranked;
    for (int spoke = 0; spoke < kRadarSpokes; ++spoke) {
        const std::string_view metric = radarMetric(spoke);
        const double value = earMeasure(character.metrics, metric);
        if (spoke == kRoughnessSpoke && durationS < kShortestRoughS) {
            figure.shares.emplace_back();
            figure.values.push_back(QStringLiteral("–"));
        } else if (ranked) {
            const double share = character.percentiles[static_cast<std::size_t>(spoke)];
            figure.shares.emplace_back(share);
            figure.values.push_back(formatNumber(100.0 * share, 0));
        } else {
            figure.shares.emplace_back(radarShare(spoke, value));
            figure.values.push_back(earValue(metric, value));
        }
    }
    return figure;
}

CharacterView::CharacterView(QWidget* parent)
    : QWidget(parent)
    , m_chart(new RadarChart(this))
    , m_note(new QLabel(this))
{
    m_chart->setObjectName(QStringLiteral("insp_radar"));
    m_note->setObjectName(QStringLiteral("insp_radar_note"));
    m_note->setProperty("muted", true);
    m_note->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(dp(2));
    layout->addWidget(m_chart);
    layout->addWidget(m_note);
}

QString CharacterView::note() const
{
    return m_note->text();
}

void CharacterView::setCharacter(const std::optional<Character>& character, double durationS)
{
    m_note->setFont(nde::ui::font(TextStyle::Caption));
    m_chart->setAccessibleName(tr("Character"));
    m_chart->setVisible(character.has_value());
    if (!character) {
        m_note->setText(tr("The ear has not heard this sound yet."));
        return;
    }
    const bool isRanked = canRank(*character);
    const QString among = categoryCountText(character->category, character->among);
    const CharacterFigure figure = characterFigure(*character, durationS, isRanked);
    std::vector<RadarSpoke> spokes;
    for (int i = 0; i < kRadarSpokes; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const std::string_view metric = radarMetric(i);
        const QString value = earValue(metric, earMeasure(character->metrics, metric));
        QString meaning;
        if (!figure.shares[at]) {
            meaning = tr("%1: the sound is too short for it.").arg(earName(metric));
        } else if (isRanked) {
            meaning = tr("%1 %2: above %3 % of %4; their middle is %5.")
                          .arg(earName(metric), value, figure.values[at], among,
                               earValue(metric, character->medians[at]));
        } else {
            meaning = QStringLiteral("%1 %2.").arg(earName(metric), value);
        }
        spokes.push_back({earName(metric), figure.values[at],
                          QStringLiteral("%1 %2").arg(meaning, earMeaning(metric))});
    }
    m_chart->setSpokes(std::move(spokes));
    m_chart->setShares(figure.shares);
    m_chart->setMiddleRing(isRanked);
    m_note->setText(
        isRanked ? tr("Ranks among %1; the dotted ring is their middle.").arg(among)
                 : tr("Only %1 so far: values in their whole range instead of ranks.").arg(among));
}

} // namespace nde::ui
