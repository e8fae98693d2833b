#include "core/nn/vae/Dreamer.h"
#include "core/nn/vae/Levels.h"
#include "core/nn/vae/VectorMix.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nde::nn::vae {

namespace {

void add(std::vector<float>& v, const std::vector<float>& extra, double weight)
{
    for (std::size_t i = 0; i < extra.size(); ++i) {
        v[i] += static_cast<float>(weight) * extra[i];
    }
}

std::vector<float> sum(const std::vector<float>& a, const std::vector<float>& b)
{
    std::vector<float> out = a;
    add(out, b, 1.0);
    return out;
}

void addParents(std::vector<Neighbour>& out, const std::vector<Neighbour>& parents, double weight)
{
    for (const Neighbour& parent : parents) {
        const auto same = std::find_if(
            out.begin(), out.end(), [&](const Neighbour& known) { return known.id == parent.id; });
        if (parent.id == 0 || parent.weight * weight <= 0.0) {
            continue;
        }
        if (same == out.end()) {
            out.push_back({parent.id, parent.weight * weight});
        } else {
            same->weight += parent.weight * weight;
        }
    }
}

} // namespace

std::vector<double> pathWeights(double factor, std::size_t count)
{
    std::vector<double> out(count, 0.0);
    const double place = std::clamp(factor, 0.0, 1.0) * static_cast<double>(count - 1);
    const auto below = std::min(static_cast<std::size_t>(place), count - 2);
    out[below + 1] = place - static_cast<double>(below);
    out[below] = 1.0 - out[below + 1];
    return out;
}

std::vector<float> slerp(std::span<const float> a, std::span<const float> b, double amount)
{
    const auto dot = [](std::span<const float> x, std::span<const float> y) {
        return std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
    };
    const double lengthA = std::sqrt(dot(a, a));
    const double lengthB = std::sqrt(dot(b, b));
    const double cosine = dot(a, b) / std::max(lengthA * lengthB, 1e-12);
    const double angle = std::acos(std::clamp(cosine, -0.9999, 0.9999));
    const double length = std::lerp(lengthA, lengthB, amount);
    const bool isFlat = std::abs(cosine) > 0.9999 || lengthA * lengthB < 1e-12;
    const double shareA = isFlat
        ? 1.0 - amount
        : std::sin((1.0 - amount) * angle) / std::sin(angle) * length / lengthA;
    const double shareB
        = isFlat ? amount : std::sin(amount * angle) / std::sin(angle) * length / lengthB;
    std::vector<float> out(a.size());
    for (std::size_t d = 0; d < out.size(); ++d) {
        out[d] = static_cast<float>(shareA * a[d] + shareB * b[d]);
    }
    return out;
}

const Dreamer::Pool& Dreamer::poolOf(std::optional<Category> category)
{
    listenForNotes(); // before the cloud is copied
    if (m_ground.categories.empty()) {
        category.reset();
    }
    const auto known = m_pools.find(category);
    if (known != m_pools.end()) {
        return known->second;
    }
    std::vector<int> sounds;
    for (int i = 0; i < m_ground.cloud.sounds; ++i) {
        if (!category || m_ground.categories[static_cast<std::size_t>(i)] == *category) {
            sounds.push_back(i);
        }
    }
    LatentCloud cloud = partOf(m_ground.cloud, sounds);
    Tour tour(cloud);
    return m_pools
        .try_emplace(category, Pool {std::move(cloud), std::move(sounds), std::move(tour)})
        .first->second;
}

LatentDraw Dreamer::draw(const GenerateParams& params, std::optional<Category> category,
                         const std::vector<double>& weights, std::uint64_t index,
                         std::uint64_t attempt)
{
    constexpr std::uint64_t kOwnAttempts = 3; // then the place gives its own start up
    Random random(streamSeed(params.seed, "vae.latent", index, attempt));
    // Later attempts at a place are a little wilder, so that a small set, where near copies are
    // likely, still fills its places.
    const double temperature = params.temperature * (1.0 + 0.1 * static_cast<double>(attempt));
    const Pool& pool = poolOf(category);
    std::vector<double> theirs;
    for (std::size_t i = 0; i < pool.sounds.size() && !weights.empty(); ++i) {
        theirs.push_back(weights[static_cast<std::size_t>(pool.sounds[i])]);
    }
    std::optional<int> base;
    if (attempt < kOwnAttempts) {
        const double start = Random(streamSeed(params.seed, "vae.start")).uniform();
        base = pool.tour.sound(index, start, theirs);
    }
    auto out = drawLatent(pool.cloud, params.creativity, temperature, random, theirs, base);
    for (LatentParent& parent : out.parents) {
        parent.sound = pool.sounds[static_cast<std::size_t>(parent.sound)];
    }
    return out;
}

