#pragma once

#include "core/services/TrainingBook.h"

#include <QWidget>

#include <vector>

class QGridLayout;

namespace nde::ui {

/// What a run would use, and what it leaves out and why, each with a way to see it.
class PreflightList final : public QWidget
{
    Q_OBJECT
public:
    explicit PreflightList(QWidget* parent = nullptr);

    /// @param preflight  null while it is being found out.
    void setPreflight(const services::Preflight* preflight);
    void retranslate();

Q_SIGNALS:
    void showRequested(const nde::services::DroppedGroup& group);

private:
    void rebuild();
    void addLine(const QString& iconName, const QColor& color, const QString& text,
                 const services::DroppedGroup* group);

    services::Preflight m_preflight;
    bool m_isKnown {};
    QGridLayout* m_grid;
    int m_rows {};
};

} // namespace nde::ui
