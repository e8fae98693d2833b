#include "core/nn/api/SeparationModel.h"
#include "core/nn/demucs/Config.h"
#include "core/nn/demucs/Network.h"
#include "core/nn/demucs/WeightsOnly.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>
#include <cstring>
#include <limits>
#include <map>

using namespace nde;
using namespace nde::nn;
using namespace nde::nn::demucs;
using checkpoint::Value;

namespace {

QString fixture(const QString& name)
{
    QString shared = qEnvironmentVariable("NDE_SHARED");
    if (shared.isEmpty()) {
        shared = QStringLiteral(NDE_SOURCE_DIR "/../shared");
    }
    return shared + QStringLiteral("/fixtures/demucs/") + name;
}

std::filesystem::path native(const QString& path)
{
    return path.toStdString();
}

std::vector<float> readFloats(const QString& path)
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

QJsonObject readObject(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                          : QJsonObject {};
}

/// Of `values` against `wanted`, whose mean does not count as signal.
double snrDb(const std::vector<float>& values, const std::vector<float>& wanted)
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
std::vector<float> draw(const std::string& name, std::size_t count)
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

checkpoint::HostTensor drawWeight(const std::string& name, const std::vector<std::int64_t>& shape)
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

Value toValue(const QString& key, const QJsonValue& json)
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

checkpoint::Package packageOf(const QJsonObject& kwargs)
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

QJsonObject smallKwargs()
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

std::vector<checkpoint::NamedTensor> drawState(const ShapeList& shapes)
{
    std::vector<checkpoint::NamedTensor> state;
    for (const ShapeList::Entry& entry : shapes.entries()) {
        state.push_back({entry.name, drawWeight(entry.name, entry.shape)});
    }
    return state;
}

/// Runs the network of a package with drawn weights on the drawn input.
std::vector<float> runDrawn(const NetworkPlan& plan, std::int64_t frames, const OpContext& context)
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

} // namespace

class TestHTDemucs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matchesTheOriginalInEveryConfiguration_data();
    void matchesTheOriginalInEveryConfiguration();
    void shortInputIsPaddedAndCut();
    void sameResultForEveryThreadCount();
    void twoRunsGiveTheSameBits();
    void stopsWhenCancelled();
    void refusesOptions_data();
    void refusesOptions();
    void acceptsOptions_data();
    void acceptsOptions();
    void capeWithoutCentringIsSine();
    void weightsAloneShowTheNetwork_data();
    void weightsAloneShowTheNetwork();
    void weightsOfAnotherNetworkAreRefused();
    void readsPositionalArguments();
    void readsSegments_data();
    void readsSegments();
    void refusesStates_data();
    void refusesStates();
    void acceptsEveryFloatingType();
    void officialModelsHaveTheirSize_data();
    void officialModelsHaveTheirSize();
    void safeSourceNames_data();
    void safeSourceNames();
    void fixtureForward_data();
    void fixtureForward();
    void fixtureLayers();
    void fixtureFaults_data();
    void fixtureFaults();
};

void TestHTDemucs::matchesTheOriginalInEveryConfiguration_data()
{
    QTest::addColumn<QJsonObject>("wanted");
    const QJsonArray cases
        = readObject(QStringLiteral(NDE_SOURCE_DIR "/tests/golden/demucs/htdemucs.json"))
              .value(QStringLiteral("cases"))
              .toArray();
    QCOMPARE(cases.size(), 11);
    for (const QJsonValue item : cases) {
        QTest::addRow("%s", qPrintable(item[QStringLiteral("title")].toString()))
            << item.toObject();
    }
}

