#include "tests/bench/category/Corpus.h"

#include "core/audio/AudioFile.h"
#include "core/audio/Resample.h"
#include "core/base/Random.h"
#include "core/dsp/CategoryFeatures.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>

namespace nde::bench {
namespace {

namespace fs = std::filesystem;
using enum Category;

constexpr ClassMask kSynths
    = maskOf(Lead) | maskOf(Synth) | maskOf(Chord) | maskOf(Keys) | maskOf(Guitar);
constexpr ClassMask kPads = maskOf(Pad) | maskOf(Strings) | maskOf(Texture);

struct Row
{
    std::string file;
    std::string repository;
    std::string path;
    std::string licence;
};

/// One line of CSV with quoted fields.
std::vector<std::string> fieldsOf(const std::string& line)
{
    std::vector<std::string> fields(1);
    bool isQuoted = false;
    for (const char c : line) {
        if (c == '"') {
            isQuoted = !isQuoted;
        } else if (c == ',' && !isQuoted) {
            fields.emplace_back();
        } else if (c != '\r') {
            fields.back() += c;
        }
    }
    return fields;
}

bool has(const std::string& text, std::initializer_list<const char*> words)
{
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return text.find(word) != std::string::npos; });
}

Result<std::vector<Row>> readManifest(const fs::path& data)
{
    std::ifstream in(data / "manifest.csv");
    std::string line;
    if (!in || !std::getline(in, line)) {
        return fail(ErrorCode::NotFound, (data / "manifest.csv").string() + " cannot be read");
    }
    std::vector<Row> rows;
    while (std::getline(in, line)) {
        const auto fields = fieldsOf(line);
        if (fields.size() < 6) {
            return fail(ErrorCode::Corrupt, "manifest.csv: too few fields in '" + line + "'");
        }
        // A model that ships under the GPL may not learn from what forbids commercial use.
        if (!has(fields[5], {"-NC-", "BY-NC"})) {
            rows.push_back({fields[0], fields[2], fields[3], fields[5]});
        }
    }
    return rows;
}

/// What the file's name adds to its label.
ClassMask classesOf(std::size_t label, const std::string& file)
{
    const std::string name = kLabels[label];
    if (name == "hihat") {
        if (has(file, {"open", "Open", ".OH.", "Hat_o", "Hat-o", "HihatO"})) {
            return maskOf(OpenHihat);
        }
        return has(file, {"closed", "Closed", ".CH.", "Hat_c", "Hat-c", "Hat_C", "HihatC", "edal"})
            ? maskOf(Hihat)
            : maskOf(Hihat) | maskOf(OpenHihat);
    }
    if (name == "synth") {
        if (has(file, {"cello", "violin"})) {
            return maskOf(Strings) | maskOf(Lead) | maskOf(Synth);
        }
        if (has(file, {"guit", "rock"})) {
            return maskOf(Guitar);
        }
        if (has(file, {"discordgm__MartinGM"})) {
            return maskOf(Guitar);
        }
        if (has(file,
                {"discordgm", "piano", "organ", "harpsichord", "Harmonium", "Bell", "bell",
                 "chime"})) {
            return maskOf(Keys);
        }
        return has(file, {"chord", "accord"}) ? maskOf(Chord) | maskOf(Keys) : kSynths;
    }
    if (name == "pad") {
        return has(file, {"tring", "TremStr"}) ? maskOf(Strings) : maskOf(Pad) | maskOf(Texture);
    }
    return classesOfLabel(label);
}

Result<std::vector<float>> load(const fs::path& path)
{
    auto buffer = audio::readAudio(path);
    if (!buffer) {
        return propagate(buffer);
    }
    auto resampled = audio::resample(*buffer, dsp::kCategoryRate);
    if (!resampled) {
        return propagate(resampled);
    }
    return audio::toMono(*resampled);
}

