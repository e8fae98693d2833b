#include "core/audio/PartFile.h"
#include "core/interchange/LittleEndian.h"
#include "core/interchange/RiffFile.h"
#include "core/interchange/WavChunks.h"
#include "core/interchange/Xml.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <limits>

namespace nde::interchange {
namespace {

constexpr std::uint64_t kHeaderBytes = 12;
constexpr std::uint64_t kDs64At = 20; // content of ds64, which comes first
constexpr double kDiskBasedS = 30.0; // what is longer is streamed by programs that read ACID

std::string chunk(std::string_view id, const std::string& content)
{
    LittleEndianWriter out;
    out.text(id);
    out.u32(static_cast<std::uint32_t>(content.size()));
    out.text(content);
    out.zeros(content.size() & 1U);
    return out.bytes();
}

/// Layout as libsndfile reads it: flags, note, tempo; the fields between are constants of ACID.
std::string acidChunk(const WavFacts& facts, double seconds)
{
    if (!facts.isOneShot && !facts.bpm && !facts.rootNote && facts.beats <= 0) {
        return {};
    }
    std::uint32_t flags = facts.isOneShot ? 1U : 0U;
    flags |= facts.rootNote ? 2U : 0U;
    flags |= !facts.isOneShot && facts.bpm ? 4U : 0U; // follows the tempo
    flags |= seconds > kDiskBasedS ? 8U : 0U;
    LittleEndianWriter out;
    out.u32(flags);
    out.u16(static_cast<std::uint32_t>(facts.rootNote.value_or(60)));
    out.u16(0x8000);
    out.f32(0.0F);
    out.u32(static_cast<std::uint32_t>(std::max(0, facts.beats)));
    out.u16(4); // of quarters
    out.u16(static_cast<std::uint32_t>(facts.beatsPerBar));
    out.f32(static_cast<float>(facts.bpm.value_or(0.0)));
    return chunk("acid", out.bytes());
}

std::string samplerChunk(const WavFacts& facts, int sampleRate)
{
    if (!facts.loop) {
        return {};
    }
    LittleEndianWriter out;
    out.u32(0); // maker
    out.u32(0); // product
    out.u32(static_cast<std::uint32_t>(std::llround(1e9 / sampleRate)));
    out.u32(static_cast<std::uint32_t>(facts.rootNote.value_or(60)));
    out.u32(0); // cents
    out.u32(0); // SMPTE format
    out.u32(0); // SMPTE offset
    out.u32(1); // loops
    out.u32(0); // bytes behind them
    out.u32(0); // name of the loop
    out.u32(0); // forwards
    out.u32(static_cast<std::uint32_t>(facts.loop->first));
    out.u32(static_cast<std::uint32_t>(facts.loop->second));
    out.u32(0); // fraction
    out.u32(0); // for ever
    return chunk("smpl", out.bytes());
}

std::string cueChunks(const WavFacts& facts)
{
    if (facts.cues.empty()) {
        return {};
    }
    LittleEndianWriter points;
    points.u32(static_cast<std::uint32_t>(facts.cues.size()));
    std::string labels = "adtl";
    std::uint32_t number = 1;
    for (const auto& cue : facts.cues) {
        const auto frame = static_cast<std::uint32_t>(cue.frame);
        points.u32(number);
        points.u32(frame);
        points.text("data");
        points.u32(0);
        points.u32(0);
        points.u32(frame);
        if (!cue.label.empty()) {
            LittleEndianWriter label;
            label.u32(number);
            label.text(cue.label);
            label.zeros(1);
            labels += chunk("labl", label.bytes());
        }
        ++number;
    }
    return chunk("cue ", points.bytes()) + (labels.size() > 4 ? chunk("LIST", labels) : "");
}

/// EBU Tech 3285 version 2.
std::string broadcastChunk(const WavFacts& facts)
{
    if (facts.description.empty() && facts.originator.empty() && facts.originationDate.empty()
        && facts.originationTime.empty() && !facts.lufs && !facts.truePeakDb) {
        return {};
    }
    const auto hundredths = [](std::optional<double> value) {
        const double scaled = value ? std::clamp(*value * 100.0, -32768.0, 32766.0) : 32767.0;
        return static_cast<std::uint32_t>(std::lround(scaled)) & 0xFFFFU;
    };
    LittleEndianWriter out;
    out.field(facts.description, 256);
    out.field(facts.originator, 32);
    out.field({}, 32); // its reference
    out.field(facts.originationDate, 10);
    out.field(facts.originationTime, 8);
    out.u64(0); // frames since midnight
    out.u16(2); // version
    out.zeros(64); // UMID
    out.u16(hundredths(facts.lufs));
    out.u16(hundredths({})); // range
    out.u16(hundredths(facts.truePeakDb));
    out.u16(hundredths({})); // momentary
    out.u16(hundredths({})); // short-term
    out.zeros(180);
    return chunk("bext", out.bytes());
}

std::string xmlChunk(const WavFacts& facts)
{
    if (facts.provenance.empty()) {
        return {};
    }
    return chunk("iXML",
                 "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<BWFXML>\n"
                 "<IXML_VERSION>1.61</IXML_VERSION>\n<DREAM_PROVENANCE>"
                     + xmlEscaped(facts.provenance) + "</DREAM_PROVENANCE>\n</BWFXML>\n");
}

Result<> check(const std::filesystem::path& path, const WavFacts& facts)
{
    constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
    bool isPossible = !facts.rootNote || (*facts.rootNote >= 0 && *facts.rootNote <= 127);
    isPossible = isPossible && facts.beatsPerBar >= 1 && facts.beatsPerBar <= 16;
    if (facts.loop) {
        isPossible = isPossible && facts.loop->first >= 0 && facts.loop->first <= facts.loop->second
            && facts.loop->second <= kMost;
    }
    for (const auto& cue : facts.cues) {
        isPossible = isPossible && cue.frame >= 0 && cue.frame <= kMost;
    }
    return isPossible ? Result<> {}
                      : Result<> {fail(ErrorCode::BadInput,
                                       audio::quoted(path)
                                           + " cannot carry a note, meter, loop or cue like this")};
}

/// Chunks that say what is said anew.
Result<bool> isReplaced(const RiffFile& file, const RiffChunk& chunk)
{
    constexpr std::array<std::string_view, 5> kOurs {"acid", "smpl", "cue ", "bext", "iXML"};
    if (chunk.id == "LIST") {
        const auto type = file.read(chunk, 4);
        return type ? Result<bool> {*type == "adtl"} : propagate(type);
    }
    return std::find(kOurs.begin(), kOurs.end(), chunk.id) != kOurs.end();
}

Result<> copyBytes(const RiffFile& file, audio::PartFile& part, std::uint64_t from,
                   std::uint64_t count)
{
    constexpr std::uint64_t kBlock = 1U << 20U;
    std::string block;
    while (count > 0) {
        block.resize(static_cast<std::size_t>(std::min(kBlock, count)));
        const ssize_t got
            = ::pread(file.descriptor(), block.data(), block.size(), static_cast<off_t>(from));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return got < 0
                ? Result<> {tl::unexpected<Error>(audio::fileError(errno, part.path(), "read"))}
                : Result<> {fail(ErrorCode::Io,
                                 audio::quoted(part.path()) + " became shorter while it was read")};
        }
        if (auto written = part.write(block.data(), static_cast<std::size_t>(got)); !written) {
            return written;
        }
        from += static_cast<std::uint64_t>(got);
        count -= static_cast<std::uint64_t>(got);
    }
    return {};
}

/// What stays of the file. @return  bytes written.
Result<std::uint64_t> copyKept(const RiffFile& file, audio::PartFile& part)
{
    if (auto copied = copyBytes(file, part, 0, kHeaderBytes); !copied) {
        return propagate(copied);
    }
    std::uint64_t total = kHeaderBytes;
    for (const RiffChunk& chunk : file.chunks()) {
        const auto isGone = isReplaced(file, chunk);
        if (!isGone) {
            return propagate(isGone);
        }
        if (*isGone) {
            continue;
        }
        const std::uint64_t bytes = chunk.bytes + 8;
        auto done = copyBytes(file, part, chunk.offset - 8, bytes);
        if (done && (bytes & 1U) != 0) {
            done = part.write("\0", 1);
        }
        if (!done) {
            return propagate(done);
        }
        total += bytes + (bytes & 1U);
    }
    return total;
}

Result<> patch(const audio::PartFile& part, std::uint64_t at, const std::string& bytes)
{
    return ::pwrite(part.descriptor(), bytes.data(), bytes.size(), static_cast<off_t>(at))
            == static_cast<ssize_t>(bytes.size())
        ? Result<> {}
        : Result<> {tl::unexpected<Error>(audio::fileError(errno, part.path(), "written"))};
}

Result<> correctSizes(const RiffFile& file, const audio::PartFile& part, std::uint64_t total)
{
    LittleEndianWriter size;
    if (!file.hasLongSizes()) {
        if (total - 8 > std::numeric_limits<std::uint32_t>::max()) {
            return fail(ErrorCode::Unsupported,
                        audio::quoted(part.path())
                            + " has no room for what is said about it: a "
                              "WAV file of this kind ends at 4 GiB");
        }
        size.u32(static_cast<std::uint32_t>(total - 8));
        return patch(part, 4, size.bytes());
    }
    if (file.chunks().empty() || file.chunks().front().id != "ds64") {
        return fail(ErrorCode::Corrupt,
                    audio::quoted(part.path()) + " is damaged: its long sizes are missing");
    }
    size.u64(total - 8);
    return patch(part, kDs64At, size.bytes());
}

} // namespace

Result<> writeWavFacts(const std::filesystem::path& path, const WavFacts& facts, bool isDurable)
{
    if (auto possible = check(path, facts); !possible) {
        return possible;
    }
    const auto file = RiffFile::open(path);
    if (!file) {
        return propagate(file);
    }
    auto part = audio::PartFile::create(path, true);
    if (!part) {
        return propagate(part);
    }
    const auto kept = copyKept(*file, *part);
    if (!kept) {
        return propagate(kept);
    }
    const double seconds = static_cast<double>(file->frames()) / file->sampleRate();
    const std::string added = acidChunk(facts, seconds) + samplerChunk(facts, file->sampleRate())
        + cueChunks(facts) + broadcastChunk(facts) + xmlChunk(facts);
    if (auto written = part->write(added.data(), added.size()); !written) {
        return written;
    }
    if (auto sized = correctSizes(*file, *part, *kept + added.size()); !sized) {
        return sized;
    }
    return part->commit(isDurable);
}

} // namespace nde::interchange
