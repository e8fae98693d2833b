#include "core/mix/StemFiles.h"

#include "core/mix/Mixdown.h"
#include "core/mix/Workers.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace nde::mix {

namespace {

constexpr float kMostPeak = 0.966F; // −0.3 dBFS: room for dither and the peaks of a codec

const char* extensionOf(audio::FileFormat format)
{
    switch (format) {
    case audio::FileFormat::Wav:
        return ".wav";
    case audio::FileFormat::Flac:
        return ".flac";
    case audio::FileFormat::Ogg:
        return ".ogg";
    case audio::FileFormat::Mp3:
        return ".mp3";
    case audio::FileFormat::Aiff:
        return ".aiff";
    }
    return ".wav";
}

std::string fileName(std::size_t index, const std::string& role)
{
    char number[24] = {};
    std::snprintf(number, sizeof number, "%02zu_", index + 1);
    std::string name = number;
    for (const char c : role) {
        const auto byte = static_cast<unsigned char>(c);
        name += std::isalnum(byte) != 0 || c == '-' || c == '_' ? c : '_';
    }
    return name;
}

struct OpenStem
{
    LaneStem stem;
    std::unique_ptr<audio::AudioWriter> writer;
};

using Stereo = std::array<std::vector<float>, 2>;

/// The files of one run.
class StemSet
{
public:
    /// @param gain  of everything that is written.
    StemSet(const MixPlan& plan, const RenderOptions& options, float gain)
        : m_options(options)
        , m_gain(gain)
        , m_fade(plan)
        , m_ofLane(plan.lanes.size(), -1)
    {
    }

    [[nodiscard]] Result<> open(const MixPlan& plan)
    {
        std::error_code failure;
        std::filesystem::create_directories(m_options.stems, failure);
        for (std::size_t lane = 0; lane < plan.lanes.size(); ++lane) {
            const LaneGains& gains = plan.gains[lane];
            const bool isSilent = gains.leftLeft == 0.0F && gains.rightRight == 0.0F;
            if (isSilent || plan.lanes[lane].clips.empty()) {
                continue;
            }
            m_ofLane[lane] = static_cast<int>(m_stems.size());
            if (auto added = add(plan.lanes[lane].id, plan.lanes[lane].role,
                                 fileName(lane, plan.lanes[lane].role));
                !added) {
                return added;
            }
        }
        m_firstReturn = m_stems.size();
        for (const char* name : {"reverb", "delay", "premaster"}) {
            if (auto added = add(0, name, name); !added) {
                return added;
            }
        }
        return {};
    }

    [[nodiscard]] Result<> take(MixChunk& chunk, BusMixer& buses)
    {
        for (Stereo& samples : chunk.lanes) {
            fade(chunk.from, samples);
        }
        m_left.resize(chunk.frames);
        m_right.resize(chunk.frames);
        buses.process(chunk.block, m_left, m_right);
        Stereo reverb = buses.reverb();
        Stereo delay = buses.delay();
        fade(chunk.from, reverb);
        fade(chunk.from, delay);
        Stereo sum {std::vector<float>(chunk.frames), std::vector<float>(chunk.frames)};
        const auto put = [&](const Stereo& samples, std::size_t index) -> Result<> {
            for (std::size_t c = 0; c < 2; ++c) {
                for (std::size_t i = 0; i < chunk.frames; ++i) {
                    sum[c][i] += samples[c][i];
                }
            }
            return write(samples, index);
        };
        for (std::size_t lane = 0; lane < chunk.lanes.size(); ++lane) {
            if (m_ofLane[lane] >= 0) {
                if (auto written = put(chunk.lanes[lane], static_cast<std::size_t>(m_ofLane[lane]));
                    !written) {
                    return written;
                }
            }
        }
        if (auto written = put(reverb, m_firstReturn); !written) {
            return written;
        }
        if (auto written = put(delay, m_firstReturn + 1); !written) {
            return written;
        }
        return write(sum, m_firstReturn + 2);
    }

