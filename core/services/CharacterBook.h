#pragma once

#include "core/base/Result.h"
#include "core/db/StemRepository.h"
#include "core/neuro/Character.h"

#include <map>
#include <optional>

namespace nde::services {

/// What is usual in each category of a library, learned from its accepted sounds: technical quality
/// of 0.6 or more, and the category said by the user or by a classifier that is sure of it. Each
/// category is read when it is first asked for, before the batch has written anything of it, and
/// stays as it was then: one book for a batch.
///
/// @thread  one at a time; not beyond the repository's life.
class CharacterBook
{
public:
    explicit CharacterBook(db::StemRepository& stems)
        : m_stems(stems)
    {
    }
    /// Empty where too few are known, or when reading failed: see `error`.
    [[nodiscard]] const std::optional<neuro::LearnedCharacter>& of(Category category) const;
    /// Why a category could not be read; what was judged with this book must not be stored then.
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    db::StemRepository& m_stems;
    mutable std::optional<Error> m_error;
    mutable std::map<Category, std::optional<neuro::LearnedCharacter>> m_learned;
};

} // namespace nde::services
