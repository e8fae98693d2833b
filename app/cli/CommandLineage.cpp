#include "app/cli/Commands.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "core/services/Lineage.h"

#include <QSet>

#include <algorithm>

namespace nde::cli {
namespace {

using services::Credits;
using services::FamilyTree;
using services::VerifiedFile;

/// Prints one generation after the other, indented, and a sound that stands on several ways once.
void printTree(const Session& session, const FamilyTree& family, qint64 id, bool isUp, int depth,
               QSet<qint64>& seen)
{
    for (const auto& edge : family.edges) {
        const qint64 other = isUp ? edge.parent : edge.child;
        if ((isUp ? edge.child : edge.parent) != id || seen.contains(other)) {
            continue;
        }
        seen.insert(other);
        const auto* member = family.member(other);
        session.print(QStringLiteral("%1%2 %3 #%4 %5")
                          .arg(QString(2 * depth, u' '),
                               isUp ? QStringLiteral("<-") : QStringLiteral("->"),
                               services::toQt(edge.role))
                          .arg(other)
                          .arg(member == nullptr ? QString() : services::toQt(member->stem.name)));
        printTree(session, family, other, isUp, depth + 1, seen);
    }
}

void printCredits(const Session& session, const Credits& credits)
{
    for (const auto& credit : credits.originals) {
        session.print(QStringLiteral("%1 %\t%2\t#%3\t%4\t%5")
                          .arg(100.0 * credit.share, 0, 'f', 1)
                          .arg(services::toQt(licenceId(credit.licence)))
                          .arg(credit.stem.id)
                          .arg(services::toQt(credit.stem.name), services::toQt(credit.stem.path)));
    }
    session.note(
        text("The strictest licence counts: %1.").arg(services::toQt(licenceId(credits.licence))));
}

void printVerified(const Session& session, const std::vector<VerifiedFile>& files)
{
    for (const auto& file : files) {
        session.print(
            QStringLiteral("%1\t%2\t%3")
                .arg(services::verifiedStateId(file.state),
                     file.id != 0 ? QStringLiteral("#%1").arg(file.id) : QStringLiteral("model"),
                     file.path));
    }
    const auto bad = std::count_if(files.begin(), files.end(),
                                   [](const VerifiedFile& file) { return !file.isGood(); });
    session.note(bad == 0
                     ? text("All %1 files are what they were.").arg(files.size())
                     : text("%1 of %2 files are not what they were.").arg(bad).arg(files.size()));
}

/// What is printed instead of the tree, or beside it in the object.
struct Beside
{
    std::optional<Credits> credits;
    std::optional<std::vector<VerifiedFile>> verified;

    [[nodiscard]] bool isGood() const
    {
        return !verified
            || std::all_of(verified->begin(), verified->end(),
                           [](const VerifiedFile& file) { return file.isGood(); });
    }
};

Result<Beside> besideOf(Session& session, services::Studio& studio, const FamilyTree& family)
{
    Beside beside;
    if (session.args.has("credits")) {
        auto credits = services::creditsOf(studio, family.id);
        if (!credits) {
            return propagate(credits);
        }
        beside.credits = std::move(*credits);
    }
    if (session.args.has("verify")) {
        TaskContext task = session.task(text("comparing"));
        auto verified = services::verifyFamily(studio, family, task);
        session.endProgress();
        if (!verified) {
            return propagate(verified);
        }
        beside.verified = std::move(*verified);
    }
    return beside;
}

void print(const Session& session, const FamilyTree& family, const Beside& beside)
{
    if (session.isJson) {
        QJsonObject object = toJson(family);
        if (beside.credits) {
            object.insert(QStringLiteral("credits"), toJson(*beside.credits));
        }
        if (beside.verified) {
            object.insert(QStringLiteral("verified"), toJson(*beside.verified));
        }
        session.print(object);
        return;
    }
    if (session.args.has("dot")) {
        session.print(toDot(family));
        return;
    }
    if (beside.credits) {
        printCredits(session, *beside.credits);
    }
    if (beside.verified) {
        printVerified(session, *beside.verified);
    }
    if (!beside.credits && !beside.verified) {
        session.print(QStringLiteral("#%1").arg(family.id));
        QSet<qint64> seen {family.id};
        printTree(session, family, family.id, true, 1, seen);
        printTree(session, family, family.id, false, 1, seen);
    }
}

int run(Session& session)
{
    auto& args = session.args;
    const auto& words = args.positional();
    const auto id = words.size() == 1 ? Session::idOf(words.front()) : std::nullopt;
    const int depth = args.integer("depth", 0, 1, 1000);
    const bool isOther = args.has("credits") || args.has("verify") || session.isJson;
    if (args.has("dot") && isOther) {
        args.complain(text("--dot prints a graph and nothing else; give it alone."));
    }
    if (args.has("in-app") && !args.has("redream")) {
        args.complain(text("--in-app goes with --redream; nothing else here is work."));
    }
    refuseInApp(session, {"threads"});
    if (const auto& problem = args.problem()) {
        return session.usage(*problem);
    }
    if (!id) {
        return session.usage(text("Name one sound by its id, for example '12'."));
    }
    if (args.has("redream")) {
        return redreamStem(session, *id);
    }
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    const services::FamilyRequest request {*id, args.has("up") || !args.has("down"),
                                           args.has("down") || !args.has("up"), depth};
    const auto family = services::familyTree(**studio, request);
    if (!family) {
        return session.fail(family.error());
    }
    const auto beside = besideOf(session, **studio, *family);
    if (!beside) {
        return session.fail(beside.error());
    }
    print(session, *family, *beside);
    return beside->isGood() ? kOk : kFailed;
}

} // namespace

Command lineageCommand()
{
    return {"lineage",
            "ID [--up|--down] [--depth N] [--credits] [--verify] [--dot|--redream]",
            "Shows what a sound was made of and what was made of it.",
            "dream lineage 12\ndream lineage 12 --up --json\n"
            "dream lineage 412 --credits\ndream lineage 412 --verify\n"
            "dream lineage 412 --dot | dot -Tsvg > family.svg\ndream lineage 31 --redream",
            {{"up", 0, nullptr, "only what it was made of"},
             {"down", 0, nullptr, "only what was made of it"},
             {"depth", 0, "N", "so many generations, else all"},
             {"credits", 0, nullptr, "whose sounds it goes back to, and under which licence"},
             {"verify", 0, nullptr, "whether every file and model is what it was; 1 if not"},
             {"dot", 0, nullptr, "print a graph for Graphviz"},
             {"redream", 0, nullptr, "make a generated sound anew and compare"},
             inAppOption()},
            run};
}

} // namespace nde::cli
