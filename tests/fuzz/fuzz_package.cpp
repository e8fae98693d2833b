// Any file, as readPackage gets it.
#include "tests/fuzz/FuzzInput.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace nde::nn::checkpoint;
    MemorySource source(fuzzBytes(data, size));
    if (const auto package = readPackage(source)) {
        checkPackage(*package, size);
    }
    return 0;
}
