#pragma once

#include <QAbstractButton>

class QMenu;

namespace nde::ui {

/// A pill that stands for something the user said: its text opens a menu or an editor, a lock
/// before it keeps it, a × takes it away. Parts that are not wanted are not shown.
///
/// Keys: Space, Return or Down open; K locks; Delete or Backspace removes.
class EditChip final : public QAbstractButton
{
    Q_OBJECT
public:
    explicit EditChip(const QString& text, QWidget* parent = nullptr);

    void setChipText(const QString& text); ///< also its accessible name
    void setLockable(bool on); ///< an open lock shows under the pointer and with the focus
    void setLocked(bool on); ///< silent
    [[nodiscard]] bool isLocked() const { return m_isLocked; }
    void setRemovable(bool on);
    void setDashed(bool on); ///< unresolved: a word that is only searched for
    void setCurrent(bool on); ///< filled: it is the one that shows (versions)
    void setStarred(bool on); ///< a star before the text
    void setMenu(QMenu* menu); ///< opens below; not owned. null = `clicked` only
    [[nodiscard]] QRect lockRect() const; ///< hit area; empty = none
    [[nodiscard]] QRect closeRect() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    // `clicked` = its text, or a key.
    void lockClicked(bool isLocked); ///< the user wants it so; set it by setLocked
    void removeRequested();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    enum class Part
    {
        Text,
        Lock,
        Close
    };
    [[nodiscard]] Part partAt(QPoint position) const;
    [[nodiscard]] double textLeft() const;
    [[nodiscard]] double textRight() const;
    void describe();
    void openMenu();

    QMenu* m_menu {};
    bool m_isLockable {};
    bool m_isLocked {};
    bool m_isRemovable {};
    bool m_isDashed {};
    bool m_isCurrent {};
    bool m_isStarred {};
    Part m_hovered {Part::Text};
    Part m_pressed {Part::Text};
};

} // namespace nde::ui
