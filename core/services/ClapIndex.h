#pragma once

#include "core/base/Job.h"
#include "core/base/Stem.h"
#include "core/base/TaskContext.h"
#include "core/db/EmbeddingRepository.h"
#include "core/nn/api/ClapModel.h"
#include "core/services/UseCases.h"

#include <QJsonObject>
#include <QString>

#include <list>
#include <string>
#include <utility>
#include <vector>

namespace nde::services {

/// Which model a vector is of. Vectors of different hashes have nothing in common.
struct ClapIdentity
{
    QString folder; ///< absolute
    QString weights; ///< the file that is read
    std::string weightsHash; ///< SHA-256 of that file
    std::string hash; ///< SHA-256 of "<weightsHash> <SHA-256 of config.json>"
    std::string name; ///< shown: `_name_or_path` of config.json, else the folder's
};
/// Reads the whole weight file the first time (`rememberedHash`): some seconds for an official
/// model.
/// @errors  NotFound, ModelMissing, Io; Corrupt (an upload that is known to be broken).
[[nodiscard]] Result<ClapIdentity> identifyClap(const QString& folder);

/// A file of any rate, channels and length: averaged to mono, resampled to 48 kHz, embedded.
/// @errors  those of openAudio, AudioReader and ClapModel::embedAudio.
[[nodiscard]] Result<std::vector<float>> embedSound(nn::ClapModel& model, const QString& path,
                                                    const TaskContext& task);

struct EmbedLibraryParams
{
    QString model; ///< folder
};
struct EmbedLibraryOutcome
{
    ClapIdentity model;
    std::string name; ///< of the model; empty where nothing was left to do
    int embedded {};
    int copied {}; ///< the same samples had been embedded already
    qint64 unchanged {}; ///< had theirs before
    std::vector<FailedItem> failed;
    double elapsedS {};
};
/// Embeds every sound of the library that this model has not heard yet in its present form, and
/// stores the vectors in batches: a job that was cancelled or killed loses some seconds of work. A
/// file that cannot be read is passed over with its reason. Only the audio tower is in memory.
/// @param job  whose folder marks it as one that can go on; 0 = none.
/// @errors  those of identifyClap and ClapModel::open, Cancelled, ReadOnly, DiskFull, Busy.
[[nodiscard]] Result<EmbedLibraryOutcome>
embedLibrary(Studio& studio, const EmbedLibraryParams& params, JobId job, TaskContext& task);
[[nodiscard]] QJsonObject toJson(const EmbedLibraryOutcome& outcome);
[[nodiscard]] QJsonObject toJson(const EmbedLibraryParams& params);
/// @errors  BadInput.
[[nodiscard]] Result<EmbedLibraryParams> embedLibraryParamsFromJson(const QJsonObject& object);

struct StemScore
{
    StemId stem {};
    float score {}; ///< cosine, −1 … 1
    bool operator==(const StemScore&) const = default;
};

/// Words against sounds that were embedded with the same model. The last queries' vectors are kept.
/// @thread  one at a time.
class ClapWords
{
public:
    /// Loads the text tower only.
    /// @errors  those of identifyClap and ClapModel::open, which refuses a collapsed model
    /// (`guard`).
    [[nodiscard]] static Result<ClapWords> open(const QString& folder,
                                                nn::ClapGuard guard = nn::ClapGuard::Always);

    [[nodiscard]] const ClapIdentity& identity() const { return m_identity; }
    [[nodiscard]] const nn::ClapInfo& info() const { return m_model.info(); }
    /// Unit vector of a query in English: the mean of the words alone and of "This is a sound of
    /// …", the form that CLAP was trained with. White space at the ends does not count.
    /// @errors  those of ClapModel::embedText; BadInput (no words).
    [[nodiscard]] Result<std::vector<float>> vectorOf(const QString& query);

private:
    ClapWords(ClapIdentity identity, nn::ClapModel model);

    ClapIdentity m_identity;
    nn::ClapModel m_model;
    std::list<std::pair<QString, std::vector<float>>> m_kept; ///< the last one asked for in front
};

/// Cosine of a query with every stored vector of its model, by id.
/// @param vector  of ClapWords::vectorOf. @errors  those of EmbeddingRepository; Corrupt (a stored
///                vector of another length).
[[nodiscard]] Result<std::vector<StemScore>> textScores(db::EmbeddingRepository& embeddings,
                                                        const std::string& modelHash,
                                                        const std::vector<float>& vector);

} // namespace nde::services
