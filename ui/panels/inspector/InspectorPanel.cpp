#include "ui/panels/inspector/InspectorPanel.h"

#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/PeakService.h"
#include "ui/SelectionBus.h"
#include "ui/models/FileDrag.h"
#include "ui/models/JobText.h"
#include "ui/models/Later.h"
#include "ui/models/SoundVerbs.h"
#include "ui/panels/inspector/InspectorParts.h"
#include "ui/panels/inspector/LineageTree.h"
#include "ui/panels/library/TagEditor.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/InlineNote.h"
#include "ui/widgets/RatingStars.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QScrollArea>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr std::size_t kFactCount = 7;

QWidget* rule(QWidget* parent)
{
    auto* line = new QWidget(parent);
    line->setFixedHeight(1);
    line->setAutoFillBackground(true);
    QPalette colors = line->palette();
    colors.setColor(QPalette::Window, Theme::current().line);
    line->setPalette(colors);
    return line;
}

} // namespace

InspectorPanel::InspectorPanel(const StudioContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_files(new FileDrag(*context.library, this))
    , m_content(new QWidget(this))
    , m_empty(new EmptyState(this))
    , m_name(new ElidedLabel({}, TextStyle::Title, m_content))
    , m_nameEdit(new QLineEdit(m_content))
    , m_rename(new IconButton(QStringLiteral("edit"), QString(), m_content))
    , m_plate(new NamePlate(m_content))
    , m_favorite(new IconButton(QStringLiteral("heart"), QString(), m_content))
    , m_stars(new RatingStars(m_content))
    , m_wave(new WaveThumb(m_content))
    , m_attention(new InlineNote(InlineNote::Kind::Warning, {}, m_content))
    , m_tagsKey(new QLabel(m_content))
    , m_tags(new QWidget(m_content))
    , m_tagsLayout(new QHBoxLayout(m_tags))
    , m_tagEditor(new TagEditor(this))
    , m_lineageTitle(new ElidedLabel({}, TextStyle::Caption, m_content))
    , m_lineage(new LineageTree(m_content))
    , m_nextTitle(new ElidedLabel({}, TextStyle::Caption, m_content))
    , m_chop(new Button(QString(), Button::Kind::Secondary, m_content))
    , m_separate(new Button(QString(), Button::Kind::Secondary, m_content))
    , m_show(new Button(QString(), Button::Kind::Secondary, m_content))
    , m_copy(new Button(QString(), Button::Kind::Secondary, m_content))
    , m_refetch(new QTimer(this))
{
    setObjectName(QStringLiteral("inspector"));
    m_nameEdit->setObjectName(QStringLiteral("insp_name"));
    m_rename->setObjectName(QStringLiteral("insp_rename"));
    m_favorite->setObjectName(QStringLiteral("insp_favorite"));
    m_stars->setObjectName(QStringLiteral("insp_rating"));
    m_chop->setObjectName(QStringLiteral("insp_chop"));
    m_separate->setObjectName(QStringLiteral("insp_separate"));
    m_show->setObjectName(QStringLiteral("insp_show"));
    m_copy->setObjectName(QStringLiteral("insp_copy"));
    m_refetch->setSingleShot(true);
    m_refetch->setInterval(120);
    buildLayout();
    connectAll();
    retranslate();
    setCurrent(context.selection->current());
}

QWidget* InspectorPanel::buildHead(QWidget* parent)
{
    auto* head = new QWidget(parent);
    auto* nameRow = new QHBoxLayout;
    nameRow->setSpacing(dp(4));
    nameRow->addWidget(m_name, 1);
    nameRow->addWidget(m_nameEdit, 1);
    nameRow->addWidget(m_rename);
    m_nameEdit->hide();
    m_rename->setSide(24);
    m_rename->setIconSide(14);
    m_favorite->setSide(24);
    m_favorite->setIconSide(14);
    m_favorite->setCheckable(true);
    auto* badges = new QHBoxLayout;
    badges->setSpacing(dp(4));
    badges->addWidget(m_plate, 1);
    badges->addWidget(m_favorite);
    badges->addWidget(m_stars);
    auto* layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(dp(2));
    layout->addLayout(nameRow);
    layout->addLayout(badges);
    return head;
}

QWidget* InspectorPanel::buildNext(QWidget* parent)
{
    auto* next = new QWidget(parent);
    auto* grid = new QGridLayout(next);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(dp(6));
    grid->addWidget(m_nextTitle, 0, 0, 1, 2);
    grid->addWidget(m_chop, 1, 0, 1, 2);
    grid->addWidget(m_separate, 2, 0, 1, 2);
    grid->addWidget(m_show, 3, 0);
    grid->addWidget(m_copy, 3, 1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    for (Button* button : {m_chop, m_separate, m_show, m_copy}) {
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    return next;
}

void InspectorPanel::buildLayout()
{
    auto* facts = new QWidget(m_content);
    m_grid = new QGridLayout(facts);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(dp(8));
    m_grid->setVerticalSpacing(dp(4));
    m_grid->setColumnMinimumWidth(0, dp(72));
    m_grid->setColumnStretch(1, 1);
    for (std::size_t i = 0; i < kFactCount; ++i) {
        Fact fact {new QLabel(facts), new ElidedLabel({}, TextStyle::Body, facts)};
        fact.key->setProperty("muted", true);
        m_grid->addWidget(fact.key, static_cast<int>(i), 0);
        m_grid->addWidget(fact.value, static_cast<int>(i), 1);
        m_facts.push_back(fact);
    }
    m_tagsKey->setProperty("muted", true);
    m_tagsLayout->setContentsMargins(0, 0, 0, 0);
    m_tagsLayout->setSpacing(dp(4));
    m_tags->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_grid->addWidget(m_tagsKey, static_cast<int>(kFactCount), 0);
    m_grid->addWidget(m_tags, static_cast<int>(kFactCount), 1);

    auto* scrolled = new QWidget(m_content);
    auto* column = new QVBoxLayout(scrolled);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(dp(12));
    column->addWidget(buildHead(scrolled));
    column->addWidget(m_wave);
    column->addWidget(m_attention);
    column->addWidget(facts);
    column->addWidget(rule(scrolled));
    auto* lineage = new QVBoxLayout;
    lineage->setSpacing(dp(4));
    lineage->addWidget(m_lineageTitle);
    lineage->addWidget(m_lineage);
    column->addLayout(lineage);
    column->addStretch(1);
    auto* scroll = new QScrollArea(m_content);
    scroll->setObjectName(QStringLiteral("insp_scroll"));
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(scrolled);
    scroll->viewport()->setAutoFillBackground(false);
    scrolled->setAutoFillBackground(false);

    auto* content = new QVBoxLayout(m_content);
    content->setContentsMargins(dp(12), dp(12), dp(12), dp(12));
    content->setSpacing(dp(12));
    content->addWidget(scroll, 1);
    content->addWidget(buildNext(m_content));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_empty);
    layout->addWidget(m_content);
}

void InspectorPanel::connectAll()
{
    connect(m_context.selection, &SelectionBus::changed, this,
            [this](StemId id, bool) { setCurrent(id); });
    connect(m_context.library, &services::LibraryService::rowsChanged, this,
            [this](const std::vector<StemRow>& changed, const std::vector<StemId>& removed) {
                if (std::find(removed.begin(), removed.end(), m_current) != removed.end()) {
                    setCurrent(0);
                } else if (std::any_of(changed.begin(), changed.end(), [this](const StemRow& row) {
                               return row.id == m_current || row.parentId == m_current;
                           })) {
                    m_refetch->start();
                }
            });
    connect(m_refetch, &QTimer::timeout, this, &InspectorPanel::fetch);
    connect(m_context.peaks, &services::PeakService::ready, this, [this](StemId id) {
        if (id == m_current && m_stem) {
            m_wave->setWave(m_context.peaks->request(id), m_stem->category);
        }
    });
    connect(m_rename, &QAbstractButton::clicked, this, [this] {
        m_name->hide();
        m_nameEdit->setText(m_name->fullText());
        m_nameEdit->show();
        m_nameEdit->setFocus();
        m_nameEdit->selectAll();
    });
    connect(m_nameEdit, &QLineEdit::editingFinished, this, [this] {
        if (m_nameEdit->isHidden()) {
            return;
        }
        m_nameEdit->hide();
        m_name->show();
        const QString name = m_nameEdit->text().trimmed();
        if (m_current != 0 && !name.isEmpty() && name != m_name->fullText()) {
            m_name->setFullText(name);
            m_context.library->rename(m_current, name);
        }
    });
    m_nameEdit->installEventFilter(this);
    connect(m_favorite, &QAbstractButton::clicked, this,
            [this](bool on) { m_context.library->setFavorite({m_current}, on); });
    connect(m_stars, &RatingStars::rated, this,
            [this](int rating) { m_context.library->setRating({m_current}, rating); });
    connect(m_tagEditor, &TagEditor::entered, this, [this](const std::vector<std::string>& tags) {
        m_context.library->setTags(m_current, tags);
    });
    connect(m_lineage, &LineageTree::chosen, this,
            [this](StemId id) { m_context.selection->select(id, {id}, true); });
    connect(m_chop, &QPushButton::clicked, this, &InspectorPanel::chop);
    connect(m_separate, &QPushButton::clicked, this, &InspectorPanel::separate);
    connect(m_show, &QPushButton::clicked, this, &InspectorPanel::showFile);
    connect(m_copy, &QPushButton::clicked, this, &InspectorPanel::copyPath);
}

bool InspectorPanel::eventFilter(QObject* watched, QEvent* event)
{
    const bool isKey
        = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (watched == m_nameEdit && isKey && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        if (event->type() == QEvent::ShortcutOverride) {
            event->accept(); // Escape ends the editing before it stops the sound
        } else {
            m_nameEdit->hide();
            m_name->show();
        }
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void InspectorPanel::setCurrent(StemId id)
{
    if (id != m_current || id == 0) {
        m_current = id;
        m_stem.reset();
        m_family.reset();
        m_lineage->clear();
        m_content->setVisible(false);
        m_empty->setVisible(id == 0);
    }
    if (id != 0) {
        fetch();
    }
}

void InspectorPanel::fetch()
{
    const StemId id = m_current;
    if (id == 0) {
        return;
    }
    later(this, m_context.library->stem(id), [this, id](const Result<Stem>& stem) {
        if (id == m_current && stem) {
            m_stem = std::make_unique<Stem>(*stem);
            showStem();
            showFamily();
        }
    });
    later(this, m_context.library->family(id),
          [this, id](const Result<services::LibraryService::Family>& family) {
              if (id == m_current && family) {
                  m_family = std::make_unique<services::LibraryService::Family>(*family);
                  showFamily();
              }
          });
}

void InspectorPanel::showFamily()
{
    if (m_stem && m_family) {
        m_lineage->setFamily(*m_stem, *m_family);
    }
}

void InspectorPanel::showStem()
{
    m_content->setVisible(true);
    m_empty->setVisible(false);
    if (m_nameEdit->isHidden()) {
        m_name->setFullText(QString::fromStdString(m_stem->name));
    }
    m_plate->setStem(*m_stem);
    m_favorite->setChecked(m_stem->isFavorite);
    m_favorite->setIconName(m_stem->isFavorite ? QStringLiteral("heart-filled")
                                               : QStringLiteral("heart"));
    m_stars->setRating(m_stem->rating);
    m_wave->setWave(m_context.peaks->request(m_current), m_stem->category);
    const bool needsAttention = !m_stem->processingError.empty() || m_stem->isMissing;
    m_attention->setVisible(needsAttention);
    if (needsAttention) {
        m_attention->setNote(
            InlineNote::Kind::Warning,
            m_stem->isMissing
                ? tr("The file is not where it was: %1").arg(QString::fromStdString(m_stem->path))
                : tr("Analysis failed: %1").arg(QString::fromStdString(m_stem->processingError)));
    }
    const StemRow row = rowOf(*m_stem);
    m_chop->setVisible(canChop(row));
    m_separate->setVisible(canSeparate(row));
    showFacts();
    showTags();
}

void InspectorPanel::setFact(std::size_t at, const QString& key, const QString& value)
{
    m_facts[at].key->setText(key);
    m_facts[at].value->setFullText(value);
    m_facts[at].key->setVisible(!value.isEmpty());
    m_facts[at].value->setVisible(!value.isEmpty());
}

void InspectorPanel::showFacts()
{
    if (!m_stem) {
        return;
    }
    setFact(0, tr("Tempo"), tempoText(*m_stem));
    setFact(1, m_stem->descriptors.pitchHz ? tr("Pitch") : tr("Key"), pitchText(*m_stem));
    setFact(2, tr("Level"), levelText(*m_stem));
    setFact(3, tr("Length"), formatLength(m_stem->durationS));
    setFact(4, tr("Format"), formatText(*m_stem));
    setFact(5, tr("Quality"), qualityText(*m_stem));
    setFact(6, tr("Made by"), originText(*m_stem));
}

void InspectorPanel::showTags()
{
    while (QLayoutItem* item = m_tagsLayout->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    if (!m_stem) {
        return;
    }
    QStringList words;
    for (const std::string& tag : m_stem->tags) {
        words.push_back(tagText(QString::fromStdString(tag)));
    }
    const auto addChip = [this](const QString& text, const QString& name) {
        auto* chip = new Chip(text, m_tags);
        chip->setSmall(true);
        chip->setObjectName(name);
        chip->setAccessibleName(tr("Edit tags: %1").arg(text));
        connect(chip, &QAbstractButton::clicked, this, &InspectorPanel::editTags);
        m_tagsLayout->addWidget(chip);
        chip->show();
    };
    // As many as fit whole; the rest is a number.
    const QFontMetrics metrics(nde::ui::font(TextStyle::Caption));
    int room = std::max(m_tags->width(), dp(150)) - dp(36);
    qsizetype shown = 0;
    for (; shown < words.size(); ++shown) {
        room -= metrics.horizontalAdvance(words[shown]) + dp(20);
        if (room < 0) {
            break;
        }
        addChip(words[shown], QStringLiteral("insp_tag_%1").arg(shown));
    }
    addChip(words.size() > shown ? QStringLiteral("+%1").arg(words.size() - shown)
                                 : QStringLiteral("+"),
            QStringLiteral("insp_tags"));
    m_tags->setToolTip(words.join(QStringLiteral(", ")));
    m_tagsLayout->addStretch(1);
}

void InspectorPanel::editTags()
{
    QStringList words;
    for (const std::string& tag : m_stem->tags) {
        words.push_back(QString::fromStdString(tag));
    }
    m_tagEditor->edit(words.join(QLatin1Char(' ')), 1, m_tags->mapToGlobal(QPoint(0, 0)));
}

void InspectorPanel::chop()
{
    services::ChopParamsJob params;
    params.stem = m_current;
    const Result<JobId> job = m_context.jobs->enqueue(params);
    m_context.selection->showMessage(
        job ? tr("“%1” is being chopped into hits.").arg(m_name->fullText())
            : errorSentence(errorCodeId(job.error().code)));
}

void InspectorPanel::separate()
{
    services::SeparateParams params;
    params.stem = m_current;
    const Result<JobId> job = m_context.jobs->enqueue(params);
    m_context.selection->showMessage(
        job ? tr("“%1” waits in the queue of the Separate room.").arg(m_name->fullText())
            : errorSentence(errorCodeId(job.error().code)));
}

void InspectorPanel::showFile()
{
    if (!m_stem) {
        return;
    }
    const QString folder = QFileInfo(QString::fromStdString(m_stem->path)).path();
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(folder))) {
        m_context.selection->showMessage(tr("The folder is %1.").arg(folder));
    }
}

void InspectorPanel::copyPath()
{
    if (m_stem) {
        QGuiApplication::clipboard()->setText(QString::fromStdString(m_stem->path));
        m_context.selection->showMessage(tr("The path is on the clipboard."));
    }
}

void InspectorPanel::retranslate()
{
    setAccessibleName(tr("Inspector"));
    m_empty->setTexts(tr("No sound chosen"), tr("Choose a sound to see its facts."));
    m_rename->setName(tr("Rename"));
    m_nameEdit->setAccessibleName(tr("Name"));
    m_favorite->setName(tr("Favourite"), QStringLiteral("F"));
    m_stars->setAccessibleName(tr("Rating"));
    m_stars->setToolTip(tr("Rating (1–5, 0 clears)"));
    m_wave->setAccessibleName(tr("Waveform"));
    m_tagsKey->setText(tr("Tags"));
    for (ElidedLabel* label : {m_lineageTitle, m_nextTitle}) {
        label->setTextStyle(TextStyle::Caption, QFont::DemiBold);
        label->setTone(ElidedLabel::Tone::Secondary);
    }
    m_lineageTitle->setFullText(tr("Lineage"));
    m_nextTitle->setFullText(tr("Next"));
    m_chop->setText(tr("Chop into hits"));
    m_separate->setText(tr("Separate into stems"));
    m_show->setText(tr("Show file"));
    m_copy->setText(tr("Copy path"));
    for (Button* button : {m_chop, m_separate, m_show, m_copy}) {
        button->setAccessibleName(button->text());
    }
    if (m_stem) {
        showStem();
    }
}

void InspectorPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        fetch(); // the family tree has words, too
    }
}

void InspectorPanel::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().panel);
}

} // namespace nde::ui
