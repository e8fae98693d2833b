#pragma once

#include "core/services/Doctor.h"
#include "core/services/SelfTest.h"

#include <QString>

#include <vector>

namespace nde::ui {

/// A finding or a check in the language of now.
struct CheckLine
{
    enum class Level
    {
        Ok,
        Warning,
        Problem
    };
    Level level {};
    QString title; ///< what was looked at
    QString text; ///< what was found
    QString cure; ///< what to do about it; empty when fine
};

[[nodiscard]] QString checkSentence(const services::Sentence& sentence);
[[nodiscard]] CheckLine lineOf(const services::Finding& finding);
[[nodiscard]] CheckLine lineOf(const services::SelfCheck& check);
[[nodiscard]] QString checkLevelText(CheckLine::Level level);
/// For the clipboard: a line each, home folders shortened to "~".
[[nodiscard]] QString checkReport(const QString& heading, const std::vector<CheckLine>& lines);

} // namespace nde::ui
