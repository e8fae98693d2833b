#include "tests/bench/category/Trainer.h"

#include "core/base/Random.h"
#include "tests/bench/category/LayerMath.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>

namespace nde::bench {
namespace {

using nn::category::kClassCount;
using nn::category::kClasses;
using nn::category::Layer;
using nn::category::Member;

constexpr std::size_t kInputs = dsp::kCategoryInputs;

/// Examples and how often each is drawn.
struct Deck
{
    std::vector<const Example*> cards;
    std::vector<double> upTo; ///< running sum of weights

    [[nodiscard]] const Example& draw(Random& random) const
    {
        const auto at = std::upper_bound(upTo.begin(), upTo.end(), random.uniform() * upTo.back());
        return *cards[std::min(cards.size() - 1, static_cast<std::size_t>(at - upTo.begin()))];
    }
};

/// A label, or for sounds without one the first class they may be.
int groupOf(const Example& example)
{
    return example.label >= 0
        ? example.label
        : static_cast<int>(kLabels.size()) + std::countr_zero(example.classes);
}

/// Within an origin a class counts by its size to the power 1 − `classes`, a pack within its class
/// by its size to the power 1 − `packs`.
Deck deckOf(const ExampleSet& set, const std::function<bool(const Example&)>& isLearnt,
            const Recipe& recipe)
{
    using Key = std::pair<int, int>;
    std::map<std::pair<Key, int>, double> packSize; // ((origin, group), pack)
    std::map<Key, double> groupSize;
    Deck deck;
    for (const Example& example : set.examples) {
        if (isLearnt(example)) {
            const Key key {static_cast<int>(example.origin), groupOf(example)};
            packSize[{key, example.pack}] += 1.0;
            groupSize[key] += 1.0;
            deck.cards.push_back(&example);
        }
    }
    std::map<Key, double> packWeights;
    for (const auto& [key, size] : packSize) {
        packWeights[key.first] += std::pow(size, 1.0 - recipe.packs);
    }
    std::map<int, double> groupWeights;
    for (const auto& [key, size] : groupSize) {
        groupWeights[key.first] += std::pow(size, 1.0 - recipe.classes);
    }
    const std::array<double, 3> shares {recipe.recorded, recipe.extra,
                                        1.0 - recipe.recorded - recipe.extra};
    double sum = 0.0;
    for (const Example* example : deck.cards) {
        const Key key {static_cast<int>(example->origin), groupOf(*example)};
        const double size = packSize[{key, example->pack}];
        const double inGroup = std::pow(size, -recipe.packs) / packWeights[key];
        const double group
            = std::pow(groupSize[key], 1.0 - recipe.classes) / groupWeights[key.first];
        sum += shares[static_cast<std::size_t>(key.first)] * group * inGroup;
        deck.upTo.push_back(sum);
    }
    return deck;
}

/// AdamW. @source  Loshchilov, Hutter, "Decoupled weight decay regularization", ICLR 2019.
class Adam
{
public:
    explicit Adam(std::size_t count)
        : m_mean(count)
        , m_square(count)
    {
    }
    void step(std::vector<float>& values, const std::vector<float>& gradient, int t, double rate,
              double decay)
    {
        const auto a = static_cast<float>(rate / (1.0 - std::pow(0.9, t)));
        const auto b = static_cast<float>(1.0 / (1.0 - std::pow(0.999, t)));
        const auto keep = static_cast<float>(1.0 - rate * decay);
        for (std::size_t i = 0; i < values.size(); ++i) {
            m_mean[i] = 0.9F * m_mean[i] + 0.1F * gradient[i];
            m_square[i] = 0.999F * m_square[i] + 0.001F * gradient[i] * gradient[i];
            values[i] = keep * values[i] - a * m_mean[i] / (std::sqrt(b * m_square[i]) + 1e-8F);
        }
    }

private:
    std::vector<float> m_mean;
    std::vector<float> m_square;
};

/// One member in training: values and gradients of a batch.
class Session
{
public:
    Session(const Deck& deck, const Recipe& recipe, std::uint64_t seed)
        : m_deck(deck)
        , m_recipe(recipe)
        , m_random(seed)
    {
        setScaling();
        const std::array<std::size_t, 4> sizes {kInputs, recipe.first, recipe.second, kClassCount};
        for (std::size_t k = 0; k < 3; ++k) {
            Layer layer {sizes[k], sizes[k + 1], std::vector<float>(sizes[k] * sizes[k + 1]),
                         std::vector<float>(sizes[k + 1])};
            const double deviation = std::sqrt(2.0 / static_cast<double>(sizes[k]));
            for (float& weight : layer.weights) {
                weight = static_cast<float>(deviation * m_random.normal());
            }
            m_gradient[k] = layer;
            m_member.layers[k] = std::move(layer);
            m_weightSteps.emplace_back(sizes[k] * sizes[k + 1]);
            m_biasSteps.emplace_back(sizes[k + 1]);
            m_in[k].resize(recipe.batch * sizes[k]);
            m_dIn[k].resize(recipe.batch * sizes[k]);
        }
        m_logits.resize(recipe.batch * kClassCount);
        m_dLogits.resize(recipe.batch * kClassCount);
    }

