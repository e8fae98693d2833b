#include "ui/panels/compose/ExportSetup.h"

#include "core/services/NameTemplate.h"
#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QDate>

#include <algorithm>

namespace nde::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::ExportSetup)
};

const QString kPack = QStringLiteral("pack");

QString suffixOf(const QString& format)
{
    return format.startsWith(u"wav") ? QStringLiteral("wav") : format;
}

} // namespace

QStringList ExportSetup::presets()
{
    return {QStringLiteral("stream"), QStringLiteral("club"), QStringLiteral("stems-for-daw"),
            QStringLiteral("dj-stems"), kPack};
}

QString ExportSetup::presetText(const QString& preset)
{
    if (preset == u"stream") {
        return Words::tr("Stream master −14");
    }
    if (preset == u"club") {
        return Words::tr("Club −8");
    }
    if (preset == u"stems-for-daw") {
        return Words::tr("Stems for my DAW");
    }
    if (preset == u"dj-stems") {
        return Words::tr("DJ stem file");
    }
    return preset == kPack ? Words::tr("Sample pack") : Words::tr("My own choice");
}

QStringList ExportSetup::formats()
{
    return {QStringLiteral("wav16"), QStringLiteral("wav24"), QStringLiteral("wav32f"),
            QStringLiteral("flac"),  QStringLiteral("ogg"),   QStringLiteral("mp3")};
}

QString ExportSetup::formatText(const QString& format)
{
    if (format == u"wav16") {
        return Words::tr("WAV 16 bit, dithered");
    }
    if (format == u"wav24") {
        return Words::tr("WAV 24 bit, dithered");
    }
    if (format == u"wav32f") {
        return Words::tr("WAV 32 bit float");
    }
    return format == u"ogg" ? QStringLiteral("Ogg Vorbis") : format.toUpper();
}

void ExportSetup::applyPreset(const QString& preset)
{
    services::ExportParams fresh;
    fresh.folder = params.folder;
    fresh.name = params.name;
    fresh.planFile = params.planFile;
    fresh.overwrite = params.overwrite;
    isPack = preset == kPack;
    if (isPack) {
        params = fresh;
        return;
    }
    if (services::applyExportPreset(preset, fresh)) {
        params = fresh;
    }
}

QString ExportSetup::preset() const
{
    for (const QString& name : presets()) {
        ExportSetup other;
        other.params.folder = params.folder;
        other.params.name = params.name;
        other.params.planFile = params.planFile;
        other.params.overwrite = params.overwrite;
        other.applyPreset(name);
        if (other.isPack == isPack && toJson(other.params) == toJson(params)) {
            return name;
        }
    }
    return {};
}

bool ExportSetup::wantsPlan() const
{
    return params.master || params.laneStems || params.midi || params.rpp || params.dawProject
        || params.cues || params.influences;
}

std::vector<services::ExportParams> ExportSetup::jobs(const QString& planFile,
                                                      const std::vector<StemId>& sounds) const
{
    std::vector<services::ExportParams> result;
    if (wantsPlan()) {
        result.push_back(params);
        result.back().planFile = planFile;
    }
    if (isPack && !sounds.empty()) {
        services::ExportParams pack;
        pack.folder = params.folder;
        pack.name = params.name;
        pack.overwrite = params.overwrite;
        pack.format = params.format;
        pack.withFacts = params.withFacts;
        pack.isPack = true;
        pack.sounds = sounds;
        result.push_back(pack);
    }
    return result;
}

QStringList ExportSetup::contents(const QString& name, int lanes, int sounds) const
{
    QStringList parts;
    if (params.master) {
        parts += name + u'.' + suffixOf(params.format);
    }
    if (params.laneStems) {
        parts += Words::tr("%n stem(s)", nullptr, lanes);
    }
    if (params.rpp) {
        parts += name + QStringLiteral(".rpp");
    }
    if (params.dawProject) {
        parts += name + QStringLiteral(".dawproject");
    }
    if (params.midi) {
        parts += name + QStringLiteral(".mid");
    }
    if (params.cues) {
        parts += Words::tr("a cue list");
    }
    if (params.influences) {
        parts += Words::tr("the influences");
    }
    if (isPack) {
        parts += Words::tr("a pack of %n sound(s)", nullptr, sounds);
    }
    return parts;
}

std::vector<StemId> soundsOf(const music::Plan& plan)
{
    std::vector<StemId> ids;
    for (const music::Lane& lane : plan.lanes) {
        for (const music::Sound& sound : lane.sounds) {
            if (std::find(ids.begin(), ids.end(), sound.stem) == ids.end()) {
                ids.push_back(sound.stem);
            }
        }
    }
    return ids;
}

QString exportName(const QString& text, const QString& title, const music::Plan& plan)
{
    services::NameFields fields;
    fields.track = title;
    fields.stem = QStringLiteral("mix");
    fields.model = QStringLiteral("compose");
    fields.date = QDate::currentDate().toString(Qt::ISODate);
    fields.bpm = QString::number(plan.bpm, 'f', 0);
    fields.key = QString::fromStdString(keyName(plan.key));
    const Result<QString> name = services::fillTemplate(
        text.trimmed().isEmpty() ? QStringLiteral("{track}") : text, fields);
    return name ? *name : QString();
}

} // namespace nde::ui
