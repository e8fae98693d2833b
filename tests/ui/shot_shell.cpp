// Shows the frame of the window with made-up content and saves a picture of it:
//   QT_QPA_PLATFORM=offscreen shot_shell welcome|separate|library OUT.png [scale] [language]
//   [WIDTHxHEIGHT]
#include "core/base/Random.h"
#include "ui/plot/LaneView.h"
#include "ui/plot/WaveView.h"
#include "ui/shell/Deck.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Rail.h"
#include "ui/shell/SketchSounds.h"
#include "ui/shell/StatusBar.h"
#include "ui/shell/TitleBar.h"
#include "ui/shell/WelcomePage.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/FacetRow.h"
#include "ui/widgets/HistogramRange.h"
#include "ui/widgets/InlineNote.h"
#include "ui/widgets/KeyHint.h"
#include "ui/widgets/ProgressBar.h"
#include "ui/widgets/RatingStars.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/SegmentedControl.h"
#include "ui/widgets/Slider.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QTextStream>
#include <QTranslator>
#include <QVBoxLayout>

#include <cmath>
#include <numbers>

using namespace nde;
using namespace nde::ui;

namespace {

using Peaks = std::shared_ptr<const audio::PeakPyramid>;

Peaks peaksOf(const std::vector<float>& samples, int rate)
{
    audio::AudioBuffer buffer(1, samples.size(), rate);
    std::copy(samples.begin(), samples.end(), buffer.channel(0).begin());
    return std::make_shared<audio::PeakPyramid>(audio::PeakPyramid::fromBuffer(buffer));
}

std::vector<float> kickSamples()
{
    std::vector<float> samples(20160);
    double phase = 0.0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double t = static_cast<double>(i) / 48000.0;
        phase += 2 * std::numbers::pi * (48.0 + 260.0 * std::exp(-t * 46.0)) / 48000.0;
        const double envelope = t < 0.05 ? 1.0 : std::exp(-(t - 0.05) * 8.0);
        samples[i] = static_cast<float>(0.9 * std::sin(phase) * envelope);
    }
    return samples;
}

struct Section
{
    double until;
    double level;
};

Peaks lane(Category category, std::uint64_t seed, const std::vector<Section>& sections)
{
    std::vector<float> samples = sketchSound(category, seed, 342.0);
    float level = 0.0F;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double u = static_cast<double>(i) / static_cast<double>(samples.size());
        double wanted = 0.0;
        for (const Section& section : sections) {
            wanted = section.level;
            if (u < section.until) {
                break;
            }
        }
        level += (static_cast<float>(wanted) - level) * 0.0004F;
        samples[i] *= level;
    }
    return peaksOf(samples, kSketchRate);
}

class Panel final : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter(this).fillRect(rect(), Theme::current().panel);
    }
};

