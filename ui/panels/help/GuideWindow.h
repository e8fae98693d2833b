#pragma once

#include <QDialog>

class QListWidget;
class QTextBrowser;

namespace nde::ui {

class Button;

/// Help > Guide (guide_window): the user guide in the language of the window, from the program
/// itself; needs no network. Links to other places open in the browser.
class GuideWindow final : public QDialog
{
    Q_OBJECT
public:
    explicit GuideWindow(QWidget* parent = nullptr);

    [[nodiscard]] QTextBrowser* page() const { return m_page; }
    [[nodiscard]] QListWidget* chapters() const { return m_chapters; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void load();

    QListWidget* m_chapters;
    QTextBrowser* m_page;
};

} // namespace nde::ui
