#pragma once

#include "core/base/Stem.h"

#include <QWidget>

#include <vector>

class QLabel;
class QVBoxLayout;

namespace nde::ui {

class FactRow;
class ProgressBar;

/// Why a sound is as good as it is: technique and character apart, and every defect with what it
/// measured and what it cost.
class QualityView final : public QWidget
{
    Q_OBJECT
public:
    explicit QualityView(QWidget* parent = nullptr);

    void setStem(const Stem& stem);
    /// "technique 74 · character 100", for where there is one line only.
    [[nodiscard]] static QString summary(const Stem& stem);

private:
    struct Part
    {
        QWidget* row {};
        QLabel* name {};
        ProgressBar* bar {};
        QLabel* value {};
    };
    Part addPart(const char* objectName);
    void showPart(const Part& part, const QString& name, double share, const QString& how);
    void showDefects(const Stem& stem);

    QVBoxLayout* m_layout;
    Part m_technical;
    Part m_character;
    QLabel* m_total;
    QVBoxLayout* m_defects;
    std::vector<FactRow*> m_rows;
};

} // namespace nde::ui
