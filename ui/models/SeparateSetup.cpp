#include "ui/models/SeparateSetup.h"

#include "core/services/NameTemplate.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr double kDefaultOverlap = 0.25;
constexpr int kMostShifts = 20;
constexpr double kLeastSegmentS = 2.6; // product.md A10
constexpr double kTrainingSegmentS = 7.8;

const services::CatalogueModel* modelOf(const services::SeparationProfile* profile)
{
    return profile == nullptr || profile->model.isEmpty()
        ? nullptr
        : services::ModelCatalogue::builtIn().byId(profile->model);
}

double overlapCost(double overlap)
{
    return (1.0 - kDefaultOverlap) / (1.0 - overlap);
}

} // namespace

services::SeparateParams SeparateSetup::params(const QString& modelsFolder) const
{
    services::SeparateParams params;
    params.model = profile;
    params.modelsFolder = modelsFolder;
    params.recipe = recipe;
    params.nameTemplate = nameTemplate;
    params.outputFolder = outputFolder;
    params.keepBoth = true; // one profile after another is how they are compared
    params.chop = chop;
    params.chopReview = chop && review;
    if (modelOf(services::ModelCatalogue::profile(profile)) != nullptr) {
        params.shifts = shifts;
        params.overlap = overlap;
        params.segmentS = segmentS;
        params.precision = precision;
        params.device = device;
    }
    return params;
}

