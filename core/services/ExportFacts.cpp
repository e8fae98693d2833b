#include "core/db/StemRepository.h"
#include "core/services/ExportParts.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>
#include <set>

namespace nde::services {
namespace {

constexpr std::size_t kMostParents = 64; // a model may have learned from thousands

/// Paths of this computer are nobody else's business.
QJsonObject withoutPaths(const QJsonObject& object)
{
    QJsonObject kept;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.value().isObject()) {
            kept.insert(it.key(), withoutPaths(it.value().toObject()));
        } else if (!it.value().toString().startsWith(u'/')) {
            kept.insert(it.key(), it.value());
        }
    }
    return kept;
}

QJsonValue recipeOf(const std::string& recipe)
{
    const auto object = parseJsonObject(QByteArray::fromStdString(recipe));
    return object ? QJsonValue(withoutPaths(*object)) : QJsonValue();
}

QJsonObject soundToJson(const Stem& stem)
{
    QJsonObject object {{QStringLiteral("name"), toQt(stem.name)},
                        {QStringLiteral("hash"), toQt(stem.contentHash)},
                        {QStringLiteral("source"), toQt(sourceId(stem.source))},
                        {QStringLiteral("category"), toQt(categoryId(stem.category))},
                        {QStringLiteral("class"), toQt(soundClassId(stem.soundClass))},
                        {QStringLiteral("licence"), toQt(stem.licence)}};
    const auto& d = stem.descriptors;
    if (d.bpm) {
        object.insert(QStringLiteral("bpm"), *d.bpm);
        object.insert(QStringLiteral("beats_per_bar"), d.beatsPerBar);
        object.insert(QStringLiteral("bars"), d.bars);
    }
    if (d.key) {
        object.insert(QStringLiteral("key"), toQt(keyName(*d.key)));
    }
    if (d.pitchHz) {
        object.insert(QStringLiteral("pitch_hz"), *d.pitchHz);
    }
    if (!stem.model.empty()) {
        object.insert(QStringLiteral("model"), toQt(stem.model));
        object.insert(QStringLiteral("seed"), seedToJson(stem.seed));
    }
    if (const auto recipe = recipeOf(stem.recipe); recipe.isObject()) {
        object.insert(QStringLiteral("recipe"), recipe);
    }
    return object;
}

const Stem* rowById(const std::vector<Stem>& rows, StemId id)
{
    const auto at
        = std::find_if(rows.begin(), rows.end(), [&](const Stem& row) { return row.id == id; });
    return at == rows.end() ? nullptr : &*at;
}

/// MIDI note of a pitch, or of the tonic in the octave below middle C.
std::optional<int> rootOf(const Descriptors& d)
{
    if (d.pitchHz && *d.pitchHz > 0.0) {
        const auto note = std::lround(69.0 + 12.0 * std::log2(*d.pitchHz / 440.0));
        return static_cast<int>(std::clamp(note, 0L, 127L));
    }
    return d.key ? std::optional(48 + d.key->pitchClass) : std::nullopt;
}

std::string dateOf(qint64 ms, const char* format)
{
    return toStd(QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(QLatin1StringView(format)));
}

/// Where slices were cut out of it.
std::vector<interchange::WavFacts::Cue> cuesOf(const std::vector<LineageEdge>& children, StemId id,
                                               std::int64_t frames)
{
    std::vector<interchange::WavFacts::Cue> cues;
    for (const auto& edge : children) {
        const auto recipe = recipeOf(edge.recipe).toObject();
        const auto start = recipe.value(QStringLiteral("start_frame"));
        if (edge.parent == id && edge.role == "slice_of" && start.isDouble()
            && start.toInteger() >= 0 && start.toInteger() < frames) {
            cues.push_back({start.toInteger(), {}});
        }
    }
    std::sort(cues.begin(), cues.end(),
              [](const auto& a, const auto& b) { return a.frame < b.frame; });
    for (std::size_t i = 0; i < cues.size(); ++i) {
        cues[i].label = "slice " + std::to_string(i + 1);
    }
    return cues;
}

} // namespace

