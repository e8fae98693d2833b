#pragma once

#include "core/audio/AudioFile.h"
#include "core/base/Random.h"
#include "core/base/TaskContext.h"
#include "core/services/Files.h"
#include "core/services/Studio.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <cmath>
#include <memory>
#include <numbers>

/// A studio in a temporary folder and synthesised files whose right answers are known.
namespace nde::services::test {

struct TestStudio
{
    TestStudio()
    {
        const auto made = Studio::create(folder.filePath(QStringLiteral("studio")));
        Q_ASSERT(made);
        studio = *made;
    }
    [[nodiscard]] QString file(const QString& name) const { return folder.filePath(name); }

    QTemporaryDir folder;
    std::shared_ptr<Studio> studio;
};

/// A sine with a slow fade at both ends. All channels alike.
inline audio::AudioBuffer sine(double hz, double seconds, int channels = 1, int rate = 44100,
                               double amplitude = 0.5)
{
    const auto frames = static_cast<std::size_t>(seconds * rate);
    audio::AudioBuffer buffer(channels, frames, rate);
    for (std::size_t i = 0; i < frames; ++i) {
        const double edge = std::min(
            1.0,
            std::min(static_cast<double>(i), static_cast<double>(frames - 1 - i)) / (0.005 * rate));
        const double phase = 2.0 * std::numbers::pi * hz * static_cast<double>(i) / rate;
        for (int c = 0; c < channels; ++c) {
            buffer.channel(c)[i] = static_cast<float>(amplitude * edge * std::sin(phase));
        }
    }
    return buffer;
}

/// Decaying noise bursts on a tone, different in every channel: something for every stem.
inline audio::AudioBuffer beatMusic(double seconds, int channels, int rate, std::uint64_t seed)
{
    audio::AudioBuffer buffer = sine(80.0, seconds, channels, rate, 0.2);
    Random random(seed);
    const double beat = 0.5;
    for (std::size_t i = 0; i < buffer.frames(); ++i) {
        const double t = std::fmod(static_cast<double>(i) / rate, beat);
        for (int c = 0; c < channels; ++c) {
            buffer.channel(c)[i]
                += static_cast<float>(0.4 * std::exp(-t * 30.0) * random.uniform(-1.0, 1.0));
        }
    }
    return buffer;
}

/// Hits of decaying noise at the given times, silence between them.
inline audio::AudioBuffer hits(const std::vector<double>& times, double seconds, int rate = 44100)
{
    const auto frames = static_cast<std::size_t>(seconds * rate);
    audio::AudioBuffer buffer(1, frames, rate);
    std::uint64_t seed = 1;
    for (const double time : times) {
        Random random(seed++);
        const auto start = static_cast<std::size_t>(time * rate);
        for (std::size_t i = 0; start + i < frames && i < static_cast<std::size_t>(rate / 5); ++i) {
            const double t = static_cast<double>(i) / rate;
            buffer.channel(0)[start + i]
                += static_cast<float>(0.8 * std::exp(-t * 40.0) * random.uniform(-1.0, 1.0));
        }
    }
    return buffer;
}

inline bool write(const QString& path, const audio::AudioBuffer& buffer,
                  audio::SampleFormat format = audio::SampleFormat::Float32)
{
    audio::WriteOptions options;
    options.sampleFormat = format;
    options.overwrite = true;
    return audio::writeAudio(toPath(path), buffer, options).has_value();
}

inline bool writeBytes(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

/// Every file below a folder, relative, sorted; hidden ones are left out.
inline QStringList filesBelow(const QString& folder)
{
    QStringList found;
    const QDir dir(folder);
    for (const auto& entry : dir.entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (entry.isDir()) {
            for (const auto& inner : filesBelow(entry.filePath())) {
                found << QString(entry.fileName() + u'/' + inner);
            }
        } else {
            found << entry.fileName();
        }
    }
    found.sort();
    return found;
}

/// Cancelled from the n-th question on.
inline TaskContext cancelledAfter(int questions)
{
    auto left = std::make_shared<int>(questions);
    return {{}, [left] { return (*left)-- <= 0; }};
}

} // namespace nde::services::test
