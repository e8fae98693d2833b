#pragma once

#include "core/base/Stem.h"

#include <QWidget>

#include <array>

namespace nde::ui {

class BackToMeasured;
class Chip;
class ElidedLabel;
class IconButton;

/// What the sound was heard to be, the likeliest three: a click makes one of them its category. The
/// button at the end takes back what the user said.
class CategoryRow final : public QWidget
{
    Q_OBJECT
public:
    explicit CategoryRow(BackToMeasured& back, QWidget* parent = nullptr);
    /// Hides itself where nothing was heard and nothing can be taken back.
    void setStem(const Stem& stem);
    void retranslate();

Q_SIGNALS:
    void chosen(nde::Category category);

private:
    BackToMeasured& m_measured;
    Stem m_stem;
    ElidedLabel* m_key;
    std::array<Chip*, 3> m_chips {};
    IconButton* m_back;
};

} // namespace nde::ui
