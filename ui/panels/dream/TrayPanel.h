#pragma once

#include "ui/panels/dream/TrayList.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QStackedLayout;

namespace nde::ui {

class Button;
class ElidedLabel;
class KeyHint;
class ProgressBar;

/// The tray with its heading: what waits, what is being dreamed, and the verbs for all of it.
class TrayPanel final : public QWidget
{
    Q_OBJECT
public:
    TrayPanel(TrayModel& model, TrayDelegate::Peaks peaks, QWidget* parent = nullptr);

    [[nodiscard]] TrayList& list() { return *m_list; }
    void setSentence(const QString& text, bool isWarning); ///< beside the title
    void setUndo(bool isPossible); ///< of the last drop or clearing
    void setProgress(double fraction); ///< < 0 = nothing is being dreamed

Q_SIGNALS:
    void cancelRequested();
    void keepAllRequested();
    void clearRequested();
    void undoRequested();

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* buildHeading();
    void showFitting();
    void fitWidth();
    void retranslate();

    TrayModel& m_model;
    TrayList* m_list;
    QLabel* m_title;
    ElidedLabel* m_sentence;
    ProgressBar* m_progress;
    Button* m_cancel;
    QWidget* m_hints;
    QLabel* m_keepHint;
    QLabel* m_dropHint;
    QLabel* m_moreHint;
    QComboBox* m_sort;
    Button* m_undo;
    Button* m_clear;
    Button* m_keepAll;
    QLabel* m_empty;
    QStackedLayout* m_pages;
};

} // namespace nde::ui
