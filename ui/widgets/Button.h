#pragma once

#include <QPushButton>

namespace nde::ui {

/// A push button as the design draws it. One primary button per room; ghost for quiet verbs.
class Button final : public QPushButton
{
    Q_OBJECT
public:
    enum class Kind
    {
        Secondary,
        Primary,
        Ghost,
        Dream ///< violet: makes something that a model makes
    };
    explicit Button(const QString& text, Kind kind = Kind::Secondary, QWidget* parent = nullptr);

    void setKind(Kind kind);
    void setCompact(bool compact); ///< 24 instead of 28 high
    void setHero(bool hero); ///< 36 high, one per page
    void setIconName(const QString& name);
    void setKeyHint(const QString& keys); ///< drawn as a key cap at the right; not a shortcut

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QFont textFont() const;

    QString m_iconName;
    QString m_keyHint;
    Kind m_kind;
    bool m_isCompact {};
    bool m_isHero {};
};

} // namespace nde::ui
