#include "core/mix/EnergyForecast.h"

#include "core/mix/Buses.h"
#include "core/mix/LaneMixer.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace nde::mix {

namespace {

using Bands = std::array<double, SoundEnergy::kBands>;

// What the returns make of the energy that is sent to them, K-weighted; measured on noise.
constexpr Bands kReverbPower {2.8, 2.4, 1.9, 1.4};
constexpr double kDelayPower = 1.18;
constexpr std::int64_t kPiece = 2048; // over which duck, fades, filters and glue stand still
constexpr std::int64_t kMostPieces = 8192;
constexpr std::size_t kParts = 8; // of a piece that the duck is averaged over
constexpr double kHitS = 0.4; // over which the loudness of a hit is measured
constexpr double kLowestSweepHz = 30.0; // as the mixer

double squaredSine(double share)
{
    const double sine = std::sin(std::clamp(share, 0.0, 1.0) * std::numbers::pi / 2.0);
    return sine * sine;
}

double fadePower(const PlacedClip& clip, std::int64_t at)
{
    double power = 1.0;
    if (clip.fadeIn > 0) {
        power
            *= squaredSine(static_cast<double>(at - clip.start) / static_cast<double>(clip.fadeIn));
    }
    if (clip.fadeOut > 0) {
        power
            *= squaredSine(static_cast<double>(clip.end - at) / static_cast<double>(clip.fadeOut));
    }
    return power;
}

/// What the moving low-pass (two poles, Butterworth) leaves of each band.
Bands sweepPower(const PlacedClip& clip, std::int64_t at)
{
    Bands bands {1.0, 1.0, 1.0, 1.0};
    if (clip.sweepFromHz <= 0.0) {
        return bands;
    }
    const auto length = static_cast<double>(std::max<std::int64_t>(1, clip.end - clip.start));
    const double share = std::clamp(static_cast<double>(at - clip.start) / length, 0.0, 1.0);
    const double low = std::max(clip.sweepFromHz, kLowestSweepHz);
    const double cutoff = low * std::pow(std::max(clip.sweepToHz, kLowestSweepHz) / low, share);
    for (std::size_t b = 0; b < bands.size(); ++b) {
        bands[b] = 1.0 / (1.0 + std::pow(SoundEnergy::kCentresHz[b] / cutoff, 4.0));
    }
    return bands;
}

/// Adds up one plan, piece by piece of the time axis.
class Forecast
{
public:
    Forecast(const MixPlan& plan, std::span<const LaneGains> gains)
        : m_plan(plan)
        , m_gains(gains)
        , m_curve(plan.kicks, plan.bpm, plan.sampleRate)
        , m_piece(std::max(kPiece, plan.body / kMostPieces))
        , m_count(static_cast<std::size_t>((plan.body + m_piece - 1) / m_piece))
        , m_returns(m_count)
        , m_reference(std::pow(10.0, (kReferenceLufs + 0.691) / 10.0))
    {
        for (auto& bus : m_buses) {
            bus.resize(m_count);
        }
    }

    std::vector<double> run()
    {
        for (std::size_t lane = 0; lane < m_plan.lanes.size(); ++lane) {
            m_lane = m_gains[lane];
            const bool isSilent = m_lane.leftLeft == 0.0F && m_lane.leftRight == 0.0F
                && m_lane.rightLeft == 0.0F && m_lane.rightRight == 0.0F;
            if (isSilent) {
                continue; // as the mixer: nothing is sent either
            }
            m_bus = &m_buses[static_cast<std::size_t>(m_plan.lanes[lane].bus)];
            m_duck = m_lane.duckNepers > 0.0F && !m_plan.kicks.empty()
                ? &duckOf(static_cast<double>(m_lane.duckNepers))
                : nullptr;
            for (const PlacedClip& clip : m_plan.lanes[lane].clips) {
                for (const Placement& placement : clip.placements) {
                    add(clip, placement);
                }
            }
        }
        glue();
        return sections();
    }

private:
    /// Energies, sums over both channels.
    struct Piece
    {
        double weighted {}; ///< K-weighted
        double plain {};
    };

    /// Mean power of the duck, one a piece.
    const std::vector<double>& duckOf(double nepers)
    {
        const auto [at, isNew] = m_ducks.try_emplace(nepers);
        if (isNew) {
            const std::vector<double>& curve = curveValues();
            at->second.resize(m_count);
            for (std::size_t i = 0; i < curve.size(); ++i) {
                at->second[i / kParts] += std::exp(-2.0 * nepers * curve[i]) / double {kParts};
            }
        }
        return at->second;
    }

    /// The duck's curve, `kParts` values a piece: the same for every depth.
    const std::vector<double>& curveValues()
    {
        if (m_curveValues.empty()) {
            m_curveValues.reserve(m_count * kParts);
            for (std::size_t k = 0; k < m_count; ++k) {
                for (std::size_t part = 0; part < kParts; ++part) {
                    const std::int64_t frame = static_cast<std::int64_t>(k) * m_piece
                        + m_piece * static_cast<std::int64_t>(2 * part + 1)
                            / static_cast<std::int64_t>(2 * kParts);
                    m_curveValues.push_back(m_curve.valueAt(frame));
                }
            }
        }
        return m_curveValues;
    }

