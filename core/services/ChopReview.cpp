#include "core/services/ChopSlices.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <cmath>

namespace nde::services {
namespace {

constexpr qint64 kMostBytes = 256LL << 20; ///< of a review file
constexpr qsizetype kMostSlices = 500'000;
constexpr double kLatestS = 1e6; ///< eleven days of sound
constexpr double kLongestS = 300.0; ///< of a slice, which is held in memory
constexpr double kHighestHz = 1e5;
constexpr double kMostBars = 64.0;
constexpr double kMostPeak = 1.0;
constexpr int kVersion = 1;

/// Reads checked fields of one object; the first that is missing or out of range is remembered.
class Checked
{
public:
    explicit Checked(const QJsonObject& object)
        : m_object(object)
    {
    }

    double number(const char* name, double low, double high)
    {
        const auto value = m_object.value(QLatin1StringView(name));
        const double number = value.toDouble(low);
        if (!value.isDouble() || !std::isfinite(number) || number < low || number > high) {
            complain(name);
            return low;
        }
        return number;
    }
    qint64 integer(const char* name, qint64 low, qint64 high)
    {
        const double value = number(name, static_cast<double>(low), static_cast<double>(high));
        if (value != std::floor(value)) {
            complain(name);
        }
        return static_cast<qint64>(value);
    }
    bool flag(const char* name)
    {
        const auto value = m_object.value(QLatin1StringView(name));
        if (!value.isBool()) {
            complain(name);
        }
        return value.toBool();
    }
    QString text(const char* name)
    {
        const auto value = m_object.value(QLatin1StringView(name));
        if (!value.isString()) {
            complain(name);
        }
        return value.toString();
    }
    template<typename FromId>
    auto choice(const char* name, const FromId& fromId)
    {
        const auto value = fromId(text(name));
        if (!value) {
            complain(name);
        }
        return value.value_or(typename std::decay_t<decltype(value)>::value_type {});
    }
    [[nodiscard]] bool has(const char* name) const
    {
        return m_object.contains(QLatin1StringView(name));
    }
    void complain(const char* name)
    {
        if (m_bad.empty()) {
            m_bad = name;
        }
    }