    Member train()
    {
        for (int step = 1; step <= m_recipe.steps; ++step) {
            fillBatch();
            for (std::size_t k = 0; k < 3; ++k) {
                std::vector<float>& out = k < 2 ? m_in[k + 1] : m_logits;
                forward(m_member.layers[k], m_in[k], out);
                if (k < 2) {
                    rectifyAndDrop(out, m_recipe.drop);
                }
            }
            differentiate();
            for (std::size_t k = 3; k-- > 0;) {
                backward(m_member.layers[k], m_in[k], k < 2 ? m_dIn[k + 1] : m_dLogits,
                         m_gradient[k], k > 0 ? &m_dIn[k] : nullptr);
                for (std::size_t i = 0; k > 0 && i < m_dIn[k].size(); ++i) {
                    m_dIn[k][i] = m_in[k][i] > 0.0F
                        ? m_dIn[k][i] / static_cast<float>(1.0 - m_recipe.drop)
                        : 0.0F;
                }
            }
            update(step);
        }
        return std::move(m_member);
    }

private:
    void setScaling()
    {
        std::vector<double> sum(kInputs);
        std::vector<double> squares(kInputs);
        for (const Example* example : m_deck.cards) {
            for (std::size_t i = 0; i < kInputs; ++i) {
                const auto x = static_cast<double>(example->values[i]);
                sum[i] += x;
                squares[i] += x * x;
            }
        }
        const auto count = static_cast<double>(m_deck.cards.size());
        for (std::size_t i = 0; i < kInputs; ++i) {
            const double mean = sum[i] / count;
            m_member.mean.push_back(static_cast<float>(mean));
            m_member.scale.push_back(static_cast<float>(
                1.0 / std::sqrt(std::max(1e-10, squares[i] / count - mean * mean))));
        }
        // What a member does not look at is scaled to 0.
        std::vector<std::size_t> order(kInputs);
        std::iota(order.begin(), order.end(), 0);
        const auto kept = static_cast<std::size_t>(m_recipe.features * kInputs);
        for (std::size_t i = kInputs; i > kept; --i) {
            std::swap(order[i - 1], order[m_random.below(i)]);
            m_member.scale[order[i - 1]] = 0.0F;
        }
    }

    /// Inputs with noise, some of them mixed with a second example.
    void fillBatch()
    {
        m_targets.assign(m_recipe.batch, {});
        std::vector<float> scaled(kInputs);
        const double inputDrop = 0.4 * m_recipe.drop;
        const auto keepGain = static_cast<float>(1.0 / (1.0 - inputDrop));
        for (std::size_t row = 0; row < m_recipe.batch; ++row) {
            const Example& main = m_deck.draw(m_random);
            Target& target = m_targets[row];
            target = {main.classes, main.classes, 1.0F};
            const std::span<float> in(m_in[0].data() + row * kInputs, kInputs);
            nn::category::scaleInputs(m_member, main.values, in);
            if (m_random.uniform() < m_recipe.mix) {
                const Example& other = m_deck.draw(m_random);
                target.other = other.classes;
                const double u = m_random.uniform();
                target.share = static_cast<float>(1.0 - 0.5 * u * u);
                nn::category::scaleInputs(m_member, other.values, scaled);
                for (std::size_t i = 0; i < kInputs; ++i) {
                    in[i] = target.share * in[i] + (1.0F - target.share) * scaled[i];
                }
            }
            const double reach = m_recipe.noise * std::sqrt(3.0);
            for (std::size_t i = 0; i < kInputs; ++i) {
                const bool isKept = m_member.scale[i] > 0.0F && m_random.uniform() >= inputDrop;
                in[i] = isKept
                    ? keepGain * (in[i] + static_cast<float>(m_random.uniform(-reach, reach)))
                    : 0.0F;
            }
        }
    }

