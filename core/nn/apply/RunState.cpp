#include "core/nn/apply/RunState.h"

#include "core/base/Random.h"

#include <bit>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace nde::nn::apply {
namespace {

constexpr std::string_view kMagic {"NDESEPA1"};
constexpr std::uint64_t kMaxSteps = 64;
constexpr std::uint64_t kMaxStepBytes = 4096;

/// Values one after the other in the machine's byte order: a state never leaves its machine.
class Writer
{
public:
    template<typename T>
    void put(T value)
    {
        static_assert(std::is_trivially_copyable_v<T>);
        append(&value, sizeof value);
    }
    void put(std::string_view text)
    {
        put(std::uint64_t {text.size()});
        append(text.data(), text.size());
    }
    void put(std::span<const float> values)
    {
        put(std::uint64_t {values.size()});
        append(values.data(), values.size_bytes());
    }
    void append(const void* data, std::size_t size)
    {
        const auto* first = static_cast<const std::byte*>(data);
        bytes.insert(bytes.end(), first, first + size);
    }

    std::vector<std::byte> bytes;
};

class Reader
{
public:
    explicit Reader(std::span<const std::byte> bytes)
        : m_left(bytes)
    {
    }

    template<typename T>
    [[nodiscard]] T get()
    {
        static_assert(std::is_trivially_copyable_v<T>);
        T value {};
        copy(&value, sizeof value);
        return value;
    }
    [[nodiscard]] std::string text()
    {
        std::string value(count(kMaxStepBytes, 1), '\0');
        copy(value.data(), value.size());
        return value;
    }
    [[nodiscard]] std::vector<float> floats()
    {
        std::vector<float> values(count(m_left.size(), sizeof(float)));
        copy(values.data(), values.size() * sizeof(float));
        return values;
    }
    /// A number of items that the bytes left can hold, else 0 and broken.
    [[nodiscard]] std::size_t count(std::uint64_t most, std::size_t itemBytes)
    {
        const auto number = get<std::uint64_t>();
        if (number > most || number > m_left.size() / itemBytes) {
            m_isBroken = true;
            return 0;
        }
        return static_cast<std::size_t>(number);
    }
    [[nodiscard]] bool isComplete() const { return !m_isBroken && m_left.empty(); }
    [[nodiscard]] bool isBroken() const { return m_isBroken; }

private:
    void copy(void* target, std::size_t size)
    {
        if (size > m_left.size()) {
            m_isBroken = true;
            m_left = {};
            return;
        }
        if (size > 0) {
            std::memcpy(target, m_left.data(), size);
        }
        m_left = m_left.subspan(size);
    }

    std::span<const std::byte> m_left;
    bool m_isBroken {};
};

std::uint64_t chained(std::uint64_t hash, std::string_view text)
{
    return streamSeed(hash, text);
}

std::uint64_t chained(std::uint64_t hash, double value)
{
    return streamSeed(hash, "value", std::bit_cast<std::uint64_t>(value));
}

std::uint64_t chained(std::uint64_t hash, std::int64_t value)
{
    return streamSeed(hash, "count", static_cast<std::uint64_t>(value));
}

} // namespace

std::uint64_t fingerprintOf(const SeparationPlan& plan, const SeparationOptions& options,
                            const std::vector<Pass>& passes, std::int64_t frames)
{
    std::uint64_t hash = chained(chained(std::uint64_t {1}, frames), options.overlap);
    hash = chained(chained(hash, options.transitionPower), options.segmentS.value_or(0.0));
    hash = chained(hash, static_cast<std::int64_t>(options.model.device));
    hash = chained(hash, static_cast<std::int64_t>(options.model.precision));
    hash = chained(hash, plan.bagSegmentS.value_or(0.0));
    for (const auto& member : plan.members) {
        hash = chained(hash, member.file.filename().string());
        hash = chained(chained(hash, member.info.architecture), member.info.segmentFrames);
        hash = chained(hash, member.info.parameters);
        for (const double weight : member.weights) {
            hash = chained(hash, weight);
        }
    }
    for (const auto& source : plan.info.sources) {
        hash = chained(hash, source);
    }
    for (const auto& pass : passes) {
        hash = chained(hash, static_cast<std::int64_t>(pass.member));
        hash = chained(hash, pass.shiftStart);
    }
    return hash;
}

std::vector<std::byte> writeState(const RunState& state, std::uint64_t fingerprint)
{
    Writer writer;
    writer.append(kMagic.data(), kMagic.size());
    writer.put(fingerprint);
    writer.put(static_cast<std::int32_t>(state.setup.model.device));
    writer.put(static_cast<std::int32_t>(state.setup.model.precision));
    writer.put(state.setup.segmentS.value_or(-1.0));
    writer.put(std::uint64_t {state.setup.steps.size()});
    for (const auto& step : state.setup.steps) {
        writer.put(std::string_view {step});
    }
    writer.put(std::uint64_t {state.pass});
    writer.put(state.chunk);
    writer.put(state.segments);
    writer.put(std::string_view {state.device});
    writer.put(std::span<const float> {state.inFlight});
    return std::move(writer.bytes);
}

Result<RunState> readState(std::span<const std::byte> bytes, std::uint64_t fingerprint)
{
    Reader reader(bytes);
    std::string magic(kMagic.size(), '\0');
    for (char& c : magic) {
        c = reader.get<char>();
    }
    const bool isOurs = magic == kMagic && reader.get<std::uint64_t>() == fingerprint;
    if (!isOurs) {
        return fail(ErrorCode::Corrupt, "the stored position belongs to another separation");
    }
    RunState state;
    const auto device = reader.get<std::int32_t>();
    const auto precision = reader.get<std::int32_t>();
    const auto segmentS = reader.get<double>();
    const std::size_t steps = reader.count(kMaxSteps, sizeof(std::uint64_t));
    for (std::size_t i = 0; i < steps && !reader.isBroken(); ++i) {
        state.setup.steps.push_back(reader.text());
    }
    state.pass = reader.get<std::uint64_t>();
    state.chunk = reader.get<std::int64_t>();
    state.segments = reader.get<std::int64_t>();
    state.device = reader.text();
    state.inFlight = reader.floats();
    const bool isKnown = device >= 0 && device <= static_cast<int>(ComputeDevice::Cuda)
        && precision >= 0 && precision <= static_cast<int>(Precision::Fast);
    if (!reader.isComplete() || !isKnown || state.chunk < 0) {
        return fail(ErrorCode::Corrupt, "the stored position of the separation is damaged");
    }
    state.setup.model = {static_cast<ComputeDevice>(device), static_cast<Precision>(precision)};
    if (segmentS > 0.0) {
        state.setup.segmentS = segmentS;
    }
    return state;
}

} // namespace nde::nn::apply
