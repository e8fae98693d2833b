#pragma once

#include <QLineEdit>

namespace nde::ui {

/// The search box: magnifier left, a quiet hint right while there is room, Escape clears.
class SearchField final : public QLineEdit
{
    Q_OBJECT
public:
    explicit SearchField(QWidget* parent = nullptr);

    void setHint(const QString& hint); ///< e.g. a shortcut or what may be dropped here
    void setHero(bool hero); ///< 32 instead of 28 high, input type

Q_SIGNALS:
    void cleared(); ///< by Escape

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    void applyMetrics();

    QString m_hint;
    QString m_ownName; ///< accessible name until the owner gives another
    bool m_isHero {};
};

} // namespace nde::ui
