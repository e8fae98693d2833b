#pragma once

#include "core/nn/api/VaeTraining.h"
#include "core/services/TrainingBook.h"

#include <map>

namespace nde::services {

/// What a training run leaves in its folder: probes to be heard, which sounds they are, its model.
/// @thread  one at a time.
class RunFiles
{
public:
    /// Makes the folder. @errors  those of makeFolder.
    [[nodiscard]] static Result<RunFiles> open(const QString& folder);

    [[nodiscard]] const QString& folder() const { return m_folder; }
    /// A FLAC file of at most 25 kB (originals: whatever it takes). @errors  DiskFull, Io,
    /// ReadOnly.
    [[nodiscard]] Result<> writeProbe(const nn::ProbeSound& sound);

    /// Names of the folder's files.
    [[nodiscard]] static QString probeFile(const QString& folder, int probe, int epoch);
    /// @param isLong  of long sounds: `<category>_long_vae.pt`, beside that of short ones.
    [[nodiscard]] static QString modelFile(const QString& folder, Category category,
                                           bool isLong = false);
    [[nodiscard]] static QString cardFile(const QString& folder, Category category,
                                          bool isLong = false);
    /// Sounds behind the probes, by number; empty where nothing was written yet.
    [[nodiscard]] static std::map<int, StemId> probeSounds(const QString& folder);

private:
    explicit RunFiles(QString folder)
        : m_folder(std::move(folder))
    {
    }
    QString m_folder;
    std::map<int, StemId> m_sounds;
};

} // namespace nde::services
