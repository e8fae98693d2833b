#include "core/api/OpenApi.h"
#include "core/api/Router.h"

#include <QSet>
#include <QTest>

using namespace nde::api;

/// The table that dispatches, checks and documents.
class TestRoutes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hasEveryEndpointOfTheSpecification_data();
    void hasEveryEndpointOfTheSpecification();
    void namesAreUnique();
    void literalPartsGoFirst();
    void repliesHaveSchemas();
    void everythingIsSaidInBothLanguages();
};

/// product.md 4.2 and 4.3, with a name in the place of each open part.
static const char* const kWanted[] = {
    "POST /api/v1/neuromorphic/preprocess",
    "POST /api/v1/neuromorphic/preprocess/upload",
    "POST /api/v1/neuromorphic/train",
    "POST /api/v1/neuromorphic/train/batch",
    "POST /api/v1/neuromorphic/generate",
    "POST /api/v1/neuromorphic/generate/batch",
    "POST /api/v1/neuromorphic/generate/hybrid",
    "GET /api/v1/neuromorphic/models/available",
    "GET /api/v1/neuromorphic/generated/info",
    "POST /api/v1/neuromorphic/cache/clear",
    "GET /api/v1/stems",
    "POST /api/v1/stems",
    "GET /api/v1/stems/1",
    "PUT /api/v1/stems/1",
    "DELETE /api/v1/stems/1",
    "GET /api/v1/stems/1/download",
    "GET /api/v1/stems/1/similar",
    "GET /api/v1/stems/1/lineage",
    "GET /api/v1/stems/1/peaks",
    "POST /api/v1/stems/1/chop",
    "GET /api/v1/stems/category/kick",
    "GET /api/v1/stems/statistics",
    "POST /api/v1/stems/search",
    "GET /api/v1/stems/search",
    "POST /api/v1/stems/generate-track",
    "POST /api/v1/analyze/text",
    "POST /api/v1/analyze/audio",
    "POST /api/v1/analyze/similar-stems",
    "POST /api/v1/arrangements",
    "GET /api/v1/arrangements",
    "GET /api/v1/arrangements/techno",
    "PUT /api/v1/arrangements/techno",
    "DELETE /api/v1/arrangements/techno",
    "POST /api/v1/arrangements/techno/render",
    "POST /api/v1/arrangements/techno/reroll",
    "GET /api/v1/renders",
    "GET /api/v1/renders/1",
    "GET /api/v1/renders/1/download",
    "GET /api/v1/tracks",
    "GET /api/v1/tracks/1",
    "GET /api/v1/tracks/1/download",
    "GET /api/v1/jobs",
    "GET /api/v1/jobs/1",
    "POST /api/v1/jobs/1/cancel",
    "POST /api/v1/jobs/1/pause",
    "POST /api/v1/jobs/1/resume",
    "GET /api/v1/events",
    "GET /api/v1/models",
    "POST /api/v1/models/htdemucs/download",
    "POST /api/v1/models/htdemucs/verify",
    "POST /api/v1/models/htdemucs/import",
    "POST /api/v1/export",
    "GET /health",
    "GET /api/v1/health",
    "GET /api/v1/system/health",
    "GET /docs",
    "GET /redoc",
    "GET /openapi.json",
};

static HttpRequest requestOf(const char* line)
{
    HttpRequest request;
    const auto words = QByteArray(line).split(' ');
    request.method = words[0];
    request.segments = QString::fromLatin1(words[1]).split(u'/', Qt::SkipEmptyParts);
    return request;
}

void TestRoutes::hasEveryEndpointOfTheSpecification_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char* line : kWanted) {
        QTest::addRow("%s", line) << QByteArray(line);
    }
}

void TestRoutes::hasEveryEndpointOfTheSpecification()
{
    QFETCH(QByteArray, line);
    const Router router(allRoutes());
    QVERIFY(router.find(requestOf(line.constData())) != nullptr);
}

void TestRoutes::namesAreUnique()
{
    QSet<QString> operations;
    QSet<QString> places;
    for (const Route& route : allRoutes()) {
        const QString operation = QString::fromLatin1(route.operation);
        QVERIFY2(!operations.contains(operation), route.operation);
        operations.insert(operation);
        std::vector<const char*> paths {route.path};
        paths.insert(paths.end(), route.otherPaths.begin(), route.otherPaths.end());
        for (const char* path : paths) {
            const QString place = QString::fromLatin1(route.method) + u' '
                + QString::fromLatin1(path).split(u'/', Qt::SkipEmptyParts).join(u'/');
            QVERIFY2(!places.contains(place), qPrintable(place));
            places.insert(place);
        }
    }
}

void TestRoutes::literalPartsGoFirst()
{
    const Router router(allRoutes());
    const auto operationOf = [&router](const char* line) {
        const Route* route = router.find(requestOf(line));
        return route == nullptr ? QByteArray() : QByteArray(route->operation);
    };
    QCOMPARE(operationOf("GET /api/v1/stems/statistics"), QByteArray("statistics"));
    QCOMPARE(operationOf("GET /api/v1/stems/17"), QByteArray("get_stem"));
    QCOMPARE(operationOf("HEAD /api/v1/stems/17"), QByteArray("get_stem"));
    QCOMPARE(operationOf("PATCH /api/v1/stems/17"), QByteArray());
}

/// Every $ref that the document makes leads somewhere.
static void checkReferences(const QJsonValue& value, const QJsonObject& schemas)
{
    if (value.isArray()) {
        for (const auto& item : value.toArray()) {
            checkReferences(item, schemas);
        }
    }
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key() == u"$ref") {
            const QString name = it.value().toString().section(u'/', -1);
            QVERIFY2(schemas.contains(name), qPrintable(name));
        }
        checkReferences(it.value(), schemas);
    }
}

void TestRoutes::repliesHaveSchemas()
{
    const auto document = openApiDocument(allRoutes(), QStringLiteral("1"));
    const auto schemas = document.value(u"components").toObject().value(u"schemas").toObject();
    QVERIFY(schemas.size() >= 30);
    checkReferences(document, schemas);
}

void TestRoutes::everythingIsSaidInBothLanguages()
{
    for (const Route& route : allRoutes()) {
        if (route.isHidden) {
            continue;
        }
        QVERIFY2(QByteArray(route.summary).size() > 5, route.operation);
        QVERIFY2(QByteArray(route.german) != QByteArray(route.summary), route.operation);
        for (const auto& part : {route.query, route.body}) {
            for (const Field& field : part) {
                QVERIFY2(!field.help().isEmpty() && !field.german().isEmpty(),
                         qPrintable(field.name()));
            }
        }
    }
}

QTEST_GUILESS_MAIN(TestRoutes)
#include "tst_routes.moc"
