#pragma once

#include <QWidget>

class QLabel;

namespace nde::services {
class ClapService;
class JobService;
} // namespace nde::services

namespace nde::ui {

class Button;
class InlineNote;
class PathField;
class ProgressBar;

/// The CLAP model that words are held against sounds with: which folder, how many sounds it has
/// heard, and letting it listen to the others. The files are the user's.
class ClapCard final : public QWidget
{
    Q_OBJECT
public:
    ClapCard(services::ClapService& clap, services::JobService& jobs, QWidget* parent = nullptr);

    void choose(const QString& folder); ///< as if it was picked in the dialog

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void connectAll();
    void showState();
    void showProgress();
    void retranslate();

    services::ClapService& m_clap;
    services::JobService& m_jobs;
    QLabel* m_title;
    PathField* m_folder;
    QLabel* m_state;
    InlineNote* m_note;
    ProgressBar* m_progress;
    Button* m_listen;
    Button* m_stop;
    Button* m_remove;
};

} // namespace nde::ui
