#include "core/services/StemScratch.h"

#include "core/audio/PartFile.h"
#include "core/services/Files.h"

#include <QDataStream>
#include <QDir>

#include <algorithm>
#include <cerrno>

namespace nde::services {
namespace {

constexpr quint32 kMagic = 0x4E445031; // "NDP1"
constexpr qint32 kMaxParts = 4096;
constexpr qint64 kMaxPositionBytes = qint64 {1} << 30;

} // namespace

StemScratch::StemScratch(QString folder, QStringList sources, int channels, const MixFacts& facts,
                         LaneBoard& board)
    : m_folder(std::move(folder))
    , m_sources(std::move(sources))
    , m_channels(static_cast<std::size_t>(channels))
    , m_facts(facts)
    , m_board(board)
{
    if (!takeUp()) {
        clear();
    }
    showLanes();
}

QString StemScratch::pathOf(const Key& key) const
{
    return QStringLiteral("%1/stem-%2-%3.f32").arg(m_folder).arg(key.second).arg(key.first);
}

QString StemScratch::positionFile() const
{
    return m_folder + QStringLiteral("/position.bin");
}

void StemScratch::clear()
{
    m_parts.clear();
    m_state.clear();
    QFile::remove(positionFile());
    QDir folder(m_folder);
    for (const auto& name : folder.entryList({QStringLiteral("stem-*.f32")}, QDir::Files)) {
        folder.remove(name);
    }
}

bool StemScratch::takeUp()
{
    QFile file(positionFile());
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxPositionBytes) {
        return false;
    }
    QDataStream stream(&file);
    quint32 magic = 0;
    qint32 count = 0;
    stream >> magic >> count;
    if (stream.status() != QDataStream::Ok || magic != kMagic || count < 0 || count > kMaxParts) {
        return false;
    }
    const auto frameBytes = static_cast<qint64>(m_channels * sizeof(float));
    for (qint32 i = 0; i < count; ++i) {
        qint32 pass = 0;
        qint32 source = 0;
        qint64 frames = 0;
        stream >> pass >> source >> frames;
        if (stream.status() != QDataStream::Ok || source < 0 || source >= m_sources.size()
            || frames < 0 || frames > m_facts.frames) {
            return false;
        }
        const Key key {pass, source};
        const auto opened = part(key);
        // What was written after the position was stored goes; it will come again.
        if (!opened || (*opened)->file->size() < frames * frameBytes
            || !(*opened)->file->resize(frames * frameBytes)) {
            return false;
        }
        (*opened)->frames = frames;
    }
    QDir folder(m_folder);
    for (const auto& name : folder.entryList({QStringLiteral("stem-*.f32")}, QDir::Files)) {
        const bool isKnown = std::any_of(m_parts.begin(), m_parts.end(), [&](const auto& entry) {
            return pathOf(entry.first) == folder.filePath(name);
        });
        if (!isKnown) {
            folder.remove(name);
        }
    }
    const QByteArray rest = file.read(file.size());
    const auto* bytes = reinterpret_cast<const std::byte*>(rest.constData());
    m_state.assign(bytes, bytes + rest.size());
    return !m_state.empty();
}

Result<StemScratch::Part*> StemScratch::part(const Key& key)
{
    auto& entry = m_parts[key];
    if (!entry.file) {
        entry.file = std::make_unique<QFile>(pathOf(key));
        errno = 0;
        if (!entry.file->open(QIODevice::ReadWrite | QIODevice::Unbuffered)) {
            return tl::unexpected<Error>(fileError(pathOf(key), QStringLiteral("written"), errno));
        }
    }
    return &entry;
}

QStringList StemScratch::results() const
{
    QStringList files;
    for (int source = 0; source < m_sources.size(); ++source) {
        QString last;
        for (const auto& [key, entry] : m_parts) {
            last = key.second == source ? pathOf(key) : last; // passes rise
        }
        files << last;
    }
    return files;
}

