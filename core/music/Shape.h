#pragma once

#include "core/music/Activity.h"
#include "core/music/Ensemble.h"

/// What makes clips follow the form of the track, shared by the arranger and the edits.
namespace nde::music {

/// A low-pass that opens through a build; the gain that the clips of the section have.
void shapeClip(const Plan& plan, const Lane& lane, Clip& clip);

/// The gain that most clips of a section have which say its energy with it; 0 where there is none.
[[nodiscard]] double commonGainDb(const Plan& plan, std::size_t section);

/// Sets that gain so that the section is as loud against the loudest as its energy says, as far as
/// levels and velocities foretell it. Drums that are struck say it with their velocities, and
/// clips that are locked are left alone.
/// @param only  clips that have this gain now; empty = all.
void levelSection(Plan& plan, std::size_t section, std::optional<double> only = {});

/// The words of a request that ask for a lane's sound: "dark pad".
[[nodiscard]] std::string queryOf(const Frame& frame, const Request& request, const Role& role);

/// What is missing, for the user: "no dark pad in Am".
[[nodiscard]] std::string gapText(const Frame& frame, const Role& role, Key key);

/// Lanes without sounds, with gap clips in the sections in which they would have sounded, and a
/// note each.
void addGaps(Plan& plan, const Frame& frame, const std::vector<const Role*>& missing);

/// Ids for clips and lanes that have none, in the order of lanes and bars.
void giveIds(Plan& plan);

[[nodiscard]] ActivityLane activityLane(const Role& role, double levelLu, bool isCarrier);

} // namespace nde::music
