#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "ui/SelectionBus.h"
#include "ui/models/DreamSetup.h"
#include "ui/models/JobText.h"
#include "ui/panels/activity/ErrorText.h"
#include "ui/panels/compose/ChipRow.h"
#include "ui/panels/compose/ComposeHead.h"
#include "ui/panels/compose/ComposeRoom.h"
#include "ui/panels/compose/ComposeStart.h"
#include "ui/panels/compose/ComposeText.h"
#include "ui/panels/compose/ComposeVoice.h"
#include "ui/panels/compose/ExportDialog.h"
#include "ui/panels/compose/RefusalText.h"
#include "ui/panels/compose/SoundDrawer.h"
#include "ui/theme/Theme.h"

#include <QLocale>
#include <QMenu>

#include <algorithm>

/// What is asked for: the half of ComposeRoom about prompts, documents, jobs and errors.
namespace nde::ui {

namespace {

constexpr std::size_t kMostListed = 20;
constexpr int kIdeas = 3; ///< answers to a prompt; the first is heard at once

bool isGerman()
{
    return QLocale().language() == QLocale::German; // LanguageSwitch sets it
}

} // namespace

void ComposeRoom::connectHead()
{
    connect(m_head, &ComposeHead::promptEdited, this, &ComposeRoom::onPromptEdited);
    connect(m_head, &ComposeHead::composeRequested, this, [this] { composeNow(false); });
    connect(m_head, &ComposeHead::diceRequested, this, [this] { composeNow(true); });
    connect(m_head, &ComposeHead::cancelRequested, m_desk, &services::ComposeDesk::cancel);
    connect(m_head, &ComposeHead::documentsRequested, this, &ComposeRoom::openDocuments);
    connect(m_start, &ComposeStart::ideaChosen, this, &ComposeRoom::compose);
    connect(m_start, &ComposeStart::kitRequested, this, &ComposeRoom::makeStarterKit);
    connect(m_start, &ComposeStart::relaxRequested, this, &ComposeRoom::relax);
}

void ComposeRoom::compose(const QString& prompt)
{
    m_head->setPrompt(prompt);
    onPromptEdited(prompt);
    composeNow(false);
}

void ComposeRoom::onPromptEdited(const QString& /*prompt*/)
{
    m_wasEdited = false;
    m_start->setError({});
    showChips();
}

music::Request ComposeRoom::typedRequest() const
{
    return music::parsePrompt(m_head->prompt().toStdString());
}

// What chips changed since then counts as well: the prompt that says it all takes its place.
void ComposeRoom::composeNow(bool isRolled)
{
    QString prompt = m_head->prompt();
    if (prompt.isEmpty()) {
        m_head->focusPrompt();
        return;
    }
    if (m_wasEdited && m_plan && !m_isNew && prompt == QString::fromStdString(m_plan->prompt)) {
        prompt = QString::fromStdString(music::promptOf(m_plan->request));
        m_head->setPrompt(prompt);
    }
    if (isRolled) {
        m_seed = nextSeed(m_seed);
        m_head->setSeed(m_seed);
    }
    const music::Request request = typedRequest();
    m_failedPrompt = prompt;
    m_wasEdited = false;
    m_start->setError({});
    m_desk->compose(prompt, m_sources, isRolled ? m_seed : request.seed.value_or(m_seed), kIdeas);
}

void ComposeRoom::openDocuments(const QPoint& global)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("comp_document_menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(QStringLiteral("plus")), tr("New composition"), this,
                    &ComposeRoom::startAnew);
    menu->addSeparator();
    const auto& known = m_desk->compositions();
    for (std::size_t i = 0; i < std::min(kMostListed, known.size()); ++i) {
        const services::CompositionInfo& info = known[i];
        const QString text = QStringLiteral("%1 · %2 · %3")
                                 .arg(info.title, tempoText(info.bpm),
                                      tr("%n version(s)", nullptr, info.versions));
        QAction* action = menu->addAction(text, this, [this, id = info.id] {
            m_isNew = false;
            m_plan.reset(); // its prompt comes with it
            m_desk->open(id);
        });
        action->setToolTip(info.prompt);
        action->setCheckable(true);
        action->setChecked(info.id == m_desk->compositionId() && !m_isNew);
    }
    menu->popup(global);
    m_desk->refreshCompositions();
}