void TestHTDemucs::matchesTheOriginalInEveryConfiguration()
{
    QFETCH(QJsonObject, wanted);
    const auto plan = planNetwork(packageOf(wanted.value(QStringLiteral("kwargs")).toObject()));
    QVERIFY2(plan, plan ? "" : plan.error().message.c_str());
    QCOMPARE(static_cast<int>(plan->shapes.entries().size()),
             wanted.value(QStringLiteral("tensors")).toInt());
    QCOMPARE(plan->info.parameters, wanted.value(QStringLiteral("parameters")).toInt());
    const std::vector<float> out
        = runDrawn(*plan, wanted.value(QStringLiteral("frames")).toInt(), {});
    QCOMPARE(static_cast<int>(out.size()), wanted.value(QStringLiteral("count")).toInt());
    const QJsonArray values = wanted.value(QStringLiteral("values")).toArray();
    const auto step = static_cast<std::size_t>(wanted.value(QStringLiteral("step")).toInt());
    std::vector<float> ours;
    std::vector<float> theirs;
    for (qsizetype i = 0; i < values.size(); ++i) {
        ours.push_back(out[static_cast<std::size_t>(i) * step]);
        theirs.push_back(static_cast<float>(values[i].toDouble()));
    }
    const double snr = snrDb(ours, theirs);
    qInfo("%.1f dB", snr);
    QVERIFY2(snr >= 105.0, qPrintable(QString::number(snr)));
    double sum = 0.0;
    for (const float v : out) {
        sum += static_cast<double>(v);
    }
    QVERIFY(std::abs(sum - wanted.value(QStringLiteral("sum")).toDouble())
            < 1e-6 * static_cast<double>(out.size()));
}

void TestHTDemucs::shortInputIsPaddedAndCut()
{
    // 2000 frames are the segment: what lies behind a shorter input counts as silence.
    const auto plan = planNetwork(packageOf(smallKwargs()));
    QVERIFY(plan);
    QCOMPARE(plan->paddedFrames, 2000);
    const c10::InferenceMode inference;
    auto state = drawState(plan->shapes);
    StateTensors tensors(state, at::kCPU);
    const auto network = plan->build(tensors);
    at::Tensor whole = at::zeros({2, 2000});
    whole.narrow(1, 0, 700).copy_(at::sin(at::arange(0, 700) * 0.1));
    const at::Tensor cut = network->forward({}, whole.narrow(1, 0, 700).contiguous());
    const at::Tensor full = network->forward({}, whole.clone());
    QCOMPARE(cut.sizes().vec(), (std::vector<std::int64_t> {4, 700}));
    QVERIFY(at::equal(cut, full.narrow(1, 0, 700)));
}

void TestHTDemucs::sameResultForEveryThreadCount()
{
    const auto plan = planNetwork(packageOf(smallKwargs()));
    QVERIFY(plan);
    const int before = at::get_num_threads();
    at::set_num_threads(1);
    const std::vector<float> one = runDrawn(*plan, 2000, {});
    at::set_num_threads(2);
    const std::vector<float> two = runDrawn(*plan, 2000, {});
    at::set_num_threads(before);
    QVERIFY(snrDb(two, one) >= 110.0);
}

void TestHTDemucs::twoRunsGiveTheSameBits()
{
    const auto plan = planNetwork(packageOf(smallKwargs()));
    QVERIFY(plan);
    QVERIFY(runDrawn(*plan, 2000, {}) == runDrawn(*plan, 2000, {}));
}

void TestHTDemucs::stopsWhenCancelled()
{
    const auto plan = planNetwork(packageOf(smallKwargs()));
    QVERIFY(plan);
    int polls = 0;
    const TaskContext counting({}, [&] {
        ++polls;
        return false;
    });
    OpContext context;
    context.task = &counting;
    (void)runDrawn(*plan, 2000, context);
    QVERIFY2(polls > 40, qPrintable(QString::number(polls))); // between all layers
    int left = polls / 2;
    const TaskContext stopping({}, [&] { return --left < 0; });
    context.task = &stopping;
    QVERIFY_EXCEPTION_THROWN((void)runDrawn(*plan, 2000, context), Interrupted);
}

