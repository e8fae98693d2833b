#pragma once

#include <QString>
#include <QTranslator>

namespace nde::cli {

/// A text of the command line in the language chosen (QTranslator context "cli").
[[nodiscard]] QString text(const char* english);

/// German for the texts of this folder, from a table that is compiled in: a tool that prints forty
/// sentences needs no file beside it.
class GermanTexts : public QTranslator
{
    Q_OBJECT
public:
    using QTranslator::QTranslator;
    [[nodiscard]] QString translate(const char* context, const char* sourceText,
                                    const char* disambiguation, int n) const override;
    [[nodiscard]] bool isEmpty() const override { return false; }
};

} // namespace nde::cli
