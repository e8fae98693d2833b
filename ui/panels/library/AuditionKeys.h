#pragma once

#include <QKeyEvent>

#include <utility>

namespace nde::ui {

/// Whether what a key has chosen is heard: at once, or, while it is held and rows fly past, when it
/// is let go.
class AuditionKeys
{
public:
    /// @param isNew  another sound is current now. @return  to be heard now.
    [[nodiscard]] bool pressed(const QKeyEvent& event, bool isNew)
    {
        m_isDue = m_isDue || event.isAutoRepeat();
        return !event.isAutoRepeat() && isNew;
    }
    /// @return  to be heard now.
    [[nodiscard]] bool released(const QKeyEvent& event)
    {
        return !event.isAutoRepeat() && std::exchange(m_isDue, false);
    }

private:
    bool m_isDue {};
};

} // namespace nde::ui
