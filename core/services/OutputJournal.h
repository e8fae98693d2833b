#pragma once

#include "core/services/Studio.h"

#include <QStringList>

namespace nde::services {

/// Remembers which files a stage is about to write, so that a killed process leaves nothing behind:
/// files come first and rows last, and what lies between (a final file that no row names) is named
/// in `.dream/journal/<pid>-<n>.jsonl` and removed by whoever looks next.
///
/// @thread  one at a time; `recover` any.
class OutputJournal
{
public:
    enum class Rows
    {
        Together, ///< one transaction for all: a row of any file says that everything is in
        Each ///< every file has its own row
    };

    /// Cleans up after dead processes first. Only targets that do not exist yet are ever removed
    /// later; of those that exist (overwriting was asked for) just the part file goes, and where
    /// the new file is in place already but its row is still about the old one, the row says so and
    /// is measured by the next analysis.
    /// @errors  ReadOnly, DiskFull, Io.
    [[nodiscard]] static Result<OutputJournal>
    begin(const Studio& studio, const QStringList& targets, Rows rows = Rows::Together);
    OutputJournal(OutputJournal&& other) noexcept;
    OutputJournal& operator=(OutputJournal&&) = delete;
    /// Without `commit`: removes what was written and has no row.
    ~OutputJournal();

    [[nodiscard]] Result<> add(const QString& target); ///< one more file, before it is written
    void commit(); ///< everything is in the library: forget the list

    /// Removes the files of dead processes that no row names. @return  the paths removed.
    static QStringList recover(const Studio& studio);

private:
    struct Entry;
    OutputJournal() = default;
    [[nodiscard]] Result<> append(const QByteArray& line) const;
    static bool undo(const Studio& studio, const Entry& entry, QStringList& removed);

    const Studio* m_studio {};
    QString m_file;
    Rows m_rows {};
    QStringList m_fresh; ///< did not exist before
    QStringList m_replaced; ///< existed before
};

} // namespace nde::services
