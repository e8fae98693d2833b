#include "core/services/LibraryFilter.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

namespace nde::services {

namespace {

char lowerAscii(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

// Lower case of a letter of two UTF-8 bytes (U+0080 … U+07FF); those without one stay.
unsigned lowerTwoBytes(unsigned c)
{
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9 && c != 0x3A2)
        || (c >= 0x410 && c <= 0x42F)) {
        return c + 0x20;
    }
    if (c >= 0x400 && c <= 0x40F) {
        return c + 0x50;
    }
    if (c == 0x178) {
        return 0xFF; // Ÿ
    }
    const bool isEvenUpper = (c >= 0x100 && c <= 0x137 && c != 0x130) || (c >= 0x14A && c <= 0x177);
    const bool isOddUpper = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    if ((isEvenUpper && c % 2 == 0) || (isOddUpper && c % 2 == 1)) {
        return c + 1;
    }
    return c;
}

void appendTwoBytes(std::string& target, unsigned c)
{
    target += static_cast<char>(0xC0U | (c >> 6U));
    target += static_cast<char>(0x80U | (c & 0x3FU));
}

// The vowel at the end of `target` with a diaeresis, or 0.
unsigned withDiaeresis(const std::string& target)
{
    switch (target.empty() ? '\0' : target.back()) {
    case 'a':
        return 0xE4;
    case 'e':
        return 0xEB;
    case 'i':
        return 0xEF;
    case 'o':
        return 0xF6;
    case 'u':
        return 0xFC;
    default:
        return 0;
    }
}

/// Appends the folded text. Over half of filtering by a word is spent here, hence the plain loop.
void appendFolded(std::string& target, std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            target += lowerAscii(text[i]);
            continue;
        }
        const bool isTwo = (byte & 0xE0U) == 0xC0U && i + 1 < text.size()
            && (static_cast<unsigned char>(text[i + 1]) & 0xC0U) == 0x80U;
        if (!isTwo) {
            target += text[i];
            continue;
        }
        const unsigned c = ((byte & 0x1FU) << 6U) | (static_cast<unsigned char>(text[++i]) & 0x3FU);
        const unsigned vowel = c == 0x308 ? withDiaeresis(target) : 0;
        if (vowel != 0) {
            target.pop_back();
            appendTwoBytes(target, vowel);
        } else {
            appendTwoBytes(target, lowerTwoBytes(c));
        }
    }
}

