#include "core/services/SelfTest.h"

#include "core/audio/AudioFile.h"
#include "core/audio/Loudness.h"
#include "core/db/StemRepository.h"
#include "core/services/Files.h"
#include "core/services/LibraryService.h"
#include "core/services/UseCases.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace nde::services {
namespace {

constexpr qint64 kDamagedBytes = 64;
constexpr double kNullDb = -90.0; // of the sum of the stems against the track (product.md S03)
constexpr double kClearerDb = 3.0; // drums against the mix, SI-SDR (S03)
constexpr int kDreams = 4;
constexpr int kTrackBars = 16;
constexpr double kTrackBpm = 140.0;
constexpr double kTrackLufs = -14.0;
constexpr double kCeilingDb = -0.9;

using Samples = std::vector<float>;

Result<Samples> monoOf(const QString& path)
{
    const auto sound = audio::readAudio(toPath(path));
    if (!sound) {
        return propagate(sound);
    }
    Samples mono(sound->frames());
    for (int c = 0; c < sound->channels(); ++c) {
        const auto channel = sound->channel(c);
        for (std::size_t i = 0; i < mono.size(); ++i) {
            mono[i] += channel[i] / static_cast<float>(sound->channels());
        }
    }
    return mono;
}

double energyOf(const Samples& samples)
{
    double sum = 0.0;
    for (const float x : samples) {
        sum += double {x} * double {x};
    }
    return sum;
}

/// Scale-invariant signal-to-distortion ratio, dB.
double siSdr(const Samples& reference, const Samples& estimate)
{
    const std::size_t frames = std::min(reference.size(), estimate.size());
    double cross = 0.0;
    for (std::size_t i = 0; i < frames; ++i) {
        cross += double {reference[i]} * double {estimate[i]};
    }
    const double scale = cross / std::max(energyOf(reference), 1e-20);
    double target = 0.0;
    double rest = 0.0;
    for (std::size_t i = 0; i < frames; ++i) {
        const double wanted = scale * double {reference[i]};
        target += wanted * wanted;
        rest += (double {estimate[i]} - wanted) * (double {estimate[i]} - wanted);
    }
    return 10.0 * std::log10(std::max(target, 1e-20) / std::max(rest, 1e-20));
}

/// Cuts the last quarter off.
void cut(const QString& path)
{
    QFile::resize(path, QFileInfo(path).size() * 3 / 4);
}

constexpr const char* kSounds = "%1 sounds, the same in a copy of the library";
constexpr const char* kSoundsDiffer
    = "%1 sounds were made, %2 stand in the library and %3 in its copy";
constexpr const char* kNoTrack = "there is no track to separate";
constexpr const char* kLength = "'%1' is not as long as the track";
constexpr const char* kNotClear = "the stems leave %1 dB of the track and the drums are %2 dB "
                                  "clearer than the mix; wanted are %3 and %4";
constexpr const char* kClear = "the stems sum to the track within %1 dB, drums %2 dB clearer";
constexpr const char* kOtherModel = "the model is not the one that was trained on %1 sounds";
constexpr const char* kTrained = "%1 kicks, %2 epochs, validation %3 nats";
constexpr const char* kNoModel = "there is no model to dream with";
constexpr const char* kSilent = "'%1' is silent";
constexpr const char* kOtherBytes = "the same seed gave other bytes";
constexpr const char* kDreamed = "%1 kicks, the same bytes twice";
constexpr const char* kTrack = "%1 s, %2 LUFS, %3 dBTP";
constexpr const char* kOtherTrack = "the track has %1 s, %2 LUFS, %3 dBTP; wanted are %4 s, %5 "
                                    "LUFS and at most %6 dBTP";

QString number(double value, int decimals)
{
    return QString::number(value, 'f', decimals);
}

using Verdict = Result<Seen>; ///< an error where it could not look

Verdict right(const char* pattern, const QStringList& values)
{
    return Seen {true, {pattern, values}};
}

Verdict wrong(const char* pattern, const QStringList& values = {})
{
    return Seen {false, {pattern, values}};
}

/// One run over a studio of its own; later checks use what earlier ones made.
class Circle
{
public:
    Circle(std::shared_ptr<Studio> studio, SelfTestParams params)
        : m_studio(std::move(studio))
        , m_params(std::move(params))
    {
    }

