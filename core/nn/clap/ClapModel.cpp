#include "core/nn/api/ClapModel.h"

#include "core/base/WideRegisters.h"
#include "core/nn/checkpoint/ByteSource.h"
#include "core/nn/checkpoint/Text.h"
#include "core/nn/clap/AudioTower.h"
#include "core/nn/clap/BytePairTokenizer.h"
#include "core/nn/clap/ClapConfig.h"
#include "core/nn/clap/ClapFeatures.h"
#include "core/nn/clap/ClapWeights.h"
#include "core/nn/clap/TextTower.h"
#include "core/nn/kernels/Runtime.h"

#include <algorithm>
#include <array>
#include <new>
#include <optional>
#include <system_error>

namespace nde::nn {

using namespace clap;
using checkpoint::inQuotes;

namespace {

constexpr std::uint64_t kMaxJsonBytes = std::uint64_t {16} << 20U;
constexpr std::size_t kMostTokens = 77; ///< that the models were trained with
constexpr std::int64_t kFullVocabulary = 50265; ///< of RoBERTa
constexpr double kCollapsed = 0.95; ///< mean cosine of unrelated texts; healthy models reach 0.3

Result<std::string> readText(const std::filesystem::path& folder, const char* name)
{
    const auto path = folder / name;
    const auto named = [&](const Error& error) {
        return error.code == ErrorCode::NotFound
            ? fail(ErrorCode::ModelMissing,
                   "the model folder " + inQuotes(folder.string()) + " has no " + name)
            : fail(error.code, inQuotes(path.string()) + ": " + error.message);
    };
    checkpoint::FileSource source;
    if (auto opened = source.open(path); !opened) {
        return named(opened.error());
    }
    if (source.size() > kMaxJsonBytes) {
        return named({ErrorCode::Corrupt, "it is larger than any model needs"});
    }
    checkpoint::Cursor cursor(source, 0, source.size());
    auto text = cursor.text(source.size(), kMaxJsonBytes);
    return text ? std::move(text) : named(text.error());
}

/// The folder's name in front of what is wrong with it.
Error inFolder(const std::filesystem::path& folder, const Error& error)
{
    return {error.code,
            "the model folder " + inQuotes(folder.string()) + " cannot be used: " + error.message};
}

template<typename Body>
auto guarded(const Body& body) -> decltype(body())
{
    try {
        return body();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "there is not enough memory for the CLAP model");
    }
}

double dot(const std::vector<float>& a, const std::vector<float>& b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    }
    return sum;
}

} // namespace

struct ClapModel::Impl
{
    ClapInfo info;
    kernels::Runtime runtime;
    std::size_t mels {};
    std::optional<ClapFeatures> features;
    std::optional<AudioTower> audio;
    std::optional<BytePairTokenizer> tokenizer;
    std::optional<TextTower> text;

    explicit Impl(int threads)
        : runtime(kernels::bestIsa(), threads)
    {
    }

    Result<> openAudio(const std::filesystem::path& folder, const ClapConfig& config);
    Result<> openText(const std::filesystem::path& folder, const ClapConfig& config);
    Result<> refuseCollapsed();
    [[nodiscard]] Result<ClapTokens> tokensOf(std::string_view words, ClapSpecials specials) const;
    [[nodiscard]] Result<std::vector<float>> hear(std::span<const float> window,
                                                  const TaskContext& task);
};

Result<> ClapModel::Impl::openAudio(const std::filesystem::path& folder, const ClapConfig& config)
{
    const auto json = readText(folder, "preprocessor_config.json");
    const auto wish = json ? readFeatureConfig(*json, config.audio) : propagate(json);
    if (!wish) {
        return json ? tl::unexpected<Error>(inFolder(folder, wish.error())) : propagate(json);
    }
    auto weights = ClapWeights::read(info.weights, config, Part::Audio);
    if (!weights) {
        return propagate(weights);
    }
    mels = static_cast<std::size_t>(config.audio.mels);
    features.emplace(*wish, mels);
    audio.emplace(config, *weights, runtime.table());
    info.parameters = weights->taken();
    return weights->problem() ? tl::unexpected<Error>(inFolder(folder, *weights->problem()))
                              : Result<> {};
}

