#include "core/services/CompositionStore.h"

#include "core/services/CompositionFiles.h"
#include "core/services/Files.h"
#include "core/services/PlanFiles.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

namespace nde::services {
namespace {

constexpr std::size_t kMostVersions = 400;
constexpr std::size_t kInMemory = 48;
constexpr std::size_t kMostSteps = 200;
constexpr int kMostRivals = 20; ///< how often another store may be quicker

QByteArray jsonOf(const music::Plan& plan)
{
    return QByteArray::fromStdString(music::planToJson(plan));
}

} // namespace

CompositionStore::CompositionStore(QString folder)
    : m_folder(std::move(folder))
    , m_id(QFileInfo(m_folder).fileName())
{
}

QString CompositionStore::planPath(qint64 version) const
{
    return QStringLiteral("%1/%2.json").arg(m_folder).arg(version);
}

QString CompositionStore::notePath(qint64 version) const
{
    return QStringLiteral("%1/%2.note").arg(m_folder).arg(version);
}

Result<CompositionStore> CompositionStore::create(const Studio& studio, const QString& prompt,
                                                  const PlanPtr& plan)
{
    const QString root = compositionsFolder(studio);
    if (auto made = makeFolder(root); !made) {
        return propagate(made);
    }
    const QString name = slugOf(prompt);
    QString folder = root + u'/' + name;
    for (int number = 2; !QDir().mkdir(folder); ++number) {
        if (!QFileInfo::exists(folder)) {
            return fail(ErrorCode::Io,
                        toStd(QStringLiteral("the folder '%1' could not be made").arg(folder)));
        }
        folder = QStringLiteral("%1/%2_%3").arg(root, name).arg(number);
    }
    CompositionStore store(folder);
    store.m_title = prompt.simplified().left(kTitleLength);
    if (auto added = store.add(plan, prompt.simplified()); !added) {
        QDir(folder).removeRecursively();
        return propagate(added);
    }
    return store;
}

Result<CompositionStore> CompositionStore::open(const Studio& studio, const QString& id,
                                                QStringList& warnings)
{
    const QString folder = compositionsFolder(studio) + u'/' + id;
    if (id.isEmpty() || id.contains(u'/') || id.startsWith(u'.') || !QFileInfo(folder).isDir()) {
        return fail(ErrorCode::NotFound,
                    toStd(QStringLiteral("there is no composition '%1'").arg(id)));
    }
    CompositionStore store(folder);
    store.readVersions(warnings);
    if (store.m_versions.empty()) {
        return fail(
            ErrorCode::Corrupt,
            toStd(QStringLiteral("no version of the composition '%1' can be read").arg(id)));
    }
    store.readDesk();
    auto plan = store.load(store.current());
    if (!plan) {
        return propagate(plan);
    }
    store.m_plan = std::move(*plan);
    return store;
}

void CompositionStore::readVersions(QStringList& warnings)
{
    for (const qint64 number : planNumbers(m_folder)) {
        m_next = number + 1;
        const QString path = planPath(number);
        const auto hash = hashFile(path);
        const QJsonObject note = jsonAt(notePath(number));
        PlanVersion version;
        version.id = number;
        version.planHash = hash ? toQt(*hash) : QString();
        const bool isKnown = hash && note.value(QStringLiteral("plan_hash")) == version.planHash;
        // What was written whole is believed; anything else has to be read.
        if (!isKnown) {
            if (const auto plan = loadPlan(path); !plan) {
                warnings << QStringLiteral("version %1 of '%2' is left out: %3")
                                .arg(number)
                                .arg(m_id, toQt(plan.error().message));
                continue;
            }
        }
        const qint64 before = m_versions.empty() ? 0 : m_versions.back().id;
        version.parent = note.value(QStringLiteral("parent")).toInteger(before);
        version.name = note.value(QStringLiteral("name")).toString();
        version.createdAtMs = note.value(QStringLiteral("created_ms"))
                                  .toInteger(QFileInfo(path).lastModified().toMSecsSinceEpoch());
        version.isStarred = note.value(QStringLiteral("starred")).toBool();
        m_what[number] = note.value(QStringLiteral("what")).toString(version.name);
        m_versions.push_back(std::move(version));
    }
}

/// From the newest version back to the first.
void CompositionStore::stepsFromParents()
{
    m_steps.clear();
    qint64 at = m_versions.back().id;
    while (const auto* version = find(at)) {
        m_steps.push_back(at);
        if (version->parent >= at) {
            break; // a family goes back in time, or the note is broken
        }
        at = version->parent;
    }
    std::reverse(m_steps.begin(), m_steps.end());
    m_position = m_steps.size() - 1;
}

void CompositionStore::readDesk()
{
    const QJsonObject desk = jsonAt(deskPath(m_folder));
    m_title = desk.value(QStringLiteral("title")).toString(m_id);
    const qint64 position = desk.value(QStringLiteral("position")).toInteger(-1);
    const auto steps = desk.value(QStringLiteral("steps")).toArray();
    qint64 index = -1;
    qint64 newest = 0;
    for (const auto& value : steps) {
        ++index;
        const qint64 number = value.toInteger();
        newest = std::max(newest, number);
        if (find(number) == nullptr) {
            continue;
        }
        m_steps.push_back(number);
        if (index <= position) {
            m_position = m_steps.size() - 1;
        }
    }
    // A version that the desk does not know of yet was the last thing to be done.
    const qint64 last = desk.value(QStringLiteral("last")).toInteger(newest);
    if (m_steps.empty() || position < 0 || m_versions.back().id > last) {
        stepsFromParents();
    }
}

PlanVersion* CompositionStore::find(qint64 version)
{
    const auto found = std::find_if(m_versions.begin(), m_versions.end(),
                                    [version](const auto& one) { return one.id == version; });
    return found == m_versions.end() ? nullptr : &*found;
}

Result<> CompositionStore::writeNote(const PlanVersion& version) const
{
    const auto what = m_what.find(version.id);
    return writeFile(
        notePath(version.id),
        compactJson({{QStringLiteral("parent"), version.parent},
                     {QStringLiteral("what"), what == m_what.end() ? version.name : what->second},
                     {QStringLiteral("name"), version.name},
                     {QStringLiteral("created_ms"), version.createdAtMs},
                     {QStringLiteral("starred"), version.isStarred},
                     {QStringLiteral("plan_hash"), version.planHash}}),
        true);
}

Result<> CompositionStore::writeVersion(const PlanVersion& version, const QByteArray& json)
{
    // A plan that is there already is another store's, and stays. Who makes the file first has the
    // number, also against another process.
    QFile claim(planPath(version.id));
    if (!claim.open(QIODevice::WriteOnly | QIODevice::NewOnly)) {
        return QFileInfo::exists(claim.fileName())
            ? fail(ErrorCode::Exists, "'" + toStd(claim.fileName()) + "' is another's")
            : fail(ErrorCode::Io,
                   "'" + toStd(claim.fileName())
                       + "' cannot be written: " + toStd(claim.errorString()));
    }
    claim.close();
    if (auto written = writeFile(planPath(version.id), json, true); !written) {
        QFile::remove(planPath(version.id));
        return written;
    }
    auto noted = writeNote(version);
    if (!noted) {
        QFile::remove(planPath(version.id));
        QFile::remove(notePath(version.id));
    }
    return noted;
}

Result<> CompositionStore::writeDesk() const
{
    QJsonObject desk = compositionSummary(*m_plan, m_title);
    QJsonArray steps;
    for (const qint64 step : m_steps) {
        steps.append(step);
    }
    desk.insert(QStringLiteral("steps"), steps);
    desk.insert(QStringLiteral("position"), static_cast<qint64>(m_position));
    desk.insert(QStringLiteral("last"), m_next - 1);
    return writeFile(deskPath(m_folder), compactJson(desk), true);
}

void CompositionStore::remember(qint64 version, const PlanPtr& plan)
{
    m_recent[version] = plan;
    while (m_recent.size() > kInMemory) {
        m_recent.erase(m_recent.begin());
    }
}

Result<> CompositionStore::add(const PlanPtr& plan, const QString& what)
{
    const auto json = jsonOf(*plan);
    PlanVersion version;
    version.id = m_next;
    version.parent = m_steps.empty() ? 0 : current();
    version.name = what;
    version.createdAtMs = QDateTime::currentMSecsSinceEpoch();
    version.planHash = planHashOf(json);
    auto written = writeVersion(version, json);
    for (int tries = 0;
         tries < kMostRivals && !written && written.error().code == ErrorCode::Exists; ++tries) {
        version.id = planNumbers(m_folder).back() + 1;
        written = writeVersion(version, json);
    }
    if (!written) {
        return written;
    }
    m_next = version.id;
    m_what[version.id] = what;
    auto steps = m_steps;
    steps.resize(m_steps.empty() ? 0 : m_position + 1);
    steps.push_back(version.id);
    if (steps.size() > kMostSteps) {
        steps.erase(steps.begin());
    }
    ++m_next;
    m_steps = std::move(steps);
    m_position = m_steps.size() - 1;
    m_plan = plan;
    remember(version.id, plan);
    m_versions.push_back(std::move(version));
    prune();
    // The version itself is safe; the desk finds it again without its list of steps.
    static_cast<void>(writeDesk().has_value());
    return {};
}

Result<> CompositionStore::replace(const PlanPtr& plan)
{
    PlanVersion* version = find(current());
    const auto json = jsonOf(*plan);
    PlanVersion changed = *version;
    changed.planHash = planHashOf(json);
    changed.createdAtMs = QDateTime::currentMSecsSinceEpoch();
    if (auto written = writeFile(planPath(changed.id), json, true); !written) {
        return written;
    }
    // The plan is safe: an old note beside it costs a look into it when it is opened again.
    static_cast<void>(writeNote(changed).has_value());
    *version = std::move(changed);
    m_plan = plan;
    remember(version->id, plan);
    return {};
}

/// The oldest versions that nobody has starred, named or may undo to go first.
void CompositionStore::prune()
{
    while (m_versions.size() > kMostVersions) {
        const auto old
            = std::find_if(m_versions.begin(), m_versions.end(), [this](const auto& one) {
                  const auto what = m_what.find(one.id);
                  const bool isNamed = what != m_what.end() && what->second != one.name;
                  return !one.isStarred && !isNamed
                      && std::find(m_steps.begin(), m_steps.end(), one.id) == m_steps.end();
              });
        if (old == m_versions.end()) {
            return;
        }
        QFile::remove(planPath(old->id));
        QFile::remove(notePath(old->id));
        m_what.erase(old->id);
        m_recent.erase(old->id);
        m_versions.erase(old);
    }
}

Result<CompositionStore::PlanPtr> CompositionStore::load(qint64 version)
{
    if (const auto recent = m_recent.find(version); recent != m_recent.end()) {
        return recent->second;
    }
    auto plan = loadPlan(planPath(version));
    if (!plan) {
        return propagate(plan);
    }
    auto shared = std::make_shared<const music::Plan>(std::move(*plan));
    remember(version, shared);
    return shared;
}

Result<> CompositionStore::moveTo(std::size_t position)
{
    auto plan = load(m_steps[position]);
    if (!plan) {
        return propagate(plan);
    }
    const auto before = std::pair {m_position, m_plan};
    m_position = position;
    m_plan = std::move(*plan);
    if (auto written = writeDesk(); !written) {
        std::tie(m_position, m_plan) = before;
        return written;
    }
    return {};
}

QString CompositionStore::undoWhat() const
{
    const auto what = m_what.find(current());
    return canUndo() && what != m_what.end() ? what->second : QString();
}

QString CompositionStore::redoWhat() const
{
    const auto what = canRedo() ? m_what.find(m_steps[m_position + 1]) : m_what.end();
    return what == m_what.end() ? QString() : what->second;
}

Result<> CompositionStore::undo()
{
    return canUndo() ? moveTo(m_position - 1) : Result<> {};
}

Result<> CompositionStore::redo()
{
    return canRedo() ? moveTo(m_position + 1) : Result<> {};
}

Result<> CompositionStore::goTo(qint64 version)
{
    if (find(version) == nullptr) {
        return fail(ErrorCode::NotFound, "there is no version " + std::to_string(version));
    }
    if (version == current()) {
        return {};
    }
    const auto before = std::pair {m_steps, m_position};
    m_steps.resize(m_position + 1);
    m_steps.push_back(version);
    if (auto moved = moveTo(m_steps.size() - 1); !moved) {
        std::tie(m_steps, m_position) = before;
        return moved;
    }
    return {};
}

Result<> CompositionStore::name(qint64 version, const QString& name)
{
    PlanVersion* known = find(version);
    if (known == nullptr) {
        return fail(ErrorCode::NotFound, "there is no version " + std::to_string(version));
    }
    PlanVersion changed = *known;
    changed.name = name.simplified().isEmpty() ? m_what[version] : name.simplified();
    if (auto written = writeNote(changed); !written) {
        return written;
    }
    *known = std::move(changed);
    return {};
}

Result<> CompositionStore::star(qint64 version, bool isStarred)
{
    PlanVersion* known = find(version);
    if (known == nullptr) {
        return fail(ErrorCode::NotFound, "there is no version " + std::to_string(version));
    }
    PlanVersion changed = *known;
    changed.isStarred = isStarred;
    if (auto written = writeNote(changed); !written) {
        return written;
    }
    *known = std::move(changed);
    return {};
}

} // namespace nde::services
