#include "ServiceFixtures.h"
#include "core/db/StemRepository.h"
#include "core/services/Measure.h"
#include "core/services/OutputJournal.h"
#include "core/services/UseCaseJson.h"
#include "core/services/UseCases.h"

#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <set>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

/// Notes of a plucked tone: one a second of 0.8 s.
audio::AudioBuffer melody(const std::vector<double>& hz, int rate = 44100)
{
    audio::AudioBuffer buffer(1, hz.size() * static_cast<std::size_t>(rate), rate);
    for (std::size_t n = 0; n < hz.size(); ++n) {
        const auto tone = sine(hz[n], 0.8, 1, rate);
        for (std::size_t i = 0; i < tone.frames(); ++i) {
            buffer.channel(0)[n * static_cast<std::size_t>(rate) + i] = tone.channel(0)[i];
        }
    }
    return buffer;
}

StemId imported(const TestStudio& test, const QString& name, const audio::AudioBuffer& sound,
                Category category)
{
    const QString input = test.file(name);
    if (!write(input, sound)) {
        return 0;
    }
    TaskContext task;
    const auto outcome
        = importFiles(*test.studio, {{input}, category, Source::Original, true}, task);
    return outcome && outcome->imported.size() == 1 ? outcome->imported[0].id : 0;
}

Result<ChopOutcome> chopped(const TestStudio& test, const ChopParamsJob& params)
{
    TaskContext task;
    return chopStem(*test.studio, params, task);
}

Result<ChopOutcome> kept(const TestStudio& test, const QString& review)
{
    TaskContext task;
    return keepSlices(*test.studio, {review}, task);
}

std::vector<QByteArray> bytesOf(const ChopOutcome& outcome)
{
    std::vector<QByteArray> all;
    for (const auto& slice : outcome.slices) {
        all.push_back(QFileInfo(slice.path).fileName().toUtf8() + '\n'
                      + readFile(slice.path).value_or(QByteArray()));
    }
    return all;
}

const std::vector<double> kTimes {0.2, 0.7, 1.2, 1.7};

} // namespace

class TestChopStage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reviewWritesNothingButItself();
    void keepingAllIsChopping();
    void keepingSomeAndRenaming();
    void correctedClassOfWhatIsThereAlready();
    void onlyConfidentMarksTheRest();
    void aNewChopReplacesTheReview();
    void cancelLeavesTheReview();
    void deadProcessLeavesNothing();
    void notesHaveTheirPitch();
    void loopsAreWholeBars();
    void loopsNeedATempo();
    void phrasesOfAFile();
    void notANumberIsSilence();
    void jobParametersSurvive();
    void hostileReviews_data();
    void hostileReviews();
    void slicesOutsideTheFile();
};

void TestChopStage::reviewWritesNothingButItself()
{
    const TestStudio test;
    const StemId stem
        = imported(test, QStringLiteral("beat.wav"), hits(kTimes, 2.4), Category::Drums);
    const QStringList before = filesBelow(test.folder.path());
    ChopParamsJob params;
    params.stem = stem;
    params.review = true;
    params.sensitivity = 0.4;
    const auto outcome = chopped(test, params);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(filesBelow(test.folder.path()), before);
    QCOMPARE(*db::StemRepository(test.studio->database()).count(), qint64 {1});
    QCOMPARE(outcome->reviewPath,
             QStringLiteral("%1/.dream/chop/%2.json").arg(test.studio->root()).arg(stem));
    QCOMPARE(waitingChopReviews(*test.studio), QStringList {outcome->reviewPath});
    const auto review = loadChopReview(outcome->reviewPath);
    QVERIFY2(review.has_value(), review ? "" : review.error().message.c_str());
    QCOMPARE(review->stem, stem);
    QCOMPARE(review->name, QStringLiteral("beat"));
    QCOMPARE(review->path, test.file(QStringLiteral("beat.wav")));
    QCOMPARE(review->sensitivity, 0.4);
    QVERIFY(review->kind == ChopKind::Auto);
    QCOMPARE(review->slices.size(), kTimes.size());
    QVERIFY(review->slices == outcome->slices); // to the last bit
    for (std::size_t i = 0; i < kTimes.size(); ++i) {
        QVERIFY(std::abs(review->slices[i].startS - kTimes[i]) < 0.01);
        QVERIFY(review->slices[i].keep);
        QVERIFY(review->slices[i].path.isEmpty());
        QVERIFY(review->slices[i].confidence < 1.0);
    }
    // A file outside the library has no row that a review could wait for.
    params.stem = 0;
    params.input = test.file(QStringLiteral("beat.wav"));
    QCOMPARE(chopped(test, params).error().code, ErrorCode::BadInput);
}

