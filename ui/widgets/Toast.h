#pragma once

#include <QWidget>

#include <functional>

class QVBoxLayout;

namespace nde::ui {

class Toast;

/// Short messages over the window, bottom right: at most three, the oldest leaves first; each stays
/// six seconds, longer while the pointer or the focus is on it. Announced to assistive technology.
/// Always on top of its host's other children. Its buttons stand outside the tab order, so that no
/// widget that hides hands them the focus; F6 gets there, Tab goes round, Escape dismisses.
class ToastStack final : public QWidget
{
    Q_OBJECT
public:
    enum class Kind
    {
        Info,
        Done,
        Warning,
        Error
    };
    static constexpr int kMaximum = 3;
    static constexpr int kLifetimeMs = 6000;

    /// @param host  the widget it floats on; the stack places itself there.
    explicit ToastStack(QWidget* host);

    /// What it may not cover: on the right the inspector, below the deck and the status bar.
    void setMargins(int right, int bottom);
    /// A text that is still standing is not stacked again, it only stays longer.
    void show(Kind kind, const QString& text, const QString& actionText = {},
              std::function<void()> action = {});
    void dismissAll();
    void raiseAgain(); ///< after something else was raised
    void focusNewest(); ///< its first button; nothing while there is no message
    [[nodiscard]] int count() const;
    [[nodiscard]] QStringList texts() const; ///< from old to new

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    bool handleKey(QWidget* button, int key);
    void remove(Toast* toast);

    QVBoxLayout* m_layout;
    int m_rightMargin {};
    int m_bottomMargin {};
};

} // namespace nde::ui
