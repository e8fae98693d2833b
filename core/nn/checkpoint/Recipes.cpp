#include "core/nn/checkpoint/Recipes.h"

#include "core/nn/checkpoint/Text.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace nde::nn::checkpoint::pickle {

namespace {

constexpr std::size_t kMaxDimensions = 16;
constexpr std::size_t kMaxTensors = 50'000;
constexpr std::size_t kMaxKeyBytes = 256;

std::optional<DType> storageType(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, DType>, 10> kTypes {{
        {"HalfStorage", DType::Float16},
        {"BFloat16Storage", DType::BFloat16},
        {"FloatStorage", DType::Float32},
        {"DoubleStorage", DType::Float64},
        {"CharStorage", DType::Int8},
        {"ByteStorage", DType::UInt8},
        {"ShortStorage", DType::Int16},
        {"IntStorage", DType::Int32},
        {"LongStorage", DType::Int64},
        {"BoolStorage", DType::Bool},
    }};
    for (const std::string_view module : {"torch.cuda.", "torch."}) {
        if (name.starts_with(module)) {
            name.remove_prefix(module.size());
            break;
        }
    }
    const auto* found = std::ranges::find(kTypes, name, &std::pair<std::string_view, DType>::first);
    return found == kTypes.end() ? std::nullopt : std::optional(found->second);
}

/// A whole number ≥ 0.
std::optional<std::uint64_t> count(const Graph& graph, NodeId id)
{
    const Node& node = graph[id];
    if (node.kind != Kind::Int || node.integer < 0) {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(node.integer);
}

std::optional<std::vector<std::uint64_t>> counts(const Graph& graph, NodeId id)
{
    const Node& node = graph[id];
    if ((node.kind != Kind::Tuple && node.kind != Kind::List)
        || node.items.size() > kMaxDimensions) {
        return std::nullopt;
    }
    std::vector<std::uint64_t> result;
    for (const NodeId item : node.items) {
        const auto value = count(graph, item);
        if (!value) {
            return std::nullopt;
        }
        result.push_back(*value);
    }
    return result;
}

Node object(std::string_view function)
{
    Node node;
    node.kind = Kind::Object;
    node.text = function;
    return node;
}

/// _rebuild_tensor(storage, offset, size, stride) and _rebuild_tensor_v2(…, requires_grad, hooks).
Result<Node> tensor(Graph& graph, const std::vector<NodeId>& arguments)
{
    const auto damaged
        = [] { return fail(ErrorCode::Corrupt, "a tensor's description is damaged"); };
    if (arguments.size() < 4 || arguments.size() > 8 || graph[arguments[0]].kind != Kind::Storage) {
        return damaged();
    }
    const auto offset = count(graph, arguments[1]);
    auto sizes = counts(graph, arguments[2]);
    auto strides = counts(graph, arguments[3]);
    if (!offset || !sizes || !strides || sizes->size() != strides->size()) {
        return damaged();
    }
    if (graph.tensors.size() >= kMaxTensors) {
        return fail(ErrorCode::BadInput, "it has more tensors than any model needs");
    }
    Node node;
    node.kind = Kind::Tensor;
    node.integer = static_cast<std::int64_t>(graph.tensors.size());
    graph.tensors.push_back({static_cast<std::size_t>(graph[arguments[0]].integer), *offset,
                             std::move(*sizes), std::move(*strides)});
    return node;
}

/// Fraction('39/5'), as older Pythons write it, Fraction(39, 5) and Fraction(39).
Result<Node> fraction(const Graph& graph, const std::vector<NodeId>& arguments)
{
    Result<Value::Rational> ratio = fail(ErrorCode::Corrupt, "a fraction is damaged");
    if (arguments.size() == 1 && graph[arguments[0]].kind == Kind::String) {
        ratio = parseRational(graph[arguments[0]].text);
    } else if (!arguments.empty() && arguments.size() <= 2
               && graph[arguments.front()].kind == Kind::Int
               && graph[arguments.back()].kind == Kind::Int) {
        ratio = makeRational(graph[arguments.front()].integer,
                             arguments.size() == 2 ? graph[arguments.back()].integer : 1);
    }
    if (!ratio) {
        return propagate(ratio);
    }
    Node node;
    node.kind = Kind::Fraction;
    node.integer = ratio->numerator;
    node.denominator = ratio->denominator;
    return node;
}

/// OrderedDict() and OrderedDict([[key, value], …]), as Python 2 wrote it.
Node dictionary(const Graph& graph, std::string_view function, const std::vector<NodeId>& arguments)
{
    Node node;
    node.kind = Kind::Dict;
    if (arguments.empty()) {
        return node;
    }
    for (const NodeId pair : graph[arguments[0]].items) {
        if (graph[pair].items.size() != 2) {
            return object(function);
        }
        node.items.insert(node.items.end(), graph[pair].items.begin(), graph[pair].items.end());
    }
    return node;
}

/// list(x), tuple(x), set(x), frozenset(x), torch.Size(x) of a sequence.
std::optional<Node> sequence(const Graph& graph, std::string_view name,
                             const std::vector<NodeId>& arguments)
{
    constexpr std::array<std::pair<std::string_view, Kind>, 5> kKinds {{
        {"list", Kind::List},
        {"tuple", Kind::Tuple},
        {"set", Kind::Set},
        {"frozenset", Kind::Set},
        {"torch.Size", Kind::Tuple},
    }};
    for (const std::string_view module : {"builtins.", "__builtin__."}) {
        if (name.starts_with(module)) {
            name.remove_prefix(module.size());
        }
    }
    const auto* found = std::ranges::find(kKinds, name, &std::pair<std::string_view, Kind>::first);
    if (found == kKinds.end() || arguments.size() > 1) {
        return std::nullopt;
    }
    Node node;
    node.kind = found->second;
    if (!arguments.empty()) {
        const Node& source = graph[arguments[0]];
        if (source.kind != Kind::List && source.kind != Kind::Tuple && source.kind != Kind::Set) {
            return std::nullopt;
        }
        node.items = source.items;
    }
    return node;
}

Result<Node> storage(Graph& graph, const std::vector<NodeId>& parts)
{
    const auto damaged
        = [] { return fail(ErrorCode::Corrupt, "a storage's description is damaged"); };
    if (parts.size() < 5 || parts.size() > 6 || graph[parts[1]].kind != Kind::Global
        || graph[parts[2]].kind != Kind::String || graph[parts[3]].kind != Kind::String) {
        return damaged();
    }
    const auto type = storageType(graph[parts[1]].text);
    if (!type) {
        return fail(ErrorCode::Unsupported,
                    "it holds numbers of the type " + inQuotes(graph[parts[1]].text)
                        + ", which is not known here");
    }
    const auto elements = count(graph, parts[4]);
    if (!elements || graph[parts[2]].text.size() > kMaxKeyBytes
        || graph.storages.size() >= kMaxTensors) {
        return damaged();
    }
    Storage result {*type, graph[parts[2]].text, *elements, 0, *elements};
    if (parts.size() == 6 && graph[parts[5]].kind != Kind::None) {
        const auto& view = graph[parts[5]].items; // (key of the view, offset, elements)
        const auto offset = view.size() == 3 ? count(graph, view[1]) : std::nullopt;
        const auto length = view.size() == 3 ? count(graph, view[2]) : std::nullopt;
        if (!offset || !length || *offset > *elements || *length > *elements - *offset) {
            return damaged();
        }
        result.viewOffset = *offset;
        result.viewElements = *length;
    }
    Node node;
    node.kind = Kind::Storage;
    node.integer = static_cast<std::int64_t>(graph.storages.size());
    graph.storages.push_back(std::move(result));
    return node;
}

} // namespace

Result<Node> call(Graph& graph, std::string_view function, const std::vector<NodeId>& arguments)
{
    if (function == "torch._utils._rebuild_tensor_v2"
        || function == "torch._utils._rebuild_tensor") {
        return tensor(graph, arguments);
    }
    if (function == "torch._utils._rebuild_parameter"
        || function == "torch._utils._rebuild_parameter_with_state") {
        if (!arguments.empty() && graph[arguments[0]].kind == Kind::Tensor) {
            return graph[arguments[0]];
        }
        return object(function);
    }
    if (function == "fractions.Fraction") {
        return fraction(graph, arguments);
    }
    if (function == "collections.OrderedDict" || function == "collections.defaultdict"
        || function == "builtins.dict" || function == "__builtin__.dict") {
        const bool factory = function == "collections.defaultdict";
        return dictionary(graph, function, factory ? std::vector<NodeId> {} : arguments);
    }
    if (function == "_codecs.encode") {
        Node bytes;
        bytes.kind = Kind::Bytes;
        return bytes;
    }
    return sequence(graph, function, arguments).value_or(object(function));
}

Result<Node> persistent(Graph& graph, NodeId id)
{
    const Node& tuple = graph[id];
    if (tuple.kind == Kind::Tuple && !tuple.items.empty()
        && graph[tuple.items[0]].kind == Kind::String) {
        const std::string& tag = graph[tuple.items[0]].text;
        if (tag == "storage") {
            return storage(graph, tuple.items);
        }
        // ('module', class, its source file, its source text): the class is all that is kept.
        if (tag == "module" && tuple.items.size() == 4
            && graph[tuple.items[1]].kind == Kind::Global) {
            return graph[tuple.items[1]];
        }
    }
    return fail(ErrorCode::Corrupt, "it refers to something outside that no model has");
}

bool runsPrograms(std::string_view function)
{
    constexpr std::array<std::string_view, 13> kModules {"os.",
                                                         "posix.",
                                                         "nt.",
                                                         "subprocess.",
                                                         "pty.",
                                                         "runpy.",
                                                         "ctypes.",
                                                         "socket.",
                                                         "shutil.",
                                                         "webbrowser.",
                                                         "importlib.",
                                                         "commands.",
                                                         "_posixsubprocess."};
    constexpr std::array<std::string_view, 5> kBuiltins {"eval", "exec", "compile", "__import__",
                                                         "open"};
    if (std::ranges::any_of(
            kModules, [&](std::string_view module) { return function.starts_with(module); })) {
        return true;
    }
    for (const std::string_view module : {"builtins.", "__builtin__."}) {
        if (function.starts_with(module)) {
            function.remove_prefix(module.size());
            return std::ranges::find(kBuiltins, function) != kBuiltins.end();
        }
    }
    return false;
}

} // namespace nde::nn::checkpoint::pickle
