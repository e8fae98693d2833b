#include "FakeNetworks.h"
#include "core/nn/apply/Grid.h"
#include "core/nn/apply/RunState.h"
#include "tests/support/SharedData.h"

#include <QElapsedTimer>
#include <QTest>

#include <unistd.h>

#include <fstream>
#include <numeric>

using namespace nde;
using namespace nde::nn;
using namespace nde::nn::test;

namespace {

constexpr int kRate = 100;
constexpr int kSources = 3;
constexpr int kChannels = 2;

using Track = std::vector<std::vector<double>>; ///< [rows][frames]

/// The original's algorithm on whole arrays in double precision, as demucs.md 3.13 to 3.16 words
/// it: slow, and sharing nothing with the streaming driver.
Track referencePass(const FakeBag& bag, std::size_t member, const MemoryMix& mix,
                    const SeparationOptions& options, std::int64_t shift)
{
    const std::int64_t length = mix.frames();
    const std::int64_t most = bag.plan.info.sampleRate / 2;
    const std::int64_t start = shift < 0 ? 0 : shift - most;
    const auto sample = [&](int channel, std::int64_t frame) {
        return frame < 0 || frame >= length
            ? 0.0F
            : mix.samples[static_cast<std::size_t>(channel * length + frame)];
    };
    const bool isTransformer = bag.plan.info.architecture == "HTDemucs";
    const auto own = bag.plan.info.segmentFrames;
    const auto chunk = options.segmentS
        ? static_cast<std::int64_t>(*options.segmentS * bag.plan.info.sampleRate)
        : own;
    const auto stride
        = static_cast<std::int64_t>((1.0 - options.overlap) * static_cast<double>(chunk));
    const std::int64_t inner = length - start;
    Track out(kSources * kChannels, std::vector<double>(static_cast<std::size_t>(inner), 0.0));
    std::vector<double> total(static_cast<std::size_t>(inner), 0.0);
    for (std::int64_t offset = 0; offset < inner; offset += stride) {
        const std::int64_t count = std::min(chunk, inner - offset);
        const std::int64_t valid = isTransformer ? (options.segmentS ? chunk : own) : count;
        const std::int64_t delta = valid - count;
        std::vector<float> input(static_cast<std::size_t>(valid * kChannels));
        for (int c = 0; c < kChannels; ++c) {
            for (std::int64_t i = 0; i < valid; ++i) {
                input[static_cast<std::size_t>(c * valid + i)]
                    = sample(c, start + offset - delta / 2 + i);
            }
        }
        std::vector<float> stems(static_cast<std::size_t>(valid * kChannels * kSources));
        respond(bag.characters[member], input.data(), valid, kSources, kChannels, stems.data());
        for (std::int64_t i = 0; i < count; ++i) {
            const double height = static_cast<double>(i < chunk / 2 ? i + 1 : chunk - i);
            const double weight = std::pow(height / static_cast<double>(chunk - chunk / 2),
                                           options.transitionPower);
            total[static_cast<std::size_t>(offset + i)] += weight;
            for (std::size_t row = 0; row < out.size(); ++row) {
                out[row][static_cast<std::size_t>(offset + i)] += weight
                    * double {stems[row * static_cast<std::size_t>(valid)
                                    + static_cast<std::size_t>(i + delta / 2)]};
            }
        }
    }
    for (auto& row : out) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            row[i] /= total[i];
        }
        row.erase(row.begin(), row.begin() - start);
    }
    return out;
}

Track reference(const FakeBag& bag, const MemoryMix& mix, const SeparationOptions& options)
{
    Track sum(kSources * kChannels,
              std::vector<double>(static_cast<std::size_t>(mix.frames()), 0.0));
    std::vector<double> totals(kSources, 0.0);
    for (std::size_t member = 0; member < bag.plan.members.size(); ++member) {
        const int runs = std::max(1, options.shifts);
        for (int run = 0; run < runs; ++run) {
            const auto shift
                = options.shifts == 0 ? -1 : options.shiftOffsets[static_cast<std::size_t>(run)];
            const Track one = referencePass(bag, member, mix, options, shift);
            for (std::size_t row = 0; row < sum.size(); ++row) {
                const double weight = bag.plan.members[member].weights[row / kChannels] / runs;
                for (std::size_t i = 0; i < sum[row].size(); ++i) {
                    sum[row][i] += weight * one[row][i];
                }
            }
        }
        for (std::size_t source = 0; source < kSources; ++source) {
            totals[source] += bag.plan.members[member].weights[source];
        }
    }
    for (std::size_t row = 0; row < sum.size(); ++row) {
        for (double& value : sum[row]) {
            value /= totals[row / kChannels];
        }
    }
    return sum;
}