void TestChopStage::keepingAllIsChopping()
{
    const TestStudio one;
    const TestStudio two;
    ChopParamsJob params;
    params.stem = imported(one, QStringLiteral("beat.wav"), hits(kTimes, 2.4), Category::Drums);
    const auto direct = chopped(one, params);
    QVERIFY(direct.has_value());
    params.stem = imported(two, QStringLiteral("beat.wav"), hits(kTimes, 2.4), Category::Drums);
    params.review = true;
    const auto review = chopped(two, params);
    QVERIFY(review.has_value());
    const auto outcome = kept(two, review->reviewPath);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(direct->slices.size(), kTimes.size());
    QVERIFY(bytesOf(*outcome) == bytesOf(*direct));
    QVERIFY(waitingChopReviews(*two.studio).isEmpty());
    db::StemRepository first(one.studio->database());
    db::StemRepository second(two.studio->database());
    for (std::size_t i = 0; i < kTimes.size(); ++i) {
        const auto a = first.byId(direct->slices[i].id);
        const auto b = second.byId(outcome->slices[i].id);
        QVERIFY(a.has_value() && b.has_value());
        QCOMPARE(a->recipe, b->recipe);
        QCOMPARE(a->name, b->name);
        QVERIFY(a->category == b->category);
        QCOMPARE(a->categoryConfidence, b->categoryConfidence);
        QCOMPARE(b->parentId, params.stem);
        QVERIFY(!b->isCategoryByUser);
    }
    // It ended: the same again is an error with a sentence, not a second set.
    QCOMPARE(kept(two, review->reviewPath).error().code, ErrorCode::NotFound);
}

void TestChopStage::keepingSomeAndRenaming()
{
    const TestStudio test;
    ChopParamsJob params;
    params.stem = imported(test, QStringLiteral("beat.wav"), hits(kTimes, 2.4), Category::Drums);
    params.review = true;
    const auto outcome = chopped(test, params);
    QVERIFY(outcome.has_value());
    auto review = loadChopReview(outcome->reviewPath);
    QVERIFY(review.has_value());
    review->slices[0].keep = false;
    review->slices[2].keep = false;
    review->slices[1].category = Category::Clap;
    review->slices[1].confidence = 1.0;
    review->slices[1].isDoubtful = false;
    QVERIFY(saveChopReview(outcome->reviewPath, *review).has_value());
    const auto done = kept(test, outcome->reviewPath);
    QVERIFY2(done.has_value(), done ? "" : done.error().message.c_str());
    QCOMPARE(done->slices.size(), std::size_t {2});
    const auto clap = db::StemRepository(test.studio->database()).byId(done->slices[0].id);
    QVERIFY(clap.has_value());
    QVERIFY(clap->category == Category::Clap);
    QVERIFY(clap->isCategoryByUser);
    QCOMPARE(clap->categoryConfidence, 1.0);
    QVERIFY(toQt(clap->path).endsWith(QStringLiteral("/clap_001.wav")));
    QCOMPARE(clap->name, std::string("beat clap 1"));
    const auto other = db::StemRepository(test.studio->database()).byId(done->slices[1].id);
    QVERIFY(other.has_value());
    QVERIFY(!other->isCategoryByUser);
    QCOMPARE(*db::StemRepository(test.studio->database()).count(), qint64 {3});
}

