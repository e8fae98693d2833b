// The chart of a training with many epochs: what one more epoch costs the GUI thread, beside a
// picture from nothing and a repaint without news. CPU time of the thread, so that other programs
// do not count.
#include "ui/plot/CurveChart.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QImage>

#include <cmath>
#include <cstdio>
#include <ctime>
#include <vector>

using namespace nde;
using namespace nde::ui;

namespace {

double cpuMs()
{
    timespec now {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

nn::EpochPoint pointAt(int epoch)
{
    nn::EpochPoint point;
    point.epoch = epoch;
    const double wobble = std::sin(epoch * 1.7) + std::sin(epoch * 0.31);
    point.train = 170.0 + 20.0 * std::exp(-(epoch % 1000) / 90.0) + wobble;
    point.validation = point.train + 4.0;
    point.reconstruction = point.train - 40.0;
    point.kl = 42.0 + wobble / 3.0;
    point.spectralDistance = epoch % 10 == 0 ? 5.4 + wobble / 10.0 : -1.0;
    point.elapsedS = 0.3 * epoch;
    point.steps = 44LL * epoch;
    return point;
}

void measure(double scale)
{
    applyTheme(scale);
    CurveChart chart;
    chart.resize(dp(864), dp(322));
    std::vector<nn::EpochPoint> points;
    for (int epoch = 0; epoch < 10'000; ++epoch) {
        points.push_back(pointAt(epoch));
    }
    QImage frame(chart.size(), QImage::Format_ARGB32_Premultiplied);
    double before = cpuMs();
    chart.setPoints(points, 11'000);
    chart.render(&frame);
    const double wholeMs = cpuMs() - before;
    constexpr int kRounds = 200;
    before = cpuMs();
    for (int i = 0; i < kRounds; ++i) {
        chart.render(&frame);
    }
    const double againMs = (cpuMs() - before) / kRounds;
    before = cpuMs();
    for (int i = 0; i < kRounds; ++i) {
        chart.append(pointAt(10'000 + i));
        chart.render(&frame);
    }
    const double moreMs = (cpuMs() - before) / kRounds;
    std::printf("scale %.1f: whole picture %.2f ms, repaint %.2f ms, one more epoch %.2f ms "
                "(%.1f x repaint)\n",
                scale, wholeMs, againMs, moreMs, moreMs / againMs);
}

} // namespace

int main(int argc, char** argv)
{
    const QApplication app(argc, argv);
    for (const double scale : {1.0, 1.5, 2.0}) {
        measure(scale);
    }
    return 0;
}
