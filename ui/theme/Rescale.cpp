#include "ui/theme/Rescale.h"

#include <QHeaderView>
#include <QLayout>
#include <QTableView>
#include <QWidget>

#include <cmath>

namespace nde::ui {

namespace {

int scaled(int pixels, double factor)
{
    return static_cast<int>(std::lround(pixels * factor));
}

void rescaleLayout(QLayout* layout, double factor)
{
    const QMargins margins = layout->contentsMargins();
    layout->setContentsMargins(scaled(margins.left(), factor), scaled(margins.top(), factor),
                               scaled(margins.right(), factor), scaled(margins.bottom(), factor));
    if (layout->spacing() > 0) {
        layout->setSpacing(scaled(layout->spacing(), factor));
    }
    for (int i = 0; i < layout->count(); ++i) {
        QLayoutItem* item = layout->itemAt(i);
        if (QLayout* inner = item->layout()) {
            rescaleLayout(inner, factor);
        } else if (QSpacerItem* space = item->spacerItem()) {
            const QSize size = space->sizeHint() * factor;
            const QSizePolicy policy = space->sizePolicy();
            space->changeSize(size.width(), size.height(), policy.horizontalPolicy(),
                              policy.verticalPolicy());
        }
    }
    layout->invalidate();
}

void rescaleSizes(QWidget* widget, double factor)
{
    const QSize minimum = widget->minimumSize();
    const QSize maximum = widget->maximumSize();
    const auto limit = [factor](int pixels) {
        return pixels >= QWIDGETSIZE_MAX ? QWIDGETSIZE_MAX : scaled(pixels, factor);
    };
    // The wider limits first, so that none of the two bends the other.
    widget->setMaximumSize(QWIDGETSIZE_MAX, QWIDGETSIZE_MAX);
    widget->setMinimumSize(scaled(minimum.width(), factor), scaled(minimum.height(), factor));
    widget->setMaximumSize(limit(maximum.width()), limit(maximum.height()));
}

void rescaleTable(QTableView* table, double factor)
{
    table->verticalHeader()->setDefaultSectionSize(
        scaled(table->verticalHeader()->defaultSectionSize(), factor));
    QHeaderView* header = table->horizontalHeader();
    for (int i = 0; i < header->count(); ++i) {
        if (header->sectionResizeMode(i) != QHeaderView::Stretch && !header->isSectionHidden(i)) {
            header->resizeSection(i, scaled(header->sectionSize(i), factor));
        }
    }
}

} // namespace

void rescaleTree(QWidget* root, double factor)
{
    for (QWidget* child : root->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
        rescaleTree(child, factor);
    }
    if (root->layout() != nullptr) {
        rescaleLayout(root->layout(), factor);
    }
    rescaleSizes(root, factor);
    if (auto* table = qobject_cast<QTableView*>(root)) {
        rescaleTable(table, factor);
    }
    root->updateGeometry();
}

std::vector<FontSize> rescaledFonts(const QWidget* root, double factor)
{
    std::vector<FontSize> sizes;
    const QList<QWidget*> widgets = root->findChildren<QWidget*>();
    for (QWidget* widget : widgets) {
        if (widget->testAttribute(Qt::WA_SetFont) && widget->font().pixelSize() > 0) {
            sizes.push_back({widget, scaled(widget->font().pixelSize(), factor)});
        }
    }
    return sizes;
}

void setFontSizes(const std::vector<FontSize>& sizes)
{
    for (const FontSize& size : sizes) {
        if (size.widget != nullptr && size.widget->font().pixelSize() != size.pixels) {
            QFont font = size.widget->font();
            font.setPixelSize(size.pixels);
            size.widget->setFont(font);
        }
    }
}

} // namespace nde::ui
