#include "core/interchange/Exchange.h"
#include "core/interchange/Items.h"
#include "core/interchange/TrackLook.h"
#include "core/interchange/Xml.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

/// The order of elements and the attributes that must be there are those of the published schema
/// (DAWproject 1.0, Project.xsd).
namespace nde::interchange {
namespace {

using Attributes = std::initializer_list<std::pair<std::string_view, std::string>>;

constexpr std::string_view kHeader = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
constexpr double kCutS = 0.005; // fade where a stroke ends because the next one begins

/// Elements in the order in which they are written, closed in the order in which they were opened.
class Xml
{
public:
    void open(std::string_view name, Attributes attributes)
    {
        begin(name, attributes);
        m_text += ">\n";
        m_open.emplace_back(name);
    }
    void close()
    {
        const std::string name = std::move(m_open.back());
        m_open.pop_back();
        indent();
        m_text.append("</").append(name).append(">\n");
    }
    void leaf(std::string_view name, Attributes attributes)
    {
        begin(name, attributes);
        m_text += "/>\n";
    }
    void text(std::string_view name, const std::string& content)
    {
        begin(name, {});
        m_text.append(">").append(xmlEscaped(content)).append("</").append(name).append(">\n");
    }
    /// A name that no other element of the file has.
    [[nodiscard]] std::string id() { return "id" + std::to_string(m_ids++); }
    [[nodiscard]] std::string result() const { return std::string(kHeader) + m_text; }

private:
    void begin(std::string_view name, Attributes attributes)
    {
        indent();
        m_text.append("<").append(name);
        for (const auto& [key, value] : attributes) {
            m_text.append(" ").append(key).append("=\"").append(xmlEscaped(value)).append("\"");
        }
    }
    void indent() { m_text.append(2 * m_open.size(), ' '); }

