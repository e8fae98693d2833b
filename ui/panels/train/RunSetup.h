#pragma once

#include "core/services/TrainingBook.h"
#include "ui/StudioContext.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QTimer;

namespace nde::ui {

class Button;
class ElidedLabel;
class PreflightList;
class SegmentedControl;
class TrainDetails;
class TrainingShelf;

/// The set-up of the next run: of what, with which preset, what it takes, what would be used and
/// what not and why. A branch goes on from another run's epoch.
class RunSetup final : public QWidget
{
    Q_OBJECT
public:
    /// @param room  the details float over it.
    RunSetup(const StudioContext& context, QWidget* room);

    void setCategory(Category category); ///< and of what kind it has sounds
    [[nodiscard]] const services::TrainJobParams& params() const { return m_params; }
    /// "quick", "good", "deep"; empty = numbers of one's own.
    [[nodiscard]] QString preset() const { return m_preset; }
    void setBranch(const services::RunSummary& run, int epoch);
    // As if it had been set in the details.
    void setRate(double learningRate);
    void setDetail(double detail);
    void setSounds(const std::vector<StemId>& sounds); ///< to be learned from, exactly these
    void importSounds(); ///< asks for files of this category
    [[nodiscard]] bool canStart() const; ///< as far as the pre-flight tells
    void start();

Q_SIGNALS:
    void categoryChosen(nde::Category category); ///< by the user
    void kindChanged(); ///< one-shots or long sounds
    void started(nde::JobId job);
    void startableChanged();

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void buildLayout();
    void connectAll();
    void setPreset(const QString& preset);
    void setKind(bool isLong);
    void setParams(const services::TrainJobParams& params);
    void onDataKind();
    void ask();
    void showPreflight();
    void showData();
    void fillCategories();
    void showCategory();
    void addCategory(Category category);
    void fillCollections();
    void showShare(const services::DroppedGroup& group);
    void augment();
    void retranslate();

    StudioContext m_context;
    TrainingShelf& m_shelf;
    services::TrainJobParams m_params;
    QString m_preset;
    QLabel* m_title;
    QComboBox* m_category;
    SegmentedControl* m_kind;
    QComboBox* m_data;
    QComboBox* m_collection;
    QLineEdit* m_search;
    ElidedLabel* m_selection;
    SegmentedControl* m_presets;
    ElidedLabel* m_estimate;
    Button* m_details;
    TrainDetails* m_panel;
    Button* m_branch;
    QLabel* m_preflightTitle;
    PreflightList* m_preflight;
    QLabel* m_more;
    Button* m_chop;
    Button* m_import;
    Button* m_augment;
    QTimer* m_askTimer;
    QTimer* m_fillTimer; ///< the library may change many times a second
};

} // namespace nde::ui
