#include "core/nn/checkpoint/Bag.h"
#include "tests/unit/nn/checkpoint/ReadBytes.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace nde;
using namespace nde::nn::checkpoint;

class TestCheckpointBag : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stylesOfTheOfficialBags();
    void segments();
    void refuses_data();
    void refuses();
    void noPrefixCrashes();
    void members();
};

void TestCheckpointBag::stylesOfTheOfficialBags()
{
    const std::vector<std::vector<double>> wanted {{1, 0.5}, {0, 2}};
    const char* flow
        = "models: ['f7e0c4bc', 'd12395a8']\nweights: [\n  [1., .5],\n    [0, 2.0e+0],\n]\n";
    const char* block
        = "--- \n# a bag\n\nmodels: # two\n- \"f7e0c4bc\"\r\n-   d12395a8 # b\nweights:\n"
          "  - [1., 0.5]\n  - - 0.\n    - 2\nsegment: 44\n";
    const char* mixed = "\xEF\xBB\xBFmodels:\n  [f7e0c4bc,\n   d12395a8]\nweights:\n-\n  - 1\n  - "
                        "5.e-1\n-\n  - 0\n  - 2";
    QVERIFY(!parseBag(mixed)); // a flow list on the line below is not among what is understood
    const char* nested
        = "models: [f7e0c4bc, 'd12395a8',]\nweights:\n-\n  - 1\n  - 5.e-1\n-\n  - 0\n  - 2";
    for (const char* text : {flow, block, nested}) {
        const auto bag = parseBag(text);
        QVERIFY2(bag.has_value(), bag ? "" : bag.error().message.c_str());
        QVERIFY(bag->signatures == (std::vector<std::string> {"f7e0c4bc", "d12395a8"}));
        QVERIFY(bag->weights == wanted);
    }
    QVERIFY(*parseBag(block)->segment == (Value::Rational {44, 1}));
    const auto single = parseBag("models: ['955717e8']\nweights: ~\nsegment:\n");
    QVERIFY(single && single->weights.empty() && !single->segment);
}

void TestCheckpointBag::segments()
{
    const auto segment = [](const std::string& text) {
        const auto bag = parseBag("models: [a]\nsegment: " + text + "\n");
        return bag ? bag->segment : std::nullopt;
    };
    QVERIFY(segment("7.8") == (Value::Rational {39, 5}));
    QVERIFY(segment("'39/5'") == (Value::Rational {39, 5}));
    QVERIFY(segment("39/5") == (Value::Rational {39, 5}));
    QVERIFY(segment("10") == (Value::Rational {10, 1}));
    for (const char* text : {"0", "-1", "true", "[]", "abc", "0/0", ".inf"}) {
        QVERIFY2(!parseBag("models: [a]\nsegment: " + std::string(text)), text);
    }
}

