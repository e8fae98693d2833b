#include "core/dsp/CategoryWords.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace nde::dsp::names {
namespace {

struct Word
{
    std::string_view text;
    Category category;
};
using enum Category;

/// Whole words only, with or without a plural s. What means two things stands here twice.
// clang-format off
constexpr std::array kWords {
    Word {"bd", Kick}, Word {"kik", Kick}, Word {"kck", Kick}, Word {"sd", Snare},
    Word {"sn", Snare}, Word {"snr", Snare}, Word {"cp", Clap}, Word {"clp", Clap},
    Word {"hat", Hihat}, Word {"hh", Hihat}, Word {"ch", Hihat}, Word {"oh", OpenHihat},
    Word {"cy", Cymbal}, Word {"cym", Cymbal}, Word {"rd", Cymbal}, Word {"tom", Tom},
    Word {"ht", Tom}, Word {"mt", Tom}, Word {"lt", Tom}, Word {"cb", Perc}, Word {"cl", Perc},
    Word {"hc", Perc}, Word {"mc", Perc}, Word {"lc", Perc}, Word {"ma", Perc}, Word {"rs", Perc},
    Word {"rim", Perc}, Word {"cga", Perc}, Word {"cowb", Perc}, Word {"tamb", Perc},
    Word {"drum", Drums}, Word {"beat", Drums}, Word {"break", Drums}, Word {"bass", Bass},
    Word {"sub", Bass}, Word {"basses", Bass}, Word {"lead", Lead}, Word {"arp", Synth},
    Word {"pluck", Synth}, Word {"stab", Chord}, Word {"pad", Pad}, Word {"key", Keys},
    Word {"chime", Keys}, Word {"bell", Keys}, Word {"guit", Guitar}, Word {"gtr", Guitar},
    Word {"vox", Vocal}, Word {"voc", Vocal}, Word {"harp", Keys}, Word {"fx", Fx},
    Word {"sfx", Fx}, Word {"zap", Fx}, Word {"ufo", Fx}, Word {"ambi", Atmo},
    Word {"atmo", Atmo}, Word {"wood", Perc}, Word {"block", Perc}, Word {"stick", Perc},
    Word {"flute", Lead}, Word {"brass", Lead}, Word {"sax", Lead}, Word {"brush", Snare},
    Word {"blip", Fx}, Word {"beep", Synth}, Word {"buzz", Fx}, Word {"gong", Perc},
    Word {"kd", Kick}, Word {"chh", Hihat}, Word {"hhc", Hihat}, Word {"hhp", Hihat},
    Word {"phh", Hihat}, Word {"ohh", OpenHihat}, Word {"hho", OpenHihat}, 
    Word {"snap", Clap},
    Word {"snap", Perc}, Word {"tick", Perc}, Word {"tock", Perc}, Word {"click", Perc},
    Word {"knock", Perc}, Word {"clav", Perc}, Word {"clav", Keys}, Word {"bell", Perc},
    Word {"chime", Perc}, Word {"gong", Cymbal}, Word {"glocke", Keys}, Word {"glocke", Perc},
    Word {"cajon", Perc}, Word {"surdo", Tom}, Word {"taiko", Tom}, Word {"timpani", Tom},
    Word {"pauke", Tom}, Word {"reese", Bass}, Word {"wobble", Bass}, Word {"growl", Bass},
    Word {"oboe", Lead}, Word {"tuba", Lead}, Word {"banjo", Guitar}, Word {"sitar", Guitar},
    Word {"strum", Guitar}, Word {"viola", Strings}, Word {"celesta", Keys},
    Word {"kalimba", Keys}, Word {"swell", Pad}, Word {"chor", Pad}, Word {"chor", Vocal},
    Word {"shout", Vocal}, Word {"scream", Vocal}, Word {"chant", Vocal}, Word {"rap", Vocal},
    Word {"spoken", Vocal}, Word {"talk", Vocal}, Word {"foley", Fx}, 
    Word {"knall", Fx},
};

/// Also at the beginning or the end of a longer word: "popsnare", "clapfilt", "femalevoice".
constexpr std::array kStems {
    Word {"saxophon", Lead}, Word {"xylophon", Keys}, Word {"vibraphon", Keys},
    Word {"accordion", Keys}, Word {"akkordeon", Keys}, Word {"glockenspiel", Keys}, Word {"clavinet", Keys},
    Word {"handclap", Clap}, Word {"fingersnap", Clap}, Word {"rimclick", Perc},
    Word {"bassdrum", Kick}, Word {"kickdrum", Kick}, Word {"kick", Kick},
    Word {"rimshot", Snare}, Word {"snare", Snare}, Word {"clap", Clap}, Word {"klatsch", Clap},
    Word {"openhat", OpenHihat}, Word {"hihat", Hihat}, Word {"cymbal", Cymbal},
    Word {"cymball", Cymbal}, Word {"crash", Cymbal}, Word {"ride", Cymbal},
    Word {"splash", Cymbal}, Word {"becken", Cymbal}, Word {"timbal", Tom},
    Word {"percussion", Perc}, Word {"perc", Perc}, Word {"conga", Perc}, Word {"bongo", Perc},
    Word {"shaker", Perc}, Word {"tambourin", Perc}, Word {"cowbell", Perc}, Word {"clave", Perc},
    Word {"woodblock", Perc}, Word {"sidestick", Perc}, Word {"maraca", Perc},
    Word {"cabasa", Perc}, Word {"guiro", Perc}, Word {"triangle", Perc}, Word {"tabla", Perc},
    Word {"djembe", Perc}, Word {"agogo", Perc}, Word {"schelle", Perc}, Word {"rassel", Perc},
    Word {"breakbeat", Drums}, Word {"drumloop", Drums}, Word {"schlagzeug", Drums},
    Word {"trommel", Drums}, Word {"drone", Texture}, Word {"choir", Pad},
    Word {"arpeggio", Synth}, Word {"harmonium", Keys}, Word {"whistle", Lead},
    Word {"crowd", Fx}, Word {"bubble", Fx}, Word {"bass", Bass}, Word {"synth", Synth},
    Word {"chord", Chord}, Word {"akkord", Chord}, Word {"accord", Chord}, Word {"piano", Keys},
    Word {"klavier", Keys}, Word {"rhodes", Keys}, Word {"organ", Keys}, Word {"orgel", Keys},
    Word {"harpsichord", Keys}, Word {"guitar", Guitar}, Word {"gitarre", Guitar},
    Word {"string", Strings}, Word {"streicher", Strings}, Word {"violin", Strings},
    Word {"cello", Strings}, Word {"geige", Strings}, Word {"trumpet", Lead},
    Word {"vocal", Vocal}, Word {"voice", Vocal}, Word {"stimme", Vocal}, Word {"gesang", Vocal},
    Word {"acapella", Vocal}, Word {"singing", Vocal}, Word {"speech", Vocal},
    Word {"yell", Vocal}, Word {"effect", Fx}, Word {"effekt", Fx}, Word {"riser", Fx},
    Word {"impact", Fx}, Word {"sweep", Fx}, Word {"laser", Fx}, Word {"siren", Fx},
    Word {"glitch", Fx}, Word {"robot", Fx}, Word {"explo", Fx}, Word {"warp", Fx},
    Word {"alien", Fx}, Word {"spaceship", Fx}, Word {"scratch", Fx}, Word {"vinyl", Fx},
    Word {"phone", Fx}, Word {"thunder", Fx}, Word {"whoosh", Fx}, Word {"texture", Texture},
    Word {"ambien", Atmo}, Word {"noise", Noise}, Word {"rauschen", Noise}, Word {"uplifter", Fx},
    Word {"downlifter", Fx}, Word {"geraeusch", Fx}, Word {"soundscape", Texture},
    Word {"flaeche", Pad}, Word {"floete", Lead}, Word {"trompete", Lead},
    Word {"trombone", Lead}, Word {"posaune", Lead}, Word {"clarinet", Lead},
    Word {"saxofon", Lead}, Word {"marimba", Keys}, 
    Word {"mellotron", Keys}, Word {"wurlitzer", Keys}, 
    Word {"mandolin", Guitar}, Word {"ukulele", Guitar},
    Word {"castanet", Perc}, Word {"kastagnette", Perc}, Word {"vibraslap", Perc},
    Word {"darbuka", Perc}, Word {"vocoder", Vocal}, Word {"sprache", Vocal},
    Word {"whisper", Vocal}, Word {"choir", Vocal}, Word {"rimshot", Perc},
};
// clang-format on

/// Words that only look as if one of those above were in them.
constexpr std::array<std::string_view, 13> kInnocent {
    "that",   "what",      "chat",    "custom",  "bottom",     "bridge",  "pride",
    "stride", "headphone", "phantom", "symptom", "microphone", "override"};

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

/// ä, ö, ü, ß in UTF-8 as two letters, so that German words are whole.
std::string withoutUmlauts(std::string_view text)
{
    struct Letter
    {
        std::string_view utf8;
        std::string_view plain;
    };
    constexpr std::array<Letter, 7> kLetters {{{"\xC3\xA4", "ae"},
                                               {"\xC3\xB6", "oe"},
                                               {"\xC3\xBC", "ue"},
                                               {"\xC3\x84", "Ae"},
                                               {"\xC3\x96", "Oe"},
                                               {"\xC3\x9C", "Ue"},
                                               {"\xC3\x9F", "ss"}}};
    std::string plain;
    for (std::size_t i = 0; i < text.size();) {
        const auto letter = std::find_if(kLetters.begin(), kLetters.end(), [&](const Letter& l) {
            return text.substr(i).starts_with(l.utf8);
        });
        plain += letter != kLetters.end() ? letter->plain : text.substr(i, 1);
        i += letter != kLetters.end() ? 2 : 1;
    }
    return plain;
}

std::string lower(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return out;
}

/// Whether a new word begins at a capital: after a small letter, or after capitals where the rest
/// is a word of its own ("FMBass").
bool beginsWord(std::string_view text, std::size_t i)
{
    if (i == 0 || !isUpper(text[i]) || !isLetter(text[i - 1])) {
        return false;
    }
    if (!isUpper(text[i - 1])) {
        return true;
    }
    std::size_t end = i + 1;
    while (end < text.size() && isLetter(text[end]) && !isUpper(text[end])) {
        ++end;
    }
    return end > i + 1 && !meaningsOf(lower(text.substr(i, end - i))).empty();
}

} // namespace

