#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QString>

#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

/// The shared material that is not part of the project: found by `NDE_SHARED`, else in a folder
/// `shared` beside one that the test lies in. Tests that need it skip with a sentence where it is
/// absent.
namespace nde::test {

/// Folder of the shared material, empty when it is not on this machine.
inline QString sharedFolder()
{
    QStringList places {qEnvironmentVariable("NDE_SHARED")};
    QDir folder(QCoreApplication::applicationDirPath());
    do {
        places << folder.filePath(QStringLiteral("shared"));
    } while (folder.cdUp());
    for (const auto& place : places) {
        if (!place.isEmpty() && QFileInfo(place + QStringLiteral("/fixtures")).isDir()) {
            return place;
        }
    }
    return {};
}

/// A fixture of the separation networks, empty when the shared material is absent.
inline QString demucsFixture(const QString& name)
{
    const QString folder = sharedFolder();
    return folder.isEmpty() ? QString() : folder + QStringLiteral("/fixtures/demucs/") + name;
}

/// Raw little-endian float32.
inline std::vector<float> readFloats(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    const QByteArray bytes = file.readAll();
    std::vector<float> values(static_cast<std::size_t>(bytes.size()) / sizeof(float));
    std::memcpy(values.data(), bytes.constData(), values.size() * sizeof(float));
    return values;
}

/// Signal to noise in dB of `got` against `wanted`; infinite when they are equal.
class SnrMeter
{
public:
    void add(double wanted, double got)
    {
        m_signal += wanted * wanted;
        m_noise += (got - wanted) * (got - wanted);
    }
    [[nodiscard]] double db() const
    {
        return m_noise > 0.0 ? 10.0 * std::log10(m_signal / m_noise)
                             : std::numeric_limits<double>::infinity();
    }

private:
    double m_signal {};
    double m_noise {};
};

} // namespace nde::test
