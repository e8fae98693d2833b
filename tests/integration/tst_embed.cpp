#include "DreamProcess.h"
#include "tests/unit/nn/ClapFolder.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>

using namespace nde::test;

/// `dream embed` as a shell calls it: vectors as the reference has them, sentences for what is
/// wrong, and a library that is embedded once, whatever happens on the way.
class TestEmbed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void wordsAsTheReference();
    void soundsAsTheReference();
    void linesWithoutJson();
    void melAsNumPy();
    void wrongUse_data();
    void wrongUse();
    void brokenModels();
    void libraryGoesOnAfterKill();

private:
    Outcome run(const QStringList& arguments) const
    {
        return dream(
            m_work.path(),
            QStringList {QStringLiteral("embed"), QStringLiteral("--model"), m_model->path()}
                + arguments);
    }
    static double farthest(const QJsonValue& got, const QJsonValue& wanted)
    {
        const auto a = floatsOf(got);
        const auto b = floatsOf(wanted);
        double most = a.size() == b.size() && !a.empty() ? 0.0 : 1e9;
        for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
            most = std::max(most, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
        }
        return most;
    }

    QJsonObject m_golden;
    std::unique_ptr<ClapFolder> m_model;
    QTemporaryDir m_work;
};

namespace {

/// Float32, mono, 48 kHz.
bool writeFloatWav(const QString& path, const std::vector<float>& samples)
{
    using nde::nn::checkpoint::bytes::little;
    std::string data(samples.size() * sizeof(float), '\0');
    std::memcpy(data.data(), samples.data(), data.size());
    const std::string format = little(3, 2) + little(1, 2) + little(48000, 4) + little(48000 * 4, 4)
        + little(4, 2) + little(32, 2);
    const std::string file = "RIFF" + little(36 + data.size(), 4) + "WAVEfmt "
        + little(format.size(), 4) + format + "data" + little(data.size(), 4) + data;
    return writeBytes(path, QByteArray::fromStdString(file));
}

} // namespace

void TestEmbed::initTestCase()
{
    m_golden = clapGolden(QStringLiteral(NDE_GOLDEN_DIR "/clap/clap.json"));
    m_model = std::make_unique<ClapFolder>(m_golden.value(QStringLiteral("config")).toObject());
    QCOMPARE(static_cast<int>(m_model->tensors.size()), 167);
    m_model->write("pytorch_model.bin", m_model->pickle());
}

void TestEmbed::wordsAsTheReference()
{
    const auto texts = m_golden.value(QStringLiteral("text")).toArray();
    QStringList arguments {QStringLiteral("--json"), QStringLiteral("--tokens")};
    for (const QJsonValue text : texts) {
        arguments << QStringLiteral("--text=") + text[QStringLiteral("text")].toString();
    }
    const auto outcome = run(arguments);
    QVERIFY2(outcome.code == 0, outcome.text().constData());
    const auto json = outcome.json();
    QCOMPARE(json.value(QStringLiteral("dimension")).toInt(), 24);
    QCOMPARE(json.value(QStringLiteral("weights_sha256")).toString().toLatin1(),
             hashOf(m_model->path() + QStringLiteral("/pytorch_model.bin")).toHex());
    const auto answers = json.value(QStringLiteral("embeddings")).toArray();
    QCOMPARE(answers.size(), texts.size());
    for (qsizetype i = 0; i < texts.size(); ++i) {
        QCOMPARE(answers[i][QStringLiteral("ids")], texts[i][QStringLiteral("ids")]);
        QVERIFY(farthest(answers[i][QStringLiteral("vector")], texts[i][QStringLiteral("vector")])
                <= 2e-5);
    }
    const auto literal
        = run({QStringLiteral("--text"), QStringLiteral("<s>"), QStringLiteral("--literal"),
               QStringLiteral("--tokens"), QStringLiteral("--json")});
    QCOMPARE(literal.json()
                 .value(QStringLiteral("embeddings"))
                 .toArray()
                 .at(0)[QStringLiteral("ids")]
                 .toArray()
                 .size(),
             5);
}

