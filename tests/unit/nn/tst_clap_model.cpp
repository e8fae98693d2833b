#include "ClapFixtures.h"
#include "ClapFolder.h"
#include "core/nn/api/ClapModel.h"

#include <QTest>

#include <map>

using namespace nde;
using namespace nde::nn;
using namespace nde::test;

/// A small model with drawn weights: against golden numbers, in every format, and broken in every
/// way. Needs nothing that is not in the project.
class TestClapModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void matchesTheReference_data();
    void matchesTheReference();
    void halfPrecisionIsClose_data();
    void halfPrecisionIsClose();
    void sameBytesForEveryThreadCount();
    void streamsAsTheWhole();
    void ignoresBuffers();
    void onlyOneTower();
    void soundsThatAreNone();
    void cancels();
    void tokensAreCut();
    void refusesCollapsedModels();
    void refusesBrokenFolders_data();
    void refusesBrokenFolders();

private:
    [[nodiscard]] QJsonObject config() const
    {
        return m_golden.value(QStringLiteral("config")).toObject();
    }
    QJsonObject m_golden;
};

namespace {

constexpr double kTolerance = 2e-5;

void formats()
{
    QTest::addColumn<bool>("isPickle");
    QTest::addRow("safetensors") << false;
    QTest::addRow("pickle") << true;
}

void save(const ClapFolder& folder, bool isPickle)
{
    if (isPickle) {
        folder.write("pytorch_model.bin", folder.pickle());
    } else {
        folder.write("model.safetensors", folder.safeTensors());
    }
}

/// float32 as 16 bit. Halves that would be subnormal become 0.
std::string narrowed(const std::string& bytes, bool isHalf)
{
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 4) {
        std::uint32_t word {};
        std::memcpy(&word, bytes.data() + i, 4);
        std::uint32_t half = word >> 16U;
        if (isHalf) {
            const std::uint32_t exponent = (word >> 23U) & 0xFFU;
            const std::uint32_t kept
                = exponent < 113 ? 0 : ((exponent - 112) << 10U) | ((word >> 13U) & 0x3FFU);
            half = ((word >> 16U) & 0x8000U) | kept;
        }
        out += nn::checkpoint::bytes::little(half, 2);
    }
    return out;
}

ClapModel opened(const ClapFolder& folder, ClapTower tower, ClapOptions options = {})
{
    options.guard = ClapGuard::Never;
    auto model = ClapModel::open(folder.native(), tower, options);
    if (!model) {
        qFatal("%s", model.error().message.c_str());
    }
    return std::move(*model);
}

} // namespace

void TestClapModel::initTestCase()
{
    m_golden = clapGolden(QStringLiteral(NDE_GOLDEN_DIR "/clap/clap.json"));
    QCOMPARE(m_golden.value(QStringLiteral("tensors")).toInt(), 167);
}

void TestClapModel::matchesTheReference_data()
{
    formats();
}

void TestClapModel::matchesTheReference()
{
    QFETCH(bool, isPickle);
    const ClapFolder folder(config());
    QCOMPARE(static_cast<int>(folder.tensors.size()), 167);
    save(folder, isPickle);
    auto audio = opened(folder, ClapTower::Audio);
    QCOMPARE(audio.info().dimensions, 24);
    for (const QJsonValue wanted : m_golden.value(QStringLiteral("audio")).toArray()) {
        const auto sound
            = goldenSound(static_cast<std::size_t>(wanted[QStringLiteral("frames")].toInt()));
        const auto mel = audio.melOf(sound);
        QVERIFY(mel);
        std::vector<float> some;
        for (std::size_t frame = 0; frame < 1001; frame += 200) {
            for (std::size_t band = 0; band < 64; band += 9) {
                some.push_back((*mel)[frame * 64 + band]);
            }
        }
        QVERIFY(farthest(some, floatsOf(wanted[QStringLiteral("mel")])) <= 0.002);
        const auto vector = audio.embedAudio(sound, TaskContext {});
        QVERIFY2(vector, vector ? "" : vector.error().message.c_str());
        const double distance = farthest(*vector, floatsOf(wanted[QStringLiteral("vector")]));
        qInfo("%d samples: %.1e", static_cast<int>(sound.size()), distance);
        QVERIFY(distance <= kTolerance);
    }
    auto text = opened(folder, ClapTower::Text);
    for (const QJsonValue wanted : m_golden.value(QStringLiteral("text")).toArray()) {
        const std::string words = wanted[QStringLiteral("text")].toString().toStdString();
        const auto tokens = text.tokens(words, ClapSpecials::AsTokens);
        QVERIFY(tokens);
        QJsonArray ids;
        for (const auto id : tokens->ids) {
            ids.append(id);
        }
        QCOMPARE(ids, wanted[QStringLiteral("ids")].toArray());
        const auto vector = text.embedText(words, ClapSpecials::AsTokens);
        QVERIFY(vector);
        const double distance = farthest(*vector, floatsOf(wanted[QStringLiteral("vector")]));
        qInfo("%d tokens: %.1e", static_cast<int>(tokens->ids.size()), distance);
        QVERIFY(distance <= kTolerance);
    }
}

