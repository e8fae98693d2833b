#include "tests/unit/nn/checkpoint/ReadBytes.h"

#include <QTemporaryDir>
#include <QTest>

#include <bit>
#include <cmath>
#include <fstream>

using namespace nde;
using namespace nde::nn::checkpoint;
using bytes::PickleWriter;

namespace {

std::string numbers(std::size_t count, std::size_t width, std::uint64_t first = 0)
{
    std::string data;
    for (std::size_t i = 0; i < count; ++i) {
        data += bytes::little(first + i, width);
    }
    return data;
}

/// A package with one tensor "t" in storage "0" of `count` numbers 0, 1, 2, …
Result<Package> readTensor(const char* type, std::size_t count, std::size_t width,
                           std::int64_t offset, const std::vector<std::int64_t>& sizes,
                           const std::vector<std::int64_t>& strides,
                           std::optional<std::vector<std::int64_t>> view = {})
{
    PickleWriter state;
    state.text("t").tensor(type, "0", static_cast<std::int64_t>(count), offset, sizes, strides,
                           view);
    const std::string pickle = bytes::packagePickle(bytes::bare(state));
    const std::string data = numbers(count, width);
    if (view) {
        return readBytes(bytes::legacyFile(pickle, {{"0", count, data}}));
    }
    return readBytes(bytes::zipArchive(
        {{.name = "x/data.pkl", .data = pickle}, {.name = "x/data/0", .data = data}}));
}

} // namespace

class TestCheckpointPackage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allFormatsSayTheSame();
    void plainValuesOfThePackage();
    void layouts_data();
    void layouts();
    void types();
    void halfPrecision();
    void sharedStorage();
    void parametersAndOrderedState();
    void weightsOnly();
    void onlyWhatIsWanted_data();
    void onlyWhatIsWanted();
    void refuses_data();
    void refuses();
    void everyPrefixIsRefused();
    void flippedBytesAreNoticed();
    void filesByName();
    void fixturesAgree();
};

void TestCheckpointPackage::allFormatsSayTheSame()
{
    const auto archive = readBytes(bytes::tinyArchive());
    const auto legacy = readBytes(bytes::tinyLegacy());
    const auto safe = readBytes(bytes::tinySafeTensors());
    for (const auto* package : {&archive, &legacy, &safe}) {
        QVERIFY2(package->has_value(), *package ? "" : package->error().message.c_str());
        QCOMPARE((*package)->klass, std::string("demucs.htdemucs.HTDemucs"));
        QVERIFY((*package)->args == Value {Value::List {}});
        QVERIFY((*package)->kwargs == archive->kwargs);
        QVERIFY(sameState(**package, *archive));
    }
    QCOMPARE(archive->state.size(), std::size_t {2});
    QVERIFY(weight(*archive, "a.weight") == (std::vector<float> {1, 2, 3, 4, 5, 6}));
    QVERIFY(weight(*archive, "a.bias") == (std::vector<float> {-1, 0.5F}));
    QVERIFY(archive->state[0].tensor.shape == (std::vector<std::int64_t> {2, 3}));
}

void TestCheckpointPackage::plainValuesOfThePackage()
{
    const auto package = readBytes(bytes::tinyArchive());
    QVERIFY(package.has_value());
    const auto get = [&](const char* key) -> const Value& { return *find(package->kwargs, key); };
    QCOMPARE(*asInt(get("channels"), "channels"), std::int64_t {48});
    QCOMPARE(*asDouble(get("freq_emb"), "freq_emb"), 0.2);
    QVERIFY(*asRational(get("segment"), "segment") == (Value::Rational {39, 5}));
    QCOMPARE(*asString((*asList(get("sources"), "sources"))[1], "source"), std::string("vocals"));
    QVERIFY(isNone(get("channels_time")) && *asBool(get("cac"), "cac"));
    QCOMPARE(find(package->kwargs, "training_args"), nullptr);
}

