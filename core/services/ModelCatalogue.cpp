#include "core/services/ModelCatalogue.h"

#include "core/services/Files.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace nde::services {

extern const char* const kCatalogueJson; // generated

namespace {

constexpr int kVersion = 1;
constexpr qint64 kMostBytes = qint64 {1} << 40;
constexpr qsizetype kMostEntries = 256; // of any list; ten times what there is

// Names come to lie in a folder of the user: nothing that leads out of it or hides there.
const QString kPlainName = QStringLiteral("[A-Za-z0-9_][A-Za-z0-9_.-]*");

/// Reads one file's worth of JSON; the first thing wrong is kept as a sentence.
class Reader
{
public:
    [[nodiscard]] const QString& problem() const { return m_problem; }
    void complain(const QString& where, const char* what)
    {
        if (m_problem.isEmpty()) {
            m_problem = QStringLiteral("%1: %2").arg(where, QString::fromLatin1(what));
        }
    }

    QString text(const QJsonObject& object, const char* name, const QString& where)
    {
        const auto value = object.value(QLatin1StringView(name));
        if (!value.isString() || value.toString().isEmpty()) {
            complain(where, name);
        }
        return value.toString();
    }

    /// Of the pattern, whole.
    QString text(const QJsonObject& object, const char* name, const QString& where,
                 const QString& pattern)
    {
        QString value = text(object, name, where);
        static const QString kWhole = QStringLiteral("\\A(?:%1)\\z");
        if (!QRegularExpression(kWhole.arg(pattern)).match(value).hasMatch()) {
            complain(where, name);
        }
        return value;
    }

    QUrl url(const QJsonObject& object, const char* name, const QString& where)
    {
        QUrl value(text(object, name, where), QUrl::StrictMode);
        const bool isWeb = value.scheme() == u"https" || value.scheme() == u"http";
        if (!value.isValid() || !isWeb || value.host().isEmpty()) {
            complain(where, name);
        }
        return value;
    }

    double number(const QJsonValue& value, const char* name, const QString& where, double low,
                  double high)
    {
        const double number = value.toDouble(low - 1.0);
        if (!value.isDouble() || !(number >= low && number <= high)) {
            complain(where, name);
            return low;
        }
        return number;
    }

    QJsonArray list(const QJsonObject& object, const char* name, const QString& where)
    {
        const auto array = object.value(QLatin1StringView(name)).toArray();
        if (array.isEmpty() || array.size() > kMostEntries) {
            complain(where, name);
            return {};
        }
        return array;
    }

private:
    QString m_problem;
};

ModelFile readFileEntry(Reader& reader, const QJsonObject& object, const QUrl& base,
                        const QString& folder, const QString& where)
{
    ModelFile file;
    file.name = reader.text(object, "name", where, kPlainName);
    file.path = reader.text(object, "path", where,
                            QStringLiteral("(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*")
                                + QRegularExpression::escape(file.name));
    file.url = base.resolved(QUrl(file.path));
    file.folder = folder;
    file.sha256 = reader.text(object, "sha256", where, QStringLiteral("[0-9a-f]{64}|[0-9a-f]{8}"));
    file.bytes = static_cast<qint64>(reader.number(object.value(QStringLiteral("bytes")), "bytes",
                                                   where, 0.0, static_cast<double>(kMostBytes)));
    file.hashFrom = object.value(QStringLiteral("hash_from")).toString();
    // Official names carry the first digits of their hash.
    static const QRegularExpression kNamed(QStringLiteral("-([0-9a-f]{8})\\.[a-z]+\\z"));
    const auto named = kNamed.match(file.name);
    if (named.hasMatch() && !file.sha256.startsWith(named.captured(1))) {
        reader.complain(where, "sha256 and name disagree");
    }
    return file;
}

void readWeights(Reader& reader, const QJsonObject& object, CatalogueModel& model)
{
    if (!object.contains(QStringLiteral("weights"))) {
        return;
    }
    const auto rows = reader.list(object, "weights", model.id);
    for (const auto& row : rows) {
        std::vector<double> weights;
        for (const auto& value : row.toArray()) {
            weights.push_back(reader.number(value, "weights", model.id, 0.0, 1e6));
        }
        if (static_cast<qsizetype>(weights.size()) != model.sources.size()) {
            reader.complain(model.id, "weights: one a source");
        }
        model.weights.push_back(std::move(weights));
    }
    if (model.weights.size() != model.files.size()) {
        reader.complain(model.id, "weights: one row a file");
    }
}

void readSources(Reader& reader, const QJsonObject& object, CatalogueModel& model)
{
    for (const auto& value : reader.list(object, "sources", model.id)) {
        if (value.toString().isEmpty() || model.sources.contains(value.toString())) {
            reader.complain(model.id, "sources");
        }
        model.sources << value.toString();
    }
}

void readLicence(Reader& reader, const QJsonObject& licence, const QString& where,
                 CatalogueModel& model)
{
    model.licence = reader.text(licence, "name", where);
    model.licenceUrl = reader.url(licence, "url", where);
    model.licenceNote = reader.text(licence, "note", where);
    model.isNonCommercial = licence.value(QStringLiteral("non_commercial")).toBool(true);
}

ModelKind readKind(Reader& reader, const QJsonObject& object, const QString& where)
{
    const QString id = object.value(QStringLiteral("kind")).toString(QStringLiteral("separation"));
    for (const ModelKind kind : {ModelKind::Separation, ModelKind::TextSearch}) {
        if (id == QLatin1StringView(modelKindId(kind))) {
            return kind;
        }
    }
    reader.complain(where, "kind");
    return ModelKind::Separation;
}

/// What a model does not name itself is the catalogue's.
CatalogueModel readModel(Reader& reader, const QJsonObject& object, const QUrl& commonBase,
                         const QJsonObject& commonLicence)
{
    CatalogueModel model;
    model.id = reader.text(object, "id", QStringLiteral("a model"),
                           QStringLiteral("[a-z0-9][a-z0-9_]{0,63}"));
    const QString& where = model.id;
    model.title = reader.text(object, "title", where);
    model.purpose = reader.text(object, "purpose", where);
    model.trainedOn = reader.text(object, "trained_on", where);
    model.kind = readKind(reader, object, where);
    if (object.contains(QStringLiteral("folder"))) {
        model.folder = reader.text(object, "folder", where, kPlainName);
    }
    const bool hasOwnBase = object.contains(QStringLiteral("base_url"));
    const QUrl base = hasOwnBase ? reader.url(object, "base_url", where) : commonBase;
    for (const auto& value : reader.list(object, "files", where)) {
        model.files.push_back(readFileEntry(reader, value.toObject(), base, model.folder, where));
    }
    if (model.kind == ModelKind::Separation) {
        readSources(reader, object, model);
        readWeights(reader, object, model);
    } else if (model.folder.isEmpty()) {
        reader.complain(where, "folder");
    }
    const bool hasOwnLicence = object.contains(QStringLiteral("licence"));
    readLicence(reader,
                hasOwnLicence ? object.value(QStringLiteral("licence")).toObject() : commonLicence,
                hasOwnLicence ? where : QStringLiteral("catalogue"), model);
    model.cost = reader.number(object.value(QStringLiteral("cost")), "cost", where, 0.01, 1000.0);
    if (const auto segment = object.value(QStringLiteral("segment_s")); !segment.isUndefined()) {
        model.segmentS = reader.number(segment, "segment_s", where, 0.1, 3600.0);
    }
    return model;
}

} // namespace

