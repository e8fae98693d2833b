#include "core/services/SettingsText.h"

#include "core/services/Files.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace nde::services {
namespace {

struct Entry
{
    const char* name;
    QStringList words; ///< allowed ones; empty = a number or any text
    std::pair<double, double> range; ///< of numbers; equal = no number
    std::function<QString(const Settings&)> get;
    std::function<void(Settings&, const QString&)> set;
};

const QString kYes = QStringLiteral("yes");
const QString kNo = QStringLiteral("no");

Entry flag(const char* name, bool (Settings::*get)() const, void (Settings::*set)(bool))
{
    return {name,
            {kYes, kNo},
            {},
            [get](const Settings& settings) { return (settings.*get)() ? kYes : kNo; },
            [set](Settings& settings, const QString& value) { (settings.*set)(value == kYes); }};
}

Entry words(const char* name, QStringList allowed, QString (Settings::*get)() const,
            void (Settings::*set)(const QString&))
{
    return {name,
            std::move(allowed),
            {},
            [get](const Settings& settings) { return (settings.*get)(); },
            [set](Settings& settings, const QString& value) { (settings.*set)(value); }};
}

Entry whole(const char* name, std::pair<double, double> range, int (Settings::*get)() const,
            void (Settings::*set)(int))
{
    return {name,
            {},
            range,
            [get](const Settings& settings) { return QString::number((settings.*get)()); },
            [set](Settings& settings, const QString& value) {
                (settings.*set)(static_cast<int>(value.toDouble()));
            }};
}

const std::vector<Entry>& entries()
{
    static const QString system = QStringLiteral("system");
    static const std::vector<Entry> list {
        words("language", {system, QStringLiteral("en"), QStringLiteral("de")}, &Settings::language,
              &Settings::setLanguage),
        whole("scale", {80, 200}, &Settings::scalePercent, &Settings::setScalePercent),
        flag("reduce-motion", &Settings::reduceMotion, &Settings::setReduceMotion),
        flag("auto-play", &Settings::autoPlay, &Settings::setAutoPlay),
        flag("level-match", &Settings::levelMatch, &Settings::setLevelMatch),
        {"preview-level",
         {},
         {-60.0, 0.0},
         [](const Settings& settings) { return QString::number(settings.previewLevelDb()); },
         [](Settings& settings, const QString& value) {
             settings.setPreviewLevelDb(value.toDouble());
         }},
        words("audio-device", {}, &Settings::audioDevice, &Settings::setAudioDevice),
        whole("threads", {0, 256}, &Settings::threads, &Settings::setThreads),
        words("log-level",
              {QStringLiteral("warning"), QStringLiteral("info"), QStringLiteral("debug")},
              &Settings::logLevel, &Settings::setLogLevel),
        flag("airplane", &Settings::isAirplane, &Settings::setAirplane),
        words("mirror", {}, &Settings::mirror, &Settings::setMirror),
        words("proxy", {}, &Settings::proxy, &Settings::setProxy),
        words("models-folder", {}, &Settings::modelsFolder, &Settings::setModelsFolder),
        flag("api", &Settings::isApiOn, &Settings::setApiOn),
        whole("api-port", {1024, 65535}, &Settings::apiPort, &Settings::setApiPort),
    };
    return list;
}

bool isNumeric(const Entry& entry)
{
    return entry.range.first < entry.range.second;
}

QString allowedText(const Entry& entry)
{
    return isNumeric(entry)
        ? QStringLiteral("%1 … %2").arg(entry.range.first).arg(entry.range.second)
        : entry.words.join(QStringLiteral(", "));
}

bool isAllowed(const Entry& entry, const QString& value)
{
    if (!isNumeric(entry)) {
        return entry.words.isEmpty() || entry.words.contains(value);
    }
    bool isNumber = false;
    const double number = value.toDouble(&isNumber);
    return isNumber && number >= entry.range.first && number <= entry.range.second;
}

} // namespace

std::vector<SettingLine> settingLines(const Settings& settings)
{
    std::vector<SettingLine> lines;
    for (const Entry& entry : entries()) {
        lines.push_back({QString::fromLatin1(entry.name), entry.get(settings), allowedText(entry)});
    }
    return lines;
}

Result<> setSetting(Settings& settings, const QString& name, const QString& value)
{
    QStringList names;
    for (const Entry& entry : entries()) {
        names << QString::fromLatin1(entry.name);
        if (names.back() != name) {
            continue;
        }
        if (!isAllowed(entry, value)) {
            return fail(ErrorCode::BadInput,
                        toStd(QStringLiteral("'%1' takes %2, not '%3'")
                                  .arg(name, allowedText(entry), value)));
        }
        entry.set(settings, value);
        return {};
    }
    return fail(ErrorCode::NotFound,
                toStd(QStringLiteral("there is no setting '%1'; there are %2")
                          .arg(name, names.join(QStringLiteral(", ")))));
}

} // namespace nde::services
