#pragma once

#include "core/base/Job.h"
#include "core/base/Stem.h"
#include "core/services/LibraryService.h"
#include "ui/StudioContext.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QTimer;
class QVBoxLayout;

namespace nde::ui {

class BackToMeasured;
class Button;
class CategoryRow;
class CharacterView;
class Comparing;
class ComparisonView;
class ElidedLabel;
class EmptyState;
class FactEditing;
class FactSection;
class FileDrag;
class HistoryActions;
class InlineNote;
class InspectorHead;
class LineageTree;
class QualityView;
class TagRow;
class WaveThumb;

/// Facts of the current sound, whichever room chose it, with its family and what can be done next.
class InspectorPanel : public QWidget
{
    Q_OBJECT
public:
    explicit InspectorPanel(const StudioContext& context, QWidget* parent = nullptr);

    [[nodiscard]] StemId current() const { return m_current; }

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void buildLayout();
    QWidget* buildScrolled();
    QWidget* buildNext(QWidget* parent);
    FactSection* addSection(const char* id, QVBoxLayout* column);
    void connectAll();
    void connectVerbs();
    void setCurrent(StemId id);
    void fetch();
    void showStem();
    void showFamily();
    void showFacts();
    void onEdited(const Stem& stem);
    void showCharacter();
    void showComparison();
    void toggleHeld();
    void restoreSections();
    void keepSections();
    void chop();
    void redream();
    void onJobFinished(const JobRecord& job);
    void showFile();
    void copyPath();
    void retranslate();

    StudioContext m_context;
    FileDrag* m_files;
    HistoryActions* m_history;
    QWidget* m_content;
    EmptyState* m_empty;
    InspectorHead* m_head;
    WaveThumb* m_wave;
    InlineNote* m_attention;
    std::vector<FactSection*> m_sections; ///< "time", "quality", "character", "sound", …
    FactSection* m_comparison;
    ComparisonView* m_comparisonView;
    Comparing* m_comparing;
    BackToMeasured* m_measured;
    CategoryRow* m_heard;
    FactEditing* m_editing {};
    QualityView* m_quality;
    CharacterView* m_character;
    TagRow* m_tags;
    ElidedLabel* m_lineageTitle;
    LineageTree* m_lineage;
    ElidedLabel* m_nextTitle;
    Button* m_chop;
    Button* m_dream;
    Button* m_redream;
    Button* m_separate;
    Button* m_compare;
    Button* m_show;
    Button* m_copy;
    Button* m_export;
    QTimer* m_refetch;
    StemId m_current {};
    JobId m_redreaming {}; ///< the last one that was asked for here
    quint64 m_turn {}; ///< of the newest fetch; an older one may answer after it
    std::unique_ptr<Stem> m_stem; ///< null until it has been read
    std::unique_ptr<services::LibraryService::Family> m_family; ///< may come before the stem
    std::optional<services::LibraryService::Character> m_figure; ///< empty = not measured
};

} // namespace nde::ui