Result<Provenance> provenanceOf(Studio& studio, StemId id)
{
    db::StemRepository stems(studio.database());
    auto row = stems.byId(id);
    if (!row) {
        return propagate(row);
    }
    auto edges = stems.ancestors(id);
    if (!edges) {
        return propagate(edges);
    }
    std::set<StemId> ids;
    for (const auto& edge : *edges) {
        ids.insert(edge.parent);
        ids.insert(edge.child);
    }
    ids.erase(id);
    Provenance provenance {std::move(*row), std::move(*edges), {}};
    if (!ids.empty()) {
        auto rows = stems.byIds({ids.begin(), ids.end()});
        if (!rows && rows.error().code != ErrorCode::NotFound) {
            return propagate(rows);
        }
        provenance.ancestors = rows ? std::move(*rows) : std::vector<Stem> {};
    }
    return provenance;
}

QJsonObject provenanceToJson(const Provenance& provenance)
{
    std::vector<LineageEdge> direct;
    for (const auto& edge : provenance.edges) {
        if (edge.child == provenance.stem.id) {
            direct.push_back(edge);
        }
    }
    std::stable_sort(direct.begin(), direct.end(),
                     [](const auto& a, const auto& b) { return a.weight > b.weight; });
    QJsonArray parents;
    for (std::size_t i = 0; i < std::min(direct.size(), kMostParents); ++i) {
        const Stem* row = rowById(provenance.ancestors, direct[i].parent);
        if (row == nullptr) {
            continue; // it left the library: nothing is known of it
        }
        QJsonObject parent {{QStringLiteral("name"), toQt(row->name)},
                            {QStringLiteral("hash"), toQt(row->contentHash)},
                            {QStringLiteral("source"), toQt(sourceId(row->source))},
                            {QStringLiteral("category"), toQt(categoryId(row->category))},
                            {QStringLiteral("licence"), toQt(row->licence)},
                            {QStringLiteral("role"), toQt(direct[i].role)},
                            {QStringLiteral("weight"), direct[i].weight}};
        if (const auto recipe = recipeOf(direct[i].recipe); recipe.isObject()) {
            parent.insert(QStringLiteral("recipe"), recipe);
        }
        parents.append(parent);
    }
    return {{QStringLiteral("app"), QStringLiteral("Neuromorphic Dream Engine")},
            {QStringLiteral("version"), 1},
            {QStringLiteral("sound"), soundToJson(provenance.stem)},
            {QStringLiteral("parents"), parents},
            {QStringLiteral("parents_in_all"), static_cast<qint64>(direct.size())}};
}

interchange::WavFacts factsOf(const Provenance& provenance,
                              const std::vector<LineageEdge>& children, int sampleRate,
                              std::int64_t frames)
{
    const Stem& stem = provenance.stem;
    const auto& d = stem.descriptors;
    interchange::WavFacts facts;
    facts.isOneShot = stem.soundClass == SoundClass::OneShot;
    facts.rootNote = rootOf(d);
    facts.beatsPerBar = std::clamp(d.beatsPerBar, 1, 16);
    if (!facts.isOneShot && d.bpm) {
        facts.bpm = d.bpm;
        const double beats = d.bars > 0.0 ? d.bars * d.beatsPerBar : stem.durationS * *d.bpm / 60.0;
        facts.beats = static_cast<int>(std::lround(beats));
    }
    if (stem.soundClass == SoundClass::Loop && frames > 0) {
        facts.loop = {0, frames - 1};
    }
    if (stem.sampleRate == sampleRate) {
        facts.cues = cuesOf(children, stem.id, frames);
    }
    facts.description = stem.name + ", " + std::string(categoryId(stem.category)) + ", "
        + std::string(sourceId(stem.source));
    facts.originator = "Neuromorphic Dream Engine";
    if (stem.createdAtMs > 0) {
        facts.originationDate = dateOf(stem.createdAtMs, "yyyy-MM-dd");
        facts.originationTime = dateOf(stem.createdAtMs, "HH:mm:ss");
    }
    if (!stem.analyserVersion.empty()) {
        facts.lufs = d.lufs;
        facts.truePeakDb = d.truePeakDb;
    }
    facts.provenance = compactJson(provenanceToJson(provenance)).toStdString();
    return facts;
}

} // namespace nde::services
