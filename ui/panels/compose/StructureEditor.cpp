#include "ui/panels/compose/StructureEditor.h"

#include "ui/panels/compose/ComposeText.h"
#include "ui/plot/ArrangeText.h"
#include "ui/theme/Theme.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QSpinBox>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr int kAsItIs = -1;
constexpr int kMostSections = 6;
constexpr const char* kNames[] {"intro", "build",  "drop",   "break",
                                "verse", "chorus", "bridge", "outro"};

} // namespace

StructureEditor::StructureEditor(const std::vector<music::SectionWish>& wishes, QWidget* parent)
    : QWidget(parent)
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(dp(8));
    grid->setVerticalSpacing(dp(4));
    for (const char* name : kNames) {
        const auto wish = std::find_if(wishes.begin(), wishes.end(),
                                       [name](const auto& one) { return one.name == name; });
        Line line {name, new QSpinBox(this), new QComboBox(this)};
        const QString word = sectionText(name);
        line.count->setObjectName(QStringLiteral("comp_form_%1").arg(QLatin1String(name)));
        line.count->setAccessibleName(tr("How many: %1").arg(word));
        line.count->setRange(kAsItIs, kMostSections);
        line.count->setSpecialValueText(tr("as it is"));
        line.count->setMinimumWidth(dp(92));
        line.length->setObjectName(QStringLiteral("comp_form_%1_length").arg(QLatin1String(name)));
        line.length->setAccessibleName(tr("How long: %1").arg(word));
        line.length->addItem(tr("normal"), QString());
        line.length->addItem(tr("short"), QStringLiteral("short"));
        line.length->addItem(tr("long"), QStringLiteral("long"));
        if (wish != wishes.end()) {
            line.count->setValue(wish->isExcluded ? 0 : wish->count.value_or(kAsItIs));
            line.length->setCurrentIndex(std::max(
                0, line.length->findData(QString::fromStdString(wish->length.value_or("")))));
        } else {
            line.count->setValue(kAsItIs);
        }
        const int row = grid->rowCount();
        grid->addWidget(new QLabel(word, this), row, 0);
        grid->addWidget(line.count, row, 1);
        grid->addWidget(line.length, row, 2);
        const auto tell = [this] { Q_EMIT changed(this->wishes()); };
        connect(line.count, &QSpinBox::valueChanged, this, tell);
        connect(line.length, &QComboBox::activated, this, tell);
        m_lines.push_back(line);
    }
}

std::vector<music::SectionWish> StructureEditor::wishes() const
{
    std::vector<music::SectionWish> result;
    for (const Line& line : m_lines) {
        const int count = line.count->value();
        const std::string length = line.length->currentData().toString().toStdString();
        if (count == kAsItIs && length.empty()) {
            continue;
        }
        music::SectionWish wish;
        wish.name = line.name;
        wish.isExcluded = count == 0;
        if (count > 0) {
            wish.count = count;
        }
        if (!length.empty() && count != 0) {
            wish.length = length;
        }
        result.push_back(wish);
    }
    return result;
}

} // namespace nde::ui
