// Makes a studio with 100 000 synthetic sounds (or as many as the first argument says) and prints
// how long the library takes for what a user does with it. Median of five where it is repeated.
#include "SyntheticLibrary.h"
#include "core/db/Database.h"
#include "core/db/StemRepository.h"
#include "core/services/LibraryFilter.h"
#include "core/services/Studio.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <functional>

using namespace nde;

namespace {

double milliseconds(const std::function<void()>& work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

void report(const char* what, const std::function<void()>& work, int repeats = 5)
{
    std::vector<double> times;
    for (int i = 0; i < repeats; ++i) {
        times.push_back(milliseconds(work));
    }
    std::sort(times.begin(), times.end());
    std::printf("%-34s %9.2f ms\n", what, times[times.size() / 2]);
}

template<typename T>
T orExit(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().message.c_str());
        std::exit(1);
    }
    return std::move(*result);
}

void fill(services::Studio& studio, int count)
{
    const std::vector<Stem> stems = bench::syntheticLibrary(count);
    db::StemRepository repository(studio.database());
    report(
        "insert all", [&] { orExit(repository.insertAll(stems)); }, 1);
}

void measureFilters(const std::vector<StemRow>& rows)
{
    const std::string typed = "kick dark";
    for (std::size_t length = 0; length <= typed.size(); ++length) {
        const std::string text = typed.substr(0, length);
        std::size_t hits = 0;
        const auto work = [&] {
            hits = services::applyFilter(rows, services::parseSearch(text),
                                         services::SortColumn::Name, false)
                       .order.size();
        };
        work();
        report(("filter \"" + text + "\" (" + std::to_string(hits) + ")").c_str(), work);
    }
    constexpr std::array<const char*, 12> kColumns {"name",    "source", "category", "class",
                                                    "bpm",     "key",    "length",   "loudness",
                                                    "quality", "rating", "favorite", "added"};
    for (std::size_t column = 0; column < kColumns.size(); ++column) {
        report((std::string("sort all by ") + kColumns[column]).c_str(), [&] {
            static_cast<void>(
                services::applyFilter(rows, {}, static_cast<services::SortColumn>(column), true));
        });
    }
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const int count = argc > 1 ? std::max(1, std::atoi(argv[1])) : 100'000;
    const QTemporaryDir folder;
    fill(*orExit(services::Studio::create(folder.path())), count);
    report("open studio", [&] { orExit(services::Studio::open(folder.path())); });
    const auto studio = orExit(services::Studio::open(folder.path()));
    db::StemRepository repository(studio->database());
    std::vector<StemRow> rows;
    report("rows()", [&] { rows = orExit(repository.rows()); });
    measureFilters(rows);
    std::vector<StemId> page;
    for (std::size_t i = 0; i < std::min<std::size_t>(50, rows.size()); ++i) {
        page.push_back(rows[rows.size() * i / 50].id);
    }
    report("page of 50 details", [&] { orExit(repository.byIds(page)); });
    report("one favourite",
           [&] { static_cast<void>(repository.setFavorite({page.front()}, true)); });
    const qint64 last = orExit(repository.changesSince(1LL << 60)).upToMs;
    report("look for changes", [&] { orExit(repository.changesSince(last)); });
    return 0;
}