void TestClapModel::halfPrecisionIsClose_data()
{
    QTest::addColumn<QString>("dtype");
    QTest::addColumn<bool>("isPickle");
    QTest::addRow("F16 safetensors") << QStringLiteral("F16") << false;
    QTest::addRow("BF16 safetensors") << QStringLiteral("BF16") << false;
    QTest::addRow("F16 pickle") << QStringLiteral("F16") << true;
    QTest::addRow("BF16 pickle") << QStringLiteral("BF16") << true;
}

void TestClapModel::halfPrecisionIsClose()
{
    QFETCH(QString, dtype);
    QFETCH(bool, isPickle);
    ClapFolder folder(config());
    for (FileTensor& tensor : folder.tensors) {
        tensor.dtype = dtype.toStdString();
        tensor.bytes = narrowed(tensor.bytes, dtype == u"F16");
    }
    save(folder, isPickle);
    auto model = opened(folder, ClapTower::Text);
    const auto wanted = floatsOf(
        m_golden.value(QStringLiteral("text")).toArray().at(0)[QStringLiteral("vector")]);
    const auto vector = model.embedText("hello world");
    QVERIFY(vector);
    const double distance = farthest(*vector, wanted);
    qInfo("%.1e", distance);
    QVERIFY(distance > 1e-6 && distance < (dtype == u"F16" ? 5e-3 : 5e-2));
}

void TestClapModel::sameBytesForEveryThreadCount()
{
    const ClapFolder folder(config());
    save(folder, false);
    const auto sound = goldenSound(30000);
    std::vector<float> first;
    for (const int threads : {1, 2, 3}) {
        auto audio = opened(folder, ClapTower::Audio, {threads, {}});
        const auto vector = audio.embedAudio(sound, TaskContext {});
        QVERIFY(vector);
        first = first.empty() ? *vector : first;
        QVERIFY(*vector == first);
        QVERIFY(*audio.embedAudio(sound, TaskContext {}) == first);
    }
}

void TestClapModel::streamsAsTheWhole()
{
    const ClapFolder folder(config());
    save(folder, false);
    auto audio = opened(folder, ClapTower::Audio);
    // Windows at 0, 5 s and, flush with the end, 7.5 s.
    const auto sound = goldenSound(840000);
    const auto whole = audio.embedAudio(sound, TaskContext {});
    QVERIFY(whole);
    std::size_t at = 0;
    const auto streamed = audio.embedAudio(
        [&](std::span<float> into) -> Result<std::size_t> {
            const std::size_t count = std::min({std::size_t {777}, into.size(), sound.size() - at});
            std::copy_n(sound.begin() + static_cast<std::ptrdiff_t>(at), count, into.begin());
            at += count;
            return count;
        },
        TaskContext {});
    QVERIFY(streamed);
    QVERIFY(*streamed == *whole);
    std::vector<float> mean(whole->size());
    for (const std::size_t start : {0U, 240000U, 360000U}) {
        const auto part = audio.embedAudio(std::span(sound).subspan(start, 480000), TaskContext {});
        QVERIFY(part);
        for (std::size_t i = 0; i < mean.size(); ++i) {
            mean[i] += (*part)[i];
        }
    }
    QVERIFY(clap::makeUnit(mean));
    QVERIFY(farthest(*whole, mean) < 1e-6);
    const auto broken = audio.embedAudio(
        [](std::span<float>) -> Result<std::size_t> { return fail(ErrorCode::Io, "gone"); },
        TaskContext {});
    QVERIFY(!broken);
    QCOMPARE(broken.error().message, std::string("gone"));
}

