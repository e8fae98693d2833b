#pragma once

#include "core/nn/api/StemVae.h"
#include "core/nn/vae/Dataset.h"

#include <string>

namespace nde::nn::vae {

/// Training parameters as JSON text, for the model and its card.
[[nodiscard]] std::string parametersText(const TrainParams& params);

/// The model's card: parameters, seed, curve, data with their hashes, figures, as JSON text.
[[nodiscard]] std::string cardText(const TrainReport& report, const TrainParams& params,
                                   const Dataset& data, double validationOutside,
                                   const std::string& libraries);

} // namespace nde::nn::vae
