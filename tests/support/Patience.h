#pragma once

#include <QTest>

/// For tests that wait until something has become true: a minute instead of Qt's five seconds.
/// Where the machine is busy with other things a step of a millisecond may take seconds, which says
/// nothing about the product; how fast it is belongs into benchmarks. What is true early is seen
/// early, so that nobody waits longer for a test that passes.
namespace nde::tests {

inline constexpr int kTryMs = 60'000;

template<typename Condition>
[[nodiscard]] bool becomesTrue(const Condition& condition)
{
    return QTest::qWaitFor(condition, kTryMs);
}

} // namespace nde::tests

#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#undef QTRY_COMPARE
#define QTRY_VERIFY(expr) QTRY_VERIFY_WITH_TIMEOUT(expr, nde::tests::kTryMs)
#define QTRY_VERIFY2(expr, message) QTRY_VERIFY2_WITH_TIMEOUT(expr, message, nde::tests::kTryMs)
#define QTRY_COMPARE(expr, expected) QTRY_COMPARE_WITH_TIMEOUT(expr, expected, nde::tests::kTryMs)
