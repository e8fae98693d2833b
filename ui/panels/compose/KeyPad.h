#pragma once

#include "core/base/Key.h"

#include <QWidget>

#include <optional>
#include <vector>

class QAbstractButton;

namespace nde::ui {

/// All 24 keys with their Camelot numbers, in the order of the wheel.
class KeyPad final : public QWidget
{
    Q_OBJECT
public:
    explicit KeyPad(QWidget* parent = nullptr);
    void setKey(std::optional<Key> key); ///< silent

Q_SIGNALS:
    void chosen(nde::Key key);

private:
    std::vector<QAbstractButton*> m_buttons;
    std::vector<Key> m_keys;
};

} // namespace nde::ui
