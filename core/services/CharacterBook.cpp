#include "core/services/CharacterBook.h"

namespace nde::services {
namespace {

constexpr double kAccepted = 0.6; ///< technical quality
constexpr double kSure = 0.6; ///< confidence of the category

} // namespace

const std::optional<neuro::LearnedCharacter>& CharacterBook::of(Category category) const
{
    const auto known = m_learned.find(category);
    if (known != m_learned.end()) {
        return known->second;
    }
    const auto accepted = m_stems.acceptedOfCategory(category, kAccepted, kSure);
    if (!accepted) {
        m_error = accepted.error();
    }
    return m_learned.emplace(category, accepted ? neuro::learnCharacter(*accepted) : std::nullopt)
        .first->second;
}

} // namespace nde::services
