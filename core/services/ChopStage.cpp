#include "core/base/ComputeScope.h"
#include "core/db/EmbeddingRepository.h"
#include "core/services/CategoryJudge.h"
#include "core/services/ChopSlices.h"
#include "core/services/Files.h"
#include "core/services/OutputJournal.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <limits>

namespace nde::services {
namespace {

constexpr double kFound = 0.4; ///< share of the time that finding takes

struct NamedKind
{
    ChopKind kind;
    const char* id;
};
constexpr NamedKind kKinds[] {{ChopKind::Auto, "auto"},       {ChopKind::Hits, "hits"},
                              {ChopKind::Notes, "notes"},     {ChopKind::Loops, "loops"},
                              {ChopKind::Phrases, "phrases"}, {ChopKind::OneShots, "oneshots"}};

bool isConfident(const ChoppedSlice& slice)
{
    return !slice.isDoubtful && slice.isFirstOfGroup;
}

/// Instead of files: the list, waiting for a person.
Result<ChopOutcome> storeReview(Studio& studio, const ChopSource& source,
                                const ChopParamsJob& params, std::vector<ChoppedSlice> slices)
{
    for (auto& slice : slices) {
        slice.keep = !params.onlyConfident || isConfident(slice);
    }
    ChopOutcome outcome;
    outcome.input = source.path;
    outcome.stem = source.row.id;
    outcome.slices = slices;
    const QString path = chopReviewPath(studio, source.row.id);
    if (slices.empty()) {
        QFile::remove(path); // what an earlier chop found is replaced by nothing
        return outcome;
    }
    if (auto made = makeFolder(QFileInfo(path).absolutePath()); !made) {
        return propagate(made);
    }
    const ChopReview review {source.row.id,      toQt(source.row.name), source.path,
                             params.sensitivity, params.kind,           std::move(slices)};
    if (auto saved = saveChopReview(path, review); !saved) {
        return propagate(saved);
    }
    outcome.reviewPath = path;
    return outcome;
}

} // namespace

QString chopKindId(ChopKind kind)
{
    for (const auto& named : kKinds) {
        if (named.kind == kind) {
            return QString::fromLatin1(named.id);
        }
    }
    return {};
}

std::optional<ChopKind> chopKindFromId(const QString& id)
{
    for (const auto& named : kKinds) {
        if (id == QLatin1StringView(named.id)) {
            return named.kind;
        }
    }
    return std::nullopt;
}

Result<ChopOutcome> chopStem(Studio& studio, const ChopParamsJob& params, TaskContext& task)
{
    const ComputeScope computing;
    OutputJournal::recover(studio);
    if (params.review && params.stem == 0) {
        return fail(ErrorCode::BadInput, "only a sound of the library can be chopped for review");
    }
    const auto source = findChopSource(studio, params, task);
    if (!source) {
        return propagate(source);
    }
    auto reader = audio::openAudio(toPath(source->path));
    if (!reader) {
        return propagate(reader);
    }
    TaskContext finding = task.sub(0.0, params.review ? 1.0 : kFound);
    db::EmbeddingRepository embeddings(studio.database());
    const auto judge = CategoryJudge::create(embeddings);
    if (!judge) {
        return propagate(judge);
    }
    auto slices = findSlices(*source, **reader, params.sensitivity, judge->sliceClassifier(),
                             judge->hitRefiner(), finding);
    if (!slices) {
        return propagate(slices);
    }
    if (params.review) {
        return storeReview(studio, *source, params, std::move(*slices));
    }
    if (params.onlyConfident) {
        std::erase_if(*slices, [](const auto& slice) { return !isConfident(slice); });
    }
    TaskContext cutting = task.sub(kFound, 1.0);
    return writeSlices(studio, *source, **reader, std::move(*slices), cutting);
}

Result<ChopOutcome> keepSlices(Studio& studio, const KeepSlicesParams& params, TaskContext& task)
{
    const ComputeScope computing;
    OutputJournal::recover(studio);
    auto review = loadChopReview(params.reviewPath);
    if (!review) {
        return propagate(review);
    }
    // Where the files go is the studio's matter, not the review's.
    auto source = chopSourceOf(studio, review->stem);
    if (!source) {
        return propagate(source);
    }
    auto reader = audio::openAudio(toPath(source->path));
    if (!reader) {
        return propagate(reader);
    }
    const auto& info = (*reader)->info();
    const double length
        = info.frames > 0 ? info.seconds() : std::numeric_limits<double>::infinity();
    auto& slices = review->slices;
    std::erase_if(slices, [](const auto& slice) { return !slice.keep; });
    for (const auto& slice : slices) {
        if (slice.startS >= length || slice.endS > length + 0.5 / info.sampleRate) {
            return fail(ErrorCode::BadInput,
                        toStd(QStringLiteral("the slice at %1 s does not lie in '%2'")
                                  .arg(slice.startS)
                                  .arg(source->path)));
        }
    }
    auto outcome = writeSlices(studio, *source, **reader, std::move(slices), task);
    if (outcome && !QFile::remove(params.reviewPath)) {
        return fail(ErrorCode::ReadOnly,
                    toStd(QStringLiteral("the finished review '%1' cannot be removed")
                              .arg(params.reviewPath)));
    }
    return outcome;
}

} // namespace nde::services
