#include "core/services/JsonFields.h"

namespace nde::services {

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
                        {QStringLiteral("clip_mode"), params.clipMode},
                        {QStringLiteral("add_to_library"), params.addToLibrary},
                        {QStringLiteral("chop"), params.chop},
                        {QStringLiteral("chop_review"), params.chopReview},
                        {QStringLiteral("overwrite"), params.overwrite},
                        {QStringLiteral("keep_both"), params.keepBoth}};
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
    fields.text("clip_mode", params.clipMode);
    fields.flag("add_to_library", params.addToLibrary);
    fields.flag("chop", params.chop);
    fields.flag("chop_review", params.chopReview);
    fields.flag("overwrite", params.overwrite);
    fields.flag("keep_both", params.keepBoth);
    return fields.done(std::move(params));
}

QJsonObject toJson(const ChopParamsJob& params)
{
    return {{QStringLiteral("stem"), qint64 {params.stem}},
            {QStringLiteral("input"), params.input},
            {QStringLiteral("output_folder"), params.outputFolder},
            {QStringLiteral("sensitivity"), params.sensitivity},
            {QStringLiteral("kind"), chopKindId(params.kind)},
            {QStringLiteral("only_confident"), params.onlyConfident},
            {QStringLiteral("review"), params.review}};
}

Result<ChopParamsJob> chopParamsFromJson(const QJsonObject& object)
{
    ChopParamsJob params;
    Fields fields(object);
    fields.id("stem", params.stem);
    fields.text("input", params.input);
    fields.text("output_folder", params.outputFolder);
    fields.number("sensitivity", params.sensitivity);
    fields.choice("kind", params.kind, chopKindFromId);
    fields.flag("only_confident", params.onlyConfident);
    fields.flag("review", params.review);
    return fields.done(std::move(params));
}

QJsonObject toJson(const KeepSlicesParams& params)
{
    return {{QStringLiteral("review_path"), params.reviewPath}};
}

