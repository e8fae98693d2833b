#pragma once

#include "RoomFixture.h"
#include "ui/models/TrainingShelf.h"

#include <QMutex>

#include <cmath>
#include <memory>
#include <mutex>
#include <optional>

namespace nde::test {

/// A training as it could be: falls fast, then slowly; overfits from `overfitFrom` on.
inline nn::EpochPoint epochPoint(int epoch, int overfitFrom = 1000)
{
    nn::EpochPoint point;
    point.epoch = epoch;
    point.train = 60.0 + 125.0 * std::exp(-epoch / 9.0) + 2.0 * std::sin(epoch * 1.7);
    point.validation = 70.0 + 115.0 * std::exp(-epoch / 10.0) + 2.0 * std::sin(epoch * 2.3)
        + (epoch > overfitFrom ? 0.6 * (epoch - overfitFrom) : 0.0);
    point.reconstruction = point.train - 30.0;
    point.kl = 20.0 + 25.0 * (1.0 - std::exp(-epoch / 14.0));
    point.activeDimensions = 46;
    point.learningRate = 1e-3 * (0.5 + 0.5 * std::cos(3.14159 * epoch / 125.0));
    point.examplesPerS = 4800.0 + 200.0 * std::sin(epoch);
    point.gradientNorm = 0.4 + 2.0 * std::exp(-epoch / 20.0);
    point.spectralDistance = epoch % 5 == 0 ? 5.4 + 3.0 * std::exp(-epoch / 30.0) : -1.0;
    point.elapsedS = 0.5 * epoch;
    point.steps = 44LL * epoch;
    point.memoryBytes = 620'000'000;
    for (int i = 0; i < 128; ++i) {
        point.klPerDimension.push_back(i < 46 ? static_cast<float>(2.0 * std::exp(-i / 20.0))
                                              : 0.002F);
    }
    return point;
}

/// What a TrainingShelf reads in tests; workers read it while the test changes it.
class FakeBook
{
public:
    std::vector<services::TrainingSet> sets;
    services::Preflight preflight;
    std::vector<services::RunSummary> runs;
    std::map<qint64, std::vector<nn::EpochPoint>> curves;
    std::map<qint64, std::vector<services::RunNote>> notes;
    std::map<qint64, std::vector<services::RunProbe>> probes;
    std::optional<Error> refusal; ///< of everything that is asked of a job
    std::mutex mutex;

    // Copies, for workers add to them meanwhile.
    [[nodiscard]] services::TrainJobParams lastAsked() ///< of the pre-flight
    {
        const std::lock_guard guard(mutex);
        return asked.empty() ? services::TrainJobParams {} : asked.back();
    }
    [[nodiscard]] std::vector<services::TrainJobParams> startedRuns()
    {
        const std::lock_guard guard(mutex);
        return started;
    }
    [[nodiscard]] QStringList called() ///< "pause 11", "star 3 1", …
    {
        const std::lock_guard guard(mutex);
        return calls;
    }
    [[nodiscard]] std::vector<services::RunNote> notesOf(qint64 run)
    {
        const std::lock_guard guard(mutex);
        return notes[run];
    }

    services::RunSummary& addRun(qint64 id, Category category, const QString& state, int epochs)
    {
        services::RunSummary run;
        run.id = id;
        run.job = id + 10;
        run.category = category;
        run.preset = QStringLiteral("good");
        run.state = state;
        run.sounds = 84;
        run.epochs = epochs;
        run.wantedEpochs = 100;
        run.bestEpoch = std::min(epochs, 61);
        run.bestValue = 70.4;
        run.spectralDb = 5.4;
        run.elapsedS = 0.5 * epochs;
        run.params.category = category;
        run.params.params = nn::trainPreset(nn::TrainPreset::Good);
        runs.insert(runs.begin(), run);
        for (int epoch = 0; epoch <= epochs; ++epoch) {
            curves[id].push_back(epochPoint(epoch));
        }
        return runs.front();
    }

    /// @param jobs  for the numbers of jobs; nothing runs.
    [[nodiscard]] static ui::TrainingSource source(const std::shared_ptr<FakeBook>& book)
    {
        ui::TrainingSource source;
        const auto locked = [book](auto read) {
            return [book, read](auto... arguments) {
                const std::lock_guard guard(book->mutex);
                return read(*book, arguments...);
            };
        };
        source.sets = locked([](FakeBook& b) { return Result<decltype(b.sets)>(b.sets); });
        source.preflight = locked([](FakeBook& b, const services::TrainJobParams& params) {
            b.asked.push_back(params);
            return Result<services::Preflight>(b.preflight);
        });
        source.runs = locked([](FakeBook& b) { return Result<decltype(b.runs)>(b.runs); });
        source.curve = locked([](FakeBook& b, qint64 run) {
            return Result<std::vector<nn::EpochPoint>>(b.curves[run]);
        });
        source.notes = locked([](FakeBook& b, qint64 run) {
            return Result<std::vector<services::RunNote>>(b.notes[run]);
        });
        source.probes = locked([](FakeBook& b, qint64 run) {
            return Result<std::vector<services::RunProbe>>(b.probes[run]);
        });
        source.star = locked([](FakeBook& b, qint64 run, bool on) {
            b.calls.push_back(QStringLiteral("star %1 %2").arg(run).arg(on));
            return Result<> {};
        });
        source.remove = locked([](FakeBook& b, qint64 run) {
            b.calls.push_back(QStringLiteral("remove %1").arg(run));
            std::erase_if(b.runs, [run](const auto& one) { return one.id == run; });
            return Result<> {};
        });
        source.use = locked([](FakeBook& b, qint64 run) {
            b.calls.push_back(QStringLiteral("use %1").arg(run));
            return Result<> {};
        });
        source.addNote = locked([](FakeBook& b, qint64 run, const services::RunNote& note) {
            b.notes[run].push_back(note);
            return Result<> {};
        });
        source.exportCsv = locked([](FakeBook& b, qint64 run, const QString& path) {
            b.calls.push_back(QStringLiteral("csv %1 %2").arg(run).arg(path));
            return Result<> {};
        });
        source.start = locked([](FakeBook& b, const services::TrainJobParams& params) {
            b.started.push_back(params);
            return Result<JobId>(100 + static_cast<JobId>(b.started.size()));
        });
        const auto named = [&locked](const QString& name) {
            return locked([name](FakeBook& b, JobId job) {
                b.calls.push_back(QStringLiteral("%1 %2").arg(name).arg(job));
                return b.refusal ? Result<> {tl::unexpected<Error>(*b.refusal)} : Result<> {};
            });
        };
        source.pause = named(QStringLiteral("pause"));
        source.resume = named(QStringLiteral("resume"));
        source.finishEarly = named(QStringLiteral("finish"));
        source.cancel = named(QStringLiteral("cancel"));
        source.retry = named(QStringLiteral("retry"));
        return source;
    }

private:
    std::vector<services::TrainJobParams> asked;
    std::vector<services::TrainJobParams> started;
    QStringList calls;
};

} // namespace nde::test