    Verdict database(TaskContext& task)
    {
        const auto kit = makeStarterKit(*m_studio, {m_params.seed, true}, task);
        if (!kit) {
            return propagate(kit);
        }
        m_track = kit->demoTrack;
        m_parts = kit->demoStems;
        const QString copy = m_studio->root() + QStringLiteral("/copy.db");
        if (const auto stored = m_studio->database()->backup(copy); !stored) {
            return propagate(stored);
        }
        if (isFaulty("database")) {
            cut(copy);
        }
        if (const auto sound = m_studio->database()->check(); !sound) {
            return propagate(sound);
        }
        const auto there = db::StemRepository(m_studio->database()).all();
        const auto copied = db::Database::open(copy);
        if (!there || !copied) {
            return there ? propagate(copied) : propagate(there);
        }
        if (const auto sound = (*copied)->check(); !sound) {
            return propagate(sound);
        }
        const auto again = db::StemRepository(*copied).all();
        if (!again) {
            return propagate(again);
        }
        const auto made = static_cast<std::size_t>(kit->sounds) + (m_track.isEmpty() ? 0 : 1);
        if (there->size() != made || *again != *there) {
            return wrong(kSoundsDiffer,
                         {QString::number(made), QString::number(there->size()),
                          QString::number(again->size())});
        }
        return right(kSounds, {QString::number(there->size())});
    }

    Verdict separation(TaskContext& task)
    {
        if (m_track.isEmpty()) {
            return wrong(kNoTrack);
        }
        SeparateParams params;
        params.input = m_track;
        params.outputFolder = m_studio->root() + QStringLiteral("/separated");
        params.addToLibrary = false;
        const auto done = separateTrack(*m_studio, params, 0, task);
        if (!done) {
            return propagate(done);
        }
        if (isFaulty("separation")) {
            plantFault(done->stems.front().path);
        }
        const auto mix = monoOf(m_track);
        if (!mix) {
            return propagate(mix);
        }
        Samples rest = *mix;
        QStringList files;
        for (const auto& stem : done->stems) {
            files << stem.path;
        }
        if (!done->residualPath.isEmpty()) {
            files << done->residualPath;
        }
        for (const auto& file : files) {
            const auto part = monoOf(file);
            if (!part || part->size() != rest.size()) {
                return part ? wrong(kLength, {file}) : Verdict {propagate(part)};
            }
            std::transform(rest.begin(), rest.end(), part->begin(), rest.begin(), std::minus<>());
        }
        const double nullDb = 10.0 * std::log10(std::max(energyOf(rest), 1e-20) / energyOf(*mix));
        const double gain = drumGain(*mix, *done);
        if (!(nullDb <= kNullDb) || !(gain >= kClearerDb)) {
            return wrong(
                kNotClear,
                {number(nullDb, 1), number(gain, 1), number(kNullDb, 0), number(kClearerDb, 0)});
        }
        return right(kClear, {number(nullDb, 1), number(gain, 1)});
    }

    Verdict training(TaskContext& task)
    {
        TrainJobParams params;
        params.category = Category::Kick;
        params.params.seed = m_params.seed;
        const auto done = trainCategory(*m_studio, params, 0, {}, task);
        if (!done) {
            return propagate(done);
        }
        if (isFaulty("training")) {
            plantFault(done->modelPath);
        }
        const auto hash = hashFile(done->modelPath);
        const auto& report = done->report;
        const bool isWhole = hash && *hash == report.modelHash && report.used > 0
            && std::isfinite(report.best.validation) && QFileInfo::exists(done->cardPath);
        if (!isWhole) {
            return wrong(kOtherModel, {QString::number(report.used)});
        }
        m_model = done->modelPath;
        return right(kTrained,
                     {QString::number(report.used), QString::number(report.epochs),
                      number(report.best.validation, 1)});
    }

