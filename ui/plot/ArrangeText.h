#pragma once

#include "core/music/Plan.h"

#include <QString>

/// Words for lanes, sections and clips of a plan.
namespace nde::ui {

/// "Kick", "Hats", … for the roles of the lexicon; others as they are, with a capital.
[[nodiscard]] QString roleText(const std::string& role);
/// Of a lane; numbered where several have the same role: "Bass 2".
[[nodiscard]] QString laneTitle(const music::Plan& plan, const music::Lane& lane);
/// "Intro", "Drop", … for the sections of the lexicon and its templates; others as they are.
[[nodiscard]] QString sectionText(const std::string& name);
/// Of a section; numbered from the second of its name on: "Drop 2".
[[nodiscard]] QString sectionTitle(const music::Plan& plan, const music::Section& section);
/// "bars 33 to 56", counted from 1; "bar 33" of a single one.
[[nodiscard]] QString barsText(int startBar, int bars);
/// Of a clip: the name of its sound, of a gap what is missing.
[[nodiscard]] QString clipTitle(const music::Lane& lane, const music::Clip& clip);
/// "Bass, Umspannwerk bass, bars 33 to 56, locked".
[[nodiscard]] QString clipSpeech(const music::Plan& plan, const music::Lane& lane,
                                 const music::Clip& clip);
/// "Bass, 3 clips, muted".
[[nodiscard]] QString laneSpeech(const music::Plan& plan, const music::Lane& lane);

} // namespace nde::ui
