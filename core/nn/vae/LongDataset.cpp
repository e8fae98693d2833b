#include "core/nn/vae/LongDataset.h"

#include "core/nn/vae/LongAnalysis.h"
#include "core/nn/vae/LongPrepare.h"
#include "core/nn/vae/SoundMetrics.h"
#include "core/nn/vae/Workers.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <numeric>
#include <tuple>

namespace nde::nn::vae {

namespace {

constexpr std::size_t kMostChunks = 3000; ///< without variants
constexpr std::size_t kMostRows = 6000; ///< 0.7 GB, as of short sounds
constexpr int kFewChunks = 300; ///< below, twice as many variants

tl::unexpected<Error> cancelledError()
{
    return fail(ErrorCode::Cancelled, "training was cancelled");
}

struct Source
{
    const TrainingSound* sound {};
    LongMaterial material;
    int steps {}; ///< that are used
    std::size_t firstRow {};
};

std::vector<Source> inOrder(const std::vector<TrainingSound>& sounds)
{
    std::vector<Source> out;
    for (const TrainingSound& sound : sounds) {
        out.push_back({&sound, {}, 0, 0});
    }
    std::sort(out.begin(), out.end(), [](const Source& a, const Source& b) {
        return std::tie(a.sound->contentHash, a.sound->id)
            < std::tie(b.sound->contentHash, b.sound->id);
    });
    return out;
}

/// Chunks a sound may have so that all together stay within the most.
int mostSteps(const std::vector<Source>& sources)
{
    int most = 1;
    const auto total = [&](int limit) {
        std::size_t sum = 0;
        for (const Source& source : sources) {
            sum += static_cast<std::size_t>(std::min(source.material.grid.steps(), limit));
        }
        return sum;
    };
    while (most < static_cast<int>(kMostChunks) && total(most + 1) <= kMostChunks) {
        ++most;
    }
    return most;
}

Result<std::vector<Source>> usable(const std::vector<TrainingSound>& sounds, Dataset& data,
                                   TaskContext& task)
{
    auto all = inOrder(sounds);
    const auto prepareOne = [&](std::size_t i, std::size_t) {
        const TrainingSound& sound = *all[i].sound;
        all[i].material = longMaterial(sound.audio, {sound.bpm, sound.isLoop, sound.startS});
    };
    const auto poll = [&](std::size_t done) {
        task.progress(static_cast<double>(done) / static_cast<double>(all.size()), "aligning");
        return !task.cancelled();
    };
    if (!forItems(all.size(), workerCount(), prepareOne, poll)) {
        return cancelledError();
    }
    std::vector<Source> out;
    for (Source& source : all) {
        const bool isSame = !out.empty() && !source.sound->contentHash.empty()
            && source.sound->contentHash == out.back().sound->contentHash;
        if (!source.material.problem.empty()) {
            data.dropped.push_back({source.sound->id, source.material.problem});
        } else if (isSame) {
            data.dropped.push_back({source.sound->id, "duplicate"});
        } else {
            out.push_back(std::move(source));
        }
    }
    const int limit = mostSteps(out);
    for (Source& source : out) {
        source.steps = std::min(source.material.grid.steps(), limit);
    }
    return out;
}

DatasetSound chunkOf(const Source& source, int step)
{
    const TrainingSound& sound = *source.sound;
    char number[16];
    std::snprintf(number, sizeof number, "#%05d", step);
    DatasetSound out;
    out.id = sound.id;
    out.hash = sound.contentHash + number;
    out.group = sound.group;
    out.name = sound.name + " " + number;
    out.licence = sound.licence;
    out.category = sound.category;
    out.weight = sound.weight;
    out.aligned.gain = source.material.gain;
    out.aligned.onset = source.material.onset;
    out.aligned.length = kLength;
    return out;
}

void addSequence(Dataset& data, Source& source)
{
    const LongGrid& grid = source.material.grid;
    source.firstRow = data.sounds.size();
    // A circle that was cut is none any more.
    const bool isWhole = source.steps == grid.steps();
    data.sequences.push_back({source.sound->id, source.sound->contentHash,
                              static_cast<int>(source.firstRow), source.steps, grid.rate, grid.hop,
                              grid.isCircular && isWhole});
    for (int step = 0; step < source.steps; ++step) {
        data.sounds.push_back(chunkOf(source, step));
    }
}

/// Whole sources: by their groups where that makes a set, else each for itself.
std::vector<bool> split(const std::vector<Source>& sources, const TrainParams& params,
                        Dataset& data)
{
    std::vector<std::string> groups;
    std::vector<std::string> own;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        groups.insert(groups.end(), static_cast<std::size_t>(sources[i].steps),
                      sources[i].sound->group);
        own.insert(own.end(), static_cast<std::size_t>(sources[i].steps), std::to_string(i));
    }
    auto out = chooseValidation(groups, params.validationShare, params.seed, data.isSplitByGroup);
    if (!data.isSplitByGroup) {
        out = chooseValidation(own, params.validationShare, params.seed, data.isSplitByGroup);
    }
    if (!data.isSplitByGroup) {
        out.assign(out.size(), false); // never chunks of one sound on both sides
    }
    return out;
}

int variantsFor(int wanted, std::size_t chunks)
{
    const int few = chunks < kFewChunks ? std::min(8, 2 * wanted) : wanted;
    const std::size_t room = chunks < kMostRows ? (kMostRows - chunks) / chunks : 0;
    return static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(few), room));
}

/// A source, or one of its variants, to be analysed.
struct Work
{
    std::size_t source {};
    int variant {-1}; ///< −1 = the sound itself
    std::size_t firstRow {};
};

