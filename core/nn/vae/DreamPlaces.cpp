#include "core/nn/vae/DreamPlaces.h"

#include <string>
#include <utility>

namespace nde::nn::vae {

namespace {

void count(GenerateReport& report, Verdict verdict)
{
    report.rejectedSilent += verdict == Verdict::Silent ? 1 : 0;
    report.rejectedBroken += verdict == Verdict::Broken ? 1 : 0;
    report.rejectedCopies += verdict == Verdict::Copy ? 1 : 0;
    report.rejectedOther += verdict == Verdict::OffCategory ? 1 : 0;
}

tl::unexpected<Error> nothingUsable(const GenerateReport& report)
{
    const int draws = report.rejectedSilent + report.rejectedBroken + report.rejectedCopies
        + report.rejectedOther;
    return fail(ErrorCode::Inference,
                "none of " + std::to_string(draws)
                    + " draws gave a usable sound: " + std::to_string(report.rejectedCopies)
                    + " were near copies, " + std::to_string(report.rejectedSilent) + " silent, "
                    + std::to_string(report.rejectedBroken) + " broken, "
                    + std::to_string(report.rejectedOther) + " off category");
}

} // namespace

Verdict verdictFor(const GenerateParams& params, Verdict judged, double novelty)
{
    const bool isAsked = params.mode != DreamMode::Random
        && (judged == Verdict::Copy || judged == Verdict::OffCategory);
    const Verdict out = isAsked ? Verdict::Good : judged;
    return out == Verdict::Good && novelty < params.minNovelty ? Verdict::Copy : out;
}

Result<GenerateReport> dreamPlaces(const DreamCount& wanted, const DrawSound& draw,
                                   const std::function<void(const GeneratedSound&)>& onSound,
                                   TaskContext& task)
{
    GenerateReport out;
    const auto part = [&wanted](std::uint64_t at) {
        return static_cast<double>(at) / static_cast<double>(wanted.places);
    };
    for (std::uint64_t index = 0; index < wanted.places; ++index) {
        task.progress(part(index), "dreaming");
        TaskContext place = task.sub(part(index), part(index + 1));
        Verdict verdict = Verdict::Broken;
        for (std::uint64_t attempt = 0; attempt < wanted.attempts && verdict != Verdict::Good;
             ++attempt) {
            if (task.cancelled()) {
                return fail(ErrorCode::Cancelled, "dreaming was cancelled");
            }
            auto heard = draw(index, attempt, place);
            if (!heard) {
                return propagate(heard);
            }
            verdict = heard->verdict;
            count(out, verdict);
            if (verdict == Verdict::Good) {
                out.sounds.push_back(std::move(heard->sound));
            }
        }
        if (verdict == Verdict::Good && onSound) {
            onSound(out.sounds.back());
        }
    }
    if (out.sounds.empty()) {
        return nothingUsable(out);
    }
    task.progress(1.0, "dreaming");
    return out;
}

} // namespace nde::nn::vae
