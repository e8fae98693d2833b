#include "core/db/StemRepository.h"
#include "core/services/ExportParts.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <set>

namespace nde::services {
namespace {

constexpr std::size_t kMostNamedAncestors = 12; // in the text; the JSON names all

using Spans = std::vector<std::pair<double, double>>;

/// Length of the union of time spans.
double lengthOf(Spans spans, double end)
{
    std::sort(spans.begin(), spans.end());
    double total = 0.0;
    double reached = 0.0;
    for (const auto& [from, to] : spans) {
        const double start = std::max(from, reached);
        const double stop = std::min(to, end);
        total += std::max(0.0, stop - start);
        reached = std::max(reached, stop);
    }
    return total;
}

/// When each sound is heard, as the plan says.
std::map<StemId, double> plannedSeconds(const music::Plan& plan, double seconds)
{
    const bool isAnySolo = std::any_of(plan.lanes.begin(), plan.lanes.end(),
                                       [](const auto& lane) { return lane.isSolo; });
    std::map<StemId, Spans> spans;
    for (const auto& lane : plan.lanes) {
        if (lane.isMuted || (isAnySolo && !lane.isSolo)) {
            continue;
        }
        for (const auto& clip : lane.clips) {
            const bool isSound
                = clip.sound >= 0 && static_cast<std::size_t>(clip.sound) < lane.sounds.size();
            if (clip.isMuted || !isSound) {
                continue;
            }
            const auto& sound = lane.sounds[static_cast<std::size_t>(clip.sound)];
            for (const auto& event : clip.events) {
                const double start = music::beatOf(plan, clip, event) * 60.0 / plan.bpm;
                const double own
                    = sound.isLoop ? music::barStartS(plan, sound.loopBars) : sound.durationS;
                const double length
                    = event.lengthBeats > 0.0 ? event.lengthBeats * 60.0 / plan.bpm : own;
                spans[sound.stem].push_back({start, start + length});
            }
        }
    }
    std::map<StemId, double> heard;
    for (auto& [id, list] : spans) {
        heard[id] = lengthOf(std::move(list), seconds);
    }
    return heard;
}

/// What the plan says of a sound that is no longer in the library.
Stem ghostOf(const music::Sound& sound)
{
    Stem stem;
    stem.name = sound.name;
    stem.path = sound.path;
    stem.contentHash = sound.hash;
    stem.source = sound.source;
    stem.category = sound.category;
    stem.soundClass = sound.soundClass;
    return stem;
}

QString percent(double share)
{
    return QString::number(100.0 * share, 'f', 1) + QStringLiteral(" %");
}

/// In a table of Markdown a bar would end the cell.
QString cell(QString text)
{
    return text.replace(u'|', u'/').replace(u'\n', u' ');
}

std::set<std::string> licencesOf(const Influence& influence)
{
    std::set<std::string> licences {influence.stem.licence};
    for (const auto& stem : influence.family.ancestors) {
        licences.insert(stem.licence);
    }
    return licences;
}

QString familyText(const Influence& influence)
{
    QStringList names;
    for (const auto& stem : influence.family.ancestors) {
        if (names.size() == static_cast<qsizetype>(kMostNamedAncestors)) {
            names << QStringLiteral("and %1 more")
                         .arg(influence.family.ancestors.size() - kMostNamedAncestors);
            break;
        }
        names << cell(toQt(stem.name));
    }
    return names.isEmpty() ? QStringLiteral("itself") : names.join(QStringLiteral(", "));
}

} // namespace

Result<std::vector<Influence>> influencesOf(Studio& studio, const music::Plan& plan,
                                            const std::map<StemId, double>& audible, double seconds)
{
    const auto heard = audible.empty() ? plannedSeconds(plan, seconds) : audible;
    std::map<StemId, Influence> byId;
    for (const auto& lane : plan.lanes) {
        for (const auto& sound : lane.sounds) {
            const auto found = heard.find(sound.stem);
            if (found == heard.end() || found->second <= 0.0) {
                continue;
            }
            Influence& influence = byId[sound.stem];
            influence.stem = ghostOf(sound);
            influence.seconds = found->second;
            influence.share = std::min(1.0, found->second / std::max(seconds, 1e-9));
            if (const QString role = toQt(lane.role); !influence.lanes.contains(role)) {
                influence.lanes << role;
            }
        }
    }
    std::vector<Influence> influences;
    for (auto& [id, influence] : byId) {
        auto family = provenanceOf(studio, id);
        if (!family && family.error().code != ErrorCode::NotFound) {
            return propagate(family);
        }
        if (family) {
            influence.stem = family->stem;
            influence.family = std::move(*family);
        }
        influences.push_back(std::move(influence));
    }
    std::stable_sort(influences.begin(), influences.end(),
                     [](const auto& a, const auto& b) { return a.seconds > b.seconds; });
    return influences;
}

QJsonObject influencesToJson(const music::Plan& plan, const std::vector<Influence>& influences)
{
    QJsonArray sounds;
    std::set<std::string> licences;
    for (const auto& influence : influences) {
        QJsonArray ancestors;
        for (const auto& stem : influence.family.ancestors) {
            ancestors.append(QJsonObject {{QStringLiteral("id"), qint64 {stem.id}},
                                          {QStringLiteral("name"), toQt(stem.name)},
                                          {QStringLiteral("source"), toQt(sourceId(stem.source))},
                                          {QStringLiteral("path"), toQt(stem.path)},
                                          {QStringLiteral("hash"), toQt(stem.contentHash)},
                                          {QStringLiteral("model"), toQt(stem.model)},
                                          {QStringLiteral("licence"), toQt(stem.licence)}});
        }
        licences.merge(licencesOf(influence));
        sounds.append(
            QJsonObject {{QStringLiteral("id"), qint64 {influence.stem.id}},
                         {QStringLiteral("name"), toQt(influence.stem.name)},
                         {QStringLiteral("lanes"), QJsonArray::fromStringList(influence.lanes)},
                         {QStringLiteral("source"), toQt(sourceId(influence.stem.source))},
                         {QStringLiteral("category"), toQt(categoryId(influence.stem.category))},
                         {QStringLiteral("path"), toQt(influence.stem.path)},
                         {QStringLiteral("hash"), toQt(influence.stem.contentHash)},
                         {QStringLiteral("model"), toQt(influence.stem.model)},
                         {QStringLiteral("licence"), toQt(influence.stem.licence)},
                         {QStringLiteral("in_library"), influence.stem.id != 0},
                         {QStringLiteral("seconds"), influence.seconds},
                         {QStringLiteral("share"), influence.share},
                         {QStringLiteral("ancestors"), ancestors}});
    }
    QJsonArray all;
    for (const auto& licence : licences) {
        all.append(toQt(licence));
    }
    return {{QStringLiteral("prompt"), toQt(plan.prompt)},
            {QStringLiteral("seed"), seedToJson(plan.seed)},
            {QStringLiteral("bpm"), plan.bpm},
            {QStringLiteral("key"), toQt(keyName(plan.key))},
            {QStringLiteral("sounds"), sounds},
            {QStringLiteral("licences"), all}};
}

QByteArray influencesToMarkdown(const music::Plan& plan, const QString& name,
                                const std::vector<Influence>& influences)
{
    QString text = QStringLiteral("# Who is in \u201C%1\u201D\n\n").arg(name);
    text += QStringLiteral("%1 bpm, %2, seed %3. Prompt: %4\n\n")
                .arg(plan.bpm, 0, 'f', 1)
                .arg(toQt(keyName(plan.key)))
                .arg(plan.seed)
                .arg(plan.prompt.empty() ? QStringLiteral("none") : toQt(plan.prompt));
    text += QStringLiteral("| Sound | Lane | Source | Heard | Share | Made from | Model | Licence "
                           "|\n|---|---|---|---|---|---|---|---|\n");
    std::set<std::string> licences;
    for (const auto& influence : influences) {
        const QStringList cells {cell(toQt(influence.stem.name)),
                                 influence.lanes.join(QStringLiteral(", ")),
                                 toQt(sourceId(influence.stem.source)),
                                 QString::number(influence.seconds, 'f', 1) + QStringLiteral(" s"),
                                 percent(influence.share),
                                 familyText(influence),
                                 influence.stem.model.empty() ? QStringLiteral("none")
                                                              : toQt(influence.stem.model),
                                 cell(toQt(influence.stem.licence))};
        text += QStringLiteral("| %1 |\n").arg(cells.join(QStringLiteral(" | ")));
        licences.merge(licencesOf(influence));
    }
    text += QStringLiteral("\nLicences of these sounds and of all that they were made from:\n\n");
    for (const auto& licence : licences) {
        text += QStringLiteral("- %1\n").arg(toQt(licence));
    }
    return text.toUtf8();
}

} // namespace nde::services
