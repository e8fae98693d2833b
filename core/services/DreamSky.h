#pragma once

#include "core/services/DreamDesk.h"

namespace nde::services {

/// The plane of a model's sounds: from the cache of the studio, else computed and cached there. It
/// belongs to the model's file alone, so that it is the same every time.
/// @errors  OutOfMemory, Inference.
[[nodiscard]] Result<DreamSky> skyPlane(const Studio& studio, nn::StemVae& model);

/// Fills the points: the training sounds, and every sound of the library that has a place in the
/// model. @errors  those of the repositories.
[[nodiscard]] Result<> addSkyPoints(DreamSky& sky, Studio& studio, const nn::StemVae& model);

/// One-shots of the model's categories in the library that have no place in it yet, at most
/// `most`, newest first. @errors  those of the repositories.
[[nodiscard]] Result<std::vector<Stem>> unplacedSounds(const DreamSky& sky, Studio& studio,
                                                       const nn::StemVae& model, std::size_t most);

/// A sound at its place. Far outside of what the model knows the latent stays empty.
[[nodiscard]] SkyPoint skyPoint(const DreamSky& sky, const nn::StemVae& model, StemId id,
                                const QString& name, Category category, Source source,
                                const std::vector<float>& latent);

} // namespace nde::services
