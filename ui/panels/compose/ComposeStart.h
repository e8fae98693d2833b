#pragma once

#include "core/services/ComposeDesk.h"

#include <QWidget>

#include <vector>

class QLabel;
class QVBoxLayout;

namespace nde::ui {

class Button;
class InlineNote;
class ProgressBar;

/// What stands in the room while there is no composition: prompts that the library can satisfy, or,
/// without sounds, the way to some; and what went wrong with the last wish.
class ComposeStart final : public QWidget
{
    Q_OBJECT
public:
    explicit ComposeStart(QWidget* parent = nullptr);

    void setSounds(int count); ///< that can be used; 0 = the starter kit is offered
    void setIdeas(const std::vector<services::PromptIdea>& ideas);
    void setMaking(bool isMaking, double fraction = -1.0); ///< the starter kit
    /// @param relax  what may be taken back, on a button; empty = none.
    void setError(const QString& sentence, const QString& relax = {});

Q_SIGNALS:
    void ideaChosen(const QString& prompt);
    void kitRequested();
    void relaxRequested();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showState();
    void fillIdeas();

    int m_sounds {-1}; ///< −1 = not known yet
    bool m_isMaking {};
    std::vector<services::PromptIdea> m_ideas;
    QLabel* m_title;
    QLabel* m_sentence;
    InlineNote* m_error;
    Button* m_relax;
    Button* m_kit;
    ProgressBar* m_progress;
    QVBoxLayout* m_list;
};

} // namespace nde::ui
