#pragma once

#include "core/base/Stem.h"
#include "core/interchange/WavChunks.h"
#include "core/music/Plan.h"
#include "core/services/OutputJournal.h"
#include "core/services/UseCases.h"

#include <QJsonObject>

#include <map>
#include <vector>

/// What the export stage is made of; not for others.
namespace nde::services {

/// Family of a sound, as files and reports tell it.
struct Provenance
{
    Stem stem;
    std::vector<LineageEdge> edges; ///< all ancestors
    std::vector<Stem> ancestors; ///< rows that are still in the library, by id
};
/// @errors  NotFound, those of StemRepository.
[[nodiscard]] Result<Provenance> provenanceOf(Studio& studio, StemId id);
/// {"app","version","sound":{…},"parents":[…]}: what goes into `iXML` and the sidecar. `parents`
/// are the direct ones with all that is needed to find them again: the hash of their samples.
[[nodiscard]] QJsonObject provenanceToJson(const Provenance& provenance);
/// What the file says of the sound. @param sampleRate, frames  of the file.
[[nodiscard]] interchange::WavFacts factsOf(const Provenance& provenance,
                                            const std::vector<LineageEdge>& children,
                                            int sampleRate, std::int64_t frames);

/// One sound of a track.
struct Influence
{
    Stem stem; ///< id 0 and only what the plan knows where it left the library
    QStringList lanes;
    double seconds {}; ///< audible
    double share {}; ///< of the track's length, 0 … 1
    Provenance family;
};
/// Who is in a track, by share. @param audible  from a render; empty = as the plan says.
[[nodiscard]] Result<std::vector<Influence>> influencesOf(Studio& studio, const music::Plan& plan,
                                                          const std::map<StemId, double>& audible,
                                                          double seconds);
[[nodiscard]] QJsonObject influencesToJson(const music::Plan& plan,
                                           const std::vector<Influence>& influences);
[[nodiscard]] QByteArray influencesToMarkdown(const music::Plan& plan, const QString& name,
                                              const std::vector<Influence>& influences);

/// A plan that is exported, with what is known of it beside.
struct ExportPlan
{
    music::Plan plan;
    QString title; ///< of its track or file
    QString hash; ///< of its JSON
    qint64 createdAtMs {}; ///< 0 = unknown
};
/// @errors  NotFound, Corrupt, Unsupported, Io.
[[nodiscard]] Result<ExportPlan> planForExport(Studio& studio, const ExportParams& params);

[[nodiscard]] std::vector<StemId> soundsOf(const music::Plan& plan); ///< each once

/// Targets of an export, checked and named in the journal before anything is written.
class ExportTargets
{
public:
    ExportTargets(QString folder, bool overwrite);
    /// The first target that is there already and may not be replaced; empty = none.
    [[nodiscard]] QString taken() const;
    /// @return  the absolute path.
    QString add(const QString& relative, const QString& kind);
    /// @errors  Exists (names the file), ReadOnly, DiskFull (less room than `bytes`), Io.
    [[nodiscard]] Result<OutputJournal> begin(const Studio& studio, qint64 bytes);
    /// After a failure: folders that `begin` made and nothing lies in.
    void removeEmptyFolders() const;
    [[nodiscard]] const QString& folder() const { return m_folder; }
    [[nodiscard]] bool overwrite() const { return m_overwrite; }
    /// Those that were written, with their sizes.
    [[nodiscard]] std::vector<ExportOutcome::File> written() const;

private:
    QString m_folder;
    bool m_overwrite;
    std::vector<std::pair<QString, QString>> m_files; ///< path and kind
    std::vector<QString> m_made; ///< folders
};

[[nodiscard]] Result<ExportOutcome> exportPlan(Studio& studio, const ExportParams& params,
                                               JobId job, TaskContext& task);
[[nodiscard]] Result<ExportOutcome> exportSounds(Studio& studio, const ExportParams& params,
                                                 TaskContext& task);
/// Each sound once, in the order of the first time it is named.
[[nodiscard]] std::vector<StemId> eachOnce(const std::vector<StemId>& sounds);
/// Where the files go: absolute; `<studio>/exports` where nothing is said.
[[nodiscard]] QString exportFolder(const Studio& studio, const ExportParams& params);
/// "kick 128 Am": of what is known. Empty template = name, tempo and key where known. Reads the
/// tags of the file where the template asks for them.
[[nodiscard]] Result<QString> soundFileName(const Stem& stem, const QString& nameTemplate,
                                            int number);
/// Bytes a second of audio in a format, roughly.
[[nodiscard]] double bytesPerSecond(const QString& format, int sampleRate, int channels);

} // namespace nde::services
