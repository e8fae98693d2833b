#include "ui/models/SoundFacts.h"

#include "ui/models/EarWords.h"
#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStringList>

#include <cmath>
#include <optional>
#include <utility>

namespace nde::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::Facts)
};

/// Collects the lines of one group.
class Lines
{
public:
    explicit Lines(FactGroup& group)
        : m_group(group)
    {
    }
    FactLine& add(const char* id, const QString& label, const QString& value, const QString& how)
    {
        m_group.lines.push_back({QLatin1String(id), label, value, {}, how, false});
        return m_group.lines.back();
    }

private:
    FactGroup& m_group;
};

QString number(double value, int decimals, const char* unit)
{
    return formatNumber(value, decimals) + QLatin1String(unit);
}

QString percent(double share)
{
    const double value = 100.0 * share;
    const bool isSmall = value != 0.0 && std::fabs(value) < 10.0;
    return Words::tr("%1 %").arg(formatNumber(value, isSmall ? 1 : 0));
}

QString frequency(double hz)
{
    return hz >= 1000.0 ? number(hz / 1000.0, hz >= 10000.0 ? 1 : 2, " kHz")
                        : number(hz, hz >= 100.0 ? 0 : 1, " Hz");
}

void mark(FactLine& line, bool isByUser, double confidence)
{
    line.isByUser = isByUser;
    line.note = isByUser ? Words::tr("yours") : confidence > 0.0 ? sureText(confidence) : QString();
}

FactGroup soundGroup(const Stem& stem)
{
    const Descriptors& facts = stem.descriptors;
    FactGroup group {QStringLiteral("sound"), Words::tr("Sound"), {}, {}};
    Lines lines(group);
    const bool isAnalysed = !stem.analyserVersion.empty();
    if (isAnalysed || stem.isSoundClassByUser) {
        mark(lines.add("class", Words::tr("Class"), soundClassText(stem.soundClass),
                       Words::tr("From the length, the number of onsets and whether the tempo "
                                 "fills whole bars.")),
             stem.isSoundClassByUser, 0.0);
    }
    lines.add("length", Words::tr("Length"), formatLength(stem.durationS),
              Words::tr("From the first to the last sample of the file."));
    lines.add("format", Words::tr("Format"), formatText(stem), Words::tr("As the file says."));
    if (const QString origin = originText(stem); !origin.isEmpty()) {
        lines.add("origin", Words::tr("Made by"), origin,
                  Words::tr("What made this sound, with the seed that makes it again."));
    }
    if (isAnalysed && facts.activeEndS > facts.activeStartS) {
        lines.add("active", Words::tr("Heard part"),
                  QStringLiteral("%1 – %2").arg(durationText(facts.activeStartS),
                                                durationText(facts.activeEndS)),
                  Words::tr("What is louder than −60 dB against the peak."));
    }
    if (isAnalysed) {
        lines.add(
            "transients", Words::tr("Transients"), percent(facts.transientRatio),
            Words::tr("Share of the energy in attacks, after splitting the sound into attacks "
                      "and sustained tones."));
    }
    group.summary = QStringLiteral("%1 · %2").arg(formatLength(stem.durationS), formatText(stem));
    return group;
}

void addTempo(Lines& lines, const Stem& stem)
{
    const Descriptors& facts = stem.descriptors;
    FactLine& tempo = lines.add(
        "tempo", Words::tr("Tempo"), facts.bpm ? tempoText(stem) : QStringLiteral("–"),
        Words::tr("The beat that repeats best in the onsets; loops must fill whole bars."));
    mark(tempo, stem.isGridByUser, facts.bpm ? facts.bpmConfidence : 0.0);
    if (!facts.bpm) {
        return;
    }
    if (facts.bars > 0.0) {
        lines.add("bars", Words::tr("Bars"), formatNumber(facts.bars, facts.bars < 1.0 ? 1 : 0),
                  Words::tr("Length at this tempo, in bars."));
    }
    FactLine& one
        = lines.add("downbeat", Words::tr("First “one”"), durationText(facts.firstDownbeatS),
                    Words::tr("Time of the first beat of a bar: where low hits and "
                              "changes fall."));
    mark(one, stem.isGridByUser, facts.gridConfidence);
    lines.add("metre", Words::tr("Metre"), Words::tr("%1 beats").arg(facts.beatsPerBar),
              Words::tr("Beats in a bar."));
}