Dreamer::End Dreamer::drawnEnd(const LatentDraw& draw) const
{
    End out;
    out.mean = draw.z;
    for (const LatentParent& parent : draw.parents) {
        out.parents.push_back(
            {m_ground.ids[static_cast<std::size_t>(parent.sound)], parent.weight});
    }
    return out;
}

void Dreamer::drawPair(Request& request, std::uint64_t index, std::uint64_t attempt)
{
    const GenerateParams& params = request.params;
    Dreamer& other = request.second != nullptr ? *request.second : *this;
    GenerateParams theirs = params;
    theirs.seed = streamSeed(params.seed, "vae.second");
    request.ends = {drawnEnd(draw(params, params.from, {}, index, attempt)),
                    other.drawnEnd(other.draw(theirs, params.to, {}, index, attempt))};
}

Dreamer::Sketch Dreamer::randomSketch(const Request& request, std::uint64_t index,
                                      std::uint64_t attempt)
{
    const GenerateParams& params = request.params;
    const End end = drawnEnd(draw(params, params.from, request.weights, index, attempt));
    Sketch out;
    out.latent = sum(end.mean, request.offset);
    out.seed = streamSeed(params.seed, "vae.render", index, attempt);
    out.parents = end.parents;
    return out;
}

Dreamer::Sketch Dreamer::variation(const Request& request, std::uint64_t index,
                                   std::uint64_t attempt) const
{
    const End& anchor = request.ends[0];
    Random random(streamSeed(request.params.seed, "vae.variation", index, attempt));
    Sketch out;
    out.latent = sum(anchor.mean, request.offset);
    for (std::size_t d = 0; d < out.latent.size(); ++d) {
        const double deviation = std::exp(0.5 * static_cast<double>(anchor.logVariance[d]));
        out.latent[d] += static_cast<float>(request.params.radius * deviation * random.normal());
    }
    out.seed = streamSeed(request.params.seed, "vae.render", index, attempt);
    addParents(out.parents, {{anchor.id, 1.0}}, 1.0);
    return out;
}

bool Dreamer::isPath(const Request& request)
{
    return request.params.mode != DreamMode::Interpolated || request.params.count > 1
        || request.params.factor.has_value();
}

bool Dreamer::isAtAnchor(const Request& request, double factor)
{
    constexpr double kOwn = 0.95;
    if (request.ends.empty() || request.ends[0].residual.empty()) {
        return false;
    }
    switch (request.params.mode) {
    case DreamMode::Variation:
        return request.params.radius < 1.0 - kOwn;
    case DreamMode::Style:
        return factor < 1.0 - kOwn;
    case DreamMode::Interpolated:
    case DreamMode::Hybrid: {
        const auto weights = weightsOf(request, factor);
        return *std::max_element(weights.begin(), weights.end()) > kOwn;
    }
    case DreamMode::Random:
        break;
    }
    return false;
}

std::vector<double> Dreamer::weightsOf(const Request& request, double factor)
{
    std::vector<double> weights = pathWeights(factor, request.ends.size());
    if (isPath(request)) {
        return weights;
    }
    double total = 0;
    for (const End& end : request.ends) {
        total += end.weight;
    }
    for (std::size_t k = 0; k < weights.size(); ++k) {
        weights[k] = request.ends[k].weight / total;
    }
    return weights;
}

