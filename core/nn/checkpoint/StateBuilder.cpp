#include "core/nn/checkpoint/StateBuilder.h"

#include "core/nn/checkpoint/Text.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace nde::nn::checkpoint {

namespace {

constexpr std::size_t kMaxNameBytes = 512;

/// A product or sum of sizes, or nothing beyond 63 bits.
std::optional<std::uint64_t> product(std::uint64_t a, std::uint64_t b)
{
    constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (a != 0 && b > kMax / a) {
        return std::nullopt;
    }
    return a * b;
}

/// One tensor of the state: where it goes and what it is made of.
struct Planned
{
    std::size_t target {}; ///< index in Package::state
    const pickle::TensorSpec* spec {};
    const pickle::Storage* storage {};
};

/// Number of elements and the highest index used, both against the storage.
Result<std::uint64_t> checkedElements(const pickle::TensorSpec& spec,
                                      const pickle::Storage& storage, const std::string& name)
{
    const auto outside = [&name] {
        return fail(ErrorCode::Corrupt,
                    "the tensor " + inQuotes(name) + " reaches past its storage");
    };
    if (std::ranges::find(spec.sizes, std::uint64_t {0}) != spec.sizes.end()) {
        return spec.offset <= storage.viewElements ? Result<std::uint64_t>(0) : outside();
    }
    std::uint64_t elements = 1;
    std::uint64_t last = spec.offset;
    for (std::size_t i = 0; i < spec.sizes.size(); ++i) {
        const auto more = product(elements, spec.sizes[i]);
        const auto span = product(spec.sizes[i] - 1, spec.strides[i]);
        if (!more || !span || *span > std::numeric_limits<std::int64_t>::max() - last) {
            return outside();
        }
        elements = *more;
        last += *span;
    }
    if (last >= storage.viewElements) {
        return outside();
    }
    if (elements > storage.viewElements) {
        return fail(ErrorCode::Unsupported,
                    "the tensor " + inQuotes(name) + " repeats the numbers of its storage");
    }
    return elements;
}

bool isContiguous(const pickle::TensorSpec& spec)
{
    std::uint64_t expected = 1;
    for (std::size_t i = spec.sizes.size(); i-- > 0;) {
        if (spec.sizes[i] != 1 && spec.strides[i] != expected) {
            return false;
        }
        expected *= spec.sizes[i];
    }
    return true;
}

/// Copies a tensor out of its storage into C order.
void gather(const Planned& plan, std::span<const std::byte> storage, HostTensor& tensor)
{
    if (tensor.bytes.empty()) {
        return;
    }
    const std::size_t item = itemSize(tensor.dtype);
    const auto& sizes = plan.spec->sizes;
    const auto& strides = plan.spec->strides;
    const std::uint64_t first = plan.storage->viewOffset + plan.spec->offset;
    if (isContiguous(*plan.spec)) {
        std::memcpy(tensor.bytes.data(), storage.data() + first * item, tensor.bytes.size());
        return;
    }
    std::vector<std::uint64_t> index(sizes.size());
    std::uint64_t at = first;
    for (std::size_t written = 0; written < tensor.bytes.size(); written += item) {
        std::memcpy(tensor.bytes.data() + written, storage.data() + at * item, item);
        for (std::size_t axis = sizes.size(); axis-- > 0;) {
            at += strides[axis];
            if (++index[axis] < sizes[axis]) {
                break;
            }
            at -= strides[axis] * sizes[axis];
            index[axis] = 0;
        }
    }
}

class StateBuilder
{
public:
    StateBuilder(const pickle::Graph& graph, StorageReader& storages, std::uint64_t fileBytes,
                 const Selection& selection)
        : m_graph(graph)
        , m_storages(storages)
        , m_allowance(2 * fileBytes)
        , m_selection(selection)
    {
    }

