#pragma once

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
    void begin(); ///< covers the window

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
