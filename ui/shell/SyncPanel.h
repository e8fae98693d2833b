#pragma once

#include "core/services/SyncWish.h"
#include "ui/widgets/Popover.h"

class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;

namespace nde::ui {

class SegmentedControl;

/// In which tempo and key loops are heard, and how they come to it.
class SyncPanel final : public Popover
{
    Q_OBJECT
public:
    SyncPanel(QAbstractButton* opener, QWidget* room);

    void setWish(const services::SyncWish& wish); ///< silent

Q_SIGNALS:
    void wishChanged(const nde::services::SyncWish& wish);

protected:
    void changeEvent(QEvent* event) override;

private:
    void tell();
    void retranslate();

    services::SyncWish m_wish;
    bool m_isFilling {};
    QLabel* m_tempoName;
    QDoubleSpinBox* m_tempo;
    QLabel* m_modeName;
    SegmentedControl* m_mode;
    QLabel* m_keyName;
    QComboBox* m_key;
};

} // namespace nde::ui