    Verdict generation(TaskContext& task)
    {
        if (m_model.isEmpty()) {
            return wrong(kNoModel);
        }
        std::array<std::vector<std::string>, 2> hashes;
        for (std::size_t turn = 0; turn < hashes.size(); ++turn) {
            GenerateJobParams params;
            params.params.count = kDreams;
            params.params.seed = m_params.seed + 4;
            params.addToLibrary = false;
            params.outputFolder = m_studio->root() + QStringLiteral("/dreams%1").arg(turn);
            TaskContext part
                = task.sub(0.5 * static_cast<double>(turn), 0.5 * static_cast<double>(turn + 1));
            const auto done = generateStems(*m_studio, params, part);
            if (!done) {
                return propagate(done);
            }
            if (turn == 1 && isFaulty("generation") && !done->stems.empty()) {
                plantFault(done->stems.front().path);
            }
            for (const auto& dream : done->stems) {
                const auto sound = monoOf(dream.path);
                const auto hash = hashFile(dream.path);
                if (!sound || !hash) {
                    return sound ? propagate(hash) : propagate(sound);
                }
                if (!(energyOf(*sound) > 1e-3)) {
                    return wrong(kSilent, {dream.path});
                }
                hashes[turn].push_back(*hash);
            }
        }
        if (hashes[0].size() != kDreams || hashes[0] != hashes[1]) {
            return wrong(kOtherBytes);
        }
        return right(kDreamed, {QString::number(kDreams)});
    }

    Verdict composition(TaskContext& task)
    {
        ComposeParams params;
        params.prompt = QStringLiteral("techno %1 bpm, %2 bars").arg(kTrackBpm).arg(kTrackBars);
        params.output = m_studio->root() + QStringLiteral("/track.wav");
        params.seed = m_params.seed;
        const auto done = composeTrack(*m_studio, params, 0, task);
        if (!done) {
            return propagate(done);
        }
        if (isFaulty("composition")) {
            cut(done->output);
        }
        const auto track = audio::readAudio(toPath(done->output));
        if (!track) {
            return propagate(track);
        }
        const auto loudness = audio::measureLoudness(*track);
        if (!loudness) {
            return propagate(loudness);
        }
        const double bodyS = kTrackBars * 4 * 60.0 / kTrackBpm;
        const double tailS = 4 * 4 * 60.0 / kTrackBpm;
        const bool isRight = track->seconds() >= bodyS - 1e-4 && track->seconds() <= bodyS + tailS
            && std::abs(loudness->integratedLufs - kTrackLufs) <= 0.5
            && loudness->truePeakDb <= kCeilingDb;
        QStringList figures {number(track->seconds(), 2), number(loudness->integratedLufs, 1),
                             number(loudness->truePeakDb, 1)};
        if (isRight) {
            return right(kTrack, figures);
        }
        figures << number(bodyS, 2) << number(kTrackLufs, 0) << number(kCeilingDb, 1);
        return wrong(kOtherTrack, figures);
    }

private:
    [[nodiscard]] bool isFaulty(const char* name) const
    {
        return m_params.fault == QLatin1StringView(name);
    }
    /// How much clearer the true drums are in the separated ones than in the mix, dB.
    [[nodiscard]] double drumGain(const Samples& mix, const SeparateOutcome& done) const
    {
        const auto part = std::find_if(m_parts.begin(), m_parts.end(), [](const QString& path) {
            return QFileInfo(path).completeBaseName().contains(QStringLiteral("drums"));
        });
        const auto stem = std::find_if(done.stems.begin(), done.stems.end(),
                                       [](const auto& one) { return one.name == u"drums"; });
        if (part == m_parts.end() || stem == done.stems.end()) {
            return 0.0;
        }
        const auto truth = monoOf(*part);
        const auto found = monoOf(stem->path);
        return truth && found ? siSdr(*truth, *found) - siSdr(*truth, mix) : 0.0;
    }

