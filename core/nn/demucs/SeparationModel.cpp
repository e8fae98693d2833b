#include "core/nn/api/SeparationModel.h"

#include "core/nn/checkpoint/Checkpoint.h"
#include "core/nn/demucs/Network.h"
#include "core/nn/demucs/OpsCpu.h"
#include "core/nn/demucs/Threads.h"
#include "core/nn/demucs/WeightsOnly.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <exception>
#include <new>
#include <utility>

#ifdef __unix__
#include <dlfcn.h>
#endif

namespace nde::nn {

using namespace demucs;

struct SeparationModel::Impl
{
    SeparationModelInfo info;
    std::int64_t paddedFrames {};
    std::function<Result<>(std::int64_t)> checkFrames;
    std::function<std::int64_t(std::int64_t)> validFrames;
    std::unique_ptr<Network> network;
    at::Device device {at::kCPU};
    std::string deviceName;
    OpContext context;
};

namespace {

bool isOutOfMemory(const std::string& what)
{
    // The words of torch's CPU and CUDA allocators.
    return what.find("can't allocate memory") != std::string::npos
        || what.find("not enough memory") != std::string::npos
        || what.find("out of memory") != std::string::npos
        || what.find("CUBLAS_STATUS_ALLOC_FAILED") != std::string::npos;
}

/// Runs `body` and turns what the libraries throw into an Error.
template<typename Body>
auto guarded(const std::string& doing, Body body) -> decltype(body())
{
    try {
        return body();
    } catch (const Interrupted&) {
        return fail(ErrorCode::Cancelled, "cancelled while " + doing);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "not enough memory while " + doing);
    } catch (const c10::Error& error) {
        const std::string what = error.what_without_backtrace();
        return fail(isOutOfMemory(what) ? ErrorCode::OutOfMemory : ErrorCode::Inference,
                    "torch failed while " + doing + ": " + what);
    } catch (const std::exception& error) {
        const std::string what = error.what();
        return fail(isOutOfMemory(what) ? ErrorCode::OutOfMemory : ErrorCode::Inference,
                    "failed while " + doing + ": " + what);
    }
}

/// What the driver calls its first device; torch has no call for it that needs no CUDA headers.
std::string cudaName()
{
#ifdef __unix__
    if (void* driver = dlopen("libcuda.so.1", RTLD_LAZY)) {
        using NameOf = int (*)(char*, int, int);
        std::string name(128, '\0');
        const auto nameOf = reinterpret_cast<NameOf>(dlsym(driver, "cuDeviceGetName"));
        const bool isKnown
            = nameOf != nullptr && nameOf(name.data(), static_cast<int>(name.size()) - 1, 0) == 0;
        dlclose(driver);
        if (isKnown) {
            return name.c_str();
        }
    }
#endif
    return "CUDA device";
}

bool hasCuda()
{
    return at::hasCUDA(); // built for it, and a device is there
}

Result<at::Device> chooseDevice(ComputeDevice wanted)
{
    const bool isThere = wanted != ComputeDevice::Cpu && hasCuda();
    if (wanted == ComputeDevice::Cuda && !isThere) {
        return fail(ErrorCode::Inference,
                    "CUDA was asked for, but this LibTorch or this machine has none");
    }
    return isThere ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU);
}

/// Reads, reads the configuration, checks every tensor.
Result<std::pair<checkpoint::Package, NetworkPlan>> readChecked(const std::filesystem::path& path)
{
    auto package = checkpoint::readPackage(path);
    if (!package) {
        return propagate(package);
    }
    const auto named = [&](const Error& error) {
        return fail(error.code, path.filename().string() + ": " + error.message);
    };
    std::vector<std::string> assumed;
    if (package->klass.empty()) {
        auto completed = completeWeightsOnly(*package);
        if (!completed) {
            return named(completed.error());
        }
        assumed = std::move(*completed);
    }
    auto plan = planNetwork(*package);
    if (!plan) {
        return named(plan.error());
    }
    plan->info.assumed = std::move(assumed);
    if (const auto checked = plan->shapes.check(package->state); !checked) {
        return named(checked.error());
    }
    return std::pair {std::move(*package), std::move(*plan)};
}

} // namespace

void demucs::setThreads(int threads)
{
    at::set_num_threads(std::max(1, threads));
}

