#include "core/base/Random.h"
#include "core/interchange/Exchange.h"
#include "core/interchange/Items.h"
#include "core/interchange/TrackLook.h"

#include <algorithm>
#include <cstdint>

namespace nde::interchange {
namespace {

std::string oneLine(std::string text)
{
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20U; },
        ' ');
    return text;
}

/// A word of the project's text. It knows no escapes: the quotes are of a kind that the text does
/// not use.
std::string quoted(const std::string& given)
{
    std::string text = oneLine(given);
    for (const char mark : {'"', '\'', '`'}) {
        if (text.find(mark) == std::string::npos) {
            return mark + text + mark;
        }
    }
    std::replace(text.begin(), text.end(), '`', '\'');
    return '`' + text + '`';
}

std::string guid(const music::Plan& plan, std::string_view what, std::uint64_t a, std::uint64_t b)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    const std::uint64_t high = streamSeed(plan.seed, what, a, 2 * b);
    const std::uint64_t low = streamSeed(plan.seed, what, a, 2 * b + 1);
    std::string text = "{";
    for (int digit = 0; digit < 32; ++digit) {
        if (digit == 8 || digit == 12 || digit == 16 || digit == 20) {
            text += '-';
        }
        const std::uint64_t half = digit < 16 ? high : low;
        text += kHex[(half >> (4 * (15 - digit % 16))) & 15U];
    }
    return text + '}';
}

/// Red lowest, and a bit that says that there is a colour at all.
std::string native(Colour colour)
{
    return std::to_string(0x1000000 + colour.red + 256 * colour.green + 65536 * colour.blue);
}

std::string secondsOf(std::int64_t frames, int rate)
{
    return numberText(static_cast<double>(frames) / rate, 12);
}

/// Indented lines with balanced brackets.
class Lines
{
public:
    void open(const std::string& head)
    {
        line('<' + head);
        m_depth += 2;
    }
    void close()
    {
        m_depth -= 2;
        line(">");
    }
    void line(const std::string& text) { m_text.append(m_depth, ' ').append(text).append("\n"); }
    [[nodiscard]] const std::string& text() const { return m_text; }

private:
    std::string m_text;
    std::size_t m_depth {};
};

void addMarkers(const music::Plan& plan, Lines& out)
{
    const auto at = [&](int bar) { return numberText(music::barStartS(plan, bar), 12); };
    int number = 1;
    for (const auto& section : plan.sections) {
        out.line("MARKER " + std::to_string(number++) + ' ' + at(section.startBar) + ' '
                 + quoted(section.name) + " 0");
    }
    number = 1;
    for (const auto& section : plan.sections) { // regions: a line each for begin and end
        const std::string id = std::to_string(number++);
        out.line("MARKER " + id + ' ' + at(section.startBar) + ' ' + quoted(section.name) + " 1");
        out.line("MARKER " + id + ' ' + at(section.startBar + section.bars) + " \"\" 1");
    }
}

void addItem(const music::Plan& plan, const music::Lane& lane, const Item& item,
             const Media::File& file, std::uint64_t index, Lines& out)
{
    const int rate = file.sampleRate;
    const auto& sound = lane.sounds[static_cast<std::size_t>(item.media.sound)];
    out.open("ITEM");
    out.line("POSITION " + secondsOf(item.start, rate));
    out.line("SNAPOFFS "
             + secondsOf(sound.isLoop || item.skipped > file.onsetFrames
                             ? 0
                             : file.onsetFrames - item.skipped,
                         rate));
    out.line("LENGTH " + secondsOf(item.frames, rate));
    out.line(std::string("LOOP ") + (item.isLooped ? "1" : "0"));
    out.line("ALLTAKES 0");
    out.line("FADEIN 1 " + secondsOf(item.fadeIn, rate) + " 0 1 0 0 0");
    out.line("FADEOUT 1 " + secondsOf(item.fadeOut, rate) + " 0 1 0 0 0");
    out.line(std::string("MUTE ") + (item.isMuted ? "1" : "0") + " 0");
    out.line("IGUID " + guid(plan, "rpp-item", static_cast<std::uint64_t>(lane.id), index));
    out.line("NAME " + quoted(sound.name.empty() ? lane.role : sound.name));
    out.line("VOLPAN " + numberText(item.gain, 9) + " 0 1 -1");
    out.line("SOFFS " + secondsOf(item.skipped, rate));
    out.line("PLAYRATE 1 1 0 -1 0 0.0025");
    out.line("CHANMODE 0");
    out.open("SOURCE WAVE");
    out.line("FILE " + quoted(file.path));
    out.close();
    out.close();
}

void addTrack(const music::Plan& plan, const music::Lane& lane, const Media& media, Lines& out)
{
    const std::string id = guid(plan, "rpp-track", static_cast<std::uint64_t>(lane.id), 0);
    out.open("TRACK " + id);
    out.line("NAME " + quoted(trackName(plan, lane)));
    out.line("PEAKCOL " + native(colourOf(lane)));
    out.line("BEAT -1");
    out.line("AUTOMODE 0");
    out.line("VOLPAN " + numberText(volumeOf(lane), 9) + ' ' + numberText(lane.pan, 6)
             + " -1 -1 1");
    out.line(std::string("MUTESOLO ") + (lane.isMuted ? "1 " : "0 ") + (lane.isSolo ? "1" : "0")
             + " 0");
    out.line("IPHASE 0");
    out.line("NCHAN 2");
    out.line("FX 1");
    out.line("TRACKID " + id);
    out.line("MAINSEND 1 0");
    std::uint64_t index = 0;
    for (const Item& item : itemsOf(plan, lane, media)) {
        addItem(plan, lane, item, media.files.at(item.media), index++, out);
    }
    out.close();
}

} // namespace

std::string rppOf(const music::Plan& plan, const Media& media)
{
    Lines out;
    out.open("REAPER_PROJECT 0.1 \"7.0\" 0");
    out.line("RIPPLE 0");
    out.line("PANLAW 1");
    out.line("SAMPLERATE " + std::to_string(sampleRateOf(media)) + " 1 0");
    out.line("TEMPO " + numberText(plan.bpm, 9) + ' ' + std::to_string(plan.beatsPerBar) + " 4");
    out.open("NOTES 0 2");
    out.line('|' + oneLine(titleOf(plan)));
    out.close();
    addMarkers(plan, out);
    for (const auto& lane : plan.lanes) {
        addTrack(plan, lane, media, out);
    }
    out.close();
    return out.text();
}

} // namespace nde::interchange
