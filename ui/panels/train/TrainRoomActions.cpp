#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "ui/SelectionBus.h"
#include "ui/models/Later.h"
#include "ui/models/TrainText.h"
#include "ui/models/TrainingShelf.h"
#include "ui/panels/CountBadge.h"
#include "ui/panels/FileChooser.h"
#include "ui/panels/activity/ErrorText.h"
#include "ui/panels/train/ListenPanel.h"
#include "ui/panels/train/RunHead.h"
#include "ui/panels/train/RunSetup.h"
#include "ui/panels/train/SetList.h"
#include "ui/panels/train/TrainRoom.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"

#include <QDrag>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QUrl>

/// What the Train room does when it is asked to.
namespace nde::ui {

void TrainRoom::onStep(VerdictLine::Step step)
{
    const services::RunSummary* run = opened();
    if (run == nullptr) {
        return;
    }
    switch (step) {
    case VerdictLine::Step::StopKeepBest:
        m_shelf.finishEarly(run->id);
        break;
    case VerdictLine::Step::Resume:
        m_shelf.resume(run->id);
        break;
    case VerdictLine::Step::BranchGentler:
        branch(run->bestEpoch);
        m_setup->setRate(run->params.params.learningRate / 2.0);
        break;
    case VerdictLine::Step::BranchFiner:
        branch(run->bestEpoch);
        m_setup->setDetail(run->params.params.detail / 2.0);
        break;
    case VerdictLine::Step::Retry:
        m_shelf.retry(run->id);
        break;
    case VerdictLine::Step::Use:
        m_shelf.use(run->id);
        break;
    case VerdictLine::Step::OpenInDream:
        openInDream(run->id);
        break;
    case VerdictLine::Step::AddSounds:
        m_setup->importSounds();
        break;
    case VerdictLine::Step::None:
        break;
    }
}

std::vector<services::TrainingSet> TrainRoom::severalSets() const
{
    std::vector<services::TrainingSet> sets = m_sets->selectedSets();
    if (sets.size() < 2 || m_setup->params().branchOf != 0) {
        return {};
    }
    std::erase_if(sets, [](const services::TrainingSet& set) {
        return set.health == services::SetHealth::Blocked && !set.isOnlyLong();
    });
    return sets;
}

void TrainRoom::start()
{
    const std::vector<services::TrainingSet> several = severalSets();
    several.empty() ? m_setup->start() : startSets(several);
}

// As it is set up, but each on the sounds of its own set.
void TrainRoom::startSets(const std::vector<services::TrainingSet>& sets)
{
    int started = 0;
    for (const services::TrainingSet& set : sets) {
        services::TrainJobParams params = m_setup->params();
        params.category = set.category;
        params.joint.clear();
        params.sounds.clear();
        if (params.data == services::TrainDataKind::Sounds) {
            params.data = services::TrainDataKind::Category;
        }
        params.params.isLong = set.isOnlyLong()
            || (params.params.isLong && set.longHealth != services::SetHealth::Blocked);
        const Result<JobId> job = m_shelf.start(params);
        if (!job) {
            report(job.error());
            break;
        }
        m_started = started++ == 0 ? *job : m_started;
    }
    if (started > 0) {
        m_shelf.refreshRuns();
        m_context.selection->showMessage(
            tr("%n run(s) wait to be trained, one after another.", nullptr, started));
    }
}

void TrainRoom::branch(int epoch)
{
    if (const services::RunSummary* run = opened(); run != nullptr) {
        m_setup->setBranch(*run, epoch);
        showStart();
        m_start->setFocus(Qt::OtherFocusReason);
    }
}

void TrainRoom::togglePause()
{
    const services::RunSummary* active = m_shelf.activeRun();
    if (active == nullptr) {
        return;
    }
    if (active->state == u"running") {
        m_shelf.pause(active->id);
    } else {
        m_shelf.resume(active->id);
    }
}

void TrainRoom::askToDiscard(qint64 id)
{
    const services::RunSummary* run = m_shelf.run(id);
    if (run == nullptr) {
        return;
    }
    const bool isOver = !isUnfinished(*run);
    auto* box = new QMessageBox(window());
    box->setObjectName(QStringLiteral("train_discard_question"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setWindowTitle(isOver ? tr("Remove a run") : tr("Discard a run"));
    box->setText(isOver ? tr("Remove %1 with its curves, sounds and model?").arg(runTitle(*run))
                        : tr("Stop %1 and throw away what it learned?").arg(runTitle(*run)));
    box->setInformativeText(isOver ? tr("The model that its category uses stays.")
                                   : tr("“Stop, keep best” ends it as well and keeps the model."));
    auto* yes = box->addButton(isOver ? tr("Remove") : tr("Discard"), QMessageBox::DestructiveRole);
    auto* no = box->addButton(tr("Keep"), QMessageBox::RejectRole);
    yes->setObjectName(QStringLiteral("train_discard_yes"));
    no->setObjectName(QStringLiteral("train_discard_no"));
    yes->setAccessibleName(yes->text());
    no->setAccessibleName(no->text());
    box->setDefaultButton(no);
    box->setEscapeButton(no);
    connect(yes, &QAbstractButton::clicked, this, [this, id] { m_shelf.discard(id); });
    box->open();
}

void TrainRoom::popupMenu(qint64 id, const QPoint& at)
{
    const services::RunSummary* run = m_shelf.run(id);
    if (run == nullptr) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("train_run_menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const char* name, const QString& text, auto action) {
        QAction* item = menu->addAction(text);
        item->setObjectName(QLatin1String(name));
        connect(item, &QAction::triggered, this, action);
        return item;
    };
    const bool hasModel = run->state == u"done" && !run->modelPath.isEmpty();
    add("train_menu_use", tr("Use this model"), [this, id] {
        m_shelf.use(id);
    })->setEnabled(hasModel);
    if (m_isDreamOffered) {
        add("train_menu_dream", tr("Open in Dream"), [this, id] {
            openInDream(id);
        })->setEnabled(hasModel);
    }
    add("train_menu_branch", tr("Branch from its best epoch"), [this, id, best = run->bestEpoch] {
        showRun(id);
        branch(best);
    })->setEnabled(run->epochs > 0);
    const bool isStarred = run->isStarred;
    add("train_menu_star", isStarred ? tr("Take the star away") : tr("Star"),
        [this, id, isStarred] { m_shelf.star(id, !isStarred); });
    menu->addSeparator();
    add("train_menu_csv", tr("Export the curves as CSV…"), [this, id] { exportCsv(id); });
    add("train_menu_export", tr("Export model and card…"), [this, id] {
        exportModel(id);
    })->setEnabled(hasModel);
    menu->addSeparator();
    add("train_menu_remove", isUnfinished(*run) ? tr("Discard…") : tr("Remove…"),
        [this, id] { askToDiscard(id); });
    menu->popup(at);
}

void TrainRoom::exportCsv(qint64 id)
{
    if (const services::RunSummary* run = m_shelf.run(id); run != nullptr) {
        chooseSaveFile(this, tr("Export the curves"),
                       QStringLiteral("%1_run_%2.csv")
                           .arg(QString::fromUtf8(categoryId(run->category).data()))
                           .arg(run->id),
                       [this, id](const QString& path) { m_shelf.exportCsv(id, path); });
    }
}

void TrainRoom::exportModel(qint64 id)
{
    chooseFolder(this, tr("Folder for the model and its card"),
                 [this, id](const QString& folder) { m_shelf.exportModel(id, folder); });
}

void TrainRoom::dragOut(qint64 id)
{
    const services::RunSummary* run = m_shelf.run(id);
    if (run == nullptr || run->state != u"done") {
        return;
    }
    QList<QUrl> urls;
    for (const QString& path : modelFiles(*run)) {
        urls.push_back(QUrl::fromLocalFile(path));
    }
    if (urls.isEmpty()) {
        return;
    }
    auto* mime = new QMimeData;
    mime->setUrls(urls);
    auto* drag = new QDrag(this);
    drag->setMimeData(mime);
    drag->setPixmap(categoryPixmap(run->category, dp(20), devicePixelRatioF()));
    drag->exec(Qt::CopyAction);
}

void TrainRoom::openInDream(qint64 id)
{
    if (const services::RunSummary* run = m_shelf.run(id); run != nullptr) {
        Q_EMIT dreamRequested(run->modelPath);
    }
}

void TrainRoom::takeSounds(Category category)
{
    std::vector<StemId> ids = m_context.selection->selected();
    if (ids.empty() && m_context.selection->current() != 0) {
        ids.push_back(m_context.selection->current());
    }
    if (ids.empty()) {
        return;
    }
    m_context.library->setCategory(ids, category);
    m_context.selection->showMessage(
        tr("Now of this category: %1")
            .arg(categoryCountText(category, static_cast<int>(ids.size()))));
    later(this, m_context.library->settled(),
          [this](const Result<>& /*written*/) { m_shelf.refreshSets(); });
}

void TrainRoom::takeFiles(Category category, const QStringList& paths)
{
    services::ImportParams params;
    params.paths = paths;
    params.category = category;
    const Result<JobId> job = m_context.jobs->enqueue(params);
    m_context.selection->showMessage(job ? tr("Adding to the set …") : errorSentence(job.error()));
}

void TrainRoom::report(const Error& error)
{
    m_context.selection->showMessage(errorSentence(error) + QLatin1Char(' ') + errorCure(error));
}

void TrainRoom::openCategory(Category category)
{
    chooseCategory(category);
    if (!m_shelf.isKnown()) { // the sets are still on their way
        m_wanted = category;
    }
}

} // namespace nde::ui
