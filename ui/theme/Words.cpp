#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>
#include <cmath>

namespace nde::ui {

namespace {

constexpr std::array<const char*, kCategoryCount> kCategoryWords {
    QT_TRANSLATE_NOOP("Words", "Kick"),        QT_TRANSLATE_NOOP("Words", "Snare"),
    QT_TRANSLATE_NOOP("Words", "Clap"),        QT_TRANSLATE_NOOP("Words", "Hi-hat"),
    QT_TRANSLATE_NOOP("Words", "Open hi-hat"), QT_TRANSLATE_NOOP("Words", "Cymbal"),
    QT_TRANSLATE_NOOP("Words", "Tom"),         QT_TRANSLATE_NOOP("Words", "Perc"),
    QT_TRANSLATE_NOOP("Words", "Drums"),       QT_TRANSLATE_NOOP("Words", "Bass"),
    QT_TRANSLATE_NOOP("Words", "Lead"),        QT_TRANSLATE_NOOP("Words", "Synth"),
    QT_TRANSLATE_NOOP("Words", "Chord"),       QT_TRANSLATE_NOOP("Words", "Pad"),
    QT_TRANSLATE_NOOP("Words", "Keys"),        QT_TRANSLATE_NOOP("Words", "Guitar"),
    QT_TRANSLATE_NOOP("Words", "Strings"),     QT_TRANSLATE_NOOP("Words", "Vocal"),
    QT_TRANSLATE_NOOP("Words", "FX"),          QT_TRANSLATE_NOOP("Words", "Texture"),
    QT_TRANSLATE_NOOP("Words", "Atmo"),        QT_TRANSLATE_NOOP("Words", "Noise"),
    QT_TRANSLATE_NOOP("Words", "Other"),       QT_TRANSLATE_NOOP("Words", "Rest"),
    QT_TRANSLATE_NOOP("Words", "Mix"),         QT_TRANSLATE_NOOP("Words", "Unclear")};
constexpr std::array<const char*, kSourceCount> kSourceWords {
    QT_TRANSLATE_NOOP("Words", "Original"), QT_TRANSLATE_NOOP("Words", "Separated"),
    QT_TRANSLATE_NOOP("Words", "Slice"), QT_TRANSLATE_NOOP("Words", "Generated"),
    QT_TRANSLATE_NOOP("Words", "Track")};
constexpr std::array<const char*, kSoundClassCount> kSoundClassWords {
    QT_TRANSLATE_NOOP("Words", "One-shot"), QT_TRANSLATE_NOOP("Words", "Loop"),
    QT_TRANSLATE_NOOP("Words", "Phrase"), QT_TRANSLATE_NOOP("Words", "Whole track")};

/// The tags that analysis and the starter kit give.
constexpr const char* kTags[] {
    QT_TRANSLATE_NOOP("Tags", "aggressive"), QT_TRANSLATE_NOOP("Tags", "bright"),
    QT_TRANSLATE_NOOP("Tags", "calm"),       QT_TRANSLATE_NOOP("Tags", "complex"),
    QT_TRANSLATE_NOOP("Tags", "crisp"),      QT_TRANSLATE_NOOP("Tags", "dark"),
    QT_TRANSLATE_NOOP("Tags", "deep"),       QT_TRANSLATE_NOOP("Tags", "distorted"),
    QT_TRANSLATE_NOOP("Tags", "downlifter"), QT_TRANSLATE_NOOP("Tags", "dreamy"),
    QT_TRANSLATE_NOOP("Tags", "driving"),    QT_TRANSLATE_NOOP("Tags", "dynamic"),
    QT_TRANSLATE_NOOP("Tags", "fat"),        QT_TRANSLATE_NOOP("Tags", "full"),
    QT_TRANSLATE_NOOP("Tags", "gritty"),     QT_TRANSLATE_NOOP("Tags", "groovy"),
    QT_TRANSLATE_NOOP("Tags", "hard"),       QT_TRANSLATE_NOOP("Tags", "hypnotic"),
    QT_TRANSLATE_NOOP("Tags", "impact"),     QT_TRANSLATE_NOOP("Tags", "industrial"),
    QT_TRANSLATE_NOOP("Tags", "lively"),     QT_TRANSLATE_NOOP("Tags", "long"),
    QT_TRANSLATE_NOOP("Tags", "mechanical"), QT_TRANSLATE_NOOP("Tags", "metallic"),
    QT_TRANSLATE_NOOP("Tags", "narrow"),     QT_TRANSLATE_NOOP("Tags", "noisy"),
    QT_TRANSLATE_NOOP("Tags", "percussive"), QT_TRANSLATE_NOOP("Tags", "punchy"),
    QT_TRANSLATE_NOOP("Tags", "raw"),        QT_TRANSLATE_NOOP("Tags", "reverse"),
    QT_TRANSLATE_NOOP("Tags", "riser"),      QT_TRANSLATE_NOOP("Tags", "round"),
    QT_TRANSLATE_NOOP("Tags", "short"),      QT_TRANSLATE_NOOP("Tags", "soft"),
    QT_TRANSLATE_NOOP("Tags", "sustained"),  QT_TRANSLATE_NOOP("Tags", "sweep"),
    QT_TRANSLATE_NOOP("Tags", "tight"),      QT_TRANSLATE_NOOP("Tags", "tonal"),
    QT_TRANSLATE_NOOP("Tags", "warm"),       QT_TRANSLATE_NOOP("Tags", "wide")};

QString word(const char* source)
{
    return QCoreApplication::translate("Words", source);
}

/// Groups the digits before the decimal mark by thin spaces that do not break.
QString grouped(QString digits)
{
    constexpr QChar kThinSpace(0x202F);
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3) {
        digits.insert(at, kThinSpace);
    }
    return digits;
}

} // namespace

