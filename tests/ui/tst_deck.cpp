#include "RoomFixture.h"
#include "core/services/Files.h"
#include "core/services/SyncedSounds.h"
#include "tests/support/Patience.h"
#include "ui/shell/Deck.h"
#include "ui/shell/DeckClip.h"
#include "ui/shell/DeckController.h"
#include "ui/shell/GridBar.h"
#include "ui/theme/Theme.h"

#include <QAction>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QSignalSpy>
#include <QUrl>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;
using namespace nde::tests;

namespace {

using Mode = WaveView::SpectrogramMode;

std::shared_ptr<const audio::PeakPyramid> tone(double seconds)
{
    audio::AudioBuffer buffer(1, static_cast<std::size_t>(seconds * 48000.0), 48000);
    for (std::size_t i = 0; i < buffer.frames(); ++i) {
        buffer.channel(0)[i]
            = static_cast<float>(0.5 * std::sin(2.0 * 3.14159265 * 440.0 * double(i) / 48000.0));
    }
    return std::make_shared<audio::PeakPyramid>(audio::PeakPyramid::fromBuffer(buffer));
}

/// A Deck over real services with one loop of 128 BPM on it.
struct LoadedDeck
{
    explicit LoadedDeck(SoundClass soundClass = SoundClass::Loop)
    {
        const QString file = fixture.writeSound(QStringLiteral("Loop.wav"), 7.5, 200.0, 3);
        Stem stem = makeStem("Loop", Category::Drums, Source::Separated, soundClass);
        stem.path = file.toStdString();
        stem.durationS = 7.5;
        stem.descriptors.bpm = 128.0;
        stem.descriptors.firstBeatS = 0.0;
        stem.descriptors.firstDownbeatS = 0.9375;
        stem.descriptors.gridConfidence = 0.5;
        id = fixture.insert({stem}).front();
        fixture.library().refresh();
        isReady = becomesTrue([this] { return !fixture.library().rows().empty(); });
        deck.resize(1200, 132);
        deck.show();
        deck.gridAction()->trigger(); // closed tools are disabled
        controller = std::make_unique<DeckController>(&deck, fixture.context());
        fixture.bus().select(id, {id}, false);
        isReady = isReady && becomesTrue([this] { return deck.wave()->lengthS() > 7.0; })
            && becomesTrue([this] { return !deck.gridBar()->tap()->isEnabled() ? false : true; });
    }

    [[nodiscard]] Stem stored() const { return fixture.stored(id); }
    bool isWritten(double bpm) const
    {
        return becomesTrue([&] {
            return stored().isGridByUser
                && std::abs(stored().descriptors.bpm.value_or(0) - bpm) < 0.01;
        });
    }

    RoomFixture fixture;
    Deck deck;
    std::unique_ptr<DeckController> controller;
    StemId id {};
    bool isReady {};
};

} // namespace

