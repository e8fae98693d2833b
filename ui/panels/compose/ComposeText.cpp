#include "ui/panels/compose/ComposeText.h"

#include "core/music/PlanEdit.h"
#include "core/services/PlanNotes.h"
#include "ui/models/SoundFacts.h"
#include "ui/plot/ArrangeText.h"
#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <set>

namespace nde::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::ComposeText)
};
struct Word
{
    const char* name;
    const char* text;
};

constexpr Word kGenres[] {
    {"techno", QT_TRANSLATE_NOOP("Lexicon", "Techno")},
    {"industrial_techno", QT_TRANSLATE_NOOP("Lexicon", "Industrial techno")},
    {"hard_techno", QT_TRANSLATE_NOOP("Lexicon", "Hard techno")},
    {"minimal_techno", QT_TRANSLATE_NOOP("Lexicon", "Minimal techno")},
    {"dub_techno", QT_TRANSLATE_NOOP("Lexicon", "Dub techno")},
    {"acid_techno", QT_TRANSLATE_NOOP("Lexicon", "Acid techno")},
    {"melodic_techno", QT_TRANSLATE_NOOP("Lexicon", "Melodic techno")},
    {"house", QT_TRANSLATE_NOOP("Lexicon", "House")},
    {"deep_house", QT_TRANSLATE_NOOP("Lexicon", "Deep house")},
    {"tech_house", QT_TRANSLATE_NOOP("Lexicon", "Tech house")},
    {"progressive_house", QT_TRANSLATE_NOOP("Lexicon", "Progressive house")},
    {"electro_house", QT_TRANSLATE_NOOP("Lexicon", "Electro house")},
    {"trance", QT_TRANSLATE_NOOP("Lexicon", "Trance")},
    {"psytrance", QT_TRANSLATE_NOOP("Lexicon", "Psytrance")},
    {"hardstyle", QT_TRANSLATE_NOOP("Lexicon", "Hardstyle")},
    {"hardcore", QT_TRANSLATE_NOOP("Lexicon", "Hardcore")},
    {"drum_and_bass", QT_TRANSLATE_NOOP("Lexicon", "Drum and bass")},
    {"jungle", QT_TRANSLATE_NOOP("Lexicon", "Jungle")},
    {"dubstep", QT_TRANSLATE_NOOP("Lexicon", "Dubstep")},
    {"uk_garage", QT_TRANSLATE_NOOP("Lexicon", "UK garage")},
    {"breakbeat", QT_TRANSLATE_NOOP("Lexicon", "Breakbeat")},
    {"trap", QT_TRANSLATE_NOOP("Lexicon", "Trap")},
    {"hip_hop", QT_TRANSLATE_NOOP("Lexicon", "Hip-hop")},
    {"lofi", QT_TRANSLATE_NOOP("Lexicon", "Lo-fi")},
    {"synthwave", QT_TRANSLATE_NOOP("Lexicon", "Synthwave")},
    {"ambient", QT_TRANSLATE_NOOP("Lexicon", "Ambient")},
    {"downtempo", QT_TRANSLATE_NOOP("Lexicon", "Downtempo")},
    {"electro", QT_TRANSLATE_NOOP("Lexicon", "Electro")},
    {"ebm", QT_TRANSLATE_NOOP("Lexicon", "EBM")},
    {"idm", QT_TRANSLATE_NOOP("Lexicon", "IDM")},
    {"reggaeton", QT_TRANSLATE_NOOP("Lexicon", "Reggaeton")},
    {"disco", QT_TRANSLATE_NOOP("Lexicon", "Disco")},
    {"future_bass", QT_TRANSLATE_NOOP("Lexicon", "Future bass")},
    {"dub", QT_TRANSLATE_NOOP("Lexicon", "Dub")},
    {"pop", QT_TRANSLATE_NOOP("Lexicon", "Pop")},
    {"rock", QT_TRANSLATE_NOOP("Lexicon", "Rock")},
    {"cinematic", QT_TRANSLATE_NOOP("Lexicon", "Cinematic")},
};
constexpr Word kMoods[] {
    {"aggressive", QT_TRANSLATE_NOOP("Lexicon", "Aggressive")},
    {"dark", QT_TRANSLATE_NOOP("Lexicon", "Dark")},
    {"bright", QT_TRANSLATE_NOOP("Lexicon", "Bright")},
    {"calm", QT_TRANSLATE_NOOP("Lexicon", "Calm")},
    {"hypnotic", QT_TRANSLATE_NOOP("Lexicon", "Hypnotic")},
    {"melancholic", QT_TRANSLATE_NOOP("Lexicon", "Melancholic")},
    {"energetic", QT_TRANSLATE_NOOP("Lexicon", "Energetic")},
    {"dreamy", QT_TRANSLATE_NOOP("Lexicon", "Dreamy")},
    {"raw", QT_TRANSLATE_NOOP("Lexicon", "Raw")},
    {"clean", QT_TRANSLATE_NOOP("Lexicon", "Clean")},
    {"warm", QT_TRANSLATE_NOOP("Lexicon", "Warm")},
    {"cold", QT_TRANSLATE_NOOP("Lexicon", "Cold")},
    {"groovy", QT_TRANSLATE_NOOP("Lexicon", "Groovy")},
    {"minimal", QT_TRANSLATE_NOOP("Lexicon", "Minimal")},
    {"dense", QT_TRANSLATE_NOOP("Lexicon", "Dense")},
    {"experimental", QT_TRANSLATE_NOOP("Lexicon", "Experimental")},
};
constexpr Word kTerms[] {
    {"prompt", QT_TRANSLATE_NOOP("Lexicon", "Prompt")},
    {"mood", QT_TRANSLATE_NOOP("Lexicon", "Mood")},
    {"key", QT_TRANSLATE_NOOP("Lexicon", "Key")},
    {"tempo", QT_TRANSLATE_NOOP("Lexicon", "Tempo")},
    {"masking", QT_TRANSLATE_NOOP("Lexicon", "Room in the mix")},
    {"rhythm", QT_TRANSLATE_NOOP("Lexicon", "Rhythm")},
    {"quality", QT_TRANSLATE_NOOP("Lexicon", "Quality")},
    {"novelty", QT_TRANSLATE_NOOP("Lexicon", "Not used lately")},
    {"source", QT_TRANSLATE_NOOP("Lexicon", "Wanted source")},
    {"total", QT_TRANSLATE_NOOP("Lexicon", "Total")},
};

