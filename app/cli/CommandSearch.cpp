#include "app/cli/Commands.h"
#include "app/cli/SearchOutput.h"
#include "app/cli/Texts.h"
#include "core/db/StemRepository.h"
#include "core/search/EnglishQuery.h"
#include "core/services/ClapFinder.h"
#include "core/services/ClapService.h"
#include "core/services/Files.h"
#include "core/services/SearchEngine.h"

#include <QFileInfo>

#include <cstdio>

namespace nde::cli {
namespace {

/// `spectrum=1,timbre=.5`; what is not named counts 0. Complains in the session otherwise.
search::AspectWeights aspectsOf(Session& session)
{
    if (!session.args.has("aspects")) {
        return search::kEvenAspects;
    }
    search::AspectWeights weights {};
    for (const QString& part : session.args.text("aspects").split(u',', Qt::SkipEmptyParts)) {
        const auto sign = part.indexOf(u'=');
        const auto aspect
            = search::aspectFromId(services::toStd(part.left(sign).trimmed().toLower()));
        bool isNumber = true;
        const float weight = sign < 0 ? 1.0F : part.mid(sign + 1).toFloat(&isNumber);
        if (!aspect || !isNumber || !(weight >= 0.0F && weight <= 1.0F)) {
            session.args.complain(text("'--aspects' takes spectrum, timbre, pitch, envelope and "
                                       "rhythm with numbers from 0 to 1, such as "
                                       "spectrum=1,pitch=0.2, not '%1'.")
                                      .arg(part));
            return weights;
        }
        weights[static_cast<std::size_t>(*aspect)] = weight;
    }
    return weights;
}

Result<services::LikeSound> likeOf(Session& session, const services::SearchEngine& engine,
                                   TaskContext& task)
{
    services::LikeSound like;
    if (!session.args.has("like")) {
        return like;
    }
    const QString word = session.args.text("like");
    if (const auto id = Session::idOf(word)) {
        like.id = *id;
        return like;
    }
    return services::likeFile(engine, session.inputPath(word), task);
}

int printDuplicates(Session& session, services::Studio& studio,
                    const services::SearchEngine& engine, float threshold)
{
    TaskContext task = session.task(text("comparing"));
    const auto groups
        = services::nearDuplicatesOf(engine.snapshot(), studio.database(), threshold, task);
    session.endProgress();
    if (!groups) {
        return session.fail(groups.error());
    }
    return printGroups(session, *groups, studio.database());
}

/// What the CLAP model says of the words, or of the sound that is compared; null where there is
/// none, or nothing to say. A broken one is a note: searching goes on without it.
std::shared_ptr<const services::ClapScores> clapOf(Session& session,
                                                   const std::shared_ptr<services::Studio>& studio,
                                                   const services::SearchRequest& request,
                                                   const services::SearchAnswer& answer)
{
    const auto parts = services::splitSearch(request.text);
    const auto stored = services::clapFolderOf(*studio);
    const QString folder = session.args.has("clap-model")
        ? services::absolutePath(session.args.text("clap-model"))
        : stored.value_or(QString());
    const QString english = services::toQt(search::englishOf(answer.query, parts.meaning));
    const StemId like = parts.like != 0 ? parts.like : request.like.id;
    const bool isAlike = like != 0 || request.like.isAsked();
    if (session.args.text("clap") == u"off" || folder.isEmpty() || !answer.isRanked
        || (!isAlike && english.isEmpty())) {
        return {};
    }
    auto finder = services::ClapFinder::open(studio, folder);
    const auto heard = finder ? (*finder)->refresh() : Result<qint64> {propagate(finder)};
    TaskContext task = session.task(text("comparing"));
    using Scores = Result<std::shared_ptr<const services::ClapScores>>;
    const Scores scores = !heard ? Scores {propagate(heard)}
        : !isAlike               ? (*finder)->scoresOf(english)
        : like != 0              ? (*finder)->alikeTo(like)
                                 : (*finder)->alikeTo(services::toQt(request.like.file), task);
    session.endProgress();
    if (!scores) {
        session.note(text("CLAP has no say: %1").arg(services::toQt(scores.error().message)));
        return {};
    }
    if (!*scores) {
        session.note(text("The CLAP model has heard no sound yet; 'dream embed --model DIR "
                          "--library' lets it listen."));
    }
    return *scores;
}

int find(Session& session, const std::shared_ptr<services::Studio>& studio,
         const services::SearchEngine& engine, services::SearchRequest request,
         const QString& query)
{
    auto answer = engine.search(request);
    if (!answer) {
        return session.fail(answer.error(), About::Values);
    }
    if (const auto clap = clapOf(session, studio, request, *answer)) {
        request.clap = clap;
        answer = engine.search(request);
        if (!answer) {
            return session.fail(answer.error(), About::Values);
        }
    }
    return printAnswer(session, query, *answer, studio->database());
}

int run(Session& session)
{
    services::SearchRequest request;
    request.limit
        = session.args.integer(session.args.has("limit") ? "limit" : "number", 20, 1, 100000);
    const auto threshold = static_cast<float>(
        session.args.number("threshold", static_cast<double>(search::kNearDuplicate), 0.5, 1.0));
    const search::AspectWeights aspects = aspectsOf(session);
    if (const QString clap = session.args.text("clap");
        clap != u"" && clap != u"auto" && clap != u"off") {
        session.args.complain(text("'--clap' takes auto or off, not '%1'.").arg(clap));
    }
    if (session.args.has("near-duplicates") && session.args.has("play")) {
        session.args.complain(text("--play plays what a search finds, not groups of duplicates."));
    }
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    const QString query = session.args.positional().join(u' ');
    request.text = services::toStd(query);
    request.wantsReasons = session.isJson || session.args.has("explain");
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    TaskContext task = session.task(text("reading"));
    services::SearchEngine engine((*studio)->database());
    const auto read = engine.refresh(task);
    if (!read) {
        session.endProgress();
        return session.fail(read.error());
    }
    if (session.args.has("near-duplicates")) {
        return printDuplicates(session, **studio, engine, threshold);
    }
    auto like = likeOf(session, engine, task);
    session.endProgress();
    if (!like) {
        return session.fail(like.error());
    }
    request.like = std::move(*like);
    request.like.aspects = aspects;
    return find(session, *studio, engine, std::move(request), query);
}

} // namespace

Command searchCommand()
{
    return {"search",
            "[QUERY] [-k 20] [--like FILE|ID] [--aspects spectrum=1,...] [--explain] [--play] "
            "[--clap auto|off] | "
            "--near-duplicates [--threshold 0.9]",
            "Finds sounds by words in English or German, by fields, and by what they sound like.",
            "dream search 'dark metallic kick len:<600ms'\n"
            "dream search 'dunkler metallischer Kick ohne Hall' --explain\n"
            "dream search --like 12 'but darker'\n"
            "dream search --like ~/hit.wav --aspects spectrum=1,envelope=0.5 --json\n"
            "dream search 'short dark clap' -k 3 --play\n"
            "dream search --near-duplicates\n"
            "dream search src:generated --paths0 | xargs -0 -n1 aplay",
            {{"number", 'k', "N", "how many at most"},
             {"limit", 0, "N", "the same as --number"},
             {"like", 0, "FILE|ID", "sounds like this one"},
             {"aspects", 0, "LIST",
              "how much spectrum, timbre, pitch, envelope and rhythm count, 0 to 1"},
             {"explain", 0, nullptr, "say what was understood and why each sound is here"},
             {"near-duplicates", 0, nullptr, "groups of sounds that are nearly the same"},
             {"threshold", 0, "F", "with --near-duplicates: least similarity, 0.5 to 1"},
             {"clap", 0, "auto|off", "whether a CLAP model that has heard the library has a say"},
             {"clap-model", 0, "DIR", "its folder, instead of the one that the studio uses"},
             {"play", 0, nullptr, "play what was found, one after the other; Ctrl+C ends it"},
             {"paths", 0, nullptr, "print only paths"},
             {"paths0", 0, nullptr, "print only paths, ended by NUL for xargs -0"}},
            run};
}

} // namespace nde::cli
