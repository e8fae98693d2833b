#pragma once

#include "core/base/Result.h"

#include <QString>

namespace nde::services {

/// What the fields of a name template stand for; what is not known is empty.
struct NameFields
{
    QString track;
    QString stem;
    QString model;
    QString profile;
    QString date; ///< yyyy-MM-dd
    QString bpm;
    QString key;
    QString category;
    QString source;
    QString number; ///< "001"
    QString artist; ///< as the tags of the file say
    QString title;
    QString hash8; ///< the first eight digits of the content hash
};

/// Fills "{track}/{stem}" and the like. '/' in the template makes folders, in a field's text it
/// does not; every part becomes a safe file name; an unknown value reads "unknown". A final
/// ".{ext}" is left out, since the format decides about it.
/// @errors  BadInput: an unknown field, a brace without its other half, a part that is empty, "."
///          or "..", an absolute path.
[[nodiscard]] Result<QString> fillTemplate(const QString& text, const NameFields& fields);
/// The same checks without values. @errors  BadInput.
[[nodiscard]] Result<> checkTemplate(const QString& text);
/// Whether the template asks for something that only analysis knows.
[[nodiscard]] bool needsAnalysis(const QString& text);
/// Whether it asks for something that stands in the tags of the file.
[[nodiscard]] bool needsTags(const QString& text);

} // namespace nde::services
