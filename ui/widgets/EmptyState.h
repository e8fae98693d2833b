#pragma once

#include <QWidget>

class QLabel;

namespace nde::ui {

class Button;

/// What a place says while nothing is in it: a title, one sentence, one step to take.
class EmptyState final : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(QWidget* parent = nullptr);

    void setTexts(const QString& title, const QString& sentence,
                  const QString& buttonText = {}); ///< no text: no button
    [[nodiscard]] Button* button() const { return m_button; }

Q_SIGNALS:
    void activated(); ///< the button

private:
    QLabel* m_title;
    QLabel* m_sentence;
    Button* m_button;
};

} // namespace nde::ui
