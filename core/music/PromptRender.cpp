#include "core/music/Lexicon.h"
#include "core/music/PlanEdit.h"

#include <array>
#include <charconv>
#include <cmath>

namespace nde::music {

namespace {

std::string numberText(double value)
{
    std::array<char, 64> text {};
    const auto [end, error]
        = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    return error == std::errc {} ? std::string(text.data(), end) : std::string("0");
}

std::string spaced(std::string name)
{
    for (char& c : name) {
        c = c == '_' ? ' ' : c;
    }
    return name;
}

/// Comma groups: what stands in one of its own keeps its place in the request.
class PromptWriter
{
public:
    void add(const std::string& group) { m_text += m_text.empty() ? group : ", " + group; }
    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    std::string m_text;
};

/// The name where it means this term, else the first alias that does ("minimal" is a genre before
/// it is a mood).
std::string wordFor(TermKind kind, const std::string& name, const std::vector<std::string>& aliases)
{
    const auto means = [&](const std::string& word) {
        const auto at = lexicon().aliases.find(word);
        return at != lexicon().aliases.end() && at->second.kind == kind && at->second.name == name;
    };
    const std::string plain = spaced(name);
    if (means(plain)) {
        return plain;
    }
    for (const std::string& alias : aliases) {
        if (means(alias)) {
            return alias;
        }
    }
    return plain;
}

std::string genreText(const std::string& name)
{
    const Genre* genre = lexicon().genre(name);
    return genre == nullptr ? spaced(name) : wordFor(TermKind::Genre, name, genre->aliases);
}

std::string moodText(const std::string& name, double degree)
{
    const Mood* mood = lexicon().mood(name);
    const double size = std::abs(degree);
    return std::string(degree < 0.0 ? "not " : "")
        + (size > 1.0       ? "very "
               : size < 1.0 ? "slightly "
                            : "")
        + (mood == nullptr ? name : wordFor(TermKind::Mood, name, mood->aliases));
}

std::string sectionText(const SectionWish& wish)
{
    if (wish.isExcluded) {
        return "no " + wish.name;
    }
    std::string text = wish.count.value_or(1) > 1 ? std::to_string(*wish.count) + " " : "";
    if (wish.length) {
        text += *wish.length + " ";
    }
    return text + wish.name;
}

std::string sourcesText(const SourceChoice& choice)
{
    const bool isAny = choice.original || choice.separated || choice.generated;
    std::string kinds;
    for (const auto& [isOn, name] : {std::pair<bool, const char*> {choice.original, "original"},
                                     {choice.separated, "separated"},
                                     {choice.generated, "generated"}}) {
        if (isOn || !isAny) {
            kinds += (kinds.empty() ? "" : " and ") + std::string(name);
        }
    }
    return (isAny ? "only " : "no ") + kinds + " sounds";
}

std::string lengthText(double seconds)
{
    const auto whole = static_cast<int>(seconds);
    if (seconds != whole || whole < 60) {
        return numberText(seconds) + " s";
    }
    const int rest = whole % 60;
    return std::to_string(whole / 60) + ":" + (rest < 10 ? "0" : "") + std::to_string(rest);
}

/// @param isNamed  the key by its name; else by its Camelot number, which reads the same in every
///                 language.
std::string written(const Request& request, bool isNamed)
{
    PromptWriter out;
    for (const std::string& genre : request.genres) {
        out.add(genreText(genre));
    }
    for (const auto& [mood, degree] : request.moods) {
        out.add(moodText(mood, degree));
    }
    if (request.bpmRange) {
        out.add(numberText(request.bpmRange->first) + "-" + numberText(request.bpmRange->second)
                + " bpm");
    } else if (request.bpm) {
        out.add(numberText(*request.bpm) + " bpm");
    }
    if (request.key) {
        const std::string name = keyName({request.key->pitchClass, false});
        out.add(isNamed ? name + (request.key->isMinor ? " minor" : " major")
                        : camelotName(*request.key));
    }
    if (request.durationS) {
        out.add(lengthText(*request.durationS));
    }
    if (request.bars) {
        out.add(std::to_string(*request.bars) + " bars");
    }
    for (const std::string& instrument : request.instruments) {
        out.add("with " + instrument);
    }
    for (const std::string& instrument : request.excluded) {
        out.add("without " + instrument);
    }
    for (const SectionWish& wish : request.sections) {
        out.add(sectionText(wish));
    }
    if (request.form) {
        out.add("form " + spaced(*request.form));
    }
    if (request.meter) {
        out.add(*request.meter);
    }
    if (request.swing) {
        out.add("swing " + numberText(*request.swing));
    }
    if (request.isHalfTime) {
        out.add("half-time");
    }
    if (request.lufs) {
        out.add(numberText(*request.lufs) + " LUFS");
    }
    if (request.isClubLoud) {
        out.add("club loudness");
    }
    if (request.sources) {
        out.add(sourcesText(*request.sources));
    }
    if (request.seed) {
        out.add("seed " + std::to_string(*request.seed));
    }
    for (const std::string& word : request.unknown) {
        out.add(word);
    }
    return out.take();
}

} // namespace

std::string promptOf(const Request& request)
{
    std::string text = written(request, true);
    // "B minor" beside a German word would be B flat.
    return request.key && parsePrompt(text).key != request.key ? written(request, false) : text;
}

} // namespace nde::music
