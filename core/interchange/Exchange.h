#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/music/Plan.h"

#include <compare>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

/// A plan in the formats of other programs. Positions are computed from bar 0 in double.
namespace nde::interchange {

/// The audio that projects refer to: a file for each sound in use, below the project's folder.
struct Media
{
    struct File
    {
        std::string path; ///< relative, '/' between, "audio/03_bass.wav"
        std::int64_t frames {};
        int sampleRate {};
        int channels {};
        std::int64_t onsetFrames {}; ///< one-shots: what lies on the grid
        double gain {1.0}; ///< linear: what is missing to its lane's level
    };
    /// One-shots that are played at several pitches have a file each, so that no program has to
    /// transpose them in its own way.
    struct Key
    {
        int laneId {};
        int sound {}; ///< index in Lane::sounds
        int cents {}; ///< transposition of the event, beside the sound's own
        auto operator<=>(const Key&) const = default;
    };
    std::map<Key, File> files;
};
/// The file that an event needs.
[[nodiscard]] Media::Key mediaKeyOf(const music::Lane& lane, const music::Clip& clip,
                                    const music::Event& event);

/// The files that `writeMedia` will write, in its order, relative to the project's folder.
[[nodiscard]] std::vector<std::string> mediaPathsOf(const music::Plan& plan);
/// Writes the media of a plan as prepared by the mixer, so that every program sounds the same.
/// Files of that name are written over. @errors  those of mix::preparedSound and of writing.
[[nodiscard]] Result<Media> writeMedia(const music::Plan& plan, const std::filesystem::path& folder,
                                       int sampleRate, const std::filesystem::path& stretchCache,
                                       TaskContext& task);

/// Standard MIDI file, type 1, 480 ticks a quarter: tempo, meter, markers at sections, a track per
/// drum lane (General MIDI drum map, channel 10) and per lane of tonal one-shots (their notes).
[[nodiscard]] std::string midiOf(const music::Plan& plan);

/// REAPER project, text.
[[nodiscard]] std::string rppOf(const music::Plan& plan, const Media& media);

/// DAWproject 1.0: `project.xml` and `metadata.xml` as they go into the archive.
struct DawProject
{
    std::string project;
    std::string metadata;
};
[[nodiscard]] DawProject dawProjectOf(const music::Plan& plan, const Media& media);
/// The archive with the media in it; written as a part and renamed. @errors  those of writing.
[[nodiscard]] Result<> writeDawProject(const music::Plan& plan, const Media& media,
                                       const std::filesystem::path& mediaFolder,
                                       const std::filesystem::path& output, bool overwrite,
                                       TaskContext& task);

/// Sections and edits as a list of cues, tab-separated text: bar, seconds, name.
[[nodiscard]] std::string cueListOf(const music::Plan& plan);

} // namespace nde::interchange
