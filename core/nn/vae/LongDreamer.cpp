#include "core/nn/vae/LongDreamer.h"

#include "core/nn/vae/DreamPlaces.h"
#include "core/nn/vae/LongPrepare.h"
#include "core/nn/vae/LongWalk.h"
#include "core/nn/vae/Plane.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

namespace nde::nn::vae {

namespace {

constexpr std::uint64_t kAttempts = 4; ///< draws for one place before it stays empty
constexpr double kOwn = 0.95; ///< share from which a dream is as good as an anchor

bool isFinite(const std::vector<float>& values)
{
    return std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); });
}

/// What of the parameters of short dreams long ones have not.
Result<> checkLong(const GenerateParams& params, std::size_t anchors)
{
    const auto refuse = [](const std::string& why) { return fail(ErrorCode::BadInput, why); };
    if (params.mode == DreamMode::Hybrid || params.mode == DreamMode::Style) {
        return refuse(
            std::string("long sounds are dreamed at random, varied or interpolated, not '")
            + dreamModeId(params.mode) + "'");
    }
    if (params.isSpherical) {
        return refuse("paths of long sounds are straight");
    }
    if (std::any_of(params.axes.begin(), params.axes.end(), [](double x) { return x != 0.0; })) {
        return refuse("a model of long sounds has no axes and takes no words");
    }
    const bool isRandom = params.mode == DreamMode::Random;
    const bool isVariation = params.mode == DreamMode::Variation;
    if (isRandom && anchors != 0) {
        return refuse("a random dream needs 0 sounds to start from, not "
                      + std::to_string(anchors));
    }
    if (isVariation && anchors != 1) {
        return refuse("a variation needs 1 sound to start from, not " + std::to_string(anchors));
    }
    if (!isRandom && !isVariation && (anchors < 2 || anchors > 8)) {
        return refuse("an interpolation of long sounds needs 2 to 8 of them, not "
                      + std::to_string(anchors));
    }
    return {};
}

/// The step of a sound that a step of a dream takes: loops go round, others are spread over it.
std::size_t stepOf(const LongGrid& from, int step, int steps)
{
    const int count = from.steps();
    if (from.isCircular) {
        return static_cast<std::size_t>(step % count);
    }
    return steps < 2 ? 0
                     : static_cast<std::size_t>(
                         std::lround(static_cast<double>(step) * (count - 1) / (steps - 1)));
}

} // namespace

LongDreamer::LongDreamer(DreamGround ground, std::vector<LongSequence> sequences,
                         std::unique_ptr<LatentCoder> coder)
    : m_ground(std::move(ground))
    , m_sequences(std::move(sequences))
    , m_coder(std::move(coder))
    , m_typical(typicalShape(m_sequences))
    , m_judge(m_ground.space, m_sequences)
    , m_outerCrowd(crowdOfMost(m_ground.cloud))
{
    for (const LongSequence& sequence : m_sequences) {
        m_soundIds.push_back(sequence.id);
    }
}

std::vector<std::vector<float>> LongDreamer::soundLatents() const
{
    std::vector<std::vector<float>> out;
    for (const LongSequence& sequence : m_sequences) {
        std::vector<float> mean(width(), 0.0F);
        const auto first = static_cast<std::size_t>(sequence.first) * width();
        for (std::size_t i = 0; i < static_cast<std::size_t>(sequence.count) * width(); ++i) {
            mean[i % width()]
                += m_ground.cloud.mean[first + i] / static_cast<float>(sequence.count);
        }
        out.push_back(std::move(mean));
    }
    return out;
}

LatentPlane LongDreamer::plane()
{
    return fitPlane(m_ground.cloud, *m_coder);
}

double LongDreamer::confidence(std::span<const float> latent) const
{
    const std::size_t steps = std::max<std::size_t>(1, latent.size() / width());
    double sum = 0;
    for (std::size_t t = 0; t < steps; ++t) {
        const double crowd = crowdDistance(m_ground.cloud, latent.subspan(t * width(), width()));
        sum += std::exp(-3.0 * std::max(0.0, crowd / m_outerCrowd - 1.0));
    }
    return sum / static_cast<double>(steps);
}

