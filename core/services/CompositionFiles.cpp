#include "core/services/CompositionFiles.h"

#include "core/services/Files.h"
#include "core/services/PlanFiles.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <optional>

namespace nde::services {
namespace {

/// What `desk.json` says, or else the newest plan that can be read.
std::optional<CompositionInfo> infoOf(const QString& folder)
{
    const auto numbers = planNumbers(folder);
    QJsonObject desk = jsonAt(deskPath(folder));
    if (!desk.value(QStringLiteral("bpm")).isDouble()) {
        desk = {};
        for (auto number = numbers.rbegin(); number != numbers.rend() && desk.isEmpty(); ++number) {
            const QString path = QStringLiteral("%1/%2.json").arg(folder).arg(*number);
            if (const auto plan = loadPlan(path)) {
                desk = compositionSummary(*plan, toQt(plan->prompt).left(kTitleLength));
                desk.insert(QStringLiteral("changed_ms"),
                            QFileInfo(path).lastModified().toMSecsSinceEpoch());
            }
        }
    }
    if (numbers.empty() || desk.isEmpty()) {
        return std::nullopt;
    }
    CompositionInfo info;
    info.id = QFileInfo(folder).fileName();
    info.title = desk.value(QStringLiteral("title")).toString();
    info.prompt = desk.value(QStringLiteral("prompt")).toString();
    info.bpm = desk.value(QStringLiteral("bpm")).toDouble();
    info.key = desk.value(QStringLiteral("key")).toString();
    info.bars = desk.value(QStringLiteral("bars")).toInt();
    info.changedAtMs = desk.value(QStringLiteral("changed_ms")).toInteger();
    info.versions = static_cast<int>(numbers.size());
    return info;
}

} // namespace

QString compositionsFolder(const Studio& studio)
{
    return studio.root() + QStringLiteral("/.dream/compositions");
}

QString deskPath(const QString& folder)
{
    return folder + QStringLiteral("/desk.json");
}

std::vector<qint64> planNumbers(const QString& folder)
{
    std::vector<qint64> numbers;
    for (const auto& name : QDir(folder).entryList({QStringLiteral("*.json")}, QDir::Files)) {
        bool isNumber = false;
        const qint64 number = name.chopped(5).toLongLong(&isNumber);
        if (isNumber && number > 0) {
            numbers.push_back(number);
        }
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

QJsonObject jsonAt(const QString& path)
{
    const auto bytes = readFile(path);
    return bytes ? parseJsonObject(*bytes).value_or(QJsonObject {}) : QJsonObject {};
}

QJsonObject compositionSummary(const music::Plan& plan, const QString& title)
{
    return {{QStringLiteral("title"), title},
            {QStringLiteral("prompt"), toQt(plan.prompt)},
            {QStringLiteral("bpm"), plan.bpm},
            {QStringLiteral("key"), toQt(keyName(plan.key))},
            {QStringLiteral("bars"), plan.bars},
            {QStringLiteral("changed_ms"), QDateTime::currentMSecsSinceEpoch()}};
}

std::vector<CompositionInfo> listCompositions(const Studio& studio)
{
    std::vector<CompositionInfo> infos;
    const QDir root(compositionsFolder(studio));
    for (const auto& name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (auto info = infoOf(root.filePath(name))) {
            infos.push_back(std::move(*info));
        }
    }
    std::sort(infos.begin(), infos.end(), [](const auto& a, const auto& b) {
        return a.changedAtMs != b.changedAtMs ? a.changedAtMs > b.changedAtMs : a.id < b.id;
    });
    return infos;
}

} // namespace nde::services
