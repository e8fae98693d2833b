#include "ui/panels/train/PreflightList.h"

#include "ui/models/TrainText.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"

#include <QGridLayout>
#include <QLabel>

namespace nde::ui {

namespace {

constexpr std::size_t kMostReasons = 5;

} // namespace

PreflightList::PreflightList(QWidget* parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    setObjectName(QStringLiteral("train_preflight"));
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(dp(8));
    m_grid->setVerticalSpacing(0);
    m_grid->setColumnStretch(1, 1);
    rebuild();
}

void PreflightList::setPreflight(const services::Preflight* preflight)
{
    m_isKnown = preflight != nullptr;
    if (m_isKnown) {
        m_preflight = *preflight;
    }
    rebuild();
}

void PreflightList::retranslate()
{
    rebuild();
}

void PreflightList::addLine(const QString& iconName, const QColor& color, const QString& text,
                            const services::DroppedGroup* group)
{
    const int row = m_rows++;
    auto* mark = new QLabel(this);
    mark->setPixmap(iconPixmap(iconName, dp(12), color, devicePixelRatioF()));
    m_grid->addWidget(mark, row, 0);
    auto* words = new ElidedLabel(text, TextStyle::Body, this);
    words->setMinimumHeight(dp(24));
    const bool hasButton = group != nullptr && !group->stems.empty();
    m_grid->addWidget(words, row, 1, 1, hasButton ? 1 : 2);
    mark->show(); // this may be on screen already
    words->show();
    if (!hasButton) {
        return;
    }
    auto* show = new Button(tr("Show"), Button::Kind::Ghost, this);
    show->setObjectName(QStringLiteral("train_preflight_show_%1").arg(row));
    show->setCompact(true);
    show->setAccessibleName(tr("Show %1 in the library").arg(text));
    show->setToolTip(show->accessibleName());
    connect(show, &QAbstractButton::clicked, this,
            [this, shown = *group] { Q_EMIT showRequested(shown); });
    m_grid->addWidget(show, row, 2);
    show->show();
}

void PreflightList::rebuild()
{
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    m_rows = 0;
    const Theme& theme = Theme::current();
    QStringList words;
    if (!m_isKnown) {
        addLine(QStringLiteral("clock"), theme.text3, tr("Looking through the set…"), nullptr);
        setAccessibleName(tr("Pre-flight"));
        return;
    }
    const QString refusal = refusalText(m_preflight);
    const QString used
        = tr("%1 of %2 used").arg(formatCount(m_preflight.used), formatCount(m_preflight.total));
    addLine(refusal.isEmpty() ? QStringLiteral("check") : QStringLiteral("cancel"),
            refusal.isEmpty() ? theme.ok : theme.error, refusal.isEmpty() ? used : refusal,
            nullptr);
    words.push_back(refusal.isEmpty() ? used : refusal);
    for (std::size_t i = 0; i < std::min(m_preflight.dropped.size(), kMostReasons); ++i) {
        const services::DroppedGroup& group = m_preflight.dropped[i];
        const QString text = droppedText(group.reason, static_cast<int>(group.stems.size()));
        addLine(QStringLiteral("warning"), theme.warn, text, &group);
        words.push_back(text);
    }
    setAccessibleName(tr("Pre-flight"));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
}

} // namespace nde::ui
