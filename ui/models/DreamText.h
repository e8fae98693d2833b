#pragma once

#include "ui/models/DreamSetup.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace nde::ui {

/// The two ends of an axis in words: "Dark" and "Bright".
struct AxisWords
{
    QString name; ///< "brightness"
    QString low;
    QString high;
};
/// Unknown ids are their own name, with − and + at the ends.
[[nodiscard]] AxisWords axisWords(const QString& id);

[[nodiscard]] QString dreamModeText(nn::DreamMode mode); ///< "Random", "Interpolated", …
[[nodiscard]] QString dreamModeMeaning(nn::DreamMode mode); ///< one sentence
/// "kick_vae · run 7 ★"
[[nodiscard]] QString dreamModelText(const services::DreamModel& model);
/// "kick_vae"
[[nodiscard]] QString dreamModelName(const services::DreamModel& model);
/// What has to be done first; empty when nothing is missing.
[[nodiscard]] QString dreamLackText(DreamLack lack);
/// "brightness −0.4 · decay +0.3"; axes that stay are left out.
[[nodiscard]] QString axisMovesText(const std::vector<services::SkyAxis>& axes,
                                    const std::vector<double>& offsets);
/// "not understood: wobbly"; empty for none.
[[nodiscard]] QString unknownWordsText(const QStringList& words);
/// What speaks against a candidate: "far from its sounds", "too close"; empty = nothing.
[[nodiscard]] QString dreamWarning(const nn::GeneratedSound& sound);
/// "near kick 12"
[[nodiscard]] QString nearText(const QString& name);
/// Places of the sky that the model is this unsure of may sound broken.
inline constexpr double kLeastConfidence = 0.15;
/// Candidates below this are marked.
inline constexpr double kLeastFidelity = 0.3;
[[nodiscard]] QString
confidenceText(double confidence); ///< "confidence 92 %", "far from its sounds"
/// How many draws were rejected and why, of a finished job; empty when there were none.
[[nodiscard]] QString rejectedText(const JobRecord& job);

} // namespace nde::ui
