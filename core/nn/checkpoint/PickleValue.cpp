#include "core/nn/checkpoint/Pickle.h"
#include "core/nn/checkpoint/Text.h"

#include <set>
#include <utility>

namespace nde::nn::checkpoint::pickle {

namespace {

constexpr std::size_t kMaxTextBytes = std::size_t {64} << 20U; // of all texts together
constexpr std::size_t kMaxValues = 200'000;

/// Copies nodes into values, counting: shared nodes can unfold to any number.
class Copier
{
public:
    explicit Copier(const Graph& graph)
        : m_graph(graph)
    {
    }

    Result<Value> copy(NodeId id, int depth)
    {
        const Node& node = m_graph[id];
        m_textBytes += node.text.size();
        if (depth > kMaxDepth || ++m_values > kMaxValues || m_textBytes > kMaxTextBytes) {
            return fail(ErrorCode::BadInput, "it is nested deeper than any model needs");
        }
        switch (node.kind) {
        case Kind::None:
            return Value {};
        case Kind::Bool:
            return Value {node.integer != 0};
        case Kind::Int:
            return Value {node.integer};
        case Kind::Float:
            return Value {node.real};
        case Kind::String:
            return Value {node.text};
        case Kind::Fraction:
            return Value {Value::Rational {node.integer, node.denominator}};
        case Kind::Global:
        case Kind::Object:
            return Value {Value::Opaque {node.text}};
        case Kind::BigInt:
            return Value {Value::Opaque {"builtins.int"}};
        case Kind::Bytes:
            return Value {Value::Opaque {"builtins.bytes"}};
        case Kind::Storage:
            return Value {Value::Opaque {"torch.Storage"}};
        case Kind::Tensor:
            return Value {Value::Opaque {"torch.Tensor"}};
        case Kind::Tuple:
        case Kind::List:
        case Kind::Set:
            return list(node, depth);
        case Kind::Dict:
            return dict(node, depth);
        }
        return fail(ErrorCode::Internal, "a node of no kind");
    }

private:
    Result<Value> list(const Node& node, int depth)
    {
        Value::List items;
        for (const NodeId item : node.items) {
            auto value = copy(item, depth + 1);
            if (!value) {
                return value;
            }
            items.push_back(std::move(*value));
        }
        return Value {std::move(items)};
    }

    Result<Value> dict(const Node& node, int depth)
    {
        Value::Dict entries;
        std::set<std::string_view> seen;
        for (std::size_t i = 0; i + 1 < node.items.size(); i += 2) {
            const Node& keyNode = m_graph[node.items[i]];
            if (keyNode.kind == Kind::String && !seen.insert(keyNode.text).second) {
                return fail(ErrorCode::Corrupt, "it has " + inQuotes(keyNode.text) + " twice");
            }
            auto key = copy(node.items[i], depth + 1);
            if (!key) {
                return key;
            }
            auto value = copy(node.items[i + 1], depth + 1);
            if (!value) {
                return value;
            }
            entries.push_back({std::move(*key), std::move(*value)});
        }
        return Value {std::move(entries)};
    }

    const Graph& m_graph;
    std::size_t m_values {};
    std::size_t m_textBytes {};
};

} // namespace

Result<Value> toValue(const Graph& graph, NodeId id)
{
    return Copier(graph).copy(id, 0);
}

Result<std::optional<NodeId>> find(const Graph& graph, const Node& dict, std::string_view key)
{
    std::optional<NodeId> found;
    for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
        const Node& name = graph[dict.items[i]];
        if (name.kind == Kind::String && name.text == key) {
            if (found) {
                return fail(ErrorCode::Corrupt, "it has " + inQuotes(key) + " twice");
            }
            found = dict.items[i + 1];
        }
    }
    return found;
}

} // namespace nde::nn::checkpoint::pickle
