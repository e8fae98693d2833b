#pragma once

#include "core/services/DreamDesk.h"
#include "core/services/UseCases.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace nde::ui {

/// A sound or a place that dreams start from.
struct DreamSpot
{
    StemId stem {}; ///< 0 = outside the library
    QString file; ///< of sounds outside the library that lie on the disk
    std::vector<float> latent; ///< empty until the model has placed it
    QString name;
    std::optional<Category> category; ///< empty = dreamed

    [[nodiscard]] bool isEmpty() const { return stem == 0 && file.isEmpty() && latent.empty(); }
    bool operator==(const DreamSpot&) const = default;
};

/// What is missing before a mode can dream.
enum class DreamLack
{
    Nothing,
    Model,
    Centre, ///< Variation: a sound or a place
    Ends, ///< Interpolated: A and B, or a path
    Second, ///< Hybrid: another category with a model
    StylePair ///< Style: A and B
};

/// What the Dream room is set to.
struct DreamSetup
{
    QString model; ///< path, empty = none is open
    Category category {Category::Kick};
    std::vector<Category> joint; ///< further categories of the model
    nn::DreamMode mode {nn::DreamMode::Random};
    int count {8}; ///< 1 … 50; of a path: its steps
    double creativity {0.5};
    double temperature {1.0};
    double radius {0.35};
    quint64 seed {1};
    std::vector<double> axes; ///< −3 … 3 deviations along each axis of the sky
    QString text;
    DreamSpot centre;
    DreamSpot a;
    DreamSpot b;
    std::vector<DreamSpot> between; ///< further anchors from A to B
    std::vector<std::vector<float>> path; ///< places of a drawn path, from its start to its end
    bool isMorphHere {}; ///< Interpolated: only at `morph` instead of all the way
    double morph {0.5}; ///< 0 = A … 1 = B
    std::optional<Category> second;
    double hybrid {0.3}; ///< 0 = this category … 1 = the second one
    bool isHybridHere {true}; ///< only there instead of all the way
    bool isLong {}; ///< the model makes long sounds
    double seconds {}; ///< of long sounds; 0 = as they are
    double bars {}; ///< of long sounds with a beat; 0 = as they are
    double bpm {}; ///< of long sounds with a beat; 0 = their own
    bool glides {}; ///< Hybrid of two models: peaks move instead of fading
    int channels {1}; ///< 1 or 2
    int sampleRate {44100}; ///< 44100 or 48000

    [[nodiscard]] DreamLack lack() const;
    /// Another kind of model is open: what the other kind alone has goes back to its least.
    void setLong(bool on);
    [[nodiscard]] bool isJoint() const; ///< the model knows `second` itself
    /// Into the tray. Sounds of the library are named by id where all anchors are such, so that
    /// their audio counts; else every anchor is given by its place, which keeps their order. Of
    /// long sounds files count before places, and a drawn path is one sound that goes along it.
    [[nodiscard]] services::GenerateJobParams params() const;
};

/// A + (B − A) · share, also outside 0 … 1. Empty when the lengths differ.
[[nodiscard]] std::vector<float> mixedLatent(const std::vector<float>& a,
                                             const std::vector<float>& b, double share);
/// `base` moved along the axes of a sky. Offsets past the last axis count for nothing.
[[nodiscard]] std::vector<float> movedLatent(const std::vector<float>& base,
                                             const std::vector<services::SkyAxis>& axes,
                                             const std::vector<double>& offsets);
/// Offsets for every axis, drawn from the seed: small ones are likelier, none beyond ±2.5.
[[nodiscard]] std::vector<double> rolledAxes(std::size_t count, quint64 seed);
/// The seed after this one in a row that is the same every time; below a million, so that people
/// can read it out.
[[nodiscard]] quint64 nextSeed(quint64 seed);

} // namespace nde::ui