Result<> ClapModel::Impl::openText(const std::filesystem::path& folder, const ClapConfig& config)
{
    const auto vocabulary = readText(folder, "vocab.json");
    const auto merges = vocabulary ? readText(folder, "merges.txt") : vocabulary;
    if (!merges) {
        return propagate(merges);
    }
    auto read = BytePairTokenizer::read(
        *vocabulary, *merges,
        {config.text.vocabulary, config.text.begin, config.text.pad, config.text.end});
    if (!read) {
        return tl::unexpected<Error>(inFolder(folder, read.error()));
    }
    tokenizer.emplace(std::move(*read));
    auto weights = ClapWeights::read(info.weights, config, Part::Text);
    if (!weights) {
        return propagate(weights);
    }
    text.emplace(config, *weights, runtime.table());
    info.parameters = weights->taken();
    return weights->problem() ? tl::unexpected<Error>(inFolder(folder, *weights->problem()))
                              : Result<> {};
}

/// A public upload (larger_clap_music) is broken in this way: every text has the same vector, and
/// every search the same result.
Result<> ClapModel::Impl::refuseCollapsed()
{
    constexpr std::array<std::string_view, 4> kProbes {
        "rain", "DOG BARKING LOUDLY!", "808 kick, 140 bpm",
        "slow piano ballad recorded in a large hall with strings and a choir"};
    std::vector<std::vector<float>> vectors;
    for (const std::string_view probe : kProbes) {
        const auto tokens = tokensOf(probe, ClapSpecials::AsText);
        auto vector = tokens ? text->run(runtime, tokens->ids) : propagate(tokens);
        if (!vector) {
            return propagate(vector);
        }
        vectors.push_back(std::move(*vector));
    }
    double sum = 0.0;
    int pairs = 0;
    for (std::size_t i = 0; i < vectors.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j, ++pairs) {
            sum += dot(vectors[i], vectors[j]);
        }
    }
    if (sum / pairs > kCollapsed) {
        return fail(ErrorCode::Corrupt,
                    "it gives unrelated texts nearly the same vector (mean cosine "
                        + std::to_string(sum / pairs).substr(0, 6)
                        + "), so it cannot tell sounds apart by words");
    }
    return {};
}

Result<ClapTokens> ClapModel::Impl::tokensOf(std::string_view words, ClapSpecials specials) const
{
    if (!tokenizer) {
        return fail(ErrorCode::Unsupported, "the text tower of this model is not open");
    }
    if (!checkpoint::isUtf8(words)) {
        return fail(ErrorCode::BadInput, "the text is not UTF-8");
    }
    ClapTokens tokens {tokenizer->encode(words, specials == ClapSpecials::AsTokens), 0};
    tokens.fullLength = tokens.ids.size();
    const std::size_t most = std::min(kMostTokens, text ? text->longest() : kMostTokens);
    if (tokens.ids.size() > most) {
        const std::int32_t end = tokens.ids.back();
        tokens.ids.resize(most);
        tokens.ids.back() = end;
    }
    return tokens;
}

Result<std::vector<float>> ClapModel::Impl::hear(std::span<const float> window,
                                                 const TaskContext& task)
{
    clearWideRegisters();
    std::vector<float> mel(kSpectra * mels);
    features->compute(runtime, window, mel.data());
    return audio->run(runtime, mel, task);
}

ClapModel::ClapModel(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}
ClapModel::ClapModel(ClapModel&&) noexcept = default;
ClapModel& ClapModel::operator=(ClapModel&&) noexcept = default;
ClapModel::~ClapModel() = default;

Result<ClapModel> ClapModel::open(const std::filesystem::path& folder, ClapTower tower,
                                  const ClapOptions& options)
{
    return guarded([&]() -> Result<ClapModel> {
        auto file = clapWeightsFile(folder);
        if (!file) {
            return propagate(file);
        }
        const auto json = readText(folder, "config.json");
        if (!json) {
            return propagate(json);
        }
        const auto config = readConfig(*json);
        if (!config) {
            return tl::unexpected<Error>(inFolder(folder, config.error()));
        }
        auto impl = std::make_unique<Impl>(options.threads);
        const auto path = folder.has_filename() ? folder : folder.parent_path();
        impl->info = {config->name.empty() ? path.filename().string() : config->name,
                      std::move(*file), static_cast<int>(config->dimensions), 0};
        auto opened = tower == ClapTower::Audio ? impl->openAudio(folder, *config)
                                                : impl->openText(folder, *config);
        if (!opened) {
            return propagate(opened);
        }
        const bool isGuarded = options.guard == ClapGuard::Always
            || (options.guard == ClapGuard::Trained && config->text.vocabulary == kFullVocabulary);
        if (tower == ClapTower::Text && isGuarded) {
            if (auto sound = impl->refuseCollapsed(); !sound) {
                return tl::unexpected<Error>(inFolder(folder, sound.error()));
            }
        }
        return ClapModel(std::move(impl));
    });
}

