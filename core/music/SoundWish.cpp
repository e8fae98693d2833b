#include "core/music/SoundWish.h"

#include "core/music/Lexicon.h"
#include "core/music/PromptText.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace nde::music {

namespace {

constexpr double kMost = 3.0;

struct Meaning
{
    const char* axis {};
    double sign {};
    bool
        isNoun {}; ///< names what there is more or less of; after an adjective it only says of what
};

using Words = std::unordered_map<std::string_view, Meaning>;

const Words& words()
{
    static const Words table = [] {
        Words out;
        const auto add = [&](const char* axis, double sign, bool isNoun,
                             std::initializer_list<const char*> list) {
            for (const char* word : list) {
                out[word] = {axis, sign, isNoun};
            }
        };
        // Stems as comparatives leave them ("dunkler" → "dunkl") stand beside the words.
        add("brightness", 1, false,
            {"bright", "brilliant", "crisp", "sharp", "shiny", "hell", "brillant", "scharf",
             "schaerf", "spitz", "silvery", "airy", "luftig"});
        add("brightness", -1, false,
            {"dark", "dull", "muffled", "warm", "waerm", "dunkel", "dunkl", "dumpf", "matt",
             "duester", "duestr", "mellow"});
        add("brightness", 1, true, {"brightness", "treble", "hoehen", "helligkeit"});
        add("decay", 1, false, {"long", "lang", "laeng", "ringing"});
        add("decay", -1, false,
            {"short", "tight", "dry", "kurz", "kuerz", "knapp", "trocken", "trockn"});
        add("decay", 1, true,
            {"tail", "decay", "release", "length", "ausklang", "nachklang", "laenge"});
        add("noisiness", 1, false,
            {"noisy", "rough", "gritty", "hissy", "rauschig", "verrauscht", "rau", "rauh",
             "kratzig"});
        add("noisiness", -1, false, {"clean", "pure", "tonal", "sauber", "saubr", "rein"});
        add("noisiness", 1, true, {"noise", "hiss", "rauschen", "rauschanteil"});
        add("punch", 1, false,
            {"punchy", "snappy", "clicky", "hard", "knackig", "hart", "haert", "druckvoll",
             "klickig"});
        add("punch", -1, false, {"soft", "gentle", "weich", "sanft", "rounded"});
        add("punch", 1, true, {"punch", "attack", "click", "snap", "anschlag", "klick", "druck"});
        add("pitch", 1, false, {"high", "hoch", "hoh", "hoeh"});
        add("pitch", -1, false, {"low", "deep", "tief"});
        add("pitch", 1, true, {"pitch", "tonhoehe"});
        add("body", 1, false,
            {"fat", "full", "heavy", "thick", "boomy", "bassy", "fett", "voll", "dick", "schwer",
             "satt", "bassig", "wuchtig", "massiv", "massive"});
        add("body", -1, false, {"thin", "slim", "duenn", "schlank"});
        add("body", 1, true, {"body", "bass", "lowend", "koerper", "wucht", "tiefbass", "baesse"});
        add("sustain", 1, false, {"sustained", "stehend"});
        add("sustain", 1, true, {"sustain"});
        add("pitch_fall", 1, false, {"zappy", "swoopy"});
        add("pitch_fall", 1, true, {"sweep", "pitchdrop", "tonhoehenfall"});
        return out;
    }();
    return table;
}

struct Degree
{
    double factor {1.0};
    bool isComparison {}; ///< "more", "less", "too": also before nouns
};

const std::unordered_map<std::string_view, Degree>& degrees()
{
    static const std::unordered_map<std::string_view, Degree> table {
        {"bit", {0.5}},          {"slightly", {0.5}},       {"little", {0.5}},
        {"somewhat", {0.5}},     {"etwas", {0.5}},          {"bisschen", {0.5}},
        {"wenig", {0.5}},        {"leicht", {0.5}},         {"much", {1.75}},
        {"lot", {1.75}},         {"very", {1.75}},          {"far", {1.75}},
        {"way", {1.75}},         {"extremely", {2.5}},      {"super", {1.75}},
        {"viel", {1.75}},        {"deutlich", {1.75}},      {"sehr", {1.75}},
        {"stark", {1.75}},       {"extrem", {2.5}},         {"more", {1.0, true}},
        {"mehr", {1.0, true}},   {"less", {-1.0, true}},    {"weniger", {-1.0, true}},
        {"not", {-0.5, true}},   {"nicht", {-0.5, true}},   {"too", {-1.0, true}},
        {"zu", {-1.0, true}},    {"without", {-1.5, true}}, {"no", {-1.5, true}},
        {"ohne", {-1.5, true}},  {"kein", {-1.5, true}},    {"keine", {-1.5, true}},
        {"keinen", {-1.5, true}}};
    return table;
}

bool isFiller(std::string_view word)
{
    static const std::unordered_set<std::string_view> fillers {
        "a",    "an",    "the",    "and",     "with",   "but",   "of",    "as",    "so",
        "it",   "make",  "please", "sound",   "sounds", "in",    "to",    "be",    "ein",
        "eine", "einen", "einem",  "einer",   "der",    "die",   "das",   "den",   "dem",
        "und",  "mit",   "aber",   "es",      "mach",   "mache", "bitte", "klang", "im",
        "am",   "soll",  "sein",   "klingen", "end",    "ende"};
    return fillers.contains(word);
}

bool isInstrument(const std::string& word)
{
    const auto found = lexicon().aliases.find(word);
    return found != lexicon().aliases.end() && found->second.kind == TermKind::Instrument;
}

/// The word without one of the endings that comparison and declension give it.
std::optional<Meaning> meaningOf(const std::string& word)
{
    if (const auto found = words().find(word); found != words().end()) {
        return found->second;
    }
    static constexpr std::array<std::string_view, 13> kEndings {
        "erer", "eres", "eren", "erem", "ere", "iest", "ier", "est", "er", "es", "en", "em", "e"};
    for (const std::string_view ending : kEndings) {
        if (word.size() <= ending.size() + 1 || !word.ends_with(ending)) {
            continue;
        }
        std::string stem = word.substr(0, word.size() - ending.size());
        if (ending.front() == 'i') {
            stem += 'y';
        }
        if (const auto found = words().find(stem);
            found != words().end() && !found->second.isNoun) {
            return found->second;
        }
        // "bigger", "thinner", "fatter": English doubles the last letter.
        if (stem.size() > 2 && stem[stem.size() - 1] == stem[stem.size() - 2]) {
            stem.pop_back();
            if (const auto found = words().find(stem);
                found != words().end() && !found->second.isNoun) {
                return found->second;
            }
        }
    }
    return std::nullopt;
}

/// Words with "low end" and "high end" as one.
std::vector<Token> tokensOf(std::string_view utf8)
{
    auto tokens = lexPrompt(utf8);
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (tokens[i + 1].text != "end") {
            continue;
        }
        if (tokens[i].text == "low") {
            tokens[i].text = "lowend";
        } else if (tokens[i].text == "high") {
            tokens[i].text = "treble";
        }
    }
    return tokens;
}

} // namespace

