#include "ui/panels/compose/ClipPanel.h"

#include "core/music/Roles.h"
#include "ui/panels/compose/ClipHead.h"
#include "ui/panels/compose/ComposeText.h"
#include "ui/panels/compose/QueryField.h"
#include "ui/panels/compose/WhyBars.h"
#include "ui/panels/inspector/InspectorParts.h"
#include "ui/plot/ArrangeText.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/InlineNote.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr int kKeyWidth = 76;
constexpr double kMostFadeMs = 20'000.0;

QDoubleSpinBox* spin(const char* name, double least, double most, double step, QWidget* parent)
{
    auto* box = new QDoubleSpinBox(parent);
    box->setObjectName(QLatin1String(name));
    box->setRange(least, most);
    box->setSingleStep(step);
    box->setDecimals(1);
    box->setKeyboardTracking(false);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    box->setMinimumWidth(dp(64));
    return box;
}

QLabel* heading(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setFont(nde::ui::font(TextStyle::Caption, QFont::DemiBold));
    return label;
}

QLabel* quiet(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setProperty("muted", true);
    label->setFont(nde::ui::font(TextStyle::Caption));
    return label;
}

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

ClipPanel::ClipPanel(AlternativeModel& model, AlternativeList::Thumbnails thumbnails,
                     QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_head(new ClipHead(this))
    , m_lock(new IconButton(QStringLiteral("lock"), QString(), this))
    , m_wave(new WaveThumb(this))
    , m_queryKey(quiet(this))
    , m_query(new QueryField(this))
    , m_queryNote(quiet(this))
    , m_facts(new QWidget(this))
    , m_stretch(new QLabel(this))
    , m_pitch(spin("comp_pitch", -12.0, 12.0, 1.0, this))
    , m_pitchNote(quiet(this))
    , m_gain(spin("comp_gain", -60.0, 12.0, 0.5, this))
    , m_fadeIn(spin("comp_fade_in", 0.0, kMostFadeMs, 5.0, this))
    , m_fadeOut(spin("comp_fade_out", 0.0, kMostFadeMs, 5.0, this))
    , m_gap(new QWidget(this))
    , m_gapNote(new QLabel(this))
    , m_dream(new Button(QString(), Button::Kind::Dream, this))
    , m_lackNote(new InlineNote(InlineNote::Kind::Warning, {}, this))
    , m_train(new Button(QString(), Button::Kind::Secondary, this))
    , m_wider(new Button(QString(), Button::Kind::Secondary, this))
    , m_empty(new Button(QString(), Button::Kind::Secondary, this))
    , m_alternatives(heading(this))
    , m_heardNote(quiet(this))
    , m_list(new AlternativeList(model, std::move(thumbnails), this))
    , m_steps(new QWidget(this))
    , m_previous(new IconButton(QStringLiteral("chevron-left"), QString(), m_steps))
    , m_next(new IconButton(QStringLiteral("chevron-right"), QString(), m_steps))
    , m_stepNote(quiet(m_steps))
    , m_whyTitle(heading(this))
    , m_why(new WhyBars(this))
    , m_lineageTitle(heading(this))
    , m_lineage(new QWidget(this))
    , m_reroll(new Button(QString(), Button::Kind::Secondary, this))
    , m_split(new Button(QString(), Button::Kind::Secondary, this))
{
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(dp(12), dp(10), dp(12), dp(10));
    column->setSpacing(dp(8));
    buildHead(column);
    buildQuery(column);
    buildFacts(column);
    buildGap(column);
    column->addWidget(rule(this));
    buildAlternatives(column);
    column->addWidget(rule(this));
    column->addWidget(m_whyTitle);
    column->addWidget(m_why);
    column->addWidget(m_lineageTitle);
    auto* family = new QVBoxLayout(m_lineage);
    family->setContentsMargins(0, 0, 0, 0);
    family->setSpacing(dp(2));
    m_lineage->setObjectName(QStringLiteral("comp_clip_lineage"));
    column->addWidget(m_lineage);
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("comp_clip_scroll"));
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addWidget(scroll, 1);
    buildFoot(outer);
    retranslate();
}

void ClipPanel::buildHead(QVBoxLayout* column)
{
    m_lock->setObjectName(QStringLiteral("comp_clip_lock"));
    m_lock->setCheckable(true);
    m_lock->setSide(24);
    m_lock->setIconSide(14);
    auto* row = new QHBoxLayout;
    row->setSpacing(dp(4));
    row->addWidget(m_head, 1);
    row->addWidget(m_lock, 0, Qt::AlignTop);
    column->addLayout(row);
    column->addWidget(m_wave);
    connect(m_lock, &QAbstractButton::clicked, this, &ClipPanel::lockChosen);
}

