#pragma once

#include <QWidget>

class QLabel;

namespace nde::ui {

/// A sentence in the place it is about: state icon and tinted ground.
class InlineNote final : public QWidget
{
    Q_OBJECT
public:
    enum class Kind
    {
        Ok,
        Warning,
        Error
    };
    explicit InlineNote(Kind kind, const QString& text = {}, QWidget* parent = nullptr);
    void setNote(Kind kind, const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Kind m_kind;
    QLabel* m_text;
};

} // namespace nde::ui
