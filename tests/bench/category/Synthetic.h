#pragma once

#include "core/base/Random.h"
#include "tests/bench/category/Corpus.h"

namespace nde::bench {

/// A sound of the class with all its parameters drawn from wide ranges; 32 kHz mono.
[[nodiscard]] Result<Sound> synthesise(Category category, std::uint64_t seed);

} // namespace nde::bench
