// Bags of models, and every text as the number it may mean.
#include "core/nn/checkpoint/Bag.h"
#include "core/nn/checkpoint/Json.h"
#include "core/nn/checkpoint/Text.h"
#include "tests/fuzz/FuzzInput.h"

#include <algorithm>
#include <numeric>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace nde::nn::checkpoint;
    const std::string text(data, data + size);
    if (const auto bag = parseBag(text)) {
        const bool fits = bag->weights.empty() || bag->weights.size() == bag->signatures.size();
        if (bag->signatures.empty() || !fits || (bag->segment && bag->segment->numerator <= 0)) {
            std::abort();
        }
    }
    if (const auto ratio = parseRational(text)) {
        if (ratio->denominator <= 0 || std::gcd(ratio->numerator, ratio->denominator) != 1) {
            std::abort();
        }
    }
    if (!isUtf8(inQuotes(text))) {
        std::abort();
    }
    if (const auto value = parseJson(text); value && describe(*value).empty()) {
        std::abort();
    }
    return 0;
}
