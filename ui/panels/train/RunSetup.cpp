#include "ui/panels/train/RunSetup.h"

#include "core/services/Collections.h"
#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/SearchService.h"
#include "ui/SelectionBus.h"
#include "ui/models/JobText.h"
#include "ui/models/TrainText.h"
#include "ui/models/TrainingShelf.h"
#include "ui/panels/FileChooser.h"
#include "ui/panels/train/PreflightList.h"
#include "ui/panels/train/TrainDetails.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/SegmentedControl.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QTimer>

#include <algorithm>
#include <map>
#include <set>

namespace nde::ui {

namespace {

constexpr int kAskDelayMs = 150;
constexpr int kFillDelayMs = 300; ///< while somebody types
constexpr int kMostAugmentations = 8;
constexpr std::size_t kMostTags = 200;
constexpr int kEnoughSounds = 64; ///< fewer: how to get more is said
constexpr int kEnoughLong = 16;
constexpr auto kShortKind = "short";
constexpr auto kLongKind = "long";

nn::TrainPreset presetOf(const QString& id)
{
    return id == u"quick" ? nn::TrainPreset::Quick
        : id == u"deep"   ? nn::TrainPreset::Deep
                          : nn::TrainPreset::Good;
}

bool isSame(nn::TrainParams a, const nn::TrainParams& b)
{
    a.seed = b.seed; // a seed of one's own is no other preset
    return a.latentDim == b.latentDim && a.epochs == b.epochs && a.batchSize == b.batchSize
        && a.learningRate == b.learningRate && a.detail == b.detail
        && a.augmentations == b.augmentations && a.validationShare == b.validationShare
        && a.patience == b.patience;
}

} // namespace

RunSetup::RunSetup(const StudioContext& context, QWidget* room)
    : QWidget(room)
    , m_context(context)
    , m_shelf(*context.training)
    , m_title(new QLabel(this))
    , m_category(new QComboBox(this))
    , m_kind(new SegmentedControl(QString(), this))
    , m_data(new QComboBox(this))
    , m_collection(new QComboBox(this))
    , m_search(new QLineEdit(this))
    , m_selection(new ElidedLabel({}, TextStyle::Caption, this))
    , m_presets(new SegmentedControl(QString(), this))
    , m_estimate(new ElidedLabel({}, TextStyle::Caption, this))
    , m_details(new Button(QString(), Button::Kind::Ghost, this))
    , m_panel(new TrainDetails(m_details, room))
    , m_branch(new Button(QString(), Button::Kind::Ghost, this))
    , m_preflightTitle(new QLabel(this))
    , m_preflight(new PreflightList(this))
    , m_more(new QLabel(this))
    , m_chop(new Button(QString(), Button::Kind::Ghost, this))
    , m_import(new Button(QString(), Button::Kind::Ghost, this))
    , m_augment(new Button(QString(), Button::Kind::Ghost, this))
    , m_askTimer(new QTimer(this))
    , m_fillTimer(new QTimer(this))
{
    setObjectName(QStringLiteral("train_setup"));
    m_askTimer->setSingleShot(true);
    m_askTimer->setInterval(kAskDelayMs);
    m_fillTimer->setSingleShot(true);
    m_fillTimer->setInterval(kFillDelayMs);
    buildLayout();
    connectAll();
    m_params.params = nn::trainPreset(nn::TrainPreset::Good);
    m_preset = QStringLiteral("good");
    retranslate();
    setPreset(m_preset);
}

void RunSetup::buildLayout()
{
    m_category->setObjectName(QStringLiteral("train_category"));
    m_kind->setObjectName(QStringLiteral("train_kind"));
    m_data->setObjectName(QStringLiteral("train_data"));
    m_collection->setObjectName(QStringLiteral("train_collection"));
    m_search->setObjectName(QStringLiteral("train_search"));
    m_presets->setObjectName(QStringLiteral("train_preset"));
    m_estimate->setObjectName(QStringLiteral("train_estimate"));
    m_details->setObjectName(QStringLiteral("train_details"));
    m_branch->setObjectName(QStringLiteral("train_branch_off"));
    m_chop->setObjectName(QStringLiteral("train_more_chop"));
    m_import->setObjectName(QStringLiteral("train_more_import"));
    m_augment->setObjectName(QStringLiteral("train_more_augment"));
    for (const char* id : {"quick", "good", "deep"}) {
        m_presets->addSegment(QLatin1String(id), {});
        m_presets->segment(QLatin1String(id))
            ->setObjectName(QStringLiteral("train_preset_") + QLatin1String(id));
    }
    for (const char* id : {kShortKind, kLongKind}) {
        m_kind->addSegment(QLatin1String(id), {});
        m_kind->segment(QLatin1String(id))
            ->setObjectName(QStringLiteral("train_kind_") + QLatin1String(id));
    }
    m_details->setIconName(QStringLiteral("chevron-right"));
    m_branch->setIconName(QStringLiteral("close"));
    m_chop->setIconName(QStringLiteral("separate"));
    m_import->setIconName(QStringLiteral("import"));
    m_augment->setIconName(QStringLiteral("plus"));
    m_estimate->setTone(ElidedLabel::Tone::Muted);
    m_selection->setTone(ElidedLabel::Tone::Muted);
    for (Button* button : {m_details, m_branch, m_chop, m_import, m_augment}) {
        button->setCompact(true);
    }
    for (QComboBox* box : {m_category, m_data, m_collection}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(6);
    }
    auto* of = new QHBoxLayout;
    of->setSpacing(dp(8));
    of->addWidget(m_title);
    of->addWidget(m_category, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(dp(8));
    column->addLayout(of);
    for (QWidget* widget : std::initializer_list<QWidget*> {m_kind, m_data, m_collection, m_search,
                                                            m_selection, m_presets, m_estimate}) {
        column->addWidget(widget);
    }
    column->addWidget(m_details, 0, Qt::AlignLeft);
    column->addWidget(m_branch, 0, Qt::AlignLeft);
    column->addSpacing(dp(4));
    column->addWidget(m_preflightTitle);
    column->addWidget(m_preflight);
    column->addWidget(m_more);
    for (Button* button : {m_chop, m_import, m_augment}) {
        column->addWidget(button, 0, Qt::AlignLeft);
    }
    column->addStretch(1);
}

void RunSetup::connectAll()
{
    connect(m_category, &QComboBox::activated, this, [this] {
        const auto category = static_cast<Category>(m_category->currentData().toInt());
        setCategory(category);
        Q_EMIT categoryChosen(category);
    });
    connect(m_kind, &SegmentedControl::currentChanged, this,
            [this](const QString& kind) { setKind(kind == QLatin1String(kLongKind)); });
    connect(m_data, &QComboBox::activated, this, &RunSetup::onDataKind);
    connect(m_collection, &QComboBox::activated, this, &RunSetup::onDataKind);
    connect(m_search, &QLineEdit::textEdited, this, &RunSetup::onDataKind);
    connect(m_presets, &SegmentedControl::currentChanged, this, &RunSetup::setPreset);
    connect(m_panel, &TrainDetails::paramsChanged, this, &RunSetup::setParams);
    connect(m_panel, &TrainDetails::resetRequested, this,
            [this] { setPreset(m_preset.isEmpty() ? QStringLiteral("good") : m_preset); });
    connect(m_branch, &QAbstractButton::clicked, this, [this] {
        m_params.branchOf = 0;
        m_params.branchEpoch = 0;
        setParams(m_params);
    });
    connect(m_askTimer, &QTimer::timeout, this, [this] { m_shelf.askPreflight(m_params); });
    connect(m_preflight, &PreflightList::showRequested, this, &RunSetup::showShare);
    connect(m_chop, &QAbstractButton::clicked, this,
            [this] { m_context.selection->showRoom(QStringLiteral("separate")); });
    connect(m_import, &QAbstractButton::clicked, this, &RunSetup::importSounds);
    connect(m_augment, &QAbstractButton::clicked, this, &RunSetup::augment);
    connect(&m_shelf, &TrainingShelf::setsChanged, this, &RunSetup::fillCategories);
    connect(&m_shelf, &TrainingShelf::preflightChanged, this, &RunSetup::showPreflight);
    connect(m_context.selection, &SelectionBus::changed, this, [this] {
        if (m_params.data == services::TrainDataKind::Sounds) {
            onDataKind();
        }
    });
    const auto fillSoon = [this] { m_fillTimer->start(); };
    if (m_context.search != nullptr) {
        connect(&m_context.search->collections(), &services::Collections::changed, this, fillSoon);
    }
    connect(m_context.library, &services::LibraryService::loaded, this, fillSoon);
    connect(m_context.library, &services::LibraryService::rowsChanged, this, fillSoon);
    connect(m_fillTimer, &QTimer::timeout, this, [this] {
        if (isVisible()) {
            fillCollections();
        }
    });
}

void RunSetup::setCategory(Category category)
{
    if (category == m_params.category) {
        return;
    }
    m_params.category = category;
    std::erase(m_params.joint, category);
    m_params.branchOf = 0;
    m_params.branchEpoch = 0;
    const auto& sets = m_shelf.sets();
    const auto set = std::find_if(sets.begin(), sets.end(),
                                  [category](const auto& one) { return one.category == category; });
    // What it has one kind of only is learned from that; what it has both of, as before.
    const bool isLong = m_params.params.isLong;
    const bool hasNoLong = set != sets.end() && set->longHealth == services::SetHealth::Blocked;
    m_params.params.isLong = set != sets.end() && (set->isOnlyLong() || (isLong && !hasNoLong));
    setParams(m_params);
    if (m_params.params.isLong != isLong) {
        Q_EMIT kindChanged();
    }
}

void RunSetup::setPreset(const QString& preset)
{
    services::TrainJobParams params = m_params;
    const nn::TrainParams before = params.params;
    params.params = nn::trainPreset(presetOf(preset));
    params.params.seed = before.seed;
    params.params.isLong = before.isLong;
    setParams(params);
}

void RunSetup::setKind(bool isLong)
{
    if (isLong == m_params.params.isLong) {
        return;
    }
    services::TrainJobParams params = m_params;
    params.params.isLong = isLong;
    params.branchOf = 0; // of a model of the other kind
    params.branchEpoch = 0;
    setParams(params);
    Q_EMIT kindChanged();
}

void RunSetup::setParams(const services::TrainJobParams& params)
{
    m_params = params;
    m_preset.clear();
    for (const char* id : {"quick", "good", "deep"}) {
        if (isSame(nn::trainPreset(presetOf(QLatin1String(id))), m_params.params)) {
            m_preset = QLatin1String(id);
        }
    }
    m_kind->setCurrent(QLatin1String(m_params.params.isLong ? kLongKind : kShortKind));
    m_presets->setCurrent(m_preset);
    m_panel->setParams(m_params);
    m_details->setText(paramsText(m_params.params));
    m_details->setAccessibleName(tr("Details: %1").arg(m_details->text()));
    m_details->setToolTip(tr("Every number of the training"));
    m_details->updateGeometry();
    m_branch->setVisible(m_params.branchOf != 0);
    m_branch->setText(tr("Run %1, epoch %2").arg(m_params.branchOf).arg(m_params.branchEpoch));
    m_branch->setAccessibleName(tr("Do not branch: start anew"));
    m_branch->setToolTip(m_branch->accessibleName());
    showCategory();
    showData();
    ask();
}

void RunSetup::setBranch(const services::RunSummary& run, int epoch)
{
    services::TrainJobParams params = run.params;
    params.branchOf = run.id;
    params.branchEpoch = epoch;
    setParams(params);
    Q_EMIT categoryChosen(params.category);
}

void RunSetup::setRate(double learningRate)
{
    services::TrainJobParams params = m_params;
    params.params.learningRate = std::clamp(learningRate, 1e-5, 0.1);
    setParams(params);
}

void RunSetup::setDetail(double detail)
{
    services::TrainJobParams params = m_params;
    params.params.detail = std::clamp(detail, 2e-5, 5e-4);
    setParams(params);
}

void RunSetup::setSounds(const std::vector<StemId>& sounds)
{
    services::TrainJobParams params = m_params;
    params.data = services::TrainDataKind::Sounds;
    params.dataText.clear();
    params.sounds = sounds;
    std::map<Category, int> counts;
    int oneShots = 0;
    int longOnes = 0;
    for (const StemRow& row : m_context.library->rows()) {
        if (std::find(sounds.begin(), sounds.end(), row.id) != sounds.end()) {
            ++counts[row.category];
            ++(row.soundClass == SoundClass::OneShot ? oneShots : longOnes);
        }
    }
    params.params.isLong = longOnes > oneShots;
    const auto most
        = std::max_element(counts.begin(), counts.end(),
                           [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most != counts.end()) {
        params.category = most->first;
    }
    setParams(params);
    Q_EMIT categoryChosen(params.category);
}

void RunSetup::onDataKind()
{
    m_params.data = static_cast<services::TrainDataKind>(m_data->currentData().toInt());
    m_params.sounds.clear();
    m_params.dataText.clear();
    switch (m_params.data) {
    case services::TrainDataKind::Collection:
        m_params.dataText = m_collection->currentData().toString();
        break;
    case services::TrainDataKind::Filter:
        m_params.dataText = m_search->text();
        break;
    case services::TrainDataKind::Sounds:
        m_params.sounds = m_context.selection->selected();
        break;
    case services::TrainDataKind::Category:
        break;
    }
    showData();
    ask();
}

void RunSetup::showData()
{
    m_data->setCurrentIndex(std::max(0, m_data->findData(static_cast<int>(m_params.data))));
    m_collection->setVisible(m_params.data == services::TrainDataKind::Collection);
    m_search->setVisible(m_params.data == services::TrainDataKind::Filter);
    m_selection->setVisible(m_params.data == services::TrainDataKind::Sounds);
    m_selection->setFullText(
        m_params.sounds.empty()
            ? tr("Choose sounds in the library first")
            : tr("%n sound(s) are chosen", nullptr, static_cast<int>(m_params.sounds.size())));
    if (m_search->text() != m_params.dataText && m_params.data == services::TrainDataKind::Filter) {
        m_search->setText(m_params.dataText);
    }
}

void RunSetup::ask()
{
    m_preflight->setPreflight(nullptr);
    m_askTimer->start();
    Q_EMIT startableChanged();
}

void RunSetup::fillCategories()
{
    std::vector<Category> joint;
    m_category->clear();
    for (const services::TrainingSet& set : m_shelf.sets()) {
        addCategory(set.category);
        if (set.health != services::SetHealth::Blocked) {
            joint.push_back(set.category);
        }
    }
    showCategory();
    m_panel->setCategories(joint);
    ask();
}

// One that has no sound yet stands in the list while it is asked for.
void RunSetup::showCategory()
{
    const int id = static_cast<int>(m_params.category);
    if (m_category->findData(id) < 0) {
        addCategory(m_params.category);
    }
    m_category->setCurrentIndex(m_category->findData(id));
}

void RunSetup::addCategory(Category category)
{
    m_category->addItem(QIcon(categoryPixmap(category, dp(12), devicePixelRatioF())),
                        categoryText(category), static_cast<int>(category));
}

void RunSetup::fillCollections()
{
    const QString chosen = m_collection->currentData().toString();
    m_collection->clear();
    std::set<QString> names;
    if (m_context.search != nullptr) {
        for (const services::CollectionRow& row : m_context.search->collections().rows()) {
            names.insert(row.name.toCaseFolded());
            m_collection->addItem(QStringLiteral("%1 (%2)").arg(row.name).arg(row.count), row.name);
        }
    }
    std::map<QString, int> tags;
    for (const StemRow& row : m_context.library->rows()) {
        if (row.tags.empty()) {
            continue;
        }
        const QStringList own = QString::fromStdString(row.tags).split(u' ', Qt::SkipEmptyParts);
        for (const QString& tag : own) {
            ++tags[tag];
        }
    }
    const auto most = static_cast<std::size_t>(m_collection->count()) + kMostTags;
    for (const auto& [tag, count] : tags) {
        // A collection of that name is meant where there is one.
        if (static_cast<std::size_t>(m_collection->count()) < most
            && !names.contains(tag.toCaseFolded())) {
            m_collection->addItem(tr("Tag: %1 (%2)").arg(tagText(tag)).arg(count), tag);
        }
    }
    m_collection->setCurrentIndex(std::max(0, m_collection->findData(chosen)));
    m_collection->setEnabled(m_collection->count() > 0);
    m_collection->setToolTip(
        m_collection->count() > 0 ? QString() : tr("Collect or tag sounds in the library first"));
}

bool RunSetup::canStart() const
{
    const services::Preflight* preflight = m_askTimer->isActive() ? nullptr : m_shelf.preflight();
    return preflight != nullptr && preflight->refusal.isEmpty();
}

void RunSetup::showPreflight()
{
    if (m_askTimer->isActive()) {
        return; // of another question
    }
    const services::Preflight* preflight = m_shelf.preflight();
    m_preflight->setPreflight(preflight);
    if (preflight != nullptr) {
        m_estimate->setFullText(
            preflight->predictedS > 0.0 ? QStringLiteral("%1 · %2").arg(
                aboutText(preflight->predictedS), bytesOfModelText(preflight->predictedBytes))
                                        : QString());
        const bool isLong = m_params.params.isLong;
        const bool isThin = preflight->used < (isLong ? kEnoughLong : kEnoughSounds);
        m_more->setVisible(isThin);
        m_chop->setVisible(isThin && !isLong);
        m_import->setVisible(isThin);
        m_augment->setVisible(isThin && m_params.params.augmentations < kMostAugmentations);
    }
    Q_EMIT startableChanged();
}

void RunSetup::showShare(const services::DroppedGroup& group)
{
    m_context.selection->showInLibrary(
        group.stems, droppedText(group.reason, static_cast<int>(group.stems.size())));
}

void RunSetup::importSounds()
{
    chooseAudioFiles(this, tr("Add sounds to this set"), [this](const QStringList& files) {
        services::ImportParams params;
        params.paths = files;
        params.category = m_params.category;
        const Result<JobId> job = m_context.jobs->enqueue(params);
        m_context.selection->showMessage(job ? tr("Adding to the library …")
                                             : errorSentence(errorCodeId(job.error().code)));
    });
}

void RunSetup::augment()
{
    services::TrainJobParams params = m_params;
    params.params.augmentations = kMostAugmentations;
    setParams(params);
}

void RunSetup::start()
{
    if (!canStart()) {
        return;
    }
    const Result<JobId> job = m_shelf.start(m_params);
    if (!job) {
        m_context.selection->showMessage(errorSentence(errorCodeId(job.error().code))
                                         + QLatin1Char(' ')
                                         + errorCure(errorCodeId(job.error().code)));
        return;
    }
    if (m_params.branchOf != 0) {
        m_params.branchOf = 0;
        m_params.branchEpoch = 0;
        setParams(m_params);
    }
    Q_EMIT started(*job);
}

void RunSetup::retranslate()
{
    setAccessibleName(tr("New run"));
    for (QLabel* label : {m_title, m_preflightTitle}) {
        label->setFont(nde::ui::font(TextStyle::Caption, QFont::DemiBold));
        label->setProperty("secondary", true);
    }
    m_title->setText(tr("New run on"));
    m_category->setAccessibleName(tr("Category"));
    const int chosen = std::max(0, m_data->currentIndex());
    m_data->clear();
    const auto add = [this](const QString& text, services::TrainDataKind kind) {
        m_data->addItem(text, static_cast<int>(kind));
    };
    add(tr("All its sounds"), services::TrainDataKind::Category);
    add(tr("A collection or a tag"), services::TrainDataKind::Collection);
    add(tr("A search"), services::TrainDataKind::Filter);
    add(tr("The chosen sounds"), services::TrainDataKind::Sounds);
    m_data->setCurrentIndex(chosen);
    m_kind->setAccessibleName(tr("Kind of sounds"));
    m_kind->setSegmentText(QLatin1String(kShortKind), tr("One-shots"));
    m_kind->setSegmentText(QLatin1String(kLongKind), tr("Long sounds"));
    m_kind->segment(QLatin1String(kShortKind))
        ->setToolTip(tr("Hits and notes: one place in the latent space makes a sound"));
    m_kind->segment(QLatin1String(kLongKind))
        ->setToolTip(tr("Loops, phrases and pads: a sequence of places makes a sound"));
    m_data->setAccessibleName(tr("Sounds to learn from"));
    m_collection->setAccessibleName(tr("Collection"));
    m_search->setAccessibleName(tr("Search"));
    m_search->setPlaceholderText(tr("as in the library: tag:dark len:<1s"));
    m_presets->setAccessibleName(tr("Preset"));
    for (const char* id : {"quick", "good", "deep"}) {
        m_presets->setSegmentText(QLatin1String(id), presetText(QLatin1String(id)));
    }
    m_preflightTitle->setText(tr("Pre-flight"));
    m_more->setFont(nde::ui::font(TextStyle::Caption));
    m_more->setProperty("muted", true);
    m_more->setText(tr("More sounds make a better model:"));
    m_more->setWordWrap(true);
    const auto name = [](Button* button, const QString& text, const QString& toolTip) {
        button->setText(text);
        button->setAccessibleName(text);
        button->setToolTip(toolTip);
    };
    name(m_chop, tr("Chop a track"), tr("Separate a track and cut its drums into hits"));
    name(m_import, tr("Import sounds…"), tr("They come into the library with this category"));
    name(m_augment, tr("Learn from more variants"), tr("Eight variants of each sound"));
    m_panel->retranslate();
    fillCategories();
    fillCollections();
    setParams(m_params);
    showPreflight();
}

void RunSetup::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_fillTimer->start();
}

void RunSetup::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace nde::ui
