#include "ui/models/SoundVerbs.h"

#include <QString>
#include <QStringList>

#include <algorithm>

namespace nde::ui {

namespace {
/// Shorter sounds than this are loops and hits; separating them gives four fragments.
constexpr float kShortestTrackS = 10.0F;
} // namespace

bool canSeparate(const StemRow& row)
{
    return !row.isMissing && row.source != Source::Separated && row.source != Source::Slice
        && (row.soundClass == SoundClass::Track || row.durationS >= kShortestTrackS);
}

bool canChop(const StemRow& row)
{
    return !row.isMissing && row.soundClass != SoundClass::OneShot;
}

bool canDreamFrom(const StemRow& row)
{
    return !row.isMissing && row.soundClass != SoundClass::Track;
}

const StemRow* rowById(const std::vector<StemRow>& rows, StemId id)
{
    const auto found = std::lower_bound(
        rows.begin(), rows.end(), id, [](const StemRow& row, StemId key) { return row.id < key; });
    return found == rows.end() || found->id != id ? nullptr : &*found;
}

std::vector<std::string> tagsFromText(const std::string& text)
{
    QString spaced = QString::fromStdString(text).toLower();
    spaced.replace(QLatin1Char(','), QLatin1Char(' '));
    std::vector<std::string> tags;
    const QStringList words = spaced.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& word : words) {
        std::string tag = word.trimmed().toStdString();
        if (!tag.empty() && std::find(tags.begin(), tags.end(), tag) == tags.end()) {
            tags.push_back(std::move(tag));
        }
    }
    return tags;
}

} // namespace nde::ui
