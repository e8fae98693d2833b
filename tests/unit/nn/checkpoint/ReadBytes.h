#pragma once

#include "core/nn/checkpoint/ByteSource.h"
#include "core/nn/checkpoint/Checkpoint.h"
#include "tests/unit/nn/checkpoint/CheckpointBytes.h"

#include <QByteArray>
#include <QDir>

#include <algorithm>
#include <filesystem>
#include <string>

namespace nde::nn::checkpoint {

/// A package straight from memory.
inline Result<Package> readBytes(const std::string& file)
{
    const auto copy = bytes::toBytes(file);
    MemorySource source(copy);
    return readPackage(source);
}

/// The floats of a weight; empty if there is none of this name.
inline std::vector<float> weight(const Package& package, const std::string& name)
{
    for (const auto& [key, tensor] : package.state) {
        if (key == name) {
            return tensor.toFloat().value_or(std::vector<float> {});
        }
    }
    return {};
}

inline bool sameState(const Package& a, const Package& b)
{
    return std::ranges::equal(a.state, b.state, [](const NamedTensor& x, const NamedTensor& y) {
        return x.name == y.name && x.tensor.dtype == y.tensor.dtype
            && x.tensor.shape == y.tensor.shape && x.tensor.bytes == y.tensor.bytes;
    });
}

/// The folder with the shared Demucs fixtures; empty where there is none.
inline std::filesystem::path fixtureFolder()
{
    const QByteArray given = qgetenv("NDE_SHARED");
    for (const QString& shared : {QString::fromLocal8Bit(given), QStringLiteral("../shared")}) {
        const QString folder = shared + QStringLiteral("/fixtures/demucs");
        if (!shared.isEmpty() && QDir(folder).exists()) {
            return folder.toStdString();
        }
    }
    return {};
}

} // namespace nde::nn::checkpoint
