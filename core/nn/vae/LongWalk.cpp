#include "core/nn/vae/LongWalk.h"

#include "core/nn/vae/LongGrid.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nde::nn::vae {

namespace {

constexpr double kOverAtBar = 0.8; ///< of the creativity: chance of going over
constexpr double kOverElsewhere = 0.1;
constexpr std::size_t kNearest = 5; ///< that are gone over to, nearer ones more likely
constexpr int kLeft = 3; ///< steps that a place must have after it, or as many as are wanted

double distance(const LatentCloud& cloud, int a, int b)
{
    const auto width = static_cast<std::size_t>(cloud.dimensions);
    const float* x = cloud.mean.data() + static_cast<std::size_t>(a) * width;
    const float* y = cloud.mean.data() + static_cast<std::size_t>(b) * width;
    double sum = 0;
    for (std::size_t d = 0; d < width; ++d) {
        sum += (static_cast<double>(x[d]) - y[d]) * (static_cast<double>(x[d]) - y[d]);
    }
    return sum;
}

/// Where the walk stands.
struct Stand
{
    int sequence {};
    int step {};
};

/// Whether a sound goes on after a step; loops always do.
bool goesOn(const LongSequence& sequence, int step)
{
    return sequence.isCircular || step + 1 < sequence.count;
}

int nextStep(const LongSequence& sequence, int step)
{
    return sequence.isCircular ? (step + 1) % sequence.count : step + 1;
}

int drawStart(const std::vector<LongSequence>& sequences, int steps, Random& random)
{
    std::vector<double> weights;
    for (const LongSequence& s : sequences) {
        weights.push_back(s.isCircular ? 1.0 : std::min(1.0, double(s.count) / steps));
    }
    double at = random.uniform() * std::accumulate(weights.begin(), weights.end(), 0.0);
    std::size_t i = 0;
    while (i + 1 < weights.size() && at >= weights[i]) {
        at -= weights[i++];
    }
    return static_cast<int>(i);
}

/// One of the nearest places of other sounds. Stays where there is none.
Stand goOver(const LatentCloud& cloud, const std::vector<LongSequence>& sequences, Stand from,
             int phase, int left, Random& random)
{
    const int expected = sequences[static_cast<std::size_t>(from.sequence)].first + from.step;
    std::vector<std::pair<double, Stand>> places;
    for (std::size_t s = 0; s < sequences.size(); ++s) {
        const LongSequence& other = sequences[s];
        for (int step = 0; step < other.count && static_cast<int>(s) != from.sequence; ++step) {
            const bool isInPhase = other.rate == 0.0 || step % kBarSteps == phase % kBarSteps;
            const bool isEnough = other.isCircular || other.count - step >= std::min(kLeft, left);
            if (isInPhase && isEnough) {
                places.emplace_back(distance(cloud, expected, other.first + step),
                                    Stand {static_cast<int>(s), step});
            }
        }
    }
    if (places.empty()) {
        return from;
    }
    const std::size_t count = std::min(kNearest, places.size());
    std::partial_sort(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(count),
                      places.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    // Each rank half as likely as the one before.
    std::size_t rank = 0;
    while (rank + 1 < count && random.uniform() < 0.5) {
        ++rank;
    }
    return places[rank].second;
}

std::vector<double> meanOf(const LatentCloud& cloud, const LongSequence& sequence)
{
    const auto width = static_cast<std::size_t>(cloud.dimensions);
    std::vector<double> out(width, 0.0);
    for (int step = 0; step < sequence.count; ++step) {
        const float* z
            = cloud.mean.data() + static_cast<std::size_t>(sequence.first + step) * width;
        for (std::size_t d = 0; d < width; ++d) {
            out[d] += static_cast<double>(z[d]) / sequence.count;
        }
    }
    return out;
}

} // namespace

LongWalk walkThrough(const LatentCloud& cloud, const std::vector<LongSequence>& sequences,
                     int steps, double creativity, int start, Random& random)
{
    LongWalk out;
    Stand at {start >= 0 ? start : drawStart(sequences, steps, random), 0};
    for (int t = 0; t < steps; ++t) {
        // Every draw happens every time, so that one decision does not shift the ones after it.
        const double chance = creativity * (t % kBarSteps == 0 ? kOverAtBar : kOverElsewhere);
        const bool isWanted = random.uniform() < chance && t > 0;
        const LongSequence& here = sequences[static_cast<std::size_t>(at.sequence)];
        const bool isOver = t > 0 && !goesOn(here, at.step);
        if (t > 0 && !isOver) {
            at.step = nextStep(here, at.step);
        }
        if (isWanted || isOver) {
            const Stand over = goOver(cloud, sequences, at, t, steps - t, random);
            const bool isStuck = isOver && over.sequence == at.sequence;
            at = isStuck ? Stand {at.sequence, std::max(0, here.count - kLeft)} : over;
        }
        out.push_back(sequences[static_cast<std::size_t>(at.sequence)].first + at.step);
    }
    return out;
}

std::vector<float> slowNoise(int steps, int dimensions, double memory, Random& random)
{
    const auto count = static_cast<std::size_t>(steps);
    const auto width = static_cast<std::size_t>(dimensions);
    std::vector<double> white(count * width);
    for (double& value : white) {
        value = random.normal();
    }
    // A decaying memory that wraps round the steps, scaled to unit deviation.
    std::vector<double> kernel(count, 0.0);
    double weight = 1.0;
    for (int lag = 0; lag < 64 && weight > 1e-6; ++lag, weight *= memory) {
        kernel[static_cast<std::size_t>(lag) % count] += weight;
    }
    double energy = 0;
    for (const double value : kernel) {
        energy += value * value;
    }
    std::vector<float> out(count * width);
    for (std::size_t t = 0; t < count; ++t) {
        for (std::size_t d = 0; d < width; ++d) {
            double sum = 0;
            for (std::size_t lag = 0; lag < count; ++lag) {
                sum += kernel[lag] * white[(t + count - lag) % count * width + d];
            }
            out[t * width + d] = static_cast<float>(sum / std::sqrt(energy));
        }
    }
    return out;
}

int sequenceOf(const std::vector<LongSequence>& sequences, int point)
{
    const auto after = std::upper_bound(
        sequences.begin(), sequences.end(), point,
        [](int value, const LongSequence& sequence) { return value < sequence.first; });
    return static_cast<int>(after - sequences.begin()) - 1;
}

int relatedSequence(const LatentCloud& cloud, const std::vector<LongSequence>& sequences, int of,
                    Random& random)
{
    const auto here = meanOf(cloud, sequences[static_cast<std::size_t>(of)]);
    std::vector<std::pair<double, int>> others;
    for (std::size_t s = 0; s < sequences.size(); ++s) {
        if (static_cast<int>(s) != of) {
            const auto there = meanOf(cloud, sequences[s]);
            double sum = 0;
            for (std::size_t d = 0; d < here.size(); ++d) {
                sum += (here[d] - there[d]) * (here[d] - there[d]);
            }
            others.emplace_back(sum, static_cast<int>(s));
        }
    }
    if (others.empty()) {
        return -1;
    }
    std::sort(others.begin(), others.end());
    return others[random.below(std::min(kNearest, others.size()))].second;
}

} // namespace nde::nn::vae
