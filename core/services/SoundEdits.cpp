#include "core/services/SoundEdits.h"

#include "core/db/StemOrigins.h"
#include "core/db/StemRepository.h"
#include "core/services/Files.h"
#include "core/services/Measure.h"
#include "core/services/TrashedFiles.h"

#include <QJsonArray>

#include <algorithm>

namespace nde::services {
namespace {

Result<std::vector<Stem>> soundsOf(db::StemRepository& stems, const std::vector<StemId>& ids)
{
    auto found = stems.byIds(ids);
    if (!found) {
        return found;
    }
    for (const StemId id : ids) {
        const bool isThere = std::any_of(found->begin(), found->end(),
                                         [id](const Stem& stem) { return stem.id == id; });
        if (!isThere) {
            return fail(ErrorCode::NotFound, "there is no sound " + std::to_string(id));
        }
    }
    return found;
}

std::vector<std::string> tagsOf(const Stem& stem, const SoundEdits& edits)
{
    std::vector<std::string> tags = edits.tags.value_or(stem.tags);
    tags.insert(tags.end(), edits.addedTags.begin(), edits.addedTags.end());
    tags = db::normalisedTags(tags);
    const auto removed = db::normalisedTags(edits.removedTags);
    std::erase_if(tags, [&removed](const std::string& tag) {
        return std::find(removed.begin(), removed.end(), tag) != removed.end();
    });
    return tags;
}

Result<> check(const std::vector<StemId>& ids, const SoundEdits& edits)
{
    if (edits.name && (ids.size() != 1 || edits.name->trimmed().isEmpty())) {
        return fail(ErrorCode::BadInput, "a name is for one sound and is not empty");
    }
    if (edits.rating && (*edits.rating < 0 || *edits.rating > 5)) {
        return fail(ErrorCode::BadInput, "a rating is 0 to 5");
    }
    if (edits.key && edits.isAtonal) {
        return fail(ErrorCode::BadInput, "a sound has a key or none, not both");
    }
    return {};
}

/// What is the same for all of them.
Result<> editTogether(Studio& studio, db::StemRepository& stems, const std::vector<StemId>& ids,
                      const SoundEdits& edits)
{
    Result<> done;
    const auto step = [&done](bool isWanted, auto&& change) {
        if (done && isWanted) {
            done = change();
        }
    };
    step(edits.isForgotten, [&] {
        return stems.forgetUserValues(ids,
                                      {UserValue::SoundClass, UserValue::Grid, UserValue::Key});
    });
    step(edits.isFavorite.has_value(), [&] { return stems.setFavorite(ids, *edits.isFavorite); });
    step(edits.rating.has_value(), [&] { return stems.setRating(ids, *edits.rating); });
    step(edits.category.has_value(), [&] { return stems.setCategory(ids, *edits.category); });
    step(edits.soundClass.has_value(), [&] { return stems.setSoundClass(ids, *edits.soundClass); });
    step(edits.key || edits.isAtonal, [&] { return stems.setKey(ids, edits.key); });
    step(edits.licence.has_value(), [&] {
        return db::StemOrigins(studio.database())
            .setLicence(ids, std::string(licenceId(*edits.licence)));
    });
    step(edits.category || edits.soundClass, [&] { return requalifyStems(stems, ids); });
    return done;
}

Result<> editEach(db::StemRepository& stems, const std::vector<Stem>& sounds,
                  const SoundEdits& edits)
{
    const bool hasTags = edits.tags || !edits.addedTags.empty() || !edits.removedTags.empty();
    for (const Stem& sound : sounds) {
        Result<> done;
        if (edits.name) {
            done = stems.rename(sound.id, toStd(edits.name->trimmed()));
        }
        if (done && hasTags) {
            done = stems.setTags(sound.id, tagsOf(sound, edits));
        }
        if (done && edits.bpm) {
            const Descriptors& facts = sound.descriptors;
            done = stems.setGrid(
                {sound.id}, {edits.bpm, facts.firstBeatS, facts.firstDownbeatS, facts.beatsPerBar});
        }
        if (!done) {
            return done;
        }
    }
    return {};
}

} // namespace

bool SoundEdits::isEmpty() const
{
    return !name && !isFavorite && !rating && !category && !soundClass && !key && !isAtonal && !bpm
        && !tags && addedTags.empty() && removedTags.empty() && !licence && !isForgotten;
}

Result<> editSounds(Studio& studio, const std::vector<StemId>& ids, const SoundEdits& edits)
{
    if (auto checked = check(ids, edits); !checked) {
        return checked;
    }
    const auto database = studio.database();
    return database->together([&]() -> Result<> {
        db::StemRepository stems(database);
        const auto sounds = soundsOf(stems, ids);
        if (!sounds) {
            return propagate(sounds);
        }
        auto done = editTogether(studio, stems, ids, edits);
        return done ? editEach(stems, *sounds, edits) : done;
    });
}

Result<RemovedSounds> removeSounds(Studio& studio, const std::vector<StemId>& ids, bool withFiles)
{
    db::StemRepository stems(studio.database());
    const auto sounds = soundsOf(stems, ids);
    if (!sounds) {
        return propagate(sounds);
    }
    if (auto removed = stems.remove(ids); !removed) {
        return propagate(removed);
    }
    RemovedSounds result {ids, {}, {}};
    if (withFiles) {
        TrashedFiles files(studio.root());
        files.take(*sounds);
        const FileMoves moves = files.trash();
        result.trashed = moves.trashed;
        result.kept = moves.kept;
        return result;
    }
    for (const Stem& sound : *sounds) {
        result.kept << toQt(sound.path);
    }
    return result;
}

QJsonObject toJson(const SoundEdits& edits)
{
    QJsonObject object;
    const auto texts = [](const std::vector<std::string>& list) {
        QJsonArray array;
        for (const auto& text : list) {
            array.append(toQt(text));
        }
        return array;
    };
    const auto put = [&object](const char* name, bool isSet, const QJsonValue& value) {
        if (isSet) {
            object.insert(QLatin1StringView(name), value);
        }
    };
    put("name", edits.name.has_value(), edits.name.value_or(QString()));
    put("favorite", edits.isFavorite.has_value(), edits.isFavorite.value_or(false));
    put("rating", edits.rating.has_value(), edits.rating.value_or(0));
    put("category", edits.category.has_value(),
        toQt(categoryId(edits.category.value_or(Category::Unclear))));
    put("class", edits.soundClass.has_value(),
        toQt(soundClassId(edits.soundClass.value_or(SoundClass::OneShot))));
    put("key", edits.key.has_value(), toQt(keyName(edits.key.value_or(Key {}))));
    put("key", edits.isAtonal, QJsonValue());
    put("bpm", edits.bpm.has_value(), edits.bpm.value_or(0.0));
    put("tags", edits.tags.has_value(), texts(edits.tags.value_or(std::vector<std::string> {})));
    put("add_tags", !edits.addedTags.empty(), texts(edits.addedTags));
    put("remove_tags", !edits.removedTags.empty(), texts(edits.removedTags));
    put("licence", edits.licence.has_value(),
        toQt(licenceId(edits.licence.value_or(Licence::Unknown))));
    put("forget", edits.isForgotten, true);
    return object;
}

} // namespace nde::services
