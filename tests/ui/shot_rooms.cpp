// Draws every room of the real window on a temporary studio, to be looked at beside the mockups:
//   QT_QPA_PLATFORM=offscreen shot_rooms FOLDER [SCALE] [LANGUAGE] [WIDTH HEIGHT]
// The starter kit and its demo track are synthesised, the track is really separated and chopped.

#include "app/gui/Desktop.h"
#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/ModelStore.h"
#include "core/services/Settings.h"
#include "core/services/Studio.h"
#include "ui/SelectionBus.h"
#include "ui/models/ModelShelf.h"
#include "ui/models/StemTableModel.h"
#include "ui/panels/library/LibraryRoom.h"
#include "ui/panels/library/SoundTable.h"
#include "ui/panels/models/ModelsRoom.h"
#include "ui/panels/separate/Audition.h"
#include "ui/panels/separate/AuditionPanel.h"
#include "ui/panels/separate/SeparateRoom.h"
#include "ui/panels/settings/LanguageSwitch.h"
#include "ui/shell/MainWindow.h"
#include "ui/theme/Theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QEventLoop>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTextStream>
#include <QTimer>

#include <functional>

using namespace nde;
using namespace nde::ui;

namespace {

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
        m_desktop.start(m_dir.path() + QStringLiteral("/Nachtschicht"));
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
        if (!jobs().enqueue(services::StarterKitParams {})) {
            return 1;
        }
        const bool hasKit = waitFor(
            [this] { return jobs().runningCount() == 0 && !library().rows().empty(); }, 120'000);
        QTextStream(stdout) << "kit: " << hasKit << ", " << library().rows().size() << " sounds\n";
        separate();
        compare();
        showProfiles();
        showModels();
        showLibrary();
        window().showRoom(QStringLiteral("settings"));
        wait(400);
        save("settings");
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
    QApplication app(argc, argv);
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
