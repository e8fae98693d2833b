#include "core/base/Category.h"
#include "core/base/ComputeScope.h"
#include "core/base/ErrorCodes.h"
#include "core/base/Key.h"
#include "core/base/Licence.h"
#include "core/base/Random.h"
#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "core/base/TaskContext.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <set>

using namespace nde;

class TestBase : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyCategoryHasItsOwnIdAndComesBack()
    {
        std::set<std::string_view> ids;
        for (int i = 0; i < kCategoryCount; ++i) {
            const auto category = static_cast<Category>(i);
            ids.insert(categoryId(category));
            QVERIFY(categoryFromId(categoryId(category)) == category);
        }
        QCOMPARE(ids.size(), std::size_t {kCategoryCount});
        QVERIFY(!categoryFromId("kicks").has_value());
        QVERIFY(sourceFromId("slice") == Source::Slice);
        QVERIFY(soundClassFromId("one-shot") == SoundClass::OneShot);
    }

    void denormalsAreZeroWithinAScopeOnly()
    {
        volatile float small = std::numeric_limits<float>::min();
        const auto half = [&small] { return small * 0.5F; };
        QVERIFY(half() > 0.0F);
        {
            const ComputeScope outer;
            QCOMPARE(half(), 0.0F);
            {
                const ComputeScope inner;
                QCOMPARE(half(), 0.0F);
            }
            QCOMPARE(half(), 0.0F); // the inner one gives back what it found
        }
        QVERIFY(half() > 0.0F);
    }

    void errorCodesComeBack()
    {
        std::set<std::string_view> ids;
        for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
            const auto code = static_cast<ErrorCode>(i);
            ids.insert(errorCodeId(code));
            QVERIFY(errorCodeFromId(errorCodeId(code)) == code);
        }
        QCOMPARE(ids.size(), std::size_t {16});
        QVERIFY(!errorCodeFromId("").has_value());
    }

    void theStrictestLicenceCounts()
    {
        QVERIFY(licenceFromId("cc_by") == Licence::CcBy);
        QVERIFY(licenceFromId("Analysis only") == Licence::AnalysisOnly);
        QVERIFY(!licenceFromId("CC-BY-NC").has_value());
        QVERIFY(!licenceFromId("").has_value());
        for (int i = 0; i < kLicenceCount; ++i) {
            const auto licence = static_cast<Licence>(i);
            QVERIFY(licenceFromId(licenceId(licence)) == licence);
        }
        QVERIFY(strictestLicence({Licence::Cc0, Licence::CcBy, Licence::Own}) == Licence::CcBy);
        // What is known to be forbidden says more than what nobody knows.
        QVERIFY(strictestLicence({Licence::AnalysisOnly, Licence::Unknown})
                == Licence::AnalysisOnly);
        QVERIFY(strictestLicence({}) == Licence::Unknown);
    }

    void camelotNames_data()
    {
        QTest::addColumn<int>("pitchClass");
        QTest::addColumn<bool>("minor");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("camelot");
        QTest::addRow("A minor") << 9 << true << QByteArray("Am") << QByteArray("8A");
        QTest::addRow("C major") << 0 << false << QByteArray("C") << QByteArray("8B");
        QTest::addRow("G major") << 7 << false << QByteArray("G") << QByteArray("9B");
        QTest::addRow("F sharp minor") << 6 << true << QByteArray("F#m") << QByteArray("11A");
        QTest::addRow("D flat major") << 1 << false << QByteArray("C#") << QByteArray("3B");
        QTest::addRow("E minor") << 4 << true << QByteArray("Em") << QByteArray("9A");
    }
    void camelotNames()
    {
        QFETCH(int, pitchClass);
        QFETCH(bool, minor);
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, camelot);
        const Key key {pitchClass, minor};
        QCOMPARE(QByteArray::fromStdString(keyName(key)), name);
        QCOMPARE(QByteArray::fromStdString(camelotName(key)), camelot);
        QVERIFY(keyFromName(name.toStdString()) == key);
        QVERIFY(keyFromName(camelot.toStdString()) == key);
    }

    void keysAreRefusedWhenTheyAreNone()
    {
        for (const char* name : {"", "H", "Zm", "13A", "0B", "8C", "A moll!", "#"}) {
            QVERIFY2(!keyFromName(name).has_value(), name);
        }
        QVERIFY(keyFromName("Bb") == (Key {10, false}));
        QCOMPARE(camelotDistance({9, true}, {4, true}), 1);
        QCOMPARE(camelotDistance({9, true}, {0, false}), 1);
        QCOMPARE(camelotDistance({9, true}, {3, true}), 6);
    }

    void namesNotes()
    {
        QCOMPARE(noteName(440.0), std::string("A4"));
        QCOMPARE(noteName(43.7), std::string("F1"));
        QVERIFY(noteName(0.0).empty());
    }

    void randomIsTheSameEverywhere()
    {
        // First outputs of splitmix64 for seed 1234567, from the reference implementation.
        Random random(1234567);
        QCOMPARE(random.next(), std::uint64_t {6457827717110365317ULL});
        QCOMPARE(random.next(), std::uint64_t {3203168211198807973ULL});
        QVERIFY(streamSeed(1, "kick", 2, 3) != streamSeed(1, "kick", 3, 2));
        QCOMPARE(streamSeed(1, "kick", 2, 3), streamSeed(1, "kick", 2, 3));
    }

    void randomHasItsMoments()
    {
        Random random(5);
        double sum = 0.0;
        double squares = 0.0;
        constexpr int kDraws = 200000;
        for (int i = 0; i < kDraws; ++i) {
            const double x = random.normal();
            sum += x;
            squares += x * x;
        }
        QVERIFY(std::abs(sum / kDraws) < 0.01);
        QVERIFY(std::abs(squares / kDraws - 1.0) < 0.02);
        QCOMPARE(random.below(0), std::uint64_t {0});
        for (int i = 0; i < 1000; ++i) {
            QVERIFY(random.below(7) < 7);
        }
    }

    void subContextsMapTheirRange()
    {
        double last = -1.0;
        TaskContext task([&](double f, std::string_view) { last = f; }, [] { return true; });
        const TaskContext part = task.sub(0.5, 1.0).sub(0.0, 0.5);
        part.progress(1.0, "x");
        QCOMPARE(last, 0.75);
        part.progress(7.0, "x");
        QCOMPARE(last, 0.75);
        QVERIFY(part.cancelled());
        QVERIFY(!TaskContext().cancelled());
    }

    void rowsCarryWhatListsNeed()
    {
        Stem stem;
        stem.id = 4;
        stem.name = "Kick";
        stem.descriptors.key = Key {9, true};
        stem.descriptors.bpm = 128.0;
        stem.tags = {"dark", "metallic"};
        stem.processingError = "unreadable";
        const StemRow row = rowOf(stem);
        QCOMPARE(int {row.keyIndex}, 21);
        QCOMPARE(row.tags, std::string("dark metallic"));
        QVERIFY(row.needsAttention);
        QCOMPARE(row.bpm, 128.0F);
    }
};

QTEST_GUILESS_MAIN(TestBase)
#include "tst_base.moc"
