#include "ui/models/DreamSetup.h"

#include "core/base/Random.h"

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr double kFurthestRoll = 2.5;
constexpr quint64 kSeeds = 1'000'000;

std::vector<DreamSpot> anchorsOf(const DreamSetup& setup)
{
    switch (setup.mode) {
    case nn::DreamMode::Random:
        return {};
    case nn::DreamMode::Variation:
        return {setup.centre};
    case nn::DreamMode::Style:
        return {setup.a, setup.b};
    case nn::DreamMode::Hybrid:
        return setup.a.isEmpty() || setup.b.isEmpty() ? std::vector<DreamSpot> {}
                                                      : std::vector<DreamSpot> {setup.a, setup.b};
    case nn::DreamMode::Interpolated:
        break;
    }
    std::vector<DreamSpot> anchors {setup.a};
    anchors.insert(anchors.end(), setup.between.begin(), setup.between.end());
    anchors.push_back(setup.b);
    return anchors;
}

} // namespace

DreamLack DreamSetup::lack() const
{
    const bool hasEnds = !a.isEmpty() && !b.isEmpty();
    if (model.isEmpty()) {
        return DreamLack::Model;
    }
    switch (mode) {
    case nn::DreamMode::Random:
        break;
    case nn::DreamMode::Variation:
        return centre.isEmpty() ? DreamLack::Centre : DreamLack::Nothing;
    case nn::DreamMode::Interpolated:
        return hasEnds || path.size() >= 2 ? DreamLack::Nothing : DreamLack::Ends;
    case nn::DreamMode::Hybrid:
        return second ? DreamLack::Nothing : DreamLack::Second;
    case nn::DreamMode::Style:
        return hasEnds ? DreamLack::Nothing : DreamLack::StylePair;
    }
    return DreamLack::Nothing;
}

void DreamSetup::setLong(bool on)
{
    isLong = on;
    seconds = bars = bpm = 0.0;
    if (on && (mode == nn::DreamMode::Hybrid || mode == nn::DreamMode::Style)) {
        mode = nn::DreamMode::Random;
    }
}

bool DreamSetup::isJoint() const
{
    return second && std::find(joint.begin(), joint.end(), *second) != joint.end();
}

services::GenerateJobParams DreamSetup::params() const
{
    services::GenerateJobParams job;
    job.category = category;
    job.model = model;
    job.toTray = true;
    job.addToLibrary = false;
    job.text = text.trimmed();
    job.params.mode = mode;
    job.params.count = std::clamp(count, 1, 50);
    job.params.creativity = creativity;
    job.params.temperature = temperature;
    job.params.radius = radius;
    job.params.seed = seed;
    job.params.axes = axes;
    job.params.glides = glides;
    job.params.channels = channels;
    job.params.sampleRate = sampleRate;
    if (isLong) {
        job.isLong = true;
        job.text.clear();
        job.params.axes.clear();
        job.params.lengthS = seconds;
        job.params.bars = bars;
        job.params.bpm = bpm;
        if (mode == nn::DreamMode::Interpolated && path.size() >= 2) {
            job.params.mode = nn::DreamMode::Variation;
            job.params.radius = 0.0;
            job.params.count = 1;
            job.anchorLatents.emplace_back();
            for (const auto& place : path) {
                job.anchorLatents.front().insert(job.anchorLatents.front().end(), place.begin(),
                                                 place.end());
            }
            return job;
        }
    }
    if (mode == nn::DreamMode::Hybrid) {
        job.second = second;
        if (isHybridHere) {
            job.params.factor = hybrid;
        }
    }
    if (mode == nn::DreamMode::Interpolated && path.size() >= 2) {
        job.anchorLatents = path;
        return job;
    }
    if (mode == nn::DreamMode::Interpolated && isMorphHere) {
        job.params.factor = morph;
    }
    const std::vector<DreamSpot> anchors = anchorsOf(*this);
    const auto all
        = [&anchors](auto has) { return std::all_of(anchors.begin(), anchors.end(), has); };
    const bool isAllStems = all([](const DreamSpot& spot) { return spot.stem != 0; });
    const bool isAllFiles = isLong
        && all([](const DreamSpot& spot) { return spot.stem == 0 && !spot.file.isEmpty(); });
    const bool isAllPlaced
        = !isAllFiles && all([](const DreamSpot& spot) { return !spot.latent.empty(); });
    for (const DreamSpot& spot : anchors) {
        if (spot.stem != 0 && (isAllStems || !isAllPlaced)) {
            job.anchors.push_back(spot.stem);
        } else if (!spot.latent.empty() && !isAllFiles) {
            job.anchorLatents.push_back(spot.latent);
        } else {
            job.anchorFiles.push_back(spot.file);
        }
    }
    return job;
}

std::vector<float> mixedLatent(const std::vector<float>& a, const std::vector<float>& b,
                               double share)
{
    std::vector<float> mix;
    if (a.size() != b.size()) {
        return mix;
    }
    mix.reserve(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        mix.push_back(a[i] + static_cast<float>(share) * (b[i] - a[i]));
    }
    return mix;
}

std::vector<float> movedLatent(const std::vector<float>& base,
                               const std::vector<services::SkyAxis>& axes,
                               const std::vector<double>& offsets)
{
    std::vector<float> moved = base;
    for (std::size_t i = 0; i < std::min(axes.size(), offsets.size()); ++i) {
        const std::vector<float>& direction = axes[i].direction;
        for (std::size_t k = 0; k < std::min(moved.size(), direction.size()); ++k) {
            moved[k] += static_cast<float>(offsets[i]) * direction[k];
        }
    }
    return moved;
}

std::vector<double> rolledAxes(std::size_t count, quint64 seed)
{
    std::vector<double> axes;
    for (std::size_t i = 0; i < count; ++i) {
        Random random(streamSeed(seed, "dream room axis", i));
        axes.push_back(std::clamp(random.normal(), -kFurthestRoll, kFurthestRoll));
    }
    return axes;
}

quint64 nextSeed(quint64 seed)
{
    return 1 + streamSeed(seed, "dream room seed") % (kSeeds - 1);
}

} // namespace nde::ui
