#include "core/nn/checkpoint/Pickle.h"

#include "core/nn/checkpoint/Recipes.h"
#include "core/nn/checkpoint/Text.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>

// Opcodes: Lib/pickletools.py of CPython 3.12 and PEP 307, 3154, 574.
namespace nde::nn::checkpoint::pickle {

namespace {

constexpr std::size_t kMaxItems = 4'000'000; // of all containers together
constexpr std::size_t kMaxTextBytes = std::size_t {64} << 20U; // of all texts together
constexpr std::size_t kMaxNameBytes = 256; // of a module or a class
constexpr std::size_t kMaxValues = 200'000;

class Machine
{
public:
    Machine(Cursor& cursor, const Limits& limits)
        : m_cursor(cursor)
        , m_limits(limits)
    {
    }

    Result<Graph> run()
    {
        auto done = follow();
        if (!done) {
            Error error = done.error();
            error.message += " (byte " + std::to_string(m_opcodeAt) + ")";
            return tl::unexpected<Error>(std::move(error));
        }
        return std::move(m_graph);
    }

private:
    using Items = std::vector<NodeId>;

    Result<> follow();
    Result<> step(char opcode);
    std::optional<Result<>> number(char opcode);
    std::optional<Result<>> text(char opcode);
    std::optional<Result<>> container(char opcode);
    std::optional<Result<>> fill(char opcode);
    std::optional<Result<>> memory(char opcode);
    std::optional<Result<>> object(char opcode);

    Result<> wholeNumber(std::size_t width);
    Result<> longNumber(std::size_t width);
    Result<> readText(Kind kind, std::size_t width);
    Result<> makeTuple(std::size_t count);
    Result<> makeMarked(Kind kind);
    Result<> extend(bool pairs, bool marked);
    Result<> remember(std::uint64_t slot);
    Result<> recall(std::size_t width);
    Result<> global(const std::string& module, const std::string& name);
    Result<> stackGlobal();
    Result<> reduce(bool keywords);
    Result<> build();

    Result<> push(Node node);
    Result<> pushKind(Kind kind, std::int64_t integer = 0);
    Result<NodeId> pop();
    Result<Items> popMarked();
    Result<NodeId> top() const;

    static tl::unexpected<Error> misuse()
    {
        return fail(ErrorCode::Corrupt, "its pickle takes a value from an empty stack");
    }

