#include "core/services/ClapIndex.h"

#include "core/audio/AudioFile.h"
#include "core/audio/Resample.h"
#include "core/services/Files.h"
#include "core/services/JsonFields.h"
#include "core/services/Studio.h"
#include "core/services/UseCaseJson.h"

#include <QElapsedTimer>
#include <QFile>

#include <algorithm>
#include <cmath>
#include <optional>

namespace nde::services {
namespace {

constexpr int kClapRate = 48000;
constexpr std::size_t kBlockFrames = 16384;
constexpr std::size_t kBatch = 32;
constexpr qint64 kBatchMs = 5000;
constexpr std::size_t kKeptQueries = 64;

bool endsTheBatch(ErrorCode code)
{
    return code == ErrorCode::Cancelled || code == ErrorCode::ReadOnly
        || code == ErrorCode::DiskFull || code == ErrorCode::Busy || code == ErrorCode::OutOfMemory;
}

/// A file as mono at 48 kHz, block by block.
class Mono48
{
public:
    static Result<Mono48> open(const QString& path)
    {
        auto reader = audio::openAudio(toPath(path));
        if (!reader) {
            return propagate(reader);
        }
        Mono48 mono;
        const int rate = (*reader)->info().sampleRate;
        if (rate != kClapRate) {
            auto made = audio::Resampler::create(1, rate, kClapRate);
            if (!made) {
                return propagate(made);
            }
            mono.m_resampler.emplace(std::move(*made));
        }
        mono.m_channels = static_cast<std::size_t>((*reader)->info().channels);
        mono.m_interleaved.resize(kBlockFrames * mono.m_channels);
        mono.m_reader = std::move(*reader);
        return mono;
    }

    Result<std::size_t> read(std::span<float> into)
    {
        while (m_next == m_ready.size() && !m_isAtEnd) {
            if (auto more = readBlock(); !more) {
                return propagate(more);
            }
        }
        const std::size_t count = std::min(into.size(), m_ready.size() - m_next);
        std::copy_n(m_ready.begin() + static_cast<std::ptrdiff_t>(m_next), count, into.begin());
        m_next += count;
        return count;
    }

private:
    Mono48() = default;

    Result<> readBlock()
    {
        const auto frames = m_reader->read(m_interleaved.data(), kBlockFrames);
        if (!frames) {
            return propagate(frames);
        }
        m_isAtEnd = *frames == 0;
        m_folded.resize(*frames);
        for (std::size_t i = 0; i < *frames; ++i) {
            float sum = 0.0F;
            for (std::size_t c = 0; c < m_channels; ++c) {
                sum += m_interleaved[i * m_channels + c];
            }
            m_folded[i] = sum / static_cast<float>(m_channels);
        }
        m_next = 0;
        m_ready.clear();
        if (m_resampler) {
            m_resampler->process(m_folded, m_isAtEnd, m_ready);
        } else {
            m_ready.swap(m_folded);
        }
        return {};
    }

    std::unique_ptr<audio::AudioReader> m_reader;
    std::optional<audio::Resampler> m_resampler;
    std::size_t m_channels {};
    std::vector<float> m_interleaved;
    std::vector<float> m_folded;
    std::vector<float> m_ready;
    std::size_t m_next {}; ///< in m_ready
    bool m_isAtEnd {};
};

/// How often the network runs for a sound: its share of the progress.
double windowsOf(double durationS)
{
    return durationS <= 10.0 ? 1.0 : 1.0 + std::ceil((durationS - 10.0) / 5.0);
}

class Indexer
{
public:
    Indexer(Studio& studio, EmbedLibraryOutcome& outcome, nn::ClapModel model)
        : m_embeddings(studio.database())
        , m_outcome(outcome)
        , m_model(std::move(model))
    {
        m_sinceStored.start();
    }

    /// @errors  only such that end the batch; others are in the outcome.
    Result<> take(const db::SoundToEmbed& sound, const TaskContext& task)
    {
        auto vector = known(sound);
        if (!vector) {
            return propagate(vector);
        }
        const bool isCopy = vector->has_value();
        if (!isCopy) {
            auto heard = embedSound(m_model, toQt(sound.path), task);
            if (!heard && endsTheBatch(heard.error().code)) {
                return propagate(heard);
            }
            if (!heard) {
                m_outcome.failed.push_back({toQt(sound.path), heard.error()});
                return {};
            }
            *vector = std::move(*heard);
        }
        ++(isCopy ? m_outcome.copied : m_outcome.embedded);
        m_pending.push_back({sound.stem, sound.contentHash, std::move(**vector)});
        return m_pending.size() >= kBatch || m_sinceStored.hasExpired(kBatchMs) ? store()
                                                                                : Result<> {};
    }

