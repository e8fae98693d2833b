#pragma once

#include "core/services/Candidates.h"
#include "core/services/ComposeDesk.h"

namespace nde::services {

/// Looks for prompts that the library can satisfy: those of a list of styles for which every lane
/// that the style needs has sounds, asked of the scorer that composes.
/// @thread  one at a time.
class IdeaFinder
{
public:
    IdeaFinder(std::shared_ptr<const CandidateList> candidates, bool isGerman);

    /// Tries one more. @return  false when all have been tried.
    bool look();
    /// The best ones so far, those with the most sounds for their barest lane first.
    [[nodiscard]] std::vector<PromptIdea> ideas() const;

private:
    std::shared_ptr<const CandidateList> m_candidates;
    bool m_isGerman {};
    std::size_t m_next {};
    std::vector<std::pair<int, PromptIdea>> m_found; ///< sounds of the barest lane
};

} // namespace nde::services
