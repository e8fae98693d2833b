#pragma once

#include "core/base/Stem.h"
#include "ui/StudioContext.h"

#include <QObject>
#include <QString>

#include <map>

namespace nde::ui {

class IconButton;

/// The way back from what the user said of one thing to what was measured, and from there to what
/// the user said.
class BackToMeasured final : public QObject
{
    Q_OBJECT
public:
    explicit BackToMeasured(const StudioContext& context, QObject* parent = nullptr);

    void setStem(const Stem& stem);
    /// A small button that does it; whoever shows it becomes its parent.
    [[nodiscard]] IconButton* addButton(UserValue value, const QString& objectName);
    /// Shows what the button would do now, or hides it.
    void showIn(IconButton& button, UserValue value) const;
    /// The user has said something else: there is nothing to return to.
    void forget(UserValue value);

    [[nodiscard]] static bool isByUser(const Stem& stem, UserValue value);

Q_SIGNALS:
    /// On its way into the library: the sound as it is from now on.
    void edited(const nde::Stem& stem);

private:
    void press(UserValue value);
    void goBack(UserValue value);
    void takeUpAgain(UserValue value);
    void measureAgain();

    StudioContext m_context;
    Stem m_stem;
    std::map<UserValue, Stem> m_said; ///< what the user took back, as it was
};

} // namespace nde::ui
