#include "ui/panels/inspector/CategoryRow.h"

#include "ui/models/SoundFacts.h"
#include "ui/panels/compose/FlowLayout.h"
#include "ui/panels/inspector/BackToMeasured.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/IconButton.h"

namespace nde::ui {

CategoryRow::CategoryRow(BackToMeasured& back, QWidget* parent)
    : QWidget(parent)
    , m_measured(back)
    , m_key(new ElidedLabel({}, TextStyle::Caption, this))
    , m_back(back.addButton(UserValue::Category, QStringLiteral("insp_category_back")))
{
    setObjectName(QStringLiteral("insp_heard_as"));
    auto* flow = new FlowLayout(dp(4), this);
    m_key->setTone(ElidedLabel::Tone::Secondary);
    m_key->setFixedHeight(dp(24));
    flow->addWidget(m_key);
    for (std::size_t rank = 0; rank < m_chips.size(); ++rank) {
        m_chips[rank] = new Chip(QString(), this);
        m_chips[rank]->setObjectName(QStringLiteral("insp_heard_%1").arg(rank));
        flow->addWidget(m_chips[rank]);
        connect(m_chips[rank], &QAbstractButton::clicked, this, [this, rank] {
            if (rank < m_stem.descriptors.categories.size()) {
                Q_EMIT chosen(m_stem.descriptors.categories[rank].category);
            }
        });
    }
    m_back->setParent(this);
    flow->addWidget(m_back);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    retranslate();
}

void CategoryRow::setStem(const Stem& stem)
{
    m_stem = stem;
    const auto& heard = stem.descriptors.categories;
    for (std::size_t rank = 0; rank < m_chips.size(); ++rank) {
        Chip* chip = m_chips[rank];
        chip->setVisible(rank < heard.size());
        if (rank >= heard.size()) {
            continue;
        }
        const QString word = categoryText(heard[rank].category);
        const QString sure = sureText(heard[rank].probability);
        chip->setText(QStringLiteral("%1 %2").arg(word, sure));
        chip->setCategory(heard[rank].category);
        chip->setAccessibleName(tr("Make it %1, heard with %2").arg(word, sure));
        chip->setToolTip(
            stem.isCategoryByUser && stem.category == heard[rank].category
                ? tr("%1 is its category, as you said").arg(word)
                : tr("Click to say that it is %1; sounds like it are judged anew").arg(word));
    }
    m_measured.showIn(*m_back, UserValue::Category);
    setVisible(!heard.empty() || !m_back->isHidden());
    layout()->invalidate();
    updateGeometry();
}

void CategoryRow::retranslate()
{
    m_key->setFullText(tr("Heard as"));
    m_key->setToolTip(tr("The three likeliest categories by the sound alone, the name of the file "
                         "and its folder, and what you corrected before"));
    m_key->setFixedWidth(m_key->sizeHint().width());
    setStem(m_stem);
}

} // namespace nde::ui
