#pragma once

#include "core/base/Category.h"
#include "core/base/Result.h"

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace nde::nn {

/// One for each Category in its order, 0 … 1, together 1; classes that are not heard for (Atmo,
/// Other, Residual, Mix, Unclear) are 0 unless a user's corrections brought them in.
using CategoryProbabilities = std::array<float, kCategoryCount>;

/// What the ear makes of a sound.
struct CategoryOpinion
{
    bool isSilent {true}; ///< then nothing else is filled
    CategoryProbabilities probabilities {}; ///< calibrated on packs that were not learned from
    /// What the network's last layer looks at; as many numbers for every sound of a model. It is
    /// enough to judge again without the audio.
    std::vector<float> embedding;
};

/// Tells kick, snare, clap, closed and open hi-hat, cymbal, tom, perc, full drums, bass, lead,
/// synth, chord, pad, keys, guitar, strings, vocal, fx, texture and noise apart by their sound
/// alone. Five milliseconds for a one-shot; deterministic; needs no torch.
///
/// @thread  any number at once: nothing changes after `read`.
/// @source  own recipe: models/category.card.json, tests/bench/category.
class CategoryModel
{
public:
    /// Reads a safetensors file's bytes, which may come from anywhere.
    /// @errors  BadInput, Corrupt, Unsupported, OutOfMemory.
    [[nodiscard]] static Result<CategoryModel> read(std::span<const std::byte> bytes);

    /// @param mono  [frames], any length, rate and level. What is not finite counts as silence. Of
    ///              sounds over six seconds four windows of three seconds are heard. A slice of a
    ///              longer sound is best given from its onset to the next.
    /// @errors      BadInput (rate outside 1 … 768 kHz), OutOfMemory.
    [[nodiscard]] Result<CategoryOpinion> classify(std::span<const float> mono,
                                                   int sampleRate) const;
    /// The probabilities that belong to an embedding.
    /// @errors  BadInput (not of this model's length, or not finite).
    [[nodiscard]] Result<CategoryProbabilities> judge(std::span<const float> embedding) const;

    /// SHA-256 of the bytes read: embeddings of different models do not mix.
    [[nodiscard]] const std::string& hash() const;
    [[nodiscard]] std::size_t embeddingSize() const;

private:
    struct Impl;
    explicit CategoryModel(std::shared_ptr<const Impl> impl);
    std::shared_ptr<const Impl> m_impl;
};

/// A sound whose category the user has said.
struct CategoryCorrection
{
    std::vector<float> embedding;
    Category category {Category::Unclear};
};

/// What a user's corrections add to the network: sounds like a corrected one are judged as it was,
/// the more alike the more surely, all others as before. Learned by heart, so that it is trained in
/// no time, the same for any order of corrections, and a correction taken back leaves no trace.
class LocalHead
{
public:
    LocalHead() = default; ///< knows nothing
    /// Corrections whose embedding is not of the model's length are left out.
    LocalHead(const CategoryModel& model, std::vector<CategoryCorrection> corrections);

    [[nodiscard]] bool isEmpty() const { return m_corrections.empty(); }
    /// @param base  what the network alone says of the embedding.
    [[nodiscard]] CategoryProbabilities judge(std::span<const float> embedding,
                                              const CategoryProbabilities& base) const;

private:
    std::vector<CategoryCorrection> m_corrections; ///< embeddings of length 1
};

} // namespace nde::nn
