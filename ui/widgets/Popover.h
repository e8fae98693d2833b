#pragma once

#include <QAbstractButton>
#include <QPointer>

namespace nde::ui {

/// A small panel that floats over the room it belongs to, below the button that opens it, or above
/// where there is no place below. Escape and the button close it; it is a child, so the room stays
/// usable meanwhile.
class Popover : public QWidget
{
    Q_OBJECT
public:
    /// @param opener  checkable: checked while this is open. It may lie anywhere inside `room`.
    Popover(QAbstractButton* opener, QWidget* room);
    /// One that several buttons share: their owner calls `openFrom` and `close` as they are
    /// checked.
    explicit Popover(QWidget* room);

    void open(); ///< places itself and takes the focus
    void openFrom(QAbstractButton* opener); ///< which is unchecked when this closes
    [[nodiscard]] QAbstractButton* opener() const { return m_opener; }
    void close();
    void place(); ///< by the opener, inside the room

Q_SIGNALS:
    void opened();

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QPointer<QAbstractButton> m_opener;
};

} // namespace nde::ui
