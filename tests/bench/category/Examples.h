#pragma once

#include "core/dsp/CategoryFeatures.h"
#include "tests/bench/category/Corpus.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace nde::bench {

/// What the network learns from: features of a sound or of a disguised copy.
struct Example
{
    ClassMask classes {};
    std::int32_t label {-1}; ///< of kLabels; one-shots only
    std::uint32_t sound {}; ///< which sound of the corpus, synthetic ones counted on
    std::uint16_t pack {};
    Origin origin {};
    bool isCopy {};
    std::array<float, dsp::kCategoryInputs> values {};
};

struct ExampleSet
{
    std::vector<Example> examples;
    std::vector<std::string> packs;
    std::vector<std::string> names; ///< of sounds, one-shots first
};

struct ExampleCounts
{
    int copies {14}; ///< of each one-shot
    int extraCopies {4};
    int synthetic {450}; ///< of each class, each with one copy
};

/// Loads, synthesises, disguises and measures everything; on all cores, same result as on one.
[[nodiscard]] Result<ExampleSet> makeExamples(const std::filesystem::path& data, std::uint64_t seed,
                                              const ExampleCounts& counts);
/// The set as one file of this machine's byte order, so that trials need not measure anew.
[[nodiscard]] Result<> saveExamples(const ExampleSet& set, const std::filesystem::path& path);
[[nodiscard]] Result<ExampleSet> loadExamples(const std::filesystem::path& path);

} // namespace nde::bench
