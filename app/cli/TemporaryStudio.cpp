#include "app/cli/TemporaryStudio.h"

#include "core/db/JobRepository.h"
#include "core/services/Files.h"
#include "core/services/OutputJournal.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>

namespace nde::cli {
namespace {

constexpr QLatin1StringView kPrefix {".dream-tmp-"};

QString ownFolder(const QString& outputFolder)
{
    return QStringLiteral("%1/%2%3")
        .arg(outputFolder, kPrefix)
        .arg(QCoreApplication::applicationPid());
}

/// Whether a dead run left one of these jobs half done, with a journal to go on from.
bool canGoOn(const services::Studio& studio, const std::vector<QJsonObject>& wanted)
{
    const auto jobs = db::JobRepository(studio.database()).all();
    return jobs && std::any_of(jobs->begin(), jobs->end(), [&](const JobRecord& job) {
               const bool isWanted
                   = std::any_of(wanted.begin(), wanted.end(), [&](const QJsonObject& params) {
                         return services::compactJson(params).toStdString() == job.params;
                     });
               return isWanted && !isFinished(job.state) && studio.hasLeftJob(job.id);
           });
}

/// Takes over the first studio of a dead run that is of use, and removes the others.
/// @return  whether there is one now.
bool takeOver(const QString& outputFolder, const std::vector<QJsonObject>& wanted)
{
    bool isTaken = false;
    const auto entries = QDir(outputFolder)
                             .entryList({QString(kPrefix) + u'*'},
                                        QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
    for (const auto& name : entries) {
        const qint64 pid = name.mid(kPrefix.size()).toLongLong();
        if (services::processStartTicks(pid) != 0) {
            continue;
        }
        const QString path = outputFolder + u'/' + name;
        bool isOfUse = false;
        if (const auto studio = services::Studio::open(path)) {
            services::OutputJournal::recover(**studio);
            isOfUse = !isTaken && canGoOn(**studio, wanted);
        }
        // Of two runs that find it, one can rename it.
        if (isOfUse && QDir().rename(path, ownFolder(outputFolder))) {
            isTaken = true;
        } else {
            QDir(path).removeRecursively();
        }
    }
    return isTaken;
}

} // namespace

Result<std::unique_ptr<TemporaryStudio>>
TemporaryStudio::make(const QString& outputFolder, const std::vector<QJsonObject>& wanted)
{
    if (auto made = services::makeFolder(outputFolder); !made) {
        return propagate(made);
    }
    const bool isTaken = takeOver(outputFolder, wanted);
    auto temporary = std::make_unique<TemporaryStudio>(ownFolder(outputFolder));
    auto studio = isTaken ? services::Studio::open(temporary->m_folder)
                          : services::Studio::create(temporary->m_folder);
    if (!studio) {
        return propagate(studio);
    }
    temporary->m_studio = *studio;
    return temporary;
}

TemporaryStudio::~TemporaryStudio()
{
    m_studio.reset();
    QDir(m_folder).removeRecursively();
}

} // namespace nde::cli