void TestHTDemucs::refusesOptions_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<int>("code");
    const int bad = static_cast<int>(ErrorCode::BadInput);
    const int unsupported = static_cast<int>(ErrorCode::Unsupported);
    const auto row = [](const char* option, const QJsonValue& value, int code) {
        QTest::addRow("%s %s", option, qPrintable(value.toVariant().toString()))
            << QString::fromLatin1(option) << value << code;
    };
    row("channels", 1073741824.0, bad);
    row("channels", 0, bad);
    row("channels", -4, bad);
    row("channels", 4.5, bad);
    row("channels", QStringLiteral("four"), bad);
    row("audio_channels", 0, bad);
    row("samplerate", 0, bad);
    row("segment", 0, bad);
    row("segment", -1, bad);
    row("segment", 1e9, bad);
    row("segment", QStringLiteral("0/1"), bad);
    row("nfft", 100, bad);
    row("nfft", 1 << 20, bad);
    row("depth", 0, bad);
    row("depth", 99, bad);
    row("depth", 4, bad); // the branches do not meet with equal lengths
    row("depth", 5, bad); // nothing is left of the frequencies for the transformer
    row("growth", 1e9, bad);
    row("kernel_size", 7, bad); // the decoder would not give back what the encoder took
    row("stride", 3, bad);
    row("norm_groups", 0, bad);
    row("dconv_comp", 64, bad);
    row("dconv_mode", 7, bad);
    row("t_heads", 3, bad);
    row("t_heads", 0, bad);
    row("bottom_channels", 6, bad);
    row("channels_time", 5, bad);
    row("t_hidden_scale", 0, bad);
    row("t_group_norm", 3, bad);
    row("cac", false, unsupported);
    row("multi_freqs", QJsonArray {0.5}, unsupported);
    row("t_emb", QStringLiteral("rotary"), unsupported);
    row("t_sin_random_shift", 3, unsupported);
    row("t_sparse_self_attn", true, unsupported);
    row("t_sparse_cross_attn", true, unsupported);
    row("sources", QJsonArray {}, bad);
    row("sources", QStringLiteral("drums"), bad);
    row("sources", QJsonArray {1, 2}, bad);
    row("sources", QJsonArray {QStringLiteral("../a")}, bad);
    row("sources", QJsonArray {QStringLiteral("a"), QStringLiteral("A")}, bad);
}

void TestHTDemucs::refusesOptions()
{
    QFETCH(QString, option);
    QFETCH(QJsonValue, value);
    QFETCH(int, code);
    QJsonObject kwargs = smallKwargs();
    kwargs.insert(option, value);
    const auto plan = planNetwork(packageOf(kwargs));
    QVERIFY(!plan);
    QCOMPARE(static_cast<int>(plan.error().code), code);
    QVERIFY(!plan.error().message.empty());
    QVERIFY(plan.error().message.find('\n') == std::string::npos);
}

void TestHTDemucs::acceptsOptions_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QJsonValue>("value");
    const auto row = [](const char* option, const QJsonValue& value) {
        QTest::addRow("%s %s", option, qPrintable(value.toVariant().toString()))
            << QString::fromLatin1(option) << value;
    };
    row("no_such_option", 3); // the original drops it as well
    row("t_dropout", 0.5);
    row("rescale", QJsonValue::Null);
    row("multi_freqs", QJsonArray {});
    row("multi_freqs", QJsonValue::Null);
    row("channels_time", QJsonValue::Null);
    row("emb_smooth", false);
    row("wiener_iters", 3);
    row("t_norm_out", false);
}

void TestHTDemucs::acceptsOptions()
{
    QFETCH(QString, option);
    QFETCH(QJsonValue, value);
    QJsonObject kwargs = smallKwargs();
    kwargs.insert(option, value);
    checkpoint::Package package = packageOf(kwargs);
    if (value.isNull()) {
        auto& dict = std::get<Value::Dict>(package.kwargs.data);
        for (auto& [key, entry] : dict) {
            if (std::get<std::string>(key.data) == option.toStdString()) {
                entry = {};
            }
        }
    }
    const auto plan = planNetwork(package);
    QVERIFY2(plan, plan ? "" : plan.error().message.c_str());
}

