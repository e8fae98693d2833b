#include "ui/panels/library/SearchBar.h"

#include "ui/models/SearchText.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/SearchField.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QEvent>
#include <QLayoutItem>
#include <QPainter>
#include <QStringListModel>
#include <QVBoxLayout>

#include <algorithm>

namespace nde::ui {

using services::LibraryFilter;

namespace {

constexpr std::size_t kMostSteps = 50;
constexpr int kLeastResult = 64;

/// Where the word that is being typed begins; quotes keep one together.
qsizetype lastTokenAt(const QString& text)
{
    bool isQuoted = false;
    qsizetype from = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == u'"') {
            isQuoted = !isQuoted;
        } else if (text[i].isSpace() && !isQuoted) {
            from = i + 1;
        }
    }
    return from;
}

} // namespace

SearchBar::SearchBar(QWidget* parent)
    : QWidget(parent)
    , m_field(new SearchField(this))
    , m_suggestions(new QStringListModel(this))
    , m_top(new QHBoxLayout)
    , m_chips(new QWidget(this))
    , m_chipLayout(new QHBoxLayout(m_chips))
    , m_reset(new Button(QString(), Button::Kind::Ghost, this))
    , m_save(new Button(QString(), Button::Kind::Secondary, this))
    , m_result(new ElidedLabel({}, TextStyle::Caption, this))
{
    m_field->setObjectName(QStringLiteral("lib_search"));
    m_field->setHero(true);
    m_chips->setObjectName(QStringLiteral("lib_chips"));
    m_chips->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_chips->setMinimumWidth(dp(160)); // the result is what gets shorter
    m_chips->setMinimumHeight(dp(28)); // as high as with its button: the table stays put
    m_chipLayout->setContentsMargins(0, 0, 0, 0);
    m_chipLayout->setSpacing(dp(6));
    m_reset->setObjectName(QStringLiteral("lib_reset"));
    m_reset->setCompact(true);
    m_result->setObjectName(QStringLiteral("lib_result"));
    m_result->setTone(ElidedLabel::Tone::Muted);
    auto* row = new QHBoxLayout;
    row->setSpacing(dp(8));
    row->addWidget(m_chips, 1);
    row->addWidget(m_result);
    row->addWidget(m_save);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(dp(12), dp(10), dp(12), dp(10));
    layout->setSpacing(dp(8));
    m_top->setSpacing(dp(8));
    m_top->addWidget(m_field, 1);
    layout->addLayout(m_top);
    layout->addLayout(row);
    connect(m_field, &QLineEdit::textChanged, this, [this] {
        m_namesOnly.clear(); // of the text before
        rebuildChips();
        Q_EMIT filterChanged();
    });
    auto* completer = new QCompleter(m_suggestions, m_field);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setMaxVisibleItems(8);
    completer->popup()->setObjectName(QStringLiteral("lib_suggestions"));
    m_field->setCompleter(completer);
    connect(m_field, &QLineEdit::textEdited, this, &SearchBar::suggest);
    connect(m_reset, &QPushButton::clicked, this, &SearchBar::clearAll);
    m_save->setObjectName(QStringLiteral("lib_save_smart"));
    m_save->setCompact(true);
    m_save->setIconName(QStringLiteral("plus"));
    m_save->hide();
    connect(m_save, &QPushButton::clicked, this, &SearchBar::saveRequested);
    rebuildChips();
    retranslate();
}

void SearchBar::addTrailing(QWidget* widget)
{
    m_top->addWidget(widget);
}

LibraryFilter SearchBar::filter() const
{
    return combined(parseSearchText(m_field->text()), m_facets);
}

void SearchBar::setText(const QString& text)
{
    m_field->setText(text);
}

void SearchBar::setFacets(const LibraryFilter& facets)
{
    m_facets = facets;
    rebuildChips();
    Q_EMIT filterChanged();
}

void SearchBar::togglePart(const LibraryFilter& part, bool on)
{
    if (on && (part.lengthS || part.quality || part.minRating)) {
        exchangeRange(part);
        return;
    }
    if (on) {
        setFacets(combined(m_facets, part));
        return;
    }
    // What a facet shows as on may stand in the text: then the word leaves the text.
    QString text = m_field->text();
    const QStringList tokens = searchTokens(text);
    for (qsizetype i = tokens.size() - 1; i >= 0; --i) {
        const LibraryFilter token = parseSearchText(tokens[i]);
        if (!(token == LibraryFilter {}) && combined(token, part) == token) {
            text = withoutToken(text, static_cast<int>(i));
        }
    }
    m_facets = withoutPart(m_facets, part);
    if (text != m_field->text()) {
        m_field->setText(text);
    } else {
        rebuildChips();
        Q_EMIT filterChanged();
    }
}