void TestCheckpointPackage::layouts_data()
{
    QTest::addColumn<QList<qint64>>("sizes");
    QTest::addColumn<QList<qint64>>("strides");
    QTest::addColumn<int>("offset");
    QTest::addColumn<QList<qint64>>("view");
    QTest::addColumn<QList<float>>("wanted");
    using L = QList<qint64>;
    using F = QList<float>;
    QTest::newRow("contiguous") << L {3, 4} << L {4, 1} << 0 << L {}
                                << F {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    QTest::newRow("transposed") << L {4, 3} << L {1, 4} << 0 << L {}
                                << F {0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11};
    QTest::newRow("part with an offset") << L {2, 2} << L {4, 1} << 5 << L {} << F {5, 6, 9, 10};
    QTest::newRow("every third") << L {4} << L {3} << 2 << L {} << F {2, 5, 8, 11};
    QTest::newRow("channels last") << L {1, 2, 2, 3} << L {12, 1, 6, 2} << 0 << L {}
                                   << F {0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11};
    QTest::newRow("one of any stride") << L {1, 2} << L {999, 1} << 3 << L {} << F {3, 4};
    QTest::newRow("scalar") << L {} << L {} << 7 << L {} << F {7};
    QTest::newRow("empty") << L {0, 5} << L {5, 1} << 0 << L {} << F {};
    QTest::newRow("empty, huge") << L {0, 4611686018427387904} << L {1, 4611686018427387904} << 0
                                 << L {} << F {};
    QTest::newRow("overlapping rows") << L {3, 2} << L {1, 1} << 0 << L {} << F {0, 1, 1, 2, 2, 3};
    QTest::newRow("view") << L {3} << L {1} << 1 << L {6, 5} << F {7, 8, 9};
    QTest::newRow("view, strided") << L {2, 2} << L {1, 2} << 0 << L {2, 4} << F {2, 4, 3, 5};
}

void TestCheckpointPackage::layouts()
{
    QFETCH(const QList<qint64>, sizes);
    QFETCH(const QList<qint64>, strides);
    QFETCH(const int, offset);
    QFETCH(const QList<qint64>, view);
    QFETCH(const QList<float>, wanted);
    const auto plain = [](const QList<qint64>& list) {
        return std::vector<std::int64_t>(list.begin(), list.end());
    };
    const auto viewed = view.isEmpty() ? std::nullopt : std::optional(plain(view));
    const auto package
        = readTensor("IntStorage", 12, 4, offset, plain(sizes), plain(strides), viewed);
    QVERIFY2(package.has_value(), package ? "" : package.error().message.c_str());
    const HostTensor& tensor = package->state[0].tensor;
    QVERIFY(tensor.dtype == DType::Int32 && tensor.shape == plain(sizes));
    QCOMPARE(tensor.numel(), qint64 {wanted.size()});
    QCOMPARE(tensor.bytes.size(), static_cast<std::size_t>(wanted.size()) * 4);
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        std::int32_t number = 0;
        std::memcpy(&number, tensor.bytes.data() + i * 4, 4);
        QCOMPARE(static_cast<float>(number), wanted[i]);
    }
}

void TestCheckpointPackage::types()
{
    const std::vector<std::tuple<const char*, DType, std::size_t>> kTypes {
        {"HalfStorage", DType::Float16, 2},  {"BFloat16Storage", DType::BFloat16, 2},
        {"FloatStorage", DType::Float32, 4}, {"DoubleStorage", DType::Float64, 8},
        {"CharStorage", DType::Int8, 1},     {"ByteStorage", DType::UInt8, 1},
        {"ShortStorage", DType::Int16, 2},   {"IntStorage", DType::Int32, 4},
        {"LongStorage", DType::Int64, 8},    {"BoolStorage", DType::Bool, 1}};
    for (const auto& [name, dtype, width] : kTypes) {
        const auto package = readTensor(name, 3, width, 0, {3}, {1});
        QVERIFY2(package.has_value(), name);
        const HostTensor& tensor = package->state[0].tensor;
        QVERIFY2(tensor.dtype == dtype && itemSize(dtype) == width, name);
        QVERIFY(tensor.bytes == bytes::toBytes(numbers(3, width)));
        QCOMPARE(tensor.toFloat().has_value(), dtype <= DType::Float64);
    }
    const auto unknown = readTensor("QInt8Storage", 3, 1, 0, {3}, {1});
    QVERIFY(!unknown && unknown.error().code == ErrorCode::Unsupported);
}