double snrOf(const Track& wanted, const MemorySink& sink)
{
    nde::test::SnrMeter meter;
    for (std::size_t row = 0; row < wanted.size(); ++row) {
        const auto& got = sink.result(static_cast<int>(row) / kChannels)[row % kChannels];
        if (got.size() != wanted[row].size()) {
            return -1000.0;
        }
        for (std::size_t i = 0; i < got.size(); ++i) {
            meter.add(wanted[row][i], double {got[i]});
        }
    }
    return meter.db();
}

std::int64_t residentKiB()
{
    std::ifstream file("/proc/self/statm");
    std::int64_t size = 0;
    std::int64_t resident = 0;
    file >> size >> resident;
    return resident * ::sysconf(_SC_PAGESIZE) / 1024;
}

/// Noise that is computed where it is read, and a sink that forgets.
class EndlessMix final : public MixSource
{
public:
    explicit EndlessMix(std::int64_t frames)
        : m_frames(frames)
    {
    }
    [[nodiscard]] std::int64_t frames() const override { return m_frames; }
    [[nodiscard]] Result<> read(std::int64_t start, std::int64_t frames, float* planar) override
    {
        auto noise = static_cast<std::uint32_t>(start) * 2654435761U + 1U;
        for (std::int64_t i = 0; i < frames * kChannels; ++i) {
            noise = noise * 1664525U + 1013904223U;
            planar[i] = static_cast<float>(noise >> 8) / 8388608.0F - 1.0F;
        }
        return {};
    }

private:
    std::int64_t m_frames;
};

class ForgetfulSink final : public StemSink
{
public:
    [[nodiscard]] Result<> write(int, int, const float*, std::int64_t frames) override
    {
        written += frames;
        return {};
    }
    [[nodiscard]] Result<> readBack(int, int, std::int64_t, std::int64_t frames,
                                    float* planar) override
    {
        std::fill_n(planar, frames * kChannels, 0.0F);
        return {};
    }
    [[nodiscard]] Result<> restart(int) override { return {}; }
    [[nodiscard]] Result<> checkpoint(std::span<const std::byte>) override { return {}; }
    std::int64_t written {};
};

} // namespace

class TestApply : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void equalsTheWordsOfTheSpecification_data();
    void equalsTheWordsOfTheSpecification();
    void anIdentityGivesTheMix();
    void bagsWeighTheirMembers();
    void shiftsAreDrawnFromTheSeed();
    void resumesWithTheSameBytes_data();
    void resumesWithTheSameBytes();
    void foreignAndDamagedStatesAreRefused();
    void stepsDownWhenMemoryIsShort();
    void segmentsShortenWhereTheNetworkAllows();
    void cancelStopsAtOnce();
    void progressRisesToOne();
    void wrongOptionsAreRefused();
    void memoryDoesNotGrow();
};

void TestApply::equalsTheWordsOfTheSpecification_data()
{
    QTest::addColumn<bool>("isTransformer");
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("segment");
    QTest::addColumn<double>("overlap");
    QTest::addColumn<double>("power");
    QTest::addColumn<double>("override");
    QTest::addColumn<int>("shifts");
    for (const bool isTransformer : {true, false}) {
        const char* kind = isTransformer ? "HTDemucs" : "HDemucs";
        const auto row = [&](const char* name, int length, int segment, double overlap,
                             double power = 1.0, double override = 0.0, int shifts = 0) {
            QTest::addRow("%s, %s", kind, name)
                << isTransformer << length << segment << overlap << power << override << shifts;
        };
        row("one frame", 1, 40, 0.25);
        row("shorter than a segment", 33, 40, 0.25);
        row("just a segment", 40, 40, 0.25);
        row("a frame more", 41, 40, 0.25);
        row("odd segment", 300, 41, 0.25);
        row("no overlap", 300, 40, 0.0);
        row("more than half", 311, 40, 0.6, 2.0);
        row("nearly all", 157, 40, 0.97);
        row("last chunk tiny", 121, 40, 0.25);
        row("override", 257, 40, 0.25, 1.0, 0.23);
        row("shifted", 257, 40, 0.25, 1.0, 0.0, 3);
        row("shifted, short", 5, 40, 0.25, 1.0, 0.0, 3);
        row("shifted, override", 257, 40, 0.4, 1.0, 0.23, 2);
    }
}

