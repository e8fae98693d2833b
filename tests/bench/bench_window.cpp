// Drives the real window on a studio of 100 000 synthetic sounds (or as many as the first argument
// says) and prints how long a user waits, and how long the thread of the window stood still:
//   QT_QPA_PLATFORM=offscreen bench_window [COUNT]
#include "SyntheticLibrary.h"
#include "app/gui/Desktop.h"
#include "core/db/StemRepository.h"
#include "core/services/LibraryService.h"
#include "core/services/Settings.h"
#include "core/services/Studio.h"
#include "ui/models/StemTableModel.h"
#include "ui/panels/library/LibraryRoom.h"
#include "ui/panels/library/SoundTable.h"
#include "ui/shell/MainWindow.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>

using namespace nde;
using namespace nde::ui;

namespace {

/// The longest time between two ticks of a timer of 1 ms: the thread was busy for that long.
class Heartbeat
{
public:
    Heartbeat()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, [this] { beat(); });
        m_clock.start();
        m_timer.start(1);
    }
    void restart()
    {
        m_longest = 0;
        m_clock.restart();
    }
    double longestMs()
    {
        beat();
        return static_cast<double>(m_longest) / 1e6;
    }

private:
    void beat()
    {
        m_longest = std::max(m_longest, m_clock.nsecsElapsed());
        m_clock.restart();
    }
    QTimer m_timer;
    QElapsedTimer m_clock;
    qint64 m_longest {};
};

/// Counts what is painted into a widget.
class PaintWatch final : public QObject
{
public:
    explicit PaintWatch(QWidget* widget) { widget->installEventFilter(this); }
    int count {};

protected:
    bool eventFilter(QObject*, QEvent* event) override
    {
        count += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
};

void runUntil(const std::function<bool()>& condition, int limitMs)
{
    QElapsedTimer clock;
    clock.start();
    while (!condition() && clock.elapsed() < limitMs) {
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    }
}

void settle(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

double ms(const QElapsedTimer& clock)
{
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

void press(QWidget* widget, int key, const QString& text = {})
{
    QKeyEvent down(QEvent::KeyPress, key, Qt::NoModifier, text);
    QCoreApplication::sendEvent(widget, &down);
    QKeyEvent up(QEvent::KeyRelease, key, Qt::NoModifier, text);
    QCoreApplication::sendEvent(widget, &up);
}

class WindowBench
{
public:
    WindowBench(services::Settings& settings, const QString& folder, int count)
        : m_count(count)
    {
        QElapsedTimer clock;
        clock.start();
        m_beat.restart();
        m_desktop = std::make_unique<app::Desktop>(settings);
        m_desktop->start(folder);
        m_desktop->window().showRoom(QStringLiteral("library"));
        const double shown = ms(clock);
        m_room = m_desktop->window().findChild<LibraryRoom*>();
        PaintWatch paints(m_room->table().viewport());
        int before = -1;
        runUntil(
            [&] {
                if (before < 0 && m_room->model().rowCount() == m_count) {
                    before = paints.count;
                }
                return before >= 0 && paints.count > before;
            },
            60'000);
        std::printf("%-34s %9.1f ms\n", "window built and shown", shown);
        std::printf("%-34s %9.1f ms   blocked %6.1f ms\n", "first frame with rows", ms(clock),
                    m_beat.longestMs());
        settle(1500);
    }

    void type(const QString& text)
    {
        auto* search = m_room->findChild<QLineEdit*>(QStringLiteral("lib_search"));
        search->setFocus();
        for (qsizetype i = 0; i < text.size(); ++i) {
            const QString typed = text.left(i + 1);
            measure(QStringLiteral("key, \"%1\"").arg(typed),
                    [&] { press(search, Qt::Key_unknown, text.mid(i, 1)); });
        }
        measure(QStringLiteral("search cleared"), [search] { search->clear(); });
    }

    void sortAll()
    {
        QHeaderView* header = m_room->table().horizontalHeader();
        for (int column = 0; column < m_room->model().columnCount(); ++column) {
            if (!StemTableModel::sortColumn(column)) {
                continue;
            }
            const QString name
                = m_room->model().headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
            measure(QStringLiteral("sort by column %1 %2").arg(column).arg(name), [header, column] {
                QMetaObject::invokeMethod(header, "sectionClicked", Q_ARG(int, column));
            });
        }
    }

    void page(int pages)
    {
        SoundTable& table = m_room->table();
        table.setCurrentIndex(table.model()->index(0, StemTableModel::NameColumn));
        table.setFocus();
        settle(300);
        std::vector<double> times;
        m_beat.restart();
        for (int i = 0; i < pages; ++i) {
            QElapsedTimer clock;
            clock.start();
            press(&table, Qt::Key_PageDown);
            table.viewport()->repaint();
            QCoreApplication::processEvents();
            times.push_back(ms(clock));
        }
        const double blocked = m_beat.longestMs();
        std::sort(times.begin(), times.end());
        std::printf("%-34s %9.1f ms   worst %6.1f ms   blocked %6.1f ms\n",
                    "Page Down with repaint", times[times.size() / 2], times.back(), blocked);
    }

private:
    /// From the user's action to the next painted answer of the search.
    void measure(const QString& what, const std::function<void()>& act)
    {
        PaintWatch paints(m_room->table().viewport());
        int before = -1;
        QObject guard;
        const auto answered = [&] { before = paints.count; };
        QObject::connect(&m_room->model(), &QAbstractItemModel::modelReset, &guard, answered);
        QObject::connect(&m_room->model(), &QAbstractItemModel::layoutChanged, &guard, answered);
        QElapsedTimer clock;
        clock.start();
        m_beat.restart();
        act();
        runUntil([&] { return before >= 0 && paints.count > before; }, 3000);
        const double took = ms(clock);
        const bool isAnswered = before >= 0;
        settle(150); // what it starts afterwards blocks as well
        std::printf("%-34s %9.1f ms   blocked %6.1f ms   %d rows%s\n", qPrintable(what), took,
                    m_beat.longestMs(), m_room->model().rowCount(),
                    isAnswered ? "" : "   (no new answer)");
    }

    int m_count;
    Heartbeat m_beat;
    std::unique_ptr<app::Desktop> m_desktop;
    LibraryRoom* m_room {};
};

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    const int count = argc > 1 ? std::max(1, std::atoi(argv[1])) : 100'000;
    const QTemporaryDir folder;
    const QString root = folder.filePath(QStringLiteral("Bench"));
    {
        const auto studio = services::Studio::create(root);
        if (!studio
            || !db::StemRepository((*studio)->database())
                    .insertAll(bench::syntheticLibrary(count))) {
            std::fputs("the studio could not be made\n", stderr);
            return 1;
        }
    }
    services::Settings settings(folder.filePath(QStringLiteral("settings.ini")));
    settings.setLanguage(QStringLiteral("en"));
    applyTheme(1.0);
    WindowBench bench(settings, root, count);
    bench.type(QStringLiteral("kick dark"));
    bench.sortAll();
    bench.page(50);
    return 0;
}
