#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

namespace nde::services {
namespace {

/// Reads typed fields of one object; the first field that does not fit is remembered.
class Fields
{
public:
    explicit Fields(const QJsonObject& object)
        : m_object(object)
    {
    }

    void text(const char* name, QString& value)
    {
        read(name,
             [&](const QJsonValue& v) { return v.isString() && (value = v.toString(), true); });
    }
    void number(const char* name, double& value)
    {
        read(name,
             [&](const QJsonValue& v) { return v.isDouble() && (value = v.toDouble(), true); });
    }
    void integer(const char* name, int& value)
    {
        read(name, [&](const QJsonValue& v) { return v.isDouble() && (value = v.toInt(), true); });
    }
    template<typename T>
    void maybe(const char* name, std::optional<T>& value)
    {
        read(name, [&](const QJsonValue& v) {
            value = v.isDouble() ? std::optional(static_cast<T>(v.toDouble())) : std::nullopt;
            return value.has_value();
        });
    }
    void id(const char* name, StemId& value)
    {
        read(name,
             [&](const QJsonValue& v) { return v.isDouble() && (value = v.toInteger(), true); });
    }
    void flag(const char* name, bool& value)
    {
        read(name, [&](const QJsonValue& v) { return v.isBool() && (value = v.toBool(), true); });
    }
    void seed(const char* name, quint64& value)
    {
        read(name, [&](const QJsonValue& v) {
            const auto seed = seedFromJson(v);
            value = seed.value_or(value);
            return seed.has_value();
        });
    }
    void strings(const char* name, QStringList& value)
    {
        read(name, [&](const QJsonValue& v) {
            for (const auto& item : v.toArray()) {
                value << item.toString();
            }
            return v.isArray();
        });
    }
    void category(const char* name, Category& value)
    {
        read(name, [&](const QJsonValue& v) {
            const auto category = categoryFromId(toStd(v.toString()));
            value = category.value_or(value);
            return category.has_value();
        });
    }

    template<typename T>
    [[nodiscard]] Result<T> done(T params) const
    {
        if (!m_bad.isEmpty()) {
            return fail(ErrorCode::BadInput,
                        toStd(QStringLiteral("the stored value of '%1' is not usable").arg(m_bad)));
        }
        return params;
    }

private:
    template<typename Take>
    void read(const char* name, const Take& take)
    {
        const auto value = m_object.value(QLatin1StringView(name));
        if (!value.isUndefined() && !value.isNull() && !take(value) && m_bad.isEmpty()) {
            m_bad = QString::fromLatin1(name);
        }
    }