void TestApply::equalsTheWordsOfTheSpecification()
{
    QFETCH(bool, isTransformer);
    QFETCH(int, length);
    QFETCH(int, segment);
    QFETCH(double, overlap);
    QFETCH(double, power);
    QFETCH(double, override);
    QFETCH(int, shifts);
    FakeBag bag({{0.7F, 3, 0.5F}}, kSources, kChannels, kRate, segment, isTransformer);
    MemoryMix mix(kChannels, length);
    SeparationOptions options;
    options.overlap = overlap;
    options.transitionPower = power;
    options.shifts = shifts;
    const std::vector<std::int64_t> offsets {17, 0, 50};
    options.shiftOffsets.assign(offsets.begin(), offsets.begin() + shifts);
    if (override > 0.0) {
        options.segmentS = override;
    }
    MemorySink sink(kChannels);
    const auto report = apply::runPasses(bag.plan, options, bag.backend, mix, sink, {}, {});
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    const double snr = snrOf(reference(bag, mix, options), sink);
    QVERIFY2(snr > 120.0, qPrintable(QString::number(snr)));
    QCOMPARE(report->passes, std::max(1, shifts));
    QCOMPARE(report->shiftOffsets, options.shiftOffsets);
    QCOMPARE(report->device, std::string("CPU"));
}

void TestApply::anIdentityGivesTheMix()
{
    FakeBag bag({{1.0F, 0, 0.0F}}, kSources, kChannels, kRate, 64, true);
    MemoryMix mix(kChannels, 1000);
    SeparationOptions options;
    options.shifts = 2;
    options.seed = 9;
    MemorySink sink(kChannels);
    QVERIFY(apply::runPasses(bag.plan, options, bag.backend, mix, sink, {}, {}).has_value());
    for (int s = 0; s < kSources; ++s) {
        for (int c = 0; c < kChannels; ++c) {
            const auto& got = sink.result(s)[static_cast<std::size_t>(c)];
            QCOMPARE(got.size(), std::size_t {1000});
            for (std::size_t i = 0; i < got.size(); ++i) {
                const float wanted = static_cast<float>(s + 1)
                    * mix.samples[static_cast<std::size_t>(c) * 1000 + i];
                QVERIFY(std::abs(got[i] - wanted) < 2e-6F);
            }
        }
    }
}

void TestApply::bagsWeighTheirMembers()
{
    FakeBag bag({{1.0F, 0, 0.3F}, {-2.0F, 1, 0.1F}, {5.0F, 2, 0.0F}}, kSources, kChannels, kRate,
                40, true);
    bag.plan.members[0].weights = {1.0, 0.0, 0.25};
    bag.plan.members[1].weights = {1.0, 1.0, 0.75};
    bag.plan.members[2].weights = {0.0, 0.0, 0.0};
    MemoryMix mix(kChannels, 500);
    SeparationOptions options;
    options.shifts = 2;
    options.shiftOffsets = {11, 49};
    MemorySink sink(kChannels);
    const auto report = apply::runPasses(bag.plan, options, bag.backend, mix, sink, {}, {});
    QVERIFY(report.has_value());
    QCOMPARE(report->passes, 4); // the member without any weight is not run
    QCOMPARE(bag.loads, 2); // once each
    const double snr = snrOf(reference(bag, mix, options), sink);
    QVERIFY2(snr > 120.0, qPrintable(QString::number(snr)));
    QVERIFY(!sink.files.contains({0, 1})); // weight 0: not written
    QVERIFY(sink.files.contains({2, 1}));
}