// Of gaps as well: other words may find what fills them.
void ClipPanel::buildQuery(QVBoxLayout* column)
{
    m_queryKey->setFont(nde::ui::font(TextStyle::Body));
    m_queryKey->setFixedWidth(dp(kKeyWidth));
    m_queryKey->setBuddy(m_query);
    auto* row = new QHBoxLayout;
    row->setSpacing(dp(8));
    row->addWidget(m_queryKey);
    row->addWidget(m_query, 1);
    row->addWidget(m_queryNote);
    column->addLayout(row);
    connect(m_query, &QueryField::wordsChosen, this, &ClipPanel::queryChosen);
}

void ClipPanel::buildFacts(QVBoxLayout* column)
{
    m_form = new QFormLayout(m_facts);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(dp(8));
    m_form->setVerticalSpacing(dp(4));
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto key = [this] {
        QLabel* label = quiet(m_facts);
        label->setFont(nde::ui::font(TextStyle::Body));
        label->setMinimumWidth(dp(kKeyWidth));
        return label;
    };
    const auto pair = [](QWidget* first, QWidget* second, bool isEven) {
        auto* row = new QHBoxLayout;
        row->setSpacing(dp(8));
        row->addWidget(first, isEven ? 1 : 0);
        row->addWidget(second, 1);
        return row;
    };
    m_stretch->setTextFormat(Qt::RichText);
    m_stretch->setTextInteractionFlags(Qt::NoTextInteraction);
    m_pitch->setSuffix(QStringLiteral(" st"));
    m_gain->setSuffix(QStringLiteral(" dB"));
    for (QDoubleSpinBox* fade : {m_fadeIn, m_fadeOut}) {
        fade->setSuffix(QStringLiteral(" ms"));
        fade->setDecimals(0);
    }
    m_stretch->setWordWrap(true); // else its words decide how wide the side is
    m_form->addRow(key(), m_stretch);
    m_form->addRow(key(), pair(m_pitch, m_pitchNote, false));
    m_form->addRow(key(), m_gain);
    m_form->addRow(key(), pair(m_fadeIn, m_fadeOut, true));
    column->addWidget(m_facts);
    connect(m_pitch, &QDoubleSpinBox::valueChanged, this, &ClipPanel::semitonesChosen);
    connect(m_gain, &QDoubleSpinBox::valueChanged, this, &ClipPanel::gainChosen);
    const auto fades = [this] { Q_EMIT fadesChosen(m_fadeIn->value(), m_fadeOut->value()); };
    connect(m_fadeIn, &QDoubleSpinBox::valueChanged, this, fades);
    connect(m_fadeOut, &QDoubleSpinBox::valueChanged, this, fades);
}

void ClipPanel::buildGap(QVBoxLayout* column)
{
    m_dream->setObjectName(QStringLiteral("comp_gap_dream"));
    m_wider->setObjectName(QStringLiteral("comp_gap_wider"));
    m_empty->setObjectName(QStringLiteral("comp_gap_empty"));
    m_train->setObjectName(QStringLiteral("comp_gap_train"));
    m_lackNote->setObjectName(QStringLiteral("comp_gap_lack"));
    m_dream->setIconName(QStringLiteral("dream"));
    m_gapNote->setWordWrap(true);
    auto* rows = new QVBoxLayout(m_gap);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(dp(6));
    rows->addWidget(m_gapNote);
    rows->addWidget(m_dream);
    rows->addWidget(m_lackNote);
    rows->addWidget(m_train);
    auto* pair = new QHBoxLayout;
    pair->setSpacing(dp(6));
    pair->addWidget(m_wider, 1);
    pair->addWidget(m_empty, 1);
    rows->addLayout(pair);
    column->addWidget(m_gap);
    connect(m_dream, &QAbstractButton::clicked, this,
            [this] { Q_EMIT gapChosen(GapChoice::Dream); });
    connect(m_train, &QAbstractButton::clicked, this, [this] { Q_EMIT trainRequested(m_lack); });
    connect(m_wider, &QAbstractButton::clicked, this,
            [this] { Q_EMIT gapChosen(GapChoice::Wider); });
    connect(m_empty, &QAbstractButton::clicked, this,
            [this] { Q_EMIT gapChosen(GapChoice::Empty); });
}

