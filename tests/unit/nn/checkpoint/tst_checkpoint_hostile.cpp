#include "tests/unit/nn/checkpoint/ReadBytes.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <map>
#include <new>
#include <set>

namespace {

std::atomic<std::size_t> g_largest {0}; // of all allocations since it was last reset

void* counted(std::size_t size)
{
    std::size_t seen = g_largest.load();
    while (size > seen && !g_largest.compare_exchange_weak(seen, size)) { }
    void* memory = std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    return memory;
}

} // namespace

void* operator new(std::size_t size)
{
    return counted(size);
}
void operator delete(void* memory) noexcept
{
    std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept
{
    std::free(memory);
}

using namespace nde;
using namespace nde::nn::checkpoint;
using bytes::PickleWriter;

/// Files that are made to exhaust memory or the stack, or to run something.
class TestCheckpointHostile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hugeClaimsAllocateNothing_data();
    void hugeClaimsAllocateNothing();
    void deepTrainingArgumentsAreIgnored();
    void manyBytesOfPickleStayBounded();
    void badFixtures_data();
    void badFixtures();
};

void TestCheckpointHostile::hugeClaimsAllocateNothing_data()
{
    QTest::addColumn<QByteArray>("file");
    constexpr std::int64_t kLarge = std::int64_t {1} << 40U;
    const auto row = [](const char* name, const std::string& file) {
        QTest::newRow(name) << QByteArray::fromStdString(file);
    };
    PickleWriter state;
    state.text("t").tensor("FloatStorage", "0", kLarge, 0, {kLarge}, {1});
    const std::string pickle = bytes::packagePickle(bytes::bare(state));
    row("tensor of 4 TiB", bytes::zipArchive(bytes::torchFiles(pickle)));
    row("tensor of 4 TiB, older format", bytes::legacyFile(pickle, {{"0", kLarge, ""}}));
    PickleWriter view;
    view.text("t").tensor("FloatStorage", "0", kLarge, 0, {1}, {1});
    row("storage of 4 TiB",
        bytes::zipArchive(bytes::torchFiles(bytes::packagePickle(bytes::bare(view)))));
    PickleWriter copies;
    for (int i = 0; i < 100; ++i) {
        std::string name(1, 't');
        name += std::to_string(i);
        copies.text(name).tensor("ByteStorage", "0", 1'000'000, 0, {1'000'000}, {1});
    }
    auto files = bytes::torchFiles(bytes::packagePickle(bytes::bare(copies)));
    files[1].data = std::string(1'000'000, 'x');
    row("one storage as a hundred tensors", bytes::zipArchive(files));
    row("text of 4 GiB",
        bytes::zipArchive(bytes::torchFiles(PickleWriter().raw("X\xFF\xFF\xFF\xFF").stop())));
    row("text of 2^63 bytes",
        bytes::zipArchive(
            bytes::torchFiles(PickleWriter(4).raw("\x8d").raw(bytes::little(~0ULL, 8)).stop())));
    row("long number of 2 GiB",
        bytes::zipArchive(bytes::torchFiles(PickleWriter().raw("\x8b\xFF\xFF\xFF\x7F").stop())));
    row("memo slot of 2^32",
        bytes::zipArchive(bytes::torchFiles(PickleWriter().raw("Nr\xFF\xFF\xFF\xFF").stop())));
    row("header of 8 EiB", bytes::little(std::uint64_t {1} << 63U, 8) + "{}");
    row("safetensors of 1 TiB",
        bytes::safeTensors(
            R"({"t":{"dtype":"U8","shape":[1099511627776],"data_offsets":[0,1099511627776]}})",
            ""));
    std::string end = bytes::zipArchive({{.name = "x/data.pkl", .data = "x"}}, {.end64 = false});
    end.replace(end.size() - 10, 4, bytes::little(0xFFFFFFF0, 4));
    row("directory of 4 GiB", end);
}