Result<> StemScratch::write(int pass, int source, const float* planar, std::int64_t frames)
{
    const auto entry = part({pass, source});
    if (!entry) {
        return propagate(entry);
    }
    const auto count = static_cast<std::size_t>(frames);
    m_block.resize(count * m_channels);
    for (std::size_t c = 0; c < m_channels; ++c) {
        for (std::size_t i = 0; i < count; ++i) {
            m_block[i * m_channels + c] = planar[c * count + i] * m_facts.scale + m_facts.mean;
        }
    }
    const auto frameBytes = static_cast<qint64>(m_channels * sizeof(float));
    QFile& file = *(*entry)->file;
    errno = 0;
    if (!file.seek((*entry)->frames * frameBytes)
        || file.write(reinterpret_cast<const char*>(m_block.data()), frames * frameBytes)
            != frames * frameBytes) {
        return tl::unexpected<Error>(fileError(file.fileName(), QStringLiteral("written"), errno));
    }
    (*entry)->frames += frames;
    return {};
}

Result<> StemScratch::readBack(int pass, int source, std::int64_t start, std::int64_t frames,
                               float* planar)
{
    const auto entry = part({pass, source});
    if (!entry) {
        return propagate(entry);
    }
    const auto count = static_cast<std::size_t>(frames);
    const auto frameBytes = static_cast<qint64>(m_channels * sizeof(float));
    m_block.resize(count * m_channels);
    QFile& file = *(*entry)->file;
    errno = 0;
    if (start + frames > (*entry)->frames || !file.seek(start * frameBytes)
        || file.read(reinterpret_cast<char*>(m_block.data()), frames * frameBytes)
            != frames * frameBytes) {
        return tl::unexpected<Error>(fileError(file.fileName(), QStringLiteral("read"), errno));
    }
    for (std::size_t c = 0; c < m_channels; ++c) {
        for (std::size_t i = 0; i < count; ++i) {
            planar[c * count + i] = (m_block[i * m_channels + c] - m_facts.mean) / m_facts.scale;
        }
    }
    return {};
}

Result<> StemScratch::restart(int pass)
{
    for (auto& [key, entry] : m_parts) {
        entry.frames = key.first == pass ? 0 : entry.frames;
    }
    return {};
}

Result<> StemScratch::checkpoint(std::span<const std::byte> state)
{
    const QStringList outlived = takeOutlived();
    QByteArray head;
    QDataStream stream(&head, QIODevice::WriteOnly);
    stream << kMagic << static_cast<qint32>(m_parts.size());
    for (const auto& [key, entry] : m_parts) {
        stream << qint32 {key.first} << qint32 {key.second} << qint64 {entry.frames};
    }
    auto position = audio::PartFile::create(toPath(positionFile()), true);
    if (!position) {
        return propagate(position);
    }
    auto written = position->write(head.constData(), static_cast<std::size_t>(head.size()));
    if (written) {
        written = position->write(state.data(), state.size());
    }
    if (written) {
        written = position->commit(false);
    }
    if (!written) {
        return written;
    }
    // Only now: the position before this one still named them.
    for (const auto& path : outlived) {
        QFile::remove(path);
    }
    showLanes();
    return m_board.publish();
}

/// The pass that a lane shows: the last whole one, else the one that grows.
void StemScratch::showLanes()
{
    std::int64_t longest = 0;
    for (int source = 0; source < m_sources.size(); ++source) {
        QString shown;
        std::int64_t frames = -1;
        for (const auto& [key, entry] : m_parts) {
            if (key.second == source && entry.frames >= frames) {
                shown = pathOf(key);
                frames = entry.frames;
            }
        }
        if (!shown.isEmpty()) {
            m_board.setLane(m_sources[source], shown);
            longest = std::max(longest, frames);
        }
    }
    m_board.setFramesDone(longest);
}

/// Passes that a later one has taken in whole are not read any more.
QStringList StemScratch::takeOutlived()
{
    QStringList paths;
    for (auto entry = m_parts.begin(); entry != m_parts.end();) {
        const bool isOutlived = std::any_of(m_parts.begin(), m_parts.end(), [&](const auto& later) {
            return later.first.second == entry->first.second
                && later.first.first > entry->first.first && later.second.frames == m_facts.frames;
        });
        if (isOutlived) {
            paths << pathOf(entry->first);
            entry = m_parts.erase(entry);
        } else {
            ++entry;
        }
    }
    return paths;
}

} // namespace nde::services
