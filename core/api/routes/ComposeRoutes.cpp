#include "core/api/JobReply.h"
#include "core/api/Router.h"
#include "core/api/routes/ComposeParts.h"
#include "core/services/Files.h"

namespace nde::api {
namespace {

using services::ComposeParams;

HttpReply generateTrack(Call& call)
{
    ComposeParams params;
    params.prompt = call.text("prompt").trimmed();
    if (auto refused = readSources(call, params.sources)) {
        return *refused;
    }
    if (auto refused = readWishes(call, params)) {
        return *refused;
    }
    // A track of another format needs a name; the studio finds one for WAV files by itself.
    const QString format = call.text("format");
    if (!format.isEmpty() && format != u"wav") {
        params.output = call.api.freshTrack(
            u"%1_%2"_s.arg(services::slugOf(params.prompt)).arg(params.seed.value_or(1)), format);
    }
    JobReply reply {
        {{u"prompt"_s, params.prompt}}, u"The track is being composed."_s, addTrack, composeStatus};
    return answerJob(call, call.api.jobs.enqueue(params), std::move(reply), call.flag("wait"));
}

} // namespace

std::vector<Route> composeRoutes()
{
    Route post {"POST",
                "/api/v1/stems/generate-track",
                "generate_track",
                "stems",
                "Composes a track from the library after a description",
                "Komponiert aus der Bibliothek einen Track nach einer Beschreibung",
                generateTrack};
    post.reply = "TrackReply";
    post.errors = {404, 409, 507};
    post.bodyKind = Route::Body::Json;
    post.query = {waitField(true)};
    post.body = {Field::text("prompt", "what the track is to be, in English or German",
                             "was für ein Track es werden soll, deutsch oder englisch", 10000)
                     .required()};
    for (const auto& part : {wishFields(), sourceFields()}) {
        post.body.insert(post.body.end(), part.begin(), part.end());
    }
    post.body.push_back(trackFormatField());
    post.body.push_back(waitField(true));
    return {post};
}

} // namespace nde::api
