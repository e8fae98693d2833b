#include "core/services/JsonFields.h"

#include <map>

namespace nde::services {
namespace {

constexpr auto kCompose = [](auto& fields, auto& params) {
    fields.text("prompt", params.prompt);
    fields.text("output", params.output);
    fields.flag("overwrite", params.overwrite);
    fields.flag("plan_only", params.planOnly);
    auto& wish = params.sources;
    fields.flag("include_original", wish.includeOriginal);
    fields.flag("include_separated", wish.includeSeparated);
    fields.flag("include_generated", wish.includeGenerated);
    fields.wordsIfAny("tags", wish.tags);
    fields.idsIfAny("roots", wish.roots);
    fields.integerUnless("min_rating", wish.minRating, 0);
    fields.wordsIfAny("licences", wish.licences);
    fields.maybeSeed("seed", params.seed);
    fields.maybe("bpm", params.bpm);
    fields.maybe("duration_s", params.durationS);
    fields.maybe("lufs", params.lufs);
    fields.maybeKey("key", params.key);
    fields.stringsIfAny("genres", params.genres);
    fields.stringsIfAny("moods", params.moods);
    fields.textIfAny("form", params.form);
    fields.integerUnless("candidates", params.candidates, 1);
    fields.textIfAny("plan_file", params.planFile);
    fields.flagIfSet("reroll", params.reroll);
    fields.integersIfAny("scope_clips", params.scope.clips);
    fields.integersIfAny("scope_lanes", params.scope.lanes);
    fields.integersIfAny("scope_sections", params.scope.sections);
    fields.integersIfAny("locked_lanes", params.lockedLanes);
    fields.integersIfAny("locked_sections", params.lockedSections);
    fields.integersIfAny("locked_clips", params.lockedClips);
};

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
    return written(kCompose, params);
}

Result<ComposeParams> composeParamsFromJson(const QJsonObject& object)
{
    return readBack<ComposeParams>(kCompose, object);
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
