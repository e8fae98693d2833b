#include "core/nn/vae/Dreamer.h"

#include "core/nn/vae/Axes.h"
#include "core/nn/vae/DreamPlaces.h"
#include "core/nn/vae/Plane.h"
#include "core/nn/vae/Prepare.h"
#include "core/nn/vae/SubOscillator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace nde::nn::vae {

namespace {

constexpr int kAtOnce = 64; ///< sounds that are decoded together
constexpr double kClearTone = 0.5; ///< of `SubTrack::tonal`: from there on it is a note
constexpr int kGateSounds = 8; ///< of the model's own that tell what the ear makes of its kind

/// Sounds of these are played as notes.
bool hasNotes(Category category)
{
    constexpr std::array kPlayed {Category::Bass, Category::Lead,   Category::Synth,
                                  Category::Keys, Category::Guitar, Category::Strings};
    return std::find(kPlayed.begin(), kPlayed.end(), category) != kPlayed.end();
}

} // namespace

double crowdOfMost(const LatentCloud& cloud)
{
    std::vector<double> crowds;
    const int stride = std::max(1, cloud.sounds / 256);
    for (int i = 0; i < cloud.sounds; i += stride) {
        const auto width = static_cast<std::size_t>(cloud.dimensions);
        crowds.push_back(crowdDistance(
            cloud, std::span(cloud.mean).subspan(static_cast<std::size_t>(i) * width, width), i));
    }
    if (crowds.empty()) {
        return 1.0;
    }
    const auto at = crowds.begin() + static_cast<std::ptrdiff_t>((crowds.size() - 1) * 9 / 10);
    std::nth_element(crowds.begin(), at, crowds.end());
    return std::max(*at, 1e-6);
}

Dreamer::Dreamer(DreamGround ground, std::unique_ptr<LatentCoder> coder)
    : m_ground(std::move(ground))
    , m_coder(std::move(coder))
    , m_judge(m_ground.space)
    , m_outerCrowd(crowdOfMost(m_ground.cloud))
{
}

void Dreamer::useEar(CategoryModel ear)
{
    m_ear = std::move(ear);
}

const std::vector<DreamAxis>& Dreamer::axes()
{
    if (!m_axes) {
        m_axes = fitAxes(m_ground.cloud, *m_coder);
    }
    return *m_axes;
}

LatentPlane Dreamer::plane()
{
    return fitPlane(m_ground.cloud, *m_coder);
}

double Dreamer::confidence(std::span<const float> latent) const
{
    const double crowd = crowdDistance(m_ground.cloud, latent);
    return std::exp(-3.0 * std::max(0.0, crowd / m_outerCrowd - 1.0));
}

Result<std::vector<float>> Dreamer::encode(const audio::AudioBuffer& audio)
{
    const AlignedSound aligned = align(audio);
    if (!aligned.problem.empty()) {
        return fail(ErrorCode::BadInput, "the sound cannot be encoded: it is " + aligned.problem);
    }
    return m_coder->encode(m_analyser.analyse(aligned.samples)).mean;
}

std::vector<float> Dreamer::samplesOf(std::span<const float> latent)
{
    return finish(m_renderer.render(m_coder->images(latent), streamSeed(1, "vae.typical")));
}

