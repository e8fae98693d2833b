#pragma once

#include "core/base/Key.h"
#include "core/base/Result.h"

#include <cstdint>
#include <optional>
#include <string>
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
    std::vector<std::string> unknown; ///< words not understood; shown, used as search terms
    bool isGenreGuessed {}; ///< nothing recognised: techno, with a visible note
    bool operator==(const Request&) const = default;
};

/// Parses an English or German prompt (composition.md C.1). Never fails; under 5 ms for 10 000
/// characters.
[[nodiscard]] Request parsePrompt(std::string_view prompt);
[[nodiscard]] std::string requestToJson(const Request& request);

} // namespace nde::music
