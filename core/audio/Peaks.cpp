#include "core/audio/Peaks.h"

#include "core/audio/PartFile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <new>
#include <numbers>

namespace nde::audio {

namespace {

constexpr std::int64_t kFinestStep = 64;
constexpr std::size_t kMaxColumns = std::size_t {1} << 20U;
constexpr std::size_t kBlockFrames = 16384;
constexpr double kBrightnessSeconds = 0.01;

PeakColumn merge(const PeakColumn& a, const PeakColumn& b)
{
    const float powerA = a.rms * a.rms;
    const float powerB = b.rms * b.rms;
    const float power = powerA + powerB;
    return {std::min(a.low, b.low), std::max(a.high, b.high), std::sqrt(0.5F * power),
            power > 0.0F ? (a.brightness * powerA + b.brightness * powerB) / power : 0.0F};
}

std::int64_t stepFor(std::int64_t frames)
{
    std::int64_t step = kFinestStep;
    while ((frames + step - 1) / step > static_cast<std::int64_t>(kMaxColumns)) {
        step *= 2;
    }
    return step;
}

// A sine of f Hz has a ratio of slope to power of 4·sin²(pi·f/rate). Solved for f, the ratio of any
// sound gives the root mean square of its spectrum's frequencies: a centroid for the price of one
// subtraction per sample.
float brightnessOf(double power, double slope, int sampleRate)
{
    if (power <= 1e-12) {
        return 0.0F;
    }
    const double half = std::min(1.0, 0.5 * std::sqrt(slope / power));
    const double hz = std::asin(half) / std::numbers::pi * sampleRate;
    const double position = std::log2(std::max(hz, 1.0) / 100.0) / std::log2(8000.0 / 100.0);
    return static_cast<float>(std::clamp(position, 0.0, 1.0));
}

// -- the blob ------------------------------------------------------------------------------------

constexpr std::array<char, 8> kMagic {'N', 'D', 'E', 'P', 'E', 'A', 'K', '1'};
struct Header
{
    std::array<char, 8> magic;
    std::uint32_t sampleRate;
    std::uint32_t columns;
    std::int64_t frames;
    std::int64_t firstStep;
};
static_assert(sizeof(Header) == 32 && sizeof(PeakColumn) == 16);
static_assert(std::endian::native == std::endian::little, "the blob is written as it lies");

bool isSound(const Header& header, std::int64_t fileBytes)
{
    const bool isStep = header.firstStep >= kFinestStep && header.firstStep <= (1LL << 40)
        && std::has_single_bit(static_cast<std::uint64_t>(header.firstStep));
    if (header.magic != kMagic || !isStep || header.columns > kMaxColumns || header.frames < 0
        || header.sampleRate > 768000) {
        return false;
    }
    // Neither product overflows: frames is bounded by 2^20 columns of 2^40 frames.
    const bool isCount
        = header.frames / header.firstStep + (header.frames % header.firstStep != 0 ? 1 : 0)
        == std::int64_t {header.columns};
    return isCount
        && fileBytes
        == static_cast<std::int64_t>(sizeof(Header))
            + std::int64_t {header.columns} * static_cast<std::int64_t>(sizeof(PeakColumn));
}

bool isSound(const PeakColumn& column)
{
    return std::isfinite(column.low) && std::isfinite(column.high) && std::isfinite(column.rms)
        && column.low <= column.high && column.rms >= 0.0F && column.brightness >= 0.0F
        && column.brightness <= 1.0F;
}

class Descriptor
{
public:
    explicit Descriptor(int value)
        : m_value(value)
    {
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor()
    {
        if (m_value >= 0) {
            ::close(m_value);
        }
    }
    [[nodiscard]] int value() const { return m_value; }
    [[nodiscard]] bool readAll(void* into, std::size_t bytes) const
    {
        char* at = static_cast<char*>(into);
        while (bytes > 0) {
            const ssize_t got = ::read(m_value, at, bytes);
            if (got < 0 && errno == EINTR) {
                continue;
            }
            if (got <= 0) {
                return false;
            }
            at += got;
            bytes -= static_cast<std::size_t>(got);
        }
        return true;
    }

private:
    int m_value;
};

tl::unexpected<Error> corrupt(const std::filesystem::path& path)
{
    return fail(ErrorCode::Corrupt, quoted(path) + " is not a usable waveform overview");
}

} // namespace

// -- PeakPyramid ---------------------------------------------------------------------------------

void PeakPyramid::growLevels()
{
    m_levels.resize(std::min<std::size_t>(m_levels.size(), 1));
    while (!m_levels.empty() && m_levels.back().size() > 1) {
        const std::vector<PeakColumn>& fine = m_levels.back();
        std::vector<PeakColumn> coarse;
        coarse.reserve((fine.size() + 1) / 2);
        for (std::size_t i = 0; i + 1 < fine.size(); i += 2) {
            coarse.push_back(merge(fine[i], fine[i + 1]));
        }
        if (fine.size() % 2 != 0) {
            coarse.push_back(fine.back());
        }
        m_levels.push_back(std::move(coarse));
    }
}

std::vector<PeakColumn> PeakPyramid::columns(std::int64_t from, std::int64_t to, int columns) const
{
    std::vector<PeakColumn> result(static_cast<std::size_t>(std::max(columns, 0)));
    if (m_levels.empty() || to <= from) {
        return result;
    }
    const double span = static_cast<double>(to - from) / std::max(columns, 1);
    int chosen = 0;
    while (chosen + 1 < levelCount() && static_cast<double>(framesPerColumn(chosen + 1)) <= span) {
        ++chosen;
    }
    const std::int64_t step = framesPerColumn(chosen);
    const auto& source = level(chosen);
    for (std::size_t i = 0; i < result.size(); ++i) {
        const double begin = static_cast<double>(from) + span * static_cast<double>(i);
        const auto firstFrame
            = std::max<std::int64_t>(0, static_cast<std::int64_t>(std::floor(begin)));
        const auto lastFrame
            = std::min(m_frames,
                       std::max(static_cast<std::int64_t>(std::floor(begin)) + 1,
                                static_cast<std::int64_t>(std::ceil(begin + span))));
        if (firstFrame >= lastFrame) {
            continue;
        }
        const auto first = static_cast<std::size_t>(firstFrame / step);
        const auto end
            = std::min(source.size(), static_cast<std::size_t>((lastFrame - 1) / step + 1));
        if (first >= end) {
            continue;
        }
        PeakColumn folded = source[first];
        float power = folded.rms * folded.rms;
        float weighted = power * folded.brightness;
        for (std::size_t k = first + 1; k < end; ++k) {
            folded.low = std::min(folded.low, source[k].low);
            folded.high = std::max(folded.high, source[k].high);
            const float add = source[k].rms * source[k].rms;
            power += add;
            weighted += add * source[k].brightness;
        }
        folded.rms = std::sqrt(power / static_cast<float>(end - first));
        folded.brightness = power > 0.0F ? std::min(1.0F, weighted / power) : 0.0F;
        result[i] = folded;
    }
    return result;
}

Result<PeakPyramid> PeakPyramid::build(AudioReader& reader, TaskContext& task)
{
    try {
        const AudioInfo& info = reader.info();
        PeakBuilder builder(info.channels, info.sampleRate, info.frames);
        const auto channels = static_cast<std::size_t>(info.channels);
        std::vector<float> block(kBlockFrames * channels);
        std::int64_t done = 0;
        while (true) {
            if (task.cancelled()) {
                return fail(ErrorCode::Cancelled, "drawing the waveform was cancelled");
            }
            const auto got = reader.read(block.data(), kBlockFrames);
            if (!got) {
                return propagate(got);
            }
            if (*got == 0) {
                return builder.finish();
            }
            builder.add(std::span(block).first(*got * channels));
            done += static_cast<std::int64_t>(*got);
            task.progress(info.frames > 0
                              ? static_cast<double>(done) / static_cast<double>(info.frames)
                              : 0.0,
                          "peaks");
        }
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "cannot hold a waveform overview: out of memory");
    }
}

PeakPyramid PeakPyramid::fromBuffer(const AudioBuffer& buffer)
{
    PeakBuilder builder(buffer.channels(), buffer.sampleRate(),
                        static_cast<std::int64_t>(buffer.frames()));
    builder.add(interleave(buffer));
    return builder.finish();
}

Result<> PeakPyramid::save(const std::filesystem::path& path) const
{
    auto file = PartFile::create(path, true);
    if (!file) {
        return propagate(file);
    }
    static const std::vector<PeakColumn> kNone;
    const auto& columns = m_levels.empty() ? kNone : m_levels.front();
    const Header header {kMagic, static_cast<std::uint32_t>(m_sampleRate),
                         static_cast<std::uint32_t>(columns.size()), m_frames, m_firstStep};
    if (auto written = file->write(&header, sizeof header); !written) {
        return written;
    }
    if (auto written = file->write(columns.data(), columns.size() * sizeof(PeakColumn)); !written) {
        return written;
    }
    return file->commit();
}

Result<PeakPyramid> PeakPyramid::load(const std::filesystem::path& path)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.value() < 0) {
        Error error = fileError(errno, path, "opened");
        error.code = errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Io;
        return tl::unexpected<Error>(std::move(error));
    }
    struct stat status
    {
    };
    Header header {};
    if (::fstat(file.value(), &status) != 0 || !S_ISREG(status.st_mode)
        || !file.readAll(&header, sizeof header) || !isSound(header, status.st_size)) {
        return corrupt(path);
    }
    try {
        PeakPyramid pyramid;
        pyramid.m_frames = header.frames;
        pyramid.m_firstStep = header.firstStep;
        pyramid.m_sampleRate = static_cast<int>(header.sampleRate);
        std::vector<PeakColumn> columns(header.columns);
        const bool isRead = file.readAll(columns.data(), columns.size() * sizeof(PeakColumn));
        if (!isRead || !std::all_of(columns.begin(), columns.end(), [](const PeakColumn& column) {
                return isSound(column);
            })) {
            return corrupt(path);
        }
        if (!columns.empty()) {
            pyramid.m_levels.push_back(std::move(columns));
            pyramid.growLevels();
        }
        return pyramid;
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, quoted(path) + " does not fit into memory");
    }
}