void TestHTDemucs::capeWithoutCentringIsSine()
{
    QJsonObject kwargs = smallKwargs();
    const auto sine = planNetwork(packageOf(kwargs));
    kwargs.insert(QStringLiteral("t_emb"), QStringLiteral("cape"));
    const auto centred = planNetwork(packageOf(kwargs));
    kwargs.insert(QStringLiteral("t_cape_mean_normalize"), false);
    const auto cape = planNetwork(packageOf(kwargs));
    QVERIFY(sine && cape && centred);
    const std::vector<float> wanted = runDrawn(*sine, 2000, {});
    QVERIFY(runDrawn(*cape, 2000, {}) == wanted);
    QVERIFY(runDrawn(*centred, 2000, {}) != wanted);
}

void TestHTDemucs::weightsAloneShowTheNetwork_data()
{
    QTest::addColumn<QJsonObject>("changes");
    QTest::addRow("official") << QJsonObject {
        {QStringLiteral("channels"), 48}, {QStringLiteral("nfft"), 4096},
        {QStringLiteral("depth"), 4},     {QStringLiteral("bottom_channels"), 512},
        {QStringLiteral("t_layers"), 5},  {QStringLiteral("dconv_comp"), 8},
        {QStringLiteral("dconv_mode"), 3}};
    QTest::addRow("no residual, cross first") << QJsonObject {
        {QStringLiteral("channels"), 16},         {QStringLiteral("bottom_channels"), 0},
        {QStringLiteral("dconv_mode"), 0},        {QStringLiteral("t_cross_first"), true},
        {QStringLiteral("t_layer_scale"), false}, {QStringLiteral("norm_starts"), 1}};
    QTest::addRow("mono, wide encoder context") << QJsonObject {
        {QStringLiteral("audio_channels"), 1},   {QStringLiteral("context_enc"), 1},
        {QStringLiteral("context"), 2},          {QStringLiteral("t_norm_out"), false},
        {QStringLiteral("t_hidden_scale"), 2.5}, {QStringLiteral("dconv_mode"), 2}};
}

void TestHTDemucs::weightsAloneShowTheNetwork()
{
    QFETCH(QJsonObject, changes);
    QJsonObject kwargs = smallKwargs();
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        kwargs.insert(it.key(), it.value());
    }
    kwargs.insert(QStringLiteral("t_heads"), 8);
    const auto known = planNetwork(packageOf(kwargs));
    QVERIFY2(known, known ? "" : known.error().message.c_str());
    checkpoint::Package bare;
    for (const ShapeList::Entry& entry : known->shapes.entries()) {
        checkpoint::HostTensor tensor;
        tensor.shape = entry.shape;
        bare.state.push_back({entry.name, std::move(tensor)});
    }
    const auto assumed = completeWeightsOnly(bare);
    QVERIFY2(assumed, assumed ? "" : assumed.error().message.c_str());
    QVERIFY(!assumed->empty());
    const auto found = planNetwork(bare);
    QVERIFY2(found, found ? "" : found.error().message.c_str());
    QCOMPARE(found->shapes.entries().size(), known->shapes.entries().size());
    for (std::size_t i = 0; i < known->shapes.entries().size(); ++i) {
        QCOMPARE(found->shapes.entries()[i].name, known->shapes.entries()[i].name);
        QVERIFY(found->shapes.entries()[i].shape == known->shapes.entries()[i].shape);
    }
    QCOMPARE(found->info.channels, known->info.channels);
    QCOMPARE(found->info.sources.size(), known->info.sources.size());
}

void TestHTDemucs::weightsOfAnotherNetworkAreRefused()
{
    checkpoint::Package bare;
    checkpoint::HostTensor tensor;
    tensor.shape = {64, 2, 8};
    bare.state.push_back({"encoder.0.conv.weight", std::move(tensor)});
    const auto refused = completeWeightsOnly(bare);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Unsupported);
}

void TestHTDemucs::readsPositionalArguments()
{
    QJsonObject kwargs = smallKwargs();
    kwargs.remove(QStringLiteral("sources"));
    checkpoint::Package package = packageOf(kwargs);
    package.args.data = Value::List {Value {Value::List {Value {std::string {"voice"}}}},
                                     Value {std::int64_t {1}}};
    const auto plan = planNetwork(package);
    QVERIFY2(plan, plan ? "" : plan.error().message.c_str());
    QCOMPARE(plan->info.sources, (std::vector<std::string> {"voice"}));
    QCOMPARE(plan->info.channels, 1);
}

