#pragma once

#include "core/nn/api/VaeTraining.h"
#include "core/nn/vae/Prepared.h"

#include <string>

namespace nde::nn::vae {

/// Training parameters as JSON text, for the model and its card.
[[nodiscard]] std::string parametersText(const TrainParams& params);

/// The model's card: parameters, seed, curve, figures, sounds with their hashes and licences, as
/// JSON text.
[[nodiscard]] std::string cardText(const TrainReport& report, const TrainParams& params,
                                   const Prepared& prepared, const std::string& libraries);

} // namespace nde::nn::vae
