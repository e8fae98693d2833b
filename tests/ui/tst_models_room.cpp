#include "RoomFixture.h"
#include "core/services/ModelCatalogue.h"
#include "tests/support/Patience.h"
#include "ui/models/ModelTableModel.h"
#include "ui/panels/models/ModelTable.h"
#include "ui/panels/models/ModelsRoom.h"
#include "ui/panels/models/NetworkCard.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ElidedLabel.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QCryptographicHash>
#include <QDialog>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMessageBox>
#include <QMimeData>
#include <QSignalSpy>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

namespace {

const QByteArray kContent("four bytes of a network, and some more");

QString hashOf(const QByteArray& bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

/// One model with one small file.
services::ModelCatalogue smallCatalogue()
{
    // Not a raw string: moc loses the class after one.
    const QString json
        = QStringLiteral(
              "{'version':1,'base_url':'https://example.org/m/',"
              "'licence':{'name':'MIT','url':'https://example.org/licence',"
              "'non_commercial':false,'note':'n'},"
              "'models':[{'id':'tiny','title':'Tiny','purpose':'For this test.',"
              "'trained_on':'nothing','sources':['drums','bass','other','vocals'],'cost':1,"
              "'files':[{'name':'tiny.th','path':'a/tiny.th','bytes':%1,'sha256':'%2',"
              "'hash_from':'this test'}]}]}")
              .arg(kContent.size())
              .arg(hashOf(kContent))
              .replace(u'\'', u'"');
    auto parsed = services::ModelCatalogue::parse(json.toUtf8());
    if (!parsed) {
        qFatal("%s", parsed.error().message.c_str());
    }
    return *parsed;
}

} // namespace

class TestModelsRoom : public QObject
{
    Q_OBJECT

    const services::ModelCatalogue m_catalogue {smallCatalogue()};
    std::unique_ptr<RoomFixture> m_studio;
    std::unique_ptr<ModelShelf> m_shelf;
    std::unique_ptr<ModelsRoom> m_room;

