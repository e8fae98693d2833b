#pragma once

#include "core/nn/demucs/Network.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

/// Small networks with weights drawn from their names, as tests/golden/demucs/make_htdemucs.py
/// draws them, and the shared fixtures.
namespace nde::test {

using namespace nde::nn;
using namespace nde::nn::demucs;
using checkpoint::Value;

inline QString fixture(const QString& name)
{
    QString shared = qEnvironmentVariable("NDE_SHARED");
    if (shared.isEmpty()) {
        shared = QStringLiteral(NDE_SOURCE_DIR "/../shared");
    }
    return shared + QStringLiteral("/fixtures/demucs/") + name;
}

inline std::filesystem::path native(const QString& path)
{
    return path.toStdString();
}

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

inline QJsonObject readObject(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                          : QJsonObject {};
}

/// Of `values` against `wanted`, whose mean does not count as signal.
inline double snrDb(const std::vector<float>& values, const std::vector<float>& wanted)
{
    double mean = 0.0;
    for (const float w : wanted) {
        mean += static_cast<double>(w) / static_cast<double>(wanted.size());
    }
    double signal = 0.0;
    double noise = 1e-300;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        signal += std::pow(static_cast<double>(wanted[i]) - mean, 2.0);
        noise += std::pow(static_cast<double>(values[i]) - static_cast<double>(wanted[i]), 2.0);
    }
    return 10.0 * std::log10(signal / noise);
}

/// The draw of tests/golden/demucs/make_htdemucs.py: uniform in [-1, 1) from a name and an index.
inline std::vector<float> draw(const std::string& name, std::size_t count)
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

inline checkpoint::HostTensor drawWeight(const std::string& name,
                                         const std::vector<std::int64_t>& shape)
{
    checkpoint::HostTensor tensor;
    tensor.shape = shape;
    std::vector<float> values = draw(name, static_cast<std::size_t>(tensor.numel()));
    const auto endsWith = [&](const std::string& end) {
        return name.size() >= end.size()
            && name.compare(name.size() - end.size(), end.size(), end) == 0;
    };
    float scale = 2.0F;
    const auto fan = static_cast<double>(tensor.numel() / std::max<std::int64_t>(1, shape[0]));
    while (std::pow(2.0 / static_cast<double>(scale), 2.0) < fan) {
        scale /= 2.0F;
    }
    for (float& v : values) {
        if (endsWith(".scale")) {
            v /= 2.0F;
        } else if (shape.size() == 1) {
            v = endsWith("weight") ? 1.0F + v / 4.0F : v / 8.0F;
        } else {
            v *= scale;
        }
    }
    tensor.bytes.resize(values.size() * sizeof(float));
    std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
    return tensor;
}

inline Value toValue(const QString& key, const QJsonValue& json)
{
    if (json.isArray()) {
        Value::List list;
        for (const QJsonValue item : json.toArray()) {
            list.push_back(toValue({}, item));
        }
        return {list};
    }
    if (json.isString() && key == QStringLiteral("segment")) {
        const QStringList parts = json.toString().split(QLatin1Char('/'));
        return {Value::Rational {parts.at(0).toLongLong(), parts.at(1).toLongLong()}};
    }
    if (json.isString()) {
        return {json.toString().toStdString()};
    }
    if (json.isBool()) {
        return {json.toBool()};
    }
    const double number = json.toDouble();
    if (number == std::floor(number)) {
        return {static_cast<std::int64_t>(number)};
    }
    return {number};
}

inline checkpoint::Package packageOf(const QJsonObject& kwargs)
{
    checkpoint::Package package;
    package.klass = "demucs.htdemucs.HTDemucs";
    package.args.data = Value::List {};
    Value::Dict dict;
    for (auto it = kwargs.begin(); it != kwargs.end(); ++it) {
        dict.emplace_back(Value {it.key().toStdString()}, toValue(it.key(), it.value()));
    }
    package.kwargs.data = std::move(dict);
    return package;
}

inline QJsonObject smallKwargs()
{
    return {{QStringLiteral("sources"), QJsonArray {QStringLiteral("a"), QStringLiteral("b")}},
            {QStringLiteral("channels"), 4},
            {QStringLiteral("nfft"), 512},
            {QStringLiteral("depth"), 3},
            {QStringLiteral("bottom_channels"), 8},
            {QStringLiteral("t_heads"), 2},
            {QStringLiteral("t_layers"), 2},
            {QStringLiteral("dconv_comp"), 2},
            {QStringLiteral("segment"), QStringLiteral("1/4")},
            {QStringLiteral("samplerate"), 8000}};
}

inline std::vector<checkpoint::NamedTensor> drawState(const ShapeList& shapes)
{
    std::vector<checkpoint::NamedTensor> state;
    for (const ShapeList::Entry& entry : shapes.entries()) {
        state.push_back({entry.name, drawWeight(entry.name, entry.shape)});
    }
    return state;
}

/// Runs the network of a package with drawn weights on the drawn input.
inline std::vector<float> runDrawn(const NetworkPlan& plan, std::int64_t frames,
                                   const OpContext& context)
{
    const c10::InferenceMode inference;
    auto state = drawState(plan.shapes);
    StateTensors tensors(state, at::kCPU);
    const auto network = plan.build(tensors);
    std::vector<float> mix = draw("mix", static_cast<std::size_t>(plan.info.channels * frames));
    for (float& v : mix) {
        v += 0.25F;
    }
    const at::Tensor input
        = at::from_blob(mix.data(), {plan.info.channels, frames}, at::kFloat).clone();
    const at::Tensor out = network->forward(context, input).contiguous();
    return {out.data_ptr<float>(), out.data_ptr<float>() + out.numel()};
}

} // namespace nde::test