void TestCheckpointPackage::halfPrecision()
{
    const auto widened = [](DType dtype, const std::string& data) {
        HostTensor tensor {dtype, {}, bytes::toBytes(data)};
        tensor.shape.push_back(static_cast<std::int64_t>(tensor.bytes.size() / itemSize(dtype)));
        return *tensor.toFloat();
    };
    const auto words = [](std::initializer_list<std::uint16_t> list) {
        std::string data;
        for (const auto word : list) {
            data += bytes::little(word, 2);
        }
        return data;
    };
    const auto half = widened(DType::Float16,
                              words({0x0000, 0x8000, 0x3C00, 0xC000, 0x7BFF, 0x0400, 0x0001, 0x03FF,
                                     0x7C00, 0xFC00, 0x7E00, 0x3555}));
    const float infinity = std::numeric_limits<float>::infinity();
    QCOMPARE(half[0], 0.0F);
    QVERIFY(half[1] == 0.0F && std::signbit(half[1]));
    QCOMPARE(half[2], 1.0F);
    QCOMPARE(half[3], -2.0F);
    QCOMPARE(half[4], 65504.0F);
    QVERIFY(half[5] == 0x1p-14F && half[6] == 0x1p-24F && half[7] == 1023 * 0x1p-24F);
    QVERIFY(half[8] == infinity && half[9] == -infinity && std::isnan(half[10]));
    QVERIFY(half[11] == 0.333251953125F);
    const auto brain = widened(DType::BFloat16, words({0x3F80, 0xC040, 0x7F80}));
    QVERIFY(brain[0] == 1.0F && brain[1] == -3.0F && brain[2] == infinity);
    const auto wide = widened(DType::Float64, bytes::little(std::bit_cast<std::uint64_t>(0.1), 8));
    QVERIFY(wide[0] == 0.1F);
    // Every finite half is 2^(e-25) · m with whole m: computed the slow way.
    for (std::uint32_t code = 0; code < 0x7C00; ++code) {
        const int exponent = static_cast<int>(code >> 10U);
        const int mantissa = static_cast<int>(code & 0x3FFU) + (exponent > 0 ? 1024 : 0);
        const float wanted = std::ldexp(static_cast<float>(mantissa), std::max(exponent, 1) - 25);
        const auto got = widened(DType::Float16, bytes::little(code, 2));
        QVERIFY2(got[0] == wanted, std::to_string(code).c_str());
    }
}

void TestCheckpointPackage::sharedStorage()
{
    PickleWriter state;
    state.text("a").tensor("FloatStorage", "0", 6, 0, {3}, {1});
    state.text("b").tensor("FloatStorage", "0", 6, 3, {3}, {1});
    state.text("all").tensor("FloatStorage", "0", 6, 0, {6}, {1});
    const auto package = readBytes(
        bytes::zipArchive({{.name = "x/data.pkl", .data = bytes::packagePickle(bytes::bare(state))},
                           {.name = "x/data/0", .data = bytes::kTinyWeight}}));
    QVERIFY2(package.has_value(), package ? "" : package.error().message.c_str());
    QVERIFY(weight(*package, "a") == (std::vector<float> {1, 2, 3}));
    QVERIFY(weight(*package, "b") == (std::vector<float> {4, 5, 6}));
    QVERIFY(weight(*package, "all") == (std::vector<float> {1, 2, 3, 4, 5, 6}));
}

void TestCheckpointPackage::parametersAndOrderedState()
{
    PickleWriter state;
    state.text("p").global("torch._utils", "_rebuild_parameter").raw("(");
    state.tensor("FloatStorage", "0", 6, 0, {6}, {1}).raw("\x88)tR");
    PickleWriter pickle;
    pickle.raw("}(").text("klass").global("a", "B").text("args").raw(")").text("kwargs").raw("}");
    pickle.text("state").global("collections", "OrderedDict").raw(")R(").raw(bytes::bare(state));
    pickle.raw("u}").text("_metadata").raw("}sbu");
    const auto package
        = readBytes(bytes::zipArchive({{.name = "x/data.pkl", .data = pickle.stop()},
                                       {.name = "x/data/0", .data = bytes::kTinyWeight},
                                       {.name = "x/byteorder", .data = "little"},
                                       {.name = "x/.data/serialization_id", .data = "0123"}}));
    QVERIFY2(package.has_value(), package ? "" : package.error().message.c_str());
    QCOMPARE(package->state.size(), std::size_t {1});
    QCOMPARE(weight(*package, "p").size(), std::size_t {6});
}

void TestCheckpointPackage::weightsOnly()
{
    const auto package = readBytes(bytes::zipArchive(
        bytes::torchFiles(PickleWriter().raw("}(").raw(bytes::tinyState()).raw("u").stop())));
    QVERIFY2(package.has_value(), package ? "" : package.error().message.c_str());
    QVERIFY(package->klass.empty());
    QVERIFY(package->kwargs == Value {Value::Dict {}});
    QVERIFY(weight(*package, "a.bias") == (std::vector<float> {-1, 0.5F}));
}