bool contains(std::string_view text, std::string_view part)
{
    return part.empty() || memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

/// Whether one of the tags, separated by spaces, is `tag`.
bool hasTag(std::string_view tags, std::string_view tag)
{
    for (auto at = tags.find(tag); at != std::string_view::npos; at = tags.find(tag, at + 1)) {
        const auto end = at + tag.size();
        if ((at == 0 || tags[at - 1] == ' ') && (end == tags.size() || tags[end] == ' ')) {
            return true;
        }
    }
    return false;
}

template<typename Enum>
std::uint32_t maskOf(const std::vector<Enum>& items)
{
    std::uint32_t mask = items.empty() ? ~0U : 0U;
    for (const Enum item : items) {
        mask |= 1U << static_cast<unsigned>(item);
    }
    return mask;
}

struct FloatRange
{
    float from;
    float to;
    explicit FloatRange(const std::optional<std::pair<double, double>>& range)
        : from(range ? static_cast<float>(range->first) : -INFINITY)
        , to(range ? static_cast<float>(range->second) : INFINITY)
    {
    }
    [[nodiscard]] bool contains(float value) const { return value >= from && value <= to; }
};

// Why a row is out. A facet counts the rows that nothing but itself keeps out.
enum Miss : unsigned
{
    MissSource = 1U,
    MissCategory = 2U,
    MissSoundClass = 4U,
    MissBpm = 8U,
    MissFavorite = 16U,
    MissAttention = 32U,
    MissOther = 64U,
    MissKey = 128U,
    MissLength = 256U,
    MissRating = 512U,
    MissQuality = 1024U
};

/// A filter made ready for many rows.
constexpr double kDayMs = 86'400'000.0;

class Matcher
{
public:
    explicit Matcher(const LibraryFilter& filter)
        : m_filter(filter)
        , m_sources(maskOf(filter.sources))
        , m_categories(maskOf(filter.categories))
        , m_soundClasses(maskOf(filter.soundClasses))
        , m_bpm(filter.bpm)
        , m_length(filter.lengthS)
        , m_quality(filter.quality)
        , m_needsText(!filter.words.empty() || !filter.excludedWords.empty())
    {
        if (filter.ageDays) {
            const double now
                = static_cast<double>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                          std::chrono::system_clock::now().time_since_epoch())
                                          .count());
            m_addedFrom = now - filter.ageDays->second * kDayMs;
            m_addedTo = now - filter.ageDays->first * kDayMs;
        }
        for (const Key& key : filter.keys) {
            m_keys |= 1U << static_cast<unsigned>(key.pitchClass + (key.isMinor ? 12 : 0));
        }
    }

    /// @return  a set of `Miss`, 0 = in.
    [[nodiscard]] unsigned operator()(const StemRow& row)
    {
        if (!matchesOther(row)) {
            return MissOther; // nothing counts it, so the rest does not matter
        }
        const auto bit = [](auto value) { return 1U << static_cast<unsigned>(value); };
        unsigned misses = 0;
        misses |= (m_sources & bit(row.source)) == 0 ? MissSource : 0U;
        misses |= (m_categories & bit(row.category)) == 0 ? MissCategory : 0U;
        misses |= (m_soundClasses & bit(row.soundClass)) == 0 ? MissSoundClass : 0U;
        misses |= m_filter.bpm && !matchesBpm(row.bpm) ? MissBpm : 0U;
        misses |= m_filter.favoritesOnly && !row.isFavorite ? MissFavorite : 0U;
        misses |= m_filter.needsAttentionOnly && !row.needsAttention ? MissAttention : 0U;
        misses |= m_keys != 0 && !matchesKey(row.keyIndex) ? MissKey : 0U;
        misses |= m_filter.lengthS && !m_length.contains(row.durationS) ? MissLength : 0U;
        misses |= m_filter.minRating && row.rating < *m_filter.minRating ? MissRating : 0U;
        misses |= m_filter.quality && !m_quality.contains(row.quality) ? MissQuality : 0U;
        return misses;
    }

private:
    [[nodiscard]] bool matchesBpm(float bpm) const
    {
        return bpm > 0.0F
            && (m_bpm.contains(bpm)
                || (m_filter.foldBpm
                    && (m_bpm.contains(bpm * 2.0F) || m_bpm.contains(bpm * 0.5F))));
    }

    [[nodiscard]] bool matchesKey(int keyIndex) const
    {
        return keyIndex >= 0 && (m_keys >> static_cast<unsigned>(keyIndex) & 1U) != 0;
    }

    [[nodiscard]] bool matchesOther(const StemRow& row)
    {
        if (m_filter.lengthS && m_filter.lengthS->first > m_filter.lengthS->second) {
            return false; // wishes that contradict each other
        }
        const bool isNobodyKnown = m_filter.needsLibrary() && !m_filter.within;
        if (isNobodyKnown
            || (m_filter.within
                && !std::binary_search(m_filter.within->begin(), m_filter.within->end(), row.id))) {
            return false;
        }
        const auto added = static_cast<double>(row.createdAtMs);
        if (m_filter.ageDays && (added < m_addedFrom || added > m_addedTo)) {
            return false;
        }
        const auto has = [&row](const std::string& tag) { return hasTag(row.tags, tag); };
        if (!std::all_of(m_filter.tags.begin(), m_filter.tags.end(), has)
            || std::any_of(m_filter.excludedTags.begin(), m_filter.excludedTags.end(), has)) {
            return false;
        }
        return !m_needsText || matchesText(row);
    }

    [[nodiscard]] bool matchesText(const StemRow& row)
    {
        m_text.clear();
        appendFolded(m_text, row.name);
        m_text += '\n'; // so that no word reaches from the name into the tags
        appendFolded(m_text, row.tags);
        const auto occurs = [this](const std::string& word) { return contains(m_text, word); };
        return std::all_of(m_filter.words.begin(), m_filter.words.end(), occurs)
            && std::none_of(m_filter.excludedWords.begin(), m_filter.excludedWords.end(), occurs);
    }

    double m_addedFrom {}; ///< ms since 1970
    double m_addedTo {};
    const LibraryFilter& m_filter;
    std::uint32_t m_sources;
    std::uint32_t m_categories;
    std::uint32_t m_soundClasses;
    std::uint32_t m_keys {};
    FloatRange m_bpm;
    FloatRange m_length;
    FloatRange m_quality;
    bool m_needsText;
    std::string m_text; ///< reused, so that most rows allocate nothing
};

