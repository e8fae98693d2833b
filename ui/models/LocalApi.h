#pragma once

#include <QObject>
#include <QString>

namespace nde::ui {

/// How the local API of the open studio is, for widgets. Whether and where it is wanted stands in
/// the settings; `app` runs the server and says here what came of it.
/// @thread  the GUI thread.
class LocalApi final : public QObject
{
    Q_OBJECT
public:
    enum class State
    {
        Off,
        Starting,
        On,
        Failed ///< none of a hundred ports was free, or the studio cannot be written
    };
    struct Status
    {
        State state {State::Off};
        QString url; ///< "http://127.0.0.1:8000" while it is on
        int port {}; ///< where it listens
        int wantedPort {}; ///< where it was to listen
        QString problem; ///< technical, of Failed
        bool operator==(const Status&) const = default;
    };
    using QObject::QObject;

    [[nodiscard]] const Status& status() const { return m_status; }
    [[nodiscard]] bool isOn() const { return m_status.state == State::On; }
    [[nodiscard]] QString docsUrl() const { return m_status.url + QStringLiteral("/docs"); }
    void setStatus(const Status& status)
    {
        if (status != m_status) {
            m_status = status;
            Q_EMIT changed();
        }
    }

Q_SIGNALS:
    void changed();

private:
    Status m_status;
};

} // namespace nde::ui
