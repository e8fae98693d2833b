#include "core/nn/demucs/Profile.h"

namespace nde::nn::demucs {

std::string_view opClassName(OpClass kind)
{
    switch (kind) {
    case OpClass::Spectrum:
        return "spectrum";
    case OpClass::Convolution:
        return "convolution";
    case OpClass::Rewrite:
        return "rewrite";
    case OpClass::DConv:
        return "dconv";
    case OpClass::Transposed:
        return "transposed";
    case OpClass::Linear:
        return "linear";
    case OpClass::Attention:
        return "attention";
    case OpClass::Norm:
        return "norm";
    case OpClass::Recurrent:
        return "recurrent";
    case OpClass::Other:
        break;
    }
    return "other";
}

} // namespace nde::nn::demucs