Result<LongDreamer::End> LongDreamer::endOf(const DreamAnchor& anchor)
{
    End out;
    out.id = anchor.id;
    out.weight = anchor.weight;
    if (!anchor.latent.empty()) {
        if (anchor.latent.size() % width() != 0 || !isFinite(anchor.latent)) {
            return fail(ErrorCode::BadInput,
                        "places of this model are " + std::to_string(width())
                            + " finite numbers a step, not "
                            + std::to_string(anchor.latent.size()));
        }
        out.mean = anchor.latent;
        const auto steps = static_cast<int>(anchor.latent.size() / width());
        out.grid = gridOfSteps(steps, m_typical.grid.isCircular && steps > 1, m_typical.grid.rate);
        std::vector<float> typical(width(), 0.0F);
        for (std::size_t i = 0; i < m_ground.cloud.logVariance.size(); ++i) {
            typical[i % width()]
                += m_ground.cloud.logVariance[i] / static_cast<float>(m_ground.cloud.sounds);
        }
        for (int step = 0; step < steps; ++step) {
            out.logVariance.insert(out.logVariance.end(), typical.begin(), typical.end());
        }
        return out;
    }
    const auto material = longMaterial(anchor.audio, {anchor.bpm, anchor.isLoop, anchor.startS});
    if (!material.problem.empty()) {
        return fail(ErrorCode::BadInput,
                    "the sound cannot be dreamed from: it is " + material.problem);
    }
    out.grid = material.grid;
    const auto picture = m_analyser.analyse(material.samples, material.grid);
    std::vector<float> v(kVectorSize);
    for (int step = 0; step < out.grid.steps(); ++step) {
        writeChunk(picture, step, 0, v);
        const auto posterior = m_coder->encode(v);
        const auto image = m_coder->images(posterior.mean);
        out.mean.insert(out.mean.end(), posterior.mean.begin(), posterior.mean.end());
        out.logVariance.insert(out.logVariance.end(), posterior.logVariance.begin(),
                               posterior.logVariance.end());
        for (std::size_t i = 0; i < v.size(); ++i) {
            out.residual.push_back(v[i] - image[i]);
        }
    }
    return out;
}

Result<std::vector<float>> LongDreamer::encode(const audio::AudioBuffer& audio)
{
    DreamAnchor anchor;
    anchor.audio = audio;
    auto end = endOf(anchor);
    return end ? Result<std::vector<float>> {std::move(end->mean)} : propagate(end);
}

Result<LongDreamer::Request> LongDreamer::requestOf(const GenerateParams& params,
                                                    const std::vector<DreamAnchor>& anchors)
{
    if (const auto checked = checkNumbers(params); !checked) {
        return propagate(checked);
    }
    if (const auto checked = checkLong(params, anchors.size()); !checked) {
        return propagate(checked);
    }
    Request out {params, {}, m_typical, static_cast<std::size_t>(params.count), 1};
    std::vector<LongGrid> grids;
    double weights = 0;
    bool arePlaces = !anchors.empty(); // of the sky, not sounds with a length of their own
    bool areSounds = !anchors.empty();
    for (const DreamAnchor& anchor : anchors) {
        auto end = endOf(anchor);
        if (!end) {
            return propagate(end);
        }
        grids.push_back(end->grid);
        arePlaces = arePlaces && end->residual.empty() && end->grid.steps() == 1;
        areSounds = areSounds && !end->residual.empty();
        weights += std::max(0.0, anchor.weight);
        out.ends.push_back(std::move(*end));
    }
    if (grids.size() == 1 && !arePlaces) { // its own time, not a rounding of its steps
        out.shape = {grids[0], static_cast<std::size_t>(std::lround(grids[0].length()))};
    } else if (!grids.empty() && !arePlaces) {
        out.shape = meanShape(grids);
    }
    if (params.mode == DreamMode::Interpolated) {
        if (weights <= 0.0) {
            return fail(ErrorCode::BadInput, "the weights of the sounds are all 0");
        }
        out.places = params.factor ? 1 : out.places;
    } else if (params.mode == DreamMode::Random) {
        out.attempts = kAttempts;
    }
    auto shape = wishedShape(out.shape, params, areSounds);
    if (!shape) {
        return propagate(shape);
    }
    out.shape = *shape;
    return out;
}

