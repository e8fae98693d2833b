#include "core/services/TrainingBook.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nde::services {
namespace {

constexpr int kFewestActive = 5; ///< vae.md 6: below it the model says nothing
constexpr double kFewestNats = 2.0;
constexpr double kOverfitRise = 0.02; ///< of validation over its best
constexpr double kPlateauGain = 0.002; ///< less than this share in a patience's half
constexpr int kFewestForPlateau = 6;

using Curve = std::vector<nn::EpochPoint>;

const nn::EpochPoint& bestOf(const Curve& curve)
{
    return *std::min_element(curve.begin(), curve.end(), [](const auto& a, const auto& b) {
        return a.validation < b.validation;
    });
}

bool isBroken(const nn::EpochPoint& point)
{
    return !std::isfinite(point.train) || !std::isfinite(point.validation);
}

/// Seconds to the last epoch at the pace of the last few.
double secondsLeft(const Curve& curve, const nn::TrainParams& params)
{
    const int done = curve.back().epoch;
    if (done < 1 || done >= params.epochs) {
        return done >= params.epochs && done > 0 ? 0.0 : -1.0;
    }
    constexpr std::size_t kRecent = 10;
    const auto& before = curve[curve.size() > kRecent ? curve.size() - 1 - kRecent : 0];
    const double span = curve.back().elapsedS - before.elapsedS;
    const int epochs = done - before.epoch;
    return span > 0.0 && epochs > 0 ? span / epochs * (params.epochs - done) : -1.0;
}

/// Epochs in a row at the end whose event is not there count as one run.
bool wasRolledBack(const Curve& curve)
{
    const std::size_t recent = std::min<std::size_t>(3, curve.size());
    return std::any_of(curve.end() - static_cast<std::ptrdiff_t>(recent), curve.end(),
                       [](const auto& point) { return point.event == "rolled_back"; });
}

/// How a run stands that goes on.
VerdictKind runningKind(const Curve& curve, const nn::TrainParams& params, Verdict& verdict)
{
    const auto& last = curve.back();
    if (isBroken(last)) {
        return VerdictKind::Diverged;
    }
    if (last.activeDimensions < kFewestActive || last.kl < kFewestNats) {
        return VerdictKind::Collapsed;
    }
    if (params.epochs == 0) {
        return VerdictKind::LinearOnly;
    }
    if (wasRolledBack(curve)) {
        return VerdictKind::RolledBack;
    }
    // While the rate rises and is at its highest the curve may rise before it falls.
    if (last.epoch <= std::max(2, params.epochs / 5)) {
        return VerdictKind::WarmingUp;
    }
    const auto& best = bestOf(curve);
    const int since = last.epoch - best.epoch;
    const double scale = std::max(1e-9, std::abs(best.validation));
    const bool isLearning = last.train < best.train;
    verdict.risePercent = 100.0 * (last.validation - best.validation) / scale;
    const int patience = std::max(kFewestForPlateau, params.patience / 2);
    if (isLearning && since >= kFewestForPlateau / 2
        && verdict.risePercent > 100.0 * kOverfitRise) {
        verdict.sinceEpoch = best.epoch + 1;
        return VerdictKind::Overfitting;
    }
    const auto earlier = std::find_if(curve.rbegin(), curve.rend(), [&](const auto& point) {
        return point.epoch <= last.epoch - patience;
    });
    if (earlier == curve.rend()) {
        return VerdictKind::Improving;
    }
    double before = std::numeric_limits<double>::infinity();
    for (const auto& point : curve) {
        before = point.epoch <= earlier->epoch ? std::min(before, point.validation) : before;
    }
    if (before - best.validation < kPlateauGain * scale) {
        verdict.sinceEpoch = std::min(best.epoch, earlier->epoch);
        return VerdictKind::Plateau;
    }
    return VerdictKind::Improving;
}

} // namespace

Verdict verdictOf(const std::vector<nn::EpochPoint>& curve, const nn::TrainParams& params,
                  const QString& state)
{
    Verdict out;
    out.dimensions = params.latentDim;
    if (!curve.empty()) {
        const auto& best = bestOf(curve);
        out.bestEpoch = best.epoch;
        out.activeDimensions = curve.back().activeDimensions;
    }
    if (state == u"failed" || state == u"cancelled") {
        const bool hasBroken = !curve.empty() && isBroken(curve.back());
        out.kind = hasBroken ? VerdictKind::Diverged : VerdictKind::Failed;
        return out;
    }
    if (state == u"done") {
        const bool isLinear = curve.size() <= 1;
        out.kind = isLinear ? VerdictKind::LinearOnly : VerdictKind::Done;
        if (!curve.empty()
            && (out.activeDimensions < kFewestActive || bestOf(curve).kl < kFewestNats)) {
            out.kind = VerdictKind::Collapsed;
        }
        return out;
    }
    if (curve.empty()) {
        out.kind = state == u"paused" ? VerdictKind::Paused : VerdictKind::WarmingUp;
        return out;
    }
    out.secondsLeft = secondsLeft(curve, params);
    out.kind = state == u"paused" ? VerdictKind::Paused : runningKind(curve, params, out);
    return out;
}

} // namespace nde::services
