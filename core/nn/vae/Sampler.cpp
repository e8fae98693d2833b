#include "core/nn/vae/Sampler.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace nde::nn::vae {

namespace {

constexpr int kNeighbours = 10;
constexpr double kDirichlet = 0.7;
constexpr double kLocalNoise = 0.5; ///< of the posterior's deviation
constexpr double kClusterNoise = 0.85; ///< vae.md 5: temperatures .7 to 1
constexpr int kMaxClusters = 6;
constexpr float kSameNote = 0.05F; ///< octaves: what is out of tune by less beats slowly

/// Gamma(shape, 1) for shape < 1. @source  Ahrens, Dieter 1974 (GS).
double drawGamma(double shape, Random& random)
{
    const double bound = 1.0 + shape / std::exp(1.0);
    while (true) {
        const double p = bound * random.uniform();
        const double e = -std::log(1.0 - random.uniform());
        if (p <= 1.0) {
            const double x = std::pow(p, 1.0 / shape);
            if (x <= e) {
                return x;
            }
        } else {
            const double x = -std::log((bound - p) / shape);
            if ((1.0 - shape) * std::log(x) <= e) {
                return x;
            }
        }
    }
}

double squaredDistance(const float* a, const float* b, std::size_t count)
{
    double sum = 0;
    for (std::size_t d = 0; d < count; ++d) {
        const double difference = static_cast<double>(a[d]) - b[d];
        sum += difference * difference;
    }
    return sum;
}

/// Rows of `points` by distance from `point`, nearest first.
std::vector<int> byDistance(const std::vector<float>& points, int count, std::size_t width,
                            const float* point)
{
    std::vector<std::pair<double, int>> order;
    for (int i = 0; i < count; ++i) {
        const float* other = points.data() + static_cast<std::size_t>(i) * width;
        order.emplace_back(squaredDistance(point, other, width), i);
    }
    std::sort(order.begin(), order.end());
    std::vector<int> out;
    for (const auto& entry : order) {
        out.push_back(entry.second);
    }
    return out;
}

/// Sounds by the distance of their means from a place, nearest first.
std::vector<int> nearestSounds(const LatentCloud& cloud, const float* point)
{
    return byDistance(cloud.mean, cloud.sounds, static_cast<std::size_t>(cloud.dimensions), point);
}

/// Sounds by their distance from one of them, nearest first.
std::vector<int> neighboursOf(const LatentCloud& cloud, int base)
{
    const bool isHeard = cloud.heardDimensions > 0;
    const auto width = static_cast<std::size_t>(isHeard ? cloud.heardDimensions : cloud.dimensions);
    const std::vector<float>& points = isHeard ? cloud.heard : cloud.mean;
    return byDistance(points, cloud.sounds, width,
                      points.data() + static_cast<std::size_t>(base) * width);
}

void assignClusters(LatentCloud& cloud)
{
    const auto width = static_cast<std::size_t>(cloud.dimensions);
    for (std::size_t i = 0; i < static_cast<std::size_t>(cloud.sounds); ++i) {
        double best = 0;
        for (std::size_t k = 0; k < static_cast<std::size_t>(cloud.clusters); ++k) {
            const double d = squaredDistance(cloud.mean.data() + i * width,
                                             cloud.centres.data() + k * width, width);
            if (k == 0 || d < best) {
                best = d;
                cloud.clusterOf[i] = static_cast<std::int64_t>(k);
            }
        }
    }
}

void moveCentres(LatentCloud& cloud)
{
    const auto width = static_cast<std::size_t>(cloud.dimensions);
    for (std::size_t k = 0; k < static_cast<std::size_t>(cloud.clusters); ++k) {
        std::vector<double> sum(width, 0.0);
        double count = 0;
        for (std::size_t i = 0; i < static_cast<std::size_t>(cloud.sounds); ++i) {
            if (cloud.clusterOf[i] == static_cast<std::int64_t>(k)) {
                count += 1;
                for (std::size_t d = 0; d < width; ++d) {
                    sum[d] += cloud.mean[i * width + d];
                }
            }
        }
        for (std::size_t d = 0; d < width && count > 0; ++d) {
            cloud.centres[k * width + d] = static_cast<float>(sum[d] / count);
        }
    }
}

/// Covariance around the sounds' own centres plus the mean posterior variance. [dim, dim]
std::vector<double> tiedCovariance(const LatentCloud& cloud)
{
    const auto width = static_cast<std::size_t>(cloud.dimensions);
    std::vector<double> covariance(width * width, 0.0);
    std::vector<double> difference(width);
    const double norm = 1.0 / std::max(1, cloud.sounds - 1);
    for (std::size_t i = 0; i < static_cast<std::size_t>(cloud.sounds); ++i) {
        const auto k = static_cast<std::size_t>(cloud.clusterOf[i]);
        for (std::size_t d = 0; d < width; ++d) {
            difference[d]
                = static_cast<double>(cloud.mean[i * width + d]) - cloud.centres[k * width + d];
        }
        for (std::size_t a = 0; a < width; ++a) {
            for (std::size_t b = 0; b <= a; ++b) {
                covariance[a * width + b] += norm * difference[a] * difference[b];
            }
        }
        for (std::size_t d = 0; d < width; ++d) {
            covariance[d * width + d]
                += std::exp(static_cast<double>(cloud.logVariance[i * width + d])) / cloud.sounds;
        }
    }
    for (std::size_t d = 0; d < width; ++d) {
        covariance[d * width + d] += 1e-4;
    }
    return covariance;
}

/// Lower factor of a positive definite matrix of which the lower half is given.
std::vector<float> cholesky(std::vector<double> m, std::size_t width)
{
    for (std::size_t a = 0; a < width; ++a) {
        for (std::size_t b = 0; b <= a; ++b) {
            double sum = m[a * width + b];
            for (std::size_t k = 0; k < b; ++k) {
                sum -= m[a * width + k] * m[b * width + k];
            }
            m[a * width + b] = a == b ? std::sqrt(std::max(sum, 1e-8)) : sum / m[b * width + b];
        }
        std::fill(m.begin() + static_cast<std::ptrdiff_t>(a * width + a + 1),
                  m.begin() + static_cast<std::ptrdiff_t>((a + 1) * width), 0.0);
    }
    std::vector<float> out(m.size());
    std::transform(m.begin(), m.end(), out.begin(), [](double v) { return static_cast<float>(v); });
    return out;
}

/// Shares of the nearest sounds to a point that was not mixed from any.
std::vector<LatentParent> kinOf(const LatentCloud& cloud, const std::vector<float>& z)
{
    const auto width = static_cast<std::size_t>(cloud.dimensions);
    const auto order = nearestSounds(cloud, z.data());
    std::vector<LatentParent> out;
    double sum = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, order.size()); ++i) {
        const float* mean = cloud.mean.data() + static_cast<std::size_t>(order[i]) * width;
        const double weight = 1.0 / (squaredDistance(z.data(), mean, width) + 1e-6);
        out.push_back({order[i], weight});
        sum += weight;
    }
    for (auto& parent : out) {
        parent.weight /= sum;
    }
    return out;
}

