#pragma once

#include <QStringList>
#include <QWidget>

class QBoxLayout;
class QLabel;
class QMimeData;

namespace nde::ui {

class Button;

/// Where tracks are dropped: dashed edge, import icon, and two buttons for those who do not drag.
class DropStrip : public QWidget
{
    Q_OBJECT
public:
    explicit DropStrip(QWidget* parent = nullptr);
    void setNarrow(bool narrow); ///< buttons below each other, without the picture

Q_SIGNALS:
    void filesRequested();
    void folderRequested();
    void dropped(const QStringList& paths);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void retranslate();

    QLabel* m_icon;
    QLabel* m_text;
    Button* m_files;
    Button* m_folder;
    QBoxLayout* m_buttons;
    bool m_isOver {};
};

/// Local paths among the URLs of a drag.
[[nodiscard]] QStringList localPaths(const QMimeData& mime);

} // namespace nde::ui
