#include "tests/bench/category/Examples.h"

#include "core/base/ComputeScope.h"
#include "core/base/Random.h"
#include "core/nn/category/Network.h"
#include "tests/bench/category/Augment.h"
#include "tests/bench/category/Synthetic.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace nde::bench {
namespace {

constexpr std::uint64_t kMagic = 0x4e44454341543032; // "NDECAT02"

/// Calls `work` for 0 … count − 1 on all cores; the first error wins.
Result<> forAll(std::size_t count, const std::function<Result<>(std::size_t)>& work)
{
    std::atomic<std::size_t> next {0};
    std::mutex mutex;
    std::optional<Error> error;
    const auto run = [&] {
        const ComputeScope computing;
        for (std::size_t i = next++; i < count; i = next++) {
            if (auto done = work(i); !done) {
                const std::lock_guard lock(mutex);
                error = done.error();
                next = count;
            }
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
        threads.emplace_back(run);
    }
    run();
    for (std::thread& thread : threads) {
        thread.join();
    }
    if (error) {
        return fail(error->code, error->message);
    }
    return {};
}

Example exampleOf(const Sound& sound, std::size_t index, std::uint16_t pack, bool isCopy)
{
    const dsp::CategoryFeatures features = dsp::categoryFeatures(sound.mono);
    Example example;
    example.classes = features.isSilent ? 0 : sound.classes;
    example.label = sound.label;
    example.sound = static_cast<std::uint32_t>(index);
    example.pack = pack;
    example.origin = sound.origin;
    example.isCopy = isCopy;
    example.values = features.values;
    return example;
}

Result<std::vector<Sound>> synthesiseAll(std::uint64_t seed, int each)
{
    std::vector<Sound> sounds(nn::category::kClasses.size() * static_cast<std::size_t>(each));
    auto done = forAll(sounds.size(), [&](std::size_t i) -> Result<> {
        const Category category = nn::category::kClasses[i % nn::category::kClasses.size()];
        auto sound = synthesise(category, streamSeed(seed, categoryId(category), i));
        if (!sound) {
            return propagate(sound);
        }
        sounds[i] = std::move(*sound);
        return {};
    });
    if (!done) {
        return propagate(done);
    }
    return sounds;
}

} // namespace

Result<ExampleSet> makeExamples(const std::filesystem::path& data, std::uint64_t seed,
                                const ExampleCounts& counts)
{
    auto sounds = loadCorpus(data, seed);
    if (!sounds) {
        return propagate(sounds);
    }
    std::fprintf(stderr, "%zu recorded sounds\n", sounds->size());
    const auto synthetic = synthesiseAll(seed, counts.synthetic);
    if (!synthetic) {
        return propagate(synthetic);
    }
    sounds->insert(sounds->end(), synthetic->begin(), synthetic->end());
    std::fprintf(stderr, "%zu with the synthetic ones\n", sounds->size());
    ExampleSet set;
    std::map<std::string, std::uint16_t> packs;
    std::vector<std::size_t> first;
    std::size_t total = 0;
    for (const Sound& sound : *sounds) {
        const auto [at, isNew]
            = packs.emplace(sound.pack, static_cast<std::uint16_t>(set.packs.size()));
        if (isNew) {
            set.packs.push_back(sound.pack);
        }
        set.names.push_back(sound.name);
        first.push_back(total);
        const int copies = sound.origin == Origin::OneShot ? counts.copies
            : sound.origin == Origin::Extra                ? counts.extraCopies
                                                           : 1;
        total += 1 + static_cast<std::size_t>(copies);
    }
    first.push_back(total);
    set.examples.resize(total);
    auto done = forAll(sounds->size(), [&](std::size_t i) -> Result<> {
        const Sound& sound = (*sounds)[i];
        const std::uint16_t pack = packs.at(sound.pack);
        set.examples[first[i]] = exampleOf(sound, i, pack, false);
        Random random(streamSeed(seed, "disguise", i));
        for (std::size_t at = first[i] + 1; at < first[i + 1]; ++at) {
            auto copy = disguised(sound, *synthetic, random);
            if (!copy) {
                return propagate(copy);
            }
            set.examples[at] = exampleOf(*copy, i, pack, true);
        }
        return {};
    });
    if (!done) {
        return propagate(done);
    }
    std::erase_if(set.examples, [](const Example& example) { return example.classes == 0; });
    return set;
}

Result<> saveExamples(const ExampleSet& set, const std::filesystem::path& path)
{
    std::ofstream out(path, std::ios::binary);
    const auto number = [&](std::uint64_t value) {
        out.write(reinterpret_cast<const char*>(&value), sizeof value);
    };
    number(kMagic);
    number(sizeof(Example));
    number(set.examples.size());
    out.write(reinterpret_cast<const char*>(set.examples.data()),
              static_cast<std::streamsize>(set.examples.size() * sizeof(Example)));
    for (const auto* texts : {&set.packs, &set.names}) {
        number(texts->size());
        for (const std::string& text : *texts) {
            out << text << '\n';
        }
    }
    if (!out.flush()) {
        return fail(ErrorCode::Io, path.string() + " cannot be written");
    }
    return {};
}

Result<ExampleSet> loadExamples(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    const auto number = [&] {
        std::uint64_t value = 0;
        in.read(reinterpret_cast<char*>(&value), sizeof value);
        return value;
    };
    ExampleSet set;
    if (!in || number() != kMagic || number() != sizeof(Example)) {
        return fail(ErrorCode::Corrupt, path.string() + " is no set of examples of this version");
    }
    set.examples.resize(number());
    in.read(reinterpret_cast<char*>(set.examples.data()),
            static_cast<std::streamsize>(set.examples.size() * sizeof(Example)));
    for (auto* texts : {&set.packs, &set.names}) {
        texts->resize(number());
        for (std::string& text : *texts) {
            std::getline(in, text);
        }
    }
    if (!in) {
        return fail(ErrorCode::Corrupt, path.string() + " ends early");
    }
    return set;
}

} // namespace nde::bench
