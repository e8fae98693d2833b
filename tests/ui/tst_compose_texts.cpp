#include "../unit/music/Library.h"
#include "core/music/PlanEdit.h"
#include "ui/models/JobText.h"
#include "ui/panels/compose/ComposeText.h"
#include "ui/panels/compose/RefusalText.h"

#include <QDirIterator>
#include <QFile>
#include <QLocale>
#include <QRegularExpression>
#include <QTest>
#include <QTranslator>

#include <algorithm>
#include <functional>

using namespace nde;
using namespace nde::music;
using nde::music::testing::library;
using nde::ui::refusalText;

namespace {

Result<Plan> arranged(std::string_view prompt, std::vector<Candidate> candidates,
                      const SourceWish& sources = {})
{
    TaskContext task;
    return arrange(parsePrompt(prompt), std::move(candidates), sources, 1, task);
}

const Plan& techno()
{
    static const Plan plan = [] {
        auto made = arranged("dark techno 132 bpm in A minor, 64 bars, with pads", library());
        if (!made) {
            qFatal("%s", made.error().message.c_str());
        }
        return *made;
    }();
    return plan;
}

const Lane& laneWith(std::string_view role)
{
    return *std::find_if(techno().lanes.begin(), techno().lanes.end(),
                         [&](const Lane& lane) { return lane.role == role; });
}

int clipOfLane(std::string_view role)
{
    return laneWith(role).clips.front().id;
}

Plan with(const PlanEdit& edit)
{
    auto plan = applyEdit(techno(), edit);
    if (!plan) {
        qFatal("%s", plan.error().message.c_str());
    }
    return *plan;
}

Plan lockedBass()
{
    SetLane lock;
    lock.lane = laneWith("bass").id;
    lock.isLocked = true;
    return with(lock);
}

Error refusalOf(const Result<Plan>& plan)
{
    return plan ? Error {} : plan.error();
}

Error asked(std::string_view words)
{
    TaskContext task;
    return refusalOf(requery(techno(), library(), laneWith("pad").id, words, 1, task));
}

Error rolled(const Plan& plan, std::vector<Candidate> candidates, const Scope& scope)
{
    TaskContext task;
    return refusalOf(reroll(plan, std::move(candidates), scope, 1, task));
}

struct Refused
{
    const char* name;
    std::function<Error()> provoke;
    const char* english;
    const char* german;
};

/// What the compose room refuses in daily use; each is provoked, not written down.
const std::vector<Refused>& refusals()
{
    static const std::vector<Refused> all {
        {"lane",
         [] { return refusalOf(applyEdit(lockedBass(), RemoveLane {laneWith("bass").id})); },
         "The lane bass is locked; unlock it first.",
         "Die Spur Bass ist gesperrt; entsperre sie zuerst."},
        {"clip",
         [] {
             SetClip lock;
             lock.clips = {clipOfLane("bass")};
             lock.isLocked = true;
             return refusalOf(applyEdit(with(lock), RemoveClips {lock.clips}));
         },
         nullptr, nullptr},
        {"section",
         [] {
             const int id = techno().sections.front().id;
             return refusalOf(
                 applyEdit(with(SetSection {id, {}, {}, true}), ResizeSection {id, 4}));
         },
         "The section Intro is locked; unlock it first.",
         "Der Abschnitt Intro ist gesperrt; entsperre ihn zuerst."},
        {"all locked",
         [] {
             return rolled(lockedBass(), library(), {{}, {laneWith("bass").id}, {}});
         },
         "Everything that would be rolled again is locked.",
         "Alles, was neu gewürfelt würde, ist gesperrt."},
        {"edge",
         [] {
             return refusalOf(applyEdit(techno(), SplitClip {clipOfLane("bass"), 9999}));
         },
         "A clip can only be split between its bars.",
         "Ein Clip lässt sich nur zwischen seinen Takten teilen."},
        {"outside",
         [] {
             return refusalOf(applyEdit(techno(), ResizeClip {clipOfLane("bass"), 0, 9999}));
         },
         "The clip would leave the track.", "Der Clip würde aus dem Track ragen."},
        {"no place",
         [] {
             const int clip = clipOfLane("bass");
             return refusalOf(
                 applyEdit(techno(), MoveClip {clip, laneWith("bass").id, 9999, false}));
         },
         "There is no place for the clip there.", "Dort ist kein Platz für den Clip."},
        {"taken",
         [] {
             const Lane& bass = laneWith("bass");
             return refusalOf(applyEdit(
                 techno(), AddClip {bass.id, bass.clips.front().startBar, bass.sounds.front()}));
         },
         "There is a clip at this bar already.", "An diesem Takt liegt schon ein Clip."},
        {"tempo", [] { return refusalOf(applyEdit(techno(), SetTempo {900.0})); },
         "A tempo lies between 30 and 300 BPM.", "Ein Tempo liegt zwischen 30 und 300 BPM."},
        {"value",
         [] {
             SetLane change;
             change.lane = laneWith("bass").id;
             change.gainDb = 99.0;
             return refusalOf(applyEdit(techno(), change));
         },
         "This value is out of range.", "Dieser Wert liegt außerhalb des Bereichs."},
        {"one section",
         [] {
             Plan plan = techno();
             while (plan.sections.size() > 1) {
                 plan = *applyEdit(plan, RemoveSection {plan.sections.back().id});
             }
             return refusalOf(applyEdit(plan, RemoveSection {plan.sections.front().id}));
         },
         "A track needs at least one section.", "Ein Track braucht mindestens einen Abschnitt."},
        {"gone", [] { return refusalOf(applyEdit(techno(), RemoveClips {{99'999}})); },
         "This clip is not there any more.", "Diesen Clip gibt es nicht mehr."},
        {"lane gone",
         [] {
             return refusalOf(applyEdit(techno(), MoveLane {99'999, 0}));
         },
         "This lane is not there any more.", "Diese Spur gibt es nicht mehr."},
        {"words", [] { return asked("glimmering"); },
         "No sound that fits the lane pad has “glimmering” in its name or its tags.",
         "Kein Klang, der in die Spur Pad passt, hat „glimmering“ im Namen oder in den Tags."},
        {"instrument", [] { return asked("kick"); }, "The lane pad takes no kick.",
         "Die Spur Pad nimmt keinen Klang der Art Kick."},
        {"of the track", [] { return asked("140 bpm"); },
         "Tempo, key, form and what to do without belong to the whole track, not to one lane.",
         "Tempo, Tonart, Form und worauf verzichtet wird, gehören zum ganzen Track, nicht zu einer "
         "Spur."},
        {"many words", [] { return asked(std::string(300, 'a')); },
         "These are too many words for one lane.", "Das sind zu viele Wörter für eine Spur."},
        {"nothing else",
         [] {
             std::vector<Candidate> own = library();
             std::erase_if(own, [](const Candidate& one) {
                 return std::none_of(
                     techno().lanes.begin(), techno().lanes.end(), [&](const Lane& lane) {
                         return !lane.sounds.empty() && lane.sounds.front().stem == one.id;
                     });
             });
             const Lane& lane = laneWith("pad");
             Scope scope;
             for (const Clip& clip : lane.clips) {
                 if (scope.clips.empty() && clip.sound >= 0
                     && lane.sounds[static_cast<std::size_t>(clip.sound)].isLoop) {
                     scope.clips = {clip.id};
                 }
             }
             return scope.clips.empty() ? Error {ErrorCode::NotEnoughData,
                                                 "no other sound of the library fits here, and "
                                                 "there is nothing to vary"}
                                        : rolled(techno(), own, scope);
         },
         "No other sound of the library fits here, and there is nothing to vary.",
         "Kein anderer Klang der Bibliothek passt hier, und zu variieren gibt es nichts."},
        {"empty library", [] { return refusalOf(arranged("techno", {})); },
         "There is no sound in the library yet; import some or make the starter kit first.",
         "In der Bibliothek ist noch kein Klang; importiere welche oder erzeuge zuerst das "
         "Starter-Kit."},
        {"kinds",
         [] {
             auto all = library();
             std::erase_if(all,
                           [](const Candidate& one) { return one.source != Source::Original; });
             SourceWish wish;
             wish.includeOriginal = false;
             return refusalOf(arranged("techno", std::move(all), wish));
         },
         "Only separated or generated sounds are wished for, and the library has none.",
         "Gewünscht sind nur getrennte oder erzeugte Klänge, und die Bibliothek hat keine."},
        {"tag",
         [] {
             SourceWish wish;
             wish.tags = {"mine", "best"};
             return refusalOf(arranged("techno", library(), wish));
         },
         "No sound has the tag mine or best.", "Kein Klang hat den Tag mine oder best."},
        {"stars",
         [] {
             SourceWish wish;
             wish.minRating = 4;
             return refusalOf(arranged("techno", library(), wish));
         },
         "No sound has 4 stars or more.", "Kein Klang hat 4 Sterne oder mehr."},
        {"licence",
         [] {
             SourceWish wish;
             wish.licences = {"CC0-1.0"};
             return refusalOf(arranged("techno", library(), wish));
         },
         "No sound has the licence CC0-1.0.", "Kein Klang hat die Lizenz CC0-1.0."},
        {"without",
         [] {
             auto kicks = library();
             std::erase_if(kicks, [](const Candidate& one) {
                 return one.category != Category::Kick && one.category != Category::Bass;
             });
             return refusalOf(arranged("techno without kick and bass", std::move(kicks)));
         },
         nullptr, nullptr},
        {"no source",
         [] {
             SourceWish wish;
             wish.includeOriginal = wish.includeSeparated = wish.includeGenerated = false;
             return refusalOf(arranged("techno", library(), wish));
         },
         "No source of sounds is switched on; allow one of them.",
         "Keine Quelle von Klängen ist eingeschaltet; lass eine davon zu."},
    };
    return all;
}

} // namespace

/// What the Compose room says of refusals and of what is being done.
class TestComposeTexts : public QObject
{
    Q_OBJECT

    QTranslator m_german;

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        QVERIFY(m_german.load(QStringLiteral(":/i18n/dream-engine_de.qm")));
    }

    void usualRefusalsHaveASentence_data()
    {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const Refused& one : refusals()) {
            QTest::addRow("%s", one.name) << index++;
        }
    }

    void usualRefusalsHaveASentence()
    {
        QFETCH(int, index);
        const Refused& one = refusals()[static_cast<std::size_t>(index)];
        const Error error = one.provoke();
        QVERIFY2(!error.message.empty(), "nothing was refused");
        const QString english = refusalText(error);
        QVERIFY2(!english.isEmpty(), error.message.c_str());
        QVERIFY2(english.endsWith(u'.') && english.front().isUpper(), qPrintable(english));
        if (one.english != nullptr) {
            QCOMPARE(english, QString::fromUtf8(one.english));
        }
        QCoreApplication::installTranslator(&m_german);
        QLocale::setDefault(QLocale(QLocale::German));
        const QString german = refusalText(error);
        QCoreApplication::removeTranslator(&m_german);
        QLocale::setDefault(QLocale::c());
        QVERIFY2(german != english, qPrintable(german));
        QVERIFY(!german.contains(QString::fromStdString(error.message)));
        if (one.german != nullptr) {
            QCOMPARE(german, QString::fromUtf8(one.german));
        }
    }

    void othersAreLeftToTheirCode()
    {
        QVERIFY(refusalText({ErrorCode::Io, "the disk is full"}).isEmpty());
        QVERIFY(refusalText({ErrorCode::BadInput, "the lane 'bass' is locked and more"}).isEmpty());
        QVERIFY(refusalText({ErrorCode::BadInput, ""}).isEmpty());
        // Marks in a name are only a name.
        QCOMPARE(refusalText({ErrorCode::BadInput, "%2 %1 cannot be laid on the grid"}),
                 QStringLiteral("%2 %1 cannot be laid on the grid of this track."));
    }

    /// What core reports as a stage of a job is known here; nothing falls back to "running".
    void everyStageHasWords()
    {
        // Of things that are no job of the window: the map, the self-test, the check of the API.
        const QStringList others {QStringLiteral("map"), QStringLiteral("neighbours"),
                                  QStringLiteral("done"), QStringLiteral("job")};
        const QRegularExpression call(
            QStringLiteral("progress\\((?:[^;\"]|\"(?![a-z ]+\"))*\"([a-z ]+)\""));
        QSet<QString> stages;
        QDirIterator files(QStringLiteral(NDE_SOURCE "/core"), {QStringLiteral("*.cpp")},
                           QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            auto found = call.globalMatch(QString::fromUtf8(file.readAll()));
            while (found.hasNext()) {
                stages.insert(found.next().captured(1));
            }
        }
        QVERIFY2(stages.size() > 25, qPrintable(QString::number(stages.size())));
        for (const char* named : {"mixing", "exporting", "dreaming", "embedding", "cutting",
                                  "aligning", "finding slices"}) {
            QVERIFY2(stages.contains(QLatin1String(named)), named);
        }
        QStringList unknown;
        for (const QString& stage : std::as_const(stages)) {
            if (!others.contains(stage) && ui::stageText(stage.toStdString()).isEmpty()) {
                unknown += stage;
            }
        }
        QCOMPARE(unknown, QStringList());
        QVERIFY(ui::stageText("no such stage").isEmpty());
    }

    /// The composer's words in the language of the window, the user's own as they were typed.
    void wordsOfALaneCanBeEdited()
    {
        Lane lane;
        lane.role = "bass";
        lane.query = "dark wobbly bass";
        QCOMPARE(ui::askedText(lane), QStringLiteral("dark wobbly"));
        QCoreApplication::installTranslator(&m_german);
        const QString german = ui::askedText(lane);
        lane.isQueryOwn = true;
        const QString own = ui::askedText(lane);
        QCoreApplication::removeTranslator(&m_german);
        QCOMPARE(german, QStringLiteral("düster wobbly"));
        QCOMPARE(own, QStringLiteral("dark wobbly"));
        // And back: what is shown asks for the same.
        const Request request = parsePrompt(german.toStdString());
        QCOMPARE(request.moods.size(), std::size_t {1});
        QCOMPARE(request.moods.front().first, std::string("dark"));
        QCOMPARE(request.unknown, std::vector<std::string> {"wobbly"});
    }
};

QTEST_MAIN(TestComposeTexts)
#include "tst_compose_texts.moc"