LongDreamer::Sketch LongDreamer::walked(const Request& request, std::uint64_t index,
                                        std::uint64_t attempt) const
{
    constexpr double kMemory = 0.8;
    constexpr double kMostBlend = 0.5;
    const GenerateParams& params = request.params;
    const LatentCloud& cloud = m_ground.cloud;
    const int steps = request.shape.steps();
    Random random(streamSeed(params.seed, "vae.long_walk", index, attempt));
    const auto first = walkThrough(cloud, m_sequences, steps, params.creativity, -1, random);
    const int related
        = relatedSequence(cloud, m_sequences, sequenceOf(m_sequences, first[0]), random);
    const auto second = related < 0
        ? first
        : walkThrough(cloud, m_sequences, steps, params.creativity, related, random);
    const double blend = related < 0 ? 0.0 : kMostBlend * params.creativity * random.uniform();
    const auto noise = slowNoise(steps, cloud.dimensions, kMemory, random);
    const double strength = params.temperature * (1.0 + 0.1 * static_cast<double>(attempt));
    Sketch out;
    out.seed = streamSeed(params.seed, "vae.long_render", index, attempt);
    std::map<std::int64_t, double> shares;
    for (int t = 0; t < steps; ++t) {
        const auto a = static_cast<std::size_t>(first[static_cast<std::size_t>(t)]);
        const auto b = static_cast<std::size_t>(second[static_cast<std::size_t>(t)]);
        shares[m_ground.ids[a]] += (1.0 - blend) / steps;
        shares[m_ground.ids[b]] += blend / steps;
        for (std::size_t d = 0; d < width(); ++d) {
            const double deviation
                = std::exp(0.5 * static_cast<double>(cloud.logVariance[a * width() + d]));
            const double mean = std::lerp(static_cast<double>(cloud.mean[a * width() + d]),
                                          static_cast<double>(cloud.mean[b * width() + d]), blend);
            const double drawn = noise[static_cast<std::size_t>(t) * width() + d];
            out.latent.push_back(static_cast<float>(mean + strength * deviation * drawn));
        }
    }
    for (const auto& [id, share] : shares) {
        if (id != 0 && share > 0.0) {
            out.parents.push_back({id, share});
        }
    }
    return out;
}

LongDreamer::Sketch LongDreamer::varied(const Request& request, std::uint64_t index) const
{
    constexpr double kMemory = 0.9;
    const End& anchor = request.ends[0];
    const int steps = request.shape.steps();
    Random random(streamSeed(request.params.seed, "vae.long_variation", index));
    const auto noise = slowNoise(steps, m_ground.cloud.dimensions, kMemory, random);
    Sketch out;
    out.seed = streamSeed(request.params.seed, "vae.long_render", index);
    for (int t = 0; t < steps; ++t) {
        const std::size_t from = stepOf(anchor.grid, t, steps) * width();
        for (std::size_t d = 0; d < width(); ++d) {
            const double deviation
                = std::exp(0.5 * static_cast<double>(anchor.logVariance[from + d]));
            const double drawn = noise[static_cast<std::size_t>(t) * width() + d];
            out.latent.push_back(anchor.mean[from + d]
                                 + static_cast<float>(request.params.radius * deviation * drawn));
        }
    }
    if (anchor.id != 0) {
        out.parents = {{anchor.id, 1.0}};
    }
    return out;
}

std::vector<double> LongDreamer::weightsOf(const Request& request, double factor)
{
    const bool isPath = request.params.count > 1 || request.params.factor.has_value();
    if (isPath) {
        return pathWeights(factor, request.ends.size());
    }
    double total = 0;
    std::vector<double> out;
    for (const End& end : request.ends) {
        total += std::max(0.0, end.weight);
        out.push_back(std::max(0.0, end.weight));
    }
    for (double& weight : out) {
        weight /= total;
    }
    return out;
}

