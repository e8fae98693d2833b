// Draws every room of the real window on a temporary studio, to be looked at beside the mockups:
//   QT_QPA_PLATFORM=offscreen shot_rooms FOLDER [SCALE] [LANGUAGE] [WIDTH HEIGHT]
// SHOTS_DECK_ONLY=1 leaves the rooms out, SHOTS_DREAM_ONLY=1 all but Dream, SHOTS_COMPOSE_ONLY=1
// all but Compose, SHOTS_LIBRARY_ONLY=1 all but the Library, SHOTS_HELP_ONLY=1 all but Settings and
// what the Help menu opens, SHOTS_INSPECTOR=SOUND all but what the inspector says of that sound;
// SHOTS_STUDIO=FOLDER is a studio that
// stays, so that a model is trained once. The starter kit and its demo track are synthesised, the
// track is really separated and chopped.

#include "app/gui/Desktop.h"
#include "core/services/Collections.h"
#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/ModelStore.h"
#include "core/services/SearchService.h"
#include "core/services/Settings.h"
#include "core/services/Studio.h"
#include "ui/SelectionBus.h"
#include "ui/models/ModelShelf.h"
#include "ui/models/RunTableModel.h"
#include "ui/models/SoundSearch.h"
#include "ui/models/StemTableModel.h"
#include "ui/models/TrainingShelf.h"
#include "ui/models/TrayModel.h"
#include "ui/panels/compose/ChipRow.h"
#include "ui/panels/compose/ComposeRoom.h"
#include "ui/panels/compose/ComposeText.h"
#include "ui/panels/compose/ComposeVoice.h"
#include "ui/panels/dream/DreamRoom.h"
#include "ui/panels/dream/TrayList.h"
#include "ui/panels/help/CheckDialog.h"
#include "ui/panels/inspector/FactSection.h"
#include "ui/panels/inspector/InspectorPanel.h"
#include "ui/panels/library/LibraryMap.h"
#include "ui/panels/library/LibraryRoom.h"
#include "ui/panels/library/SoundTable.h"
#include "ui/panels/models/ModelsRoom.h"
#include "ui/panels/separate/Audition.h"
#include "ui/panels/separate/AuditionPanel.h"
#include "ui/panels/separate/ChopPanel.h"
#include "ui/panels/separate/ChopStrip.h"
#include "ui/panels/separate/SeparateRoom.h"
#include "ui/panels/settings/LanguageSwitch.h"
#include "ui/panels/train/RunTable.h"
#include "ui/panels/train/TrainRoom.h"
#include "ui/plot/CurveChart.h"
#include "ui/shell/Deck.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/ShortcutSheet.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Popover.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QDialog>
#include <QDir>
#include <QEventLoop>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTextStream>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <ctime>
#include <functional>

using namespace nde;
using namespace nde::ui;

