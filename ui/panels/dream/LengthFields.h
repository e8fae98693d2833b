#pragma once

#include "core/services/DreamDesk.h"

#include <QWidget>

class QDoubleSpinBox;
class QLabel;

namespace nde::ui {

/// How long dreams of a model of long sounds are: bars and tempo where its sounds have a beat, else
/// seconds. Everything at its least means: as the sounds are that it starts from, or as is typical.
class LengthFields final : public QWidget
{
    Q_OBJECT
public:
    explicit LengthFields(QWidget* parent = nullptr);

    /// What the open model is of; hidden for models of short sounds. The fields go back to their
    /// least.
    void setModel(const services::DreamModel& model);

Q_SIGNALS:
    void changed(double seconds, double bars, double bpm);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    services::DreamModel m_model;
    QLabel* m_title;
    QDoubleSpinBox* m_seconds;
    QDoubleSpinBox* m_bars;
    QDoubleSpinBox* m_bpm;
};

} // namespace nde::ui
