#pragma once

#include "core/services/TrainingBook.h"
#include "ui/StudioContext.h"
#include "ui/panels/train/VerdictLine.h"

#include <QWidget>

#include <optional>

class QLabel;
class QScrollArea;
class QStackedLayout;

namespace nde::ui {

class Button;
class ComparePanel;
class CurvePanel;
class ElidedLabel;
class EmptyState;
class ListenPanel;
class RunHead;
class RunSetup;
class RunsPanel;
class SetList;
class TrainingShelf;

/// The Train room: what there is to learn from, a training seen and heard, and what was trained
/// before. P pauses and goes on, ←/→ change the epoch that is heard, Tab flips on the probes, C
/// compares.
class TrainRoom final : public QWidget
{
    Q_OBJECT
public:
    explicit TrainRoom(const StudioContext& context, QWidget* parent = nullptr);
    ~TrainRoom() override;

    /// There is a room that dreams; "Open in Dream" is shown.
    void setDreamOffered(bool offered);
    void showRun(qint64 run);
    void openCategory(Category category); ///< ready to be trained, whether it has sounds yet or not

Q_SIGNALS:
    void dreamRequested(const QString& modelPath);

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* buildLeft();
    QWidget* buildMiddle();
    void connectShelf();
    void connectSets();
    void connectRun();
    void connectSide();
    void onSets();
    void onRuns();
    void proposeCategory();
    void chooseCategory(Category category);
    void showOpened();
    void showState(); ///< head, verdict, marks of the run that is open
    void showMarks();
    void showProbes();
    void showStart();
    /// Of several sets that are selected those that can be trained; empty = at most one is.
    [[nodiscard]] std::vector<services::TrainingSet> severalSets() const;
    void showEmpty();
    void showCompared();
    void onStep(VerdictLine::Step step);
    void start(); ///< the run that is set up, or one of every set that is selected
    void startSets(const std::vector<services::TrainingSet>& sets);
    void branch(int epoch);
    void togglePause();
    void askToDiscard(qint64 run);
    void popupMenu(qint64 run, const QPoint& at);
    void exportCsv(qint64 run);
    void exportModel(qint64 run);
    void dragOut(qint64 run);
    void openInDream(qint64 run);
    void takeSounds(Category category);
    void takeFiles(Category category, const QStringList& paths);
    void report(const Error& error);
    [[nodiscard]] const services::RunSummary* opened() const;
    void retranslate();

    StudioContext m_context;
    TrainingShelf& m_shelf;
    QLabel* m_title;
    SetList* m_sets;
    QScrollArea* m_setupArea;
    RunSetup* m_setup;
    QLabel* m_waiting;
    Button* m_start;
    QStackedLayout* m_pages;
    EmptyState* m_empty;
    RunHead* m_head;
    VerdictLine* m_verdictLine;
    CurvePanel* m_curves;
    ListenPanel* m_listen;
    RunsPanel* m_side;
    ComparePanel* m_comparePanel;
    QWidget* m_left {};
    services::Verdict m_verdict;
    JobId m_started {}; ///< whose run is opened as soon as it is there
    bool m_wasGoingOn {}; ///< the opened run, when its curve was drawn
    bool m_isCategoryChosen {}; ///< by the user
    std::optional<Category> m_wanted; ///< to be shown among the sets once they are known
    bool m_isDreamOffered {};
};

} // namespace nde::ui