namespace {

/// What took the GUI thread longest, in CPU time: other programs do not count.
struct Slowest
{
    double ms {};
    QString what;
};
Slowest g_slowest;

class WatchedApplication final : public QApplication
{
public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override
    {
        if (m_depth > 0 || QThread::currentThread() != thread()) {
            return QApplication::notify(receiver, event);
        }
        const QString what
            = QStringLiteral("%1 %2 event %3")
                  .arg(QLatin1String(receiver->metaObject()->className()), receiver->objectName())
                  .arg(static_cast<int>(event->type()));
        ++m_depth;
        const double before = cpuMs();
        const bool isDone = QApplication::notify(receiver, event);
        const double ms = cpuMs() - before;
        --m_depth;
        if (ms > g_slowest.ms) {
            g_slowest = {ms, what};
        }
        return isDone;
    }

private:
    [[nodiscard]] static double cpuMs()
    {
        timespec now {};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
    }
    int m_depth {};
};

void wait(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

bool waitFor(const std::function<bool()>& condition, int limitMs)
{
    for (int waited = 0; waited < limitMs && !condition(); waited += 20) {
        wait(20);
    }
    return condition();
}

class Shots
{
public:
    Shots(const QString& folder, services::Settings& settings, QSize size)
        : m_folder(folder)
        , m_settings(settings)
        , m_desktop(settings)
    {
        QDir().mkpath(folder);
        qputenv("DREAM_MODELS", QFile::encodeName(m_dir.path() + QStringLiteral("/models")));
        m_desktop.start(
            qEnvironmentVariable("SHOTS_STUDIO", m_dir.path() + QStringLiteral("/Nachtschicht")));
        MainWindow& window = m_desktop.window();
        window.resize(size);
        m_separate = window.findChild<SeparateRoom*>();
        m_room = window.findChild<LibraryRoom*>();
    }

    int run()
    {
        waitFor([this] { return library().isLoaded(); }, 5000);
        wait(200);
        save("welcome");
        window().showRoom(QStringLiteral("library"));
        wait(100);
        save("library-empty");
        if (qEnvironmentVariableIsSet("SHOTS_HELP_ONLY")) {
            showHelp();
            return 0;
        }
        if (library().rows().empty() && !jobs().enqueue(services::StarterKitParams {})) {
            return 1;
        }
        const bool hasKit = waitFor(
            [this] { return jobs().runningCount() == 0 && !library().rows().empty(); }, 120'000);
        QTextStream(stdout) << "kit: " << hasKit << ", " << library().rows().size() << " sounds\n";
        if (qEnvironmentVariableIsSet("SHOTS_DECK_ONLY")) {
            showDeck();
            return 0;
        }
        if (qEnvironmentVariableIsSet("SHOTS_TRAIN_ONLY")) {
            train();
            return 0;
        }
        if (qEnvironmentVariableIsSet("SHOTS_DREAM_ONLY")) {
            dream();
            return 0;
        }
        if (qEnvironmentVariableIsSet("SHOTS_LIBRARY_ONLY")) {
            showLibrary();
            showMeaning();
            return 0;
        }
        if (qEnvironmentVariableIsSet("SHOTS_COMPOSE_ONLY")) {
            compose();
            return 0;
        }
        if (qEnvironmentVariableIsSet("SHOTS_INSPECTOR")) {
            showHeard(qEnvironmentVariable("SHOTS_INSPECTOR"));
            return 0;
        }
        separate();
        reviewChop();
        compare();
        showProfiles();
        showModels();
        showLibrary();
        showMeaning();
        showDeck();
        showInspector();
        dream();
        compose();
        showHelp();
        window().showRoom(QStringLiteral("settings"));
        wait(400);
        m_settings.setScalePercent(qRound(themeScale() * 125.0));
        wait(400);
        save("settings-rescaled");
        window().showRoom(QStringLiteral("library"));
        wait(400);
        save("library-rescaled");
        return 0;
    }

private:
    void save(const char* name)
    {
        const QString file = QStringLiteral("%1/%2.png").arg(m_folder, QLatin1String(name));
        window().grab().save(file);
        QTextStream(stdout) << file << '\n';
    }

    void saveDialog(const char* dialog, const char* name)
    {
        auto* found = window().findChild<QDialog*>(QLatin1String(dialog));
        if (found == nullptr) {
            QTextStream(stdout) << "there is no " << dialog << '\n';
            return;
        }
        const QString file = QStringLiteral("%1/%2.png").arg(m_folder, QLatin1String(name));
        found->grab().save(file);
        QTextStream(stdout) << file << '\n';
    }

    void choose(const char* action)
    {
        window().findChild<QAction*>(QLatin1String(action))->trigger();
    }

    /// Settings with the local API on, the guide, Doctor and self-test.
    void showHelp()
    {
        window().showRoom(QStringLiteral("settings"));
        wait(400);
        save("settings-off");
        m_settings.setApiToken(QStringLiteral("4f9a1c7be0d25386a1b2c3d4e5f60718"));
        m_settings.setApiOn(true);
        waitFor([this] { return m_desktop.api().isOn(); }, 10'000);
        wait(400);
        auto* scroll = window().findChild<QScrollArea*>(QStringLiteral("settings_scroll"));
        scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
        wait(200);
        save("settings");
        m_settings.setApiOn(false);
        choose("help_guide");
        wait(600);
        saveDialog("guide_window", "guide");
        window().findChild<QDialog*>(QStringLiteral("guide_window"))->close();
        choose("help_doctor");
        wait(2500);
        saveDialog("check_dialog", "doctor");
        delete window().findChild<QDialog*>(QStringLiteral("check_dialog"));
        choose("help_selftest");
        wait(3000);
        saveDialog("check_dialog", "selftest-running");
        const auto hasRow = [this] {
            return window().findChild<QWidget*>(QStringLiteral("check_row")) != nullptr;
        };
        waitFor(hasRow, 240'000);
        auto* checks = window().findChild<ui::CheckDialog*>(QStringLiteral("check_dialog"));
        waitFor([checks] { return !checks->isRunning(); }, 600'000);
        wait(200);
        saveDialog("check_dialog", "selftest");
        click("check_run");
        wait(3000);
        click("check_cancel");
        wait(3000);
        saveDialog("check_dialog", "selftest-cancelled");
        delete window().findChild<QDialog*>(QStringLiteral("check_dialog"));
    }

    void separate()
    {
        window().showRoom(QStringLiteral("separate"));
        wait(200);
        save("separate-empty");
        const QString demo
            = m_desktop.context().studio->tracksFolder() + QStringLiteral("/demo_128_Am.wav");
        QFile words(m_dir.path() + QStringLiteral("/Feldaufnahme.wav"));
        words.open(QIODevice::WriteOnly);
        words.write("not audio");
        words.close();
        const QString second = m_dir.path() + QStringLiteral("/Umspannwerk.wav");
        QFile::copy(demo, second);
        m_separate->addPaths({words.fileName(), demo, second});
        const auto hasRun = [this](double least) {
            for (const JobRecord& job : jobs().jobs()) {
                if (job.state == JobState::Running && job.progress >= least) {
                    return true;
                }
            }
            return false;
        };
        waitFor([&] { return hasRun(0.15); }, 60'000);
        wait(350);
        save("separate-running");
        window().setActivityVisible(true);
        wait(150);
        save("activity");
        window().setActivityVisible(false);
        waitFor(
            [this] {
                for (const JobRecord& job : jobs().jobs()) {
                    if (!isFinished(job.state)) {
                        return false;
                    }
                }
                return true;
            },
            240'000);
        wait(1500);
        save("separate-done");
    }

    /// A real training of the kit's kicks, looked at in the middle and at the end.
    void train()
    {
        window().showRoom(QStringLiteral("train"));
        auto* room = window().findChild<TrainRoom*>();
        TrainingShelf& shelf = *m_desktop.context().training;
        waitFor([&] { return shelf.isKnown() && shelf.preflight() != nullptr; }, 20'000);
        wait(600);
        save("train-empty");
        click("train_details");
        save("train-details");
        click("train_details");
        const auto begin = [&](const char* preset) {
            click(preset);
            auto* start = window().findChild<QAbstractButton*>(QStringLiteral("train_start"));
            waitFor([&] { return start->isEnabled(); }, 20'000);
            const std::size_t before = shelf.runs().size();
            start->click();
            waitFor([&] { return shelf.runs().size() > before; }, 60'000);
        };
        const auto isOver
            = [&] { return !shelf.runs().empty() && !isUnfinished(shelf.runs().front()); };
        begin("train_preset_quick");
        waitFor([&] { return !shelf.probes().empty() || isOver(); }, 120'000);
        wait(500);
        save("train-first-sounds");
        waitFor(isOver, 600'000);
        wait(1500);
        save("train-done");
        g_slowest = {};
        begin("train_preset_good");
        const auto half = [&] {
            const services::RunSummary& run = shelf.runs().front();
            return isOver() || 2 * run.epochs >= run.wantedEpochs;
        };
        waitFor(half, 600'000);
        if (!isOver()) {
            click("train_pause"); // so that the picture takes its time without missing the run
        }
        wait(1500);
        save("train-paused");
        click("train_resume");
        wait(2000);
        auto* runs = window().findChild<RunTable*>();
        static_cast<RunTableModel*>(runs->model())->setCompared(shelf.runs().back().id, true);
        shelf.addNote(shelf.opened(), {12, QStringLiteral("Tails get longer here.")});
        wait(600);
        room->findChild<CurveChart*>()->setCrosshair(20);
        save("train-running");
        QTextStream(stdout) << "slowest event of the GUI thread while training: " << g_slowest.ms
                            << " ms CPU, " << g_slowest.what << '\n';
        waitFor(isOver, 900'000);
        wait(1500);
        for (const services::RunSummary& run : shelf.runs()) {
            static_cast<RunTableModel*>(runs->model())->setCompared(run.id, true);
        }
        click("train_compare");
        save("train-compare");
        click("train_compare");
        auto* scale = window().findChild<QAbstractButton*>(QStringLiteral("train_scale_change"));
        scale->click();
        wait(200);
        save("train-change");
    }

    void click(const char* name)
    {
        auto* button = window().findChild<QAbstractButton*>(QLatin1String(name));
        if (button == nullptr) {
            QTextStream(stdout) << "no " << name << '\n';
            return;
        }
        button->click();
        wait(150);
    }

    /// Words and sounds to compare with.
    void showMeaning()
    {
        LibraryRoom* room = m_room;
        auto* box = window().findChild<QLineEdit*>(QStringLiteral("lib_search"));
        box->setText(m_settings.language() == QLatin1String("de")
                         ? QStringLiteral("sehr dunkler metallischer Kick wobbly")
                         : QStringLiteral("very dark metallic kick wobbly"));
        waitFor([&] { return room->search().isRanked(); }, 20'000);
        room->table().choose(room->model().idAt(2));
        Q_EMIT room->table().chosen(false);
        wait(1200);
        save("library-meaning");
        box->clear();
        wait(300);
        room->showLike(room->model().idAt(4));
        waitFor([&] { return room->search().isRanked(); }, 20'000);
        wait(600);
        save("library-like");
    }

    /// The hits of the separated drums, before the library gets them.
    void reviewChop()
    {
        window().showRoom(QStringLiteral("separate"));
        services::ChopParamsJob params;
        for (const StemRow& row : library().rows()) {
            if (row.category == Category::Drums && row.source == Source::Separated) {
                params.stem = row.id;
            }
        }
        params.review = true;
        if (!jobs().enqueue(params)) {
            return;
        }
        auto* panel = m_separate->findChild<ChopPanel*>();
        const bool isReady
            = waitFor([panel] { return panel->desk().state() == ChopDesk::State::Ready; }, 60'000);
        QTextStream(stdout) << "review: " << isReady << ", " << panel->desk().model().counts().total
                            << " slices\n";
        wait(1500);
        panel->takeFocus();
        auto* strip = panel->findChild<ChopStrip*>();
        strip->choose(4);
        strip->drop();
        strip->keep();
        wait(300);
        save("separate-review");
        strip->choose(0);
        panel->desk().model().toggleStack(0);
        wait(200);
        save("separate-review-stack");
        panel->desk().discard();
        wait(300);
    }

    /// Files of the right sizes: what the states look like, without any weights.
    void putFiles(const char* model, std::size_t count, qint64 missing = 0)
    {
        const auto* known = services::ModelCatalogue::builtIn().byId(QLatin1String(model));
        const services::ModelStore store(m_desktop.context().models->folder());
        QDir().mkpath(store.folder());
        for (std::size_t i = 0; i < std::min(count, known->files.size()); ++i) {
            QFile file(store.filePath(known->files[i]));
            file.open(QIODevice::WriteOnly);
            file.resize(known->files[i].bytes - missing);
        }
    }

    void compare()
    {
        window().showRoom(QStringLiteral("separate"));
        click("sep_audition15");
        click("sep_audition_run");
        auto* panel = m_separate->findChild<AuditionPanel*>();
        waitFor(
            [panel] {
                return !panel->audition().takes().empty()
                    && !panel->audition().takes().front().lufs.empty();
            },
            60'000);
        wait(800);
        save("separate-compare");
        click("sep_audition_close");
    }

    void showProfiles()
    {
        click("sep_profile_best");
        save("separate-get-model");
        click("sep_get_model");
        if (auto* dialog = window().findChild<QDialog*>(QStringLiteral("mod_licence"))) {
            const QString file = m_folder + QStringLiteral("/licence.png");
            dialog->grab().save(file);
            QTextStream(stdout) << file << '\n';
            dialog->reject();
        }
        putFiles("htdemucs", 1);
        m_desktop.context().models->refresh();
        wait(300);
        click("sep_profile_balanced");
        click("sep_details");
        save("separate-details");
        click("sep_details");
        click("sep_recipe_no-drums");
        click("sep_recipe_add");
        click("sep_sum_drums");
        click("sep_sum_bass");
        save("separate-recipe");
        click("sep_recipe_make");
        save("separate-recipes");
        click("sep_profile_draft");
    }

    void showModels()
    {
        window().showRoom(QStringLiteral("models"));
        putFiles("htdemucs_ft", 2);
        putFiles("htdemucs_6s", 1, 17);
        m_desktop.context().models->refresh();
        wait(400);
        auto* room = window().findChild<ModelsRoom*>();
        room->showModel(QStringLiteral("htdemucs_ft"));
        wait(200);
        save("models");
        room->showModel(QStringLiteral("htdemucs_6s"));
        m_settings.setAirplane(true);
        wait(200);
        save("models-offline");
        m_settings.setAirplane(false);
    }

    void showLibrary()
    {
        window().showRoom(QStringLiteral("library"));
        library().refresh();
        wait(1200);
        SoundTable& table = m_room->table();
        const StemTableModel& model = m_room->model();
        // A few marks, as a producer would have left them.
        for (int row = 0; row < std::min(model.rowCount(), 14); ++row) {
            if (row % 3 != 2) {
                library().setRating({model.idAt(row)}, 2 + (row * 7) % 4);
            }
            if (row % 5 == 1) {
                library().setFavorite({model.idAt(row)}, true);
            }
        }
        table.choose(model.idAt(1));
        bus().select(model.idAt(1), {model.idAt(1)}, false);
        wait(1500);
        save("library");
        showSelection();
        auto* search = m_room->findChild<QLineEdit*>(QStringLiteral("lib_search"));
        search->setText(QStringLiteral("cat:kick quality:>0.5"));
        wait(600);
        table.choose(model.idAt(0));
        bus().select(model.idAt(0), {model.idAt(0)}, false);
        search->setFocus();
        wait(800);
        save("library-search");
        search->setText(QStringLiteral("cat:kick wobbly"));
        wait(300);
        save("library-none");
        search->clear();
        m_room->showView(LibraryView::Grid);
        wait(900);
        save("library-grid");
        search->setText(QStringLiteral("dark kick"));
        wait(900);
        save("library-grid-search");
        search->clear();
        showMap();
    }

    /// Several sounds chosen, every facet open, and what is asked before they leave.
    void showSelection()
    {
        SoundTable& table = m_room->table();
        const StemTableModel& model = m_room->model();
        std::vector<StemId> ids;
        for (int row = 1; row < std::min(model.rowCount(), 6); ++row) {
            ids.push_back(model.idAt(row));
        }
        table.chooseAll(ids, ids.front());
        Q_EMIT table.chosen(false);
        const char* groups[] {"facet_keys", "facet_lengths", "facet_tags", "facet_ratings",
                              "facet_qualities"};
        for (const char* group : groups) {
            click(group);
        }
        wait(300);
        save("library-selection");
        auto* facets = m_room->findChild<QScrollArea*>(QStringLiteral("facet_scroll"));
        facets->verticalScrollBar()->setValue(facets->verticalScrollBar()->maximum());
        wait(200);
        save("library-facets");
        bus().exportSounds(ids);
        wait(900);
        m_room->window()->findChild<QCheckBox*>(QStringLiteral("sexp_pack"))->setChecked(true);
        wait(900);
        saveDialog("sound_export_dialog", "library-export");
        window().findChild<QDialog*>(QStringLiteral("sound_export_dialog"))->reject();
        choose("lib_action_remove");
        wait(200);
        window().findChild<QCheckBox*>(QStringLiteral("lib_remove_files"))->setChecked(true);
        wait(200);
        saveDialog("lib_remove_dialog", "library-remove");
        window().findChild<QDialog*>(QStringLiteral("lib_remove_dialog"))->reject();
        for (const char* group : groups) {
            click(group);
        }
        table.choose(ids.front());
        Q_EMIT table.chosen(false);
        wait(200);
    }

    void showMap()
    {
        m_room->showView(LibraryView::Map);
        SkyView& view = m_room->map().view();
        waitFor([&] { return view.sky() != nullptr && !m_room->map().isBusy(); }, 60'000);
        wait(600);
        save("library-map");
        if (view.sky() == nullptr || view.sky()->points.empty()) {
            return;
        }
        const QPointF at = view.sky()->points[view.sky()->points.size() / 2].at;
        point(view, at, true);
        wait(500);
        save("library-map-card");
        auto* search = m_room->findChild<QLineEdit*>(QStringLiteral("lib_search"));
        search->setText(QStringLiteral("cat:kick"));
        wait(900);
        save("library-map-kicks");
        search->clear();
        services::Collections& sets = m_desktop.context().search->collections();
        sets.create(QStringLiteral("Peak time"), {}, {view.sky()->points[0].id});
        sets.create(QStringLiteral("Dark kicks"), QStringLiteral("cat:kick dark"), {});
        m_room->showView(LibraryView::Table);
        wait(1200);
        save("library-collections");
    }

    /// The Deck with each of its pictures, on the demo's drums or whatever loop there is.
    void showDeck()
    {
        StemId chosen = 0;
        for (const StemRow& row : library().rows()) {
            const bool isLonger = row.soundClass != SoundClass::OneShot && row.bpm > 0.0F;
            const bool isDrums = row.category == Category::Drums && row.durationS > 10.0F;
            chosen = isLonger && (chosen == 0 || isDrums) ? row.id : chosen;
        }
        bus().select(chosen, {chosen}, false);
        Deck& deck = *window().deck();
        const auto settle = [] { wait(2500); };
        settle();
        deck.wave()->zoomAt(deck.wave()->lengthS() / 3.0, deck.wave()->lengthS() / 8.0);
        wait(300);
        save("deck");
        deck.spectrogramAction()->trigger();
        settle();
        save("deck-spectrogram");
        deck.spectrogramAloneAction()->trigger();
        settle();
        const QPointF at(deck.wave()->width() * 0.3, deck.wave()->height() * 0.6);
        QMouseEvent hover(QEvent::MouseMove, at, deck.wave()->mapToGlobal(at), Qt::NoButton,
                          Qt::NoButton, Qt::NoModifier);
        QCoreApplication::sendEvent(deck.wave(), &hover);
        save("deck-spectrogram-alone");
        deck.spectrogramAloneAction()->trigger();
        deck.spectrogramAction()->trigger();
        deck.spikesAction()->trigger();
        settle();
        save("deck-spikes");
        deck.gridAction()->trigger();
        wait(400);
        save("deck-spikes-grid");
        deck.spikesAction()->trigger();
        wait(400);
        save("deck-grid");
        deck.wave()->zoomToFit();
        deck.spectrogramAction()->trigger();
        deck.spikesAction()->trigger();
        settle();
        save("deck-all");
        for (QAction* action : {deck.spectrogramAction(), deck.spikesAction(), deck.gridAction()}) {
            action->setChecked(false);
        }
        ShortcutSheet sheet(&window());
        sheet.show();
        wait(200);
        const QString file = m_folder + QStringLiteral("/shortcuts.png");
        sheet.grab().save(file);
        QTextStream(stdout) << file << '\n';
    }

    [[nodiscard]] StemId idNamed(const QString& part, std::size_t at = 0)
    {
        for (const StemRow& row : library().rows()) {
            if (QString::fromStdString(row.name).contains(part) && at-- == 0) {
                return row.id;
            }
        }
        QTextStream(stdout) << "no sound named " << part << '\n';
        return 0;
    }

    void press(QWidget& widget, int key)
    {
        for (const QEvent::Type type : {QEvent::KeyPress, QEvent::KeyRelease}) {
            QKeyEvent event(type, key, Qt::NoModifier);
            QCoreApplication::sendEvent(&widget, &event);
        }
    }

    void point(SkyView& sky, QPointF place, bool clicks)
    {
        const QPointF at = sky.window().pixel(place);
        const QPointF global = sky.mapToGlobal(at);
        QMouseEvent move(QEvent::MouseMove, at, global, Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&sky, &move);
        if (clicks) {
            for (const QEvent::Type type : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
                QMouseEvent event(type, at, global, Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
                QCoreApplication::sendEvent(&sky, &event);
            }
        }
    }

    void waitForJobs()
    {
        waitFor(
            [this] {
                for (const JobRecord& job : jobs().jobs()) {
                    if (!isFinished(job.state)) {
                        return false;
                    }
                }
                return true;
            },
            900'000);
    }

    /// With a model that was really trained on the kit.
    void dream()
    {
        window().showRoom(QStringLiteral("dream"));
        auto* room = window().findChild<DreamRoom*>();
        SkyView& sky = room->sky();
        wait(1500);
        if (room->setup().model.isEmpty()) {
            save("dream-empty");
            click("dream_train_now");
            wait(6000);
            save("dream-training");
            waitForJobs();
            services::TrainJobParams snare; // a second model, for hybrids
            snare.category = Category::Snare;
            snare.params = nn::trainPreset(nn::TrainPreset::Quick);
            if (!jobs().enqueue(snare)) {
                return;
            }
            waitForJobs();
        }
        const bool isOpen = waitFor([&sky] { return sky.sky() != nullptr; }, 60'000);
        QTextStream(stdout) << "sky: " << isOpen << '\n';
        if (!isOpen) {
            save("dream-broken");
            return;
        }
        wait(4000);
        save("dream");
        std::vector<QPointF> known;
        for (const services::SkyPoint& one : sky.sky()->points) {
            if (one.isTraining) {
                known.push_back(one.at);
            }
        }
        const QPointF a = *std::min_element(known.begin(), known.end(),
                                            [](auto l, auto r) { return l.x() < r.x(); });
        const QPointF b = *std::max_element(known.begin(), known.end(),
                                            [](auto l, auto r) { return l.x() < r.x(); });
        sky.setFocus();
        point(sky, (a + b) / 2.0 + QPointF(0.07, 0.05), true);
        wait(1200);
        save("dream-place");
        point(sky, a, false);
        press(sky, Qt::Key_A);
        point(sky, b, false);
        press(sky, Qt::Key_B);
        wait(800);
        room->dream();
        waitForJobs();
        wait(1500);
        auto* tray = window().findChild<TrayList*>();
        tray->setFocus();
        press(*tray, Qt::Key_Right);
        press(*tray, Qt::Key_Right);
        wait(1200);
        point(sky, a * 0.6 + b * 0.4, false);
        wait(300);
        save("dream-interpolated");
        const std::size_t before = library().rows().size();
        press(*tray, Qt::Key_Return);
        press(*tray, Qt::Key_Backspace);
        waitFor([&] { return library().rows().size() > before; }, 5000);
        wait(300);
        QTextStream(stdout) << "kept: " << library().rows().size() - before << ", "
                            << room->tray().rowCount() << " left\n";
        save("dream-kept");
        auto* prompt = window().findChild<QLineEdit*>(QStringLiteral("dream_prompt"));
        prompt->setText(QStringLiteral("darker, longer tail, wobbly"));
        Q_EMIT prompt->textEdited(prompt->text());
        click("dream_mode_hybrid");
        Q_EMIT sky.pathDrawn(QPolygonF({a, (a + b) / 2.0 + QPointF(0, -0.3), b}));
        wait(800);
        save("dream-path");
        prompt->clear();
        Q_EMIT prompt->textEdited({});
        press(sky, Qt::Key_Backspace);
        click("dream_mode_hybrid");
        wait(400);
        save("dream-hybrid");
        click("dream_mode_variation");
        window().resize(dp(1100), dp(700));
        wait(600);
        save("dream-small");
        window().resize(dp(1440), dp(900));
        wait(400);
        room->desk().clearTray();
        wait(400);
    }

    /// A clip of this lane within a section, the longest; 0 = none.
    [[nodiscard]] static int clipOfLane(const music::Plan& plan, const std::string& role)
    {
        int found = 0;
        int bars = 0;
        for (const music::Lane& lane : plan.lanes) {
            for (const music::Clip& clip : lane.clips) {
                if (lane.role == role && clip.sound >= 0 && clip.bars > bars) {
                    found = clip.id;
                    bars = clip.bars;
                }
            }
        }
        return found;
    }

    void chooseClip(ArrangeView& timeline, int clip)
    {
        const music::Lane* lane = music::laneOfClip(*timeline.plan(), clip);
        if (lane == nullptr) {
            QTextStream(stdout) << "no such clip\n";
            return;
        }
        timeline.setFocus();
        timeline.setSelection({clip});
        timeline.setCurrent(lane->id, clip);
        Q_EMIT timeline.selectionChanged();
    }

    /// A track of the starter kit.
    void compose()
    {
        window().showRoom(QStringLiteral("compose"));
        auto* room = window().findChild<ComposeRoom*>();
        wait(4000);
        save("compose-empty");
        const bool isGerman = m_settings.language() == QLatin1String("de");
        room->compose(isGerman ? QStringLiteral("düsterer hypnotischer Techno, 132 bpm in a-Moll, "
                                                "3 Minuten, 2 Drops, ohne Gesang, wobbelig")
                               : QStringLiteral("dark hypnotic techno, 132 bpm in A minor, "
                                                "3 minutes, 2 drops, no vocals, wobbly"));
        const bool isPlanned = waitFor(
            [room] { return room->desk().plan() != nullptr && !room->desk().isBusy(); }, 60'000);
        QTextStream(stdout) << "planned: " << isPlanned << '\n';
        if (!isPlanned) {
            save("compose-failed");
            return;
        }
        const auto plan = room->desk().plan();
        const PlanCounts counts = countsOf(*plan);
        QTextStream(stdout) << counts.clips << " clips, " << counts.sounds << " sounds, "
                            << plan->lanes.size() << " lanes, " << counts.gaps << " gaps\n";
        room->desk().prepareFrom(0.0);
        wait(12'000); // the sounds are read and stretched
        save("compose");
        ArrangeView& timeline = room->timeline();
        chooseClip(timeline, clipOfLane(*plan, "bass"));
        click("comp_loop_section");
        room->voice().seek(41.25);
        wait(4000);
        save("compose-clip");
        press(timeline, Qt::Key_K);
        wait(1500);
        room->chips().edit(QStringLiteral("mood_dark"));
        wait(400);
        save("compose-chip");
        closePopover();
        room->chips().edit(QStringLiteral("key"));
        wait(400);
        save("compose-key");
        closePopover();
        room->chips().edit(QStringLiteral("sources"));
        wait(400);
        save("compose-sources");
        closePopover();
        room->openExport();
        wait(1500);
        if (auto* dialog = window().findChild<QDialog*>(QStringLiteral("export_dialog"))) {
            const QString file = m_folder + QStringLiteral("/compose-export.png");
            dialog->grab().save(file);
            QTextStream(stdout) << file << '\n';
            dialog->reject();
        }
        window().resize(dp(1100), dp(700));
        wait(800);
        save("compose-small");
        window().resize(dp(1440), dp(900));
        wait(400);
        QTextStream(stdout) << "slowest: " << g_slowest.ms << " ms, " << g_slowest.what << '\n';
    }

    void closePopover()
    {
        if (auto* popover = window().findChild<Popover*>(QStringLiteral("comp_popover"))) {
            popover->close();
        }
        wait(200);
    }

    /// The whole inspector, longer than any window: everything unfolded.
    void saveInspector(const char* name, const std::vector<StemId>& ids, int height)
    {
        InspectorPanel panel(m_desktop.context());
        panel.resize(dp(272), dp(height));
        panel.show();
        bus().select(ids.front(), ids, false);
        wait(2500);
        for (auto* header : panel.findChildren<SectionHeader*>()) {
            if (!header->isChecked() && header->isVisible()) {
                header->click();
            }
        }
        wait(300);
        const QString file = QStringLiteral("%1/%2.png").arg(m_folder, QLatin1String(name));
        panel.grab().save(file);
        QTextStream(stdout) << file << '\n';
    }

    void showInspector()
    {
        const StemId kick = idNamed(QStringLiteral("kick"));
        const StemId loop = idNamed(QStringLiteral("drums"));
        saveInspector("inspector-kick", {kick}, 1500);
        saveInspector("inspector-loop", {loop}, 1500);
        saveInspector("inspector-compare", {kick, idNamed(QStringLiteral("kick"), 7)}, 2000);
        bus().select(kick, {kick}, false);
    }

    /// A recorded sound as it was heard, with everything corrected, and with one thing taken back.
    void showHeard(const QString& path)
    {
        services::ImportParams params;
        params.paths = {path};
        if (!jobs().enqueue(params)) {
            return;
        }
        const std::size_t before = library().rows().size();
        const auto isHere
            = [&] { return jobs().runningCount() == 0 && library().rows().size() > before; };
        if (!waitFor(isHere, 60'000)) {
            QTextStream(stdout) << "no sound came of " << path << '\n';
            return;
        }
        wait(600);
        StemId id = 0;
        for (const StemRow& row : library().rows()) {
            id = std::max(id, row.id);
        }
        window().showRoom(QStringLiteral("library"));
        bus().select(id, {id}, false);
        wait(1500);
        save("inspector-heard");
        saveInspector("inspector-heard-whole", {id}, 1500);
        click("insp_heard_1");
        wait(600);
        click("insp_tempo_double");
        library().setKey({id}, Key {9, true});
        library().setSoundClass({id}, SoundClass::Phrase);
        wait(1500);
        save("inspector-corrected");
        saveInspector("inspector-corrected-whole", {id}, 1500);
        click("insp_category_back");
        waitFor([this] { return jobs().runningCount() == 0; }, 30'000);
        wait(1500);
        save("inspector-back");
    }

    MainWindow& window() { return m_desktop.window(); }
    services::LibraryService& library() { return *m_desktop.context().library; }
    services::JobService& jobs() { return *m_desktop.context().jobs; }
    SelectionBus& bus() { return *m_desktop.context().selection; }

    QTemporaryDir m_dir;
    QString m_folder;
    services::Settings& m_settings;
    app::Desktop m_desktop;
    SeparateRoom* m_separate {};
    LibraryRoom* m_room {};
};

} // namespace

int main(int argc, char* argv[])
{
    WatchedApplication app(argc, argv);
    const QStringList arguments = QApplication::arguments();
    const QString folder = arguments.value(1, QStringLiteral("shots"));
    const double scale = arguments.value(2, QStringLiteral("1")).toDouble();
    QTemporaryDir config;
    services::Settings settings(config.path() + QStringLiteral("/settings.ini"));
    settings.setScalePercent(qRound(scale * 100.0));
    settings.setLanguage(arguments.value(3, QStringLiteral("en")));
    const LanguageSwitch language(settings);
    applyTheme(scale);
    const QSize size(arguments.value(4, QString::number(qRound(1440 * scale))).toInt(),
                     arguments.value(5, QString::number(qRound(900 * scale))).toInt());
    return Shots(folder, settings, size).run();
}