Result<SeparationModelInfo> SeparationModel::inspect(const std::filesystem::path& path)
{
    return guarded("reading " + path.string(), [&]() -> Result<SeparationModelInfo> {
        auto read = readChecked(path);
        if (!read) {
            return propagate(read);
        }
        return std::move(read->second.info);
    });
}

Result<SeparationModel> SeparationModel::load(const std::filesystem::path& path,
                                              const ModelOptions& options)
{
    return guarded("loading " + path.string(), [&]() -> Result<SeparationModel> {
        auto device = chooseDevice(options.device);
        if (!device) {
            return propagate(device);
        }
        auto read = readChecked(path);
        if (!read) {
            return propagate(read);
        }
        auto& [package, plan] = *read;
        const c10::InferenceMode inference;
        auto impl = std::make_unique<Impl>();
        impl->device = *device;
        impl->deviceName = device->is_cuda() ? cudaName() : "CPU";
        StateTensors tensors(package.state, *device);
        impl->network = plan.build(tensors);
        impl->info = std::move(plan.info);
        impl->paddedFrames = plan.paddedFrames;
        impl->checkFrames = std::move(plan.checkFrames);
        impl->validFrames = std::move(plan.validFrames);
        if (device->is_cpu()) {
            impl->context.cpu = std::make_shared<CpuKernels>();
        }
        impl->context.isFast
            = options.precision == Precision::Fast && hasFastPrecision(options.device);
        return SeparationModel(std::move(impl));
    });
}

SeparationModel::SeparationModel(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}
SeparationModel::SeparationModel(SeparationModel&&) noexcept = default;
SeparationModel& SeparationModel::operator=(SeparationModel&&) noexcept = default;
SeparationModel::~SeparationModel() = default;

const SeparationModelInfo& SeparationModel::info() const
{
    return m_impl->info;
}

std::string SeparationModel::deviceName() const
{
    return m_impl->deviceName;
}

bool SeparationModel::hasFastPrecision(ComputeDevice device)
{
    return (device != ComputeDevice::Cpu && hasCuda())
        || (device != ComputeDevice::Cuda && kernels::hasBfloat16());
}

std::int64_t SeparationModel::paddedFrames() const
{
    return m_impl->paddedFrames;
}

std::int64_t SeparationModel::validFrames(std::int64_t frames) const
{
    if (m_impl->validFrames) {
        return m_impl->validFrames(frames);
    }
    return m_impl->paddedFrames > 0 ? m_impl->paddedFrames : frames;
}

void SeparationModel::setProfile(demucs::Profile* profile)
{
    m_impl->context.profile = profile;
}

Result<> SeparationModel::forward(const float* mix, std::int64_t frames, float* stems,
                                  const TaskContext& task)
{
    Impl& impl = *m_impl;
    if (frames < 1 || (impl.paddedFrames > 0 && frames > impl.paddedFrames)) {
        return fail(ErrorCode::BadInput,
                    "a chunk of " + std::to_string(frames) + " frames does not fit a network for "
                        + std::to_string(impl.paddedFrames));
    }
    if (const auto fits = impl.checkFrames(frames); !fits) {
        return fits;
    }
    return guarded("separating a segment", [&]() -> Result<> {
        const c10::InferenceMode inference;
        // Exact unless asked otherwise: cuDNN would round to TF32 by default.
        at::globalContext().setAllowTF32CuDNN(impl.context.isFast);
        at::globalContext().setAllowTF32CuBLAS(impl.context.isFast);
        impl.context.task = &task;
        const std::int64_t signals
            = static_cast<std::int64_t>(impl.info.sources.size()) * impl.info.channels;
        at::Tensor input = at::empty({impl.info.channels, frames}, at::kFloat);
        std::copy_n(mix, input.numel(), input.data_ptr<float>());
        const at::Tensor result
            = impl.network->forward(impl.context, input.to(impl.device)).contiguous().cpu();
        impl.context.task = nullptr;
        TORCH_CHECK(result.dim() == 2 && result.size(0) == signals && result.size(1) == frames,
                    "the network gave ", result.sizes(), " instead of [", signals, ", ", frames,
                    "]");
        const float* values = result.data_ptr<float>();
        const std::int64_t count = signals * frames;
        if (!std::all_of(values, values + count, [](float v) { return std::isfinite(v); })) {
            return fail(ErrorCode::Inference, "the network computed values that are not finite");
        }
        std::copy_n(values, count, stems);
        return {};
    });
}

} // namespace nde::nn