void TestEmbed::soundsAsTheReference()
{
    QStringList arguments {QStringLiteral("--json"), QStringLiteral("--audio")};
    const auto sounds = m_golden.value(QStringLiteral("audio")).toArray();
    for (qsizetype i = 0; i < sounds.size(); ++i) {
        const QString path = m_work.filePath(QStringLiteral("sound%1.wav").arg(i));
        QVERIFY(writeFloatWav(
            path,
            goldenSound(static_cast<std::size_t>(sounds[i][QStringLiteral("frames")].toInt()))));
        arguments << path;
    }
    const auto outcome = run(arguments);
    QVERIFY2(outcome.code == 0, outcome.text().constData());
    const auto answers = outcome.json().value(QStringLiteral("embeddings")).toArray();
    QCOMPARE(answers.size(), sounds.size());
    for (qsizetype i = 0; i < sounds.size(); ++i) {
        QVERIFY(farthest(answers[i][QStringLiteral("vector")], sounds[i][QStringLiteral("vector")])
                <= 2e-5);
    }
    // The same again, and one file that is none.
    QVERIFY(writeBytes(m_work.filePath(QStringLiteral("none.wav")), "no sound"));
    const auto mixed
        = run({QStringLiteral("--json"), QStringLiteral("--audio"), QStringLiteral("none.wav"),
               QStringLiteral("--audio"), QStringLiteral("sound0.wav")});
    QCOMPARE(mixed.code, 1);
    QCOMPARE(mixed.json().value(QStringLiteral("failed")).toArray().size(), 1);
    QCOMPARE(
        mixed.json().value(QStringLiteral("embeddings")).toArray().at(0)[QStringLiteral("vector")],
        answers[0][QStringLiteral("vector")]);
}

void TestEmbed::linesWithoutJson()
{
    const auto outcome = run({QStringLiteral("--text"), QStringLiteral("hello world")});
    QCOMPARE(outcome.code, 0);
    const auto columns = outcome.out.trimmed().split('\t');
    QCOMPARE(columns.size(), 2);
    QCOMPARE(columns[0], QByteArray("hello world"));
    QCOMPARE(columns[1].split(' ').size(), 24);
}

void TestEmbed::melAsNumPy()
{
    QVERIFY(writeFloatWav(m_work.filePath(QStringLiteral("m.wav")), goldenSound(7000)));
    const QStringList arguments {QStringLiteral("--audio"), QStringLiteral("m.wav"),
                                 QStringLiteral("--mel"), m_work.filePath(QStringLiteral("m.npy"))};
    QVERIFY(run(arguments).code == 0);
    QFile file(m_work.filePath(QStringLiteral("m.npy")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QCOMPARE(bytes.size(), 128 + 1001 * 64 * 4);
    QVERIFY(bytes.startsWith("\x93NUMPY"));
    QVERIFY(bytes.first(128).contains("'shape': (1001, 64)"));
    float first {};
    std::memcpy(&first, bytes.constData() + 128, sizeof first);
    const double wanted = m_golden.value(QStringLiteral("audio"))
                              .toArray()
                              .at(0)[QStringLiteral("mel")]
                              .toArray()
                              .at(0)
                              .toDouble();
    QVERIFY(std::abs(static_cast<double>(first) - wanted) <= 0.002);
    QVERIFY2(run(arguments).code != 0, "nothing is overwritten");
}

void TestEmbed::wrongUse_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    const QString model = QStringLiteral("--model");
    const QString words = QStringLiteral("--text");
    QTest::newRow("no model") << QStringList {words, QStringLiteral("x")} << 2;
    QTest::newRow("nothing to embed") << QStringList {model, QStringLiteral("x")} << 2;
    QTest::newRow("two ways") << QStringList {model, QStringLiteral("x"), words,
                                              QStringLiteral("a"), QStringLiteral("--library")}
                              << 2;
    QTest::newRow("no such folder")
        << QStringList {model, QStringLiteral("/nowhere"), words, QStringLiteral("a")} << 3;
    QTest::newRow("no model in it")
        << QStringList {model, QStringLiteral("/"), words, QStringLiteral("a")} << 4;
}

void TestEmbed::wrongUse()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    const auto outcome = dream(m_work.path(), QStringList {QStringLiteral("embed")} + arguments);
    QVERIFY2(outcome.code == code, outcome.text().constData());
    QCOMPARE(outcome.err.trimmed().count('\n'), 0);
    QVERIFY(!outcome.err.trimmed().isEmpty());
}

