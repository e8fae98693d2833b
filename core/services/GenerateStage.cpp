#include "core/audio/AudioFile.h"
#include "core/db/StemRepository.h"
#include "core/nn/api/StemVae.h"
#include "core/services/Files.h"
#include "core/services/Measure.h"
#include "core/services/OutputJournal.h"
#include "core/services/UseCaseJson.h"
#include "core/services/UseCases.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <set>

namespace nde::services {
namespace {

struct Place
{
    QString path;
    bool isThere {}; ///< the very same bytes lie there already
};

/// Where a sound goes: its plain name; when other samples carry that name (another model, other
/// parameters), a name with a piece of its own hash. So the same draw always finds its own file
/// again and no file is ever replaced.
Result<Place> placeFor(const QString& folder, const QString& name, const QString& rendered)
{
    const QString plain = folder + u'/' + name + QStringLiteral(".wav");
    if (!QFileInfo::exists(plain)) {
        return Place {plain, false};
    }
    const auto mine = hashFile(rendered);
    const auto theirs = hashFile(plain);
    if (!mine || !theirs) {
        return propagate(mine ? theirs : mine);
    }
    if (*mine == *theirs) {
        return Place {plain, true};
    }
    const QString own = QStringLiteral("%1/%2_%3.wav").arg(folder, name, toQt(mine->substr(0, 8)));
    return Place {own, QFileInfo::exists(own)};
}

QJsonObject recipeOf(const GenerateJobParams& params, const nn::StemVae& model,
                     const QString& modelPath, const nn::GeneratedSound& sound, int index)
{
    QJsonObject recipe = toJson(params);
    recipe.remove(QStringLiteral("output_folder"));
    recipe.insert(QStringLiteral("model"), modelPath);
    recipe.insert(QStringLiteral("model_hash"), toQt(model.modelHash()));
    recipe.insert(QStringLiteral("variation"), index + 1);
    recipe.insert(QStringLiteral("sound_seed"), QString::number(sound.seed));
    recipe.insert(QStringLiteral("fidelity"), sound.fidelity);
    recipe.insert(QStringLiteral("novelty"), sound.novelty);
    return recipe;
}

class DreamWriter
{
public:
    DreamWriter(Studio& studio, const GenerateJobParams& params, const nn::StemVae& model,
                QString modelPath, QString folder)
        : m_database(studio.database())
        , m_stems(m_database)
        , m_params(params)
        , m_model(model)
        , m_modelPath(std::move(modelPath))
        , m_folder(std::move(folder))
        , m_scratch(studio.cacheFolder() + QStringLiteral("/dream-XXXXXX"))
    {
    }

    Result<GeneratedStem> add(nn::GeneratedSound sound, int index, OutputJournal& journal,
                              TaskContext& task)
    {
        if (!m_scratch.isValid()) {
            return fail(ErrorCode::Io,
                        toStd(QStringLiteral("no temporary folder could be made: %1")
                                  .arg(m_scratch.errorString())));
        }
        const QString name = QStringLiteral("%1_dream_%2_%3")
                                 .arg(toQt(categoryId(m_params.category)))
                                 .arg(m_params.params.seed)
                                 .arg(index + 1);
        const QString rendered = m_scratch.filePath(QStringLiteral("sound.wav"));
        audio::WriteOptions options;
        options.overwrite = true;
        if (auto written = audio::writeAudio(toPath(rendered), sound.audio, options); !written) {
            return propagate(written);
        }
        const auto place = placeFor(m_folder, name, rendered);
        if (!place) {
            return propagate(place);
        }
        if (!place->isThere) {
            if (auto noted = journal.add(place->path); !noted) {
                return propagate(noted);
            }
            auto written = audio::writeAudio(toPath(place->path), sound.audio);
            if (!written) {
                return propagate(written);
            }
        }
        GeneratedStem stem {0, place->path, {}, {}};
        if (const auto nearest = m_stems.byId(sound.nearestId)) {
            stem.nearestPath = toQt(nearest->path);
        }
        if (m_params.addToLibrary) {
            const auto id = store(*place, sound, index, task);
            if (!id) {
                return propagate(id);
            }
            stem.id = *id;
        }
        sound.audio = {};
        stem.facts = std::move(sound);
        return stem;
    }

private:
    Result<StemId> store(const Place& place, const nn::GeneratedSound& sound, int index,
                         TaskContext& task)
    {
        const MeasureRequest request {place.path, Source::Generated, m_params.category, true};
        const auto measured = measureFile(request, task);
        if (!measured) {
            return propagate(measured);
        }
        StemId id = 0;
        auto stored = m_database->together([&]() -> Result<> {
            const auto known = m_stems.byPath(toStd(place.path));
            if (!known) {
                return propagate(known);
            }
            const auto row = known->has_value() ? Result<StemId> {(*known)->id}
                                                : insert(request, *measured, sound, index);
            if (!row) {
                return propagate(row);
            }
            id = *row;
            return m_stems.saveLatent(id, m_model.modelHash(), sound.latent);
        });
        if (!stored) {
            return propagate(stored);
        }
        return id;
    }

