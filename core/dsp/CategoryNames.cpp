#include "core/dsp/CategoryNames.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

namespace nde::dsp {
namespace {

struct Word
{
    std::string_view text;
    Category category;
};
using enum Category;

/// Whole words only, with or without a plural s.
constexpr std::array kWords {
    Word {"bd", Kick},     Word {"kik", Kick},    Word {"kck", Kick},    Word {"sd", Snare},
    Word {"sn", Snare},    Word {"snr", Snare},   Word {"cp", Clap},     Word {"clp", Clap},
    Word {"hat", Hihat},   Word {"hh", Hihat},    Word {"ch", Hihat},    Word {"oh", OpenHihat},
    Word {"cy", Cymbal},   Word {"cym", Cymbal},  Word {"rd", Cymbal},   Word {"tom", Tom},
    Word {"ht", Tom},      Word {"mt", Tom},      Word {"lt", Tom},      Word {"cb", Perc},
    Word {"cl", Perc},     Word {"hc", Perc},     Word {"mc", Perc},     Word {"lc", Perc},
    Word {"ma", Perc},     Word {"rs", Perc},     Word {"rim", Perc},    Word {"cga", Perc},
    Word {"cowb", Perc},   Word {"tamb", Perc},   Word {"drum", Drums},  Word {"beat", Drums},
    Word {"break", Drums}, Word {"bass", Bass},   Word {"sub", Bass},    Word {"basses", Bass},
    Word {"lead", Lead},   Word {"arp", Synth},   Word {"pluck", Synth}, Word {"stab", Chord},
    Word {"pad", Pad},     Word {"key", Keys},    Word {"chime", Keys},  Word {"bell", Keys},
    Word {"guit", Guitar}, Word {"gtr", Guitar},  Word {"vox", Vocal},   Word {"voc", Vocal},
    Word {"harp", Keys},   Word {"fx", Fx},       Word {"sfx", Fx},      Word {"zap", Fx},
    Word {"ufo", Fx},      Word {"ambi", Atmo},   Word {"atmo", Atmo},   Word {"wood", Perc},
    Word {"block", Perc},  Word {"stick", Perc},  Word {"flute", Lead},  Word {"brass", Lead},
    Word {"sax", Lead},    Word {"brush", Snare}, Word {"blip", Fx},     Word {"beep", Synth},
    Word {"buzz", Fx},     Word {"gong", Perc},
};

/// Also at the beginning or the end of a longer word: "popsnare", "clapfilt", "femalevoice".
constexpr std::array kStems {
    Word {"bassdrum", Kick},     Word {"kickdrum", Kick},     Word {"kick", Kick},
    Word {"rimshot", Snare},     Word {"snare", Snare},       Word {"clap", Clap},
    Word {"klatsch", Clap},      Word {"openhat", OpenHihat}, Word {"hihat", Hihat},
    Word {"cymbal", Cymbal},     Word {"cymball", Cymbal},    Word {"crash", Cymbal},
    Word {"ride", Cymbal},       Word {"splash", Cymbal},     Word {"becken", Cymbal},
    Word {"timbal", Tom},        Word {"percussion", Perc},   Word {"perc", Perc},
    Word {"conga", Perc},        Word {"bongo", Perc},        Word {"shaker", Perc},
    Word {"tambourin", Perc},    Word {"cowbell", Perc},      Word {"clave", Perc},
    Word {"woodblock", Perc},    Word {"sidestick", Perc},    Word {"maraca", Perc},
    Word {"cabasa", Perc},       Word {"guiro", Perc},        Word {"triangle", Perc},
    Word {"tabla", Perc},        Word {"djembe", Perc},       Word {"agogo", Perc},
    Word {"schelle", Perc},      Word {"rassel", Perc},       Word {"breakbeat", Drums},
    Word {"drumloop", Drums},    Word {"schlagzeug", Drums},  Word {"trommel", Drums},
    Word {"drone", Texture},     Word {"choir", Pad},         Word {"arpeggio", Synth},
    Word {"harmonium", Keys},    Word {"whistle", Lead},      Word {"crowd", Fx},
    Word {"bubble", Fx},         Word {"bass", Bass},         Word {"synth", Synth},
    Word {"chord", Chord},       Word {"akkord", Chord},      Word {"accord", Chord},
    Word {"piano", Keys},        Word {"klavier", Keys},      Word {"rhodes", Keys},
    Word {"organ", Keys},        Word {"orgel", Keys},        Word {"harpsichord", Keys},
    Word {"guitar", Guitar},     Word {"gitarre", Guitar},    Word {"string", Strings},
    Word {"streicher", Strings}, Word {"violin", Strings},    Word {"cello", Strings},
    Word {"geige", Strings},     Word {"trumpet", Lead},      Word {"vocal", Vocal},
    Word {"voice", Vocal},       Word {"stimme", Vocal},      Word {"gesang", Vocal},
    Word {"acapella", Vocal},    Word {"singing", Vocal},     Word {"speech", Vocal},
    Word {"yell", Vocal},        Word {"effect", Fx},         Word {"effekt", Fx},
    Word {"riser", Fx},          Word {"impact", Fx},         Word {"sweep", Fx},
    Word {"laser", Fx},          Word {"siren", Fx},          Word {"glitch", Fx},
    Word {"robot", Fx},          Word {"explo", Fx},          Word {"warp", Fx},
    Word {"alien", Fx},          Word {"spaceship", Fx},      Word {"scratch", Fx},
    Word {"vinyl", Fx},          Word {"phone", Fx},          Word {"thunder", Fx},
    Word {"whoosh", Fx},         Word {"texture", Texture},   Word {"ambien", Atmo},
    Word {"noise", Noise},       Word {"rauschen", Noise},
};

/// Words that only look as if one of those above were in them.
constexpr std::array<std::string_view, 10> kInnocent {"that",   "what",     "chat",  "custom",
                                                      "bottom", "bridge",   "pride", "saxophone",
                                                      "stride", "headphone"};

/// Words that belong together; the second is taken away.
struct Pair
{
    std::string_view first;
    std::string_view second;
    std::string_view together;
};
constexpr std::array kPairs {
    Pair {"hi", "hat", "hihat"},         Pair {"hi", "hats", "hihat"},
    Pair {"high", "hat", "hihat"},       Pair {"open", "hat", "openhat"},
    Pair {"hat", "open", "openhat"},     Pair {"hihat", "open", "openhat"},
    Pair {"hihat", "opened", "openhat"}, Pair {"open", "hihat", "openhat"},
    Pair {"open", "hh", "openhat"},      Pair {"hat", "o", "openhat"},
    Pair {"hihat", "o", "openhat"},      Pair {"cymbal", "closed", "hihat"},
    Pair {"cymbal", "pedal", "hihat"},   Pair {"bass", "drum", "bassdrum"},
    Pair {"drum", "bass", "bassdrum"},   Pair {"grosse", "trommel", "bassdrum"},
    Pair {"kleine", "trommel", "snare"}, Pair {"side", "stick", "sidestick"},
    Pair {"rim", "shot", "rimshot"},     Pair {"cow", "bell", "cowbell"},
    Pair {"snare", "rim", "snare"},      Pair {"bass", "string", "bass"},
    Pair {"hand", "drum", "perc"},       Pair {"war", "drum", "perc"},
    Pair {"snare", "rimshot", "snare"},  Pair {"electro", "piano", "piano"},
    Pair {"wood", "block", "woodblock"}, Pair {"offene", "hihat", "openhat"},
};

bool isLetter(char c)
{
    return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

bool isUpper(char c)
{
    return std::isupper(static_cast<unsigned char>(c)) != 0;
}

void joinPairs(std::vector<std::string>& words)
{
    for (std::size_t i = 0; i + 1 < words.size();) {
        const auto pair = std::find_if(kPairs.begin(), kPairs.end(), [&](const Pair& p) {
            return words[i] == p.first && words[i + 1] == p.second;
        });
        if (pair == kPairs.end()) {
            ++i;
            continue;
        }
        words[i] = pair->together;
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        i -= i > 0 ? 1 : 0; // "open hi hat": the new word may pair with the one before
    }
}

/// Lower-case runs of letters, parted at capitals too ("HatOpen"); pairs become one word.
std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> words;
    std::string word;
    const auto end = [&] {
        if (!word.empty()) {
            words.push_back(std::move(word));
        }
        word.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (!isLetter(c)) {
            end();
            continue;
        }
        if (i > 0 && isUpper(c) && isLetter(text[i - 1]) && !isUpper(text[i - 1])) {
            end();
        }
        word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    end();
    joinPairs(words);
    return words;
}

std::optional<Category> categoryOfWord(std::string_view word)
{
    if (std::find(kInnocent.begin(), kInnocent.end(), word) != kInnocent.end()) {
        return std::nullopt;
    }
    for (const Word& known : kWords) {
        if (word == known.text
            || (word.size() == known.text.size() + 1 && word.back() == 's'
                && word.starts_with(known.text))) {
            return known.category;
        }
    }
    for (const Word& known : kStems) {
        if (word.starts_with(known.text) || word.ends_with(known.text)
            || (word.back() == 's' && word.substr(0, word.size() - 1).ends_with(known.text))) {
            return known.category;
        }
    }
    if (word.size() >= 4 && word.ends_with("fx")) {
        return Fx;
    }
    const bool endsInHat = word.size() >= 6 && (word.ends_with("hat") || word.ends_with("hats"));
    return endsInHat ? std::optional(Hihat) : std::nullopt;
}

/// How much a word of a category says.
int weightOf(Category category)
{
    switch (category) {
    case Drums: // "drums/kick", "kick drum": the part says more than the whole
    case Synth: // "synth bass", "synth siren", "basses/synth 1"
        return 1;
    case Noise: // "noise snare"
        return 2;
    default:
        return 3;
    }
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

} // namespace

std::optional<Category> categoryFromName(std::string_view nameHint)
{
    while (!nameHint.empty() && nameHint.back() == '/') {
        nameHint.remove_suffix(1);
    }
    const std::size_t slash = nameHint.rfind('/');
    const bool hasFolder = slash != std::string_view::npos;
    std::optional<Category> found;
    int best = 0;
    const auto look = [&](std::string_view part, int bonus) {
        const std::vector<std::string> words = wordsOf(part);
        for (std::size_t i = 0; i < words.size(); ++i) {
            auto category = categoryOfWord(words[i]);
            if (i == 0 && bonus > 0 && words.size() > 1) { // "K_hard", "S 8bit"
                category = words[i] == "k" ? Kick : words[i] == "s" ? Snare : category;
            }
            const int weight = category ? bonus + weightOf(*category) : 0;
            if (category && weight >= best) {
                best = weight;
                found = category;
            }
        }
    };
    if (hasFolder) {
        look(nameHint.substr(0, slash), 0);
    }
    look(hasFolder ? nameHint.substr(slash + 1) : nameHint, 1);
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

void weighByName(std::array<float, kCategoryCount>& probabilities, Category named, double odds)
{
    if (*std::max_element(probabilities.begin(), probabilities.end()) >= kCertain) {
        return;
    }
    double total = 0.0;
    for (std::size_t c = 0; c < probabilities.size(); ++c) {
        const auto category = static_cast<Category>(c);
        // "Hat" says nothing of open or closed.
        const bool isMeant = category == named || (named == Hihat && category == OpenHihat);
        const double factor = isMeant       ? odds
            : areRelatives(named, category) ? std::sqrt(odds)
                                            : 1.0;
        probabilities[c] = static_cast<float>(factor * static_cast<double>(probabilities[c]));
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
