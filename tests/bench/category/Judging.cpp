#include "tests/bench/category/Judging.h"

#include "core/base/Random.h"
#include "core/dsp/CategoryNames.h"
#include "core/nn/api/CategoryModel.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <numeric>
#include <thread>

namespace nde::bench {
namespace {

using nn::category::kClassCount;
using nn::category::kClasses;
using nn::category::Probabilities;

constexpr double kUnclearBelow = 0.45;
constexpr std::size_t kNoFold = static_cast<std::size_t>(-1);
using LabelP = std::array<double, kLabels.size()>;

/// Probabilities of the twelve labels; those of full drums, which no one-shot is, are left out.
LabelP labelsOf(const Probabilities& p)
{
    LabelP q {};
    double total = 0.0;
    for (std::size_t label = 0; label < q.size(); ++label) {
        for (std::size_t c = 0; c < kClassCount; ++c) {
            q[label] += (classesOfLabel(label) & maskOf(kClasses[c])) != 0
                ? static_cast<double>(p[c])
                : 0.0;
        }
        total += q[label];
    }
    for (double& value : q) {
        value /= total;
    }
    return q;
}

Probabilities sharpened(const Probabilities& p, double sharpness)
{
    Probabilities out {};
    double total = 0.0;
    for (std::size_t c = 0; c < kClassCount; ++c) {
        out[c] = static_cast<float>(std::pow(static_cast<double>(p[c]) + 1e-9, sharpness));
        total += static_cast<double>(out[c]);
    }
    for (float& value : out) {
        value = static_cast<float>(static_cast<double>(value) / total);
    }
    return out;
}

/// The name as a prior that does not outvote what is certain.
Probabilities withName(const Probabilities& p, const std::string& name, double odds)
{
    const auto claims = dsp::claimsOfName(name);
    if (claims.empty()) {
        return p;
    }
    std::array<float, kCategoryCount> byCategory {};
    for (std::size_t c = 0; c < kClassCount; ++c) {
        byCategory[static_cast<std::size_t>(kClasses[c])] = p[c];
    }
    dsp::weighByName(byCategory, claims, odds);
    Probabilities weighed {};
    for (std::size_t c = 0; c < kClassCount; ++c) {
        weighed[c] = byCategory[static_cast<std::size_t>(kClasses[c])];
    }
    return weighed;
}

Score scoreOf(std::span<const std::size_t> truth, std::span<const std::size_t> answer,
              std::size_t classes)
{
    Score score;
    score.confusion.assign(classes, std::vector<int>(classes));
    for (std::size_t i = 0; i < truth.size(); ++i) {
        ++score.confusion[truth[i]][answer[i]];
    }
    int right = 0;
    for (std::size_t t = 0; t < classes; ++t) {
        int row = 0;
        int column = 0;
        for (std::size_t c = 0; c < classes; ++c) {
            row += score.confusion[t][c];
            column += score.confusion[c][t];
        }
        right += score.confusion[t][t];
        score.macroF1 += 2.0 * score.confusion[t][t] / std::max(1, row + column)
            / static_cast<double>(classes);
    }
    score.accuracy = static_cast<double>(right) / static_cast<double>(truth.size());
    return score;
}

/// Minimises the negative log likelihood of the right label over the sounds outside `fold`.
double fitSharpness(const Verdicts& verdicts, std::size_t fold = kNoFold)
{
    double best = 1.0;
    double least = 1e300;
    for (double sharpness = 0.4; sharpness < 3.0; sharpness *= 1.02) {
        double loss = 0.0;
        for (std::size_t i = 0; i < verdicts.sounds.size(); ++i) {
            if (verdicts.folds[i] == fold) {
                continue;
            }
            const LabelP q = labelsOf(sharpened(verdicts.probabilities[i], sharpness));
            loss -= std::log(q[static_cast<std::size_t>(verdicts.sounds[i]->label)] + 1e-9);
        }
        if (loss < least) {
            least = loss;
            best = sharpness;
        }
    }
    return best;
}

std::size_t bestOf(std::span<const double> values)
{
    return static_cast<std::size_t>(std::max_element(values.begin(), values.end())
                                    - values.begin());
}

struct Sureness
{
    double confidence {};
    bool isRight {};
};

double accuracyOfHalf(std::vector<Sureness> items)
{
    std::stable_sort(items.begin(), items.end(), [](const Sureness& a, const Sureness& b) {
        return a.confidence > b.confidence;
    });
    const auto half = static_cast<std::ptrdiff_t>(items.size() / 2);
    const auto right = std::count_if(items.begin(), items.begin() + half,
                                     [](const Sureness& item) { return item.isRight; });
    return static_cast<double>(right) / static_cast<double>(half);
}

void judgeSureness(const std::vector<Sureness>& items, Report& report)
{
    std::array<double, 10> confidence {};
    std::array<double, 10> right {};
    std::array<double, 10> count {};
    double covered = 0.0;
    for (const Sureness& item : items) {
        const auto bin = std::min<std::size_t>(9, static_cast<std::size_t>(10.0 * item.confidence));
        confidence[bin] += item.confidence;
        right[bin] += item.isRight ? 1.0 : 0.0;
        count[bin] += 1.0;
        if (item.confidence >= kUnclearBelow) {
            covered += 1.0;
            report.coveredAccuracy += item.isRight ? 1.0 : 0.0;
        }
    }
    const auto all = static_cast<double>(items.size());
    report.coveredAccuracy /= std::max(1.0, covered);
    report.coverage = covered / all;
    for (std::size_t bin = 0; bin < count.size(); ++bin) {
        report.calibrationError += std::abs(confidence[bin] - right[bin]) / all;
    }
}

} // namespace

Verdicts crossValidate(const ExampleSet& set, const Recipe& recipe, int folds, std::uint64_t seed)
{
    const std::vector<int> fold = foldsOf(set, folds);
    const auto foldCount = static_cast<std::size_t>(folds);
    std::vector<nn::category::Network> networks(foldCount);
    for (auto& network : networks) {
        network.members.resize(recipe.members);
    }
    std::atomic<std::size_t> next {0};
    const auto work = [&] {
        for (std::size_t job = next++; job < foldCount * recipe.members; job = next++) {
            const std::size_t k = job % foldCount;
            const std::size_t member = job / foldCount;
            networks[k].members[member] = trainMember(
                set, [&](const Example& e) { return fold[e.pack] != static_cast<int>(k); }, recipe,
                streamSeed(seed, "member", member, k));
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
        threads.emplace_back(work);
    }
    work();
    for (std::thread& thread : threads) {
        thread.join();
    }
    Verdicts verdicts;
    for (const Example& example : set.examples) {
        if (example.origin == Origin::OneShot && !example.isCopy) {
            verdicts.sounds.push_back(&example);
            const auto k = static_cast<std::size_t>(fold[example.pack]);
            auto output = nn::category::run(networks[k], example.values);
            verdicts.probabilities.push_back(output.probabilities);
            verdicts.embeddings.push_back(std::move(output.embedding));
            verdicts.folds.push_back(k);
        }
    }
    verdicts.networks = std::move(networks);
    return verdicts;
}

NestedReport judgeNested(const ExampleSet& set, const Verdicts& verdicts,
                         std::span<const double> odds)
{
    std::vector<std::size_t> truth;
    for (const Example* sound : verdicts.sounds) {
        truth.push_back(static_cast<std::size_t>(sound->label));
    }
    std::vector<std::size_t> answer(truth.size());
    std::vector<Sureness> sure(truth.size());
    NestedReport nested;
    const std::size_t folds = verdicts.networks.size();
    for (std::size_t fold = 0; fold < folds; ++fold) {
        const double sharpness = fitSharpness(verdicts, fold);
        double most = -1.0;
        double chosen = 0.0;
        std::vector<std::size_t> answerHere;
        for (const double candidate : odds) {
            std::vector<std::size_t> truthOutside;
            std::vector<std::size_t> answerOutside;
            std::vector<std::size_t> inside;
            for (std::size_t i = 0; i < truth.size(); ++i) {
                const Probabilities p = sharpened(verdicts.probabilities[i], sharpness);
                const auto& name = set.names[verdicts.sounds[i]->sound];
                const std::size_t said = bestOf(labelsOf(withName(p, name, candidate)));
                if (verdicts.folds[i] == fold) {
                    inside.push_back(said);
                } else {
                    truthOutside.push_back(truth[i]);
                    answerOutside.push_back(said);
                }
            }
            const double f1 = scoreOf(truthOutside, answerOutside, kLabels.size()).macroF1;
            if (f1 > most) {
                most = f1;
                chosen = candidate;
                answerHere = inside;
            }
        }
        nested.odds.push_back(chosen);
        std::size_t k = 0;
        for (std::size_t i = 0; i < truth.size(); ++i) {
            if (verdicts.folds[i] == fold) {
                answer[i] = answerHere[k++];
                const LabelP q = labelsOf(sharpened(verdicts.probabilities[i], sharpness));
                sure[i] = {q[bestOf(q)], bestOf(q) == truth[i]};
            }
        }
    }
    nested.named = scoreOf(truth, answer, kLabels.size());
    Report sureness;
    judgeSureness(sure, sureness);
    nested.calibrationError = sureness.calibrationError;
    return nested;
}

Report judge(const ExampleSet& set, const Verdicts& verdicts, double nameOdds)
{
    Report report;
    report.sharpness = fitSharpness(verdicts);
    std::vector<std::size_t> truth;
    std::vector<std::size_t> answer;
    std::vector<std::size_t> answerNamed;
    std::vector<std::size_t> drumTruth;
    std::vector<std::size_t> drumAnswer;
    std::vector<Sureness> sure;
    std::vector<Sureness> sureNamed;
    for (std::size_t i = 0; i < verdicts.sounds.size(); ++i) {
        const Example& example = *verdicts.sounds[i];
        const auto label = static_cast<std::size_t>(example.label);
        const Probabilities p = sharpened(verdicts.probabilities[i], report.sharpness);
        const LabelP q = labelsOf(p);
        const LabelP named = labelsOf(withName(p, set.names[example.sound], nameOdds));
        truth.push_back(label);
        answer.push_back(bestOf(q));
        answerNamed.push_back(bestOf(named));
        sure.push_back({q[bestOf(q)], bestOf(q) == label});
        sureNamed.push_back({named[bestOf(named)], bestOf(named) == label});
        const auto drum = std::find(kDrumLabels.begin(), kDrumLabels.end(), label);
        if (drum != kDrumLabels.end()) {
            std::array<double, kDrumLabels.size()> among {};
            for (std::size_t k = 0; k < among.size(); ++k) {
                among[k] = q[kDrumLabels[k]];
            }
            drumTruth.push_back(static_cast<std::size_t>(drum - kDrumLabels.begin()));
            drumAnswer.push_back(bestOf(among));
        }
    }
    report.drums = scoreOf(drumTruth, drumAnswer, kDrumLabels.size());
    report.all = scoreOf(truth, answer, kLabels.size());
    report.named = scoreOf(truth, answerNamed, kLabels.size());
    report.confidentHalf = accuracyOfHalf(sure);
    report.confidentHalfNamed = accuracyOfHalf(sureNamed);
    judgeSureness(sure, report);
    return report;
}

CorrectionReport judgeCorrections(const Verdicts& verdicts)
{
    constexpr int kEach = 3;
    constexpr int kLeast = 8;
    CorrectionReport report;
    double rest = 0.0;
    double others = 0.0;
    std::map<std::uint16_t, std::vector<std::size_t>> packs;
    for (std::size_t i = 0; i < verdicts.sounds.size(); ++i) {
        packs[verdicts.sounds[i]->pack].push_back(i);
    }
    for (const auto& [pack, members] : packs) {
        if (members.size() < kLeast) {
            continue;
        }
        const std::size_t fold = verdicts.folds[members.front()];
        const auto bytes = nn::category::writeNetwork(verdicts.networks[fold]);
        const auto model = nn::CategoryModel::read(bytes);
        if (!model) {
            continue;
        }
        std::map<int, int> seen;
        std::vector<nn::CategoryCorrection> corrections;
        std::vector<bool> isCorrected(verdicts.sounds.size());
        for (const std::size_t i : members) {
            if (seen[verdicts.sounds[i]->label]++ < kEach) {
                isCorrected[i] = true;
                const auto label = static_cast<std::size_t>(verdicts.sounds[i]->label);
                corrections.push_back({verdicts.embeddings[i], *categoryFromId(kLabels[label])});
            }
        }
        report.corrected += static_cast<int>(corrections.size());
        const nn::LocalHead head(*model, corrections);
        for (std::size_t i = 0; i < verdicts.sounds.size(); ++i) {
            if (verdicts.folds[i] != fold || isCorrected[i]) {
                continue;
            }
            const auto label = static_cast<std::size_t>(verdicts.sounds[i]->label);
            const auto base = model->judge(verdicts.embeddings[i]);
            const auto mixed = head.judge(verdicts.embeddings[i], *base);
            Probabilities p {};
            for (std::size_t c = 0; c < kClassCount; ++c) {
                p[c] = mixed[static_cast<std::size_t>(kClasses[c])];
            }
            const double before = bestOf(labelsOf(verdicts.probabilities[i])) == label ? 1.0 : 0.0;
            const double after = bestOf(labelsOf(p)) == label ? 1.0 : 0.0;
            const bool isOfPack = verdicts.sounds[i]->pack == pack;
            (isOfPack ? rest : others) += 1.0;
            (isOfPack ? report.packBefore : report.othersBefore) += before;
            (isOfPack ? report.packAfter : report.othersAfter) += after;
        }
    }
    for (double* share : {&report.packBefore, &report.packAfter}) {
        *share /= std::max(1.0, rest);
    }
    for (double* share : {&report.othersBefore, &report.othersAfter}) {
        *share /= std::max(1.0, others);
    }
    return report;
}

std::string tableOf(const Score& score, std::span<const std::size_t> labels)
{
    std::string text(8, ' ');
    const auto padded = [](std::string word) {
        return std::string(word.size() < 7 ? 7 - word.size() : 0, ' ') + word;
    };
    for (const std::size_t label : labels) {
        text += padded(kLabels[label]);
    }
    for (std::size_t t = 0; t < labels.size(); ++t) {
        text += "\n " + padded(kLabels[labels[t]]);
        for (const int count : score.confusion[t]) {
            text += padded(std::to_string(count));
        }
    }
    return text + '\n';
}

std::string packTable(const ExampleSet& set, const Verdicts& verdicts)
{
    std::map<std::uint16_t, std::pair<int, int>> packs;
    for (std::size_t i = 0; i < verdicts.sounds.size(); ++i) {
        auto& [all, right] = packs[verdicts.sounds[i]->pack];
        ++all;
        right += bestOf(labelsOf(verdicts.probabilities[i]))
                == static_cast<std::size_t>(verdicts.sounds[i]->label)
            ? 1
            : 0;
    }
    std::string text;
    for (const auto& [pack, counts] : packs) {
        if (counts.first >= 8) {
            text += std::to_string(counts.first) + "  "
                + std::to_string(100 * counts.second / counts.first) + " %  " + set.packs[pack]
                + '\n';
        }
    }
    return text;
}

} // namespace nde::bench
