#include "ui/models/SearchText.h"

#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <utility>

namespace nde::ui {

namespace {

using services::LibraryFilter;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::SearchText)
};

QString rangeText(const std::pair<double, double>& range, int decimals, const QString& unit)
{
    const QString dash(QChar(0x2013));
    constexpr double kOpen = 1e6; // parseSearch leaves an open end at a huge value
    if (range.second > kOpen) {
        return QString(QChar(0x2265)) + QChar(0x2009) + formatNumber(range.first, decimals) + unit;
    }
    if (range.first <= 0.0) {
        return QString(QChar(0x2264)) + QChar(0x2009) + formatNumber(range.second, decimals) + unit;
    }
    if (range.first == range.second) {
        return formatNumber(range.first, decimals) + unit;
    }
    return formatNumber(range.first, decimals) + dash + formatNumber(range.second, decimals) + unit;
}

/// A chip for one part of a filter; `set` writes that part.
template<typename Set>
SearchChip& addChip(std::vector<SearchChip>& chips, const QString& text, Set set)
{
    SearchChip chip;
    chip.text = text;
    set(chip.part);
    chips.push_back(std::move(chip));
    return chips.back();
}

void appendWords(const LibraryFilter& filter, std::vector<SearchChip>& chips)
{
    for (const std::string& word : filter.words) {
        addChip(chips, QString::fromStdString(word),
                [&](LibraryFilter& part) { part.words = {word}; });
    }
    for (const std::string& word : filter.excludedWords) {
        addChip(chips, Words::tr("not %1").arg(QString::fromStdString(word)),
                [&](LibraryFilter& part) { part.excludedWords = {word}; });
    }
    for (const std::string& tag : filter.tags) {
        addChip(chips, Words::tr("tag %1").arg(tagText(QString::fromStdString(tag))),
                [&](LibraryFilter& part) { part.tags = {tag}; });
    }
    for (const std::string& tag : filter.excludedTags) {
        addChip(chips, Words::tr("not tag %1").arg(tagText(QString::fromStdString(tag))),
                [&](LibraryFilter& part) { part.excludedTags = {tag}; });
    }
}

void appendKinds(const LibraryFilter& filter, std::vector<SearchChip>& chips)
{
    for (const Source source : filter.sources) {
        addChip(chips, sourceText(source), [&](LibraryFilter& part) { part.sources = {source}; })
            .source
            = source;
    }
    for (const Category category : filter.categories) {
        addChip(chips, categoryText(category),
                [&](LibraryFilter& part) { part.categories = {category}; })
            .category
            = category;
    }
    for (const SoundClass soundClass : filter.soundClasses) {
        addChip(chips, soundClassText(soundClass),
                [&](LibraryFilter& part) { part.soundClasses = {soundClass}; });
    }
    for (const Key key : filter.keys) {
        addChip(chips, QString::fromStdString(keyName(key)),
                [&](LibraryFilter& part) { part.keys = {key}; });
    }
}

void appendRanges(const LibraryFilter& filter, std::vector<SearchChip>& chips)
{
    if (filter.bpm) {
        const QString fold = filter.foldBpm ? QStringLiteral("~") : QString();
        addChip(chips, fold + rangeText(*filter.bpm, 0, QStringLiteral(" BPM")),
                [&](LibraryFilter& part) {
                    part.bpm = filter.bpm;
                    part.foldBpm = filter.foldBpm;
                });
    }
    if (filter.lengthS) {
        addChip(chips, rangeText(*filter.lengthS, 2, QStringLiteral(" s")),
                [&](LibraryFilter& part) { part.lengthS = filter.lengthS; });
    }
    if (filter.quality) {
        addChip(chips, Words::tr("quality %1").arg(rangeText(*filter.quality, 2, QString())),
                [&](LibraryFilter& part) { part.quality = filter.quality; });
    }
    if (filter.minRating) {
        addChip(chips, Words::tr("%n star(s) or more", nullptr, *filter.minRating),
                [&](LibraryFilter& part) { part.minRating = filter.minRating; });
    }
}

