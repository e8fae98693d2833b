#include "ui/panels/inspector/QualityView.h"

#include "ui/models/QualityText.h"
#include "ui/panels/inspector/FactSection.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ProgressBar.h"

#include <QLabel>
#include <QVBoxLayout>

namespace nde::ui {

namespace {

QString points(double share)
{
    return formatNumber(100.0 * share, 0);
}

} // namespace

QualityView::QualityView(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_technical(addPart("insp_technical"))
    , m_character(addPart("insp_character_quality"))
    , m_total(new QLabel(this))
    , m_defects(new QVBoxLayout)
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(dp(4));
    m_total->setProperty("muted", true);
    m_total->setWordWrap(true);
    m_total->setObjectName(QStringLiteral("insp_quality_total"));
    m_layout->addWidget(m_total);
    m_defects->setSpacing(dp(2));
    m_layout->addLayout(m_defects);
}

QualityView::Part QualityView::addPart(const char* objectName)
{
    Part part {new QWidget(this), nullptr, nullptr, nullptr};
    part.row->setObjectName(QLatin1String(objectName));
    part.name = new QLabel(part.row);
    part.bar = new ProgressBar(ProgressBar::Tone::Value, part.row);
    part.value = new QLabel(part.row);
    part.name->setProperty("muted", true);
    part.name->setMinimumWidth(dp(72));
    part.value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    part.value->setMinimumWidth(dp(28));
    auto* line = new QHBoxLayout(part.row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(dp(8));
    line->addWidget(part.name);
    line->addWidget(part.bar, 1);
    line->addWidget(part.value);
    m_layout->addWidget(part.row);
    return part;
}

void QualityView::showPart(const Part& part, const QString& name, double share, const QString& how)
{
    part.name->setText(name);
    part.bar->setFraction(share);
    part.value->setText(points(share));
    const QString spoken = tr("%1: %2 of 100").arg(name, points(share));
    part.row->setAccessibleName(spoken);
    part.bar->setAccessibleName(spoken);
    part.row->setToolTip(how);
}

QString QualityView::summary(const Stem& stem)
{
    if (stem.analyserVersion.empty()) {
        return tr("not analysed yet");
    }
    if (!hasQualityParts(stem)) {
        return reasonsText(stem.qualityReasons);
    }
    return tr("technique %1 · character %2")
        .arg(points(stem.descriptors.technicalQuality), points(stem.descriptors.characterQuality));
}

void QualityView::setStem(const Stem& stem)
{
    const bool hasParts = hasQualityParts(stem);
    m_technical.row->setVisible(hasParts);
    m_character.row->setVisible(hasParts);
    m_total->setFont(nde::ui::font(TextStyle::Caption));
    if (stem.analyserVersion.empty()) {
        m_total->setText(tr("This sound was not analysed yet."));
    } else if (!hasParts) {
        m_total->setText(tr("%1 of 100 after an older analysis: %2.")
                             .arg(points(stem.quality), reasonsText(stem.qualityReasons)));
    } else {
        showPart(m_technical, tr("Technique"), stem.descriptors.technicalQuality,
                 tr("100 less what each defect below takes away: is the recording sound?"));
        showPart(m_character, tr("Character"), stem.descriptors.characterQuality,
                 tr("How typical of its category the ear finds it. It takes away 40 % at most: an "
                    "unusual sound is no bad one."));
        m_total->setText(tr("Quality %1 of 100").arg(points(stem.quality)));
        m_total->setToolTip(tr("Technique × (0.6 + 0.4 × character)"));
    }
    showDefects(stem);
}

void QualityView::showDefects(const Stem& stem)
{
    qDeleteAll(m_rows);
    m_rows.clear();
    const auto add = [this](const FactLine& line) {
        auto* row = new FactRow(this);
        row->setObjectName(QStringLiteral("insp_defect_") + line.id);
        row->setKeyWidth(dp(84));
        row->setNoteAtRight(true);
        row->setLine(line);
        m_defects->addWidget(row);
        row->show();
        m_rows.push_back(row);
    };
    for (const Defect& defect : stem.descriptors.defects) {
        const std::string_view id = defectId(defect.kind);
        FactLine line;
        line.id = QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size()));
        line.label = defectName(defect.kind);
        line.value = defectValue(defect);
        line.note = lossText(defect.loss);
        line.how = QStringLiteral("%1: %2, %3. %4")
                       .arg(line.label, line.value, line.note, defectMeaning(defect.kind));
        add(line);
    }
    if (stem.descriptors.defects.empty() && hasQualityParts(stem)) {
        m_total->setText(m_total->text() + QStringLiteral(" · ") + tr("no defects found"));
    }
}

} // namespace nde::ui