/// Index of the last step that does not lie above the value.
template<std::size_t kCount>
std::size_t stepOf(const std::array<double, kCount>& steps, float value)
{
    std::size_t index = 0;
    while (index + 1 < kCount && static_cast<double>(value) >= steps[index + 1]) {
        ++index;
    }
    return index;
}

template<std::size_t kCount>
std::pair<double, double> stepRange(const std::array<double, kCount>& steps, std::size_t index)
{
    const double infinity = std::numeric_limits<double>::infinity();
    const bool isLast = index + 1 >= kCount;
    // Rows are compared as float, with both ends in.
    return {index == 0 ? -infinity : steps[index],
            isLast ? infinity
                   : static_cast<double>(
                       std::nextafter(static_cast<float>(steps[index + 1]), -INFINITY))};
}

/// How often each tag occurs. The keys lie in the rows, so that counting copies nothing.
class TagCounter
{
public:
    TagCounter()
        : m_slots(kFirstSlots)
    {
    }

    void add(std::string_view tags)
    {
        for (std::size_t from = 0; from < tags.size();) {
            const std::size_t to = std::min(tags.find(' ', from), tags.size());
            if (to > from) {
                addOne(tags.substr(from, to - from));
            }
            from = to + 1;
        }
    }

    [[nodiscard]] std::vector<std::pair<std::string, int>> best(std::size_t most) const
    {
        std::vector<std::pair<std::string_view, int>> all;
        for (const Slot& slot : m_slots) {
            if (slot.count > 0) {
                all.emplace_back(slot.tag, slot.count);
            }
        }
        const auto isBetter = [](const auto& a, const auto& b) {
            return a.second != b.second ? a.second > b.second : a.first < b.first;
        };
        const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(most, all.size()));
        std::partial_sort(all.begin(), end, all.end(), isBetter);
        return {all.begin(), end};
    }

private:
    static constexpr std::size_t kFirstSlots = 1024; ///< a power of two

    struct Slot
    {
        std::string_view tag;
        int count {};
    };

    [[nodiscard]] Slot& find(std::string_view tag)
    {
        const std::size_t mask = m_slots.size() - 1;
        std::size_t at = std::hash<std::string_view> {}(tag)&mask;
        while (m_slots[at].count > 0 && m_slots[at].tag != tag) {
            at = (at + 1) & mask;
        }
        return m_slots[at];
    }

    void addOne(std::string_view tag)
    {
        Slot& slot = find(tag);
        if (slot.count++ > 0) {
            return;
        }
        slot.tag = tag;
        if (++m_used * 2 < m_slots.size()) {
            return;
        }
        const std::vector<Slot> before
            = std::exchange(m_slots, std::vector<Slot>(m_slots.size() * 2));
        for (const Slot& old : before) {
            if (old.count > 0) {
                find(old.tag) = old;
            }
        }
    }

    std::vector<Slot> m_slots;
    std::size_t m_used {};
};

void count(FacetCounts& counts, const StemRow& row, unsigned misses)
{
    const auto onlyMiss = [misses](unsigned miss) { return (misses & ~miss) == 0; };
    if (onlyMiss(MissSource)) {
        ++counts.sources[static_cast<std::size_t>(row.source)];
    }
    if (onlyMiss(MissCategory)) {
        ++counts.categories[static_cast<std::size_t>(row.category)];
    }
    if (onlyMiss(MissSoundClass)) {
        ++counts.soundClasses[static_cast<std::size_t>(row.soundClass)];
    }
    constexpr float kFirstBpm = 40.0F;
    constexpr float kBinBpm = 4.0F;
    if (row.bpm >= kFirstBpm && onlyMiss(MissBpm)) {
        const auto bin = static_cast<std::size_t>((row.bpm - kFirstBpm) / kBinBpm);
        if (bin < counts.bpmHistogram.size()) {
            ++counts.bpmHistogram[bin];
        }
    }
    if (row.isFavorite && onlyMiss(MissFavorite)) {
        ++counts.favorites;
    }
    if (row.needsAttention && onlyMiss(MissAttention)) {
        ++counts.needsAttention;
    }
    if (row.keyIndex >= 0 && row.keyIndex < kKeyCount && onlyMiss(MissKey)) {
        ++counts.keys[static_cast<std::size_t>(row.keyIndex)];
    }
    if (onlyMiss(MissLength)) {
        ++counts.lengths[stepOf(kLengthSteps, row.durationS)];
    }
    if (onlyMiss(MissQuality)) {
        ++counts.qualities[stepOf(kQualitySteps, row.quality)];
    }
    if (row.rating >= 0 && row.rating <= kMostRating && onlyMiss(MissRating)) {
        ++counts.ratings[static_cast<std::size_t>(row.rating)];
    }
}

