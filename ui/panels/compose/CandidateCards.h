#pragma once

#include "core/services/ComposeDesk.h"

#include <QAbstractButton>
#include <QWidget>

#include <memory>
#include <vector>

class QLabel;
class QVBoxLayout;

namespace nde::ui {

/// One answer to the prompt in small: which lanes sound in which section, what its sounds score,
/// and where they come from.
class CandidateCard final : public QAbstractButton
{
    Q_OBJECT
public:
    CandidateCard(int index, services::ComposeDesk::CandidatePlan candidate,
                  QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] quint64 seed() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintMap(QPainter& painter, const QRectF& area) const;
    [[nodiscard]] QString letter() const;

    int m_index;
    services::ComposeDesk::CandidatePlan m_candidate;
};

/// The answers to one prompt, one of which is on the timeline. Nothing is shown of a single one.
class CandidateCards final : public QWidget
{
    Q_OBJECT
public:
    explicit CandidateCards(QWidget* parent = nullptr);
    void setCandidates(const std::vector<services::ComposeDesk::CandidatePlan>& candidates);
    /// The plan on the timeline; its card is marked.
    void setCurrent(const std::shared_ptr<const music::Plan>& plan);

Q_SIGNALS:
    void taken(int index);

protected:
    void changeEvent(QEvent* event) override;

private:
    void fill();

    std::vector<services::ComposeDesk::CandidatePlan> m_candidates;
    std::shared_ptr<const music::Plan> m_current;
    QLabel* m_title;
    QVBoxLayout* m_column;
    std::vector<CandidateCard*> m_cards;
};

} // namespace nde::ui