    template<typename T>
    [[nodiscard]] Result<T> done(T value) const
    {
        if (!m_bad.empty()) {
            return fail(ErrorCode::Corrupt,
                        "the value of '" + m_bad + "' is missing or not usable");
        }
        return value;
    }

private:
    const QJsonObject& m_object;
    std::string m_bad;
};

auto corrupt(const QString& path, const std::string& reason)
{
    return fail(ErrorCode::Corrupt,
                toStd(QStringLiteral("the review '%1' cannot be used: ").arg(path)) + reason);
}

QString reviewFolder(const Studio& studio)
{
    return studio.root() + QStringLiteral("/.dream/chop");
}

Result<std::vector<ChoppedSlice>> slicesFromJson(const QJsonArray& array)
{
    std::vector<ChoppedSlice> slices;
    slices.reserve(static_cast<std::size_t>(array.size()));
    for (const auto& value : array) {
        auto slice = choppedSliceFromJson(value.toObject());
        if (!slice) {
            return fail(slice.error().code,
                        "slice " + std::to_string(slices.size() + 1) + ": "
                            + slice.error().message);
        }
        if (!slices.empty() && slice->startS < slices.back().startS) {
            return fail(ErrorCode::Corrupt, "the slices are not in the order of their starts");
        }
        slices.push_back(std::move(*slice));
    }
    return slices;
}

} // namespace

QJsonObject toJson(const ChoppedSlice& slice)
{
    QJsonObject object {{QStringLiteral("start_s"), slice.startS},
                        {QStringLiteral("end_s"), slice.endS},
                        {QStringLiteral("class"), toQt(categoryId(slice.category))},
                        {QStringLiteral("confidence"), slice.confidence},
                        {QStringLiteral("kind"), toQt(soundClassId(slice.soundClass))},
                        {QStringLiteral("group"), slice.group},
                        {QStringLiteral("first_of_group"), slice.isFirstOfGroup},
                        {QStringLiteral("peak"), slice.peak},
                        {QStringLiteral("doubtful"), slice.isDoubtful},
                        {QStringLiteral("keep"), slice.keep}};
    if (slice.id != 0) {
        object.insert(QStringLiteral("id"), qint64 {slice.id});
    }
    if (!slice.path.isEmpty()) {
        object.insert(QStringLiteral("path"), slice.path);
    }
    if (slice.pitchHz) {
        object.insert(QStringLiteral("pitch_hz"), *slice.pitchHz);
    }
    if (slice.bars > 0.0) {
        object.insert(QStringLiteral("bars"), slice.bars);
    }
    return object;
}

Result<ChoppedSlice> choppedSliceFromJson(const QJsonObject& object)
{
    Checked fields(object);
    ChoppedSlice slice;
    slice.startS = fields.number("start_s", 0.0, kLatestS);
    slice.endS = fields.number("end_s", 0.0, kLatestS + kLongestS);
    if (!(slice.endS > slice.startS) || slice.endS - slice.startS > kLongestS) {
        fields.complain("end_s");
    }
    slice.category
        = fields.choice("class", [](const QString& id) { return categoryFromId(toStd(id)); });
    slice.confidence = fields.number("confidence", 0.0, 1.0);
    slice.soundClass
        = fields.choice("kind", [](const QString& id) { return soundClassFromId(toStd(id)); });
    slice.group = static_cast<int>(fields.integer("group", 0, kMostSlices));
    slice.isFirstOfGroup = fields.flag("first_of_group");
    slice.peak = fields.number("peak", 0.0, kMostPeak);
    slice.isDoubtful = fields.flag("doubtful");
    slice.keep = fields.flag("keep");
    if (fields.has("pitch_hz")) {
        slice.pitchHz = fields.number("pitch_hz", 1.0, kHighestHz);
    }
    if (fields.has("bars")) {
        slice.bars = fields.number("bars", 0.25, kMostBars);
    }
    return fields.done(std::move(slice));
}

QJsonObject toJson(const ChopOutcome& outcome)
{
    QJsonArray slices;
    for (const auto& slice : outcome.slices) {
        slices.append(toJson(slice));
    }
    QJsonObject object {{QStringLiteral("input"), outcome.input},
                        {QStringLiteral("slices"), slices}};
    if (outcome.stem != 0) {
        object.insert(QStringLiteral("stem"), qint64 {outcome.stem});
    }
    if (!outcome.reviewPath.isEmpty()) {
        object.insert(QStringLiteral("review_path"), outcome.reviewPath);
    }
    return object;
}

QString chopReviewPath(const Studio& studio, StemId stem)
{
    return QStringLiteral("%1/%2.json").arg(reviewFolder(studio)).arg(stem);
}

Result<ChopReview> loadChopReview(const QString& reviewPath)
{
    const QFileInfo info(reviewPath);
    if (!info.exists()) {
        return fail(ErrorCode::NotFound,
                    toStd(QStringLiteral("there is no review '%1'").arg(reviewPath)));
    }
    if (!info.isFile() || info.size() > kMostBytes) {
        return corrupt(reviewPath, "it is no file of a size that a review can have");
    }
    const auto bytes = readFile(reviewPath);
    if (!bytes) {
        return propagate(bytes);
    }
    const auto object = parseJsonObject(*bytes);
    if (!object) {
        return corrupt(reviewPath, object.error().message);
    }
    Checked fields(*object);
    ChopReview review;
    if (fields.integer("version", 1, 1'000'000) != kVersion) {
        fields.complain("version");
    }
    review.stem = fields.integer("stem", 1, 1LL << 53);
    if (QString::number(review.stem) != info.completeBaseName()) {
        fields.complain("stem");
    }
    review.name = fields.text("name");
    review.path = fields.text("path");
    review.sensitivity = fields.number("sensitivity", 0.0, 1.0);
    review.kind = fields.choice("kind", chopKindFromId);
    const auto list = object->value(QStringLiteral("slices")).toArray();
    if (!object->value(QStringLiteral("slices")).isArray() || list.size() > kMostSlices) {
        fields.complain("slices");
    }
    auto checked = fields.done(std::move(review));
    if (!checked) {
        return corrupt(reviewPath, checked.error().message);
    }
    auto slices = slicesFromJson(list);
    if (!slices) {
        return corrupt(reviewPath, slices.error().message);
    }
    checked->slices = std::move(*slices);
    return checked;
}

Result<> saveChopReview(const QString& reviewPath, const ChopReview& review)
{
    QJsonArray slices;
    for (const auto& slice : review.slices) {
        slices.append(toJson(slice));
    }
    const QJsonObject object {{QStringLiteral("version"), kVersion},
                              {QStringLiteral("stem"), qint64 {review.stem}},
                              {QStringLiteral("name"), review.name},
                              {QStringLiteral("path"), review.path},
                              {QStringLiteral("sensitivity"), review.sensitivity},
                              {QStringLiteral("kind"), chopKindId(review.kind)},
                              {QStringLiteral("slices"), slices}};
    return writeFile(reviewPath, prettyJson(object), true);
}

QStringList waitingChopReviews(const Studio& studio)
{
    const QDir folder(reviewFolder(studio));
    QStringList paths;
    for (const auto& entry :
         folder.entryInfoList({QStringLiteral("*.json")}, QDir::Files, QDir::Time)) {
        bool isNumber = false;
        const qint64 stem = entry.completeBaseName().toLongLong(&isNumber);
        if (isNumber && stem > 0) {
            paths << entry.absoluteFilePath();
        }
    }
    return paths;
}

} // namespace nde::services
