#include "core/db/StemRepository.h"
#include "core/services/CategoryJudge.h"
#include "core/services/Files.h"
#include "core/services/Measure.h"
#include "core/services/UseCases.h"

#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <chrono>
#include <memory>
#include <thread>
#include <utility>

namespace nde::services {
namespace {

constexpr int kTries = 3;
constexpr auto kFirstPause = std::chrono::milliseconds(100); ///< doubled with every try
constexpr auto kPausePart = std::chrono::milliseconds(20);

bool endsTheBatch(ErrorCode code)
{
    return code == ErrorCode::Cancelled || code == ErrorCode::ReadOnly
        || code == ErrorCode::DiskFull || code == ErrorCode::Busy;
}

std::optional<Category> inheritedOf(const Stem& stem)
{
    const bool isInherited = stem.source == Source::Separated || stem.source == Source::Generated;
    return isInherited ? std::optional(stem.category) : std::nullopt;
}

/// Takes over what was measured of the same samples; place, name and what the user said stay.
void copyMeasures(const Stem& twin, Stem& stem)
{
    const Descriptors before = std::exchange(stem.descriptors, twin.descriptors);
    if (stem.isGridByUser || twin.isGridByUser) {
        stem.descriptors.bpm = before.bpm;
        stem.descriptors.firstBeatS = before.firstBeatS;
        stem.descriptors.firstDownbeatS = before.firstDownbeatS;
        stem.descriptors.beatsPerBar = before.beatsPerBar;
        stem.descriptors.bars = before.bars;
    }
    if (stem.isKeyByUser || twin.isKeyByUser) {
        stem.descriptors.key = before.key;
    }
    if (!stem.isSoundClassByUser) {
        stem.soundClass = twin.soundClass;
    }
    if (!stem.isCategoryByUser && !inheritedOf(stem)) {
        stem.category = twin.category;
        stem.categoryConfidence = twin.categoryConfidence;
    }
    if (stem.tags.empty()) {
        stem.tags = twin.tags;
    }
    stem.durationS = twin.durationS;
    stem.frames = twin.frames;
    stem.sampleRate = twin.sampleRate;
    stem.channels = twin.channels;
    stem.analyserVersion = twin.analyserVersion;
    stem.processingError.clear();
    stem.isMissing = false;
}

/// The ids that a job is done with, one a line, in its folder: written after each row, so a killed
/// batch loses the sound that it was at.
class DoneList
{
public:
    static Result<DoneList> open(const Studio* studio, JobId job)
    {
        DoneList list;
        if (studio == nullptr || job == 0) {
            return list;
        }
        const auto folder = studio->jobFolder(job);
        if (!folder) {
            return propagate(folder);
        }
        list.m_file = std::make_unique<QFile>(QString(*folder + u'/' + Studio::kJournal));
        if (!list.m_file->open(QIODevice::ReadWrite)) {
            return fail(ErrorCode::Io,
                        toStd(QStringLiteral("'%1' cannot be opened: %2")
                                  .arg(list.m_file->fileName(), list.m_file->errorString())));
        }
        for (const auto& line : list.m_file->readAll().split('\n')) {
            list.m_done.insert(line.toLongLong());
        }
        return list;
    }

    [[nodiscard]] bool holds(StemId id) const { return m_done.contains(id); }

    Result<> add(StemId id)
    {
        if (m_file
            && (m_file->write(QByteArray::number(qint64 {id}) + '\n') < 0 || !m_file->flush())) {
            return fail(ErrorCode::Io,
                        toStd(QStringLiteral("'%1' cannot be written: %2")
                                  .arg(m_file->fileName(), m_file->errorString())));
        }
        return {};
    }

private:
    std::unique_ptr<QFile> m_file;
    QSet<StemId> m_done;
};

class Batch
{
public:
    /// @param judge  with the corrections as they are now.
    Batch(Studio& studio, CategoryJudge judge, bool force, bool isAutomatic, DoneList done)
        : m_stems(studio.database())
        , m_embeddings(studio.database())
        , m_judge(std::move(judge))
        , m_book(m_stems)
        , m_force(force)
        , m_isAutomatic(isAutomatic)
        , m_done(std::move(done))
    {
    }

