#include "ui/panels/separate/ChopDesk.h"

#include "core/services/JobService.h"
#include "core/services/Studio.h"
#include "ui/SelectionBus.h"
#include "ui/models/JobText.h"
#include "ui/models/Later.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr int kSaveAfterMs = 400;

/// The sound whose review a finished chop has left, 0 = it added its slices itself.
StemId reviewedStem(const JobRecord& job)
{
    const QJsonObject result
        = QJsonDocument::fromJson(QByteArray::fromStdString(job.result)).object();
    return result.contains(QLatin1String("review_path"))
        ? static_cast<StemId>(result.value(QLatin1String("stem")).toDouble())
        : 0;
}

} // namespace

ChopDesk::ChopDesk(const StudioContext& context, QObject* parent)
    : QObject(parent)
    , m_context(context)
    , m_reviews(context.studio)
    , m_model(new ChopReviewModel(this))
    , m_saving(new QTimer(this))
{
    m_saving->setSingleShot(true);
    m_saving->setInterval(kSaveAfterMs);
    connect(m_saving, &QTimer::timeout, this, [this] {
        later(this, save(), [this](const Result<>& saved) {
            if (!saved) {
                m_context.selection->showMessage(errorSentence(errorCodeId(saved.error().code)));
            }
        });
    });
    connect(m_model, &ChopReviewModel::edited, this, [this] {
        m_isDirty = true;
        m_saving->start();
        Q_EMIT changed();
    });
    connect(m_context.jobs, &services::JobService::jobChanged, this, &ChopDesk::onJob);
    connect(m_context.jobs, &services::JobService::jobFinished, this, &ChopDesk::onJob);
}

ChopDesk::~ChopDesk()
{
    static_cast<void>(save()); // m_reviews waits for it; nobody is left to be told of a failure
}

void ChopDesk::setState(State state)
{
    m_state = state;
    Q_EMIT changed();
}

void ChopDesk::fail(const Error& error)
{
    m_error = error;
    setState(State::Failed);
}

QFuture<Result<>> ChopDesk::save()
{
    m_saving->stop();
    if (!m_isDirty) {
        return {};
    }
    m_isDirty = false;
    return m_reviews.save(m_path, m_model->review());
}

void ChopDesk::lookForReviews()
{
    later(this, m_reviews.waiting(),
          [this](const Result<std::vector<services::WaitingReview>>& waiting) {
              if (waiting) {
                  onWaiting(*waiting);
              } else {
                  fail(waiting.error());
              }
          });
}

void ChopDesk::onWaiting(const std::vector<services::WaitingReview>& waiting)
{
    m_waiting = waiting;
    const auto has = [this](StemId stem) {
        return std::any_of(m_waiting.begin(), m_waiting.end(),
                           [stem](const auto& one) { return one.stem == stem; });
    };
    const StemId wanted = std::exchange(m_wanted, 0);
    if (wanted != 0 && has(wanted)) {
        open(wanted);
    } else if (m_stem != 0 && !has(m_stem)) { // another process has ended it
        m_stem = 0;
        m_isDirty = false;
        m_model->clear();
    }
    if (m_stem == 0 && !m_waiting.empty()) {
        open(m_waiting.front().stem);
    } else if (m_waiting.empty()) {
        setState(State::Nothing);
    } else {
        Q_EMIT changed();
    }
}

void ChopDesk::open(StemId stem)
{
    const auto found = std::find_if(m_waiting.begin(), m_waiting.end(),
                                    [stem](const auto& one) { return one.stem == stem; });
    if (found == m_waiting.end() || m_state == State::Keeping || m_state == State::Chopping) {
        return;
    }
    static_cast<void>(save()); // of the one before; it is written before the next is read
    m_stem = stem;
    m_path = found->path;
    load(false);
}

void ChopDesk::load(bool carriesOver)
{
    const int round = ++m_round;
    if (!carriesOver) {
        m_model->clear();
        m_isDirty = false;
    }
    setState(State::Loading);
    later(this, m_reviews.load(m_path),
          [this, round, carriesOver](const Result<services::ChopReview>& review) {
              if (round != m_round) {
                  return;
              }
              if (!review) {
                  fail(review.error());
                  return;
              }
              m_model->setReview(*review, carriesOver);
              setState(State::Ready);
              Q_EMIT opened();
          });
}

void ChopDesk::tryAgain()
{
    if (m_stem != 0) {
        load(false);
    } else {
        lookForReviews();
    }
}

void ChopDesk::follow(const Result<JobId>& job, State state)
{
    if (!job) {
        m_context.selection->showMessage(errorSentence(errorCodeId(job.error().code)));
        setState(State::Ready);
        return;
    }
    m_job = *job;
    m_progress = 0.0;
    setState(state);
}

void ChopDesk::chopAnew(double sensitivity)
{
    if (m_state != State::Ready) {
        return;
    }
    services::ChopParamsJob params;
    params.stem = m_stem;
    params.sensitivity = sensitivity;
    params.kind = m_model->review().kind;
    params.review = true;
    static_cast<void>(save()); // should the chop fail, what was decided stays
    follow(m_context.jobs->enqueue(params), State::Chopping);
}

void ChopDesk::keepAll()
{
    if (m_state != State::Ready || m_model->counts().keptTotal == 0) {
        return;
    }
    setState(State::Keeping);
    m_isDirty = true; // the job reads the file: it must be what is seen
    later(this, save(), [this, path = m_path](const Result<>& saved) {
        if (!saved) {
            follow(propagate(saved), State::Keeping);
            return;
        }
        services::KeepSlicesParams params;
        params.reviewPath = path;
        follow(m_context.jobs->enqueue(params), State::Keeping);
    });
}

void ChopDesk::discard()
{
    if (m_stem == 0 || m_state == State::Keeping || m_state == State::Chopping) {
        return;
    }
    m_saving->stop();
    m_isDirty = false;
    later(this, m_reviews.discard(m_path), [this](const Result<>& gone) {
        if (!gone) {
            m_context.selection->showMessage(errorSentence(errorCodeId(gone.error().code)));
            return;
        }
        m_stem = 0;
        m_model->clear();
        lookForReviews();
    });
}

void ChopDesk::onJob(const JobRecord& job)
{
    if (job.id == m_job && !isFinished(job.state)) {
        m_progress = job.progress;
        Q_EMIT changed();
        return;
    }
    if (!isFinished(job.state)) {
        return;
    }
    if (job.kind == "chop") {
        onChopped(job);
    } else if (job.kind == "separate") {
        lookForReviews(); // of its drums, when that was asked for
    } else if (job.id == m_job && m_state == State::Keeping) {
        m_job = 0;
        if (job.state == JobState::Done) {
            m_stem = 0;
            m_model->clear();
            setState(State::Nothing);
            lookForReviews();
        } else {
            setState(State::Ready); // the activity panel tells why
        }
    }
}

void ChopDesk::onChopped(const JobRecord& job)
{
    const bool isOwn = job.id == m_job;
    if (isOwn) {
        m_job = 0;
    }
    const StemId stem = job.state == JobState::Done ? reviewedStem(job) : 0;
    if (stem == 0) {
        if (isOwn) {
            setState(State::Ready);
        }
        return;
    }
    if (stem == m_stem) { // the same sound, chopped anew
        load(true);
    } else {
        m_wanted = m_state == State::Nothing ? stem : 0;
        lookForReviews();
        Q_EMIT arrived(stem);
    }
}

} // namespace nde::ui
