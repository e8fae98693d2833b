#include "ui/panels/help/CheckDialog.h"

#include "ui/models/JobText.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/InlineNote.h"
#include "ui/widgets/ProgressBar.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPromise>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr int kSteps = 1000; ///< of the progress
constexpr double kMostOfScreen = 0.92;

TaskContext contextOf(QPromise<CheckResult>& promise)
{
    return {[&promise](double fraction, std::string_view /*stage*/) {
                promise.setProgressValue(static_cast<int>(fraction * kSteps));
            },
            [&promise] { return promise.isCanceled(); }};
}

void examineInto(QPromise<CheckResult>& promise, const std::shared_ptr<services::Studio>& studio,
                 int port)
{
    promise.setProgressRange(0, kSteps);
    services::examine(studio.get(), port, contextOf(promise),
                      [&promise](const services::Finding& finding) { promise.addResult(finding); });
}

void testInto(QPromise<CheckResult>& promise, const services::SelfTestParams& params)
{
    promise.setProgressRange(0, kSteps);
    TaskContext task = contextOf(promise);
    const auto done = services::selfTest(
        params, task, [&promise](const services::SelfCheck& check) { promise.addResult(check); });
    if (!done && done.error().code != ErrorCode::Cancelled) {
        promise.addResult(done.error());
    }
}

CheckLine lineOfResult(const CheckResult& result)
{
    if (const auto* error = std::get_if<Error>(&result)) {
        const auto code = errorCodeId(error->code);
        return {CheckLine::Level::Problem, errorSentence(code),
                QString::fromStdString(error->message), errorCure(code)};
    }
    if (const auto* check = std::get_if<services::SelfCheck>(&result)) {
        return lineOf(*check);
    }
    return lineOf(std::get<services::Finding>(result));
}

QLabel* wrapped(const QString& text, TextStyle style, const char* property, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setFont(nde::ui::font(style));
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    // Where the mouse can select, some platforms let the focus in as well: then it has a name.
    label->setObjectName(QStringLiteral("check_text"));
    label->setAccessibleName(text);
    if (property != nullptr) {
        label->setProperty(property, true);
    }
    return label;
}

} // namespace

CheckDialog::CheckDialog(Kind kind, std::shared_ptr<services::Studio> studio, int port,
                         services::SelfTestParams test, QWidget* parent)
    : QDialog(parent)
    , m_kind(kind)
    , m_studio(std::move(studio))
    , m_port(port)
    , m_test(std::move(test))
    , m_about(wrapped({}, TextStyle::Body, "secondary", this))
    , m_list(new QWidget(this))
    , m_rows(new QVBoxLayout(m_list))
    , m_verdict(new InlineNote(InlineNote::Kind::Ok, {}, this))
    , m_bar(new ProgressBar(ProgressBar::Tone::Running, this))
    , m_stage(new ElidedLabel({}, TextStyle::Caption, this))
    , m_copy(new Button({}, Button::Kind::Ghost, this))
    , m_run(new Button({}, Button::Kind::Secondary, this))
    , m_cancel(new Button({}, Button::Kind::Secondary, this))
    , m_close(new Button({}, Button::Kind::Primary, this))
{
    setObjectName(QStringLiteral("check_dialog"));
    m_about->setTextInteractionFlags(Qt::NoTextInteraction);
    m_list->setObjectName(QStringLiteral("check_list"));
    m_verdict->setObjectName(QStringLiteral("check_verdict"));
    m_bar->setObjectName(QStringLiteral("check_progress"));
    m_stage->setTone(ElidedLabel::Tone::Secondary);
    m_copy->setObjectName(QStringLiteral("check_copy"));
    m_run->setObjectName(QStringLiteral("check_run"));
    m_cancel->setObjectName(QStringLiteral("check_cancel"));
    m_close->setObjectName(QStringLiteral("check_close"));
    m_rows->setContentsMargins(0, 0, dp(8), 0);
    m_rows->setSpacing(dp(12));
    m_rows->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("check_scroll"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_list);
    m_list->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    auto* progress = new QHBoxLayout;
    progress->setSpacing(dp(10));
    progress->addWidget(m_bar, 1);
    progress->addWidget(m_stage);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_copy);
    buttons->addStretch(1);
    buttons->addWidget(m_run);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(dp(20), dp(16), dp(20), dp(16));
    column->setSpacing(dp(12));
    column->addWidget(m_about);
    column->addWidget(scroll, 1);
    column->addWidget(m_verdict);
    column->addLayout(progress);
    column->addLayout(buttons);
    resize(QSize(dp(600), dp(m_kind == Kind::Doctor ? 620 : 520))
               .boundedTo(screen()->availableSize() * kMostOfScreen));
    m_close->setDefault(true);
    connect(m_copy, &QAbstractButton::clicked, this,
            [this] { QApplication::clipboard()->setText(report()); });
    connect(m_run, &QAbstractButton::clicked, this, &CheckDialog::run);
    connect(m_close, &QAbstractButton::clicked, this, &QDialog::accept);
    connect(m_cancel, &QAbstractButton::clicked, this, [this] {
        m_isCancelled = true;
        m_watcher.future().cancel();
    });
    connect(&m_watcher, &QFutureWatcherBase::resultReadyAt, this,
            [this](int at) { add(m_watcher.resultAt(at)); });
    connect(&m_watcher, &QFutureWatcherBase::progressValueChanged, this, [this](int value) {
        m_bar->setFraction(static_cast<double>(value) / kSteps);
        m_stage->setFullText(tr("%1 %").arg(value * 100 / kSteps));
    });
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &CheckDialog::onFinished);
    retranslate();
}

