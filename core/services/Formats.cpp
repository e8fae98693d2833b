#include "core/services/Formats.h"

#include "core/services/Files.h"

#include <QFileInfo>

#include <array>

namespace nde::services {
namespace {

struct FormatRow
{
    const char* id;
    audio::FileFormat format;
    audio::SampleFormat sampleFormat;
    const char* extension;
};

constexpr std::array<FormatRow, 6> kFormats {{
    {"wav16", audio::FileFormat::Wav, audio::SampleFormat::Pcm16, "wav"},
    {"wav24", audio::FileFormat::Wav, audio::SampleFormat::Pcm24, "wav"},
    {"wav32f", audio::FileFormat::Wav, audio::SampleFormat::Float32, "wav"},
    {"flac", audio::FileFormat::Flac, audio::SampleFormat::Pcm24, "flac"},
    {"ogg", audio::FileFormat::Ogg, audio::SampleFormat::Float32, "ogg"},
    {"mp3", audio::FileFormat::Mp3, audio::SampleFormat::Float32, "mp3"},
}};

} // namespace

Result<OutputFormat> outputFormat(const QString& id)
{
    for (const auto& row : kFormats) {
        if (id == QLatin1StringView(row.id)) {
            OutputFormat format;
            format.options.format = row.format;
            format.options.sampleFormat = row.sampleFormat;
            format.extension = QString::fromLatin1(row.extension);
            return format;
        }
    }
    return fail(ErrorCode::BadInput,
                toStd(QStringLiteral("'%1' is no format; there are %2")
                          .arg(id, outputFormatIds().join(QStringLiteral(", ")))));
}

QStringList outputFormatIds()
{
    QStringList ids;
    for (const auto& row : kFormats) {
        ids << QString::fromLatin1(row.id);
    }
    return ids;
}

Result<std::vector<StemId>> storeFamily(const std::shared_ptr<db::Database>& database,
                                        const std::vector<Stem>& rows, const std::string& role)
{
    db::StemRepository stems(database);
    std::vector<StemId> ids;
    auto stored = database->together([&]() -> Result<> {
        ids.assign(rows.size(), 0);
        std::vector<Stem> fresh;
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto known = stems.byPath(rows[i].path);
            if (!known) {
                return propagate(known);
            }
            if (!known->has_value()) {
                fresh.push_back(rows[i]);
                places.push_back(i);
                continue;
            }
            Stem again = rows[i];
            again.id = (*known)->id;
            ids[i] = again.id;
            if (auto updated = stems.updateAnalysis(again); !updated) {
                return updated;
            }
        }
        const auto added = stems.insertAll(fresh, role);
        if (!added) {
            return propagate(added);
        }
        for (std::size_t i = 0; i < places.size(); ++i) {
            ids[places[i]] = (*added)[i];
        }
        return {};
    });
    if (!stored) {
        return propagate(stored);
    }
    return ids;
}

QString freshPath(const QString& folder, const QString& name, const QString& extension)
{
    QString path = QStringLiteral("%1/%2.%3").arg(folder, name, extension);
    for (int number = 2; QFileInfo::exists(path); ++number) {
        path = QStringLiteral("%1/%2_%3.%4").arg(folder, name).arg(number).arg(extension);
    }
    return path;
}

} // namespace nde::services