void appendPlaces(const LibraryFilter& filter, std::vector<SearchChip>& chips)
{
    for (const std::string& name : filter.collections) {
        addChip(chips, Words::tr("in “%1”").arg(QString::fromStdString(name)),
                [&](LibraryFilter& part) { part.collections = {name}; });
    }
    if (filter.inNoCollection) {
        addChip(chips, Words::tr("in no collection"),
                [](LibraryFilter& part) { part.inNoCollection = true; });
    }
    for (const std::string& name : filter.origins) {
        addChip(chips, Words::tr("comes from “%1”").arg(QString::fromStdString(name)),
                [&](LibraryFilter& part) { part.origins = {name}; });
    }
    for (const std::string& name : filter.models) {
        addChip(chips, Words::tr("made by %1").arg(QString::fromStdString(name)),
                [&](LibraryFilter& part) { part.models = {name}; });
    }
    for (const std::string& name : filter.licences) {
        addChip(chips, Words::tr("licence %1").arg(QString::fromStdString(name)),
                [&](LibraryFilter& part) { part.licences = {name}; });
    }
    if (filter.ageDays) {
        addChip(chips,
                Words::tr("added: %1").arg(rangeText(*filter.ageDays, 0, Words::tr(" days"))),
                [&](LibraryFilter& part) { part.ageDays = filter.ageDays; });
    }
}

/// Every restriction of a filter as a chip, words and tags first.
std::vector<SearchChip> chipsOf(const LibraryFilter& filter)
{
    std::vector<SearchChip> chips;
    appendWords(filter, chips);
    appendKinds(filter, chips);
    appendRanges(filter, chips);
    appendPlaces(filter, chips);
    if (filter.favoritesOnly) {
        addChip(chips, Words::tr("Favourites"),
                [](LibraryFilter& part) { part.favoritesOnly = true; });
    }
    if (filter.needsAttentionOnly) {
        addChip(chips, Words::tr("Needs attention"),
                [](LibraryFilter& part) { part.needsAttentionOnly = true; });
    }
    for (const std::string& piece : filter.notUnderstood) {
        addChip(chips, QString::fromStdString(piece),
                [&](LibraryFilter& part) { part.notUnderstood = {piece}; })
            .isUnderstood
            = false;
    }
    return chips;
}

template<typename T>
void subtract(std::vector<T>& from, const std::vector<T>& values)
{
    for (const T& value : values) {
        std::erase(from, value);
    }
}

template<typename T>
void append(std::vector<T>& to, const std::vector<T>& more)
{
    for (const T& value : more) {
        if (std::find(to.begin(), to.end(), value) == to.end()) {
            to.push_back(value);
        }
    }
}

using Bounds = std::optional<std::pair<double, double>>;

Bounds intersection(const Bounds& a, const Bounds& b)
{
    if (!a || !b) {
        return a ? a : b;
    }
    return std::pair(std::max(a->first, b->first), std::min(a->second, b->second));
}

} // namespace

LibraryFilter parseSearchText(const QString& text)
{
    LibraryFilter filter = services::parseSearch(text.toStdString(), true);
    for (std::vector<std::string>* tags : {&filter.tags, &filter.excludedTags}) {
        for (std::string& tag : *tags) {
            tag = tagId(QString::fromStdString(tag)).toStdString();
        }
    }
    return filter;
}

QStringList searchTokens(const QString& text)
{
    QStringList tokens;
    QString token;
    bool isQuoted = false;
    for (const QChar c : text) {
        if (c == QLatin1Char('"')) {
            isQuoted = !isQuoted;
        }
        if (c.isSpace() && !isQuoted) {
            if (!token.isEmpty()) {
                tokens.push_back(token);
            }
            token.clear();
        } else {
            token += c;
        }
    }
    if (!token.isEmpty()) {
        tokens.push_back(token);
    }
    return tokens;
}

QString withoutToken(const QString& text, int index)
{
    QStringList tokens = searchTokens(text);
    if (index >= 0 && index < tokens.size()) {
        tokens.removeAt(index);
    }
    return tokens.join(QLatin1Char(' '));
}

