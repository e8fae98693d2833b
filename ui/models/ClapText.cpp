#include "ui/models/ClapText.h"

#include "ui/models/JobText.h"
#include "ui/theme/Theme.h"

#include <QCoreApplication>

namespace nde::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::ClapText)
};

} // namespace

QString clapStateText(const services::ClapState& state)
{
    using Kind = services::ClapState::Kind;
    switch (state.kind) {
    case Kind::None:
        return {};
    case Kind::Checking:
        return Words::tr("The model is being checked …");
    case Kind::Broken:
        return Words::tr("Searching goes on without it.");
    case Kind::Ready:
        break;
    }
    const QString heard = state.heard >= state.sounds
        ? Words::tr("all %1 sounds heard").arg(formatCount(state.heard))
        : Words::tr("%1 of %2 sounds heard")
              .arg(formatCount(state.heard), formatCount(state.sounds));
    return state.job != 0 ? Words::tr("listening · %1").arg(heard) : heard;
}

QString clapErrorText(const Error& error)
{
    switch (error.code) {
    case ErrorCode::NotFound:
        return Words::tr("There is no such folder.");
    case ErrorCode::ModelMissing:
        return Words::tr("The folder lacks a file of a CLAP model.");
    case ErrorCode::Corrupt:
        return Words::tr("A file of this model is damaged or contradicts another.");
    case ErrorCode::Unsupported:
        return Words::tr("This is another kind of model; clap-htsat-unfused, larger_clap_general "
                         "and larger_clap_music_and_speech can be used.");
    case ErrorCode::BadInput:
        return Words::tr("The weights want to run a program; nothing was run.");
    default:
        return errorSentence(errorCodeId(error.code));
    }
}

} // namespace nde::ui
