#include "core/services/DreamShelf.h"

#include "core/audio/AudioFile.h"
#include "core/services/DreamJson.h"
#include "core/services/Files.h"
#include "core/services/Measure.h"
#include "core/services/UseCaseJson.h"

#include <QFileInfo>
#include <QJsonArray>

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
Result<Place> placeFor(const QString& folder, const QString& name, const QString& wav)
{
    const auto mine = hashFile(wav);
    if (!mine) {
        return propagate(mine);
    }
    const QString own = name + u'_' + toQt(mine->substr(0, 8));
    for (int n = 0;; ++n) {
        const QString path = QStringLiteral("%1/%2%3.wav")
                                 .arg(folder, n == 0 ? name : own,
                                      n > 1 ? QStringLiteral("_%1").arg(n) : QString());
        if (!QFileInfo::exists(path)) {
            return Place {path, false};
        }
        const auto theirs = hashFile(path);
        if (!theirs) {
            return propagate(theirs);
        }
        if (*mine == *theirs) {
            return Place {path, true};
        }
    }
}

/// A hybrid belongs where most of it comes from.
Category categoryOf(const GenerateJobParams& params, const nn::GeneratedSound& sound)
{
    const bool isOther
        = params.params.mode == nn::DreamMode::Hybrid && params.second && sound.factor > 0.5;
    return isOther ? *params.second : params.category;
}

QJsonArray anchorsToJson(const std::vector<SourceAnchor>& anchors, bool isLong)
{
    QJsonArray out;
    for (const auto& anchor : anchors) {
        QJsonObject object {{QStringLiteral("weight"), anchor.anchor.weight}};
        if (!anchor.anchor.latent.empty()) {
            object.insert(QStringLiteral("latent"), latentToJson(anchor.anchor.latent));
        } else {
            object.insert(QStringLiteral("id"), qint64 {anchor.anchor.id});
            object.insert(QStringLiteral("path"), anchor.path);
            object.insert(QStringLiteral("content_hash"), toQt(anchor.contentHash));
            if (isLong) {
                object.insert(QStringLiteral("bpm"), anchor.anchor.bpm);
                object.insert(QStringLiteral("loops"), anchor.anchor.isLoop);
                object.insert(QStringLiteral("start_s"), anchor.anchor.startS);
            }
        }
        out.append(object);
    }
    return out;
}

/// "_128bpm_loop" of a loop with a tempo, so that it finds its tempo in other programs too.
QString longName(const nn::GeneratedSound& sound)
{
    if (!sound.isLong) {
        return {};
    }
    QString out;
    if (sound.bpm > 0.0) {
        out += QStringLiteral("_%1bpm").arg(sound.bpm, 0, 'g', 4);
    }
    return out + (sound.isLoop ? QStringLiteral("_loop") : QStringLiteral("_long"));
}

} // namespace

Dream dreamOf(const GenerateJobParams& params, const DreamSource& source,
              const nn::GeneratedSound& sound, int index)
{
    Dream out;
    out.category = categoryOf(params, sound);
    out.facts = sound;
    out.facts.audio = {};
    out.modelPath = source.modelPath;
    out.modelHash = toQt(source.model.modelHash());
    out.fileName = QStringLiteral("%1%2_dream_%3_%4")
                       .arg(toQt(categoryId(out.category)), longName(sound))
                       .arg(params.params.seed)
                       .arg(index + 1);
    GenerateJobParams resolved = params;
    resolved.params = source.params; // what words and names moved is in its axes
    resolved.axisMoves.clear();
    out.recipe = toJson(resolved);
    for (const char* gone : {"output_folder", "to_tray", "add_to_library"}) {
        out.recipe.remove(QLatin1StringView(gone));
    }
    out.recipe.insert(QStringLiteral("model"), out.modelPath);
    out.recipe.insert(QStringLiteral("model_hash"), out.modelHash);
    if (source.second) {
        out.recipe.insert(QStringLiteral("second_model"), source.secondPath);
        out.recipe.insert(QStringLiteral("second_model_hash"), toQt(source.second->modelHash()));
    }
    out.recipe.insert(QStringLiteral("variation"), index + 1);
    out.recipe.insert(QStringLiteral("sound"), factsToJson(out.facts));
    out.recipe.insert(QStringLiteral("sources"), anchorsToJson(source.anchors, sound.isLong));
    return out;
}

QString dreamFolder(const Studio& studio, Category category)
{
    return studio.generatedStemsFolder() + u'/' + toQt(categoryId(category));
}

