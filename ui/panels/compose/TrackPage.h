#pragma once

#include "core/services/ComposeDesk.h"

#include <QWidget>

#include <memory>

class QLabel;
class QVBoxLayout;

namespace nde::ui {

class CandidateCards;
class ElidedLabel;

/// The side of the room while no clip is chosen: the composition in figures, the other ideas for
/// its prompt, what it says of itself, and what the keys do.
class TrackPage final : public QWidget
{
    Q_OBJECT
public:
    explicit TrackPage(QWidget* parent = nullptr);
    void setPlan(const std::shared_ptr<const music::Plan>& plan, const QString& title);
    void setCandidates(const std::vector<services::ComposeDesk::CandidatePlan>& candidates);

Q_SIGNALS:
    void candidateTaken(int index);

protected:
    void changeEvent(QEvent* event) override;

private:
    void showPlan();

    std::shared_ptr<const music::Plan> m_plan;
    QString m_name;
    ElidedLabel* m_title;
    QLabel* m_prompt;
    CandidateCards* m_candidates;
    QLabel* m_facts;
    QLabel* m_notes;
    QLabel* m_keys;
};

} // namespace nde::ui
