#pragma once

#include "core/audio/AudioFile.h"
#include "core/base/TaskContext.h"

#include <cstdint>
#include <vector>

namespace nde::audio {

/// One column of a waveform overview, all channels folded together.
struct PeakColumn
{
    float low {}; ///< −1 …
    float high {}; ///< … 1
    float rms {}; ///< 0 … 1
    float brightness {}; ///< 0 … 1: 0 = centroid <= 100 Hz, 1 = >= 8 kHz, logarithmic between
};

/// Multi-resolution overview: level k has one column per 64·2^k frames. The whole pyramid takes at
/// most 2/64 of the sample count in columns; long files start at a coarser first level so that it
/// never holds more than 2^20 columns on its first level.
class PeakPyramid
{
public:
    PeakPyramid() = default;
    [[nodiscard]] std::int64_t frames() const { return m_frames; }
    [[nodiscard]] int sampleRate() const { return m_sampleRate; }
    [[nodiscard]] int levelCount() const { return static_cast<int>(m_levels.size()); }
    [[nodiscard]] std::int64_t framesPerColumn(int level) const { return m_firstStep << level; }
    [[nodiscard]] const std::vector<PeakColumn>& level(int index) const
    {
        return m_levels[static_cast<std::size_t>(index)];
    }
    /// Folds [from, to) into `columns` columns, from the coarsest level that is still as fine as
    /// the request; cost grows with `columns`, not with the length. What lies outside the file is
    /// silent.
    [[nodiscard]] std::vector<PeakColumn> columns(std::int64_t from, std::int64_t to,
                                                  int columns) const;

    /// Streams the file once. @errors  those of AudioReader; Cancelled.
    [[nodiscard]] static Result<PeakPyramid> build(AudioReader& reader, TaskContext& task);
    [[nodiscard]] static PeakPyramid fromBuffer(const AudioBuffer& buffer);

    /// Versioned little-endian blob with magic "NDEPEAK1"; replaces what is there. Only the first
    /// level is stored, the others follow from it. @errors  Io, DiskFull, ReadOnly, NotFound (no
    /// such folder) / Corrupt, NotFound, Io.
    [[nodiscard]] Result<> save(const std::filesystem::path& path) const;
    [[nodiscard]] static Result<PeakPyramid> load(const std::filesystem::path& path);

private:
    friend class PeakBuilder;
    void growLevels(); ///< from the first
    std::int64_t m_frames {};
    std::int64_t m_firstStep {64};
    int m_sampleRate {};
    std::vector<std::vector<PeakColumn>> m_levels;
};

/// Grows a pyramid block by block (for a stem that is still being written).
class PeakBuilder
{
public:
    /// @param expectedFrames  chooses the first level's step; 0 = unknown (64).
    PeakBuilder(int channels, int sampleRate, std::int64_t expectedFrames);
    void add(std::span<const float> interleaved);
    [[nodiscard]] PeakPyramid finish(); ///< may be called repeatedly: a snapshot of what there is

private:
    /// Sums over the frames of the column that is being filled.
    struct Column
    {
        float low {};
        float high {};
        double power {}; ///< sum of squares
        double slope {}; ///< sum of squared first differences
        std::int64_t frames {};
    };
    void accumulate(const float* frames, std::size_t count);
    void closeColumn();
    void halve();
    [[nodiscard]] PeakColumn folded(const Column& column) const;

    PeakPyramid m_pyramid; ///< only its first level grows here
    int m_channels {};
    Column m_column;
    double m_power {}; ///< leaky, for the brightness: a column is shorter than a bass period
    double m_slope {};
    std::vector<float> m_previous; ///< last frame, for the first difference
};

} // namespace nde::audio