DreamShelf::DreamShelf(Studio& studio, QString folder, bool addToLibrary, const CharacterBook& book)
    : m_database(studio.database())
    , m_stems(m_database)
    , m_folder(std::move(folder))
    , m_addToLibrary(addToLibrary)
    , m_book(book)
{
}

Result<GeneratedStem> DreamShelf::add(const Dream& dream, const QString& wav,
                                      OutputJournal& journal, TaskContext& task)
{
    if (auto made = makeFolder(m_folder); !made) {
        return propagate(made);
    }
    const auto place = placeFor(m_folder, dream.fileName, wav);
    if (!place) {
        return propagate(place);
    }
    if (!place->isThere) {
        if (auto noted = journal.add(place->path); !noted) {
            return propagate(noted);
        }
        const auto bytes = readFile(wav);
        if (!bytes) {
            return propagate(bytes);
        }
        if (auto written = writeFile(place->path, *bytes, false); !written) {
            return propagate(written);
        }
    }
    GeneratedStem stem;
    stem.path = place->path;
    stem.facts = dream.facts;
    if (const auto nearest = m_stems.byId(dream.facts.nearestId)) {
        stem.nearestPath = toQt(nearest->path);
    }
    if (m_addToLibrary) {
        const auto id = store(dream, place->path, task);
        if (!id) {
            return propagate(id);
        }
        stem.id = *id;
    }
    return stem;
}

Result<StemId> DreamShelf::store(const Dream& dream, const QString& path, TaskContext& task)
{
    const MeasureRequest request {path, Source::Generated, dream.category, true};
    const auto measured = measureFile(request, task);
    if (!measured) {
        return propagate(measured);
    }
    Stem stem = stemOf(request, *measured, &m_book);
    stem.categoryConfidence = std::clamp(dream.facts.fidelity, 0.0, 1.0);
    const nn::GeneratedSound& facts = dream.facts;
    stem.soundClass = !facts.isLong ? SoundClass::OneShot
        : facts.isLoop              ? SoundClass::Loop
                                    : SoundClass::Phrase;
    if (facts.bpm > 0.0) { // by construction
        stem.descriptors.bpm = facts.bpm;
        stem.descriptors.bpmConfidence = 1.0;
        stem.descriptors.firstBeatS = 0.0;
        stem.descriptors.firstDownbeatS = 0.0;
        stem.descriptors.bars = stem.durationS * facts.bpm / 240.0;
    }
    stem.descriptors.edgeStep = dsp::edgeStepOf(*measured->analysis, stem.soundClass);
    requalify(stem, &m_book); // as what it is
    if (m_book.error()) {
        return tl::unexpected<Error>(*m_book.error());
    }
    stem.model = toStd(QFileInfo(dream.modelPath).completeBaseName());
    stem.seed = dream.facts.seed;
    stem.recipe = compactJson(dream.recipe).toStdString();
    // What it is like comes first, as with every sound; then where it is from.
    stem.tags.emplace_back("dream");
    stem.tags.push_back(toStd(dream.recipe.value(QStringLiteral("mode")).toString()));
    StemId id = 0;
    auto stored = m_database->together([&]() -> Result<> {
        const auto known = m_stems.byPath(stem.path);
        if (!known) {
            return propagate(known);
        }
        if (known->has_value()) {
            id = (*known)->id;
        } else {
            const auto edges = edgesOf(dream);
            if (!edges) {
                return propagate(edges);
            }
            const auto row = m_stems.insert(stem, *edges);
            if (!row) {
                return propagate(row);
            }
            id = *row;
        }
        return m_stems.saveLatent(id, toStd(dream.modelHash), dream.facts.latent);
    });
    if (!stored) {
        return propagate(stored);
    }
    return id;
}

/// Sounds may have left the library since; only those that are there become edges.
Result<std::vector<LineageEdge>> DreamShelf::edgesOf(const Dream& dream)
{
    std::vector<StemId> ids;
    for (const auto& parent : dream.facts.parents) {
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
    const bool isAnchored = !dream.recipe.value(QStringLiteral("sources")).toArray().isEmpty();
    const std::string recipe
        = compactJson({{QStringLiteral("model"), dream.modelPath},
                       {QStringLiteral("model_hash"), dream.modelHash},
                       {QStringLiteral("mode"), dream.recipe.value(QStringLiteral("mode"))},
                       {QStringLiteral("seed"), seedToJson(dream.facts.seed)}})
              .toStdString();
    std::vector<LineageEdge> edges;
    for (const auto& parent : dream.facts.parents) {
        if (alive.erase(parent.id) != 0) {
            edges.push_back(
                {parent.id, 0, isAnchored ? "anchor" : "dreamed_near", parent.weight, recipe});
        }
    }
    return edges;
}

} // namespace nde::services