void TestHTDemucs::readsSegments_data()
{
    QTest::addColumn<QJsonValue>("segment");
    QTest::addColumn<qint64>("numerator");
    QTest::addColumn<qint64>("denominator");
    QTest::addColumn<qint64>("frames");
    QTest::addRow("39/5") << QJsonValue {QStringLiteral("39/5")} << 39LL << 5LL << 343980LL;
    QTest::addRow("7.8") << QJsonValue {7.8} << 39LL << 5LL << 343980LL;
    QTest::addRow("10") << QJsonValue {10} << 10LL << 1LL << 441000LL;
    QTest::addRow("1/3") << QJsonValue {QStringLiteral("1/3")} << 1LL << 3LL << 14700LL;
    // Python: int(1.001 * 44100) = 44144, though 44144.1 s are meant.
    QTest::addRow("1.001") << QJsonValue {1.001} << 1001LL << 1000LL << 44144LL;
    // Python: int(0.29 * 44100) = 12788, one less than the exact 12789.
    QTest::addRow("0.29") << QJsonValue {0.29} << 29LL << 100LL
                          << static_cast<qint64>(0.29 * 44100.0);
}

void TestHTDemucs::readsSegments()
{
    QFETCH(QJsonValue, segment);
    QFETCH(qint64, numerator);
    QFETCH(qint64, denominator);
    QFETCH(qint64, frames);
    QJsonObject kwargs = smallKwargs();
    kwargs.insert(QStringLiteral("segment"), segment);
    kwargs.insert(QStringLiteral("samplerate"), 44100);
    const auto plan = planNetwork(packageOf(kwargs));
    QVERIFY2(plan, plan ? "" : plan.error().message.c_str());
    QCOMPARE(plan->info.segmentNumerator, numerator);
    QCOMPARE(plan->info.segmentDenominator, denominator);
    QCOMPARE(plan->info.segmentFrames, frames);
}

void TestHTDemucs::refusesStates_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<int>("code");
    const int corrupt = static_cast<int>(ErrorCode::Corrupt);
    for (const char* fault : {"missing", "extra", "shape", "nan", "inf", "halfInf", "doubleHuge"}) {
        QTest::addRow("%s", fault) << QString::fromLatin1(fault) << corrupt;
    }
    QTest::addRow("int64") << QStringLiteral("int64") << static_cast<int>(ErrorCode::Unsupported);
}

void TestHTDemucs::refusesStates()
{
    QFETCH(QString, fault);
    QFETCH(int, code);
    const auto plan = planNetwork(packageOf(smallKwargs()));
    QVERIFY(plan);
    auto state = drawState(plan->shapes);
    QVERIFY(plan->shapes.check(state));
    std::size_t at = 0;
    while (state[at].name != "decoder.1.conv_tr.bias") {
        ++at;
    }
    checkpoint::HostTensor& tensor = state[at].tensor;
    std::string name = state[at].name;
    const auto setWord = [&](auto word) {
        tensor.bytes.assign(static_cast<std::size_t>(tensor.numel()) * sizeof(word), std::byte {});
        std::memcpy(tensor.bytes.data() + sizeof(word), &word, sizeof(word));
    };
    if (fault == QStringLiteral("missing")) {
        state.erase(state.begin() + static_cast<std::ptrdiff_t>(at));
    } else if (fault == QStringLiteral("extra")) {
        name = "decoder.1.extra";
        state.push_back({name, state[at].tensor});
    } else if (fault == QStringLiteral("shape")) {
        tensor.shape.insert(tensor.shape.begin(), 1); // the same number of values
    } else if (fault == QStringLiteral("nan")) {
        setWord(std::nanf(""));
    } else if (fault == QStringLiteral("inf")) {
        setWord(-std::numeric_limits<float>::infinity());
    } else if (fault == QStringLiteral("halfInf")) {
        tensor.dtype = checkpoint::DType::Float16;
        setWord(std::uint16_t {0x7c00});
    } else if (fault == QStringLiteral("doubleHuge")) {
        tensor.dtype = checkpoint::DType::Float64;
        setWord(1e300);
    } else {
        tensor.dtype = checkpoint::DType::Int64;
        setWord(std::int64_t {1});
    }
    const auto checked = plan->shapes.check(state);
    QVERIFY(!checked);
    QCOMPARE(static_cast<int>(checked.error().code), code);
    QVERIFY2(checked.error().message.find(name) != std::string::npos,
             checked.error().message.c_str());
}

