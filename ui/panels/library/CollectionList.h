#pragma once

#include "core/services/Collections.h"
#include "core/services/LibraryFilter.h"

#include <QWidget>

#include <functional>
#include <vector>

namespace nde::ui {

class Button;
class FacetRow;
class FacetSection;

/// The collections beside the library: those put together by hand are part of the search when they
/// are on, saved searches fill the search box. Sounds are dropped on the former.
class CollectionList final : public QWidget
{
    Q_OBJECT
public:
    explicit CollectionList(QWidget* parent = nullptr);

    void setCollections(services::Collections* collections); ///< null = there are none here
    /// What is on. @param text  of the search box.
    void setSearch(const services::LibraryFilter& filter, const QString& text);
    void askForNew(const std::vector<StemId>& stems); ///< a name for a collection of these

Q_SIGNALS:
    void toggled(const QString& name, bool on); ///< one that was put together by hand
    void smartChosen(const QString& filter, bool on);
    void exportRequested(const nde::services::CollectionRow& row);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void rebuild();
    void showChecked();
    void openMenu(const services::CollectionRow& row, const QPoint& global);
    void retranslate();

    struct Item
    {
        FacetRow* widget {};
        services::CollectionRow row;
    };
    services::Collections* m_collections {};
    FacetSection* m_section;
    Button* m_new;
    std::vector<Item> m_items;
    services::LibraryFilter m_filter;
    QString m_text;
};

/// Asks for a name without blocking; `then` gets one that is not empty or is not called.
void askForName(QWidget* parent, const QString& title, const QString& before,
                const std::function<void(const QString&)>& then);

} // namespace nde::ui