/// Of a range there is one at a time, also where the words of the box ask for it.
void SearchBar::exchangeRange(const LibraryFilter& part)
{
    QString text = m_field->text();
    const QStringList tokens = searchTokens(text);
    for (qsizetype i = tokens.size() - 1; i >= 0; --i) {
        const LibraryFilter token = parseSearchText(tokens[i]);
        if (!(token == LibraryFilter {}) && withoutPart(token, part) == LibraryFilter {}) {
            text = withoutToken(text, static_cast<int>(i));
        }
    }
    m_facets = combined(withoutPart(m_facets, part), part);
    if (text != m_field->text()) {
        m_field->setText(text);
    } else {
        rebuildChips();
        Q_EMIT filterChanged();
    }
}

void SearchBar::setTempo(const std::optional<std::pair<double, double>>& bpm, bool fold)
{
    LibraryFilter facets = m_facets;
    facets.bpm = bpm;
    facets.foldBpm = bpm && fold;
    setFacets(facets);
}

QString SearchBar::text() const
{
    return m_field->text();
}

void SearchBar::setNamesOnly(const std::vector<std::string>& words)
{
    QStringList folded;
    for (const std::string& word : words) {
        folded += QString::fromStdString(services::foldText(word));
    }
    if (folded != m_namesOnly) {
        m_namesOnly = folded;
        rebuildChips();
    }
}

/// Operators, words, tags and collections that go on as the last word begins. The box's own
/// completer takes whole texts, so each suggestion brings what stands before it.
void SearchBar::suggest(const QString& text)
{
    const qsizetype from = lastTokenAt(text);
    const QString word = text.mid(from);
    QStringList found;
    const auto offer = [&](const QString& whole, const QString& name) {
        const bool fits = whole.startsWith(word, Qt::CaseInsensitive)
            || name.startsWith(word, Qt::CaseInsensitive);
        if (fits && whole.size() > word.size() && !found.contains(text.left(from) + whole)) {
            found += text.left(from) + whole;
        }
    };
    if (word.size() >= 2) {
        for (const QString& known : searchSuggestions()) {
            offer(known, {});
        }
        for (const QString& name : m_knownCollections) {
            offer(QStringLiteral("in:\"%1\"").arg(name), name);
        }
        const bool isExcluded = word.startsWith(u'-');
        for (const QString& tag : m_knownTags) {
            offer((isExcluded ? QStringLiteral("-tag:") : QStringLiteral("tag:")) + tag, tag);
        }
    }
    m_suggestions->setStringList(found);
}

SearchBar::Step SearchBar::step() const
{
    return {m_field->text().trimmed(), m_facets, m_like, m_likeName};
}

void SearchBar::setLike(const services::LikeSound& like, const QString& name)
{
    commit(); // what was shown before can be gone back to
    m_like = like;
    m_likeName = name;
}

void SearchBar::commit()
{
    const Step now = step();
    if (m_history[m_at] == now) {
        return;
    }
    m_history.resize(m_at + 1); // what lay ahead is another way
    m_history.push_back(now);
    if (m_history.size() > kMostSteps) {
        m_history.erase(m_history.begin());
    }
    m_at = m_history.size() - 1;
}

void SearchBar::travel(int by)
{
    commit();
    const auto wanted = static_cast<std::ptrdiff_t>(m_at) + by;
    if (wanted < 0 || wanted >= std::ssize(m_history)) {
        return;
    }
    m_at = static_cast<std::size_t>(wanted);
    const Step step = m_history[m_at];
    m_facets = step.facets;
    if (m_like.id != step.like.id || m_like.file != step.like.file) {
        m_like = step.like;
        m_likeName = step.likeName;
        Q_EMIT likeTravelled(m_like, m_likeName);
    }
    if (m_field->text() != step.text) {
        m_field->setText(step.text);
    } else {
        rebuildChips();
        Q_EMIT filterChanged();
    }
}

void SearchBar::setScope(const QString& title)
{
    m_scope = title;
    rebuildChips();
    if (title.isEmpty()) {
        Q_EMIT scopeCleared();
    }
}

void SearchBar::clearAll()
{
    m_facets = {};
    if (!m_scope.isEmpty()) {
        setScope({});
    }
    if (m_field->text().isEmpty()) {
        rebuildChips();
        Q_EMIT filterChanged();
    } else {
        m_field->clear();
    }
}

std::vector<SearchBar::Relaxation> SearchBar::relaxations() const
{
    std::vector<Relaxation> result;
    const std::vector<SearchChip> chips = searchChips(m_field->text(), m_facets);
    for (int i = 0; i < static_cast<int>(chips.size()); ++i) {
        const SearchChip& chip = chips[static_cast<std::size_t>(i)];
        const LibraryFilter without = chip.token >= 0
            ? combined(parseSearchText(withoutToken(m_field->text(), chip.token)), m_facets)
            : combined(parseSearchText(m_field->text()), withoutPart(m_facets, chip.part));
        result.push_back({chip.text, without, i});
    }
    return result;
}

void SearchBar::removeChip(int index)
{
    const std::vector<SearchChip> chips = searchChips(m_field->text(), m_facets);
    if (index < 0 || index >= static_cast<int>(chips.size())) {
        return;
    }
    const SearchChip& chip = chips[static_cast<std::size_t>(index)];
    if (chip.token >= 0) {
        m_field->setText(withoutToken(m_field->text(), chip.token));
    } else {
        setFacets(withoutPart(m_facets, chip.part));
    }
}

