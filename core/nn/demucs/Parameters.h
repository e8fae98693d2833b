#pragma once

#include "core/base/Result.h"
#include "core/nn/checkpoint/Checkpoint.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace nde::nn::demucs {

/// Where a network under construction gets its tensors from. The same code that builds a network
/// first runs against a `ShapeList`, which only writes down what it asks for: so names and shapes
/// are checked, and memory is bounded, before anything is allocated.
class Parameters
{
public:
    virtual ~Parameters() = default;
    /// @return  float32 on the network's device; undefined from a ShapeList.
    [[nodiscard]] virtual at::Tensor take(const std::string& name, std::vector<std::int64_t> shape)
        = 0;
};

/// Writes down names and shapes.
class ShapeList : public Parameters
{
public:
    struct Entry
    {
        std::string name;
        std::vector<std::int64_t> shape;
    };
    [[nodiscard]] at::Tensor take(const std::string& name,
                                  std::vector<std::int64_t> shape) override;
    [[nodiscard]] const std::vector<Entry>& entries() const { return m_entries; }
    /// Sum of all extents' products; saturates.
    [[nodiscard]] std::int64_t parameters() const { return m_parameters; }

    /// Every expected tensor is there with this shape and a floating dtype, none is over, every
    /// value is finite.
    /// @errors  Corrupt, Unsupported (dtype); the message names the tensor.
    [[nodiscard]] Result<> check(const std::vector<checkpoint::NamedTensor>& state) const;

private:
    std::vector<Entry> m_entries;
    std::int64_t m_parameters {};
};

/// Hands out the tensors of a checked state as float32 on a device. Each is freed in the state when
/// it is taken, so a model is held about once.
class StateTensors : public Parameters
{
public:
    StateTensors(std::vector<checkpoint::NamedTensor>& state, at::Device device);
    [[nodiscard]] at::Tensor take(const std::string& name,
                                  std::vector<std::int64_t> shape) override;

private:
    std::unordered_map<std::string, checkpoint::HostTensor*> m_tensors;
    at::Device m_device;
};

/// More parameters than this are refused: 4 GiB of float32.
inline constexpr std::int64_t kMaxParameters = std::int64_t {1} << 30;

} // namespace nde::nn::demucs
