#pragma once

#include <QLineEdit>

namespace nde::ui {

/// The line that steers by words: a star at the left; at the right, while there is room, what it
/// moves or what was not understood.
class PromptField final : public QLineEdit
{
    Q_OBJECT
public:
    explicit PromptField(QWidget* parent = nullptr);

    /// @param doubt  what was not understood, with a warning sign; empty = all was.
    void setMoves(const QString& moves, const QString& doubt);
    [[nodiscard]] const QString& moves() const { return m_moves; }
    [[nodiscard]] const QString& doubt() const { return m_doubt; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] double wantedRoom() const;
    void applyMargins();

    QString m_moves;
    QString m_doubt;
};

} // namespace nde::ui