void Dreamer::listenForNotes()
{
    if (std::exchange(m_knowsNotes, true)) {
        return;
    }
    const auto isPlayed = [this](int sound) {
        const auto& all = m_ground.categories;
        return hasNotes(all.empty() ? m_ground.category : all[static_cast<std::size_t>(sound)]);
    };
    LatentCloud& cloud = m_ground.cloud;
    bool hasPlayed = false;
    for (int sound = 0; sound < cloud.sounds; ++sound) {
        hasPlayed = hasPlayed || isPlayed(sound);
    }
    if (!hasPlayed) {
        return; // nobody decodes drums for it
    }
    std::vector<float> notes(static_cast<std::size_t>(cloud.sounds), kNoNote);
    const auto width = static_cast<std::size_t>(cloud.dimensions);
    bool hasAny = false;
    for (int from = 0; from < cloud.sounds; from += kAtOnce) {
        const int count = std::min(kAtOnce, cloud.sounds - from);
        const auto images = m_coder->images(std::span(cloud.mean)
                                                .subspan(static_cast<std::size_t>(from) * width,
                                                         static_cast<std::size_t>(count) * width));
        const std::size_t size = images.size() / static_cast<std::size_t>(count);
        for (int k = 0; k < count; ++k) {
            const SubTrack track
                = readSub(std::span(images).subspan(static_cast<std::size_t>(k) * size, size));
            if (isPlayed(from + k) && track.tonal >= kClearTone) {
                notes[static_cast<std::size_t>(from + k)] = static_cast<float>(track.pitch);
                hasAny = true;
            }
        }
    }
    if (hasAny) {
        cloud.note = std::move(notes);
    }
}

bool Dreamer::passesGate(const Request& request, const std::vector<float>& finished)
{
    const double probability = request.gate->probability(finished);
    if (probability >= CategoryGate::kLeast) {
        return true;
    }
    // What the ear makes of sounds of this kind: of the anchor, or of some that the model knows.
    const auto width = static_cast<std::size_t>(m_ground.cloud.dimensions);
    if (!request.ends.empty()) {
        const auto v = vectorOf(request, request.ends[0].mean, 0.0);
        const auto anchor = finish(m_renderer.render(v, streamSeed(1, "vae.typical")));
        return probability >= CategoryGate::limit(request.gate->probability(anchor));
    }
    std::vector<double> typical;
    for (int k = 0; k < kGateSounds; ++k) {
        const auto i = static_cast<std::size_t>(k * m_ground.cloud.sounds / kGateSounds);
        typical.push_back(request.gate->probability(
            samplesOf(std::span(m_ground.cloud.mean).subspan(i * width, width))));
    }
    std::nth_element(typical.begin(), typical.begin() + kGateSounds / 2, typical.end());
    return probability >= CategoryGate::limit(typical[kGateSounds / 2]);
}

Dreamer::Heard Dreamer::hear(Request& request, const Sketch& sketch)
{
    Heard out;
    out.rendered = m_renderer.render(vectorOf(request, sketch.latent, sketch.factor), sketch.seed);
    out.finished = finish(out.rendered);
    std::vector<std::vector<float>> guests;
    for (const End& end : request.ends) {
        if (!end.place.empty()) {
            guests.push_back(end.place);
        }
    }
    out.opinion = m_judge.judge(out.finished, guests);
    out.verdict = verdictFor(request.params, out.opinion.verdict, out.opinion.novelty);
    if (out.verdict == Verdict::Good && request.gate && !passesGate(request, out.finished)) {
        out.verdict = Verdict::OffCategory;
    }
    return out;
}

Result<audio::AudioBuffer> Dreamer::audioOf(const Request& request, const Sketch& sketch,
                                            const Heard& heard)
{
    if (request.params.channels == 1) {
        return deliver(heard.finished, request.params.sampleRate);
    }
    const auto v = vectorOf(request, sketch.latent, sketch.factor);
    const auto first = m_renderer.render(v, streamSeed(sketch.seed, "vae.side", 0));
    const auto second = m_renderer.render(v, streamSeed(sketch.seed, "vae.side", 1));
    return deliverStereo(heard.finished, sideOf(first, second, heard.rendered, heard.finished),
                         request.params.sampleRate);
}