class TestDeck : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void togglesAndKeysAgree()
    {
        Deck deck;
        deck.resize(1200, 132);
        deck.show();
        QVERIFY(QTest::qWaitForWindowActive(&deck));
        deck.wave()->setSound(tone(2.0), Qt::red, QStringLiteral("tone"));
        auto* toggle = deck.findChild<QAbstractButton*>(QStringLiteral("deck_spectrogram"));
        auto* spikes = deck.findChild<QAbstractButton*>(QStringLiteral("deck_spikes"));
        auto* grid = deck.findChild<QAbstractButton*>(QStringLiteral("deck_grid"));
        QVERIFY(toggle != nullptr && spikes != nullptr && grid != nullptr);
        QCOMPARE(deck.minimumHeight(), 132);
        toggle->click();
        QVERIFY(toggle->isChecked());
        QCOMPARE(deck.wave()->spectrogramMode(), Mode::Beside);
        QVERIFY(deck.minimumHeight() > 200);
        QTest::keyClick(&deck, Qt::Key_G);
        QVERIFY(!toggle->isChecked());
        QCOMPARE(deck.wave()->spectrogramMode(), Mode::Off);
        QCOMPARE(deck.minimumHeight(), 132);
        QTest::keyClick(&deck, Qt::Key_G, Qt::ShiftModifier);
        QVERIFY(toggle->isChecked());
        QCOMPARE(deck.wave()->spectrogramMode(), Mode::Alone);
        QTest::keyClick(&deck, Qt::Key_G, Qt::ShiftModifier);
        QCOMPARE(deck.wave()->spectrogramMode(), Mode::Beside);
        QTest::keyClick(&deck, Qt::Key_N);
        QVERIFY(spikes->isChecked());
        QVERIFY(deck.wave()->areSpikesVisible());
        QVERIFY(!deck.gridBar()->isVisible());
        QTest::keyClick(&deck, Qt::Key_B, Qt::ShiftModifier);
        QVERIFY(grid->isChecked());
        QVERIFY(deck.gridBar()->isVisible());
        QVERIFY(deck.wave()->isGridEditing());
        for (QAbstractButton* button : {toggle, spikes, grid}) {
            QVERIFY(!button->accessibleName().isEmpty());
            QVERIFY(button->toolTip().contains(QLatin1Char('('))); // with its key
        }
        QVERIFY2(unnamed(deck).isEmpty(), qPrintable(unnamed(deck).join(u',')));
        // What is open is remembered.
        Deck other;
        other.restoreView(deck.saveView());
        QCOMPARE(other.wave()->spectrogramMode(), Mode::Beside);
        QVERIFY(other.wave()->areSpikesVisible() && other.wave()->isGridEditing());
        other.restoreView("nonsense");
        QVERIFY(other.wave()->areSpikesVisible());
    }

    void asksForWhatIsVisible()
    {
        WaveView view;
        view.resize(1000, 240);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.setSound(tone(10.0), Qt::red, {});
        QSignalSpy spectrogram(&view, &WaveView::spectrogramNeeded);
        QSignalSpy spikes(&view, &WaveView::spikesNeeded);
        view.zoomAt(5.0, 2.0);
        QCOMPARE(spectrogram.count(), 0); // off
        view.setSpectrogramMode(Mode::Beside);
        QCOMPARE(spectrogram.count(), 1);
        QCOMPARE(spectrogram.last()[0].toDouble(), view.view().fromS);
        QCOMPARE(spectrogram.last()[1].toDouble(), view.view().toS);
        QCOMPARE(spectrogram.last()[2].toInt(), 1000);
        const int rows = spectrogram.last()[3].toInt();
        QVERIFY(rows > 100 && rows < 240);
        view.scrollBy(1.0);
        QCOMPARE(spectrogram.count(), 2);
        view.setSpectrogramMode(Mode::Alone);
        QCOMPARE(spectrogram.last()[3].toInt(), 224); // all below the overview
        QCOMPARE(spikes.count(), 0);
        view.setSpikesVisible(true);
        QCOMPARE(spikes.count(), 1);
        // Painting asks for nothing and moving the playhead neither.
        const auto asked = spectrogram.count();
        for (int i = 0; i < 10; ++i) {
            view.setPosition(5.0 + 0.01 * i, true);
            view.grab();
        }
        QCOMPARE(spectrogram.count(), asked);
        QCOMPARE(spikes.count(), 1);
    }

    void picturesAreSharpAndStretchUntilNew()
    {
        WaveView view;
        view.resize(400, 136);
        view.setSound(tone(4.0), Qt::red, {});
        view.setSpectrogramMode(Mode::Alone);
        auto picture = std::make_shared<services::SpectrogramPicture>();
        *picture = {0.0, 4.0, 30.0, 20000.0, 400, 120, {}};
        picture->levels.assign(400 * 120, 0);
        for (int row = 0; row < 120; ++row) {
            picture->levels[static_cast<std::size_t>(101 * 120 + row)] = 255; // one column
        }
        view.setSpectrogram(picture);
        const auto isLit = [&view](int x) {
            const QImage image = view.grab().toImage();
            return qGray(image.pixel(static_cast<int>(x * image.devicePixelRatio()),
                                     static_cast<int>(100 * image.devicePixelRatio())))
                > 150;
        };
        QVERIFY(isLit(101));
        QVERIFY(!isLit(100) && !isLit(102));
        view.zoomAt(1.0, 2.0); // 0.5 … 2.5 s: what was at 1.01 s lies at 102
        QVERIFY(isLit(102));
        QVERIFY(!isLit(110));
    }

    void readsOutWhatLiesThere()
    {
        WaveView view;
        view.resize(400, 136);
        view.setSound(tone(4.0), Qt::red, {});
        QVERIFY(view.readoutAt({100.0, 60.0}).isEmpty());
        view.setSpectrogramMode(Mode::Alone);
        auto picture = std::make_shared<services::SpectrogramPicture>();
        *picture = {0.0, 4.0, 30.0, 20000.0, 400, 120, {}};
        picture->levels.assign(400 * 120, 51); // −64 dB
        view.setSpectrogram(picture);
        // The middle of the axis is √(30 · 20000) = 775 Hz; 100 px are one second.
        QCOMPARE(view.readoutAt({100.0, 76.0}), QStringLiteral("775 Hz · 1.00 s · −64 dB"));
        view.setSpectrogramMode(Mode::Off);
        view.setSpikesVisible(true);
        auto spikes = std::make_shared<services::SpikePicture>();
        spikes->activeS = 4.0;
        for (std::size_t c = 0; c < 48; ++c) {
            spikes->centreHz[c] = 100.0 * static_cast<double>(c + 1);
        }
        view.setSpikes(spikes);
        QVERIFY(view.readoutAt({200.0, 17.0}).startsWith(QStringLiteral("Band 48 · 4.80 kHz")));
        QVERIFY(view.readoutAt({200.0, 118.0}).startsWith(QStringLiteral("Band 1 · 100 Hz")));
    }

    void beatsAreDraggedByTheirHandles()
    {
        WaveView view;
        view.resize(800, 136);
        view.setSound(tone(8.0), Qt::red, {});
        const BeatGrid grid {120.0, 0.0, 0.0, 4};
        view.setBeatGrid(grid, 1.0);
        QSignalSpy edited(&view, &WaveView::gridEdited);
        const auto drag = [&view](int from, int to, Qt::KeyboardModifiers keys) {
            QTest::mousePress(&view, Qt::LeftButton, keys, {from, 22});
            QMouseEvent move(QEvent::MouseMove, QPointF(to, 22), view.mapToGlobal(QPointF(to, 22)),
                             Qt::NoButton, Qt::LeftButton, keys);
            QCoreApplication::sendEvent(&view, &move);
            QTest::mouseRelease(&view, Qt::LeftButton, keys, {to, 22});
        };
        drag(200, 210, {}); // closed: a selection as ever
        QCOMPARE(edited.count(), 0);
        view.setSelection(std::nullopt);
        view.setGridEditing(true);
        drag(200, 212, {});
        QCOMPARE(edited.count(), 1);
        QVERIFY(std::abs(view.beatGrid().firstDownbeatS - 0.12) < 1e-6);
        QVERIFY(!view.selection());
        // An onset within eight pixels holds it, unless Alt is held.
        auto spikes = std::make_shared<services::SpikePicture>();
        spikes->onsetS = {2.5};
        view.setSpikes(spikes);
        view.setBeatGrid(grid, 1.0);
        drag(200, 246, {});
        QVERIFY(std::abs(view.beatGrid().firstDownbeatS - 0.5) < 1e-6);
        view.setBeatGrid(grid, 1.0);
        drag(200, 246, Qt::AltModifier);
        QVERIFY(std::abs(view.beatGrid().firstDownbeatS - 0.46) < 1e-6);
        // Between the handles one selects.
        view.setBeatGrid(grid, 1.0);
        drag(225, 325, {});
        QVERIFY(view.selection().has_value());
    }

    void picturesOfTheSoundArrive()
    {
        LoadedDeck loaded;
        QVERIFY(loaded.isReady);
        WaveView* wave = loaded.deck.wave();
        loaded.deck.spectrogramAction()->trigger();
        loaded.deck.spikesAction()->trigger();
        const QPointF inSpectrogram(500.0, wave->height() - 20.0);
        QVERIFY(becomesTrue([&] { return !wave->readoutAt(inSpectrogram).isEmpty(); }));
        QVERIFY(wave->readoutAt(inSpectrogram).endsWith(QStringLiteral(" dB")));
        QVERIFY(becomesTrue([&] {
            return wave->readoutAt({500.0, 40.0}).startsWith(QStringLiteral("Band"));
        }));
        QVERIFY(wave->firstOnsetS().has_value());
        QVERIFY(*wave->firstOnsetS() < 0.05);
        // Off and on again: it comes back.
        loaded.deck.spectrogramAction()->trigger();
        QVERIFY(wave->readoutAt(inSpectrogram).isEmpty()
                || wave->readoutAt(inSpectrogram).startsWith(QStringLiteral("Band")));
        loaded.deck.spectrogramAction()->trigger();
        QVERIFY(becomesTrue([&] {
            return wave->readoutAt({500.0, wave->height() - 20.0}).endsWith(QStringLiteral(" dB"));
        }));
    }

    void loopsAreHeardInTheTempoOfTheDeck()
    {
        RoomFixture fixture;
        const QString file = fixture.writeSound(QStringLiteral("loop.wav"), 7.5, 110.0, 1);
        Stem stem;
        stem.name = "Loop";
        stem.path = file.toStdString();
        stem.contentHash = "00112233";
        stem.soundClass = SoundClass::Loop;
        stem.durationS = 7.5;
        stem.descriptors.bpm = 128.0;
        const StemId id = fixture.insert({stem}).front();
        fixture.library().refresh();
        QVERIFY(becomesTrue([&] { return !fixture.library().rows().empty(); }));
        services::SyncedSounds synced(fixture.context().studio);
        StudioContext context = fixture.context();
        context.synced = &synced;
        fixture.settings().setSyncWish({160.0, services::SyncMode::Stretch, {}});
        Deck deck;
        deck.resize(1200, 132);
        deck.show();
        DeckController controller(&deck, context);
        auto* toggle = deck.findChild<QAbstractButton*>(QStringLiteral("deck_sync"));
        QVERIFY(toggle->isVisible() && !toggle->isChecked());
        QCOMPARE(toggle->text(), QStringLiteral("Sync 160"));
        const auto played = [&fixture] {
            const auto& lanes = fixture.player().item().lanes;
            return lanes.empty() ? QString()
                                 : QString::fromStdU16String(lanes.front().path.u16string());
        };
        fixture.bus().select(id, {id}, false);
        QVERIFY(becomesTrue([&] { return played() == file; }));
        QVERIFY(becomesTrue([&] { return deck.wave()->lengthS() > 7.0; }));
        QTest::mouseClick(toggle, Qt::LeftButton);
        // The draft first, then the good one in its place.
        QVERIFY(becomesTrue([&] { return played().contains(QStringLiteral("/sync/")); }));
        QVERIFY(becomesTrue([&] { return !played().contains(QStringLiteral("draft-")); }));
        QVERIFY(becomesTrue([&] { return fixture.player().lengthS() > 0.0; }));
        QVERIFY(std::abs(fixture.player().lengthS() - 7.5 * 0.8) < 1e-3);
        QVERIFY(fixture.player().item().id == id);
        // A place of the picture is a place of the file: half of both.
        Q_EMIT deck.wave()->seekRequested(3.75);
        QVERIFY(std::abs(fixture.player().positionS() - 3.0) < 1e-3);
        QVERIFY(deck.findChild<QWidget*>(QStringLiteral("deck_name"))
                    ->accessibleName()
                    .contains(QStringLiteral("128 → 160 BPM")));
        // Another tempo, and as it is.
        fixture.settings().setSyncWish({64.0, services::SyncMode::Stretch, {}}); // half time
        QVERIFY(becomesTrue([&] { return played() == file; }));
        fixture.settings().setSyncWish({100.0, services::SyncMode::Repitch, {}});
        QVERIFY(becomesTrue([&] { return played().contains(QStringLiteral("/sync/")); }));
        QTest::mouseClick(toggle, Qt::LeftButton);
        QVERIFY(becomesTrue([&] { return played() == file; }));
        QVERIFY(!fixture.settings().isSyncOn());
    }

    void oneBandIsHeardAlone()
    {
        LoadedDeck loaded;
        QVERIFY(loaded.isReady);
        WaveView* wave = loaded.deck.wave();
        QAction* action = loaded.deck.bandAction();
        const auto played = [&loaded] { return loaded.fixture.player().item().lanes.at(0).bandHz; };
        QVERIFY(!action->isEnabled()); // no spikes in sight
        loaded.deck.spikesAction()->trigger();
        QVERIFY(becomesTrue([&] { return wave->firstOnsetS().has_value(); }));
        QSignalSpy sought(wave, &WaveView::seekRequested);
        const QPoint axis(wave->width() - 20, 60);
        QVERIFY(wave->readoutAt(axis).startsWith(QStringLiteral("Band")));
        QTest::mouseClick(wave, Qt::LeftButton, {}, axis);
        QVERIFY(wave->band().has_value());
        QVERIFY(action->isChecked());
        QCOMPARE(played(), wave->bandHz());
        QCOMPARE(sought.count(), 0);
        QVERIFY(wave->accessibleDescription().contains(QStringLiteral("alone")));
        const double before = *wave->bandHz();
        wave->setFocus();
        QTest::keyClick(wave, Qt::Key_Up, Qt::AltModifier);
        QVERIFY(*wave->bandHz() > before);
        QCOMPARE(played(), wave->bandHz());
        QTest::keyClick(wave, Qt::Key_Down, Qt::AltModifier);
        QTest::mouseClick(wave, Qt::LeftButton, {}, axis); // the same once more: everything
        QVERIFY(!wave->band());
        QVERIFY(!action->isChecked());
        QVERIFY(!played());
        action->trigger();
        QCOMPARE(wave->band(), std::optional(wave->busiestBand()));
        QVERIFY(played().has_value());
        loaded.deck.spikesAction()->trigger(); // out of sight: over
        QVERIFY(!wave->band() && !action->isChecked() && !played());
    }

    void theGridIsThatOfTheLibrary()
    {
        LoadedDeck loaded;
        QVERIFY(loaded.isReady);
        QCOMPARE(loaded.deck.wave()->beatGrid(), (BeatGrid {128.0, 0.0, 0.9375, 4}));
        LoadedDeck hit(SoundClass::OneShot);
        QVERIFY(hit.isReady);
        QVERIFY(!hit.deck.wave()->beatGrid().bpm); // a single hit has no beats
        QVERIFY(!hit.deck.gridBar()->twice()->isEnabled());
    }

    void doubleHalfAndUndoAreKept()
    {
        LoadedDeck loaded;
        QVERIFY(loaded.isReady);
        GridBar* bar = loaded.deck.gridBar();
        QVERIFY(!bar->undo()->isEnabled());
        QVERIFY(!bar->measure()->isEnabled());
        bar->twice()->trigger();
        QCOMPARE(loaded.deck.wave()->beatGrid().bpm, std::optional(256.0));
        QVERIFY(loaded.isWritten(256.0));
        QCOMPARE(loaded.stored().descriptors.firstDownbeatS, 0.9375);
        QVERIFY(!bar->twice()->isEnabled()); // 512 BPM is no tempo
        QVERIFY(bar->measure()->isEnabled());
        bar->undo()->trigger();
        QCOMPARE(loaded.deck.wave()->beatGrid().bpm, std::optional(128.0));
        QVERIFY(loaded.isWritten(128.0));
        bar->halve()->trigger();
        QVERIFY(loaded.isWritten(64.0));
    }

    void theOneIsSetAtThePlayhead()
    {
        LoadedDeck loaded;
        QVERIFY(loaded.isReady);
        loaded.deck.wave()->setPosition(1.5, false);
        loaded.deck.gridBar()->downbeatHere()->trigger();
        QVERIFY(loaded.isWritten(128.0));
        // 1.5 s is 1.2 beats after the old "one" and 2.8 before the next.
        QVERIFY(std::abs(loaded.stored().descriptors.firstDownbeatS - 1.5) < 1e-9);
    }

    void fourTapsAreATempo()
    {
        LoadedDeck loaded;
        QVERIFY(loaded.isReady);
        GridBar* bar = loaded.deck.gridBar();
        for (int i = 0; i < 3; ++i) {
            bar->tap()->trigger();
            QTest::qWait(200);
        }
        QVERIFY(!bar->undo()->isEnabled());
        QCOMPARE(loaded.deck.wave()->beatGrid().bpm, std::optional(128.0));
        bar->tap()->trigger();
        const double bpm = loaded.deck.wave()->beatGrid().bpm.value_or(0.0);
        QVERIFY2(bpm > 100.0 && bpm <= 300.1, qPrintable(QString::number(bpm)));
        QVERIFY(loaded.isWritten(bpm));
        QTest::qWait(200);
        bar->tap()->trigger();
        bar->undo()->trigger(); // one step, however many taps
        QCOMPARE(loaded.deck.wave()->beatGrid().bpm, std::optional(128.0));
        QVERIFY(!bar->undo()->isEnabled());
    }

    void tapsHaveTheirKeyOnTheDeckOnly()
    {
        LoadedDeck loaded;
        QVERIFY(loaded.isReady);
        QVERIFY(QTest::qWaitForWindowActive(&loaded.deck));
        QSignalSpy taps(loaded.deck.gridBar()->tap(), &QAction::triggered);
        loaded.deck.wave()->setFocus();
        loaded.deck.gridAction()->trigger();
        QTest::keyClick(loaded.deck.wave(), Qt::Key_T);
        QCOMPARE(taps.count(), 0); // the tools are closed
        loaded.deck.gridAction()->trigger();
        QTest::keyClick(loaded.deck.wave(), Qt::Key_T);
        QCOMPARE(taps.count(), 1);
        const double before = loaded.deck.wave()->beatGrid().firstDownbeatS;
        QTest::keyClick(loaded.deck.wave(), Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(loaded.deck.wave()->beatGrid().firstDownbeatS > before + 0.0009);
    }

    void goesBackToWhatIsMeasured()
    {
        LoadedDeck loaded;
        QVERIFY(loaded.isReady);
        GridBar* bar = loaded.deck.gridBar();
        bar->twice()->trigger();
        QVERIFY(loaded.isWritten(256.0));
        bar->measure()->trigger();
        QVERIFY(becomesTrue([&] { return !loaded.stored().isGridByUser; }));
        // Forgotten first, measured then.
        QVERIFY(becomesTrue([&] {
            const auto jobs = loaded.fixture.jobs().jobs();
            return std::any_of(jobs.begin(), jobs.end(),
                               [](const JobRecord& job) { return job.kind == "analyze"; });
        }));
        QVERIFY(!bar->undo()->isEnabled());
    }

    void filesOutsideTheLibraryHaveNoGrid()
    {
        RoomFixture fixture;
        Deck deck;
        const DeckController controller(&deck, fixture.context());
        PlayItem item;
        item.title = QStringLiteral("file");
        item.lanes = {mix::PlaybackLane {
            fixture.writeSound(QStringLiteral("x.wav"), 1.0, 200.0, 1).toStdString()}};
        fixture.player().open(item);
        deck.gridAction()->trigger();
        for (const QAction* action : deck.gridBar()->tools()) {
            QVERIFY(action->isVisible());
            QVERIFY(!action->isEnabled());
        }
    }

    void theSelectionIsDraggedOutAsAFile()
    {
        LoadedDeck loaded;
        QVERIFY(loaded.isReady);
        DeckClip& clip = loaded.controller->clip();
        WaveView* wave = loaded.deck.wave();
        const QString source = QString::fromStdString(loaded.stored().path);
        const auto before = services::hashFile(source);
        QVERIFY(!loaded.deck.exportAction()->isEnabled());
        wave->setSelection(WaveView::Range {1.0, 2.5});
        QVERIFY(loaded.deck.exportAction()->isEnabled());
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY(!clip.readyFile().isEmpty()); // written ahead
        qInfo("a file of 1.5 s is ready after %lld ms", clock.elapsed());
        QVERIFY(clip.readyFile().startsWith(loaded.fixture.studio().cacheFolder()));
        QStringList dragged;
        bool isTaken = false;
        clip.setDragging([&](std::unique_ptr<QMimeData> mime) {
            for (const QUrl& url : mime->urls()) {
                dragged << url.toLocalFile();
                if (!QFileInfo::exists(dragged.back())) {
                    dragged << QStringLiteral("missing");
                }
            }
            return isTaken;
        });
        const auto pull = [&] { // with the mouse, inside the selection
            const double middle = 1.75 / wave->lengthS() * wave->width();
            const QPoint at(static_cast<int>(middle), wave->height() - 10);
            QTest::mousePress(wave, Qt::LeftButton, {}, at);
            QTest::mouseMove(wave, at + QPoint(30, 0));
            QTest::mouseRelease(wave, Qt::LeftButton, {}, at + QPoint(30, 0));
        };
        pull();
        const QString kept
            = loaded.fixture.studio().root() + QStringLiteral("/exports/Loop 1.000-2.500 s.wav");
        QCOMPARE(dragged, QStringList {kept});
        QVERIFY(!QFileInfo::exists(kept)); // nobody took it
        QVERIFY(!clip.readyFile().isEmpty());
        isTaken = true;
        pull();
        QVERIFY(QFileInfo::exists(kept));
        const auto info = (*audio::openAudio(kept.toStdString()))->info();
        QCOMPARE(info.frames, std::int64_t {72000}); // 1.5 s at 48 kHz
        QCOMPARE(info.sampleRate, 48000);
        QCOMPARE(info.channels, 2);
        pull(); // the same part once more is the same file
        QCOMPARE(dragged, (QStringList {kept, kept, kept}));
        wave->setSelection(WaveView::Range {3.0, 3.25});
        QTRY_VERIFY(!clip.readyFile().isEmpty());
        pull(); // outside of what is selected now: a new selection, no file
        QCOMPARE(dragged.size(), 3);
        QCOMPARE(*services::hashFile(source), *before);
        loaded.fixture.bus().select(0, {}, false);
        QVERIFY(!loaded.deck.exportAction()->isEnabled());
        const QString cache = loaded.fixture.studio().cacheFolder() + QStringLiteral("/clip");
        QVERIFY(QFileInfo::exists(cache));
        loaded.controller.reset();
        QVERIFY(!QFileInfo::exists(cache)); // what was only prepared goes
        QVERIFY(QFileInfo::exists(kept));
    }

    void theSelectionIsSavedUnderAName()
    {
        LoadedDeck loaded;
        QVERIFY(loaded.isReady);
        loaded.deck.wave()->setSelection(WaveView::Range {0.5, 1.0});
        QSignalSpy said(&loaded.fixture.bus(), &SelectionBus::messageRequested);
        QVERIFY(QTest::qWaitForWindowActive(&loaded.deck));
        QTest::keyClick(loaded.deck.wave(), Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        auto* dialog = loaded.deck.findChild<QFileDialog*>(QStringLiteral("deck_export_dialog"));
        QVERIFY(dialog != nullptr);
        const QString target = loaded.fixture.path(QStringLiteral("my part.flac"));
        Q_EMIT dialog->fileSelected(target);
        dialog->reject();
        QTRY_COMPARE(said.count(), 1);
        QVERIFY(said[0][0].toString().contains(QStringLiteral("my part.flac")));
        const auto info = (*audio::openAudio(target.toStdString()))->info();
        QCOMPARE(info.frames, std::int64_t {24000});
        QCOMPARE(info.format, std::string("FLAC"));
        // Onto its own source it is refused, in words.
        QSignalSpy failed(loaded.controller.get(), &DeckController::messageRaised);
        loaded.deck.exportAction()->trigger();
        dialog = loaded.deck.findChild<QFileDialog*>(QStringLiteral("deck_export_dialog"));
        Q_EMIT dialog->fileSelected(QString::fromStdString(loaded.stored().path));
        QTRY_COMPARE(failed.count(), 1);
    }
};

QTEST_MAIN(TestDeck)
#include "tst_deck.moc"