void TestCheckpointPackage::onlyWhatIsWanted_data()
{
    QTest::addColumn<std::string>("file");
    QTest::addRow("archive") << bytes::tinyArchive();
    QTest::addRow("legacy") << bytes::tinyLegacy();
    QTest::addRow("safetensors") << bytes::tinySafeTensors();
}

void TestCheckpointPackage::onlyWhatIsWanted()
{
    QFETCH(std::string, file);
    const auto copy = bytes::toBytes(file);
    MemorySource source(copy);
    int asked = 0;
    Selection selection;
    selection.isWanted = [](std::string_view name) { return name == "a.bias"; };
    selection.check = [&asked](std::span<const NamedTensor> declared) -> Result<> {
        ++asked;
        const bool isPlan = declared.size() == 2
            && std::ranges::all_of(declared,
                                   [](const auto& entry) { return entry.tensor.bytes.empty(); });
        return isPlan ? Result<> {} : fail(ErrorCode::Internal, "bytes before the check");
    };
    const auto package = readPackage(source, selection);
    QVERIFY2(package, package ? "" : package.error().message.c_str());
    QCOMPARE(asked, 1);
    QCOMPARE(package->state.size(), std::size_t {2});
    for (const auto& [name, tensor] : package->state) {
        QCOMPARE(tensor.bytes.size(), std::size_t {name == "a.bias" ? 8U : 0U});
    }
    QVERIFY(weight(*package, "a.bias") == (std::vector<float> {-1.0F, 0.5F}));
    selection.check = [](std::span<const NamedTensor>) -> Result<> {
        return fail(ErrorCode::Unsupported, "not this one");
    };
    const auto refused = readPackage(source, selection);
    QVERIFY(!refused);
    QCOMPARE(refused.error().message, std::string("not this one"));
}

