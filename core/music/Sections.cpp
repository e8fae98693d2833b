#include "core/music/Sections.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace nde::music {

namespace {

constexpr int kMinBars = 4;
constexpr int kMaxBars = 4096;
constexpr double kSecondGenreShare = 0.3; // C.1

struct Part
{
    std::string name;
    double weight {}; ///< bars of the template, scaled by "long" and "short"
    double energy {};
};

double usualEnergy(std::string_view name)
{
    if (name == "drop" || name == "chorus" || name == "peak") {
        return 0.95;
    }
    if (name == "build" || name == "groove") {
        return 0.6;
    }
    return name == "verse" || name == "evolve" ? 0.5 : 0.35;
}

std::size_t placeFor(const std::vector<Part>& parts, std::string_view name)
{
    if (name == "intro") {
        return 0;
    }
    if (name == "outro") {
        return parts.size();
    }
    const bool endsWithOutro = !parts.empty() && parts.back().name == "outro";
    const std::size_t end = parts.size() - (endsWithOutro ? 1 : 0);
    if (name == "drop" || name == "chorus") {
        return end;
    }
    // A break or a bridge stands before the last climax, a build directly before it.
    for (std::size_t i = end; i > 0; --i) {
        if (usualEnergy(parts[i - 1].name) > 0.9) {
            return i - 1;
        }
    }
    return end;
}

std::size_t countOf(const std::vector<Part>& parts, std::string_view name)
{
    return static_cast<std::size_t>(std::count_if(
        parts.begin(), parts.end(), [&](const Part& part) { return part.name == name; }));
}

void addPart(std::vector<Part>& parts, const std::string& name)
{
    const auto like = std::find_if(parts.begin(), parts.end(),
                                   [&](const Part& part) { return part.name == name; });
    Part part {name, 8.0, usualEnergy(name)};
    if (like != parts.end()) {
        part = *like;
    }
    if (name == "drop" && countOf(parts, "drop") > 0) { // two climaxes need a valley between them
        parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(placeFor(parts, name)),
                     Part {"build", 8.0, 0.65});
    }
    parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(placeFor(parts, name)), part);
}

void removeLast(std::vector<Part>& parts, std::string_view name)
{
    for (std::size_t i = parts.size(); i > 0; --i) {
        if (parts[i - 1].name == name) {
            const bool hasBuild = i >= 2 && parts[i - 2].name == "build";
            const auto last = parts.begin() + static_cast<std::ptrdiff_t>(i);
            parts.erase(last - (hasBuild ? 2 : 1), last);
            return;
        }
    }
}

void applyWish(std::vector<Part>& parts, const SectionWish& wish)
{
    if (wish.isExcluded) {
        std::erase_if(parts, [&](const Part& part) { return part.name == wish.name; });
        return;
    }
    const auto count = static_cast<std::size_t>(std::clamp(wish.count.value_or(1), 1, 8));
    while (countOf(parts, wish.name) < count) {
        addPart(parts, wish.name);
    }
    // A mere mention counts as 1 and takes nothing away.
    while (count > 1 && countOf(parts, wish.name) > count) {
        removeLast(parts, wish.name);
    }
    if (wish.length) {
        for (Part& part : parts) {
            part.weight *= part.name != wish.name ? 1.0 : *wish.length == "long" ? 1.5 : 0.5;
        }
    }
}

/// Largest remainder, at least 1 each; ties go to the earlier part.
std::vector<int> shares(const std::vector<Part>& parts, int units)
{
    const double total = std::accumulate(parts.begin(), parts.end(), 0.0,
                                         [](double sum, const Part& p) { return sum + p.weight; });
    std::vector<int> result;
    std::vector<std::pair<double, std::size_t>> remainders;
    int given = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const double exact = parts[i].weight / total * units;
        result.push_back(std::max(1, static_cast<int>(std::floor(exact))));
        given += result.back();
        remainders.emplace_back(result.back() - exact, i); // most short-changed first
    }
    std::sort(remainders.begin(), remainders.end());
    for (std::size_t i = 0; given < units; i = (i + 1) % remainders.size()) {
        ++result[remainders[i].second];
        ++given;
    }
    while (given > units) {
        --*std::max_element(result.begin(), result.end());
        --given;
    }
    return result;
}

int beatsOf(const Request& request, std::vector<std::string>& notes)
{
    if (!request.meter) {
        return 4;
    }
    const auto slash = request.meter->find('/');
    int beats = 4;
    std::from_chars(request.meter->data(), request.meter->data() + slash, beats);
    const bool isEighths = request.meter->ends_with("/8");
    if (isEighths && beats % 2 == 0) {
        return std::clamp(beats / 2, 1, 7);
    }
    if (isEighths || beats < 2 || beats > 7) {
        notes.emplace_back("meter_unsupported: " + *request.meter);
        return 4;
    }
    return beats;
}

