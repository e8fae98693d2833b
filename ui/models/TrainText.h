#pragma once

#include "core/services/TrainingBook.h"

#include <QString>

/// What the Train room says, in words.
namespace nde::ui {

[[nodiscard]] QString presetText(const QString& preset); ///< "Quick", …; "Own values" when empty
[[nodiscard]] QString runTitle(const services::RunSummary& run); ///< "Kick 7", "Pad (long) 8"
[[nodiscard]] QString runStateText(const QString& state); ///< "running", "done", …
/// "Good · 100 epochs · latent 128 · 84 sounds · seed 1"
[[nodiscard]] QString runFacts(const services::RunSummary& run);
[[nodiscard]] QString paramsText(const nn::TrainParams& params); ///< "100 epochs · latent 128"
[[nodiscard]] QString clockText(double seconds); ///< "4:12", "1:02:03"
/// "about 6 min", "about 40 s"; rounded, as it is a guess.
[[nodiscard]] QString aboutText(double seconds);
[[nodiscard]] QString bytesOfModelText(qint64 bytes); ///< "38 MB"

[[nodiscard]] QString setHealthText(services::SetHealth health); ///< "ready", "thin", …
/// What the health of a set's one-shots, or of its long sounds, means, in a sentence.
[[nodiscard]] QString setHealthSentence(const services::TrainingSet& set, bool isLong);
/// What there is of a set and how far it goes: of one-shots, and of long sounds where it has any.
[[nodiscard]] QString setSummaryText(const services::TrainingSet& set);

/// "19 too short"
[[nodiscard]] QString droppedText(const QString& reason, int count);
/// Why it cannot be trained; empty = it can.
[[nodiscard]] QString refusalText(const services::Preflight& preflight);

[[nodiscard]] QString verdictSentence(const services::Verdict& verdict,
                                      const services::RunSummary& run);
/// What it is seen by, and what it means.
[[nodiscard]] QString verdictEvidence(const services::Verdict& verdict,
                                      const services::RunSummary& run);
/// What the trainer had to do at an epoch; empty for ordinary epochs.
[[nodiscard]] QString eventText(const std::string& event);

} // namespace nde::ui
