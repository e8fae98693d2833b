#pragma once

#include "core/db/StemRepository.h"
#include "core/services/CharacterBook.h"
#include "core/services/DreamSource.h"
#include "core/services/OutputJournal.h"
#include "core/services/UseCases.h"

#include <QJsonObject>

namespace nde::services {

/// A dream with everything that is stored of it.
struct Dream
{
    Category category {};
    nn::GeneratedSound facts; ///< without audio
    QString modelPath;
    QString modelHash;
    QJsonObject recipe; ///< everything needed to make it again
    QString fileName; ///< without the ending
};

/// What is stored of a sound that a request gave.
/// @param index  its place in the request, from 0.
[[nodiscard]] Dream dreamOf(const GenerateJobParams& params, const DreamSource& source,
                            const nn::GeneratedSound& sound, int index);

/// Puts dreams into a folder and, if wanted, into the library: row with measures, recipe, tags,
/// latent, and edges to the sounds that it was dreamed from ("anchor") or near ("dreamed_near").
/// @thread  one at a time.
class DreamShelf
{
public:
    /// @param book  of the batch: what is usual in each category. It must outlive this.
    DreamShelf(Studio& studio, QString folder, bool addToLibrary, const CharacterBook& book);

    /// The same samples find their own file and row again; no file is ever replaced.
    /// @param wav  a file with the sound, which stays.
    /// @errors  those of writing and measuring.
    [[nodiscard]] Result<GeneratedStem> add(const Dream& dream, const QString& wav,
                                            OutputJournal& journal, TaskContext& task);

private:
    [[nodiscard]] Result<StemId> store(const Dream& dream, const QString& path, TaskContext& task);
    [[nodiscard]] Result<std::vector<LineageEdge>> edgesOf(const Dream& dream);

    std::shared_ptr<db::Database> m_database;
    db::StemRepository m_stems;
    QString m_folder;
    bool m_addToLibrary {};
    const CharacterBook& m_book;
};

/// The folder of the studio that dreams of a category go to.
[[nodiscard]] QString dreamFolder(const Studio& studio, Category category);

} // namespace nde::services
