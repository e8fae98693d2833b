#include "core/services/SyncedSounds.h"

#include "core/audio/AudioFile.h"
#include "core/audio/TimeStretch.h"
#include "core/base/ComputeScope.h"
#include "core/jobs/JobQueue.h"
#include "core/mix/DraftStretch.h"
#include "core/mix/SoundFiles.h"
#include "core/music/Harmony.h"
#include "core/services/Files.h"
#include "core/services/WatchFuture.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <cmath>

namespace nde::services {

namespace {

constexpr double kLongestS = 60.0;
constexpr double kNoChange = 1e-4; ///< of the ratio; a minute is off by 6 ms then
constexpr int kMostSemitones = 6;

/// The tempo of the loop, its half or its double: the one that is nearest.
double nearestTempo(double bpm, double wanted)
{
    const auto distance = [wanted](double tempo) { return std::abs(std::log2(tempo / wanted)); };
    double best = bpm;
    for (const double tempo : {bpm / 2.0, bpm * 2.0}) {
        best = distance(tempo) < distance(best) ? tempo : best;
    }
    return best;
}

/// As the mixer's tools take it; of more than two channels the first two.
audio::AudioBuffer stereoOf(const audio::AudioBuffer& sound)
{
    audio::AudioBuffer stereo(2, sound.frames(), sound.sampleRate());
    for (int c = 0; c < 2; ++c) {
        const auto from = sound.channel(std::min(c, sound.channels() - 1));
        std::copy(from.begin(), from.end(), stereo.channel(c).begin());
    }
    return stereo;
}

Result<audio::AudioBuffer> changed(const audio::AudioBuffer& source, const SyncChange& change,
                                   bool isDraft, TaskContext& task)
{
    if (change.mode == SyncMode::Repitch) {
        return mix::transposed(source, -12.0 * std::log2(change.timeRatio));
    }
    if (!isDraft) {
        return audio::timeStretch(source, change.timeRatio, change.semitones, task);
    }
    const double pitch = std::exp2(change.semitones / 12.0);
    const audio::AudioBuffer draft = mix::draftStretch(source, change.timeRatio * pitch);
    return change.semitones == 0.0 ? Result<audio::AudioBuffer> {draft}
                                   : mix::transposed(draft, change.semitones);
}

/// Another one where sounds are changed otherwise, so that the cache holds nothing old.
constexpr const char* kVersion = "1";

QString nameOf(const Stem& stem, const SyncChange& change)
{
    const QString hash = QString::fromStdString(stem.contentHash).left(24);
    return QStringLiteral("%1-%2-%3-%4%5.wav")
        .arg(hash.isEmpty() ? QStringLiteral("id%1").arg(stem.id) : hash)
        .arg(std::llround(change.timeRatio * 1e6))
        .arg(std::llround(change.semitones * 100.0))
        .arg(change.mode == SyncMode::Repitch ? u'r' : u's')
        .arg(QLatin1String(kVersion));
}

} // namespace

bool SyncChange::isNone() const
{
    return std::abs(timeRatio - 1.0) < kNoChange && semitones == 0.0;
}

std::optional<SyncChange> syncChangeOf(const Stem& stem, const SyncWish& wish)
{
    const auto& bpm = stem.descriptors.bpm;
    if (stem.soundClass != SoundClass::Loop || !bpm || *bpm <= 0.0 || stem.durationS > kLongestS
        || wish.bpm <= 0.0) {
        return std::nullopt;
    }
    SyncChange change;
    change.mode = wish.mode;
    change.timeRatio = nearestTempo(*bpm, wish.bpm) / wish.bpm;
    if (wish.mode == SyncMode::Stretch && wish.key && stem.descriptors.key) {
        change.semitones
            = music::bestShift(*stem.descriptors.key, *wish.key, kMostSemitones).semitones;
    }
    return change.isNone() ? std::nullopt : std::optional(change);
}

Result<> writeSynced(const QString& source, const SyncChange& change, const QString& target,
                     bool isDraft, TaskContext& task)
{
    const ComputeScope computing;
    auto sound = audio::readAudio(toPath(source));
    if (!sound) {
        return propagate(sound);
    }
    const auto frames = static_cast<std::size_t>(
        std::llround(static_cast<double>(sound->frames()) * change.timeRatio));
    auto made = changed(stereoOf(*sound), change, isDraft, task);
    if (!made) {
        return propagate(made);
    }
    // To the frame, so that a turn of the loop is as long as its beats.
    audio::AudioBuffer exact(std::min(2, sound->channels()), frames, made->sampleRate());
    const std::size_t count = std::min(frames, made->frames());
    for (int c = 0; c < exact.channels(); ++c) {
        std::copy_n(made->channel(c).begin(), count, exact.channel(c).begin());
    }
    if (const auto folder = makeFolder(QFileInfo(target).path()); !folder) {
        return folder;
    }
    audio::WriteOptions options;
    options.sampleFormat = audio::SampleFormat::Float32;
    options.overwrite = true;
    options.isDurable = false; // made again where it is lost
    const auto written = audio::writeAudio(toPath(target), exact, options);
    return written ? Result<> {} : Result<> {propagate(written)};
}

class SyncedSounds::Private
{
public:
    explicit Private(SyncedSounds* object, std::shared_ptr<Studio> opened)
        : q(object)
        , studio(std::move(opened))
    {
    }

    void make(const Stem& stem, const SyncChange& change, bool isDraft);

    SyncedSounds* q;
    std::shared_ptr<Studio> studio;
    int number {}; ///< of the request that counts
    QFuture<Result<QString>> running;
    jobs::JobQueue queue {1, QStringLiteral("nde-sync"), jobs::JobQueue::Priority::Normal};
};

SyncedSounds::SyncedSounds(std::shared_ptr<Studio> studio, QObject* parent)
    : QObject(parent)
    , m_d(std::make_unique<Private>(this, std::move(studio)))
{
}

SyncedSounds::~SyncedSounds() = default;

void SyncedSounds::cancel()
{
    ++m_d->number;
    m_d->running.cancel();
}

void SyncedSounds::request(const Stem& stem, const SyncChange& change)
{
    cancel();
    m_d->make(stem, change, change.mode == SyncMode::Stretch);
}

void SyncedSounds::Private::make(const Stem& stem, const SyncChange& change, bool isDraft)
{
    const QString folder = studio->cacheFolder() + QStringLiteral("/sync/");
    const QString final = folder + nameOf(stem, change);
    const QString target
        = isDraft ? folder + QStringLiteral("draft-") + nameOf(stem, change) : final;
    // @return  the file: the good one where it is there already.
    running = queue.run<QString>([source = QString::fromStdString(stem.path), change, final, target,
                                  isDraft](TaskContext& task) -> Result<QString> {
        if (QFileInfo::exists(final)) {
            return final;
        }
        const auto written = writeSynced(source, change, target, isDraft, task);
        return written ? Result<QString> {target} : Result<QString> {propagate(written)};
    });
    watchFuture(
        q, running,
        [this, stem, change, final, target, isDraft, mine = number](const Result<QString>& made) {
            if (mine != number) {
                return; // another one was asked for
            }
            if (!made) {
                Q_EMIT q->failed(stem.id, made.error());
                return;
            }
            const bool isFinal = *made == final;
            Q_EMIT q->ready(stem.id, change, *made, !isFinal);
            if (!isFinal && mine == number) {
                make(stem, change, false);
            }
        });
}

} // namespace nde::services
