#include "core/services/Files.h"
#include "core/services/ModelCatalogue.h"
#include "core/services/ModelStore.h"
#include "core/services/SeparationParts.h"

#include <QFileInfo>

namespace nde::services {
namespace {

bool isPath(const QString& model)
{
    return model.contains(u'/') || model.endsWith(u".th") || model.endsWith(u".safetensors")
        || model.endsWith(u".yaml") || model.endsWith(u".yml");
}

Result<QString> fileOf(const QString& id, const QString& modelsFolder)
{
    if (const CatalogueModel* model = ModelCatalogue::builtIn().byId(id);
        model != nullptr && model->kind != ModelKind::Separation) {
        return fail(
            ErrorCode::BadInput,
            toStd(QStringLiteral("'%1' searches by words; it takes no track apart").arg(id)));
    }
    const ModelStore store(modelsFolder.isEmpty() ? ModelStore::defaultFolder() : modelsFolder);
    auto path = store.pathOf(id);
    if (!path && path.error().code == ErrorCode::NotFound) {
        return fail(ErrorCode::ModelMissing, path.error().message);
    }
    return path;
}

Result<nn::ModelOptions> modelOptions(const SeparateParams& params)
{
    nn::ModelOptions options;
    if (params.device == u"cpu") {
        options.device = nn::ComputeDevice::Cpu;
    } else if (params.device == u"cuda") {
        options.device = nn::ComputeDevice::Cuda;
    } else if (params.device != u"auto") {
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("the device must be auto, cpu or cuda, not '%1'")
                              .arg(params.device)));
    }
    if (params.precision == u"fast") {
        options.precision = nn::Precision::Fast;
    } else if (params.precision != u"float32") {
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("the precision must be float32 or fast, not '%1'")
                              .arg(params.precision)));
    }
    return options;
}

} // namespace

Result<QString> separationModelFile(const SeparateParams& params)
{
    if (params.model == u"draft") {
        return QString();
    }
    if (!isPath(params.model)) {
        const SeparationProfile* profile = ModelCatalogue::profile(params.model);
        return fileOf(profile != nullptr ? profile->model : params.model, params.modelsFolder);
    }
    const QString path = absolutePath(params.model);
    if (!QFileInfo(path).isFile()) {
        return fail(ErrorCode::NotFound,
                    toStd(QStringLiteral("there is no model file '%1'").arg(path)));
    }
    return path;
}

Result<nn::SeparationOptions> networkOptions(const SeparateParams& params)
{
    const SeparationProfile* profile = ModelCatalogue::profile(params.model);
    const auto model = modelOptions(params);
    if (!model) {
        return propagate(model);
    }
    nn::SeparationOptions options;
    options.model = *model;
    options.shifts = params.shifts.value_or(profile != nullptr ? profile->shifts : 0);
    options.overlap = params.overlap.value_or(profile != nullptr ? profile->overlap : 0.25);
    options.segmentS = params.segmentS;
    options.seed = params.seed;
    return options;
}

Result<NetworkChoice> chooseNetwork(const SeparateParams& params)
{
    NetworkChoice choice;
    auto options = networkOptions(params);
    if (!options) {
        return propagate(options);
    }
    choice.options = std::move(*options);
    auto file = separationModelFile(params);
    if (!file) {
        return propagate(file);
    }
    choice.file = *file;
    const SeparationProfile* profile = ModelCatalogue::profile(params.model);
    choice.name
        = isPath(params.model) ? choice.file : (profile != nullptr ? profile->model : params.model);
    auto plan = nn::planSeparation(toPath(choice.file));
    if (!plan) {
        return propagate(plan);
    }
    choice.plan = std::move(*plan);
    if (auto fits = nn::checkSeparation(choice.plan, choice.options); !fits) {
        return propagate(fits);
    }
    return choice;
}

} // namespace nde::services
