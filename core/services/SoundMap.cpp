#include "core/services/SoundMap.h"

#include "core/services/Files.h"
#include "core/services/SearchEngine.h"
#include "core/services/Studio.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <iterator>
#include <type_traits>

namespace nde::services {

namespace {

static_assert(std::endian::native == std::endian::little, "the file is little endian");

struct FileHead
{
    char magic[8];
    std::uint32_t version;
    float scale;
    std::uint64_t seed;
    std::uint64_t count;
};
static_assert(sizeof(FileHead) == 32);

struct FileRow
{
    std::int64_t id;
    float x;
    float y;
};
static_assert(sizeof(FileRow) == 16);

constexpr char kMagic[8] = {'N', 'D', 'E', 'M', 'A', 'P', '\r', '\n'};
constexpr std::uint32_t kVersion = 1;
constexpr qsizetype kHashBytes = 64; ///< hex
constexpr std::uint64_t kFirstSeed = 1;
// Far beyond what a layout comes to; what is drawn and divided by stays finite.
constexpr float kFarthest = 1e4F;
constexpr float kLeastScale = 1e-6F;
constexpr float kMostScale = 4e6F;

bool isUsable(const search::MapLayout& layout)
{
    const auto isOutOfOrder
        = [](const search::MapPlace& a, const search::MapPlace& b) { return a.id >= b.id; };
    // Said so that a NaN is outside.
    return layout.scale >= kLeastScale && layout.scale <= kMostScale
        && std::adjacent_find(layout.places.begin(), layout.places.end(), isOutOfOrder)
        == layout.places.end()
        && std::all_of(layout.places.begin(), layout.places.end(), [](const auto& place) {
               return place.id > 0 && std::abs(place.x) <= kFarthest
                   && std::abs(place.y) <= kFarthest;
           });
}

SoundMap mapOf(const search::MapLayout& layout, const SimilarSnapshot& sounds, std::size_t total)
{
    SoundMap map;
    map.seed = layout.seed;
    std::set_intersection(
        layout.places.begin(), layout.places.end(), sounds.ids.begin(), sounds.ids.end(),
        std::back_inserter(map.places), [](const auto& a, const auto& b) {
            const auto idOf = [](const auto& one) {
                if constexpr (std::is_same_v<std::decay_t<decltype(one)>, StemId>) {
                    return one;
                } else {
                    return one.id;
                }
            };
            return idOf(a) < idOf(b);
        });
    map.waiting = static_cast<int>(sounds.ids.size() - map.places.size());
    map.unmeasured = static_cast<int>(total - sounds.ids.size());
    return map;
}

} // namespace

QString soundMapFile(const Studio& studio)
{
    return studio.root() + QStringLiteral("/.dream/sound-map.bin");
}

Result<search::MapLayout> loadMapLayout(const QString& file)
{
    const auto bytes = readFile(file);
    if (!bytes) {
        return propagate(bytes);
    }
    const auto corrupt = [&file] {
        return fail(ErrorCode::Corrupt, toStd(QStringLiteral("'%1' is no map").arg(file)));
    };
    const auto size = bytes->size() - kHashBytes;
    FileHead head {};
    if (size < static_cast<qsizetype>(sizeof(head))
        || hashBytes(bytes->left(size)) != bytes->mid(size).toStdString()) {
        return corrupt();
    }
    std::memcpy(&head, bytes->constData(), sizeof(head));
    const auto rowBytes = static_cast<std::uint64_t>(size) - sizeof(head);
    if (std::memcmp(head.magic, kMagic, sizeof(kMagic)) != 0 || head.version != kVersion
        || rowBytes % sizeof(FileRow) != 0 || head.count != rowBytes / sizeof(FileRow)) {
        return corrupt();
    }
    search::MapLayout layout {head.seed, head.scale, {}};
    layout.places.reserve(head.count);
    const char* at = bytes->constData() + sizeof(head);
    for (std::uint64_t i = 0; i < head.count; ++i, at += sizeof(FileRow)) {
        FileRow row {};
        std::memcpy(&row, at, sizeof(row));
        layout.places.push_back({row.id, row.x, row.y});
    }
    return isUsable(layout) ? Result<search::MapLayout> {std::move(layout)} : corrupt();
}

Result<> saveMapLayout(const QString& file, const search::MapLayout& layout)
{
    FileHead head {};
    std::memcpy(head.magic, kMagic, sizeof(kMagic));
    head.version = kVersion;
    head.scale = layout.scale;
    head.seed = layout.seed;
    head.count = layout.places.size();
    QByteArray bytes(reinterpret_cast<const char*>(&head), sizeof(head));
    bytes.reserve(bytes.size() + kHashBytes
                  + static_cast<qsizetype>(layout.places.size() * sizeof(FileRow)));
    for (const search::MapPlace& place : layout.places) {
        const FileRow row {place.id, place.x, place.y};
        bytes.append(reinterpret_cast<const char*>(&row), sizeof(row));
    }
    bytes.append(QByteArray::fromStdString(hashBytes(bytes)));
    return writeFile(file, bytes, true);
}

Result<SoundMap> soundMap(const Studio& studio, SearchEngine& engine, MapWish wish,
                          TaskContext& task)
{
    if (const auto read = engine.refresh(task); !read) {
        return propagate(read);
    }
    const SimilarSnapshot sounds = engine.snapshot();
    const std::size_t total = engine.size();
    const QString file = soundMapFile(studio);
    auto stored = loadMapLayout(file);
    if (wish == MapWish::Stored) {
        return mapOf(stored ? *stored : search::MapLayout {}, sounds, total);
    }
    const bool isAnew = wish == MapWish::Anew || !stored;
    const std::uint64_t seed = !stored ? kFirstSeed : stored->seed + 1;
    auto layout = isAnew ? search::layOutMap(sounds.ids, sounds.rows, seed, task)
                         : search::extendMap(*stored, sounds.ids, sounds.rows, task);
    if (!layout) {
        return propagate(layout);
    }
    if (!stored || *layout != *stored) {
        // What cannot be stored is laid out again next time, with the same seed.
        static_cast<void>(saveMapLayout(file, *layout));
    }
    SoundMap map = mapOf(*layout, sounds, total);
    map.wasLaidOut = isAnew;
    return map;
}

} // namespace nde::services
