// Draws every room with real services on a temporary studio, to be looked at beside the mockups:
//   QT_QPA_PLATFORM=offscreen shot_rooms FOLDER [SCALE] [LANGUAGE] [WIDTH HEIGHT]
// The starter kit and its demo track are synthesised, the track is really separated and chopped.

#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/PeakService.h"
#include "core/services/Settings.h"
#include "core/services/Studio.h"
#include "ui/SelectionBus.h"
#include "ui/models/StemTableModel.h"
#include "ui/panels/activity/ActivityPanel.h"
#include "ui/panels/inspector/InspectorPanel.h"
#include "ui/panels/library/LibraryRoom.h"
#include "ui/panels/library/SoundTable.h"
#include "ui/panels/separate/SeparateRoom.h"
#include "ui/panels/settings/LanguageSwitch.h"
#include "ui/panels/settings/SettingsRoom.h"
#include "ui/playback/Player.h"
#include "ui/shell/MainWindow.h"
#include "ui/theme/Theme.h"

#include <QApplication>
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
        , m_studio(*services::Studio::create(m_dir.path() + QStringLiteral("/Nachtschicht")))
        , m_library(m_studio)
        , m_jobs(m_studio, true)
        , m_peaks(m_studio)
        , m_context {m_studio, &m_library, &m_jobs, &m_peaks, &settings, &m_player, &m_bus}
        , m_window(m_context)
    {
        QObject::connect(&m_jobs, &services::JobService::libraryChanged, &m_library,
                         &services::LibraryService::refresh);
        QDir().mkpath(folder);
        m_separate = new SeparateRoom(m_context);
        m_room = new LibraryRoom(m_context);
        m_window.addRoom(QStringLiteral("separate"), QStringLiteral("separate"),
                         QObject::tr("Separate"), QObject::tr("Separate"), m_separate);
        m_window.addRoom(QStringLiteral("library"), QStringLiteral("library"),
                         QObject::tr("Library"), QObject::tr("Library"), m_room);
        m_window.addFooterRoom(QStringLiteral("settings"), QStringLiteral("settings"),
                               QObject::tr("Settings"), QObject::tr("Settings"),
                               new SettingsRoom(m_context));
        m_window.setInspector(new InspectorPanel(m_context));
        m_activity = new ActivityPanel(m_context);
        m_window.setActivityPanel(m_activity);
        QObject::connect(m_room, &LibraryRoom::shownCountChanged, &m_window,
                         [this](qint64 shown, qint64) { m_window.setShownCount(shown); });
        QObject::connect(&m_bus, &SelectionBus::roomRequested, &m_window, &MainWindow::showRoom);
        m_window.resize(size);
        m_window.show();
    }

    int run()
    {
        m_jobs.start();
        m_library.refresh();
        m_window.showRoom(QStringLiteral("library"));
        waitFor([this] { return m_library.isLoaded(); }, 5000);
        wait(200);
        save("library-empty");
        if (!m_jobs.enqueue(services::StarterKitParams {})) {
            return 1;
        }
        const bool hasKit = waitFor(
            [this] { return m_jobs.runningCount() == 0 && !m_library.rows().empty(); }, 120'000);
        QTextStream(stdout) << "kit: " << hasKit << ", " << m_library.rows().size() << " sounds\n";
        separate();
        library();
        m_window.showRoom(QStringLiteral("settings"));
        wait(400);
        save("settings");
        return 0;
    }

private:
    void save(const char* name)
    {
        const QString file = QStringLiteral("%1/%2.png").arg(m_folder, QLatin1String(name));
        m_window.grab().save(file);
        QTextStream(stdout) << file << '\n';
    }

    void separate()
    {
        m_window.showRoom(QStringLiteral("separate"));
        wait(200);
        save("separate-empty");
        const QString demo = m_studio->tracksFolder() + QStringLiteral("/demo_128_Am.wav");
        QFile words(m_dir.path() + QStringLiteral("/Feldaufnahme.wav"));
        words.open(QIODevice::WriteOnly);
        words.write("not audio");
        words.close();
        const QString second = m_dir.path() + QStringLiteral("/Umspannwerk.wav");
        QFile::copy(demo, second);
        m_separate->addPaths({words.fileName(), demo, second});
        const auto hasRun = [this](double least) {
            for (const JobRecord& job : m_jobs.jobs()) {
                if (job.state == JobState::Running && job.progress >= least) {
                    return true;
                }
            }
            return false;
        };
        waitFor([&] { return hasRun(0.15); }, 60'000);
        wait(350);
        save("separate-running");
        m_window.setActivityVisible(true);
        wait(150);
        save("activity");
        m_window.setActivityVisible(false);
        waitFor(
            [this] {
                for (const JobRecord& job : m_jobs.jobs()) {
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

    void library()
    {
        m_window.showRoom(QStringLiteral("library"));
        m_library.refresh();
        wait(1200);
        SoundTable& table = m_room->table();
        const StemTableModel& model = m_room->model();
        // A few marks, as a producer would have left them.
        for (int row = 0; row < std::min(model.rowCount(), 14); ++row) {
            if (row % 3 != 2) {
                m_library.setRating({model.idAt(row)}, 2 + (row * 7) % 4);
            }
            if (row % 5 == 1) {
                m_library.setFavorite({model.idAt(row)}, true);
            }
        }
        table.choose(model.idAt(1));
        m_bus.select(model.idAt(1), {model.idAt(1)}, false);
        wait(1500);
        save("library");
        auto* search = m_room->findChild<QLineEdit*>(QStringLiteral("lib_search"));
        search->setText(QStringLiteral("cat:kick quality:>0.5"));
        wait(600);
        table.choose(model.idAt(0));
        m_bus.select(model.idAt(0), {model.idAt(0)}, false);
        search->setFocus();
        wait(800);
        save("library-search");
        search->setText(QStringLiteral("cat:kick wobbly"));
        wait(300);
        save("library-none");
        search->clear();
    }

    QTemporaryDir m_dir;
    QString m_folder;
    std::shared_ptr<services::Studio> m_studio;
    services::LibraryService m_library;
    services::JobService m_jobs;
    services::PeakService m_peaks;
    Player m_player;
    SelectionBus m_bus;
    StudioContext m_context;
    MainWindow m_window;
    SeparateRoom* m_separate {};
    LibraryRoom* m_room {};
    ActivityPanel* m_activity {};
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
    settings.setLanguage(arguments.value(3, QStringLiteral("en")));
    const LanguageSwitch language(settings);
    applyTheme(scale);
    const QSize size(arguments.value(4, QString::number(qRound(1440 * scale))).toInt(),
                     arguments.value(5, QString::number(qRound(900 * scale))).toInt());
    return Shots(folder, settings, size).run();
}
