#include "ui/panels/inspector/InspectorParts.h"

#include "ui/plot/WaveformPainter.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHash>
#include <QPainter>
#include <QStringList>

#include <cmath>

namespace nde::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::Facts)
};

QString keyWords(Key key)
{
    QString name = QString::fromStdString(keyName(Key {key.pitchClass, false}));
    name.replace(QLatin1Char('#'), QChar(0x266F));
    return (key.isMinor ? Words::tr("%1 minor") : Words::tr("%1 major")).arg(name);
}

/// "clipping 0.03; dc 0.01" in the reader's language.
QString reasonsText(const std::string& reasons)
{
    static const QHash<QString, const char*> words {
        {QStringLiteral("clipping"), QT_TRANSLATE_NOOP("nde::ui::Facts", "clipping")},
        {QStringLiteral("heavy clipping"), QT_TRANSLATE_NOOP("nde::ui::Facts", "heavy clipping")},
        {QStringLiteral("dc"), QT_TRANSLATE_NOOP("nde::ui::Facts", "DC offset")},
        {QStringLiteral("phase"), QT_TRANSLATE_NOOP("nde::ui::Facts", "phase problems")},
        {QStringLiteral("silence"), QT_TRANSLATE_NOOP("nde::ui::Facts", "much silence")},
        {QStringLiteral("click at the seam"),
         QT_TRANSLATE_NOOP("nde::ui::Facts", "click at the seam")},
        {QStringLiteral("click at the edge"),
         QT_TRANSLATE_NOOP("nde::ui::Facts", "click at the edge")},
        {QStringLiteral("dropouts"), QT_TRANSLATE_NOOP("nde::ui::Facts", "dropouts")},
        {QStringLiteral("broken samples"), QT_TRANSLATE_NOOP("nde::ui::Facts", "broken samples")},
        {QStringLiteral("bandwidth Hz"), QT_TRANSLATE_NOOP("nde::ui::Facts", "little treble")},
        {QStringLiteral("noise"), QT_TRANSLATE_NOOP("nde::ui::Facts", "noise")},
        {QStringLiteral("hum"), QT_TRANSLATE_NOOP("nde::ui::Facts", "hum")},
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

} // namespace

QString tempoText(const Stem& stem)
{
    if (!stem.descriptors.bpm) {
        return {};
    }
    return Words::tr("%1 BPM").arg(formatNumber(*stem.descriptors.bpm, 1));
}

QString pitchText(const Stem& stem)
{
    const Descriptors& facts = stem.descriptors;
    if (facts.pitchHz) {
        QString note = QString::fromStdString(noteName(*facts.pitchHz));
        note.replace(QLatin1Char('#'), QChar(0x266F));
        return QStringLiteral("%1 · %2 Hz").arg(note, formatNumber(*facts.pitchHz, 1));
    }
    if (facts.key) {
        return QStringLiteral("%1 · %2").arg(keyWords(*facts.key),
                                             QString::fromStdString(camelotName(*facts.key)));
    }
    return {};
}

QString levelText(const Stem& stem)
{
    if (stem.analyserVersion.empty()) {
        return {};
    }
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

QString qualityText(const Stem& stem)
{
    if (stem.analyserVersion.empty()) {
        return Words::tr("not analysed yet");
    }
    return QStringLiteral("%1 · %2").arg(formatNumber(stem.quality, 2),
                                         reasonsText(stem.qualityReasons));
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

void NamePlate::setStem(const Stem& stem)
{
    m_source = stem.source;
    m_category = stem.category;
    m_note = stem.isCategoryByUser
        ? tr("%1 · set by you").arg(soundClassText(stem.soundClass))
        : (stem.categoryConfidence > 0.0 ? QStringLiteral("%1 · %2").arg(
               soundClassText(stem.soundClass), formatNumber(stem.categoryConfidence, 2))
                                         : soundClassText(stem.soundClass));
    setAccessibleName(
        QStringLiteral("%1, %2, %3").arg(sourceText(m_source), categoryText(m_category), m_note));
    setToolTip(accessibleName());
    updateGeometry();
    update();
}

QSize NamePlate::sizeHint() const
{
    return {dp(150), dp(20)};
}

QSize NamePlate::minimumSizeHint() const
{
    return {dp(80), dp(20)};
}

void NamePlate::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const double middle = height() / 2.0;
    double x = 0.0;
    const double mark = dpF(10);
    paintCategoryMark(painter, QRectF(x, middle - mark / 2.0, mark, mark), m_category);
    x += mark + dpF(5);
    const QFontMetricsF body(nde::ui::font(TextStyle::Body));
    const QFontMetricsF caption(nde::ui::font(TextStyle::Caption));
    // Two sizes on one baseline.
    const double baseline = middle + (body.ascent() - body.descent()) / 2.0;
    painter.setFont(nde::ui::font(TextStyle::Body));
    painter.setPen(theme.text);
    const QString word = categoryText(m_category);
    painter.drawText(QPointF(x, baseline), word);
    x += body.horizontalAdvance(word) + dpF(8);
    painter.setFont(nde::ui::font(TextStyle::Caption));
    painter.setPen(theme.text3);
    painter.drawText(QPointF(x, baseline),
                     caption.elidedText(m_note, Qt::ElideRight, std::max(0.0, width() - x)));
}

WaveThumb::WaveThumb(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void WaveThumb::setWave(const std::shared_ptr<const audio::PeakPyramid>& peaks, Category category)
{
    m_peaks = peaks;
    m_category = category;
    update();
}

QSize WaveThumb::sizeHint() const
{
    return {dp(160), dp(68)};
}

void WaveThumb::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paintBox(painter, rect(), dpF(6), Theme::current().well);
    if (!m_peaks || m_peaks->frames() == 0) {
        return;
    }
    const QRectF area = QRectF(rect()).adjusted(dpF(4), dpF(4), -dpF(4), -dpF(4));
    const int columns = std::max(1, static_cast<int>(area.width() * devicePixelRatioF()));
    WaveStyle style;
    style.color = Theme::current().category(m_category);
    drawColumns(painter, area, m_peaks->columns(0, m_peaks->frames(), columns), style);
}

} // namespace nde::ui
