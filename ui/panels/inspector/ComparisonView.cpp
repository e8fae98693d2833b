#include "ui/panels/inspector/ComparisonView.h"

#include "ui/models/EarWords.h"
#include "ui/models/SoundFacts.h"
#include "ui/panels/CountBadge.h"
#include "ui/panels/inspector/CharacterView.h"
#include "ui/plot/ChannelBars.h"
#include "ui/plot/RadarChart.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <utility>

namespace nde::ui {

namespace {

QString signedNumber(double value, int decimals, const char* unit)
{
    const QString text = formatNumber(value, decimals) + QLatin1String(unit);
    return value > 0.0 ? QStringLiteral("+") + text : text;
}

/// Both names with the line that stands for each in the radar.
class Legend final : public QWidget
{
public:
    explicit Legend(QWidget* parent)
        : QWidget(parent)
    {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    void setNames(const QString& first, const QString& second)
    {
        m_names = {first, second};
        setAccessibleName(QStringLiteral("%1, %2").arg(first, second));
        setToolTip(QStringLiteral("%1\n%2").arg(first, second));
        update();
    }
    [[nodiscard]] QSize sizeHint() const override { return {dp(160), dp(36)}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {dp(80), dp(36)}; }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        painter.setFont(nde::ui::font(TextStyle::Body));
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            const double line = height() / 2.0;
            const double middle = line * (static_cast<double>(i) + 0.5);
            QPen pen(i == 0 ? theme.text : theme.focus, dpF(2),
                     i == 0 ? Qt::SolidLine : Qt::DashLine);
            painter.setPen(pen);
            painter.drawLine(QPointF(0, middle), QPointF(dpF(20), middle));
            painter.setPen(i == 0 ? theme.text : theme.focus);
            const QRectF room(dpF(28), line * static_cast<double>(i), width() - dpF(28), line);
            painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                             QFontMetricsF(painter.font())
                                 .elidedText(m_names[i], Qt::ElideMiddle, room.width()));
        }
    }

private:
    std::array<QString, 2> m_names;
};

/// Name, both values and the difference in four columns.
class ComparisonRow final : public QWidget
{
public:
    ComparisonRow(ComparisonLine line, QWidget* parent)
        : QWidget(parent)
        , m_line(std::move(line))
    {
        setObjectName(QStringLiteral("insp_compare_") + m_line.id);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        QStringList words {m_line.first, m_line.second};
        if (!m_line.difference.isEmpty()) {
            words.push_back(m_line.difference);
        }
        setAccessibleName(
            QStringLiteral("%1: %2").arg(m_line.label, words.join(QStringLiteral(", "))));
        setToolTip(accessibleName());
    }
    [[nodiscard]] QSize sizeHint() const override { return {dp(200), dp(18)}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {dp(120), dp(18)}; }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        painter.setFont(nde::ui::font(TextStyle::Caption));
        const QFontMetricsF metrics(painter.font());
        const double first = width() * 0.27;
        const double column = (width() - first) / 3.0;
        const auto put = [&](double x, double room, const QString& text, const QColor& color,
                             Qt::Alignment side) {
            painter.setPen(color);
            painter.drawText(QRectF(x, 0, room, height()), side | Qt::AlignVCenter,
                             metrics.elidedText(text, Qt::ElideRight, room));
        };
        put(0, first - dpF(4), m_line.label, theme.text3, Qt::AlignLeft);
        put(first, column - dpF(4), m_line.first, theme.text, Qt::AlignRight);
        put(first + column, column - dpF(4), m_line.second, theme.focus, Qt::AlignRight);
        put(first + 2.0 * column, column, m_line.difference, theme.text2, Qt::AlignRight);
    }

private:
    ComparisonLine m_line;
};

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::Comparison)
};

/// A measure that both sounds always have.
struct Measure
{
    const char* id;
    QString label;
    double Descriptors::*value;
    std::function<QString(double)> text;
    std::function<QString(double, double)> difference;
};

