#pragma once

#include "core/mix/Buses.h"
#include "core/mix/LaneMixer.h"
#include "core/mix/Master.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace nde::mix {

/// One version of a plan on its way to be heard. Made by the controls, then the reader's alone,
/// but for the levels.
struct LiveVersion
{
    explicit LiveVersion(MixPlan laidOut);

    struct Ramp
    {
        LaneGains from;
        LaneGains to;
        std::size_t done {}; ///< frames of the way
    };
    struct Level
    {
        std::atomic<float> left {};
        std::atomic<float> right {};
    };

    const MixPlan mix;
    std::uint64_t plan {}; ///< number of the plan; rises
    std::uint64_t layout {}; ///< versions with the same one differ in nothing but gains
    bool isAtOnce {}; ///< heard now, not from the next bar on
    /// Differs from the version offered before in nothing but gains and filters: heard at once
    /// where that one is.
    bool isRetuned {};
    LaneMixer mixer;
    EnergyFader fader;
    std::vector<Ramp> ramps; ///< one a lane
    std::vector<Level> levels; ///< one a lane
};
using LiveVersionPtr = std::shared_ptr<LiveVersion>;

/// The reader thread's half of PlanStream: mixes block by block, and goes over from one version of
/// the plan to the next without a click.
class LiveReader
{
public:
    explicit LiveReader(int sampleRate);

    // Any thread.
    void offer(LiveVersionPtr version);
    struct Peak
    {
        int laneId {};
        float left {};
        float right {};
    };
    [[nodiscard]] std::vector<Peak> takeLevels();

    // The reader thread.
    void seek(std::int64_t frame, bool keepsEchoes);
    void read(float* stereo, std::size_t frames, bool isPremaster);

private:
    static constexpr std::size_t kChunk = 64;

    void beginAnew();
    void takeOffer();
    void adopt(LiveVersionPtr version);
    void moveFaders(LiveVersion& heard, const LiveVersion& wanted) const;
    void switchWhenDue();
    [[nodiscard]] std::int64_t nextBar() const;
    void retire(LiveVersionPtr version);
    void mix(LiveVersion& version, std::size_t frames, BusBlock& block);
    void crossOver(std::size_t frames);
    void rideEnergy(std::int64_t from);
    void makeChunk(bool isPremaster);
    [[nodiscard]] std::size_t rampFrames() const;

    const int m_rate;
    std::mutex m_mutex; // held for pointers only
    LiveVersionPtr m_offered;
    LiveVersionPtr m_heard; ///< for the levels
    std::vector<LiveVersionPtr> m_retired; ///< freed by who offers next
    std::atomic<float> m_peakLeft {};
    std::atomic<float> m_peakRight {};

    LiveVersionPtr m_current;
    LiveVersionPtr m_pending; ///< waits for the next bar
    LiveVersionPtr m_fading; ///< was heard before
    std::size_t m_faded {};
    std::int64_t m_position {}; ///< of the next chunk
    std::unique_ptr<BusMixer> m_buses;
    double m_busBpm {};
    Master m_master;
    double m_gainDb {};
    float m_carry {1.0F}; ///< where the energy fader still is beside where it shall be
    std::size_t m_skip {}; ///< frames of the limiter's delay that are not to be heard
    BusBlock m_block;
    BusBlock m_other;
    std::vector<float> m_left, m_right;
    std::vector<float> m_ready; ///< interleaved, from m_taken on
    std::size_t m_taken {};
    bool m_wasPremaster {};
    bool m_isFresh {true}; ///< nothing was heard since a seek
};

} // namespace nde::mix
