#include "core/nn/vae/Dataset.h"

#include "core/nn/Gemm.h"
#include "core/nn/vae/Analysis.h"
#include "core/nn/vae/SoundMetrics.h"
#include "core/nn/vae/Workers.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numeric>
#include <tuple>

namespace nde::nn::vae {

namespace {

constexpr std::size_t kFewSounds = 50; ///< below, twice as many variants
constexpr std::size_t kMostRows = 6000; ///< 0.7 GB; large sets get fewer variants
constexpr double kDuplicateCorrelation = 0.98;
constexpr std::size_t kBlock = 128;

tl::unexpected<Error> cancelledError()
{
    return fail(ErrorCode::Cancelled, "training was cancelled");
}

/// Unit-energy copies of the sounds [first, first + count). [count, kLength]
std::vector<float> normalisedBlock(const std::vector<DatasetSound>& sounds, std::size_t first,
                                   std::size_t count)
{
    std::vector<float> out;
    out.reserve(count * kLength);
    for (std::size_t i = first; i < first + count; ++i) {
        double energy = 1e-12;
        for (const float sample : sounds[i].aligned.samples) {
            energy += static_cast<double>(sample) * sample;
        }
        const auto gain = static_cast<float>(1.0 / std::sqrt(energy));
        for (const float sample : sounds[i].aligned.samples) {
            out.push_back(sample * gain);
        }
    }
    return out;
}

/// For each sound whether it correlates with an earlier one that is kept.
Result<std::vector<bool>> findDuplicates(const std::vector<DatasetSound>& sounds, TaskContext& task)
{
    std::vector<bool> isDuplicate(sounds.size(), false);
    std::vector<float> products(kBlock * kBlock);
    for (std::size_t a = 0; a < sounds.size(); a += kBlock) {
        const std::size_t rows = std::min(kBlock, sounds.size() - a);
        const auto later = normalisedBlock(sounds, a, rows);
        for (std::size_t b = 0; b <= a; b += kBlock) {
            if (task.cancelled()) {
                return cancelledError();
            }
            const std::size_t columns = std::min(kBlock, sounds.size() - b);
            const auto earlier = normalisedBlock(sounds, b, columns);
            multiply(rows, columns, kLength, {later.data(), kLength, false},
                     {earlier.data(), kLength, true}, products.data());
            for (std::size_t i = 0; i < rows; ++i) {
                for (std::size_t j = 0; j < columns && b + j < a + i; ++j) {
                    isDuplicate[a + i] = isDuplicate[a + i]
                        || (!isDuplicate[b + j]
                            && products[i * columns + j] > kDuplicateCorrelation);
                }
            }
        }
    }
    return isDuplicate;
}

/// Indices in the order of content, so that the order of input does not matter.
std::vector<std::size_t> contentOrder(const std::vector<TrainingSound>& sounds)
{
    std::vector<std::size_t> order(sounds.size());
    std::iota(order.begin(), order.end(), std::size_t {0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::tie(sounds[a].contentHash, sounds[a].id)
            < std::tie(sounds[b].contentHash, sounds[b].id);
    });
    return order;
}

Result<> alignAll(const std::vector<TrainingSound>& sounds, Dataset& data, TaskContext& task)
{
    const auto order = contentOrder(sounds);
    std::vector<DatasetSound> all(order.size());
    const auto alignOne = [&](std::size_t i, std::size_t) {
        const TrainingSound& sound = sounds[order[i]];
        all[i] = {sound.id,       sound.contentHash, sound.group,        sound.name, sound.licence,
                  sound.category, sound.weight,      align(sound.audio), false};
    };
    const auto poll = [&](std::size_t done) {
        task.progress(static_cast<double>(done) / static_cast<double>(all.size()), "aligning");
        return !task.cancelled();
    };
    if (!forItems(all.size(), workerCount(), alignOne, poll)) {
        return cancelledError();
    }
    for (DatasetSound& sound : all) {
        if (sound.aligned.problem.empty()) {
            data.sounds.push_back(std::move(sound));
        } else {
            data.dropped.push_back({sound.id, sound.aligned.problem});
        }
    }
    const auto isDuplicate = findDuplicates(data.sounds, task);
    if (!isDuplicate) {
        return propagate(isDuplicate);
    }
    std::vector<DatasetSound> kept;
    for (std::size_t i = 0; i < data.sounds.size(); ++i) {
        if ((*isDuplicate)[i]) {
            data.dropped.push_back({data.sounds[i].id, "near duplicate"});
        } else {
            kept.push_back(std::move(data.sounds[i]));
        }
    }
    data.sounds = std::move(kept);
    return {};
}

/// "12 too short, 3 near duplicates" for the sentence that says why there are too few.
std::string reasonsText(const std::vector<DroppedSound>& dropped)
{
    std::map<std::string, int> counts;
    for (const DroppedSound& sound : dropped) {
        ++counts[sound.reason];
    }
    std::string out;
    for (const auto& [reason, count] : counts) {
        out += (out.empty() ? "" : ", ") + std::to_string(count) + " " + reason;
    }
    return out;
}

int variantsFor(int wanted, std::size_t sounds)
{
    const int few = sounds < kFewSounds ? std::min(8, 2 * wanted) : wanted;
    const std::size_t room = sounds < kMostRows ? (kMostRows - sounds) / sounds : 0;
    return static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(few), room));
}

} // namespace

