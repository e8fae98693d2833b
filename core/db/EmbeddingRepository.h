#pragma once

#include "core/base/Stem.h"
#include "core/db/Database.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace nde::db {

/// What a model's network makes of a sound, and what the library says of its category.
struct StoredEmbedding
{
    StemId stem {};
    std::string name; ///< of the sound
    std::string path;
    Source source {};
    SoundClass soundClass {};
    Category category {Category::Unclear};
    double categoryConfidence {};
    bool isCategoryByUser {};
    std::vector<float> vector;
};

/// A sound that a model has not heard yet, in its present form.
struct SoundToEmbed
{
    StemId stem {};
    std::string path;
    std::string contentHash;
    double durationS {};
};

struct NewEmbedding
{
    StemId stem {};
    std::string contentHash; ///< of the samples that it was made from
    std::vector<float> vector;
};

/// Embeddings of sounds, one for each model. They go with their sound.
/// @thread  any. @errors  Io, DiskFull, ReadOnly, Busy, Corrupt.
class EmbeddingRepository
{
public:
    explicit EmbeddingRepository(std::shared_ptr<Database> database);

    /// Replaces what was there. @errors  NotFound (no such sound).
    [[nodiscard]] Result<> save(StemId stem, const std::string& modelHash,
                                const std::vector<float>& vector);
    /// Of sounds whose category the user has said, by id.
    [[nodiscard]] Result<std::vector<StoredEmbedding>> corrected(const std::string& modelHash);
    /// Of originals and slices whose category the user has not said, by id; `after` = the last id
    /// of the page before.
    [[nodiscard]] Result<std::vector<StoredEmbedding>> judged(const std::string& modelHash,
                                                              StemId after, int most);
    /// Corrected sounds that have no embedding of this model yet, by id.
    [[nodiscard]] Result<std::vector<StemId>> correctedWithout(const std::string& modelHash);
    /// Of any model; empty when the sound has none.
    [[nodiscard]] Result<std::vector<float>> newestOf(StemId stem);

    /// Sounds whose file is there, by id, that have no embedding of this model made from the
    /// samples that they have now.
    [[nodiscard]] Result<std::vector<SoundToEmbed>> waiting(const std::string& modelHash);
    /// How many those are.
    [[nodiscard]] Result<qint64> waitingCount(const std::string& modelHash);
    /// How many sounds have one made from the samples that they have now.
    [[nodiscard]] Result<qint64> countOf(const std::string& modelHash);
    /// Of any sound with these samples.
    [[nodiscard]] Result<std::optional<std::vector<float>>>
    ofContent(const std::string& modelHash, const std::string& contentHash);
    /// All of them or none; sounds that were removed meanwhile are passed over.
    [[nodiscard]] Result<> saveAll(const std::string& modelHash,
                                   const std::vector<NewEmbedding>& embeddings);
    using VectorFn = std::function<void(StemId stem, std::span<const float> vector)>;
    /// Calls with every vector of a model whose sound still has the same samples, by id.
    [[nodiscard]] Result<> eachVector(const std::string& modelHash, const VectorFn& onVector);
    /// Only those that were stored at this time or later.
    [[nodiscard]] Result<> eachVectorSince(const std::string& modelHash, std::int64_t sinceMs,
                                           const VectorFn& onVector);
    /// Of the sounds that `eachVector` calls with, rising.
    [[nodiscard]] Result<std::vector<StemId>> idsOf(const std::string& modelHash);
    /// Length of a model's vectors, 0 where there are none.
    [[nodiscard]] Result<std::size_t> dimensionsOf(const std::string& modelHash);

private:
    [[nodiscard]] Result<std::vector<StoredEmbedding>> read(const QString& condition,
                                                            const QVariantList& bound);
    std::shared_ptr<Database> m_database;
};

} // namespace nde::db