Result<KeepSlicesParams> keepSlicesParamsFromJson(const QJsonObject& object)
{
    KeepSlicesParams params;
    Fields fields(object);
    fields.text("review_path", params.reviewPath);
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

namespace {

constexpr std::pair<TrainDataKind, const char*> kDataKinds[] {
    {TrainDataKind::Category, "category"},
    {TrainDataKind::Collection, "collection"},
    {TrainDataKind::Filter, "filter"},
    {TrainDataKind::Sounds, "sounds"}};

std::optional<TrainDataKind> dataKindFromId(const QString& id)
{
    for (const auto& [kind, name] : kDataKinds) {
        if (id == QLatin1StringView(name)) {
            return kind;
        }
    }
    return std::nullopt;
}

} // namespace

QJsonObject toJson(const TrainJobParams& params)
{
    const auto& p = params.params;
    QJsonArray joint;
    for (const Category category : params.joint) {
        joint.append(toQt(categoryId(category)));
    }
    const char* data = kDataKinds[static_cast<std::size_t>(params.data)].second;
    return {{QStringLiteral("category"), toQt(categoryId(params.category))},
            {QStringLiteral("joint"), joint},
            {QStringLiteral("data"), QString::fromLatin1(data)},
            {QStringLiteral("data_text"), params.dataText},
            {QStringLiteral("sounds"), idsToJson(params.sounds)},
            {QStringLiteral("uses_taste"), params.usesTaste},
            {QStringLiteral("branch_of"), params.branchOf},
            {QStringLiteral("branch_epoch"), params.branchEpoch},
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
    QStringList joint;
    fields.strings("joint", joint);
    for (const QString& id : joint) {
        const auto category = categoryFromId(toStd(id));
        if (!category) {
            return fail(ErrorCode::BadInput, "the stored value of 'joint' is not usable");
        }
        params.joint.push_back(*category);
    }
    fields.choice("data", params.data, dataKindFromId);
    fields.text("data_text", params.dataText);
    for (const auto& value : object.value(QStringLiteral("sounds")).toArray()) {
        params.sounds.push_back(value.toInteger());
    }
    fields.flag("uses_taste", params.usesTaste);
    StemId branch = 0;
    fields.id("branch_of", branch);
    params.branchOf = branch;
    fields.integer("branch_epoch", params.branchEpoch);
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
    QJsonArray latents;
    for (const auto& latent : params.anchorLatents) {
        latents.append(latentToJson(latent));
    }
    QJsonObject object {
        {QStringLiteral("category"), toQt(categoryId(params.category))},
        {QStringLiteral("model"), params.model},
        {QStringLiteral("mode"), toQt(nn::dreamModeId(p.mode))},
        {QStringLiteral("count"), p.count},
        {QStringLiteral("creativity"), p.creativity},
        {QStringLiteral("temperature"), p.temperature},
        {QStringLiteral("radius"), p.radius},
        {QStringLiteral("novelty_min"), p.minNovelty},
        {QStringLiteral("spherical"), p.isSpherical},
        {QStringLiteral("glides"), p.glides},
        {QStringLiteral("axes"), numbersToJson(p.axes)},
        {QStringLiteral("seed"), seedToJson(p.seed)},
        {QStringLiteral("sample_rate"), p.sampleRate},
        {QStringLiteral("channels"), p.channels},
        {QStringLiteral("anchors"), idsToJson(params.anchors)},
        {QStringLiteral("anchor_files"), QJsonArray::fromStringList(params.anchorFiles)},
        {QStringLiteral("anchor_latents"), latents},
        {QStringLiteral("anchor_weights"), numbersToJson(params.anchorWeights)},
        {QStringLiteral("text"), params.text},
        {QStringLiteral("uses_taste"), params.usesTaste},
        {QStringLiteral("output_folder"), params.outputFolder},
        {QStringLiteral("add_to_library"), params.addToLibrary},
        {QStringLiteral("to_tray"), params.toTray}};
    if (p.factor) {
        object.insert(QStringLiteral("factor"), *p.factor);
    }
    QJsonObject moves;
    for (const auto& [axis, amount] : params.axisMoves) {
        moves.insert(toQt(axis), amount);
    }
    object.insert(QStringLiteral("axis_moves"), moves);
    if (params.second) {
        object.insert(QStringLiteral("second"), toQt(categoryId(*params.second)));
        object.insert(QStringLiteral("second_model"), params.secondModel);
    }
    return object;
}

Result<GenerateJobParams> generateParamsFromJson(const QJsonObject& object)
{
    GenerateJobParams params;
    auto& p = params.params;
    Fields fields(object);
    fields.category("category", params.category);
    fields.text("model", params.model);
    fields.choice("mode", p.mode, [](const QString& id) { return nn::dreamModeFromId(toStd(id)); });
    fields.integer("count", p.count);
    fields.number("creativity", p.creativity);
    fields.number("temperature", p.temperature);
    fields.number("radius", p.radius);
    fields.number("novelty_min", p.minNovelty);
    fields.maybe("factor", p.factor);
    fields.flag("spherical", p.isSpherical);
    fields.flag("glides", p.glides);
    fields.numbers("axes", p.axes);
    quint64 seed = p.seed;
    fields.seed("seed", seed);
    p.seed = seed;
    fields.integer("sample_rate", p.sampleRate);
    fields.integer("channels", p.channels);
    fields.ids("anchors", params.anchors);
    fields.strings("anchor_files", params.anchorFiles);
    fields.latents("anchor_latents", params.anchorLatents);
    fields.numbers("anchor_weights", params.anchorWeights);
    fields.moves("axis_moves", params.axisMoves);
    Category second {};
    fields.category("second", second);
    if (object.contains(QStringLiteral("second"))) {
        params.second = second;
    }
    fields.text("second_model", params.secondModel);
    fields.text("text", params.text);
    fields.flag("uses_taste", params.usesTaste);
    fields.text("output_folder", params.outputFolder);
    fields.flag("add_to_library", params.addToLibrary);
    fields.flag("to_tray", params.toTray);
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

QJsonObject toJson(const ExportParams& params)
{
    QJsonObject object {{QStringLiteral("track"), qint64 {params.track}},
                        {QStringLiteral("plan"), params.planFile},
                        {QStringLiteral("sounds"), idsToJson(params.sounds)},
                        {QStringLiteral("folder"), params.folder},
                        {QStringLiteral("name"), params.name},
                        {QStringLiteral("overwrite"), params.overwrite},
                        {QStringLiteral("master"), params.master},
                        {QStringLiteral("format"), params.format},
                        {QStringLiteral("sample_rate"), params.sampleRate},
                        {QStringLiteral("lane_stems"), params.laneStems},
                        {QStringLiteral("stem_format"), params.stemFormat},
                        {QStringLiteral("midi"), params.midi},
                        {QStringLiteral("rpp"), params.rpp},
                        {QStringLiteral("dawproject"), params.dawProject},
                        {QStringLiteral("cues"), params.cues},
                        {QStringLiteral("influences"), params.influences},
                        {QStringLiteral("pack"), params.isPack},
                        {QStringLiteral("with_facts"), params.withFacts}};
    if (params.lufs) {
        object.insert(QStringLiteral("lufs"), *params.lufs);
    }
    if (params.ceilingDbtp) {
        object.insert(QStringLiteral("ceiling_dbtp"), *params.ceilingDbtp);
    }
    return object;
}

Result<ExportParams> exportParamsFromJson(const QJsonObject& object)
{
    ExportParams params;
    Fields fields(object);
    fields.id("track", params.track);
    fields.text("plan", params.planFile);
    fields.ids("sounds", params.sounds);
    fields.text("folder", params.folder);
    fields.text("name", params.name);
    fields.flag("overwrite", params.overwrite);
    fields.flag("master", params.master);
    fields.text("format", params.format);
    fields.integer("sample_rate", params.sampleRate);
    fields.maybe("lufs", params.lufs);
    fields.maybe("ceiling_dbtp", params.ceilingDbtp);
    fields.flag("lane_stems", params.laneStems);
    fields.text("stem_format", params.stemFormat);
    fields.flag("midi", params.midi);
    fields.flag("rpp", params.rpp);
    fields.flag("dawproject", params.dawProject);
    fields.flag("cues", params.cues);
    fields.flag("influences", params.influences);
    fields.flag("pack", params.isPack);
    fields.flag("with_facts", params.withFacts);
    return fields.done(std::move(params));
}

} // namespace nde::services