struct SortItem
{
    std::uint64_t key;
    std::uint32_t index;
};

bool isBefore(const SortItem& a, const SortItem& b)
{
    return a.key != b.key ? a.key < b.key : a.index < b.index;
}

// Keeps the order of floats in that of unsigned numbers.
std::uint64_t orderedBits(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value == 0.0F ? 0.0F : value);
    return (bits & 0x8000'0000U) != 0 ? ~bits : bits | 0x8000'0000U;
}

// Position on the Camelot wheel: 1A, 1B, 2A, …
std::uint64_t camelotOrder(int keyIndex)
{
    const bool isMinor = keyIndex >= 12;
    const int major = isMinor ? (keyIndex + 3) % 12 : keyIndex;
    const int order = (major * 7 + 7) % 12 * 2 + (isMinor ? 0 : 1);
    return static_cast<std::uint64_t>(order);
}

constexpr std::uint64_t kNoValue = ~std::uint64_t {0}; // sorts last in both directions

std::uint64_t sortKey(const StemRow& row, SortColumn column)
{
    switch (column) {
    case SortColumn::Name: // has an own way
        return 0;
    case SortColumn::Source:
        return static_cast<std::uint64_t>(row.source);
    case SortColumn::Category:
        return static_cast<std::uint64_t>(row.category);
    case SortColumn::SoundClass:
        return static_cast<std::uint64_t>(row.soundClass);
    case SortColumn::Bpm:
        return row.bpm > 0.0F ? orderedBits(row.bpm) : kNoValue;
    case SortColumn::Key:
        return row.keyIndex >= 0 ? camelotOrder(row.keyIndex) : kNoValue;
    case SortColumn::Length:
        return orderedBits(row.durationS);
    case SortColumn::Loudness:
        return orderedBits(row.lufs);
    case SortColumn::Quality:
        return orderedBits(row.quality);
    case SortColumn::Rating:
        return static_cast<std::uint64_t>(row.rating);
    case SortColumn::Favorite:
        return row.isFavorite ? 1 : 0;
    case SortColumn::Added:
        return static_cast<std::uint64_t>(std::max<std::int64_t>(row.createdAtMs, 0));
    }
    return 0;
}

void sortByKey(std::vector<std::uint32_t>& order, const std::vector<StemRow>& rows,
               SortColumn column, bool descending)
{
    std::vector<SortItem> items;
    items.reserve(order.size());
    for (const std::uint32_t index : order) {
        const std::uint64_t key = sortKey(rows[index], column);
        // Turning the key round and not the list keeps ties in id order.
        items.push_back({descending && key != kNoValue ? kNoValue - 1 - key : key, index});
    }
    std::sort(items.begin(), items.end(), isBefore);
    std::transform(items.begin(), items.end(), order.begin(),
                   [](const SortItem& item) { return item.index; });
}

/// Sorts by name. Comparing whole names costs a cache miss each time; instead the folded names lie
/// in one block and are sorted by 8 bytes at a time, and only runs of equal ones by the next 8.
/// Digits are written as their count and then themselves, which sorts numbers by value.
class NameSorter
{
public:
    NameSorter(const std::vector<std::uint32_t>& order, const std::vector<StemRow>& rows,
               bool descending)
        : m_isDescending(descending)
    {
        m_begin.reserve(order.size() + 1);
        m_text.reserve(order.size() * 32);
        m_items.reserve(order.size());
        std::string folded;
        for (std::uint32_t i = 0; i < order.size(); ++i) {
            folded.clear();
            appendFolded(folded, rows[order[i]].name);
            m_begin.push_back(m_text.size());
            appendNatural(folded);
            m_items.push_back({0, i});
        }
        m_begin.push_back(m_text.size());
    }