// -- PeakBuilder ---------------------------------------------------------------------------------

PeakBuilder::PeakBuilder(int channels, int sampleRate, std::int64_t expectedFrames)
    : m_channels(channels)
    , m_previous(static_cast<std::size_t>(std::max(channels, 0)))
{
    m_pyramid.m_sampleRate = sampleRate;
    m_pyramid.m_firstStep = stepFor(std::max<std::int64_t>(0, expectedFrames));
}

PeakColumn PeakBuilder::folded(const Column& column) const
{
    const double samples = static_cast<double>(column.frames) * m_channels;
    return {column.low, column.high, static_cast<float>(std::sqrt(column.power / samples)),
            brightnessOf(m_power + column.power, m_slope + column.slope, m_pyramid.m_sampleRate)};
}

void PeakBuilder::closeColumn()
{
    auto& levels = m_pyramid.m_levels;
    if (levels.empty()) {
        levels.emplace_back();
    }
    levels.front().push_back(folded(m_column));
    const double keep = std::exp(-static_cast<double>(m_column.frames)
                                 / (kBrightnessSeconds * std::max(m_pyramid.m_sampleRate, 1)));
    m_power = (m_power + m_column.power) * keep;
    m_slope = (m_slope + m_column.slope) * keep;
    m_column = {};
    if (levels.front().size() > kMaxColumns) {
        halve();
    }
}

