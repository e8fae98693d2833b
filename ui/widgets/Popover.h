#pragma once

#include <QWidget>

class QAbstractButton;

namespace nde::ui {

/// A small panel that floats over the room it belongs to, beside the button that opens it. Escape
/// and the button close it; it is a child, so the room stays usable meanwhile.
class Popover : public QWidget
{
    Q_OBJECT
public:
    /// @param opener  checkable: checked while this is open. It may lie anywhere inside `room`.
    Popover(QAbstractButton* opener, QWidget* room);

    void open(); ///< places itself and takes the focus
    void close();
    void place(); ///< below the opener, else above it, inside the room

Q_SIGNALS:
    void opened();

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QAbstractButton* m_opener;
};

} // namespace nde::ui
