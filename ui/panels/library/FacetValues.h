#pragma once

#include "core/services/LibraryFilter.h"

#include <QString>
#include <QWidget>

#include <vector>

namespace nde::ui {

class Button;
class FacetRow;
class FacetSection;

/// One facet whose values come with the counts: below a heading that folds them away, those without
/// any sound left out. Of many values the most frequent are shown, and the rest on request.
class FacetValues final : public QWidget
{
    Q_OBJECT
public:
    struct Value
    {
        QString name; ///< object name of its row
        QString text;
        services::LibraryFilter part; ///< what it asks for
        int count {};
    };

    /// @param name   object name of the heading, e.g. "facet_keys".
    /// @param shown  how many values before the rest has to be asked for.
    FacetValues(const QString& name, int shown, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setValues(std::vector<Value> values); ///< in the order in which they are to stand
    void setFilter(const services::LibraryFilter& filter); ///< what is on; silent
    [[nodiscard]] FacetSection& section() { return *m_section; }

Q_SIGNALS:
    void partToggled(const nde::services::LibraryFilter& part, bool on);

private:
    void addRow();
    void showFitting();

    FacetSection* m_section;
    Button* m_more;
    int m_shown;
    bool m_showsAll {};
    services::LibraryFilter m_filter;
    std::vector<Value> m_values;
    std::vector<FacetRow*> m_rows; ///< at least as many
};

/// Whether a search asks for a part of itself already: its row is on then.
[[nodiscard]] bool asksFor(const services::LibraryFilter& filter,
                           const services::LibraryFilter& part);

} // namespace nde::ui
