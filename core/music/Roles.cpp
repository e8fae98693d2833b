#include "core/music/Roles.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace nde::music {

namespace {

using Fit = std::pair<Category, double>;

constexpr std::array kKick {Fit {Category::Kick, 1.0}};
constexpr std::array kSnare {Fit {Category::Snare, 1.0}, Fit {Category::Clap, 0.7}};
constexpr std::array kClap {Fit {Category::Clap, 1.0}, Fit {Category::Snare, 0.7}};
constexpr std::array kHat {Fit {Category::Hihat, 1.0}, Fit {Category::OpenHihat, 0.4},
                           Fit {Category::Cymbal, 0.5}};
constexpr std::array kOpenHat {Fit {Category::OpenHihat, 1.0}, Fit {Category::Hihat, 0.6},
                               Fit {Category::Cymbal, 0.7}};
constexpr std::array kCymbal {Fit {Category::Cymbal, 1.0}};
constexpr std::array kPerc {Fit {Category::Perc, 1.0}, Fit {Category::Tom, 0.9},
                            Fit {Category::Other, 0.4}, Fit {Category::Unclear, 0.3}};
constexpr std::array kDrums {Fit {Category::Drums, 1.0}};
constexpr std::array kBass {Fit {Category::Bass, 1.0}};
constexpr std::array kLead {Fit {Category::Lead, 1.0}, Fit {Category::Synth, 0.8},
                            Fit {Category::Keys, 0.5}};
constexpr std::array kSynth {Fit {Category::Synth, 1.0}, Fit {Category::Lead, 0.7},
                             Fit {Category::Keys, 0.6}, Fit {Category::Other, 0.5}};
constexpr std::array kChord {Fit {Category::Chord, 1.0}, Fit {Category::Keys, 0.8},
                             Fit {Category::Synth, 0.6}};
constexpr std::array kKeys {Fit {Category::Keys, 1.0}, Fit {Category::Chord, 0.7}};
constexpr std::array kPad {Fit {Category::Pad, 1.0}, Fit {Category::Strings, 0.8},
                           Fit {Category::Atmo, 0.6}, Fit {Category::Synth, 0.4}};
constexpr std::array kGuitar {Fit {Category::Guitar, 1.0}};
constexpr std::array kStrings {Fit {Category::Strings, 1.0}, Fit {Category::Pad, 0.7}};
constexpr std::array kVocal {Fit {Category::Vocal, 1.0}};
constexpr std::array kFx {Fit {Category::Fx, 1.0}, Fit {Category::Noise, 0.5}};
constexpr std::array kTexture {Fit {Category::Texture, 1.0}, Fit {Category::Atmo, 1.0},
                               Fit {Category::Noise, 0.6}, Fit {Category::Other, 0.6},
                               Fit {Category::Unclear, 0.3}};
constexpr std::array kNoise {Fit {Category::Noise, 1.0}, Fit {Category::Texture, 0.7},
                             Fit {Category::Fx, 0.5}};

// Order = order of filling. Levels, filters, pan and duck are the table of composition.md C.7;
// sends are ours.
// clang-format off
constexpr std::array kRoles {
    //    name       playing          fits      level   HPF   pan  wide duck  rev   dly   st  rate fallback
    Role {"kick",     Playing::Drum,   kKick,     0.0,   25, 0.00, 0.0, 0.0, 0.00, 0.00, 0.0, 1.0, "x.......x......."},
    Role {"snare",    Playing::Drum,   kSnare,   -2.0,   90, 0.00, 1.0, 0.0, 0.10, 0.00, 0.0, 0.5, "....x.......x..."},
    Role {"clap",     Playing::Drum,   kClap,    -4.0,  150, 0.05, 1.0, 0.0, 0.14, 0.00, 0.0, 0.5, "....x.......x..."},
    Role {"bass",     Playing::Bass,   kBass,    -1.5,   28, 0.00, 0.0, 7.0, 0.00, 0.00, 3.0, 0.8, ""},
    Role {"drums",    Playing::Drum,   kDrums,   -2.0,   30, 0.00, 1.0, 0.0, 0.03, 0.00, 0.0, 0.9, ""},
    Role {"hat",      Playing::Drum,   kHat,    -10.0,  300, 0.15, 1.0, 0.5, 0.04, 0.00, 0.0, 0.9, "..x...x...x...x."},
    Role {"hat_open", Playing::Drum,   kOpenHat, -11.0, 300, 0.20, 1.0, 1.0, 0.05, 0.00, 0.0, 0.6, "..x...x...x...x."},
    Role {"perc",     Playing::Drum,   kPerc,    -8.0,  120, 0.35, 1.0, 1.0, 0.12, 0.06, 0.0, 0.7, "...x..x....x.x.."},
    Role {"cymbal",   Playing::Accent, kCymbal, -11.0,  300, 0.20, 1.0, 1.0, 0.10, 0.00, 0.0, 0.1, ""},
    Role {"chord",    Playing::Stab,   kChord,   -7.0,  120, 0.15, 1.1, 4.0, 0.20, 0.15, 3.0, 0.5, ""},
    Role {"stab",     Playing::Stab,   kChord,   -7.0,  120, 0.15, 1.1, 4.0, 0.20, 0.15, 3.0, 0.5, ""},
    Role {"keys",     Playing::Stab,   kKeys,    -7.0,  120, 0.15, 1.1, 4.0, 0.20, 0.08, 3.0, 0.5, ""},
    Role {"guitar",   Playing::Stab,   kGuitar,  -7.0,  120, 0.15, 1.1, 3.0, 0.15, 0.08, 3.0, 0.5, ""},
    Role {"pad",      Playing::Hold,   kPad,     -9.0,  130, 0.00, 1.3, 5.0, 0.20, 0.00, 3.0, 0.3, ""},
    Role {"strings",  Playing::Hold,   kStrings, -9.0,  130, 0.00, 1.3, 5.0, 0.20, 0.00, 3.0, 0.3, ""},
    Role {"lead",     Playing::Melody, kLead,    -3.5,  120, 0.00, 1.0, 3.0, 0.18, 0.18, 3.0, 0.6, ""},
    Role {"synth",    Playing::Figure, kSynth,   -6.0,  120, 0.20, 1.0, 3.0, 0.15, 0.15, 3.0, 0.7, ""},
    Role {"arp",      Playing::Figure, kSynth,   -6.0,  120, 0.20, 1.0, 3.0, 0.15, 0.15, 3.0, 0.7, ""},
    Role {"vocal",    Playing::Phrase, kVocal,   -3.0,   90, 0.00, 1.0, 1.0, 0.15, 0.10, 2.0, 0.5, ""},
    Role {"texture",  Playing::Bed,    kTexture, -15.0, 120, 0.00, 1.3, 2.0, 0.10, 0.00, 0.0, 0.2, ""},
    Role {"noise",    Playing::Bed,    kNoise,  -10.0,  120, 0.00, 1.3, 2.0, 0.10, 0.00, 0.0, 0.2, ""},
    Role {"fx",       Playing::Accent, kFx,      -9.0,   80, 0.00, 1.3, 2.0, 0.20, 0.00, 0.0, 0.1, ""},
};
// clang-format on

} // namespace

double Role::fit(Category category) const
{
    const auto at = std::find_if(fits.begin(), fits.end(),
                                 [&](const Fit& entry) { return entry.first == category; });
    return at == fits.end() ? 0.0 : at->second;
}

const Role* roleOf(std::string_view name)
{
    const auto* at = std::find_if(kRoles.begin(), kRoles.end(),
                                  [&](const Role& role) { return role.name == name; });
    return at == kRoles.end() ? nullptr : at;
}

const Role& roleFor(Category category)
{
    const Role* best = roleOf("texture");
    for (const Role& role : kRoles) {
        if (role.fit(category) > best->fit(category)) {
            best = &role;
        }
    }
    return *best;
}

int roleOrder(std::string_view name)
{
    const auto* at = std::find_if(kRoles.begin(), kRoles.end(),
                                  [&](const Role& role) { return role.name == name; });
    return static_cast<int>(at - kRoles.begin());
}

std::uint64_t roleKey(std::string_view name)
{
    return static_cast<std::uint64_t>(roleOrder(name)) + 1;
}

} // namespace nde::music
