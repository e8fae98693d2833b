#pragma once

#include <QFrame>

#include <string>
#include <vector>

class QLabel;
class QLineEdit;

namespace nde::ui {

/// A line to type tags into, floating over the table: Enter keeps them, Escape forgets.
class TagEditor : public QFrame
{
    Q_OBJECT
public:
    explicit TagEditor(QWidget* parent = nullptr);

    /// @param tags   ids, separated by spaces; they are shown and typed in the language of the
    /// window.
    /// @param count  how many sounds get the tags; with several the line starts empty and adds.
    void edit(const QString& tags, int count, const QPoint& global);

Q_SIGNALS:
    void entered(const std::vector<std::string>& tags);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_title;
    QLineEdit* m_line;
};

} // namespace nde::ui
