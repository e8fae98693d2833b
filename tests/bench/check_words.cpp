// Which words of queries the built-in search understands, without any library:
//   check_words < queries.txt
// One query a line, '#' begins a comment. Prints what was missed, then the shares. Words that only
// lead to others ("with", "klingt") are understood but say nothing: the second share leaves them
// out.
#include "core/search/SearchQuery.h"

#include <cstdio>
#include <iostream>
#include <string>

using namespace nde;

int main()
{
    std::size_t queries = 0;
    std::size_t whole = 0; // every word of it
    std::size_t none = 0; // nothing of it
    std::size_t words = 0;
    std::size_t fillers = 0;
    std::size_t missed = 0;
    for (std::string line; std::getline(std::cin, line);) {
        if (line.empty() || line[0] == '#') {
            continue;
        }
        const search::SearchQuery query = search::readQuery(line);
        ++queries;
        for (const std::string& word : search::searchWords(line)) {
            ++words;
            fillers += search::searchLexicon().isFiller(word) ? 1 : 0;
        }
        missed += query.nameWords.size();
        whole += query.nameWords.empty() ? 1 : 0;
        none += query.terms.empty() && query.numbers.empty() ? 1 : 0;
        if (!query.nameWords.empty()) {
            std::printf("%-44s missed:", line.c_str());
            for (const std::string& word : query.nameWords) {
                std::printf(" %s", word.c_str());
            }
            std::printf("\n");
        }
    }
    const auto percent = [](std::size_t part, std::size_t all) {
        return 100.0 * static_cast<double>(part) / static_cast<double>(all == 0 ? 1 : all);
    };
    std::printf(
        "%zu queries, %zu words: %.1f %% of the words understood (%.1f %% of those that are no "
        "fillers); %.1f %% of the queries as a whole, %.1f %% not at all\n",
        queries, words, 100.0 - percent(missed, words), 100.0 - percent(missed, words - fillers),
        percent(whole, queries), percent(none, queries));
    return 0;
}