    Cursor& m_cursor;
    Limits m_limits;
    Graph m_graph;
    Items m_stack;
    std::vector<std::size_t> m_marks;
    std::unordered_map<std::uint64_t, NodeId> m_memo;
    std::size_t m_items {};
    std::size_t m_textBytes {};
    std::uint64_t m_opcodeAt {};
};

Result<> Machine::push(Node node)
{
    m_items += node.items.size();
    m_textBytes += node.text.size();
    if (m_graph.nodes.size() >= m_limits.nodes || m_items > kMaxItems
        || m_textBytes > kMaxTextBytes) {
        return fail(ErrorCode::BadInput, "its pickle has more values than any model needs");
    }
    m_stack.push_back(static_cast<NodeId>(m_graph.nodes.size()));
    m_graph.nodes.push_back(std::move(node));
    return {};
}

Result<> Machine::pushKind(Kind kind, std::int64_t integer)
{
    Node node;
    node.kind = kind;
    node.integer = integer;
    return push(std::move(node));
}

Result<NodeId> Machine::top() const
{
    if (m_stack.size() <= (m_marks.empty() ? 0 : m_marks.back())) {
        return misuse();
    }
    return m_stack.back();
}

Result<NodeId> Machine::pop()
{
    auto id = top();
    if (id) {
        m_stack.pop_back();
    }
    return id;
}

Result<Machine::Items> Machine::popMarked()
{
    if (m_marks.empty()) {
        return misuse();
    }
    const auto begin = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    Items items(begin, m_stack.end());
    m_stack.erase(begin, m_stack.end());
    m_marks.pop_back();
    return items;
}

Result<> Machine::wholeNumber(std::size_t width)
{
    const auto value = m_cursor.number(width);
    if (!value) {
        return propagate(value);
    }
    const bool isSigned = width == 4;
    return pushKind(Kind::Int,
                    isSigned ? static_cast<std::int32_t>(static_cast<std::uint32_t>(*value))
                             : static_cast<std::int64_t>(*value));
}

/// LONG1 and LONG4: two's complement of any length.
Result<> Machine::longNumber(std::size_t width)
{
    const auto length = m_cursor.number(width);
    if (!length) {
        return propagate(length);
    }
    auto bytes = m_cursor.text(*length, kMaxNameBytes);
    if (!bytes) {
        return propagate(bytes);
    }
    if (bytes->size() > 8) {
        Node node;
        node.kind = Kind::BigInt;
        node.text = std::move(*bytes);
        return push(std::move(node));
    }
    const bool negative = !bytes->empty() && (static_cast<unsigned char>(bytes->back()) & 0x80U);
    std::uint64_t value = negative ? std::numeric_limits<std::uint64_t>::max() : 0;
    for (std::size_t i = bytes->size(); i-- > 0;) {
        value = (value << 8U) | static_cast<unsigned char>((*bytes)[i]);
    }
    return pushKind(Kind::Int, static_cast<std::int64_t>(value));
}

std::optional<Result<>> Machine::number(char opcode)
{
    switch (opcode) {
    case 'N':
        return pushKind(Kind::None);
    case '\x88':
        return pushKind(Kind::Bool, 1);
    case '\x89':
        return pushKind(Kind::Bool, 0);
    case 'J':
        return wholeNumber(4);
    case 'K':
        return wholeNumber(1);
    case 'M':
        return wholeNumber(2);
    case '\x8a':
        return longNumber(1);
    case '\x8b':
        return longNumber(4);
    case 'G': { // big endian
        std::uint64_t bits = 0;
        for (int i = 0; i < 8; ++i) {
            const auto byte = m_cursor.number(1);
            if (!byte) {
                return propagate(byte);
            }
            bits = (bits << 8U) | *byte;
        }
        Node node;
        node.kind = Kind::Float;
        node.real = std::bit_cast<double>(bits);
        return push(std::move(node));
    }
    default:
        return std::nullopt;
    }
}

Result<> Machine::readText(Kind kind, std::size_t width)
{
    const auto length = m_cursor.number(width);
    if (!length) {
        return propagate(length);
    }
    auto bytes = m_cursor.text(*length, m_limits.textBytes);
    if (!bytes) {
        return propagate(bytes);
    }
    if (kind == Kind::String && !isUtf8(*bytes)) {
        return fail(ErrorCode::Corrupt, "a text in it is not UTF-8");
    }
    Node node;
    node.kind = kind;
    node.text = std::move(*bytes);
    return push(std::move(node));
}

std::optional<Result<>> Machine::text(char opcode)
{
    switch (opcode) {
    case 'X':
        return readText(Kind::String, 4);
    case '\x8c':
        return readText(Kind::String, 1);
    case '\x8d':
        return readText(Kind::String, 8);
    case 'T': // Python 2's str
        return readText(Kind::String, 4);
    case 'U':
        return readText(Kind::String, 1);
    case 'B':
        return readText(Kind::Bytes, 4);
    case 'C':
        return readText(Kind::Bytes, 1);
    case '\x8e':
    case '\x96':
        return readText(Kind::Bytes, 8);
    default:
        return std::nullopt;
    }
}

Result<> Machine::makeTuple(std::size_t count)
{
    Node node;
    node.kind = Kind::Tuple;
    node.items.resize(count);
    for (std::size_t i = count; i-- > 0;) {
        const auto id = pop();
        if (!id) {
            return propagate(id);
        }
        node.items[i] = *id;
    }
    return push(std::move(node));
}

Result<> Machine::makeMarked(Kind kind)
{
    auto items = popMarked();
    if (!items) {
        return propagate(items);
    }
    if (kind == Kind::Dict && items->size() % 2 != 0) {
        return fail(ErrorCode::Corrupt, "its pickle has a key without a value");
    }
    Node node;
    node.kind = kind;
    node.items = std::move(*items);
    return push(std::move(node));
}

std::optional<Result<>> Machine::container(char opcode)
{
    switch (opcode) {
    case '(':
        if (m_marks.size() >= m_limits.nodes) {
            return fail(ErrorCode::BadInput, "its pickle has more values than any model needs");
        }
        m_marks.push_back(m_stack.size());
        return Result<> {};
    case ')':
        return pushKind(Kind::Tuple);
    case '\x85':
        return makeTuple(1);
    case '\x86':
        return makeTuple(2);
    case '\x87':
        return makeTuple(3);
    case 't':
        return makeMarked(Kind::Tuple);
    case ']':
        return pushKind(Kind::List);
    case 'l':
        return makeMarked(Kind::List);
    case '}':
        return pushKind(Kind::Dict);
    case 'd':
        return makeMarked(Kind::Dict);
    case '\x8f':
        return pushKind(Kind::Set);
    case '\x91':
        return makeMarked(Kind::Set);
    default:
        return std::nullopt;
    }
}

/// APPEND(S), ADDITEMS, SETITEM(S): on an Object they are read and dropped.
Result<> Machine::extend(bool pairs, bool marked)
{
    Items items;
    if (marked) {
        auto all = popMarked();
        if (!all) {
            return propagate(all);
        }
        items = std::move(*all);
    } else {
        items.resize(pairs ? 2 : 1);
        for (std::size_t i = items.size(); i-- > 0;) {
            const auto id = pop();
            if (!id) {
                return propagate(id);
            }
            items[i] = *id;
        }
    }
    const auto target = top();
    if (!target) {
        return propagate(target);
    }
    Node& node = m_graph.nodes[*target];
    const bool fits = pairs ? node.kind == Kind::Dict && items.size() % 2 == 0
                            : node.kind == Kind::List || node.kind == Kind::Set;
    if (!fits && node.kind != Kind::Object) {
        return fail(ErrorCode::Corrupt, "its pickle adds items to what holds none");
    }
    m_items += items.size();
    if (m_items > kMaxItems) {
        return fail(ErrorCode::BadInput, "its pickle has more values than any model needs");
    }
    if (fits) {
        node.items.insert(node.items.end(), items.begin(), items.end());
    }
    return {};
}

std::optional<Result<>> Machine::fill(char opcode)
{
    switch (opcode) {
    case 'a':
        return extend(false, false);
    case 'e':
    case '\x90':
        return extend(false, true);
    case 's':
        return extend(true, false);
    case 'u':
        return extend(true, true);
    default:
        return std::nullopt;
    }
}

Result<> Machine::remember(std::uint64_t slot)
{
    const auto id = top();
    if (!id) {
        return propagate(id);
    }
    if (m_memo.size() >= m_limits.nodes) {
        return fail(ErrorCode::BadInput, "its pickle has more values than any model needs");
    }
    m_memo[slot] = *id;
    return {};
}

Result<> Machine::recall(std::size_t width)
{
    const auto slot = m_cursor.number(width);
    if (!slot) {
        return propagate(slot);
    }
    const auto found = m_memo.find(*slot);
    if (found == m_memo.end()) {
        return fail(ErrorCode::Corrupt, "its pickle recalls a value that it never stored");
    }
    m_stack.push_back(found->second);
    return {};
}

std::optional<Result<>> Machine::memory(char opcode)
{
    switch (opcode) {
    case 'q':
    case 'r': {
        const auto slot = m_cursor.number(opcode == 'q' ? 1 : 4);
        return slot ? remember(*slot) : Result<>(propagate(slot));
    }
    case '\x94':
        return remember(m_memo.size());
    case 'h':
        return recall(1);
    case 'j':
        return recall(4);
    case '0': {
        const auto id = pop();
        return id ? Result<> {} : Result<>(propagate(id));
    }
    case '1': {
        const auto items = popMarked();
        return items ? Result<> {} : Result<>(propagate(items));
    }
    case '2': {
        const auto id = top();
        if (!id) {
            return propagate(id);
        }
        m_stack.push_back(*id);
        return Result<> {};
    }
    default:
        return std::nullopt;
    }
}

Result<> Machine::global(const std::string& module, const std::string& name)
{
    const std::string full = module + "." + name;
    if (module.empty() || name.empty() || full.size() > 2 * kMaxNameBytes || !isUtf8(full)) {
        return fail(ErrorCode::Corrupt, "its pickle names a class without a name");
    }
    if (runsPrograms(full)) {
        return fail(ErrorCode::BadInput,
                    "it names " + inQuotes(full)
                        + ", which no model needs and which can run programs; nothing was run");
    }
    Node node;
    node.kind = Kind::Global;
    node.text = full;
    return push(std::move(node));
}

Result<> Machine::stackGlobal()
{
    const auto name = pop();
    const auto module = name ? pop() : name;
    if (!module) {
        return propagate(module);
    }
    const Node& moduleNode = m_graph[*module];
    const Node& nameNode = m_graph[*name];
    if (moduleNode.kind != Kind::String || nameNode.kind != Kind::String
        || moduleNode.text.size() > kMaxNameBytes || nameNode.text.size() > kMaxNameBytes) {
        return fail(ErrorCode::Corrupt, "its pickle names a class without a name");
    }
    return global(moduleNode.text, nameNode.text);
}

/// REDUCE and NEWOBJ (function, arguments), NEWOBJ_EX (class, arguments, keyword arguments).
Result<> Machine::reduce(bool keywords)
{
    if (keywords) {
        if (auto dropped = pop(); !dropped) {
            return propagate(dropped);
        }
    }
    const auto arguments = pop();
    const auto function = arguments ? pop() : arguments;
    if (!function) {
        return propagate(function);
    }
    if (m_graph[*arguments].kind != Kind::Tuple) {
        return fail(ErrorCode::Corrupt, "its pickle calls something without arguments");
    }
    if (m_graph[*function].kind != Kind::Global) {
        return pushKind(Kind::Object);
    }
    auto node = call(m_graph, m_graph[*function].text, m_graph[*arguments].items);
    if (!node) {
        return propagate(node);
    }
    return push(std::move(*node));
}

/// BUILD sets attributes: plain data have none that matter here (an OrderedDict's _metadata).
Result<> Machine::build()
{
    const auto state = pop();
    const auto target = state ? top() : state;
    return target ? Result<> {} : Result<>(propagate(target));
}

std::optional<Result<>> Machine::object(char opcode)
{
    switch (opcode) {
    case 'c': {
        const auto module = m_cursor.line(kMaxNameBytes);
        if (!module) {
            return propagate(module);
        }
        const auto name = m_cursor.line(kMaxNameBytes);
        return name ? global(*module, *name) : Result<>(propagate(name));
    }
    case '\x93':
        return stackGlobal();
    case 'R':
    case '\x81':
        return reduce(false);
    case '\x92':
        return reduce(true);
    case 'b':
        return build();
    case 'Q': {
        const auto id = pop();
        if (!id) {
            return propagate(id);
        }
        auto node = persistent(m_graph, *id);
        return node ? push(std::move(*node)) : Result<>(propagate(node));
    }
    default:
        return std::nullopt;
    }
}

Result<> Machine::step(char opcode)
{
    for (const auto group : {&Machine::number, &Machine::text, &Machine::container, &Machine::fill,
                             &Machine::memory, &Machine::object}) {
        if (auto outcome = (this->*group)(opcode)) {
            return *outcome;
        }
    }
    if (opcode == '\x95') { // FRAME: only a hint how much to read at once
        const auto length = m_cursor.number(8);
        if (!length) {
            return propagate(length);
        }
        if (*length > m_cursor.remaining()) {
            return fail(ErrorCode::Corrupt, "the file ends in the middle of its data");
        }
        return {};
    }
    return fail(ErrorCode::Unsupported,
                "its pickle has an opcode " + std::to_string(static_cast<unsigned char>(opcode))
                    + ", which torch does not write");
}

Result<> Machine::follow()
{
    m_opcodeAt = m_cursor.position();
    const auto start = m_cursor.number(2);
    if (!start) {
        return propagate(start);
    }
    if ((*start & 0xFFU) != 0x80U || (*start >> 8U) < 2 || (*start >> 8U) > 5) {
        return fail(ErrorCode::Unsupported, "its pickle is not of protocol 2 to 5");
    }
    for (std::size_t steps = 0; steps < m_limits.steps; ++steps) {
        m_opcodeAt = m_cursor.position();
        const auto opcode = m_cursor.number(1);
        if (!opcode) {
            return propagate(opcode);
        }
        if (*opcode == '.') {
            const auto root = pop();
            if (!root) {
                return propagate(root);
            }
            if (!m_stack.empty() || !m_marks.empty()) {
                return fail(ErrorCode::Corrupt, "its pickle leaves values behind");
            }
            m_graph.root = *root;
            return {};
        }
        if (auto done = step(static_cast<char>(*opcode)); !done) {
            return done;
        }
    }
    return fail(ErrorCode::BadInput, "its pickle is longer than any model needs");
}

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

Result<Graph> parse(Cursor& cursor, const Limits& limits)
{
    return Machine(cursor, limits).run();
}

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