    [[nodiscard]] float peak() const { return m_peak; }
    [[nodiscard]] Result<std::vector<LaneStem>> finish()
    {
        std::vector<LaneStem> done;
        for (OpenStem& open : m_stems) {
            auto finished = open.writer->finish();
            if (!finished) {
                for (const LaneStem& stem : done) {
                    std::error_code ignored;
                    std::filesystem::remove(stem.path, ignored);
                }
                return propagate(finished);
            }
            done.push_back(open.stem);
        }
        return done;
    }

private:
    [[nodiscard]] Result<> add(int laneId, const std::string& role, const std::string& name)
    {
        audio::WriteOptions write = m_options.stemWrite;
        write.isDurable = false;
        if (role == "premaster") { // a sum may go beyond full scale, where integers are cut
            write.format = audio::FileFormat::Wav;
            write.sampleFormat = audio::SampleFormat::Float32;
        }
        OpenStem open;
        open.stem = {laneId, role, m_options.stems / (name + extensionOf(write.format))};
        auto writer = audio::createAudio(open.stem.path, 2, m_options.sampleRate, write);
        if (!writer) {
            return propagate(writer);
        }
        open.writer = *std::move(writer);
        m_stems.push_back(std::move(open));
        return {};
    }
    void fade(std::int64_t from, Stereo& samples) const
    {
        m_fade.apply(from, samples[0]);
        m_fade.apply(from, samples[1]);
    }
    [[nodiscard]] Result<> write(const Stereo& samples, std::size_t index)
    {
        const std::size_t frames = samples[0].size();
        m_interleaved.resize(2 * frames);
        const bool isSum = index + 1 == m_stems.size();
        for (std::size_t i = 0; i < frames; ++i) {
            m_interleaved[2 * i] = m_gain * samples[0][i];
            m_interleaved[2 * i + 1] = m_gain * samples[1][i];
        }
        for (const float sample : m_interleaved) {
            m_peak = isSum ? m_peak : std::max(m_peak, std::abs(sample));
        }
        return m_stems[index].writer->write(m_interleaved.data(), frames);
    }

    const RenderOptions& m_options;
    float m_gain;
    float m_peak {}; ///< of what was written, but for the sum
    TailFade m_fade;
    std::vector<int> m_ofLane; ///< index of the lane's file, −1 = none
    std::size_t m_firstReturn {};
    std::vector<OpenStem> m_stems;
    std::vector<float> m_left, m_right, m_interleaved;
};

} // namespace

TailFade::TailFade(const MixPlan& plan)
    : m_start(plan.total - plan.barFrames)
    , m_end(plan.total)
{
}

void TailFade::apply(std::int64_t from, std::span<float> samples) const
{
    const std::int64_t end = from + static_cast<std::int64_t>(samples.size());
    for (std::int64_t n = std::max(from, m_start); n < end; ++n) {
        const double share
            = static_cast<double>(n - m_start) / static_cast<double>(m_end - m_start);
        samples[static_cast<std::size_t>(n - from)]
            *= static_cast<float>(0.5 + 0.5 * std::cos(std::numbers::pi * share));
    }
}

Result<WrittenStems> writeStems(const MixPlan& plan, std::int64_t frames,
                                const RenderOptions& options, const TaskContext& task)
{
    const bool isCut = options.stemWrite.sampleFormat != audio::SampleFormat::Float32;
    float gain = 1.0F;
    for (;;) {
        StemSet stems(plan, options, gain);
        if (auto opened = stems.open(plan); !opened) {
            return propagate(opened);
        }
        BusMixer buses(plan.sampleRate, plan.bpm, false);
        auto mixed = mixChunks(plan, frames, threadsFor(options.threads), true, task,
                               [&](MixChunk& chunk) { return stems.take(chunk, buses); });
        if (!mixed) {
            return propagate(mixed);
        }
        if (isCut && stems.peak() > kMostPeak && gain == 1.0F) {
            gain = kMostPeak / stems.peak(); // once more: what goes beyond full scale is lost
            continue;
        }
        auto done = stems.finish();
        if (!done) {
            return propagate(done);
        }
        return WrittenStems {*std::move(done), 20.0 * std::log10(static_cast<double>(gain))};
    }
}

} // namespace nde::mix
