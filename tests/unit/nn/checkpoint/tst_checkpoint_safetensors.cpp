#include "tests/unit/nn/checkpoint/ReadBytes.h"

#include <QTest>

using namespace nde;
using namespace nde::nn::checkpoint;

class TestCheckpointSafeTensors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typesAndOrder();
    void weightsOnly();
    void refuses_data();
    void refuses();
};

void TestCheckpointSafeTensors::typesAndOrder()
{
    const auto package = readBytes(bytes::safeTensors(
        R"({"z":{"dtype":"I64","shape":[],"data_offsets":[4,12]},"b":{"dtype":"BF16","shape":[2,1],)"
        R"("data_offsets":[0,4]},"e":{"dtype":"F32","shape":[0,3],"data_offsets":[12,12]}}  )",
        bytes::little(0x40003F80, 4) + bytes::little(77, 8)));
    QVERIFY2(package.has_value(), package ? "" : package.error().message.c_str());
    QCOMPARE(package->state.size(), std::size_t {3});
    QCOMPARE(package->state[0].name, std::string("z"));
    QVERIFY(package->state[0].tensor.dtype == DType::Int64);
    QVERIFY(package->state[0].tensor.bytes == bytes::toBytes(bytes::little(77, 8)));
    QVERIFY(weight(*package, "b") == (std::vector<float> {1, 2}));
    QCOMPARE(package->state[2].tensor.numel(), std::int64_t {0});
}

void TestCheckpointSafeTensors::weightsOnly()
{
    const auto package = readBytes(bytes::safeTensors(
        R"({"__metadata__":{"format":"pt"},"t":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}})",
        "abc"));
    QVERIFY(package.has_value() && package->klass.empty());
    QVERIFY(package->kwargs == Value {Value::Dict {}} && package->args == Value {Value::List {}});
}

void TestCheckpointSafeTensors::refuses_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const std::string& file, ErrorCode code) {
        QTest::newRow(name) << QByteArray::fromStdString(file) << static_cast<int>(code);
    };
    const auto tensor = [](const std::string& description, const std::string& data = "abcd") {
        return bytes::safeTensors(R"({"t":)" + description + "}", data);
    };
    const auto c = ErrorCode::Corrupt;
    const auto b = ErrorCode::BadInput;
    row("header longer than the file", bytes::little(1000, 8) + "{}", c);
    row("header of 2^63 bytes", bytes::little(std::uint64_t {1} << 63U, 8) + "{}", c);
    row("header is no JSON", bytes::safeTensors("{x", ""), c);
    row("header is cut", bytes::safeTensors(R"({"t":)", ""), c);
    row("no tensors", bytes::safeTensors("{}", ""), b);
    row("bytes without a tensor", bytes::safeTensors(R"({"__metadata__":{}})", "abcd"), b);
    row("not a table", tensor("[]"), c);
    row("no dtype", tensor(R"({"shape":[1],"data_offsets":[0,4]})"), c);
    row("another field", tensor(R"({"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1})"), c);
    row("negative extent", tensor(R"({"dtype":"F32","shape":[-1],"data_offsets":[0,4]})"), c);
    row("broken extent", tensor(R"({"dtype":"F32","shape":[1.5],"data_offsets":[0,4]})"), c);
    row("shape overflows",
        tensor(R"({"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]})"), c);
    row("shape wraps to fit",
        tensor(R"({"dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]})"), c);
    row("shape does not fit", tensor(R"({"dtype":"F32","shape":[2],"data_offsets":[0,4]})"), c);
    row("past the end", tensor(R"({"dtype":"F32","shape":[2],"data_offsets":[0,8]})"), c);
    row("backwards", tensor(R"({"dtype":"F32","shape":[1],"data_offsets":[4,0]})"), c);
    row("one offset", tensor(R"({"dtype":"F32","shape":[1],"data_offsets":[4]})"), c);
    row("bytes in front", tensor(R"({"dtype":"U8","shape":[3],"data_offsets":[1,4]})"), c);
    row("bytes behind", tensor(R"({"dtype":"U8","shape":[3],"data_offsets":[0,3]})"), c);
    row("overlap",
        tensor(
            R"({"dtype":"U8","shape":[4],"data_offsets":[0,4]},"u":{"dtype":"U8","shape":[2],"data_offsets":[2,4]})"),
        c);
    row("same name",
        tensor(
            R"({"dtype":"U8","shape":[2],"data_offsets":[0,2]},"t":{"dtype":"U8","shape":[2],"data_offsets":[2,4]})"),
        c);
    row("no name",
        bytes::safeTensors(R"({"":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", "a"), c);
    row("17 dimensions",
        tensor(
            R"({"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]})"),
        c);
    row("unknown type", tensor(R"({"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]})"),
        ErrorCode::Unsupported);
    const auto metadata = [](const std::string& content) {
        return bytes::safeTensors(R"({"__metadata__":)" + content
                                      + R"(,"t":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})",
                                  "a");
    };
    QVERIFY(readBytes(metadata(R"({"klass":"a.B","kwargs":"{}"})")).has_value());
    row("klass alone", metadata(R"({"klass":"a.B"})"), b);
    row("kwargs alone", metadata(R"({"kwargs":"{}"})"), b);
    row("kwargs is no text", metadata(R"({"klass":"a.B","kwargs":{}})"), b);
    row("kwargs is no JSON", metadata(R"({"klass":"a.B","kwargs":"{"})"), b);
    row("kwargs is a list", metadata(R"({"klass":"a.B","kwargs":"[]"})"), b);
    row("segment is no fraction", metadata(R"({"klass":"a.B","kwargs":"{\"segment\":\"1/0\"}"})"),
        b);
}

void TestCheckpointSafeTensors::refuses()
{
    QFETCH(const QByteArray, file);
    QFETCH(const int, code);
    const auto package = readBytes(file.toStdString());
    QVERIFY(!package);
    QVERIFY2(static_cast<int>(package.error().code) == code, package.error().message.c_str());
}

QTEST_GUILESS_MAIN(TestCheckpointSafeTensors)
#include "tst_checkpoint_safetensors.moc"
