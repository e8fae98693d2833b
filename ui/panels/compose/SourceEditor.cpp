#include "ui/panels/compose/SourceEditor.h"

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

namespace nde::ui {

namespace {

constexpr int kListHeight = 140;

QStringList knownTags(const services::SourceShelf& shelf)
{
    QStringList tags;
    for (const QString& tag : shelf.tags) {
        tags += tagText(tag);
    }
    tags.sort(Qt::CaseInsensitive);
    return tags;
}

template<typename T>
bool contains(const std::vector<T>& values, const T& value)
{
    return std::find(values.begin(), values.end(), value) != values.end();
}

/// Puts or takes a value into a list that is kept in order.
template<typename T>
void setIn(std::vector<T>& values, const T& value, bool on)
{
    std::erase(values, value);
    if (on) {
        values.push_back(value);
        std::sort(values.begin(), values.end());
    }
}

} // namespace

SourceEditor::SourceEditor(const music::SourceWish& sources,
                           std::shared_ptr<const services::SourceShelf> shelf, QWidget* parent)
    : QWidget(parent)
    , m_sources(sources)
    , m_shelf(std::move(shelf))
    , m_column(new QVBoxLayout(this))
    , m_mix(new MixBar(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(dp(8));
    addKinds();
    addTracks();
    addTags();
    addLicences();
    addRating();
    m_column->addWidget(m_mix);
    if (m_shelf) {
        setMix(m_shelf->mix);
    }
}

void SourceEditor::setMix(const services::SourceMix& mix)
{
    m_mix->setMix(mix);
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
            Q_EMIT chosen(m_sources);
        });
        m_column->addWidget(row);
    }
}

/// Rows in a list of their own, which scrolls when there are many.
void SourceEditor::addList(const QString& title, const QString& name,
                           const std::vector<FacetRow*>& rows)
{
    m_column->addWidget(new QLabel(title, this));
    auto* list = new QWidget;
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (FacetRow* row : rows) {
        column->addWidget(row);
    }
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(name);
    scroll->setAccessibleName(title);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(list);
    scroll->setFixedHeight(std::min(dp(kListHeight), list->sizeHint().height()));
    m_column->addWidget(scroll);
}

void SourceEditor::addTracks()
{
    std::vector<FacetRow*> rows;
    for (std::size_t i = 0; m_shelf && i < m_shelf->tracks.size(); ++i) {
        const services::SourceShelf::Track& track = m_shelf->tracks[i];
        auto* row = new FacetRow(track.name, this);
        row->setObjectName(QStringLiteral("comp_source_track_%1").arg(track.id));
        row->setChecked(contains(m_sources.roots, track.id));
        connect(row, &QAbstractButton::toggled, this, [this, id = track.id](bool on) {
            setIn(m_sources.roots, id, on);
            Q_EMIT chosen(m_sources);
        });
        rows.push_back(row);
    }
    if (!rows.empty()) {
        addList(tr("Only from these tracks"), QStringLiteral("comp_source_tracks"), rows);
    }
}

/// Where all sounds are of one licence there is nothing to choose.
void SourceEditor::addLicences()
{
    QStringList known = m_shelf ? m_shelf->licences : QStringList();
    for (const std::string& wanted : m_sources.licences) {
        const QString name = QString::fromStdString(wanted);
        if (!known.contains(name)) {
            known += name;
        }
    }
    std::vector<FacetRow*> rows;
    for (qsizetype i = 0; known.size() > 1 && i < known.size(); ++i) {
        const std::string licence = known[i].toStdString();
        auto* row = new FacetRow(licence == "unknown" ? tr("Unknown licence") : known[i], this);
        row->setObjectName(QStringLiteral("comp_source_licence_") + known[i]);
        row->setChecked(contains(m_sources.licences, licence));
        connect(row, &QAbstractButton::toggled, this, [this, licence](bool on) {
            setIn(m_sources.licences, licence, on);
            Q_EMIT chosen(m_sources);
        });
        rows.push_back(row);
    }
    if (!rows.empty()) {
        addList(tr("Only under these licences"), QStringLiteral("comp_source_licences"), rows);
    }
}

void SourceEditor::addTags()
{
    const QStringList known = m_shelf ? knownTags(*m_shelf) : QStringList();
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
            Q_EMIT chosen(m_sources);
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
        Q_EMIT chosen(m_sources);
    });
    auto* line = new QHBoxLayout;
    line->addWidget(new QLabel(tr("Rated at least"), this));
    line->addStretch(1);
    line->addWidget(stars);
    m_column->addLayout(line);
}

} // namespace nde::ui
