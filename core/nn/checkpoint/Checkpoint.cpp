#include "core/nn/checkpoint/Checkpoint.h"

namespace nde::nn::checkpoint {

std::size_t itemSize(DType dtype)
{
    switch (dtype) {
    case DType::Float64:
    case DType::Int64:
        return 8;
    case DType::Float32:
    case DType::Int32:
        return 4;
    case DType::Float16:
    case DType::BFloat16:
    case DType::Int16:
        return 2;
    case DType::Int8:
    case DType::UInt8:
    case DType::Bool:
        return 1;
    }
    return 0;
}

} // namespace nde::nn::checkpoint