void TestChopStage::correctedClassOfWhatIsThereAlready()
{
    const TestStudio test;
    ChopParamsJob params;
    params.stem = imported(test, QStringLiteral("beat.wav"), hits({0.2}, 1.0), Category::Drums);
    const auto first = chopped(test, params);
    QVERIFY(first.has_value());
    QCOMPARE(first->slices.size(), std::size_t {1});
    params.review = true;
    const auto again = chopped(test, params);
    QVERIFY(again.has_value());
    auto review = loadChopReview(again->reviewPath);
    QVERIFY(review.has_value());
    review->slices[0].category = Category::Tom;
    review->slices[0].confidence = 1.0;
    QVERIFY(saveChopReview(again->reviewPath, *review).has_value());
    const auto done = kept(test, again->reviewPath);
    QVERIFY(done.has_value());
    QCOMPARE(done->slices[0].id, first->slices[0].id);
    const auto row = db::StemRepository(test.studio->database()).byId(first->slices[0].id);
    QVERIFY(row->category == Category::Tom);
    QVERIFY(row->isCategoryByUser);
}

void TestChopStage::onlyConfidentMarksTheRest()
{
    const TestStudio test;
    // The same hit four times: one group.
    const auto hit = hits({0.1}, 0.5);
    audio::AudioBuffer loop(1, 4 * hit.frames(), 44100);
    for (std::size_t i = 0; i < loop.frames(); ++i) {
        loop.channel(0)[i] = hit.channel(0)[i % hit.frames()];
    }
    ChopParamsJob params;
    params.stem = imported(test, QStringLiteral("loop.wav"), loop, Category::Drums);
    params.review = true;
    params.onlyConfident = true;
    const auto review = chopped(test, params);
    QVERIFY(review.has_value());
    QCOMPARE(review->slices.size(), std::size_t {4});
    std::set<int> groups;
    int firsts = 0;
    int keeps = 0;
    for (const auto& slice : review->slices) {
        groups.insert(slice.group);
        firsts += slice.isFirstOfGroup ? 1 : 0;
        keeps += slice.keep ? 1 : 0;
        QCOMPARE(slice.keep, slice.isFirstOfGroup && !slice.isDoubtful);
    }
    QCOMPARE(groups.size(), std::size_t {1});
    QCOMPARE(firsts, 1);
    params.review = false;
    const auto direct = chopped(test, params);
    QVERIFY(direct.has_value());
    QCOMPARE(direct->slices.size(), static_cast<std::size_t>(keeps));
}

void TestChopStage::aNewChopReplacesTheReview()
{
    const TestStudio test;
    ChopParamsJob params;
    params.stem = imported(test, QStringLiteral("beat.wav"), hits(kTimes, 2.4), Category::Drums);
    params.review = true;
    QVERIFY(chopped(test, params).has_value());
    params.kind = ChopKind::Hits;
    const auto second = chopped(test, params);
    QVERIFY(second.has_value());
    QCOMPARE(waitingChopReviews(*test.studio).size(), 1);
    QVERIFY(loadChopReview(second->reviewPath)->kind == ChopKind::Hits);
}

void TestChopStage::cancelLeavesTheReview()
{
    const TestStudio test;
    ChopParamsJob params;
    params.stem = imported(test, QStringLiteral("beat.wav"), hits(kTimes, 2.4), Category::Drums);
    params.review = true;
    const auto review = chopped(test, params);
    QVERIFY(review.has_value());
    const QStringList before = filesBelow(test.folder.path());
    for (const int questions : {0, 1, 4, 9}) {
        TaskContext task = cancelledAfter(questions);
        const auto outcome = keepSlices(*test.studio, {review->reviewPath}, task);
        QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
        QCOMPARE(filesBelow(test.folder.path()), before);
        QCOMPARE(*db::StemRepository(test.studio->database()).count(), qint64 {1});
    }
    QCOMPARE(kept(test, review->reviewPath)->slices.size(), kTimes.size());
}