void TestHTDemucs::acceptsEveryFloatingType()
{
    // 1.5 is exact in all four.
    ShapeList shapes;
    (void)shapes.take("x", {2});
    const auto stored = [](checkpoint::DType dtype, auto word) {
        checkpoint::HostTensor tensor {dtype, {2}, std::vector<std::byte>(2 * sizeof(word))};
        std::memcpy(tensor.bytes.data(), &word, sizeof(word));
        std::memcpy(tensor.bytes.data() + sizeof(word), &word, sizeof(word));
        return tensor;
    };
    for (checkpoint::HostTensor tensor :
         {stored(checkpoint::DType::Float32, 1.5F), stored(checkpoint::DType::Float64, 1.5),
          stored(checkpoint::DType::Float16, std::uint16_t {0x3e00}),
          stored(checkpoint::DType::BFloat16, std::uint16_t {0x3fc0})}) {
        std::vector<checkpoint::NamedTensor> state {{"x", std::move(tensor)}};
        QVERIFY(shapes.check(state));
        StateTensors tensors(state, at::kCPU);
        const at::Tensor x = tensors.take("x", {2});
        QCOMPARE(x.scalar_type(), at::kFloat);
        QCOMPARE(x.data_ptr<float>()[0], 1.5F);
        QCOMPARE(x.data_ptr<float>()[1], 1.5F);
        QVERIFY(state[0].tensor.bytes.empty()); // not held twice
    }
}

void TestHTDemucs::officialModelsHaveTheirSize_data()
{
    QTest::addColumn<int>("sources");
    QTest::addColumn<int>("bottom");
    QTest::addColumn<qint64>("parameters");
    QTest::addColumn<int>("tensors");
    // demucs.md 1.
    QTest::addRow("htdemucs") << 4 << 512 << 41984456LL << 533;
    QTest::addRow("htdemucs_6s") << 6 << 0 << 27414996LL << 525;
}

void TestHTDemucs::officialModelsHaveTheirSize()
{
    QFETCH(int, sources);
    QFETCH(int, bottom);
    QFETCH(qint64, parameters);
    QFETCH(int, tensors);
    QJsonArray names;
    for (int i = 0; i < sources; ++i) {
        names.append(QStringLiteral("s%1").arg(i));
    }
    const auto plan = planNetwork(packageOf({{QStringLiteral("sources"), names},
                                             {QStringLiteral("dconv_mode"), 3},
                                             {QStringLiteral("bottom_channels"), bottom},
                                             {QStringLiteral("segment"), QStringLiteral("39/5")}}));
    QVERIFY2(plan, plan ? "" : plan.error().message.c_str());
    QCOMPARE(plan->info.parameters, parameters);
    QCOMPARE(static_cast<int>(plan->shapes.entries().size()), tensors);
    QCOMPARE(plan->paddedFrames, 343980);
}

void TestHTDemucs::safeSourceNames_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("isSafe");
    QTest::addRow("plain") << QByteArray("drums") << true;
    QTest::addRow("space inside") << QByteArray("lead vocals") << true;
    QTest::addRow("umlaut") << QByteArray("Flöte") << true;
    QTest::addRow("empty") << QByteArray() << false;
    QTest::addRow("parent") << QByteArray("..") << false;
    QTest::addRow("slash") << QByteArray("a/b") << false;
    QTest::addRow("backslash") << QByteArray("a\\b") << false;
    QTest::addRow("colon") << QByteArray("c:") << false;
    QTest::addRow("nul byte") << QByteArray("a\0b", 3) << false;
    QTest::addRow("newline") << QByteArray("a\nb") << false;
    QTest::addRow("option") << QByteArray("-rf") << false;
    QTest::addRow("device") << QByteArray("NUL") << false;
    QTest::addRow("device with ending") << QByteArray("com1.x") << false;
    QTest::addRow("broken utf-8") << QByteArray("a\xff") << false;
    QTest::addRow("cut utf-8") << QByteArray("a\xc3") << false;
    QTest::addRow("long") << QByteArray(65, 'a') << false;
}

