#pragma once

#include "core/base/Result.h"
#include "core/nn/checkpoint/ByteSource.h"
#include "core/nn/checkpoint/Checkpoint.h"
#include "core/nn/checkpoint/Value.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a pickle says, without doing what it says. The pickle machine's program is followed with
/// nodes in a table instead of objects: a call of a function that is known to build plain data
/// becomes that data, any other call becomes a node with the function's name. Nothing is looked
/// up, imported or run.
namespace nde::nn::checkpoint::pickle {

using NodeId = std::uint32_t;

enum class Kind
{
    None,
    Bool, ///< integer
    Int, ///< integer
    BigInt, ///< text: two's complement, little endian
    Float, ///< real
    String, ///< text, UTF-8
    Bytes, ///< text
    Tuple, ///< items
    List, ///< items
    Set, ///< items
    Dict, ///< items: key, value, key, value
    Global, ///< text: "module.name", a class or function that is only named
    Object, ///< text: what would have made it; contents dropped
    Fraction, ///< integer / denominator
    Storage, ///< integer: index in Graph::storages
    Tensor ///< integer: index in Graph::tensors
};

struct Node
{
    Kind kind {Kind::None};
    std::int64_t integer {};
    std::int64_t denominator {};
    double real {};
    std::string text;
    std::vector<NodeId> items;
};

/// A run of numbers of one type in the file, or a part of one (`view*`, in elements).
struct Storage
{
    DType dtype {};
    std::string key;
    std::uint64_t elements {};
    std::uint64_t viewOffset {};
    std::uint64_t viewElements {};
};

/// A tensor as the file describes it: nothing is checked against its storage yet.
struct TensorSpec
{
    std::size_t storage {};
    std::uint64_t offset {};
    std::vector<std::uint64_t> sizes;
    std::vector<std::uint64_t> strides;
};

/// Nodes refer to each other by number and may do so in circles: follow them with a limit.
struct Graph
{
    std::vector<Node> nodes;
    std::vector<Storage> storages;
    std::vector<TensorSpec> tensors;
    NodeId root {};

    [[nodiscard]] const Node& operator[](NodeId id) const { return nodes[id]; }
};

struct Limits
{
    std::size_t nodes {400'000}; ///< about 15 for each tensor
    std::size_t steps {4'000'000};
    std::uint64_t textBytes {std::uint64_t {4} << 20U}; ///< of one text
};

/// Follows one pickle (protocols 2 to 5) from the cursor to its STOP.
/// @errors  Corrupt (ends early, stack misuse, contradictions), Unsupported (opcodes that torch
///          does not write, unknown storage types), BadInput (over the limits, names a function
///          that runs programs), Io.
[[nodiscard]] Result<Graph> parse(Cursor& cursor, const Limits& limits = {});

/// A node and what it holds as plain values; shared parts are copied.
/// @errors  BadInput (nested over kMaxDepth, in a circle, or over 200 000 values), Corrupt (a dict
///          with the same text key twice).
[[nodiscard]] Result<Value> toValue(const Graph& graph, NodeId id);

/// The value of a text key in a Dict node; nothing if it is absent.
/// @errors  Corrupt (there twice).
[[nodiscard]] Result<std::optional<NodeId>> find(const Graph& graph, const Node& dict,
                                                 std::string_view key);

} // namespace nde::nn::checkpoint::pickle
