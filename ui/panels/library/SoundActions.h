#pragma once

#include "core/base/Job.h"
#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "ui/StudioContext.h"

#include <QKeySequence>
#include <QObject>

#include <array>
#include <vector>

class QAction;
class QMenu;
class QWidget;

namespace nde::ui {

class FileDrag;
class HistoryActions;

/// What can be done with the selected sounds: each verb is one QAction with its text, shortcut and
/// enabled state, used by the context menu and by the keys of the room.
class SoundActions : public QObject
{
    Q_OBJECT
public:
    /// @param owner  the shortcuts work while the focus is inside it.
    SoundActions(const StudioContext& context, FileDrag& files, QWidget* owner);

    /// Those of the selection bar; the menus by their actions.
    struct Verbs
    {
        QAction* tags {};
        QAction* rate {};
        QAction* category {};
        QAction* collect {};
        QAction* train {};
        QAction* dream {};
        QAction* exportFiles {};
        QAction* remove {};
    };
    [[nodiscard]] Verbs verbs() const;

    void setSelection(std::vector<StemId> ids, StemId current);
    [[nodiscard]] const std::vector<StemId>& selection() const { return m_ids; }
    void popup(const QPoint& global);
    void retranslate();

    void rate(const std::vector<StemId>& ids, int rating);
    void toggleFavorite(const std::vector<StemId>& ids, StemId deciding);

Q_SIGNALS:
    void tagsRequested();
    void likeRequested(nde::StemId id); ///< what sounds like it
    void collectionRequested(const std::vector<nde::StemId>& ids); ///< a new one of these

private:
    QAction* add(const char* name, const char* iconName, const QKeySequence& shortcut = {});
    void connectActions();
    void buildMenu();
    void updateState();
    void fillCollections();
    void play();
    void chop();
    void showInFolder();
    void copyFiles();
    void askToRemove();
    void report(const Result<JobId>& queued, const QString& text);
    [[nodiscard]] const StemRow* row(StemId id) const;
    [[nodiscard]] std::vector<StemId> selectedThat(bool (*can)(const StemRow&)) const;

    StudioContext m_context;
    FileDrag& m_files;
    QWidget* m_owner;
    HistoryActions* m_history;
    QMenu* m_menu;
    QMenu* m_ratingMenu;
    QMenu* m_categoryMenu;
    QMenu* m_collectMenu;
    QMenu* m_takeMenu;
    QAction* m_play;
    QAction* m_favorite;
    std::array<QAction*, 6> m_ratings {};
    std::array<QAction*, kCategoryCount> m_categories {};
    QAction* m_tags;
    QAction* m_separate;
    QAction* m_chop;
    QAction* m_dream;
    QAction* m_train;
    QAction* m_use;
    QAction* m_like;
    QAction* m_show;
    QAction* m_copy;
    QAction* m_export;
    QAction* m_remove;
    std::vector<StemId> m_ids;
    StemId m_current {};
};

} // namespace nde::ui