/// Killed between the files and the rows: the journal names what no row does. Killed between the
/// rows and the end of the review: the same job finds its own samples.
void TestChopStage::deadProcessLeavesNothing()
{
    const TestStudio test;
    ChopParamsJob params;
    params.stem = imported(test, QStringLiteral("beat.wav"), hits(kTimes, 2.4), Category::Drums);
    params.review = true;
    const auto review = chopped(test, params);
    QVERIFY(review.has_value());
    const QByteArray saved = *readFile(review->reviewPath);
    const auto first = kept(test, review->reviewPath);
    QVERIFY(first.has_value());
    const QStringList files = filesBelow(test.folder.path());
    QVERIFY(writeBytes(review->reviewPath, saved));
    const auto second = kept(test, review->reviewPath);
    QVERIFY(second.has_value());
    for (std::size_t i = 0; i < kTimes.size(); ++i) {
        QCOMPARE(second->slices[i].id, first->slices[i].id);
        QCOMPARE(second->slices[i].path, first->slices[i].path);
    }
    QCOMPARE(filesBelow(test.folder.path()), files);

    const QString orphan
        = QFileInfo(first->slices[0].path).absolutePath() + QStringLiteral("/kick_999.wav");
    QVERIFY(writeBytes(orphan, "half a file"));
    QVERIFY(QDir().mkpath(test.studio->root() + QStringLiteral("/.dream/journal")));
    QVERIFY(writeBytes(test.studio->root() + QStringLiteral("/.dream/journal/1-0.jsonl"),
                       "{\"pid\":1,\"start\":7,\"together\":true}\n{\"fresh\":\"" + orphan.toUtf8()
                           + "\"}\n"));
    QVERIFY(chopped(test, params).has_value());
    QVERIFY(!QFileInfo::exists(orphan));
    QVERIFY(QFileInfo::exists(first->slices[0].path));
}

void TestChopStage::notesHaveTheirPitch()
{
    const TestStudio test;
    const std::vector<double> hz {110.0, 146.83, 164.81, 220.0};
    ChopParamsJob params;
    params.stem = imported(test, QStringLiteral("bass.wav"), melody(hz), Category::Bass);
    params.kind = ChopKind::Notes;
    const auto outcome = chopped(test, params);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(outcome->slices.size(), hz.size());
    for (std::size_t i = 0; i < hz.size(); ++i) {
        const auto& slice = outcome->slices[i];
        QVERIFY(std::abs(slice.startS - static_cast<double>(i)) < 0.02);
        QVERIFY(std::abs(slice.endS - static_cast<double>(i) - 0.8) < 0.03);
        QVERIFY(slice.pitchHz.has_value());
        QVERIFY(std::abs(1200.0 * std::log2(*slice.pitchHz / hz[i])) < 10.0);
        QVERIFY(slice.category == Category::Bass);
        QVERIFY(slice.soundClass == SoundClass::OneShot);
        const auto row = db::StemRepository(test.studio->database()).byId(slice.id);
        QVERIFY(row.has_value());
        QVERIFY(row->descriptors.pitchHz.has_value());
        QVERIFY(!row->isCategoryByUser);
    }
}

void TestChopStage::loopsAreWholeBars()
{
    const TestStudio test;
    // 120 bpm, the "one" at 0.1 s; eight bars: four alike, then two and two.
    audio::AudioBuffer buffer(2, static_cast<std::size_t>(16.2 * 44100), 44100);
    const std::vector<double> tones {110, 110, 110, 110, 130, 165, 130, 165};
    for (std::size_t bar = 0; bar < tones.size(); ++bar) {
        for (int beat = 0; beat < 4; ++beat) {
            const auto note = sine(tones[bar] * (beat == 2 ? 1.5 : 1.0), 0.4);
            const double at = 0.1 + 2.0 * static_cast<double>(bar) + 0.5 * beat;
            const auto start = static_cast<std::size_t>(at * 44100);
            for (std::size_t i = 0; i < note.frames(); ++i) {
                buffer.channel(0)[start + i] = note.channel(0)[i];
                buffer.channel(1)[start + i] = note.channel(0)[i];
            }
        }
    }
    ChopParamsJob params;
    params.stem = imported(test, QStringLiteral("bass.wav"), buffer, Category::Bass);
    QVERIFY(db::StemRepository(test.studio->database())
                .setGrid({params.stem}, {120.0, 0.1, 0.1, 4})
                .has_value());
    params.kind = ChopKind::Loops;
    const auto outcome = chopped(test, params);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(outcome->slices.size(), std::size_t {6});
    const std::vector<double> starts {0.1, 2.1, 4.1, 6.1, 8.1, 12.1};
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const auto& slice = outcome->slices[i];
        QCOMPARE(slice.bars, i < 4 ? 1.0 : 2.0);
        QVERIFY(std::abs(slice.startS - starts[i]) <= 0.0021);
        QCOMPARE(std::lround((slice.endS - slice.startS) * 44100), std::lround(slice.bars * 88200));
        QVERIFY(slice.soundClass == SoundClass::Loop);
        QCOMPARE(slice.group, i < 4 ? 0 : 1);
        const auto row = db::StemRepository(test.studio->database()).byId(slice.id);
        QVERIFY(row.has_value());
        QVERIFY(row->soundClass == SoundClass::Loop);
        QVERIFY(std::abs(row->descriptors.bpm.value_or(0.0) - 120.0) < 0.01);
        QCOMPARE(row->descriptors.bars, slice.bars);
        QCOMPARE(row->channels, 2);
    }
}