void TestEmbed::brokenModels()
{
    const QString marker = m_work.filePath(QStringLiteral("marker"));
    m_model->write("model.safetensors", {}); // looked at first
    m_model->write("model.safetensors", m_model->pickle([&](auto& writer) {
        writer.text("logit_scale_x")
            .global("os", "system")
            .text("touch '" + marker.toStdString() + "'")
            .raw("\x85R");
    }));
    const auto hostile = run({QStringLiteral("--text"), QStringLiteral("a")});
    m_model->remove("model.safetensors");
    QVERIFY(hostile.code != 0);
    QCOMPARE(hostile.err.trimmed().count('\n'), 0);
    QVERIFY2(hostile.err.contains("os.system"), hostile.err.constData());
    QVERIFY(!QFile::exists(marker));
}

void TestEmbed::libraryGoesOnAfterKill()
{
    const QString studio = m_work.filePath(QStringLiteral("studio"));
    const auto demo
        = dream(m_work.path(),
                {QStringLiteral("demo"), QStringLiteral("--out"), studio, QStringLiteral("-q")});
    QVERIFY2(demo.code == 0, demo.text().constData());
    const QStringList arguments {QStringLiteral("embed"),
                                 QStringLiteral("--model"),
                                 m_model->path(),
                                 QStringLiteral("--library"),
                                 QStringLiteral("--json"),
                                 QStringLiteral("--studio"),
                                 studio};
    QProcess process;
    prepare(process, m_work.path());
    process.setArguments(arguments);
    process.start();
    QVERIFY(process.waitForStarted());
    // Killed as soon as it may be gone on with; some hundred sounds take longer than half a second.
    const QDir folder(studio + QStringLiteral("/.dream/tmp"));
    const auto isAtWork
        = [&folder] { return !folder.entryList({QStringLiteral("job-*")}, QDir::Dirs).isEmpty(); };
    for (int i = 0; i < 3000 && !isAtWork() && process.state() == QProcess::Running; ++i) {
        process.waitForFinished(20);
    }
    QVERIFY(isAtWork());
    QVERIFY(!process.waitForFinished(500));
    ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    QVERIFY(process.waitForFinished());
    const auto rest = dream(m_work.path(), arguments);
    QVERIFY2(rest.code == 0, rest.text().constData());
    const int before = rest.json().value(QStringLiteral("unchanged")).toInt();
    const int now = rest.json().value(QStringLiteral("embedded")).toInt();
    const int copied = rest.json().value(QStringLiteral("copied")).toInt();
    qInfo("%d before the kill, %d after, %d copied", before, now, copied);
    QVERIFY(before + now + copied >= 280);
    QVERIFY(now > 0);
    const auto again = dream(m_work.path(), arguments);
    QCOMPARE(again.json().value(QStringLiteral("embedded")).toInt(), 0);
    QCOMPARE(again.json().value(QStringLiteral("unchanged")).toInt(), before + now + copied);
    const auto jobs = dream(m_work.path(),
                            {QStringLiteral("jobs"), QStringLiteral("list"),
                             QStringLiteral("--json"), QStringLiteral("--studio"), studio});
    for (const QJsonValue job : jobs.json().value(QStringLiteral("jobs")).toArray()) {
        QVERIFY2(job[QStringLiteral("state")].toString() == u"done", jobs.text().constData());
    }
    const auto check = dream(
        m_work.path(),
        {QStringLiteral("studio"), QStringLiteral("check"), QStringLiteral("--studio"), studio});
    QVERIFY2(check.code == 0, check.text().constData());
}

QTEST_GUILESS_MAIN(TestEmbed)
#include "tst_embed.moc"