void addParent(std::vector<LatentParent>& parents, LatentParent extra)
{
    const auto same = std::find_if(parents.begin(), parents.end(),
                                   [&](const LatentParent& p) { return p.sound == extra.sound; });
    if (same == parents.end()) {
        parents.push_back(extra);
    } else {
        same->weight += extra.weight;
    }
}

int drawIndex(std::span<const double> weights, Random& random)
{
    double left = random.uniform() * std::accumulate(weights.begin(), weights.end(), 0.0);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        left -= weights[i];
        if (left < 0.0) {
            return static_cast<int>(i);
        }
    }
    return static_cast<int>(weights.size()) - 1;
}

/// One of some sounds, as often as its weight says. @return  its place in `pool`.
std::ptrdiff_t drawOf(const std::vector<int>& pool, std::span<const double> weights, Random& random)
{
    if (weights.empty()) {
        return static_cast<std::ptrdiff_t>(random.below(pool.size()));
    }
    std::vector<double> theirs;
    for (const int sound : pool) {
        theirs.push_back(weights[static_cast<std::size_t>(sound)]);
    }
    return drawIndex(theirs, random);
}

bool isInTune(const LatentCloud& cloud, int sound, int base)
{
    if (cloud.note.empty()) {
        return true;
    }
    const float own = cloud.note[static_cast<std::size_t>(base)];
    const float other = cloud.note[static_cast<std::size_t>(sound)];
    return own == kNoNote || other == kNoNote || std::abs(own - other) <= kSameNote;
}

