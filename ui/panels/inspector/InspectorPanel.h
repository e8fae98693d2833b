#pragma once

#include "core/base/Stem.h"
#include "ui/StudioContext.h"

#include <QWidget>

#include <memory>
#include <vector>

class QGridLayout;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QTimer;

namespace nde::ui {

class Button;
class ElidedLabel;
class EmptyState;
class FileDrag;
class IconButton;
class InlineNote;
class LineageTree;
class NamePlate;
class RatingStars;
class TagEditor;
class WaveThumb;

/// Facts of the current sound, whichever room chose it, with its family and what can be done next.
class InspectorPanel : public QWidget
{
    Q_OBJECT
public:
    explicit InspectorPanel(const StudioContext& context, QWidget* parent = nullptr);

    [[nodiscard]] StemId current() const { return m_current; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Fact
    {
        QLabel* key {};
        ElidedLabel* value {};
    };
    void buildLayout();
    QWidget* buildHead(QWidget* parent);
    QWidget* buildNext(QWidget* parent);
    void connectAll();
    void setCurrent(StemId id);
    void fetch();
    void showStem();
    void showFacts();
    void showTags();
    void setFact(std::size_t at, const QString& key, const QString& value);
    void editTags();
    void chop();
    void separate();
    void showFile();
    void copyPath();
    void retranslate();

    StudioContext m_context;
    FileDrag* m_files;
    QWidget* m_content;
    EmptyState* m_empty;
    ElidedLabel* m_name;
    QLineEdit* m_nameEdit;
    IconButton* m_rename;
    NamePlate* m_plate;
    IconButton* m_favorite;
    RatingStars* m_stars;
    WaveThumb* m_wave;
    InlineNote* m_attention;
    QGridLayout* m_grid {};
    std::vector<Fact> m_facts;
    QLabel* m_tagsKey;
    QWidget* m_tags;
    QHBoxLayout* m_tagsLayout;
    TagEditor* m_tagEditor;
    QLabel* m_lineageTitle;
    LineageTree* m_lineage;
    QLabel* m_nextTitle;
    Button* m_chop;
    Button* m_separate;
    Button* m_show;
    Button* m_copy;
    QTimer* m_refetch;
    StemId m_current {};
    std::unique_ptr<Stem> m_stem; ///< null until it has been read
};

} // namespace nde::ui