void TestCheckpointPackage::refuses_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const std::string& file, ErrorCode code) {
        QTest::newRow(name) << QByteArray::fromStdString(file) << static_cast<int>(code);
    };
    const auto archive = [](const PickleWriter& state) {
        return bytes::zipArchive(bytes::torchFiles(bytes::packagePickle(bytes::bare(state))));
    };
    const auto tensor = [&archive](std::int64_t elements, std::int64_t offset,
                                   const std::vector<std::int64_t>& sizes,
                                   const std::vector<std::int64_t>& strides) {
        return archive(
            PickleWriter().text("t").tensor("FloatStorage", "0", elements, offset, sizes, strides));
    };
    const auto c = ErrorCode::Corrupt;
    const auto b = ErrorCode::BadInput;
    const auto u = ErrorCode::Unsupported;
    constexpr std::int64_t kHuge = std::int64_t {1} << 62U;
    row("empty", "", b);
    row("text", "This is not a model.\n", b);
    row("web page", "\n<!DOCTYPE html><html>", b);
    row("noise", std::string("\x01\xFE\x00\x99", 4), b);
    row("zip of nothing", bytes::zipArchive({}), b);
    row("no data.pkl", bytes::zipArchive({{.name = "x/version", .data = "3\n"}}), b);
    row("two data.pkl",
        bytes::zipArchive({{.name = "x/data.pkl", .data = ""}, {.name = "y/data.pkl", .data = ""}}),
        c);
    row("TorchScript",
        bytes::zipArchive(
            {{.name = "x/data.pkl", .data = ""}, {.name = "x/constants.pkl", .data = ""}}),
        u);
    auto files = bytes::torchFiles(bytes::packagePickle(bytes::tinyState()));
    files.back().data = "11\n";
    row("version 11", bytes::zipArchive(files), u);
    files.back() = {.name = "archive/byteorder", .data = "big"};
    row("big endian", bytes::zipArchive(files), u);
    files = bytes::torchFiles(bytes::packagePickle(bytes::tinyState()) + "x");
    row("bytes behind the pickle", bytes::zipArchive(files), c);
    files = bytes::torchFiles(bytes::packagePickle(bytes::tinyState()));
    files.erase(files.begin() + 1);
    row("missing record", bytes::zipArchive(files), c);
    files = bytes::torchFiles(bytes::packagePickle(bytes::tinyState()));
    files[1].data.pop_back();
    row("short record", bytes::zipArchive(files), c);
    files[1].data += "xx";
    row("long record", bytes::zipArchive(files), c);
    row("offset outside", tensor(6, 6, {1}, {1}), c);
    row("last outside", tensor(6, 1, {2, 3}, {3, 1}), c);
    row("stride outside", tensor(6, 0, {2, 3}, {4, 1}), c);
    row("stride overflows", tensor(6, 0, {3, 1}, {kHuge, 1}), c);
    row("sizes overflow", tensor(6, 0, {kHuge, kHuge}, {0, 0}), c);
    row("bytes overflow", tensor(kHuge, 0, {kHuge}, {1}), c);
    row("repeated numbers", tensor(6, 0, {100}, {0}), u);
    row("negative size", tensor(6, 0, {-1}, {1}), c);
    row("negative stride", tensor(6, 5, {6}, {-1}), c);
    row("sizes without strides", tensor(6, 0, {2, 3}, {3}), c);
    row("17 dimensions",
        tensor(6, 0, std::vector<std::int64_t>(17, 1), std::vector<std::int64_t>(17, 1)), c);
    row("a weight twice", archive(PickleWriter().raw(bytes::tinyState()).raw(bytes::tinyState())),
        c);
    row("a storage of two types",
        archive(PickleWriter()
                    .text("a")
                    .tensor("FloatStorage", "0", 6, 0, {1}, {1})
                    .text("b")
                    .tensor("IntStorage", "0", 6, 0, {1}, {1})),
        c);
    row("a weight that is a text", archive(PickleWriter().text("t").text("x")), b);
    row("a weight that is an object", archive(PickleWriter().text("t").global("a", "B").raw(")R")),
        b);
    row("a weight named by a number", archive(PickleWriter().integer(1).raw("N")), b);
    row("DiffQ", archive(PickleWriter().text("__quantized").raw("\x88").text("quantized").raw("]")),
        u);
    row("no weights", archive(PickleWriter()), b);
    row("a list", bytes::zipArchive(bytes::torchFiles(PickleWriter().raw("]").stop())), b);
    const auto package = [&](const char* klass, const char* args, const char* kwargs) {
        PickleWriter pickle;
        pickle.raw("}(").text("klass").raw(klass).text("args").raw(args).text("kwargs").raw(kwargs);
        pickle.text("state").raw("}(").raw(bytes::tinyState()).raw("uu");
        return bytes::zipArchive(bytes::torchFiles(pickle.stop()));
    };
    QVERIFY(readBytes(package("ca\nB\n", ")", "}")).has_value());
    row("klass is a text", package("U\x01x", ")", "}"), b);
    row("klass is a call", package("ca\nB\n)R", ")", "}"), b);
    row("args is a number", package("ca\nB\n", "K\x01", "}"), b);
    row("kwargs is a list", package("ca\nB\n", ")", "]"), b);
    row("kwargs has a number as name", package("ca\nB\n", ")", "}K\x01Ns"), b);
    row("kwargs has a name twice",
        package("ca\nB\n", ")",
                "}(U\x01"
                "aNU\x01"
                "aNu"),
        c);
    const std::string pickle = bytes::packagePickle(bytes::tinyState());
    const bytes::LegacyStorage first {"0", 6, bytes::kTinyWeight};
    const bytes::LegacyStorage second {"1", 2, bytes::kTinyBias};
    row("legacy, big endian", bytes::legacyFile(pickle, {first, second}, false), u);
    row("legacy, storage missing", bytes::legacyFile(pickle, {first}), c);
    row("legacy, storage twice", bytes::legacyFile(pickle, {first, first, second}), c);
    row("legacy, unknown storage", bytes::legacyFile(pickle, {first, second, {"2", 0, ""}}), c);
    row("legacy, other count", bytes::legacyFile(pickle, {{"0", 5, bytes::kTinyWeight}, second}),
        c);
    row("legacy, bytes behind", bytes::tinyLegacy() + "x", c);
    row("plain pickle", PickleWriter().raw("}").stop(), b);
    PickleWriter view;
    view.text("t").tensor("FloatStorage", "0", 6, 0, {1}, {1}, {{4, 3}});
    row("view outside", bytes::legacyFile(bytes::packagePickle(bytes::bare(view)), {first}), c);
    PickleWriter inView;
    inView.text("t").tensor("FloatStorage", "0", 6, 2, {1}, {1}, {{4, 2}});
    row("tensor outside its view",
        bytes::legacyFile(bytes::packagePickle(bytes::bare(inView)), {first}), c);
}

