#include "core/services/ImportFacts.h"

#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>

namespace nde::services {
namespace {

constexpr double kLongestOneShotS = 12.0; // longer files carry the flag because nothing was set
constexpr double kLongestLoopS = 120.0; // what is longer is a piece of music
constexpr double kBeatTolerance = 0.02; // of the length
constexpr qsizetype kMostParents = 256;

/// Whether beats and tempo give the length of the file; what contradicts it was never set.
bool fits(const interchange::WavFacts& facts, double seconds)
{
    if (!facts.bpm || facts.beats <= 0 || seconds <= 0.0) {
        return false;
    }
    const double said = facts.beats * 60.0 / *facts.bpm;
    return std::abs(said - seconds) <= kBeatTolerance * seconds;
}

void setTempo(Stem& stem, double bpm, int beatsPerBar, double bars)
{
    auto& d = stem.descriptors;
    if (d.bpm && std::abs(*d.bpm - bpm) > 0.01 * bpm) {
        d.firstBeatS = 0.0; // beats of another tempo
        d.firstDownbeatS = 0.0;
    }
    d.bpm = bpm;
    d.bpmConfidence = 1.0;
    d.beatsPerBar = beatsPerBar;
    d.bars = bars;
}

void applyChunks(const interchange::WavFacts& facts, Stem& stem)
{
    auto& d = stem.descriptors;
    if (fits(facts, stem.durationS)) {
        if (!stem.isGridByUser) {
            setTempo(stem, *facts.bpm, facts.beatsPerBar,
                     static_cast<double>(facts.beats) / facts.beatsPerBar);
        }
        const bool isLoop = !facts.isOneShot && stem.soundClass != SoundClass::Track
            && stem.durationS <= kLongestLoopS;
        if (isLoop && !stem.isSoundClassByUser) {
            stem.soundClass = SoundClass::Loop;
        }
    } else if (facts.isOneShot && stem.durationS <= kLongestOneShotS && !stem.isSoundClassByUser) {
        stem.soundClass = SoundClass::OneShot;
    }
    if (facts.rootNote && stem.soundClass == SoundClass::OneShot && !d.pitchHz
        && stem.category > Category::Drums) {
        d.pitchHz = 440.0 * std::exp2((*facts.rootNote - 69) / 12.0);
        d.pitchConfidence = 1.0;
    }
}

std::string textOf(const QJsonObject& object, const char* name, qsizetype most)
{
    return toStd(object.value(QLatin1StringView(name)).toString().left(most));
}

void applyProvenance(const QJsonObject& sound, Stem& stem)
{
    auto& d = stem.descriptors;
    const auto soundClass = soundClassFromId(textOf(sound, "class", 32));
    if (soundClass && !stem.isSoundClassByUser) {
        stem.soundClass = *soundClass;
    }
    const double bpm = sound.value(QStringLiteral("bpm")).toDouble();
    if (bpm >= 20.0 && bpm <= 400.0 && !stem.isGridByUser) {
        const int beats = sound.value(QStringLiteral("beats_per_bar")).toInt(4);
        const double bars = sound.value(QStringLiteral("bars")).toDouble();
        setTempo(stem, bpm, std::clamp(beats, 1, 16), bars >= 0.0 && bars < 1e5 ? bars : 0.0);
    }
    if (const auto key = keyFromName(textOf(sound, "key", 8)); key && !stem.isKeyByUser) {
        d.key = key;
        d.keyConfidence = 1.0;
    }
    const double pitch = sound.value(QStringLiteral("pitch_hz")).toDouble();
    if (pitch > 10.0 && pitch < 20000.0) {
        d.pitchHz = pitch;
        d.pitchConfidence = 1.0;
    }
    const auto category = categoryFromId(textOf(sound, "category", 32));
    if (category && !stem.isCategoryByUser) {
        stem.category = *category;
        stem.categoryConfidence = 1.0;
    }
}

void applySoundOrigin(const QJsonObject& sound, Stem& stem)
{
    // An imported file is an original unless whoever imports it says otherwise; this one says more.
    const auto source = sourceFromId(textOf(sound, "source", 32));
    if (source && stem.source == Source::Original) {
        stem.source = *source;
    }
    stem.model = textOf(sound, "model", 200);
    stem.seed = seedFromJson(sound.value(QStringLiteral("seed"))).value_or(stem.seed);
    if (const auto recipe = sound.value(QStringLiteral("recipe")); recipe.isObject()) {
        stem.recipe = compactJson(recipe.toObject()).toStdString();
    }
    if (const auto licence = textOf(sound, "licence", 200); !licence.empty()) {
        stem.licence = licence;
    }
}

} // namespace

std::optional<FileFacts> readFileFacts(const QString& path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending != u"wav" && ending != u"wave" && ending != u"rf64" && ending != u"bwf") {
        return std::nullopt;
    }
    auto wav = interchange::readWavFacts(toPath(path));
    if (!wav || *wav == interchange::WavFacts {}) {
        return std::nullopt;
    }
    FileFacts facts {std::move(*wav), {}};
    const auto object = parseJsonObject(QByteArray::fromStdString(facts.wav.provenance));
    const bool isOurs = object
        && object->value(QStringLiteral("app")) == QStringLiteral("Neuromorphic Dream Engine")
        && object->value(QStringLiteral("version")).toInt() == 1;
    if (isOurs) {
        facts.provenance = *object;
    }
    return facts;
}

void applyFileFacts(const FileFacts& facts, Stem& stem)
{
    applyChunks(facts.wav, stem);
    if (const auto sound = facts.provenance.value(QStringLiteral("sound")); sound.isObject()) {
        applyProvenance(sound.toObject(), stem);
    }
}

void applyOrigin(const FileFacts& facts, Stem& stem)
{
    if (const auto sound = facts.provenance.value(QStringLiteral("sound")); sound.isObject()) {
        applySoundOrigin(sound.toObject(), stem);
    }
}

Result<std::vector<LineageEdge>> parentsOf(const FileFacts& facts, db::StemRepository& stems)
{
    std::vector<LineageEdge> edges;
    const auto parents = facts.provenance.value(QStringLiteral("parents")).toArray();
    for (qsizetype i = 0; i < std::min(parents.size(), kMostParents); ++i) {
        const auto parent = parents[i].toObject();
        const std::string hash = textOf(parent, "hash", 128);
        if (hash.empty()) {
            continue;
        }
        const auto row = stems.byContentHash(hash);
        if (!row) {
            return propagate(row);
        }
        const std::string role = textOf(parent, "role", 32);
        if (!row->has_value() || role.empty()) {
            continue;
        }
        LineageEdge edge {(*row)->id, 0, role, 1.0, {}};
        edge.weight = std::clamp(parent.value(QStringLiteral("weight")).toDouble(1.0), 0.0, 1.0);
        if (const auto recipe = parent.value(QStringLiteral("recipe")); recipe.isObject()) {
            edge.recipe = compactJson(recipe.toObject()).toStdString();
        }
        edges.push_back(std::move(edge));
    }
    return edges;
}

} // namespace nde::services
