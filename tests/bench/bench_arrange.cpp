// What a frame of the Compose room's timeline costs the thread of the window, with 20 lanes and 400
// clips:
//   QT_QPA_PLATFORM=offscreen bench_arrange [RATIO] [WIDTH] [HEIGHT]
// Processor time of the thread, not wall time: other programs may run.
#include "core/base/Random.h"
#include "ui/plot/ArrangeView.h"
#include "ui/plot/BarScale.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QImage>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <vector>

using namespace nde;
using namespace nde::ui;

namespace {

constexpr int kLanes = 20;
constexpr int kClipsPerLane = 20;
constexpr int kBarsPerClip = 8;

double threadMs()
{
    timespec now {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

std::shared_ptr<music::Plan> fullTrack()
{
    auto plan = std::make_shared<music::Plan>();
    plan->bpm = 132.0;
    plan->bars = kClipsPerLane * kBarsPerClip;
    for (int i = 0; i < 10; ++i) {
        plan->sections.push_back({plan->nextId++, "drop", i * 16, 16, 0.1 * i, false});
    }
    for (int i = 0; i < kLanes; ++i) {
        music::Lane lane;
        lane.id = plan->nextId++;
        lane.role = "synth";
        music::Sound sound;
        sound.name = "Umspannwerk sound " + std::to_string(i);
        sound.category = static_cast<Category>(i);
        sound.source = static_cast<Source>(i % 4);
        lane.sounds.push_back(sound);
        for (int k = 0; k < kClipsPerLane; ++k) {
            music::Clip clip;
            clip.id = plan->nextId++;
            clip.sound = 0;
            clip.startBar = k * kBarsPerClip;
            clip.bars = kBarsPerClip;
            clip.isLocked = k % 5 == 0;
            clip.events.resize(64);
            lane.clips.push_back(clip);
        }
        plan->lanes.push_back(lane);
    }
    return plan;
}

std::vector<audio::PeakColumn> someWave(int clip, int count)
{
    Random random(static_cast<std::uint64_t>(clip));
    std::vector<audio::PeakColumn> columns(static_cast<std::size_t>(count));
    for (audio::PeakColumn& column : columns) {
        column.high = static_cast<float>(random.uniform(0.2, 1.0));
        column.low = -column.high;
        column.rms = 0.4F * column.high;
        column.brightness = 0.5F;
    }
    return columns;
}

void report(const char* what, std::vector<double> frames)
{
    std::sort(frames.begin(), frames.end());
    const auto at = [&](double share) {
        return frames[static_cast<std::size_t>(share * static_cast<double>(frames.size() - 1))];
    };
    std::printf("%-38s median %6.2f  p95 %6.2f  max %6.2f ms\n", what, at(0.5), at(0.95), at(1.0));
}

/// The view with its made-up owner, drawn frame by frame.
class Bench
{
public:
    Bench(int width, int height)
        : m_view(m_scale)
        , m_plan(fullTrack())
    {
        m_view.resize(width, height);
        m_view.setPeakSource([this](int clip, int count) {
            const double from = threadMs();
            auto wave = someWave(clip, count);
            m_peakMs += threadMs() - from;
            return wave;
        });
        const double before = threadMs();
        m_view.setPlan(m_plan);
        std::printf("%d lanes, %d clips, taken over in %.2f ms\n", kLanes, kLanes * kClipsPerLane,
                    threadMs() - before);
        m_view.show();
        m_screen = QImage((QSizeF(m_view.size()) * m_view.devicePixelRatioF()).toSize(),
                          QImage::Format_RGB32);
        m_screen.setDevicePixelRatio(m_view.devicePixelRatioF());
    }

    void run()
    {
        report("first pictures", measure(12, [](int) {}));
        report("still, the whole view", measure(200, [](int) {}));
        report("playhead, its two columns", playhead());
        m_view.setPosition(-1.0, false);
        report("zoomed, every tile anew", measure(200, [this](int i) {
                   m_scale.zoomBy(i % 40 < 20 ? 1.06 : 1.0 / 1.06, 400.0);
               }));
        m_scale.zoomTo(0.0, 40.0);
        measure(20, [](int) {});
        report("scrolled",
               measure(400, [this](int i) { m_scale.scrollBy(i % 200 < 100 ? 13.0 : -13.0); }));
        m_scale.fit();
        measure(20, [](int) {});
        report("one clip edited", measure(60, [this](int i) { muteOne(i); }));
        report("another clip selected", measure(200, [this](int i) {
                   const auto& lane = m_plan->lanes[static_cast<std::size_t>(i) % 8];
                   m_view.setSelection({lane.clips[static_cast<std::size_t>(i) % 20].id});
               }));
    }

private:
    /// Frames after something was done, with what doing it costs; without the owner's part.
    template<typename Action>
    std::vector<double> measure(int count, const Action& action, const QRegion& region = {})
    {
        std::vector<double> costs;
        for (int i = 0; i < count; ++i) {
            const double from = threadMs();
            const double peaksFrom = m_peakMs;
            action(i);
            m_view.render(&m_screen, region.isEmpty() ? QPoint() : region.boundingRect().topLeft(),
                          region);
            costs.push_back(threadMs() - from - (m_peakMs - peaksFrom));
            QCoreApplication::processEvents();
        }
        return costs;
    }

    std::vector<double> playhead()
    {
        std::vector<double> costs;
        for (int i = 0; i < 400; ++i) {
            const double bar = i * 0.2;
            const int x = BarScale::headerWidth() + static_cast<int>(m_scale.xOf(bar));
            QRegion region(x - 6, 0, 13, 22);
            region += QRect(x - 2, 22, 4, m_view.height());
            const auto one = measure(
                1, [this, bar](int) { m_view.setPosition(bar, true); }, region);
            costs.push_back(one.front());
        }
        return costs;
    }

    void muteOne(int i)
    {
        auto next = std::make_shared<music::Plan>(*m_plan);
        auto& lane = next->lanes[static_cast<std::size_t>(i) % 8];
        lane.clips[static_cast<std::size_t>(i) % 20].isMuted = true;
        m_view.setPlan(next);
        m_plan = next;
    }

    BarScale m_scale;
    ArrangeView m_view;
    std::shared_ptr<music::Plan> m_plan;
    QImage m_screen;
    double m_peakMs {};
};

} // namespace

int main(int argc, char* argv[])
{
    if (argc > 1) {
        qputenv("QT_SCALE_FACTOR", argv[1]);
    }
    QApplication app(argc, argv);
    applyTheme(1.0);
    Bench(argc > 2 ? std::atoi(argv[2]) : 1384, argc > 3 ? std::atoi(argv[3]) : 560).run();
    return 0;
}