struct LocalMix
{
    std::vector<float> z;
    std::array<LatentParent, 3> parents;
    std::size_t parentCount {};
};

/// `strength` 0 = the base sound alone, 1 = Dirichlet weights on it and two neighbours.
LocalMix mixLocally(const LatentCloud& cloud, int base, double strength,
                    std::span<const double> weights, Random& random)
{
    const auto width = static_cast<std::size_t>(cloud.dimensions);
    auto order = neighboursOf(cloud, base);
    std::erase_if(order, [&](int sound) { return sound == base || !isInTune(cloud, sound, base); });
    order.resize(std::min<std::size_t>(order.size(), kNeighbours));
    LocalMix out;
    out.parentCount = std::min<std::size_t>(3, order.size() + 1);
    out.parents[0].sound = base;
    auto pool = order;
    double sum = 0;
    for (std::size_t i = 0; i < out.parentCount; ++i) {
        if (i > 0) {
            const std::ptrdiff_t pick = drawOf(pool, weights, random);
            out.parents[i].sound = pool[static_cast<std::size_t>(pick)];
            pool.erase(pool.begin() + pick);
        }
        out.parents[i].weight = drawGamma(kDirichlet, random);
        sum += out.parents[i].weight;
    }
    double squares = 0;
    for (std::size_t i = 0; i < out.parentCount; ++i) {
        const double own = i == 0 ? 1.0 : 0.0;
        out.parents[i].weight = std::lerp(own, out.parents[i].weight / sum, strength);
        squares += out.parents[i].weight * out.parents[i].weight;
    }
    // Averages lie nearer to the middle than sounds do; push them back out from the local middle.
    const double stretch = 1.0 / std::max(std::sqrt(squares), 0.6);
    out.z.resize(width);
    for (std::size_t d = 0; d < width; ++d) {
        double local = cloud.mean[static_cast<std::size_t>(base) * width + d];
        for (const int i : order) {
            local += cloud.mean[static_cast<std::size_t>(i) * width + d];
        }
        local /= static_cast<double>(order.size() + 1);
        double mix = 0;
        for (std::size_t i = 0; i < out.parentCount; ++i) {
            const auto row = static_cast<std::size_t>(out.parents[i].sound) * width;
            mix += out.parents[i].weight * cloud.mean[row + d];
        }
        out.z[d] = static_cast<float>(local + (mix - local) * stretch);
    }
    return out;
}

} // namespace

double drawBeta(double a, Random& random)
{
    while (true) {
        const double x = std::pow(random.uniform(), 1.0 / a);
        const double y = std::pow(random.uniform(), 1.0 / a);
        if (x + y > 0.0 && x + y <= 1.0) {
            return x / (x + y);
        }
    }
}

void fitClusters(LatentCloud& cloud, std::uint64_t seed)
{
    const auto width = static_cast<std::size_t>(cloud.dimensions);
    cloud.clusters = std::clamp(cloud.sounds / 4, 1, kMaxClusters);
    cloud.clusterOf.assign(static_cast<std::size_t>(cloud.sounds), 0);
    cloud.centres.clear();
    std::vector<int> order(static_cast<std::size_t>(cloud.sounds));
    std::iota(order.begin(), order.end(), 0);
    Random random(seed);
    for (std::size_t k = 0; k < static_cast<std::size_t>(cloud.clusters); ++k) {
        std::swap(order[k], order[k + random.below(order.size() - k)]);
        const auto first = cloud.mean.begin()
            + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(order[k]) * width);
        cloud.centres.insert(cloud.centres.end(), first, first + cloud.dimensions);
    }
    for (int round = 0; round < 15; ++round) {
        assignClusters(cloud);
        moveCentres(cloud);
    }
    assignClusters(cloud);
    cloud.spread = cholesky(tiedCovariance(cloud), width);
}