    Result<> store()
    {
        auto stored = m_pending.empty() ? Result<> {}
                                        : m_embeddings.saveAll(m_outcome.model.hash, m_pending);
        if (stored) {
            m_pending.clear();
            m_sinceStored.restart();
        }
        return stored;
    }

private:
    /// The vector of the same samples.
    Result<std::optional<std::vector<float>>> known(const db::SoundToEmbed& sound)
    {
        for (const auto& pending : m_pending) {
            if (!sound.contentHash.empty() && pending.contentHash == sound.contentHash) {
                return pending.vector;
            }
        }
        return m_embeddings.ofContent(m_outcome.model.hash, sound.contentHash);
    }

    db::EmbeddingRepository m_embeddings;
    EmbedLibraryOutcome& m_outcome;
    nn::ClapModel m_model;
    std::vector<db::NewEmbedding> m_pending;
    QElapsedTimer m_sinceStored;
};

/// Lets the same command go on with this job after a kill.
Result<> markAsResumable(const Studio& studio, JobId job)
{
    if (job == 0) {
        return {};
    }
    const auto folder = studio.jobFolder(job);
    if (!folder) {
        return propagate(folder);
    }
    QFile journal(QString(*folder + u'/' + Studio::kJournal));
    if (!journal.open(QIODevice::ReadWrite)) {
        return fail(ErrorCode::Io,
                    toStd(QStringLiteral("'%1' cannot be opened: %2")
                              .arg(journal.fileName(), journal.errorString())));
    }
    return {};
}

Result<> embedAll(Indexer& indexer, const std::vector<db::SoundToEmbed>& sounds, TaskContext& task)
{
    double total = 0.0;
    for (const auto& sound : sounds) {
        total += windowsOf(sound.durationS);
    }
    double done = 0.0;
    for (const auto& sound : sounds) {
        task.progress(done / total, "embedding");
        auto taken = task.cancelled()
            ? fail(ErrorCode::Cancelled, "embedding was cancelled; what was stored stays")
            : indexer.take(sound, task);
        if (!taken) {
            return taken;
        }
        done += windowsOf(sound.durationS);
    }
    task.progress(1.0, "embedding");
    return {};
}

} // namespace

Result<std::vector<float>> embedSound(nn::ClapModel& model, const QString& path,
                                      const TaskContext& task)
{
    auto mono = Mono48::open(path);
    if (!mono) {
        return propagate(mono);
    }
    auto vector = model.embedAudio([&](std::span<float> into) { return mono->read(into); }, task);
    if (!vector && vector.error().code == ErrorCode::BadInput) {
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("'%1': %2").arg(path, toQt(vector.error().message))));
    }
    return vector;
}

Result<EmbedLibraryOutcome> embedLibrary(Studio& studio, const EmbedLibraryParams& params,
                                         JobId job, TaskContext& task)
{
    QElapsedTimer clock;
    clock.start();
    task.progress(0.0, "loading");
    auto identity = identifyClap(params.model);
    if (!identity) {
        return propagate(identity);
    }
    EmbedLibraryOutcome outcome;
    outcome.model = std::move(*identity);
    db::EmbeddingRepository embeddings(studio.database());
    const auto unchanged = embeddings.countOf(outcome.model.hash);
    const auto sounds = unchanged ? embeddings.waiting(outcome.model.hash)
                                  : Result<std::vector<db::SoundToEmbed>>(propagate(unchanged));
    if (!sounds) {
        return propagate(sounds);
    }
    outcome.unchanged = *unchanged;
    if (!sounds->empty()) {
        if (auto marked = markAsResumable(studio, job); !marked) {
            return propagate(marked);
        }
        auto model = nn::ClapModel::open(toPath(outcome.model.folder), nn::ClapTower::Audio);
        if (!model) {
            return propagate(model);
        }
        outcome.name = model->info().name;
        Indexer indexer(studio, outcome, std::move(*model));
        const auto done = embedAll(indexer, *sounds, task);
        // What was heard before an error stays as well.
        const auto stored = indexer.store();
        if (!done || !stored) {
            return propagate(done ? stored : done);
        }
    }
    outcome.elapsedS = static_cast<double>(clock.elapsed()) / 1000.0;
    return outcome;
}