LibraryFilter combined(const LibraryFilter& text, const LibraryFilter& facets)
{
    LibraryFilter both = text;
    append(both.sources, facets.sources);
    append(both.categories, facets.categories);
    append(both.soundClasses, facets.soundClasses);
    append(both.tags, facets.tags);
    append(both.keys, facets.keys);
    append(both.collections, facets.collections);
    append(both.origins, facets.origins);
    append(both.models, facets.models);
    append(both.licences, facets.licences);
    both.inNoCollection = text.inNoCollection || facets.inNoCollection;
    both.ageDays = intersection(text.ageDays, facets.ageDays);
    both.bpm = intersection(text.bpm, facets.bpm);
    both.foldBpm = text.foldBpm || facets.foldBpm;
    both.lengthS = intersection(text.lengthS, facets.lengthS);
    both.quality = intersection(text.quality, facets.quality);
    if (facets.minRating) {
        both.minRating = std::max(text.minRating.value_or(0), *facets.minRating);
    }
    both.favoritesOnly = text.favoritesOnly || facets.favoritesOnly;
    both.needsAttentionOnly = text.needsAttentionOnly || facets.needsAttentionOnly;
    return both;
}

std::vector<SearchChip> searchChips(const QString& text, const LibraryFilter& facets)
{
    std::vector<SearchChip> chips;
    const QStringList tokens = searchTokens(text);
    for (int i = 0; i < static_cast<int>(tokens.size()); ++i) {
        for (SearchChip& chip : chipsOf(parseSearchText(tokens[i]))) {
            chip.token = i;
            chips.push_back(std::move(chip));
            break; // `key:~8A` names several keys and is one chip
        }
    }
    for (SearchChip& chip : chipsOf(facets)) {
        chips.push_back(std::move(chip));
    }
    return chips;
}

LibraryFilter withoutPart(const LibraryFilter& filter, const LibraryFilter& part)
{
    LibraryFilter left = filter;
    subtract(left.words, part.words);
    subtract(left.excludedWords, part.excludedWords);
    subtract(left.tags, part.tags);
    subtract(left.excludedTags, part.excludedTags);
    subtract(left.sources, part.sources);
    subtract(left.categories, part.categories);
    subtract(left.soundClasses, part.soundClasses);
    subtract(left.keys, part.keys);
    subtract(left.collections, part.collections);
    subtract(left.origins, part.origins);
    subtract(left.models, part.models);
    subtract(left.licences, part.licences);
    left.inNoCollection = left.inNoCollection && !part.inNoCollection;
    if (part.ageDays) {
        left.ageDays.reset();
    }
    if (part.bpm) {
        left.bpm.reset();
        left.foldBpm = false;
    }
    if (part.lengthS) {
        left.lengthS.reset();
    }
    if (part.quality) {
        left.quality.reset();
    }
    if (part.minRating) {
        left.minRating.reset();
    }
    left.favoritesOnly = left.favoritesOnly && !part.favoritesOnly;
    left.needsAttentionOnly = left.needsAttentionOnly && !part.needsAttentionOnly;
    return left;
}

namespace {

/// "len:<0.5", "len:0.5-2", "len:>=60"; the range is taken away.
void addRange(const char* name, Bounds& range, QStringList& parts)
{
    if (!range) {
        return;
    }
    const auto number = [](double value) { return QString::number(value, 'g', 6); };
    QString text = QStringLiteral("%1-%2").arg(number(range->first), number(range->second));
    if (std::isinf(range->first)) {
        text = QStringLiteral("<%1").arg(number(range->second));
    } else if (std::isinf(range->second)) {
        text = QStringLiteral(">=%1").arg(number(range->first));
    }
    parts += QLatin1String(name) + text;
    range.reset();
}

} // namespace

std::optional<QString> searchTextOf(const QString& text, const LibraryFilter& facets)
{
    LibraryFilter left = facets;
    QStringList parts;
    if (!text.simplified().isEmpty()) {
        parts += text.simplified();
    }
    const auto addList = [&parts](const char* name, auto& values, auto&& idOf) {
        QStringList ids;
        for (const auto& value : values) {
            const std::string id {idOf(value)};
            ids += QString::fromStdString(id);
        }
        if (!ids.isEmpty()) {
            parts += QLatin1String(name) + ids.join(QLatin1Char(','));
        }
        values.clear();
    };
    addList("src:", left.sources, [](Source value) { return sourceId(value); });
    addList("cat:", left.categories, [](Category value) { return categoryId(value); });
    addList("class:", left.soundClasses, [](SoundClass value) { return soundClassId(value); });
    for (const std::string& name : std::exchange(left.collections, {})) {
        parts += QStringLiteral("in:\"%1\"").arg(QString::fromStdString(name));
    }
    if (left.bpm) {
        // "~bpm" reads 4 % to each side: taken back here.
        constexpr double kNear = 0.04;
        const double low = left.bpm->first / (left.foldBpm ? 1.0 - kNear : 1.0);
        const double high = left.bpm->second / (left.foldBpm ? 1.0 + kNear : 1.0);
        parts += QStringLiteral("%1bpm:%2-%3")
                     .arg(left.foldBpm ? QStringLiteral("~") : QString())
                     .arg(std::min(low, high), 0, 'g', 6)
                     .arg(std::max(low, high), 0, 'g', 6);
        left.bpm.reset();
        left.foldBpm = false;
    }
    addList("key:", left.keys, [](Key key) { return keyName(key); });
    addList("tag:", left.tags, [](const std::string& tag) { return tag; });
    addRange("len:", left.lengthS, parts);
    addRange("quality:", left.quality, parts);
    if (left.minRating) {
        parts += QStringLiteral("rating:>=%1").arg(*std::exchange(left.minRating, std::nullopt));
    }
    if (std::exchange(left.favoritesOnly, false)) {
        parts += QStringLiteral("fav");
    }
    return left == LibraryFilter {} ? std::optional(parts.join(QLatin1Char(' '))) : std::nullopt;
}