CheckDialog::~CheckDialog()
{
    m_watcher.disconnect(this);
    m_watcher.future().cancel(); // it owns what it works on, so nobody has to wait
}

bool CheckDialog::isRunning() const
{
    return m_watcher.isRunning();
}

void CheckDialog::run()
{
    if (isRunning()) {
        return;
    }
    m_results.clear();
    m_isCancelled = false;
    refill();
    m_bar->setRange(0, kSteps);
    m_bar->setFraction(0.0);
    m_stage->setFullText({});
    if (m_kind == Kind::Doctor) {
        m_watcher.setFuture(
            QtConcurrent::run([studio = m_studio, port = m_port](QPromise<CheckResult>& promise) {
                examineInto(promise, studio, port);
            }));
    } else {
        m_watcher.setFuture(QtConcurrent::run(
            [test = m_test](QPromise<CheckResult>& promise) { testInto(promise, test); }));
    }
    retranslate();
}

void CheckDialog::add(const CheckResult& result)
{
    m_results.push_back(result);
    addRow(lineOfResult(result));
}

void CheckDialog::addRow(const CheckLine& line)
{
    const Theme& theme = Theme::current();
    auto* row = new QWidget(m_list);
    row->setObjectName(QStringLiteral("check_row"));
    row->setAccessibleName(QStringLiteral("%1: %2, %3 %4")
                               .arg(line.title, checkLevelText(line.level), line.text, line.cure));
    auto* mark = new QLabel(row);
    const bool isOk = line.level == CheckLine::Level::Ok;
    const bool isWarning = line.level == CheckLine::Level::Warning;
    mark->setPixmap(iconPixmap(isOk            ? QStringLiteral("check")
                                   : isWarning ? QStringLiteral("warning")
                                               : QStringLiteral("error"),
                               dp(16),
                               isOk            ? theme.ok
                                   : isWarning ? theme.warn
                                               : theme.error,
                               devicePixelRatioF()));
    auto* words = new QVBoxLayout;
    words->setSpacing(dp(2));
    words->addWidget(wrapped(line.title, TextStyle::Strong, nullptr, row));
    words->addWidget(wrapped(line.text, TextStyle::Body, "secondary", row));
    if (!line.cure.isEmpty()) {
        words->addWidget(wrapped(line.cure, TextStyle::Body, nullptr, row));
    }
    auto* columns = new QHBoxLayout(row);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(dp(10));
    columns->addWidget(mark, 0, Qt::AlignTop);
    columns->addLayout(words, 1);
    m_rows->insertWidget(m_rows->count() - 1, row);
}

void CheckDialog::refill()
{
    while (m_rows->count() > 1) {
        QLayoutItem* item = m_rows->takeAt(0);
        delete item->widget();
        delete item;
    }
    for (const CheckLine& line : lines()) {
        addRow(line);
    }
}

std::vector<CheckLine> CheckDialog::lines() const
{
    std::vector<CheckLine> all;
    std::transform(m_results.begin(), m_results.end(), std::back_inserter(all), lineOfResult);
    return all;
}

QString CheckDialog::report() const
{
    return checkReport(windowTitle(), lines());
}

void CheckDialog::onFinished()
{
    retranslate();
}

void CheckDialog::retranslate()
{
    const bool isDoctor = m_kind == Kind::Doctor;
    setWindowTitle(isDoctor ? tr("Doctor") : tr("Self-test"));
    setAccessibleName(windowTitle());
    findChild<QScrollArea*>(QStringLiteral("check_scroll"))->setAccessibleName(windowTitle());
    m_about->setText(
        isDoctor ? tr("Looks at this computer and at the open studio, and says what to do.")
                 : tr("Goes once through the whole circle on a small studio of its own, which is "
                      "removed afterwards, and measures the results. Takes about a minute."));
    const bool isBusy = isRunning();
    const auto all = lines();
    const auto count = [&all](CheckLine::Level level) {
        return static_cast<int>(
            std::count_if(all.begin(), all.end(),
                          [level](const CheckLine& line) { return line.level == level; }));
    };
    const int problems = count(CheckLine::Level::Problem);
    const int warnings = count(CheckLine::Level::Warning);
    m_verdict->setVisible(!isBusy && (m_isCancelled || !all.empty()));
    if (m_isCancelled) {
        m_verdict->setNote(InlineNote::Kind::Warning, tr("Cancelled before the end."));
    } else if (problems > 0) {
        m_verdict->setNote(InlineNote::Kind::Error, tr("%n problem(s) found.", nullptr, problems));
    } else if (warnings > 0) {
        m_verdict->setNote(InlineNote::Kind::Warning,
                           tr("Everything works; %n hint(s).", nullptr, warnings));
    } else {
        m_verdict->setNote(InlineNote::Kind::Ok,
                           isDoctor ? tr("Everything is fine.") : tr("All checks passed."));
    }
    m_bar->setVisible(isBusy);
    m_bar->setAccessibleName(tr("Progress"));
    m_stage->setVisible(isBusy);
    m_copy->setText(tr("Copy as text"));
    m_copy->setEnabled(!all.empty() && !isBusy);
    m_run->setText(isDoctor ? tr("Look again") : tr("Test again"));
    m_run->setVisible(!isBusy);
    m_cancel->setText(tr("Cancel"));
    m_cancel->setVisible(isBusy);
    m_cancel->setEnabled(isBusy && !m_isCancelled);
    m_close->setText(tr("Close"));
    for (Button* button : {m_copy, m_run, m_cancel, m_close}) {
        button->setAccessibleName(button->text());
    }
}

void CheckDialog::changeEvent(QEvent* event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        refill();
        retranslate();
    }
}

} // namespace nde::ui