FactGroup timeGroup(const Stem& stem)
{
    const Descriptors& facts = stem.descriptors;
    FactGroup group {QStringLiteral("time"), Words::tr("Time & pitch"), {}, {}};
    Lines lines(group);
    addTempo(lines, stem);
    FactLine& key = lines.add(
        "key", Words::tr("Key"), facts.key ? keyText(*facts.key) : Words::tr("none"),
        Words::tr("The notes that sound, against the profiles of all 24 keys; “none” is atonal."));
    mark(key, stem.isKeyByUser, facts.key ? facts.keyConfidence : 0.0);
    if (facts.pitchHz) {
        mark(lines.add("pitch", Words::tr("Pitch"), pitchText(*facts.pitchHz),
                       Words::tr("Period of the wave once the tone has settled.")),
             false, facts.pitchConfidence);
    }
    if (facts.key && std::fabs(facts.tuningCents) >= 0.5) {
        lines.add("tuning", Words::tr("Tuning"), number(facts.tuningCents, 0, " ct"),
                  Words::tr("Of the whole sound against A = 440 Hz."));
    }
    lines.add("onsets", Words::tr("Onsets"), formatCount(facts.onsetCount),
              Words::tr("Clear rises in the bands of hearing."));
    if (stem.soundClass == SoundClass::OneShot) {
        lines.add("attack", Words::tr("Attack"), durationText(facts.attackS),
                  Words::tr("Time from 10 to 90 % of the loudest moment."));
        lines.add("decay", Words::tr("Decay"), durationText(facts.decayS),
                  Words::tr("Time from the loudest moment until it is 20 dB softer."));
    }
    lines.add("harmony", Words::tr("Harmony"), percent(facts.harmonicComplexity),
              Words::tr("How many different tones sound together or in turn: 0 % is one tone."));
    lines.add("rhythm", Words::tr("Rhythm"), percent(facts.rhythmicComplexity),
              Words::tr("How varied the distances between onsets are: 0 % is even."));
    QStringList words;
    for (const FactLine& line : group.lines) {
        const bool isMain = line.id == QLatin1String("tempo") || line.id == QLatin1String("pitch")
            || line.id == QLatin1String("key");
        if (isMain && line.value != QLatin1String("–") && line.value != Words::tr("none")) {
            words.push_back(line.value);
        }
    }
    group.summary = words.join(QStringLiteral(" · "));
    return group;
}

FactGroup levelGroup(const Stem& stem)
{
    const Descriptors& facts = stem.descriptors;
    FactGroup group {QStringLiteral("level"), Words::tr("Level"), levelText(stem), {}};
    Lines lines(group);
    lines.add("lufs", Words::tr("Loudness"), number(facts.lufs, 1, " LUFS"),
              Words::tr("Integrated after EBU R 128; of short sounds the loudest 400 ms."));
    if (facts.momentaryLufs > -70.0) {
        lines.add("momentary", Words::tr("Loudest 0.4 s"), number(facts.momentaryLufs, 1, " LUFS"),
                  Words::tr("Highest momentary loudness."));
    }
    if (facts.shortTermLufs > -70.0) {
        lines.add("short_term", Words::tr("Loudest 3 s"), number(facts.shortTermLufs, 1, " LUFS"),
                  Words::tr("Highest short-term loudness."));
    }
    if (facts.loudnessRangeLu > 0.0) {
        lines.add("range", Words::tr("Range"), number(facts.loudnessRangeLu, 1, " LU"),
                  Words::tr("From the soft to the loud parts, after EBU Tech 3342."));
    }
    lines.add("true_peak", Words::tr("True peak"), number(facts.truePeakDb, 1, " dBTP"),
              Words::tr("Highest point of the curve between the samples."));
    lines.add("peak", Words::tr("Peak"), number(facts.peakDb, 1, " dBFS"),
              Words::tr("Highest sample."));
    if (facts.rmsDb > -119.9) {
        lines.add("rms", Words::tr("RMS"), number(facts.rmsDb, 1, " dBFS"),
                  Words::tr("Mean power over all channels."));
    }
    lines.add("crest", Words::tr("Crest"), number(facts.crestDb, 1, " dB"),
              Words::tr("Peak against RMS: high for hits, low for what is squashed."));
    if (facts.noiseFloorDb) {
        lines.add("noise", Words::tr("Noise floor"), number(*facts.noiseFloorDb, 0, " dB"),
                  Words::tr("Level of the quietest 50 ms blocks against the loudest."));
    }
    lines.add("clipped", Words::tr("Clipped"), percent(facts.clippedShare),
              Words::tr("Share of the samples in runs of three or more at full scale."));
    lines.add("dc", Words::tr("DC offset"), percent(facts.dcOffset),
              Words::tr("Mean of all samples, of full scale."));
    lines.add("silent", Words::tr("Silent"), percent(facts.silentShare),
              Words::tr("Share of silent blocks."));
    return group;
}