Feel feelOf(const Frame& frame)
{
    const Genre& first = frame.genre();
    Feel feel = first.feel;
    if (frame.genres.size() > 1) {
        const auto blend = [](double a, double b) {
            return (1.0 - kSecondGenreShare) * a + kSecondGenreShare * b;
        };
        const Feel& second = frame.genres[1]->feel;
        feel = {blend(feel.energy, second.energy), blend(feel.darkness, second.darkness),
                blend(feel.density, second.density)};
    }
    for (const auto& [mood, degree] : frame.moods) {
        feel.energy += mood->feel.energy * degree;
        feel.darkness += mood->feel.darkness * degree;
        feel.density += mood->feel.density * degree;
    }
    return {std::clamp(feel.energy, 0.0, 1.0), std::clamp(feel.darkness, 0.0, 1.0),
            std::clamp(feel.density, 0.0, 1.0)};
}

int templateBars(const std::vector<TemplateSection>& form)
{
    return std::accumulate(form.begin(), form.end(), 0,
                           [](int sum, const TemplateSection& s) { return sum + s.bars; });
}

} // namespace

std::vector<Section> sectionsOf(const std::vector<TemplateSection>& form,
                                const std::vector<SectionWish>& wishes, int bars)
{
    std::vector<Part> parts;
    for (const TemplateSection& section : form) {
        parts.push_back({section.name, static_cast<double>(section.bars), section.energy});
    }
    for (const SectionWish& wish : wishes) {
        applyWish(parts, wish);
    }
    if (parts.empty()) {
        parts.push_back({"drop", 8.0, usualEnergy("drop")});
    }
    const auto fits = [&](int unit) { return bars / unit >= static_cast<int>(parts.size()); };
    int unit = bars >= 128 && fits(8) ? 8 : fits(4) ? 4 : fits(2) ? 2 : 1;
    while (!fits(unit)) {
        parts.erase(std::min_element(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
            return a.energy < b.energy;
        }));
    }
    const std::vector<int> units = shares(parts, bars / unit);
    std::vector<Section> sections;
    int start = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool isLast = i + 1 == parts.size();
        const int length = isLast ? bars - start : units[i] * unit;
        sections.push_back({0, parts[i].name, start, length, parts[i].energy, false});
        start += length;
    }
    return sections;
}

Frame frameOf(const Request& request)
{
    Frame frame;
    for (const std::string& name : request.genres) {
        if (const Genre* genre = lexicon().genre(name)) {
            frame.genres.push_back(genre);
        }
    }
    if (frame.genres.empty()) {
        frame.genres.push_back(lexicon().genre("techno"));
        frame.notes.emplace_back("genre_guessed");
    }
    for (const auto& [name, degree] : request.moods) {
        if (const Mood* mood = lexicon().mood(name)) {
            frame.moods.emplace_back(mood, degree);
        }
    }
    frame.feel = feelOf(frame);
    for (const auto& [mood, degree] : frame.moods) {
        frame.drive += mood->feel.energy * degree;
    }
    frame.bpm = std::clamp(request.bpm.value_or(frame.genre().bpm), 30.0, 300.0);
    frame.isHalfTime = request.isHalfTime;
    frame.beatsPerBar = beatsOf(request, frame.notes);
    frame.swing = frame.genre().swing;
    frame.minorProbability = frame.genre().minor;
    for (const auto& [mood, degree] : frame.moods) {
        frame.swing += mood->swing * degree;
        frame.minorProbability += mood->minor * degree;
    }
    frame.swing = std::clamp(request.swing.value_or(frame.swing), 50.0, 75.0);
    frame.lufs = request.lufs.value_or(request.isClubLoud ? frame.genre().lufs : frame.lufs);
    if (!request.lufs && request.isClubLoud) {
        frame.notes.emplace_back("club_loudness");
    }
    const auto& forms = lexicon().templates;
    const auto wanted = forms.find(request.form.value_or(frame.genre().sections));
    if (wanted == forms.end()) {
        frame.notes.emplace_back("unknown_form");
    }
    const auto& form = wanted == forms.end() ? forms.at(frame.genre().sections) : wanted->second;
    double bars = templateBars(form);
    if (request.bars) {
        bars = *request.bars;
    } else if (request.durationS) {
        bars = std::round(*request.durationS / frame.barS());
    }
    frame.bars = static_cast<int>(std::clamp(bars, double {kMinBars}, double {kMaxBars}));
    if (frame.bars != static_cast<int>(bars)) {
        frame.notes.emplace_back("length_limited");
    }
    frame.sections = sectionsOf(form, request.sections, frame.bars);
    return frame;
}

Frame frameOf(const Plan& plan)
{
    Frame frame = frameOf(plan.request);
    frame.bpm = plan.bpm;
    frame.beatsPerBar = plan.beatsPerBar;
    frame.swing = plan.swing;
    frame.bars = plan.bars;
    frame.sections = plan.sections;
    return frame;
}

} // namespace nde::music