void TestCheckpointHostile::hugeClaimsAllocateNothing()
{
    QFETCH(const QByteArray, file);
    const std::string text = file.toStdString();
    const auto copy = bytes::toBytes(text);
    MemorySource source(copy);
    g_largest = 0;
    const auto package = readPackage(source);
    QVERIFY(!package);
    QVERIFY2(g_largest < 200'000 + 2 * text.size(), std::to_string(g_largest).c_str());
}

void TestCheckpointHostile::deepTrainingArgumentsAreIgnored()
{
    constexpr std::size_t kDepth = 100'000;
    const auto around = [](const char* key) {
        PickleWriter pickle;
        pickle.raw("}(").text("klass").global("a", "B").text("args").raw(")");
        pickle.text("state").raw("}(").raw(bytes::tinyState()).raw("u");
        if (std::string_view(key) != "kwargs") {
            pickle.text("kwargs").raw("}");
        }
        pickle.text(key).raw("}").text("deep").raw(std::string(kDepth, ']'));
        pickle.raw(std::string(kDepth - 1, 'a')).raw("su");
        return readBytes(bytes::zipArchive(bytes::torchFiles(pickle.stop())));
    };
    QVERIFY(around("training_args").has_value());
    const auto refused = around("kwargs");
    QVERIFY(!refused && refused.error().code == ErrorCode::BadInput);
}

void TestCheckpointHostile::manyBytesOfPickleStayBounded()
{
    // Each call copies a list of a thousand items: five bytes for four thousand.
    PickleWriter pickle;
    pickle.global("builtins", "list").raw(std::string_view("q\0]", 3)).raw("(");
    pickle.raw(std::string(1000, 'N')).raw("e\x85q\x01");
    for (int i = 0; i < 10'000; ++i) {
        pickle.raw(std::string_view("h\0h\1R0", 6));
    }
    const auto package = readBytes(bytes::zipArchive(bytes::torchFiles(pickle.stop())));
    QVERIFY(!package && package.error().code == ErrorCode::BadInput);
}

void TestCheckpointHostile::badFixtures_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("loads");
    const auto folder = fixtureFolder();
    if (folder.empty()) {
        return;
    }
    // What only the network can judge, with what it knows of its options and shapes.
    const std::set<std::string> loads {"ok_control.th",
                                       "ok_control.safetensors",
                                       "wrong_shape.th",
                                       "wrong_dtype_int64.th",
                                       "odd_but_valid_float64.th",
                                       "missing_key.th",
                                       "unexpected_key.th",
                                       "nan_weights.th",
                                       "kwargs_huge_channels.th",
                                       "kwargs_segment_zero.th",
                                       "kwargs_bad_source_names.th",
                                       "kwargs_dup_sources.th",
                                       "klass_unknown.th",
                                       "tensor_cuda_device.th"};
    for (const auto& entry : std::filesystem::directory_iterator(folder / "bad")) {
        const std::string name = entry.path().filename().string();
        if (!name.ends_with(".md")) {
            QTest::newRow(name.c_str())
                << QString::fromStdString(entry.path().string()) << loads.contains(name);
        }
    }
}

void TestCheckpointHostile::badFixtures()
{
    if (fixtureFolder().empty()) {
        QSKIP("the shared fixtures are not on this machine");
    }
    QFETCH(const QString, path);
    QFETCH(const bool, loads);
    g_largest = 0;
    const std::filesystem::path file = path.toStdString();
    const auto package = readPackage(file);
    QVERIFY(g_largest < 1'000'000 + 2 * std::filesystem::file_size(file));
    QVERIFY(!QFile::exists(QStringLiteral("/tmp/PWNED_marker")));
    QVERIFY2(package.has_value() == loads, package ? "read" : package.error().message.c_str());
    if (!package) {
        const std::set<ErrorCode> allowed {ErrorCode::BadInput, ErrorCode::Corrupt,
                                           ErrorCode::Unsupported, ErrorCode::NotFound};
        QVERIFY(allowed.contains(package.error().code));
        QVERIFY(package.error().message.find(file.filename().string()) != std::string::npos);
        QVERIFY(package.error().message.find('\n') == std::string::npos);
    }
}

QTEST_GUILESS_MAIN(TestCheckpointHostile)
#include "tst_checkpoint_hostile.moc"
