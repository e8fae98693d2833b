#pragma once

#include <QString>

#include <functional>
#include <span>
#include <vector>

namespace nde::ui {

struct FrequencyMark
{
    double hz {};
    double y {}; ///< as `yOf` says
    QString label; ///< "200 Hz", "5 kHz"
};

/// Marks at 50, 100, 200, 500 … 10 000 Hz whose labels keep `spacing` from each other; 100, 1 000
/// and 10 000 are kept before others.
/// @param yOf  of a frequency; falls as it rises. @param top, bottom  labels stay between them.
[[nodiscard]] std::vector<FrequencyMark> frequencyMarks(const std::function<double(double hz)>& yOf,
                                                        double top, double bottom, double spacing);

/// Where a frequency lies between two on a logarithmic axis: 0 … 1.
[[nodiscard]] double logShare(double hz, double lowHz, double highHz);
[[nodiscard]] double logHz(double share, double lowHz, double highHz);

/// The channel, with its fraction, that a frequency lies at. @param centreHz  ascending.
[[nodiscard]] double channelAt(double hz, std::span<const double> centreHz);

[[nodiscard]] QString formatHz(double hz); ///< "43.7 Hz", "440 Hz", "1.02 kHz"

} // namespace nde::ui
