#include "ui/panels/inspector/TagRow.h"

#include "core/services/TagFacts.h"
#include "ui/models/EarWords.h"
#include "ui/panels/library/TagEditor.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Chip.h"

#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>

namespace nde::ui {

TagRow::TagRow(QWidget* parent)
    : QWidget(parent)
    , m_key(new QLabel(this))
    , m_editor(new TagEditor(this))
{
    m_key->setProperty("muted", true);
    m_key->setMinimumWidth(dp(72));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(dp(8));
    layout->addWidget(m_key);
    m_chips = new QHBoxLayout;
    m_chips->setSpacing(dp(4));
    layout->addLayout(m_chips, 1);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    connect(m_editor, &TagEditor::entered, this, &TagRow::entered);
    retranslate();
}

void TagRow::setStem(const Stem& stem)
{
    m_stem = stem;
    fill();
}

void TagRow::retranslate()
{
    m_key->setText(tr("Tags"));
}

QString TagRow::reasonOf(const std::string& tag, const Stem& stem)
{
    if (stem.descriptors.neuro) {
        if (const auto fact = services::tagFact(tag, *stem.descriptors.neuro)) {
            return QStringLiteral("%1 %2. %3")
                .arg(earName(fact->metric), earValue(fact->metric, fact->value),
                     earMeaning(fact->metric));
        }
    }
    return {};
}

Chip* TagRow::addChip(const QString& text, const QString& name)
{
    auto* chip = new Chip(text, this);
    chip->setSmall(true);
    chip->setObjectName(name);
    chip->setAccessibleName(tr("Edit tags: %1").arg(text));
    connect(chip, &QAbstractButton::clicked, this, &TagRow::edit);
    m_chips->addWidget(chip);
    chip->show();
    return chip;
}

void TagRow::fill()
{
    while (QLayoutItem* item = m_chips->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    // As many as fit whole; the rest is a number.
    const QFontMetrics metrics(nde::ui::font(TextStyle::Caption));
    m_filledWidth = width();
    int room = std::max(m_filledWidth, dp(230)) - dp(80) - dp(36);
    qsizetype shown = 0;
    QStringList words;
    for (const std::string& tag : m_stem.tags) {
        const QString word = tagText(QString::fromStdString(tag));
        words.push_back(word);
        room -= metrics.horizontalAdvance(word) + dp(17);
        if (room >= 0) {
            Chip* chip = addChip(word, QStringLiteral("insp_tag_%1").arg(shown++));
            const QString reason = reasonOf(tag, m_stem);
            chip->setToolTip(reason);
            chip->setAccessibleDescription(reason);
        } else {
            room = -1;
        }
    }
    Chip* more = addChip(words.size() > shown ? QStringLiteral("+%1").arg(words.size() - shown)
                                              : QStringLiteral("+"),
                         QStringLiteral("insp_tags"));
    more->setToolTip(words.join(QStringLiteral(", ")));
    m_chips->addStretch(1);
}

void TagRow::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (width() != m_filledWidth && m_stem.id != 0) {
        fill();
    }
}

void TagRow::edit()
{
    QStringList words;
    for (const std::string& tag : m_stem.tags) {
        words.push_back(QString::fromStdString(tag));
    }
    m_editor->edit(words.join(QLatin1Char(' ')), 1, mapToGlobal(QPoint(dp(80), 0)));
}

} // namespace nde::ui
