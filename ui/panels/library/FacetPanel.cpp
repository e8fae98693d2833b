#include "ui/panels/library/FacetPanel.h"

#include "ui/models/SearchText.h"
#include "ui/panels/library/CollectionList.h"
#include "ui/panels/library/FacetSection.h"
#include "ui/panels/library/FacetValues.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/FacetRow.h"
#include "ui/widgets/HistogramRange.h"
#include "ui/widgets/ToggleButton.h"

#include <QEvent>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace nde::ui {

namespace {

using services::LibraryFilter;

// The bins that applyFilter counts: 44 of 4 bpm from 40.
constexpr double kLowestBpm = 40.0;
constexpr double kBpmPerBin = 4.0;
constexpr double kHighestBpm = kLowestBpm + kBpmPerBin * HistogramRange::kBars;
constexpr int kCategoriesShown = 8;
constexpr int kKeysShown = 8;
constexpr int kTagsShown = 10;
constexpr int kAll = 100;

QString named(const char* prefix, std::string_view id)
{
    return QLatin1String(prefix)
        + QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size()))
              .replace(QLatin1Char('-'), QLatin1Char('_'));
}

QString lengthText(std::size_t step)
{
    const auto seconds = [](std::size_t index) {
        const double value = services::kLengthSteps[index];
        return formatNumber(value, value < 1.0 ? 1 : 0);
    };
    if (step == 0) {
        return FacetPanel::tr("under %1 s").arg(seconds(1));
    }
    return step + 1 == services::kLengthSteps.size()
        ? FacetPanel::tr("from %1 s").arg(seconds(step))
        : FacetPanel::tr("%1–%2 s").arg(seconds(step), seconds(step + 1));
}

QString ratingText(int stars)
{
    return stars == services::kMostRating ? FacetPanel::tr("%n star(s)", nullptr, stars)
                                          : FacetPanel::tr("%n star(s) or more", nullptr, stars);
}

QString qualityText(std::size_t step)
{
    const auto percent
        = [](std::size_t index) { return qRound(100.0 * services::kQualitySteps[index]); };
    if (step == 0) {
        return FacetPanel::tr("under %1 %").arg(percent(1));
    }
    return step + 1 == services::kQualitySteps.size()
        ? FacetPanel::tr("from %1 %").arg(percent(step))
        : FacetPanel::tr("%1–%2 %").arg(percent(step)).arg(percent(step + 1));
}

using Values = std::vector<FacetValues::Value>;

QString numbered(const char* name, std::size_t index)
{
    return QStringLiteral("%1_%2").arg(QLatin1String(name)).arg(index);
}

/// Around the Camelot wheel, as the table sorts them: 1A, 1B, 2A, …
Values keyValues(const services::FacetCounts& counts)
{
    Values values;
    for (int place = 0; place < services::kKeyCount; ++place) {
        const std::string camelot = std::to_string(place / 2 + 1) + (place % 2 == 0 ? 'A' : 'B');
        const Key key = keyFromName(camelot).value_or(Key {});
        FacetValues::Value value;
        value.name = QLatin1String("facet_key_") + QString::fromStdString(camelot);
        value.text = QStringLiteral("%1 · %2").arg(QString::fromStdString(keyName(key)),
                                                   QString::fromStdString(camelot));
        value.part.keys = {key};
        value.count
            = counts.keys[static_cast<std::size_t>(key.pitchClass + (key.isMinor ? 12 : 0))];
        values.push_back(std::move(value));
    }
    return values;
}

Values lengthValues(const services::FacetCounts& counts)
{
    Values values;
    for (std::size_t i = 0; i < counts.lengths.size(); ++i) {
        values.push_back({numbered("facet_length", i), lengthText(i), {}, counts.lengths[i]});
        values.back().part.lengthS = services::lengthStep(i);
    }
    return values;
}

/// Each with those that have more stars.
Values ratingValues(const services::FacetCounts& counts)
{
    Values values;
    int sounds = 0;
    for (int stars = services::kMostRating; stars > 0; --stars) {
        const auto index = static_cast<std::size_t>(stars);
        sounds += counts.ratings[index];
        values.push_back({numbered("facet_rating", index), ratingText(stars), {}, sounds});
        values.back().part.minRating = stars;
    }
    return values;
}