    void rectifyAndDrop(std::vector<float>& values, double drop)
    {
        const auto gain = static_cast<float>(1.0 / (1.0 - drop));
        for (float& value : values) {
            value = value > 0.0F && m_random.uniform() >= drop ? gain * value : 0.0F;
        }
    }

    /// −log of the probability of all allowed classes together.
    void differentiate()
    {
        for (std::size_t row = 0; row < m_recipe.batch; ++row) {
            const float* logits = m_logits.data() + row * kClassCount;
            const float top = *std::max_element(logits, logits + kClassCount);
            std::array<float, kClassCount> p {};
            float total = 0.0F;
            for (std::size_t c = 0; c < kClassCount; ++c) {
                p[c] = std::exp(logits[c] - top);
                total += p[c];
            }
            const Target& target = m_targets[row];
            std::array<float, 2> allowed {1e-9F, 1e-9F};
            for (std::size_t c = 0; c < kClassCount; ++c) {
                p[c] /= total;
                allowed[0] += (target.main & maskOf(kClasses[c])) != 0 ? p[c] : 0.0F;
                allowed[1] += (target.other & maskOf(kClasses[c])) != 0 ? p[c] : 0.0F;
            }
            const auto smooth = static_cast<float>(m_recipe.smooth);
            for (std::size_t c = 0; c < kClassCount; ++c) {
                const bool inMain = (target.main & maskOf(kClasses[c])) != 0;
                const bool inOther = (target.other & maskOf(kClasses[c])) != 0;
                const float right = target.share * (inMain ? p[c] / allowed[0] : 0.0F)
                    + (1.0F - target.share) * (inOther ? p[c] / allowed[1] : 0.0F);
                const float even = 1.0F / static_cast<float>(kClassCount);
                m_dLogits[row * kClassCount + c] = (p[c] - (1.0F - smooth) * right - smooth * even)
                    / static_cast<float>(m_recipe.batch);
            }
        }
    }

    void update(int step)
    {
        const double at = static_cast<double>(step) / m_recipe.steps;
        const double rate = m_recipe.rate
            * (at < 0.1 ? at / 0.1 : 0.5 + 0.5 * std::cos(std::numbers::pi * (at - 0.1) / 0.9));
        for (std::size_t k = 0; k < 3; ++k) {
            m_weightSteps[k].step(m_member.layers[k].weights, m_gradient[k].weights, step, rate,
                                  m_recipe.decay);
            m_biasSteps[k].step(m_member.layers[k].bias, m_gradient[k].bias, step, rate, 0.0);
        }
    }

    struct Target
    {
        ClassMask main {};
        ClassMask other {};
        float share {1.0F};
    };

    const Deck& m_deck;
    const Recipe& m_recipe;
    Random m_random;
    Member m_member;
    std::array<Layer, 3> m_gradient;
    std::vector<Adam> m_weightSteps;
    std::vector<Adam> m_biasSteps;
    std::array<std::vector<float>, 3> m_in; ///< of each layer, [batch, inputs]
    std::array<std::vector<float>, 3> m_dIn;
    std::vector<float> m_logits;
    std::vector<float> m_dLogits;
    std::vector<Target> m_targets;
};

} // namespace

Member trainMember(const ExampleSet& set, const std::function<bool(const Example&)>& isLearnt,
                   const Recipe& recipe, std::uint64_t seed)
{
    const Deck deck = deckOf(set, isLearnt, recipe);
    return Session(deck, recipe, seed).train();
}

std::vector<int> foldsOf(const ExampleSet& set, int folds)
{
    std::vector<int> size(set.packs.size());
    for (const Example& example : set.examples) {
        size[example.pack] += example.origin == Origin::OneShot && !example.isCopy ? 1 : 0;
    }
    std::vector<std::size_t> order(size.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return size[a] > size[b]; });
    std::vector<int> fold(size.size(), -1);
    std::vector<int> load(static_cast<std::size_t>(folds));
    for (const std::size_t pack : order) {
        if (size[pack] > 0) {
            const auto least = std::min_element(load.begin(), load.end());
            fold[pack] = static_cast<int>(least - load.begin());
            *least += size[pack];
        }
    }
    return fold;
}

} // namespace nde::bench
