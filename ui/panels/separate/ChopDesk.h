#pragma once

#include "core/base/Job.h"
#include "core/services/ChopReviews.h"
#include "ui/StudioContext.h"
#include "ui/models/ChopReviewModel.h"

#include <QObject>
#include <QString>

#include <vector>

class QTimer;

namespace nde::ui {

/// The reviews that wait and the one that is worked on: opens it, keeps what is decided on the
/// disk, chops anew, and hands what is kept to the library. All of it beside the GUI thread.
/// @thread  the GUI thread.
class ChopDesk final : public QObject
{
    Q_OBJECT
public:
    enum class State
    {
        Nothing, ///< no review waits
        Loading,
        Ready,
        Chopping, ///< anew, with another sensitivity
        Keeping, ///< on the way into the library
        Failed ///< `error` says why
    };

    explicit ChopDesk(const StudioContext& context, QObject* parent = nullptr);
    ~ChopDesk() override; ///< what was decided is written

    [[nodiscard]] ChopReviewModel& model() { return *m_model; }
    [[nodiscard]] const ChopReviewModel& model() const { return *m_model; }
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const Error& error() const { return m_error; }
    [[nodiscard]] double progress() const { return m_progress; } ///< while chopping or keeping
    [[nodiscard]] const std::vector<services::WaitingReview>& waiting() const { return m_waiting; }
    [[nodiscard]] StemId stem() const { return m_stem; } ///< of the open review, 0 = none

    void lookForReviews(); ///< opens the newest when none is open
    void open(StemId stem); ///< one of `waiting`
    void tryAgain(); ///< after a failure
    void chopAnew(double sensitivity);
    void keepAll(); ///< every slice that is not dropped
    void discard(); ///< forgets the review; the sound stays

Q_SIGNALS:
    void changed(); ///< state, progress, or which reviews wait
    void opened(); ///< another review, or the same chopped anew
    void arrived(nde::StemId stem); ///< a chop of the user's has put a review on the desk

private:
    void setState(State state);
    void fail(const Error& error);
    void load(bool carriesOver);
    void onWaiting(const std::vector<services::WaitingReview>& waiting);
    void onJob(const JobRecord& job);
    void onChopped(const JobRecord& job);
    void follow(const Result<JobId>& job, State state);
    QFuture<Result<>> save();

    StudioContext m_context;
    services::ChopReviews m_reviews;
    ChopReviewModel* m_model;
    QTimer* m_saving;
    State m_state {State::Nothing};
    Error m_error;
    double m_progress {};
    std::vector<services::WaitingReview> m_waiting;
    StemId m_stem {};
    QString m_path;
    StemId m_wanted {}; ///< to be opened once it is found
    JobId m_job {}; ///< of chopping anew or keeping
    bool m_isDirty {};
    int m_round {}; ///< late answers about an earlier review are dropped
};

} // namespace nde::ui
