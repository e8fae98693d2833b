#include "core/nn/vae/Snapshot.h"

#include "core/nn/vae/StateFile.h"

namespace nde::nn::vae {

std::string snapshotName(int epoch)
{
    return "weights_e" + std::to_string(epoch) + ".bin";
}

Result<> writeSnapshot(const std::filesystem::path& folder, int epoch, const TrainableNet& net)
{
    std::map<std::string, std::vector<std::uint8_t>> tensors;
    net.exportTo(tensors);
    StateFile file;
    for (const auto& [name, bytes] : tensors) {
        file.put(name, bytes);
    }
    return file.write(folder / snapshotName(epoch), false);
}

Result<std::map<std::string, std::vector<std::uint8_t>>>
readSnapshot(const std::filesystem::path& path)
{
    auto file = StateFile::read(path);
    if (!file) {
        return propagate(file);
    }
    return file->parts();
}

} // namespace nde::nn::vae
