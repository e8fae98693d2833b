#pragma once

#include "core/base/Random.h"
#include "core/nn/apply/Network.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

/// Networks whose answers are known in closed form, and a mix and a sink in memory.
namespace nde::nn::test {

/// Source s of a chunk: `gain · (s + 1)` times the chunk delayed by `delay` frames, and `slope`
/// times the place in the chunk: so that every frame shows which chunk it came from and where it
/// stood in it.
struct Character
{
    float gain {1.0F};
    std::int64_t delay {};
    float slope {};
};

inline void respond(const Character& character, const float* mix, std::int64_t frames, int sources,
                    int channels, float* stems)
{
    for (int s = 0; s < sources; ++s) {
        for (int c = 0; c < channels; ++c) {
            const float* in = mix + c * frames;
            float* out = stems + (std::int64_t {s} * channels + c) * frames;
            for (std::int64_t i = 0; i < frames; ++i) {
                const float delayed = i >= character.delay ? in[i - character.delay] : 0.0F;
                out[i] = character.gain * static_cast<float>(s + 1) * delayed
                    + character.slope * static_cast<float>(i) / static_cast<float>(frames);
            }
        }
    }
}

class FakeNetwork final : public apply::Network
{
public:
    FakeNetwork(Character character, int sources, int channels, std::int64_t padded)
        : m_character(character)
        , m_sources(sources)
        , m_channels(channels)
        , m_padded(padded)
    {
    }
    [[nodiscard]] std::int64_t paddedFrames() const override { return m_padded; }
    [[nodiscard]] std::string deviceName() const override { return device; }
    [[nodiscard]] Result<> forward(const float* mix, std::int64_t frames, float* stems,
                                   const TaskContext&) override
    {
        longest = std::max(longest, frames);
        respond(m_character, mix, frames, m_sources, m_channels, stems);
        return {};
    }
    std::string device {"CPU"};
    static inline std::int64_t longest {}; ///< chunk that any of them saw

private:
    Character m_character;
    int m_sources;
    int m_channels;
    std::int64_t m_padded;
};

/// planar [channels, frames]
class MemoryMix final : public MixSource
{
public:
    MemoryMix(int channels, std::int64_t length, std::uint64_t seed = 3)
        : m_channels(channels)
        , m_frames(length)
        , samples(static_cast<std::size_t>(channels * length))
    {
        Random random(seed);
        for (float& sample : samples) {
            sample = static_cast<float>(random.uniform(-1.0, 1.0));
        }
    }
    [[nodiscard]] std::int64_t frames() const override { return m_frames; }
    [[nodiscard]] Result<> read(std::int64_t start, std::int64_t count, float* planar) override
    {
        if (start < 0 || count < 0 || start + count > m_frames) {
            return fail(ErrorCode::Internal, "read outside the track");
        }
        for (int c = 0; c < m_channels; ++c) {
            std::copy_n(samples.data() + c * m_frames + start, count, planar + c * count);
        }
        return {};
    }

private:
    int m_channels;
    std::int64_t m_frames;

public:
    std::vector<float> samples;
};

/// Keeps what every pass gave a source, and the state of the last checkpoint with its lengths.
class MemorySink final : public StemSink
{
public:
    explicit MemorySink(int channels)
        : m_channels(static_cast<std::size_t>(channels))
    {
    }

    [[nodiscard]] Result<> write(int pass, int source, const float* planar,
                                 std::int64_t frames) override
    {
        auto& rows = files[{pass, source}];
        rows.resize(m_channels);
        for (std::size_t c = 0; c < m_channels; ++c) {
            const float* from = planar + static_cast<std::int64_t>(c) * frames;
            rows[c].insert(rows[c].end(), from, from + frames);
        }
        return {};
    }
    [[nodiscard]] Result<> readBack(int pass, int source, std::int64_t start, std::int64_t frames,
                                    float* planar) override
    {
        const auto file = files.find({pass, source});
        for (std::size_t c = 0; c < m_channels; ++c) {
            if (file == files.end()
                || start + frames > static_cast<std::int64_t>(file->second[c].size())) {
                return fail(ErrorCode::Internal, "reads what was not written");
            }
            std::copy_n(file->second[c].data() + start, frames,
                        planar + static_cast<std::int64_t>(c) * frames);
        }
        return {};
    }
    [[nodiscard]] Result<> restart(int pass) override
    {
        std::erase_if(files, [pass](const auto& file) { return file.first.first == pass; });
        ++restarts;
        return {};
    }
    [[nodiscard]] Result<> checkpoint(std::span<const std::byte> position) override
    {
        state.assign(position.begin(), position.end());
        kept = files;
        if (++checkpoints == dieAt) {
            return fail(ErrorCode::Internal, "killed");
        }
        return {};
    }
    /// What a new process finds: nothing that came after the last checkpoint.
    void resurrect()
    {
        files = kept;
        dieAt = 0;
    }
    /// planar [channels][frames] of the last pass that gave the source anything
    [[nodiscard]] const std::vector<std::vector<float>>& result(int source) const
    {
        const std::vector<std::vector<float>>* last = nullptr;
        for (const auto& [key, rows] : files) {
            last = key.second == source ? &rows : last;
        }
        return *last;
    }

    std::map<std::pair<int, int>, std::vector<std::vector<float>>> files; ///< by pass and source
    std::map<std::pair<int, int>, std::vector<std::vector<float>>> kept;
    std::vector<std::byte> state;
    int checkpoints {};
    int restarts {};
    int dieAt {};

private:
    std::size_t m_channels;
};

/// A plan of members that respond as their characters say.
struct FakeBag
{
    FakeBag(std::vector<Character> members, int sources, int channels, int rate,
            std::int64_t segmentFrames, bool isTransformer)
        : characters(std::move(members))
    {
        auto& info = plan.info;
        info.architecture = isTransformer ? "HTDemucs" : "HDemucs";
        for (int s = 0; s < sources; ++s) {
            info.sources.push_back("s" + std::to_string(s));
        }
        info.sampleRate = rate;
        info.channels = channels;
        info.segmentFrames = segmentFrames;
        info.segmentNumerator = segmentFrames;
        info.segmentDenominator = rate;
        for (std::size_t i = 0; i < characters.size(); ++i) {
            plan.members.push_back({std::to_string(i),
                                    std::vector<double>(static_cast<std::size_t>(sources), 1.0),
                                    info});
        }
        backend.load =
            [this, isTransformer](const SeparationPlan::Member& member,
                                  const ModelOptions&) -> Result<std::unique_ptr<apply::Network>> {
            ++loads;
            const auto index = static_cast<std::size_t>(std::stoi(member.file.string()));
            return std::make_unique<FakeNetwork>(
                characters[index], static_cast<int>(plan.info.sources.size()), plan.info.channels,
                isTransformer ? plan.info.segmentFrames : 0);
        };
        backend.hasFastPrecision = [](ComputeDevice) { return false; };
    }
    FakeBag(const FakeBag&) = delete;
    FakeBag& operator=(const FakeBag&) = delete;

    std::vector<Character> characters;
    SeparationPlan plan;
    apply::Backend backend;
    int loads {};
};

} // namespace nde::nn::test