double rmsOf(std::span<const float> samples)
{
    double sum = 0.0;
    for (const float value : samples) {
        sum += static_cast<double>(value) * static_cast<double>(value);
    }
    return samples.empty() ? 0.0 : std::sqrt(sum / static_cast<double>(samples.size()));
}

/// Pieces of a longer recording, loud enough to show what it is.
class Cutter
{
public:
    Cutter(std::vector<Sound>& out, std::uint64_t seed)
        : m_out(out)
        , m_seed(seed)
    {
    }

    void cut(const std::vector<float>& whole, ClassMask classes, const std::string& pack,
             const std::string& name, int pieces, double shortestS, double longestS)
    {
        Random random(streamSeed(m_seed, name));
        const double loud = rmsOf(whole);
        int tries = 6 * pieces;
        while (pieces > 0 && tries-- > 0) {
            const double seconds = shortestS * std::pow(longestS / shortestS, random.uniform());
            const auto length
                = std::min(whole.size(), static_cast<std::size_t>(seconds * dsp::kCategoryRate));
            const std::size_t start = random.below(whole.size() - length + 1);
            const std::span<const float> piece(whole.data() + start, length);
            if (rmsOf(piece) > 0.35 * loud && loud > 1e-4) {
                m_out.push_back(
                    {{piece.begin(), piece.end()}, classes, -1, pack, name, Origin::Extra});
                --pieces;
            }
        }
    }

private:
    std::vector<Sound>& m_out;
    std::uint64_t m_seed;
};

struct LoopKind
{
    const char* word;
    ClassMask classes;
};
constexpr std::array kLoopKinds {
    LoopKind {"HATS", maskOf(Hihat) | maskOf(Drums)},
    LoopKind {"hihat", maskOf(Hihat) | maskOf(Drums)},
    LoopKind {"KICK", maskOf(Kick) | maskOf(Drums)},
    LoopKind {"rave_kick", maskOf(Kick) | maskOf(Drums)},
    LoopKind {"SNARE", maskOf(Snare) | maskOf(Drums)},
    LoopKind {"rave_snare", maskOf(Snare) | maskOf(Drums)},
    LoopKind {"loops/drums", maskOf(Drums)},
    LoopKind {"loops/bass", maskOf(Bass)},
    LoopKind {"guitar", maskOf(Guitar)},
    LoopKind {"PAD", maskOf(Pad)},
    LoopKind {"drone", maskOf(Pad) | maskOf(Texture)},
    LoopKind {"3d_printer", maskOf(Fx)},
    LoopKind {"weirdo", maskOf(Fx) | maskOf(Synth)},
    LoopKind {"loops/other", maskOf(Lead) | maskOf(Synth) | maskOf(Chord) | maskOf(Keys)},
    LoopKind {"vocals/", maskOf(Vocal)},
};

struct StemKind
{
    const char* file;
    ClassMask classes;
    int pieces;
    double shortestS;
};
constexpr std::array kStemKinds {
    StemKind {"bass.flac", maskOf(Bass), 10, 0.3},
    StemKind {"vocals.flac", maskOf(Vocal), 14, 0.3},
    StemKind {"drums.flac", maskOf(Drums), 6, 1.5},
    StemKind {"other.flac", kSynths | maskOf(Strings) | maskOf(Pad), 6, 0.5},
};

bool isLearntStem(const Row& row)
{
    // The demo songs of LMMS are played with sounds that stand among the one-shots.
    return row.file.starts_with("multitrack/") && !has(row.file, {"LMMS_"});
}

