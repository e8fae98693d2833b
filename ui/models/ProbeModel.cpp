#include "ui/models/ProbeModel.h"

#include "ui/models/ProbeFeed.h"

#include <algorithm>
#include <set>

namespace nde::ui {

namespace {

constexpr int kFirstDream = 8; ///< services::RunProbe

bool isSame(const services::RunProbe& a, const services::RunProbe& b)
{
    return a.probe == b.probe && a.originalPath == b.originalPath && a.name == b.name;
}

} // namespace

std::vector<int> probeEpochs(const std::vector<services::RunProbe>& probes)
{
    std::set<int> epochs;
    for (const services::RunProbe& probe : probes) {
        for (const auto& [epoch, path] : probe.epochs) {
            epochs.insert(epoch);
        }
    }
    return {epochs.begin(), epochs.end()};
}

ProbeModel::ProbeModel(Kind kind, ProbeFeed& feed, QObject* parent)
    : QAbstractListModel(parent)
    , m_kind(kind)
    , m_feed(feed)
{
    connect(&feed, &ProbeFeed::ready, this, [this](const QString& path) {
        for (int row = 0; row < rowCount(); ++row) {
            if (path == originalPath(row) || path == soundPath(row)) {
                Q_EMIT dataChanged(index(row), index(row));
            }
        }
    });
}

void ProbeModel::setProbes(const std::vector<services::RunProbe>& probes, Category category)
{
    std::vector<services::RunProbe> mine;
    for (const services::RunProbe& probe : probes) {
        if ((probe.probe >= kFirstDream) == (m_kind == Kind::Dreams)) {
            mine.push_back(probe);
        }
    }
    const bool isSameSet = category == m_category && mine.size() == m_probes.size()
        && std::equal(mine.begin(), mine.end(), m_probes.begin(), isSame);
    if (isSameSet) {
        m_probes = std::move(mine); // more epochs
        emitAll();
        return;
    }
    beginResetModel();
    m_probes = std::move(mine);
    m_category = category;
    endResetModel();
}

void ProbeModel::setEpoch(int epoch)
{
    if (epoch != m_epoch) {
        m_epoch = epoch;
        emitAll();
    }
}

void ProbeModel::retranslate()
{
    emitAll();
}

void ProbeModel::emitAll()
{
    if (!m_probes.empty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

int ProbeModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_probes.size());
}

QString ProbeModel::name(int row) const
{
    if (m_kind == Kind::Dreams) {
        return tr("Dream %1").arg(row + 1);
    }
    return m_probes[static_cast<std::size_t>(row)].name;
}

QString ProbeModel::originalPath(int row) const
{
    return m_probes[static_cast<std::size_t>(row)].originalPath;
}

QString ProbeModel::soundPath(int row) const
{
    QString path;
    for (const auto& [epoch, file] : m_probes[static_cast<std::size_t>(row)].epochs) {
        if (epoch <= m_epoch) {
            path = file;
        }
    }
    return path;
}

QVariant ProbeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    switch (role) {
    case Qt::DisplayRole:
        return name(index.row());
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return tr("%1, epoch %2").arg(name(index.row())).arg(m_epoch);
    case OriginalRole:
        return originalPath(index.row());
    case SoundRole:
        return soundPath(index.row());
    case CategoryRole:
        return static_cast<int>(m_category);
    default:
        return {};
    }
}

} // namespace nde::ui
