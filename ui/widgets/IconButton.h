#pragma once

#include <QAbstractButton>

namespace nde::ui {

/// A button that is only an icon; its tooltip and accessible name are the words it stands for.
class IconButton final : public QAbstractButton
{
    Q_OBJECT
public:
    /// @param name  the words, e.g. "Stop"; becomes tooltip and accessible name.
    IconButton(const QString& iconName, const QString& name, QWidget* parent = nullptr);

    void setIconName(const QString& iconName);
    void setName(const QString& name, const QString& shortcut = {}); ///< shortcut: shown only
    void setSide(int logicalPixels); ///< of the hit area, default 28, at least 24
    void setIconSide(int logicalPixels); ///< default 16
    void setRound(bool round); ///< a disc of primary fill (the play button of the Deck)

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_iconName;
    int m_side {28};
    int m_iconSide {16};
    bool m_isRound {};
};

} // namespace nde::ui
