#include "core/db/StemRepository.h"
#include "core/services/Files.h"
#include "core/services/Measure.h"
#include "core/services/UseCases.h"

#include <QFileInfo>

namespace nde::services {
namespace {

std::optional<Category> inheritedOf(const Stem& stem)
{
    const bool isInherited = stem.source == Source::Separated || stem.source == Source::Generated;
    return isInherited ? std::optional(stem.category) : std::nullopt;
}

/// Measures a library sound again and stores it; a file that cannot be read leaves its reason in
/// the row.
Result<Stem> analyzeRow(db::StemRepository& stems, StemId id, bool force, TaskContext& task)
{
    auto row = stems.byId(id);
    if (!row) {
        return row;
    }
    Stem stem = std::move(*row);
    if (!force && stem.analyserVersion == dsp::kAnalyserVersion && stem.processingError.empty()) {
        return stem;
    }
    const QString path = toQt(stem.path);
    if (!QFileInfo::exists(path)) {
        if (auto marked = stems.setMissing(id, true); !marked) {
            return propagate(marked);
        }
        return fail(ErrorCode::NotFound,
                    toStd(QStringLiteral("'%1' is not there any more").arg(path)));
    }
    const MeasureRequest request {path, stem.source, inheritedOf(stem), true};
    const auto measured = measureFile(request, task);
    if (measured) {
        applyMeasured(*measured, stem);
    } else if (measured.error().code == ErrorCode::Cancelled) {
        return propagate(measured);
    } else {
        stem.processingError = measured.error().message;
    }
    if (auto stored = stems.updateAnalysis(stem); !stored) {
        return propagate(stored);
    }
    if (!measured) {
        return propagate(measured);
    }
    return stems.byId(id);
}

Result<Stem> analyzeFile(const QString& path, TaskContext& task)
{
    const MeasureRequest request {absolutePath(path), Source::Original, std::nullopt, true};
    const auto measured = measureFile(request, task);
    if (!measured) {
        return propagate(measured);
    }
    return stemOf(request, *measured);
}

} // namespace

Result<AnalyzeOutcome> analyzeStems(Studio* studio, const AnalyzeParams& params, TaskContext& task)
{
    std::vector<StemId> ids = params.stems;
    std::optional<db::StemRepository> stems;
    if (studio != nullptr) {
        stems.emplace(studio->database());
        if (ids.empty() && params.files.isEmpty()) {
            auto waiting = stems->withoutAnalysis(dsp::kAnalyserVersion);
            if (!waiting) {
                return propagate(waiting);
            }
            ids = std::move(*waiting);
        }
    } else if (!ids.empty()) {
        return fail(ErrorCode::NotFound, "sounds of a library need an open studio");
    }
    AnalyzeOutcome outcome;
    const std::size_t count = ids.size() + static_cast<std::size_t>(params.files.size());
    for (std::size_t i = 0; i < count; ++i) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "analysis cancelled; what was measured stays");
        }
        const auto total = static_cast<double>(count);
        TaskContext part
            = task.sub(static_cast<double>(i) / total, static_cast<double>(i + 1) / total);
        part.progress(0.0, "analysing");
        const bool isRow = i < ids.size();
        const QString file
            = isRow ? QString() : params.files[static_cast<qsizetype>(i - ids.size())];
        auto stem
            = isRow ? analyzeRow(*stems, ids[i], params.force, part) : analyzeFile(file, part);
        if (stem) {
            outcome.stems.push_back(std::move(*stem));
        } else if (stem.error().code == ErrorCode::Cancelled) {
            return propagate(stem);
        } else {
            outcome.failed.push_back(
                {isRow ? QStringLiteral("#%1").arg(ids[i]) : absolutePath(file), stem.error()});
        }
    }
    task.progress(1.0, "analysing");
    return outcome;
}

} // namespace nde::services