FactGroup spectrumGroup(const Stem& stem)
{
    const Descriptors& facts = stem.descriptors;
    FactGroup group {QStringLiteral("spectrum"), Words::tr("Spectrum"), {}, {}};
    Lines lines(group);
    lines.add("centroid", Words::tr("Centroid"), frequency(facts.centroidHz),
              Words::tr("Centre of gravity of the spectrum."));
    lines.add("rolloff", Words::tr("85 % below"), frequency(facts.rolloffHz),
              Words::tr("85 % of the energy lies below this frequency."));
    if (facts.rolloff95Hz > 0.0) {
        lines.add("rolloff95", Words::tr("95 % below"), frequency(facts.rolloff95Hz),
                  Words::tr("95 % of the energy lies below this frequency."));
    }
    if (facts.bandwidthHz > 0.0) {
        lines.add("bandwidth", Words::tr("Reaches to"), frequency(facts.bandwidthHz),
                  Words::tr("Upper edge of the highest third of an octave within −65 dB of the "
                            "loudest."));
    }
    if (facts.cutoffHz) {
        lines.add("cutoff", Words::tr("Cut off at"), frequency(*facts.cutoffHz),
                  Words::tr("A filter or a lossy format has left nothing above."));
    }
    lines.add("flatness", Words::tr("Flatness"), formatNumber(facts.flatness, 2),
              Words::tr("0 is a pure tone, 1 white noise."));
    lines.add("flux", Words::tr("Flux"), formatNumber(facts.flux, 2),
              Words::tr("How much the spectrum rises from moment to moment, on a logarithmic "
                        "scale."));
    group.summary = frequency(facts.centroidHz);
    return group;
}

FactGroup stereoGroup(const Stem& stem)
{
    const Descriptors& facts = stem.descriptors;
    FactGroup group {QStringLiteral("stereo"), Words::tr("Stereo"), {}, {}};
    if (stem.channels < 2) {
        return group;
    }
    Lines lines(group);
    lines.add("width", Words::tr("Width"), percent(facts.stereoWidth),
              Words::tr("Share of the side signal in the energy: 0 % is mono."));
    lines.add("correlation", Words::tr("Correlation"), formatNumber(facts.stereoCorrelation, 2),
              Words::tr("Of left and right: 1 is mono, 0 unrelated, −1 opposed."));
    lines.add("low_correlation", Words::tr("Below 150 Hz"), formatNumber(facts.lowCorrelation, 2),
              Words::tr("Correlation of the bass, which should stay near 1."));
    lines.add("balance", Words::tr("Balance"), number(facts.balanceDb, 1, " dB"),
              Words::tr("Right against left."));
    lines.add("mono_loss", Words::tr("Lost in mono"), number(facts.monoLossDb, 1, " dB"),
              Words::tr("What folding to one channel takes away."));
    group.summary = facts.stereoWidth < 0.0005
        ? Words::tr("mono")
        : Words::tr("width %1").arg(percent(facts.stereoWidth));
    return group;
}