LongDreamer::Sketch LongDreamer::between(const Request& request, double factor) const
{
    const auto weights = weightsOf(request, factor);
    const int steps = request.shape.steps();
    Sketch out;
    out.factor = factor;
    // One realisation of the noise for a whole path, so that only the sound changes.
    out.seed = streamSeed(request.params.seed, "vae.long_render");
    out.latent.assign(static_cast<std::size_t>(steps) * width(), 0.0F);
    for (std::size_t k = 0; k < weights.size(); ++k) {
        const End& end = request.ends[k];
        for (int t = 0; t < steps; ++t) {
            const std::size_t from = stepOf(end.grid, t, steps) * width();
            for (std::size_t d = 0; d < width(); ++d) {
                out.latent[static_cast<std::size_t>(t) * width() + d]
                    += static_cast<float>(weights[k]) * end.mean[from + d];
            }
        }
        if (end.id != 0 && weights[k] > 0.0) {
            out.parents.push_back({end.id, weights[k]});
        }
    }
    return out;
}

LongDreamer::Sketch LongDreamer::sketch(const Request& request, std::uint64_t index,
                                        std::uint64_t attempt) const
{
    switch (request.params.mode) {
    case DreamMode::Random:
        return walked(request, index, attempt);
    case DreamMode::Variation:
        return varied(request, index);
    default:
        break;
    }
    const double step = request.places > 1
        ? static_cast<double>(index) / static_cast<double>(request.places - 1)
        : 0.5;
    return between(request, request.params.factor.value_or(step));
}

/// The chunk of a step, with what the model cannot say of the anchors.
std::vector<float> LongDreamer::chunkOf(const Request& request, const std::vector<float>& latent,
                                        const std::vector<double>& residuals, int step)
{
    auto v = m_coder->images(
        std::span(latent).subspan(static_cast<std::size_t>(step) * width(), width()));
    for (std::size_t k = 0; k < residuals.size(); ++k) {
        const End& end = request.ends[k];
        if (end.residual.empty() || residuals[k] <= 0.0) {
            continue;
        }
        const float* from
            = end.residual.data() + stepOf(end.grid, step, request.shape.steps()) * kVectorSize;
        for (std::size_t i = 0; i < v.size(); ++i) {
            v[i] += static_cast<float>(residuals[k]) * from[i];
        }
    }
    return v;
}

Result<LongSound> LongDreamer::render(const Request& request, const Sketch& sketch,
                                      TaskContext& task)
{
    std::vector<double> residuals;
    if (request.params.mode == DreamMode::Variation && !request.ends.empty()) {
        residuals = {std::max(0.0, 1.0 - request.params.radius)};
    } else if (!request.ends.empty()) {
        residuals = weightsOf(request, sketch.factor);
    }
    LongImage image(request.shape.grid,
                    [&](int step) { return chunkOf(request, sketch.latent, residuals, step); });
    auto sound = m_renderer.render(image, request.shape.length, sketch.seed,
                                   request.params.channels == 2, task);
    if (sound && !finishLong(*sound, request.shape.grid.isCircular)) {
        sound->middle.clear();
    }
    return sound;
}

GeneratedSound LongDreamer::soundOf(const Request& request, Sketch sketch,
                                    const LongJudge::Opinion& opinion) const
{
    GeneratedSound out;
    out.latent = std::move(sketch.latent);
    out.parents = std::move(sketch.parents);
    std::stable_sort(out.parents.begin(), out.parents.end(),
                     [](const Neighbour& a, const Neighbour& b) { return a.weight > b.weight; });
    out.seed = sketch.seed;
    out.factor = sketch.factor;
    out.fidelity = opinion.fidelity;
    out.novelty = opinion.novelty;
    out.nearestId = opinion.nearestId;
    out.nearestDistance = opinion.nearestDistance;
    out.isTooClose = opinion.verdict == Verdict::Copy;
    if (request.params.mode == DreamMode::Variation) {
        out.isTooClose = out.isTooClose || request.params.radius < 1.0 - kOwn;
    } else if (request.params.mode == DreamMode::Interpolated) {
        const auto weights = weightsOf(request, sketch.factor);
        out.isTooClose = out.isTooClose || *std::max_element(weights.begin(), weights.end()) > kOwn;
    }
    out.isLong = true;
    out.isLoop = request.shape.grid.isCircular;
    // The wished tempo, times what a length in seconds made of it.
    const double rate = request.shape.grid.rate;
    out.bpm = request.params.bpm > 0.0 && rate > 0.0
        ? request.params.bpm * (rate / stepRate(request.params.bpm))
        : rate;
    return out;
}

