#include "core/dsp/CategoryNames.h"

#include "core/dsp/CategoryWords.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <string>

namespace nde::dsp {
namespace {

using enum Category;

constexpr double kFolderShare = 0.6; ///< of a folder's word beside one of the file
constexpr double kEarlyShare = 0.75; ///< of all but the last telling word: "snare hat", "hat zap"
constexpr double kLettersShare = 0.6; ///< of two letters beside a whole word: "conga-hh"
constexpr double kGenericShare = 0.5;
constexpr double kNoiseShare = 0.7; ///< "noise snare"
constexpr double kKinship = 0.5; ///< of the exponent, for a relative

/// "drums/kick", "synth bass": says how it is made or where it belongs more than what it is.
bool isGeneric(Category category)
{
    return category == Drums || category == Synth;
}

/// Relatives: one may be taken for the other.
int familyOf(Category category)
{
    switch (category) {
    case Hihat:
    case OpenHihat:
        return 1;
    case Lead:
    case Synth:
    case Chord:
    case Keys:
    case Guitar:
        return 2;
    case Pad:
    case Strings:
    case Texture:
    case Atmo:
        return 3;
    case Fx:
    case Noise:
        return 4;
    default:
        return 0;
    }
}

bool areRelatives(Category a, Category b)
{
    return a == b || (familyOf(a) != 0 && familyOf(a) == familyOf(b));
}

/// How far a claim counts for a category, 0 … 1.
double kinship(Category named, Category category)
{
    // "Hat" says nothing of open or closed.
    if (category == named || (named == Hihat && category == OpenHihat)) {
        return 1.0;
    }
    const bool isOfDrums = named == Drums && category < Drums;
    const bool isMadeSo = named == Synth && (category == Pad || category == Bass);
    return isOfDrums || isMadeSo || areRelatives(named, category) ? kKinship : 0.0;
}

class Claims
{
public:
    /// @param share  of the strength of each word
    void read(std::string_view part, double share, bool isFile)
    {
        struct Hit
        {
            std::vector<Category> meanings;
            bool isWord {};
        };
        const std::vector<std::string> words = names::wordsOf(part);
        std::vector<Hit> hits;
        bool hasWord = false;
        for (std::size_t i = 0; i < words.size(); ++i) {
            auto meanings = names::meaningsOf(words[i]);
            if (i == 0 && isFile && words.size() > 1) { // "K_hard", "S 8bit"
                meanings = words[i] == "k" ? std::vector {Kick}
                    : words[i] == "s"      ? std::vector {Snare}
                                           : meanings;
            }
            if (!meanings.empty()) {
                const bool isWord = words[i].size() > 2;
                hasWord = hasWord
                    || (isWord && !isGeneric(meanings.front()) && meanings.front() != Noise);
                hits.push_back({std::move(meanings), isWord});
            }
        }
        for (std::size_t k = 0; k < hits.size(); ++k) {
            const double place = k + 1 < hits.size() ? kEarlyShare : 1.0;
            const double letters = hasWord && !hits[k].isWord ? kLettersShare : 1.0;
            for (const Category category : hits[k].meanings) {
                const bool isVague = category == Synth || (category == Drums && hasWord);
                const double kind = isVague ? kGenericShare : category == Noise ? kNoiseShare : 1.0;
                add(category, share * place * letters * kind);
            }
        }
    }

    /// Whether something more than "drum" or "synth" was said.
    [[nodiscard]] bool isTelling() const
    {
        return std::any_of(m_claims.begin(), m_claims.end(),
                           [](const NameClaim& claim) { return !isGeneric(claim.category); });
    }

    [[nodiscard]] std::vector<NameClaim> strongestFirst() &&
    {
        std::stable_sort(
            m_claims.begin(), m_claims.end(),
            [](const NameClaim& a, const NameClaim& b) { return a.strength > b.strength; });
        return std::move(m_claims);
    }

private:
    void add(Category category, double strength)
    {
        const auto found
            = std::find_if(m_claims.begin(), m_claims.end(),
                           [&](const NameClaim& claim) { return claim.category == category; });
        if (found == m_claims.end()) {
            m_claims.push_back({category, strength});
        } else {
            found->strength = std::max(found->strength, strength);
        }
    }

    std::vector<NameClaim> m_claims;
};

} // namespace

std::vector<NameClaim> claimsOfName(std::string_view nameHint)
{
    while (!nameHint.empty() && nameHint.back() == '/') {
        nameHint.remove_suffix(1);
    }
    const std::size_t slash = nameHint.rfind('/');
    const bool hasFolder = slash != std::string_view::npos;
    Claims claims;
    claims.read(hasFolder ? nameHint.substr(slash + 1) : nameHint, 1.0, true);
    if (hasFolder) {
        const double share = claims.isTelling() ? kFolderShare : 1.0;
        claims.read(nameHint.substr(0, slash), share, false);
    }
    return std::move(claims).strongestFirst();
}

std::optional<Category> categoryFromName(std::string_view nameHint)
{
    const auto claims = claimsOfName(nameHint);
    return claims.empty() ? std::nullopt : std::optional(claims.front().category);
}

double bpmFromName(std::string_view nameHint)
{
    std::string lower;
    for (const char c : nameHint) {
        lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    for (auto at = lower.find("bpm"); at != std::string::npos; at = lower.find("bpm", at + 1)) {
        std::size_t end = at;
        while (end > 0
               && (lower[end - 1] == ' ' || lower[end - 1] == '_' || lower[end - 1] == '-')) {
            --end;
        }
        std::size_t begin = end;
        while (begin > 0 && (isDigit(lower[begin - 1]) || lower[begin - 1] == '.')) {
            --begin;
        }
        if (begin == end || end - begin > 7) {
            continue;
        }
        // Digits and points only, so that the locale's decimal sign does not matter for whole bpm.
        const double bpm = std::atof(lower.substr(begin, end - begin).c_str());
        if (bpm >= 40.0 && bpm <= 250.0) {
            return bpm;
        }
    }
    return 0.0;
}

void weighByName(std::array<float, kCategoryCount>& probabilities,
                 std::span<const NameClaim> claims, double odds)
{
    if (*std::max_element(probabilities.begin(), probabilities.end()) >= kCertain) {
        return;
    }
    double total = 0.0;
    for (std::size_t c = 0; c < probabilities.size(); ++c) {
        double exponent = 0.0;
        for (const NameClaim& claim : claims) {
            exponent = std::max(exponent,
                                claim.strength * kinship(claim.category, static_cast<Category>(c)));
        }
        probabilities[c]
            = static_cast<float>(std::pow(odds, exponent) * static_cast<double>(probabilities[c]));
        total += static_cast<double>(probabilities[c]);
    }
    for (float& value : probabilities) {
        value = total > 0.0 ? static_cast<float>(static_cast<double>(value) / total) : 0.0F;
    }
}

bool isFinerWord(Category named, Category heard)
{
    return named == Atmo && areRelatives(named, heard);
}

} // namespace nde::dsp
