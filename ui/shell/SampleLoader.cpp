#include "ui/shell/SampleLoader.h"

#include "core/audio/AudioFile.h"

#include <QtConcurrent>

#include <algorithm>
#include <filesystem>

namespace nde::ui {

namespace {

constexpr qint64 kLargestWindow = 1 << 20; // frames; a window of 64 samples a pixel is far smaller

} // namespace

SampleLoader::SampleLoader(QObject* parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        if (!m_isWanted || m_watcher.future().resultCount() == 0) {
            return;
        }
        const Result<Window> window = m_watcher.result();
        if (window) {
            Q_EMIT loaded(window->from, window->samples);
        }
    });
}

SampleLoader::~SampleLoader()
{
    m_pool.clear();
    m_pool.waitForDone();
}

void SampleLoader::load(const QString& path, qint64 from, qint64 to)
{
    m_pool.clear(); // what has not begun yet is not wanted any more
    m_isWanted = true;
    m_watcher.setFuture(QtConcurrent::run(&m_pool, &SampleLoader::read, path, from, to));
}

void SampleLoader::cancel()
{
    m_isWanted = false;
}

Result<SampleLoader::Window> SampleLoader::read(const QString& path, qint64 from, qint64 to)
{
    const std::filesystem::path file(path.toStdU16String());
    auto reader = audio::openAudio(file);
    if (!reader) {
        return propagate(reader);
    }
    const audio::AudioInfo& info = (*reader)->info();
    const qint64 first = std::clamp<qint64>(from, 0, info.frames);
    const qint64 count = std::clamp<qint64>(to - first, 0, kLargestWindow);
    if (const auto sought = (*reader)->seek(first); !sought) {
        return propagate(sought);
    }
    const auto channels = static_cast<std::size_t>(info.channels);
    std::vector<float> interleaved(static_cast<std::size_t>(count) * channels);
    const auto frames = (*reader)->read(interleaved.data(), static_cast<std::size_t>(count));
    if (!frames) {
        return propagate(frames);
    }
    Window window {first, std::vector<float>(*frames)};
    for (std::size_t i = 0; i < *frames; ++i) {
        float sum = 0.0F;
        for (std::size_t c = 0; c < channels; ++c) {
            sum += interleaved[i * channels + c];
        }
        window.samples[i] = sum / static_cast<float>(channels);
    }
    return window;
}

} // namespace nde::ui