void TestCheckpointPackage::refuses()
{
    QFETCH(const QByteArray, file);
    QFETCH(const int, code);
    const auto package = readBytes(file.toStdString());
    QVERIFY(!package);
    QVERIFY2(static_cast<int>(package.error().code) == code, package.error().message.c_str());
    QVERIFY(!package.error().message.empty());
}

void TestCheckpointPackage::everyPrefixIsRefused()
{
    for (const std::string& file :
         {bytes::tinyArchive(), bytes::tinyLegacy(), bytes::tinySafeTensors()}) {
        QVERIFY(readBytes(file).has_value());
        for (std::size_t length = 0; length < file.size(); ++length) {
            QVERIFY2(!readBytes(file.substr(0, length)), std::to_string(length).c_str());
        }
    }
}

void TestCheckpointPackage::flippedBytesAreNoticed()
{
    const std::string file = bytes::tinyArchive();
    const auto good = readBytes(file);
    std::size_t refused = 0;
    for (std::size_t at = 0; at < file.size(); ++at) {
        std::string flipped = file;
        flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
        const auto package = readBytes(flipped);
        refused += package ? 0 : 1;
        // Dates and version numbers mean nothing here; whatever is let through is the same model.
        QVERIFY2(!package || (sameState(*package, *good) && package->kwargs == good->kwargs),
                 std::to_string(at).c_str());
    }
    QVERIFY2(refused > file.size() * 3 / 4, std::to_string(refused).c_str());
}

void TestCheckpointPackage::filesByName()
{
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    std::ofstream(root / "tiny.bin", std::ios::binary) << bytes::tinyArchive();
    QVERIFY(readPackage(root / "tiny.bin").has_value()); // the content decides, not the ending
    std::ofstream(root / "cut.th", std::ios::binary) << bytes::tinyArchive().substr(0, 100);
    const auto cut = readPackage(root / "cut.th");
    QVERIFY(!cut && cut.error().code == ErrorCode::Corrupt);
    QVERIFY(cut.error().message.find("cut.th'") != std::string::npos);
    const auto missing = readPackage(root / "none.th");
    QVERIFY(!missing && missing.error().code == ErrorCode::NotFound);
    const auto place = readPackage(root);
    QVERIFY(!place && place.error().code == ErrorCode::BadInput);
    const auto device = readPackage("/dev/zero");
    QVERIFY(!device && device.error().code == ErrorCode::BadInput);
    std::filesystem::resize_file(root / "cut.th", kMaxBytes + 1); // sparse
    const auto large = readPackage(root / "cut.th");
    QVERIFY(!large && large.error().code == ErrorCode::OutOfMemory);
}

void TestCheckpointPackage::fixturesAgree()
{
    const auto folder = fixtureFolder();
    if (folder.empty()) {
        QSKIP("the shared fixtures are not on this machine");
    }
    const auto archive = readPackage(folder / "tiny_a.th");
    const auto legacy = readPackage(folder / "tiny_a_legacy.th");
    const auto safe = readPackage(folder / "tiny_a.safetensors");
    const auto other = readPackage(folder / "tiny_b.th");
    const auto third = readPackage(folder / "tiny_hdemucs.th");
    QVERIFY(archive && legacy && safe && other && third);
    QCOMPARE(archive->state.size(), std::size_t {465});
    std::int64_t count = 0;
    for (const auto& [name, tensor] : archive->state) {
        QVERIFY(tensor.dtype == DType::Float16);
        count += tensor.numel();
    }
    QCOMPARE(count, std::int64_t {391112});
    QVERIFY(sameState(*archive, *legacy) && sameState(*archive, *safe));
    QVERIFY(archive->kwargs == legacy->kwargs && archive->kwargs == safe->kwargs);
    QVERIFY(archive->kwargs == other->kwargs && !sameState(*archive, *other));
    QVERIFY(*asRational(*find(other->kwargs, "segment"), "segment") == (Value::Rational {6, 5}));
    QCOMPARE(third->klass, std::string("demucs.hdemucs.HDemucs"));
    QCOMPARE(third->state.size(), std::size_t {343});
}

QTEST_GUILESS_MAIN(TestCheckpointPackage)
#include "tst_checkpoint_package.moc"
