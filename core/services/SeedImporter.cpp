#include "core/services/SeedImporter.h"

#include "core/audio/AudioFile.h"
#include "core/services/Files.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <set>

namespace nde::services {
namespace {

// The command line says them in its language (app/cli/Texts.cpp).
const Sentence kNoFile {"the row names no file", {}};
const Sentence kFileGone {"its file is not there", {}};
constexpr const char* kSameFile = "row %1 names the same file";
constexpr const char* kNotTaken = "track %1 uses row %2, which was not taken";

bool endsTheRun(ErrorCode code)
{
    return code == ErrorCode::Cancelled || code == ErrorCode::ReadOnly
        || code == ErrorCode::DiskFull || code == ErrorCode::Busy;
}

/// Of storing a row: whether the studio fails, so that the next row would fail of the same.
bool isOfStudio(ErrorCode code)
{
    return endsTheRun(code) || code == ErrorCode::Io || code == ErrorCode::Corrupt
        || code == ErrorCode::OutOfMemory || code == ErrorCode::Internal;
}

/// Edges from the parents to a sound that is there already; it may be one of them itself.
void lead(std::vector<LineageEdge>& edges, StemId child)
{
    std::erase_if(edges, [child](const LineageEdge& edge) { return edge.parent == child; });
    for (LineageEdge& edge : edges) {
        edge.child = child;
    }
}

/// Numbers of rows that a generated sound's facts name as what it was made from.
std::vector<qint64> rowsNamedIn(const QJsonObject& facts)
{
    static const QStringList names {
        QStringLiteral("parent_ids"),   QStringLiteral("parent_stem_ids"),
        QStringLiteral("source_stems"), QStringLiteral("source_stem_ids"),
        QStringLiteral("anchor_ids"),   QStringLiteral("parent_id")};
    std::vector<qint64> rows;
    for (auto it = facts.begin(); it != facts.end(); ++it) {
        if (it.value().isObject()) {
            const auto inner = rowsNamedIn(it.value().toObject());
            rows.insert(rows.end(), inner.begin(), inner.end());
        } else if (names.contains(it.key())) {
            for (const auto& one :
                 it.value().isArray() ? it.value().toArray() : QJsonArray {it.value()}) {
                if (const qint64 row = one.toInteger(); row > 0) {
                    rows.push_back(row);
                }
            }
        }
    }
    return rows;
}

} // namespace

StemId TrackNames::parentOf(const QString& path) const
{
    const QFileInfo info(path);
    const StemId byFolder = m_byName.value(info.dir().dirName().toLower());
    if (byFolder != 0) {
        return byFolder;
    }
    const QString name = info.completeBaseName().toLower();
    StemId best = 0;
    qsizetype longest = 0;
    for (auto it = m_byName.cbegin(); it != m_byName.cend(); ++it) {
        const qsizetype size = it.key().size();
        if (size > longest && name.size() > size && name.startsWith(it.key())
            && !name[size].isLetterOrNumber()) {
            best = it.value();
            longest = size;
        }
    }
    return best;
}

Result<StemId> SeedImporter::known(const QString& path)
{
    const auto row = m_stems.byPath(toStd(path));
    if (!row) {
        return propagate(row);
    }
    return row->has_value() ? (*row)->id : StemId {0};
}

Result<Stem> SeedImporter::measured(const SeedSound& sound, TaskContext& task)
{
    m_opinion.reset();
    if (m_isDryRun) {
        const auto file = audio::openAudio(toPath(sound.path));
        return file ? Result<Stem> {Stem {}} : propagate(file);
    }
    const MeasureRequest request {sound.path, sound.source, sound.category, true, {}};
    const auto found = measureWithPatience(request, task);
    if (!found) {
        return propagate(found);
    }
    Stem stem = stemOf(request, *found, &m_book, &m_judge);
    if (m_book.error()) {
        return tl::unexpected<Error>(*m_book.error());
    }
    m_opinion = found->opinion;
    for (const QString& tag : sound.facts.tags) {
        stem.tags.push_back(toStd(tag));
    }
    const double bpm = sound.facts.bpm;
    const bool hasTempo
        = stem.soundClass == SoundClass::Loop || stem.soundClass == SoundClass::Track;
    if (hasTempo && !stem.descriptors.bpm && bpm >= 20.0 && bpm <= 400.0) {
        stem.descriptors.bpm = bpm;
    }
    if (!sound.table.isEmpty()) {
        stem.processingError = toStd(sound.facts.processingError);
        QJsonObject facts = sound.facts.facts;
        facts.insert(QStringLiteral("row"), sound.row);
        if (sound.facts.bpm > 0.0) {
            facts.insert(QStringLiteral("bpm"), sound.facts.bpm);
        }
        stem.recipe = compactJson({{QStringLiteral("seed"), facts}}).toStdString();
    }
    return stem;
}

std::vector<LineageEdge> SeedImporter::edgesOf(const SeedSound& sound) const
{
    std::vector<LineageEdge> edges;
    if (sound.source == Source::Separated) {
        StemId parent = m_byPath.value(sound.track);
        if (parent == 0) {
            parent = m_names.parentOf(sound.path);
        }
        if (parent != 0) {
            edges.push_back({parent, 0, "separated_from", 1.0, {}});
        }
    } else if (sound.source == Source::Generated) {
        std::set<StemId> parents;
        for (const qint64 row : rowsNamedIn(sound.facts.facts)) {
            parents.insert(m_byRow.value(row));
        }
        parents.erase(0);
        for (const StemId parent : parents) {
            edges.push_back(
                {parent, 0, "dreamed_near", 1.0 / static_cast<double>(parents.size()), {}});
        }
    }
    return edges;
}

/// Looked for and added in one step: another process may be adding the same file.
Result<> SeedImporter::store(const SeedSound& sound, Stem stem, std::vector<LineageEdge>& edges,
                             SeedTaken& taken)
{
    for (const LineageEdge& edge : edges) {
        if (edge.role == "separated_from") {
            stem.parentId = edge.parent;
        }
    }
    return m_database->together([&]() -> Result<> {
        const auto same = m_stems.byContentHash(stem.contentHash);
        if (!same) {
            return propagate(same);
        }
        if (same->has_value()) {
            taken.id = (*same)->id;
            taken.wasThere = true;
            lead(edges, taken.id);
            return m_stems.addEdges(edges);
        }
        const auto id = m_stems.insert(stem, edges);
        if (!id) {
            return propagate(id);
        }
        taken.id = *id;
        if (m_opinion && !m_opinion->isSilent && !sound.category) {
            return m_embeddings.save(*id, m_judge.model().hash(), m_opinion->embedding);
        }
        return {};
    });
}

void SeedImporter::remember(const SeedSound& sound, const SeedTaken& taken)
{
    // In a dry run a number of its own stands for the sound, so that its children are counted.
    const StemId id = taken.id != 0 ? taken.id : -1 - static_cast<StemId>(outcome.taken.size());
    if (!sound.table.isEmpty()) {
        m_byRow.insert(sound.row, id);
    }
    m_byPath.insert(sound.path, id);
    if (sound.source == Source::Original) {
        m_names.add(sound.path, id);
    }
    outcome.taken.push_back(taken);
}

Result<> SeedImporter::takeSound(const SeedSound& sound, TaskContext& task)
{
    if (sound.path.isEmpty()) {
        skip(sound.table, sound.row, sound.wanted, sound.wanted.isEmpty() ? kNoFile : kFileGone);
        return {};
    }
    if (!sound.table.isEmpty() && m_rowOfPath.contains(sound.path)) {
        skip(sound.table, sound.row, sound.path,
             {kSameFile, {QString::number(m_rowOfPath.value(sound.path))}});
        return {};
    }
    m_rowOfPath.insert(sound.path, sound.row);
    SeedTaken taken {sound.table, sound.row, 0, sound.path, false};
    auto edges = edgesOf(sound);
    const auto there = known(sound.path);
    if (!there) {
        return propagate(there);
    }
    if (*there != 0) {
        taken.id = *there;
        taken.wasThere = true;
        lead(edges, *there);
        const auto linked = m_isDryRun ? Result<> {} : m_stems.addEdges(edges);
        if (!linked) {
            return passOver(taken, linked.error(), isOfStudio(linked.error().code));
        }
        outcome.edges += static_cast<int>(edges.size());
        remember(sound, taken);
        return {};
    }
    auto stem = measured(sound, task);
    if (!stem) {
        return passOver(taken, stem.error(), endsTheRun(stem.error().code) || m_book.error());
    }
    if (!m_isDryRun) {
        if (const auto stored = store(sound, std::move(*stem), edges, taken); !stored) {
            return passOver(taken, stored.error(), isOfStudio(stored.error().code));
        }
    }
    outcome.edges += static_cast<int>(edges.size());
    remember(sound, taken);
    return {};
}

/// One row that cannot be taken stops nothing; a studio that cannot be written stops everything.
Result<> SeedImporter::passOver(const SeedTaken& taken, const Error& error, bool isOfStudio)
{
    if (isOfStudio) {
        return tl::unexpected<Error>(error);
    }
    skip(taken.table, taken.row, taken.path, {"%1", {toQt(error.message)}});
    return {};
}

/// Sounds of a track that were taken, and the edges from them.
std::vector<db::TrackStem> SeedImporter::usesOf(const db::SeedTrack& track,
                                                std::vector<LineageEdge>& edges)
{
    std::vector<db::TrackStem> uses;
    std::set<StemId> parents;
    for (const auto& use : track.uses) {
        const StemId id = m_byRow.value(use.stemId);
        if (id == 0) {
            outcome.notes.push_back(
                {kNotTaken, {QString::number(track.id), QString::number(use.stemId)}});
        } else {
            uses.push_back({id, toStd(use.lane)});
            parents.insert(id);
        }
    }
    for (const StemId parent : parents) {
        edges.push_back({parent, 0, "used_in", 1.0, {}});
    }
    return uses;
}

/// The sound, unless it is there, its edges, and its record as a track, unless it has one: all or
/// nothing. @param stem  as measured; none = `taken` says which sound it is.
Result<> SeedImporter::storeTrack(const db::SeedTrack& track, const std::optional<Stem>& stem,
                                  std::vector<LineageEdge>& edges, std::vector<db::TrackStem> uses,
                                  SeedTaken& taken)
{
    db::RunRepository runs(m_database);
    if (!m_composed) {
        const auto records = runs.tracks();
        if (!records) {
            return propagate(records);
        }
        m_composed.emplace();
        for (const auto& record : *records) {
            m_composed->insert(record.stemId);
        }
    }
    auto stored = m_database->together([&]() -> Result<> {
        if (stem) {
            const auto same = m_stems.byContentHash(stem->contentHash);
            if (!same) {
                return propagate(same);
            }
            const auto id
                = same->has_value() ? Result<StemId> {(*same)->id} : m_stems.insert(*stem, edges);
            if (!id) {
                return propagate(id);
            }
            taken.id = *id;
            taken.wasThere = same->has_value();
        }
        if (taken.wasThere) {
            lead(edges, taken.id);
            if (auto linked = m_stems.addEdges(edges); !linked) {
                return linked;
            }
        }
        if (m_composed->contains(taken.id)) {
            return {};
        }
        std::erase_if(uses, [&](const db::TrackStem& use) { return use.stemId == taken.id; });
        db::TrackRecord record;
        record.stemId = taken.id;
        record.prompt = toStd(track.prompt);
        record.outputPath = toStd(taken.path);
        record.bpm = track.bpm;
        record.key = toStd(track.key);
        record.createdAtMs = track.createdAtMs;
        const auto added = runs.addTrack(record, uses);
        return added ? Result<> {} : Result<> {propagate(added)};
    });
    if (stored) {
        m_composed->insert(taken.id);
    }
    return stored;
}

Result<> SeedImporter::takeTrack(const db::SeedTrack& track, TaskContext& task)
{
    const QString table = QStringLiteral("generated_tracks");
    SeedSound sound;
    sound.table = table;
    sound.row = track.id;
    sound.path = seedFile(m_folder, track.outputPath);
    sound.source = Source::Track;
    sound.category = Category::Mix;
    sound.facts.bpm = track.bpm;
    sound.facts.facts = {{QStringLiteral("prompt"), track.prompt},
                         {QStringLiteral("title"), track.title},
                         {QStringLiteral("key"), track.key}};
    if (sound.path.isEmpty()) {
        skip(table, track.id, track.outputPath, track.outputPath.isEmpty() ? kNoFile : kFileGone);
        return {};
    }
    std::vector<LineageEdge> edges;
    auto uses = usesOf(track, edges);
    SeedTaken taken {table, track.id, 0, sound.path, false};
    const auto there = known(sound.path);
    if (!there) {
        return propagate(there);
    }
    std::optional<Stem> stem;
    if (*there != 0) {
        taken.id = *there;
        taken.wasThere = true;
        lead(edges, *there);
    } else {
        auto found = measured(sound, task);
        if (!found) {
            return passOver(taken, found.error(), endsTheRun(found.error().code) || m_book.error());
        }
        stem = std::move(*found);
        stem->soundClass = SoundClass::Track;
    }
    if (!m_isDryRun) {
        if (const auto stored = storeTrack(track, stem, edges, std::move(uses), taken); !stored) {
            return passOver(taken, stored.error(), isOfStudio(stored.error().code));
        }
    }
    outcome.edges += static_cast<int>(edges.size());
    outcome.taken.push_back(taken);
    return {};
}

} // namespace nde::services
