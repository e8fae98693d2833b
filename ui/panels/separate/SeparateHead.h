#pragma once

#include "ui/StudioContext.h"
#include "ui/models/SeparateSetup.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace nde::ui {

class Button;
class Chip;
class DetailsPanel;
class DropStrip;
class ElidedLabel;
class PathField;
class RecipeRow;
class SegmentedControl;

/// The head of the Separate room: where tracks come in, with which profile, what is written, where
/// to. A profile whose model is missing offers to get it, and Draft meanwhile.
class SeparateHead final : public QWidget
{
    Q_OBJECT
public:
    SeparateHead(const StudioContext& context, QWidget* room);

    [[nodiscard]] const SeparateSetup& setup() const { return m_setup; }
    [[nodiscard]] DropStrip* drop() const { return m_drop; }
    [[nodiscard]] Button* compareButton() const { return m_compare; }
    void setProfile(const QString& id);
    /// The track that "Start" would take and that the examples speak of; empty: none.
    void setTrack(const QString& name, double lengthS);
    void setHeldBack(int tracks); ///< that wait for the model

Q_SIGNALS:
    void startRequested();
    void modelRequested(const QString& model); ///< get it, or go on getting it
    void pauseRequested(const QString& model);
    void draftRequested(); ///< for what waits, now
    void profileChanged(const QString& id);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void buildProfileRow(QLayout* row);
    void buildRecipeRow(QLayout* row);
    void buildSaveRow(QLayout* row);
    void connectAll();
    void setSetup(const SeparateSetup& setup);
    void chooseDestination();
    void onTemplateEdited();
    void onModelButton();
    void showModels(); ///< states and sizes, and which button fits
    void showEstimate();
    void showTemplate();
    void showDestination();
    [[nodiscard]] QString costText() const;
    [[nodiscard]] const services::SeparationProfile* profile() const;
    [[nodiscard]] int wideWidth() const;
    void fitWidth();
    void retranslate();

    StudioContext m_context;
    SeparateSetup m_setup;
    QString m_track;
    double m_lengthS {};
    int m_heldBack {};
    bool m_isNarrow {};
    DropStrip* m_drop;
    QLabel* m_profileLabel;
    SegmentedControl* m_profiles;
    ElidedLabel* m_hint;
    Button* m_compare;
    Button* m_details;
    DetailsPanel* m_panel;
    QLabel* m_recipeLabel;
    RecipeRow* m_recipe;
    QLabel* m_afterLabel;
    Chip* m_chop;
    Chip* m_review;
    QLabel* m_saveLabel;
    PathField* m_destination;
    QLineEdit* m_template;
    ElidedLabel* m_preview;
    Button* m_draft;
    Button* m_start;
    Button* m_getModel;
};

} // namespace nde::ui
