#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

/// The vocabulary of composition.md C.2, read once from the compiled-in
/// resources/music/lexicon.json.
namespace nde::music {

/// Shared by genres (absolute, 0 … 1) and moods (shifts).
struct Feel
{
    double energy {};
    double darkness {};
    double density {};
};

struct Genre
{
    std::string name;
    std::vector<std::string> aliases;
    double bpmLow {};
    double bpmHigh {};
    double bpm {}; ///< default
    double swing {50.0}; ///< percent
    double minor {0.5}; ///< probability of a minor key
    std::map<std::string, std::string> patterns; ///< lane → 16 steps of 'x' and '.'
    std::vector<std::string> required; ///< roles
    std::vector<std::string> optional; ///< roles, the more wanted first
    std::string sections; ///< name of the template
    double lufs {-14.0}; ///< as clubs play it
    Feel feel;
};

struct Mood
{
    std::string name;
    std::vector<std::string> aliases;
    Feel feel; ///< shifts
    std::map<std::string, double> metrics; ///< shift of the target percentile
    double minor {}; ///< shift
    double swing {}; ///< shift, percent
    std::vector<std::string> lanes; ///< roles that the mood asks for
};

struct TemplateSection
{
    std::string name;
    int bars {};
    double energy {};
};

enum class TermKind
{
    Genre,
    Mood,
    Instrument,
    Section,
    Modifier
};
struct Term
{
    TermKind kind {};
    std::string name;
};

struct TextHash
{
    using is_transparent = void;
    [[nodiscard]] std::size_t operator()(std::string_view text) const
    {
        return std::hash<std::string_view> {}(text);
    }
};

struct Lexicon
{
    std::vector<Genre> genres; ///< sorted by name
    std::vector<Mood> moods; ///< sorted by name
    std::map<std::string, std::vector<TemplateSection>> templates;
    std::unordered_map<std::string, Term, TextHash, std::equal_to<>>
        aliases; ///< normalised words, one space apart
    std::unordered_set<std::string> phraseStarts; ///< first words of the aliases of several words

    [[nodiscard]] const Genre* genre(std::string_view name) const; ///< null = unknown
    [[nodiscard]] const Mood* mood(std::string_view name) const; ///< null = unknown
};

/// Longest alias, in words.
inline constexpr int kMaxAliasWords = 4;

/// @thread  any; built on the first call, immutable afterwards.
[[nodiscard]] const Lexicon& lexicon();

} // namespace nde::music
