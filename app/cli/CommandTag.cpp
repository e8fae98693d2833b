#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/SoundEdits.h"

#include <QJsonArray>

namespace nde::cli {
namespace {

std::vector<StemId> idsOf(Session& session)
{
    std::vector<StemId> ids;
    for (const QString& word : session.args.positional()) {
        if (const auto id = Session::idOf(word)) {
            ids.push_back(*id);
        } else {
            session.args.complain(text("'%1' is no number of a sound.").arg(word));
        }
    }
    if (ids.empty()) {
        session.args.complain(text("Name sounds by their numbers, for example '12 14'."));
    }
    return ids;
}

QJsonArray idList(const std::vector<StemId>& ids)
{
    QJsonArray list;
    for (const StemId id : ids) {
        list.append(qint64 {id});
    }
    return list;
}

std::vector<std::string> tagList(const QString& given)
{
    std::vector<std::string> tags;
    for (const QString& tag : given.split(u',', Qt::SkipEmptyParts)) {
        tags.push_back(services::toStd(tag.trimmed()));
    }
    return tags;
}

void readKinds(Session& session, services::SoundEdits& edits)
{
    auto& args = session.args;
    if (const QString given = args.text("category"); !given.isEmpty()) {
        edits.category = categoryFromId(services::toStd(given));
        if (!edits.category) {
            args.complain(text("There is no category '%1'.").arg(given));
        }
    }
    if (const QString given = args.text("class"); !given.isEmpty()) {
        edits.soundClass = soundClassFromId(services::toStd(given));
        if (!edits.soundClass) {
            args.complain(text("There is no class '%1'.").arg(given));
        }
    }
    if (const QString given = args.text("key"); given == u"none") {
        edits.isAtonal = true;
    } else if (!given.isEmpty()) {
        edits.key = keyFromName(services::toStd(given));
        if (!edits.key) {
            args.complain(
                text("'--key' takes a key such as Am, F# or 8A, or 'none', not '%1'.").arg(given));
        }
    }
}

services::SoundEdits editsOf(Session& session)
{
    auto& args = session.args;
    services::SoundEdits edits;
    readKinds(session, edits);
    if (args.has("name")) {
        edits.name = args.text("name");
    }
    if (args.has("rating")) {
        edits.rating = args.integer("rating", 0, 0, 5);
    }
    if (args.has("favorite")) {
        edits.isFavorite = args.choice("favorite", QStringLiteral("yes"),
                                       {QStringLiteral("yes"), QStringLiteral("no")})
            == u"yes";
    }
    if (args.has("bpm")) {
        edits.bpm = args.number("bpm", 120.0, 20.0, 400.0);
    }
    if (args.has("tags")) {
        edits.tags = tagList(args.text("tags"));
    }
    if (const QString given = args.text("licence"); args.has("licence")) {
        edits.licence = licenceFromId(services::toStd(given));
        if (!edits.licence) {
            args.complain(text("There is no licence '%1'; there are own, CC0, CC-BY, licensed, "
                               "analysis-only and unknown.")
                              .arg(given));
        }
    }
    edits.addedTags = tagList(args.texts("add").join(u','));
    edits.removedTags = tagList(args.texts("remove").join(u','));
    edits.isForgotten = args.has("forget");
    if (edits.isEmpty()) {
        args.complain(text("Say what is to be changed; 'dream help tag' lists it."));
    }
    return edits;
}

int runTag(Session& session)
{
    const auto ids = idsOf(session);
    const auto edits = editsOf(session);
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    QJsonObject object = toJson(edits);
    object.insert(QStringLiteral("ids"), idList(ids));
    if (session.dryRun("tag", object, text("Would change %1 sounds.").arg(ids.size()))) {
        return kOk;
    }
    const auto done = services::editSounds(**studio, ids, edits);
    if (!done) {
        return session.fail(done.error(), About::Values);
    }
    if (session.isJson) {
        session.print(object);
    } else {
        session.note(text("%1 sounds changed.").arg(ids.size()));
    }
    return kOk;
}

int runRemove(Session& session)
{
    const auto ids = idsOf(session);
    const bool withFiles = session.args.has("files");
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    if (session.dryRun("rm",
                       {{QStringLiteral("ids"), idList(ids)}, {QStringLiteral("files"), withFiles}},
                       text("Would take %1 sounds out of the library.").arg(ids.size()))) {
        return kOk;
    }
    const auto done = services::removeSounds(**studio, ids, withFiles);
    if (!done) {
        return session.fail(done.error(), About::Values);
    }
    if (session.isJson) {
        session.print(
            QJsonObject {{QStringLiteral("removed"), idList(done->ids)},
                         {QStringLiteral("trashed"), QJsonArray::fromStringList(done->trashed)},
                         {QStringLiteral("kept"), QJsonArray::fromStringList(done->kept)}});
        return kOk;
    }
    session.note(text("%1 sounds taken out of the library.").arg(ids.size()));
    for (const QString& path : withFiles ? done->kept : QStringList()) {
        session.note(text("The file stays: '%1'.").arg(path));
    }
    return kOk;
}

} // namespace

Command tagCommand()
{
    return {"tag",
            "ID... [--category C] [--key K] [--bpm N] [--add TAGS] [--licence NAME] ...",
            "Changes what the library says of sounds.",
            "dream tag 12 14 --add dark,dusty --rating 4\n"
            "dream tag 12 --category snare --name \"Halle 4 snare\"\n"
            "dream tag 30 --key Am --bpm 128\n"
            "dream tag 41 42 43 --licence CC-BY",
            {{"category", 0, "C", "category"},
             {"class", 0, "KIND", "oneshot, loop, phrase or track"},
             {"key", 0, "KEY", "such as Am, F# or 8A; none for atonal"},
             {"bpm", 0, "N", "tempo in beats a minute"},
             {"name", 0, "TEXT", "name of one sound"},
             {"rating", 0, "N", "0 to 5 stars"},
             {"favorite", 0, "YES", "yes or no"},
             {"tags", 0, "LIST", "these tags, separated by commas, instead of those there are"},
             {"add", 0, "LIST", "tags to add"},
             {"remove", 0, "LIST", "tags to take away"},
             {"licence", 0, "NAME", "own, CC0, CC-BY, licensed, analysis-only or unknown"},
             {"forget", 0, nullptr, "take back what was said of class, tempo and key"}},
            runTag};
}

Command rmCommand()
{
    return {"rm",
            "ID... [--files]",
            "Takes sounds out of the library; their files stay unless told otherwise.",
            "dream rm 12 14\ndream rm 12 --files",
            {{"files", 0, nullptr, "move files of the studio to the system's trash, too"}},
            runRemove};
}

} // namespace nde::cli
