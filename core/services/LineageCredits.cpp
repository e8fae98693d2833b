#include "core/db/StemRepository.h"
#include "core/services/DreamModelFile.h"
#include "core/services/Files.h"
#include "core/services/Lineage.h"
#include "core/services/Measure.h"
#include "core/services/UseCaseJson.h"

#include <QFileInfo>

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace nde::services {
namespace {

Licence licenceOf(const Stem& stem)
{
    return licenceFromId(stem.licence).value_or(Licence::Unknown);
}

/// What each ancestor gave to the sound: the products of the weights along all ways to it, summed.
/// A sound is only divided among its parents when all that was made of it has been; those of a
/// circle, which damaged data may have, therefore give nothing.
std::map<StemId, double> sharesOf(const FamilyTree& family)
{
    std::multimap<StemId, const LineageEdge*> parents;
    std::map<StemId, int> waitsFor;
    for (const auto& edge : family.edges) {
        parents.emplace(edge.child, &edge);
        ++waitsFor[edge.parent];
    }
    std::map<StemId, double> shares {{family.id, 1.0}};
    std::deque<StemId> ready {family.id};
    while (!ready.empty()) {
        const StemId here = ready.front();
        ready.pop_front();
        const auto [from, to] = parents.equal_range(here);
        for (auto at = from; at != to; ++at) {
            const LineageEdge& edge = *at->second;
            shares[edge.parent] += shares.at(here) * std::max(0.0, edge.weight);
            if (--waitsFor[edge.parent] == 0) {
                ready.push_back(edge.parent);
            }
        }
    }
    return shares;
}

Result<VerifiedFile> verifyFile(const Stem& stem, TaskContext& task)
{
    using State = VerifiedFile::State;
    VerifiedFile file {stem.id, toQt(stem.path), State::Same};
    if (!QFileInfo(file.path).isFile()) {
        file.state = State::Missing;
        return file;
    }
    if (stem.fileHash.empty() && stem.contentHash.empty()) {
        file.state = State::Unknown;
        return file;
    }
    const auto hash = hashFile(file.path);
    if (hash && *hash == stem.fileHash) {
        return file;
    }
    const MeasureRequest request {file.path, stem.source, std::nullopt, false};
    const auto measured = measureFile(request, task);
    if (!measured && measured.error().code == ErrorCode::Cancelled) {
        return propagate(measured);
    }
    file.state = !measured                          ? State::Unreadable
        : measured->contentHash == stem.contentHash ? State::SameSamples
                                                    : State::Changed;
    return file;
}

/// Path and hash of the models that the family was dreamed with, each once.
std::set<std::pair<QString, QString>> modelsOf(const FamilyTree& family)
{
    std::set<std::pair<QString, QString>> models;
    for (const auto& member : family.members) {
        const auto recipe = parseJsonObject(QByteArray::fromStdString(member.stem.recipe));
        if (member.stem.source != Source::Generated || !recipe) {
            continue;
        }
        for (const auto& [path, hash] :
             {std::pair {"model", "model_hash"}, std::pair {"second_model", "second_model_hash"}}) {
            const QString bytes = recipe->value(QLatin1StringView(hash)).toString();
            if (!bytes.isEmpty()) {
                models.emplace(recipe->value(QLatin1StringView(path)).toString(), bytes);
            }
        }
    }
    return models;
}

Result<VerifiedFile> verifyModel(Studio& studio, const QString& path, const QString& hash)
{
    const auto found = dreamModelWithHash(studio, path, hash);
    if (found) {
        return VerifiedFile {0, *found, VerifiedFile::State::Same};
    }
    if (found.error().code != ErrorCode::ModelMissing) {
        return propagate(found);
    }
    return VerifiedFile {0, path,
                         QFileInfo(path).isFile() ? VerifiedFile::State::Changed
                                                  : VerifiedFile::State::Missing};
}

} // namespace

Result<Credits> creditsOf(Studio& studio, StemId id)
{
    const auto family = familyTree(studio, {id, true, false, 0});
    if (!family) {
        return propagate(family);
    }
    const auto shares = sharesOf(*family);
    std::set<StemId> made; // of something that is known
    for (const auto& edge : family->edges) {
        made.insert(edge.child);
    }
    Credits credits;
    credits.id = id;
    double sum = 0.0;
    std::vector<Licence> licences;
    for (const auto& [stem, generation] : family->members) {
        const Licence licence = licenceOf(stem);
        if (made.contains(stem.id)) {
            if (licence != Licence::Unknown) {
                licences.push_back(licence); // somebody has said so
            }
            continue;
        }
        licences.push_back(licence);
        const auto share = shares.find(stem.id);
        credits.originals.push_back({stem, licence, share == shares.end() ? 0.0 : share->second});
        sum += credits.originals.back().share;
    }
    for (auto& credit : credits.originals) {
        credit.share = sum > 0.0 ? credit.share / sum : 0.0;
    }
    std::stable_sort(credits.originals.begin(), credits.originals.end(),
                     [](const Credit& a, const Credit& b) { return a.share > b.share; });
    credits.licence = strictestLicence(licences);
    return credits;
}

QJsonObject toJson(const Credits& credits)
{
    QJsonArray originals;
    for (const auto& credit : credits.originals) {
        originals.append(QJsonObject {{QStringLiteral("id"), qint64 {credit.stem.id}},
                                      {QStringLiteral("name"), toQt(credit.stem.name)},
                                      {QStringLiteral("path"), toQt(credit.stem.path)},
                                      {QStringLiteral("licence"), toQt(licenceId(credit.licence))},
                                      {QStringLiteral("share"), credit.share}});
    }
    return {{QStringLiteral("licence"), toQt(licenceId(credits.licence))},
            {QStringLiteral("originals"), originals}};
}

Result<std::vector<VerifiedFile>> verifyFamily(Studio& studio, const FamilyTree& family,
                                               TaskContext& task)
{
    std::vector<VerifiedFile> files;
    const auto count = static_cast<double>(family.members.size());
    for (const auto& member : family.members) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "comparing the files was cancelled");
        }
        const auto at = static_cast<double>(files.size());
        TaskContext part = task.sub(at / count, (at + 1.0) / count);
        part.progress(0.0, "comparing");
        auto file = verifyFile(member.stem, part);
        if (!file) {
            return propagate(file);
        }
        files.push_back(std::move(*file));
    }
    for (const auto& [path, hash] : modelsOf(family)) {
        auto file = verifyModel(studio, path, hash);
        if (!file) {
            return propagate(file);
        }
        files.push_back(std::move(*file));
    }
    return files;
}

QString verifiedStateId(VerifiedFile::State state)
{
    switch (state) {
    case VerifiedFile::State::Same:
        return QStringLiteral("same");
    case VerifiedFile::State::SameSamples:
        return QStringLiteral("same_samples");
    case VerifiedFile::State::Changed:
        return QStringLiteral("changed");
    case VerifiedFile::State::Missing:
        return QStringLiteral("missing");
    case VerifiedFile::State::Unreadable:
        return QStringLiteral("unreadable");
    case VerifiedFile::State::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

QJsonObject toJson(const std::vector<VerifiedFile>& files)
{
    QJsonArray list;
    bool isGood = true;
    for (const auto& file : files) {
        isGood = isGood && file.isGood();
        QJsonObject object {{QStringLiteral("path"), file.path},
                            {QStringLiteral("state"), verifiedStateId(file.state)}};
        if (file.id != 0) {
            object.insert(QStringLiteral("id"), qint64 {file.id});
        }
        list.append(object);
    }
    return {{QStringLiteral("ok"), isGood}, {QStringLiteral("files"), list}};
}

} // namespace nde::services
