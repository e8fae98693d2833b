#include "ui/panels/compose/SourceEditor.h"

#include "ui/panels/compose/ChipModel.h"
#include "ui/panels/compose/MixBar.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/FacetRow.h"
#include "ui/widgets/RatingStars.h"

#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace nde::ui {

namespace {

constexpr std::size_t kMostTracks = 40; ///< the latest
constexpr int kTracksHeight = 140;

/// Imported tracks that other sounds come from, the latest first.
std::vector<const StemRow*> sourceTracks(const std::vector<StemRow>& rows)
{
    std::set<StemId> parents;
    for (const StemRow& row : rows) {
        parents.insert(row.parentId);
    }
    std::vector<const StemRow*> tracks;
    for (const StemRow& row : rows) {
        if (row.parentId == 0 && row.source == Source::Original && parents.contains(row.id)) {
            tracks.push_back(&row);
        }
    }
    std::sort(tracks.begin(), tracks.end(), [](const StemRow* a, const StemRow* b) {
        return a->createdAtMs != b->createdAtMs ? a->createdAtMs > b->createdAtMs : a->id > b->id;
    });
    tracks.resize(std::min(kMostTracks, tracks.size()));
    return tracks;
}

QStringList knownTags(const std::vector<StemRow>& rows)
{
    std::set<QString> tags;
    for (const StemRow& row : rows) {
        const QString all = QString::fromStdString(row.tags);
        for (const QString& tag : all.split(u' ', Qt::SkipEmptyParts)) {
            tags.insert(tagText(tag));
        }
    }
    return {tags.begin(), tags.end()};
}

} // namespace

SourceEditor::SourceEditor(const music::SourceWish& sources, const std::vector<StemRow>* rows,
                           QWidget* parent)
    : QWidget(parent)
    , m_sources(sources)
    , m_rows(rows)
    , m_column(new QVBoxLayout(this))
    , m_mix(new MixBar(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(dp(8));
    addKinds();
    addTracks();
    addTags();
    addRating();
    m_column->addWidget(m_mix);
    if (m_rows != nullptr) {
        m_mix->setMix(sourceMixOf(*m_rows, m_sources));
    }
}

void SourceEditor::change()
{
    if (m_rows != nullptr) {
        m_mix->setMix(sourceMixOf(*m_rows, m_sources));
    }
    Q_EMIT chosen(m_sources);
}

void SourceEditor::addKinds()
{
    struct Kind
    {
        Source source;
        bool music::SourceWish::*flag;
        const char* name;
    };
    const std::array kinds {
        Kind {Source::Original, &music::SourceWish::includeOriginal, "comp_source_original"},
        Kind {Source::Separated, &music::SourceWish::includeSeparated, "comp_source_separated"},
        Kind {Source::Generated, &music::SourceWish::includeGenerated, "comp_source_generated"}};
    for (const Kind& kind : kinds) {
        auto* row = new FacetRow(sourceText(kind.source), this);
        row->setObjectName(QLatin1String(kind.name));
        row->setSource(kind.source);
        row->setChecked(m_sources.*kind.flag);
        connect(row, &QAbstractButton::toggled, this, [this, kind](bool on) {
            m_sources.*kind.flag = on;
            change();
        });
        m_column->addWidget(row);
    }
}

void SourceEditor::addTracks()
{
    const auto tracks = m_rows != nullptr ? sourceTracks(*m_rows) : std::vector<const StemRow*> {};
    if (tracks.empty()) {
        return;
    }
    m_column->addWidget(new QLabel(tr("Only from these tracks"), this));
    auto* list = new QWidget;
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (const StemRow* track : tracks) {
        auto* row = new FacetRow(QString::fromStdString(track->name), list);
        row->setObjectName(QStringLiteral("comp_source_track_%1").arg(track->id));
        auto& roots = m_sources.roots;
        row->setChecked(std::find(roots.begin(), roots.end(), track->id) != roots.end());
        connect(row, &QAbstractButton::toggled, this, [this, id = track->id](bool on) {
            std::erase(m_sources.roots, id);
            if (on) {
                m_sources.roots.push_back(id);
                std::sort(m_sources.roots.begin(), m_sources.roots.end());
            }
            change();
        });
        column->addWidget(row);
    }
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("comp_source_tracks"));
    scroll->setAccessibleName(tr("Only from these tracks"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(list);
    scroll->setFixedHeight(std::min(dp(kTracksHeight), list->sizeHint().height()));
    m_column->addWidget(scroll);
}

void SourceEditor::addTags()
{
    const QStringList known = m_rows != nullptr ? knownTags(*m_rows) : QStringList();
    if (known.isEmpty() && m_sources.tags.empty()) {
        return;
    }
    auto* field = new QLineEdit(this);
    field->setObjectName(QStringLiteral("comp_source_tags"));
    field->setPlaceholderText(tr("Any of these tags, by commas"));
    field->setAccessibleName(field->placeholderText());
    QStringList tags;
    for (const std::string& tag : m_sources.tags) {
        tags += tagText(QString::fromStdString(tag));
    }
    field->setText(tags.join(QStringLiteral(", ")));
    auto* completer = new QCompleter(known, field);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    field->setCompleter(completer);
    connect(field, &QLineEdit::editingFinished, this, [this, field] {
        std::vector<std::string> wanted;
        for (const QString& tag : field->text().split(u',', Qt::SkipEmptyParts)) {
            if (const QString word = tag.simplified(); !word.isEmpty()) {
                wanted.push_back(tagId(word).toLower().toStdString());
            }
        }
        if (wanted != m_sources.tags) {
            m_sources.tags = std::move(wanted);
            change();
        }
    });
    m_column->addWidget(field);
}

void SourceEditor::addRating()
{
    auto* stars = new RatingStars(this);
    stars->setObjectName(QStringLiteral("comp_source_rating"));
    stars->setAccessibleName(tr("At least this rating"));
    stars->setRating(m_sources.minRating);
    connect(stars, &RatingStars::rated, this, [this, stars](int rating) {
        m_sources.minRating = rating == m_sources.minRating ? 0 : rating;
        stars->setRating(m_sources.minRating);
        change();
    });
    auto* line = new QHBoxLayout;
    line->addWidget(new QLabel(tr("Rated at least"), this));
    line->addStretch(1);
    line->addWidget(stars);
    m_column->addLayout(line);
}

} // namespace nde::ui
