#include "core/services/Files.h"
#include "core/services/LaneBoard.h"
#include "core/services/MixScratch.h"
#include "core/services/SeparationParts.h"
#include "core/services/StemScratch.h"
#include "core/services/UseCaseJson.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

namespace nde::services {
namespace {

constexpr double kMeasured = 0.02; ///< share of the time that the models' hashes take
constexpr double kMixed = 0.05; ///< … and reading and resampling the track

/// Name, bytes and hash of every checkpoint, and what it weighs.
Result<QJsonArray> membersJson(const NetworkChoice& network, const TaskContext& task)
{
    QJsonArray members;
    for (const auto& member : network.plan.members) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "separation cancelled");
        }
        const QString path = toQt(member.file.string());
        const auto hash = hashFile(path);
        if (!hash) {
            return propagate(hash);
        }
        QJsonArray weights;
        for (const double weight : member.weights) {
            weights.append(weight);
        }
        members.append(QJsonObject {{QStringLiteral("file"), QFileInfo(path).fileName()},
                                    {QStringLiteral("sha256"), toQt(*hash)},
                                    {QStringLiteral("weights"), weights}});
    }
    return members;
}

QString precisionId(nn::Precision precision)
{
    return precision == nn::Precision::Fast ? QStringLiteral("fast") : QStringLiteral("float32");
}

/// Everything that is needed to make these stems again.
QJsonObject recipeJson(const NetworkChoice& network, const SeparationInput& input,
                       const QJsonArray& members)
{
    const auto& options = network.options;
    QJsonObject recipe {{QStringLiteral("model"), network.name},
                        {QStringLiteral("files"), members},
                        {QStringLiteral("shifts"), options.shifts},
                        {QStringLiteral("overlap"), options.overlap},
                        {QStringLiteral("seed"), seedToJson(options.seed)},
                        {QStringLiteral("precision"), precisionId(options.model.precision)},
                        {QStringLiteral("folded"), input.info.channels > 2}};
    if (options.segmentS) {
        recipe.insert(QStringLiteral("segment_s"), *options.segmentS);
    }
    if (input.part.startS > 0.0 || input.part.lengthS > 0.0) {
        recipe.insert(QStringLiteral("start_s"), input.part.startS);
        recipe.insert(QStringLiteral("length_s"), input.part.lengthS);
    }
    return recipe;
}

/// Which work the scratch files are of: the same key, the same bytes.
QString workKey(const SeparationInput& input, const NetworkChoice& network,
                const QJsonObject& recipe)
{
    const QFileInfo file(input.path);
    QFile boot(QStringLiteral("/proc/sys/kernel/random/boot_id"));
    const QByteArray start
        = boot.open(QIODevice::ReadOnly) ? boot.readAll().trimmed() : QByteArray("unknown");
    const QJsonObject facts {
        {QStringLiteral("version"), 1},
        {QStringLiteral("boot"), QString::fromLatin1(start)},
        {QStringLiteral("input"), input.path},
        {QStringLiteral("bytes"), file.size()},
        {QStringLiteral("changed"), file.lastModified().toMSecsSinceEpoch()},
        {QStringLiteral("device"), static_cast<int>(network.options.model.device)},
        {QStringLiteral("recipe"), recipe}};
    return toQt(hashBytes(compactJson(facts)));
}

/// The job's folder: the mix that is there and measured already, or made and measured now.
class Scratch
{
public:
    Scratch(QString folder, QString key)
        : m_folder(std::move(folder))
        , m_key(std::move(key))
    {
    }

    [[nodiscard]] QString mixFile() const { return m_folder + QStringLiteral("/mix.f32"); }

    Result<MixFacts> mix(const SeparationInput& input, const nn::SeparationModelInfo& model,
                         TaskContext& task)
    {
        if (auto left = leftMix(model.channels)) {
            return *left;
        }
        clear();
        auto reader = TrackReader::open(input.path, model.channels, input.part);
        if (!reader) {
            return propagate(reader);
        }
        auto facts = writeMixScratch(*reader, model.sampleRate, mixFile(), task);
        if (!facts) {
            return facts;
        }
        const QJsonObject journal {{QStringLiteral("key"), m_key},
                                   {QStringLiteral("mix"), facts->toJson()}};
        if (auto written = writeFile(journalFile(), compactJson(journal), true); !written) {
            return propagate(written);
        }
        return facts;
    }

private:
    [[nodiscard]] QString journalFile() const { return m_folder + u'/' + Studio::kJournal; }