    Result<StemId> insert(const MeasureRequest& request, const Measured& measured,
                          const nn::GeneratedSound& sound, int index)
    {
        Stem stem = stemOf(request, measured);
        stem.categoryConfidence = std::clamp(sound.fidelity, 0.0, 1.0);
        stem.soundClass = SoundClass::OneShot;
        stem.model = std::string(categoryId(m_params.category)) + "_vae";
        stem.seed = sound.seed;
        stem.recipe
            = compactJson(recipeOf(m_params, m_model, m_modelPath, sound, index)).toStdString();
        const auto edges = edgesOf(sound);
        if (!edges) {
            return propagate(edges);
        }
        return m_stems.insert(stem, *edges);
    }

    /// Training sounds may have left the library since; only those that are there become edges.
    Result<std::vector<LineageEdge>> edgesOf(const nn::GeneratedSound& sound)
    {
        std::vector<StemId> ids;
        for (const auto& parent : sound.parents) {
            ids.push_back(parent.id);
        }
        const auto rows = m_stems.byIds(ids);
        if (!rows) {
            return propagate(rows);
        }
        std::set<StemId> alive;
        for (const auto& row : *rows) {
            alive.insert(row.id);
        }
        std::vector<LineageEdge> edges;
        for (const auto& parent : sound.parents) {
            if (alive.erase(parent.id) != 0) {
                edges.push_back({parent.id, 0, "dreamed_near", parent.weight, {}});
            }
        }
        return edges;
    }

    std::shared_ptr<db::Database> m_database;
    db::StemRepository m_stems;
    const GenerateJobParams& m_params;
    const nn::StemVae& m_model;
    QString m_modelPath;
    QString m_folder;
    QTemporaryDir m_scratch;
};

Result<nn::StemVae> loadModel(const QString& path, Category category)
{
    auto model = nn::StemVae::load(toPath(path));
    if (!model && model.error().code == ErrorCode::NotFound) {
        const QString name = toQt(categoryId(category));
        return fail(ErrorCode::ModelMissing,
                    toStd(QStringLiteral("there is no trained model for '%1' yet; train it first "
                                         "('%2' is missing)")
                              .arg(name, path)));
    }
    return model;
}

} // namespace

Result<GenerateOutcome> generateStems(Studio& studio, const GenerateJobParams& params,
                                      TaskContext& task)
{
    const QString category = toQt(categoryId(params.category));
    GenerateOutcome outcome;
    outcome.modelPath = studio.modelsFolder() + u'/' + category + QStringLiteral("_vae.pt");
    outcome.seed = params.params.seed;
    task.progress(0.0, "loading the model");
    auto model = loadModel(outcome.modelPath, params.category);
    if (!model) {
        return propagate(model);
    }
    outcome.modelHash = toQt(model->modelHash());
    TaskContext dreaming = task.sub(0.05, 0.7);
    auto report = model->generate(params.params, dreaming);
    if (!report) {
        return propagate(report);
    }
    const QString folder = params.outputFolder.isEmpty()
        ? studio.generatedStemsFolder() + u'/' + category
        : absolutePath(params.outputFolder);
    if (auto made = makeFolder(folder); !made) {
        return propagate(made);
    }
    auto journal = OutputJournal::begin(studio, {}, OutputJournal::Rows::Each);
    if (!journal) {
        return propagate(journal);
    }
    DreamWriter writer(studio, params, *model, outcome.modelPath, folder);
    const auto count = report->sounds.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "dreaming cancelled");
        }
        TaskContext part({}, [&task] { return task.cancelled(); });
        auto stem = writer.add(std::move(report->sounds[i]), static_cast<int>(i), *journal, part);
        if (!stem) {
            return propagate(stem);
        }
        outcome.stems.push_back(std::move(*stem));
        task.progress(0.7 + 0.3 * static_cast<double>(i + 1) / static_cast<double>(count),
                      "writing");
    }
    report->sounds.clear();
    outcome.counts = std::move(*report);
    journal->commit();
    return outcome;
}

} // namespace nde::services