const char* modelKindId(ModelKind kind)
{
    return kind == ModelKind::TextSearch ? "text_search" : "separation";
}

qint64 CatalogueModel::bytes() const
{
    qint64 sum = 0;
    for (const auto& file : files) {
        if (file.bytes == 0) {
            return 0;
        }
        sum += file.bytes;
    }
    return sum;
}

const ModelCatalogue& ModelCatalogue::builtIn()
{
    static const ModelCatalogue catalogue = [] {
        auto parsed = parse(QByteArray(kCatalogueJson));
        if (!parsed) {
            qFatal("models/catalogue.json: %s", parsed.error().message.c_str()); // tested
        }
        return *parsed;
    }();
    return catalogue;
}

Result<ModelCatalogue> ModelCatalogue::parse(const QByteArray& json)
{
    const auto root = parseJsonObject(json);
    if (!root) {
        return fail(ErrorCode::Corrupt, "the model catalogue is " + root.error().message);
    }
    const int version = root->value(QStringLiteral("version")).toInt();
    if (version != kVersion) {
        return fail(ErrorCode::Corrupt,
                    "the model catalogue has version " + std::to_string(version) + ", not "
                        + std::to_string(kVersion));
    }
    Reader reader;
    const QString top = QStringLiteral("catalogue");
    const QUrl base = reader.url(*root, "base_url", top);
    const auto licence = root->value(QStringLiteral("licence")).toObject();
    ModelCatalogue catalogue;
    for (const auto& value : reader.list(*root, "models", top)) {
        CatalogueModel model = readModel(reader, value.toObject(), base, licence);
        if (catalogue.byId(model.id) != nullptr) {
            reader.complain(model.id, "stands there twice");
        }
        catalogue.m_models.push_back(std::move(model));
    }
    if (!reader.problem().isEmpty()) {
        return fail(ErrorCode::Corrupt,
                    "the model catalogue is not usable at " + toStd(reader.problem()));
    }
    return catalogue;
}

const CatalogueModel* ModelCatalogue::byId(const QString& id) const
{
    const auto found = std::find_if(m_models.begin(), m_models.end(),
                                    [&id](const CatalogueModel& model) { return model.id == id; });
    return found == m_models.end() ? nullptr : &*found;
}

Result<const CatalogueModel*> ModelCatalogue::find(const QString& id) const
{
    if (const CatalogueModel* model = byId(id)) {
        return model;
    }
    QStringList ids;
    for (const auto& model : m_models) {
        ids << model.id;
    }
    return fail(ErrorCode::NotFound,
                toStd(QStringLiteral("there is no model '%1'; there are %2")
                          .arg(id, ids.join(QStringLiteral(", ")))));
}

const std::vector<SeparationProfile>& ModelCatalogue::profiles()
{
    static const std::vector<SeparationProfile> list {
        {QStringLiteral("draft"), QString(), 0.25, 0},
        {QStringLiteral("fast"), QStringLiteral("htdemucs"), 0.1, 0},
        {QStringLiteral("balanced"), QStringLiteral("htdemucs"), 0.25, 0},
        {QStringLiteral("best"), QStringLiteral("htdemucs_ft"), 0.25, 0},
        {QStringLiteral("6s"), QStringLiteral("htdemucs_6s"), 0.25, 0}};
    return list;
}

const SeparationProfile* ModelCatalogue::profile(const QString& id)
{
    const auto& list = profiles();
    const auto found = std::find_if(list.begin(), list.end(),
                                    [&id](const SeparationProfile& p) { return p.id == id; });
    return found == list.end() ? nullptr : &*found;
}

} // namespace nde::services
