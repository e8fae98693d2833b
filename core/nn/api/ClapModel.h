#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nde::nn {

/// One half of a CLAP model: sounds for indexing, words for searching. Both give vectors of one
/// space, whose cosine says how well words fit a sound.
enum class ClapTower
{
    Audio,
    Text
};

/// Whether a text tower that gives unrelated texts nearly the same vector is refused: a public
/// upload is broken in this way, and every search with it has the same result.
enum class ClapGuard
{
    Always, ///< where people search
    Trained, ///< only with the full vocabulary: to small models of tests the texts mean nothing
    Never
};

struct ClapOptions
{
    int threads {}; ///< 0 = as `configureInference` says
    ClapGuard guard {ClapGuard::Always};
};

struct ClapInfo
{
    std::string name; ///< of config.json, else of the folder
    std::filesystem::path weights; ///< the file that was read
    int dimensions {}; ///< of the vectors
    std::int64_t parameters {}; ///< in memory
};

struct ClapTokens
{
    std::vector<std::int32_t> ids; ///< `<s>` … `</s>`, cut to 77 so that `</s>` stays
    std::size_t fullLength {}; ///< before cutting
};

/// Whether `<s>`, `<pad>`, `</s>`, `<unk>`, `<mask>` in a text mean tokens.
enum class ClapSpecials
{
    AsText, ///< what people type
    AsTokens ///< as Hugging Face's tokenizer does
};

/// Mono samples at 48 kHz, as many as fit. @return  how many, 0 at the end.
using ClapSource = std::function<Result<std::size_t>(std::span<float> into)>;

/// Contrastive language-audio pretraining: HTSAT and RoBERTa, in the layout of Hugging Face's
/// `ClapModel` (config.json, model.safetensors or pytorch_model.bin; preprocessor_config.json for
/// sounds; vocab.json and merges.txt for words).
///
/// A file is read as data and never run; only one tower is held in memory. Vectors have length 1
/// and are the same bytes for every number of threads, on one kind of processor.
/// @thread  one at a time per instance; uses up to `threads` OpenMP threads.
/// @source  Wu et al., "Large-scale contrastive language-audio pretraining with feature fusion and
///          keyword-to-caption augmentation", ICASSP 2023.
class ClapModel
{
public:
    /// @errors  ModelMissing (a file of the folder), NotFound (the folder), Corrupt (a file that
    ///          contradicts itself or another, a collapsed model), Unsupported (fused models, other
    ///          layouts), BadInput (a pickle that names programs; none is run), OutOfMemory, Io.
    ///          One sentence each, with the file's or folder's name.
    [[nodiscard]] static Result<ClapModel> open(const std::filesystem::path& folder,
                                                ClapTower tower, const ClapOptions& options = {});
    ClapModel(ClapModel&&) noexcept;
    ClapModel& operator=(ClapModel&&) noexcept;
    ~ClapModel();

    [[nodiscard]] const ClapInfo& info() const;

    /// A sound up to 10 s is heard once, repeated as often as it fits; a longer one in windows of
    /// 10 s every 5 s, the last flush with the end, whose vectors are averaged.
    /// @param samples  mono, 48 kHz; not empty. Values that are not finite count as 0.
    /// @errors  BadInput (no samples), Cancelled (polled about every 50 ms), Inference,
    ///          OutOfMemory, Unsupported (the text tower is open).
    [[nodiscard]] Result<std::vector<float>> embedAudio(std::span<const float> samples,
                                                        const TaskContext& task);
    /// The same from a stream of any length in 15 s of memory; those of the source as well.
    [[nodiscard]] Result<std::vector<float>> embedAudio(const ClapSource& source,
                                                        const TaskContext& task);
    /// What the audio tower hears of the first 10 s: dB, [1001, mel bands].
    [[nodiscard]] Result<std::vector<float>> melOf(std::span<const float> samples);

    /// Words as they are: nothing is trimmed or lowered.
    /// @errors  BadInput (not UTF-8), Inference, OutOfMemory, Unsupported (the audio tower is
    ///          open).
    [[nodiscard]] Result<std::vector<float>>
    embedText(std::string_view text, ClapSpecials specials = ClapSpecials::AsText);
    /// @errors  BadInput (not UTF-8), Unsupported (the audio tower is open).
    [[nodiscard]] Result<ClapTokens> tokens(std::string_view text,
                                            ClapSpecials specials = ClapSpecials::AsText) const;

private:
    struct Impl;
    explicit ClapModel(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// The file of a model folder that holds the weights: model.safetensors, else pytorch_model.bin.
/// @errors  NotFound (the folder), ModelMissing.
[[nodiscard]] Result<std::filesystem::path> clapWeightsFile(const std::filesystem::path& folder);

} // namespace nde::nn
