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
    [[nodiscard]] int wideWidth() const; ///< what every chip needs with its whole text
    /// Without the usual sums that are off: where there is no room they go, the sum maker makes
    /// them, too.
    [[nodiscard]] QSize minimumSizeHint() const override;
    void retranslate();

Q_SIGNALS:
    void recipeChanged(const QStringList& recipe); ///< by the user

protected:
    void resizeEvent(QResizeEvent* event) override;

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
    [[nodiscard]] static bool isExtra(const Entry& entry);
    void hideSome();
    void removeEntry(Chip* chip);

    QStringList m_sources;
    std::vector<Entry> m_entries;
    QHBoxLayout* m_layout;
    Chip* m_add;
    Popover* m_maker {};
    QWidget* m_makerSources {};
    Button* m_makerAdd {};
    std::vector<Chip*> m_makerChips;
};

} // namespace nde::ui