QString categoryText(Category category)
{
    return word(kCategoryWords[static_cast<std::size_t>(category)]);
}

QString sourceText(Source source)
{
    return word(kSourceWords[static_cast<std::size_t>(source)]);
}

QString soundClassText(SoundClass soundClass)
{
    return word(kSoundClassWords[static_cast<std::size_t>(soundClass)]);
}

QString tagText(const QString& id)
{
    for (const char* tag : kTags) {
        if (id == QLatin1String(tag)) {
            return QCoreApplication::translate("Tags", tag);
        }
    }
    return id;
}

QString tagId(const QString& text)
{
    for (const char* tag : kTags) {
        if (text.compare(QCoreApplication::translate("Tags", tag), Qt::CaseInsensitive) == 0) {
            return QString::fromLatin1(tag);
        }
    }
    return text;
}

QString formatNumber(double value, int decimals)
{
    if (!std::isfinite(value)) {
        return value < 0.0 ? QStringLiteral("−∞") : QStringLiteral("–");
    }
    const QString plain = QString::number(std::fabs(value), 'f', decimals);
    const qsizetype point = plain.indexOf(QLatin1Char('.'));
    QString text = grouped(point < 0 ? plain : plain.left(point));
    if (point >= 0) {
        text += QLocale().decimalPoint() + plain.mid(point + 1);
    }
    bool isZero = true;
    for (const QChar c : plain) {
        isZero = isZero && (c == QLatin1Char('0') || c == QLatin1Char('.'));
    }
    return value < 0.0 && !isZero ? QStringLiteral("−") + text : text;
}

QString formatCount(qint64 value)
{
    return formatNumber(static_cast<double>(value), 0);
}

QString formatLength(double seconds)
{
    const double length = std::max(0.0, seconds);
    const auto two
        = [](qint64 number) { return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0')); };
    if (length < 59.995) {
        return formatNumber(length, 2) + QStringLiteral(" s");
    }
    const auto tenths = static_cast<qint64>(std::llround(length * 10.0));
    if (tenths < 36000) {
        return QString::number(tenths / 600) + QLatin1Char(':') + two(tenths / 10 % 60)
            + QLocale().decimalPoint() + QString::number(tenths % 10);
    }
    const auto whole = static_cast<qint64>(std::llround(length));
    return QString::number(whole / 3600) + QLatin1Char(':') + two(whole / 60 % 60)
        + QLatin1Char(':') + two(whole % 60);
}

QString formatEta(double seconds)
{
    if (seconds < 0.0 || !std::isfinite(seconds)) {
        return {};
    }
    const auto whole = static_cast<qint64>(std::ceil(seconds));
    if (whole < 60) {
        return QStringLiteral("%1 s").arg(whole);
    }
    const qint64 minutes = (whole + 30) / 60;
    if (minutes < 60) {
        return QStringLiteral("%1 min").arg(minutes);
    }
    return QStringLiteral("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

} // namespace nde::ui