template<std::size_t N>
QString wordOf(const Word (&words)[N], const std::string& name)
{
    const auto* found = std::find_if(std::begin(words), std::end(words),
                                     [&name](const Word& word) { return name == word.name; });
    if (found != std::end(words)) {
        return QCoreApplication::translate("Lexicon", found->text);
    }
    QString text = QString::fromStdString(name).replace(u'_', u' ');
    if (!text.isEmpty()) {
        text[0] = text[0].toUpper();
    }
    return text;
}

QString noteOf(int pitchClass)
{
    return QString::fromStdString(keyName(Key {pitchClass, false})).replace(u'#', QChar(0x266F));
}

QString signedText(double value, int decimals)
{
    return (value > 0.0 ? QStringLiteral("+") : QString()) + formatNumber(value, decimals);
}

} // namespace

QString genreText(const std::string& name)
{
    return wordOf(kGenres, name);
}

QString moodText(const std::string& name)
{
    return wordOf(kMoods, name);
}

QString inSentence(const QString& noun)
{
    const bool isName = noun.size() > 1 && noun[1].isUpper(); // "FX", "EBM"
    return isName || QLocale().language() == QLocale::German ? noun : noun.toLower();
}

QString musicKeyText(Key key)
{
    return keyText(key).section(QStringLiteral(" · "), 0, 0);
}

QString tempoText(double bpm)
{
    const bool isWhole = std::fabs(bpm - std::round(bpm)) < 0.05;
    return QStringLiteral("%1 BPM").arg(formatNumber(bpm, isWhole ? 0 : 1));
}

