#pragma once

#include "core/services/TrainingBook.h"
#include "ui/widgets/Popover.h"

#include <vector>

class QGridLayout;

namespace nde::ui {

/// Runs side by side: how far each came, and in which numbers they differ.
class ComparePanel final : public Popover
{
    Q_OBJECT
public:
    ComparePanel(QAbstractButton* opener, QWidget* room);
    void setRuns(std::vector<services::RunSummary> runs); ///< the checked ones
    void retranslate();

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct Row
    {
        QString name;
        QStringList values;
        [[nodiscard]] bool differs() const;
        bool operator==(const Row&) const = default;
    };
    void rebuild();
    void show(const std::vector<Row>& rows);

    QGridLayout* m_grid;
    std::vector<Row> m_rows;
    std::vector<services::RunSummary> m_runs;
};

} // namespace nde::ui
