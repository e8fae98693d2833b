#pragma once

#include <QString>
#include <QStringList>

#include <functional>

namespace nde::services {

/// A sentence for people that can be said in their language: an English pattern, which is what a
/// translation is looked up by, and what stands in the places %1, %2, … of it.
struct Sentence
{
    const char* pattern {""};
    QStringList values;

    [[nodiscard]] bool isEmpty() const { return *pattern == '\0'; }
    /// @param translate  gives the pattern in the language wanted.
    [[nodiscard]] QString in(const std::function<QString(const char*)>& translate) const
    {
        const QString text = translate(pattern);
        QString said; // filled by hand: a value may hold "%1" itself
        for (qsizetype at = 0; at < text.size(); ++at) {
            const bool isMark = text[at] == u'%' && at + 1 < text.size() && text[at + 1].isDigit();
            if (!isMark) {
                said += text[at];
                continue;
            }
            said += values.value(text[++at].digitValue() - 1);
        }
        return said;
    }
    [[nodiscard]] QString english() const
    {
        return in([](const char* text) { return QString::fromUtf8(text); });
    }
};

} // namespace nde::services
