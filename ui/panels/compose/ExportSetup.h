#pragma once

#include "core/services/UseCases.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace nde::ui {

/// What the export dialog is set to: parts of a composition that leave the studio.
struct ExportSetup
{
    services::ExportParams params; ///< of the plan; folder and name count for the pack as well
    bool isPack {}; ///< the sounds in use, as a sample pack

    [[nodiscard]] static QStringList presets(); ///< ids of services::applyExportPreset
    [[nodiscard]] static QString presetText(const QString& preset);
    [[nodiscard]] static QString formatText(const QString& format); ///< "WAV 24 bit"
    [[nodiscard]] static QStringList formats();

    void applyPreset(const QString& preset); ///< keeps folder, name and plan
    /// The preset that says just this, or an empty string.
    [[nodiscard]] QString preset() const;
    [[nodiscard]] bool wantsPlan() const; ///< anything but the pack
    [[nodiscard]] bool isEmpty() const { return !wantsPlan() && !isPack; }
    /// One job for what is made from the plan, one for the pack.
    [[nodiscard]] std::vector<services::ExportParams> jobs(const QString& planFile,
                                                           const std::vector<StemId>& sounds) const;
    /// Kinds of what will be there, in words: "Nacht.wav", "4 stems", …
    [[nodiscard]] QStringList contents(const QString& name, int lanes, int sounds) const;
};

/// The sounds that a plan uses, each once, in the order of its lanes.
[[nodiscard]] std::vector<StemId> soundsOf(const music::Plan& plan);
/// What a name template becomes for a plan; empty = it cannot be filled.
[[nodiscard]] QString exportName(const QString& text, const QString& title,
                                 const music::Plan& plan);

} // namespace nde::ui