Dreamer::Sketch Dreamer::between(const Request& request, double factor) const
{
    const auto weights = weightsOf(request, factor);
    Sketch out;
    out.factor = factor;
    // One realisation of the noise for a whole path, so that only the sound changes.
    out.seed = streamSeed(request.params.seed, "vae.render");
    for (std::size_t k = 0; k < weights.size(); ++k) {
        const End& end = request.ends[k];
        addParents(out.parents, end.parents, weights[k]);
    }
    if (request.params.mode == DreamMode::Style) {
        out.latent = sum(request.ends[0].mean, request.offset);
        return out;
    }
    if (request.second != nullptr) {
        out.latent = sum(request.ends[0].mean, request.offset);
        const auto other = sum(request.ends[1].mean, request.secondOffset);
        out.latent.insert(out.latent.end(), other.begin(), other.end());
        return out;
    }
    std::vector<float> z(static_cast<std::size_t>(m_ground.cloud.dimensions), 0.0F);
    const auto second = static_cast<std::size_t>(
        std::find_if(weights.begin(), weights.end(), [](double w) { return w > 0.0; })
        - weights.begin());
    if (request.params.isSpherical && isPath(request) && second + 1 < weights.size()) {
        z = slerp(request.ends[second].mean, request.ends[second + 1].mean, weights[second + 1]);
    } else {
        for (std::size_t k = 0; k < weights.size(); ++k) {
            add(z, request.ends[k].mean, weights[k]);
        }
    }
    out.latent = sum(z, request.offset);
    return out;
}

Dreamer::Sketch Dreamer::sketch(Request& request, std::uint64_t index, std::uint64_t attempt)
{
    const GenerateParams& params = request.params;
    if (params.mode == DreamMode::Random) {
        return randomSketch(request, index, attempt);
    }
    if (params.mode == DreamMode::Variation) {
        return variation(request, index, attempt);
    }
    if (request.isPairDrawn) {
        drawPair(request, params.factor ? index : 0, attempt);
    }
    const double alone = params.mode == DreamMode::Style ? 1.0 : 0.5;
    const double step = request.places > 1
        ? static_cast<double>(index) / static_cast<double>(request.places - 1)
        : alone;
    Sketch out = between(request, params.factor.value_or(step));
    if (request.isPairDrawn && params.factor) {
        out.seed = streamSeed(params.seed, "vae.render", index, attempt);
    }
    return out;
}

void Dreamer::holdBetween(const std::vector<End>& ends, const std::vector<double>& weights,
                          std::vector<float>& v)
{
    std::vector<std::span<const float>> images;
    for (const End& end : ends) {
        if (end.image.empty()) {
            return; // a pair that was drawn: when it is made again, nobody knows it
        }
        images.emplace_back(end.image);
    }
    holdLoudness(v, images, weights);
}

std::vector<float> Dreamer::vectorOf(const Request& request, const std::vector<float>& latent,
                                     double factor)
{
    const GenerateParams& params = request.params;
    const auto& ends = request.ends;
    const auto width = static_cast<std::size_t>(m_ground.cloud.dimensions);
    auto v = m_coder->images(std::span(latent).first(width));
    switch (params.mode) {
    case DreamMode::Random:
        return v;
    case DreamMode::Variation:
        add(v, ends[0].residual, std::max(0.0, 1.0 - params.radius));
        return v;
    case DreamMode::Style: {
        add(v, ends[0].residual, 1.0);
        auto timbre = m_coder->images(ends[1].mean);
        add(timbre, ends[1].residual, 1.0);
        return styleVector(v, timbre, factor);
    }
    case DreamMode::Hybrid:
        if (request.second != nullptr) {
            auto other = request.second->m_coder->images(std::span(latent).subspan(width));
            if (!ends.empty()) {
                add(v, ends[0].residual, 1.0);
                add(other, ends[1].residual, 1.0);
            }
            auto mix = mixVectors(v, other, factor, params.glides);
            holdLoudness(mix, {v, other}, {1.0 - factor, factor});
            return mix;
        }
        break;
    case DreamMode::Interpolated:
        break;
    }
    if (!ends.empty()) {
        const auto weights = weightsOf(request, factor);
        for (std::size_t k = 0; k < ends.size(); ++k) {
            add(v, ends[k].residual, weights[k]);
        }
        holdBetween(ends, weights, v);
    }
    return v;
}

} // namespace nde::nn::vae