void TestApply::shiftsAreDrawnFromTheSeed()
{
    const auto offsets = [](std::uint64_t seed) {
        FakeBag bag({{}, {}}, kSources, kChannels, 44100, 4000, true);
        MemoryMix mix(kChannels, 1000);
        SeparationOptions options;
        options.shifts = 3;
        options.seed = seed;
        MemorySink sink(kChannels);
        const auto report = apply::runPasses(bag.plan, options, bag.backend, mix, sink, {}, {});
        return report ? report->shiftOffsets : std::vector<std::int64_t> {};
    };
    const auto first = offsets(1);
    QCOMPARE(first.size(), std::size_t {6});
    QCOMPARE(offsets(1), first);
    QVERIFY(offsets(2) != first);
    QVERIFY(std::all_of(first.begin(), first.end(),
                        [](auto offset) { return offset >= 0 && offset <= 22050; }));
    // Every member draws its own.
    QVERIFY(!std::equal(first.begin(), first.begin() + 3, first.begin() + 3));
}

void TestApply::resumesWithTheSameBytes_data()
{
    QTest::addColumn<int>("shifts");
    QTest::addColumn<double>("overlap");
    QTest::addRow("plain") << 0 << 0.25;
    QTest::addRow("wide overlap") << 0 << 0.8;
    QTest::addRow("shifts") << 2 << 0.25;
}

void TestApply::resumesWithTheSameBytes()
{
    QFETCH(int, shifts);
    QFETCH(double, overlap);
    FakeBag bag({{0.9F, 2, 0.4F}, {0.3F, 0, 0.2F}}, kSources, kChannels, kRate, 40, true);
    bag.plan.members[0].weights = {1.0, 0.3, 0.0};
    MemoryMix mix(kChannels, 230);
    SeparationOptions options;
    options.shifts = shifts;
    options.overlap = overlap;
    MemorySink whole(kChannels);
    const auto wanted = apply::runPasses(bag.plan, options, bag.backend, mix, whole, {}, {});
    QVERIFY(wanted.has_value());
    for (int death = 1; death <= whole.checkpoints; ++death) {
        MemorySink sink(kChannels);
        sink.dieAt = death;
        QVERIFY(!apply::runPasses(bag.plan, options, bag.backend, mix, sink, {}, {}).has_value());
        sink.resurrect();
        const std::vector<std::byte> state = sink.state;
        const auto resumed = apply::runPasses(bag.plan, options, bag.backend, mix, sink, state, {});
        QVERIFY2(resumed.has_value(), resumed ? "" : resumed.error().message.c_str());
        QCOMPARE(sink.checkpoints, whole.checkpoints); // nothing was done twice
        QCOMPARE(resumed->segments, wanted->segments);
        QCOMPARE(resumed->shiftOffsets, wanted->shiftOffsets);
        QVERIFY(sink.files == whole.files);
    }
}

void TestApply::foreignAndDamagedStatesAreRefused()
{
    FakeBag bag({{0.9F, 2, 0.4F}}, kSources, kChannels, kRate, 40, true);
    MemoryMix mix(kChannels, 230);
    SeparationOptions options;
    MemorySink sink(kChannels);
    sink.dieAt = 3;
    QVERIFY(!apply::runPasses(bag.plan, options, bag.backend, mix, sink, {}, {}).has_value());
    const std::vector<std::byte> state = sink.state;
    sink.resurrect();
    const auto codeOf = [&](std::span<const std::byte> bytes) {
        MemorySink fresh = sink;
        const auto run = apply::runPasses(bag.plan, options, bag.backend, mix, fresh, bytes, {});
        return run ? ErrorCode::Internal : run.error().code;
    };
    for (std::size_t length = 1; length < state.size(); length += 3) {
        QCOMPARE(codeOf({state.data(), length}), ErrorCode::Corrupt);
    }
    auto longer = state;
    longer.push_back(std::byte {0});
    QCOMPARE(codeOf(longer), ErrorCode::Corrupt);
    options.overlap = 0.5;
    QCOMPARE(codeOf(state), ErrorCode::Corrupt);
    options.overlap = 0.25;
    MemoryMix other(kChannels, 231);
    MemorySink fresh = sink;
    QCOMPARE(apply::runPasses(bag.plan, options, bag.backend, other, fresh, state, {}).error().code,
             ErrorCode::Corrupt);
}

