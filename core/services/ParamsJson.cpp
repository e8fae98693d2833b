#include "core/services/JsonFields.h"

/// One table a kind of job: what is written of its parameters is what is read back.
namespace nde::services {
namespace {

constexpr auto kImport = [](auto& fields, auto& params) {
    fields.strings("paths", params.paths);
    fields.choice(
        "source", params.source, [](Source source) { return toQt(sourceId(source)); },
        [](const QString& id) { return sourceFromId(toStd(id)); });
    fields.flag("analyse", params.analyse);
    fields.maybeCategory("category", params.category);
};

constexpr auto kSeparate = [](auto& fields, auto& params) {
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
};

constexpr auto kChop = [](auto& fields, auto& params) {
    fields.id("stem", params.stem);
    fields.text("input", params.input);
    fields.text("output_folder", params.outputFolder);
    fields.number("sensitivity", params.sensitivity);
    fields.choice("kind", params.kind, chopKindId, chopKindFromId);
    fields.flag("only_confident", params.onlyConfident);
    fields.flag("review", params.review);
};

constexpr auto kKeepSlices
    = [](auto& fields, auto& params) { fields.text("review_path", params.reviewPath); };

constexpr auto kAnalyze = [](auto& fields, auto& params) {
    fields.ids("stems", params.stems);
    fields.strings("files", params.files);
    fields.flag("force", params.force);
};

constexpr std::pair<TrainDataKind, const char*> kDataKinds[] {
    {TrainDataKind::Category, "category"},
    {TrainDataKind::Collection, "collection"},
    {TrainDataKind::Filter, "filter"},
    {TrainDataKind::Sounds, "sounds"}};

QString dataKindId(TrainDataKind kind)
{
    return QString::fromLatin1(kDataKinds[static_cast<std::size_t>(kind)].second);
}

std::optional<TrainDataKind> dataKindFromId(const QString& id)
{
    for (const auto& [kind, name] : kDataKinds) {
        if (id == QLatin1StringView(name)) {
            return kind;
        }
    }
    return std::nullopt;
}

constexpr auto kTrain = [](auto& fields, auto& params) {
    auto& p = params.params;
    fields.category("category", params.category);
    fields.categories("joint", params.joint);
    fields.choice("data", params.data, dataKindId, dataKindFromId);
    fields.text("data_text", params.dataText);
    fields.ids("sounds", params.sounds);
    fields.flag("uses_taste", params.usesTaste);
    fields.id("branch_of", params.branchOf);
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
    fields.flag("long", p.isLong);
    fields.seed("seed", p.seed);
};

constexpr auto kGenerate = [](auto& fields, auto& params) {
    auto& p = params.params;
    fields.category("category", params.category);
    fields.text("model", params.model);
    fields.choice(
        "mode", p.mode, [](nn::DreamMode mode) { return toQt(nn::dreamModeId(mode)); },
        [](const QString& id) { return nn::dreamModeFromId(toStd(id)); });
    fields.integer("count", p.count);
    fields.number("creativity", p.creativity);
    fields.number("temperature", p.temperature);
    fields.number("radius", p.radius);
    fields.number("novelty_min", p.minNovelty);
    fields.maybe("factor", p.factor);
    fields.flag("spherical", p.isSpherical);
    fields.flag("glides", p.glides);
    fields.number("length_s", p.lengthS);
    fields.number("bars", p.bars);
    fields.number("bpm", p.bpm);
    fields.flag("long", params.isLong);
    fields.numbers("axes", p.axes);
    fields.seed("seed", p.seed);
    fields.integer("sample_rate", p.sampleRate);
    fields.integer("channels", p.channels);
    fields.ids("anchors", params.anchors);
    fields.strings("anchor_files", params.anchorFiles);
    fields.latents("anchor_latents", params.anchorLatents);
    fields.numbers("anchor_weights", params.anchorWeights);
    fields.moves("axis_moves", params.axisMoves);
    fields.maybeCategory("second", params.second);
    fields.textIfAny("second_model", params.secondModel);
    fields.text("text", params.text);
    fields.flag("uses_taste", params.usesTaste);
    fields.text("output_folder", params.outputFolder);
    fields.flag("add_to_library", params.addToLibrary);
    fields.flag("to_tray", params.toTray);
};

constexpr auto kStarterKit = [](auto& fields, auto& params) {
    fields.seed("seed", params.seed);
    fields.flag("with_demo_track", params.withDemoTrack);
};

constexpr auto kExport = [](auto& fields, auto& params) {
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
};

} // namespace

QJsonObject toJson(const ImportParams& params)
{
    return written(kImport, params);
}

Result<ImportParams> importParamsFromJson(const QJsonObject& object)
{
    return readBack<ImportParams>(kImport, object);
}

QJsonObject toJson(const SeparateParams& params)
{
    return written(kSeparate, params);
}

Result<SeparateParams> separateParamsFromJson(const QJsonObject& object)
{
    return readBack<SeparateParams>(kSeparate, object);
}

QJsonObject toJson(const ChopParamsJob& params)
{
    return written(kChop, params);
}

Result<ChopParamsJob> chopParamsFromJson(const QJsonObject& object)
{
    return readBack<ChopParamsJob>(kChop, object);
}

QJsonObject toJson(const KeepSlicesParams& params)
{
    return written(kKeepSlices, params);
}

Result<KeepSlicesParams> keepSlicesParamsFromJson(const QJsonObject& object)
{
    return readBack<KeepSlicesParams>(kKeepSlices, object);
}

QJsonObject toJson(const AnalyzeParams& params)
{
    return written(kAnalyze, params);
}

Result<AnalyzeParams> analyzeParamsFromJson(const QJsonObject& object)
{
    return readBack<AnalyzeParams>(kAnalyze, object);
}

QJsonObject toJson(const TrainJobParams& params)
{
    return written(kTrain, params);
}

Result<TrainJobParams> trainParamsFromJson(const QJsonObject& object)
{
    return readBack<TrainJobParams>(kTrain, object);
}

QJsonObject toJson(const GenerateJobParams& params)
{
    return written(kGenerate, params);
}

Result<GenerateJobParams> generateParamsFromJson(const QJsonObject& object)
{
    return readBack<GenerateJobParams>(kGenerate, object);
}

QJsonObject toJson(const StarterKitParams& params)
{
    return written(kStarterKit, params);
}

Result<StarterKitParams> starterKitParamsFromJson(const QJsonObject& object)
{
    return readBack<StarterKitParams>(kStarterKit, object);
}

QJsonObject toJson(const ExportParams& params)
{
    return written(kExport, params);
}

Result<ExportParams> exportParamsFromJson(const QJsonObject& object)
{
    return readBack<ExportParams>(kExport, object);
}

} // namespace nde::services