    /// Measures a sound and stores it.
    /// @errors  those of the file are in the row as well.
    Result<> analyse(StemId id, AnalyzeOutcome& outcome, TaskContext& task)
    {
        auto row = m_stems.byId(id);
        if (!row) {
            return propagate(row);
        }
        Stem stem = std::move(*row);
        if (m_done.holds(id) && stem.processingError.empty()) {
            ++outcome.unchanged;
            outcome.stems.push_back(std::move(stem));
            return {};
        }
        const QString path = toQt(stem.path);
        if (!QFileInfo::exists(path)) {
            if (auto marked = m_stems.setMissing(id, true); !marked) {
                return marked;
            }
            return fail(ErrorCode::NotFound,
                        toStd(QStringLiteral("'%1' is not there any more").arg(path)));
        }
        const auto hash = hashFile(path);
        if (hash && isKnown(stem, *hash, outcome)) {
            return {};
        }
        const auto copied = copyKnown(stem, hash.value_or(std::string {}));
        if (!copied) {
            return propagate(copied);
        }
        outcome.copied += *copied ? 1 : 0;
        m_opinion.reset();
        const auto measured = *copied ? Result<> {} : measure(stem, hash, task);
        if (!measured && endsTheBatch(measured.error().code)) {
            return measured;
        }
        if (auto stored = store(stem); !stored) {
            return stored;
        }
        if (!measured) {
            return measured;
        }
        auto fresh = m_stems.byId(id);
        if (!fresh) {
            return propagate(fresh);
        }
        outcome.stems.push_back(std::move(*fresh));
        return {};
    }

private:
    /// Whether there is nothing to do: measured already, or known to fail.
    bool isKnown(Stem& stem, const std::string& hash, AnalyzeOutcome& outcome) const
    {
        if (m_force || hash != stem.fileHash) {
            return false;
        }
        if (!stem.processingError.empty()) {
            outcome.quarantined += m_isAutomatic ? 1 : 0;
            return m_isAutomatic;
        }
        if (stem.analyserVersion != kAnalyserVersion) {
            return false;
        }
        ++outcome.unchanged;
        outcome.stems.push_back(std::move(stem));
        return true;
    }

    Result<bool> copyKnown(Stem& stem, const std::string& hash)
    {
        if (m_force || stem.contentHash.empty() || hash.empty() || hash != stem.fileHash) {
            return false;
        }
        const auto twin = m_stems.analysedCopy(stem.contentHash, kAnalyserVersion);
        if (!twin) {
            return propagate(twin);
        }
        if (!twin->has_value()) {
            return false;
        }
        copyMeasures(**twin, stem);
        requalify(stem, &m_book);
        return true;
    }

    Result<> measure(Stem& stem, const Result<std::string>& hash, TaskContext& task)
    {
        const MeasureRequest request {toQt(stem.path), stem.source, inheritedOf(stem), true,
                                      hash.value_or(std::string {})};
        const auto measured = measureWithPatience(request, task);
        if (measured) {
            applyMeasured(*measured, stem, &m_book, &m_judge);
            m_opinion = measured->opinion;
            return {};
        }
        if (measured.error().code != ErrorCode::Cancelled) {
            stem.processingError = measured.error().message;
            stem.fileHash = hash.value_or(std::string {});
        }
        return propagate(measured);
    }

    Result<> store(const Stem& stem)
    {
        if (m_book.error()) {
            return tl::unexpected<Error>(*m_book.error());
        }
        if (auto stored = m_stems.updateAnalysis(stem); !stored) {
            return stored;
        }
        if (m_opinion && !m_opinion->isSilent) {
            auto kept = m_embeddings.save(stem.id, m_judge.model().hash(), m_opinion->embedding);
            if (!kept) {
                return kept;
            }
        }
        return m_done.add(stem.id);
    }

