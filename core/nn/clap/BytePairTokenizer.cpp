#include "core/nn/clap/BytePairTokenizer.h"

#include "core/nn/checkpoint/Json.h"
#include "core/nn/checkpoint/Text.h"
#include "core/nn/clap/Unicode.h"

#include <queue>

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

namespace nde::nn::clap {

using checkpoint::inQuotes;
using checkpoint::Value;

namespace {

/// The printable stand-in of every byte: itself where it is visible, else a code from 256 on.
std::array<char32_t, 256> byteSymbols()
{
    std::array<char32_t, 256> symbols {};
    char32_t next = 256;
    for (char32_t byte = 0; byte < 256; ++byte) {
        const bool isVisible
            = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
        symbols[byte] = isVisible ? byte : next++;
    }
    return symbols;
}

std::uint64_t pairOf(std::int32_t left, std::int32_t right)
{
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32U
        | static_cast<std::uint32_t>(right);
}

/// Length of the contraction at the start of `text` ('s 't 're 've 'm 'll 'd), 0 = none.
std::size_t contraction(std::u32string_view text)
{
    for (const std::u32string_view word : {U"'s", U"'t", U"'re", U"'ve", U"'m", U"'ll", U"'d"}) {
        if (text.starts_with(word)) {
            return word.size();
        }
    }
    return 0;
}

/// Length of the first piece of a text that is not empty:
/// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
std::size_t pieceLength(std::u32string_view text)
{
    if (const std::size_t length = contraction(text)) {
        return length;
    }
    const std::size_t start = text.size() > 1 && text[0] == U' ' ? 1 : 0;
    const CharClass kind = charClass(text[start]);
    const std::size_t from = kind == CharClass::Space ? 0 : start;
    std::size_t end = from + 1;
    while (end < text.size() && charClass(text[end]) == kind) {
        ++end;
    }
    // White space before a word leaves its last character to it.
    return kind == CharClass::Space && end < text.size() && end > 1 ? end - 1 : end;
}

/// id by token, from JSON.
Result<std::vector<std::pair<std::string, std::int64_t>>> entriesOf(std::string_view json)
{
    auto parsed = checkpoint::parseJson(json);
    if (!parsed) {
        return fail(ErrorCode::Corrupt, "vocab.json " + parsed.error().message);
    }
    auto* dict = std::get_if<Value::Dict>(&parsed->data);
    if (dict == nullptr) {
        return fail(ErrorCode::Corrupt, "vocab.json is not a table of tokens");
    }
    std::vector<std::pair<std::string, std::int64_t>> entries;
    entries.reserve(dict->size());
    for (Value::Entry& entry : *dict) {
        const auto* id = std::get_if<std::int64_t>(&entry.second.data);
        auto* token = std::get_if<std::string>(&entry.first.data);
        if (id == nullptr || token == nullptr) {
            return fail(ErrorCode::Corrupt, "vocab.json has a token whose id is no whole number");
        }
        entries.emplace_back(std::move(*token), *id);
    }
    return entries;
}

/// A pair that may be merged: by rank, then from left to right.
struct Candidate
{
    std::uint32_t rank {};
    std::uint32_t at {};
    std::int32_t left {};
    std::int32_t right {};
    friend bool operator>(const Candidate& a, const Candidate& b)
    {
        return std::tie(a.rank, a.at) > std::tie(b.rank, b.at);
    }
};

} // namespace

Result<BytePairTokenizer> BytePairTokenizer::read(std::string_view vocabulary,
                                                  std::string_view merges,
                                                  const VocabularyWish& wish)
{
    auto entries = entriesOf(vocabulary);
    if (!entries) {
        return propagate(entries);
    }
    if (static_cast<std::int64_t>(entries->size()) != wish.size) {
        return fail(ErrorCode::Corrupt,
                    "vocab.json has " + std::to_string(entries->size())
                        + " tokens, but config.json says " + std::to_string(wish.size));
    }
    Vocabulary ids;
    std::vector<bool> seen(entries->size());
    for (auto& [token, id] : *entries) {
        if (id < 0 || id >= wish.size || seen[static_cast<std::size_t>(id)]) {
            return fail(ErrorCode::Corrupt,
                        "vocab.json gives the token " + inQuotes(token) + " the id "
                            + std::to_string(id) + ", which is taken or out of range");
        }
        seen[static_cast<std::size_t>(id)] = true;
        ids.emplace(std::move(token), static_cast<std::int32_t>(id));
    }
    BytePairTokenizer tokenizer;
    const std::array<std::int64_t, 3> wanted {wish.begin, wish.pad, wish.end};
    for (std::size_t i = 0; i < kSpecialWords.size(); ++i) {
        const auto found = ids.find(std::string(kSpecialWords[i]));
        if (found == ids.end() || (i < wanted.size() && found->second != wanted[i])) {
            return fail(ErrorCode::Corrupt,
                        "vocab.json has no " + std::string(kSpecialWords[i])
                            + (i < wanted.size() ? " with the id " + std::to_string(wanted[i])
                                                 : std::string()));
        }
        tokenizer.m_specialIds[i] = found->second;
    }
    const auto symbols = byteSymbols();
    for (std::size_t byte = 0; byte < symbols.size(); ++byte) {
        std::string symbol;
        appendUtf8(symbols[byte], symbol);
        const auto found = ids.find(symbol);
        if (found == ids.end()) {
            return fail(ErrorCode::Corrupt,
                        "vocab.json has no token for the byte " + std::to_string(byte));
        }
        tokenizer.m_byteIds[byte] = found->second;
    }
    if (auto done = tokenizer.readMerges(merges, ids); !done) {
        return propagate(done);
    }
    return tokenizer;
}

Result<> BytePairTokenizer::readMerges(std::string_view merges, const Vocabulary& vocabulary)
{
    std::uint32_t rank = 0;
    for (std::size_t at = 0, number = 1; at < merges.size(); ++number) {
        const std::size_t end = std::min(merges.find('\n', at), merges.size());
        std::string_view line = merges.substr(at, end - at);
        at = end + 1;
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (line.empty() || (number == 1 && line.starts_with("#version"))) {
            continue;
        }
        const auto bad = [&](const std::string& what) {
            return fail(ErrorCode::Corrupt,
                        "line " + std::to_string(number) + " of merges.txt " + what);
        };
        const std::size_t space = line.find(' ');
        if (space == std::string_view::npos || line.find(' ', space + 1) != line.npos) {
            return bad("is not a pair of tokens");
        }
        const std::string left(line.substr(0, space));
        const std::string right(line.substr(space + 1));
        std::array<std::int32_t, 3> ids {};
        for (std::size_t i = 0; const std::string& token : {left, right, left + right}) {
            const auto found = vocabulary.find(token);
            if (found == vocabulary.end()) {
                return bad("needs the token " + inQuotes(token) + ", which vocab.json lacks");
            }
            ids[i++] = found->second;
        }
        m_merges.insert_or_assign(pairOf(ids[0], ids[1]), Merge {rank++, ids[2]});
    }
    if (m_merges.empty()) {
        return fail(ErrorCode::Corrupt, "merges.txt has no merges");
    }
    return {};
}

const BytePairTokenizer::Merge* BytePairTokenizer::mergeOf(std::int32_t left,
                                                           std::int32_t right) const
{
    const auto found = m_merges.find(pairOf(left, right));
    return found == m_merges.end() ? nullptr : &found->second;
}

void BytePairTokenizer::encodeWord(std::u32string_view word, std::vector<std::int32_t>& ids) const
{
    std::string bytes;
    for (const char32_t code : word) {
        appendUtf8(code, bytes);
    }
    // A list of symbols; a merged one stays at its left half, -1 marks what is gone.
    const auto count = static_cast<std::uint32_t>(bytes.size());
    std::vector<std::int32_t> symbols(count);
    std::vector<std::uint32_t> next(count);
    std::vector<std::uint32_t> before(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        symbols[i] = m_byteIds[static_cast<unsigned char>(bytes[i])];
        next[i] = i + 1;
        before[i] = i == 0 ? count : i - 1;
    }
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> waiting;
    std::vector<Candidate> fresh;
    const auto consider = [&](std::uint32_t left) {
        if (left < count && next[left] < count) {
            if (const Merge* merge = mergeOf(symbols[left], symbols[next[left]])) {
                fresh.push_back({merge->rank, left, symbols[left], symbols[next[left]]});
            }
        }
    };
    for (std::uint32_t i = 0; i < count; ++i) {
        consider(i);
    }
    for (;;) {
        // All occurrences of a pair are merged before pairs that came up meanwhile count.
        for (const Candidate& candidate : fresh) {
            waiting.push(candidate);
        }
        fresh.clear();
        if (waiting.empty()) {
            break;
        }
        const std::uint32_t rank = waiting.top().rank;
        while (!waiting.empty() && waiting.top().rank == rank) {
            const Candidate pair = waiting.top();
            waiting.pop();
            const std::uint32_t right = next[pair.at];
            if (symbols[pair.at] != pair.left || right >= count || symbols[right] != pair.right) {
                continue; // one of the two went into another merge
            }
            symbols[pair.at] = mergeOf(pair.left, pair.right)->result;
            symbols[right] = -1;
            next[pair.at] = next[right];
            if (next[right] < count) {
                before[next[right]] = pair.at;
            }
            consider(pair.at);
            consider(before[pair.at]);
        }
    }
    for (std::uint32_t i = 0; i < count; i = next[i]) {
        ids.push_back(symbols[i]);
    }
}

void BytePairTokenizer::encodePlain(std::u32string_view text, std::vector<std::int32_t>& ids) const
{
    while (!text.empty()) {
        const std::size_t length = pieceLength(text);
        encodeWord(text.substr(0, length), ids);
        text.remove_prefix(length);
    }
}

std::vector<std::int32_t> BytePairTokenizer::encode(std::string_view text,
                                                    bool knowsSpecialWords) const
{
    std::vector<std::int32_t> ids {m_specialIds[0]};
    while (knowsSpecialWords && !text.empty()) {
        std::size_t first = text.size();
        std::size_t word = 0;
        for (std::size_t i = 0; i < kSpecialWords.size(); ++i) {
            const std::size_t at = text.find(kSpecialWords[i]);
            if (at < first) {
                first = at;
                word = i;
            }
        }
        if (first == text.size()) {
            break;
        }
        std::u32string plain = decodeUtf8(text.substr(0, first));
        while (kSpecialWords[word] == "<mask>" && !plain.empty()
               && charClass(plain.back()) == CharClass::Space) {
            plain.pop_back();
        }
        encodePlain(plain, ids);
        ids.push_back(m_specialIds[word]);
        text.remove_prefix(first + kSpecialWords[word].size());
    }
    encodePlain(decodeUtf8(text), ids);
    ids.push_back(m_specialIds[2]);
    return ids;
}

} // namespace nde::nn::clap
