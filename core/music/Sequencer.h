#pragma once

#include "core/base/Random.h"
#include "core/music/Patterns.h"

namespace nde::music {

inline constexpr int kStepsPerBeat = 4;
inline constexpr int kPhraseBars = 8;

/// Writes the events of one clip; one instance a clip.
class Sequencer
{
public:
    Sequencer(const Sequencing& sequencing, const Lane& lane, Clip& clip);

    void run();

private:
    [[nodiscard]] int absolute(int bar) const { return m_clip.startBar + bar; }
    [[nodiscard]] const Section& sectionOf(int bar) const; ///< of a bar of the clip
    [[nodiscard]] Random stream(std::string_view purpose, int bar) const;
    [[nodiscard]] Random laneStream(std::string_view purpose, std::uint64_t part = 0) const;
    [[nodiscard]] bool isStopped(int bar) const;
    [[nodiscard]] bool isVaried() const { return m_clip.pattern == "B" || m_clip.seed != 0; }
    [[nodiscard]] double swungBeat(int step) const;
    [[nodiscard]] int chordDegree(int bar) const;
    [[nodiscard]] int chordShift() const;
    [[nodiscard]] double transposed(double semitones, double low) const;
    [[nodiscard]] bool isGridExact() const;
    Event& add(int bar, double beat, double velocity);
    void humanise(Event& event, Random& random) const;
    void sequence();
    void choke();
    void keepStopsSilent();
    [[nodiscard]] double ringBeats(const Event& event) const;

    // SequencerDrums.cpp
    void drums();
    void drumBar(int bar);
    void roll();
    [[nodiscard]] std::string drumSteps(int bar) const;
    // SequencerTones.cpp
    void bass();
    [[nodiscard]] std::string bassSteps() const;
    void melody();
    void figure();
    void stabs();
    void holds();
    void phrases();
    void loop();
    void triad(int bar, double beat, double velocity, double lengthBeats, double low);

    const Sequencing& m_sequencing;
    const Plan& m_plan;
    const Lane& m_lane;
    const Role& m_role;
    const Sound& m_sound;
    Clip& m_clip;
    std::uint64_t m_seed {};
    std::uint64_t m_laneKey {};
    int m_steps {};
};

/// Moves, adds or takes one hit, as the draw says; never the same steps again.
[[nodiscard]] std::string variedSteps(std::string steps, std::string_view role, Random random);

} // namespace nde::music
