#pragma once

#include "core/nn/api/Separation.h"
#include "core/services/LaneBoard.h"
#include "core/services/MixScratch.h"

#include <QFile>
#include <QString>
#include <QStringList>

#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace nde::services {

/// The growing raw files of a network separation (one a pass and source, at the mix's level,
/// interleaved float32), the lanes that show them, and the position from which a killed process is
/// followed by the next: `position.bin` names every file with its length.
///
/// Kept through a kill, not through a power cut: nothing waits for the disk (the job's journal is
/// bound to this start of the machine).
/// @thread  one at a time.
class StemScratch final : public nn::StemSink
{
public:
    /// Takes up what lies in `folder` when it is whole, else clears it.
    /// @param board  lives longer.
    StemScratch(QString folder, QStringList sources, int channels, const MixFacts& facts,
                LaneBoard& board);

    /// For `separateMix`; empty = from the beginning.
    [[nodiscard]] const std::vector<std::byte>& state() const { return m_state; }
    /// Forgets all that is there.
    void clear();
    /// The file of each source's last pass.
    [[nodiscard]] QStringList results() const;

    [[nodiscard]] Result<> write(int pass, int source, const float* planar,
                                 std::int64_t frames) override;
    [[nodiscard]] Result<> readBack(int pass, int source, std::int64_t start, std::int64_t frames,
                                    float* planar) override;
    [[nodiscard]] Result<> restart(int pass) override;
    [[nodiscard]] Result<> checkpoint(std::span<const std::byte> state) override;

private:
    using Key = std::pair<int, int>; ///< pass, source
    struct Part
    {
        std::unique_ptr<QFile> file;
        std::int64_t frames {};
    };

    [[nodiscard]] QString pathOf(const Key& key) const;
    [[nodiscard]] QString positionFile() const;
    [[nodiscard]] bool takeUp();
    [[nodiscard]] Result<Part*> part(const Key& key);
    void showLanes();
    [[nodiscard]] QStringList takeOutlived();

    QString m_folder;
    QStringList m_sources;
    std::size_t m_channels;
    MixFacts m_facts;
    LaneBoard& m_board;
    std::map<Key, Part> m_parts;
    std::vector<std::byte> m_state;
    std::vector<float> m_block;
};

} // namespace nde::services
