#pragma once

#include "core/nn/vae/Layout.h"

#include <span>
#include <vector>

/// The broad levels beside the picture. A model averages pictures in decibels, and between two sets
/// of partials, or two draws of noise, that leaves valleys where each had peaks: halfway between
/// two basses stood neither. Averaged levels of broad cells do not sink, so they are kept apart,
/// and what a picture lost of them is given back before it is rendered.
/// @source  own.
namespace nde::nn::vae {

/// A map of pooled cells at one cell of the picture: bilinear between the cells' centres, each
/// value within the limits.
[[nodiscard]] float pooledAt(std::span<const float> map, int band, int frame, float low,
                             float high);

/// Writes the levels of a vector's picture into its level part.
void writeLevels(std::span<float> v);

/// The picture of a vector, with its levels. A picture that has them already stays as it is;
/// nothing is turned down, and nothing comes where the picture has the floor. [kFeatureSize]
[[nodiscard]] std::vector<float> levelledPicture(std::span<const float> v);

/// Gives a mix of sounds the loudness that lies between theirs, moment by moment: where their tones
/// lie in different cells, the mean of each cell's decibels sinks by half of what they are apart.
/// Raises the level part by at most 24 dB, what is 15 dB and more under the loudest cell less.
/// @param ends  vectors of what was mixed. @param weights  their shares, sum 1.
void holdLoudness(std::span<float> v, const std::vector<std::span<const float>>& ends,
                  const std::vector<double>& weights);

} // namespace nde::nn::vae