void TestChopStage::loopsNeedATempo()
{
    const TestStudio test;
    ChopParamsJob params;
    params.stem = imported(test, QStringLiteral("tone.wav"), sine(220.0, 1.0), Category::Pad);
    params.kind = ChopKind::Loops;
    const auto outcome = chopped(test, params);
    QVERIFY(!outcome.has_value());
    QCOMPARE(outcome.error().code, ErrorCode::BadInput);
    QVERIFY(toQt(outcome.error().message).contains(QStringLiteral("tempo")));
}

void TestChopStage::phrasesOfAFile()
{
    const TestStudio test;
    audio::AudioBuffer buffer(1, 44100 * 6, 44100);
    for (const double at : {0.5, 3.0}) {
        const auto phrase = sine(300.0, 1.5);
        for (std::size_t i = 0; i < phrase.frames(); ++i) {
            buffer.channel(0)[static_cast<std::size_t>(at * 44100) + i] = phrase.channel(0)[i];
        }
    }
    ChopParamsJob params;
    params.input = test.file(QStringLiteral("voice.wav"));
    QVERIFY(write(params.input, buffer));
    params.kind = ChopKind::Phrases;
    const auto outcome = chopped(test, params);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(outcome->slices.size(), std::size_t {2});
    QVERIFY(std::abs(outcome->slices[1].startS - 3.0) < 0.03);
    QVERIFY(std::abs(outcome->slices[1].endS - 4.5) < 0.03);
    QVERIFY(outcome->slices[0].soundClass == SoundClass::Phrase);
    QVERIFY(QFileInfo::exists(outcome->slices[0].path));
    QCOMPARE(outcome->slices[0].group, outcome->slices[1].group);
    QCOMPARE(*db::StemRepository(test.studio->database()).count(), qint64 {0});
}

void TestChopStage::notANumberIsSilence()
{
    const TestStudio test;
    auto buffer = hits(kTimes, 2.4);
    buffer.channel(0)[static_cast<std::size_t>(0.21 * 44100)] = std::nanf("");
    buffer.channel(0)[static_cast<std::size_t>(0.9 * 44100)]
        = std::numeric_limits<float>::infinity();
    ChopParamsJob params;
    params.input = test.file(QStringLiteral("beat.wav"));
    QVERIFY(write(params.input, buffer));
    params.kind = ChopKind::Hits;
    const auto outcome = chopped(test, params);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(outcome->slices.size(), kTimes.size());
    for (const auto& slice : outcome->slices) {
        TaskContext task;
        const auto measured = measureFile({slice.path, Source::Slice, {}, true}, task);
        QVERIFY(measured.has_value());
        QCOMPARE(measured->analysis->descriptors.nonFinite, std::int64_t {0});
    }
}

void TestChopStage::jobParametersSurvive()
{
    ChopParamsJob params;
    params.stem = 7;
    params.sensitivity = 0.7;
    params.kind = ChopKind::Loops;
    params.onlyConfident = true;
    params.review = true;
    const auto read = chopParamsFromJson(toJson(params));
    QVERIFY(read.has_value());
    QCOMPARE(read->stem, StemId {7});
    QCOMPARE(read->sensitivity, 0.7);
    QVERIFY(read->kind == ChopKind::Loops && read->onlyConfident && read->review);
    QVERIFY(!chopParamsFromJson({{QStringLiteral("kind"), QStringLiteral("shreds")}}).has_value());
    QVERIFY(chopParamsFromJson({})->kind == ChopKind::Auto); // jobs of earlier versions
    const auto keep
        = keepSlicesParamsFromJson(toJson(KeepSlicesParams {QStringLiteral("/a/7.json")}));
    QCOMPARE(keep->reviewPath, QStringLiteral("/a/7.json"));
    for (const auto kind : {ChopKind::Auto, ChopKind::Hits, ChopKind::Notes, ChopKind::Loops,
                            ChopKind::Phrases, ChopKind::OneShots}) {
        QVERIFY(chopKindFromId(chopKindId(kind)) == kind);
    }
}

