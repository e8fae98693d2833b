#pragma once

#include <QWidget>

#include <vector>

class QAction;

namespace nde::ui {

class Button;
class ElidedLabel;
class SoundActions;

/// What can be done with several sounds at once, in sight while several are chosen. Stands for the
/// actions of the room; where there is little room its buttons are pictures.
class SelectionBar final : public QWidget
{
    Q_OBJECT
public:
    explicit SelectionBar(SoundActions& actions, QWidget* parent = nullptr);

    void setCount(int sounds); ///< fewer than two hide the bar
    void retranslate();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Verb
    {
        Button* button {};
        QAction* action {};
        const char* name {};
    };
    void addVerb(QAction* action, const char* id, const char* iconName, const char* name);
    void follow(const Verb& verb);
    void showWords();

    std::vector<Verb> m_verbs;
    ElidedLabel* m_text;
    int m_count {};
};

} // namespace nde::ui