GeneratedSound Dreamer::soundOf(const Request& request, Sketch sketch, const Heard& heard) const
{
    GeneratedSound out;
    out.latent = std::move(sketch.latent);
    out.parents = std::move(sketch.parents);
    std::stable_sort(out.parents.begin(), out.parents.end(),
                     [](const Neighbour& a, const Neighbour& b) { return a.weight > b.weight; });
    out.seed = sketch.seed;
    out.factor = sketch.factor;
    out.fidelity = heard.opinion.fidelity;
    out.novelty = heard.opinion.novelty;
    out.nearestDistance = heard.opinion.nearestDistance;
    out.isTooClose = heard.opinion.verdict == Verdict::Copy || isAtAnchor(request, sketch.factor);
    const auto nearest = static_cast<std::size_t>(heard.opinion.nearest);
    if (nearest < m_ground.ids.size()) {
        out.nearestId = m_ground.ids[nearest];
    } else {
        std::vector<std::int64_t> guests;
        for (const End& end : request.ends) {
            if (!end.place.empty()) {
                guests.push_back(end.id);
            }
        }
        out.nearestId = guests[nearest - m_ground.ids.size()];
    }
    if (request.params.mode == DreamMode::Hybrid) {
        out.blend = request.second != nullptr ? "layer" : "joint";
    }
    return out;
}

Result<GenerateReport> Dreamer::generate(const GenerateParams& params,
                                         const std::vector<DreamAnchor>& anchors, Dreamer* second,
                                         const std::vector<Taste>& taste,
                                         const std::function<void(const GeneratedSound&)>& onSound,
                                         TaskContext& task)
{
    auto request = requestOf(params, anchors, second, taste);
    if (!request) {
        return propagate(request);
    }
    const auto draw
        = [&](std::uint64_t index, std::uint64_t attempt, TaskContext&) -> Result<HeardDraw> {
        Sketch made = sketch(*request, index, attempt);
        const Heard heard = hear(*request, made);
        HeardDraw out;
        out.verdict = heard.verdict;
        if (heard.verdict == Verdict::Good) {
            auto audio = audioOf(*request, made, heard);
            if (!audio) {
                return propagate(audio);
            }
            out.sound = soundOf(*request, std::move(made), heard);
            out.sound.audio = std::move(*audio);
        }
        return out;
    };
    return dreamPlaces({request->places, request->attempts}, draw, onSound, task);
}

Result<audio::AudioBuffer> Dreamer::rebuild(const GenerateParams& params,
                                            const std::vector<DreamAnchor>& anchors,
                                            Dreamer* second, const GeneratedSound& made)
{
    GenerateParams plain = params;
    plain.axes.clear(); // what they moved is in the latent
    auto request = requestOf(plain, anchors, second, {});
    if (!request) {
        return propagate(request);
    }
    if (anchors.empty()) {
        request->ends.clear(); // a pair that was drawn is in the latent
    }
    std::size_t wanted = static_cast<std::size_t>(m_ground.cloud.dimensions);
    if (second != nullptr) {
        wanted += static_cast<std::size_t>(second->m_ground.cloud.dimensions);
    }
    if (made.latent.size() != wanted) {
        return fail(ErrorCode::BadInput,
                    "the stored latent has " + std::to_string(made.latent.size())
                        + " numbers where this model has " + std::to_string(wanted));
    }
    const Sketch sketch {made.latent, made.seed, made.factor, {}};
    Heard heard;
    heard.rendered = m_renderer.render(vectorOf(*request, sketch.latent, sketch.factor), made.seed);
    heard.finished = finish(heard.rendered);
    if (heard.finished.empty()) {
        return fail(ErrorCode::Inference, "the stored latent decodes to silence");
    }
    return audioOf(*request, sketch, heard);
}

Result<audio::AudioBuffer> Dreamer::decode(const std::vector<float>& latent,
                                           std::uint64_t noiseSeed, int sampleRate, int channels)
{
    GenerateParams params;
    params.sampleRate = sampleRate;
    params.channels = channels;
    GeneratedSound place;
    place.latent = latent;
    place.seed = noiseSeed;
    return rebuild(params, {}, nullptr, place);
}

} // namespace nde::nn::vae
