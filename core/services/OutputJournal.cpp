#include "core/services/OutputJournal.h"

#include "core/db/StemRepository.h"
#include "core/services/Files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <atomic>
#include <utility>

namespace nde::services {

/// One journal file, read back.
struct OutputJournal::Entry
{
    qint64 owner {}; ///< by the file's name
    qint64 pid {}; ///< by its first line, as the others
    qint64 start {};
    Rows rows {};
    QStringList fresh;
    QStringList replaced;

    /// Before its first line is there, whoever made the file is about to write it.
    [[nodiscard]] bool isAlive() const
    {
        return start != 0 ? processStartTicks(pid) == start : processStartTicks(owner) != 0;
    }

    static Entry read(const QString& file)
    {
        Entry entry;
        entry.owner = QFileInfo(file).fileName().section(u'-', 0, 0).toLongLong();
        const auto bytes = readFile(file);
        for (const auto& line : bytes.value_or(QByteArray {}).split('\n')) {
            const auto object = parseJsonObject(line);
            if (!object) {
                continue; // the last line may be torn, and its file was then not begun
            }
            if (object->contains(QStringLiteral("pid"))) {
                entry.pid = object->value(QStringLiteral("pid")).toInteger();
                entry.start = object->value(QStringLiteral("start")).toInteger();
                entry.rows = object->value(QStringLiteral("together")).toBool() ? Rows::Together
                                                                                : Rows::Each;
            }
            if (const auto path = object->value(QStringLiteral("fresh")).toString();
                !path.isEmpty()) {
                entry.fresh << path;
            }
            if (const auto path = object->value(QStringLiteral("replaced")).toString();
                !path.isEmpty()) {
                entry.replaced << path;
            }
        }
        return entry;
    }
};

namespace {

std::atomic<int> journalNumber {0};

QString journalFolder(const Studio& studio)
{
    return studio.root() + QStringLiteral("/.dream/journal");
}

void removeFile(const QString& path, QStringList& removed)
{
    if (QFile::remove(path)) {
        removed << path;
        // A folder that was made for these files and is empty now goes too; rmdir refuses any
        // other.
        QDir().rmdir(QFileInfo(path).absolutePath());
    }
}

/// A file that was written over before its row could follow: what the row says is about the old
/// one.
Result<> markStale(db::StemRepository& stems, const QString& path)
{
    auto row = stems.byPath(toStd(path));
    if (!row) {
        return propagate(row);
    }
    const auto hash = hashFile(path);
    if (!row->has_value() || !hash || *hash == (*row)->fileHash) {
        return {};
    }
    Stem stem = std::move(**row);
    stem.analyserVersion.clear();
    stem.processingError = "its file was written anew by a job that did not end; analyse it again";
    return stems.updateAnalysis(stem);
}

} // namespace

Result<OutputJournal> OutputJournal::begin(const Studio& studio, const QStringList& targets,
                                           Rows rows)
{
    recover(studio);
    if (auto made = makeFolder(journalFolder(studio)); !made) {
        return propagate(made);
    }
    const qint64 pid = QCoreApplication::applicationPid();
    OutputJournal journal;
    journal.m_studio = &studio;
    journal.m_rows = rows;
    journal.m_file = QStringLiteral("%1/%2-%3.jsonl")
                         .arg(journalFolder(studio))
                         .arg(pid)
                         .arg(journalNumber.fetch_add(1));
    auto written
        = journal.append(compactJson({{QStringLiteral("pid"), pid},
                                      {QStringLiteral("start"), processStartTicks(pid)},
                                      {QStringLiteral("together"), rows == Rows::Together}}));
    for (const auto& target : targets) {
        if (written) {
            written = journal.add(target);
        }
    }
    if (!written) {
        return propagate(written);
    }
    return journal;
}

OutputJournal::OutputJournal(OutputJournal&& other) noexcept
    : m_studio(other.m_studio)
    , m_file(std::exchange(other.m_file, {}))
    , m_rows(other.m_rows)
    , m_fresh(std::exchange(other.m_fresh, {}))
    , m_replaced(std::exchange(other.m_replaced, {}))
{
}

OutputJournal::~OutputJournal()
{
    if (m_file.isEmpty()) {
        return;
    }
    Entry entry;
    entry.rows = m_rows;
    entry.fresh = m_fresh;
    entry.replaced = m_replaced;
    QStringList removed;
    if (undo(*m_studio, entry, removed)) {
        QFile::remove(m_file);
    }
}

Result<> OutputJournal::add(const QString& target)
{
    const bool isReplaced = QFileInfo::exists(target);
    (isReplaced ? m_replaced : m_fresh) << target;
    return append(
        compactJson({{isReplaced ? QStringLiteral("replaced") : QStringLiteral("fresh"), target}}));
}

void OutputJournal::commit()
{
    QFile::remove(m_file);
    m_file.clear();
}

Result<> OutputJournal::append(const QByteArray& line) const
{
    QFile file(m_file);
    errno = 0;
    if (!file.open(QIODevice::WriteOnly | QIODevice::Append) || file.write(line + '\n') < 0
        || !file.flush()) {
        return tl::unexpected<Error>(fileError(m_file, QStringLiteral("written"), errno));
    }
    return {};
}

bool OutputJournal::undo(const Studio& studio, const Entry& entry, QStringList& removed)
{
    db::StemRepository stems(studio.database());
    QStringList orphans;
    for (const auto& path : entry.fresh) {
        const auto row = stems.byPath(toStd(path));
        if (!row) {
            return false; // the library cannot answer now; the next one tries again
        }
        if (!row->has_value()) {
            orphans << path;
        } else if (entry.rows == Rows::Together) {
            orphans.clear();
            break;
        }
    }
    for (const auto& path : entry.replaced) {
        if (!markStale(stems, path)) {
            return false;
        }
    }
    for (const auto& path : orphans) {
        removeFile(path, removed);
    }
    for (const auto& path : entry.fresh + entry.replaced) {
        removeFile(path + QStringLiteral(".part"), removed);
    }
    return true;
}

QStringList OutputJournal::recover(const Studio& studio)
{
    QStringList removed;
    const QDir folder(journalFolder(studio));
    for (const auto& name : folder.entryList({QStringLiteral("*.jsonl")}, QDir::Files)) {
        const QString file = folder.filePath(name);
        const Entry entry = Entry::read(file);
        if (!entry.isAlive() && undo(studio, entry, removed)) {
            QFile::remove(file);
        }
    }
    return removed;
}

} // namespace nde::services
