#pragma once

#include "core/base/Key.h"
#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace nde::interchange {

/// What a WAV file can say of its sound beside the samples (product.md K6, K7).
struct WavFacts
{
    // ACID ("acid" chunk)
    bool isOneShot {};
    std::optional<double> bpm;
    int beats {}; ///< of loops
    std::optional<int> rootNote; ///< MIDI, 0 … 127
    int beatsPerBar {4};
    // Sampler ("smpl")
    std::optional<std::pair<std::int64_t, std::int64_t>> loop; ///< frames, both inclusive
    // Cues ("cue " with labels in "LIST adtl")
    struct Cue
    {
        std::int64_t frame {};
        std::string label;
        bool operator==(const Cue&) const = default;
    };
    std::vector<Cue> cues;
    // Broadcast wave ("bext", EBU Tech 3285 version 2, with loudness)
    std::string description; ///< 256 bytes at most
    std::string originator; ///< 32
    std::string originationDate; ///< "2026-11-26"
    std::string originationTime; ///< "21:04:05"
    std::optional<double> lufs;
    std::optional<double> truePeakDb;
    // "iXML" with a <DREAM_PROVENANCE> element that holds this JSON
    std::string provenance;
    bool operator==(const WavFacts&) const = default;
};

/// Appends the chunks to a finished WAV or RF64 file and corrects its sizes; the samples stay. The
/// file is whole at every moment or not changed at all (copy, then rename).
/// @errors  NotFound, Unsupported (no RIFF or RF64 WAVE), Corrupt, BadInput, DiskFull, Io.
/// @param isDurable  whether it waits until the data is on the disk.
[[nodiscard]] Result<> writeWavFacts(const std::filesystem::path& path, const WavFacts& facts,
                                     bool isDurable = true);
/// What a file says; every size is checked before it is believed.
/// @errors  NotFound, Unsupported, Corrupt, Io.
[[nodiscard]] Result<WavFacts> readWavFacts(const std::filesystem::path& path);

} // namespace nde::interchange
