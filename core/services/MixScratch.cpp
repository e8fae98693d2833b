#include "core/services/MixScratch.h"

#include "core/audio/SincResample.h"
#include "core/services/Files.h"

#include <algorithm>
#include <cerrno>
#include <cmath>

namespace nde::services {
namespace {

constexpr std::size_t kBlockFrames = 16384;
constexpr float kFloor = 1e-8F; ///< keeps silence from dividing by zero (demucs.md 3.17)

class MixWriter
{
public:
    MixWriter(const QString& path, int channels)
        : m_file(path)
        , m_channels(static_cast<std::size_t>(channels))
    {
    }
    Result<> open()
    {
        errno = 0;
        if (!m_file.open(QIODevice::ReadWrite | QIODevice::Truncate)) {
            return failure("written");
        }
        return {};
    }
    Result<> append(const std::vector<float>& block)
    {
        for (std::size_t at = 0; at < block.size(); at += m_channels) {
            m_sum += monoAt(block, at);
        }
        m_frames += static_cast<std::int64_t>(block.size() / m_channels);
        const auto bytes = static_cast<qint64>(block.size() * sizeof(float));
        errno = 0;
        return m_file.write(reinterpret_cast<const char*>(block.data()), bytes) == bytes
            ? Result<> {}
            : failure("written");
    }
    /// The second pass.
    Result<MixFacts> measure(const TaskContext& task)
    {
        MixFacts facts;
        facts.frames = m_frames;
        const double mean = m_sum / static_cast<double>(m_frames);
        double squares = 0.0;
        errno = 0;
        if (!m_file.flush() || !m_file.seek(0)) {
            return propagate(failure("written"));
        }
        std::vector<float> block(kBlockFrames * m_channels);
        for (std::int64_t left = m_frames; left > 0;) {
            if (task.cancelled()) {
                return fail(ErrorCode::Cancelled, "separation cancelled");
            }
            block.resize(static_cast<std::size_t>(std::min<std::int64_t>(left, kBlockFrames))
                         * m_channels);
            const auto bytes = static_cast<qint64>(block.size() * sizeof(float));
            if (m_file.read(reinterpret_cast<char*>(block.data()), bytes) != bytes) {
                return propagate(failure("read"));
            }
            for (std::size_t at = 0; at < block.size(); at += m_channels) {
                const double apart = monoAt(block, at) - mean;
                squares += apart * apart;
            }
            left -= static_cast<std::int64_t>(block.size() / m_channels);
        }
        const double variance = m_frames > 1 ? squares / static_cast<double>(m_frames - 1) : 0.0;
        facts.mean = static_cast<float>(mean);
        facts.scale = static_cast<float>(std::sqrt(variance)) + kFloor;
        return facts;
    }
    [[nodiscard]] std::int64_t frames() const { return m_frames; }

private:
    [[nodiscard]] double monoAt(const std::vector<float>& block, std::size_t at) const
    {
        double sum = 0.0;
        for (std::size_t c = 0; c < m_channels; ++c) {
            sum += double {block[at + c]};
        }
        return sum / static_cast<double>(m_channels);
    }
    [[nodiscard]] Result<> failure(const char* doing) const
    {
        return tl::unexpected<Error>(
            fileError(m_file.fileName(), QString::fromLatin1(doing), errno));
    }