const ClapInfo& ClapModel::info() const
{
    return m_impl->info;
}

Result<std::vector<float>> ClapModel::embedAudio(std::span<const float> samples,
                                                 const TaskContext& task)
{
    return embedAudio(
        [&samples](std::span<float> into) -> Result<std::size_t> {
            const auto part = samples.first(std::min(samples.size(), into.size()));
            std::copy(part.begin(), part.end(), into.begin());
            samples = samples.subspan(part.size());
            return part.size();
        },
        task);
}

Result<std::vector<float>> ClapModel::embedAudio(const ClapSource& source, const TaskContext& task)
{
    if (!m_impl->audio) {
        return fail(ErrorCode::Unsupported, "the audio tower of this model is not open");
    }
    return guarded([&]() -> Result<std::vector<float>> {
        std::vector<double> sum;
        std::size_t windows = 0;
        std::vector<float> last;
        WindowCutter cutter([&](std::span<const float> window) -> Result<> {
            auto vector = m_impl->hear(window, task);
            if (!vector) {
                return propagate(vector);
            }
            sum.resize(vector->size());
            for (std::size_t i = 0; i < sum.size(); ++i) {
                sum[i] += static_cast<double>((*vector)[i]);
            }
            last = std::move(*vector);
            ++windows;
            return {};
        });
        std::vector<float> block(kHopFrames / 4);
        for (;;) {
            const auto count = source(block);
            if (!count) {
                return propagate(count);
            }
            auto done = *count == 0 ? cutter.finish()
                                    : cutter.push(std::span<const float>(block).first(*count));
            if (!done) {
                return propagate(done);
            }
            if (*count == 0) {
                break;
            }
        }
        if (windows == 1) {
            return last;
        }
        for (std::size_t i = 0; i < sum.size(); ++i) {
            last[i] = static_cast<float>(sum[i] / static_cast<double>(windows));
        }
        auto scaled = makeUnit(last);
        return scaled ? Result<std::vector<float>>(std::move(last)) : propagate(scaled);
    });
}

Result<std::vector<float>> ClapModel::melOf(std::span<const float> samples)
{
    if (!m_impl->features) {
        return fail(ErrorCode::Unsupported, "the audio tower of this model is not open");
    }
    return guarded([&]() -> Result<std::vector<float>> {
        std::vector<float> mel;
        WindowCutter cutter([&](std::span<const float> window) -> Result<> {
            mel.resize(kSpectra * m_impl->mels);
            m_impl->features->compute(m_impl->runtime, window, mel.data());
            return {};
        });
        auto done = cutter.push(samples.first(std::min(samples.size(), kWindowFrames)));
        done = done ? cutter.finish() : done;
        return done ? Result<std::vector<float>>(std::move(mel)) : propagate(done);
    });
}

Result<std::vector<float>> ClapModel::embedText(std::string_view text, ClapSpecials specials)
{
    clearWideRegisters();
    return guarded([&]() -> Result<std::vector<float>> {
        const auto ids = tokens(text, specials);
        return ids ? m_impl->text->run(m_impl->runtime, ids->ids) : propagate(ids);
    });
}

Result<ClapTokens> ClapModel::tokens(std::string_view text, ClapSpecials specials) const
{
    return guarded([&] { return m_impl->tokensOf(text, specials); });
}

Result<std::filesystem::path> clapWeightsFile(const std::filesystem::path& folder)
{
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored)) {
        return fail(ErrorCode::NotFound, "there is no model folder " + inQuotes(folder.string()));
    }
    for (const char* name : {"model.safetensors", "pytorch_model.bin"}) {
        if (std::filesystem::exists(folder / name, ignored)) {
            return folder / name;
        }
    }
    return fail(ErrorCode::ModelMissing,
                "the model folder " + inQuotes(folder.string())
                    + " has neither model.safetensors nor pytorch_model.bin");
}

} // namespace nde::nn
