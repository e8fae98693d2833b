#include "core/db/ProcessIdentity.h"

#include <QByteArray>
#include <QFile>
#include <QList>

namespace nde::db {

namespace {

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

QString processStamp(qint64 pid)
{
    if (pid <= 0) {
        return {};
    }
    const QByteArray stat = contents(QStringLiteral("/proc/%1/stat").arg(pid));
    // The second field is the program's name in parentheses and may hold anything, so count from
    // the last parenthesis: state is then the first, start time (22nd of all) the 20th.
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 1).simplified().split(' ');
    if (fields.size() < 20 || fields[0] == "Z" || fields[0] == "X") {
        return {};
    }
    const QByteArray boot = contents(QStringLiteral("/proc/sys/kernel/random/boot_id")).trimmed();
    return QString::fromLatin1(boot + ':' + fields[19]);
}

bool isProcessAlive(qint64 pid, const QString& stamp)
{
    return !stamp.isEmpty() && processStamp(pid) == stamp;
}

} // namespace nde::db