void ClipPanel::buildAlternatives(QVBoxLayout* column)
{
    auto* title = new QHBoxLayout;
    title->addWidget(m_alternatives, 1);
    title->addWidget(m_heardNote);
    column->addLayout(title);
    column->addWidget(m_list);
    auto* row = new QHBoxLayout(m_steps);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(dp(4));
    m_previous->setObjectName(QStringLiteral("comp_previous"));
    m_next->setObjectName(QStringLiteral("comp_next"));
    for (IconButton* button : {m_previous, m_next}) {
        button->setSide(24);
        button->setIconSide(14);
        row->addWidget(button);
    }
    m_stepNote->setWordWrap(true);
    row->addWidget(m_stepNote, 1);
    column->addWidget(m_steps);
    connect(m_previous, &QAbstractButton::clicked, this, [this] { Q_EMIT stepRequested(-1); });
    connect(m_next, &QAbstractButton::clicked, this, [this] { Q_EMIT stepRequested(1); });
}

void ClipPanel::buildFoot(QVBoxLayout* column)
{
    m_reroll->setObjectName(QStringLiteral("comp_clip_reroll"));
    m_split->setObjectName(QStringLiteral("comp_split"));
    m_reroll->setIconName(QStringLiteral("dice"));
    m_split->setKeyHint(QStringLiteral("B"));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(dp(12), dp(6), dp(12), dp(10));
    row->setSpacing(dp(6));
    for (Button* button : {m_reroll, m_split}) {
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        row->addWidget(button, 1);
    }
    column->addLayout(row);
    connect(m_reroll, &QAbstractButton::clicked, this, &ClipPanel::rerollRequested);
    connect(m_split, &QAbstractButton::clicked, this, &ClipPanel::splitRequested);
}

void ClipPanel::setClip(const std::shared_ptr<const music::Plan>& plan, int clipId, int others,
                        bool isMissing)
{
    m_plan = plan;
    m_clip = clipId;
    m_others = others;
    m_isMissing = isMissing;
    showClip();
}

void ClipPanel::setWave(const std::shared_ptr<const audio::PeakPyramid>& peaks)
{
    const music::Lane* lane = m_plan ? music::laneOfClip(*m_plan, m_clip) : nullptr;
    const music::Clip* clip = m_plan ? music::clipOf(*m_plan, m_clip) : nullptr;
    if (lane != nullptr && clip != nullptr) {
        m_wave->setWave(peaks, ArrangeLayout::category(*lane, *clip));
    }
}

void ClipPanel::setSearching(bool isSearching)
{
    m_isSearching = isSearching;
    showClip();
}

void ClipPanel::setLack(int gap, Category category)
{
    m_lackOf = gap;
    m_lack = category;
    showClip();
}