void TestChopStage::hostileReviews_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    const auto change = [](const char* name, const QByteArray& from, const QByteArray& to) {
        QTest::addRow("%s", name) << from << to;
    };
    change("another version", "\"version\": 1", "\"version\": 2");
    change("another sound", "\"stem\": 1", "\"stem\": 2");
    change("no sound", "\"stem\": 1", "\"stem\": -1");
    change("a start before the sound", "\"start_s\": 0.5", "\"start_s\": -0.5");
    change("an end before the start", "\"end_s\": 0.7", "\"end_s\": 0.4");
    change("an end that is no number", "\"end_s\": 0.7", "\"end_s\": 1e999");
    change("a slice of a day", "\"end_s\": 0.7", "\"end_s\": 86400");
    change("an unknown class", "\"class\": \"kick\"", "\"class\": \"../kick\"");
    change("too sure", "\"confidence\": 0.5", "\"confidence\": 1.5");
    change("a group without a number", "\"group\": 0", "\"group\": \"0\"");
    change("half a group", "\"group\": 0", "\"group\": 0.5");
    change("a huge group", "\"group\": 0", "\"group\": 1e15");
    change("a decision that is none", "\"keep\": true", "\"keep\": 1");
    change("an unknown kind", "\"kind\": \"auto\"", "\"kind\": \"all\"");
    change("no list", "\"slices\": [", "\"slices\": 3, \"old\": [");
    change("torn", "\"slices\": [", "\"sli");
    change("an infinite pitch", "\"peak\": 0.5", "\"peak\": 0.5, \"pitch_hz\": 1e300");
}

void TestChopStage::hostileReviews()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    const QByteArray good = R"({"version": 1, "stem": 1, "name": "n", "path": "/n.wav",
        "sensitivity": 0.5, "kind": "auto", "slices": [{"start_s": 0.5, "end_s": 0.7,
        "class": "kick", "confidence": 0.5, "kind": "one-shot", "group": 0,
        "first_of_group": true, "peak": 0.5, "doubtful": false, "keep": true}]})";
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("1.json"));
    QVERIFY(writeBytes(path, good));
    const auto read = loadChopReview(path);
    QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
    QCOMPARE(read->slices.size(), std::size_t {1});
    QByteArray bad = good;
    bad.replace(from, to);
    QVERIFY(bad != good);
    QVERIFY(writeBytes(path, bad));
    const auto refused = loadChopReview(path);
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().code, ErrorCode::Corrupt);
    QVERIFY(toQt(refused.error().message).contains(path));
}

void TestChopStage::slicesOutsideTheFile()
{
    const TestStudio test;
    ChopParamsJob params;
    params.stem = imported(test, QStringLiteral("beat.wav"), hits(kTimes, 2.4), Category::Drums);
    params.review = true;
    const auto outcome = chopped(test, params);
    QVERIFY(outcome.has_value());
    auto review = loadChopReview(outcome->reviewPath);
    QVERIFY(review.has_value());
    review->slices.back().endS = 200.0;
    QVERIFY(saveChopReview(outcome->reviewPath, *review).has_value());
    const QStringList before = filesBelow(test.folder.path());
    QCOMPARE(kept(test, outcome->reviewPath).error().code, ErrorCode::BadInput);
    QCOMPARE(filesBelow(test.folder.path()), before);
    // The sound is gone.
    QVERIFY(db::StemRepository(test.studio->database()).remove({params.stem}).has_value());
    QCOMPARE(kept(test, outcome->reviewPath).error().code, ErrorCode::NotFound);
    QCOMPARE(loadChopReview(test.file(QStringLiteral("9.json"))).error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestChopStage)
#include "tst_chopstage.moc"
