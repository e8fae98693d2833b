#include "core/audio/PartFile.h"
#include "core/interchange/LittleEndian.h"
#include "core/interchange/RiffFile.h"
#include "core/interchange/WavChunks.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::interchange {
namespace {

constexpr std::size_t kMostListBytes = 1U << 20U;
constexpr std::size_t kMostXmlBytes = 4U << 20U;
constexpr std::size_t kMostCues = 10000;
constexpr int kNoLoudness = 0x7FFF; // EBU Tech 3285 version 2: not set

void readAcid(const std::string& bytes, WavFacts& facts)
{
    constexpr std::size_t kAcidBytes = 24;
    if (bytes.size() < kAcidBytes) {
        return;
    }
    const LittleEndianReader reader(bytes);
    const std::uint32_t flags = reader.u32(0);
    facts.isOneShot = (flags & 1U) != 0;
    if ((flags & 2U) != 0 && reader.u16(4) < 128) {
        facts.rootNote = reader.u16(4);
    }
    const std::uint32_t beats = reader.u32(12);
    facts.beats = beats <= 100000 ? static_cast<int>(beats) : 0;
    const std::uint16_t beatsPerBar = reader.u16(18);
    facts.beatsPerBar = beatsPerBar >= 1 && beatsPerBar <= 16 ? beatsPerBar : 4;
    const float bpm = reader.f32(20);
    if (std::isfinite(bpm) && bpm >= 20.0F && bpm <= 400.0F) {
        facts.bpm = bpm;
    }
}

void readSampler(const std::string& bytes, std::int64_t frames, WavFacts& facts)
{
    constexpr std::size_t kHeader = 36;
    constexpr std::size_t kLoop = 24;
    constexpr std::uint32_t kUnset = 60; // what programs write that do not know the note
    const LittleEndianReader reader(bytes);
    const std::uint32_t note = reader.u32(12);
    if (bytes.size() >= kHeader && !facts.rootNote && note < 128 && note != kUnset) {
        facts.rootNote = static_cast<int>(note);
    }
    if (bytes.size() < kHeader + kLoop || reader.u32(28) == 0) {
        return;
    }
    const std::int64_t first = reader.u32(kHeader + 8);
    const std::int64_t last = std::min<std::int64_t>(reader.u32(kHeader + 12), frames - 1);
    if (first <= last) {
        facts.loop = {first, last};
    }
}

std::vector<std::pair<std::uint32_t, WavFacts::Cue>> cuesOf(const std::string& bytes)
{
    constexpr std::size_t kCueBytes = 24;
    const LittleEndianReader reader(bytes);
    const std::size_t there = bytes.size() < 4 ? 0 : (bytes.size() - 4) / kCueBytes;
    const std::size_t count = std::min<std::size_t>({reader.u32(0), there, kMostCues});
    std::vector<std::pair<std::uint32_t, WavFacts::Cue>> cues;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = 4 + i * kCueBytes;
        cues.push_back({reader.u32(at), {reader.u32(at + 20), {}}});
    }
    return cues;
}

/// Names of cues from a LIST of type adtl.
void readLabels(const std::string& bytes,
                std::vector<std::pair<std::uint32_t, WavFacts::Cue>>& cues)
{
    const LittleEndianReader reader(bytes);
    for (std::size_t at = 4; at + 12 <= bytes.size();) {
        const std::size_t size = reader.u32(at + 4);
        if (size > bytes.size() - at - 8) {
            return;
        }
        if (bytes.compare(at, 4, "labl") == 0 && size >= 4) {
            const auto cue = std::find_if(cues.begin(), cues.end(), [&](const auto& entry) {
                return entry.first == reader.u32(at + 8);
            });
            if (cue != cues.end()) {
                cue->second.label = reader.field(at + 12, size - 4);
            }
        }
        at += 8 + size + (size & 1U);
    }
}