Values qualityValues(const services::FacetCounts& counts)
{
    Values values;
    for (std::size_t i = counts.qualities.size(); i-- > 0;) {
        values.push_back({numbered("facet_quality", i), qualityText(i), {}, counts.qualities[i]});
        values.back().part.quality = services::qualityStep(i);
    }
    return values;
}

} // namespace

FacetPanel::FacetPanel(QWidget* parent)
    : QWidget(parent)
    , m_sources(new FacetSection(QStringLiteral("facet_sources"), this))
    , m_categories(new FacetSection(QStringLiteral("facet_categories"), this))
    , m_classes(new FacetSection(QStringLiteral("facet_classes"), this))
    , m_marks(new FacetSection(QStringLiteral("facet_marks"), this))
    , m_keys(new FacetValues(QStringLiteral("facet_keys"), kKeysShown, this))
    , m_lengths(new FacetValues(QStringLiteral("facet_lengths"), kAll, this))
    , m_ratings(new FacetValues(QStringLiteral("facet_ratings"), kAll, this))
    , m_qualities(new FacetValues(QStringLiteral("facet_qualities"), kAll, this))
    , m_tags(new FacetValues(QStringLiteral("facet_tags"), kTagsShown, this))
    , m_collections(new CollectionList(this))
    , m_more(new Button(QString(), Button::Kind::Ghost, this))
{
    setObjectName(QStringLiteral("lib_facets"));
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(dp(12), dp(12), dp(12), dp(8));
    layout->setSpacing(dp(10));
    addValues();
    buildValues();
    m_more->setCompact(true);
    m_more->setObjectName(QStringLiteral("facet_more"));
    m_categories->addRow(m_more);
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_showsAll = !m_showsAll;
        showCategories();
    });
    layout->addWidget(m_sources);
    layout->addWidget(m_categories);
    buildTempo(layout);
    layout->addWidget(m_keys);
    layout->addWidget(m_lengths);
    layout->addWidget(m_collections);
    layout->addWidget(m_tags);
    layout->addWidget(m_classes);
    layout->addWidget(m_ratings);
    layout->addWidget(m_qualities);
    layout->addWidget(m_marks);
    layout->addStretch(1);

    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("facet_scroll"));
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    retranslate();
}

FacetRow* FacetPanel::addValue(FacetSection* section, const QString& name,
                               const LibraryFilter& part)
{
    auto* row = new FacetRow(QString(), this);
    row->setObjectName(name);
    section->addRow(row);
    m_values.push_back({row, part});
    connect(row, &QAbstractButton::clicked, this,
            [this, part](bool on) { Q_EMIT partToggled(part, on); });
    return row;
}

void FacetPanel::addValues()
{
    for (int i = 0; i < kSourceCount; ++i) {
        const auto source = static_cast<Source>(i);
        LibraryFilter part;
        part.sources = {source};
        FacetRow* row = addValue(m_sources, named("facet_source_", sourceId(source)), part);
        row->setSource(source);
        m_sourceRows.push_back(row);
    }
    for (int i = 0; i < kCategoryCount; ++i) {
        const auto category = static_cast<Category>(i);
        LibraryFilter part;
        part.categories = {category};
        FacetRow* row
            = addValue(m_categories, named("facet_category_", categoryId(category)), part);
        row->setCategory(category);
        m_categoryRows.push_back(row);
    }
    for (int i = 0; i < kSoundClassCount; ++i) {
        const auto soundClass = static_cast<SoundClass>(i);
        LibraryFilter part;
        part.soundClasses = {soundClass};
        m_classRows.push_back(
            addValue(m_classes, named("facet_class_", soundClassId(soundClass)), part));
    }
    LibraryFilter favorites;
    favorites.favoritesOnly = true;
    m_favorites = addValue(m_marks, QStringLiteral("facet_favorites"), favorites);
    m_favorites->setIconName(QStringLiteral("heart"), Theme::current().text2);
    LibraryFilter attention;
    attention.needsAttentionOnly = true;
    m_attention = addValue(m_marks, QStringLiteral("facet_attention"), attention);
    m_attention->setIconName(QStringLiteral("warning"), Theme::current().warn);
}

