#include "core/audio/AudioFile.h"
#include "core/db/StemRepository.h"
#include "core/jobs/JobQueue.h"
#include "core/services/Files.h"
#include "core/services/Formats.h"
#include "core/services/Measure.h"
#include "core/services/OutputJournal.h"
#include "core/services/UseCases.h"
#include "core/synth/StarterKit.h"

#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <atomic>
#include <cmath>
#include <functional>
#include <utility>

namespace nde::services {
namespace {

constexpr double kExpectedSounds = 340.0; ///< progress only
constexpr unsigned long kPollMs = 5;

/// What a sound's row gets beside what is measured: true by construction.
using Facts = std::function<void(Stem&)>;

/// Collects files and rows; nothing stands in the library before `store`. Sounds are measured on
/// all cores while the next ones are synthesised.
class KitWriter
{
public:
    KitWriter(Studio& studio, quint64 seed, OutputJournal& journal)
        : m_stems(studio.database())
        , m_folder(studio.tracksFolder())
        , m_seed(seed)
        , m_journal(journal)
    {
    }
    ~KitWriter() { m_isCancelled = true; }
    KitWriter(const KitWriter&) = delete;
    KitWriter& operator=(const KitWriter&) = delete;

    Result<> addSound(const synth::KitSound& sound)
    {
        const QString folder
            = m_folder + QStringLiteral("/starter_kit/") + toQt(categoryId(sound.category));
        const auto path = write(folder, toQt(sound.name), sound.audio);
        if (!path) {
            return propagate(path);
        }
        ++m_sounds;
        measureLater(*path, sound.category,
                     [name = sound.name, soundClass = sound.soundClass, seed = sound.seed,
                      tags = sound.tags, bpm = sound.bpm, key = sound.key,
                      pitchHz = sound.pitchHz](Stem& stem) {
                         stem.name = name;
                         stem.soundClass = soundClass;
                         stem.seed = seed;
                         stem.tags = tags;
                         setTempoAndKey(stem, bpm, key);
                         if (pitchHz) {
                             stem.descriptors.pitchHz = pitchHz;
                         }
                     });
        return {};
    }

    Result<> addDemo(const synth::DemoTrack& demo, StarterKitOutcome& outcome)
    {
        const QString name = QStringLiteral("demo_128_Am");
        const auto mix = write(m_folder, name, demo.mix);
        if (!mix) {
            return propagate(mix);
        }
        outcome.demoTrack = *mix;
        measureLater(*mix, Category::Mix,
                     [seed = m_seed, bpm = demo.bpm, key = demo.key](Stem& stem) {
                         stem.soundClass = SoundClass::Track;
                         stem.seed = seed;
                         setTempoAndKey(stem, bpm, key);
                     });
        // The parts are the right answer to measure separation against, not material: they get no
        // rows.
        const QString parts = m_folder + u'/' + name + QStringLiteral("_stems");
        const std::vector<std::pair<QString, const audio::AudioBuffer*>> list {
            {QStringLiteral("drums"), &demo.drums},
            {QStringLiteral("bass"), &demo.bass},
            {QStringLiteral("vocals"), &demo.vocals},
            {QStringLiteral("other"), &demo.other}};
        for (const auto& [part, buffer] : list) {
            const auto path = write(parts, part, *buffer);
            if (!path) {
                return propagate(path);
            }
            outcome.demoStems << *path;
        }
        return {};
    }

    /// Waits for the measurements in the order of the sounds.
    Result<> collect(TaskContext& task)
    {
        for (std::size_t i = 0; i < m_pending.size(); ++i) {
            auto& pending = m_pending[i];
            while (!pending.measured.isFinished()) {
                if (task.cancelled()) {
                    m_isCancelled = true;
                    return fail(ErrorCode::Cancelled, "starter kit cancelled");
                }
                QThread::msleep(kPollMs);
            }
            const Result<Measured> measured = pending.measured.result();
            if (!measured) {
                return propagate(measured);
            }
            Stem stem = stemOf(pending.request, *measured);
            stem.model = "starter_kit";
            stem.licence = "CC0";
            pending.facts(stem);
            if (auto kept = keep(std::move(stem)); !kept) {
                return kept;
            }
            task.progress(static_cast<double>(i + 1) / static_cast<double>(m_pending.size()),
                          "analysing");
        }
        return {};
    }

    Result<std::vector<StemId>> store()
    {
        if (auto synced = audio::syncFileSystem(toPath(m_folder)); !synced) {
            return propagate(synced);
        }
        const auto added = m_stems.insertAll(m_rows);
        if (!added) {
            return propagate(added);
        }
        std::vector<StemId> ids = m_known;
        ids.insert(ids.end(), added->begin(), added->end());
        return ids;
    }

    [[nodiscard]] int sounds() const { return m_sounds; }

private:
    struct Pending
    {
        MeasureRequest request;
        Facts facts;
        QFuture<Result<Measured>> measured;
    };

