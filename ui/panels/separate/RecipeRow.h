#pragma once

#include <QStringList>
#include <QWidget>

#include <vector>

class QHBoxLayout;

namespace nde::ui {

class Button;
class Chip;
class Popover;

/// What is written: all stems, and any of the usual sums beside or instead of them; "+" makes one.
class RecipeRow final : public QWidget
{
    Q_OBJECT
public:
    /// @param room  where the sum maker floats.
    RecipeRow(QWidget* room, QWidget* parent);

    void setSources(const QStringList& sources); ///< of the profile; sums of others go
    void setRecipe(const QStringList& recipe); ///< silent; empty = all stems
    [[nodiscard]] QStringList recipe() const;
    void setNarrow(bool narrow); ///< usual sums that are off go; the sum maker makes them, too
    void retranslate();

Q_SIGNALS:
    void recipeChanged(const QStringList& recipe); ///< by the user

private:
    struct Entry
    {
        QStringList names; ///< what it writes; empty = all stems
        Chip* chip {};
        bool isOwn {};
    };
    Entry& addEntry(const QStringList& names, bool isOwn);
    [[nodiscard]] QString labelOf(const QStringList& names) const;
    [[nodiscard]] bool fits(const QStringList& names) const;
    void buildMaker(QWidget* room);
    void fillMaker();
    void addSum();
    void onToggled();
    void hideSome();
    void removeEntry(Chip* chip);

    QStringList m_sources;
    std::vector<Entry> m_entries;
    QHBoxLayout* m_layout;
    bool m_isNarrow {};
    Chip* m_add;
    Popover* m_maker {};
    QWidget* m_makerSources {};
    Button* m_makerAdd {};
    std::vector<Chip*> m_makerChips;
};

} // namespace nde::ui
