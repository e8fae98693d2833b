#include "ui/panels/inspector/InspectorPanel.h"

#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/PeakService.h"
#include "core/services/Settings.h"
#include "ui/SelectionBus.h"
#include "ui/models/FileDrag.h"
#include "ui/models/JobText.h"
#include "ui/models/Later.h"
#include "ui/models/SoundFacts.h"
#include "ui/models/SoundVerbs.h"
#include "ui/panels/CountBadge.h"
#include "ui/panels/HistoryActions.h"
#include "ui/panels/inspector/BackToMeasured.h"
#include "ui/panels/inspector/CategoryRow.h"
#include "ui/panels/inspector/CharacterView.h"
#include "ui/panels/inspector/Comparing.h"
#include "ui/panels/inspector/ComparisonView.h"
#include "ui/panels/inspector/FactEditing.h"
#include "ui/panels/inspector/FactSection.h"
#include "ui/panels/inspector/InspectorHead.h"
#include "ui/panels/inspector/InspectorParts.h"
#include "ui/panels/inspector/LineageTree.h"
#include "ui/panels/inspector/QualityView.h"
#include "ui/panels/inspector/TagRow.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/InlineNote.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QScrollArea>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace nde::ui {

namespace {

/// In their order; the first three are open until the user says otherwise.
constexpr std::array<const char*, 8> kSections {"time",  "quality",  "character", "sound",
                                                "level", "spectrum", "stereo",    "ear"};
constexpr const char* kOpenAtFirst = "time,quality,character";
constexpr const char* kStateKey = "inspector_sections";

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
    , m_history(new HistoryActions(context, this, false))
    , m_content(new QWidget(this))
    , m_empty(new EmptyState(this))
    , m_head(new InspectorHead(context, m_content))
    , m_wave(new WaveThumb(m_content))
    , m_attention(new InlineNote(InlineNote::Kind::Warning, {}, m_content))
    , m_comparison(new FactSection(QStringLiteral("comparison"), m_content))
    , m_comparisonView(new ComparisonView(m_content))
    , m_comparing(new Comparing(context, *m_comparisonView, this))
    , m_measured(new BackToMeasured(context, this))
    , m_heard(new CategoryRow(*m_measured, m_content))
    , m_quality(new QualityView(m_content))
    , m_character(new CharacterView(m_content))
    , m_tags(new TagRow(m_content))
    , m_lineageTitle(new ElidedLabel({}, TextStyle::Caption, m_content))
    , m_lineage(new LineageTree(m_content))
    , m_nextTitle(new ElidedLabel({}, TextStyle::Caption, m_content))
    , m_chop(new Button(QString(), Button::Kind::Secondary, m_content))
    , m_dream(new Button(QString(), Button::Kind::Secondary, m_content))
    , m_redream(new Button(QString(), Button::Kind::Secondary, m_content))
    , m_separate(new Button(QString(), Button::Kind::Secondary, m_content))
    , m_compare(new Button(QString(), Button::Kind::Secondary, m_content))
    , m_show(new Button(QString(), Button::Kind::Secondary, m_content))
    , m_copy(new Button(QString(), Button::Kind::Secondary, m_content))
    , m_export(new Button(QString(), Button::Kind::Secondary, m_content))
    , m_refetch(new QTimer(this))
{
    setObjectName(QStringLiteral("inspector"));
    m_chop->setObjectName(QStringLiteral("insp_chop"));
    m_dream->setObjectName(QStringLiteral("insp_dream"));
    m_dream->setIconName(QStringLiteral("dream"));
    m_redream->setObjectName(QStringLiteral("insp_redream"));
    m_separate->setObjectName(QStringLiteral("insp_separate"));
    m_compare->setObjectName(QStringLiteral("insp_compare"));
    m_show->setObjectName(QStringLiteral("insp_show"));
    m_copy->setObjectName(QStringLiteral("insp_copy"));
    m_export->setObjectName(QStringLiteral("insp_export"));
    m_refetch->setSingleShot(true);
    m_refetch->setInterval(120);
    buildLayout();
    restoreSections();
    connectAll();
    connectVerbs();
    retranslate();
    setCurrent(context.selection->current());
}

QWidget* InspectorPanel::buildNext(QWidget* parent)
{
    auto* next = new QWidget(parent);
    auto* grid = new QGridLayout(next);
    grid->setContentsMargins(0, 0, dp(12), 0);
    grid->setSpacing(dp(6));
    grid->addWidget(m_nextTitle, 0, 0, 1, 2);
    grid->addWidget(m_chop, 1, 0, 1, 2);
    grid->addWidget(m_separate, 2, 0, 1, 2);
    grid->addWidget(m_dream, 3, 0, 1, 2);
    grid->addWidget(m_redream, 4, 0, 1, 2);
    grid->addWidget(m_compare, 5, 0, 1, 2);
    grid->addWidget(m_show, 6, 0);
    grid->addWidget(m_copy, 6, 1);
    grid->addWidget(m_export, 7, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    for (Button* button :
         {m_chop, m_separate, m_dream, m_redream, m_compare, m_show, m_copy, m_export}) {
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    return next;
}

FactSection* InspectorPanel::addSection(const char* id, QVBoxLayout* column)
{
    auto* section = new FactSection(QLatin1String(id), m_content);
    column->addWidget(section);
    m_sections.push_back(section);
    connect(section, &FactSection::toggled, this, &InspectorPanel::keepSections);
    return section;
}

QWidget* InspectorPanel::buildScrolled()
{
    auto* scrolled = new QWidget(m_content);
    auto* column = new QVBoxLayout(scrolled);
    column->setContentsMargins(0, 0, dp(2), 0);
    column->setSpacing(dp(6));
    column->addWidget(m_head);
    column->addWidget(m_heard);
    column->addWidget(m_wave);
    column->addWidget(m_attention);
    column->addWidget(m_tags);
    column->addWidget(m_comparison);
    m_comparison->addContent(m_comparisonView);
    m_comparison->setOpen(true);
    m_comparison->hide();
    for (const char* id : kSections) {
        addSection(id, column);
    }
    m_editing = new FactEditing(m_context, *m_measured, *m_sections[0], *m_sections[3], this);
    m_sections[1]->addContent(m_quality);
    m_sections[2]->addContent(m_character);
    column->addWidget(rule(scrolled));
    column->addWidget(m_lineageTitle);
    column->addWidget(m_lineage);
    column->addStretch(1);
    // As wide as there is room: nothing may lie beyond the right edge.
    scrolled->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return scrolled;
}

void InspectorPanel::buildLayout()
{
    auto* scroll = new QScrollArea(m_content);
    scroll->setObjectName(QStringLiteral("insp_scroll"));
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(buildScrolled());
    scroll->viewport()->setAutoFillBackground(false);
    scroll->widget()->setAutoFillBackground(false);
    auto* content = new QVBoxLayout(m_content);
    content->setContentsMargins(dp(12), dp(12), dp(4), dp(12));
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
    // A new analysis may change what no row tells.
    connect(m_context.jobs, &services::JobService::jobFinished, this, [this](const JobRecord& job) {
        if (job.kind == "analyze") {
            m_refetch->start();
            m_comparing->refresh();
        }
    });
    connect(m_refetch, &QTimer::timeout, this, &InspectorPanel::fetch);
    connect(m_context.peaks, &services::PeakService::ready, this, [this](StemId id) {
        if (id == m_current && m_stem) {
            m_wave->setWave(m_context.peaks->request(id), m_stem->category);
        }
    });
    connect(m_tags, &TagRow::entered, this, [this](const std::vector<std::string>& tags) {
        m_context.library->setTags({{m_current, tags}});
    });
    connect(m_editing, &FactEditing::edited, this, &InspectorPanel::onEdited);
    connect(m_measured, &BackToMeasured::edited, this, &InspectorPanel::onEdited);
    connect(m_heard, &CategoryRow::chosen, this, [this](Category category) {
        m_measured->forget(UserValue::Category);
        m_context.library->setCategory({m_current}, category);
    });
    connect(m_lineage, &LineageTree::chosen, this,
            [this](StemId id) { m_context.selection->select(id, {id}, true); });
}

void InspectorPanel::onEdited(const Stem& stem)
{
    if (stem.id == m_current) {
        m_stem = std::make_unique<Stem>(stem);
        showStem();
    }
    later(this, m_context.library->settled(), [this](const Result<>&) { fetch(); });
}

void InspectorPanel::connectVerbs()
{
    connect(m_chop, &QPushButton::clicked, this, &InspectorPanel::chop);
    connect(m_separate, &QPushButton::clicked, this,
            [this] { m_context.selection->separateSounds({m_current}); });
    connect(m_dream, &QPushButton::clicked, this,
            [this] { m_context.selection->sendSounds(QStringLiteral("dream"), {m_current}); });
    connect(m_redream, &QPushButton::clicked, this, &InspectorPanel::redream);
    connect(m_context.jobs, &services::JobService::jobFinished, this,
            &InspectorPanel::onJobFinished);
    const auto fetchAgain = [this] { fetch(); };
    connect(m_context.library, &services::LibraryService::undone, this, fetchAgain);
    connect(m_context.library, &services::LibraryService::redone, this, fetchAgain);
    connect(m_compare, &QPushButton::clicked, this, &InspectorPanel::toggleHeld);
    connect(m_comparing, &Comparing::changed, this, &InspectorPanel::showComparison);
    connect(m_show, &QPushButton::clicked, this, &InspectorPanel::showFile);
    connect(m_copy, &QPushButton::clicked, this, &InspectorPanel::copyPath);
    connect(m_export, &QPushButton::clicked, this,
            [this] { m_context.selection->exportSounds({m_current}); });
}

void InspectorPanel::restoreSections()
{
    QByteArray state = m_context.settings->windowState(QLatin1String(kStateKey));
    const QList<QByteArray> open = (state.isEmpty() ? QByteArray(kOpenAtFirst) : state).split(',');
    for (FactSection* section : m_sections) {
        section->setOpen(open.contains(section->id().toLatin1()));
    }
}

void InspectorPanel::keepSections()
{
    QByteArrayList open {"-"}; // all closed is a state, too
    for (const FactSection* section : m_sections) {
        if (section->isOpen()) {
            open.push_back(section->id().toLatin1());
        }
    }
    m_context.settings->setWindowState(QLatin1String(kStateKey), open.join(','));
}

void InspectorPanel::setCurrent(StemId id)
{
    if (id != m_current || id == 0) {
        m_current = id;
        m_stem.reset();
        m_family.reset();
        m_figure.reset();
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
    const quint64 turn = ++m_turn;
    later(this, m_context.library->stem(id), [this, id, turn](const Result<Stem>& stem) {
        if (id == m_current && turn == m_turn && stem) {
            m_stem = std::make_unique<Stem>(*stem);
            showStem();
            showFamily();
        }
    });
    later(this, m_context.library->family(id),
          [this, id, turn](const Result<services::LibraryService::Family>& family) {
              if (id == m_current && turn == m_turn && family) {
                  m_family = std::make_unique<services::LibraryService::Family>(*family);
                  showFamily();
              }
          });
    later(this, m_context.library->character(id),
          [this, id, turn](const Result<services::LibraryService::Character>& character) {
              if (id == m_current && turn == m_turn) {
                  m_figure = character ? std::optional(*character) : std::nullopt;
                  showCharacter();
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
    m_head->setStem(*m_stem);
    m_measured->setStem(*m_stem);
    m_heard->setStem(*m_stem);
    m_wave->setWave(m_context.peaks->request(m_current), m_stem->category);
    const bool needsAttention = !m_stem->processingError.empty() || m_stem->isMissing;
    m_attention->setVisible(needsAttention);
    if (needsAttention) {
        m_attention->setNote(
            InlineNote::Kind::Warning,
            m_stem->isMissing
                ? tr("The file is not where it was: %1").arg(QString::fromStdString(m_stem->path))
                : tr("This sound could not be analysed. Check its file in another program."));
        // The reason is technical, and English.
        m_attention->setToolTip(QString::fromStdString(m_stem->processingError));
    }
    const StemRow row = rowOf(*m_stem);
    m_chop->setVisible(canChop(row));
    m_dream->setVisible(canDreamFrom(row));
    m_redream->setVisible(row.source == Source::Generated);
    m_separate->setVisible(canSeparate(row));
    m_tags->setStem(*m_stem);
    showFacts();
    showCharacter();
}

void InspectorPanel::showFacts()
{
    const std::vector<FactGroup> groups = soundFacts(*m_stem);
    for (FactSection* section : m_sections) {
        if (section->id() == QLatin1String("quality")) {
            section->setWords(tr("Quality"), QualityView::summary(*m_stem));
            m_quality->setStem(*m_stem);
            continue;
        }
        if (section->id() == QLatin1String("character")) {
            continue;
        }
        const auto group
            = std::find_if(groups.begin(), groups.end(),
                           [section](const FactGroup& one) { return one.id == section->id(); });
        section->setVisible(group != groups.end());
        if (group != groups.end()) {
            section->setWords(group->title, group->summary);
        }
        // Nothing of another sound, or in another language, stays behind.
        section->setLines(group != groups.end() ? group->lines : std::vector<FactLine> {});
    }
    m_editing->setStem(*m_stem);
}

void InspectorPanel::showCharacter()
{
    if (!m_stem) {
        return;
    }
    m_sections[2]->setWords(
        tr("Character"),
        m_figure ? tr("among %1").arg(categoryCountText(m_figure->category, m_figure->among))
                 : tr("not heard yet"));
    m_character->setCharacter(m_figure, m_stem->durationS);
}

void InspectorPanel::showComparison()
{
    const bool isHeld = m_comparing->held() != 0;
    m_comparison->setVisible(m_comparing->isOn());
    m_comparison->setWords(tr("Comparison"), m_comparing->names());
    m_compare->setText(isHeld ? tr("Stop comparing") : tr("Compare with…"));
    m_compare->setAccessibleName(m_compare->text());
    m_compare->setIconName(isHeld ? QStringLiteral("close") : QString());
}

void InspectorPanel::toggleHeld()
{
    const bool isHeld = m_comparing->held() != 0;
    m_comparing->setHeld(isHeld ? 0 : m_current);
    showComparison();
    if (!isHeld) {
        m_context.selection->showMessage(
            tr("“%1” is held. Choose the sound to compare it with.").arg(m_head->name()));
    }
}

void InspectorPanel::chop()
{
    services::ChopParamsJob params;
    params.stem = m_current;
    params.review = true;
    const Result<JobId> job = m_context.jobs->enqueue(params);
    m_context.selection->showMessage(
        job ? tr("“%1” is being chopped. Its slices will wait for you in the Separate room.")
                  .arg(m_head->name())
            : errorSentence(errorCodeId(job.error().code)));
}

void InspectorPanel::redream()
{
    const Result<JobId> job = m_context.jobs->enqueueRedream(m_current);
    m_redreaming = job ? *job : 0;
    m_context.selection->showMessage(job ? tr("“%1” is being dreamed again.").arg(m_head->name())
                                         : errorSentence(errorCodeId(job.error().code)));
}

void InspectorPanel::onJobFinished(const JobRecord& job)
{
    if (job.id != m_redreaming || job.id == 0) {
        return;
    }
    m_redreaming = 0;
    const QString name = QString::fromStdString(job.title);
    if (job.state == JobState::Failed) {
        m_context.selection->showMessage(
            tr("“%1” could not be dreamed again: %2").arg(name, jobErrorSentence(job)));
    } else if (job.state == JobState::Done) {
        const QJsonObject result
            = QJsonDocument::fromJson(QByteArray::fromStdString(job.result)).object();
        m_context.selection->showMessage(
            result.value(QStringLiteral("same")).toBool()
                ? tr("“%1” comes out the same, to the last bit.").arg(name)
                : tr("“%1” comes out different, by %2 dB at most. The new one is beside it: %3")
                      .arg(name,
                           locale().toString(
                               result.value(QStringLiteral("difference_db")).toDouble(), 'f', 1),
                           result.value(QStringLiteral("path")).toString()));
    }
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
    m_history->retranslate();
    setAccessibleName(tr("Inspector"));
    m_empty->setTexts(tr("No sound chosen"), tr("Choose a sound to see its facts."));
    m_wave->setAccessibleName(tr("Waveform"));
    m_head->retranslate();
    m_heard->retranslate();
    m_tags->retranslate();
    m_editing->retranslate();
    for (ElidedLabel* label : {m_lineageTitle, m_nextTitle}) {
        label->setTextStyle(TextStyle::Caption, QFont::DemiBold);
        label->setTone(ElidedLabel::Tone::Secondary);
    }
    m_lineageTitle->setFullText(tr("Lineage"));
    m_nextTitle->setFullText(tr("Next"));
    m_chop->setText(tr("Chop…"));
    m_dream->setText(tr("Dream like this"));
    m_redream->setText(tr("Dream it again"));
    m_redream->setToolTip(
        tr("Makes this sound anew from its stored seed and model, and says whether "
           "it is the same to the last bit."));
    m_separate->setText(tr("Separate into stems"));
    m_show->setText(tr("Show file"));
    m_copy->setText(tr("Copy path"));
    m_export->setText(tr("Export…"));
    m_export->setKeyHint(tr("Ctrl+E"));
    for (Button* button : {m_chop, m_separate, m_dream, m_redream, m_show, m_copy, m_export}) {
        button->setAccessibleName(button->text());
    }
    m_compare->setToolTip(tr("Compare with the next sound that is chosen; two sounds that are "
                             "selected together are compared, too"));
    showComparison();
    m_comparing->refresh();
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