void ComposeRoom::startAnew()
{
    m_isNew = true;
    m_sources = {};
    askSources();
    m_voice->stop();
    m_head->setPrompt({});
    m_head->focusPrompt();
    showChips();
    offerIdeas();
    showPage();
    showNote();
}

void ComposeRoom::offerIdeas()
{
    if ((!m_plan || m_isNew) && m_shelf && m_shelf->usable > 0) {
        m_desk->findIdeas(isGerman());
    }
}

void ComposeRoom::askSources()
{
    if (isVisible()) {
        m_desk->findSources(m_sources);
    }
}

void ComposeRoom::onSources(const std::shared_ptr<const services::SourceShelf>& shelf)
{
    const bool isOther = !m_shelf || m_shelf->usable != shelf->usable;
    m_shelf = shelf;
    m_chips->setShelf(shelf);
    showPage();
    if (isOther) {
        offerIdeas();
    }
}

QString ComposeRoom::nameOf(StemId id) const
{
    const StemRow* row = m_drawer->row(id);
    return row != nullptr ? QString::fromStdString(row->name) : QStringLiteral("?");
}

QString ComposeRoom::title() const
{
    const auto& known = m_desk->compositions();
    const auto found = std::find_if(known.begin(), known.end(), [this](const auto& info) {
        return info.id == m_desk->compositionId();
    });
    if (found != known.end() && !found->title.isEmpty()) {
        return found->title;
    }
    const QString prompt = m_plan ? QString::fromStdString(m_plan->prompt) : QString();
    return prompt.section(u',', 0, 0).trimmed();
}

void ComposeRoom::makeStarterKit()
{
    const auto job = m_context.jobs->enqueue(services::StarterKitParams {});
    if (!job) {
        fail(job.error());
        return;
    }
    m_kitJob = *job;
    m_start->setMaking(true);
}

// Of a wish that nothing fits, the sources first: most often it is they that leave nothing over.
void ComposeRoom::relax()
{
    m_sources = {};
    askSources();
    m_start->setError({});
    showChips();
    composeNow(false);
}

void ComposeRoom::onJob(const JobRecord& job)
{
    if (job.id == m_kitJob) {
        m_start->setMaking(!isFinished(job.state), job.progress);
        if (isFinished(job.state)) {
            m_kitJob = 0;
            m_context.library->refresh();
        }
        return;
    }
    if (m_imports.contains(job.id) && isFinished(job.state)) {
        takeImported(job);
    }
}

void ComposeRoom::takeImported(const JobRecord& job)
{
    const ArrangePlace place = m_imports.take(job.id);
    m_context.library->refresh();
    if (job.state == JobState::Done) {
        dropSounds(place, jobResultIds(job), {});
    }
}

void ComposeRoom::openExport()
{
    if (!m_plan || m_isNew) {
        return;
    }
    auto* dialog = new ExportDialog(m_context, m_plan, m_desk->planFile(), title(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

// The usual refusals have sentences of their own; of all else the code says what it is, and the
// message what it is about.
void ComposeRoom::fail(const Error& error)
{
    if (offerTraining(error)) {
        return;
    }
    const QString detail = QString::fromStdString(error.message);
    QString sentence = refusalText(error);
    if (error.code == ErrorCode::Cancelled) {
        return;
    }
    if (sentence.isEmpty()) {
        sentence = error.code == ErrorCode::NotEnoughData
            ? tr("Nothing in the library fits: %1").arg(detail)
            : error.code == ErrorCode::BadInput ? tr("That does not go here: %1").arg(detail)
                                                : errorSentence(error) + u' ' + errorCure(error);
    }
    const bool isOfPrompt = !m_failedPrompt.isEmpty() && (!m_plan || m_isNew);
    if (isOfPrompt) {
        const bool canRelax
            = error.code == ErrorCode::NotEnoughData && m_sources != music::SourceWish {};
        m_start->setError(sentence, canRelax ? tr("Take all sources") : QString());
        m_failedPrompt.clear();
        return;
    }
    m_context.selection->showMessage(sentence);
}

} // namespace nde::ui
