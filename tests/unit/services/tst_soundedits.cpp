#include "ServiceFixtures.h"
#include "core/db/StemRepository.h"
#include "core/services/SoundEdits.h"
#include "core/services/UseCases.h"

#include <QTest>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

/// What the command line says of sounds arrives whole or not at all.
class TestSoundEdits : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_studio = std::make_unique<TestStudio>();
        m_ids.clear();
        for (int i = 0; i < 3; ++i) {
            const QString path
                = m_studio->studio->tracksFolder() + QStringLiteral("/s%1.wav").arg(i);
            QVERIFY(write(path, sine(200.0 + 50.0 * i, 0.3)));
            ImportParams params;
            params.paths = {path};
            params.analyse = false;
            TaskContext task;
            const auto done = importFiles(*m_studio->studio, params, task);
            QVERIFY(done && done->imported.size() == 1);
            m_ids.push_back(done->imported.front().id);
        }
    }

    void everythingAtOnce()
    {
        SoundEdits edits;
        edits.isFavorite = true;
        edits.rating = 4;
        edits.category = Category::Snare;
        edits.soundClass = SoundClass::Loop;
        edits.key = Key {9, true};
        edits.bpm = 128.0;
        edits.addedTags = {"Dark", "dusty"};
        edits.licence = Licence::CcBy;
        QVERIFY(editSounds(*m_studio->studio, {m_ids[0], m_ids[2]}, edits));
        for (const StemId id : {m_ids[0], m_ids[2]}) {
            const Stem stem = stored(id);
            QVERIFY(stem.isFavorite && stem.isCategoryByUser && stem.isKeyByUser);
            QCOMPARE(stem.rating, 4);
            QCOMPARE(stem.category, Category::Snare);
            QCOMPARE(stem.soundClass, SoundClass::Loop);
            QVERIFY(stem.descriptors.key == (Key {9, true}));
            QCOMPARE(stem.descriptors.bpm.value_or(0.0), 128.0);
            QCOMPARE(stem.tags, (std::vector<std::string> {"dark", "dusty"}));
            QCOMPARE(stem.licence, std::string("CC-BY"));
        }
        QCOMPARE(stored(m_ids[1]).rating, 0);
        QCOMPARE(stored(m_ids[1]).licence, std::string("unknown"));
    }

    void tagsAreAddedAndTakenAway()
    {
        SoundEdits edits;
        edits.tags = std::vector<std::string> {"one", "two"};
        QVERIFY(editSounds(*m_studio->studio, {m_ids[0]}, edits));
        edits = {};
        edits.addedTags = {"three"};
        edits.removedTags = {"ONE"};
        QVERIFY(editSounds(*m_studio->studio, {m_ids[0]}, edits));
        QCOMPARE(stored(m_ids[0]).tags, (std::vector<std::string> {"two", "three"}));
    }

    void allOrNothing()
    {
        SoundEdits edits;
        edits.rating = 5;
        const auto unknown = editSounds(*m_studio->studio, {m_ids[0], 99999}, edits);
        QVERIFY(!unknown && unknown.error().code == ErrorCode::NotFound);
        QCOMPARE(stored(m_ids[0]).rating, 0);
        edits.bpm = 5000.0; // refused by the last step of all
        const auto wrong = editSounds(*m_studio->studio, {m_ids[0]}, edits);
        QVERIFY(!wrong && wrong.error().code == ErrorCode::BadInput);
        QCOMPARE(stored(m_ids[0]).rating, 0);
    }

    void whatContradictsItself()
    {
        SoundEdits edits;
        edits.name = QStringLiteral("x");
        QVERIFY(!editSounds(*m_studio->studio, m_ids, edits));
        edits = {};
        edits.key = Key {0, false};
        edits.isAtonal = true;
        QVERIFY(!editSounds(*m_studio->studio, {m_ids[0]}, edits));
        QVERIFY(SoundEdits {}.isEmpty());
    }

    void removedSoundsKeepTheirFiles()
    {
        const QString path = toQt(stored(m_ids[0]).path);
        const auto removed = removeSounds(*m_studio->studio, {m_ids[0]}, false);
        QVERIFY(removed);
        QCOMPARE(removed->kept, QStringList {path});
        QVERIFY(QFileInfo::exists(path));
        db::StemRepository stems(m_studio->studio->database());
        QVERIFY(!stems.byId(m_ids[0]));
        QVERIFY(!removeSounds(*m_studio->studio, {m_ids[0], m_ids[1]}, false));
        QVERIFY(stems.byId(m_ids[1]).has_value());
    }

    void filesOutsideTheStudioStay()
    {
        const QString path = m_studio->file(QStringLiteral("mine.wav"));
        QVERIFY(write(path, sine(333.0, 0.3)));
        ImportParams params;
        params.paths = {path};
        params.analyse = false;
        TaskContext task;
        const auto done = importFiles(*m_studio->studio, params, task);
        QVERIFY(done);
        const auto removed = removeSounds(*m_studio->studio, {done->imported.front().id}, true);
        QVERIFY(removed && removed->trashed.isEmpty());
        QVERIFY(QFileInfo::exists(path));
    }

private:
    Stem stored(StemId id)
    {
        const auto stem = db::StemRepository(m_studio->studio->database()).byId(id);
        return stem ? *stem : Stem {};
    }

    std::unique_ptr<TestStudio> m_studio;
    std::vector<StemId> m_ids;
};

QTEST_GUILESS_MAIN(TestSoundEdits)
#include "tst_soundedits.moc"