    void sort(std::vector<std::uint32_t>& order)
    {
        sortFrom(0, m_items.size(), 0);
        std::vector<std::uint32_t> sorted(order.size());
        std::transform(m_items.begin(), m_items.end(), sorted.begin(),
                       [&order](const SortItem& item) { return order[item.index]; });
        order = std::move(sorted);
    }

private:
    static constexpr std::size_t kStep = 8;

    void appendNatural(const std::string& text)
    {
        const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
        for (std::size_t i = 0; i < text.size();) {
            if (!isDigit(text[i])) {
                m_text += text[i++];
                continue;
            }
            while (i + 1 < text.size() && text[i] == '0' && isDigit(text[i + 1])) {
                ++i;
            }
            const std::size_t from = i;
            while (i < text.size() && isDigit(text[i])) {
                ++i;
            }
            // Between '/' and ':' in ASCII: numbers stay where digits stand among other characters.
            m_text += '0';
            m_text += static_cast<char>(std::min<std::size_t>(i - from, 100));
            m_text.append(text, from, i - from);
        }
    }

    [[nodiscard]] std::uint64_t chunk(std::uint32_t item, std::size_t depth) const
    {
        const std::size_t from = m_begin[item] + depth;
        const std::size_t end = m_begin[item + 1];
        std::uint64_t key = 0;
        if (from < end) {
            std::memcpy(&key, m_text.data() + from, std::min(kStep, end - from));
        }
        if constexpr (std::endian::native == std::endian::little) {
            key = __builtin_bswap64(key);
        }
        return m_isDescending ? ~key : key;
    }

    void sortFrom(std::size_t from, std::size_t to, std::size_t depth)
    {
        bool isAnyLeft = false;
        for (std::size_t i = from; i < to; ++i) {
            m_items[i].key = chunk(m_items[i].index, depth);
            isAnyLeft
                = isAnyLeft || m_begin[m_items[i].index] + depth < m_begin[m_items[i].index + 1];
        }
        const auto at
            = [this](std::size_t i) { return m_items.begin() + static_cast<std::ptrdiff_t>(i); };
        std::sort(at(from), at(to), isBefore);
        if (!isAnyLeft) {
            return;
        }
        for (std::size_t i = from; i < to;) {
            std::size_t end = i + 1;
            while (end < to && m_items[end].key == m_items[i].key) {
                ++end;
            }
            if (end - i > 1) {
                sortFrom(i, end, depth + kStep);
            }
            i = end;
        }
    }

    bool m_isDescending;
    std::string m_text;
    std::vector<std::size_t> m_begin;
    std::vector<SortItem> m_items;
};

} // namespace

std::string foldText(std::string_view text)
{
    std::string folded;
    folded.reserve(text.size());
    appendFolded(folded, text);
    return folded;
}

std::pair<double, double> lengthStep(std::size_t index)
{
    return stepRange(kLengthSteps, index);
}

std::pair<double, double> qualityStep(std::size_t index)
{
    return stepRange(kQualitySteps, index);
}

std::vector<std::pair<std::string, int>> mostFrequentTags(const std::vector<StemRow>& rows,
                                                          std::size_t most)
{
    TagCounter tags;
    for (const StemRow& row : rows) {
        tags.add(row.tags);
    }
    return tags.best(most);
}

FilterResult filterRows(const std::vector<StemRow>& rows, const LibraryFilter& filter)
{
    FilterResult result;
    Matcher matcher(filter);
    TagCounter tags;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const unsigned misses = matcher(rows[i]);
        if (misses == 0) {
            result.order.push_back(static_cast<std::uint32_t>(i));
            tags.add(rows[i].tags);
        }
        if ((misses & (misses - 1)) == 0 && misses != MissOther) {
            count(result.counts, rows[i], misses);
        }
    }
    result.counts.tags = tags.best(FacetCounts::kMostTags);
    return result;
}

FilterResult applyFilter(const std::vector<StemRow>& rows, const LibraryFilter& filter,
                         SortColumn sort, bool descending)
{
    FilterResult result = filterRows(rows, filter);
    if (sort == SortColumn::Name) {
        NameSorter(result.order, rows, descending).sort(result.order);
    } else {
        sortByKey(result.order, rows, sort, descending);
    }
    return result;
}

} // namespace nde::services
