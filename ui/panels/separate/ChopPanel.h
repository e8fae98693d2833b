#pragma once

#include "ui/StudioContext.h"
#include "ui/panels/separate/ChopDesk.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QStackedLayout;
class QTimer;

namespace nde::ui {

class Button;
class ChopStrip;
class ElidedLabel;
class EmptyState;
class InlineNote;
class ProgressBar;
class Slider;

/// Chop review: what a chop has found, slice by slice, before the library gets any of it.
class ChopPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit ChopPanel(const StudioContext& context, QWidget* parent = nullptr);

    [[nodiscard]] ChopDesk& desk() { return *m_desk; }
    void takeFocus(); ///< the strip, at the first doubtful slice

Q_SIGNALS:
    void shownChanged(bool isWanted); ///< there is a review, or none any more

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* buildHeading();
    void connectAll();
    void hear(int row);
    void chopAnew();
    void showState();
    void showCounts();
    void showWaiting();
    void showReview();
    void showPeaks();
    void fitWidth();
    void retranslate();

    StudioContext m_context;
    ChopDesk* m_desk;
    ElidedLabel* m_title;
    QComboBox* m_which;
    QWidget* m_counts;
    QHBoxLayout* m_countsLayout;
    QLabel* m_sensitivityLabel;
    Slider* m_sensitivity;
    QTimer* m_settled;
    Button* m_discard;
    Button* m_drop;
    Button* m_keep;
    Button* m_dropDoubtful;
    Button* m_dropDuplicates;
    Button* m_keepAll;
    QStackedLayout* m_pages;
    ChopStrip* m_strip;
    EmptyState* m_empty;
    QWidget* m_busy;
    QLabel* m_busyText;
    ProgressBar* m_progress;
    QWidget* m_failed;
    InlineNote* m_error;
    Button* m_again;
    QLabel* m_keys;
    bool m_isWanted {};
    bool m_isNarrow {};
};

} // namespace nde::ui