void SearchBar::rebuildChips()
{
    while (QLayoutItem* item = m_chipLayout->takeAt(0)) {
        if (item->widget() != nullptr && item->widget() != m_reset) {
            item->widget()->hide();
            item->widget()->deleteLater(); // it may be the sender of what led here
        }
        delete item;
    }
    if (!m_scope.isEmpty()) {
        auto* chip = new Chip(tr("from “%1”").arg(m_scope), m_chips);
        chip->setObjectName(QStringLiteral("lib_chip_scope"));
        chip->setAccessibleName(tr("Remove %1").arg(chip->text()));
        chip->setRemovable(true);
        connect(chip, &Chip::removeRequested, this, [this] { setScope({}); });
        m_chipLayout->addWidget(chip);
        chip->show();
    }
    const std::vector<SearchChip> chips = searchChips(m_field->text(), m_facets);
    for (int i = 0; i < static_cast<int>(chips.size()); ++i) {
        const SearchChip& model = chips[static_cast<std::size_t>(i)];
        auto* chip = new Chip(model.text, m_chips);
        chip->setObjectName(QStringLiteral("lib_chip_%1").arg(i));
        chip->setAccessibleName(tr("Remove %1").arg(model.text));
        chip->setCategory(model.category);
        chip->setRemovable(true);
        if (m_namesOnly.contains(
                QString::fromStdString(services::foldText(model.text.toStdString())))) {
            chip->setDashed(true);
            chip->setToolTip(tr("Searched in names only: “%1”").arg(model.text));
        }
        if (!model.isUnderstood) {
            chip->setDashed(true);
            chip->setToolTip(tr("“%1” was not understood and is left out.").arg(model.text));
        }
        connect(chip, &Chip::removeRequested, this, [this, i] { removeChip(i); });
        m_chipLayout->addWidget(chip);
        chip->show();
    }
    m_chipLayout->addWidget(m_reset);
    m_reset->setVisible(!chips.empty() || !m_scope.isEmpty());
    showSaving();
    m_chipLayout->addStretch(1);
}

void SearchBar::setCanSave(bool on)
{
    m_canSave = on;
    showSaving();
}

void SearchBar::showSaving()
{
    const auto text = searchTextOf(m_field->text(), m_facets);
    m_save->setVisible(m_canSave && m_scope.isEmpty() && (!text || !text->isEmpty()));
    m_save->setEnabled(text.has_value());
    m_save->setToolTip(text ? tr("Keeps this search; it stays live")
                            : tr("“Needs attention” cannot be part of a saved search"));
    shareLine();
}

// The chips are read first: for them the button loses its words, then the result its end.
void SearchBar::shareLine()
{
    const int chips = m_chipLayout->sizeHint().width();
    const int room = width() - 2 * dp(12) - 2 * dp(8) - chips;
    m_save->setText(m_save->accessibleName());
    if (!m_save->isHidden() && m_save->sizeHint().width() + dp(kLeastResult) > room) {
        m_save->setToolTip(m_save->accessibleName() + QLatin1Char('\n') + m_save->toolTip());
        m_save->setText({});
    }
    const int save = m_save->isHidden() ? 0 : m_save->sizeHint().width();
    m_result->setMaximumWidth(std::max(dp(kLeastResult), room - save));
}

void SearchBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showSaving();
}

void SearchBar::setResult(qint64 shown, qint64 total, double elapsedMs)
{
    m_shown = shown;
    m_total = total;
    m_elapsedMs = elapsedMs;
    const QString count = shown == total
        ? tr("%1 sounds").arg(formatCount(total))
        : tr("%1 of %2 sounds").arg(formatCount(shown), formatCount(total));
    const QString time = elapsedMs < 1.0 ? QStringLiteral("<1")
                                         : formatNumber(elapsedMs, elapsedMs < 9.95 ? 1 : 0);
    const QString text = tr("%1 · %2 ms").arg(count, time);
    m_result->setFullText(m_voice.isEmpty() ? text : text + QStringLiteral(" · ") + m_voice);
}

void SearchBar::setVoice(const QString& text)
{
    if (m_voice != text) {
        m_voice = text;
        setResult(m_shown, m_total, m_elapsedMs);
    }
}

void SearchBar::retranslate()
{
    m_field->setAccessibleName(tr("Search sounds"));
    m_field->setPlaceholderText(
        tr("What shall it sound like? “dark metallic kick”, bpm:120-128, key:Am"));
    m_field->setHint(QStringLiteral("/"));
    m_chips->setAccessibleName(tr("What the search asks for"));
    m_reset->setText(tr("Clear all"));
    m_save->setAccessibleName(tr("Save as smart collection"));
    showSaving();
    m_field->completer()->popup()->setAccessibleName(tr("Suggestions"));
    m_reset->setAccessibleName(m_reset->text());
    setResult(m_shown, m_total, m_elapsedMs);
}

void SearchBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        rebuildChips();
    }
}

void SearchBar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().panel);
}

} // namespace nde::ui
