#include "core/services/ExportParts.h"
#include "core/services/Files.h"

#include <QDir>
#include <QFileInfo>
#include <QStorageInfo>

#include <algorithm>
#include <set>

namespace nde::services {

ExportTargets::ExportTargets(QString folder, bool overwrite)
    : m_folder(std::move(folder))
    , m_overwrite(overwrite)
{
}

QString ExportTargets::add(const QString& relative, const QString& kind)
{
    m_files.emplace_back(m_folder + u'/' + relative, kind);
    return m_files.back().first;
}

QString ExportTargets::taken() const
{
    const auto found = std::find_if(m_files.begin(), m_files.end(),
                                    [](const auto& file) { return QFileInfo::exists(file.first); });
    return m_overwrite || found == m_files.end() ? QString() : found->first;
}

Result<OutputJournal> ExportTargets::begin(const Studio& studio, qint64 bytes)
{
    QStringList paths;
    std::set<QString> seen;
    for (const auto& [path, kind] : m_files) {
        if (QFileInfo(path).isDir()) {
            return fail(
                ErrorCode::BadInput,
                toStd(
                    QStringLiteral("'%1' is a folder and cannot be written as a file").arg(path)));
        }
        if (!m_overwrite && QFileInfo::exists(path)) {
            return fail(ErrorCode::Exists, toStd(QStringLiteral("'%1' exists already").arg(path)));
        }
        if (!seen.insert(path).second) {
            return fail(ErrorCode::Internal,
                        toStd(QStringLiteral("'%1' would be written twice").arg(path)));
        }
        paths << path;
    }
    QString there = m_folder; // the nearest folder that exists tells how much room there is
    while (!QFileInfo::exists(there) && there.size() > 1) {
        there = QFileInfo(there).absolutePath();
    }
    const QStorageInfo disk(there);
    if (disk.isValid() && disk.bytesAvailable() >= 0 && disk.bytesAvailable() < bytes) {
        return fail(ErrorCode::DiskFull,
                    toStd(QStringLiteral("'%1' has room for %2 MB; the export needs about %3 MB")
                              .arg(there)
                              .arg(disk.bytesAvailable() / 1000000)
                              .arg(bytes / 1000000)));
    }
    auto journal = OutputJournal::begin(studio, paths, OutputJournal::Rows::Each);
    if (!journal) {
        return journal;
    }
    for (const auto& path : paths) {
        const QString folder = QFileInfo(path).absolutePath();
        for (QString missing = folder; !QFileInfo::exists(missing) && missing.size() > 1;
             missing = QFileInfo(missing).absolutePath()) {
            m_made.push_back(missing);
        }
        if (auto made = makeFolder(folder); !made) {
            removeEmptyFolders();
            return propagate(made);
        }
    }
    return journal;
}

void ExportTargets::removeEmptyFolders() const
{
    std::vector<QString> folders(m_made.begin(), m_made.end());
    std::sort(folders.begin(), folders.end(),
              [](const QString& a, const QString& b) { return a.size() > b.size(); });
    for (const auto& folder : folders) {
        QDir().rmdir(folder); // refuses what holds anything
    }
}

std::vector<ExportOutcome::File> ExportTargets::written() const
{
    std::vector<ExportOutcome::File> files;
    for (const auto& [path, kind] : m_files) {
        if (const QFileInfo info(path); info.isFile()) {
            files.push_back({path, kind, info.size()});
        }
    }
    return files;
}

} // namespace nde::services