void readBroadcast(const std::string& bytes, WavFacts& facts)
{
    constexpr std::size_t kVersion1 = 346; // what every version has
    constexpr std::size_t kLoudness = 412;
    if (bytes.size() < kVersion1 + 2) {
        return;
    }
    const LittleEndianReader reader(bytes);
    facts.description = reader.field(0, 256);
    facts.originator = reader.field(256, 32);
    facts.originationDate = reader.field(320, 10);
    facts.originationTime = reader.field(330, 8);
    if (reader.u16(kVersion1) < 2 || bytes.size() < kLoudness + 10) {
        return;
    }
    const auto hundredths = [&](std::size_t at) -> std::optional<double> {
        const int value = reader.i16(at);
        return value == kNoLoudness ? std::nullopt : std::optional(value / 100.0);
    };
    facts.lufs = hundredths(kLoudness);
    facts.truePeakDb = hundredths(kLoudness + 4);
}

std::string unescaped(std::string_view xml)
{
    constexpr std::array<std::pair<std::string_view, char>, 5> kEntities {
        {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}}};
    std::string text;
    for (std::size_t at = 0; at < xml.size();) {
        const auto entity
            = std::find_if(kEntities.begin(), kEntities.end(), [&](const auto& known) {
                  return xml.substr(at, known.first.size()) == known.first;
              });
        if (xml[at] == '&' && entity != kEntities.end()) {
            text += entity->second;
            at += entity->first.size();
        } else {
            text += xml[at++];
        }
    }
    return text;
}

std::string provenanceOf(const std::string& xml)
{
    constexpr std::string_view kOpen = "<DREAM_PROVENANCE>";
    constexpr std::string_view kClose = "</DREAM_PROVENANCE>";
    const auto start = xml.find(kOpen);
    const auto end = start == std::string::npos ? start : xml.find(kClose, start);
    if (end == std::string::npos) {
        return {};
    }
    return unescaped(
        std::string_view(xml).substr(start + kOpen.size(), end - start - kOpen.size()));
}

/// Content of a chunk that has to be read whole; empty where there is none.
Result<std::string> whole(const RiffFile& file, const std::filesystem::path& path,
                          const RiffChunk* chunk, std::size_t most)
{
    if (chunk == nullptr) {
        return std::string {};
    }
    if (chunk->bytes > most) {
        return fail(ErrorCode::Corrupt,
                    audio::quoted(path) + " is damaged: " + std::to_string(chunk->bytes)
                        + " bytes are too many for what it says about itself");
    }
    return file.read(*chunk, most);
}

/// The LIST of names of cues; other lists hold tags.
Result<std::string> labelList(const RiffFile& file, const std::filesystem::path& path)
{
    for (const RiffChunk& chunk : file.chunks()) {
        if (chunk.id != "LIST") {
            continue;
        }
        const auto type = file.read(chunk, 4);
        if (!type || *type == "adtl") {
            return type ? whole(file, path, &chunk, kMostListBytes) : type;
        }
    }
    return std::string {};
}

} // namespace

Result<WavFacts> readWavFacts(const std::filesystem::path& path)
{
    const auto file = RiffFile::open(path);
    if (!file) {
        return propagate(file);
    }
    const auto begin = [&](std::string_view id, std::size_t most) {
        const RiffChunk* chunk = file->find(id);
        return chunk == nullptr ? Result<std::string> {std::string {}} : file->read(*chunk, most);
    };
    const auto acid = begin("acid", 24);
    const auto sampler = begin("smpl", 60);
    const auto broadcast = begin("bext", 602);
    const auto points = begin("cue ", 4 + 24 * kMostCues);
    const auto labels = labelList(*file, path);
    const auto xml = whole(*file, path, file->find("iXML"), kMostXmlBytes);
    for (const auto* part : {&acid, &sampler, &broadcast, &points, &labels, &xml}) {
        if (!*part) {
            return propagate(*part);
        }
    }
    WavFacts facts;
    readAcid(*acid, facts);
    readSampler(*sampler, file->frames(), facts);
    readBroadcast(*broadcast, facts);
    auto cues = cuesOf(*points);
    readLabels(*labels, cues);
    for (auto& cue : cues) {
        facts.cues.push_back(std::move(cue.second));
    }
    facts.provenance = provenanceOf(*xml);
    return facts;
}

} // namespace nde::interchange
