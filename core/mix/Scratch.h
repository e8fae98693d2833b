#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <fstream>
#include <span>

namespace nde::mix {

/// A raw file of floats that lives as long as this object: what is too long for memory.
/// @thread  one at a time.
class Scratch
{
public:
    /// Replaces what is there. @errors  Io, NotFound (no such folder).
    [[nodiscard]] static Result<Scratch> create(std::filesystem::path path);
    Scratch(Scratch&& other) noexcept;
    Scratch& operator=(Scratch&&) = delete;
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch();

    /// At the end of what was written. @errors  DiskFull, Io.
    [[nodiscard]] Result<> write(std::span<const float> samples);
    [[nodiscard]] Result<> rewindToWrite(); ///< what follows replaces it all
    [[nodiscard]] Result<> rewindToRead();
    /// Exactly so many. @errors  Io.
    [[nodiscard]] Result<> read(std::span<float> samples);

private:
    explicit Scratch(std::filesystem::path path);

    std::filesystem::path m_path;
    std::fstream m_file;
};

} // namespace nde::mix
