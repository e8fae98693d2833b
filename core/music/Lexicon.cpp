#include "core/music/Lexicon.h"

#include "core/music/PromptText.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace nde::music {

extern const char* const kLexiconJson;

namespace {

using nlohmann::json;

Feel feelOf(const json& object)
{
    const json feel = object.value("feel", json::object());
    return {feel.value("energy", 0.0), feel.value("darkness", 0.0), feel.value("density", 0.0)};
}

std::vector<std::string> stringsOf(const json& object, const char* key)
{
    return object.value(key, std::vector<std::string> {});
}

Genre genreOf(const std::string& name, const json& object)
{
    Genre genre;
    genre.name = name;
    genre.aliases = stringsOf(object, "aliases");
    const auto bpm = object.at("bpm").get<std::array<double, 3>>();
    genre.bpmLow = bpm[0];
    genre.bpmHigh = bpm[1];
    genre.bpm = bpm[2];
    genre.swing = object.value("swing", 50.0);
    genre.minor = object.value("minor", 0.5);
    genre.patterns = object.value("patterns", std::map<std::string, std::string> {});
    genre.required = stringsOf(object, "required");
    genre.optional = stringsOf(object, "optional");
    genre.sections = object.value("template", std::string("club"));
    genre.lufs = object.value("lufs", -14.0);
    genre.feel = feelOf(object);
    return genre;
}

Mood moodOf(const std::string& name, const json& object)
{
    Mood mood;
    mood.name = name;
    mood.aliases = stringsOf(object, "aliases");
    mood.feel = feelOf(object);
    mood.metrics = object.value("metrics", std::map<std::string, double> {});
    mood.minor = object.value("minor", 0.0);
    mood.swing = object.value("swing", 0.0);
    mood.lanes = stringsOf(object, "lanes");
    return mood;
}

void addAlias(Lexicon& target, TermKind kind, const std::string& name, std::string_view alias)
{
    const std::vector<Token> tokens = lexPrompt(alias);
    const std::string key = aliasKey(tokens);
    if (!key.empty()) {
        if (tokens.size() > 1) {
            target.phraseStarts.insert(tokens.front().text);
        }
        target.aliases.emplace(key, Term {kind, name}); // the first kind to claim a word keeps it
    }
}

void addGroup(Lexicon& target, TermKind kind, const json& group)
{
    for (const auto& [name, aliases] : group.items()) {
        for (const auto& alias : aliases) {
            addAlias(target, kind, name, alias.get<std::string>());
        }
    }
}

std::string spaced(std::string name)
{
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

Lexicon build()
{
    // A defect of this text is ours and is found by the first test that runs: no recovery here.
    const json root = json::parse(kLexiconJson);
    Lexicon result;
    for (const auto& [name, object] : root.at("genres").items()) {
        result.genres.push_back(genreOf(name, object));
    }
    for (const auto& [name, object] : root.at("moods").items()) {
        result.moods.push_back(moodOf(name, object));
    }
    for (const auto& [name, sections] : root.at("templates").items()) {
        for (const auto& section : sections) {
            result.templates[name].push_back({section.at(0).get<std::string>(),
                                              section.at(1).get<int>(),
                                              section.at(2).get<double>()});
        }
    }
    for (const Genre& genre : result.genres) {
        for (const std::string& alias : genre.aliases) {
            addAlias(result, TermKind::Genre, genre.name, alias);
        }
    }
    for (const Mood& mood : result.moods) {
        for (const std::string& alias : mood.aliases) {
            addAlias(result, TermKind::Mood, mood.name, alias);
        }
    }
    addGroup(result, TermKind::Instrument, root.at("instruments"));
    addGroup(result, TermKind::Section, root.at("sections"));
    addGroup(result, TermKind::Modifier, root.at("modifiers"));
    for (const Genre& genre : result.genres) {
        addAlias(result, TermKind::Genre, genre.name, spaced(genre.name));
    }
    for (const Mood& mood : result.moods) {
        addAlias(result, TermKind::Mood, mood.name, mood.name);
    }
    return result;
}

template<typename T>
const T* findByName(const std::vector<T>& sorted, std::string_view name)
{
    const auto at
        = std::lower_bound(sorted.begin(), sorted.end(), name,
                           [](const T& item, std::string_view n) { return item.name < n; });
    return at != sorted.end() && at->name == name ? &*at : nullptr;
}

} // namespace

const Genre* Lexicon::genre(std::string_view name) const
{
    return findByName(genres, name);
}

const Mood* Lexicon::mood(std::string_view name) const
{
    return findByName(moods, name);
}

const Lexicon& lexicon()
{
    static const Lexicon instance = build();
    return instance;
}

} // namespace nde::music