// More came than was expected: the first level becomes the second. One column over the even limit
// is there already; it becomes the beginning of the next one again.
void PeakBuilder::halve()
{
    auto& columns = m_pyramid.m_levels.front();
    const PeakColumn last = columns.back();
    columns.pop_back();
    for (std::size_t i = 0; i < columns.size() / 2; ++i) {
        columns[i] = merge(columns[2 * i], columns[2 * i + 1]);
    }
    columns.resize(columns.size() / 2);
    m_column.low = last.low;
    m_column.high = last.high;
    m_column.frames = m_pyramid.m_firstStep;
    m_column.power
        = double {last.rms} * last.rms * static_cast<double>(m_column.frames) * m_channels;
    m_pyramid.m_firstStep *= 2;
}

void PeakBuilder::accumulate(const float* frames, std::size_t count)
{
    const auto stride = static_cast<std::size_t>(m_channels);
    float low = m_column.frames == 0 ? frames[0] : m_column.low;
    float high = m_column.frames == 0 ? frames[0] : m_column.high;
    for (std::size_t c = 0; c < stride; ++c) {
        float previous = m_previous[c];
        float power = 0.0F;
        float slope = 0.0F;
        for (std::size_t i = 0; i < count; ++i) {
            const float x = frames[i * stride + c];
            low = std::min(low, x);
            high = std::max(high, x);
            power += x * x;
            slope += (x - previous) * (x - previous);
            previous = x;
        }
        m_previous[c] = previous;
        m_column.power += double {power};
        m_column.slope += double {slope};
    }
    m_column.low = low;
    m_column.high = high;
    m_column.frames += static_cast<std::int64_t>(count);
    m_pyramid.m_frames += static_cast<std::int64_t>(count);
}

void PeakBuilder::add(std::span<const float> interleaved)
{
    if (m_channels < 1) {
        return;
    }
    const auto stride = static_cast<std::size_t>(m_channels);
    assert(interleaved.size() % stride == 0);
    const float* at = interleaved.data();
    std::size_t left = interleaved.size() / stride;
    while (left > 0) {
        const auto room = static_cast<std::size_t>(m_pyramid.m_firstStep - m_column.frames);
        // Single-precision sums stay exact enough over one finest step.
        const std::size_t count = std::min({left, room, static_cast<std::size_t>(kFinestStep)});
        accumulate(at, count);
        at += count * stride;
        left -= count;
        if (m_column.frames == m_pyramid.m_firstStep) {
            closeColumn();
        }
    }
}

PeakPyramid PeakBuilder::finish()
{
    PeakPyramid snapshot = m_pyramid;
    if (m_column.frames > 0) {
        if (snapshot.m_levels.empty()) {
            snapshot.m_levels.emplace_back();
        }
        snapshot.m_levels.front().push_back(folded(m_column));
    }
    snapshot.growLevels();
    return snapshot;
}

} // namespace nde::audio