    Result<Package> run()
    {
        for (const auto part : {&StateBuilder::header, &StateBuilder::plan, &StateBuilder::fill}) {
            if (auto done = (this->*part)(); !done) {
                return propagate(done);
            }
        }
        return std::move(m_package);
    }

private:
    Result<pickle::NodeId> entry(const pickle::Node& dict, std::string_view key);
    Result<> header();
    Result<> headerOfPackage(const pickle::Node& root);
    Result<> plan();
    Result<> planOne(const std::string& name, pickle::NodeId id);
    Result<> fill();

    const pickle::Graph& m_graph;
    StorageReader& m_storages;
    std::uint64_t m_allowance;
    const Selection& m_selection;
    Package m_package;
    pickle::NodeId m_state {}; ///< the table of weights
    std::map<std::string, std::vector<Planned>> m_plan; ///< by the storage's key
};

Result<pickle::NodeId> StateBuilder::entry(const pickle::Node& dict, std::string_view key)
{
    const auto id = pickle::find(m_graph, dict, key);
    if (!id) {
        return propagate(id);
    }
    if (!*id) {
        return fail(ErrorCode::BadInput,
                    "it is no model package: it has no " + inQuotes(key) + " entry");
    }
    return **id;
}

Result<> StateBuilder::header()
{
    const pickle::Node& root = m_graph[m_graph.root];
    if (root.kind != pickle::Kind::Dict) {
        return fail(ErrorCode::BadInput, "it is no model package: it does not hold a table");
    }
    m_package.args = Value {Value::List {}};
    m_package.kwargs = Value {Value::Dict {}};
    m_state = m_graph.root;
    const auto known = pickle::find(m_graph, root, "klass");
    const auto packed = known ? pickle::find(m_graph, root, "state") : known;
    if (!packed) {
        return propagate(packed);
    }
    return *known || *packed ? headerOfPackage(root) : Result<> {};
}

Result<> StateBuilder::headerOfPackage(const pickle::Node& root)
{
    const auto state = entry(root, "state");
    const auto klass = state ? entry(root, "klass") : state;
    const auto args = klass ? entry(root, "args") : klass;
    const auto kwargs = args ? entry(root, "kwargs") : args;
    if (!kwargs) {
        return propagate(kwargs);
    }
    m_state = *state;
    if (m_graph[*klass].kind != pickle::Kind::Global) {
        return fail(ErrorCode::BadInput, "it is no model package: 'klass' is not a class");
    }
    m_package.klass = m_graph[*klass].text;
    for (const auto& [id, target] :
         {std::pair(*args, &m_package.args), std::pair(*kwargs, &m_package.kwargs)}) {
        auto value = pickle::toValue(m_graph, id);
        if (!value) {
            return propagate(value);
        }
        *target = std::move(*value);
    }
    if (!std::holds_alternative<Value::List>(m_package.args.data)) {
        return fail(ErrorCode::BadInput, "it is no model package: 'args' is not a list");
    }
    const auto* options = std::get_if<Value::Dict>(&m_package.kwargs.data);
    if (options == nullptr || !std::ranges::all_of(*options, [](const auto& option) {
            return std::holds_alternative<std::string>(option.first.data);
        })) {
        return fail(ErrorCode::BadInput,
                    "it is no model package: 'kwargs' is not a table of names");
    }
    return {};
}

Result<> StateBuilder::planOne(const std::string& name, pickle::NodeId id)
{
    const pickle::Node& node = m_graph[id];
    if (node.kind != pickle::Kind::Tensor) {
        return fail(ErrorCode::BadInput, "the weight " + inQuotes(name) + " is not a tensor");
    }
    const auto& spec = m_graph.tensors[static_cast<std::size_t>(node.integer)];
    const auto& storage = m_graph.storages[spec.storage];
    const auto elements = checkedElements(spec, storage, name);
    if (!elements) {
        return propagate(elements);
    }
    const auto bytes = product(*elements, itemSize(storage.dtype));
    if (!bytes || *bytes > m_allowance) {
        return fail(ErrorCode::Corrupt, "its tensors are larger than the file");
    }
    m_allowance -= *bytes;
    auto& shared = m_plan[storage.key];
    if (!shared.empty()
        && (shared.front().storage->dtype != storage.dtype
            || shared.front().storage->elements != storage.elements)) {
        return fail(ErrorCode::Corrupt,
                    "the storage " + inQuotes(storage.key) + " is described in two ways");
    }
    if (shared.empty()) {
        const auto whole = product(storage.elements, itemSize(storage.dtype));
        if (!whole) {
            return fail(ErrorCode::Corrupt,
                        "the storage " + inQuotes(storage.key) + " is larger than the file");
        }
        if (auto there = m_storages.check(storage.key, *whole); !there) {
            return there;
        }
    }
    shared.push_back({m_package.state.size(), &spec, &storage});
    NamedTensor tensor {name, {storage.dtype, {}, {}}};
    for (const std::uint64_t size : spec.sizes) {
        tensor.tensor.shape.push_back(static_cast<std::int64_t>(size));
    }
    m_package.state.push_back(std::move(tensor));
    return {};
}

Result<> StateBuilder::plan()
{
    const pickle::Node& table = m_graph[m_state];
    if (table.kind != pickle::Kind::Dict || table.items.empty()) {
        return fail(ErrorCode::BadInput,
                    "it is no model package: 'state' is not a table of tensors");
    }
    const auto quantised = pickle::find(m_graph, table, "__quantized");
    if (!quantised) {
        return propagate(quantised);
    }
    if (*quantised) {
        return fail(ErrorCode::Unsupported,
                    "its weights are compressed with DiffQ, which is not supported: take the model "
                    "of the same name without _q");
    }
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i + 1 < table.items.size(); i += 2) {
        const pickle::Node& name = m_graph[table.items[i]];
        if (name.kind != pickle::Kind::String || name.text.empty()
            || name.text.size() > kMaxNameBytes) {
            return fail(ErrorCode::BadInput, "one of its weights has no name");
        }
        if (!seen.insert(name.text).second) {
            return fail(ErrorCode::Corrupt,
                        "the weight " + inQuotes(name.text) + " is there twice");
        }
        if (auto done = planOne(name.text, table.items[i + 1]); !done) {
            return done;
        }
    }
    return {};
}

