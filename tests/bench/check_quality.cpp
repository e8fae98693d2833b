// Plants defects in recorded one-shots and says whether the quality falls with each and names it:
//     check_quality <shared/data> [sounds of each folder, 7] [-v]
// Clipping 1/5/20 %, white noise −70/−50/−30 dB re the peak, DC 0.02/0.08, low-pass 16/8/3 kHz,
// half and all of the energy in anti-phase. Each sound is brought to a peak of 0.2 first. A sound
// that already has more of a defect than is planted (a hat is noise, a bass has no 8 kHz) cannot
// fall by it: those steps are counted apart, with what was there before.

#include "core/audio/AudioFile.h"
#include "core/audio/Resample.h"
#include "core/dsp/Fft.h"
#include "core/services/Files.h"
#include "core/services/Measure.h"
#include "tests/unit/services/QualitySounds.h"

#include <QTemporaryDir>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <string>

namespace {

using namespace nde;
using testsounds::kRate;
using testsounds::Mono;
namespace quality = testsounds::quality;

struct Step
{
    std::string name;
    std::vector<Mono> channels;
};
struct Series
{
    DefectKind kind {};
    std::vector<Step> steps; ///< worse and worse
};

const Defect* found(const Stem& stem, DefectKind kind)
{
    for (const Defect& defect : stem.descriptors.defects) {
        if (defect.kind == kind) {
            return &defect;
        }
    }
    return nullptr;
}

std::vector<Series> seriesOf(const Mono& x)
{
    const auto plus = [&x](auto value) {
        Mono y = x;
        for (float& sample : y) {
            sample += value();
        }
        return y;
    };
    std::vector<Series> all;
    Series clipping {DefectKind::Clipping, {}};
    for (const int percent : {1, 5, 20}) {
        clipping.steps.push_back(
            {std::to_string(percent) + " %", {quality::clipped(x, 0.01 * percent)}});
    }
    Series noise {DefectKind::NoiseFloor, {}};
    for (const int db : {-70, -50, -30}) {
        Random random(9);
        const double level = 0.2 * std::sqrt(3.0) * std::pow(10.0, db / 20.0);
        noise.steps.push_back({std::to_string(db) + " dB", {plus([&] {
                                   return static_cast<float>(level * random.uniform(-1.0, 1.0));
                               })}});
    }
    Series dc {DefectKind::Dc, {{"0.02", {plus([] { return 0.02F; })}}}};
    dc.steps.push_back({"0.08", {plus([] { return 0.08F; })}});
    Series low {DefectKind::Bandwidth, {}};
    for (const int khz : {16, 8, 3}) {
        low.steps.push_back({std::to_string(khz) + " kHz", {quality::lowPassed(x, 1000.0 * khz)}});
    }
    Series phase {DefectKind::Phase, {}};
    if (x.size() > kRate / 2) { // what is over within one block is in or out of phase as a whole
        phase.steps.push_back({"half", quality::turnedOver(x, 0.5)});
    }
    phase.steps.push_back({"all", quality::turnedOver(x, 1.0)});
    for (Series* series : {&clipping, &noise, &dc, &low, &phase}) {
        all.push_back(std::move(*series));
    }
    return all;
}

class Bench
{
public:
    Stem measured(const std::vector<Mono>& channels, Category category)
    {
        audio::AudioBuffer buffer(static_cast<int>(channels.size()), channels.front().size(),
                                  kRate);
        for (std::size_t c = 0; c < channels.size(); ++c) {
            std::copy(channels[c].begin(), channels[c].end(),
                      buffer.channel(static_cast<int>(c)).begin());
        }
        const QString path = m_folder.filePath(QStringLiteral("sound.wav"));
        audio::WriteOptions options;
        options.sampleFormat = audio::SampleFormat::Float32;
        options.overwrite = true;
        options.isDurable = false;
        if (!audio::writeAudio(services::toPath(path), buffer, options)) {
            std::fprintf(stderr, "cannot write\n");
            std::exit(1);
        }
        const services::MeasureRequest request {path, Source::Original, category, true};
        TaskContext task;
        const auto result = services::measureFile(request, task);
        if (!result) {
            std::fprintf(stderr, "%s\n", result.error().message.c_str());
            std::exit(1);
        }
        return services::stemOf(request, *result);
    }

