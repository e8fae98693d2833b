#pragma once

#include <QRegion>
#include <QStringList>
#include <QWidget>

class QMimeData;

namespace nde::ui {

/// Lies over the window while files are dragged across it and says where they would go: left to
/// separate, right only into the library; Shift always means the right one.
class DropOverlay final : public QWidget
{
    Q_OBJECT
public:
    explicit DropOverlay(QWidget* window);

    /// Local files and folders of a drag, else empty.
    [[nodiscard]] static QStringList pathsOf(const QMimeData* data);
    /// Covers the window, but for what takes files itself.
    /// @param free  in the coordinates of the window that was given to the constructor.
    void begin(const QRegion& free);

Q_SIGNALS:
    void filesDropped(const QStringList& paths, bool addOnly);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    [[nodiscard]] QRectF target(int index) const;
    void setAddOnly(const QPointF& position, Qt::KeyboardModifiers modifiers);

    bool m_addOnly {};
};

} // namespace nde::ui