void TestApply::stepsDownWhenMemoryIsShort()
{
    FakeBag bag({{0.9F, 2, 0.4F}}, kSources, kChannels, kRate, 40, true);
    MemoryMix mix(kChannels, 230);
    SeparationOptions options;
    MemorySink wanted(kChannels);
    QVERIFY(apply::runPasses(bag.plan, options, bag.backend, mix, wanted, {}, {}).has_value());
    std::vector<ModelOptions> tried;
    const auto load = bag.backend.load;
    /// A GPU that runs short at its third chunk, whatever the precision.
    class Small final : public apply::Network
    {
    public:
        explicit Small(std::unique_ptr<apply::Network> inner)
            : m_inner(std::move(inner))
        {
        }
        std::int64_t paddedFrames() const override { return m_inner->paddedFrames(); }
        std::string deviceName() const override { return "Tiny GPU"; }
        Result<> forward(const float* in, std::int64_t frames, float* out,
                         const TaskContext& task) override
        {
            if (++m_chunks == 3) {
                return fail(ErrorCode::OutOfMemory, "no more memory");
            }
            return m_inner->forward(in, frames, out, task);
        }

    private:
        std::unique_ptr<apply::Network> m_inner;
        int m_chunks {};
    };
    bag.backend.load = [&](const SeparationPlan::Member& member,
                           const ModelOptions& asked) -> Result<std::unique_ptr<apply::Network>> {
        tried.push_back(asked);
        auto network = load(member, asked);
        if (asked.device == ComputeDevice::Cpu) {
            return network;
        }
        return std::make_unique<Small>(std::move(*network));
    };
    bag.backend.hasFastPrecision = [](ComputeDevice) { return true; };
    MemorySink sink(kChannels);
    const auto report = apply::runPasses(bag.plan, options, bag.backend, mix, sink, {}, {});
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    QCOMPARE(tried.size(), std::size_t {3});
    QVERIFY(tried[1].precision == Precision::Fast && tried[1].device == ComputeDevice::Auto);
    QVERIFY(tried[2].precision == Precision::Float32 && tried[2].device == ComputeDevice::Cpu);
    QCOMPARE(report->steps,
             (std::vector<std::string> {"not enough memory on Tiny GPU: lower precision",
                                        "not enough memory on Tiny GPU: going on with the CPU"}));
    QCOMPARE(report->device, std::string("CPU"));
    QVERIFY(sink.files == wanted.files); // the same chunks, none twice
    QCOMPARE(sink.restarts, 0);
    // Nothing below the CPU: the error stands.
    bag.backend.load = [](const auto&, const auto&) -> Result<std::unique_ptr<apply::Network>> {
        return fail(ErrorCode::OutOfMemory, "no memory at all");
    };
    options.model.device = ComputeDevice::Cpu;
    MemorySink none(kChannels);
    const auto failed = apply::runPasses(bag.plan, options, bag.backend, mix, none, {}, {});
    QCOMPARE(failed.error().code, ErrorCode::OutOfMemory);
}

void TestApply::segmentsShortenWhereTheNetworkAllows()
{
    constexpr std::int64_t kRoom = 600; // frames that fit
    FakeBag bag({{0.9F, 2, 0.4F}}, kSources, kChannels, kRate, 2000, false);
    MemoryMix mix(kChannels, 5000);
    class Narrow final : public apply::Network
    {
    public:
        std::int64_t paddedFrames() const override { return 0; }
        std::string deviceName() const override { return "CPU"; }
        Result<> forward(const float* in, std::int64_t frames, float* out,
                         const TaskContext&) override
        {
            if (frames > kRoom) {
                return fail(ErrorCode::OutOfMemory, "too long");
            }
            respond({0.9F, 2, 0.4F}, in, frames, kSources, kChannels, out);
            return {};
        }
    };
    bag.backend.load = [](const auto&, const auto&) -> Result<std::unique_ptr<apply::Network>> {
        return std::make_unique<Narrow>();
    };
    SeparationOptions options;
    MemorySink sink(kChannels);
    const auto report = apply::runPasses(bag.plan, options, bag.backend, mix, sink, {}, {});
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    QCOMPARE(report->steps,
             (std::vector<std::string> {
                 "not enough memory on CPU: segments of 10.00 s instead of 20.00 s",
                 "not enough memory on CPU: segments of 5.00 s instead of 10.00 s"}));
    options.segmentS = 5.0;
    const double snr = snrOf(reference(bag, mix, options), sink);
    QVERIFY2(snr > 120.0, qPrintable(QString::number(snr)));
}

