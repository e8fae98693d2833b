#pragma once

#include "core/audio/AudioFile.h"
#include "core/nn/api/ClapModel.h"
#include "core/nn/checkpoint/Checkpoint.h"
#include "tests/support/SharedData.h"

#include <QByteArray>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

/// The shared CLAP fixtures, and how far two lists of numbers are apart.
namespace nde::test {

/// Empty when the shared material is absent.
inline QString clapFixture(const QString& name)
{
    const QString folder = sharedFolder();
    return folder.isEmpty() ? QString() : folder + QStringLiteral("/fixtures/clap/") + name;
}

inline std::filesystem::path native(const QString& path)
{
    return path.toStdString();
}

inline QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The tensors of expected.safetensors as float32, by name.
class Expected
{
public:
    Expected()
    {
        auto package = nn::checkpoint::readPackage(
            native(clapFixture(QStringLiteral("expected.safetensors"))));
        if (package) {
            m_state = std::move(package->state);
        }
    }
    [[nodiscard]] const nn::checkpoint::HostTensor& tensor(const std::string& name) const
    {
        const auto found = std::ranges::find(m_state, name, &nn::checkpoint::NamedTensor::name);
        static const nn::checkpoint::HostTensor none;
        return found == m_state.end() ? none : found->tensor;
    }
    [[nodiscard]] std::vector<float> floats(const std::string& name) const
    {
        return tensor(name).toFloat().value_or(std::vector<float> {});
    }

private:
    std::vector<nn::checkpoint::NamedTensor> m_state;
};

/// The largest distance; infinite for lists of other lengths or without numbers.
inline double farthest(std::span<const float> got, std::span<const float> wanted)
{
    if (got.size() != wanted.size() || got.empty()) {
        return std::numeric_limits<double>::infinity();
    }
    double most = 0.0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        const double distance
            = std::abs(static_cast<double>(got[i]) - static_cast<double>(wanted[i]));
        most = std::isfinite(distance) ? std::max(most, distance)
                                       : std::numeric_limits<double>::infinity();
    }
    return most;
}

inline double cosine(std::span<const float> a, std::span<const float> b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    }
    return sum;
}

/// A fixture's sound, channels averaged, at its own rate.
inline std::vector<float> monoOf(const QString& wav)
{
    const auto buffer = audio::readAudio(native(wav));
    return buffer ? audio::toMono(*buffer) : std::vector<float> {};
}

} // namespace nde::test
