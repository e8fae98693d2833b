#pragma once

#include "core/base/Random.h"
#include "core/nn/api/StemVae.h"

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

namespace nde::test {

/// A kick drum in closed form: a sine gliding down, an exponential decay and a short noisy click.
/// Another index is another drum. Half a second at 44.1 kHz unless `rate` says otherwise.
inline audio::AudioBuffer syntheticKick(int index, int rate = 44100)
{
    Random random(streamSeed(7, "test.kick", static_cast<std::uint64_t>(index)));
    const double body = random.uniform(45.0, 75.0);
    const double sweep = random.uniform(80.0, 240.0);
    const double glide = random.uniform(0.015, 0.05);
    const double decay = random.uniform(0.06, 0.16);
    const double click = random.uniform(0.02, 0.2);
    audio::AudioBuffer buffer(1, static_cast<std::size_t>(rate / 2), rate);
    double phase = 0;
    for (std::size_t n = 0; n < buffer.frames(); ++n) {
        const double t = static_cast<double>(n) / rate;
        phase += 2.0 * std::numbers::pi * (body + sweep * std::exp(-t / glide)) / rate;
        const double sound = std::sin(phase) * std::exp(-t / decay)
            + click * random.normal() * std::exp(-t / 0.004);
        buffer.channel(0)[n] = static_cast<float>(0.7 * sound * std::min(1.0, t / 0.001));
    }
    return buffer;
}

inline std::vector<nn::TrainingSound> syntheticKicks(int count)
{
    std::vector<nn::TrainingSound> out;
    for (int i = 0; i < count; ++i) {
        nn::TrainingSound sound;
        sound.id = 100 + i;
        sound.contentHash = "hash" + std::to_string(i);
        sound.group = "pack" + std::to_string(i % 3);
        sound.audio = syntheticKick(i);
        out.push_back(std::move(sound));
    }
    return out;
}

/// Small enough for a unit test.
inline nn::TrainParams smallTraining()
{
    nn::TrainParams params;
    params.latentDim = 32;
    params.epochs = 2;
    params.batchSize = 8;
    params.augmentations = 1;
    return params;
}

} // namespace nde::test
