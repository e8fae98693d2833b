#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/search/VectorIndex.h"
#include "core/services/ClapIndex.h"
#include "core/services/SearchTypes.h"
#include "core/services/Studio.h"

#include <QString>

#include <memory>

namespace nde::services {

/// Checks a folder as a whole: its identity, and that both towers can be loaded and tell texts
/// apart. Some seconds for an official model; nothing stays in memory.
/// @errors  those of identifyClap and ClapModel::open; Cancelled.
[[nodiscard]] Result<ClapIdentity> checkClap(const QString& folder, TaskContext& task);

/// Finds sounds by words with a CLAP model: its text tower, loaded when it is first asked, and the
/// vectors of the sounds that it has heard, in a file beside the library that is kept in step with
/// it. Where that file may not be written, or another program has it, the vectors come from the
/// database, more slowly.
/// @thread  one at a time.
class ClapFinder
{
public:
    /// @param graphFrom  as of VectorIndex::open.
    /// @errors  those of identifyClap.
    [[nodiscard]] static Result<std::unique_ptr<ClapFinder>>
    open(std::shared_ptr<Studio> studio, const QString& folder,
         std::size_t graphFrom = search::VectorIndex::kGraphFrom);
    ~ClapFinder();
    ClapFinder(const ClapFinder&) = delete;
    ClapFinder& operator=(const ClapFinder&) = delete;

    [[nodiscard]] const ClapIdentity& identity() const;
    /// Brings the index into step with the library. @return  how many sounds were heard.
    /// @errors  those of EmbeddingRepository.
    [[nodiscard]] Result<qint64> refresh();
    /// What the model says of every sound that it has heard.
    /// @param english  as of search::englishOf. @return  null where it has heard none.
    /// @errors  those of ClapWords and EmbeddingRepository.
    [[nodiscard]] Result<std::shared_ptr<const ClapScores>> scoresOf(const QString& english);
    /// How like a sound of the library the others sound to the model, which is not loaded for it.
    /// @return  null where it has not heard that one.
    /// @errors  those of EmbeddingRepository.
    [[nodiscard]] Result<std::shared_ptr<const ClapScores>> alikeTo(StemId id);
    /// The same of a file, to which it listens now: the audio tower is loaded for it, a second or
    /// two. @return  null where it has heard no sound of the library.
    /// @errors  those of ClapModel::open, embedSound and EmbeddingRepository.
    [[nodiscard]] Result<std::shared_ptr<const ClapScores>> alikeTo(const QString& file,
                                                                    const TaskContext& task);
    /// A step of some tenths of a second towards the graph of a very large library
    /// (VectorIndex::settle). @return  whether there is more to do; without an index there is not.
    [[nodiscard]] bool settle();
    /// Whether only the nearest thousands are looked for.
    [[nodiscard]] bool isApproximate() const;
    void unload(); ///< the text tower; it is loaded again when asked

private:
    ClapFinder();
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace nde::services