QWidget* separateHead()
{
    auto* panel = new Panel;
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(dp(12), dp(12), dp(12), dp(12));
    column->setSpacing(dp(8));
    auto* profile = new QHBoxLayout;
    auto* segments = new SegmentedControl(QStringLiteral("Profile"));
    for (const char* name : {"Draft", "Fast", "Balanced", "Best"}) {
        segments->addSegment(QString::fromLatin1(name), QString::fromLatin1(name));
    }
    segments->setSegmentEnabled(QStringLiteral("Best"), false, QStringLiteral("Needs a model"));
    profile->addWidget(segments);
    auto* hint
        = new ElidedLabel(QStringLiteral("no network · ≈ 0.1× track length"), TextStyle::Caption);
    hint->setTone(ElidedLabel::Tone::Muted);
    profile->addWidget(hint);
    profile->addStretch(1);
    auto* details = new Button(QStringLiteral("Details"), Button::Kind::Ghost);
    details->setIconName(QStringLiteral("chevron-down"));
    profile->addWidget(details);
    auto* chips = new QHBoxLayout;
    for (const char* name : {"4 stems", "Chop", "Analyse"}) {
        auto* chip = new Chip(QString::fromLatin1(name));
        chip->setCheckable(true);
        chip->setChecked(name[0] != 'C');
        chips->addWidget(chip);
    }
    auto* removable = new Chip(QStringLiteral("kick"));
    removable->setCategory(Category::Kick);
    removable->setRemovable(true);
    chips->addWidget(removable);
    auto* dashed = new Chip(QStringLiteral("Recipe"));
    dashed->setIconName(QStringLiteral("plus"));
    dashed->setDashed(true);
    chips->addWidget(dashed);
    chips->addStretch(1);
    auto* save = new QHBoxLayout;
    auto* search = new SearchField;
    search->setHint(QStringLiteral("drop a sound here to search by it"));
    search->setText(QStringLiteral("dark metallic kick bpm:118-134"));
    save->addWidget(search, 1);
    save->addWidget(new QLineEdit(QStringLiteral("{artist} – {title}")), 1);
    save->addWidget(new Button(QStringLiteral("Start 3"), Button::Kind::Primary));
    column->addLayout(profile);
    column->addLayout(chips);
    column->addLayout(save);
    auto* tools = new QHBoxLayout;
    tools->addWidget(new ElidedLabel(QStringLiteral("Sensitivity"), TextStyle::Caption));
    auto* slider = new Slider(QStringLiteral("Sensitivity"));
    slider->setRange(0, 100);
    slider->setValue(55);
    slider->setMaximumWidth(dp(96));
    tools->addWidget(slider);
    auto* bipolar = new Slider(QStringLiteral("Pan"));
    bipolar->setRange(-50, 50);
    bipolar->setValue(20);
    bipolar->setMaximumWidth(dp(96));
    tools->addWidget(bipolar);
    auto* drop = new Button(QStringLiteral("Drop"), Button::Kind::Ghost);
    drop->setCompact(true);
    drop->setKeyHint(QStringLiteral("⌫"));
    auto* keep = new Button(QStringLiteral("Keep"));
    keep->setCompact(true);
    keep->setKeyHint(QStringLiteral("↵"));
    tools->addWidget(drop);
    tools->addWidget(keep);
    auto* bar = new ProgressBar;
    bar->setFraction(0.62);
    tools->addWidget(bar);
    auto* rating = new RatingStars;
    rating->setRating(4);
    tools->addWidget(rating);
    tools->addWidget(new KeyHint(QStringLiteral("Ctrl G")));
    tools->addStretch(1);
    column->addLayout(tools);
    return panel;
}

QWidget* separateRoom()
{
    auto* room = new Panel;
    auto* column = new QVBoxLayout(room);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    column->addWidget(separateHead());
    auto* body = new Panel;
    auto* inner = new QVBoxLayout(body);
    inner->setContentsMargins(dp(12), dp(8), dp(12), dp(8));
    auto* lanes = new LaneView;
    lanes->setLanes({{QStringLiteral("original"), QStringLiteral("Original"), Category::Mix, true},
                     {QStringLiteral("drums"), categoryText(Category::Drums), Category::Drums},
                     {QStringLiteral("bass"), categoryText(Category::Bass), Category::Bass},
                     {QStringLiteral("other"), categoryText(Category::Other), Category::Other},
                     {QStringLiteral("vocals"), categoryText(Category::Vocal), Category::Vocal}});
    lanes->setLength(342.0);
    const std::vector<Section> full {{.05, .35}, {.12, .7}, {.375, .97}, {.38, .0},
                                     {.5, .06},  {.55, .5}, {.88, 1},    {1, .6}};
    lanes->setPeaks(
        0, lane(Category::Drums, 31, {{.12, .5}, {.38, .96}, {.5, .45}, {.88, 1}, {1, .4}}));
    lanes->setPeaks(1, lane(Category::Drums, 38, full));
    lanes->setPeaks(
        2, lane(Category::Bass, 45, {{.12, 0}, {.375, .9}, {.5, .12}, {.88, .95}, {1, .1}}));
    lanes->setPeaks(3, lane(Category::Other, 52, {{.05, .8}, {.38, .55}, {.55, .95}, {1, .75}}));
    lanes->setPeaks(
        4, lane(Category::Vocal, 59, {{.14, 0}, {.36, .75}, {.4, .2}, {.6, .85}, {1, .8}}));
    lanes->setReady(1, 1.0, QStringLiteral("done"));
    lanes->setReady(2, 1.0, QStringLiteral("done"));
    lanes->setReady(3, 0.62, QStringLiteral("62 %"));
    lanes->setReady(4, 0.56, QStringLiteral("56 %"));
    lanes->setSolo(1, true);
    lanes->setMuted(2, true);
    lanes->setLevel(1, 0.3);
    lanes->setPosition(115.7);
    inner->addWidget(lanes);
    inner->addStretch(1);
    column->addWidget(body, 1);
    return room;
}