    std::optional<MixFacts> leftMix(int channels) const
    {
        const auto bytes = readFile(journalFile());
        const auto journal
            = bytes ? parseJsonObject(*bytes) : Result<QJsonObject> {propagate(bytes)};
        if (!journal || journal->value(QStringLiteral("key")).toString() != m_key) {
            return std::nullopt;
        }
        const auto facts = MixFacts::fromJson(journal->value(QStringLiteral("mix")).toObject());
        return facts && MixScratch::open(mixFile(), channels, *facts) ? std::optional(*facts)
                                                                      : std::nullopt;
    }

    /// What another work left here is of no use.
    void clear() const
    {
        QDir folder(m_folder);
        for (const auto& name : {QString(Studio::kJournal), QStringLiteral("position.bin"),
                                 QStringLiteral("mix.f32")}) {
            folder.remove(name);
        }
    }

    QString m_folder;
    QString m_key;
};

Result<nn::SeparationReport> runNetwork(const NetworkChoice& network, nn::MixSource& mix,
                                        StemScratch& stems, TaskContext& task)
{
    auto report = nn::separateMix(network.plan, network.options, mix, stems, stems.state(), task);
    if (!report && report.error().code == ErrorCode::Corrupt && !stems.state().empty()) {
        // A position that does not fit costs the time up to it, nothing else.
        stems.clear();
        report = nn::separateMix(network.plan, network.options, mix, stems, {}, task);
    }
    return report;
}

QJsonArray offsetsJson(const std::vector<std::int64_t>& offsets)
{
    QJsonArray array;
    for (const auto offset : offsets) {
        array.append(qint64 {offset});
    }
    return array;
}

SeparatedParts partsOf(const NetworkChoice& network, const MixFacts& facts,
                       const nn::SeparationReport& report, QJsonObject recipe)
{
    SeparatedParts parts;
    for (const auto& source : network.plan.info.sources) {
        parts.names << toQt(source);
    }
    parts.sampleRate = network.plan.info.sampleRate;
    parts.channels = network.plan.info.channels;
    parts.frames = facts.frames;
    parts.inputFrames = facts.inputFrames;
    parts.isKept = true;
    const QString device = toQt(report.device);
    parts.device = device == u"CPU" ? QStringLiteral("cpu") : device;
    for (const auto& step : report.steps) {
        parts.steps << toQt(step);
    }
    for (const auto& assumption : network.plan.info.assumed) {
        parts.assumed << toQt(assumption);
    }
    recipe.insert(QStringLiteral("device"), parts.device);
    if (!report.shiftOffsets.empty()) {
        recipe.insert(QStringLiteral("shift_offsets"), offsetsJson(report.shiftOffsets));
    }
    if (!parts.steps.isEmpty()) {
        recipe.insert(QStringLiteral("steps"), QJsonArray::fromStringList(parts.steps));
    }
    parts.recipe = std::move(recipe);
    return parts;
}

} // namespace

Result<SeparatedParts> separateByNetwork(const SeparationInput& input, const NetworkChoice& network,
                                         const QString& scratch, TaskContext& task)
{
    const auto& model = network.plan.info;
    if (model.channels < 1 || model.channels > 2) {
        return fail(ErrorCode::Unsupported,
                    toStd(QStringLiteral("'%1' wants %2 channels; one and two are possible here")
                              .arg(network.name)
                              .arg(model.channels)));
    }
    const auto members = membersJson(network, task);
    if (!members) {
        return propagate(members);
    }
    QJsonObject recipe = recipeJson(network, input, *members);
    Scratch work(scratch, workKey(input, network, recipe));
    TaskContext mixing = task.sub(kMeasured, kMixed);
    const auto facts = work.mix(input, model, mixing);
    if (!facts) {
        return propagate(facts);
    }
    auto mix = MixScratch::open(work.mixFile(), model.channels, *facts);
    if (!mix) {
        return propagate(mix);
    }
    LaneBoard board(scratch, model.sampleRate, model.channels, facts->frames);
    QStringList sources;
    for (const auto& source : model.sources) {
        sources << toQt(source);
    }
    StemScratch stems(scratch, sources, model.channels, *facts, board);
    TaskContext separating = task.sub(kMixed, 1.0);
    const auto report = runNetwork(network, **mix, stems, separating);
    if (!report) {
        return propagate(report);
    }
    if (auto published = board.publish(true); !published) {
        return propagate(published);
    }
    SeparatedParts parts = partsOf(network, *facts, *report, std::move(recipe));
    parts.files = stems.results();
    parts.mix = work.mixFile();
    return parts;
}

} // namespace nde::services
