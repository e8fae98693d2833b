#include "ui/models/QualityText.h"

#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QHash>
#include <QStringList>

#include <cmath>

namespace nde::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::Quality)
};

QString percent(double share)
{
    const double value = 100.0 * share;
    return formatNumber(value, std::fabs(value) < 10.0 ? 1 : 0);
}

} // namespace

QString defectName(DefectKind kind)
{
    switch (kind) {
    case DefectKind::Clipping:
        return Words::tr("Clipping");
    case DefectKind::TruePeak:
        return Words::tr("True peak");
    case DefectKind::Dc:
        return Words::tr("DC offset");
    case DefectKind::NoiseFloor:
        return Words::tr("Noise");
    case DefectKind::Bandwidth:
        return Words::tr("Little treble");
    case DefectKind::Phase:
        return Words::tr("Phase");
    case DefectKind::Silence:
        return Words::tr("Silence");
    case DefectKind::EdgeClick:
        return Words::tr("Click at the edge");
    case DefectKind::Dropouts:
        return Words::tr("Dropouts");
    case DefectKind::NonFinite:
        return Words::tr("Broken samples");
    }
    return {};
}

QString defectValue(const Defect& defect)
{
    const double value = defect.value;
    switch (defect.kind) {
    case DefectKind::Clipping:
        return Words::tr("%1 % of the samples").arg(percent(value));
    case DefectKind::TruePeak:
        return Words::tr("%1 dBTP").arg(formatNumber(value, 1));
    case DefectKind::Dc:
        return Words::tr("%1 % of full scale").arg(percent(value));
    case DefectKind::NoiseFloor:
        return Words::tr("%1 dB against the loud parts").arg(formatNumber(value, 0));
    case DefectKind::Bandwidth:
        return Words::tr("nothing above %1 kHz").arg(formatNumber(value / 1000.0, 1));
    case DefectKind::Phase:
        return Words::tr("correlation %1").arg(formatNumber(value, 2));
    case DefectKind::Silence:
        return value >= 1.0 ? Words::tr("nothing is heard")
                            : Words::tr("%1 % of the sound").arg(percent(value));
    case DefectKind::EdgeClick:
        return Words::tr("a step of %1 % of the peak").arg(percent(value));
    case DefectKind::Dropouts:
        return Words::tr("%n gap(s)", nullptr, static_cast<int>(std::lround(value)));
    case DefectKind::NonFinite:
        return Words::tr("%n sample(s)", nullptr, static_cast<int>(std::lround(value)));
    }
    return {};
}

QString defectMeaning(DefectKind kind)
{
    switch (kind) {
    case DefectKind::Clipping:
        return Words::tr("Samples in runs of three or more at full scale: the tops are cut off.");
    case DefectKind::TruePeak:
        return Words::tr("The curve between the samples rises above −0.1 dBTP: converters and "
                         "encoders will distort it.");
    case DefectKind::Dc:
        return Words::tr("The mean of all samples is not zero: it costs headroom and clicks at "
                         "cuts.");
    case DefectKind::NoiseFloor:
        return Words::tr("Level of the quietest blocks of 50 ms against the loudest: hiss or hum "
                         "in the pauses.");
    case DefectKind::Bandwidth:
        return Words::tr("Upper edge of the highest third of an octave within −65 dB of the "
                         "loudest, against what this category needs.");
    case DefectKind::Phase:
        return Words::tr("Left and right work against each other: in mono the sound becomes thin.");
    case DefectKind::Silence:
        return Words::tr("Share of silent blocks: the sound can be trimmed.");
    case DefectKind::EdgeClick:
        return Words::tr("The sound starts or ends away from zero without a fade, or a loop does "
                         "not meet itself.");
    case DefectKind::Dropouts:
        return Words::tr("Runs of 5 ms or more of exact zeros inside the sound.");
    case DefectKind::NonFinite:
        return Words::tr("Samples that are not numbers; they are played as silence.");
    }
    return {};
}

QString lossText(double loss)
{
    const double value = 100.0 * loss;
    return Words::tr("%1 %").arg(formatNumber(-value, value > 0.0 && value < 0.95 ? 1 : 0));
}

bool hasQualityParts(const Stem& stem)
{
    const Descriptors& facts = stem.descriptors;
    return !stem.analyserVersion.empty()
        && (facts.technicalQuality > 0.0 || !facts.defects.empty() || stem.quality <= 0.0);
}

QString reasonsText(const std::string& reasons)
{
    static const QHash<QString, const char*> words {
        {QStringLiteral("clipping"), QT_TRANSLATE_NOOP("nde::ui::Quality", "clipping")},
        {QStringLiteral("heavy clipping"), QT_TRANSLATE_NOOP("nde::ui::Quality", "heavy clipping")},
        {QStringLiteral("dc"), QT_TRANSLATE_NOOP("nde::ui::Quality", "DC offset")},
        {QStringLiteral("phase"), QT_TRANSLATE_NOOP("nde::ui::Quality", "phase problems")},
        {QStringLiteral("silence"), QT_TRANSLATE_NOOP("nde::ui::Quality", "much silence")},
        {QStringLiteral("click at the seam"),
         QT_TRANSLATE_NOOP("nde::ui::Quality", "click at the seam")},
        {QStringLiteral("click at the edge"),
         QT_TRANSLATE_NOOP("nde::ui::Quality", "click at the edge")},
        {QStringLiteral("dropouts"), QT_TRANSLATE_NOOP("nde::ui::Quality", "dropouts")},
        {QStringLiteral("broken samples"), QT_TRANSLATE_NOOP("nde::ui::Quality", "broken samples")},
        {QStringLiteral("bandwidth Hz"), QT_TRANSLATE_NOOP("nde::ui::Quality", "little treble")},
        {QStringLiteral("noise"), QT_TRANSLATE_NOOP("nde::ui::Quality", "noise")},
        {QStringLiteral("hum"), QT_TRANSLATE_NOOP("nde::ui::Quality", "hum")},
    };
    QStringList parts;
    const QStringList all
        = QString::fromStdString(reasons).split(QLatin1Char(';'), Qt::SkipEmptyParts);
    for (const QString& reason : all) {
        const QString name = reason.trimmed().section(QLatin1Char(' '), 0, -2);
        const char* word = words.value(name);
        parts.push_back(word == nullptr ? name : Words::tr(word));
    }
    return parts.isEmpty() ? Words::tr("clean") : parts.join(QStringLiteral(", "));
}

} // namespace nde::ui