std::vector<Measure> measures()
{
    const auto plain = [](int decimals, const char* unit) {
        return [=](double value) -> QString {
            return formatNumber(value, decimals) + QLatin1String(unit);
        };
    };
    const auto minus = [](int decimals, const char* unit) {
        return [=](double a, double b) { return signedNumber(b - a, decimals, unit); };
    };
    const auto relative = [](double a, double b) {
        return a > 0.0 ? signedNumber(100.0 * (b / a - 1.0), 0, " %") : QString();
    };
    return {
        {"lufs", Words::tr("Loudness"), &Descriptors::lufs, plain(1, ""), minus(1, " LU")},
        {"peak", Words::tr("Peak"), &Descriptors::truePeakDb, plain(1, " dB"), minus(1, " dB")},
        {"crest", Words::tr("Crest"), &Descriptors::crestDb, plain(1, " dB"), minus(1, " dB")},
        {"attack", Words::tr("Attack"), &Descriptors::attackS, durationText, relative},
        {"decay", Words::tr("Decay"), &Descriptors::decayS, durationText, relative},
        {"centroid", Words::tr("Centroid"), &Descriptors::centroidHz, plain(0, " Hz"), relative},
        {"width", Words::tr("Width"), &Descriptors::stereoWidth,
         [](double share) { return sureText(share); },
         [](double a, double b) { return signedNumber(100.0 * (b - a), 0, " %"); }},
        {"technique", Words::tr("Technique"), &Descriptors::technicalQuality,
         [](double share) { return formatNumber(100.0 * share, 0); },
         [](double a, double b) { return signedNumber(100.0 * (b - a), 0, ""); }},
    };
}

/// A value that a sound may lack.
void addOptional(std::vector<ComparisonLine>& lines, const char* id, const QString& label,
                 const std::optional<double>& first, const std::optional<double>& second,
                 const std::function<QString(double)>& text,
                 const std::function<QString(double, double)>& difference)
{
    if (first || second) {
        lines.push_back({QLatin1String(id), label, first ? text(*first) : QStringLiteral("–"),
                         second ? text(*second) : QStringLiteral("–"),
                         first && second ? difference(*first, *second) : QString()});
    }
}

} // namespace

std::vector<ComparisonLine> comparisonLines(const Stem& first, const Stem& second)
{
    const Descriptors& a = first.descriptors;
    const Descriptors& b = second.descriptors;
    std::vector<ComparisonLine> lines;
    lines.push_back({QStringLiteral("length"), Words::tr("Length"), formatLength(first.durationS),
                     formatLength(second.durationS),
                     signedNumber(second.durationS - first.durationS, 2, " s")});
    addOptional(
        lines, "tempo", Words::tr("Tempo"), a.bpm, b.bpm,
        [](double bpm) { return formatNumber(bpm, 1); },
        [](double x, double y) { return signedNumber(y - x, 1, ""); });
    if (a.key || b.key) {
        const auto name = [](const std::optional<Key>& key) {
            return key ? QString::fromStdString(camelotName(*key)) : QStringLiteral("–");
        };
        lines.push_back({QStringLiteral("key"), Words::tr("Key"), name(a.key), name(b.key),
                         a.key && b.key
                             ? Words::tr("%n step(s)", nullptr, camelotDistance(*a.key, *b.key))
                             : QString()});
    }
    addOptional(
        lines, "pitch", Words::tr("Pitch"), a.pitchHz, b.pitchHz,
        [](double hz) -> QString { return formatNumber(hz, 1) + QStringLiteral(" Hz"); },
        [](double x, double y) { return signedNumber(12.0 * std::log2(y / x), 1, " st"); });
    if (first.analyserVersion.empty() || second.analyserVersion.empty()) {
        return lines;
    }
    for (const Measure& measure : measures()) {
        const double x = a.*measure.value;
        const double y = b.*measure.value;
        lines.push_back({QLatin1String(measure.id), measure.label, measure.text(x), measure.text(y),
                         measure.difference(x, y)});
    }
    return lines;
}

