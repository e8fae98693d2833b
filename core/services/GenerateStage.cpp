#include "core/audio/AudioFile.h"
#include "core/services/DreamShelf.h"
#include "core/services/DreamSource.h"
#include "core/services/DreamTray.h"
#include "core/services/Files.h"
#include "core/services/UseCases.h"

#include <QTemporaryDir>

#include <optional>

namespace nde::services {
namespace {

/// Results on their way to the tray, each as soon as it is there.
class TrayFiller
{
public:
    TrayFiller(Studio& studio, const GenerateJobParams& params, const DreamSource& source)
        : m_studio(studio)
        , m_params(params)
        , m_source(source)
    {
    }

    void add(const nn::GeneratedSound& sound)
    {
        const int index = static_cast<int>(m_stems.size());
        const Dream dream = dreamOf(m_params, m_source, sound, index);
        auto entry = addToTray(m_studio, dream, sound.audio);
        if (!entry) {
            m_error = m_error ? m_error : entry.error();
            return;
        }
        GeneratedStem stem;
        stem.trayItem = entry->item.id;
        stem.path = entry->item.path;
        stem.facts = dream.facts;
        m_stems.push_back(std::move(stem));
    }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    [[nodiscard]] std::vector<GeneratedStem> take() { return std::move(m_stems); }

private:
    Studio& m_studio;
    const GenerateJobParams& m_params;
    const DreamSource& m_source;
    std::vector<GeneratedStem> m_stems;
    std::optional<Error> m_error;
};

/// All results into their folder and the library, or none.
Result<std::vector<GeneratedStem>> shelve(Studio& studio, const GenerateJobParams& params,
                                          const DreamSource& source,
                                          std::vector<nn::GeneratedSound>& sounds,
                                          TaskContext& task)
{
    const QTemporaryDir scratch(studio.cacheFolder() + QStringLiteral("/dream-XXXXXX"));
    if (!scratch.isValid()) {
        return fail(ErrorCode::Io,
                    toStd(QStringLiteral("no temporary folder could be made: %1")
                              .arg(scratch.errorString())));
    }
    auto journal = OutputJournal::begin(studio, {}, OutputJournal::Rows::Each);
    if (!journal) {
        return propagate(journal);
    }
    db::StemRepository library(studio.database());
    const CharacterBook book(library);
    std::vector<GeneratedStem> stems;
    for (std::size_t i = 0; i < sounds.size(); ++i) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "dreaming cancelled");
        }
        const QString wav = scratch.filePath(QStringLiteral("%1.wav").arg(i));
        if (auto written = audio::writeAudio(toPath(wav), sounds[i].audio); !written) {
            return propagate(written);
        }
        const Dream dream = dreamOf(params, source, sounds[i], static_cast<int>(i));
        DreamShelf shelf(studio,
                         params.outputFolder.isEmpty() ? dreamFolder(studio, dream.category)
                                                       : absolutePath(params.outputFolder),
                         params.addToLibrary, book);
        TaskContext part({}, [&task] { return task.cancelled(); });
        auto stem = shelf.add(dream, wav, *journal, part);
        if (!stem) {
            return propagate(stem);
        }
        stems.push_back(std::move(*stem));
        task.progress(static_cast<double>(i + 1) / static_cast<double>(sounds.size()), "writing");
    }
    journal->commit();
    return stems;
}

} // namespace

Result<GenerateOutcome> generateStems(Studio& studio, const GenerateJobParams& params,
                                      TaskContext& task)
{
    task.progress(0.0, "loading the model");
    auto source = openDreamSource(studio, params);
    if (!source) {
        return propagate(source);
    }
    GenerateOutcome outcome;
    outcome.modelPath = source->modelPath;
    outcome.modelHash = toQt(source->model.modelHash());
    outcome.mode = params.params.mode;
    outcome.seed = params.params.seed;
    outcome.unknownWords = source->unknownWords;
    TrayFiller tray(studio, params, *source);
    TaskContext dreaming({}, [&] { return task.cancelled() || tray.error().has_value(); });
    const auto anchors = source->dreamAnchors();
    const double share = params.toTray ? 0.95 : 0.65;
    const TaskContext shown = task.sub(0.05, 0.05 + share);
    int done = 0;
    auto report = source->model.generate(
        source->params, anchors, source->secondModel(), source->taste,
        [&](const nn::GeneratedSound& sound) {
            shown.progress(static_cast<double>(++done) / params.params.count, "dreaming");
            if (params.toTray) {
                tray.add(sound);
            }
        },
        dreaming);
    if (tray.error()) {
        return tl::unexpected<Error>(*tray.error());
    }
    if (!report) {
        return propagate(report);
    }
    if (params.toTray) {
        outcome.stems = tray.take();
    } else {
        TaskContext writing = task.sub(0.7, 1.0);
        auto stems = shelve(studio, params, *source, report->sounds, writing);
        if (!stems) {
            return propagate(stems);
        }
        outcome.stems = std::move(*stems);
    }
    report->sounds.clear();
    outcome.counts = std::move(*report);
    return outcome;
}

} // namespace nde::services
