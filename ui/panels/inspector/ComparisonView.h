#pragma once

#include "core/base/Stem.h"
#include "core/services/LibraryService.h"
#include "core/services/SoundPictures.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QLabel;
class QVBoxLayout;

namespace nde::ui {

class ChannelBars;
class RadarChart;

/// One measure of two sounds, in words.
struct ComparisonLine
{
    QString id;
    QString label;
    QString first;
    QString second;
    QString difference; ///< of the second against the first; empty = nothing to say
    bool operator==(const ComparisonLine&) const = default;
};
/// What both have; what neither has is left out.
[[nodiscard]] std::vector<ComparisonLine> comparisonLines(const Stem& first, const Stem& second);

/// Two sounds side by side: their characters over each other, their values beside each other, and
/// how far apart the ear finds them, channel by channel.
class ComparisonView final : public QWidget
{
    Q_OBJECT
public:
    struct Side
    {
        Stem stem;
        std::optional<services::LibraryService::Character> character; ///< empty = not measured
    };

    explicit ComparisonView(QWidget* parent = nullptr);

    void setSides(const Side& first, const Side& second);
    void setListening(); ///< the distance is being worked out
    void setDistance(const services::SoundComparison& comparison);
    void setDistanceError(const QString& sentence);
    [[nodiscard]] RadarChart* chart() const { return m_chart; }
    [[nodiscard]] ChannelBars* bars() const { return m_bars; }

private:
    void showRadar(const Side& first, const Side& second);
    void showLines(const std::vector<ComparisonLine>& lines);

    QWidget* m_legend;
    RadarChart* m_chart;
    QLabel* m_note;
    QVBoxLayout* m_rows;
    std::vector<QWidget*> m_rowWidgets;
    QLabel* m_distance;
    ChannelBars* m_bars;
};

} // namespace nde::ui
