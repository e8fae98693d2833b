#include "ui/models/DreamText.h"

#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace nde::ui {

namespace {

struct DreamText
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::DreamText)
};

struct Axis
{
    const char* id;
    const char* name;
    const char* low;
    const char* high;
};

constexpr Axis kAxes[] {
    {"brightness", QT_TRANSLATE_NOOP("nde::ui::DreamText", "brightness"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText", "Dark"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText", "Bright")},
    {"decay", QT_TRANSLATE_NOOP("nde::ui::DreamText", "tail"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText", "Short"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText", "Long tail")},
    {"noisiness", QT_TRANSLATE_NOOP("nde::ui::DreamText", "noise"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText", "Pure"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText", "Noisy")},
    {"punch", QT_TRANSLATE_NOOP("nde::ui::DreamText", "punch"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText", "Soft"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText", "Punchy")},
    {"pitch", QT_TRANSLATE_NOOP("nde::ui::DreamText", "pitch"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText", "Low"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText", "High pitch")},
    {"body", QT_TRANSLATE_NOOP("nde::ui::DreamText", "body"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText", "Thin"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText", "Full body")},
    {"pitch_fall", QT_TRANSLATE_NOOP("nde::ui::DreamText", "falling pitch"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText", "Steady"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText", "Falling pitch")},
    {"sustain", QT_TRANSLATE_NOOP("nde::ui::DreamText", "sustain"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText", "Plucked"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText", "Sustained")},
};

struct Mode
{
    nn::DreamMode mode;
    const char* name;
    const char* meaning;
};

constexpr Mode kModes[] {
    {nn::DreamMode::Random, QT_TRANSLATE_NOOP("nde::ui::DreamText", "Random"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText", "New sounds from all over what the model knows")},
    {nn::DreamMode::Interpolated, QT_TRANSLATE_NOOP("nde::ui::DreamText", "Interpolated"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText",
                       "Steps from sound A to sound B, or along a path that is drawn")},
    {nn::DreamMode::Hybrid, QT_TRANSLATE_NOOP("nde::ui::DreamText", "Hybrid"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText", "Crosses this category with a second one")},
    {nn::DreamMode::Variation, QT_TRANSLATE_NOOP("nde::ui::DreamText", "Variation"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText",
                       "More like one sound or place, as far away as the radius allows")},
    {nn::DreamMode::Style, QT_TRANSLATE_NOOP("nde::ui::DreamText", "Style"),
     QT_TRANSLATE_NOOP("nde::ui::DreamText",
                       "The course in time of sound A with the timbre of sound B")},
};

const Mode& modeOf(nn::DreamMode mode)
{
    return *std::find_if(std::begin(kModes), std::end(kModes),
                         [mode](const Mode& one) { return one.mode == mode; });
}

} // namespace

AxisWords axisWords(const QString& id)
{
    const auto* found = std::find_if(std::begin(kAxes), std::end(kAxes), [&id](const Axis& axis) {
        return id == QLatin1String(axis.id);
    });
    if (found == std::end(kAxes)) {
        return {id, QChar(0x2212) + QStringLiteral(" ") + id, QStringLiteral("+ ") + id};
    }
    return {DreamText::tr(found->name), DreamText::tr(found->low), DreamText::tr(found->high)};
}

QString dreamModeText(nn::DreamMode mode)
{
    return DreamText::tr(modeOf(mode).name);
}

QString dreamModeMeaning(nn::DreamMode mode)
{
    return DreamText::tr(modeOf(mode).meaning);
}

QString dreamModelName(const services::DreamModel& model)
{
    return QFileInfo(model.path).completeBaseName();
}

QString dreamModelText(const services::DreamModel& model)
{
    QString text = dreamModelName(model);
    if (model.isLong) {
        text += QStringLiteral(" · ") + DreamText::tr("long sounds");
    }
    if (model.runId != 0) {
        text += QStringLiteral(" · ") + DreamText::tr("run %1").arg(model.runId);
    }
    if (model.isStarred) {
        text += QStringLiteral(" ★");
    }
    return text;
}

QString dreamLackText(DreamLack lack)
{
    switch (lack) {
    case DreamLack::Nothing:
        break;
    case DreamLack::Model:
        return DreamText::tr("A trained model comes first");
    case DreamLack::Centre:
        return DreamText::tr("Click a sound or a place in the sky first");
    case DreamLack::Ends:
        return DreamText::tr("Put a sound on A and one on B, or draw a path");
    case DreamLack::Second:
        return DreamText::tr("Needs a model of a second category");
    case DreamLack::StylePair:
        return DreamText::tr("Put a sound on A for the course and one on B for the timbre");
    }
    return {};
}

QString axisMovesText(const std::vector<services::SkyAxis>& axes,
                      const std::vector<double>& offsets)
{
    QStringList moves;
    for (std::size_t i = 0; i < std::min(axes.size(), offsets.size()); ++i) {
        if (std::abs(offsets[i]) >= 0.05) {
            moves.push_back(axisWords(axes[i].id).name + u' '
                            + (offsets[i] > 0.0 ? QStringLiteral("+") : QString())
                            + formatNumber(offsets[i], 1));
        }
    }
    return moves.join(QStringLiteral(" · "));
}

QString unknownWordsText(const QStringList& words)
{
    return words.isEmpty()
        ? QString()
        : DreamText::tr("not understood: %1").arg(words.join(QStringLiteral(", ")));
}

QString dreamWarning(const nn::GeneratedSound& sound)
{
    return sound.isTooClose               ? DreamText::tr("too close")
        : sound.fidelity < kLeastFidelity ? DreamText::tr("far from its sounds")
                                          : QString();
}

QString nearText(const QString& name)
{
    return name.isEmpty() ? QString() : DreamText::tr("near %1").arg(name);
}

QString confidenceText(double confidence)
{
    return confidence < kLeastConfidence
        ? DreamText::tr("far from its sounds")
        : DreamText::tr("confidence %1 %").arg(formatNumber(100.0 * confidence, 0));
}

QString rejectedText(const JobRecord& job)
{
    const QJsonObject result
        = QJsonDocument::fromJson(QByteArray::fromStdString(job.result)).object();
    const QJsonObject rejected = result.value(QLatin1String("rejected")).toObject();
    int count = 0;
    for (const QJsonValue& one : rejected) {
        count += one.toInt();
    }
    return count == 0 ? QString() : DreamText::tr("%n rejected draw(s)", nullptr, count);
}

} // namespace nde::ui
