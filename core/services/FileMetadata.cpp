#include "core/services/FileMetadata.h"

#include "core/db/StemRepository.h"
#include "core/interchange/RiffFile.h"
#include "core/services/ExportParts.h"
#include "core/services/Files.h"

#include <QFileInfo>

#include <algorithm>
#include <array>

namespace nde::services {
namespace {

bool endsTheBatch(ErrorCode code)
{
    return code == ErrorCode::Cancelled || code == ErrorCode::DiskFull || code == ErrorCode::Busy;
}

/// Words of another program: `writeWavFacts` replaces these chunks whole.
Result<bool> isSpokenFor(const std::filesystem::path& path, const std::string& ourName)
{
    constexpr std::array<std::string_view, 5> kChunks {"acid", "smpl", "cue ", "bext", "iXML"};
    const auto file = interchange::RiffFile::open(path);
    if (!file) {
        return propagate(file);
    }
    const bool hasWords = std::any_of(kChunks.begin(), kChunks.end(), [&file](std::string_view id) {
        return file->find(id) != nullptr;
    });
    if (!hasWords) {
        return false;
    }
    const auto said = interchange::readWavFacts(path);
    return said ? Result<bool> {said->originator != ourName} : Result<bool> {propagate(said)};
}

/// @return  the path.
Result<QString> writeOne(Studio& studio, db::StemRepository& stems, StemId id, bool force)
{
    const auto family = provenanceOf(studio, id);
    if (!family) {
        return propagate(family);
    }
    const auto children = stems.descendants(id);
    if (!children) {
        return propagate(children);
    }
    Stem stem = family->stem;
    const QString path = toQt(stem.path);
    const auto facts = factsOf(*family, *children, stem.sampleRate, stem.frames);
    const auto isTaken = isSpokenFor(toPath(path), facts.originator);
    if (!isTaken) {
        return propagate(isTaken);
    }
    if (*isTaken && !force) {
        return fail(ErrorCode::Exists,
                    toStd(QStringLiteral("'%1' carries the words of another program; --force "
                                         "writes over them")
                              .arg(path)));
    }
    if (auto written = interchange::writeWavFacts(toPath(path), facts); !written) {
        return propagate(written);
    }
    auto hash = hashFile(path);
    if (!hash) {
        return propagate(hash);
    }
    stem.fileHash = std::move(*hash);
    stem.fileBytes = QFileInfo(path).size();
    const auto stored = stems.updateAnalysis(stem);
    return stored ? Result<QString> {path} : Result<QString> {propagate(stored)};
}

} // namespace

Result<WrittenMetadata> writeMetadata(Studio& studio, const std::vector<StemId>& ids, bool force,
                                      TaskContext& task)
{
    if (studio.isReadOnly()) {
        return fail(ErrorCode::ReadOnly,
                    toStd(QStringLiteral("the studio '%1' is read-only").arg(studio.root())));
    }
    db::StemRepository stems(studio.database());
    WrittenMetadata outcome;
    const auto count = static_cast<double>(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "writing into the files was cancelled");
        }
        task.progress(static_cast<double>(i) / count, "writing");
        auto path = writeOne(studio, stems, ids[i], force);
        if (path) {
            outcome.files << *path;
        } else if (endsTheBatch(path.error().code)) {
            return propagate(path);
        } else {
            outcome.failed.push_back({QStringLiteral("#%1").arg(ids[i]), path.error()});
        }
    }
    return outcome;
}

} // namespace nde::services
