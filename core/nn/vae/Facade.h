#pragma once

#include "core/base/Result.h"

#include <torch/torch.h>

#include <exception>
#include <new>
#include <string>
#include <vector>

/// What the facades over this folder share. Needs torch's headers.
namespace nde::nn::vae {

/// Runs `body` and turns what the libraries throw into an Error.
template<typename Body>
[[nodiscard]] auto guarded(const std::string& doing, Body body) -> decltype(body())
{
    try {
        return body();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "not enough memory while " + doing);
    } catch (const c10::Error& error) {
        const std::string what = error.what_without_backtrace();
        const bool isMemory = what.find("can't allocate memory") != std::string::npos
            || what.find("not enough memory") != std::string::npos;
        return fail(isMemory ? ErrorCode::OutOfMemory : ErrorCode::Inference,
                    "torch failed while " + doing + ": " + what);
    } catch (const std::exception& error) {
        return fail(ErrorCode::Internal, "failed while " + doing + ": " + error.what());
    }
}

/// Elements of a float tensor in order.
[[nodiscard]] inline std::vector<float> listOf(const torch::Tensor& tensor)
{
    const torch::Tensor flat = tensor.detach().contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

} // namespace nde::nn::vae
