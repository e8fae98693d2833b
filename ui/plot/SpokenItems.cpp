#include "ui/plot/SpokenItems.h"

#include <QAccessibleWidget>
#include <QHash>
#include <QPointer>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace nde::ui {

namespace {

/// One thing in a view.
class ItemAccess final : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    ItemAccess(QWidget* view, int key)
        : m_view(view)
        , m_key(key)
    {
    }

    [[nodiscard]] bool isValid() const override
    {
        const SpokenItems* all = items();
        if (all == nullptr) {
            return false;
        }
        const std::vector<int> keys = all->spokenKeys();
        return std::find(keys.begin(), keys.end(), m_key) != keys.end();
    }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override
    {
        return m_view ? QAccessible::queryAccessibleInterface(m_view) : nullptr;
    }
    [[nodiscard]] QAccessibleInterface* child(int /*index*/) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* /*child*/) const override
    {
        return -1;
    }
    [[nodiscard]] QAccessibleInterface* childAt(int /*x*/, int /*y*/) const override
    {
        return nullptr;
    }
    [[nodiscard]] QAccessible::Role role() const override
    {
        return isValid() ? items()->spokenRole(m_key) : QAccessible::NoRole;
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state = items()->spokenState(m_key);
        state.focusable = true;
        state.focused = m_view->hasFocus() && items()->spokenCurrent() == m_key;
        state.offscreen = items()->spokenRect(m_key).isEmpty();
        return state;
    }
    [[nodiscard]] QRect rect() const override
    {
        if (!isValid()) {
            return {};
        }
        const QRect inside = items()->spokenRect(m_key);
        return inside.isEmpty() ? QRect()
                                : QRect(m_view->mapToGlobal(inside.topLeft()), inside.size());
    }
    [[nodiscard]] QString text(QAccessible::Text type) const override
    {
        return type == QAccessible::Name && isValid() ? items()->spokenText(m_key) : QString();
    }
    void setText(QAccessible::Text /*type*/, const QString& /*text*/) override { }
    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this)
                                                    : nullptr;
    }
    [[nodiscard]] QStringList actionNames() const override
    {
        return isValid() ? items()->spokenActions(m_key) : QStringList();
    }
    void doAction(const QString& name) override
    {
        if (isValid()) {
            items()->doSpokenAction(m_key, name);
        }
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString& /*name*/) const override
    {
        return {};
    }

private:
    [[nodiscard]] SpokenItems* items() const { return dynamic_cast<SpokenItems*>(m_view.data()); }

    QPointer<QWidget> m_view;
    int m_key;
};

/// A view as the parent of its things.
class ItemsAccess final : public QAccessibleWidget
{
public:
    explicit ItemsAccess(QWidget* view)
        : QAccessibleWidget(view, QAccessible::List)
    {
    }
    ~ItemsAccess() override
    {
        for (const QAccessible::Id id : std::as_const(m_known)) {
            QAccessible::deleteAccessibleInterface(id);
        }
    }

    [[nodiscard]] int childCount() const override
    {
        return static_cast<int>(items().spokenKeys().size());
    }
    [[nodiscard]] QAccessibleInterface* child(int index) const override
    {
        const std::vector<int> keys = items().spokenKeys();
        return index >= 0 && static_cast<std::size_t>(index) < keys.size()
            ? itemOf(keys[static_cast<std::size_t>(index)])
            : nullptr;
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override
    {
        const std::vector<int> keys = items().spokenKeys();
        for (std::size_t i = 0; i < keys.size(); ++i) {
            if (m_known.contains(keys[i]) && itemOf(keys[i]) == child) {
                return static_cast<int>(i);
            }
        }
        return -1;
    }
    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override
    {
        const QPoint at = widget()->mapFromGlobal(QPoint(x, y));
        for (const int key : items().spokenKeys()) {
            if (items().spokenRect(key).contains(at)) {
                return itemOf(key);
            }
        }
        return nullptr;
    }
    [[nodiscard]] QAccessibleInterface* focusChild() const override
    {
        const int key = items().spokenCurrent();
        return key != 0 && widget()->hasFocus() ? itemOf(key) : nullptr;
    }
    [[nodiscard]] QAccessibleInterface* itemOf(int key) const
    {
        if (!m_known.contains(key)) {
            m_known.insert(key,
                           QAccessible::registerAccessibleInterface(new ItemAccess(widget(), key)));
        }
        return QAccessible::accessibleInterface(m_known.value(key));
    }

private:
    [[nodiscard]] const SpokenItems& items() const
    {
        return *dynamic_cast<const SpokenItems*>(widget());
    }

    mutable QHash<int, QAccessible::Id> m_known;
};

QAccessibleInterface* itemsFactory(const QString& /*className*/, QObject* object)
{
    auto* view = qobject_cast<QWidget*>(object);
    return view != nullptr && dynamic_cast<SpokenItems*>(view) != nullptr ? new ItemsAccess(view)
                                                                          : nullptr;
}

} // namespace

void speakItems()
{
    QAccessible::installFactory(itemsFactory); // the same one twice is one
}

void announceCurrent(QWidget* view)
{
    const auto* items = dynamic_cast<const SpokenItems*>(view);
    if (items == nullptr || !QAccessible::isActive() || !view->hasFocus()) {
        return;
    }
    auto* access = dynamic_cast<ItemsAccess*>(QAccessible::queryAccessibleInterface(view));
    if (const int key = items->spokenCurrent(); access != nullptr && key != 0) {
        QAccessibleEvent event(access->itemOf(key), QAccessible::Focus);
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace nde::ui
