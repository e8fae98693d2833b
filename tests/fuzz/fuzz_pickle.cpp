// The pickle machine and the package builder without an archive's checksums in the way: every
// storage that the pickle asks for is there, as long as it is no longer than the input.
#include "core/nn/checkpoint/Pickle.h"
#include "core/nn/checkpoint/StateBuilder.h"
#include "tests/fuzz/FuzzInput.h"

#include <algorithm>

namespace {

class ZeroStorages final : public nde::nn::checkpoint::StorageReader
{
public:
    explicit ZeroStorages(std::uint64_t limit)
        : m_limit(limit)
    {
    }
    nde::Result<> check(const std::string& /*key*/, std::uint64_t bytes) override
    {
        return bytes <= m_limit ? nde::Result<> {}
                                : nde::fail(nde::ErrorCode::Corrupt, "longer than the file");
    }
    nde::Result<> read(const std::string& /*key*/, std::span<std::byte> into) override
    {
        std::ranges::fill(into, std::byte {});
        return {};
    }

private:
    std::uint64_t m_limit;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace nde::nn::checkpoint;
    MemorySource source(fuzzBytes(data, size));
    Cursor cursor(source, 0, source.size());
    const auto graph = pickle::parse(cursor);
    if (!graph) {
        return 0;
    }
    if (const auto value = pickle::toValue(*graph, graph->root); value && *value != *value) {
        return 0; // only compared for the sake of its recursion: NaN differs from itself
    }
    ZeroStorages storages(size);
    if (const auto package = buildPackage(*graph, storages, size)) {
        checkPackage(*package, size);
    }
    return 0;
}
