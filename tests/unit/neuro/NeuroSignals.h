#pragma once

#include <QJsonObject>
#include <QString>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

/// The signals of golden.json, by their formulas (fixtures/neuro/README.md 3).
namespace nde::neurotest {

inline double noiseAt(std::uint64_t seed, std::uint64_t index)
{
    std::uint64_t z = seed + (index + 1) * 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    z ^= z >> 31;
    return static_cast<double>(z >> 11) * 0x1.0p-52 - 1.0;
}

inline void fade(std::vector<double>& x, double fs)
{
    const auto length = static_cast<std::size_t>(std::lround(0.010 * fs));
    for (std::size_t k = 0; k < length && k < x.size(); ++k) {
        const double gain = static_cast<double>(k) / static_cast<double>(length);
        x[k] *= gain;
        x[x.size() - 1 - k] *= gain;
    }
}

inline double kickAt(const QJsonObject& p, double t)
{
    const auto value = [&p](const char* name) { return p[QLatin1String(name)].toDouble(); };
    const double phase
        = value("f0") * t + value("sweep") * value("tau_f") * (1.0 - std::exp(-t / value("tau_f")));
    return value("amp") * std::exp(-t / value("tau_a")) * std::sin(2.0 * std::numbers::pi * phase);
}

inline std::vector<double> makeSignal(const QJsonObject& p, double fs = 32000.0)
{
    constexpr double kTau = 2.0 * std::numbers::pi;
    const auto value = [&p](const char* name, double fallback = 0.0) {
        return p[QLatin1String(name)].toDouble(fallback);
    };
    const QString kind = p[QLatin1String("kind")].toString();
    const double duration = value("dur");
    const auto count = static_cast<std::size_t>(std::lround(duration * fs));
    const double amp = value("amp");
    const auto seed = static_cast<std::uint64_t>(value("seed"));
    std::vector<double> x(count);
    const auto fill = [&](auto&& at) {
        for (std::size_t n = 0; n < count; ++n) {
            x[n] = at(n, static_cast<double>(n) / fs);
        }
    };
    const auto slowly = [&](double t) { return 0.5 * (1.0 - std::cos(kTau * value("fm") * t)); };
    if (kind == u"click_train") {
        for (int i = 0;; ++i) {
            const auto n = static_cast<std::size_t>(std::floor(i * fs * 60.0 / value("bpm") + 0.5));
            if (n >= count) {
                break;
            }
            x[n] = amp;
        }
    } else if (kind == u"tone") {
        fill([&](std::size_t, double t) { return amp * std::sin(kTau * value("freq") * t); });
        fade(x, fs);
    } else if (kind == u"noise") {
        fill([&](std::size_t n, double) { return amp * noiseAt(seed, n); });
        fade(x, fs);
    } else if (kind == u"am_noise") {
        fill([&](std::size_t n, double t) { return amp * noiseAt(seed, n) * slowly(t); });
    } else if (kind == u"am_tone") {
        fill([&](std::size_t, double t) {
            return amp * std::sin(kTau * value("freq") * t) * slowly(t);
        });
        fade(x, fs);
    } else if (kind == u"chirp") {
        const double r = std::log(value("f1") / value("f0"));
        fill([&](std::size_t, double t) {
            return amp
                * std::sin(kTau * value("f0") * duration / r * (std::exp(t * r / duration) - 1.0));
        });
        fade(x, fs);
    } else if (kind == u"kick") {
        fill([&](std::size_t, double t) { return kickAt(p, t); });
    } else if (kind == u"kick_loop" || kind == u"hat_loop") {
        const double period = 60.0 / value("bpm") / value("div", 1.0);
        const auto length = static_cast<std::size_t>(std::floor(period * fs));
        for (int i = 0;; ++i) {
            const auto start = static_cast<std::size_t>(std::floor(i * period * fs + 0.5));
            if (start >= count) {
                break;
            }
            for (std::size_t n = 0; n < length && start + n < count; ++n) {
                const double t = static_cast<double>(n) / fs;
                const auto hit = seed + static_cast<std::uint64_t>(i);
                x[start + n] += kind == u"kick_loop" ? kickAt(p, t)
                                                     : amp * 0.5
                        * (noiseAt(hit, n + 1) - noiseAt(hit, n)) * std::exp(-t / value("tau_a"));
            }
        }
    } else if (kind == u"pad") {
        fill([&](std::size_t, double t) {
            double sum = 0.0;
            for (int h = 1; h <= static_cast<int>(value("harm")); ++h) {
                sum += std::sin(kTau * value("f0") * h * t) / h;
            }
            return sum * amp * std::min(1.0, t / value("attack"));
        });
        fade(x, fs);
    }
    return x;
}

} // namespace nde::neurotest
