#pragma once

#include "core/base/Job.h"
#include "core/services/ModelCatalogue.h"
#include "core/services/UseCases.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace nde::ui {

/// What the head of the Separate room is set to. Unset values are the profile's own.
struct SeparateSetup
{
    QString profile {QStringLiteral("draft")};
    QStringList recipe; ///< empty = all stems
    std::optional<int> shifts;
    std::optional<double> overlap;
    std::optional<double> segmentS;
    QString precision {QStringLiteral("float32")};
    QString device {QStringLiteral("auto")};
    QString nameTemplate {QStringLiteral("{track}/{stem}")};
    QString outputFolder; ///< empty = the studio's stems folder
    bool chop {true};
    bool review {}; ///< hits wait for a decision before the library gets them
    bool operator==(const SeparateSetup&) const = default;

    /// Parameters without a track; those of networks only where the profile has one.
    [[nodiscard]] services::SeparateParams params(const QString& modelsFolder) const;
    [[nodiscard]] QByteArray toJson() const;
    /// What does not fit any more (a profile that is gone, values out of range) is left out.
    [[nodiscard]] static SeparateSetup fromJson(const QByteArray& json);
};

/// A choice in the details and what it costs, as a multiple of the default's time.
struct CostedChoice
{
    double value {};
    double cost {1.0};
};
[[nodiscard]] std::vector<CostedChoice> shiftChoices();
[[nodiscard]] std::vector<CostedChoice> overlapChoices();
/// Chunk lengths a model can take, shortest last; the first is its own. Empty for Draft.
[[nodiscard]] std::vector<CostedChoice> segmentChoices(const services::CatalogueModel* model);

/// Time of these details as a multiple of the profile's own time.
[[nodiscard]] double detailCost(const SeparateSetup& setup);
/// Network passes of a profile relative to Balanced; 0 for Draft, which has none.
[[nodiscard]] double relativeCost(const QString& profile);
/// Track seconds a second that the newest finished job of this profile reached on this computer.
[[nodiscard]] std::optional<double> measuredSpeed(const std::vector<JobRecord>& jobs,
                                                  const QString& profile);

/// Sources a profile separates into: four for Draft.
[[nodiscard]] QStringList profileSources(const QString& profile);
/// The sound files that a setup will write, in order; the residual is not among them.
[[nodiscard]] QStringList plannedStems(const SeparateSetup& setup);

enum class TemplateFault
{
    None,
    Empty,
    NoStem, ///< every stem would have the same name
    UnknownWord, ///< a {word} that means nothing, a brace without its other half
    LeavesFolder ///< "..", an absolute path
};
[[nodiscard]] TemplateFault templateFault(const QString& nameTemplate);

} // namespace nde::ui