std::vector<std::string> wordsOf(std::string_view utf8)
{
    const std::string text = withoutUmlauts(utf8);
    std::vector<std::string> words;
    std::string word;
    const auto end = [&] {
        if (!word.empty()) {
            words.push_back(lower(word));
        }
        word.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!isLetter(text[i])) {
            end();
            continue;
        }
        if (beginsWord(text, i)) {
            end();
        }
        word += text[i];
    }
    end();
    joinPairs(words);
    return words;
}

std::vector<Category> meaningsOf(std::string_view word)
{
    std::vector<Category> meanings;
    if (std::find(kInnocent.begin(), kInnocent.end(), word) != kInnocent.end()) {
        return meanings;
    }
    for (const Word& known : kWords) {
        if (word == known.text
            || (word.size() == known.text.size() + 1 && word.back() == 's'
                && word.starts_with(known.text))) {
            meanings.push_back(known.category);
        }
    }
    std::string_view stem;
    for (const Word& known : kStems) {
        if (!meanings.empty() && stem.empty()) {
            break;
        }
        const bool isIn = word.starts_with(known.text) || word.ends_with(known.text)
            || (word.back() == 's' && word.substr(0, word.size() - 1).ends_with(known.text));
        if (isIn && (stem.empty() || stem == known.text)) {
            stem = known.text;
            meanings.push_back(known.category);
        }
    }
    if (!meanings.empty()) {
        return meanings;
    }
    const auto ends = [&](std::size_t least, std::string_view ending) {
        return word.size() >= least
            && (word.ends_with(ending) || word.ends_with(std::string(ending) + 's'));
    };
    if (word.size() >= 4 && word.ends_with("fx")) {
        return {Fx};
    }
    if (ends(6, "hat")) {
        return {Hihat};
    }
    return ends(6, "tom") ? std::vector {Tom} : std::vector<Category> {};
}

} // namespace nde::dsp::names