void TestCheckpointBag::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, const std::string& text) {
        QTest::newRow(name) << QByteArray::fromStdString(text);
    };
    row("empty", "");
    row("no models", "segment: 4\n");
    row("empty list", "models: []\n");
    row("models is a text", "models: a\n");
    row(
        "65 models", "models: [" + [] {
            std::string all;
            for (int i = 0; i < 65; ++i) {
                all += "a,";
            }
            return all;
        }() + "]\n");
    row("signature is a number", "models: [12345678]\n");
    row("signature with a path", "models: ['../a']\n");
    row("signature with a slash", "models: [a/b]\n");
    row("signature is empty", "models: ['']\n");
    row("unknown entry", "models: [a]\nweight: [[1]]\n");
    row("entry twice", "models: [a]\nmodels: [b]\n");
    row("rows are missing", "models: [a, b]\nweights: [[1.]]\n");
    row("rows of two lengths", "models: [a, b]\nweights: [[1.], [1., 2.]]\n");
    row("rows without columns", "models: [a]\nweights: [[]]\n");
    row("weight is a text", "models: [a]\nweights: [[x]]\n");
    row("weight is negative", "models: [a]\nweights: [[-1.]]\n");
    row("weight is infinite", "models: [a]\nweights: [[1.e+999]]\n");
    row("a source without weight", "models: [a, b]\nweights: [[1., 0.], [1., 0.]]\n");
    row("tabs", "models:\n\t- a\n");
    row("anchor", "models: &x [a]\n");
    row("tag", "models: !!python/object/apply:os.system ['x']\n");
    row("tag in a list", "models: [!!python/name:os.system a]\n");
    row("flow table", "models: {a: b}\n");
    row("nested table", "models:\n  a: b\n");
    row("block text", "models: |\n  a\n");
    row("escape", "models: [\"\\x41\"]\n");
    row("open quote", "models: ['a]\n");
    row("open list", "models: [a\nsegment: 4\n");
    row("no comma", "models: ['a' 'b']\n");
    row("behind the list", "models: [a] b\n");
    row("no space behind the colon", "models:[a]\n");
    row("octal", "models: [a]\nsegment: 044\n");
    row("second document", "models: [a]\n---\nmodels: [b]\n");
    row("not UTF-8", "models: ['\xFF']\n");
    row("too long", "models: [a]\n#" + std::string(70'000, 'x'));
    row("deep flow", "models: " + std::string(30'000, '[') + "\n");
    row(
        "deep block", "models:\n" + [] {
            std::string all;
            for (int i = 0; i < 20'000; ++i) {
                all += "- ";
            }
            return all;
        }() + "a\n");
}

void TestCheckpointBag::refuses()
{
    QFETCH(const QByteArray, text);
    const auto bag = parseBag(text.toStdString());
    QVERIFY(!bag && bag.error().code == ErrorCode::BadInput && !bag.error().message.empty());
}

void TestCheckpointBag::noPrefixCrashes()
{
    const std::string text
        = "models: ['f7e0c4bc', 'd12395a8']\nweights:\n- [1., 0.]\n- - 0.\n  - 1.\nsegment: 7.8\n";
    QVERIFY(parseBag(text).has_value());
    std::size_t good = 0;
    for (std::size_t length = 0; length < text.size(); ++length) {
        const auto bag = parseBag(text.substr(0, length));
        // A text that ends between two entries is a bag too, but never one with half its weights.
        QVERIFY(
            !bag
            || (bag->signatures.size() == 2 && (bag->weights.empty() || bag->weights.size() == 2)));
        good += bag ? 1 : 0;
    }
    QVERIFY(good > 0 && good < 25);
}

void TestCheckpointBag::members()
{
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    const auto touch = [&root](const std::string& name, const std::string& content = "x") {
        std::ofstream(root / name, std::ios::binary) << content;
    };
    touch("bag.yaml", "models: [aa, bb, cc, aa]\nsegment: 4\n");
    touch("aa.th");
    touch("aa-0123abcd.th");
    touch("bb-89abcdef.th");
    touch("cc.safetensors");
    touch("bbb.th");
    auto bag = readBag(root / "bag.yaml");
    QVERIFY2(bag.has_value(), bag ? "" : bag.error().message.c_str());
    QVERIFY(bag->members
            == (std::vector<std::filesystem::path> {root / "aa.th", root / "bb-89abcdef.th",
                                                    root / "cc.safetensors", root / "aa.th"}));
    QVERIFY(bag->weights.empty() && *bag->segment == (Value::Rational {4, 1}));
    touch("bb-00000000.th");
    bag = readBag(root / "bag.yaml");
    QVERIFY(!bag && bag.error().code == ErrorCode::BadInput);
    std::filesystem::remove(root / "bb-00000000.th");
    std::filesystem::remove(root / "bb-89abcdef.th");
    std::filesystem::create_directory(root / "bb.th"); // a folder is no model
    bag = readBag(root / "bag.yaml");
    QVERIFY(!bag && bag.error().code == ErrorCode::ModelMissing);
    QVERIFY(bag.error().message.find("bag.yaml") != std::string::npos);
    QVERIFY(bag.error().message.find("'bb'") != std::string::npos);
    QVERIFY(readBag(root / "none.yaml").error().code == ErrorCode::NotFound);
    touch("broken.yaml", "models: [");
    QVERIFY(readBag(root / "broken.yaml").error().code == ErrorCode::BadInput);
    touch("large.yaml", std::string(70'000, '#'));
    QVERIFY(readBag(root / "large.yaml").error().code == ErrorCode::BadInput);
}

QTEST_GUILESS_MAIN(TestCheckpointBag)
#include "tst_checkpoint_bag.moc"
