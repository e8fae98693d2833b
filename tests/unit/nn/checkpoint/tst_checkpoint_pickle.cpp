#include "core/nn/checkpoint/Pickle.h"
#include "tests/unit/nn/checkpoint/ReadBytes.h"

#include <QTest>

using namespace nde;
using namespace nde::nn::checkpoint;
using bytes::PickleWriter;

namespace {

Result<Value> valueOf(const std::string& program)
{
    const auto copy = bytes::toBytes(program);
    MemorySource source(copy);
    Cursor cursor(source, 0, source.size());
    const auto graph = pickle::parse(cursor);
    if (!graph) {
        return propagate(graph);
    }
    return pickle::toValue(*graph, graph->root);
}

std::string described(const std::string& program)
{
    const auto value = valueOf(program);
    return value ? describe(*value) : "error: " + value.error().message;
}

} // namespace

class TestCheckpointPickle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scalars_data();
    void scalars();
    void containers();
    void sharedAndRecursiveValues();
    void callsAreOnlyNamed();
    void programsAreNamedInTheMessage_data();
    void programsAreNamedInTheMessage();
    void refuses_data();
    void refuses();
    void deepNesting();
    void everyPrefixIsRefused();
};

void TestCheckpointPickle::scalars_data()
{
    QTest::addColumn<QByteArray>("program");
    QTest::addColumn<QByteArray>("what");
    const auto row = [](const char* name, const PickleWriter& pickle, const char* what) {
        QTest::newRow(name) << QByteArray::fromStdString(pickle.stop()) << QByteArray(what);
    };
    const auto make = [](std::string_view opcodes, int protocol = 2) {
        return PickleWriter(protocol).raw(opcodes);
    };
    row("none", make("N"), "nothing");
    row("true", make("\x88"), "true");
    row("one byte", make("K\xFF"), "255");
    row("two bytes", make("M\xFF\xFF"), "65535");
    row("four bytes, negative", make("J\xFE\xFF\xFF\xFF"), "-2");
    row("long, empty", make(std::string_view("\x8a\x00", 2)), "0");
    row("long, negative", make("\x8a\x01\x80"), "-128");
    row("long, positive", make(std::string_view("\x8a\x02\xFF\x00", 4)), "255");
    row("long, 64 bits", PickleWriter().integer(-9223372036854775807LL - 1),
        "-9223372036854775808");
    row("long, 72 bits",
        make("\x8a\x09"
             "123456789"),
        "an object of 'builtins.int'");
    row("real", PickleWriter().real(-0.1), "-0.1");
    row("text", PickleWriter().text("\xC3\xA4"), "the text '\xC3\xA4'");
    row("short text, protocol 4", make("\x8c\x02hi", 4), "the text 'hi'");
    row("long text, protocol 4", make(std::string_view("\x8d\x02\0\0\0\0\0\0\0hi", 11), 4),
        "the text 'hi'");
    row("frame", make(std::string_view("\x95\x02\0\0\0\0\0\0\0K\x07", 11), 4), "7");
    row("Python 2 text", make("U\x02hi"), "the text 'hi'");
    row("bytes", make("C\x02hi", 3), "an object of 'builtins.bytes'");
    row("bytearray", make(std::string_view("\x96\x01\0\0\0\0\0\0\0x", 10), 5),
        "an object of 'builtins.bytes'");
    row("class", PickleWriter().global("a.b", "C"), "an object of 'a.b.C'");
    row("class, protocol 4",
        make("\x8c\x01"
             "a\x8c\x01"
             "B\x93",
             4),
        "an object of 'a.B'");
    row("fraction of numbers", PickleWriter().fraction(78, 10), "39/5");
    row("fraction of text",
        PickleWriter().global("fractions", "Fraction").text("39/5").raw("\x85R"), "39/5");
    row("fraction of one", PickleWriter().global("fractions", "Fraction").integer(4).raw("\x85R"),
        "4/1");
}

void TestCheckpointPickle::scalars()
{
    QFETCH(const QByteArray, program);
    QFETCH(const QByteArray, what);
    QCOMPARE(QByteArray::fromStdString(described(program.toStdString())), what);
}

