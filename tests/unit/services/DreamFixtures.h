#pragma once

#include "../nn/SyntheticKicks.h"
#include "ServiceFixtures.h"
#include "core/db/StemRepository.h"
#include "core/services/DreamSource.h"
#include "core/services/UseCases.h"

#include <QTest>

/// A studio with a library of synthetic kicks and a model that learned from them: the analytic
/// start alone, so that it is there in a second.
namespace nde::services::test {

struct DreamStudio : TestStudio
{
    static constexpr int kSounds = 24;

    /// @return  empty, or what went wrong.
    QString prepare(Category category = Category::Kick)
    {
        ImportParams import;
        for (int i = 0; i < kSounds; ++i) {
            const QString path = file(QStringLiteral("kick_%1.wav").arg(i));
            if (!audio::writeAudio(toPath(path), nde::test::syntheticKick(i))) {
                return QStringLiteral("writing");
            }
            import.paths << path;
        }
        import.category = category;
        import.analyse = false;
        TaskContext task;
        const auto imported = importFiles(*studio, import, task);
        if (!imported || imported->imported.size() != std::size_t {kSounds}) {
            return QStringLiteral("importing");
        }
        std::vector<nn::TrainingSound> sounds;
        for (const auto& item : imported->imported) {
            nn::TrainingSound sound;
            sound.id = item.id;
            sound.contentHash = toStd(item.path);
            sound.audio = *audio::readAudio(toPath(item.path));
            sounds.push_back(std::move(sound));
            ids.push_back(item.id);
        }
        auto params = nde::test::smallTraining();
        params.epochs = 0;
        params.augmentations = 0;
        if (!makeFolder(studio->modelsFolder())) {
            return QStringLiteral("folder");
        }
        modelPath = categoryModelPath(*studio, category);
        const auto report = nn::trainStemVae(category, sounds, params, toPath(modelPath), {}, task);
        return report ? QString() : toQt(report.error().message);
    }

    QString modelPath;
    std::vector<StemId> ids;
};

} // namespace nde::services::test
