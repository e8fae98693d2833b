#pragma once

#include "core/base/Stem.h"
#include "core/db/Database.h"

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

private:
    [[nodiscard]] Result<std::vector<StoredEmbedding>> read(const QString& condition,
                                                            const QVariantList& bound);
    std::shared_ptr<Database> m_database;
};

} // namespace nde::db