QWidget* inspector()
{
    auto* panel = new QWidget;
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(dp(12), dp(12), dp(12), dp(12));
    column->setSpacing(dp(4));
    struct Row
    {
        Source source;
        const char* name;
        int count;
    };
    for (const Row& row :
         {Row {Source::Original, "Original", 412}, Row {Source::Separated, "Separated", 96},
          Row {Source::Slice, "Slice", 588}, Row {Source::Generated, "Generated", 1171},
          Row {Source::Track, "Track", 7}}) {
        auto* facet = new FacetRow(QString::fromLatin1(row.name));
        facet->setSource(row.source);
        facet->setCount(row.count);
        column->addWidget(facet);
    }
    for (const Category category :
         {Category::Kick, Category::Snare, Category::Clap, Category::Hihat, Category::Perc,
          Category::Drums, Category::Bass, Category::Lead, Category::Pad, Category::Other,
          Category::Atmo, Category::Fx, Category::Noise, Category::Vocal, Category::Mix,
          Category::Unclear}) {
        auto* facet = new FacetRow(categoryText(category));
        facet->setCategory(category);
        facet->setCount(static_cast<int>(category) * 13);
        facet->setChecked(category == Category::Kick);
        column->addWidget(facet);
    }
    auto* range = new HistogramRange(QStringLiteral("Tempo"));
    std::vector<double> bars;
    for (int i = 0; i < HistogramRange::kBars; ++i) {
        bars.push_back(std::exp(-std::pow((i - 22) / 5.0, 2)) * 0.8
                       + std::exp(-std::pow((i - 31) / 3.0, 2)) * 0.45 + 0.06);
    }
    range->setBounds(60.0, 200.0);
    range->setBars(bars);
    range->setRange(110.0, 152.0);
    column->addWidget(range);
    column->addWidget(new InlineNote(
        InlineNote::Kind::Warning,
        QStringLiteral("GPU memory was short at 01:10. Continued with smaller segments.")));
    column->addStretch(1);
    auto* next = new Button(QStringLiteral("Chop drums now"));
    next->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    column->addWidget(next);
    return panel;
}