    void measure(const std::string& name, const Mono& x, Category category, bool isVerbose)
    {
        const Stem mono = measured({x}, category);
        const Stem stereo = measured({x, x}, category);
        for (const Series& series : seriesOf(x)) {
            const Stem& clean = series.steps.front().channels.size() == 2 ? stereo : mono;
            const Defect* before = found(clean, series.kind);
            double last = clean.quality;
            double lastLoss = before != nullptr ? before->loss : 0.0;
            for (const Step& step : series.steps) {
                const Stem stem = measured(step.channels, category);
                const Defect* named = found(stem, series.kind);
                const double loss = named != nullptr ? named->loss : 0.0;
                Sum& sum = m_sums[std::string(defectId(series.kind)) + ' ' + step.name];
                ++sum.all;
                const bool falls = stem.quality < last - 1e-9;
                sum.falls += falls ? 1 : 0;
                sum.lossGrows += loss > lastLoss + 1e-9 ? 1 : 0;
                sum.named += named != nullptr ? 1 : 0;
                const bool hadIt = before != nullptr;
                sum.hadIt += hadIt ? 1 : 0;
                const bool isMiss = !falls || named == nullptr;
                sum.missesOfClean += isMiss && !hadIt ? 1 : 0;
                if (isMiss && isVerbose) {
                    std::printf("%s %s %s: %.2f -> %.2f, T %.3f K %.3f [%s], before [%s]\n",
                                name.c_str(), std::string(defectId(series.kind)).c_str(),
                                step.name.c_str(), 100.0 * last, 100.0 * stem.quality,
                                stem.descriptors.technicalQuality,
                                stem.descriptors.characterQuality, stem.qualityReasons.c_str(),
                                clean.qualityReasons.c_str());
                }
                last = stem.quality;
                lastLoss = loss;
            }
        }
        ++m_sounds;
    }

    void print() const
    {
        std::printf("%d sounds\n%-22s %8s %8s %8s %8s %s\n", m_sounds, "", "all", "falls", "named",
                    "had it", "misses of those that had it not");
        for (const auto& [name, sum] : m_sums) {
            std::printf("%-22s %8d %8d %8d %8d %d\n", name.c_str(), sum.all, sum.falls, sum.named,
                        sum.hadIt, sum.missesOfClean);
        }
    }

private:
    struct Sum
    {
        int all {};
        int falls {};
        int lossGrows {};
        int named {};
        int hadIt {};
        int missesOfClean {};
    };
    QTemporaryDir m_folder;
    std::map<std::string, Sum> m_sums;
    int m_sounds {};
};

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: check_quality <shared/data> [sounds of each folder] [-v]\n");
        return 2;
    }
    dsp::disableDenormals();
    const std::size_t each = argc > 2 ? static_cast<std::size_t>(std::atoi(argv[2])) : 7;
    const bool isVerbose = argc > 3 && std::strcmp(argv[3], "-v") == 0;
    Bench bench;
    std::vector<std::filesystem::path> folders;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(argv[1]) + "/oneshots")) {
        folders.push_back(entry.path());
    }
    std::sort(folders.begin(), folders.end());
    for (const auto& folder : folders) {
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            files.push_back(entry.path());
        }
        std::sort(files.begin(), files.end());
        for (std::size_t i = 0; i < each && i < files.size(); ++i) {
            const auto& path = files[i * files.size() / each]; // spread over the packs
            const auto buffer = audio::readAudio(path);
            const auto resampled = buffer ? audio::resample(*buffer, kRate)
                                          : Result<audio::AudioBuffer> {propagate(buffer)};
            if (!resampled) {
                std::fprintf(stderr, "%s\n", resampled.error().message.c_str());
                return 1;
            }
            const auto category = categoryFromId(folder.filename().string());
            bench.measure(folder.filename().string() + '/' + path.stem().string(),
                          quality::levelled(audio::toMono(*resampled)),
                          category.value_or(Category::Unclear), isVerbose);
        }
    }
    bench.print();
    return 0;
}
