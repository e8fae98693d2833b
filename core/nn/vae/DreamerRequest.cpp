#include "core/nn/vae/Axes.h"
#include "core/nn/vae/Dreamer.h"
#include "core/nn/vae/Prepare.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace nde::nn::vae {

namespace {

constexpr std::uint64_t kAttempts = 12; ///< draws for one place before it stays empty
constexpr double kMostAxis = 3.0;

bool isFinite(const std::vector<float>& values)
{
    return std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); });
}

tl::unexpected<Error> outside(const std::string& name, const std::string& range, double value)
{
    return fail(ErrorCode::BadInput, name + " must be " + range + ", not " + std::to_string(value));
}

bool holds(const std::vector<Category>& categories, const std::optional<Category>& category)
{
    return category
        && std::find(categories.begin(), categories.end(), *category) != categories.end();
}

Result<> checkCount(const std::string& doing, std::size_t least, std::size_t most,
                    std::size_t count)
{
    if (count >= least && count <= most) {
        return {};
    }
    const std::string wanted
        = least == most ? std::to_string(least) : "at least " + std::to_string(least);
    return fail(ErrorCode::BadInput,
                doing + " needs " + wanted + (wanted == "1" ? " sound" : " sounds")
                    + " to start from, not " + std::to_string(count));
}

} // namespace

Result<> checkNumbers(const GenerateParams& p)
{
    const auto isIn = [](double value, double low, double high) {
        return value >= low && value <= high; // NaN is in nothing
    };
    if (p.count < 1 || p.count > 50) {
        return fail(ErrorCode::BadInput,
                    "the number of sounds must be 1 to 50, not " + std::to_string(p.count));
    }
    if (!isIn(p.creativity, 0.0, 1.0)) {
        return outside("creativity", "0 to 1", p.creativity);
    }
    if (!isIn(p.temperature, 0.0, 3.0)) {
        return outside("temperature", "0 to 3", p.temperature);
    }
    if (!isIn(p.radius, 0.0, 2.0)) {
        return outside("the radius", "0 to 2", p.radius);
    }
    if (!isIn(p.minNovelty, 0.0, 2.0)) {
        return outside("the least novelty", "0 to 2", p.minNovelty);
    }
    if (p.factor && !isIn(*p.factor, 0.0, 1.0)) {
        return outside("the factor", "0 to 1", *p.factor);
    }
    if (p.sampleRate != 44100 && p.sampleRate != 48000) {
        return fail(ErrorCode::BadInput,
                    "sounds are made at 44100 or 48000 Hz, not " + std::to_string(p.sampleRate));
    }
    if (p.channels != 1 && p.channels != 2) {
        return fail(ErrorCode::BadInput,
                    "sounds have 1 or 2 channels, not " + std::to_string(p.channels));
    }
    if (p.lengthS != 0.0 && !isIn(p.lengthS, 1.0, 120.0)) {
        return outside("the length", "1 to 120 seconds", p.lengthS);
    }
    if (p.bars != 0.0 && !isIn(p.bars, 0.5, 64.0)) {
        return outside("the number of bars", "0.5 to 64", p.bars);
    }
    if (p.bpm != 0.0 && !isIn(p.bpm, 30.0, 300.0)) {
        return outside("the tempo", "30 to 300", p.bpm);
    }
    for (const double axis : p.axes) {
        if (!isIn(axis, -kMostAxis, kMostAxis)) {
            return outside("an axis", "-3 to 3", axis);
        }
    }
    return {};
}

Result<> Dreamer::checkAnchors(const GenerateParams& params,
                               const std::vector<DreamAnchor>& anchors, const Dreamer* second) const
{
    if (second != nullptr && params.mode != DreamMode::Hybrid) {
        return fail(ErrorCode::BadInput, "only a hybrid takes a second model");
    }
    const std::size_t count = anchors.size();
    switch (params.mode) {
    case DreamMode::Random:
        if (params.from && !m_ground.categories.empty()
            && !holds(m_ground.categories, params.from)) {
            return fail(ErrorCode::BadInput,
                        "this model did not learn '" + std::string(categoryId(*params.from)) + "'");
        }
        return checkCount("a random dream", 0, 0, count);
    case DreamMode::Variation:
        return checkCount("a variation", 1, 1, count);
    case DreamMode::Style:
        return checkCount("a transfer of style", 2, 2, count);
    case DreamMode::Interpolated: {
        double total = 0;
        for (const DreamAnchor& anchor : anchors) {
            if (!(anchor.weight >= 0.0 && anchor.weight <= 1.0)) {
                return outside("the weight of a sound", "0 to 1", anchor.weight);
            }
            total += anchor.weight;
        }
        if (count >= 2 && total <= 0.0) {
            return fail(ErrorCode::BadInput, "the weights of the sounds are all 0");
        }
        return checkCount("an interpolation", 2, 64, count);
    }
    case DreamMode::Hybrid:
        break;
    }
    if (second == nullptr && count == 0
        && (!holds(m_ground.categories, params.from) || !holds(m_ground.categories, params.to))) {
        return fail(ErrorCode::BadInput,
                    "a hybrid needs a second model, or a joint model with two of its categories");
    }
    return count == 0 ? Result<> {} : checkCount("a hybrid", 2, 2, count);
}