    const QJsonObject& m_object;
    QString m_bad;
};

QJsonArray idsToJson(const std::vector<StemId>& ids)
{
    QJsonArray array;
    for (const auto stem : ids) {
        array.append(qint64 {stem});
    }
    return array;
}

} // namespace

QJsonObject toJson(const ImportParams& params)
{
    QJsonObject object {{QStringLiteral("paths"), QJsonArray::fromStringList(params.paths)},
                        {QStringLiteral("source"), toQt(sourceId(params.source))},
                        {QStringLiteral("analyse"), params.analyse}};
    if (params.category) {
        object.insert(QStringLiteral("category"), toQt(categoryId(*params.category)));
    }
    return object;
}

Result<ImportParams> importParamsFromJson(const QJsonObject& object)
{
    ImportParams params;
    Fields fields(object);
    fields.strings("paths", params.paths);
    fields.flag("analyse", params.analyse);
    if (object.contains(QStringLiteral("category"))) {
        Category category {};
        fields.category("category", category);
        params.category = category;
    }
    const auto source = sourceFromId(toStd(object.value(QStringLiteral("source")).toString()));
    params.source = source.value_or(params.source);
    return fields.done(std::move(params));
}

QJsonObject toJson(const SeparateParams& params)
{
    QJsonObject object {{QStringLiteral("input"), params.input},
                        {QStringLiteral("stem"), qint64 {params.stem}},
                        {QStringLiteral("model"), params.model},
                        {QStringLiteral("models_folder"), params.modelsFolder},
                        {QStringLiteral("seed"), seedToJson(params.seed)},
                        {QStringLiteral("native_rate"), params.nativeRate},
                        {QStringLiteral("device"), params.device},
                        {QStringLiteral("precision"), params.precision},
                        {QStringLiteral("recipe"), QJsonArray::fromStringList(params.recipe)},
                        {QStringLiteral("name_template"), params.nameTemplate},
                        {QStringLiteral("start_s"), params.startS},
                        {QStringLiteral("length_s"), params.lengthS},
                        {QStringLiteral("output_folder"), params.outputFolder},
                        {QStringLiteral("format"), params.format},
                        {QStringLiteral("add_to_library"), params.addToLibrary},
                        {QStringLiteral("chop"), params.chop},
                        {QStringLiteral("overwrite"), params.overwrite}};
    if (params.shifts) {
        object.insert(QStringLiteral("shifts"), *params.shifts);
    }
    if (params.overlap) {
        object.insert(QStringLiteral("overlap"), *params.overlap);
    }
    if (params.segmentS) {
        object.insert(QStringLiteral("segment_s"), *params.segmentS);
    }
    return object;
}

Result<SeparateParams> separateParamsFromJson(const QJsonObject& object)
{
    SeparateParams params;
    Fields fields(object);
    fields.text("input", params.input);
    fields.id("stem", params.stem);
    fields.text("model", params.model);
    fields.text("models_folder", params.modelsFolder);
    fields.maybe("shifts", params.shifts);
    fields.maybe("overlap", params.overlap);
    fields.maybe("segment_s", params.segmentS);
    fields.seed("seed", params.seed);
    fields.flag("native_rate", params.nativeRate);
    fields.text("device", params.device);
    fields.text("precision", params.precision);
    fields.strings("recipe", params.recipe);
    fields.text("name_template", params.nameTemplate);
    fields.number("start_s", params.startS);
    fields.number("length_s", params.lengthS);
    fields.text("output_folder", params.outputFolder);
    fields.text("format", params.format);
    fields.flag("add_to_library", params.addToLibrary);
    fields.flag("chop", params.chop);
    fields.flag("overwrite", params.overwrite);
    return fields.done(std::move(params));
}

QJsonObject toJson(const ChopParamsJob& params)
{
    return {{QStringLiteral("stem"), qint64 {params.stem}},
            {QStringLiteral("input"), params.input},
            {QStringLiteral("output_folder"), params.outputFolder},
            {QStringLiteral("sensitivity"), params.sensitivity}};
}

Result<ChopParamsJob> chopParamsFromJson(const QJsonObject& object)
{
    ChopParamsJob params;
    Fields fields(object);
    fields.id("stem", params.stem);
    fields.text("input", params.input);
    fields.text("output_folder", params.outputFolder);
    fields.number("sensitivity", params.sensitivity);
    return fields.done(std::move(params));
}

QJsonObject toJson(const AnalyzeParams& params)
{
    return {{QStringLiteral("stems"), idsToJson(params.stems)},
            {QStringLiteral("files"), QJsonArray::fromStringList(params.files)},
            {QStringLiteral("force"), params.force}};
}

Result<AnalyzeParams> analyzeParamsFromJson(const QJsonObject& object)
{
    AnalyzeParams params;
    Fields fields(object);
    fields.strings("files", params.files);
    fields.flag("force", params.force);
    for (const auto& value : object.value(QStringLiteral("stems")).toArray()) {
        params.stems.push_back(value.toInteger());
    }
    return fields.done(std::move(params));
}

QJsonObject toJson(const TrainJobParams& params)
{
    const auto& p = params.params;
    return {{QStringLiteral("category"), toQt(categoryId(params.category))},
            {QStringLiteral("min_quality"), params.minQuality},
            {QStringLiteral("latent_dim"), p.latentDim},
            {QStringLiteral("epochs"), p.epochs},
            {QStringLiteral("batch_size"), p.batchSize},
            {QStringLiteral("learning_rate"), p.learningRate},
            {QStringLiteral("detail"), p.detail},
            {QStringLiteral("augmentations"), p.augmentations},
            {QStringLiteral("validation_share"), p.validationShare},
            {QStringLiteral("patience"), p.patience},
            {QStringLiteral("seed"), seedToJson(p.seed)}};
}

Result<TrainJobParams> trainParamsFromJson(const QJsonObject& object)
{
    TrainJobParams params;
    auto& p = params.params;
    Fields fields(object);
    fields.category("category", params.category);
    fields.number("min_quality", params.minQuality);
    fields.integer("latent_dim", p.latentDim);
    fields.integer("epochs", p.epochs);
    fields.integer("batch_size", p.batchSize);
    fields.number("learning_rate", p.learningRate);
    fields.number("detail", p.detail);
    fields.integer("augmentations", p.augmentations);
    fields.number("validation_share", p.validationShare);
    fields.integer("patience", p.patience);
    quint64 seed = p.seed;
    fields.seed("seed", seed);
    p.seed = seed;
    return fields.done(std::move(params));
}

QJsonObject toJson(const GenerateJobParams& params)
{
    const auto& p = params.params;
    return {{QStringLiteral("category"), toQt(categoryId(params.category))},
            {QStringLiteral("count"), p.count},
            {QStringLiteral("creativity"), p.creativity},
            {QStringLiteral("temperature"), p.temperature},
            {QStringLiteral("seed"), seedToJson(p.seed)},
            {QStringLiteral("sample_rate"), p.sampleRate},
            {QStringLiteral("output_folder"), params.outputFolder},
            {QStringLiteral("add_to_library"), params.addToLibrary}};
}

Result<GenerateJobParams> generateParamsFromJson(const QJsonObject& object)
{
    GenerateJobParams params;
    auto& p = params.params;
    Fields fields(object);
    fields.category("category", params.category);
    fields.integer("count", p.count);
    fields.number("creativity", p.creativity);
    fields.number("temperature", p.temperature);
    quint64 seed = p.seed;
    fields.seed("seed", seed);
    p.seed = seed;
    fields.integer("sample_rate", p.sampleRate);
    fields.text("output_folder", params.outputFolder);
    fields.flag("add_to_library", params.addToLibrary);
    return fields.done(std::move(params));
}

QJsonObject toJson(const ComposeParams& params)
{
    QJsonObject object {{QStringLiteral("prompt"), params.prompt},
                        {QStringLiteral("output"), params.output},
                        {QStringLiteral("include_original"), params.includeOriginal},
                        {QStringLiteral("include_separated"), params.includeSeparated},
                        {QStringLiteral("include_generated"), params.includeGenerated},
                        {QStringLiteral("overwrite"), params.overwrite},
                        {QStringLiteral("plan_only"), params.planOnly}};
    if (params.seed) {
        object.insert(QStringLiteral("seed"), seedToJson(*params.seed));
    }
    return object;
}

Result<ComposeParams> composeParamsFromJson(const QJsonObject& object)
{
    ComposeParams params;
    Fields fields(object);
    fields.text("prompt", params.prompt);
    fields.text("output", params.output);
    fields.flag("include_original", params.includeOriginal);
    fields.flag("include_separated", params.includeSeparated);
    fields.flag("include_generated", params.includeGenerated);
    fields.flag("overwrite", params.overwrite);
    fields.flag("plan_only", params.planOnly);
    if (object.contains(QStringLiteral("seed"))) {
        quint64 seed = 1;
        fields.seed("seed", seed);
        params.seed = seed;
    }
    return fields.done(std::move(params));
}

QJsonObject toJson(const StarterKitParams& params)
{
    return {{QStringLiteral("seed"), seedToJson(params.seed)},
            {QStringLiteral("with_demo_track"), params.withDemoTrack}};
}

Result<StarterKitParams> starterKitParamsFromJson(const QJsonObject& object)
{
    StarterKitParams params;
    Fields fields(object);
    fields.seed("seed", params.seed);
    fields.flag("with_demo_track", params.withDemoTrack);
    return fields.done(params);
}

} // namespace nde::services
