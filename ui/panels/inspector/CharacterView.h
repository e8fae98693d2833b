#pragma once

#include "core/services/LibraryService.h"

#include <QWidget>

#include <optional>

class QLabel;

namespace nde::ui {

class RadarChart;
struct RadarSpoke;

/// What the radar says of one sound, in shares and words.
struct CharacterFigure
{
    std::vector<std::optional<double>> shares; ///< 0 … 1; no value: means nothing here
    std::vector<QString> values; ///< beside the names: ranks or raw values
    bool isRanked {}; ///< percentiles; else raw values in the range they can have
};
/// Percentiles need company: with fewer sounds of its kind raw values are shown.
inline constexpr int kFewestForRanks = 5;
[[nodiscard]] CharacterFigure characterFigure(const services::LibraryService::Character& character,
                                              double durationS, bool ranked);
/// Whether ranks mean something among so many.
[[nodiscard]] bool canRank(const services::LibraryService::Character& character);

/// The seven measures of character as a radar: where the sound stands among its category.
class CharacterView final : public QWidget
{
    Q_OBJECT
public:
    explicit CharacterView(QWidget* parent = nullptr);

    /// @param character  empty = not measured yet.
    void setCharacter(const std::optional<services::LibraryService::Character>& character,
                      double durationS);
    [[nodiscard]] RadarChart* chart() const { return m_chart; }
    [[nodiscard]] QString note() const;

private:
    RadarChart* m_chart;
    QLabel* m_note;
};

} // namespace nde::ui