class Analysing
{
public:
    Analysing(Dataset& data, const std::vector<Source>& sources, std::uint64_t seed)
        : m_data(data)
        , m_sources(sources)
        , m_seed(seed)
    {
        for (std::size_t i = 0; i < workerCount(); ++i) {
            m_analysers.push_back(std::make_unique<LongAnalyser>());
        }
    }

    Result<> run(const std::vector<Work>& all, TaskContext& task)
    {
        const auto poll = [&](std::size_t done) {
            task.progress(static_cast<double>(done) / static_cast<double>(all.size()), "analysing");
            return !task.cancelled();
        };
        const auto one = [&](std::size_t i, std::size_t worker) { analyse(all[i], worker); };
        return forItems(all.size(), m_analysers.size(), one, poll) ? Result<> {}
                                                                   : Result<> {cancelledError()};
    }

private:
    void analyse(const Work& work, std::size_t worker)
    {
        const Source& source = m_sources[work.source];
        Random random(streamSeed(m_seed, "vae.long_variant", work.source,
                                 static_cast<std::uint64_t>(work.variant + 1)));
        // Of sounds without a beat the chunks of a variant lie elsewhere.
        const bool isFree = source.material.grid.rate == 0.0 && work.variant >= 0;
        const int shift = isFree ? static_cast<int>(random.below(kStepFrames)) : 0;
        const bool isOwn = work.variant < 0;
        const LongMaterial made = isOwn ? LongMaterial {} : longVariant(source.material, random);
        const LongMaterial& material = isOwn ? source.material : made;
        const auto picture = m_analysers[worker]->analyse(material.samples, material.grid);
        for (int step = 0; step < source.steps; ++step) {
            const std::size_t row = work.firstRow + static_cast<std::size_t>(step);
            writeChunk(picture, step, shift,
                       std::span(m_data.rows).subspan(row * kVectorSize, kVectorSize));
            if (isOwn) {
                const auto embedding
                    = soundEmbedding(chunkSamples(material.samples, material.grid, step));
                std::copy(embedding.begin(), embedding.end(),
                          m_data.embeddings.begin()
                              + static_cast<std::ptrdiff_t>(row * kEmbeddingSize));
            }
        }
    }

    Dataset& m_data;
    const std::vector<Source>& m_sources;
    std::uint64_t m_seed;
    std::vector<std::unique_ptr<LongAnalyser>> m_analysers;
};

/// Lays out the rows: those of the sounds, then those of the variants.
std::vector<Work> layOut(Dataset& data, const std::vector<Source>& sources,
                         const std::vector<bool>& isValidation)
{
    std::vector<Work> out;
    for (std::size_t i = 0; i < data.sounds.size(); ++i) {
        data.sounds[i].isValidation = isValidation[i];
        data.soundOf.push_back(static_cast<std::uint32_t>(i));
        (isValidation[i] ? data.validationRows : data.trainRows).push_back(i);
    }
    for (std::size_t i = 0; i < sources.size(); ++i) {
        out.push_back({i, -1, sources[i].firstRow});
    }
    for (int variant = 0; variant < data.variants; ++variant) {
        for (std::size_t i = 0; i < sources.size(); ++i) {
            if (isValidation[sources[i].firstRow]) {
                continue;
            }
            out.push_back({i, variant, data.soundOf.size()});
            for (int step = 0; step < sources[i].steps; ++step) {
                data.trainRows.push_back(data.soundOf.size());
                data.soundOf.push_back(static_cast<std::uint32_t>(
                    sources[i].firstRow + static_cast<std::size_t>(step)));
            }
        }
    }
    return out;
}

} // namespace

Result<Dataset> buildLongDataset(const std::vector<TrainingSound>& sounds,
                                 const TrainParams& params, TaskContext& task)
{
    Dataset data;
    TaskContext aligning = task.sub(0.0, 0.1);
    auto sources = usable(sounds, data, aligning);
    if (!sources) {
        return propagate(sources);
    }
    for (Source& source : *sources) {
        addSequence(data, source);
    }
    const std::size_t chunks = data.sounds.size();
    if (sources->size() < kFewestLong || chunks < kFewestChunks) {
        return fail(ErrorCode::NotEnoughData,
                    "training on long sounds needs at least 4 usable sounds with together 16 half "
                    "seconds or beats; of "
                        + std::to_string(sounds.size()) + " given "
                        + std::to_string(sources->size()) + " are usable, with "
                        + std::to_string(chunks));
    }
    const auto isValidation = split(*sources, params, data);
    data.variants = variantsFor(params.augmentations, chunks);
    const auto work = layOut(data, *sources, isValidation);
    data.rows.resize(data.soundOf.size() * kVectorSize);
    data.embeddings.resize(chunks * kEmbeddingSize);
    TaskContext analysing = task.sub(0.1, 1.0);
    if (const auto done = Analysing(data, *sources, params.seed).run(work, analysing); !done) {
        return propagate(done);
    }
    // Kept as long as the dataset: chunks overlap, and few of them are asked for.
    const auto kept = std::make_shared<const std::vector<Source>>(std::move(*sources));
    data.chunkSamples = [kept](std::size_t sound) {
        const auto after = std::upper_bound(
            kept->begin(), kept->end(), sound,
            [](std::size_t row, const Source& source) { return row < source.firstRow; });
        const Source& source = *(after - 1);
        return chunkSamples(source.material.samples, source.material.grid,
                            static_cast<int>(sound - source.firstRow));
    };
    return data;
}

} // namespace nde::nn::vae
