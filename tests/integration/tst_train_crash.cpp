#include "DreamProcess.h"

#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <csignal>

using namespace nde::test;

/// `kill -9` in the middle of a training, as often as it takes: the same command goes on, and
/// model, curve and probes are those of a training that nobody disturbed.
class TestTrainCrash : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void killedTrainingsEndWithTheSameBytes();

private:
    [[nodiscard]] QStringList command() const
    {
        return {QStringLiteral("train"),        QStringLiteral("kick"),
                QStringLiteral("--joint"),      QStringLiteral("snare,hihat,tom"),
                QStringLiteral("--epochs"),     QStringLiteral("12"),
                QStringLiteral("--patience"),   QStringLiteral("100"),
                QStringLiteral("--augment"),    QStringLiteral("0"),
                QStringLiteral("--latent-dim"), QStringLiteral("32"),
                QStringLiteral("--studio"),     m_studio,
                QStringLiteral("--json")};
    }
    [[nodiscard]] QString probes(qint64 run) const
    {
        return QStringLiteral("%1/.dream/runs/%2").arg(m_studio).arg(run);
    }
    /// The curve without what depends on the clock.
    [[nodiscard]] QList<QByteArray> curve(qint64 run) const;

    QTemporaryDir m_folder;
    QString m_studio;
};

void TestTrainCrash::initTestCase()
{
    m_studio = m_folder.filePath(QStringLiteral("studio"));
    const auto demo
        = dream(m_folder.path(),
                {QStringLiteral("demo"), QStringLiteral("--out"), m_studio, QStringLiteral("-q")});
    QVERIFY2(demo.code == 0, demo.text().constData());
}

QList<QByteArray> TestTrainCrash::curve(qint64 run) const
{
    const QString path = m_folder.filePath(QStringLiteral("curve%1.csv").arg(run));
    const auto done
        = dream(m_folder.path(),
                {QStringLiteral("train"), QStringLiteral("--run"), QString::number(run),
                 QStringLiteral("--export-csv"), path, QStringLiteral("--studio"), m_studio});
    QFile file(path);
    QList<QByteArray> out;
    if (done.code != 0 || !file.open(QIODevice::ReadOnly)) {
        return out;
    }
    for (const QByteArray& line : file.readAll().split('\n')) {
        auto values = line.split(',');
        if (values.size() == 14) {
            values[7].clear(); // examples a second
            values[10].clear(); // seconds
            values[12].clear(); // memory
        }
        out.append(values.join(','));
    }
    return out;
}

void TestTrainCrash::killedTrainingsEndWithTheSameBytes()
{
    const auto whole = dream(m_folder.path(), command());
    QVERIFY2(whole.code == 0, whole.text().constData());
    const QString hash = whole.json().value(QStringLiteral("model_hash")).toString();
    QVERIFY(!hash.isEmpty());
    QVERIFY(whole.json().value(QStringLiteral("epochs")).toInt() == 12);

    // Where the kills strike depends on the machine; every place must do.
    QString resumed;
    qint64 run = 0;
    int kills = 0;
    for (int attempt = 0; attempt < 40 && resumed.isEmpty(); ++attempt) {
        QProcess process;
        prepare(process, m_folder.path());
        process.setArguments(command());
        process.start();
        QVERIFY(process.waitForStarted());
        const int afterMs = 1500 + 700 * attempt;
        if (process.waitForFinished(afterMs)) {
            QCOMPARE(process.exitCode(), 0);
            const auto json = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
            resumed = json.value(QStringLiteral("model_hash")).toString();
            run = json.value(QStringLiteral("run")).toInteger();
            break;
        }
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        QVERIFY(process.waitForFinished(120'000));
        ++kills;
    }
    QVERIFY2(kills >= 2, "the machine was too fast to be disturbed");
    QCOMPARE(resumed, hash);
    const qint64 first = whole.json().value(QStringLiteral("run")).toInteger();
    QVERIFY(run != first);
    const auto wanted = curve(first);
    QCOMPARE(wanted.size(),
             qsizetype {15}); // a header, the start, twelve epochs, the last end of line
    QCOMPARE(curve(run), wanted);
    const auto one = treeOf(probes(first));
    QVERIFY(one.size() > 16);
    for (auto file = one.begin(); file != one.end(); ++file) {
        if (file.key().endsWith(QStringLiteral(".json"))) {
            continue; // the card says how long it took
        }
        const QString other = probes(run) + u'/' + QFileInfo(file.key()).fileName();
        QVERIFY2(hashOf(other) == file.value(), qPrintable(other));
    }
}

QTEST_GUILESS_MAIN(TestTrainCrash)
#include "tst_train_crash.moc"
