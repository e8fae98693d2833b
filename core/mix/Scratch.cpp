#include "core/mix/Scratch.h"

#include "core/audio/PartFile.h"

#include <cerrno>

namespace nde::mix {

Scratch::Scratch(std::filesystem::path path)
    : m_path(std::move(path))
{
}

Scratch::Scratch(Scratch&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_file(std::move(other.m_file))
{
    other.m_path.clear();
}

Scratch::~Scratch()
{
    if (!m_path.empty()) {
        m_file.close();
        std::error_code ignored;
        std::filesystem::remove(m_path, ignored);
    }
}

Result<Scratch> Scratch::create(std::filesystem::path path)
{
    Scratch scratch(std::move(path));
    errno = 0;
    scratch.m_file.open(scratch.m_path,
                        std::ios::binary | std::ios::in | std::ios::out | std::ios::trunc);
    if (!scratch.m_file) {
        const int reason = errno != 0 ? errno : EIO;
        return tl::unexpected<Error>(audio::fileError(reason, scratch.m_path, "written"));
    }
    return scratch;
}

Result<> Scratch::write(std::span<const float> samples)
{
    errno = 0;
    m_file.write(reinterpret_cast<const char*>(samples.data()),
                 static_cast<std::streamsize>(samples.size_bytes()));
    if (!m_file) {
        const int reason = errno != 0 ? errno : EIO;
        return tl::unexpected<Error>(audio::fileError(reason, m_path, "written"));
    }
    return {};
}

Result<> Scratch::rewindToWrite()
{
    m_file.clear();
    m_file.seekp(0);
    return m_file ? Result<> {}
                  : Result<>(fail(ErrorCode::Io, audio::quoted(m_path) + " cannot be written"));
}

Result<> Scratch::rewindToRead()
{
    m_file.flush();
    m_file.clear();
    m_file.seekg(0);
    return m_file ? Result<> {}
                  : Result<>(fail(ErrorCode::Io, audio::quoted(m_path) + " cannot be read back"));
}

Result<> Scratch::read(std::span<float> samples)
{
    m_file.read(reinterpret_cast<char*>(samples.data()),
                static_cast<std::streamsize>(samples.size_bytes()));
    return m_file ? Result<> {}
                  : Result<>(fail(ErrorCode::Io, audio::quoted(m_path) + " cannot be read back"));
}

} // namespace nde::mix