QString trackTimeText(double seconds)
{
    const auto whole = static_cast<int>(std::lround(std::max(0.0, seconds)));
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

QString askedText(const music::Lane& lane)
{
    const std::string words = music::askedWords(lane);
    if (lane.isQueryOwn) {
        return QString::fromStdString(words);
    }
    const music::Request request = music::parsePrompt(words);
    QStringList said;
    for (const auto& [mood, degree] : request.moods) {
        said += moodText(mood).toLower();
    }
    for (const std::string& word : request.unknown) {
        said += QString::fromStdString(word);
    }
    return said.join(u' ');
}

QString gapText(const std::string& gap)
{
    const QStringList words = QString::fromStdString(gap).split(u' ', Qt::SkipEmptyParts);
    const qsizetype in = words.lastIndexOf(QStringLiteral("in"));
    const qsizetype end = in > 0 ? in : words.size();
    if (words.size() < 2 || words.front() != u"no") {
        return QString::fromStdString(gap);
    }
    QString what = inSentence(roleText(words[end - 1].toStdString()));
    for (qsizetype i = end - 2; i >= 1; --i) {
        what = Words::tr("%1 %2", "mood, lane: dark pad")
                   .arg(moodText(words[i].toStdString()).toLower(), what);
    }
    return in > 0 && in + 1 < words.size() ? Words::tr("no %1 in %2").arg(what, words[in + 1])
                                           : Words::tr("no %1").arg(what);
}

QString planNoteText(const std::string& note)
{
    const services::Sentence known = services::planNoteSentence(note);
    if (!known.isEmpty()) {
        return known.in(
            [](const char* text) { return QCoreApplication::translate("Notes", text); });
    }
    return note.rfind("no ", 0) == 0 ? QString() : QString::fromStdString(note); // not of gaps
}

QString scoreTermText(const std::string& term)
{
    return wordOf(kTerms, term);
}

QString stretchText(const music::Plan& plan, const music::Sound& sound)
{
    if (!sound.isLoop || sound.stemBpm <= 0.0) {
        return Words::tr("none, placed note by note");
    }
    return QStringLiteral("%1 → %2 BPM")
        .arg(formatNumber(sound.stemBpm, sound.stemBpm == std::round(sound.stemBpm) ? 0 : 1),
             formatNumber(plan.bpm, plan.bpm == std::round(plan.bpm) ? 0 : 1));
}

QString stretchShare(const music::Plan& plan, const music::Sound& sound)
{
    if (!sound.isLoop || sound.stemBpm <= 0.0) {
        return {};
    }
    return QStringLiteral("%1 %").arg(signedText(100.0 * (plan.bpm / sound.stemBpm - 1.0), 1));
}

QString pitchShiftText(double semitones)
{
    const bool isWhole = semitones == std::round(semitones);
    return Words::tr("%1 st", "semitones").arg(signedText(semitones, isWhole ? 0 : 1));
}

QString keyMoveText(const music::Sound& sound)
{
    if (!sound.key) {
        return {};
    }
    const int moved = sound.key->pitchClass + static_cast<int>(std::lround(sound.semitones));
    const QString from = noteOf(sound.key->pitchClass);
    const QString to = noteOf(((moved % 12) + 12) % 12);
    return from == to ? from : QStringLiteral("%1 → %2").arg(from, to);
}

QString gainText(double db)
{
    return QStringLiteral("%1 dB").arg(signedText(db, 1));
}

PlanCounts countsOf(const music::Plan& plan)
{
    PlanCounts counts;
    std::set<StemId> sounds;
    std::set<StemId> dreamed;
    for (const music::Lane& lane : plan.lanes) {
        for (const music::Clip& clip : lane.clips) {
            if (clip.sound < 0 || clip.sound >= static_cast<int>(lane.sounds.size())) {
                ++counts.gaps;
                continue;
            }
            ++counts.clips;
            const music::Sound& sound = lane.sounds[static_cast<std::size_t>(clip.sound)];
            sounds.insert(sound.stem);
            if (sound.source == Source::Generated) {
                dreamed.insert(sound.stem);
            }
        }
    }
    counts.sounds = static_cast<int>(sounds.size());
    counts.dreamed = static_cast<int>(dreamed.size());
    return counts;
}

} // namespace nde::ui