    static void setTempoAndKey(Stem& stem, std::optional<double> bpm, std::optional<Key> key)
    {
        stem.descriptors.bpm = bpm;
        stem.descriptors.bpmConfidence = bpm ? 1.0 : 0.0;
        stem.descriptors.key = key;
        stem.descriptors.keyConfidence = key ? 1.0 : 0.0;
    }

    void measureLater(const QString& path, Category category, Facts facts)
    {
        const MeasureRequest request {path, Source::Original, category, true};
        const auto body = [request, this](TaskContext&) {
            TaskContext quiet({}, [this] { return m_isCancelled.load(); });
            return measureFile(request, quiet);
        };
        m_pending.push_back({request, std::move(facts), m_queue.run<Measured>(body)});
    }

    /// Keeps a row for `store`, unless its samples are in the library from an earlier run.
    Result<> keep(Stem stem)
    {
        const auto known = m_stems.byContentHash(stem.contentHash);
        if (!known) {
            return propagate(known);
        }
        if (known->has_value()) {
            m_known.push_back((*known)->id);
        } else {
            m_rows.push_back(std::move(stem));
        }
        return {};
    }

    /// Writes a file, or finds its very samples there. Another kit's file of the same name stays:
    /// then this one carries its seed.
    Result<QString> write(const QString& folder, const QString& name,
                          const audio::AudioBuffer& buffer)
    {
        if (auto made = makeFolder(folder); !made) {
            return propagate(made);
        }
        const QString plain = folder + u'/' + safeFileName(name) + QStringLiteral(".wav");
        const QString seeded
            = QStringLiteral("%1/%2 s%3.wav").arg(folder, safeFileName(name)).arg(m_seed);
        for (const auto& path : {plain, seeded}) {
            if (!QFileInfo::exists(path)) {
                if (auto noted = m_journal.add(path); !noted) {
                    return propagate(noted);
                }
                audio::WriteOptions options;
                options.isDurable = false; // `store` waits once for all of them
                if (auto written = audio::writeAudio(toPath(path), buffer, options); !written) {
                    return propagate(written);
                }
                return path;
            }
            const auto there = audio::readAudio(toPath(path));
            if (there && isSame(*there, buffer)) {
                return path;
            }
        }
        return fail(
            ErrorCode::Exists,
            toStd(QStringLiteral("'%1' exists already and holds something else").arg(seeded)));
    }

    /// Equal to within the step of 24-bit samples.
    static bool isSame(const audio::AudioBuffer& a, const audio::AudioBuffer& b)
    {
        if (a.channels() != b.channels() || a.frames() != b.frames()
            || a.sampleRate() != b.sampleRate()) {
            return false;
        }
        constexpr float kStep = 1.0F / 8388608.0F;
        for (int c = 0; c < a.channels(); ++c) {
            for (std::size_t i = 0; i < a.frames(); ++i) {
                if (std::abs(a.channel(c)[i] - b.channel(c)[i]) > kStep) {
                    return false;
                }
            }
        }
        return true;
    }

    db::StemRepository m_stems;
    QString m_folder;
    quint64 m_seed;
    OutputJournal& m_journal;
    std::vector<Stem> m_rows;
    std::vector<StemId> m_known;
    std::vector<Pending> m_pending;
    int m_sounds {};
    std::atomic<bool> m_isCancelled {false};
    jobs::JobQueue m_queue {QThread::idealThreadCount(), QStringLiteral("nde-measure"),
                            jobs::JobQueue::Priority::Normal}; ///< last: it goes first
};

} // namespace

Result<StarterKitOutcome> makeStarterKit(Studio& studio, const StarterKitParams& params,
                                         TaskContext& task)
{
    auto journal = OutputJournal::begin(studio, {});
    if (!journal) {
        return propagate(journal);
    }
    StarterKitOutcome outcome;
    KitWriter writer(studio, params.seed, *journal);
    TaskContext quiet({}, [&task] { return task.cancelled(); });
    const auto emit = [&](synth::KitSound&& sound) -> Result<> {
        auto added = writer.addSound(sound);
        task.progress(0.5 * std::min(1.0, writer.sounds() / kExpectedSounds), "synthesising");
        return added;
    };
    if (auto made = synth::synthesiseKit(params.seed, emit, quiet); !made) {
        return propagate(made);
    }
    outcome.sounds = writer.sounds();
    if (params.withDemoTrack) {
        TaskContext track = task.sub(0.5, 0.7);
        const auto demo = synth::synthesiseDemoTrack(params.seed, track);
        if (!demo) {
            return propagate(demo);
        }
        if (auto added = writer.addDemo(*demo, outcome); !added) {
            return propagate(added);
        }
    }
    TaskContext measuring = task.sub(0.7, 1.0);
    if (auto measured = writer.collect(measuring); !measured) {
        return propagate(measured);
    }
    auto ids = writer.store();
    if (!ids) {
        return propagate(ids);
    }
    outcome.ids = std::move(*ids);
    journal->commit();
    task.progress(1.0, "storing");
    return outcome;
}

} // namespace nde::services
