#include "core/services/StemRecipe.h"

#include "core/services/Files.h"

#include <algorithm>
#include <numeric>

namespace nde::services {
namespace {

tl::unexpected<Error> unknown(const QString& word, const QStringList& sources)
{
    return fail(ErrorCode::BadInput,
                toStd(QStringLiteral("'%1' cannot be made of this model's stems; there are %2")
                          .arg(word, sources.join(QStringLiteral(", ")))));
}

StemOutput allBut(int left, const QString& name, const QStringList& sources)
{
    StemOutput output {name, {}, Category::Mix};
    for (int i = 0; i < sources.size(); ++i) {
        if (i != left) {
            output.sources.push_back(i);
        }
    }
    return output;
}

Result<StemOutput> sumOf(const QString& word, const QStringList& sources)
{
    StemOutput output {word, {}, Category::Mix};
    for (const auto& part : word.split(u'+')) {
        const auto index = static_cast<int>(sources.indexOf(part.trimmed()));
        if (index < 0) {
            return unknown(word, sources);
        }
        output.sources.push_back(index);
    }
    std::sort(output.sources.begin(), output.sources.end());
    const auto last = std::unique(output.sources.begin(), output.sources.end());
    output.sources.erase(last, output.sources.end());
    if (output.sources.size() == 1) {
        output.name = sources[output.sources.front()];
        output.category = sourceCategory(output.name);
    }
    return output;
}

Result<StemOutput> outputOf(const QString& word, const QStringList& sources)
{
    if (sources.contains(word)) {
        return sumOf(word, sources);
    }
    const bool isInstrumental = word == u"instrumental";
    if (isInstrumental || word.startsWith(u"no-") || word.startsWith(u"no_")) {
        const QString left = isInstrumental ? QStringLiteral("vocals") : word.mid(3);
        const auto index = static_cast<int>(sources.indexOf(left));
        if (index < 0 || sources.size() < 2) {
            return unknown(word, sources);
        }
        return allBut(index, isInstrumental ? word : QString(u"no-" + left), sources);
    }
    return sumOf(word, sources);
}

bool isPartition(const std::vector<StemOutput>& outputs, qsizetype sources)
{
    std::vector<int> all;
    for (const auto& output : outputs) {
        all.insert(all.end(), output.sources.begin(), output.sources.end());
    }
    std::sort(all.begin(), all.end());
    std::vector<int> each(static_cast<std::size_t>(sources));
    std::iota(each.begin(), each.end(), 0);
    return all == each;
}

} // namespace

Category sourceCategory(const QString& source)
{
    static const std::vector<std::pair<QString, Category>> known {
        {QStringLiteral("drums"), Category::Drums},    {QStringLiteral("bass"), Category::Bass},
        {QStringLiteral("vocals"), Category::Vocal},   {QStringLiteral("vocal"), Category::Vocal},
        {QStringLiteral("guitar"), Category::Guitar},  {QStringLiteral("piano"), Category::Keys},
        {QStringLiteral("strings"), Category::Strings}};
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const auto& pair) { return pair.first == source; });
    return found == known.end() ? Category::Other : found->second;
}

Result<StemRecipe> stemRecipe(const QStringList& words, const QStringList& sources)
{
    StemRecipe recipe;
    for (const auto& word : words.isEmpty() ? sources : words) {
        // The names of the model's sources are as they are; what people type may differ in case.
        const QString plain = sources.contains(word) ? word : word.trimmed().toLower();
        auto output = outputOf(plain, sources);
        if (!output) {
            return propagate(output);
        }
        const bool isThere
            = std::any_of(recipe.outputs.begin(), recipe.outputs.end(),
                          [&](const auto& earlier) { return earlier.name == output->name; });
        if (!isThere) {
            recipe.outputs.push_back(std::move(*output));
        }
    }
    recipe.isWhole = isPartition(recipe.outputs, sources.size());
    return recipe;
}

} // namespace nde::services
