#pragma once

#include "core/services/LibraryFilter.h"
#include "core/services/SearchTypes.h"

#include <QWidget>

#include <vector>

class QCompleter;
class QHBoxLayout;
class QStringListModel;

namespace nde::ui {

class Button;
class ElidedLabel;
class SearchField;

/// The search box, what it was understood as (removable chips), and how much that leaves.
/// The search is the text and the facets together.
class SearchBar : public QWidget
{
    Q_OBJECT
public:
    explicit SearchBar(QWidget* parent = nullptr);

    [[nodiscard]] services::LibraryFilter filter() const; ///< text and facets together
    void togglePart(const services::LibraryFilter& part, bool on);
    void setTempo(const std::optional<std::pair<double, double>>& bpm, bool fold);
    void setText(const QString& text);
    void setFacets(const services::LibraryFilter& facets); ///< replaces them
    /// Names what the library is narrowed to (a track's sounds); empty = the whole library.
    void setScope(const QString& title);
    void clearAll();
    void setCanSave(bool on); ///< offers to keep the search
    void setResult(qint64 shown, qint64 total, double elapsedMs);
    /// Who ranked, behind the number of hits; empty = nothing to say.
    void setVoice(const QString& text);
    /// Words that were looked for in names only; their chips are dashed and say so.
    void setNamesOnly(const std::vector<std::string>& words);
    [[nodiscard]] QString text() const;
    [[nodiscard]] const services::LibraryFilter& facets() const { return m_facets; }
    void commit(); ///< the search becomes a step of the history
    void travel(int by); ///< −1 = the search before, 1 = the one after
    /// What the sounds are compared with, which is part of a step; silent. @param name  shown.
    void setLike(const services::LikeSound& like, const QString& name);
    /// What the suggestions know of the library, in the language of the window.
    void setKnownTags(const QStringList& tags) { m_knownTags = tags; }
    void setKnownCollections(const QStringList& names) { m_knownCollections = names; }
    void addTrailing(QWidget* widget); ///< at the right of the box
    [[nodiscard]] SearchField* field() const { return m_field; }
    /// The search without each of its chips, with what taking it away is called.
    struct Relaxation
    {
        QString text;
        services::LibraryFilter filter;
        int chip {};
    };
    [[nodiscard]] std::vector<Relaxation> relaxations() const;
    void removeChip(int index);

Q_SIGNALS:
    void filterChanged();
    void likeTravelled(const nde::services::LikeSound& like, const QString& name);
    void scopeCleared();
    void saveRequested(); ///< the search is to be kept

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Step
    {
        QString text;
        services::LibraryFilter facets;
        services::LikeSound like;
        QString likeName;
        bool operator==(const Step& other) const
        {
            return text == other.text && facets == other.facets && like.id == other.like.id
                && like.file == other.like.file;
        }
    };
    [[nodiscard]] Step step() const; ///< as it is now
    void exchangeRange(const services::LibraryFilter& part);
    void rebuildChips();
    void showSaving();
    void shareLine();
    void suggest(const QString& text);
    void retranslate();

    SearchField* m_field;
    QStringListModel* m_suggestions;
    QHBoxLayout* m_top;
    QWidget* m_chips;
    QHBoxLayout* m_chipLayout;
    Button* m_reset;
    Button* m_save;
    bool m_canSave {};
    ElidedLabel* m_result;
    services::LibraryFilter m_facets;
    QString m_scope;
    QString m_voice;
    QStringList m_namesOnly; ///< folded
    services::LikeSound m_like;
    QString m_likeName;
    QStringList m_knownTags;
    QStringList m_knownCollections;
    std::vector<Step> m_history {Step {}}; ///< the oldest first: at first all sounds are shown
    std::size_t m_at {}; ///< in the history
    qint64 m_shown {};
    qint64 m_total {};
    double m_elapsedMs {};
};

} // namespace nde::ui
