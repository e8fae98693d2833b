// Behind the guess of the format: header and tensors of a safetensors file.
#include "core/nn/checkpoint/SafeTensors.h"
#include "tests/fuzz/FuzzInput.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace nde::nn::checkpoint;
    MemorySource source(fuzzBytes(data, size));
    if (const auto package = readSafeTensors(source)) {
        checkPackage(*package, size);
    }
    return 0;
}
