#include "ui/panels/library/SoundActions.h"

#include "core/services/Collections.h"
#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/SearchService.h"
#include "core/services/TrackMaterial.h"
#include "ui/SelectionBus.h"
#include "ui/models/FileDrag.h"
#include "ui/models/JobText.h"
#include "ui/models/SoundVerbs.h"
#include "ui/panels/HistoryActions.h"
#include "ui/playback/Player.h"
#include "ui/theme/Theme.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QUrl>

#include <algorithm>

namespace nde::ui {

SoundActions::SoundActions(const StudioContext& context, FileDrag& files, QWidget* owner)
    : QObject(owner)
    , m_context(context)
    , m_files(files)
    , m_owner(owner)
    , m_history(new HistoryActions(context, owner, true))
    , m_menu(new QMenu(owner))
    , m_ratingMenu(new QMenu(m_menu))
    , m_categoryMenu(new QMenu(m_menu))
    , m_collectMenu(new QMenu(m_menu))
    , m_takeMenu(new QMenu(m_menu))
    , m_play(add("lib_action_play", "play"))
    , m_favorite(add("lib_action_favorite", "heart", QKeySequence(Qt::Key_F)))
    , m_tags(add("lib_action_tags", "tag", QKeySequence(Qt::Key_T)))
    , m_separate(add("lib_action_separate", "separate"))
    , m_chop(add("lib_action_chop", "drag"))
    , m_dream(add("lib_action_dream", "dream"))
    , m_train(add("lib_action_train", "train"))
    , m_use(add("lib_action_use", "compose"))
    , m_like(add("lib_action_like", "search", QKeySequence(Qt::CTRL | Qt::Key_G)))
    , m_show(add("lib_action_show", "folder"))
    , m_copy(add("lib_action_copy", "file", QKeySequence::Copy))
    , m_export(add("lib_action_export", "export"))
    , m_remove(add("lib_action_remove", "trash", QKeySequence::Delete))
{
    m_menu->setObjectName(QStringLiteral("lib_menu"));
    for (int i = 0; i < 6; ++i) {
        QAction* action = add("lib_action_rating", nullptr, QKeySequence(Qt::Key_0 + i));
        action->setObjectName(QStringLiteral("lib_action_rating_%1").arg(i));
        connect(action, &QAction::triggered, this, [this, i] { rate(m_ids, i); });
        m_ratings[static_cast<std::size_t>(i)] = action;
    }
    for (int i = 0; i < kCategoryCount; ++i) {
        auto* action = new QAction(this);
        const auto category = static_cast<Category>(i);
        action->setIcon(QIcon(categoryPixmap(category, dp(12), owner->devicePixelRatioF())));
        connect(action, &QAction::triggered, this,
                [this, category] { m_context.library->setCategory(m_ids, category); });
        m_categories[static_cast<std::size_t>(i)] = action;
    }
    connectActions();
    buildMenu();
    retranslate();
    updateState();
}

QAction* SoundActions::add(const char* name, const char* iconName, const QKeySequence& shortcut)
{
    auto* action = new QAction(this);
    action->setObjectName(QLatin1String(name));
    if (iconName != nullptr) {
        action->setIcon(icon(QLatin1String(iconName)));
    }
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_owner->addAction(action);
    return action;
}

void SoundActions::connectActions()
{
    connect(m_play, &QAction::triggered, this, &SoundActions::play);
    connect(m_favorite, &QAction::triggered, this, [this] { toggleFavorite(m_ids, m_current); });
    connect(m_tags, &QAction::triggered, this, &SoundActions::tagsRequested);
    connect(m_separate, &QAction::triggered, this,
            [this] { m_context.selection->separateSounds(selectedThat(canSeparate)); });
    connect(m_chop, &QAction::triggered, this, &SoundActions::chop);
    connect(m_dream, &QAction::triggered, this, [this] {
        m_context.selection->sendSounds(QStringLiteral("dream"), selectedThat(canDreamFrom));
    });
    connect(m_train, &QAction::triggered, this, [this] {
        m_context.selection->sendSounds(QStringLiteral("train"), selectedThat(canDreamFrom));
    });
    connect(m_use, &QAction::triggered, this, [this] {
        m_context.selection->sendSounds(QStringLiteral("compose"),
                                        selectedThat(services::isTrackMaterial));
    });
    connect(m_like, &QAction::triggered, this, [this] { Q_EMIT likeRequested(m_current); });
    connect(m_show, &QAction::triggered, this, &SoundActions::showInFolder);
    connect(m_copy, &QAction::triggered, this, &SoundActions::copyFiles);
    connect(m_export, &QAction::triggered, this,
            [this] { m_context.selection->exportSounds(m_ids); });
    connect(m_remove, &QAction::triggered, this, &SoundActions::askToRemove);
    connect(m_collectMenu, &QMenu::aboutToShow, this, &SoundActions::fillCollections);
}

void SoundActions::buildMenu()
{
    m_menu->addAction(m_play);
    m_menu->addSeparator();
    m_menu->addAction(m_favorite);
    m_menu->addMenu(m_ratingMenu);
    m_menu->addMenu(m_categoryMenu);
    m_menu->addAction(m_tags);
    m_menu->addMenu(m_collectMenu);
    m_menu->addMenu(m_takeMenu);
    m_menu->addSeparator();
    m_menu->addAction(m_separate);
    m_menu->addAction(m_chop);
    m_menu->addAction(m_dream);
    m_menu->addAction(m_train);
    m_menu->addAction(m_use);
    m_menu->addAction(m_like);
    m_menu->addSeparator();
    m_menu->addAction(m_show);
    m_menu->addAction(m_copy);
    m_menu->addAction(m_export);
    m_menu->addSeparator();
    m_menu->addAction(m_history->undo());
    m_menu->addAction(m_history->redo());
    m_menu->addSeparator();
    m_menu->addAction(m_remove);
    for (QAction* action : m_ratings) {
        m_ratingMenu->addAction(action);
    }
    for (QAction* action : m_categories) {
        m_categoryMenu->addAction(action);
    }
}

void SoundActions::retranslate()
{
    m_play->setText(tr("Play"));
    m_tags->setText(tr("Edit tags"));
    m_separate->setText(tr("Separate into stems"));
    m_chop->setText(tr("Chop…"));
    m_dream->setText(tr("Dream like this") + QLatin1Char('\t') + tr("Ctrl+D"));
    m_train->setText(tr("Train on these"));
    m_use->setText(tr("Use in the track"));
    m_like->setText(tr("Sounds like this"));
    m_show->setText(tr("Show file in folder"));
    m_copy->setText(tr("Copy file"));
    m_export->setText(tr("Export…") + QLatin1Char('\t') + tr("Ctrl+E")); // a key of the window
    m_remove->setText(tr("Remove from library…"));
    m_ratingMenu->setTitle(tr("Rating"));
    m_categoryMenu->setTitle(tr("Set category"));
    m_collectMenu->setTitle(tr("Add to collection"));
    m_takeMenu->setTitle(tr("Take out of collection"));
    m_ratings[0]->setText(tr("No rating"));
    for (int i = 1; i < 6; ++i) {
        m_ratings[static_cast<std::size_t>(i)]->setText(tr("%n star(s)", nullptr, i));
    }
    for (int i = 0; i < kCategoryCount; ++i) {
        m_categories[static_cast<std::size_t>(i)]->setText(categoryText(static_cast<Category>(i)));
    }
    m_history->retranslate();
    updateState();
}

const StemRow* SoundActions::row(StemId id) const
{
    return rowById(m_context.library->rows(), id);
}

std::vector<StemId> SoundActions::selectedThat(bool (*can)(const StemRow&)) const
{
    std::vector<StemId> ids;
    for (const StemId id : m_ids) {
        const StemRow* found = row(id);
        if (found != nullptr && can(*found)) {
            ids.push_back(id);
        }
    }
    return ids;
}

SoundActions::Verbs SoundActions::verbs() const
{
    return {m_tags,
            m_ratingMenu->menuAction(),
            m_categoryMenu->menuAction(),
            m_collectMenu->menuAction(),
            m_train,
            m_dream,
            m_export,
            m_remove};
}

void SoundActions::setSelection(std::vector<StemId> ids, StemId current)
{
    m_ids = std::move(ids);
    m_current = current;
    updateState();
}

void SoundActions::updateState()
{
    const StemRow* current = row(m_current);
    const bool isFavorite = current != nullptr && current->isFavorite;
    m_favorite->setText(isFavorite ? tr("Remove from favourites") : tr("Add to favourites"));
    m_favorite->setIcon(
        icon(isFavorite ? QStringLiteral("heart-filled") : QStringLiteral("heart")));
    for (QAction* action : {m_play, m_favorite, m_tags, m_show, m_copy, m_export, m_remove}) {
        action->setEnabled(!m_ids.empty());
    }
    m_ratingMenu->setEnabled(!m_ids.empty());
    m_categoryMenu->setEnabled(!m_ids.empty());
    m_collectMenu->menuAction()->setVisible(m_context.search != nullptr && !m_ids.empty());
    m_separate->setVisible(!selectedThat(canSeparate).empty());
    m_chop->setVisible(!selectedThat(canChop).empty());
    const bool canDream = !selectedThat(canDreamFrom).empty();
    m_dream->setVisible(canDream);
    m_train->setVisible(canDream);
    m_use->setVisible(m_ids.size() == 1 && !selectedThat(services::isTrackMaterial).empty());
}

/// The collections as they are now: those put together by hand.
void SoundActions::fillCollections()
{
    m_collectMenu->clear();
    m_takeMenu->clear();
    services::Collections* all
        = m_context.search == nullptr ? nullptr : &m_context.search->collections();
    for (std::size_t i = 0; all != nullptr && i < all->rows().size(); ++i) {
        const services::CollectionRow& row = all->rows()[i];
        if (row.isSmart()) {
            continue;
        }
        const QString name = QString(row.name).replace(u'&', QLatin1String("&&"));
        connect(m_collectMenu->addAction(name), &QAction::triggered, this,
                [this, all, id = row.id] { all->add(id, m_ids); });
        connect(m_takeMenu->addAction(name), &QAction::triggered, this,
                [this, all, id = row.id] { all->take(id, m_ids); });
    }
    m_takeMenu->menuAction()->setVisible(!m_takeMenu->isEmpty() && !m_ids.empty());
    if (!m_collectMenu->isEmpty()) {
        m_collectMenu->addSeparator();
    }
    connect(m_collectMenu->addAction(icon(QStringLiteral("plus")), tr("New collection…")),
            &QAction::triggered, this, [this] { Q_EMIT collectionRequested(m_ids); });
}

void SoundActions::popup(const QPoint& global)
{
    updateState();
    fillCollections();
    m_menu->popup(global);
}

void SoundActions::rate(const std::vector<StemId>& ids, int rating)
{
    if (!ids.empty()) {
        m_context.library->setRating(ids, rating);
    }
}

void SoundActions::toggleFavorite(const std::vector<StemId>& ids, StemId deciding)
{
    const StemRow* found = row(deciding);
    if (found != nullptr && !ids.empty()) {
        m_context.library->setFavorite(ids, !found->isFavorite);
    }
    updateState();
}

void SoundActions::play()
{
    m_context.selection->select(m_current, m_ids, true);
    if (m_context.player != nullptr && !m_context.player->isPlaying()) {
        m_context.player->play();
    }
}

void SoundActions::report(const Result<JobId>& queued, const QString& text)
{
    m_context.selection->showMessage(queued ? text
                                            : errorSentence(errorCodeId(queued.error().code)));
}

void SoundActions::chop()
{
    for (const StemId id : selectedThat(canChop)) {
        services::ChopParamsJob params;
        params.stem = id;
        params.review = true;
        report(m_context.jobs->enqueue(params),
               tr("“%1” is being chopped. Its slices will wait for you in the Separate room.")
                   .arg(QString::fromStdString(row(id)->name)));
    }
}

void SoundActions::showInFolder()
{
    m_files.withPaths({m_current}, [this](const QStringList& paths) {
        const QString folder = paths.isEmpty() ? QString() : QFileInfo(paths.front()).path();
        if (folder.isEmpty() || !QDesktopServices::openUrl(QUrl::fromLocalFile(folder))) {
            m_context.selection->showMessage(folder.isEmpty()
                                                 ? tr("The file of this sound is missing.")
                                                 : tr("The folder is %1.").arg(folder));
        }
    });
}

void SoundActions::copyFiles()
{
    m_files.withPaths(m_ids, [this, ids = m_ids](const QStringList& paths) {
        std::unique_ptr<QMimeData> mime = m_files.mimeData(ids);
        if (!mime) {
            m_context.selection->showMessage(tr("The file of this sound is missing."));
            return;
        }
        mime->setText(paths.join(QLatin1Char('\n')));
        QGuiApplication::clipboard()->setMimeData(mime.release());
        m_context.selection->showMessage(
            tr("%n file(s) copied.", nullptr, static_cast<int>(paths.size())));
    });
}

void SoundActions::askToRemove()
{
    if (m_ids.empty()) {
        return;
    }
    const bool canComeBack = m_ids.size() <= services::LibraryService::kMostUndone;
    auto* box = new QMessageBox(m_owner);
    box->setObjectName(QStringLiteral("lib_remove_dialog"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::NoIcon);
    box->setWindowTitle(tr("Remove from library"));
    box->setText(
        tr("Remove %n sound(s) from the library?", nullptr, static_cast<int>(m_ids.size())));
    auto* files = new QCheckBox(tr("Also move their files to the trash"), box);
    files->setObjectName(QStringLiteral("lib_remove_files"));
    files->setAccessibleName(files->text());
    box->setCheckBox(files);
    const auto explain = [box, canComeBack](bool withFiles) {
        const QString where = withFiles
            ? tr("Files inside the studio's folder go to the system's trash; all others stay where "
                 "they are.")
            : tr("The files stay where they are.");
        const QString back = !canComeBack ? tr("Ratings and tags are forgotten.")
            : withFiles ? tr("Ctrl+Z brings sounds and files back, until the program ends or the "
                             "trash is emptied.")
                        : tr("Ctrl+Z brings the sounds back, with their ratings, tags and "
                             "collections, until the program ends.");
        box->setInformativeText(where + u' ' + back);
    };
    explain(false);
    connect(files, &QCheckBox::toggled, box, explain);
    QPushButton* remove = box->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    remove->setObjectName(QStringLiteral("lib_remove_confirm"));
    box->addButton(tr("Keep"), QMessageBox::RejectRole);
    box->setDefaultButton(remove);
    connect(remove, &QPushButton::clicked, this, [this, ids = m_ids, files] {
        m_context.library->removeFromLibrary(ids, files->isChecked());
    });
    box->open();
}

} // namespace nde::ui