Result<> StateBuilder::fill()
{
    if (auto approved = m_selection.approves(m_package.state); !approved) {
        return approved;
    }
    std::vector<std::byte> buffer;
    for (auto& [key, users] : m_plan) {
        std::erase_if(users, [this](const Planned& user) {
            return !m_selection.wants(m_package.state[user.target].name);
        });
        if (users.empty()) {
            continue;
        }
        const std::size_t item = itemSize(users.front().storage->dtype);
        const std::size_t whole = static_cast<std::size_t>(users.front().storage->elements) * item;
        for (const Planned& user : users) {
            HostTensor& tensor = m_package.state[user.target].tensor;
            tensor.bytes.resize(static_cast<std::size_t>(tensor.numel()) * item);
        }
        HostTensor& first = m_package.state[users.front().target].tensor;
        const bool direct
            = users.size() == 1 && first.bytes.size() == whole && isContiguous(*users.front().spec);
        if (!direct) {
            buffer.resize(whole);
        }
        if (auto read = m_storages.read(key, direct ? std::span(first.bytes) : std::span(buffer));
            !read) {
            return read;
        }
        if (direct) {
            continue;
        }
        for (const Planned& user : users) {
            gather(user, buffer, m_package.state[user.target].tensor);
        }
    }
    return {};
}

} // namespace

Result<Package> buildPackage(const pickle::Graph& graph, StorageReader& storages,
                             std::uint64_t fileBytes, const Selection& selection)
{
    return StateBuilder(graph, storages, fileBytes, selection).run();
}

} // namespace nde::nn::checkpoint
