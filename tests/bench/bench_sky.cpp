// What a frame of the Dream room's sky costs the thread of the window, beside painting every mark
// anew for each frame:
//   QT_QPA_PLATFORM=offscreen bench_sky [POINTS] [RATIO]
// Processor time of the thread, not wall time: other programs may run.
#include "core/base/Random.h"
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
#include <vector>

using namespace nde;
using namespace nde::ui;

namespace {

using namespace nde::bench;

std::shared_ptr<services::DreamSky> cloud(int count)
{
    auto sky = std::make_shared<services::DreamSky>();
    Random random(7);
    sky->modelHash = QStringLiteral("bench");
    sky->bounds = QRectF(-1, -1, 2, 2);
    for (int i = 0; i < count; ++i) {
        services::SkyPoint point;
        point.id = i + 1;
        const int group = static_cast<int>(random.below(12));
        point.category = static_cast<Category>(group);
        point.at = {0.7 * std::cos(group) + 0.12 * random.normal(),
                    0.7 * std::sin(group) + 0.12 * random.normal()};
        point.isTraining = group == 0;
        point.latent = {0.0F};
        sky->points.push_back(point);
    }
    sky->shadeWidth = 96;
    sky->shadeHeight = 96;
    for (int i = 0; i < 96 * 96; ++i) {
        const double x = -1.0 + (i % 96) / 48.0;
        const double y = -1.0 + (i / 96) / 48.0;
        sky->shade.push_back(static_cast<float>(std::exp(-3.0 * (x * x + y * y))));
    }
    return sky;
}

} // namespace

int main(int argc, char* argv[])
{
    QApplication app(argc, argv);
    applyTheme(1.0);
    const int count = argc > 1 ? std::atoi(argv[1]) : 20'000;
    const double ratio = argc > 2 ? std::atof(argv[2]) : 1.0;
    SkyView view;
    view.resize(1096, 560);
    double before = threadMs();
    view.setSky(cloud(count));
    std::printf("%d points, taken over in %.1f ms\n", count, threadMs() - before);
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
    std::vector<double> still;
    std::vector<double> panned;
    std::vector<double> zoomed;
    std::vector<double> hovered;
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
    settle([&] { return view.isLayerCurrent(); });
    for (int i = 0; i < 1000; ++i) {
        const double from = threadMs();
        volatile int found = view.pickAt({100.0 + i * 0.7, 50.0 + i * 0.4}).nearest;
        (void)found;
        hovered.push_back(threadMs() - from);
    }
    report("still", still);
    report("moved", panned);
    report("zoomed", zoomed);
    report("what is under the pointer", hovered);

    const auto scene = SkyScene::build(cloud(count));
    const SkySprites sprites = SkySprites::draw(ratio);
    std::vector<double> whole;
    for (int i = 0; i < 20; ++i) {
        before = threadMs();
        const QImage image = paintSkyLayer(*scene, view.window(), view.size(), sprites);
        whole.push_back(threadMs() - before);
    }
    report("every mark anew (not done)", whole);
    std::sort(panned.begin(), panned.end());
    std::sort(whole.begin(), whole.end());
    std::printf("moving costs 1/%.1f of painting anew\n", whole[10] / panned[200]);
    return 0;
}