void TestHTDemucs::safeSourceNames()
{
    QFETCH(QByteArray, name);
    QFETCH(bool, isSafe);
    QCOMPARE(isSafeSourceName({name.constData(), static_cast<std::size_t>(name.size())}), isSafe);
}

void TestHTDemucs::fixtureForward_data()
{
    QTest::addColumn<QString>("file");
    for (const char* file : {"tiny_a.th", "tiny_a_legacy.th", "tiny_a.safetensors"}) {
        QTest::addRow("%s", file) << QString::fromLatin1(file);
    }
}

void TestHTDemucs::fixtureForward()
{
    QFETCH(QString, file);
    const std::vector<float> mix = readFloats(fixture(QStringLiteral("segment_in.f32")));
    if (mix.empty()) {
        QSKIP("the shared Demucs fixtures are not there");
    }
    auto model = SeparationModel::load(native(fixture(file)), {ComputeDevice::Cpu, {}});
    QVERIFY2(model, model ? "" : model.error().message.c_str());
    QCOMPARE(model->info().parameters, 391112);
    QCOMPARE(model->info().sources,
             (std::vector<std::string> {"drums", "bass", "other", "vocals"}));
    QCOMPARE(model->paddedFrames(), 52920);
    QCOMPARE(model->deviceName(), std::string {"CPU"});
    std::vector<float> stems(8 * 52920);
    const auto done = model->forward(mix.data(), 52920, stems.data(), TaskContext {});
    QVERIFY2(done, done ? "" : done.error().message.c_str());
    const double snr = snrDb(stems, readFloats(fixture(QStringLiteral("forward_out.f32"))));
    qInfo("%.1f dB", snr);
    QVERIFY(snr >= 105.0);
    QVERIFY(!model->forward(mix.data(), 52921, stems.data(), TaskContext {}));
    const TaskContext cancelled({}, [] { return true; });
    const auto stopped = model->forward(mix.data(), 52920, stems.data(), cancelled);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    const auto info = SeparationModel::inspect(native(fixture(file)));
    QVERIFY(info);
    QCOMPARE(info->segmentFrames, 52920);
}