QJsonObject toJson(const EmbedLibraryOutcome& outcome)
{
    QJsonObject object {
        {QStringLiteral("model"), toQt(outcome.name)},
        {QStringLiteral("model_hash"), toQt(outcome.model.hash)},
        {QStringLiteral("weights_sha256"), toQt(outcome.model.weightsHash)},
        {QStringLiteral("embedded"), outcome.embedded},
        {QStringLiteral("copied"), outcome.copied},
        {QStringLiteral("unchanged"), outcome.unchanged},
        {QStringLiteral("elapsed_s"), outcome.elapsedS},
    };
    if (!outcome.failed.empty()) {
        object.insert(QStringLiteral("failed"), failedToJson(outcome.failed));
    }
    return object;
}

QJsonObject toJson(const EmbedLibraryParams& params)
{
    return {{QStringLiteral("model"), params.model}};
}

Result<EmbedLibraryParams> embedLibraryParamsFromJson(const QJsonObject& object)
{
    EmbedLibraryParams params;
    Fields fields(object);
    fields.text("model", params.model);
    return fields.done(std::move(params));
}

ClapWords::ClapWords(ClapIdentity identity, nn::ClapModel model)
    : m_identity(std::move(identity))
    , m_model(std::move(model))
{
}

Result<ClapWords> ClapWords::open(const QString& folder, nn::ClapGuard guard)
{
    auto identity = identifyClap(folder);
    if (!identity) {
        return propagate(identity);
    }
    auto model = nn::ClapModel::open(toPath(identity->folder), nn::ClapTower::Text, {0, guard});
    if (!model) {
        return propagate(model);
    }
    return ClapWords(std::move(*identity), std::move(*model));
}

Result<std::vector<float>> ClapWords::vectorOf(const QString& query)
{
    const QString words = query.trimmed();
    if (words.isEmpty()) {
        return fail(ErrorCode::BadInput, "a query needs words");
    }
    const auto kept = std::find_if(m_kept.begin(), m_kept.end(),
                                   [&words](const auto& entry) { return entry.first == words; });
    if (kept != m_kept.end()) {
        m_kept.splice(m_kept.begin(), m_kept, kept);
        return m_kept.front().second;
    }
    auto plain = m_model.embedText(toStd(words));
    const auto told = plain
        ? m_model.embedText(toStd(QStringLiteral("This is a sound of %1.").arg(words)))
        : plain;
    if (!told) {
        return propagate(told);
    }
    double squares = 0.0;
    for (std::size_t i = 0; i < plain->size(); ++i) {
        (*plain)[i] += (*told)[i];
        squares += static_cast<double>((*plain)[i]) * static_cast<double>((*plain)[i]);
    }
    if (!(squares > 0.0)) {
        return fail(ErrorCode::Inference, "the query has no direction");
    }
    for (float& value : *plain) {
        value = static_cast<float>(static_cast<double>(value) / std::sqrt(squares));
    }
    m_kept.emplace_front(words, *plain);
    if (m_kept.size() > kKeptQueries) {
        m_kept.pop_back();
    }
    return plain;
}

Result<std::vector<StemScore>> textScores(db::EmbeddingRepository& embeddings,
                                          const std::string& modelHash,
                                          const std::vector<float>& vector)
{
    std::vector<StemScore> scores;
    bool isOfOtherLength = false;
    auto done = embeddings.eachVector(modelHash, [&](StemId stem, std::span<const float> stored) {
        isOfOtherLength = isOfOtherLength || stored.size() != vector.size();
        float sum = 0.0F;
        for (std::size_t i = 0; i < std::min(stored.size(), vector.size()); ++i) {
            sum += stored[i] * vector[i];
        }
        scores.push_back({stem, sum});
    });
    if (!done) {
        return propagate(done);
    }
    if (isOfOtherLength) {
        return fail(ErrorCode::Corrupt, "the library holds an embedding of another length");
    }
    return scores;
}

} // namespace nde::services