    void add(const PlacedClip& clip, const Placement& placement)
    {
        const std::int64_t first = std::max({placement.start, clip.firstFrame, std::int64_t {0}});
        const std::int64_t last
            = std::min({placement.start + placement.frames, clip.lastFrame, m_plan.body});
        const bool isShaped = clip.fadeIn > 0 || clip.fadeOut > 0 || clip.sweepFromHz > 0.0;
        const auto gain = static_cast<double>(placement.gain);
        SoundEnergy::Sums before = until(placement, first);
        for (std::int64_t at = first; at < last;) {
            const auto k = static_cast<std::size_t>(at / m_piece);
            const std::int64_t end = std::min(last, (static_cast<std::int64_t>(k) + 1) * m_piece);
            const SoundEnergy::Sums after = until(placement, end);
            double power = gain * gain * (m_duck != nullptr ? (*m_duck)[k] : 1.0);
            Bands bands {1.0, 1.0, 1.0, 1.0};
            if (isShaped) {
                power *= fadePower(clip, (at + end) / 2);
                bands = sweepPower(clip, (at + end) / 2);
            }
            addPiece(k, power, after - before, bands);
            before = after;
            at = end;
        }
    }

    void addPiece(std::size_t k, double power, const SoundEnergy::Sums& sums, const Bands& bands)
    {
        const auto through = [&](const SoundEnergy::Part& part, float left, float right) {
            const auto l = static_cast<double>(left);
            const auto r = static_cast<double>(right);
            return l * l * part.left + r * r * part.right + 2.0 * l * r * part.both;
        };
        const auto heard = [&](const SoundEnergy::Part& part) {
            return through(part, m_lane.leftLeft, m_lane.leftRight)
                + through(part, m_lane.rightLeft, m_lane.rightRight);
        };
        const auto reverb = static_cast<double>(m_lane.reverb);
        const auto delay = static_cast<double>(m_lane.delay);
        double weighted = 0.0;
        double all = 0.0; // without the moving filter
        for (std::size_t b = 0; b < bands.size(); ++b) {
            const SoundEnergy::Part& part = sums.bands[b];
            const double own = heard(part);
            const double sent = part.left + part.right + 2.0 * part.both;
            weighted += bands[b] * own;
            all += own;
            m_returns[k] += power * bands[b] * sent
                * (reverb * reverb * kReverbPower[b] + delay * delay * kDelayPower);
        }
        (*m_bus)[k].weighted += power * weighted;
        (*m_bus)[k].plain += power * heard(sums.plain) * (all > 0.0 ? weighted / all : 1.0);
    }

    /// Of a placement's sound from its beginning to a frame of the output.
    [[nodiscard]] SoundEnergy::Sums until(const Placement& placement, std::int64_t frame) const
    {
        const NeededSound& needed = m_plan.sounds[placement.sound];
        const auto inSound = static_cast<double>(frame + placement.offset - placement.start);
        if (needed.sound && !needed.sound->energy.isEmpty()) {
            return needed.sound->energy.until(inSound);
        }
        // A hit is measured by its loudest moment, and is that loud for no longer.
        const double longest = needed.key.loopFrames > 0 ? inSound : kHitS * m_plan.sampleRate;
        return SoundEnergy::even(m_reference, std::clamp(inSound, 0.0, longest));
    }

    /// As BusGlue, by pieces instead of samples.
    void glue()
    {
        const double seconds = static_cast<double>(m_piece) / m_plan.sampleRate;
        const double attack = 1.0 - std::exp(-seconds / BusGlue::kAttackS);
        const double release = 1.0 - std::exp(-seconds / BusGlue::kReleaseS);
        for (auto& bus : m_buses) {
            double reductionDb = 0.0;
            for (Piece& piece : bus) {
                const double mean = piece.plain / (2.0 * static_cast<double>(m_piece));
                const double level = 10.0 * std::log10(mean + 1e-12);
                const double wanted = std::clamp((level - BusGlue::kThresholdDb) * BusGlue::kSlope,
                                                 0.0, BusGlue::kMostDb);
                reductionDb += (wanted - reductionDb) * (wanted > reductionDb ? attack : release);
                piece.weighted *= std::pow(10.0, -reductionDb / 10.0);
            }
        }
    }

    [[nodiscard]] std::vector<double> sections() const
    {
        std::vector<double> lufs;
        for (const SectionSpan& span : m_plan.sections) {
            double energy = 0.0;
            for (std::int64_t at = std::max<std::int64_t>(0, span.from);
                 at < std::min(span.to, m_plan.body);) {
                const auto k = static_cast<std::size_t>(at / m_piece);
                const std::int64_t end
                    = std::min(span.to, (static_cast<std::int64_t>(k) + 1) * m_piece);
                double piece = m_returns[k];
                for (const auto& bus : m_buses) {
                    piece += bus[k].weighted;
                }
                energy += piece * static_cast<double>(end - at) / static_cast<double>(m_piece);
                at = end;
            }
            const auto frames = static_cast<double>(span.to - span.from);
            lufs.push_back(audio::lufsOf(frames > 0.0 ? energy / frames : 0.0));
        }
        return lufs;
    }

    const MixPlan& m_plan;
    std::span<const LaneGains> m_gains;
    DuckCurve m_curve;
    std::int64_t m_piece;
    std::size_t m_count;
    std::array<std::vector<Piece>, kBuses> m_buses;
    std::vector<double> m_returns; ///< K-weighted energy of reverb and delay, a piece
    double m_reference; ///< mean square at the reference loudness
    LaneGains m_lane;
    std::vector<Piece>* m_bus {};
    const std::vector<double>* m_duck {};
    std::map<double, std::vector<double>> m_ducks; ///< by nepers
    std::vector<double> m_curveValues;
};

} // namespace

std::vector<double> forecastLufs(const MixPlan& plan, std::span<const LaneGains> gains)
{
    if (plan.sections.empty() || plan.body < 1) {
        return std::vector<double>(plan.sections.size(), audio::lufsOf(0.0));
    }
    return Forecast(plan, gains).run();
}

} // namespace nde::mix
