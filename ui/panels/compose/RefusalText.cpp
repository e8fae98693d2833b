#include "ui/panels/compose/RefusalText.h"

#include "core/base/Category.h"
#include "ui/panels/compose/ComposeText.h"
#include "ui/plot/ArrangeText.h"
#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QStringList>

#include <optional>
#include <string>
#include <string_view>

namespace nde::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::Refusal)
};

/// A message of core/music or of the desk, with what stands in it in braces, and the sentence for
/// it. What is captured goes to %1, %2 in this order.
struct Known
{
    std::string_view message;
    const char* sentence;
};

constexpr Known kKnown[] {
    // What is locked.
    {"the lane '{role}' is locked",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "The lane %1 is locked; unlock it first.")},
    {"a clip of '{role}' at bar {number} is locked",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "The clip of %1 at bar %2 is locked; unlock it first.")},
    {"the section '{section}' is locked",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "The section %1 is locked; unlock it first.")},
    {"everything that would be rolled again is locked",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "Everything that would be rolled again is locked.")},
    {"the metre cannot change while something in the track is locked",
     QT_TRANSLATE_NOOP("nde::ui::Refusal",
                       "The metre cannot change while something in the track is locked.")},
    // What nothing fits.
    {"no other sound of the library fits here, and there is nothing to vary",
     QT_TRANSLATE_NOOP("nde::ui::Refusal",
                       "No other sound of the library fits here, and there is nothing to vary.")},
    {"no sound of the library fits the lane '{role}'",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "No sound of the library fits the lane %1.")},
    {"no sound that fits the lane '{role}' has in its name or its tags: {text}",
     QT_TRANSLATE_NOOP("nde::ui::Refusal",
                       "No sound that fits the lane %1 has “%2” in its name or its tags.")},
    {"the library holds no sounds to compose with; import some or make the starter kit first",
     QT_TRANSLATE_NOOP(
         "nde::ui::Refusal",
         "There is no sound in the library yet; import some or make the starter kit first.")},
    {"the library holds no sounds to compose with",
     QT_TRANSLATE_NOOP(
         "nde::ui::Refusal",
         "There is no sound in the library yet; import some or make the starter kit first.")},
    {"the files of all sounds in the library are gone; plug in their drive or find them again",
     QT_TRANSLATE_NOOP(
         "nde::ui::Refusal",
         "The files of all sounds in the library are gone; plug in their drive or find them "
         "again.")},
    {"the wish for {kinds} sounds leaves nothing: the library has none",
     QT_TRANSLATE_NOOP("nde::ui::Refusal",
                       "Only %1 sounds are wished for, and the library has none.")},
    {"no sound has the tag {alternatives}",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "No sound has the tag %1.")},
    {"no sound comes from the tracks that were chosen",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "No sound comes from the tracks that were chosen.")},
    {"no sound is rated {number} or better",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "No sound has %1 stars or more.")},
    {"no sound has the licence {alternatives}",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "No sound has the licence %1.")},
    {"no sound of the library satisfies all wishes for sources together",
     QT_TRANSLATE_NOOP("nde::ui::Refusal",
                       "No sound of the library satisfies all wishes for sources together.")},
    {"the wish 'without {instruments}' leaves nothing that could play",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "Without %1 nothing is left that could play.")},
    {"no sound of the library can follow to {number} bpm in a lane of this style",
     QT_TRANSLATE_NOOP("nde::ui::Refusal",
                       "No sound of the library can follow to %1 BPM in a lane of this style.")},
    {"none of the {number} sounds fits this prompt's tempo, key and instruments",
     QT_TRANSLATE_NOOP("nde::ui::Refusal",
                       "None of the %1 sounds fits this prompt's tempo, key and instruments.")},
    {"no kind of sound source is switched on",
     QT_TRANSLATE_NOOP("nde::ui::Refusal",
                       "No source of sounds is switched on; allow one of them.")},
    {"no source of sounds is switched on",
     QT_TRANSLATE_NOOP("nde::ui::Refusal",
                       "No source of sounds is switched on; allow one of them.")},
    {"{text} cannot be laid on the grid",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "%1 cannot be laid on the grid of this track.")},
    {"the model for '{category}' made nothing new enough; try again or train it with more sounds",
     QT_TRANSLATE_NOOP(
         "nde::ui::Refusal",
         "The model for %1 made nothing new enough; try again or train it with more sounds.")},
    // Words of a lane.
    {"the lane '{role}' takes no '{role}'",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "The lane %1 takes no %2.")},
    {"tempo, key, form and what to do without belong to the whole track, not to one lane",
     QT_TRANSLATE_NOOP(
         "nde::ui::Refusal",
         "Tempo, key, form and what to do without belong to the whole track, not to one "
         "lane.")},
    {"these are too many words for one lane",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "These are too many words for one lane.")},
    // Places.
    {"there is no place for the clip",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "There is no place for the clip there.")},
    {"the clip would leave the track",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "The clip would leave the track.")},
    {"the clip cannot be split at its edge or outside",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "A clip can only be split between its bars.")},
    {"there is a clip at this bar already",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "There is a clip at this bar already.")},
    {"the bar lies outside the track",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "This bar lies outside the track.")},
    {"the sound would stay silent there",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "The sound would stay silent there.")},
    {"the clips lie in several lanes",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "The clips lie in several lanes.")},
    {"there is no such place for the lane",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "There is no such place for the lane.")},
    {"the track has too many lanes",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "The track has as many lanes as it can have.")},
    {"there is no such place for the section",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "There is no such place for the section.")},
    {"a section of this length does not fit into a track",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "A section of this length does not fit into a track.")},
    {"a section like this does not fit into the track",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "A section like this does not fit into the track.")},
    {"a track needs a section",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "A track needs at least one section.")},
    // Values.
    {"only clips of single strokes have a pattern to draw",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "Only clips of single strokes have a pattern to draw.")},
    {"a stroke lies outside the clip or out of range",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "A stroke would lie outside the clip.")},
    {"a tempo lies between 30 and 300 bpm",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "A tempo lies between 30 and 300 BPM.")},
    {"a section needs a name and an energy from 0 to 1",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "A section needs a name.")},
    {"a value of the lane is out of range",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "This value is out of range.")},
    {"a value of the clip is out of range",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "This value is out of range.")},
    {"a value of the master is out of range",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "This value is out of range.")},
    {"this would break the track: {text}",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "This would break the track; nothing was changed.")},
    // What has gone.
    {"there is no clip {number}",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "This clip is not there any more.")},
    {"there is no lane {number}",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "This lane is not there any more.")},
    {"there is no section {number}",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "This section is not there any more.")},
    {"there is no version {number}",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "This version is not there any more.")},
    {"there is no composition '{text}'",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "This composition is not there any more.")},
    {"no composition is open", QT_TRANSLATE_NOOP("nde::ui::Refusal", "No composition is open.")},
    {"'{text}' was meant for a composition that is closed now",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "“%1” was meant for a composition that is closed now.")},
    {"the file '{text}' is gone", QT_TRANSLATE_NOOP("nde::ui::Refusal", "The file %1 is gone.")},
    {"only a gap can be dreamed into",
     QT_TRANSLATE_NOOP("nde::ui::Refusal", "Only a gap can be dreamed into.")},
    {"the prompt is empty", QT_TRANSLATE_NOOP("nde::ui::Refusal", "The prompt is empty.")},
};

