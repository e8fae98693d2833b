#pragma once

#include "core/services/LibraryFilter.h"
#include "ui/panels/library/FacetValues.h"

#include <QWidget>

#include <optional>
#include <utility>
#include <vector>

class QVBoxLayout;

namespace nde::ui {

class Button;
class CollectionList;
class ElidedLabel;
class FacetRow;
class FacetSection;
class HistogramRange;
class ToggleButton;

/// The facets at the left of the library: every value with its live count, on = part of the search.
class FacetPanel : public QWidget
{
    Q_OBJECT
public:
    explicit FacetPanel(QWidget* parent = nullptr);

    void setCounts(const services::FacetCounts& counts);
    void setFilter(const services::LibraryFilter& filter); ///< what is on; silent
    [[nodiscard]] CollectionList& collections() { return *m_collections; }
    /// Which groups are open, for the settings. Unknown bytes change nothing.
    [[nodiscard]] QByteArray saveOpen() const;
    void restoreOpen(const QByteArray& bytes);

Q_SIGNALS:
    /// @param part  the restriction of the row that was clicked, and nothing else.
    void partToggled(const nde::services::LibraryFilter& part, bool on);
    void openChanged(); ///< a group was folded or unfolded
    void tempoChanged(const std::optional<std::pair<double, double>>& bpm, bool fold);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Value
    {
        FacetRow* row {};
        services::LibraryFilter part;
    };
    FacetRow* addValue(FacetSection* section, const QString& name,
                       const services::LibraryFilter& part);
    void addValues();
    void buildTempo(QVBoxLayout* layout);
    void emitTempo();
    void showTempo();
    void showCategories();
    void buildValues();
    [[nodiscard]] std::vector<FacetValues::Value> tagValues() const;
    void showValues(); ///< key, length, rating, quality and tags
    void retranslate();

    services::LibraryFilter m_filter;
    services::FacetCounts m_counts;
    FacetSection* m_sources;
    FacetSection* m_categories;
    FacetSection* m_classes;
    FacetSection* m_marks;
    FacetValues* m_keys;
    FacetValues* m_lengths;
    FacetValues* m_ratings;
    FacetValues* m_qualities;
    FacetValues* m_tags;
    std::vector<std::pair<QByteArray, FacetSection*>> m_groups; ///< all that can be folded
    CollectionList* m_collections;
    std::vector<Value> m_values;
    std::vector<FacetRow*> m_sourceRows;
    std::vector<FacetRow*> m_categoryRows;
    std::vector<FacetRow*> m_classRows;
    FacetRow* m_favorites {};
    FacetRow* m_attention {};
    Button* m_more;
    ElidedLabel* m_tempoTitle {};
    ElidedLabel* m_tempoText {};
    ToggleButton* m_fold {};
    HistogramRange* m_tempo {};
    bool m_showsAll {};
};

} // namespace nde::ui