QByteArray SeparateSetup::toJson() const
{
    QJsonObject object {{QStringLiteral("profile"), profile},
                        {QStringLiteral("recipe"), QJsonArray::fromStringList(recipe)},
                        {QStringLiteral("precision"), precision},
                        {QStringLiteral("device"), device},
                        {QStringLiteral("template"), nameTemplate},
                        {QStringLiteral("folder"), outputFolder},
                        {QStringLiteral("chop"), chop},
                        {QStringLiteral("review"), review}};
    if (shifts) {
        object.insert(QStringLiteral("shifts"), *shifts);
    }
    if (overlap) {
        object.insert(QStringLiteral("overlap"), *overlap);
    }
    if (segmentS) {
        object.insert(QStringLiteral("segment_s"), *segmentS);
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

SeparateSetup SeparateSetup::fromJson(const QByteArray& json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    SeparateSetup setup;
    const auto text = [&](const char* key, const QString& otherwise) {
        const QString value = object.value(QLatin1String(key)).toString();
        return value.isEmpty() ? otherwise : value;
    };
    const QString profile = text("profile", setup.profile);
    setup.profile = services::ModelCatalogue::profile(profile) != nullptr ? profile : setup.profile;
    const QJsonArray recipe = object.value(QLatin1String("recipe")).toArray();
    for (const QJsonValue& item : recipe) {
        setup.recipe.push_back(item.toString());
    }
    setup.precision = text("precision", setup.precision);
    setup.device = text("device", setup.device);
    setup.outputFolder = text("folder", {});
    setup.chop = object.value(QLatin1String("chop")).toBool(true);
    setup.review = object.value(QLatin1String("review")).toBool(false);
    const QString names = text("template", setup.nameTemplate);
    setup.nameTemplate = templateFault(names) == TemplateFault::None ? names : setup.nameTemplate;
    const int shifts = object.value(QLatin1String("shifts")).toInt(-1);
    if (shifts >= 0 && shifts <= kMostShifts) {
        setup.shifts = shifts;
    }
    const double overlap = object.value(QLatin1String("overlap")).toDouble(-1.0);
    if (overlap >= 0.0 && overlap < 1.0) {
        setup.overlap = overlap;
    }
    const double segment = object.value(QLatin1String("segment_s")).toDouble(0.0);
    if (segment >= kLeastSegmentS) {
        setup.segmentS = segment;
    }
    return setup;
}

std::vector<CostedChoice> shiftChoices()
{
    // The first pass is unshifted when there are none; each shift is a pass of its own.
    return {{0, 1.0}, {1, 1.0}, {2, 2.0}, {3, 3.0}, {5, 5.0}, {10, 10.0}, {20, 20.0}};
}

std::vector<CostedChoice> overlapChoices()
{
    std::vector<CostedChoice> choices;
    for (const double overlap : {0.1, 0.25, 0.5, 0.75, 0.9}) {
        choices.push_back({overlap, overlapCost(overlap)});
    }
    return choices;
}

std::vector<CostedChoice> segmentChoices(const services::CatalogueModel* model)
{
    if (model == nullptr) {
        return {};
    }
    // The network fills a shorter chunk up to the length it was trained with: each costs the same.
    const double own = model->segmentS.value_or(kTrainingSegmentS);
    std::vector<CostedChoice> choices {{own, 1.0}};
    for (const double seconds : {5.2, 3.9, kLeastSegmentS}) {
        if (seconds < own) {
            choices.push_back({seconds, own / seconds});
        }
    }
    return choices;
}

double detailCost(const SeparateSetup& setup)
{
    const services::SeparationProfile* profile = services::ModelCatalogue::profile(setup.profile);
    const services::CatalogueModel* model = modelOf(profile);
    if (model == nullptr) {
        return 1.0;
    }
    const double shifts = std::max(1, setup.shifts.value_or(profile->shifts));
    const double ownShifts = std::max(1, profile->shifts);
    double cost = shifts / ownShifts;
    cost *= overlapCost(setup.overlap.value_or(profile->overlap)) / overlapCost(profile->overlap);
    for (const CostedChoice& choice : segmentChoices(model)) {
        if (setup.segmentS && std::abs(choice.value - *setup.segmentS) < 1e-6) {
            cost *= choice.cost;
        }
    }
    return cost;
}

double relativeCost(const QString& id)
{
    const services::SeparationProfile* profile = services::ModelCatalogue::profile(id);
    const services::CatalogueModel* model = modelOf(profile);
    return model == nullptr
        ? 0.0
        : model->cost * overlapCost(profile->overlap) * std::max(1, profile->shifts);
}

std::optional<double> measuredSpeed(const std::vector<JobRecord>& jobs, const QString& profile)
{
    std::optional<double> speed;
    std::int64_t newest = 0;
    for (const JobRecord& job : jobs) {
        if (job.kind != "separate" || job.state != JobState::Done || job.finishedAtMs < newest) {
            continue;
        }
        const QJsonObject result
            = QJsonDocument::fromJson(QByteArray::fromStdString(job.result)).object();
        if (result.value(QLatin1String("profile")).toString() != profile) {
            continue;
        }
        const double told = result.value(QLatin1String("speed")).toDouble();
        const double reached = told > 0.0 ? told : job.speed;
        if (reached > 0.0) {
            speed = reached;
            newest = job.finishedAtMs;
        }
    }
    return speed;
}

QStringList profileSources(const QString& id)
{
    const services::CatalogueModel* model = modelOf(services::ModelCatalogue::profile(id));
    return model != nullptr && !model->sources.isEmpty()
        ? model->sources
        : QStringList {QStringLiteral("drums"), QStringLiteral("bass"), QStringLiteral("other"),
                       QStringLiteral("vocals")};
}

QStringList plannedStems(const SeparateSetup& setup)
{
    return setup.recipe.isEmpty() ? profileSources(setup.profile) : setup.recipe;
}

TemplateFault templateFault(const QString& nameTemplate)
{
    if (nameTemplate.trimmed().isEmpty()) {
        return TemplateFault::Empty;
    }
    if (nameTemplate.startsWith(u'/') || nameTemplate.contains(u'\\')
        || nameTemplate.split(u'/').contains(QStringLiteral(".."))) {
        return TemplateFault::LeavesFolder;
    }
    if (!services::checkTemplate(nameTemplate)) {
        return TemplateFault::UnknownWord;
    }
    return nameTemplate.contains(QStringLiteral("{stem}")) ? TemplateFault::None
                                                           : TemplateFault::NoStem;
}

} // namespace nde::ui