std::vector<bool> chooseValidation(const std::vector<std::string>& groups, double share,
                                   std::uint64_t seed, bool& isByGroup)
{
    const std::size_t count = groups.size();
    std::vector<bool> out(count, false);
    isByGroup = false;
    const auto wanted = static_cast<std::size_t>(share * static_cast<double>(count));
    if (count < kFewestForNetwork || wanted == 0) {
        return out;
    }
    std::map<std::string, std::size_t> sizes;
    for (const std::string& group : groups) {
        ++sizes[group];
    }
    std::vector<std::string> names;
    for (const auto& entry : sizes) {
        names.push_back(entry.first);
    }
    Random random(streamSeed(seed, "vae.validation"));
    for (std::size_t i = names.size(); i > 1; --i) {
        std::swap(names[i - 1], names[random.below(i)]);
    }
    std::size_t taken = 0;
    std::map<std::string, bool> isTaken;
    for (const std::string& name : names) {
        // A group much larger than the whole set wanted would starve training.
        if (taken < wanted && taken + sizes[name] <= wanted + wanted / 2 + 1) {
            isTaken[name] = true;
            taken += sizes[name];
        }
    }
    isByGroup = 2 * taken >= wanted;
    if (isByGroup) {
        for (std::size_t i = 0; i < count; ++i) {
            out[i] = isTaken[groups[i]];
        }
        return out;
    }
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t {0});
    for (std::size_t i = 0; i < wanted; ++i) {
        std::swap(order[i], order[i + random.below(count - i)]);
        out[order[i]] = true;
    }
    return out;
}

namespace {

/// Rows of all sounds, then of the variants, each computed by one of several threads.
Result<> analyseAll(Dataset& data, const std::vector<std::pair<std::uint32_t, int>>& variants,
                    std::uint64_t seed, TaskContext& task)
{
    const std::size_t count = data.sounds.size();
    const std::size_t workers = workerCount();
    std::vector<std::unique_ptr<Analyser>> analysers(workers);
    for (auto& analyser : analysers) {
        analyser = std::make_unique<Analyser>();
    }
    data.rows.resize((count + variants.size()) * kVectorSize);
    data.embeddings.resize(count * kEmbeddingSize);
    const auto put = [&data](std::size_t row, const std::vector<float>& v) {
        std::copy_n(v.begin(), kVectorSize,
                    data.rows.begin() + static_cast<std::ptrdiff_t>(row * kVectorSize));
    };
    const auto original = [&](std::size_t i, std::size_t worker) {
        const auto& samples = data.sounds[i].aligned.samples;
        put(i, analysers[worker]->analyse(samples));
        const auto embedding = soundEmbedding(samples);
        std::copy(embedding.begin(), embedding.end(),
                  data.embeddings.begin() + static_cast<std::ptrdiff_t>(i * kEmbeddingSize));
    };
    const auto variant = [&](std::size_t i, std::size_t worker) {
        const auto [sound, number] = variants[i];
        Random random(streamSeed(seed, "vae.augment", sound, static_cast<std::uint64_t>(number)));
        const auto made = augment(data.sounds[sound].aligned.samples, random);
        put(count + i,
            analysers[worker]->analyseVariant(made.samples, made.speed,
                                              {data.row(sound), kVectorSize}));
    };
    const auto poll = [&](std::size_t before) {
        return [&task, &data, before](std::size_t done) {
            task.progress(static_cast<double>(before + done) / static_cast<double>(data.rowCount()),
                          "analysing");
            return !task.cancelled();
        };
    };
    const bool isDone = forItems(count, workers, original, poll(0))
        && forItems(variants.size(), workers, variant, poll(count));
    return isDone ? Result<> {} : Result<> {cancelledError()};
}

} // namespace

Result<Dataset> buildDataset(const std::vector<TrainingSound>& sounds, const TrainParams& params,
                             TaskContext& task)
{
    Dataset data;
    TaskContext aligning = task.sub(0.0, 0.2);
    if (const auto aligned = alignAll(sounds, data, aligning); !aligned) {
        return propagate(aligned);
    }
    const std::size_t count = data.sounds.size();
    if (count < kFewestSounds) {
        const std::string reasons = reasonsText(data.dropped);
        return fail(ErrorCode::NotEnoughData,
                    "training needs at least 8 usable sounds; of " + std::to_string(sounds.size())
                        + " given " + std::to_string(count) + " are usable"
                        + (reasons.empty() ? "" : " (" + reasons + ")"));
    }
    std::vector<std::string> groups;
    for (const DatasetSound& sound : data.sounds) {
        groups.push_back(sound.group);
    }
    const auto isValidation
        = chooseValidation(groups, params.validationShare, params.seed, data.isSplitByGroup);
    data.variants = variantsFor(params.augmentations, count);
    for (std::size_t i = 0; i < count; ++i) {
        data.sounds[i].isValidation = isValidation[i];
        data.soundOf.push_back(static_cast<std::uint32_t>(i));
        (isValidation[i] ? data.validationRows : data.trainRows).push_back(i);
    }
    std::vector<std::pair<std::uint32_t, int>> variants;
    for (int variant = 0; variant < data.variants; ++variant) {
        for (std::size_t i = 0; i < count; ++i) {
            if (!isValidation[i]) {
                data.trainRows.push_back(data.soundOf.size());
                data.soundOf.push_back(static_cast<std::uint32_t>(i));
                variants.emplace_back(static_cast<std::uint32_t>(i), variant);
            }
        }
    }
    TaskContext analysing = task.sub(0.2, 1.0);
    if (const auto done = analyseAll(data, variants, params.seed, analysing); !done) {
        return propagate(done);
    }
    return data;
}

} // namespace nde::nn::vae
