#pragma once

#include <QDialog>

namespace nde::ui {

/// The keys that work everywhere, in three groups (opened by "?").
class ShortcutSheet final : public QDialog
{
    Q_OBJECT
public:
    explicit ShortcutSheet(QWidget* parent);
};

} // namespace nde::ui
