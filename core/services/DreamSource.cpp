#include "core/services/DreamSource.h"

#include "core/audio/AudioFile.h"
#include "core/db/StemRepository.h"
#include "core/music/SoundWish.h"
#include "core/services/CategoryJudge.h"
#include "core/services/Files.h"
#include "core/services/LongFacts.h"
#include "core/services/Measure.h"
#include "core/services/RunFiles.h"

#include <algorithm>
#include <map>

namespace nde::services {
namespace {

constexpr double kAnchorS = 12.0; ///< long enough for silence before the onset
constexpr int kMostDecisions = 400; ///< the newest; taste changes
constexpr double kMostAxis = 3.0;

/// @param row  of the library, or null.
Result<SourceAnchor> anchorOfFile(const Stem* row, const QString& path, bool isLong)
{
    auto audio = readAnchorAudio(path, isLong);
    if (!audio) {
        return propagate(audio);
    }
    SourceAnchor out;
    out.anchor.id = row != nullptr ? row->id : 0;
    if (isLong && row != nullptr) {
        const LongFacts facts = longFactsOf(*row);
        out.anchor.bpm = facts.bpm;
        out.anchor.isLoop = facts.isLoop;
        out.anchor.startS = facts.startS;
    }
    out.contentHash = contentHashOf(*audio);
    out.anchor.audio = std::move(*audio);
    out.path = path;
    return out;
}

/// @param isLong  what the model is of.
Result<std::vector<SourceAnchor>> anchorsOf(Studio& studio, const GenerateJobParams& params,
                                            bool isLong)
{
    db::StemRepository stems(studio.database());
    std::vector<SourceAnchor> out;
    for (const StemId id : params.anchors) {
        const auto stem = stems.byId(id);
        if (!stem) {
            return propagate(stem);
        }
        auto anchor = anchorOfFile(&*stem, toQt(stem->path), isLong);
        if (!anchor) {
            return propagate(anchor);
        }
        out.push_back(std::move(*anchor));
    }
    for (const QString& file : params.anchorFiles) {
        const QString path = absolutePath(file);
        const auto known = stems.byPath(toStd(path)); // then it counts as the library's sound
        if (!known) {
            return propagate(known);
        }
        auto anchor = anchorOfFile(known->has_value() ? &**known : nullptr, path, isLong);
        if (!anchor) {
            return propagate(anchor);
        }
        out.push_back(std::move(*anchor));
    }
    for (const auto& latent : params.anchorLatents) {
        SourceAnchor anchor;
        anchor.anchor.latent = latent;
        out.push_back(std::move(anchor));
    }
    for (std::size_t i = 0; i < std::min(out.size(), params.anchorWeights.size()); ++i) {
        out[i].anchor.weight = params.anchorWeights[i];
    }
    return out;
}

/// The model of a hybrid's other end; empty when the first one is joint and knows it.
Result<std::optional<nn::StemVae>> openSecond(const GenerateJobParams& params,
                                              const DreamSource& source)
{
    if (params.params.mode != nn::DreamMode::Hybrid) {
        return std::optional<nn::StemVae> {};
    }
    if (!params.second) {
        return fail(ErrorCode::BadInput, "a hybrid needs a second category");
    }
    const auto& joint = source.model.categories();
    if (std::find(joint.begin(), joint.end(), *params.second) != joint.end() && joint.size() > 1) {
        return std::optional<nn::StemVae> {};
    }
    auto model = openDreamModel(source.secondPath, *params.second);
    if (!model) {
        return propagate(model);
    }
    return std::optional<nn::StemVae>(std::move(*model));
}

/// Words and named axes into the model's own.
Result<> addMoves(DreamSource& source, const GenerateJobParams& params)
{
    if (params.text.trimmed().isEmpty() && params.axisMoves.empty()) {
        return {};
    }
    if (source.model.isLong()) {
        return fail(ErrorCode::BadInput, "a model of long sounds has no axes and takes no words");
    }
    const auto axes = source.model.axes();
    if (!axes) {
        return propagate(axes);
    }
    QStringList ids;
    for (const auto& axis : *axes) {
        ids << toQt(axis.id);
    }
    auto moves = textMoves(params.text, ids);
    source.unknownWords = moves.unknownWords;
    for (const auto& [axis, amount] : params.axisMoves) {
        const auto at = ids.indexOf(toQt(axis));
        if (at < 0) {
            return fail(ErrorCode::BadInput,
                        toStd(QStringLiteral("this model has no axis '%1'; it has: %2")
                                  .arg(toQt(axis), ids.join(QStringLiteral(", ")))));
        }
        moves.axes[static_cast<std::size_t>(at)] += amount;
    }
    auto& all = source.params.axes;
    all.resize(std::max(all.size(), moves.axes.size()), 0.0);
    for (std::size_t k = 0; k < moves.axes.size(); ++k) {
        all[k] = std::clamp(all[k] + moves.axes[k], -kMostAxis, kMostAxis);
    }
    return {};
}

} // namespace

QString categoryModelPath(const Studio& studio, Category category, bool isLong)
{
    return RunFiles::modelFile(studio.modelsFolder(), category, isLong);
}

Result<nn::StemVae> openDreamModel(const QString& path, Category category, bool isLong)
{
    auto model = nn::StemVae::load(toPath(path));
    if (!model && model.error().code == ErrorCode::NotFound) {
        const QString name = toQt(categoryId(category));
        return fail(ErrorCode::ModelMissing,
                    toStd((isLong ? QStringLiteral("there is no model of long sounds for '%1' yet; "
                                                   "train it first ('%2' is missing)")
                                  : QStringLiteral("there is no trained model for '%1' yet; train "
                                                   "it first ('%2' is missing)"))
                              .arg(name, path)));
    }
    if (model) {
        const auto& ear = shippedCategoryModel();
        if (!ear) {
            return propagate(ear);
        }
        model->useEar(*ear);
    }
    return model;
}

Result<audio::AudioBuffer> readAnchorAudio(const QString& path, bool isLong)
{
    auto reader = audio::openAudio(toPath(path));
    if (!reader) {
        return propagate(reader);
    }
    const auto& info = (*reader)->info();
    const auto most
        = static_cast<std::size_t>((isLong ? kLongAnchorS : kAnchorS) * info.sampleRate);
    const auto channels = static_cast<std::size_t>(info.channels);
    std::vector<float> interleaved(most * channels);
    std::size_t done = 0;
    while (done < most) {
        const auto got = (*reader)->read(interleaved.data() + done * channels, most - done);
        if (!got) {
            return propagate(got);
        }
        if (*got == 0) {
            break;
        }
        done += *got;
    }
    interleaved.resize(done * channels);
    return audio::deinterleave(interleaved, info.channels, info.sampleRate);
}

std::vector<nn::DreamAnchor> DreamSource::dreamAnchors() const
{
    std::vector<nn::DreamAnchor> out;
    for (const auto& anchor : anchors) {
        out.push_back(anchor.anchor);
    }
    return out;
}

Result<std::vector<nn::Taste>> tasteOf(Studio& studio, const nn::StemVae& model)
{
    db::TasteRepository tastes(studio.database());
    const auto decisions = tastes.ofCategory(model.category(), kMostDecisions);
    if (!decisions) {
        return propagate(decisions);
    }
    std::map<StemId, std::size_t> known;
    for (std::size_t i = 0; i < model.soundIds().size(); ++i) {
        known[model.soundIds()[i]] = i;
    }
    const auto latents = model.soundLatents();
    std::vector<nn::Taste> out;
    for (const auto& decision : *decisions) {
        if (decision.modelHash == model.modelHash()) {
            out.push_back({decision.latent, decision.isKept});
        } else if (const auto at = known.find(decision.nearest); at != known.end()) {
            out.push_back({latents[at->second], decision.isKept});
        }
    }
    return out;
}

TextMoves textMoves(const QString& text, const QStringList& axisIds)
{
    const auto wish = music::readSoundWish(toStd(text));
    TextMoves out;
    out.axes.assign(static_cast<std::size_t>(axisIds.size()), 0.0);
    for (const auto& word : wish.unknown) {
        out.unknownWords << toQt(word);
    }
    for (const auto& [axis, amount] : wish.moves) {
        const auto at = axisIds.indexOf(toQt(axis));
        if (at < 0) {
            out.unknownWords << toQt(axis);
        } else {
            out.axes[static_cast<std::size_t>(at)] = amount;
        }
    }
    return out;
}

Result<DreamSource> openDreamSource(Studio& studio, const GenerateJobParams& params)
{
    const QString path = params.model.isEmpty()
        ? categoryModelPath(studio, params.category, params.isLong)
        : params.model;
    auto model = openDreamModel(path, params.category, params.isLong);
    if (!model) {
        return propagate(model);
    }
    DreamSource out {path, std::move(*model), {}, {}, {}, {}, params.params, {}};
    if (params.second) {
        out.secondPath = params.secondModel.isEmpty() ? categoryModelPath(studio, *params.second)
                                                      : params.secondModel;
        out.params.from = params.category;
        out.params.to = params.second;
    } else if (out.model.categories().size() > 1) {
        out.params.from = params.category;
    }
    auto second = openSecond(params, out);
    if (!second) {
        return propagate(second);
    }
    out.second = std::move(*second);
    if (!out.second) {
        out.secondPath.clear();
    }
    auto anchors = anchorsOf(studio, params, out.model.isLong());
    if (!anchors) {
        return propagate(anchors);
    }
    out.anchors = std::move(*anchors);
    if (auto moved = addMoves(out, params); !moved) {
        return propagate(moved);
    }
    if (params.usesTaste && params.params.mode == nn::DreamMode::Random && !out.model.isLong()) {
        auto taste = tasteOf(studio, out.model);
        if (!taste) {
            return propagate(taste);
        }
        out.taste = std::move(*taste);
    }
    return out;
}

} // namespace nde::services
