#include "core/services/CategoryJudge.h"

#include "core/db/StemRepository.h"
#include "core/dsp/CategoryNames.h"
#include "core/services/CharacterBook.h"
#include "core/services/Files.h"
#include "core/services/Measure.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cmath>

// At file scope, as Qt wants it of a resource in a static library.
static void loadCategoryResource()
{
    Q_INIT_RESOURCE(nde_category_model);
}

namespace nde::services {
namespace {

constexpr double kTrackIsMix = 0.8;
constexpr int kPage = 512;

Result<nn::CategoryModel> readShipped()
{
    loadCategoryResource();
    QFile file(QStringLiteral(":/nde/models/category.safetensors"));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::ModelMissing, "the category network is not in this program");
    }
    const QByteArray bytes = file.readAll();
    return nn::CategoryModel::read(std::as_bytes(
        std::span<const char>(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
}

void leaveOut(nn::CategoryProbabilities& p, Category category)
{
    float& gone = p[static_cast<std::size_t>(category)];
    const float rest = 1.0F - gone;
    gone = 0.0F;
    for (float& value : p) {
        value = rest > 1e-6F ? value / rest : 0.0F;
    }
}

/// Which answer of the hit classifier a drum's word belongs to; -1 = none, it is no drum.
int hitGroup(std::size_t category)
{
    switch (static_cast<Category>(category)) {
    case Category::Kick:
        return 0;
    case Category::Snare:
    case Category::Clap:
        return 1;
    case Category::Hihat:
    case Category::OpenHihat:
    case Category::Cymbal:
        return 2;
    case Category::Tom:
    case Category::Perc:
        return 3;
    default:
        return -1;
    }
}

/// How much of the beginning of a slice is the tail of what sounded before, 0 … 1: the level of the
/// 15 ms before it, re that of its first 30 ms; 1 from −14 dB on.
double ringing(std::span<const float> slice, std::span<const float> before, int sampleRate)
{
    const auto level = [](std::span<const float> part) {
        double sum = 0.0;
        for (const float x : part) {
            sum += static_cast<double>(x) * static_cast<double>(x);
        }
        return part.empty() ? 0.0 : std::sqrt(sum / static_cast<double>(part.size()));
    };
    const auto frames = [sampleRate](double s) { return static_cast<std::size_t>(s * sampleRate); };
    const double now = level(slice.first(std::min(slice.size(), frames(0.03))));
    const double then = level(before.last(std::min(before.size(), frames(0.015))));
    constexpr double kRings = 0.2;
    return now > 0.0 ? std::clamp(then / now / kRings, 0.0, 1.0) : 1.0;
}

/// Two witnesses of one hit: the network's probabilities of drums, each weighed with what the hit
/// classifier gives its group. Nothing else than drums is in a drum stem.
/// @param ring  0 … 1: as far as an older sound still rings, the network hears that one too, and
///              its word counts within the hit classifier's group only.
void weighByHit(nn::CategoryProbabilities& p, const dsp::CategoryGuess& heard, double ring)
{
    constexpr float kLeast = 0.02F; ///< a network that is sure may be wrong about a slice
    const int said = heard.category == Category::Other
        ? 3
        : hitGroup(static_cast<std::size_t>(heard.category));
    const auto sure = static_cast<float>(std::clamp(heard.confidence, 0.25, 0.97));
    float total = 0.0F;
    for (std::size_t c = 0; c < p.size(); ++c) {
        const int group = hitGroup(c);
        const float other = (1.0F - sure) / 3.0F * static_cast<float>(1.0 - ring);
        const float weight = group < 0 ? 0.0F : group == said ? sure : other;
        p[c] = weight * (p[c] + kLeast);
        total += p[c];
    }
    for (float& value : p) {
        value /= total;
    }
}

CategoryVerdict verdictOf(const nn::CategoryProbabilities& p)
{
    CategoryVerdict verdict;
    std::array<std::size_t, kCategoryCount> order {};
    for (std::size_t c = 0; c < order.size(); ++c) {
        order[c] = c;
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return p[a] > p[b]; });
    for (std::size_t rank = 0; rank < verdict.best.size(); ++rank) {
        verdict.best[rank] = {static_cast<Category>(order[rank]),
                              std::clamp(static_cast<double>(p[order[rank]]), 0.0, 1.0)};
    }
    verdict.confidence = verdict.best[0].probability;
    verdict.category
        = verdict.confidence >= kUnclearBelow ? verdict.best[0].category : Category::Unclear;
    return verdict;
}

} // namespace

const Result<nn::CategoryModel>& shippedCategoryModel()
{
    static const Result<nn::CategoryModel> model = readShipped();
    return model;
}

std::vector<CategoryRank> ranksOf(const CategoryVerdict& verdict)
{
    constexpr double kOutOfTheQuestion = 0.005; ///< "0 %"
    std::vector<CategoryRank> ranks;
    for (const CategoryRank& rank : verdict.best) {
        if (rank.probability >= kOutOfTheQuestion) {
            ranks.push_back(rank);
        }
    }
    return ranks;
}

CategoryVerdict judgeCategory(nn::CategoryProbabilities probabilities, SoundClass soundClass,
                              const QString& path)
{
    const QFileInfo info(path);
    const auto claims
        = dsp::claimsOfName(toStd(QString(info.dir().dirName() + u'/' + info.completeBaseName())));
    if (soundClass == SoundClass::Track && claims.empty()) {
        CategoryVerdict verdict = verdictOf(probabilities);
        verdict.best = {{{Category::Mix, kTrackIsMix}, verdict.best[0], verdict.best[1]}};
        for (std::size_t rank = 1; rank < verdict.best.size(); ++rank) {
            verdict.best[rank].probability *= 1.0 - kTrackIsMix;
        }
        verdict.category = Category::Mix;
        verdict.confidence = kTrackIsMix;
        return verdict;
    }
    if (soundClass == SoundClass::OneShot) {
        leaveOut(probabilities, Category::Drums);
    }
    if (!claims.empty()) {
        dsp::weighByName(probabilities, claims);
    }
    CategoryVerdict verdict = verdictOf(probabilities);
    if (!claims.empty() && dsp::isFinerWord(claims.front().category, verdict.category)) {
        verdict.category = claims.front().category;
        verdict.best[0].category = claims.front().category;
    }
    return verdict;
}

CategoryJudge::CategoryJudge(nn::CategoryModel model, nn::LocalHead head)
    : m_model(std::move(model))
    , m_head(std::move(head))
{
}

Result<CategoryJudge> CategoryJudge::create()
{
    const auto& model = shippedCategoryModel();
    if (!model) {
        return propagate(model);
    }
    return CategoryJudge(*model, {});
}

Result<CategoryJudge> CategoryJudge::create(db::EmbeddingRepository& embeddings)
{
    const auto& model = shippedCategoryModel();
    if (!model) {
        return propagate(model);
    }
    auto corrected = embeddings.corrected(model->hash());
    if (!corrected) {
        return propagate(corrected);
    }
    std::vector<nn::CategoryCorrection> corrections;
    for (auto& stored : *corrected) {
        // "Unclear" said by the user names nothing that others could be like.
        if (stored.category != Category::Unclear) {
            corrections.push_back({std::move(stored.vector), stored.category});
        }
    }
    return CategoryJudge(*model, nn::LocalHead(*model, std::move(corrections)));
}

CategoryVerdict CategoryJudge::judge(const nn::CategoryOpinion& opinion, SoundClass soundClass,
                                     const QString& path) const
{
    if (opinion.isSilent) {
        return {};
    }
    return judgeCategory(m_head.judge(opinion.embedding, opinion.probabilities), soundClass, path);
}

Result<CategoryVerdict> CategoryJudge::judge(const std::vector<float>& embedding,
                                             SoundClass soundClass, const QString& path) const
{
    const auto base = m_model.judge(embedding);
    if (!base) {
        return propagate(base);
    }
    return judgeCategory(m_head.judge(embedding, *base), soundClass, path);
}

dsp::SliceClassifier CategoryJudge::sliceClassifier() const
{
    return [judge = *this](std::span<const float> slice, std::span<const float>, int sampleRate) {
        const auto opinion = judge.m_model.classify(slice, sampleRate);
        if (!opinion || opinion->isSilent) {
            return dsp::CategoryGuess {};
        }
        auto p = judge.m_head.judge(opinion->embedding, opinion->probabilities);
        leaveOut(p, Category::Drums);
        const CategoryVerdict verdict = verdictOf(p);
        return dsp::CategoryGuess {verdict.category, verdict.confidence};
    };
}

dsp::HitRefiner CategoryJudge::hitRefiner() const
{
    return [judge = *this](std::span<const float> slice, std::span<const float> before,
                           int sampleRate, const dsp::CategoryGuess& heard) {
        const auto opinion = judge.m_model.classify(slice, sampleRate);
        if (!opinion || opinion->isSilent) {
            return heard;
        }
        auto p = judge.m_head.judge(opinion->embedding, opinion->probabilities);
        weighByHit(p, heard, ringing(slice, before, sampleRate));
        const CategoryVerdict verdict = verdictOf(p);
        return dsp::CategoryGuess {verdict.best[0].category, verdict.confidence};
    };
}

Result<std::vector<StemId>> rejudgeCategories(std::shared_ptr<db::Database> database,
                                              TaskContext& task)
{
    db::EmbeddingRepository embeddings(database);
    db::StemRepository stems(database);
    const auto judge = CategoryJudge::create(embeddings);
    if (!judge) {
        return propagate(judge);
    }
    const CharacterBook book(stems);
    std::vector<StemId> changed;
    for (StemId after = 0;;) {
        const auto page = embeddings.judged(judge->model().hash(), after, kPage);
        if (!page) {
            return propagate(page);
        }
        if (page->empty()) {
            return changed;
        }
        after = page->back().stem;
        for (const auto& stored : *page) {
            if (task.cancelled()) {
                return fail(ErrorCode::Cancelled, "judging categories anew was cancelled");
            }
            const auto verdict = judge->judge(stored.vector, stored.soundClass, toQt(stored.path));
            const bool isNews = verdict
                && (verdict->category != stored.category
                    || std::abs(verdict->confidence - stored.categoryConfidence) > 1e-6);
            if (!isNews) {
                continue; // an embedding that is broken waits for the next analysis
            }
            auto stem = stems.byId(stored.stem);
            if (!stem && stem.error().code == ErrorCode::NotFound) {
                continue; // removed in the meantime
            }
            if (!stem) {
                return propagate(stem);
            }
            stem->category = verdict->category;
            stem->categoryConfidence = verdict->confidence;
            stem->descriptors.categories = ranksOf(*verdict);
            requalify(*stem, &book);
            if (book.error()) {
                return tl::unexpected<Error>(*book.error());
            }
            if (auto done = stems.updateAnalysis(*stem); !done) {
                return propagate(done);
            }
            changed.push_back(stored.stem);
        }
    }
}

} // namespace nde::services
