#pragma once

#include "core/audio/Peaks.h"
#include "core/music/Plan.h"

#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

class QElapsedTimer;

namespace nde::ui {

/// The waves of a plan's clips as their owner knows them: asked for when they are first drawn, in
/// the fineness that the zoom needs, and again when there is news. Asking ends when a frame has no
/// more time for it.
class ClipWaves
{
public:
    using Columns = std::vector<audio::PeakColumn>;
    using Source = std::function<Columns(int clipId, int columns)>;

    void setSource(Source source);
    /// There is news from the owner: what was not known is asked for again, and so is, a few times,
    /// what was asked for lately: its answer may have been the picture from before a change.
    void refresh();
    void forget(int clipId); ///< 0 = all
    /// Forgets what sounds different in another plan.
    void planChanged(const music::Plan& before, const music::Plan& after);

    /// A clip's columns, empty while nothing is known.
    /// @param pixels   device pixels that the clip is wide.
    /// @param clock    runs since the frame began.
    /// @param isWhole  made false when there was no time left to ask.
    [[nodiscard]] std::span<const audio::PeakColumn> of(const music::Clip& clip, double pixels,
                                                        const QElapsedTimer& clock, bool& isWhole);
    /// Asks again for the clips of a lane in these bars that there is news of.
    /// @param hasChanged  made true when one of them looks different now.
    /// @return            whether there was time for all.
    [[nodiscard]] bool renew(const music::Lane& lane, double fromBar, double toBar,
                             const QElapsedTimer& clock, bool& hasChanged);

private:
    struct Wave
    {
        Columns columns;
        int asked {}; ///< columns that were asked for; 0 = not yet
        int checks {}; ///< news after which it is asked for again, though there is something
        bool isDue {}; ///< there was news
    };

    Source m_source;
    std::unordered_map<int, Wave> m_waves; ///< by clip
};

} // namespace nde::ui
