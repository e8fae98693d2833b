// The map of the library: how long laying out takes, how well neighbours stay neighbours, and what
// a frame of the window's thread costs:
//   QT_QPA_PLATFORM=offscreen bench_map [SOUNDS] [RATIO] [PICTURE.png]
// Processor time of the thread, not wall time: other programs may run.
#include "core/base/Random.h"
#include "core/search/MapLayout.h"
#include "core/search/NeighbourGraph.h"
#include "core/search/PrincipalAxes.h"
#include "core/services/Files.h"
#include "tests/bench/FrameBench.h"
#include "ui/plot/SkyView.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <set>
#include <vector>

using namespace nde;
using namespace nde::ui;

namespace {

using namespace nde::bench;

/// Twelve categories of some packs each, as libraries are: sounds of a pack are near each other.
std::vector<search::SimilarRow> packs(int count, std::vector<int>& categories)
{
    Random random(3);
    std::vector<search::SimilarRow> middles;
    for (int pack = 0; pack < 96; ++pack) {
        search::SimilarRow row
            = pack < 12 ? search::SimilarRow {} : middles[static_cast<std::size_t>(pack % 12)];
        for (std::size_t i = 0; i < search::kSimilarCount; ++i) {
            row[i] += static_cast<float>((pack < 12 ? 1.2 : 0.7) * random.normal());
        }
        middles.push_back(row);
    }
    std::vector<search::SimilarRow> rows;
    for (int i = 0; i < count; ++i) {
        const auto pack = static_cast<std::size_t>(random.below(96));
        search::SimilarRow row = middles[pack];
        for (std::size_t k = 0; k < search::kSimilarCount; ++k) {
            row[k] += static_cast<float>(0.6 * random.normal());
        }
        rows.push_back(row);
        categories.push_back(static_cast<int>(pack % 12));
    }
    return rows;
}

/// Share of the 15 nearest on the map that are among the 50 nearest by sound.
double kept(const search::MapLayout& layout, const std::vector<search::SimilarRow>& rows)
{
    Random random(4);
    const search::Similarity similarity;
    double sum = 0.0;
    constexpr int kTried = 200;
    for (int n = 0; n < kTried; ++n) {
        const auto own = static_cast<std::size_t>(random.below(rows.size()));
        std::vector<std::pair<float, std::size_t>> heard;
        std::vector<std::pair<float, std::size_t>> seen;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (i != own) {
                heard.emplace_back(-similarity.between(rows[own], rows[i]), i);
                seen.emplace_back(std::hypot(layout.places[i].x - layout.places[own].x,
                                             layout.places[i].y - layout.places[own].y),
                                  i);
            }
        }
        std::partial_sort(heard.begin(), heard.begin() + 50, heard.end());
        std::partial_sort(seen.begin(), seen.begin() + 15, seen.end());
        std::set<std::size_t> near;
        for (int i = 0; i < 50; ++i) {
            near.insert(heard[static_cast<std::size_t>(i)].second);
        }
        for (int i = 0; i < 15; ++i) {
            sum += near.contains(seen[static_cast<std::size_t>(i)].second) ? 1.0 : 0.0;
        }
    }
    return sum / (15.0 * kTried);
}

std::shared_ptr<services::DreamSky> skyOf(const search::MapLayout& layout,
                                          const std::vector<int>& categories)
{
    auto sky = std::make_shared<services::DreamSky>();
    sky->modelHash = QStringLiteral("bench");
    QPolygonF outline;
    for (std::size_t i = 0; i < layout.places.size(); ++i) {
        services::SkyPoint point;
        point.id = layout.places[i].id;
        point.category = static_cast<Category>(categories[i]);
        point.at
            = {static_cast<double>(layout.places[i].x), static_cast<double>(layout.places[i].y)};
        point.look = services::SkyPoint::Look::Plain;
        outline.push_back(point.at);
        sky->points.push_back(std::move(point));
    }
    sky->bounds = outline.boundingRect();
    return sky;
}