    QFile m_file;
    std::size_t m_channels;
    std::int64_t m_frames {};
    double m_sum {};
};

} // namespace

QJsonObject MixFacts::toJson() const
{
    return {{QStringLiteral("input_frames"), qint64 {inputFrames}},
            {QStringLiteral("frames"), qint64 {frames}},
            {QStringLiteral("mean"), double {mean}},
            {QStringLiteral("scale"), double {scale}}};
}

Result<MixFacts> MixFacts::fromJson(const QJsonObject& object)
{
    MixFacts facts;
    facts.inputFrames = object.value(QStringLiteral("input_frames")).toInteger();
    facts.frames = object.value(QStringLiteral("frames")).toInteger();
    facts.mean = static_cast<float>(object.value(QStringLiteral("mean")).toDouble());
    facts.scale = static_cast<float>(object.value(QStringLiteral("scale")).toDouble());
    if (facts.frames < 1 || facts.inputFrames < 1 || !(facts.scale > 0.0F)
        || !std::isfinite(facts.mean) || !std::isfinite(facts.scale)) {
        return fail(ErrorCode::Corrupt, "the stored measures of the mix are damaged");
    }
    return facts;
}

Result<MixFacts> writeMixScratch(TrackReader& reader, int sampleRate, const QString& path,
                                 const TaskContext& task)
{
    auto resampler
        = audio::SincResampler::create(reader.channels(), reader.info().sampleRate, sampleRate);
    if (!resampler) {
        return propagate(resampler);
    }
    MixWriter writer(path, reader.channels());
    if (auto opened = writer.open(); !opened) {
        return propagate(opened);
    }
    std::vector<float> block;
    std::vector<float> resampled;
    std::int64_t read = 0;
    do {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "separation cancelled");
        }
        if (auto got = reader.read(block); !got) {
            return propagate(got);
        }
        read += static_cast<std::int64_t>(block.size())
            / static_cast<std::int64_t>(reader.channels());
        resampled.clear();
        resampler->push(block, resampled);
        if (block.empty() && read > 0) {
            // A single frame at a higher rate would become none.
            resampler->finish(resampled, std::max<std::int64_t>(1, resampler->outputFrames(read)));
        }
        if (auto written = writer.append(resampled); !written) {
            return propagate(written);
        }
        const auto expected = std::max({reader.expectedFrames(), read, std::int64_t {1}});
        task.progress(static_cast<double>(read) / static_cast<double>(expected), "reading");
    } while (!block.empty());
    if (read == 0) {
        return fail(ErrorCode::BadInput, "the track has no sound: it ends where it begins");
    }
    auto facts = writer.measure(task);
    if (facts) {
        facts->inputFrames = read;
    }
    return facts;
}

MixScratch::MixScratch(const QString& path, int channels, const MixFacts& facts)
    : m_file(path)
    , m_channels(static_cast<std::size_t>(channels))
    , m_facts(facts)
{
}

Result<std::unique_ptr<MixScratch>> MixScratch::open(const QString& path, int channels,
                                                     const MixFacts& facts)
{
    std::unique_ptr<MixScratch> mix(new MixScratch(path, channels, facts));
    errno = 0;
    if (!mix->m_file.open(QIODevice::ReadOnly)) {
        return tl::unexpected<Error>(fileError(path, QStringLiteral("read"), errno));
    }
    const auto bytes = facts.frames * channels * static_cast<std::int64_t>(sizeof(float));
    if (mix->m_file.size() != bytes) {
        return fail(ErrorCode::Corrupt,
                    toStd(QStringLiteral("'%1' has another length than it should").arg(path)));
    }
    return mix;
}

Result<> MixScratch::read(std::int64_t start, std::int64_t frames, float* planar)
{
    const auto count = static_cast<std::size_t>(frames);
    const auto frameBytes = static_cast<qint64>(m_channels * sizeof(float));
    m_block.resize(count * m_channels);
    errno = 0;
    if (start < 0 || start + frames > m_facts.frames || !m_file.seek(start * frameBytes)
        || m_file.read(reinterpret_cast<char*>(m_block.data()), frames * frameBytes)
            != frames * frameBytes) {
        return tl::unexpected<Error>(fileError(m_file.fileName(), QStringLiteral("read"), errno));
    }
    for (std::size_t c = 0; c < m_channels; ++c) {
        float* row = planar + c * count;
        for (std::size_t i = 0; i < count; ++i) {
            row[i] = (m_block[i * m_channels + c] - m_facts.mean) / m_facts.scale;
        }
    }
    return {};
}

} // namespace nde::services
