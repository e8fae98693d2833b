#include "ui/panels/library/TableHeader.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>

namespace nde::ui {

TableHeader::TableHeader(QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setHighlightSections(false);
    setMinimumSectionSize(dp(20));
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

QSize TableHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), dp(24)};
}

void TableHeader::paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const
{
    const Theme& theme = Theme::current();
    painter->save();
    painter->fillRect(rect, theme.panel);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.line);
    QString text = model()->headerData(logicalIndex, Qt::Horizontal, Qt::DisplayRole).toString();
    const bool isSorted = isSortIndicatorShown() && sortIndicatorSection() == logicalIndex;
    if (isSorted && !text.isEmpty()) {
        text += QChar(0x2009);
        text += sortIndicatorOrder() == Qt::DescendingOrder ? QChar(0x2193) : QChar(0x2191);
    }
    const auto alignment = model()
                               ->headerData(logicalIndex, Qt::Horizontal, Qt::TextAlignmentRole)
                               .value<Qt::Alignment>();
    painter->setFont(nde::ui::font(TextStyle::Caption, isSorted ? QFont::DemiBold : QFont::Normal));
    painter->setPen(isSorted ? theme.text : theme.text3);
    const QRect place = rect.adjusted(0, 0, -dp(8), 0);
    painter->drawText(place, static_cast<int>(alignment),
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, place.width()));
    painter->restore();
}

} // namespace nde::ui