FactGroup earGroup(const Stem& stem)
{
    FactGroup group {QStringLiteral("ear"), Words::tr("Ear"), {}, {}};
    if (!stem.descriptors.neuro) {
        return group;
    }
    const NeuroMetrics& metrics = *stem.descriptors.neuro;
    for (const NeuroMetricInfo& info : neuroMetricInfos()) {
        const bool isTooShort
            = info.value == &NeuroMetrics::roughness && stem.durationS < kShortestRoughS;
        group.lines.push_back(
            {QString::fromUtf8(info.id.data(), static_cast<qsizetype>(info.id.size())),
             earName(info.id),
             isTooShort ? QStringLiteral("–") : earValue(info.id, metrics.*info.value),
             {},
             earMeaning(info.id),
             false});
    }
    group.summary = Words::tr("punch %1").arg(formatNumber(metrics.punch, 2));
    return group;
}

} // namespace

std::vector<FactGroup> soundFacts(const Stem& stem)
{
    std::vector<FactGroup> groups;
    groups.push_back(soundGroup(stem));
    if (stem.analyserVersion.empty()) {
        return groups;
    }
    groups.insert(groups.begin(), timeGroup(stem));
    groups.push_back(levelGroup(stem));
    groups.push_back(spectrumGroup(stem));
    for (FactGroup group : {stereoGroup(stem), earGroup(stem)}) {
        if (!group.lines.empty()) {
            groups.push_back(std::move(group));
        }
    }
    return groups;
}

QString tempoText(const Stem& stem)
{
    return stem.descriptors.bpm ? Words::tr("%1 BPM").arg(formatNumber(*stem.descriptors.bpm, 1))
                                : QString();
}

QString keyText(const Key& key)
{
    QString name = QString::fromStdString(keyName(Key {key.pitchClass, false}));
    name.replace(QLatin1Char('#'), QChar(0x266F));
    return QStringLiteral("%1 · %2").arg(
        (key.isMinor ? Words::tr("%1 minor") : Words::tr("%1 major")).arg(name),
        QString::fromStdString(camelotName(key)));
}

QString pitchText(double hz)
{
    QString note = QString::fromStdString(noteName(hz));
    note.replace(QLatin1Char('#'), QChar(0x266F));
    return QStringLiteral("%1 · %2 Hz").arg(note, formatNumber(hz, 1));
}

QString levelText(const Stem& stem)
{
    return Words::tr("%1 LUFS · peak %2 dB")
        .arg(formatNumber(stem.descriptors.lufs, 1), formatNumber(stem.descriptors.peakDb, 1));
}

QString formatText(const Stem& stem)
{
    const QString suffix = QFileInfo(QString::fromStdString(stem.path)).suffix().toUpper();
    QStringList parts;
    parts.push_back(stem.bitDepth > 0 ? Words::tr("%1 %2 bit").arg(suffix).arg(stem.bitDepth)
                                      : suffix);
    const double kilohertz = stem.sampleRate / 1000.0;
    const bool isWhole = std::abs(kilohertz - std::round(kilohertz)) < 1e-6;
    parts.push_back(QStringLiteral("%1 kHz").arg(formatNumber(kilohertz, isWhole ? 0 : 1)));
    parts.push_back(stem.channels == 1
                        ? Words::tr("mono")
                        : (stem.channels == 2 ? Words::tr("stereo")
                                              : Words::tr("%1 channels").arg(stem.channels)));
    return parts.join(QStringLiteral(" · "));
}

QString originText(const Stem& stem)
{
    if (stem.model.empty()) {
        return {};
    }
    QString name = QString::fromStdString(stem.model);
    if (name == QLatin1String("draft")) {
        name = Words::tr("Draft");
    } else if (name == QLatin1String("starter_kit")) {
        name = Words::tr("Starter kit");
    }
    return stem.seed == 0 ? name : Words::tr("%1 · seed %2").arg(name).arg(stem.seed);
}

QString sureText(double confidence)
{
    return Words::tr("%1 %").arg(formatNumber(100.0 * confidence, 0));
}

QString durationText(double seconds)
{
    return seconds > 0.0 && seconds < 0.1 ? number(1000.0 * seconds, 1, " ms")
                                          : formatLength(seconds);
}

} // namespace nde::ui
