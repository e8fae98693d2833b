#pragma once

#include "core/music/Plan.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

/// What the analysis says of the starter kit, of four separated stems and of 24 dreamed sounds:
/// tests/golden/music/starter_kit.json.
namespace nde::music::testing {

inline NeuroMetrics kitMetrics(const nlohmann::json& values)
{
    NeuroMetrics metrics;
    metrics.centroidHz = values[0].get<double>();
    metrics.punch = values[1].get<double>();
    metrics.roughness = values[2].get<double>();
    metrics.surprise = values[3].get<double>();
    metrics.isiEntropy = values[4].get<double>();
    metrics.tonotopicEntropy = values[5].get<double>();
    metrics.pulseClarity = values[6].get<double>();
    metrics.sparsity = values[7].get<double>();
    metrics.lvr = values[8].get<double>();
    return metrics;
}

inline Candidate kitCandidate(const nlohmann::json& row, StemId id)
{
    const auto number = [&](std::size_t at) { return row[at].get<double>(); };
    const auto maybe = [&](std::size_t at) {
        return row[at].is_null() ? std::nullopt : std::optional(row[at].get<double>());
    };
    Candidate c;
    c.id = id;
    c.root = id;
    c.name = row[0].get<std::string>();
    c.path = "/kit/" + c.name + ".wav";
    c.source = *sourceFromId(row[1].get<std::string>());
    c.category = *categoryFromId(row[2].get<std::string>());
    c.soundClass = *soundClassFromId(row[3].get<std::string>());
    c.contentHash = row[4].get<std::string>();
    c.durationS = number(5);
    c.quality = number(6);
    c.licence = "CC0";
    Descriptors& d = c.descriptors;
    d.bpm = maybe(7);
    d.firstBeatS = number(8);
    if (const int key = row[9].get<int>(); key >= 0) {
        d.key = Key {key % 12, key >= 12};
    }
    d.keyConfidence = number(10);
    d.pitchHz = maybe(11);
    d.onsetS = number(12);
    d.attackS = number(13);
    d.centroidHz = number(14);
    d.crestDb = number(15);
    d.transientRatio = number(16);
    d.flatness = number(17);
    d.flux = number(18);
    d.bpmConfidence = number(19);
    d.silentShare = number(20);
    d.pitchConfidence = number(21);
    d.decayS = number(22);
    if (!row[23].is_null()) {
        d.neuro = kitMetrics(row[23]);
    }
    for (const auto& band : row[24]) {
        d.ltasDb.push_back(band.get<float>());
    }
    std::istringstream tags(row[25].get<std::string>());
    for (std::string tag; tags >> tag;) {
        c.tags.push_back(tag);
    }
    return c;
}

/// Empty when the file cannot be read.
inline std::vector<Candidate> kitLibrary(const std::string& path)
{
    std::ifstream file(path);
    const auto root = nlohmann::json::parse(file, nullptr, false);
    std::vector<Candidate> all;
    if (!root.is_discarded()) {
        for (const auto& row : root.at("rows")) {
            all.push_back(kitCandidate(row, static_cast<StemId>(all.size()) + 1));
        }
    }
    return all;
}

} // namespace nde::music::testing
