#include "ui/plot/ArrangeText.h"

#include "ui/plot/ArrangeLayout.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <iterator>

namespace nde::ui {

namespace {

struct Word
{
    const char* id;
    const char* text;
};

constexpr Word kRoles[] {{"kick", QT_TRANSLATE_NOOP("Arrange", "Kick")},
                         {"snare", QT_TRANSLATE_NOOP("Arrange", "Snare")},
                         {"clap", QT_TRANSLATE_NOOP("Arrange", "Clap")},
                         {"hat", QT_TRANSLATE_NOOP("Arrange", "Hats")},
                         {"hat_open", QT_TRANSLATE_NOOP("Arrange", "Open hats")},
                         {"stab", QT_TRANSLATE_NOOP("Arrange", "Stabs")},
                         {"arp", QT_TRANSLATE_NOOP("Arrange", "Arp")},
                         {"cymbal", QT_TRANSLATE_NOOP("Arrange", "Cymbal")},
                         {"perc", QT_TRANSLATE_NOOP("Arrange", "Perc")},
                         {"drums", QT_TRANSLATE_NOOP("Arrange", "Drums")},
                         {"bass", QT_TRANSLATE_NOOP("Arrange", "Bass")},
                         {"lead", QT_TRANSLATE_NOOP("Arrange", "Lead")},
                         {"synth", QT_TRANSLATE_NOOP("Arrange", "Synth")},
                         {"pad", QT_TRANSLATE_NOOP("Arrange", "Pad")},
                         {"chord", QT_TRANSLATE_NOOP("Arrange", "Chords")},
                         {"keys", QT_TRANSLATE_NOOP("Arrange", "Keys")},
                         {"guitar", QT_TRANSLATE_NOOP("Arrange", "Guitar")},
                         {"strings", QT_TRANSLATE_NOOP("Arrange", "Strings")},
                         {"vocal", QT_TRANSLATE_NOOP("Arrange", "Vocal")},
                         {"fx", QT_TRANSLATE_NOOP("Arrange", "FX")},
                         {"texture", QT_TRANSLATE_NOOP("Arrange", "Texture")},
                         {"noise", QT_TRANSLATE_NOOP("Arrange", "Noise")}};
constexpr Word kSections[] {{"intro", QT_TRANSLATE_NOOP("Arrange", "Intro")},
                            {"build", QT_TRANSLATE_NOOP("Arrange", "Build")},
                            {"groove", QT_TRANSLATE_NOOP("Arrange", "Groove")},
                            {"drop", QT_TRANSLATE_NOOP("Arrange", "Drop")},
                            {"break", QT_TRANSLATE_NOOP("Arrange", "Break")},
                            {"verse", QT_TRANSLATE_NOOP("Arrange", "Verse")},
                            {"chorus", QT_TRANSLATE_NOOP("Arrange", "Chorus")},
                            {"bridge", QT_TRANSLATE_NOOP("Arrange", "Bridge")},
                            {"evolve", QT_TRANSLATE_NOOP("Arrange", "Evolve")},
                            {"peak", QT_TRANSLATE_NOOP("Arrange", "Peak")},
                            {"outro", QT_TRANSLATE_NOOP("Arrange", "Outro")}};

QString translated(const char* source, int n = -1)
{
    return QCoreApplication::translate("Arrange", source, nullptr, n);
}

template<std::size_t Count>
QString wordOf(const Word (&words)[Count], const std::string& id)
{
    const auto found = std::find_if(std::begin(words), std::end(words),
                                    [&](const Word& word) { return id == word.id; });
    if (found != std::end(words)) {
        return translated(found->text);
    }
    QString text = QString::fromStdString(id);
    if (!text.isEmpty()) {
        text[0] = text[0].toUpper();
    }
    return text;
}

/// Adds the states that hold, as a list of words.
QString joined(const QStringList& parts)
{
    return parts.join(QStringLiteral(", "));
}

} // namespace

QString roleText(const std::string& role)
{
    return wordOf(kRoles, role);
}

QString laneTitle(const music::Plan& plan, const music::Lane& lane)
{
    int number = 0;
    for (const music::Lane& other : plan.lanes) {
        number += other.role == lane.role ? 1 : 0;
        if (other.id == lane.id) {
            break;
        }
    }
    const QString text = roleText(lane.role);
    return number > 1 ? QStringLiteral("%1 %2").arg(text).arg(number) : text;
}

QString sectionText(const std::string& name)
{
    return wordOf(kSections, name);
}

QString sectionTitle(const music::Plan& plan, const music::Section& section)
{
    int number = 0;
    for (const music::Section& other : plan.sections) {
        number += other.name == section.name ? 1 : 0;
        if (other.id == section.id) {
            break;
        }
    }
    const QString text = sectionText(section.name);
    return number > 1 ? QStringLiteral("%1 %2").arg(text).arg(number) : text;
}

QString barsText(int startBar, int bars)
{
    return bars == 1 ? translated(QT_TRANSLATE_NOOP("Arrange", "bar %1")).arg(startBar + 1)
                     : translated(QT_TRANSLATE_NOOP("Arrange", "bars %1 to %2"))
                           .arg(startBar + 1)
                           .arg(startBar + bars);
}

QString clipTitle(const music::Lane& lane, const music::Clip& clip)
{
    const music::Sound* sound = ArrangeLayout::sound(lane, clip);
    return QString::fromStdString(sound == nullptr ? clip.gap : sound->name);
}

QString clipSpeech(const music::Plan& plan, const music::Lane& lane, const music::Clip& clip)
{
    const bool isGap = ArrangeLayout::sound(lane, clip) == nullptr;
    QStringList parts {laneTitle(plan, lane)};
    if (isGap) {
        parts << translated(QT_TRANSLATE_NOOP("Arrange", "gap"));
    }
    if (const QString title = clipTitle(lane, clip); !title.isEmpty()) {
        parts << title;
    }
    parts << barsText(clip.startBar, clip.bars);
    if (clip.isLocked) {
        parts << translated(QT_TRANSLATE_NOOP("Arrange", "locked"));
    }
    if (clip.isMuted) {
        parts << translated(QT_TRANSLATE_NOOP("Arrange", "muted"));
    }
    return joined(parts);
}

QString laneSpeech(const music::Plan& plan, const music::Lane& lane)
{
    QStringList parts {laneTitle(plan, lane),
                       translated(QT_TRANSLATE_N_NOOP("Arrange", "%n clip(s)"),
                                  static_cast<int>(lane.clips.size()))};
    if (lane.isMuted) {
        parts << translated(QT_TRANSLATE_NOOP("Arrange", "muted"));
    }
    if (lane.isSolo) {
        parts << translated(QT_TRANSLATE_NOOP("Arrange", "solo"));
    }
    if (lane.isLocked) {
        parts << translated(QT_TRANSLATE_NOOP("Arrange", "locked"));
    }
    return joined(parts);
}

} // namespace nde::ui
