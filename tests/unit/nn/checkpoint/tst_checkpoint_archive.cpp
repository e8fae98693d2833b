#include "core/nn/checkpoint/Crc32.h"
#include "core/nn/checkpoint/ZipArchive.h"
#include "tests/unit/nn/checkpoint/ReadBytes.h"

#include <QTest>

using namespace nde;
using namespace nde::nn::checkpoint;
using bytes::ZipFile;

namespace {

/// What opening the archive and reading all of it gives: nothing, or the error.
Result<> openAll(const std::string& file)
{
    const auto copy = bytes::toBytes(file);
    MemorySource source(copy);
    const auto archive = ZipArchive::open(source);
    if (!archive) {
        return propagate(archive);
    }
    for (const auto& entry : archive->entries()) {
        std::vector<std::byte> data(entry.size);
        if (auto read = ZipArchive::read(source, entry, data); !read) {
            return read;
        }
    }
    return {};
}

} // namespace

class TestCheckpointArchive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void crcOfTheStandardsText();
    void readsWhatTorchWrites();
    void refuses_data();
    void refuses();
    void everyPrefixIsRefused();
};

void TestCheckpointArchive::crcOfTheStandardsText()
{
    QCOMPARE(crc32(bytes::toBytes("123456789")), 0xCBF43926U);
    QCOMPARE(crc32({}), 0U);
}

void TestCheckpointArchive::readsWhatTorchWrites()
{
    const ZipFile plain {.name = "r/a", .data = "abc", .flags = 0};
    const ZipFile padded {.name = "r/b", .data = "defg", .extra = std::string("FB\x02\x00ZZ", 6)};
    const ZipFile wide {.name = "r/c", .data = "h", .zip64 = true};
    const ZipFile empty {.name = "r/d", .data = "", .flags = 0};
    for (const bool end64 : {true, false}) {
        const auto file = bytes::zipArchive({plain, padded, wide, empty}, {.end64 = end64});
        const auto copy = bytes::toBytes(file);
        MemorySource source(copy);
        const auto archive = ZipArchive::open(source);
        QVERIFY2(archive.has_value(), archive ? "" : archive.error().message.c_str());
        QCOMPARE(archive->entries().size(), std::size_t {4});
        std::vector<std::byte> data(4);
        QVERIFY(ZipArchive::read(source, *archive->find("r/b"), data).has_value());
        QVERIFY(data == bytes::toBytes("defg"));
        QCOMPARE(archive->find("r/e"), nullptr);
        QVERIFY(openAll(file).has_value());
    }
}

void TestCheckpointArchive::refuses_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const std::vector<ZipFile>& files, ErrorCode code,
                        const bytes::ZipOptions& options = {}) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes::zipArchive(files, options))
                            << static_cast<int>(code);
    };
    const auto c = ErrorCode::Corrupt;
    const ZipFile good {.name = "r/a", .data = "abc"};
    row("deflated", {{.name = "r/a", .data = "abc", .method = 8}}, ErrorCode::Unsupported);
    row("encrypted", {{.name = "r/a", .data = "abc", .flags = 0x0809}}, ErrorCode::Unsupported);
    row("wrong checksum", {{.name = "r/a", .data = "abc", .crcError = 1}}, c);
    row("wrong checksum, plain", {{.name = "r/a", .data = "abc", .flags = 0, .crcError = 1}}, c);
    row("longer than the file", {{.name = "r/a", .data = "abc", .sizeError = 1000}}, c);
    row("longer than its data", {{.name = "r/a", .data = "abc", .sizeError = 1}, good}, c);
    row("shorter than its data", {{.name = "r/a", .data = "abc", .sizeError = -1}}, c);
    row("64-bit size", {{.name = "r/a", .data = "abc", .sizeError = -4, .zip64 = true}}, c);
    row("another local name", {{.name = "r/a", .data = "abc", .localName = "r/b"}}, c);
    row("there twice", {good, good}, c);
    row("two names for one header", {good, {.name = "r/b", .data = "abc", .headerAt = 0}}, c);
    row("header in the directory", {{.name = "r/a", .data = "abc", .headerAt = 60}}, c);
    row("header past the end", {{.name = "r/a", .data = "abc", .headerAt = 0xFFFFFFFE}}, c);
    row("damaged extra", {{.name = "r/a", .data = "abc", .extra = std::string("FB\xFF\x00Z", 5)}},
        c);
    row("half an extra", {{.name = "r/a", .data = "abc", .extra = "FB"}}, c);
    row("no zip64 field", {good, {.name = "r/b", .data = "", .headerAt = 0xFFFFFFFF}}, c);
    row("directory elsewhere", {good}, c, {.directoryAt = 0x7FFFFFFF});
    row("directory elsewhere, plain", {good}, c, {.end64 = false, .directoryAt = 4});
    row("other count", {good}, c, {.count = 7});
    row("other count, plain", {good}, c, {.end64 = false, .count = 0});
    row("a comment", {good}, c, {.comment = "hidden"});
    for (const char* name :
         {"", "/etc/passwd", "../a", "r/../../a", "r\\a", "C:a", "r/\x01", "./a", "r/.."}) {
        const std::string label = "name '" + std::string(name) + "'";
        row(label.c_str(), {{.name = name, .data = "x"}}, ErrorCode::BadInput);
    }
    row("a NUL in the name", {{.name = std::string("r/a\0b", 5), .data = "x"}},
        ErrorCode::BadInput);
    row("a name that is no UTF-8", {{.name = "r/\xFF", .data = "x"}}, ErrorCode::BadInput);
    row("a long name", {{.name = std::string(2000, 'n'), .data = "x"}}, ErrorCode::BadInput);
}

void TestCheckpointArchive::refuses()
{
    QFETCH(const QByteArray, file);
    QFETCH(const int, code);
    const auto opened = openAll(file.toStdString());
    QVERIFY(!opened);
    QVERIFY2(static_cast<int>(opened.error().code) == code, opened.error().message.c_str());
}

void TestCheckpointArchive::everyPrefixIsRefused()
{
    for (const bool end64 : {true, false}) {
        const auto file = bytes::zipArchive(
            {{.name = "r/a", .data = "abc"}, {.name = "r/b", .data = ""}}, {.end64 = end64});
        for (std::size_t length = 0; length < file.size(); ++length) {
            QVERIFY2(!openAll(file.substr(0, length)), std::to_string(length).c_str());
        }
    }
}

QTEST_GUILESS_MAIN(TestCheckpointArchive)
#include "tst_checkpoint_archive.moc"