void TestApply::cancelStopsAtOnce()
{
    FakeBag bag({{}}, kSources, kChannels, kRate, 40, true);
    MemoryMix mix(kChannels, 2000);
    int asked = 0;
    const TaskContext task {{}, [&asked] { return ++asked > 5; }};
    MemorySink sink(kChannels);
    const auto run = apply::runPasses(bag.plan, {}, bag.backend, mix, sink, {}, task);
    QCOMPARE(run.error().code, ErrorCode::Cancelled);
    QCOMPARE(sink.checkpoints, 5);
}

void TestApply::progressRisesToOne()
{
    FakeBag bag({{}, {}}, kSources, kChannels, kRate, 40, true);
    MemoryMix mix(kChannels, 500);
    SeparationOptions options;
    options.shifts = 2;
    std::vector<double> seen;
    const TaskContext task {
        [&seen](double fraction, std::string_view) { seen.push_back(fraction); }, {}};
    MemorySink sink(kChannels);
    const auto report = apply::runPasses(bag.plan, options, bag.backend, mix, sink, {}, task);
    QVERIFY(report.has_value());
    QCOMPARE(seen.size(), static_cast<std::size_t>(report->segments));
    QVERIFY(std::is_sorted(seen.begin(), seen.end()));
    QVERIFY(seen.front() > 0.0 && seen.front() < 0.1);
    QCOMPARE(seen.back(), 1.0);
}

void TestApply::wrongOptionsAreRefused()
{
    FakeBag bag({{}}, kSources, kChannels, kRate, 40, true);
    MemoryMix mix(kChannels, 500);
    const auto codeOf = [&](const SeparationOptions& options) {
        MemorySink sink(kChannels);
        const auto run = apply::runPasses(bag.plan, options, bag.backend, mix, sink, {}, {});
        return run ? ErrorCode::Internal : run.error().code;
    };
    SeparationOptions options;
    const SeparationOptions good;
    for (const double overlap : {-0.1, 1.0, std::nan("")}) {
        options = good;
        options.overlap = overlap;
        QCOMPARE(codeOf(options), ErrorCode::BadInput);
    }
    for (const int shifts : {-1, 21}) {
        options = good;
        options.shifts = shifts;
        QCOMPARE(codeOf(options), ErrorCode::BadInput);
    }
    for (const double segment : {0.0, -1.0, 0.41, 1e9, std::nan("")}) { // 0.40 s is the model's own
        options = good;
        options.segmentS = segment;
        QCOMPARE(codeOf(options), ErrorCode::BadInput);
    }
    for (const double power : {0.5, 1e6, std::nan("")}) {
        options = good;
        options.transitionPower = power;
        QCOMPARE(codeOf(options), ErrorCode::BadInput);
    }
    options = good;
    options.shifts = 2;
    options.shiftOffsets = {1, 51};
    QCOMPARE(codeOf(options), ErrorCode::BadInput);
    options.shiftOffsets = {1, 2, 3};
    QCOMPARE(codeOf(options), ErrorCode::BadInput);
    MemoryMix nothing(kChannels, 0);
    MemorySink sink(kChannels);
    QCOMPARE(apply::runPasses(bag.plan, good, bag.backend, nothing, sink, {}, {}).error().code,
             ErrorCode::BadInput);
}

void TestApply::memoryDoesNotGrow()
{
    // Ten minutes against one: the same memory, once the buffers are there. The stems alone would
    // take 230 MB.
    constexpr std::int64_t kMinute = std::int64_t {16000} * 60;
    FakeBag bag({{0.5F, 0, 0.0F}, {0.5F, 0, 0.0F}}, kSources, kChannels, 16000, 16000 * 2, true);
    ForgetfulSink sink;
    EndlessMix one(kMinute);
    QVERIFY(apply::runPasses(bag.plan, {}, bag.backend, one, sink, {}, {}).has_value());
    const std::int64_t before = residentKiB();
    EndlessMix ten(kMinute * 10);
    std::int64_t most = 0;
    const TaskContext task {
        [&most](double, std::string_view) { most = std::max(most, residentKiB()); }, {}};
    sink.written = 0;
    QVERIFY(apply::runPasses(bag.plan, {}, bag.backend, ten, sink, {}, task).has_value());
    QCOMPARE(sink.written, kMinute * 10 * kSources * 2);
    QVERIFY2(most - before < 8 * 1024, qPrintable(QString::number(most - before)));
}

QTEST_GUILESS_MAIN(TestApply)
#include "tst_apply.moc"