void FacetPanel::buildTempo(QVBoxLayout* layout)
{
    auto* group = new QWidget(this);
    auto* column = new QVBoxLayout(group);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(dp(2));
    auto* heading = new QHBoxLayout;
    heading->setContentsMargins(dp(4), 0, dp(4), 0);
    heading->setSpacing(dp(6));
    m_tempoTitle = new ElidedLabel({}, TextStyle::Caption, group);
    m_tempoTitle->setTextStyle(TextStyle::Caption, QFont::DemiBold);
    m_tempoTitle->setTone(ElidedLabel::Tone::Secondary);
    m_tempoText = new ElidedLabel({}, TextStyle::Caption, group);
    m_tempoText->setTone(ElidedLabel::Tone::Muted);
    m_fold = new ToggleButton(QStringLiteral("½ 2×"), group);
    m_fold->setObjectName(QStringLiteral("facet_tempo_fold"));
    m_fold->setCheckable(true);
    heading->addWidget(m_tempoTitle);
    heading->addStretch(1);
    heading->addWidget(m_tempoText);
    column->addLayout(heading);
    m_tempo = new HistogramRange(tr("Tempo"), group);
    m_tempo->setObjectName(QStringLiteral("facet_tempo"));
    m_tempo->setBounds(kLowestBpm, kHighestBpm);
    m_tempo->setStep(1.0);
    column->addWidget(m_tempo);
    column->addWidget(m_fold, 0, Qt::AlignRight);
    layout->addWidget(group);
    connect(m_tempo, &HistogramRange::rangeChanged, this, &FacetPanel::emitTempo);
    connect(m_fold, &QAbstractButton::toggled, this, [this] {
        if (m_filter.bpm) {
            emitTempo();
        }
    });
}

void FacetPanel::emitTempo()
{
    if (m_tempo->isOpen()) {
        Q_EMIT tempoChanged(std::nullopt, false);
    } else {
        Q_EMIT tempoChanged(std::pair(m_tempo->low(), m_tempo->high()), m_fold->isChecked());
    }
}

void FacetPanel::buildValues()
{
    m_groups = {{"sources", m_sources},
                {"categories", m_categories},
                {"keys", &m_keys->section()},
                {"lengths", &m_lengths->section()},
                {"tags", &m_tags->section()},
                {"classes", m_classes},
                {"ratings", &m_ratings->section()},
                {"qualities", &m_qualities->section()},
                {"marks", m_marks}};
    for (FacetValues* values : {m_keys, m_lengths, m_ratings, m_qualities, m_tags}) {
        values->section().setOpen(false); // until the user says otherwise
        connect(values, &FacetValues::partToggled, this, &FacetPanel::partToggled);
    }
    for (const auto& [name, section] : m_groups) {
        connect(section, &FacetSection::toggled, this, &FacetPanel::openChanged);
    }
}

QByteArray FacetPanel::saveOpen() const
{
    QByteArrayList open {"-"}; // all closed is a state, too
    for (const auto& [name, section] : m_groups) {
        if (section->isOpen()) {
            open.push_back(name);
        }
    }
    return open.join(',');
}

void FacetPanel::restoreOpen(const QByteArray& bytes)
{
    const QByteArrayList open = bytes.split(',');
    if (!open.contains("-")) {
        return;
    }
    for (const auto& [name, section] : m_groups) {
        section->setOpen(open.contains(name));
    }
}

void FacetPanel::showValues()
{
    m_keys->setValues(keyValues(m_counts));
    m_lengths->setValues(lengthValues(m_counts));
    m_ratings->setValues(ratingValues(m_counts));
    m_qualities->setValues(qualityValues(m_counts));
    m_tags->setValues(tagValues());
}

std::vector<FacetValues::Value> FacetPanel::tagValues() const
{
    Values values;
    const auto add = [&values](const std::string& tag, int count) {
        const QString id = QString::fromStdString(tag);
        FacetValues::Value value {QLatin1String("facet_tag_") + id, tagText(id), {}, count};
        value.part.tags = {tag};
        values.push_back(std::move(value));
    };
    for (const auto& [tag, count] : m_counts.tags) {
        add(tag, count);
    }
    for (const std::string& tag : m_filter.tags) { // one that is on stays in sight
        if (std::none_of(m_counts.tags.begin(), m_counts.tags.end(),
                         [&tag](const auto& known) { return known.first == tag; })) {
            add(tag, 0);
        }
    }
    return values;
}