void TestHTDemucs::fixtureLayers()
{
    const QJsonArray layers = readObject(fixture(QStringLiteral("layers_a.json")))
                                  .value(QStringLiteral("layers"))
                                  .toArray();
    const std::vector<float> mix = readFloats(fixture(QStringLiteral("segment_in.f32")));
    if (layers.isEmpty() || mix.empty()) {
        QSKIP("the shared Demucs fixtures are not there");
    }
    auto package = checkpoint::readPackage(native(fixture(QStringLiteral("tiny_a.th"))));
    QVERIFY2(package, package ? "" : package.error().message.c_str());
    const auto plan = planNetwork(*package);
    QVERIFY(plan);
    const c10::InferenceMode inference;
    StateTensors tensors(package->state, at::kCPU);
    const auto network = plan->build(tensors);
    std::map<std::string, at::Tensor> seen;
    OpContext context;
    context.tap = [&](const std::string& name, const at::Tensor& value) {
        seen[name] = value.contiguous().clone();
    };
    (void)network->forward(context,
                           at::from_blob(const_cast<float*>(mix.data()), {2, 52920}).clone());
    int compared = 0;
    double worst = 0.0;
    for (const QJsonValue entry : layers) {
        const std::string name = entry[QStringLiteral("name")].toString().toStdString();
        if (name.rfind("freq_emb", 0) == 0) {
            continue; // applied as one tensor: checked by @encoder0_plus_freq_emb
        }
        const auto found = seen.find(name);
        QVERIFY2(found != seen.end(), name.c_str());
        const at::Tensor flat = found->second.reshape({-1}).to(at::kDouble);
        const bool isComplex = entry[QStringLiteral("complex")].toBool();
        std::int64_t count = isComplex ? 2 : 1;
        for (const QJsonValue extent : entry[QStringLiteral("shape")].toArray()) {
            count *= extent.toInt();
        }
        QCOMPARE(flat.numel(), count);
        const double deviation = entry[QStringLiteral("std")].toDouble();
        double error = 0.0;
        if (!isComplex) {
            error = std::abs(flat.std(false).item<double>() - deviation) / deviation;
            error = std::max(
                error,
                std::abs(flat.mean().item<double>() - entry[QStringLiteral("mean")].toDouble())
                    / deviation);
        }
        const std::int64_t parts = isComplex ? 2 : 1;
        const auto compare = [&](const char* key, std::int64_t from) {
            const QJsonArray values = entry[QString::fromLatin1(key)].toArray();
            for (qsizetype i = 0; i < values.size(); ++i) {
                const double ours = flat[from + i].item<double>();
                error = std::max(error, std::abs(ours - values[i].toDouble()) / deviation);
            }
            return values.size();
        };
        const auto first = compare("first8", 0);
        QVERIFY(first >= 8);
        compare("mid8", count / parts / 2 * parts);
        compare("last8", count - first);
        qInfo("%-44s %.1e", name.c_str(), error);
        worst = std::max(worst, error);
        ++compared;
    }
    qInfo("%d of %d entries, largest error %.1e of the standard deviation", compared,
          static_cast<int>(layers.size()), worst);
    QCOMPARE(compared, static_cast<int>(layers.size()) - 2);
    QVERIFY(worst < 2e-5);
}

void TestHTDemucs::fixtureFaults_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("expected"); ///< load, or part of the message
    const auto row = [](const char* file, const char* expected) {
        QTest::addRow("%s", file) << QString::fromLatin1(file) << QString::fromLatin1(expected);
    };
    row("ok_control.th", "load");
    row("ok_control.safetensors", "load");
    row("odd_but_valid_float64.th", "load");
    row("wrong_shape.th", "encoder.0.conv.weight");
    row("wrong_dtype_int64.th", "encoder.0.conv.weight");
    row("missing_key.th", "decoder.3.conv_tr.bias");
    row("unexpected_key.th", "tensor \"");
    row("no_state.th", "");
    row("nan_weights.th", "encoder.0.conv.weight");
    row("kwargs_huge_channels.th", "channels");
    row("kwargs_segment_zero.th", "segment");
    row("kwargs_bad_source_names.th", "sources");
    row("kwargs_dup_sources.th", "sources");
    row("klass_unknown.th", "class");
    row("evil_eval_as_klass.th", "");
}

void TestHTDemucs::fixtureFaults()
{
    QFETCH(QString, file);
    QFETCH(QString, expected);
    const QString path = fixture(QStringLiteral("bad/") + file);
    if (!QFile::exists(path)) {
        QSKIP("the shared Demucs fixtures are not there");
    }
    const auto info = SeparationModel::inspect(native(path));
    const auto model = SeparationModel::load(native(path), {ComputeDevice::Cpu, {}});
    QVERIFY(!QFile::exists(QStringLiteral("/tmp/PWNED_marker")));
    QCOMPARE(static_cast<bool>(model), expected == QStringLiteral("load"));
    QCOMPARE(static_cast<bool>(info), static_cast<bool>(model));
    if (!model) {
        const QString message = QString::fromStdString(model.error().message);
        qInfo("%s", qPrintable(message));
        QVERIFY2(message.contains(expected), qPrintable(message));
        QVERIFY(message.contains(file));
        QVERIFY(model.error().code == ErrorCode::Corrupt
                || model.error().code == ErrorCode::BadInput
                || model.error().code == ErrorCode::Unsupported);
    }
}

QTEST_GUILESS_MAIN(TestHTDemucs)
#include "tst_htdemucs.moc"
