#pragma once

#include "core/services/ComposeDesk.h"

#include <QWidget>

#include <vector>

class QHBoxLayout;
class QLabel;
class QScrollArea;

namespace nde::ui {

class Button;
class IconButton;

/// The line at the bottom: the states of the composition, and what is done with what is chosen.
class VersionBar final : public QWidget
{
    Q_OBJECT
public:
    explicit VersionBar(QWidget* parent = nullptr);

    void setVersions(const std::vector<services::PlanVersion>& versions, qint64 current);
    void setUndo(bool canUndo, const QString& undoWhat, bool canRedo, const QString& redoWhat);
    /// @param scope  what lock and re-roll are about, in words; empty = all that is not locked.
    void setScope(const QString& scope, bool isLocked, bool canLock);
    void setReady(bool hasPlan);
    void setPanels(bool hasSteps, bool hasMixer); ///< which of them are open
    void setPlaying(bool isPlaying);
    void setLooping(bool isLooping, bool canLoop);
    void renameCurrent(); ///< Ctrl+S

Q_SIGNALS:
    void opened(qint64 version);
    void named(qint64 version, const QString& name);
    void starred(qint64 version, bool isStarred);
    void undoRequested();
    void redoRequested();
    void lockRequested();
    void rerollRequested();
    void exportRequested();
    void stepsToggled(bool on);
    void mixerToggled(bool on);
    void playRequested();
    void loopRequested(); ///< the section

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void retranslate();
    void fill();
    void openMenu(qint64 version, const QPoint& global);
    void rename(qint64 version);

    std::vector<services::PlanVersion> m_versions;
    qint64 m_current {};
    QString m_scope;
    bool m_isLocked {};
    QString m_undoWhat;
    QString m_redoWhat;
    QLabel* m_title;
    QScrollArea* m_scroll;
    QWidget* m_strip;
    QHBoxLayout* m_chips;
    IconButton* m_play;
    IconButton* m_loop;
    IconButton* m_steps;
    IconButton* m_mixer;
    IconButton* m_undo;
    IconButton* m_redo;
    Button* m_lock;
    Button* m_reroll;
    Button* m_export;
};

} // namespace nde::ui