void TestCheckpointPickle::containers()
{
    const auto list = [](std::initializer_list<std::int64_t> numbers) {
        Value::List items;
        for (const auto number : numbers) {
            items.push_back(Value {number});
        }
        return Value {items};
    };
    const auto is = [](std::string_view opcodes, const Value& value) {
        const auto read = valueOf(PickleWriter(4).raw(opcodes).stop());
        return read && *read == value;
    };
    QVERIFY(is(")", list({})));
    QVERIFY(is("K\x01\x85", list({1})));
    QVERIFY(is("K\x01K\x02\x86", list({1, 2})));
    QVERIFY(is("K\x01K\x02K\x03\x87", list({1, 2, 3})));
    QVERIFY(is("(K\x01K\x02t", list({1, 2})));
    QVERIFY(is("(K\x01l", list({1})));
    QVERIFY(is("]K\x01"
               "a(K\x02K\x03"
               "e",
               list({1, 2, 3})));
    QVERIFY(is("\x8f(K\x05\x90", list({5})));
    QVERIFY(is("(K\x05\x91", list({5})));
    const Value one {Value::Dict {{Value {std::int64_t {1}}, Value {std::int64_t {2}}}}};
    QVERIFY(is("}K\x01K\x02s", one));
    QVERIFY(is("}(K\x01K\x02u", one));
    QVERIFY(is("(K\x01K\x02"
               "d",
               one));
    QVERIFY(is("ccollections\nOrderedDict\n)R(K\x01K\x02u", one));
    QVERIFY(is("ccollections\nOrderedDict\n](](K\x01K\x02"
               "ee\x85R",
               one));
    QVERIFY(is("ccollections\nOrderedDict\n)R}b(K\x01K\x02u", one));
    QVERIFY(is("ctorch\nSize\nK\x01K\x02\x86\x85R", list({1, 2})));
    QVERIFY(is("c__builtin__\nset\n](K\x09"
               "e\x85R",
               list({9})));
    QVERIFY(is("K\x01K\x02"
               "0\x85",
               list({1})));
    QVERIFY(is("K\x01(K\x02K\x03"
               "1\x85",
               list({1})));
    QVERIFY(is("K\x01"
               "2\x86",
               list({1, 1})));
    QVERIFY(is("K\x07q\x05\x94h\x05h\x01\x87", list({7, 7, 7})));
}

void TestCheckpointPickle::sharedAndRecursiveValues()
{
    // A list that contains itself ends as an error, not in a circle.
    QVERIFY(described(PickleWriter().raw("]q").raw(std::string_view("\0h\0a", 4)).stop())
                .starts_with("error"));
    // Each list holds the one before ten times: 10^40 values.
    PickleWriter laughs;
    laughs.raw("](K\x01K\x01"
               "e");
    for (int i = 0; i < 40; ++i) {
        laughs.raw(std::string_view("q\0"
                                    "0](",
                                    5));
        for (int k = 0; k < 10; ++k) {
            laughs.raw(std::string_view("h\0", 2));
        }
        laughs.raw("e");
    }
    const auto value = valueOf(laughs.stop());
    QVERIFY(!value && value.error().code == ErrorCode::BadInput);
    // The same with texts.
    PickleWriter texts;
    texts.raw("]").text(std::string(1'000'000, 'x')).raw(std::string_view("q\0a(", 4));
    for (int k = 0; k < 1000; ++k) {
        texts.raw(std::string_view("h\0", 2));
    }
    QVERIFY(!valueOf(texts.raw("e").stop()));
}

void TestCheckpointPickle::callsAreOnlyNamed()
{
    const auto object
        = [](std::string_view opcodes) { return described(PickleWriter(4).raw(opcodes).stop()); };
    QCOMPARE(object("cnumpy\ndtype\nU\x02"
                    "f4\x85R"),
             std::string("an object of 'numpy.dtype'"));
    QCOMPARE(object("ca\nB\n)\x81}b"), std::string("an object of 'a.B'"));
    QCOMPARE(object("ca\nB\n)}\x92"), std::string("an object of 'a.B'"));
    QCOMPARE(object("ca\nB\n)R(K\x01K\x02u"), std::string("an object of 'a.B'"));
    QCOMPARE(object("ca\nB\n)RK\x01"
                    "a"),
             std::string("an object of 'a.B'"));
    QCOMPARE(object("c_codecs\nencode\nU\x01xU\x06latin1\x86R"),
             std::string("an object of 'builtins.bytes'"));
    // A call of what a call gave.
    QCOMPARE(object("ca\nB\n)R)R"), std::string("an object of ''"));
}

void TestCheckpointPickle::programsAreNamedInTheMessage_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char* name :
         {"posix system", "os system", "nt system", "subprocess Popen", "builtins eval",
          "__builtin__ exec", "builtins __import__", "builtins open"}) {
        QTest::newRow(name) << QByteArray(name);
    }
}

void TestCheckpointPickle::programsAreNamedInTheMessage()
{
    QFETCH(const QByteArray, name);
    const auto parts = name.split(' ');
    PickleWriter pickle;
    pickle.global(parts[0].toStdString(), parts[1].toStdString()).text("touch /tmp/PWNED_marker");
    const auto value = valueOf(pickle.raw("\x85R").stop());
    QVERIFY(!value && value.error().code == ErrorCode::BadInput);
    QVERIFY(value.error().message.find(parts[1].toStdString()) != std::string::npos);
}