QString quoted(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

/// "a, b or c" in English → the same in the language of the window.
QString listOf(const QString& text, const QString& last, const QString& lastWord,
               QString (*word)(const QString&))
{
    QStringList items = text.split(QStringLiteral(", "));
    items += items.takeLast().split(last);
    QString result = word(items.takeFirst());
    while (!items.isEmpty()) {
        const bool isLast = items.size() == 1;
        result += isLast ? lastWord : QStringLiteral(", ");
        result += word(items.takeFirst());
    }
    return result;
}

QString kindText(const QString& kind)
{
    return kind == u"original" ? Words::tr("original", "sounds")
        : kind == u"separated" ? Words::tr("separated", "sounds")
        : kind == u"generated" ? Words::tr("generated", "sounds")
                               : kind;
}

QString partText(const QString& role)
{
    return inSentence(roleText(role.toStdString()));
}

QString asItIs(const QString& text)
{
    return text;
}

/// What was captured, as the window says it.
QString valueText(std::string_view kind, const QString& value)
{
    if (kind == "role") {
        return partText(value);
    }
    if (kind == "section") {
        return sectionText(value.toStdString());
    }
    if (kind == "category") {
        const auto category = categoryFromId(value.toStdString());
        return category ? inSentence(categoryText(*category)) : value;
    }
    if (kind == "kinds") {
        return listOf(value, QStringLiteral(" or "), Words::tr(" or "), kindText);
    }
    if (kind == "alternatives") {
        return listOf(value, QStringLiteral(" or "), Words::tr(" or "), asItIs);
    }
    if (kind == "instruments") {
        return listOf(value, QStringLiteral(" and "), Words::tr(" and "), partText);
    }
    return value;
}

/// The values of a message that is such a one.
std::optional<QStringList> valuesOf(std::string_view pattern, std::string_view message)
{
    QStringList values;
    while (true) {
        const std::size_t open = pattern.find('{');
        const std::string_view literal = pattern.substr(0, open);
        if (!message.starts_with(literal)) {
            return std::nullopt;
        }
        message.remove_prefix(literal.size());
        if (open == std::string_view::npos) {
            return message.empty() ? std::optional(values) : std::nullopt;
        }
        const std::size_t close = pattern.find('}', open);
        const std::string_view kind = pattern.substr(open + 1, close - open - 1);
        pattern.remove_prefix(close + 1);
        const std::string_view next = pattern.substr(0, pattern.find('{'));
        const std::size_t end = next.empty() ? message.size() : message.find(next);
        if (end == std::string_view::npos || end == 0) {
            return std::nullopt;
        }
        const QString value = quoted(message.substr(0, end));
        if (kind == "number" && !value.front().isDigit()) {
            return std::nullopt;
        }
        values += valueText(kind, value);
        message.remove_prefix(end);
    }
}

} // namespace

QString refusalText(const Error& error)
{
    for (const Known& known : kKnown) {
        const auto values = valuesOf(known.message, error.message);
        if (!values) {
            continue;
        }
        QString text = Words::tr(known.sentence);
        if (values->size() == 1) {
            text = text.arg(values->front());
        } else if (values->size() == 2) {
            text = text.arg(values->front(), values->back()); // both at once: a value may hold "%2"
        }
        return text;
    }
    return {};
}

} // namespace nde::ui