    db::StemRepository m_stems;
    db::EmbeddingRepository m_embeddings;
    CategoryJudge m_judge;
    std::optional<nn::CategoryOpinion> m_opinion; ///< of the sound that was just measured
    CharacterBook m_book;
    bool m_force;
    bool m_isAutomatic;
    DoneList m_done;
};

Result<> analyseFile(const QString& path, AnalyzeOutcome& outcome, TaskContext& task)
{
    const MeasureRequest request {absolutePath(path), Source::Original, std::nullopt, true};
    const auto measured = measureWithPatience(request, task);
    if (!measured) {
        return propagate(measured);
    }
    outcome.stems.push_back(stemOf(request, *measured));
    return {};
}

struct Work
{
    std::vector<StemId> ids;
    bool isAutomatic {};
};

Result<Work> workOf(Studio* studio, const AnalyzeParams& params)
{
    if (studio == nullptr) {
        if (!params.stems.empty()) {
            return fail(ErrorCode::NotFound, "sounds of a library need an open studio");
        }
        return Work {};
    }
    if (!params.stems.empty() || !params.files.isEmpty()) {
        return Work {params.stems, false};
    }
    auto waiting = db::StemRepository(studio->database()).withoutAnalysis(kAnalyserVersion);
    if (!waiting) {
        return propagate(waiting);
    }
    return Work {std::move(*waiting), true};
}

} // namespace

Result<Measured> measureWithPatience(const MeasureRequest& request, TaskContext& task)
{
    auto pause = kFirstPause;
    for (int tries = 1;; ++tries, pause *= 2) {
        auto measured = measureFile(request, task);
        const bool mayPass = !measured
            && (measured.error().code == ErrorCode::Io || measured.error().code == ErrorCode::Busy);
        if (!mayPass || tries == kTries) {
            return measured;
        }
        for (auto waited = kPausePart; waited <= pause; waited += kPausePart) {
            if (task.cancelled()) {
                return fail(ErrorCode::Cancelled, "cancelled while waiting for the file");
            }
            std::this_thread::sleep_for(kPausePart);
        }
    }
}

Result<AnalyzeOutcome> analyzeStems(Studio* studio, const AnalyzeParams& params, TaskContext& task,
                                    JobId job)
{
    auto work = workOf(studio, params);
    if (!work) {
        return propagate(work);
    }
    std::optional<Batch> batch;
    if (studio != nullptr && !work->ids.empty()) {
        auto done = DoneList::open(studio, job);
        if (!done) {
            return propagate(done);
        }
        db::EmbeddingRepository embeddings(studio->database());
        auto judge = CategoryJudge::create(embeddings);
        if (!judge) {
            return propagate(judge);
        }
        batch.emplace(*studio, std::move(*judge), params.force, work->isAutomatic,
                      std::move(*done));
    }
    AnalyzeOutcome outcome;
    const std::size_t count = work->ids.size() + static_cast<std::size_t>(params.files.size());
    for (std::size_t i = 0; i < count; ++i) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "analysis cancelled; what was measured stays");
        }
        const auto total = static_cast<double>(count);
        TaskContext part
            = task.sub(static_cast<double>(i) / total, static_cast<double>(i + 1) / total);
        part.progress(0.0, "analysing");
        const bool isRow = i < work->ids.size();
        const QString file
            = isRow ? QString() : params.files[static_cast<qsizetype>(i - work->ids.size())];
        const auto done = isRow ? batch->analyse(work->ids[i], outcome, part)
                                : analyseFile(file, outcome, part);
        if (!done && endsTheBatch(done.error().code)) {
            return propagate(done);
        }
        if (!done) {
            outcome.failed.push_back(
                {isRow ? QStringLiteral("#%1").arg(work->ids[i]) : absolutePath(file),
                 done.error()});
        }
    }
    task.progress(1.0, "analysing");
    return outcome;
}

} // namespace nde::services
