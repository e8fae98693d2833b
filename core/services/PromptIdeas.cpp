#include "core/services/PromptIdeas.h"

#include "core/music/Score.h"
#include "core/services/Files.h"

#include <algorithm>
#include <array>
#include <set>

namespace nde::services {
namespace {

constexpr std::size_t kMostIdeas = 5;

struct Wording
{
    const char* english;
    const char* german;
};

constexpr std::array<Wording, 14> kWordings {{
    {"techno 132 bpm, dark", "Techno 132 bpm, düster"},
    {"aggressive industrial techno 140 bpm", "aggressiver Industrial Techno 140 bpm"},
    {"deep house 121 bpm, warm", "Deep House 121 bpm, warm"},
    {"house 124 bpm, groovy", "House 124 bpm, groovig"},
    {"hypnotic minimal techno 126 bpm", "hypnotischer Minimal Techno 126 bpm"},
    {"dub techno 120 bpm, calm", "Dub Techno 120 bpm, ruhig"},
    {"acid techno 136 bpm, raw", "Acid Techno 136 bpm, roh"},
    {"drum and bass 174 bpm, energetic", "Drum and Bass 174 bpm, energiegeladen"},
    {"trance 136 bpm, bright", "Trance 136 bpm, hell"},
    {"hip hop 90 bpm, warm", "Hip Hop 90 bpm, warm"},
    {"lofi 80 bpm, melancholic", "Lofi 80 bpm, melancholisch"},
    {"electro 128 bpm, cold", "Electro 128 bpm, kalt"},
    {"synthwave 100 bpm, dreamy", "Synthwave 100 bpm, verträumt"},
    {"calm ambient, 3 minutes", "ruhiger Ambient, 3 Minuten"},
}};

} // namespace

IdeaFinder::IdeaFinder(std::shared_ptr<const CandidateList> candidates, bool isGerman)
    : m_candidates(std::move(candidates))
    , m_isGerman(isGerman)
{
}

bool IdeaFinder::look()
{
    if (m_next == kWordings.size()) {
        return false;
    }
    const auto& wording = kWordings[m_next++];
    PromptIdea idea;
    idea.prompt = QString::fromUtf8(m_isGerman ? wording.german : wording.english);
    const auto request = music::parsePrompt(toStd(idea.prompt));
    const auto frame = music::frameOf(request);
    const music::Scorer scorer(frame, request, *m_candidates);
    std::set<std::size_t> fitting;
    int barest = -1;
    for (const auto& name : frame.genre().required) {
        const auto* role = music::roleOf(name);
        if (role == nullptr) {
            continue;
        }
        int count = 0;
        for (std::size_t i = 0; i < m_candidates->size(); ++i) {
            if (scorer.offer(*role, i)) {
                ++count;
                fitting.insert(i);
            }
        }
        idea.lanes.emplace_back(toQt(name), count);
        barest = barest < 0 ? count : std::min(barest, count);
    }
    idea.fitting = static_cast<int>(fitting.size());
    if (barest > 0) {
        m_found.emplace_back(barest, std::move(idea));
    }
    return true;
}

std::vector<PromptIdea> IdeaFinder::ideas() const
{
    auto sorted = m_found;
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second.fitting > b.second.fitting;
    });
    std::vector<PromptIdea> best;
    for (auto& [barest, idea] : sorted) {
        if (best.size() < kMostIdeas) {
            best.push_back(std::move(idea));
        }
    }
    return best;
}

} // namespace nde::services
