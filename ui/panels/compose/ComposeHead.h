#pragma once

#include <QString>
#include <QWidget>

class QLineEdit;

namespace nde::ui {

class Button;
class IconButton;
class ProgressBar;

/// The line at the top: earlier compositions, the prompt, the dice, Compose; what is being planned
/// below it.
class ComposeHead final : public QWidget
{
    Q_OBJECT
public:
    explicit ComposeHead(QWidget* parent = nullptr);

    void setPrompt(const QString& prompt); ///< silent
    [[nodiscard]] QString prompt() const;
    void focusPrompt();
    /// @param fraction  0 … 1, < 0 = unknown.
    void setBusy(bool isBusy, double fraction = -1.0, const QString& stage = {});
    void setSeed(quint64 seed); ///< the next one of the dice
    void setCanCompose(bool can, const QString& reason = {});

Q_SIGNALS:
    void promptEdited(const QString& prompt);
    void composeRequested();
    void diceRequested();
    void cancelRequested();
    void documentsRequested(const QPoint& global);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void retranslate();
    void showButton();

    IconButton* m_documents;
    QLineEdit* m_prompt;
    IconButton* m_dice;
    Button* m_compose;
    ProgressBar* m_progress;
    quint64 m_seed {1};
    QString m_stage;
    QString m_reason; ///< why nothing can be composed
    bool m_isBusy {};
    bool m_canCompose {true};
};

} // namespace nde::ui
