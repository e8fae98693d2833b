#pragma once

#include "core/nn/clap/ClapConfig.h"
#include "core/nn/clap/ClapWeights.h"
#include "tests/unit/nn/checkpoint/CheckpointBytes.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <cmath>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

/// Folders of small CLAP models whose weights are drawn from their names, as
/// tests/golden/clap/make_clap.py draws them; right, or wrong on purpose.
namespace nde::test {

/// Uniform in [-1, 1) from a name and an index.
inline std::vector<float> drawn(const std::string& name, std::size_t count)
{
    std::uint64_t seed = 0xcbf29ce484222325;
    for (const char byte : name) {
        seed = (seed ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
    }
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i) {
        std::uint64_t x = seed + i + 0x9e3779b97f4a7c15;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        x ^= x >> 31;
        values[i] = static_cast<float>(
            static_cast<double>(static_cast<std::int64_t>(x >> 40) - (1 << 23)) / (1 << 23));
    }
    return values;
}

inline std::vector<float> drawnWeight(const nn::clap::WantedTensor& tensor)
{
    std::size_t count = 1;
    for (const auto extent : tensor.shape) {
        count *= static_cast<std::size_t>(extent);
    }
    const std::string& name = tensor.name;
    auto values = drawn(name, count);
    const bool isTable = name.ends_with("bias_table")
        || (name.find("embeddings") != std::string::npos && tensor.shape.size() == 2);
    float scale = 2.0F;
    while (!tensor.shape.empty()
           && std::pow(2.0 / static_cast<double>(scale), 2.0)
               < static_cast<double>(count) / static_cast<double>(tensor.shape[0])) {
        scale /= 2.0F;
    }
    for (float& v : values) {
        if (name.ends_with("running_mean")) {
            v = v * 8.0F - 40.0F;
        } else if (name.ends_with("running_var")) {
            v = v * 64.0F + 128.0F;
        } else if (!isTable && tensor.shape.size() <= 1) {
            v = name.ends_with("weight") ? 1.0F + v / 4.0F : v / 8.0F;
        } else if (!isTable) {
            v *= scale;
        }
    }
    return values;
}

/// One tensor as it goes into a file.
struct FileTensor
{
    std::string name;
    std::string dtype {"F32"};
    std::vector<std::int64_t> shape;
    std::string bytes;
};

inline QString symbolOf(int byte)
{
    int next = 256;
    for (int b = 0;; ++b) {
        const bool isVisible = (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
        const int code = isVisible ? b : next++;
        if (b == byte) {
            return QString(QChar(code));
        }
    }
}

/// Specials in front and behind, the bytes in their own order, five merges: 266 tokens.
inline QJsonObject smallVocabulary()
{
    QJsonObject vocabulary;
    int id = 0;
    for (const char* word : {"<s>", "<pad>", "</s>", "<unk>"}) {
        vocabulary.insert(QString::fromLatin1(word), id++);
    }
    for (int byte = 0; byte < 256; ++byte) {
        vocabulary.insert(symbolOf(byte), id++);
    }
    for (const char* word : {"he", "ll", "hell", "hello", "Ġw", "<mask>"}) {
        vocabulary.insert(QString::fromUtf8(word), id++);
    }
    return vocabulary;
}
inline constexpr const char* kSmallMerges = "#version: 0.2\nh e\nl l\nhe ll\nhell o\nĠ w\n";

class ClapFolder
{
public:
    /// @param config  as in tests/golden/clap/clap.json.
    explicit ClapFolder(const QJsonObject& config)
    {
        write("config.json", QJsonDocument(config).toJson());
        write("preprocessor_config.json",
              R"({"feature_size": 64, "frequency_min": 50, "frequency_max": 14000,
                  "padding": "repeatpad", "truncation": "rand_trunc", "top_db": null})");
        write("vocab.json", QJsonDocument(smallVocabulary()).toJson());
        write("merges.txt", kSmallMerges);
        const auto read = nn::clap::readConfig(QJsonDocument(config).toJson().toStdString());
        for (const auto& wanted : nn::clap::wantedTensors(*read)) {
            const auto values = drawnWeight(wanted);
            std::string bytes(values.size() * sizeof(float), '\0');
            std::memcpy(bytes.data(), values.data(), bytes.size());
            tensors.push_back({wanted.name, "F32", wanted.shape, std::move(bytes)});
        }
    }

    std::vector<FileTensor> tensors;

    [[nodiscard]] FileTensor& tensor(const std::string& name)
    {
        for (auto& one : tensors) {
            if (one.name == name) {
                return one;
            }
        }
        qFatal("no tensor %s", name.c_str());
    }
    [[nodiscard]] QString path() const { return m_folder.path(); }
    [[nodiscard]] std::filesystem::path native() const { return path().toStdString(); }

    void write(const char* name, const QByteArray& bytes) const
    {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            qFatal("%s cannot be written", name);
        }
    }
    void remove(const char* name) const
    {
        QFile::remove(m_folder.filePath(QString::fromLatin1(name)));
    }
    [[nodiscard]] QByteArray safeTensors() const
    {
        QJsonObject header;
        std::string data;
        for (const FileTensor& one : tensors) {
            QJsonArray shape;
            for (const auto extent : one.shape) {
                shape.append(qint64 {extent});
            }
            const auto begin = static_cast<qint64>(data.size());
            data += one.bytes;
            header.insert(QString::fromStdString(one.name),
                          QJsonObject {{QStringLiteral("dtype"), QString::fromStdString(one.dtype)},
                                       {QStringLiteral("shape"), shape},
                                       {QStringLiteral("data_offsets"),
                                        QJsonArray {begin, static_cast<qint64>(data.size())}}});
        }
        return QByteArray::fromStdString(nn::checkpoint::bytes::safeTensors(
            QJsonDocument(header).toJson(QJsonDocument::Compact).toStdString(), data));
    }
    /// A torch archive of an OrderedDict with attributes, as `torch.save(model.state_dict())`.
    [[nodiscard]] QByteArray
    pickle(const std::function<void(nn::checkpoint::bytes::PickleWriter&)>& extra = {}) const
    {
        using namespace nn::checkpoint::bytes;
        PickleWriter writer;
        writer.global("collections", "OrderedDict").raw(")R(");
        std::vector<ZipFile> files;
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            const FileTensor& one = tensors[i];
            std::vector<std::int64_t> strides(one.shape.size(), 1);
            for (std::size_t axis = one.shape.size(); axis-- > 1;) {
                strides[axis - 1] = strides[axis] * one.shape[axis];
            }
            const std::size_t item = one.dtype == "F32" ? 4 : one.dtype == "I64" ? 8 : 2;
            const char* type = one.dtype == "F32" ? "FloatStorage"
                : one.dtype == "I64"              ? "LongStorage"
                : one.dtype == "F16"              ? "HalfStorage"
                                                  : "BFloat16Storage";
            writer.text(one.name).tensor(type, std::to_string(i),
                                         static_cast<std::int64_t>(one.bytes.size() / item), 0,
                                         one.shape, strides);
            files.push_back({.name = "archive/data/" + std::to_string(i), .data = one.bytes});
        }
        if (extra) {
            extra(writer);
        }
        writer.raw("u}").text("_metadata").global("collections", "OrderedDict").raw(")Rsb");
        files.insert(files.begin(), {.name = "archive/data.pkl", .data = writer.stop()});
        files.push_back({.name = "archive/version", .data = "3\n"});
        return QByteArray::fromStdString(zipArchive(files));
    }

private:
    QTemporaryDir m_folder;
};

/// tests/golden/clap/clap.json
inline QJsonObject clapGolden(const QString& file)
{
    QFile json(file);
    return json.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(json.readAll()).object()
                                          : QJsonObject {};
}

inline std::vector<float> floatsOf(const QJsonValue& list)
{
    std::vector<float> values;
    for (const QJsonValue value : list.toArray()) {
        values.push_back(static_cast<float>(value.toDouble()));
    }
    return values;
}

/// The sound of make_clap.py.
inline std::vector<float> goldenSound(std::size_t count)
{
    auto sound = drawn("sound", count);
    const auto slow = drawn("slow", count / 64 + 1);
    for (std::size_t i = 0; i < count; ++i) {
        sound[i] = sound[i] * 0.5F + 0.25F * slow[i / 64];
    }
    return sound;
}

} // namespace nde::test
