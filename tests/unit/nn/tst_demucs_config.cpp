#include "DrawnModel.h"
#include "core/nn/api/SeparationModel.h"
#include "core/nn/demucs/Config.h"
#include "core/nn/demucs/WeightsOnly.h"

#include <QTest>

#include <limits>

using namespace nde;
using namespace nde::nn;
using namespace nde::nn::demucs;
using namespace nde::test;
using checkpoint::Value;

class TestDemucsConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesOptions_data();
    void refusesOptions();
    void acceptsOptions_data();
    void acceptsOptions();
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
    void fixtureFaults_data();
    void fixtureFaults();
};

void TestDemucsConfig::refusesOptions_data()
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
    row("stride", 5, bad);
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

void TestDemucsConfig::refusesOptions()
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

void TestDemucsConfig::acceptsOptions_data()
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

void TestDemucsConfig::acceptsOptions()
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

void TestDemucsConfig::weightsAloneShowTheNetwork_data()
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

void TestDemucsConfig::weightsAloneShowTheNetwork()
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

void TestDemucsConfig::weightsOfAnotherNetworkAreRefused()
{
    checkpoint::Package bare;
    checkpoint::HostTensor tensor;
    tensor.shape = {64, 2, 8};
    bare.state.push_back({"encoder.0.conv.weight", std::move(tensor)});
    const auto refused = completeWeightsOnly(bare);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Unsupported);
}

void TestDemucsConfig::readsPositionalArguments()
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

void TestDemucsConfig::readsSegments_data()
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

void TestDemucsConfig::readsSegments()
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

void TestDemucsConfig::refusesStates_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<int>("code");
    const int corrupt = static_cast<int>(ErrorCode::Corrupt);
    for (const char* fault : {"missing", "extra", "shape", "nan", "inf", "halfInf", "doubleHuge"}) {
        QTest::addRow("%s", fault) << QString::fromLatin1(fault) << corrupt;
    }
    QTest::addRow("int64") << QStringLiteral("int64") << static_cast<int>(ErrorCode::Unsupported);
}

void TestDemucsConfig::refusesStates()
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

void TestDemucsConfig::acceptsEveryFloatingType()
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

void TestDemucsConfig::officialModelsHaveTheirSize_data()
{
    QTest::addColumn<int>("sources");
    QTest::addColumn<int>("bottom");
    QTest::addColumn<qint64>("parameters");
    QTest::addColumn<int>("tensors");
    // demucs.md 1.
    QTest::addRow("htdemucs") << 4 << 512 << 41984456LL << 533;
    QTest::addRow("htdemucs_6s") << 6 << 0 << 27414996LL << 525;
}

void TestDemucsConfig::officialModelsHaveTheirSize()
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

void TestDemucsConfig::safeSourceNames_data()
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

void TestDemucsConfig::safeSourceNames()
{
    QFETCH(QByteArray, name);
    QFETCH(bool, isSafe);
    QCOMPARE(isSafeSourceName({name.constData(), static_cast<std::size_t>(name.size())}), isSafe);
}

void TestDemucsConfig::fixtureFaults_data()
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

void TestDemucsConfig::fixtureFaults()
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

QTEST_GUILESS_MAIN(TestDemucsConfig)
#include "tst_demucs_config.moc"
