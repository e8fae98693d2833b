#include "core/mix/RawReader.h"

#include <algorithm>
#include <cmath>
#include <fstream>

namespace nde::mix {

namespace {

std::string about(const std::filesystem::path& path, const char* what)
{
    std::string text("'");
    return text.append(path.string()).append("' ").append(what);
}

class RawReader final : public audio::AudioReader
{
public:
    RawReader(std::ifstream file, std::filesystem::path path,
              std::shared_ptr<const GrowingFile> growing)
        : m_file(std::move(file))
        , m_path(std::move(path))
        , m_growing(std::move(growing))
    {
        m_info.sampleRate = m_growing->sampleRate;
        m_info.channels = m_growing->channels;
        m_info.frames = m_growing->frames;
        m_info.bitDepth = 32;
        m_info.format = "raw";
    }

    [[nodiscard]] const audio::AudioInfo& info() const override { return m_info; }

    [[nodiscard]] Result<std::size_t> read(float* interleaved, std::size_t frames) override
    {
        const std::int64_t left = m_growing->framesDone.load(std::memory_order_acquire) - m_at;
        const auto count = static_cast<std::size_t>(
            std::clamp<std::int64_t>(left, 0, static_cast<std::int64_t>(frames)));
        if (count == 0) {
            return std::size_t {0};
        }
        const auto samples = count * static_cast<std::size_t>(m_info.channels);
        const auto bytes = static_cast<std::streamsize>(samples * sizeof(float));
        m_file.clear(); // an earlier end of the file is none any more
        m_file.seekg(m_at * m_info.channels * static_cast<std::int64_t>(sizeof(float)));
        m_file.read(reinterpret_cast<char*>(interleaved), bytes);
        if (m_file.gcount() != bytes) {
            return fail(ErrorCode::Io, about(m_path, "is shorter than announced"));
        }
        std::replace_if(
            interleaved, interleaved + samples, [](float x) { return !std::isfinite(x); }, 0.0F);
        m_at += static_cast<std::int64_t>(count);
        return count;
    }

    [[nodiscard]] Result<> seek(std::int64_t frame) override
    {
        if (frame < 0 || frame > m_info.frames) {
            return fail(ErrorCode::BadInput, "cannot seek to frame " + std::to_string(frame));
        }
        m_at = frame;
        return {};
    }

private:
    std::ifstream m_file;
    std::filesystem::path m_path;
    std::shared_ptr<const GrowingFile> m_growing;
    audio::AudioInfo m_info;
    std::int64_t m_at {};
};

} // namespace

Result<std::unique_ptr<audio::AudioReader>> openRaw(const std::filesystem::path& path,
                                                    std::shared_ptr<const GrowingFile> growing)
{
    constexpr int kMostChannels = 64;
    constexpr int kLowestRate = 1000;
    constexpr int kHighestRate = 768'000;
    if (growing->channels < 1 || growing->channels > kMostChannels
        || growing->sampleRate < kLowestRate || growing->sampleRate > kHighestRate
        || growing->frames < 0) {
        return fail(ErrorCode::BadInput, about(path, "has no usable format"));
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return fail(std::filesystem::exists(path) ? ErrorCode::Io : ErrorCode::NotFound,
                    about(path, "could not be opened"));
    }
    return std::make_unique<RawReader>(std::move(file), path, std::move(growing));
}

} // namespace nde::mix
