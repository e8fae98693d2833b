#pragma once

#include "ui/StudioContext.h"
#include "ui/panels/inspector/ComparisonView.h"

#include <QFuture>
#include <QObject>

namespace nde::ui {

/// Which two sounds are compared: two that are selected together, or the one that is held against
/// whatever is chosen next. Fetches what the view needs; late answers are dropped.
/// @thread  the GUI thread.
class Comparing final : public QObject
{
    Q_OBJECT
public:
    Comparing(const StudioContext& context, ComparisonView& view, QObject* parent);
    ~Comparing() override;

    void setHeld(StemId id); ///< 0 = none any more
    [[nodiscard]] StemId held() const { return m_held; }
    [[nodiscard]] bool isOn() const { return m_first != 0; } ///< two sounds are compared
    [[nodiscard]] QString names() const; ///< "Kick a · Kick b", empty until known
    void refresh(); ///< something about them has changed

Q_SIGNALS:
    void changed(); ///< whether two are compared, and which

private:
    void choose();
    void compare(StemId first, StemId second);
    void fetch();
    void show();
    void listen();

    using Distance = Result<std::shared_ptr<const services::SoundComparison>>;

    StudioContext m_context;
    ComparisonView& m_view;
    StemId m_held {};
    StemId m_first {};
    StemId m_second {};
    ComparisonView::Side m_sides[2];
    int m_answers {}; ///< of the four questions about both sides
    int m_round {};
    QFuture<Distance> m_listening;
};

} // namespace nde::ui
