#include "core/services/JsonFields.h"

#include <map>

namespace nde::services {
namespace {

QJsonArray numbersOf(const std::vector<int>& ids)
{
    QJsonArray array;
    for (const int id : ids) {
        array.append(id);
    }
    return array;
}

void insertList(QJsonObject& object, const char* name, const std::vector<int>& ids)
{
    if (!ids.empty()) {
        object.insert(QLatin1StringView(name), numbersOf(ids));
    }
}

QJsonArray wordsOf(const std::vector<std::string>& words)
{
    QJsonArray array;
    for (const auto& word : words) {
        array.append(toQt(word));
    }
    return array;
}

void insertWish(const music::SourceWish& wish, QJsonObject& object)
{
    object.insert(QStringLiteral("include_original"), wish.includeOriginal);
    object.insert(QStringLiteral("include_separated"), wish.includeSeparated);
    object.insert(QStringLiteral("include_generated"), wish.includeGenerated);
    if (!wish.tags.empty()) {
        object.insert(QStringLiteral("tags"), wordsOf(wish.tags));
    }
    if (!wish.roots.empty()) {
        object.insert(QStringLiteral("roots"), idsToJson(wish.roots));
    }
    if (wish.minRating != 0) {
        object.insert(QStringLiteral("min_rating"), wish.minRating);
    }
    if (!wish.licences.empty()) {
        object.insert(QStringLiteral("licences"), wordsOf(wish.licences));
    }
}

void readWords(Fields& fields, const char* name, std::vector<std::string>& words)
{
    QStringList list;
    fields.strings(name, list);
    for (const auto& word : list) {
        words.push_back(toStd(word));
    }
}

void readIds(Fields& fields, const char* name, std::vector<int>& ids)
{
    std::vector<double> numbers;
    fields.numbers(name, numbers);
    for (const double number : numbers) {
        ids.push_back(static_cast<int>(number));
    }
}

void readWish(Fields& fields, music::SourceWish& wish)
{
    fields.flag("include_original", wish.includeOriginal);
    fields.flag("include_separated", wish.includeSeparated);
    fields.flag("include_generated", wish.includeGenerated);
    readWords(fields, "tags", wish.tags);
    fields.ids("roots", wish.roots);
    fields.integer("min_rating", wish.minRating);
    readWords(fields, "licences", wish.licences);
}

QJsonObject whyToJson(const std::map<std::string, double>& why)
{
    QJsonObject object;
    for (const auto& [term, value] : why) {
        object.insert(toQt(term), value);
    }
    return object;
}

QJsonArray stemsToJson(const std::vector<ComposedStem>& stems)
{
    QJsonArray array;
    for (const auto& stem : stems) {
        array.append(QJsonObject {{QStringLiteral("id"), qint64 {stem.id}},
                                  {QStringLiteral("path"), stem.path},
                                  {QStringLiteral("lane"), stem.lane},
                                  {QStringLiteral("source"), toQt(sourceId(stem.source))},
                                  {QStringLiteral("why"), whyToJson(stem.why)}});
    }
    return array;
}

QJsonObject countsOf(const std::vector<ComposedStem>& stems)
{
    std::map<QString, int> sources {{QStringLiteral("original"), 0},
                                    {QStringLiteral("separated"), 0},
                                    {QStringLiteral("generated"), 0}};
    for (const auto& stem : stems) {
        // Slices were cut out of separated stems: the arranger's switch treats both as one.
        const bool isSlice = stem.source == Source::Slice;
        ++sources[toQt(sourceId(isSlice ? Source::Separated : stem.source))];
    }
    QJsonObject counts;
    for (const auto& [source, count] : sources) {
        counts.insert(source, count);
    }
    return counts;
}

QJsonArray sectionsToJson(const std::vector<music::Section>& sections)
{
    QJsonArray array;
    for (const auto& section : sections) {
        array.append(QJsonObject {{QStringLiteral("id"), section.id},
                                  {QStringLiteral("name"), toQt(section.name)},
                                  {QStringLiteral("start_bar"), section.startBar},
                                  {QStringLiteral("bars"), section.bars},
                                  {QStringLiteral("energy"), section.energy},
                                  {QStringLiteral("locked"), section.isLocked}});
    }
    return array;
}

QJsonArray lanesToJson(const std::vector<ComposedLane>& lanes)
{
    QJsonArray array;
    for (const auto& lane : lanes) {
        array.append(QJsonObject {{QStringLiteral("id"), lane.id},
                                  {QStringLiteral("role"), lane.role},
                                  {QStringLiteral("clips"), lane.clips},
                                  {QStringLiteral("gaps"), lane.gaps},
                                  {QStringLiteral("locked"), lane.isLocked}});
    }
    return array;
}

QJsonArray plansToJson(const std::vector<ComposedPlan>& plans)
{
    QJsonArray array;
    for (const auto& plan : plans) {
        array.append(QJsonObject {{QStringLiteral("seed"), seedToJson(plan.seed)},
                                  {QStringLiteral("plan"), plan.path},
                                  {QStringLiteral("plan_hash"), plan.hash},
                                  {QStringLiteral("score"), plan.score}});
    }
    return array;
}

QJsonValue orNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

} // namespace

QJsonObject toJson(const ComposeParams& params)
{
    QJsonObject object {{QStringLiteral("prompt"), params.prompt},
                        {QStringLiteral("output"), params.output},
                        {QStringLiteral("overwrite"), params.overwrite},
                        {QStringLiteral("plan_only"), params.planOnly}};
    insertWish(params.sources, object);
    if (params.seed) {
        object.insert(QStringLiteral("seed"), seedToJson(*params.seed));
    }
    const auto number = [&object](const char* name, const std::optional<double>& value) {
        if (value) {
            object.insert(QLatin1StringView(name), *value);
        }
    };
    number("bpm", params.bpm);
    number("duration_s", params.durationS);
    number("lufs", params.lufs);
    if (params.key) {
        object.insert(QStringLiteral("key"), toQt(keyName(*params.key)));
    }
    if (!params.genres.isEmpty()) {
        object.insert(QStringLiteral("genres"), QJsonArray::fromStringList(params.genres));
    }
    if (!params.moods.isEmpty()) {
        object.insert(QStringLiteral("moods"), QJsonArray::fromStringList(params.moods));
    }
    if (!params.form.isEmpty()) {
        object.insert(QStringLiteral("form"), params.form);
    }
    if (params.candidates != 1) {
        object.insert(QStringLiteral("candidates"), params.candidates);
    }
    if (!params.planFile.isEmpty()) {
        object.insert(QStringLiteral("plan_file"), params.planFile);
    }
    if (params.reroll) {
        object.insert(QStringLiteral("reroll"), true);
    }
    insertList(object, "scope_clips", params.scope.clips);
    insertList(object, "scope_lanes", params.scope.lanes);
    insertList(object, "scope_sections", params.scope.sections);
    insertList(object, "locked_lanes", params.lockedLanes);
    insertList(object, "locked_sections", params.lockedSections);
    insertList(object, "locked_clips", params.lockedClips);
    return object;
}

Result<ComposeParams> composeParamsFromJson(const QJsonObject& object)
{
    ComposeParams params;
    Fields fields(object);
    fields.text("prompt", params.prompt);
    fields.text("output", params.output);
    readWish(fields, params.sources);
    fields.flag("overwrite", params.overwrite);
    fields.flag("plan_only", params.planOnly);
    if (object.contains(QStringLiteral("seed"))) {
        quint64 seed = 1;
        fields.seed("seed", seed);
        params.seed = seed;
    }
    fields.maybe("bpm", params.bpm);
    fields.maybe("duration_s", params.durationS);
    fields.maybe("lufs", params.lufs);
    if (object.contains(QStringLiteral("key"))) {
        Key key;
        fields.choice("key", key, [](const QString& name) { return keyFromName(toStd(name)); });
        params.key = key;
    }
    fields.strings("genres", params.genres);
    fields.strings("moods", params.moods);
    fields.text("form", params.form);
    fields.integer("candidates", params.candidates);
    fields.text("plan_file", params.planFile);
    fields.flag("reroll", params.reroll);
    readIds(fields, "scope_clips", params.scope.clips);
    readIds(fields, "scope_lanes", params.scope.lanes);
    readIds(fields, "scope_sections", params.scope.sections);
    readIds(fields, "locked_lanes", params.lockedLanes);
    readIds(fields, "locked_sections", params.lockedSections);
    readIds(fields, "locked_clips", params.lockedClips);
    return fields.done(std::move(params));
}

QJsonObject toJson(const ComposeOutcome& outcome)
{
    const auto request = parseJsonObject(outcome.requestJson.toUtf8());
    QJsonObject object {{QStringLiteral("prompt"), outcome.prompt},
                        {QStringLiteral("request"), request.value_or(QJsonObject {})},
                        {QStringLiteral("seed"), seedToJson(outcome.seed)},
                        {QStringLiteral("plan"), outcome.planPath},
                        {QStringLiteral("plan_hash"), outcome.planHash},
                        {QStringLiteral("output"), orNull(outcome.output)},
                        {QStringLiteral("bpm"), outcome.bpm},
                        {QStringLiteral("key"), outcome.key},
                        {QStringLiteral("bars"), outcome.bars},
                        {QStringLiteral("duration_s"), outcome.durationS},
                        {QStringLiteral("lufs"), outcome.lufs},
                        {QStringLiteral("target_lufs"), outcome.targetLufs},
                        {QStringLiteral("true_peak_dbtp"), outcome.truePeakDb},
                        {QStringLiteral("sources"), countsOf(outcome.stems)},
                        {QStringLiteral("sections"), sectionsToJson(outcome.sections)},
                        {QStringLiteral("lanes"), lanesToJson(outcome.lanes)},
                        {QStringLiteral("stems"), stemsToJson(outcome.stems)},
                        {QStringLiteral("notes"), QJsonArray::fromStringList(outcome.notes)},
                        {QStringLiteral("elapsed_s"), outcome.elapsedS}};
    if (!outcome.plans.empty()) {
        object.insert(QStringLiteral("plans"), plansToJson(outcome.plans));
    }
    if (outcome.trackId != 0) {
        object.insert(QStringLiteral("id"), qint64 {outcome.trackId});
    }
    return object;
}

} // namespace nde::services
