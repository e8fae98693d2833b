#pragma once

#include "core/base/Result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace nde::nn::clap {

/// What a vocabulary must look like to belong to a text tower.
struct VocabularyWish
{
    std::int64_t size {50265};
    std::int64_t begin {0}; ///< id of `<s>`
    std::int64_t pad {1};
    std::int64_t end {2}; ///< id of `</s>`
};

/// Byte-level byte-pair encoding as RoBERTa uses it. Pure: no trimming, no lower case, no prefix.
/// @thread  any; immutable.
/// @source  Radford et al., "Language models are unsupervised multitask learners", 2019, 2.2; the
///          tokenizer files of roberta-base.
class BytePairTokenizer
{
public:
    /// @param vocabulary  text of vocab.json. @param merges  text of merges.txt.
    /// @errors  Corrupt: another size than wished, ids that are not 0 … size − 1, special tokens at
    ///          other places, a byte without a symbol, merges of unknown symbols.
    [[nodiscard]] static Result<BytePairTokenizer>
    read(std::string_view vocabulary, std::string_view merges, const VocabularyWish& wish);

    /// `<s>` ids `</s>`, not cut.
    /// @param text               well-formed UTF-8.
    /// @param knowsSpecialWords  whether `<s>`, `<pad>`, `</s>`, `<unk>`, `<mask>` in the text mean
    ///                           those tokens; `<mask>` then takes the white space before it.
    [[nodiscard]] std::vector<std::int32_t> encode(std::string_view text,
                                                   bool knowsSpecialWords) const;

private:
    struct Merge
    {
        std::uint32_t rank {};
        std::int32_t result {};
    };
    using Vocabulary = std::unordered_map<std::string, std::int32_t>;

    [[nodiscard]] Result<> readMerges(std::string_view merges, const Vocabulary& vocabulary);
    [[nodiscard]] const Merge* mergeOf(std::int32_t left, std::int32_t right) const;
    void encodePlain(std::u32string_view text, std::vector<std::int32_t>& ids) const;
    void encodeWord(std::u32string_view word, std::vector<std::int32_t>& ids) const;

    static constexpr std::array<std::string_view, 5> kSpecialWords {"<s>", "<pad>", "</s>", "<unk>",
                                                                    "<mask>"};
    std::array<std::int32_t, kSpecialWords.size()> m_specialIds {};
    std::array<std::int32_t, 256> m_byteIds {};
    std::unordered_map<std::uint64_t, Merge> m_merges; ///< by left << 32 | right
};

} // namespace nde::nn::clap