SoundWish readSoundWish(std::string_view utf8)
{
    SoundWish out;
    double factor = 1.0;
    bool isCompared = false;
    bool isAfterAdjective = false;
    const auto reset = [&] {
        factor = 1.0;
        isCompared = false;
    };
    for (const Token& token : tokensOf(utf8)) {
        if (token.kind == Token::Kind::Separator || token.kind == Token::Kind::Mark) {
            reset();
            isAfterAdjective = false;
            continue;
        }
        if (const auto degree = degrees().find(token.text); degree != degrees().end()) {
            factor *= degree->second.factor;
            isCompared = isCompared || degree->second.isComparison;
            isAfterAdjective = false;
            continue;
        }
        const auto meaning = meaningOf(token.text);
        if (!meaning) {
            if (!isFiller(token.text) && !isInstrument(token.text)) {
                out.unknown.push_back(token.text);
                reset();
            }
            continue;
        }
        if (meaning->isNoun && isAfterAdjective && !isCompared) {
            isAfterAdjective = false; // "longer tail": the adjective has said it
            reset();
            continue;
        }
        double& move = out.moves[meaning->axis];
        move = std::clamp(move + factor * meaning->sign, -kMost, kMost);
        isAfterAdjective = !meaning->isNoun;
        reset();
    }
    return out;
}

} // namespace nde::music
