#pragma once

#include "core/services/UseCases.h"
#include "ui/widgets/Popover.h"

#include <vector>

class QCheckBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace nde::ui {

class Button;
class Chip;
class IconButton;

/// Every number of a training in its range, what else it learns from, and the way back to the
/// preset.
class TrainDetails final : public Popover
{
    Q_OBJECT
public:
    TrainDetails(QAbstractButton* opener, QWidget* room);

    void setParams(const services::TrainJobParams& params); ///< silent
    /// Categories that a joint model may take in besides its own.
    void setCategories(const std::vector<Category>& categories);
    void retranslate();

Q_SIGNALS:
    void paramsChanged(const nde::services::TrainJobParams& params);
    void resetRequested(); ///< as the preset has it

private:
    struct Row
    {
        const char* name;
        const char* meaning;
        QLabel* label;
        QWidget* control;
    };
    void addRow(const char* objectName, const char* name, const char* meaning, QWidget* control);
    void buildNumbers();
    void buildRest();
    void fill();
    void onEdited();

    services::TrainJobParams m_params;
    bool m_isFilling {};
    QGridLayout* m_grid;
    std::vector<Row> m_rows;
    QSpinBox* m_epochs {};
    QSpinBox* m_batch {};
    QSpinBox* m_latent {};
    QDoubleSpinBox* m_rate {};
    QDoubleSpinBox* m_detail {};
    QSpinBox* m_augmentations {};
    QSpinBox* m_validation {};
    QSpinBox* m_patience {};
    QLineEdit* m_seed {};
    IconButton* m_dice {};
    QSpinBox* m_quality {};
    QCheckBox* m_taste {};
    QLabel* m_jointLabel {};
    QWidget* m_joint {};
    std::vector<std::pair<Category, Chip*>> m_jointChips;
    Button* m_reset {};
};

} // namespace nde::ui