ComparisonView::ComparisonView(QWidget* parent)
    : QWidget(parent)
    , m_legend(new Legend(this))
    , m_chart(new RadarChart(this))
    , m_note(new QLabel(this))
    , m_rows(new QVBoxLayout)
    , m_distance(new QLabel(this))
    , m_bars(new ChannelBars(this))
{
    m_chart->setObjectName(QStringLiteral("insp_compare_radar"));
    m_note->setObjectName(QStringLiteral("insp_compare_note"));
    m_distance->setObjectName(QStringLiteral("insp_compare_distance"));
    m_bars->setObjectName(QStringLiteral("insp_compare_bars"));
    for (QLabel* label : {m_note, m_distance}) {
        label->setProperty("muted", true);
        label->setWordWrap(true);
    }
    m_rows->setSpacing(0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(dp(6));
    layout->addWidget(m_legend);
    layout->addWidget(m_chart);
    layout->addWidget(m_note);
    layout->addLayout(m_rows);
    layout->addWidget(m_distance);
    layout->addWidget(m_bars);
}

void ComparisonView::setSides(const Side& first, const Side& second)
{
    m_note->setFont(nde::ui::font(TextStyle::Caption));
    m_distance->setFont(nde::ui::font(TextStyle::Caption));
    m_chart->setAccessibleName(tr("Both characters"));
    m_bars->setAccessibleName(tr("Distance by channel"));
    static_cast<Legend*>(m_legend)->setNames(QString::fromStdString(first.stem.name),
                                             QString::fromStdString(second.stem.name));
    showRadar(first, second);
    showLines(comparisonLines(first.stem, second.stem));
}

// Ranks of different categories do not compare: then the values themselves are drawn.
void ComparisonView::showRadar(const Side& first, const Side& second)
{
    const bool areMeasured = first.character && second.character;
    m_chart->setVisible(areMeasured);
    if (!areMeasured) {
        m_note->setText(tr("The ear has not heard both of them yet."));
        return;
    }
    const bool areRanked = first.character->category == second.character->category
        && canRank(*first.character) && canRank(*second.character);
    const CharacterFigure a = characterFigure(*first.character, first.stem.durationS, areRanked);
    const CharacterFigure b = characterFigure(*second.character, second.stem.durationS, areRanked);
    std::vector<RadarSpoke> spokes;
    for (int i = 0; i < kRadarSpokes; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const std::string_view metric = radarMetric(i);
        const QString x = earValue(metric, earMeasure(first.character->metrics, metric));
        const QString y = earValue(metric, earMeasure(second.character->metrics, metric));
        spokes.push_back({earName(metric),
                          QStringLiteral("%1 / %2").arg(a.values[at], b.values[at]),
                          tr("%1 %2 against %3.").arg(earName(metric), x, y) + QLatin1Char(' ')
                              + earMeaning(metric)});
    }
    m_chart->setSpokes(std::move(spokes));
    m_chart->setShares(a.shares, b.shares);
    m_chart->setMiddleRing(areRanked);
    m_note->setText(
        areRanked ? tr("Ranks among %1.")
                        .arg(categoryCountText(first.character->category, first.character->among))
                  : tr("Values in their whole range, because ranks of these two do not "
                       "compare."));
}

void ComparisonView::showLines(const std::vector<ComparisonLine>& lines)
{
    qDeleteAll(m_rowWidgets);
    m_rowWidgets.clear();
    for (const ComparisonLine& line : lines) {
        auto* row = new ComparisonRow(line, this);
        m_rows->addWidget(row);
        row->show();
        m_rowWidgets.push_back(row);
    }
}

void ComparisonView::setListening()
{
    m_distance->setText(tr("The ear listens to both …"));
    m_bars->setBars({}, {});
}

void ComparisonView::setDistance(const services::SoundComparison& comparison)
{
    m_distance->setText(tr("Distance for the ear %1: 0 is the same, about 1 has nothing in common. "
                           "By channel:")
                            .arg(formatNumber(comparison.distance, 2)));
    m_distance->setToolTip(tr("van Rossum distance of the spike trains, time constant 10 ms"));
    m_bars->setBars({comparison.channelDistance.begin(), comparison.channelDistance.end()},
                    {comparison.centreHz.begin(), comparison.centreHz.end()});
}

void ComparisonView::setDistanceError(const QString& sentence)
{
    m_distance->setText(sentence);
    m_bars->setBars({}, {});
}

} // namespace nde::ui