search::MapLayout layoutFigures(const std::vector<search::SimilarRow>& rows)
{
    std::vector<StemId> ids;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ids.push_back(static_cast<StemId>(i) + 1);
    }
    TaskContext task;
    const qint64 memory = services::peakRssBytes();
    double before = threadMs();
    const auto layout = search::layOutMap(ids, rows, 1, task).value();
    std::printf("laid out in %.0f ms, %lld MB more memory\n", threadMs() - before,
                static_cast<long long>((services::peakRssBytes() - memory) >> 20));
    search::PointTable table;
    table.dimensions = search::kSimilarCount;
    for (const auto& row : rows) {
        const auto coordinates = search::comparedCoordinates(row);
        table.values.insert(table.values.end(), coordinates.begin(), coordinates.end());
    }
    const auto axes = search::principalAxes(std::move(table), 2);
    search::MapLayout flat;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        flat.places.push_back({ids[i], axes.at(i)[0], axes.at(i)[1]});
    }
    std::printf("of the 15 nearest on the map are among the 50 most alike: %.1f %% (principal "
                "components alone %.1f %%, chance %.1f %%)\n",
                100.0 * kept(layout, rows), 100.0 * kept(flat, rows),
                5000.0 / static_cast<double>(rows.size()));
    search::MapLayout most = layout;
    most.places.resize(rows.size() - rows.size() / 100);
    before = threadMs();
    const auto more = search::extendMap(most, ids, rows, task).value();
    std::printf("1 %% new sounds placed in %.0f ms\n", threadMs() - before);
    return layout;
}

} // namespace

int main(int argc, char* argv[])
{
    QApplication app(argc, argv);
    applyTheme(1.0);
    const int count = argc > 1 ? std::max(1000, std::atoi(argv[1])) : 20'000;
    const double ratio = argc > 2 ? std::atof(argv[2]) : 1.0;
    std::vector<int> categories;
    const auto rows = packs(count, categories);
    const search::MapLayout layout = layoutFigures(rows);

    SkyView view(nullptr, SkyUse::Browsing);
    view.resize(1096, 560);
    const auto scene = SkyScene::build(skyOf(layout, categories)); // a worker does, in the room
    double before = threadMs();
    view.setScene(scene);
    std::printf("%d points, taken over in %.1f ms\n", count, threadMs() - before);
    std::vector<StemId> chosen;
    for (int i = 1; i <= count; i += 20) {
        chosen.push_back(i);
    }
    view.show();
    settle([&] { return view.isLayerCurrent(); });
    QImage screen((QSizeF(view.size()) * ratio).toSize(), QImage::Format_RGB32);
    screen.setDevicePixelRatio(ratio);
    const auto frame = [&] {
        const double from = threadMs();
        view.render(&screen);
        QCoreApplication::processEvents();
        return threadMs() - from;
    };
    for (const bool isChosen : {false, true}) {
        view.setChosen(isChosen ? chosen : std::vector<StemId> {});
        std::vector<double> still;
        std::vector<double> panned;
        std::vector<double> zoomed;
        for (int i = 0; i < 200; ++i) {
            still.push_back(frame());
        }
        for (int i = 0; i < 400; ++i) {
            const double from = threadMs();
            view.panBy({6.0 * std::cos(i * 0.05), 4.0 * std::sin(i * 0.03)});
            panned.push_back(threadMs() - from + frame());
        }
        for (int i = 0; i < 200; ++i) {
            const double from = threadMs();
            view.zoomBy(i % 40 < 20 ? 1.03 : 1.0 / 1.03);
            zoomed.push_back(threadMs() - from + frame());
        }
        std::printf("%s\n", isChosen ? "with every twentieth sound chosen:" : "nothing chosen:");
        report("still", still);
        report("moved", panned);
        report("zoomed", zoomed);
        settle([&] { return view.isLayerCurrent(); });
    }
    std::vector<double> hovered;
    for (int i = 0; i < 1000; ++i) {
        const double from = threadMs();
        volatile int found = view.pickAt({100.0 + i * 0.7, 50.0 + i * 0.4}).nearest;
        (void)found;
        hovered.push_back(threadMs() - from);
    }
    report("what is under the pointer", hovered);
    if (argc > 3) {
        view.fit();
        settle([&] { return view.isLayerCurrent(); });
        view.render(&screen);
        screen.save(QString::fromLocal8Bit(argv[3]));
    }
    return 0;
}
