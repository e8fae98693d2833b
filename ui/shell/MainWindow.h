#pragma once

#include "core/base/Job.h"
#include "core/base/Stem.h"
#include "ui/StudioContext.h"
#include "ui/widgets/Toast.h"

#include <QHash>
#include <QMainWindow>
#include <QPointer>
#include <QStringList>

#include <functional>
#include <memory>

class QHBoxLayout;
class QMenu;
class QShortcut;
class QStackedWidget;

namespace nde::ui {

class Deck;
class DeckController;
class DropOverlay;
class Rail;
class StatusBar;
class TitleBar;

/// The frame of the studio: title bar, rail, rooms, inspector, deck, status. Knows which rooms it
/// was given and nothing of what is in them; rules live in services, choices of files in `app`.
///
/// @thread  the GUI thread.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    /// @param context  may be empty: then no studio is open and the welcome page belongs here.
    explicit MainWindow(const StudioContext& context, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Another studio (or none): disconnects the old one. Its rooms are the caller's to renew.
    void setContext(const StudioContext& context);

    /// Takes ownership of `room`. `id` is the rail's: "separate" becomes "rail_separate" and has
    /// Ctrl+1, "library" Ctrl+2, … as in product.md 2.1.
    /// A room whose dynamic property "hasSide" is true fills the right side itself: there the
    /// inspector only opens with F4. With "takesFiles" files that are dragged over it are its own;
    /// with "showsItsJobs" it needs no message when one of its jobs is done; "sideWidth" pixels
    /// at the right stay free of messages.
    void addRoom(const QString& id, const QString& iconName, const QString& shortLabel,
                 const QString& fullName, QWidget* room);
    void addFooterRoom(const QString& id, const QString& iconName, const QString& shortLabel,
                       const QString& fullName, QWidget* room);
    void setRoomTexts(const QString& id, const QString& shortLabel, const QString& fullName);
    void clearRooms(); ///< deletes rooms, inspector and activity panel
    void showRoom(const QString& id); ///< unknown ids are ignored
    [[nodiscard]] QString currentRoom() const;
    [[nodiscard]] QWidget* room(const QString& id) const;

    void setWelcome(QWidget* page); ///< takes ownership
    void showWelcome(bool visible); ///< in the place of rooms and inspector

    void setInspector(QWidget* inspector); ///< takes ownership; right, 272 wide, F4
    void setInspectorVisible(bool visible); ///< of rooms like the current one
    void setActivityPanel(QWidget* panel); ///< takes ownership; floats top right, Ctrl+J
    void setActivityVisible(bool visible);

    void setDevice(const QString& text, const QString& toolTip); ///< default "CPU · N cores"
    void setShownCount(qint64 shown); ///< of the library's filter; −1 = all
    void setRoomNote(const QString& room, const QString& text); ///< stands while the room does
    void showMessage(const QString& text);

    [[nodiscard]] ToastStack* toasts() const { return m_toasts; }
    [[nodiscard]] Deck* deck() const { return m_deck; }
    [[nodiscard]] TitleBar* titleBar() const { return m_title; }
    [[nodiscard]] StatusBar* statusLine() const { return m_status; }
    [[nodiscard]] Rail* rail() const { return m_rail; }

    void saveWindowState(); ///< geometry, room, inspector, loop; also done on closing
    void restoreWindowState(); ///< call after the rooms were added

Q_SIGNALS:
    void openStudioRequested();
    void recentStudioRequested(const QString& folder);
    void openTrackRequested();
    void addFolderRequested();
    void guideRequested();
    void doctorRequested();
    void selfTestRequested();
    void exportRequested(); ///< Ctrl+E
    void searchRequested(); ///< Ctrl+F; the library is shown already
    void filesDropped(const QStringList& paths, bool addOnly);
    void roomChanged(const QString& id);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void buildFrame();
    void buildMenus();
    void buildShortcuts();
    QShortcut* addShortcut(const QKeySequence& keys, const std::function<void()>& action);
    void retranslate();
    void fillStudioMenu();
    [[nodiscard]] QRegion takenByRoom() const;
    void connectContext();
    void addPage(const QString& id, QWidget* room, const QKeySequence& keys);
    void onJobFinished(const JobRecord& job);
    void refreshJobs();
    void refreshCounts();
    void dreamLikeSelected();
    [[nodiscard]] bool isAside() const;
    [[nodiscard]] bool wantsInspector() const;
    void cycleRegion(int direction);
    void placeFloating();
    void placeToasts();
    void focusPage(); ///< its chosen widget, else its first
    void askBeforeClosing();
    void cancelAndClose();
    void requestSearch();
    void showAbout();
    void showShortcuts();

    StudioContext m_context;
    std::unique_ptr<QObject> m_links; ///< receiver of every connection to the open studio
    std::unique_ptr<DeckController> m_deckController;
    TitleBar* m_title;
    Rail* m_rail;
    QStackedWidget* m_pages;
    QWidget* m_inspectorSlot;
    QHBoxLayout* m_inspectorLayout;
    Deck* m_deck;
    StatusBar* m_status;
    ToastStack* m_toasts;
    DropOverlay* m_drop;
    QMenu* m_menu;
    QMenu* m_studioMenu;
    QHash<QString, QWidget*> m_rooms;
    QList<QShortcut*> m_roomShortcuts;
    QPointer<QWidget> m_inspector;
    QPointer<QWidget> m_welcome;
    QPointer<QWidget> m_activity;
    QHash<QString, QString> m_roomNotes;
    QString m_currentRoom;
    QString m_deviceText;
    qint64 m_shown {-1};
    bool m_wantsInspector {true};
    bool m_wantsInspectorAside {}; ///< in rooms that have a side of their own
    bool m_isWelcome {};
    bool m_mayClose {}; ///< the question about running jobs was answered
};

} // namespace nde::ui
