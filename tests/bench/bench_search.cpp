//   bench_search [COUNT] [graph|duplicates]
// Makes a studio with 100 000 synthetic sounds (or as many as the first argument says) and prints
// how much processor time searching takes: median and 95th percentile over the keystrokes of some
// queries. With "graph": of vectors only, how a graph over them compares with comparing all; with
// "duplicates": how long finding near duplicates takes.
#include "SyntheticLibrary.h"
#include "core/db/Database.h"
#include "core/db/StemRepository.h"
#include "core/search/VectorIndex.h"
#include "core/services/Files.h"
#include "core/services/SearchEngine.h"
#include "core/services/Studio.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <type_traits>

using namespace nde;

namespace {

/// Processor time of this thread, which other work on the machine does not change; all that is
/// measured here runs on one.
double milliseconds(const std::function<void()>& work)
{
    const auto now = [] {
        timespec time {};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
    };
    const double begin = now();
    work();
    return now() - begin;
}

void report(const char* what, std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) {
        return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
    };
    std::printf("%-44s p50 %8.2f ms  p95 %8.2f ms  (%zu)\n", what, at(0.5), at(0.95), times.size());
    std::fflush(stdout);
}

template<typename T>
T orExit(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().message.c_str());
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) {
        return std::move(*result);
    }
}

/// Every descriptor that searching looks at, drawn at random.
std::vector<Stem> measuredLibrary(int count)
{
    auto stems = bench::syntheticLibrary(count);
    Random random(3);
    for (Stem& stem : stems) {
        Descriptors& d = stem.descriptors;
        d.rolloff95Hz = d.centroidHz * random.uniform(1.5, 4.0);
        d.flatness = random.uniform();
        d.attackS = random.uniform(0.001, 0.1);
        d.decayS = random.uniform(0.01, 1.0);
        d.activeEndS = stem.durationS;
        d.temporalCentroidS = random.uniform(0.01, 0.5);
        d.crestDb = random.uniform(3.0, 20.0);
        d.onsetCount = static_cast<int>(random.below(9));
        d.stereoWidth = random.uniform();
        d.transientRatio = random.uniform();
        for (float& band : d.ltasDb) {
            band = static_cast<float>(random.uniform(-60.0, -3.0));
        }
        for (float& value : d.mfcc) {
            value = static_cast<float>(random.normal());
        }
        d.mfccDeviation = d.mfcc;
        NeuroMetrics neuro;
        for (const auto& info : neuroMetricInfos()) {
            neuro.*info.value = random.uniform();
        }
        d.neuro = neuro;
    }
    return stems;
}

std::vector<double> keystrokes(const services::SearchEngine& engine)
{
    std::vector<double> times;
    services::SearchRequest request;
    for (const char* text :
         {"dark metallic kick", "sehr dunkler Kick ohne Hall", "bright short hihat < 300 ms",
          "warm wide pad cat:pad", "vinyl", "loop 120-130 bpm wobbly"}) {
        const std::string typed = text;
        for (std::size_t length = 1; length <= typed.size(); ++length) {
            request.text = typed.substr(0, length);
            times.push_back(milliseconds([&] { orExit(engine.search(request)); }));
        }
    }
    return times;
}

std::vector<double> likeThis(const services::SearchEngine& engine, const char* words)
{
    std::vector<double> times;
    services::SearchRequest request;
    request.text = words;
    for (StemId id = 1; id <= 40; ++id) {
        request.like.id = id * 7;
        times.push_back(milliseconds([&] { orExit(engine.search(request)); }));
    }
    return times;
}

std::vector<double> facets(const services::SearchEngine& engine, const char* words)
{
    std::vector<double> times;
    for (int i = 0; i < 40; ++i) {
        services::SearchRequest request;
        request.text = words;
        request.facets.categories = {static_cast<Category>(i % kCategoryCount)};
        request.facets.bpm = std::pair {60.0 + i, 130.0 + i};
        times.push_back(milliseconds([&] { orExit(engine.search(request)); }));
    }
    return times;
}

void benchVectors(const QString& folder, int count)
{
    constexpr std::size_t kClap = 512;
    auto index = orExit(search::VectorIndex::open(services::toPath(folder) / "clap.vec",
                                                  std::string(64, 'a'), kClap));
    Random random(9);
    const auto draw = [&random] {
        std::vector<float> vector(kClap);
        for (float& value : vector) {
            value = static_cast<float>(random.uniform() - 0.5);
        }
        return vector;
    };
    std::vector<search::VectorIndex::Item> items;
    double build = 0.0;
    for (int i = 1; i <= count; ++i) {
        items.push_back({i, draw()});
        if (items.size() == 4096 || i == count) {
            build += milliseconds([&] { orExit(index.put(items)); });
            items.clear();
        }
    }
    std::printf("vectors: written in %.0f ms\n", build);
    std::vector<double> times;
    for (int i = 0; i < 20; ++i) {
        const auto query = draw();
        times.push_back(milliseconds([&] { orExit(index.search(query, 100)); }));
    }
    report("cosine over all vectors of 512", times);
}