Result<GenerateReport>
LongDreamer::generate(const GenerateParams& params, const std::vector<DreamAnchor>& anchors,
                      const std::function<void(const GeneratedSound&)>& onSound, TaskContext& task)
{
    auto request = requestOf(params, anchors);
    if (!request) {
        return propagate(request);
    }
    const auto draw
        = [&](std::uint64_t index, std::uint64_t attempt, TaskContext& place) -> Result<HeardDraw> {
        Sketch made = sketch(*request, index, attempt);
        const auto sound = render(*request, made, place);
        if (!sound) {
            return propagate(sound);
        }
        const auto opinion = m_judge.judge(sound->middle);
        HeardDraw out;
        out.verdict = verdictFor(params, opinion.verdict, opinion.novelty);
        if (out.verdict == Verdict::Good) {
            auto audio = deliverLong(*sound, request->shape.grid.isCircular, params.sampleRate);
            if (!audio) {
                return propagate(audio);
            }
            out.sound = soundOf(*request, std::move(made), opinion);
            out.sound.audio = std::move(*audio);
        }
        return out;
    };
    return dreamPlaces({request->places, request->attempts}, draw, onSound, task);
}

Result<audio::AudioBuffer> LongDreamer::rebuild(const GenerateParams& params,
                                                const std::vector<DreamAnchor>& anchors,
                                                const GeneratedSound& made)
{
    auto request = requestOf(params, anchors);
    if (!request) {
        return propagate(request);
    }
    if (made.latent.size() != static_cast<std::size_t>(request->shape.steps()) * width()) {
        return fail(ErrorCode::BadInput,
                    "the stored sequence has " + std::to_string(made.latent.size())
                        + " numbers where this sound has " + std::to_string(request->shape.steps())
                        + " steps of " + std::to_string(width()));
    }
    TaskContext alone;
    const auto sound = render(*request, {made.latent, made.seed, made.factor, {}}, alone);
    if (!sound) {
        return propagate(sound);
    }
    if (sound->middle.empty()) {
        return fail(ErrorCode::Inference, "the stored sequence decodes to silence");
    }
    return deliverLong(*sound, request->shape.grid.isCircular, params.sampleRate);
}

Result<audio::AudioBuffer> LongDreamer::decode(const std::vector<float>& latent,
                                               std::uint64_t noiseSeed, int sampleRate,
                                               int channels)
{
    if (latent.empty() || latent.size() % width() != 0 || !isFinite(latent)) {
        return fail(ErrorCode::BadInput,
                    "places of this model are " + std::to_string(width())
                        + " finite numbers a step, not " + std::to_string(latent.size()));
    }
    GenerateParams params;
    params.sampleRate = sampleRate;
    params.channels = channels;
    if (const auto checked = checkNumbers(params); !checked) {
        return propagate(checked);
    }
    // As it lies there: once through, at the model's own pace.
    const auto grid
        = gridOfSteps(static_cast<int>(latent.size() / width()), false, m_typical.grid.rate);
    const Request request {
        params, {}, {grid, static_cast<std::size_t>(std::lround(grid.length()))}, 1, 1};
    TaskContext alone;
    const auto sound = render(request, {latent, noiseSeed, 0.0, {}}, alone);
    if (!sound) {
        return propagate(sound);
    }
    if (sound->middle.empty()) {
        return fail(ErrorCode::Inference, "the place decodes to silence");
    }
    return deliverLong(*sound, false, sampleRate);
}

} // namespace nde::nn::vae
