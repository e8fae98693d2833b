#include "core/search/NameIndex.h"

#include <algorithm>
#include <cmath>

namespace nde::search {

namespace {

constexpr float kNameWeight = 1.0F;
constexpr float kTagWeight = 0.9F;
constexpr float kFolderWeight = 0.6F;
constexpr float kPrefixWeight = 0.5F;
constexpr float kSaturation = 1.2F; ///< k1
constexpr float kLengthShare = 0.4F; ///< b: names are short, their length says little
constexpr std::size_t kLeastPrefix = 3;

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}
bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Blanks where a capital follows a small letter, and between letters and digits.
std::string cut(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + 8);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0) {
            const char before = text[i - 1];
            const bool isCamel = isUpper(text[i]) && isLower(before);
            const bool isNumber = isDigit(text[i]) != isDigit(before)
                && (isDigit(text[i]) || isDigit(before)) && before != ' ';
            if (isCamel || isNumber) {
                out += ' ';
            }
        }
        out += text[i];
    }
    return out;
}

} // namespace

std::vector<std::string> nameWordsOf(std::string_view utf8)
{
    return searchWords(cut(utf8));
}

void NameIndex::clear()
{
    *this = NameIndex();
}

bool NameIndex::hasWord(std::string_view folded) const
{
    const auto found = m_ids.find(folded);
    return found != m_ids.end() && !m_words[found->second].postings.empty();
}

bool NameIndex::contains(std::uint32_t slot, const std::vector<std::string>& words) const
{
    const auto& own = m_wordsOf[slot];
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        const auto found = m_ids.find(word);
        return found != m_ids.end()
            && std::find(own.begin(), own.end(), found->second) != own.end();
    });
}

void NameIndex::append(const Fields& fields)
{
    const auto slot = static_cast<std::uint32_t>(m_lengths.size());
    m_lengths.push_back(0.0F);
    m_wordsOf.emplace_back();
    put(slot, fields);
}

void NameIndex::replace(std::uint32_t slot, const Fields& fields)
{
    for (const std::uint32_t word : m_wordsOf[slot]) {
        std::erase_if(m_words[word].postings,
                      [slot](const Posting& posting) { return posting.slot == slot; });
    }
    m_wordsOf[slot].clear();
    m_totalLength -= static_cast<double>(m_lengths[slot]);
    m_lengths[slot] = 0.0F;
    put(slot, fields);
}

void NameIndex::put(std::uint32_t slot, const Fields& fields)
{
    const auto add = [&](std::string_view text, float weight) {
        for (std::string& word : nameWordsOf(text)) {
            const auto [at, isNew]
                = m_ids.try_emplace(word, static_cast<std::uint32_t>(m_words.size()));
            if (isNew) {
                m_words.emplace_back();
                m_texts.push_back(std::move(word));
                m_isSorted = false;
            }
            auto& postings = m_words[at->second].postings;
            if (!postings.empty() && postings.back().slot == slot) {
                postings.back().count += weight;
            } else {
                postings.push_back({slot, weight});
                m_wordsOf[slot].push_back(at->second);
            }
            m_lengths[slot] += weight;
        }
    };
    add(fields.name, kNameWeight);
    add(fields.tags, kTagWeight);
    add(fields.folders, kFolderWeight);
    m_totalLength += static_cast<double>(m_lengths[slot]);
}

void NameIndex::remember() const
{
    if (m_isSorted) {
        return;
    }
    m_sorted.resize(m_texts.size());
    for (std::size_t i = 0; i < m_sorted.size(); ++i) {
        m_sorted[i] = static_cast<std::uint32_t>(i);
    }
    std::sort(m_sorted.begin(), m_sorted.end(),
              [this](std::uint32_t a, std::uint32_t b) { return m_texts[a] < m_texts[b]; });
    m_isSorted = true;
}

std::vector<std::uint32_t> NameIndex::matching(const std::string& word, bool isPrefixWanted) const
{
    std::vector<std::uint32_t> ids;
    if (const auto exact = m_ids.find(word); exact != m_ids.end()) {
        ids.push_back(exact->second);
    }
    if (!isPrefixWanted || word.size() < kLeastPrefix) {
        return ids;
    }
    auto at = std::lower_bound(
        m_sorted.begin(), m_sorted.end(), word,
        [this](std::uint32_t id, const std::string& w) { return m_texts[id] < w; });
    for (; at != m_sorted.end() && m_texts[*at].starts_with(word); ++at) {
        if (m_texts[*at].size() > word.size()) {
            ids.push_back(*at);
        }
    }
    return ids;
}

NameIndex::Found NameIndex::search(const std::vector<Want>& wants) const
{
    remember();
    const std::size_t slots = m_lengths.size();
    const float average
        = slots == 0 ? 1.0F : static_cast<float>(m_totalLength / static_cast<double>(slots));
    Found found;
    std::vector<float> best; // of one want, by slot
    std::vector<std::uint32_t> touched;
    const auto rarityOf = [slots](std::size_t with) {
        const auto count = static_cast<float>(with);
        return std::log(1.0F + (static_cast<float>(slots) - count + 0.5F) / (count + 0.5F));
    };
    const auto addWord = [&](std::uint32_t id, float factor) {
        for (const Posting& posting : m_words[id].postings) {
            const float length = 1.0F - kLengthShare
                + kLengthShare * m_lengths[posting.slot] / std::max(0.1F, average);
            const float value = factor * posting.count * (kSaturation + 1.0F)
                / (posting.count + kSaturation * length);
            if (best[posting.slot] == 0.0F) {
                touched.push_back(posting.slot);
            }
            best[posting.slot] = std::max(best[posting.slot], value);
        }
    };
    for (const Want& want : wants) {
        best.assign(slots, 0.0F);
        touched.clear();
        for (const std::string& word : want.words) {
            const std::vector<std::uint32_t> ids = matching(word, want.isPrefixWanted);
            std::size_t with = 0;
            for (const std::uint32_t id : ids) {
                with += m_words[id].postings.size();
            }
            for (const std::uint32_t id : ids) {
                // A longer word is as common as all that begin so, or it would win by its rarity.
                const float factor = m_texts[id].size() == word.size() ? 1.0F : kPrefixWeight;
                addWord(id, factor * rarityOf(std::min(with, slots)));
            }
        }
        if (!touched.empty() && found.scores.empty()) {
            found.scores.assign(slots, 0.0F);
            found.matched.assign(slots, 0);
        }
        for (const std::uint32_t slot : touched) {
            found.scores[slot] += want.weight * best[slot];
            ++found.matched[slot];
        }
    }
    return found;
}

} // namespace nde::search
