#pragma once

#include "ui/StudioContext.h"
#include "ui/models/SeparateSetup.h"
#include "ui/widgets/Popover.h"

#include <vector>

class QComboBox;
class QLabel;

namespace nde::ui {

class Button;

/// Shifts, overlap, segment, precision and device of a network: only what is legal can be chosen,
/// and each choice says what it costs.
class DetailsPanel final : public Popover
{
    Q_OBJECT
public:
    DetailsPanel(QAbstractButton* opener, const StudioContext& context, QWidget* room);

    void setSetup(const SeparateSetup& setup); ///< silent
    void setTotal(const QString& text); ///< what all of it comes to
    void retranslate();

Q_SIGNALS:
    void setupChanged(const nde::ui::SeparateSetup& setup); ///< by the user

private:
    struct Row
    {
        const char* name;
        QLabel* label {};
        QComboBox* box {};
    };
    QComboBox* addRow(const char* objectName, const char* name);
    void fill();
    void onChosen();
    void reset();

    StudioContext m_context;
    SeparateSetup m_setup;
    std::vector<Row> m_rows;
    QComboBox* m_shifts;
    QComboBox* m_overlap;
    QComboBox* m_segment;
    QComboBox* m_precision;
    QComboBox* m_device;
    QLabel* m_note;
    QLabel* m_total;
    Button* m_reset;
};

} // namespace nde::ui
