#include "RoomFixture.h"
#include "core/services/ClapService.h"
#include "core/services/Files.h"
#include "core/services/ModelDownload.h"
#include "tests/support/Patience.h"
#include "tests/unit/nn/ClapFolder.h"
#include "ui/panels/models/ClapCard.h"
#include "ui/widgets/InlineNote.h"

#include <QSignalSpy>
#include <QStandardPaths>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

class TestClapCard : public QObject
{
    Q_OBJECT

    std::unique_ptr<RoomFixture> m_studio;
    std::unique_ptr<ClapFolder> m_folder;
    std::unique_ptr<services::ClapService> m_clap;
    std::unique_ptr<ClapCard> m_card;

    template<typename T = QWidget>
    T* named(const char* name)
    {
        return m_card->findChild<T*>(QString::fromLatin1(name));
    }
    QString state() { return named<QLabel>("mod_clap_state")->text(); }
    bool isShown(const char* name) { return named(name)->isVisible(); }

    /// A sound whose file is there.
    void addSound(const QString& name, double hz)
    {
        Stem stem;
        stem.name = name.toStdString();
        stem.path = m_studio->writeSound(name + QStringLiteral(".wav"), 0.2, hz, 1).toStdString();
        stem.contentHash = stem.name;
        stem.durationS = 0.2;
        m_studio->insert({stem});
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init()
    {
        m_studio = std::make_unique<RoomFixture>(true);
        addSound(QStringLiteral("one"), 100.0);
        addSound(QStringLiteral("two"), 3000.0);
        const auto golden = clapGolden(QStringLiteral(NDE_GOLDEN_DIR "/clap/clap.json"));
        m_folder = std::make_unique<ClapFolder>(golden.value(QStringLiteral("config")).toObject());
        m_folder->write("model.safetensors", m_folder->safeTensors());
        m_studio->jobs().start();
        m_clap
            = std::make_unique<services::ClapService>(m_studio->context().studio, m_studio->jobs());
        m_card = std::make_unique<ClapCard>(*m_clap, m_studio->jobs());
        m_card->resize(900, 120);
        m_card->show();
    }
    void cleanup()
    {
        m_card.reset();
        m_clap.reset();
        m_studio.reset();
    }

    void withoutAModelItSaysWhatOneIsFor()
    {
        QVERIFY(state().contains(QStringLiteral("Words are understood without it")));
        for (const char* name : {"mod_clap_remove", "mod_clap_note", "mod_clap_listen",
                                 "mod_clap_stop", "mod_clap_progress"}) {
            QVERIFY2(!isShown(name), name);
        }
    }

    void listensToWhatItHasNotHeard()
    {
        m_card->choose(m_folder->path());
        QTRY_COMPARE(state(), QStringLiteral("0 of 2 sounds heard"));
        QVERIFY(isShown("mod_clap_remove") && isShown("mod_clap_listen"));
        auto* listen = named<QAbstractButton>("mod_clap_listen");
        QCOMPARE(listen->text(), QStringLiteral("Listen to 2 sound(s)")); // no translator here
        QTest::mouseClick(listen, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("all 2 sounds heard"), 30'000);
        QTRY_VERIFY(!isShown("mod_clap_stop"));
        QVERIFY(!isShown("mod_clap_listen") && !isShown("mod_clap_progress"));
        QCOMPARE(m_clap->state().heard, 2);
        // One more, and the button says so.
        addSound(QStringLiteral("three"), 700.0);
        Q_EMIT m_studio->jobs().libraryChanged();
        QTRY_COMPARE(state(), QStringLiteral("2 of 3 sounds heard"));
        QCOMPARE(listen->text(), QStringLiteral("Listen to 1 sound(s)"));
    }

    void aBrokenModelIsSaidAndCanBeLeft()
    {
        m_folder->write("vocab.json", QByteArray("{\"a\": 0}"));
        m_card->choose(m_folder->path());
        QTRY_COMPARE(m_clap->state().kind, services::ClapState::Kind::Broken);
        QVERIFY(isShown("mod_clap_note") && !isShown("mod_clap_listen"));
        QCOMPARE(state(), QStringLiteral("Searching goes on without it."));
        QVERIFY(!named<InlineNote>("mod_clap_note")->toolTip().isEmpty()); // the technical words
        QTest::mouseClick(named("mod_clap_remove"), Qt::LeftButton);
        QCOMPARE(m_clap->state().kind, services::ClapState::Kind::None);
        QVERIFY(!isShown("mod_clap_note") && !isShown("mod_clap_remove"));
        // A good one afterwards.
        m_card->choose(QString());
        ClapFolder good(clapGolden(QStringLiteral(NDE_GOLDEN_DIR "/clap/clap.json"))
                            .value(QStringLiteral("config"))
                            .toObject());
        good.write("model.safetensors", good.safeTensors());
        m_card->choose(good.path());
        QTRY_COMPARE(state(), QStringLiteral("0 of 2 sounds heard"));
        QVERIFY(!isShown("mod_clap_note"));
    }

    void aDownloadIsTakenWhereThereIsNoOther()
    {
        const QTemporaryDir models;
        QVERIFY(
            QFile::link(m_folder->path(), models.filePath(QStringLiteral("clap-htsat-unfused"))));
        const auto finish = [&](const char* model, JobState state) {
            JobRecord job;
            job.id = 900;
            job.kind = "model";
            job.state = state;
            services::DownloadParams params;
            params.model = QLatin1String(model);
            params.folder = models.path();
            job.params = services::compactJson(toJson(params)).toStdString();
            Q_EMIT m_studio->jobs().jobFinished(job);
        };
        finish("htdemucs", JobState::Done); // does not search
        finish("clap_htsat_unfused", JobState::Failed);
        QCOMPARE(m_clap->state().kind, services::ClapState::Kind::None);
        finish("clap_htsat_unfused", JobState::Done);
        QTRY_COMPARE(m_clap->state().kind, services::ClapState::Kind::Ready);
        QCOMPARE(m_clap->state().folder, models.filePath(QStringLiteral("clap-htsat-unfused")));
        QCOMPARE(services::clapFolderOf(*m_studio->context().studio).value_or(QString()),
                 m_clap->state().folder);
        m_card->choose(m_folder->path()); // one of the user's stays
        finish("clap_htsat_unfused", JobState::Done);
        QCOMPARE(m_clap->state().folder, m_folder->path());
    }

    void everyButtonHasAName()
    {
        m_card->choose(m_folder->path());
        QTRY_COMPARE(m_clap->state().kind, services::ClapState::Kind::Ready);
        for (const QAbstractButton* button : m_card->findChildren<QAbstractButton*>()) {
            QVERIFY2(!button->accessibleName().isEmpty(), qPrintable(button->objectName()));
        }
    }
};

QTEST_MAIN(TestClapCard)
#include "tst_clap_card.moc"