/// Vectors in clusters, as those of sounds are: a hundred to a centre.
class Clusters
{
public:
    explicit Clusters(int count)
    {
        for (int i = 0; i < std::max(1, count / 100); ++i) {
            m_centres.push_back(normal(1.0F));
        }
    }
    std::vector<float> next()
    {
        std::vector<float> vector = m_centres[m_random.below(m_centres.size())];
        const std::vector<float> apart = normal(0.5F);
        for (std::size_t i = 0; i < vector.size(); ++i) {
            vector[i] += apart[i];
        }
        return vector;
    }

private:
    std::vector<float> normal(float scale)
    {
        std::vector<float> vector(512);
        for (float& value : vector) {
            value = scale * static_cast<float>(m_random.normal());
        }
        return vector;
    }
    Random m_random {17};
    std::vector<std::vector<float>> m_centres;
};

/// How long the graph of a very large library takes, and how many of the ten nearest it finds.
void benchGraph(const QString& folder, int count)
{
    constexpr std::size_t kStep = 1000;
    auto index = orExit(search::VectorIndex::open(services::toPath(folder) / "graph.vec",
                                                  std::string(64, 'a'), 512, 1));
    Clusters clusters(count);
    std::vector<search::VectorIndex::Item> items;
    for (int i = 1; i <= count; ++i) {
        items.push_back({i, clusters.next()});
        if (items.size() == kStep || i == count) {
            orExit(index.put(items));
            items.clear();
        }
    }
    std::vector<std::vector<float>> queries;
    std::vector<std::vector<std::pair<StemId, float>>> right;
    std::vector<double> exact;
    for (int i = 0; i < 100; ++i) {
        queries.push_back(clusters.next());
        exact.push_back(
            milliseconds([&] { right.push_back(orExit(index.search(queries.back(), 10))); }));
    }
    double build = 0.0;
    for (bool more = true; more;) {
        build += milliseconds([&] { more = orExit(index.settle(kStep)); });
    }
    std::printf("graph of %d vectors of 512: built in %.0f ms, %.2f ms a vector\n", count, build,
                build / count);
    std::vector<double> times;
    int found = 0;
    for (std::size_t i = 0; i < queries.size(); ++i) {
        std::vector<std::pair<StemId, float>> near;
        times.push_back(milliseconds([&] { near = orExit(index.search(queries[i], 10)); }));
        for (const auto& one : right[i]) {
            found += std::find(near.begin(), near.end(), one) == near.end() ? 0 : 1;
        }
    }
    report("ten nearest, compared with all", exact);
    report("ten nearest by the graph", times);
    std::printf("recall@10 %.3f of %zu queries\n", found / 1000.0, queries.size());
}

/// Every hundredth sound has a copy that differs a little.
void benchNearDuplicates(int count)
{
    std::vector<search::SimilarRow> rows;
    Random random(23);
    for (const Stem& stem : measuredLibrary(count)) {
        rows.push_back(search::similarRowOf(search::featuresOf(stem.descriptors).value()));
        if (rows.size() % 100 == 0) {
            search::SimilarRow copy = rows.back();
            for (float& value : copy) {
                value += 0.01F * static_cast<float>(random.normal());
            }
            rows.push_back(copy);
        }
    }
    TaskContext task;
    std::size_t groups = 0;
    const double time = milliseconds([&] {
        groups = orExit(search::nearDuplicates(rows, search::kNearDuplicate, task)).size();
    });
    std::printf("near duplicates of %zu sounds: %.1f s, %zu groups\n", rows.size(), time / 1000.0,
                groups);
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const int count = argc > 1 ? std::max(1000, std::atoi(argv[1])) : 100'000;
    const QTemporaryDir folder;
    if (argc > 2) {
        std::string(argv[2]) == "graph" ? benchGraph(folder.path(), count)
                                        : benchNearDuplicates(count);
        return 0;
    }
    const auto studio = orExit(services::Studio::create(folder.path()));
    orExit(db::StemRepository(studio->database()).insertAll(measuredLibrary(count)));
    const qint64 before = services::peakRssBytes();
    services::SearchEngine engine(studio->database());
    TaskContext task;
    std::printf("library of %d read in %.0f ms", count,
                milliseconds([&] { orExit(engine.refresh(task)); }));
    std::printf(", peak memory %lld MB before, %lld MB after\n",
                static_cast<long long>(before >> 20),
                static_cast<long long>(services::peakRssBytes() >> 20));
    report("a keystroke", keystrokes(engine));
    report("sounds like this", likeThis(engine, ""));
    report("like this, but darker", likeThis(engine, "but darker"));
    report("a facet, no words", facets(engine, ""));
    report("a facet, with words", facets(engine, "dark kick"));
    std::vector<double> edits;
    for (int i = 1; i <= 20; ++i) {
        orExit(db::StemRepository(studio->database()).setRating({i}, i % 6));
        edits.push_back(milliseconds([&] { orExit(engine.refresh(task)); }));
    }
    report("taking in one edit", edits);
    benchVectors(folder.path(), count);
    return 0;
}