    /// @param isSmall  with the catalogue of one small model instead of the built-in one.
    void open(bool isSmall)
    {
        m_room.reset();
        m_shelf.reset();
        m_studio = std::make_unique<RoomFixture>();
        StudioContext context = m_studio->context();
        if (isSmall) {
            m_shelf = std::make_unique<ModelShelf>(
                services::ModelStore(m_studio->path(QStringLiteral("small")), m_catalogue),
                m_studio->jobs(), m_studio->settings());
            context.models = m_shelf.get();
        }
        m_room = std::make_unique<ModelsRoom>(context);
        m_room->resize(1110, 760);
        m_room->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_room.get()));
        QTRY_VERIFY(context.models->isKnown());
    }
    template<typename T>
    T* named(const char* name)
    {
        return m_room->findChild<T*>(QLatin1String(name));
    }
    void click(const char* name)
    {
        QTest::mouseClick(named<QAbstractButton>(name), Qt::LeftButton);
    }
    QString shown(const char* id, int column)
    {
        auto* table = named<QTableView>("mod_table");
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            if (table->model()->index(row, 0).data(ModelTableModel::IdRole).toString()
                == QLatin1String(id)) {
                return table->model()->index(row, column).data().toString();
            }
        }
        return {};
    }
    QString writeFile(const QString& name, const QByteArray& bytes)
    {
        QFile file(m_studio->path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            qFatal("could not write");
        }
        return file.fileName();
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }
    void cleanup()
    {
        m_room.reset();
        m_shelf.reset();
        m_studio.reset();
    }

    void theWholeListStandsThereOffline()
    {
        open(false);
        m_studio->settings().setAirplane(true);
        auto* table = named<QTableView>("mod_table");
        const QAbstractItemModelTester tester(table->model());
        QTRY_COMPARE(table->model()->rowCount(), 8); // Draft, six that separate, one that searches
        QCOMPARE(shown("draft", ModelTableModel::StateColumn), QStringLiteral("built in"));
        QCOMPARE(shown("htdemucs", ModelTableModel::SizeColumn), QStringLiteral("84.1 MB"));
        QCOMPARE(shown("htdemucs", ModelTableModel::StateColumn), QStringLiteral("not installed"));
        QCOMPARE(shown("htdemucs", ModelTableModel::HashColumn), QStringLiteral("8726e21a"));
        QCOMPARE(shown("clap_htsat_unfused", ModelTableModel::SizeColumn),
                 QStringLiteral("615.8 MB"));
        QCOMPARE(shown("clap_htsat_unfused", ModelTableModel::StateColumn),
                 QStringLiteral("not installed"));
        QCOMPARE(shown("clap_htsat_unfused", ModelTableModel::LicenceColumn),
                 QStringLiteral("Apache-2.0"));
        m_room->showModel(QStringLiteral("htdemucs"));
        QVERIFY(named<QWidget>("mod_download")->isVisible());
        QVERIFY(!named<QWidget>("mod_download")->isEnabled());
        QVERIFY(!named<QWidget>("mod_download")->toolTip().isEmpty());
        QVERIFY(named<QWidget>("mod_note")->isVisible());
        QVERIFY(named<QWidget>("mod_import")->isEnabled());
        m_studio->settings().setAirplane(false);
        QVERIFY(named<QWidget>("mod_download")->isEnabled());
        QCOMPARE(m_studio->jobs().jobs().size(), std::size_t {0}); // nothing was asked for
    }

    void aDownloadIsAskedForPausedAndGoneOnWith()
    {
        open(false);
        m_room->showModel(QStringLiteral("htdemucs_ft"));
        click("mod_download");
        auto* dialog = m_room->findChild<QDialog*>(QStringLiteral("mod_licence"));
        QVERIFY(dialog != nullptr);
        QCOMPARE(m_studio->jobs().jobs().size(), std::size_t {0});
        QTest::mouseClick(dialog->findChild<QAbstractButton*>(QStringLiteral("mod_licence_accept")),
                          Qt::LeftButton);
        QCOMPARE(m_studio->jobs().jobs().size(), std::size_t {1});
        const JobRecord job = m_studio->jobs().jobs().front();
        QCOMPARE(job.kind, std::string("model"));
        QCOMPARE(downloadedModel(job), QStringLiteral("htdemucs_ft"));
        QVERIFY(!named<QWidget>("mod_download")->isVisible());
        QCOMPARE(shown("htdemucs_ft", ModelTableModel::StateColumn), QStringLiteral("waiting"));
        click("mod_pause");
        QTRY_VERIFY(named<QWidget>("mod_download")->isVisible());
        QVERIFY(!named<QWidget>("mod_pause")->isVisible());
        QTRY_VERIFY(m_room->findChild<QDialog*>(QStringLiteral("mod_licence")) == nullptr);
        QTest::keyClick(named<QTableView>("mod_table"), Qt::Key_Return);
        QVERIFY(m_room->findChild<QDialog*>(QStringLiteral("mod_licence")) == nullptr);
        QTRY_VERIFY(named<QWidget>("mod_pause")->isVisible());
    }

    void aFileIsRecognisedByItsHashVerifiedAndRemoved()
    {
        open(true);
        QSignalSpy said(&m_studio->bus(), &SelectionBus::messageRequested);
        // Whatever its name, as from a USB stick; dropped on the room.
        QMimeData mime;
        mime.setUrls(
            {QUrl::fromLocalFile(writeFile(QStringLiteral("download (1).bin"), kContent))});
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &mime, Qt::LeftButton,
                              Qt::NoModifier);
        QApplication::sendEvent(m_room.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_room.get(), &drop);
        QTRY_COMPARE(shown("tiny", ModelTableModel::StateColumn), QStringLiteral("ready"));
        QCOMPARE(said.count(), 1);
        m_room->showModel(QStringLiteral("tiny"));
        QTRY_VERIFY(named<QWidget>("mod_verify")->isEnabled());
        QVERIFY(!named<QWidget>("mod_download")->isVisible());
        click("mod_verify");
        QTRY_COMPARE(shown("tiny", ModelTableModel::StateColumn),
                     QStringLiteral("ready, hash checked"));
        QTRY_VERIFY(named<QWidget>("mod_remove")->isEnabled());
        click("mod_remove");
        auto* question = m_room->findChild<QMessageBox*>(QStringLiteral("mod_remove_question"));
        QVERIFY(question != nullptr);
        QTest::mouseClick(question->findChild<QAbstractButton*>(QStringLiteral("mod_remove_yes")),
                          Qt::LeftButton);
        QTRY_COMPARE(shown("tiny", ModelTableModel::StateColumn), QStringLiteral("not installed"));
    }

    void aFileOfNoModelIsRefusedWithASentence()
    {
        open(true);
        QSignalSpy said(&m_studio->bus(), &SelectionBus::messageRequested);
        m_room->importFiles({writeFile(QStringLiteral("holiday.jpg"), "not a network")});
        QTRY_COMPARE(said.count(), 1);
        QCOMPARE(said[0][0].toString(),
                 QStringLiteral("This file belongs to no model of the list."));
        QCOMPARE(shown("tiny", ModelTableModel::StateColumn), QStringLiteral("not installed"));
    }

    void aWrongHashIsFoundAndTheFileDeleted()
    {
        open(true);
        QByteArray wrong = kContent;
        wrong[3] = 'x';
        QDir().mkpath(m_shelf->folder());
        const QString path = services::ModelStore(m_shelf->folder(), m_catalogue)
                                 .filePath(m_catalogue.models().front().files.front());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(wrong) == wrong.size());
        file.close();
        m_shelf->refresh();
        QTRY_COMPARE(shown("tiny", ModelTableModel::StateColumn), QStringLiteral("ready"));
        m_room->showModel(QStringLiteral("tiny"));
        QSignalSpy said(&m_studio->bus(), &SelectionBus::messageRequested);
        click("mod_verify");
        QTRY_COMPARE(said.count(), 1);
        QVERIFY(said[0][0].toString().contains(QStringLiteral("wrong hash")));
        QTRY_COMPARE(shown("tiny", ModelTableModel::StateColumn), QStringLiteral("not installed"));
        QVERIFY(!QFile::exists(path));
    }

    void mirrorAndProxyTakeOnlyAddresses()
    {
        open(false);
        auto* mirror = named<QLineEdit>("mod_mirror");
        auto* note = named<ElidedLabel>("mod_network_note");
        mirror->setText(QStringLiteral("not an address"));
        Q_EMIT mirror->editingFinished();
        QCOMPARE(m_studio->settings().mirror(), QString());
        QVERIFY(note->fullText().contains(QStringLiteral("https://")));
        mirror->setText(QStringLiteral("https://example.org/models"));
        Q_EMIT mirror->editingFinished();
        QCOMPARE(m_studio->settings().mirror(), QStringLiteral("https://example.org/models"));
        QVERIFY(isUsableProxy(QStringLiteral("socks5://localhost:1080")));
        QVERIFY(!isUsableProxy(QStringLiteral("localhost")));
        QVERIFY(!isUsableProxy(QStringLiteral("ftp://localhost:21")));
        QTest::mouseClick(named<QCheckBox>("set_airplane"), Qt::LeftButton, {}, {5, 10});
        QVERIFY(m_studio->settings().isAirplane());
        QVERIFY(!mirror->isEnabled());
    }

    void everythingThatTakesTheFocusHasAName()
    {
        open(false);
        m_room->showModel(QStringLiteral("htdemucs"));
        QCOMPARE(unnamed(*m_room).join(QStringLiteral("; ")), QString());
    }
};

QTEST_MAIN(TestModelsRoom)
#include "tst_models_room.moc"
