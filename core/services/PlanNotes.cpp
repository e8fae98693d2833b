#include "core/services/PlanNotes.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace nde::services {
namespace {

struct Note
{
    std::string_view id; ///< a note begins with it; details may follow behind a colon
    const char* sentence;
};

constexpr std::array kNotes {
    Note {"genre_guessed",
          QT_TRANSLATE_NOOP("Notes", "The style was guessed: no genre was named.")},
    Note {"club_loudness", QT_TRANSLATE_NOOP("Notes", "As loud as clubs play it.")},
    Note {"unknown_form",
          QT_TRANSLATE_NOOP("Notes", "The form is not known: the genre's own is used.")},
    Note {"length_limited",
          QT_TRANSLATE_NOOP("Notes", "The length was limited to what a track can have.")},
    Note {"meter_unsupported",
          QT_TRANSLATE_NOOP("Notes", "Only four quarters to the bar are built.")},
    Note {"unused_source: original", QT_TRANSLATE_NOOP("Notes", "No original sound fits here.")},
    Note {"unused_source: separated", QT_TRANSLATE_NOOP("Notes", "No separated sound fits here.")},
    Note {"unused_source: generated", QT_TRANSLATE_NOOP("Notes", "No generated sound fits here.")},
};

} // namespace

Sentence planNoteSentence(const std::string& note)
{
    const auto* found = std::find_if(kNotes.begin(), kNotes.end(), [&note](const Note& known) {
        const bool isMeant = note.compare(0, known.id.size(), known.id) == 0;
        return isMeant && (note.size() == known.id.size() || note[known.id.size()] == ':');
    });
    return found == kNotes.end() ? Sentence {} : Sentence {found->sentence, {}};
}

} // namespace nde::services
