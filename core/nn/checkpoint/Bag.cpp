#include "core/nn/checkpoint/Bag.h"

#include "core/nn/checkpoint/ByteSource.h"
#include "core/nn/checkpoint/Text.h"
#include "core/nn/checkpoint/Yaml.h"

#include <algorithm>
#include <array>
#include <new>
#include <system_error>
#include <utility>

namespace nde::nn::checkpoint {

namespace {

constexpr std::size_t kMaxMembers = 64;
constexpr std::size_t kMaxSources = 64;
constexpr std::size_t kMaxSignatureBytes = 64;
constexpr std::uint64_t kMaxBagBytes = 1U << 16U;

bool isSignature(std::string_view text)
{
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '_' || c == '-';
    };
    return !text.empty() && text.size() <= kMaxSignatureBytes && std::ranges::all_of(text, fits);
}

Result<std::vector<std::string>> readModels(const Value* models)
{
    if (models == nullptr) {
        return fail(ErrorCode::BadInput, "it is no bag of models: it has no 'models' list");
    }
    const auto list = asList(*models, "models");
    if (!list) {
        return propagate(list);
    }
    if (list->empty() || list->size() > kMaxMembers) {
        return fail(ErrorCode::BadInput,
                    "it has " + std::to_string(list->size()) + " models, not 1 to "
                        + std::to_string(kMaxMembers));
    }
    std::vector<std::string> result;
    for (const Value& item : *list) {
        auto name = asString(item, "a model's signature");
        if (!name) {
            return propagate(name);
        }
        if (!isSignature(*name)) {
            return fail(ErrorCode::BadInput, inQuotes(*name) + " is not a model's signature");
        }
        result.push_back(std::move(*name));
    }
    return result;
}

/// One row per model, one column per source; a source that no model counts for has no answer.
Result<std::vector<std::vector<double>>> readWeights(const Value& weights, std::size_t members)
{
    const auto rows = asList(weights, "weights");
    if (!rows) {
        return propagate(rows);
    }
    std::vector<std::vector<double>> result;
    for (const Value& rowValue : *rows) {
        const auto row = asList(rowValue, "a row of weights");
        if (!row) {
            return propagate(row);
        }
        std::vector<double> numbers;
        for (const Value& item : *row) {
            const auto number = asDouble(item, "a weight");
            if (!number) {
                return propagate(number);
            }
            if (*number < 0) {
                return fail(ErrorCode::BadInput, "a weight is negative");
            }
            numbers.push_back(*number);
        }
        result.push_back(std::move(numbers));
    }
    const std::size_t sources = result.empty() ? 0 : result.front().size();
    const bool square
        = std::ranges::all_of(result, [sources](const auto& row) { return row.size() == sources; });
    if (result.size() != members || sources == 0 || sources > kMaxSources || !square) {
        return fail(ErrorCode::BadInput,
                    "its weights are not one row of equal length for each of its "
                        + std::to_string(members) + " models");
    }
    for (std::size_t source = 0; source < sources; ++source) {
        if (std::ranges::all_of(result, [source](const auto& row) { return row[source] == 0; })) {
            return fail(ErrorCode::BadInput,
                        "all weights of source " + std::to_string(source + 1) + " are zero");
        }
    }
    return result;
}

/// The file of a member beside the bag: `sig.th`, then `sig-*.th`, then the same as safetensors.
Result<std::filesystem::path> memberFile(const std::vector<std::string>& names,
                                         const std::filesystem::path& folder,
                                         const std::string& signature)
{
    for (const std::string ending : {".th", ".safetensors"}) {
        if (std::ranges::find(names, signature + ending) != names.end()) {
            return folder / (signature + ending);
        }
        const std::string* found = nullptr;
        for (const std::string& name : names) {
            if (!name.starts_with(signature + "-") || !name.ends_with(ending)) {
                continue;
            }
            if (found != nullptr) {
                return fail(ErrorCode::BadInput,
                            "the model " + inQuotes(signature) + " could be " + inQuotes(*found)
                                + " or " + inQuotes(name));
            }
            found = &name;
        }
        if (found != nullptr) {
            return folder / *found;
        }
    }
    return fail(ErrorCode::ModelMissing,
                "the model " + inQuotes(signature) + " that it needs is not beside it");
}

Result<std::vector<std::string>> filesIn(const std::filesystem::path& folder)
{
    std::error_code error;
    std::vector<std::string> names;
    std::filesystem::directory_iterator entry(folder, error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        std::error_code ignored; // what cannot be looked at is no file
        if (entry->is_regular_file(ignored)) {
            names.push_back(entry->path().filename().string());
        }
    }
    if (error) {
        return fail(ErrorCode::Io, "its folder cannot be read: " + error.message());
    }
    std::ranges::sort(names);
    return names;
}

Result<Bag> readBagFile(const std::filesystem::path& path)
{
    FileSource source;
    if (auto opened = source.open(path); !opened) {
        return propagate(opened);
    }
    if (source.size() > kMaxBagBytes) {
        return fail(ErrorCode::BadInput, "it is too long for a bag of models");
    }
    Cursor cursor(source, 0, source.size());
    const auto text = cursor.text(source.size(), kMaxBagBytes);
    auto description = text ? parseBag(*text) : Result<BagText>(propagate(text));
    if (!description) {
        return propagate(description);
    }
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    const auto names = filesIn(folder);
    if (!names) {
        return propagate(names);
    }
    Bag bag {{}, std::move(description->weights), description->segment};
    for (const std::string& signature : description->signatures) {
        auto file = memberFile(*names, folder, signature);
        if (!file) {
            return propagate(file);
        }
        bag.members.push_back(std::move(*file));
    }
    return bag;
}

} // namespace