void TestClapModel::ignoresBuffers()
{
    ClapFolder folder(config());
    const std::string number(8, '\0');
    folder.tensors.push_back({"text_model.embeddings.position_ids", "I64", {1, 1}, number});
    folder.tensors.push_back({"text_model.embeddings.token_type_ids", "I64", {1, 1}, number});
    folder.tensors.push_back(
        {"audio_model.audio_encoder.batch_norm.num_batches_tracked", "I64", {}, number});
    folder.tensors.push_back({"audio_model.audio_encoder.layers.0.blocks.0.attention.self."
                              "relative_position_index",
                              "I64",
                              {1, 1},
                              number});
    for (const bool isPickle : {false, true}) {
        save(folder, isPickle);
        auto model = opened(folder, ClapTower::Text);
        QVERIFY(farthest(*model.embedText("hello world"),
                         floatsOf(m_golden.value(QStringLiteral("text"))
                                      .toArray()
                                      .at(0)[QStringLiteral("vector")]))
                <= kTolerance);
        folder.remove("model.safetensors");
    }
}

void TestClapModel::onlyOneTower()
{
    const ClapFolder folder(config());
    save(folder, true);
    auto audio = opened(folder, ClapTower::Audio);
    auto text = opened(folder, ClapTower::Text);
    const auto words = audio.embedText("hello");
    const auto sound = text.embedAudio(goldenSound(100), TaskContext {});
    QVERIFY(!words && !sound);
    QCOMPARE(words.error().code, ErrorCode::Unsupported);
    QCOMPARE(sound.error().code, ErrorCode::Unsupported);
    // Everything else than the two scales is in one of the towers, and in one only.
    std::int64_t all = 0;
    for (const FileTensor& tensor : folder.tensors) {
        all += static_cast<std::int64_t>(tensor.bytes.size() / 4);
    }
    QCOMPARE(audio.info().parameters + text.info().parameters, all - 2);
}

void TestClapModel::soundsThatAreNone()
{
    const ClapFolder folder(config());
    save(folder, false);
    auto audio = opened(folder, ClapTower::Audio);
    const auto none = audio.embedAudio(std::span<const float> {}, TaskContext {});
    QVERIFY(!none);
    QCOMPARE(none.error().code, ErrorCode::BadInput);
    const std::vector<float> silence(48000);
    const auto quiet = audio.embedAudio(silence, TaskContext {});
    QVERIFY(quiet);
    std::vector<float> broken = silence;
    broken[100] = std::numeric_limits<float>::quiet_NaN();
    broken[200] = std::numeric_limits<float>::infinity();
    QVERIFY(*audio.embedAudio(broken, TaskContext {}) == *quiet);
    const std::vector<float> one {0.5F};
    QVERIFY(audio.embedAudio(one, TaskContext {}));
}

void TestClapModel::cancels()
{
    const ClapFolder folder(config());
    save(folder, false);
    auto audio = opened(folder, ClapTower::Audio);
    int polls = 0;
    const TaskContext counting({}, [&] {
        ++polls;
        return polls > 3;
    });
    const auto stopped = audio.embedAudio(goldenSound(480000), counting);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    QCOMPARE(polls, 4);
}

void TestClapModel::tokensAreCut()
{
    const ClapFolder folder(config());
    save(folder, false);
    auto text = opened(folder, ClapTower::Text);
    std::string words;
    for (int i = 0; i < 100; ++i) {
        words += "hello ";
    }
    const auto tokens = text.tokens(words);
    QVERIFY(tokens);
    QCOMPARE(tokens->ids.size(), std::size_t {77});
    QCOMPARE(tokens->fullLength, std::size_t {202});
    QCOMPARE(tokens->ids.back(), 2);
    const auto broken = text.tokens("\xC3");
    QVERIFY(!broken);
    QCOMPARE(broken.error().code, ErrorCode::BadInput);
    QCOMPARE(text.tokens("<s>")->ids.size(), std::size_t {5});
    QCOMPARE(text.tokens("<s>", ClapSpecials::AsTokens)->ids.size(), std::size_t {3});
}

void TestClapModel::refusesCollapsedModels()
{
    ClapFolder folder(config());
    // A bias beside which the words do not count, as in the broken upload.
    for (float value : {50.0F}) {
        auto& bytes = folder.tensor("text_projection.linear2.bias").bytes;
        for (std::size_t i = 0; i < bytes.size(); i += 4) {
            std::memcpy(bytes.data() + i, &value, 4);
        }
    }
    save(folder, false);
    const auto refused = ClapModel::open(folder.native(), ClapTower::Text);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Corrupt);
    QVERIFY2(refused.error().message.find("unrelated texts") != std::string::npos,
             refused.error().message.c_str());
    // The guard asks the text tower only, and small models only where people search.
    QVERIFY(ClapModel::open(folder.native(), ClapTower::Audio));
    QVERIFY(ClapModel::open(folder.native(), ClapTower::Text, {0, ClapGuard::Trained}));
}

