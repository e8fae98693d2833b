#pragma once

#include "core/db/TasteRepository.h"
#include "core/services/UseCases.h"

#include <optional>
#include <vector>

/// What stands behind a request to dream: models, anchors, taste, words. Shared by generating,
/// re-dreaming and the desk.
namespace nde::services {

/// The studio's model of a category: `models/<category>_vae.pt`, of its long sounds
/// `models/<category>_long_vae.pt`.
[[nodiscard]] QString categoryModelPath(const Studio& studio, Category category,
                                        bool isLong = false);
/// Opens a model with the shipped ear. @param category  for the sentence when it is missing.
/// @errors  ModelMissing, Corrupt, Unsupported, OutOfMemory.
/// @param isLong    the same.
[[nodiscard]] Result<nn::StemVae> openDreamModel(const QString& path, Category category,
                                                 bool isLong = false);

/// The first seconds of a sound, as many as an anchor needs. @errors  those of openAudio.
[[nodiscard]] Result<audio::AudioBuffer> readAnchorAudio(const QString& path, bool isLong);

/// An anchor with what a recipe keeps of it.
struct SourceAnchor
{
    nn::DreamAnchor anchor;
    QString path; ///< empty = a place of the sky
    std::string contentHash; ///< of the file's samples; empty = a place of the sky
};

struct DreamSource
{
    QString modelPath;
    nn::StemVae model;
    QString secondPath; ///< empty = none
    std::optional<nn::StemVae> second;
    std::vector<SourceAnchor> anchors;
    std::vector<nn::Taste> taste;
    nn::GenerateParams params; ///< with the axes that the text moves
    QStringList unknownWords;

    [[nodiscard]] std::vector<nn::DreamAnchor> dreamAnchors() const;
    [[nodiscard]] nn::StemVae* secondModel() { return second ? &*second : nullptr; }
};
/// @errors  also NotFound (an anchor), BadInput.
[[nodiscard]] Result<DreamSource> openDreamSource(Studio& studio, const GenerateJobParams& params);

/// The decisions of a category as places of one model: those on its own dreams, and of other
/// models' dreams the training sound that they were nearest to.
[[nodiscard]] Result<std::vector<nn::Taste>> tasteOf(Studio& studio, const nn::StemVae& model);

struct TextMoves
{
    std::vector<double> axes; ///< as GenerateParams::axes
    QStringList unknownWords; ///< also of axes that the model has not
};
[[nodiscard]] TextMoves textMoves(const QString& text, const QStringList& axisIds);

} // namespace nde::services