Result<std::vector<float>> Dreamer::offsetOf(const std::vector<double>& values)
{
    std::vector<float> out(static_cast<std::size_t>(m_ground.cloud.dimensions), 0.0F);
    if (std::all_of(values.begin(), values.end(), [](double x) { return x == 0.0; })) {
        return out;
    }
    const auto& known = axes();
    if (values.size() > known.size()) {
        return fail(ErrorCode::BadInput,
                    "this model has " + std::to_string(known.size()) + " axes, not "
                        + std::to_string(values.size()));
    }
    for (std::size_t k = 0; k < values.size(); ++k) {
        for (std::size_t d = 0; d < out.size(); ++d) {
            out[d] += static_cast<float>(values[k]) * known[k].direction[d];
        }
    }
    return out;
}

std::vector<float> Dreamer::offsetAs(Dreamer& other, const std::vector<double>& values)
{
    std::vector<float> out(static_cast<std::size_t>(m_ground.cloud.dimensions), 0.0F);
    if (std::all_of(values.begin(), values.end(), [](double x) { return x == 0.0; })) {
        return out;
    }
    const auto& named = other.axes();
    for (std::size_t k = 0; k < std::min(values.size(), named.size()); ++k) {
        for (const DreamAxis& own : axes()) {
            for (std::size_t d = 0; own.id == named[k].id && d < out.size(); ++d) {
                out[d] += static_cast<float>(values[k]) * own.direction[d];
            }
        }
    }
    return out;
}

Result<Dreamer::End> Dreamer::endOf(const DreamAnchor& anchor)
{
    const auto width = static_cast<std::size_t>(m_ground.cloud.dimensions);
    End out;
    out.id = anchor.id;
    out.weight = anchor.weight;
    out.parents = {{anchor.id, 1.0}};
    if (!anchor.latent.empty()) {
        if (anchor.latent.size() != width || !isFinite(anchor.latent)) {
            return fail(ErrorCode::BadInput,
                        "a latent point of this model is " + std::to_string(width)
                            + " finite numbers, not " + std::to_string(anchor.latent.size()));
        }
        out.mean = anchor.latent;
        // How wide a place is where no sound lies: as a typical sound's.
        out.logVariance.assign(width, 0.0F);
        for (std::size_t i = 0; i < m_ground.cloud.logVariance.size(); ++i) {
            out.logVariance[i % width]
                += m_ground.cloud.logVariance[i] / static_cast<float>(m_ground.cloud.sounds);
        }
        return out;
    }
    const AlignedSound aligned = align(anchor.audio);
    if (!aligned.problem.empty()) {
        return fail(ErrorCode::BadInput,
                    "the sound cannot be dreamed from: it is " + aligned.problem);
    }
    const auto v = m_analyser.analyse(aligned.samples);
    auto posterior = m_coder->encode(v);
    out.residual = m_coder->images(posterior.mean);
    for (std::size_t i = 0; i < v.size(); ++i) {
        out.residual[i] = v[i] - out.residual[i];
    }
    out.mean = std::move(posterior.mean);
    out.logVariance = std::move(posterior.logVariance);
    out.samples = aligned.samples;
    return out;
}

Result<Dreamer::Request> Dreamer::requestOf(const GenerateParams& params,
                                            const std::vector<DreamAnchor>& anchors,
                                            Dreamer* second, const std::vector<Taste>& taste)
{
    if (const auto checked = checkNumbers(params); !checked) {
        return propagate(checked);
    }
    if (const auto checked = checkAnchors(params, anchors, second); !checked) {
        return propagate(checked);
    }
    if (params.lengthS != 0.0 || params.bars != 0.0 || params.bpm != 0.0) {
        return fail(ErrorCode::BadInput,
                    "a length and a tempo are for models of long sounds; this one makes one-shots");
    }
    Request out {params};
    out.second = second;
    auto offset = offsetOf(params.axes);
    if (!offset) {
        return propagate(offset);
    }
    out.offset = std::move(*offset);
    if (second != nullptr) {
        out.secondOffset = second->offsetAs(*this, params.axes);
    }
    for (std::size_t k = 0; k < anchors.size(); ++k) {
        auto end = k == 1 && second != nullptr ? second->endOf(anchors[k]) : endOf(anchors[k]);
        if (!end) {
            return propagate(end);
        }
        if (!end->samples.empty()) {
            end->place = m_judge.place(end->samples); // among this model's sounds, also a second's
            end->samples.clear();
        }
        if (params.mode == DreamMode::Interpolated
            || (params.mode == DreamMode::Hybrid && second == nullptr)) {
            end->image = m_coder->images(end->mean);
            for (std::size_t i = 0; i < end->residual.size(); ++i) {
                end->image[i] += end->residual[i];
            }
        }
        out.ends.push_back(std::move(*end));
    }
    out.isPairDrawn = params.mode == DreamMode::Hybrid && anchors.empty();
    const bool isDrawn = params.mode == DreamMode::Random || params.mode == DreamMode::Variation;
    const bool isOne = !isDrawn && params.factor && !out.isPairDrawn;
    out.places = isOne ? 1 : static_cast<std::size_t>(params.count);
    out.attempts = isDrawn || (out.isPairDrawn && params.factor) ? kAttempts : 1;
    if (isDrawn && m_ear) {
        const auto all
            = m_ground.categories.empty() ? std::vector {m_ground.category} : m_ground.categories;
        out.gate.emplace(*m_ear, params.from ? std::vector {*params.from} : all);
    }
    std::vector<LatentTaste> tastes;
    for (const Taste& decision : taste) {
        if (decision.latent.size() == out.offset.size() && isFinite(decision.latent)) {
            tastes.push_back({decision.latent, decision.isKept});
        }
    }
    if (!tastes.empty()) {
        out.weights = tasteWeights(m_ground.cloud, tastes);
    }
    return out;
}

} // namespace nde::nn::vae
