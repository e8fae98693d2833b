#pragma once

#include "core/services/SourceShelf.h"

#include <QWidget>

#include <memory>
#include <vector>

class QVBoxLayout;

namespace nde::ui {

class FacetRow;
class MixBar;

/// Which sounds of the library a track may be made of: their kinds, the tracks that they come from,
/// their tags, licences and ratings; and how many that leaves.
class SourceEditor final : public QWidget
{
    Q_OBJECT
public:
    /// @param shelf  what there is to choose from; null = not known yet.
    SourceEditor(const music::SourceWish& sources,
                 std::shared_ptr<const services::SourceShelf> shelf, QWidget* parent = nullptr);
    /// Another count; what can be chosen stays as it was when this was opened.
    void setMix(const services::SourceMix& mix);

Q_SIGNALS:
    void chosen(const nde::music::SourceWish& sources);

private:
    void addList(const QString& title, const QString& name, const std::vector<FacetRow*>& rows);
    void addKinds();
    void addTracks();
    void addTags();
    void addLicences();
    void addRating();

    music::SourceWish m_sources;
    std::shared_ptr<const services::SourceShelf> m_shelf;
    QVBoxLayout* m_column;
    MixBar* m_mix;
};

} // namespace nde::ui
