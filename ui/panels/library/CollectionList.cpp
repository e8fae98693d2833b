#include "ui/panels/library/CollectionList.h"

#include "ui/panels/library/FacetSection.h"
#include "ui/plot/SoundDrop.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/FacetRow.h"

#include <QContextMenuEvent>
#include <QDropEvent>
#include <QEvent>
#include <QInputDialog>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>

namespace nde::ui {

void askForName(QWidget* parent, const QString& title, const QString& before,
                const std::function<void(const QString&)>& then)
{
    auto* dialog = new QInputDialog(parent->window());
    dialog->setObjectName(QStringLiteral("lib_collection_name"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setLabelText(CollectionList::tr("Name"));
    dialog->setTextValue(before);
    dialog->setOkButtonText(CollectionList::tr("OK"));
    dialog->setCancelButtonText(CollectionList::tr("Cancel"));
    QObject::connect(dialog, &QInputDialog::textValueSelected, parent, [then](const QString& name) {
        if (!name.trimmed().isEmpty()) {
            then(name.trimmed());
        }
    });
    dialog->open();
}

CollectionList::CollectionList(QWidget* parent)
    : QWidget(parent)
    , m_section(new FacetSection(QStringLiteral("facet_collections"), this))
    , m_new(new Button(QString(), Button::Kind::Ghost, this))
{
    setObjectName(QStringLiteral("lib_collections"));
    m_new->setObjectName(QStringLiteral("lib_collection_new"));
    m_new->setCompact(true);
    m_new->setIconName(QStringLiteral("plus"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(dp(2));
    layout->addWidget(m_section);
    layout->addWidget(m_new, 0, Qt::AlignLeft);
    connect(m_new, &QPushButton::clicked, this, [this] { askForNew({}); });
    hide();
    retranslate();
}

void CollectionList::setCollections(services::Collections* collections)
{
    m_collections = collections;
    setVisible(collections != nullptr);
    if (collections != nullptr) {
        connect(collections, &services::Collections::changed, this, &CollectionList::rebuild);
        rebuild();
    }
}

void CollectionList::askForNew(const std::vector<StemId>& stems)
{
    if (m_collections != nullptr) {
        askForName(this, tr("New collection"), {},
                   [this, stems](const QString& name) { m_collections->create(name, {}, stems); });
    }
}

void CollectionList::rebuild()
{
    for (const Item& item : m_items) {
        item.widget->hide();
        item.widget->deleteLater(); // it may be the sender of what led here
    }
    m_items.clear();
    for (const services::CollectionRow& row : m_collections->rows()) {
        auto* widget = new FacetRow(row.name, this);
        widget->setObjectName(QStringLiteral("lib_collection_%1").arg(row.id));
        widget->setIconName(row.isSmart() ? QStringLiteral("search") : QStringLiteral("folder"),
                            Theme::current().text2);
        widget->setCount(row.count);
        widget->setAccessibleName(QStringLiteral("%1, %2").arg(row.name).arg(row.count));
        widget->setToolTip(row.isSmart() ? tr("Saved search: %1").arg(row.filter)
                                         : tr("Drop sounds here to add them"));
        widget->setAcceptDrops(!row.isSmart());
        widget->installEventFilter(this);
        connect(widget, &QAbstractButton::clicked, this, [this, row](bool on) {
            if (row.isSmart()) {
                Q_EMIT smartChosen(row.filter, on);
            } else {
                Q_EMIT toggled(row.name, on);
            }
        });
        m_section->addRow(widget);
        widget->show();
        m_items.push_back({widget, row});
    }
    showChecked();
}

void CollectionList::setSearch(const services::LibraryFilter& filter, const QString& text)
{
    m_filter = filter;
    m_text = text.simplified();
    showChecked();
}

void CollectionList::showChecked()
{
    for (const Item& item : m_items) {
        const auto& asked = m_filter.collections;
        const bool isAsked
            = std::any_of(asked.begin(), asked.end(), [&item](const std::string& name) {
                  return QString::fromStdString(name).compare(item.row.name, Qt::CaseInsensitive)
                      == 0;
              });
        item.widget->setChecked(item.row.isSmart() ? m_text == item.row.filter.simplified()
                                                   : isAsked);
    }
}

void CollectionList::openMenu(const services::CollectionRow& row, const QPoint& global)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("lib_collection_menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(icon(QStringLiteral("edit")), tr("Rename…")), &QAction::triggered, this,
            [this, row] {
                askForName(
                    this, tr("Rename collection"), row.name,
                    [this, row](const QString& name) { m_collections->rename(row.id, name); });
            });
    QAction* away = menu->addAction(icon(QStringLiteral("export")), tr("Export…"));
    away->setObjectName(QStringLiteral("lib_collection_export"));
    away->setEnabled(row.count > 0);
    connect(away, &QAction::triggered, this, [this, row] { Q_EMIT exportRequested(row); });
    connect(menu->addAction(icon(QStringLiteral("trash")),
                            tr("Remove “%1”; its sounds stay")
                                .arg(QString(row.name).replace(u'&', QLatin1String("&&")))),
            &QAction::triggered, this, [this, row] { m_collections->remove(row.id); });
    menu->popup(global);
}

bool CollectionList::eventFilter(QObject* watched, QEvent* event)
{
    const auto item = std::find_if(m_items.begin(), m_items.end(),
                                   [watched](const Item& one) { return one.widget == watched; });
    if (item == m_items.end()) {
        return QWidget::eventFilter(watched, event);
    }
    switch (event->type()) {
    case QEvent::ContextMenu:
        openMenu(item->row, static_cast<QContextMenuEvent*>(event)->globalPos());
        return true;
    case QEvent::DragEnter:
    case QEvent::DragMove:
    case QEvent::Drop: {
        auto* drop = static_cast<QDropEvent*>(event);
        const std::vector<qint64> dropped = stemsIn(*drop->mimeData());
        const std::vector<StemId> ids(dropped.begin(), dropped.end());
        if (ids.empty() || item->row.isSmart()) {
            drop->ignore();
            return true;
        }
        drop->setDropAction(Qt::CopyAction);
        drop->accept();
        if (event->type() == QEvent::Drop) {
            m_collections->add(item->row.id, ids);
        }
        return true;
    }
    default:
        return QWidget::eventFilter(watched, event);
    }
}

void CollectionList::retranslate()
{
    m_section->setTitle(tr("Collections"));
    m_new->setText(tr("New…"));
    m_new->setAccessibleName(tr("New collection"));
    if (m_collections != nullptr) {
        rebuild();
    }
}

void CollectionList::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace nde::ui