void TestCheckpointPickle::refuses_data()
{
    QTest::addColumn<QByteArray>("program");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, std::string_view bytes, ErrorCode code) {
        QTest::newRow(name) << QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()))
                            << static_cast<int>(code);
    };
    const auto c = ErrorCode::Corrupt;
    const auto u = ErrorCode::Unsupported;
    row("no protocol", "K\x01.", u);
    row("protocol 1", "\x80\x01K\x01.", u);
    row("protocol 6", "\x80\x06K\x01.", u);
    row("unknown opcode", "\x80\x02\xFF.", u);
    row("text opcode INT", "\x80\x02I1\n.", u);
    row("opcode INST", "\x80\x02(ios\nsystem\n.", u);
    row("opcode OBJ",
        "\x80\x02(N"
        "o.",
        u);
    row("opcode PERSID", "\x80\x02P1\n.", u);
    row("opcode EXT1", "\x80\x02\x82\x01.", u);
    row("stop on nothing", "\x80\x02.", c);
    row("two values left", "\x80\x02NN.", c);
    row("a mark left", "\x80\x02N(.", c);
    row("pop of nothing",
        "\x80\x02"
        "0.",
        c);
    row("pop below a mark", "\x80\x02N(0.", c);
    row("tuple of one", "\x80\x02K\x01\x86.", c);
    row("setitem on nothing", "\x80\x02s.", c);
    row("setitem on a list", "\x80\x02]NNs.", c);
    row("append to a number", "\x80\x02K\x01Na.", c);
    row("odd setitems", "\x80\x02}(Nu.", c);
    row("odd dict", "\x80\x02(Nd.", c);
    row("no mark", "\x80\x02Nt.", c);
    row("unknown memo", "\x80\x02h\x01.", c);
    row("memo of nothing", "\x80\x02q\x01.", c);
    row("reduce of no tuple",
        "\x80\x02"
        "ca\nb\nNR.",
        c);
    row("class without a name",
        "\x80\x02"
        "c\n\n.",
        c);
    row("class of numbers", "\x80\x04K\x01K\x02\x93.", c);
    row("text is no UTF-8", "\x80\x02U\x01\xFF.", c);
    row("text past the end", "\x80\x02X\xFF\xFF\xFF\x7Fx.", c);
    row("frame past the end", "\x80\x04\x95\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFFN.", c);
    row("fraction over zero",
        std::string_view("\x80\x02"
                         "cfractions\nFraction\nK\x01K\0\x86R.",
                         31),
        ErrorCode::BadInput);
    row("fraction of nothing",
        "\x80\x02"
        "cfractions\nFraction\n)R.",
        c);
    row("persistent id of a number", "\x80\x02K\x01Q.", c);
    row("tensor of nothing",
        "\x80\x02"
        "ctorch._utils\n_rebuild_tensor_v2\n)R.",
        c);
    row("a text key twice",
        "\x80\x02}(U\x01"
        "aNU\x01"
        "aNu.",
        c);
}

void TestCheckpointPickle::refuses()
{
    QFETCH(const QByteArray, program);
    QFETCH(const int, code);
    const auto value = valueOf(program.toStdString());
    QVERIFY(!value);
    QVERIFY2(static_cast<int>(value.error().code) == code, value.error().message.c_str());
}

void TestCheckpointPickle::deepNesting()
{
    constexpr std::size_t kDepth = 200'000;
    const auto nested
        = PickleWriter().raw(std::string(kDepth, ']')).raw(std::string(kDepth - 1, 'a'));
    const auto value = valueOf(nested.stop());
    QVERIFY(!value && value.error().code == ErrorCode::BadInput);
    QVERIFY(described(PickleWriter().raw(std::string(60, ']')).raw(std::string(59, 'a')).stop())
            == "a list of 1");
    const auto endless = valueOf(PickleWriter().raw(std::string(500'000, ']')).stop());
    QVERIFY(!endless && endless.error().code == ErrorCode::BadInput);
}

void TestCheckpointPickle::everyPrefixIsRefused()
{
    const std::string program = bytes::packagePickle(bytes::tinyState());
    QVERIFY(valueOf(program).has_value());
    for (std::size_t length = 0; length < program.size(); ++length) {
        QVERIFY2(!valueOf(program.substr(0, length)), std::to_string(length).c_str());
    }
}

QTEST_GUILESS_MAIN(TestCheckpointPickle)
#include "tst_checkpoint_pickle.moc"
