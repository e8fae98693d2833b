#pragma once

#include "core/music/Request.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QSpinBox;

namespace nde::ui {

/// What is wished of the sections: how many of each, how long; a line a kind.
class StructureEditor final : public QWidget
{
    Q_OBJECT
public:
    explicit StructureEditor(const std::vector<music::SectionWish>& wishes,
                             QWidget* parent = nullptr);
    [[nodiscard]] std::vector<music::SectionWish> wishes() const;

Q_SIGNALS:
    void changed(const std::vector<nde::music::SectionWish>& wishes);

private:
    struct Line
    {
        std::string name;
        QSpinBox* count; ///< −1 = as the genre has it, 0 = none
        QComboBox* length; ///< "", "short", "long"
    };
    std::vector<Line> m_lines;
};

} // namespace nde::ui
