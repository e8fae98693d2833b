#include "core/audio/AudioFile.h"
#include "core/db/StemRepository.h"
#include "core/services/Files.h"
#include "core/services/Formats.h"
#include "core/services/Measure.h"
#include "core/services/OutputJournal.h"
#include "core/services/UseCases.h"
#include "core/synth/StarterKit.h"

#include <QFile>
#include <QFileInfo>

#include <cmath>
#include <tuple>

namespace nde::services {
namespace {

constexpr double kExpectedSounds = 300.0; ///< progress only

/// Collects files and rows; nothing stands in the library before `store`.
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

    Result<> addSound(synth::KitSound&& sound, TaskContext& task)
    {
        const QString folder
            = m_folder + QStringLiteral("/starter_kit/") + toQt(categoryId(sound.category));
        const auto path = write(folder, toQt(sound.name), sound.audio);
        if (!path) {
            return propagate(path);
        }
        const MeasureRequest request {*path, Source::Original, sound.category, true};
        const auto measured = measureFile(request, task);
        if (!measured) {
            return propagate(measured);
        }
        Stem stem = madeStem(request, *measured);
        stem.name = sound.name;
        stem.soundClass = sound.soundClass;
        stem.seed = sound.seed;
        stem.tags = sound.tags;
        stem.descriptors.bpm = sound.bpm;
        stem.descriptors.bpmConfidence = sound.bpm ? 1.0 : 0.0;
        stem.descriptors.key = sound.key;
        stem.descriptors.keyConfidence = sound.key ? 1.0 : 0.0;
        if (sound.pitchHz) {
            stem.descriptors.pitchHz = sound.pitchHz;
        }
        ++m_sounds;
        return keep(std::move(stem));
    }

    Result<> addDemo(const synth::DemoTrack& demo, StarterKitOutcome& outcome, TaskContext& task)
    {
        const QString name = QStringLiteral("demo_128_Am");
        const auto mix = addPart(m_folder, name, demo.mix, Category::Mix, demo, task);
        if (!mix) {
            return propagate(mix);
        }
        outcome.demoTrack = *mix;
        const QString parts = m_folder + u'/' + name + QStringLiteral("_stems");
        const std::vector<std::tuple<QString, const audio::AudioBuffer*, Category>> list {
            {QStringLiteral("drums"), &demo.drums, Category::Drums},
            {QStringLiteral("bass"), &demo.bass, Category::Bass},
            {QStringLiteral("vocals"), &demo.vocals, Category::Vocal},
            {QStringLiteral("other"), &demo.other, Category::Other}};
        for (const auto& [part, buffer, category] : list) {
            // The parts are the right answer to measure separation against, not material: they get
            // no rows.
            const auto path = write(parts, part, *buffer);
            if (!path) {
                return propagate(path);
            }
            outcome.demoStems << *path;
        }
        return {};
    }

    Result<std::vector<StemId>> store()
    {
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
    Result<QString> addPart(const QString& folder, const QString& name,
                            const audio::AudioBuffer& buffer, Category category,
                            const synth::DemoTrack& demo, TaskContext& task)
    {
        auto path = write(folder, name, buffer);
        if (!path) {
            return path;
        }
        const MeasureRequest request {*path, Source::Original, category, true};
        const auto measured = measureFile(request, task);
        if (!measured) {
            return propagate(measured);
        }
        Stem stem = madeStem(request, *measured);
        stem.soundClass = SoundClass::Track;
        stem.seed = m_seed;
        stem.descriptors.bpm = demo.bpm;
        stem.descriptors.bpmConfidence = 1.0;
        stem.descriptors.key = demo.key;
        stem.descriptors.keyConfidence = 1.0;
        if (auto kept = keep(std::move(stem)); !kept) {
            return propagate(kept);
        }
        return path;
    }

    [[nodiscard]] static Stem madeStem(const MeasureRequest& request, const Measured& measured)
    {
        Stem stem = stemOf(request, measured);
        stem.model = "starter_kit";
        stem.licence = "CC0";
        return stem;
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
                if (auto written = audio::writeAudio(toPath(path), buffer); !written) {
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
    int m_sounds {};
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
        auto added = writer.addSound(std::move(sound), quiet);
        task.progress(0.7 * std::min(1.0, writer.sounds() / kExpectedSounds), "synthesising");
        return added;
    };
    if (auto made = synth::synthesiseKit(params.seed, emit, quiet); !made) {
        return propagate(made);
    }
    outcome.sounds = writer.sounds();
    if (params.withDemoTrack) {
        TaskContext track = task.sub(0.7, 0.9);
        const auto demo = synth::synthesiseDemoTrack(params.seed, track);
        if (!demo) {
            return propagate(demo);
        }
        TaskContext storing = task.sub(0.9, 1.0);
        if (auto added = writer.addDemo(*demo, outcome, storing); !added) {
            return propagate(added);
        }
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
