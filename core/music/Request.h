#pragma once

#include "core/base/Key.h"
#include "core/base/Result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nde::music {

struct SectionWish
{
    std::string name; ///< "intro", "build", "drop", "break", "verse", "chorus", "bridge", "outro"
    std::optional<int> count;
    std::optional<std::string> length; ///< "long", "short"
    bool isExcluded {};
    bool operator==(const SectionWish&) const = default;
};

/// Kinds of sound that may be taken; slices count as separated.
struct SourceChoice
{
    bool original {true};
    bool separated {true};
    bool generated {true};
    bool operator==(const SourceChoice&) const = default;
};

/// What a prompt asks for. Field names and meaning as in spec/prompts.json.
struct Request
{
    std::vector<std::string> genres; ///< lexicon names, the first rules
    std::vector<std::pair<std::string, double>> moods; ///< name, degree
    std::vector<std::string> instruments;
    std::vector<std::string> excluded;
    std::vector<SectionWish> sections;
    std::optional<double> bpm;
    std::optional<std::pair<double, double>> bpmRange;
    std::optional<Key> key;
    std::optional<double> durationS;
    std::optional<int> bars;
    std::optional<double> lufs;
    std::optional<std::uint64_t> seed;
    std::optional<std::string> meter;
    std::optional<double> swing; ///< percent, 50 = straight
    std::optional<std::string> form; ///< name of a template instead of the genre's
    std::vector<std::string> unknown; ///< words not understood; shown, used as search terms
    bool isGenreGuessed {}; ///< nothing recognised: techno, with a visible note
    /// What the prompt says of the sounds that may be taken ("no generated sounds", "nur meine
    /// eigenen"); empty = nothing. It narrows the wish that `arrange` is given.
    std::optional<SourceChoice> sources;
    bool isClubLoud {}; ///< "club": the loudness of the genre instead of −14 LUFS
    bool isHalfTime {}; ///< kick, snare and clap at half the speed
    bool operator==(const Request&) const = default;
};

/// Parses an English or German prompt (composition.md C.1). Never fails; under 5 ms for 10 000
/// characters.
[[nodiscard]] Request parsePrompt(std::string_view prompt);
[[nodiscard]] std::string requestToJson(const Request& request);
/// Checks types, sizes and ranges; nothing of the text is believed.
/// @errors  Corrupt.
[[nodiscard]] Result<Request> requestFromJson(std::string_view json);

} // namespace nde::music
