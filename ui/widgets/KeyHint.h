#pragma once

#include <QString>
#include <QWidget>

namespace nde::ui {

/// A key cap beside what it triggers; only a hint, takes no focus.
class KeyHint final : public QWidget
{
    Q_OBJECT
public:
    explicit KeyHint(const QString& keys, QWidget* parent = nullptr);
    void setKeys(const QString& keys);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_keys;
};

} // namespace nde::ui