void FacetPanel::setCounts(const services::FacetCounts& counts)
{
    m_counts = counts;
    for (std::size_t i = 0; i < m_sourceRows.size(); ++i) {
        m_sourceRows[i]->setCount(counts.sources[i]);
    }
    for (std::size_t i = 0; i < m_categoryRows.size(); ++i) {
        m_categoryRows[i]->setCount(counts.categories[i]);
    }
    for (std::size_t i = 0; i < m_classRows.size(); ++i) {
        m_classRows[i]->setCount(counts.soundClasses[i]);
    }
    m_favorites->setCount(counts.favorites);
    m_attention->setCount(counts.needsAttention);
    m_tempo->setBars(std::vector<double>(counts.bpmHistogram.begin(), counts.bpmHistogram.end()));
    showCategories();
    showValues();
}

void FacetPanel::setFilter(const LibraryFilter& filter)
{
    m_filter = filter;
    for (const Value& value : m_values) {
        // A row is on when the search already asks for its part.
        value.row->setChecked(asksFor(filter, value.part));
    }
    for (FacetValues* values : {m_keys, m_lengths, m_ratings, m_qualities}) {
        values->setFilter(filter);
    }
    m_tags->setFilter(filter);
    m_tags->setValues(tagValues());
    const std::pair whole(kLowestBpm, kHighestBpm);
    const std::pair bpm = filter.bpm.value_or(whole);
    m_tempo->setRange(std::max(bpm.first, kLowestBpm), std::min(bpm.second, kHighestBpm));
    const QSignalBlocker quiet(m_fold);
    m_fold->setChecked(filter.bpm ? filter.foldBpm : m_fold->isChecked());
    showTempo();
    showCategories();
}

void FacetPanel::showTempo()
{
    m_fold->setVisible(m_filter.bpm.has_value());
    m_tempoText->setFullText(
        m_filter.bpm ? QStringLiteral("%1–%2 BPM")
                           .arg(formatNumber(m_tempo->low(), 0), formatNumber(m_tempo->high(), 0))
                     : tr("all"));
}

void FacetPanel::showCategories()
{
    int present = 0;
    for (FacetRow* row : m_categoryRows) {
        const bool isPresent = row->count() > 0 || row->isChecked();
        present += isPresent ? 1 : 0;
        const bool fits = m_showsAll || present <= kCategoriesShown || row->isChecked();
        row->setVisible(isPresent && fits);
    }
    m_more->setVisible(present > kCategoriesShown);
    m_more->setText(m_showsAll ? tr("Show fewer")
                               : tr("%n more", nullptr, present - kCategoriesShown));
    m_more->setAccessibleName(m_more->text());
}

void FacetPanel::retranslate()
{
    setAccessibleName(tr("Facets"));
    m_sources->setTitle(tr("Source"));
    m_categories->setTitle(tr("Category"));
    m_classes->setTitle(tr("Class"));
    m_marks->setTitle(tr("Marks"));
    m_keys->setTitle(tr("Key"));
    m_lengths->setTitle(tr("Length"));
    m_ratings->setTitle(tr("Rating"));
    m_qualities->setTitle(tr("Quality"));
    m_tags->setTitle(tr("Tags"));
    m_tempoTitle->setFullText(tr("Tempo"));
    m_fold->setToolTip(tr("Also half and double tempo"));
    m_fold->setAccessibleName(m_fold->toolTip());
    const auto name = [](FacetRow* row, const QString& text) {
        row->setText(text);
        row->setAccessibleName(QStringLiteral("%1, %2").arg(text).arg(row->count()));
        row->update();
    };
    for (std::size_t i = 0; i < m_sourceRows.size(); ++i) {
        name(m_sourceRows[i], sourceText(static_cast<Source>(i)));
    }
    for (std::size_t i = 0; i < m_categoryRows.size(); ++i) {
        name(m_categoryRows[i], categoryText(static_cast<Category>(i)));
    }
    for (std::size_t i = 0; i < m_classRows.size(); ++i) {
        name(m_classRows[i], soundClassText(static_cast<SoundClass>(i)));
    }
    name(m_favorites, tr("Favourites"));
    name(m_attention, tr("Needs attention"));
    showTempo();
    showCategories();
    showValues();
}

void FacetPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void FacetPanel::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().panel);
}

} // namespace nde::ui