LatentDraw drawLatent(const LatentCloud& cloud, double creativity, double temperature,
                      Random& random, std::span<const double> weights, std::optional<int> start)
{
    const auto width = static_cast<std::size_t>(cloud.dimensions);
    const double mixing = std::min(1.0, creativity * 2.0);
    const double freedom = std::max(0.0, creativity * 2.0 - 1.0);
    const auto drawn = [&] {
        return weights.empty()
            ? static_cast<int>(random.below(static_cast<std::uint64_t>(cloud.sounds)))
            : drawIndex(weights, random);
    };
    const int base = start ? *start : drawn();
    const LocalMix local = mixLocally(cloud, base, mixing, weights, random);

    LatentDraw out;
    out.z = local.z;
    const double noise = std::lerp(1.0, kLocalNoise, mixing) * temperature;
    for (std::size_t d = 0; d < width; ++d) {
        const float logVariance = cloud.logVariance[static_cast<std::size_t>(base) * width + d];
        out.z[d] += static_cast<float>(noise * random.normal() * std::exp(0.5 * logVariance));
    }
    for (std::size_t i = 0; i < local.parentCount; ++i) {
        if (local.parents[i].weight * (1.0 - freedom) > 0.0) {
            out.parents.push_back(
                {local.parents[i].sound, local.parents[i].weight * (1.0 - freedom)});
        }
    }
    if (freedom <= 0.0) {
        return out;
    }
    // Around the base's cluster centre: what is left of the mix and the cluster's spread, with the
    // variance that one of them alone would have.
    const auto k = static_cast<std::size_t>(cloud.clusterOf[static_cast<std::size_t>(base)]);
    std::vector<double> normals(width);
    std::generate(normals.begin(), normals.end(), [&] { return random.normal(); });
    const double norm = 1.0 / std::hypot(1.0 - freedom, freedom);
    for (std::size_t a = 0; a < width; ++a) {
        double spread = 0;
        for (std::size_t b = 0; b <= a; ++b) {
            spread += cloud.spread[a * width + b] * normals[b];
        }
        const double centre = cloud.centres[k * width + a];
        const double kept = (1.0 - freedom) * (out.z[a] - centre);
        out.z[a] = static_cast<float>(
            centre + norm * (kept + freedom * kClusterNoise * temperature * spread));
    }
    for (const LatentParent& kin : kinOf(cloud, out.z)) {
        addParent(out.parents, {kin.sound, kin.weight * freedom});
    }
    return out;
}

LatentCloud partOf(const LatentCloud& cloud, const std::vector<int>& chosen)
{
    const auto width = static_cast<std::ptrdiff_t>(cloud.dimensions);
    LatentCloud out = cloud;
    out.sounds = static_cast<int>(chosen.size());
    out.mean.clear();
    out.logVariance.clear();
    out.clusterOf.clear();
    out.heard.clear();
    out.note.clear();
    for (const int i : chosen) {
        const auto from = i * width;
        out.mean.insert(out.mean.end(), cloud.mean.begin() + from,
                        cloud.mean.begin() + from + width);
        out.logVariance.insert(out.logVariance.end(), cloud.logVariance.begin() + from,
                               cloud.logVariance.begin() + from + width);
        out.clusterOf.push_back(cloud.clusterOf[static_cast<std::size_t>(i)]);
        const auto heardFrom = cloud.heard.begin() + std::ptrdiff_t {i} * cloud.heardDimensions;
        out.heard.insert(out.heard.end(), heardFrom, heardFrom + cloud.heardDimensions);
        if (!cloud.note.empty()) {
            out.note.push_back(cloud.note[static_cast<std::size_t>(i)]);
        }
    }
    return out;
}

double crowdDistance(const LatentCloud& cloud, std::span<const float> place, int leftOut)
{
    const auto width = static_cast<std::size_t>(cloud.dimensions);
    std::vector<double> distances;
    for (int i = 0; i < cloud.sounds; ++i) {
        if (i != leftOut) {
            distances.push_back(std::sqrt(squaredDistance(
                place.data(), cloud.mean.data() + static_cast<std::size_t>(i) * width, width)));
        }
    }
    const auto count = std::min<std::size_t>(5, distances.size());
    if (count == 0) {
        return 0.0;
    }
    const auto end = distances.begin() + static_cast<std::ptrdiff_t>(count);
    std::partial_sort(distances.begin(), end, distances.end());
    return std::accumulate(distances.begin(), end, 0.0) / static_cast<double>(count);
}

} // namespace nde::nn::vae
