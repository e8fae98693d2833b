// Draws the painted views of the Compose room with a track written by hand, to be looked at beside
// the mockup:
//   QT_QPA_PLATFORM=offscreen shot_compose FOLDER [SCALE] [WIDTH] [TRANSLATIONS.qm]
#include "../support/TrackSketch.h"
#include "ui/plot/ArrangeView.h"
#include "ui/plot/BarScale.h"
#include "ui/plot/SectionStrip.h"
#include "ui/plot/StepGrid.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/EditChip.h"
#include "ui/widgets/Fader.h"
#include "ui/widgets/Knob.h"

#include <QApplication>
#include <QDir>
#include <QHBoxLayout>
#include <QPainter>
#include <QTranslator>
#include <QVBoxLayout>

#include <cstdlib>
#include <memory>
#include <utility>

using namespace nde;
using namespace nde::ui;

namespace {

/// A page on the colour of panels.
class Page final : public QWidget
{
protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter(this).fillRect(rect(), Theme::current().panel);
    }
};

void addChips(QHBoxLayout* row)
{
    const auto add = [row](const char* text, bool isLocked, bool isDashed) {
        auto* chip = new EditChip(QString::fromUtf8(text));
        chip->setLockable(!isDashed);
        chip->setLocked(isLocked);
        chip->setDashed(isDashed);
        chip->setRemovable(isDashed);
        row->addWidget(chip);
        return chip;
    };
    add("132 BPM", true, false);
    add("A minor", true, false);
    add("techno", false, false);
    add("slow build", false, false);
    add("from: Nacht, Umspannwerk", false, false);
    add("search: 'wobbly'", false, true);
    auto* version = new EditChip(QStringLiteral("14:15 longer break"));
    version->setStarred(true);
    row->addWidget(version);
    auto* now = new EditChip(QStringLiteral("now"));
    now->setCurrent(true);
    row->addWidget(now);
    row->addStretch(1);
}

QWidget* mixer()
{
    auto* strip = new Page;
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(dp(12), dp(6), dp(12), dp(6));
    row->setSpacing(dp(24));
    const double gains[] {-3.2, 0.0, -8.1, -24.0, -60.0, 6.0};
    for (int i = 0; i < 6; ++i) {
        auto* knob = new Knob(QStringLiteral("Pan"));
        knob->setPan(-0.9 + 0.36 * i);
        auto* fader = new Fader(QStringLiteral("Gain"));
        fader->setGainDb(gains[i]);
        row->addWidget(knob);
        row->addWidget(fader);
    }
    row->addStretch(1);
    return strip;
}

/// All of them, with a track.
class Sketch
{
public:
    explicit Sketch(int width)
    {
        auto* column = new QVBoxLayout(&m_page);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        auto* chips = new QHBoxLayout;
        chips->setContentsMargins(dp(12), dp(8), dp(12), dp(8));
        chips->setSpacing(dp(6));
        addChips(chips);
        column->addLayout(chips);
        column->addWidget(m_strip);
        column->addWidget(m_view, 1);
        auto* below = new QHBoxLayout;
        below->setContentsMargins(BarScale::headerWidth(), 0, dp(168), 0);
        below->addWidget(m_steps);
        column->addLayout(below);
        column->addWidget(mixer());
        fill();
        m_page.resize(width, 860);
        m_page.show();
    }

    void save(const QString& path)
    {
        for (int i = 0; i < 20; ++i) { // until all waves are in
            for (const music::Lane& lane : m_plan->lanes) {
                m_view->setLevel(lane.id, 0.02 * (lane.id % 40));
            }
            for (Fader* fader : m_page.findChildren<Fader*>()) {
                fader->setLevel(0.3);
            }
            m_page.grab().save(path);
            QCoreApplication::processEvents();
        }
    }
    void zoomTo(double from, double to) { m_scale.zoomTo(from, to); }

private:
    void fill()
    {
        const int drop = m_plan->sections[2].id;
        m_strip->setPlan(m_plan);
        m_strip->setSelected(drop);
        m_view->setPeakSource(
            [this](int clip, int count) { return test::TrackSketch::peaks(*m_plan, clip, count); });
        m_view->setPlan(m_plan);
        m_view->setSection(drop);
        m_view->setLoop(std::pair(32, 56));
        m_view->setPosition(41.25, false);
        m_view->setSelection({m_plan->lanes[4].clips[2].id});
        m_view->setMissing({m_plan->lanes[3].clips[1].id});
        m_steps->setPattern(m_plan, drop);
        m_steps->setPlaying(1.1);
    }

    std::shared_ptr<const music::Plan> m_plan {test::TrackSketch::make()};
    BarScale m_scale;
    Page m_page;
    SectionStrip* m_strip {new SectionStrip(m_scale)};
    ArrangeView* m_view {new ArrangeView(m_scale)};
    StepGrid* m_steps {new StepGrid};
};

} // namespace

int main(int argc, char* argv[])
{
    if (argc > 2) {
        qputenv("QT_SCALE_FACTOR", argv[2]); // pictures and fonts as on a screen of that scale
    }
    QApplication app(argc, argv);
    const QDir folder(argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("."));
    QTranslator translator;
    if (argc > 4 && translator.load(QString::fromLocal8Bit(argv[4]))) {
        QCoreApplication::installTranslator(&translator);
        QLocale::setDefault(QLocale(QLocale::German));
    }
    applyTheme(1.0);
    Sketch sketch(argc > 3 ? std::atoi(argv[3]) : 912);
    sketch.save(folder.filePath(QStringLiteral("compose.png")));
    sketch.zoomTo(28.0, 44.0); // the same from near
    sketch.save(folder.filePath(QStringLiteral("compose-near.png")));
    return 0;
}