void fillDeck(Deck& deck, bool isKick)
{
    if (isKick) {
        const auto samples = kickSamples();
        deck.setSound({QStringLiteral("Nachtschicht kick 12"), Source::Slice, Category::Kick,
                       QStringLiteral("F1 · 0.42 s"), Theme::current().category(Category::Kick)});
        deck.wave()->setSound(peaksOf(samples, 48000), Theme::current().category(Category::Kick),
                              QStringLiteral("Nachtschicht kick 12"));
        QObject::connect(
            deck.wave(), &WaveView::samplesNeeded, &deck, [samples, &deck](qint64 from, qint64 to) {
                deck.wave()->setSamples(
                    from, std::vector<float>(samples.begin() + from, samples.begin() + to));
            });
        deck.wave()->requestAgain();
        deck.wave()->setPosition(0.166, true);
        deck.setPosition(0.166, 0.42);
    } else {
        auto samples = sketchSound(Category::Drums, 9, 7.5);
        for (float& sample : samples) {
            sample *= 0.9F;
        }
        deck.setSound({QStringLiteral("Nacht – drums"), Source::Separated, Category::Drums,
                       QStringLiteral("128 BPM · 5:42.3"),
                       Theme::current().category(Category::Drums)});
        deck.wave()->setSound(peaksOf(samples, kSketchRate),
                              Theme::current().category(Category::Drums),
                              QStringLiteral("Nacht – drums"));
        deck.wave()->setBeatGrid({128.0, 0.0, 0.0, 4}, 1.0);
        deck.wave()->setSelection(WaveView::Range {1.875, 5.625});
        deck.wave()->setPosition(3.2, true);
        deck.setPosition(115.7, 342.3);
        deck.setLoop(true);
    }
    deck.setPlaying(true);
    deck.setAuto(true);
    deck.setLevelMatch(true);
    deck.setLevels(0.34F, 0.3F);
}

} // namespace

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    const QStringList arguments = QApplication::arguments();
    const QString page = arguments.value(1, QStringLiteral("separate"));
    const QString target = arguments.value(2, QStringLiteral("shot.png"));
    const double scale = arguments.value(3, QStringLiteral("1")).toDouble();
    const QString language = arguments.value(4, QStringLiteral("en"));
    const QStringList size = arguments.value(5).split(QLatin1Char('x'));
    QLocale::setDefault(QLocale(language));
    QTranslator translator;
    if (translator.load(QStringLiteral("dream-engine_") + language, QStringLiteral(":/i18n"))) {
        QApplication::installTranslator(&translator);
    }
    applyTheme(scale);
    MainWindow window({});
    const auto shortName = [](const char* name) {
        return QCoreApplication::translate("nde::app::Desktop", name, "rail, short");
    };
    window.addRoom(QStringLiteral("separate"), QStringLiteral("separate"), shortName("Separate"),
                   QStringLiteral("Separate"),
                   page == QStringLiteral("welcome") ? new QWidget : separateRoom());
    window.addRoom(QStringLiteral("library"), QStringLiteral("library"), shortName("Library"),
                   QStringLiteral("Library"), new QWidget);
    window.addFooterRoom(QStringLiteral("settings"), QStringLiteral("settings"),
                         shortName("Settings"), QStringLiteral("Settings"), new QWidget);
    window.titleBar()->setSearchVisible(page != QStringLiteral("welcome"));
    QElapsedTimer clock;
    if (page == QStringLiteral("welcome")) {
        auto* welcome = new WelcomePage;
        welcome->setDeviceLine(QCoreApplication::translate("nde::app::Desktop",
                                                           "%n cores · no GPU found", nullptr, 8));
        window.setWelcome(welcome);
        window.showWelcome(true);
    } else {
        window.setInspector(inspector());
        fillDeck(*window.deck(), page == QStringLiteral("library"));
        window.titleBar()->setStudioName(QStringLiteral("Nachtschicht"));
        window.titleBar()->setJobCount(2);
        window.statusLine()->setCounts(
            {QStringLiteral("1 274 sounds"), QStringLiteral("1 selected")});
        window.statusLine()->setJob(StatusBar::Job {QStringLiteral("Separating Nacht.flac"), 0.62,
                                                    QStringLiteral("62 % · 41 s")});
        window.statusLine()->setDatabase(true, QStringLiteral("Database ok"));
        window.rail()->setJob(QStringLiteral("separate"), 0.62);
        window.toasts()->show(ToastStack::Kind::Done, QStringLiteral("Nacht.flac is separated"),
                              QStringLiteral("Show"));
        window.toasts()->show(
            ToastStack::Kind::Error,
            QStringLiteral("Could not read 'x.m4a': no AAC decoder here. Convert to WAV or FLAC."));
    }
    if (size.size() == 2) {
        window.resize(dp(size[0].toInt()), dp(size[1].toInt()));
    }
    window.show();
    QApplication::processEvents();
    clock.start();
    const QPixmap picture = window.grab();
    QTextStream(stdout) << picture.width() << "x" << picture.height() << " painted in "
                        << clock.elapsed() << " ms\n";
    return picture.save(target) ? 0 : 1;
}
