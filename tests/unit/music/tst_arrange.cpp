#include <QTest>
class TestArrange : public QObject
{
    Q_OBJECT
};
QTEST_GUILESS_MAIN(TestArrange)
#include "tst_arrange.moc"
