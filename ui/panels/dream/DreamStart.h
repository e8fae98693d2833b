#pragma once

#include "core/base/Category.h"

#include <QWidget>

class QLabel;

namespace nde::ui {

class Button;
class InlineNote;
class ProgressBar;

/// What stands in the place of the sky while there is no model: how to get one.
class DreamStart final : public QWidget
{
    Q_OBJECT
public:
    explicit DreamStart(QWidget* parent = nullptr);

    void showOpening(const QString& model);
    void showTooFew(); ///< of every category
    /// @param predictedS  of a quick training; 0 = unknown.
    void showReady(Category category, int sounds, double predictedS);
    void showTraining(Category category, double fraction, const QString& rest);
    void setError(const QString& sentence); ///< empty = none
    void setCanWatch(bool on); ///< there is a Train room to go to

Q_SIGNALS:
    void trainRequested(nde::Category category);
    void watchRequested();
    void loadRequested();
    void libraryRequested();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    enum class State
    {
        Opening,
        TooFew,
        Ready,
        Training
    };
    void showState();

    State m_state {State::Opening};
    QString m_model;
    Category m_category {};
    int m_sounds {};
    double m_predictedS {};
    QString m_rest;
    bool m_canWatch {};
    QLabel* m_title;
    QLabel* m_sentence;
    ProgressBar* m_progress;
    InlineNote* m_error;
    Button* m_action;
    Button* m_load;
};

} // namespace nde::ui
