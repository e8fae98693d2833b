#include "RoomFixture.h"
#include "ui/panels/inspector/InspectorPanel.h"
#include "ui/panels/inspector/InspectorParts.h"
#include "ui/panels/inspector/LineageTree.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/RatingStars.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

class TestInspector : public QObject
{
    Q_OBJECT

    std::unique_ptr<RoomFixture> m_studio;
    std::unique_ptr<InspectorPanel> m_panel;
    std::vector<StemId> m_ids;

    template<typename T>
    T* named(const char* name)
    {
        return m_panel->findChild<T*>(QLatin1String(name));
    }
    bool shows(const QString& part)
    {
        const QList<ElidedLabel*> labels = m_panel->findChildren<ElidedLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const ElidedLabel* label) {
            return label->isVisible() && label->fullText().contains(part);
        });
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void init()
    {
        m_studio = std::make_unique<RoomFixture>();
        std::vector<Stem> stems = sixSounds();
        stems[0].descriptors.pitchHz = 43.7;
        stems[0].descriptors.peakDb = -1.2;
        m_ids = m_studio->insert(stems);
        Stem slice = makeStem("Nacht kick 1", Category::Kick, Source::Slice);
        slice.parentId = m_ids[4];
        db::StemRepository repository(m_studio->studio().database());
        const auto id = repository.insert(slice, {{m_ids[4], 0, "slice_of", 1.0, {}}});
        QVERIFY(id.has_value());
        m_ids.push_back(*id);
        m_studio->library().refresh();
        QTRY_VERIFY(m_studio->library().isLoaded());
        m_panel = std::make_unique<InspectorPanel>(m_studio->context());
        m_panel->resize(272, 700);
        m_panel->show();
    }

    void cleanup()
    {
        m_panel.reset();
        m_studio.reset();
    }

    void factsOfTheCurrentSound()
    {
        QVERIFY(!named<QWidget>("insp_rename")->isVisible());
        m_studio->bus().select(m_ids[0], {m_ids[0]}, false);
        QTRY_VERIFY(shows(QStringLiteral("Kick a")));
        QVERIFY(shows(QStringLiteral("F1 · 43.7 Hz")));
        QVERIFY(shows(QStringLiteral("−10.0 LUFS")));
        QVERIFY(shows(QStringLiteral("−1.2 dB")));
        QVERIFY(shows(QStringLiteral("WAV 24 bit · 48 kHz")));
        QVERIFY(!named<QWidget>("insp_chop")->isVisible());
        m_studio->bus().select(m_ids[4], {m_ids[4]}, false);
        QTRY_VERIFY(shows(QStringLiteral("128.0 BPM")));
        QTRY_VERIFY(named<QWidget>("insp_chop")->isVisible());
    }

    void editsReachTheDatabase()
    {
        m_studio->bus().select(m_ids[0], {m_ids[0]}, false);
        QTRY_VERIFY(named<QWidget>("insp_rename")->isVisible());
        QTest::mouseClick(named<QWidget>("insp_rename"), Qt::LeftButton);
        auto* edit = named<QLineEdit>("insp_name");
        QVERIFY(edit->isVisible());
        edit->setText(QStringLiteral("Deep kick"));
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE(m_studio->stored(m_ids[0]).name, std::string("Deep kick"));
        QTest::mouseClick(named<QWidget>("insp_favorite"), Qt::LeftButton);
        QTRY_VERIFY(m_studio->stored(m_ids[0]).isFavorite);
        Q_EMIT named<RatingStars>("insp_rating")->rated(5);
        QTRY_COMPARE(m_studio->stored(m_ids[0]).rating, 5);
    }

    void escapeForgetsANewName()
    {
        m_studio->bus().select(m_ids[0], {m_ids[0]}, false);
        QTRY_VERIFY(named<QWidget>("insp_rename")->isVisible());
        QTest::mouseClick(named<QWidget>("insp_rename"), Qt::LeftButton);
        auto* edit = named<QLineEdit>("insp_name");
        edit->setText(QStringLiteral("Other"));
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(!edit->isVisible());
        QVERIFY(shows(QStringLiteral("Kick a")));
    }

    void theFamilyIsATreeAndLeadsOn()
    {
        m_studio->bus().select(m_ids[6], {m_ids[6]}, false);
        const QByteArray parent = "insp_lineage_" + QByteArray::number(qlonglong {m_ids[4]});
        QTRY_VERIFY(named<LineageRow>(parent.constData()) != nullptr);
        QSignalSpy changed(&m_studio->bus(), &SelectionBus::changed);
        QTest::mouseClick(named<LineageRow>(parent.constData()), Qt::LeftButton);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.at(0).at(0).value<StemId>(), m_ids[4]);
        const QByteArray child = "insp_lineage_" + QByteArray::number(qlonglong {m_ids[6]});
        QTRY_VERIFY(named<LineageRow>(child.constData()) != nullptr);
    }

    void childrenBeyondEightAreCounted()
    {
        Stem root = makeStem("root", Category::Drums);
        root.id = 1;
        services::LibraryService::Family family;
        family.stems.push_back(root);
        for (StemId id = 2; id <= 12; ++id) {
            Stem child = makeStem("child", Category::Kick, Source::Slice);
            child.id = id;
            family.stems.push_back(child);
            family.descendants.push_back({1, id, "slice_of", 1.0, {}});
        }
        const auto entries = LineageTree::entries(root, family);
        QCOMPARE(entries.size(), std::size_t {10});
        QVERIFY(entries[0].isCurrent);
        QCOMPARE(entries[1].depth, 1);
        QCOMPARE(entries[9].id, StemId {0});
        QVERIFY(entries[9].name.contains(u'3'));
    }

    void thePathIsCopied()
    {
        m_studio->bus().select(m_ids[0], {m_ids[0]}, false);
        QTRY_VERIFY(named<QWidget>("insp_copy")->isVisible());
        QTest::mouseClick(named<QWidget>("insp_copy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("/nowhere/Kick a.wav"));
        QCOMPARE(unnamed(*m_panel), QStringList());
    }

    void whatNeedsAttentionSaysWhy()
    {
        Stem broken = makeStem("Broken", Category::Unclear);
        broken.processingError = "the file ends early";
        const StemId id = m_studio->insert({broken}).front();
        m_studio->bus().select(id, {id}, false);
        QTRY_VERIFY(([&] {
            const QList<QLabel*> labels = m_panel->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
                return label->isVisible()
                    && label->text().contains(QStringLiteral("the file ends early"));
            });
        })());
    }
};

QTEST_MAIN(TestInspector)
#include "tst_inspector.moc"