    std::string m_text;
    std::vector<std::string> m_open;
    int m_ids {};
};

std::string hex(Colour colour)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text = "#";
    for (const int part : {colour.red, colour.green, colour.blue}) {
        text += kDigits[static_cast<std::size_t>(part >> 4)];
        text += kDigits[static_cast<std::size_t>(part & 15)];
    }
    return text;
}

std::string boolText(bool value)
{
    return value ? "true" : "false";
}

struct ChannelLook
{
    bool isMuted {};
    bool isSolo {};
    double pan {};
    double volume {1.0};
    std::string role {"regular"};
    std::string destination; ///< id of the master's channel, empty for the master itself
};

void addChannel(Xml& xml, const std::string& id, const ChannelLook& look)
{
    if (look.destination.empty()) {
        xml.open("Channel",
                 {{"audioChannels", "2"}, {"role", look.role}, {"solo", "false"}, {"id", id}});
    } else {
        xml.open("Channel",
                 {{"audioChannels", "2"},
                  {"destination", look.destination},
                  {"role", look.role},
                  {"solo", boolText(look.isSolo)},
                  {"id", id}});
    }
    xml.leaf("Mute", {{"value", boolText(look.isMuted)}, {"id", xml.id()}, {"name", "Mute"}});
    xml.leaf("Pan",
             {{"max", "1"},
              {"min", "0"},
              {"unit", "normalized"},
              {"value", numberText((std::clamp(look.pan, -1.0, 1.0) + 1.0) / 2.0)},
              {"id", xml.id()},
              {"name", "Pan"}});
    xml.leaf("Volume",
             {{"max", numberText(std::max(2.0, look.volume))},
              {"min", "0"},
              {"unit", "linear"},
              {"value", numberText(look.volume)},
              {"id", xml.id()},
              {"name", "Volume"}});
    xml.close();
}

/// Lanes that have something to play, with the id of their track.
struct DawTrack
{
    const music::Lane* lane {};
    std::string id;
    std::vector<Item> items;
};

std::vector<DawTrack> tracksOf(const music::Plan& plan, const Media& media)
{
    std::vector<DawTrack> tracks;
    for (const auto& lane : plan.lanes) {
        auto items = itemsOf(plan, lane, media);
        if (!items.empty()) {
            tracks.push_back({&lane, {}, std::move(items)});
        }
    }
    return tracks;
}

void addStructure(Xml& xml, const music::Plan& plan, std::vector<DawTrack>& tracks)
{
    xml.open("Structure", {});
    const std::string masterTrack = xml.id();
    const std::string master = xml.id();
    for (auto& track : tracks) {
        track.id = xml.id();
        xml.open("Track",
                 {{"contentType", "audio"},
                  {"loaded", "true"},
                  {"id", track.id},
                  {"name", trackName(plan, *track.lane)},
                  {"color", hex(colourOf(*track.lane))}});
        addChannel(xml, xml.id(),
                   {track.lane->isMuted, track.lane->isSolo, track.lane->pan, volumeOf(*track.lane),
                    "regular", master});
        xml.close();
    }
    xml.open(
        "Track",
        {{"contentType", "audio"}, {"loaded", "true"}, {"id", masterTrack}, {"name", "Master"}});
    addChannel(xml, master, {false, false, 0.0, 1.0, "master", {}});
    xml.close();
    xml.close();
}

double secondsOf(std::int64_t frames, const Media::File& file)
{
    return static_cast<double>(frames) / file.sampleRate;
}

void addFile(Xml& xml, const Media::File& file, const std::string& algorithm)
{
    xml.open("Audio",
             {{"algorithm", algorithm},
              {"channels", std::to_string(file.channels)},
              {"duration", numberText(secondsOf(file.frames, file))},
              {"sampleRate", std::to_string(file.sampleRate)},
              {"id", xml.id()}});
    xml.leaf("File", {{"path", file.path}});
    xml.close();
}

/// The file laid on beats: a program that changes the tempo stretches it along.
void addWarps(Xml& xml, const Media::File& file, double beats)
{
    xml.open("Warps", {{"contentTimeUnit", "seconds"}, {"timeUnit", "beats"}, {"id", xml.id()}});
    addFile(xml, file, "stretch");
    xml.leaf("Warp", {{"time", "0"}, {"contentTime", "0"}});
    xml.leaf(
        "Warp",
        {{"time", numberText(beats)}, {"contentTime", numberText(secondsOf(file.frames, file))}});
    xml.close();
}

/// What sounds, and its level where it is not the track's.
template<typename Content>
void addLevelled(Xml& xml, double gain, const Content& content)
{
    if (gain == 1.0) {
        content();
        return;
    }
    xml.open("Lanes", {{"id", xml.id()}});
    content();
    xml.open("Points", {{"unit", "linear"}, {"id", xml.id()}});
    xml.leaf("Target", {{"expression", "gain"}});
    xml.leaf("RealPoint", {{"time", "0"}, {"value", numberText(gain)}, {"interpolation", "hold"}});
    xml.close();
    xml.close();
}

/// A turn of the loop inside a clip that repeats it.
void addLoopClip(Xml& xml, const Item& item, const Media::File& file, const std::string& name)
{
    const std::string turn = numberText(item.loopBeats);
    xml.open("Clip",
             {{"name", name},
              {"time", numberText(item.beat)},
              {"duration", numberText(item.beats)},
              {"contentTimeUnit", "beats"},
              {"playStart", numberText(std::fmod(item.skippedBeats, item.loopBeats))},
              {"loopStart", "0"},
              {"loopEnd", turn},
              {"fadeTimeUnit", "seconds"},
              {"fadeInTime", numberText(secondsOf(item.fadeIn, file))},
              {"fadeOutTime", numberText(secondsOf(item.fadeOut, file))},
              {"enable", boolText(!item.isMuted)}});
    addLevelled(xml, item.gain, [&] {
        xml.open("Clips", {{"timeUnit", "beats"}, {"id", xml.id()}});
        xml.open(
            "Clip",
            {{"time", "0"}, {"duration", turn}, {"contentTimeUnit", "beats"}, {"playStart", "0"}});
        addWarps(xml, file, item.loopBeats);
        xml.close();
        xml.close();
    });
    xml.close();
}

/// A stroke: its own length, whatever the tempo becomes.
void addHitClip(Xml& xml, const Item& item, const Media::File& file, const std::string& name)
{
    xml.open("Clip",
             {{"name", name},
              {"time", numberText(item.beat)},
              {"duration", numberText(item.beats)},
              {"contentTimeUnit", "seconds"},
              {"playStart", numberText(secondsOf(item.skipped, file))},
              {"fadeTimeUnit", "seconds"},
              {"fadeInTime", numberText(secondsOf(item.fadeIn, file))},
              {"fadeOutTime", numberText(secondsOf(item.fadeOut, file))},
              {"enable", boolText(!item.isMuted)}});
    addLevelled(xml, item.gain, [&] { addFile(xml, file, "raw"); });
    xml.close();
}

/// Clips of a track cannot lie over each other there: one ends where the next begins.
void endBeforeNext(std::vector<Item>& items, const music::Plan& plan, int rate)
{
    for (std::size_t i = 0; i + 1 < items.size(); ++i) {
        Item& item = items[i];
        const double room = std::max(0.0, items[i + 1].beat - item.beat);
        if (item.beats > room) {
            item.beats = room;
            item.frames = std::llround(room * 60.0 / plan.bpm * rate);
            const auto shortest = static_cast<std::int64_t>(kCutS * rate);
            item.fadeOut = std::min(std::max(item.fadeOut, shortest), item.frames);
            item.fadeIn = std::min(item.fadeIn, item.frames - item.fadeOut);
        }
    }
    std::erase_if(items, [](const Item& item) { return item.beats <= 0.0; });
}

void addTrackClips(Xml& xml, const music::Plan& plan, DawTrack& track, const Media& media)
{
    endBeforeNext(track.items, plan, sampleRateOf(media));
    xml.open("Lanes", {{"track", track.id}, {"id", xml.id()}});
    xml.open("Clips", {{"id", xml.id()}});
    for (const Item& item : track.items) {
        const auto& file = media.files.at(item.media);
        const auto& sound = track.lane->sounds[static_cast<std::size_t>(item.media.sound)];
        const std::string name = sound.name.empty() ? track.lane->role : sound.name;
        if (sound.isLoop) {
            addLoopClip(xml, item, file, name);
        } else {
            addHitClip(xml, item, file, name);
        }
    }
    xml.close();
    xml.close();
}

void addArrangement(Xml& xml, const music::Plan& plan, std::vector<DawTrack>& tracks,
                    const Media& media)
{
    xml.open("Arrangement", {{"id", xml.id()}});
    if (!tracks.empty()) {
        xml.open("Lanes", {{"timeUnit", "beats"}, {"id", xml.id()}});
        for (auto& track : tracks) {
            addTrackClips(xml, plan, track, media);
        }
        xml.close();
    }
    if (!plan.sections.empty()) {
        xml.open("Markers", {{"timeUnit", "beats"}, {"id", xml.id()}});
        for (const auto& section : plan.sections) {
            xml.leaf("Marker",
                     {{"name", section.name},
                      {"time", numberText(double {1.0} * section.startBar * plan.beatsPerBar)}});
        }
        xml.close();
    }
    xml.close();
}

std::string projectXml(const music::Plan& plan, const Media& media)
{
    auto tracks = tracksOf(plan, media);
    Xml xml;
    xml.open("Project", {{"version", "1.0"}});
    xml.leaf("Application", {{"name", "Neuromorphic Dream Engine"}, {"version", "1"}});
    xml.open("Transport", {});
    xml.leaf("Tempo",
             {{"max", "666"},
              {"min", "20"},
              {"unit", "bpm"},
              {"value", numberText(plan.bpm)},
              {"id", xml.id()},
              {"name", "Tempo"}});
    xml.leaf(
        "TimeSignature",
        {{"denominator", "4"}, {"numerator", std::to_string(plan.beatsPerBar)}, {"id", xml.id()}});
    xml.close();
    addStructure(xml, plan, tracks);
    addArrangement(xml, plan, tracks, media);
    xml.close();
    return xml.result();
}

std::string metadataXml(const music::Plan& plan)
{
    Xml xml;
    xml.open("MetaData", {});
    xml.text("Title", titleOf(plan));
    if (!plan.request.genres.empty()) {
        xml.text("Genre", plan.request.genres.front());
    }
    xml.text("Comment",
             "Composed by the Neuromorphic Dream Engine, seed " + std::to_string(plan.seed)
                 + ", key " + keyName(plan.key));
    xml.close();
    return xml.result();
}

} // namespace

DawProject dawProjectOf(const music::Plan& plan, const Media& media)
{
    return {projectXml(plan, media), metadataXml(plan)};
}

} // namespace nde::interchange