using Break = std::function<void(ClapFolder&)>;
Q_DECLARE_METATYPE(Break)
Q_DECLARE_METATYPE(ErrorCode)

void TestClapModel::refusesBrokenFolders_data()
{
    QTest::addColumn<Break>("breakIt"); ///< has to write the weights as well
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char* name, Break breakIt, ErrorCode code, const char* reason) {
        QTest::addRow("%s", name) << std::move(breakIt) << code << QByteArray(reason);
    };
    static const std::string kQuery
        = "audio_model.audio_encoder.layers.1.blocks.0.attention.self.query.weight";
    row(
        "no weights", [](ClapFolder&) {}, ErrorCode::ModelMissing, "neither model.safetensors");
    for (const char* name :
         {"config.json", "preprocessor_config.json", "vocab.json", "merges.txt"}) {
        row(
            name,
            [name](ClapFolder& f) {
                save(f, false);
                f.remove(name);
            },
            ErrorCode::ModelMissing, name);
    }
    for (const bool isPickle : {false, true}) {
        const std::string format = isPickle ? "pickle: " : "safetensors: ";
        const auto with = [&](const char* what, Break change, ErrorCode code, const char* reason) {
            row((format + what).c_str(),
                [change, isPickle](ClapFolder& f) {
                    change(f);
                    save(f, isPickle);
                },
                code, reason);
        };
        with(
            "missing key",
            [](ClapFolder& f) {
                std::erase_if(f.tensors, [](const auto& t) { return t.name == kQuery; });
            },
            ErrorCode::Corrupt, "query.weight' is missing");
        with(
            "missing key of the other tower",
            [](ClapFolder& f) {
                std::erase_if(f.tensors, [](const auto& t) {
                    return t.name == "text_model.pooler.dense.bias"
                        || t.name == "audio_projection.linear1.bias";
                });
            },
            ErrorCode::Corrupt, "is missing");
        with(
            "unknown key",
            [](ClapFolder& f) {
                f.tensors.push_back({"extra.weight", "F32", {1}, "abcd"});
            },
            ErrorCode::Corrupt, "'extra.weight' is not part");
        with(
            "wrong shape",
            [](ClapFolder& f) {
                f.tensor(kQuery).shape = {12, 48};
            },
            ErrorCode::Corrupt, "has the shape [12, 48] instead of [24, 24]");
        with(
            "whole numbers",
            [](ClapFolder& f) {
                auto& tensor = f.tensor(kQuery);
                tensor.dtype = "I64";
                tensor.bytes += tensor.bytes;
            },
            ErrorCode::Unsupported, "floating-point");
        with(
            "not finite",
            [](ClapFolder& f) {
                for (const char* name :
                     {"audio_projection.linear1.bias", "text_projection.linear1.bias"}) {
                    f.tensor(name).bytes.replace(0, 4, std::string("\x00\x00\xC0\x7F", 4));
                }
            },
            ErrorCode::Corrupt, "not finite");
    }
    row(
        "safetensors cut short",
        [](ClapFolder& f) { f.write("model.safetensors", f.safeTensors().chopped(1000)); },
        ErrorCode::Corrupt, "reaches past the end");
    row(
        "safetensors cut in the header",
        [](ClapFolder& f) { f.write("model.safetensors", f.safeTensors().first(100)); },
        ErrorCode::Corrupt, "header would be");
    row(
        "pickle cut short",
        [](ClapFolder& f) { f.write("pytorch_model.bin", f.pickle().chopped(1000)); },
        ErrorCode::Corrupt, "pytorch_model.bin");
    row(
        "empty", [](ClapFolder& f) { f.write("pytorch_model.bin", {}); }, ErrorCode::BadInput,
        "empty");
    row(
        "a web page", [](ClapFolder& f) { f.write("pytorch_model.bin", "<html>404</html>"); },
        ErrorCode::BadInput, "web page");
    row(
        "hostile pickle",
        [](ClapFolder& f) {
            const std::string marker = f.path().toStdString() + "/marker";
            f.write("pytorch_model.bin", f.pickle([&](auto& writer) {
                writer.text("logit_scale_x")
                    .global("os", "system")
                    .text("touch '" + marker + "'")
                    .raw("\x85R");
            }));
        },
        ErrorCode::BadInput, "'os.system', which no model needs");
    row(
        "pickle that calls what is unknown",
        [](ClapFolder& f) {
            f.write("pytorch_model.bin", f.pickle([](auto& writer) {
                writer.text("logit_scale_x").global("evil", "thing").raw(")R");
            }));
        },
        ErrorCode::BadInput, "'logit_scale_x' is not a tensor");
    const auto vocabulary = [&](const char* name, auto change, const char* reason) {
        row(
            name,
            [change](ClapFolder& f) {
                auto words = smallVocabulary();
                change(words);
                f.write("vocab.json", QJsonDocument(words).toJson());
                save(f, false);
            },
            ErrorCode::Corrupt, reason);
    };
    vocabulary(
        "vocabulary too small", [](QJsonObject& words) { words.remove(QStringLiteral("hello")); },
        "vocab.json has 265 tokens, but config.json says 266");
    vocabulary(
        "specials elsewhere",
        [](QJsonObject& words) {
            words.insert(QStringLiteral("<s>"), 1);
            words.insert(QStringLiteral("<pad>"), 0);
        },
        "no <s> with the id 0");
    row(
        "merges of other words",
        [](ClapFolder& f) {
            f.write("merges.txt", "k i\n");
            save(f, false);
        },
        ErrorCode::Corrupt, "line 1 of merges.txt");
    const auto configured = [&](const char* name, const char* part, const char* key,
                                const QJsonValue& value, ErrorCode code, const char* reason) {
        const QJsonObject base = config();
        row(
            name,
            [=](ClapFolder& f) {
                save(f, false);
                QJsonObject changed = base;
                QJsonObject inner = changed.value(QLatin1StringView(part)).toObject();
                (*part == 0 ? changed : inner).insert(QLatin1StringView(key), value);
                if (*part != 0) {
                    changed.insert(QLatin1StringView(part), inner);
                }
                f.write("config.json", QJsonDocument(changed).toJson());
            },
            code, reason);
    };
    configured("fused model", "audio_config", "enable_fusion", true, ErrorCode::Unsupported,
               "fused model");
    configured("other kind of model", "", "model_type", QStringLiteral("clip"),
               ErrorCode::Unsupported, "model_type is 'clip'");
    configured("heads that do not divide", "audio_config", "num_attention_heads",
               QJsonArray {5, 3, 2}, ErrorCode::Unsupported, "stage 0");
    configured("lists of other lengths", "audio_config", "depths", QJsonArray {2, 2},
               ErrorCode::Corrupt, "differ in length");
    configured("negative width", "text_config", "hidden_size", -4, ErrorCode::Corrupt,
               "hidden_size is -4");
    configured("absurd width", "text_config", "hidden_size", 1e15, ErrorCode::Corrupt,
               "hidden_size");
    configured("another activation", "text_config", "hidden_act", QStringLiteral("relu"),
               ErrorCode::Unsupported, "hidden_act is 'relu'");
    row(
        "config is no JSON",
        [](ClapFolder& f) {
            save(f, false);
            f.write("config.json", "{");
        },
        ErrorCode::Corrupt, "config.json is not valid JSON");
    row(
        "features of a fused model",
        [](ClapFolder& f) {
            save(f, false);
            f.write("preprocessor_config.json", R"({"truncation": "fusion"})");
        },
        ErrorCode::Unsupported, "only 'rand_trunc'");
    row(
        "features at another rate",
        [](ClapFolder& f) {
            save(f, false);
            f.write("preprocessor_config.json",
                    R"({"truncation": "rand_trunc", "sampling_rate": 44100})");
        },
        ErrorCode::Unsupported, "sampling_rate is 44100");
}

void TestClapModel::refusesBrokenFolders()
{
    QFETCH(Break, breakIt);
    QFETCH(ErrorCode, code);
    QFETCH(QByteArray, reason);
    ClapFolder folder(config());
    breakIt(folder);
    int refused = 0;
    for (const ClapTower tower : {ClapTower::Audio, ClapTower::Text}) {
        const auto model = ClapModel::open(folder.native(), tower, {0, ClapGuard::Never});
        if (model) {
            continue; // what only the other tower needs
        }
        ++refused;
        const QByteArray message = QByteArray::fromStdString(model.error().message);
        QVERIFY2(message.contains(reason), message.constData());
        QVERIFY2(model.error().code == code, errorCodeId(model.error().code));
        QVERIFY2(!message.contains('\n') && message.size() < 400, message.constData());
        QVERIFY2(message.contains(folder.path().right(6).toUtf8()), message.constData());
    }
    QVERIFY(refused > 0);
    QVERIFY(!QFile::exists(folder.path() + QStringLiteral("/marker")));
}

QTEST_GUILESS_MAIN(TestClapModel)
#include "tst_clap_model.moc"
