#pragma once

#include "core/nn/api/Separation.h"
#include "core/services/TrackReader.h"

#include <QFile>
#include <QJsonObject>
#include <QString>

namespace nde::services {

/// What the normalisation of a mix needs, and how long everything is.
struct MixFacts
{
    std::int64_t inputFrames {}; ///< of the part of the track, at its own rate
    std::int64_t frames {}; ///< at the model's rate
    float mean {}; ///< of the mean of the channels
    float scale {}; ///< its unbiased standard deviation + 1e-8; of one frame: 1e-8
    [[nodiscard]] QJsonObject toJson() const;
    /// @errors  Corrupt.
    [[nodiscard]] static Result<MixFacts> fromJson(const QJsonObject& object);
    bool operator==(const MixFacts&) const = default;
};

/// Decodes a part of a track, brings it to the model's channels and rate and writes it to `path`,
/// raw float32, interleaved; then measures it in double precision, in a pass of its own each for
/// mean and deviation.
/// @errors  those of reading; BadInput (no frames), DiskFull, Io, Cancelled.
/// @source  demucs.md 3.17, 3.18.
[[nodiscard]] Result<MixFacts> writeMixScratch(TrackReader& reader, int sampleRate,
                                               const QString& path, const TaskContext& task);

/// Such a file, normalised, for `separateMix`.
class MixScratch final : public nn::MixSource
{
public:
    /// @errors  NotFound, Io, Corrupt (another length).
    [[nodiscard]] static Result<std::unique_ptr<MixScratch>> open(const QString& path, int channels,
                                                                  const MixFacts& facts);
    [[nodiscard]] std::int64_t frames() const override { return m_facts.frames; }
    [[nodiscard]] Result<> read(std::int64_t start, std::int64_t frames, float* planar) override;

private:
    MixScratch(const QString& path, int channels, const MixFacts& facts);

    QFile m_file;
    std::size_t m_channels;
    MixFacts m_facts;
    std::vector<float> m_block;
};

} // namespace nde::services