Result<> addLongSounds(const fs::path& data, const std::vector<Row>& rows, Cutter& cutter)
{
    for (const Row& row : rows) {
        const bool isStem = isLearntStem(row);
        if (!isStem && !row.file.starts_with("loops/") && !row.file.starts_with("vocals/")) {
            continue;
        }
        const auto kind = std::find_if(kStemKinds.begin(), kStemKinds.end(), [&](const auto& k) {
            return isStem && row.file.ends_with(std::string("/") + k.file);
        });
        if (isStem && kind == kStemKinds.end()) {
            continue;
        }
        auto mono = load(data / row.file);
        if (!mono) {
            return propagate(mono);
        }
        const std::string pack = "long " + row.repository;
        if (isStem) {
            cutter.cut(*mono, kind->classes, pack, row.file, kind->pieces, kind->shortestS, 3.0);
            continue;
        }
        const auto loop = std::find_if(kLoopKinds.begin(), kLoopKinds.end(),
                                       [&](const auto& k) { return has(row.file, {k.word}); });
        if (loop != kLoopKinds.end()) {
            const bool isDrums = (loop->classes & maskOf(Drums)) != 0;
            cutter.cut(*mono, loop->classes, pack, row.file, isDrums ? 5 : 8, isDrums ? 1.2 : 0.3,
                       3.0);
        }
    }
    return {};
}

} // namespace

ClassMask classesOfLabel(std::size_t label)
{
    const std::string name = kLabels[label];
    if (name == "hihat") {
        return maskOf(Hihat) | maskOf(OpenHihat);
    }
    if (name == "synth") {
        return kSynths;
    }
    if (name == "pad") {
        return kPads;
    }
    if (name == "fx") {
        return maskOf(Fx) | maskOf(Noise);
    }
    return maskOf(*categoryFromId(name));
}

std::string packOf(const std::string& repository, const std::string& path)
{
    if (has(path, {"TR-808", "tr808", "TR808"})) {
        return "machine TR-808";
    }
    if (has(path, {"CR-78", "cr78"})) {
        return "machine CR-78";
    }
    if (has(path, {"LM-2", "/linn/"})) {
        return "machine LinnDrum";
    }
    const std::string owner = repository.substr(repository.rfind('/') + 1);
    if (owner == "sonic-pi") {
        const std::string file = path.substr(path.rfind('/') + 1);
        return owner + ' ' + file.substr(0, file.find('_'));
    }
    if (owner == "Discord-SFZ-GM-Bank") {
        return owner;
    }
    return owner + ' ' + path.substr(0, path.rfind('/'));
}

Result<std::vector<std::string>> licencesOf(const fs::path& data)
{
    const auto rows = readManifest(data);
    if (!rows) {
        return propagate(rows);
    }
    std::set<std::string> licences;
    for (const Row& row : *rows) {
        const bool isLearnt = row.file.starts_with("oneshots/") || row.file.starts_with("loops/")
            || row.file.starts_with("vocals/") || isLearntStem(row);
        if (isLearnt) {
            licences.insert(row.repository + ": " + row.licence);
        }
    }
    return std::vector<std::string>(licences.begin(), licences.end());
}

Result<std::vector<Sound>> loadCorpus(const fs::path& data, std::uint64_t seed)
{
    const auto rows = readManifest(data);
    if (!rows) {
        return propagate(rows);
    }
    std::vector<Sound> sounds;
    for (const Row& row : *rows) {
        if (!row.file.starts_with("oneshots/")) {
            continue;
        }
        const std::string folder = fs::path(row.file).parent_path().filename().string();
        const auto label = static_cast<std::size_t>(
            std::find(kLabels.begin(), kLabels.end(), folder) - kLabels.begin());
        if (label == kLabels.size()) {
            return fail(ErrorCode::Corrupt, "manifest.csv: unknown label '" + folder + "'");
        }
        auto mono = load(data / row.file);
        if (!mono) {
            return propagate(mono);
        }
        const fs::path original(row.path);
        sounds.push_back(
            {std::move(*mono), classesOf(label, row.file), static_cast<int>(label),
             packOf(row.repository, row.path),
             original.parent_path().filename().string() + '/' + original.stem().string(),
             Origin::OneShot});
    }
    Cutter cutter(sounds, seed);
    if (auto added = addLongSounds(data, *rows, cutter); !added) {
        return propagate(added);
    }
    return sounds;
}

} // namespace nde::bench
