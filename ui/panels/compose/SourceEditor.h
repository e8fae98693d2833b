#pragma once

#include "core/base/Stem.h"
#include "core/music/Plan.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace nde::ui {

class MixBar;

/// Which sounds of the library a track may be made of: their kinds, the tracks that they come from,
/// their tags and ratings; and how many that leaves.
class SourceEditor final : public QWidget
{
    Q_OBJECT
public:
    /// @param rows  of the library; null = not known. Alive as long as this.
    SourceEditor(const music::SourceWish& sources, const std::vector<StemRow>* rows,
                 QWidget* parent = nullptr);

Q_SIGNALS:
    void chosen(const nde::music::SourceWish& sources);

private:
    void addKinds();
    void addTracks();
    void addTags();
    void addRating();
    void change();

    music::SourceWish m_sources;
    const std::vector<StemRow>* m_rows;
    QVBoxLayout* m_column;
    MixBar* m_mix;
};

} // namespace nde::ui
