#include "core/services/RunFiles.h"

#include "core/audio/AudioFile.h"
#include "core/services/Files.h"

#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::services {
namespace {

constexpr qint64 kProbeBytes = 25'000; ///< eight of them stay under 200 kB an epoch
constexpr float kSteps = 2048.0F; ///< 12 bits: nothing of a drum is heard below
constexpr float kInaudible = 0.001F; ///< −60 dB
constexpr std::size_t kFade = 441;
constexpr std::size_t kShortest = 4410;
constexpr auto kList = "/probes.json";

QString kindOf(bool isLong)
{
    return isLong ? QStringLiteral("_long") : QString();
}

/// The sound without its silent end, faded there, in coarse steps.
audio::AudioBuffer shortened(const audio::AudioBuffer& sound, std::size_t most)
{
    const auto from = sound.channel(0);
    std::size_t end = from.size();
    while (end > kShortest && std::abs(from[end - 1]) < kInaudible) {
        --end;
    }
    end = std::min({end + kFade, from.size(), most});
    audio::AudioBuffer out(1, end, sound.sampleRate());
    const auto to = out.channel(0);
    for (std::size_t i = 0; i < end; ++i) {
        const std::size_t left = end - 1 - i;
        const float fade = left < kFade ? 0.5F
                - 0.5F
                    * std::cos(std::numbers::pi_v<float> * static_cast<float>(left)
                               / static_cast<float>(kFade))
                                        : 1.0F;
        to[i] = std::round(std::clamp(from[i] * fade, -1.0F, 1.0F) * kSteps) / kSteps;
    }
    return out;
}

} // namespace

Result<RunFiles> RunFiles::open(const QString& folder)
{
    if (auto made = makeFolder(folder); !made) {
        return propagate(made);
    }
    RunFiles out(folder);
    out.m_sounds = probeSounds(folder);
    return out;
}

QString RunFiles::probeFile(const QString& folder, int probe, int epoch)
{
    return epoch == nn::ProbeSound::kOriginal
        ? QStringLiteral("%1/p%2_original.flac").arg(folder).arg(probe)
        : QStringLiteral("%1/p%2_e%3.flac").arg(folder).arg(probe).arg(epoch);
}

QString RunFiles::modelFile(const QString& folder, Category category, bool isLong)
{
    return QStringLiteral("%1/%2%3_vae.pt").arg(folder, toQt(categoryId(category)), kindOf(isLong));
}

QString RunFiles::cardFile(const QString& folder, Category category, bool isLong)
{
    return QStringLiteral("%1/%2%3_metadata.json")
        .arg(folder, toQt(categoryId(category)), kindOf(isLong));
}

std::map<int, StemId> RunFiles::probeSounds(const QString& folder)
{
    std::map<int, StemId> out;
    const auto bytes = readFile(folder + QLatin1StringView(kList));
    const auto object = bytes ? parseJsonObject(*bytes) : Result<QJsonObject> {propagate(bytes)};
    if (!object) {
        return out;
    }
    const auto list = object->value(QStringLiteral("probes")).toArray();
    for (qsizetype i = 0; i < list.size(); ++i) {
        out[static_cast<int>(i)] = list.at(i).toInteger();
    }
    return out;
}

Result<> RunFiles::writeProbe(const nn::ProbeSound& sound)
{
    const bool isOriginal = sound.epoch == nn::ProbeSound::kOriginal;
    const QString path = probeFile(m_folder, sound.probe, sound.epoch);
    audio::WriteOptions options;
    options.format = audio::FileFormat::Flac;
    options.overwrite = true;
    options.isDurable = false;
    std::size_t most = sound.audio.frames();
    for (;;) {
        const auto buffer = isOriginal ? sound.audio : shortened(sound.audio, most);
        if (auto done = audio::writeAudio(toPath(path), buffer, options); !done) {
            return done;
        }
        const qint64 bytes = QFileInfo(path).size();
        if (isOriginal || bytes <= kProbeBytes || buffer.frames() <= kShortest) {
            break;
        }
        const double share = 0.95 * static_cast<double>(kProbeBytes) / static_cast<double>(bytes);
        most = std::max(kShortest,
                        static_cast<std::size_t>(static_cast<double>(buffer.frames()) * share));
    }
    if (!isOriginal) {
        return {};
    }
    m_sounds[sound.probe] = sound.id;
    QJsonArray list;
    for (int i = 0; i <= m_sounds.rbegin()->first; ++i) {
        list.append(qint64 {m_sounds[i]});
    }
    return writeFile(m_folder + QLatin1StringView(kList),
                     compactJson({{QStringLiteral("probes"), list}}), true);
}

} // namespace nde::services
