#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace nde::nn::demucs {
struct Profile;
}

namespace nde::nn {

enum class ComputeDevice
{
    Auto, ///< CUDA where torch has it and a device is there, else the CPU
    Cpu,
    Cuda
};
enum class Precision
{
    Float32, ///< exact: within 105 dB of the original
    Fast ///< bfloat16 products in the transformer and the wide convolutions where the processor has
         ///< them; at least 45 dB of the original
};

struct ModelOptions
{
    ComputeDevice device {ComputeDevice::Auto};
    Precision precision {Precision::Float32};
};

/// What is known of a model without building it.
struct SeparationModelInfo
{
    std::string architecture; ///< "HTDemucs", "HDemucs", "Demucs"
    std::vector<std::string> sources; ///< as the file names them; distinct, safe as file names
    int sampleRate {}; ///< Hz
    int channels {};
    std::int64_t segmentNumerator {}; ///< seconds as a fraction, as the file says
    std::int64_t segmentDenominator {1};
    std::int64_t segmentFrames {}; ///< floor(segment · sampleRate), in rationals
    std::int64_t parameters {};
    /// Of a file that holds weights only: what its shapes do not show and was taken from the
    /// official models, in English ("t_heads = 8"). Empty for a file that describes itself.
    std::vector<std::string> assumed;
};

/// One separation network with its weights.
///
/// @thread  any, one at a time per instance. Uses torch's intra-op threads (`configureInference`).
/// @source  demucs.md; Rouard, Massa, Défossez, "Hybrid Transformers for Music Source Separation",
///          ICASSP 2023; Défossez, "Hybrid Spectrogram and Waveform Source Separation", 2021.
class SeparationModel
{
public:
    /// Reads and checks a package (`core/nn/checkpoint`); every tensor must have the shape that the
    /// configuration asks for, none may be missing or over, and none may hold a NaN.
    /// @errors  NotFound, BadInput, Corrupt, Unsupported, OutOfMemory, Inference (CUDA asked for
    /// and
    ///          not there).
    [[nodiscard]] static Result<SeparationModel> load(const std::filesystem::path& path,
                                                      const ModelOptions& options = {});
    /// The same checks of the configuration, without building the network.
    [[nodiscard]] static Result<SeparationModelInfo> inspect(const std::filesystem::path& path);

    SeparationModel(SeparationModel&&) noexcept;
    SeparationModel& operator=(SeparationModel&&) noexcept;
    ~SeparationModel();

    [[nodiscard]] const SeparationModelInfo& info() const;
    [[nodiscard]] std::string deviceName() const; ///< what really computes: "CPU", "NVIDIA H100 …"
    /// Whether `Precision::Fast` changes anything on this machine.
    [[nodiscard]] static bool hasFastPrecision(ComputeDevice device);

    /// The largest number of frames that `forward` takes, and the number that it pads a shorter
    /// chunk to: HTDemucs pads on the right to its training segment, the others take any length.
    /// @return  0 = any length.
    [[nodiscard]] std::int64_t paddedFrames() const;

    /// The length that the original widens a chunk of `frames` to before it runs the network, with
    /// the track's own samples on both sides where there are any (demucs.md 3.14): the training
    /// segment for HTDemucs, the next length without a rest for the waveform-only Demucs, `frames`
    /// for the others.
    [[nodiscard]] std::int64_t validFrames(std::int64_t frames) const;

    /// @param mix     [channels, frames] planar, normalised by the caller (mean 0, standard
    /// deviation
    ///                1 of the mono mix).
    /// @param stems   [sources, channels, frames] planar, written.
    /// @param task    polled at least every 300 ms of work; no progress is reported.
    /// @errors  BadInput (too long or too short), Cancelled, OutOfMemory, Inference (a value that
    /// is
    ///          not finite).
    [[nodiscard]] Result<> forward(const float* mix, std::int64_t frames, float* stems,
                                   const TaskContext& task);

    /// From now on `forward` adds to it where the time goes; null = nowhere (the default).
    void setProfile(demucs::Profile* profile);

private:
    struct Impl;
    explicit SeparationModel(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace nde::nn