void ClipPanel::setLineage(const QStringList& lines)
{
    qDeleteAll(m_lineage->findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
    // Names of files have no place to wrap at; none of them decides how wide the side is.
    for (qsizetype i = 0; i < lines.size(); ++i) {
        m_lineage->layout()->addWidget(
            new ElidedLabel(QString(i * 3, QChar(0x00A0)) + lines[i], TextStyle::Body, m_lineage));
    }
    m_lineage->setVisible(!lines.isEmpty());
    m_lineageTitle->setVisible(!lines.isEmpty());
}

void ClipPanel::refreshThumbnails()
{
    m_list->viewport()->update();
}

void ClipPanel::showClip()
{
    const music::Lane* lane = m_plan ? music::laneOfClip(*m_plan, m_clip) : nullptr;
    const music::Clip* clip = m_plan ? music::clipOf(*m_plan, m_clip) : nullptr;
    if (lane == nullptr || clip == nullptr) {
        return;
    }
    const music::Sound* sound = ArrangeLayout::sound(*lane, *clip);
    QStringList notes {barsText(clip->startBar, clip->bars)};
    if (clip->isLocked || lane->isLocked) {
        notes += tr("locked");
    }
    if (clip->isMuted) {
        notes += tr("muted");
    }
    if (m_isMissing) {
        notes += tr("file missing");
    }
    if (m_others > 0) {
        notes += tr("and %n more", nullptr, m_others);
    }
    m_head->setTexts(sound != nullptr ? QString::fromStdString(sound->name) : gapText(clip->gap),
                     sound != nullptr ? std::optional(sound->source) : std::nullopt,
                     ArrangeLayout::category(*lane, *clip), laneTitle(*m_plan, *lane),
                     notes.join(QStringLiteral(" · ")));
    m_lock->setChecked(clip->isLocked);
    m_lock->setVisible(sound != nullptr);
    m_wave->setVisible(sound != nullptr);
    m_facts->setVisible(sound != nullptr);
    m_gap->setVisible(sound == nullptr);
    m_split->setEnabled(clip->bars > 1);
    showQuery(*lane);
    sound != nullptr ? showSound(*lane, *clip, *sound) : showGap(*clip);
    const int found = m_model.rowCount();
    m_list->setVisible(found > 0);
    m_steps->setVisible(found > 1);
    m_heardNote->setText(m_isSearching   ? tr("searching …")
                             : found > 0 ? tr("heard in the mix")
                                         : tr("none"));
}

void ClipPanel::showQuery(const music::Lane& lane)
{
    m_query->setWords(lane.id, askedText(lane));
    m_query->setEnabled(!lane.isLocked);
    const music::Role* role = music::roleOf(lane.role);
    const bool isTonal = role != nullptr && role->isTonal();
    m_queryNote->setText(
        isTonal ? QStringLiteral("~%1").arg(QString::fromStdString(camelotName(m_plan->key)))
                : QString());
    m_query->setAccessibleName(
        tr("What is asked of the sounds of %1").arg(laneTitle(*m_plan, lane)));
}

void ClipPanel::showSound(const music::Lane& lane, const music::Clip& clip,
                          const music::Sound& sound)
{
    m_stretch->setText(QStringLiteral("%1 <span style='color:%3'>%2</span>")
                           .arg(stretchText(*m_plan, sound), stretchShare(*m_plan, sound),
                                Theme::current().text3.name()));
    m_pitchNote->setText(keyMoveText(sound));
    const auto set = [](QDoubleSpinBox* box, double value) {
        const QSignalBlocker quietly(box);
        box->setValue(value);
    };
    set(m_pitch, sound.semitones);
    set(m_gain, clip.gainDb);
    set(m_fadeIn, clip.fadeInMs);
    set(m_fadeOut, clip.fadeOutMs);
    for (QDoubleSpinBox* box : {m_pitch, m_gain, m_fadeIn, m_fadeOut}) {
        box->setEnabled(!clip.isLocked && !lane.isLocked);
    }
    m_why->setWhy(sound.why);
    m_why->setVisible(m_why->termCount() > 0);
    m_whyTitle->setVisible(m_why->termCount() > 0);
}

void ClipPanel::showGap(const music::Clip& clip)
{
    m_gapNote->setText(
        tr("%1. Nothing in the library fits; the lane rests here.").arg(gapText(clip.gap)));
    const bool isLacking = m_lackOf == clip.id;
    const QString category = inSentence(categoryText(m_lack));
    m_lackNote->setVisible(isLacking);
    m_train->setVisible(isLacking);
    m_lackNote->setNote(InlineNote::Kind::Warning,
                        tr("There is no model for %1 yet; train one, then dream.").arg(category));
    m_train->setText(tr("Train one"));
    m_train->setAccessibleName(tr("Train a model for %1").arg(category));
    m_why->hide();
    m_whyTitle->hide();
}

void ClipPanel::retranslate()
{
    setAccessibleName(tr("Clip"));
    m_queryKey->setText(tr("Query"));
    m_query->setPlaceholderText(tr("any"));
    m_query->setToolTip(tr("Other words and Enter: another sound for this lane"));
    const QStringList keys {tr("Stretch"), tr("Pitch"), tr("Gain"), tr("Fades")};
    for (int row = 0; row < keys.size(); ++row) {
        auto* item = m_form->itemAt(row, QFormLayout::LabelRole);
        static_cast<QLabel*>(item->widget())->setText(keys[row]);
    }
    m_pitch->setAccessibleName(tr("Pitch in semitones"));
    m_gain->setAccessibleName(tr("Gain"));
    m_fadeIn->setAccessibleName(tr("Fade in"));
    m_fadeOut->setAccessibleName(tr("Fade out"));
    m_lock->setName(tr("Lock the clip"), QStringLiteral("K"));
    m_dream->setText(tr("Dream one"));
    m_wider->setText(tr("Search wider"));
    m_empty->setText(tr("Leave empty"));
    m_alternatives->setText(tr("Alternatives"));
    m_list->setAccessibleName(tr("Alternatives, heard in the mix"));
    m_previous->setName(tr("Previous sound"), QStringLiteral("←"));
    m_next->setName(tr("Next sound"), QStringLiteral("→"));
    m_stepNote->setText(tr("step through, swap lands on the next bar"));
    m_whyTitle->setText(tr("Why this one"));
    m_lineageTitle->setText(tr("Lineage"));
    m_reroll->setText(tr("Re-roll"));
    m_split->setText(tr("Split"));
    for (Button* button : {m_dream, m_wider, m_empty, m_reroll, m_split}) {
        button->setAccessibleName(button->text());
    }
    showClip();
}

void ClipPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace nde::ui