    std::shared_ptr<Studio> m_studio;
    SelfTestParams m_params;
    QString m_track;
    QStringList m_parts;
    QString m_model;
};

struct Step
{
    const char* name;
    Verdict (Circle::*run)(TaskContext&);
    double share; ///< of the circle's time
};
constexpr std::array kSteps {
    Step {"database", &Circle::database, 0.25},      Step {"separation", &Circle::separation, 0.15},
    Step {"training", &Circle::training, 0.3},       Step {"generation", &Circle::generation, 0.1},
    Step {"composition", &Circle::composition, 0.2},
};
constexpr double kMoreShare = 0.1; ///< of the circle's time, for each check that is added

/// All checks of a run in their order, on one circle.
std::vector<std::pair<double, ExtraCheck>> checksOf(const SelfTestParams& params, Circle* circle)
{
    std::vector<std::pair<double, ExtraCheck>> all;
    for (const Step& step : kSteps) {
        all.emplace_back(
            step.share,
            ExtraCheck {QString::fromLatin1(step.name),
                        [circle, run = step.run](const auto&, bool, TaskContext& task) {
                            return (circle->*run)(task);
                        }});
    }
    for (const ExtraCheck& more : params.more) {
        all.emplace_back(kMoreShare, more);
    }
    return all;
}

} // namespace

void plantFault(const QString& path)
{
    QFile file(path);
    if (file.open(QIODevice::ReadWrite) && file.size() > 0) {
        const qint64 middle = file.size() / 2;
        file.seek(middle);
        QByteArray bytes = file.read(kDamagedBytes);
        for (char& byte : bytes) {
            byte = static_cast<char>(byte ^ 0x55);
        }
        file.seek(middle);
        file.write(bytes);
    }
}

QStringList selfCheckNames(const SelfTestParams& params)
{
    QStringList names;
    for (const auto& [share, check] : checksOf(params, nullptr)) {
        names << check.name;
    }
    return names;
}

std::vector<const char*> selfCheckPatterns()
{
    return {kSounds,  kSoundsDiffer, kNoTrack, kLength,     kNotClear, kClear, kOtherModel,
            kTrained, kNoModel,      kSilent,  kOtherBytes, kDreamed,  kTrack, kOtherTrack};
}

Result<std::vector<SelfCheck>> selfTest(const SelfTestParams& params, TaskContext& task,
                                        const std::function<void(const SelfCheck&)>& onCheck)
{
    if (!params.fault.isEmpty() && !selfCheckNames(params).contains(params.fault)) {
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("there is no check '%1'").arg(params.fault)));
    }
    const QString parent = params.folder.isEmpty() ? QDir::tempPath() : params.folder;
    const QTemporaryDir folder(parent + QStringLiteral("/dream-selftest-XXXXXX"));
    if (!folder.isValid()) {
        return fail(ErrorCode::Io, toStd(folder.errorString()));
    }
    const auto studio = Studio::create(folder.path() + QStringLiteral("/studio"));
    if (!studio) {
        return propagate(studio);
    }
    Circle circle(*studio, params);
    const auto all = checksOf(params, &circle);
    const double whole
        = std::accumulate(all.begin(), all.end(), 0.0,
                          [](double sum, const auto& check) { return sum + check.first; });
    std::vector<SelfCheck> checks;
    double from = 0.0;
    for (const auto& [share, step] : all) {
        task.progress(from, toStd(step.name));
        QElapsedTimer clock;
        clock.start();
        const double until = from + share / whole;
        TaskContext part = task.sub(from, until);
        const Verdict verdict = step.run(*studio, params.fault == step.name, part);
        if (task.cancelled() || (!verdict && verdict.error().code == ErrorCode::Cancelled)) {
            return fail(ErrorCode::Cancelled, "the self-test was cancelled");
        }
        SelfCheck check;
        check.name = step.name;
        check.isPassed = verdict && verdict->isPassed;
        check.said = verdict ? verdict->said : Sentence {};
        check.error = verdict ? std::nullopt : std::optional(verdict.error());
        check.elapsedS = static_cast<double>(clock.elapsed()) / 1000.0;
        if (onCheck) {
            onCheck(check);
        }
        checks.push_back(std::move(check));
        from = until;
    }
    task.progress(1.0, "done");
    return checks;
}

} // namespace nde::services
