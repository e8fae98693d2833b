#include "core/db/StemRepository.h"
#include "core/services/AudioFiles.h"
#include "core/services/CategoryJudge.h"
#include "core/services/Files.h"
#include "core/services/Measure.h"
#include "core/services/UseCases.h"

#include <QFileInfo>

namespace nde::services {
namespace {

struct Listing
{
    QStringList files;
    std::vector<FailedItem> failed;
};

Listing listFiles(const QStringList& paths)
{
    Listing listing;
    for (const auto& given : paths) {
        const QString path = absolutePath(given);
        const QFileInfo info(path);
        if (info.isDir()) {
            const auto found = audioFilesIn(path, true);
            if (found.isEmpty()) {
                listing.failed.push_back(
                    {path,
                     {ErrorCode::NotFound,
                      toStd(QStringLiteral("'%1' holds no audio files").arg(path))}});
            }
            listing.files << found;
        } else {
            listing.files << path; // a missing one fails with the sentence of openAudio
        }
    }
    listing.files.removeDuplicates();
    return listing;
}

/// What all files of an import share.
struct Importer
{
    db::Database& database;
    db::StemRepository& stems;
    db::EmbeddingRepository& embeddings;
    const CharacterBook& book;
    const CategoryJudge& judge;
};

/// The row, and what it can be judged anew by.
Result<StemId> insert(const Importer& with, Stem stem, const Measured& measured)
{
    std::vector<LineageEdge> edges;
    if (measured.facts) {
        auto parents = parentsOf(*measured.facts, with.stems);
        if (!parents) {
            return propagate(parents);
        }
        edges = std::move(*parents);
    }
    for (const auto& edge : edges) {
        if (edge.role == "separated_from" || edge.role == "slice_of") {
            stem.parentId = edge.parent;
        }
    }
    const auto id = with.stems.insert(stem, edges);
    if (id && measured.opinion && !measured.opinion->isSilent) {
        auto kept
            = with.embeddings.save(*id, with.judge.model().hash(), measured.opinion->embedding);
        if (!kept) {
            return propagate(kept);
        }
    }
    return id;
}

/// Adds one file, or finds that its samples are there already.
Result<ImportedItem> importOne(const Importer& with, const QString& path,
                               const ImportParams& params, TaskContext& task)
{
    auto& stems = with.stems;
    const CharacterBook& book = with.book;
    if (auto known = stems.byPath(toStd(path)); known && known->has_value()) {
        const Stem& stem = **known;
        const auto hash = hashFile(path);
        if (hash && *hash == stem.fileHash) {
            return ImportedItem {stem.id, path, stem.category, stem.id};
        }
    }
    const MeasureRequest request {path, params.source, std::nullopt, params.analyse};
    const auto measured = measureWithPatience(request, task);
    if (!measured) {
        return propagate(measured);
    }
    Stem stem = stemOf(request, *measured, &book, &with.judge);
    if (measured->facts) {
        applyOrigin(*measured->facts, stem);
    }
    if (params.category) {
        stem.category = *params.category;
        stem.categoryConfidence = 1.0;
        stem.isCategoryByUser = true;
        requalify(stem, &book);
    }
    if (book.error()) {
        return tl::unexpected<Error>(*book.error());
    }
    ImportedItem item {0, path, stem.category, 0};
    // Asked and added in one step: another process may be importing the same folder.
    auto stored = with.database.together([&]() -> Result<> {
        const auto same = stems.byContentHash(stem.contentHash);
        if (!same) {
            return propagate(same);
        }
        if (same->has_value()) {
            item = {(*same)->id, path, (*same)->category, (*same)->id};
            return {};
        }
        const auto id = insert(with, stem, *measured);
        item.id = id.value_or(0);
        return id ? Result<> {} : Result<> {propagate(id)};
    });
    if (!stored) {
        return propagate(stored);
    }
    return item;
}

bool endsTheBatch(ErrorCode code)
{
    return code == ErrorCode::Cancelled || code == ErrorCode::ReadOnly
        || code == ErrorCode::DiskFull || code == ErrorCode::Busy;
}

} // namespace

Result<ImportOutcome> importFiles(Studio& studio, const ImportParams& params, TaskContext& task)
{
    auto listing = listFiles(params.paths);
    ImportOutcome outcome;
    outcome.failed = std::move(listing.failed);
    db::StemRepository stems(studio.database());
    db::EmbeddingRepository embeddings(studio.database());
    const auto judge = CategoryJudge::create(embeddings);
    if (!judge) {
        return propagate(judge);
    }
    const CharacterBook book(stems);
    const Importer with {*studio.database(), stems, embeddings, book, *judge};
    const auto count = static_cast<double>(listing.files.size());
    for (qsizetype i = 0; i < listing.files.size(); ++i) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "import cancelled; what was imported stays");
        }
        const double from = static_cast<double>(i) / count;
        TaskContext part = task.sub(from, static_cast<double>(i + 1) / count);
        part.progress(0.0, "importing");
        auto item = importOne(with, listing.files[i], params, part);
        if (item) {
            outcome.imported.push_back(std::move(*item));
        } else if (endsTheBatch(item.error().code)) {
            return propagate(item);
        } else {
            outcome.failed.push_back({listing.files[i], item.error()});
        }
    }
    task.progress(1.0, "importing");
    return outcome;
}

} // namespace nde::services
