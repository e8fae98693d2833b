#include "app/cli/Playback.h"

#include "app/cli/Interrupt.h"
#include "app/cli/Texts.h"
#include "core/services/Files.h"
#include "ui/playback/Player.h"

#include <QEventLoop>
#include <QTimer>

#include <optional>

namespace nde::cli {
namespace {

constexpr int kLookEveryMs = 50;
constexpr int kDrainMs = 120; ///< what the device still holds when the mixer has handed out all

/// Plays one sound to its end.
std::optional<Error> playOne(ui::Player& player, const Stem& sound)
{
    std::optional<Error> error;
    QEventLoop loop;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (isInterrupted()) {
            player.stop();
            loop.quit();
        }
    });
    QObject::connect(&player, &ui::Player::failed, &loop, [&](const Error& happened) {
        error = happened;
        loop.quit();
    });
    QObject::connect(&player, &ui::Player::stateChanged, &loop, [&](bool isPlaying) {
        if (!isPlaying) {
            QTimer::singleShot(kDrainMs, &loop, &QEventLoop::quit);
        }
    });
    ui::PlayItem item;
    item.id = sound.id;
    item.title = services::toQt(sound.name);
    item.lanes = {{std::filesystem::path(sound.path)}};
    item.lufs = sound.analyserVersion.empty() ? -70.0 : sound.descriptors.lufs;
    item.peakDb = sound.descriptors.peakDb;
    player.open(item);
    look.start(kLookEveryMs);
    // Not at once: a failure must find the loop running.
    QTimer::singleShot(0, &loop, [&player] { player.play(); });
    loop.exec();
    return error;
}

} // namespace

int playSounds(const Session& session, const std::vector<Stem>& sounds)
{
    ui::Player player;
    bool isWhole = true;
    for (const Stem& sound : sounds) {
        session.note(text("Plays #%1 %2").arg(sound.id).arg(services::toQt(sound.name)));
        const auto error = playOne(player, sound);
        if (isInterrupted()) {
            return kCancelled;
        }
        if (error && error->code == ErrorCode::AudioDevice) {
            session.note(services::toQt(error->message));
            return kFailed;
        }
        if (error) {
            isWhole = false;
            session.note(services::toQt(error->message));
        }
    }
    return isWhole ? kOk : kFailed;
}

} // namespace nde::cli