const QStringList& searchSuggestions()
{
    static QStringList german;
    static QStringList english;
    const bool isGerman = QLocale().language() == QLocale::German; // LanguageSwitch sets it
    QStringList& list = isGerman ? german : english;
    if (list.isEmpty()) {
        for (const char* name : {"bpm:", "~bpm:", "key:", "key:~", "cat:", "class:", "src:",
                                 "len:<", "rating:>=", "quality:>", "tag:", "-tag:", "added:<7d",
                                 "in:\"", "in:none", "from:\"", "model:", "lic:", "like:#"}) {
            list += QString::fromLatin1(name);
        }
        QStringList words;
        for (const search::Concept& meaning : search::searchLexicon().concepts()) {
            for (const std::string& word : isGerman ? meaning.german : meaning.english) {
                words += QString::fromStdString(word);
            }
        }
        words.removeDuplicates();
        words.sort(Qt::CaseInsensitive);
        list += words;
    }
    return list;
}

QString aspectText(search::Aspect aspect)
{
    switch (aspect) {
    case search::Aspect::Spectrum:
        return Words::tr("Spectrum");
    case search::Aspect::Timbre:
        return Words::tr("Timbre");
    case search::Aspect::Pitch:
        return Words::tr("Pitch");
    case search::Aspect::Envelope:
        return Words::tr("Envelope");
    case search::Aspect::Rhythm:
        return Words::tr("Rhythm");
    }
    return {};
}

QString matchText(float score)
{
    return QString::number(std::lround(100.0 * static_cast<double>(score)));
}

QString reasonText(const services::SearchReason& reason)
{
    using Kind = services::SearchReason::Kind;
    const QString text = QString::fromStdString(reason.text);
    const QString percent = matchText(reason.fit) + QStringLiteral("\u202F%");
    switch (reason.kind) {
    case Kind::Word:
        return text + u' ' + percent;
    case Kind::Name:
        return Words::tr("“%1” in the name").arg(text);
    case Kind::Aspect:
        for (std::size_t i = 0; i < search::kAspectCount; ++i) {
            const auto aspect = static_cast<search::Aspect>(i);
            if (search::aspectId(aspect) == reason.text) {
                // A noun within a line: small in English, as it is in German.
                const bool isGerman = QLocale().language() == QLocale::German;
                const QString name = aspectText(aspect);
                return (isGerman ? name : name.toLower()) + u' ' + percent;
            }
        }
        return text + u' ' + percent;
    case Kind::Clap:
        return Words::tr("CLAP %1").arg(formatNumber(static_cast<double>(reason.fit), 2));
    case Kind::Fact:
        return text;
    }
    return {};
}

QString reasonsText(const services::SearchHit& hit)
{
    std::vector<services::SearchReason> reasons = hit.reasons;
    std::stable_sort(reasons.begin(), reasons.end(), [](const auto& a, const auto& b) {
        // What is heard says more than what a file is called.
        const auto isName
            = [](const auto& reason) { return reason.kind == services::SearchReason::Kind::Name; };
        return isName(a) != isName(b) ? isName(b) : a.fit > b.fit;
    });
    QStringList texts;
    for (const services::SearchReason& reason : reasons) {
        texts += reasonText(reason);
    }
    return texts.join(QStringLiteral(" · "));
}

} // namespace nde::ui