Result<BagText> parseBag(std::string_view yaml)
{
    const auto table = parseYaml(yaml);
    if (!table) {
        return propagate(table);
    }
    for (const auto& [key, value] : std::get<Value::Dict>(table->data)) {
        constexpr std::array<std::string_view, 3> kKnown {"models", "weights", "segment"};
        const auto& name = std::get<std::string>(key.data);
        if (std::ranges::find(kKnown, name) == kKnown.end()) {
            return fail(ErrorCode::BadInput,
                        "it has an entry " + inQuotes(name) + ", which no bag of models has");
        }
    }
    BagText bag;
    auto models = readModels(find(*table, "models"));
    if (!models) {
        return propagate(models);
    }
    bag.signatures = std::move(*models);
    if (const Value* weights = find(*table, "weights"); weights != nullptr && !isNone(*weights)) {
        auto rows = readWeights(*weights, bag.signatures.size());
        if (!rows) {
            return propagate(rows);
        }
        bag.weights = std::move(*rows);
    }
    if (const Value* segment = find(*table, "segment"); segment != nullptr && !isNone(*segment)) {
        const auto seconds = asRational(*segment, "segment");
        if (!seconds) {
            return propagate(seconds);
        }
        if (seconds->numerator <= 0) {
            return fail(ErrorCode::BadInput, "its segment is not longer than 0 seconds");
        }
        bag.segment = *seconds;
    }
    return bag;
}

Result<Bag> readBag(const std::filesystem::path& path)
{
    const auto named = [&path](ErrorCode code, const std::string& message) {
        return fail(code, inQuotes(path.string()) + ": " + message);
    };
    try {
        auto bag = readBagFile(path);
        if (!bag) {
            return named(bag.error().code, bag.error().message);
        }
        return bag;
    } catch (const std::bad_alloc&) {
        return named(ErrorCode::OutOfMemory, "there is not enough memory to read it");
    } catch (const std::filesystem::filesystem_error& error) {
        return named(ErrorCode::Io, error.what());
    }
}

} // namespace nde::nn::checkpoint
