#include "core/base/Result.h"

namespace nde {

const char* errorCodeId(ErrorCode code)
{
    switch (code) {
    case ErrorCode::BadInput:
        return "bad_input";
    case ErrorCode::NotFound:
        return "not_found";
    case ErrorCode::Io:
        return "io";
    case ErrorCode::Corrupt:
        return "corrupt";
    case ErrorCode::Unsupported:
        return "unsupported";
    case ErrorCode::ReadOnly:
        return "read_only";
    case ErrorCode::DiskFull:
        return "disk_full";
    case ErrorCode::ModelMissing:
        return "model_missing";
    case ErrorCode::NotEnoughData:
        return "not_enough_data";
    case ErrorCode::Inference:
        return "inference";
    case ErrorCode::OutOfMemory:
        return "out_of_memory";
    case ErrorCode::Busy:
        return "busy";
    case ErrorCode::Exists:
        return "exists";
    case ErrorCode::AudioDevice:
        return "audio_device";
    case ErrorCode::Cancelled:
        return "cancelled";
    case ErrorCode::Internal:
        return "internal";
    }
    return "internal";
}

} // namespace nde
