#include "core/dsp/CategoryRules.h"

#include "core/dsp/HitModel.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <vector>

namespace nde::dsp {
namespace {

constexpr double kUnclearBelow = 0.45; ///< analysis.md B.3
constexpr double kCertain = 0.9; ///< the name does not override this
/// Odds by which a name counts. B.3 names a factor of two; measured on packs never learned from,
/// four is where names help most without outvoting clear sounds.
constexpr double kNameOdds = 4.0;

struct Word
{
    std::string_view text;
    Category category;
};
constexpr std::array kWords {
    Word {"kick", Category::Kick},       Word {"bd", Category::Kick},
    Word {"bassdrum", Category::Kick},   Word {"snare", Category::Snare},
    Word {"sd", Category::Snare},        Word {"sn", Category::Snare},
    Word {"rimshot", Category::Snare},   Word {"clap", Category::Clap},
    Word {"hihat", Category::Hihat},     Word {"hat", Category::Hihat},
    Word {"hh", Category::Hihat},        Word {"openhat", Category::Hihat},
    Word {"closedhat", Category::Hihat}, Word {"cymbal", Category::Cymbal},
    Word {"crash", Category::Cymbal},    Word {"ride", Category::Cymbal},
    Word {"tom", Category::Tom},         Word {"perc", Category::Perc},
    Word {"percussion", Category::Perc}, Word {"conga", Category::Perc},
    Word {"bongo", Category::Perc},      Word {"shaker", Category::Perc},
    Word {"tambourine", Category::Perc}, Word {"cowbell", Category::Perc},
    Word {"clave", Category::Perc},      Word {"rim", Category::Perc},
    Word {"drum", Category::Drums},      Word {"beat", Category::Drums},
    Word {"break", Category::Drums},     Word {"breakbeat", Category::Drums},
    Word {"drumloop", Category::Drums},  Word {"bass", Category::Bass},
    Word {"sub", Category::Bass},        Word {"lead", Category::Lead},
    Word {"synth", Category::Synth},     Word {"arp", Category::Synth},
    Word {"pluck", Category::Synth},     Word {"chord", Category::Chord},
    Word {"stab", Category::Chord},      Word {"pad", Category::Pad},
    Word {"key", Category::Keys},        Word {"piano", Category::Keys},
    Word {"rhodes", Category::Keys},     Word {"organ", Category::Keys},
    Word {"guitar", Category::Guitar},   Word {"string", Category::Strings},
    Word {"violin", Category::Strings},  Word {"vocal", Category::Vocal},
    Word {"vox", Category::Vocal},       Word {"voice", Category::Vocal},
    Word {"acapella", Category::Vocal},  Word {"fx", Category::Fx},
    Word {"sfx", Category::Fx},          Word {"riser", Category::Fx},
    Word {"impact", Category::Fx},       Word {"sweep", Category::Fx},
    Word {"texture", Category::Texture}, Word {"drone", Category::Texture},
    Word {"atmo", Category::Atmo},       Word {"ambience", Category::Atmo},
    Word {"noise", Category::Noise},
};

bool isLetter(char c)
{
    return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

/// Lower-case runs of letters; "HiHat" and "hi-hat" become one word.
std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> words;
    std::string word;
    for (const char c : text) {
        if (isLetter(c)) {
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) {
        words.push_back(std::move(word));
    }
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (words[i] == "hi" && (words[i + 1] == "hat" || words[i + 1] == "hats")) {
            words[i] = "hihat";
            words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        } else if (words[i] == "bass" && words[i + 1] == "drum") {
            words[i] = "bassdrum";
            words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        }
    }
    return words;
}

std::optional<Category> categoryOfWord(std::string_view word)
{
    for (const Word& known : kWords) {
        if (word == known.text
            || (word.size() == known.text.size() + 1 && word.back() == 's'
                && word.substr(0, known.text.size()) == known.text)) {
            return known.category;
        }
    }
    return std::nullopt;
}

bool isDrumPart(Category category)
{
    return category <= Category::Perc; // Kick … Perc stand first in the enumeration
}

/// Nearest class of the one-shot classifier that a name can vouch for.
Category classForName(Category named)
{
    switch (named) {
    case Category::Lead:
    case Category::Chord:
    case Category::Keys:
    case Category::Guitar:
        return Category::Synth;
    case Category::Strings:
    case Category::Texture:
    case Category::Atmo:
        return Category::Pad;
    case Category::Noise:
        return Category::Fx;
    default:
        return named;
    }
}

} // namespace

std::optional<Category> categoryFromName(std::string_view nameHint)
{
    std::optional<Category> found;
    for (const std::string& word : wordsOf(nameHint)) {
        const auto category = categoryOfWord(word);
        if (!category) {
            continue;
        }
        // "kick drum", "drums/kick": the part says more than the whole.
        const bool isVaguer = *category == Category::Drums && found && isDrumPart(*found);
        found = isVaguer ? found : category;
    }
    return found;
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

CategoryGuess categoryOfOneShot(const HitFeatures& features, std::optional<Category> named)
{
    auto p = hitProbabilities(features);
    const auto sure = std::max_element(p.begin(), p.end());
    if (*sure >= kCertain) {
        return {kHitClasses[static_cast<std::size_t>(sure - p.begin())], *sure};
    }
    if (named) {
        const Category vouched = classForName(*named);
        double total = 0.0;
        for (std::size_t c = 0; c < p.size(); ++c) {
            p[c] *= kHitClasses[c] == vouched ? kNameOdds : 1.0;
            total += p[c];
        }
        for (double& value : p) {
            value /= total;
        }
    }
    const auto best = std::max_element(p.begin(), p.end());
    const Category category = kHitClasses[static_cast<std::size_t>(best - p.begin())];
    if (*best < kUnclearBelow) {
        return {Category::Unclear, *best};
    }
    // The name may be finer than the classifier: "guitar" where it hears a synth.
    const bool isFiner = named && classForName(*named) == category;
    return {isFiner ? *named : category, *best};
}

CategoryGuess categoryOfLongSound(const LongSound& sound, std::optional<Category> named)
{
    CategoryGuess guess {Category::Unclear, 0.4};
    // Plucks and mallets are as percussive as drums, but their spectrum is nothing but lines.
    const bool isPluck = sound.flatness < 0.006 && sound.lowShare < 0.5;
    if (isPluck && sound.transientRatio >= 0.3) {
        guess = {Category::Synth, 0.45};
    } else if (sound.transientRatio >= 0.3 && !sound.isTonal) {
        guess = {Category::Drums, std::min(0.9, 0.55 + 0.5 * (sound.transientRatio - 0.3))};
    } else if (!sound.isTonal && sound.transientRatio >= 0.15 && sound.onsetsPerSecond >= 2.0) {
        guess = {Category::Drums, 0.5};
    } else if (sound.lowShare >= 0.75 && sound.centroidHz < 900.0) {
        guess = {Category::Bass, 0.6};
    } else if (sound.transientRatio <= 0.06 && sound.onsetsPerSecond < 1.0) {
        guess = {sound.isTonal ? Category::Pad : Category::Texture, 0.55};
    } else if (sound.isTonal && sound.transientRatio < 0.2) {
        guess = {Category::Synth, 0.45};
    }
    if (!named || *named == guess.category) {
        guess.confidence = named ? std::min(0.95, guess.confidence + 0.25) : guess.confidence;
        return guess;
    }
    if (guess.category == Category::Drums && isDrumPart(*named)) {
        return {*named, 0.7}; // "snare loop": the rules only know drums as such
    }
    if (guess.confidence < 0.75) {
        return {*named, 0.6};
    }
    return guess;
}

} // namespace nde::dsp
