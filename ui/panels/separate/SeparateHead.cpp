#include "ui/panels/separate/SeparateHead.h"

#include "core/services/JobService.h"
#include "core/services/NameTemplate.h"
#include "core/services/Settings.h"
#include "core/services/Studio.h"
#include "ui/models/ModelShelf.h"
#include "ui/models/ModelText.h"
#include "ui/models/StemText.h"
#include "ui/panels/FileChooser.h"
#include "ui/panels/separate/DetailsPanel.h"
#include "ui/panels/separate/DropStrip.h"
#include "ui/panels/separate/RecipeRow.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/PathField.h"
#include "ui/widgets/SegmentedControl.h"

#include <QDate>
#include <QDesktopServices>
#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QUrl>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

const auto kSetupKey = QStringLiteral("separate_setup");
constexpr int kExampleBpm = 128;
// dp
constexpr int kMargin = 12;
constexpr int kGap = 8;
constexpr int kLabelWidth = 60;
constexpr int kDropGap = 16;
constexpr int kDropWidth = 208;
constexpr int kNarrowDropWidth = 132;
constexpr int kLeastHint = 72; // what is still an estimate and not three letters

} // namespace

SeparateHead::SeparateHead(const StudioContext& context, QWidget* room)
    : QWidget(room)
    , m_context(context)
    , m_setup(SeparateSetup::fromJson(context.settings->windowState(kSetupKey)))
    , m_drop(new DropStrip(this))
    , m_profileLabel(new QLabel(this))
    , m_profiles(new SegmentedControl(QString(), this))
    , m_hint(new ElidedLabel({}, TextStyle::Caption, this))
    , m_compare(new Button(QString(), Button::Kind::Ghost, this))
    , m_details(new Button(QString(), Button::Kind::Ghost, this))
    , m_panel(new DetailsPanel(m_details, context, room))
    , m_recipeLabel(new QLabel(this))
    , m_recipe(new RecipeRow(room, this))
    , m_afterLabel(new QLabel(this))
    , m_chop(new Chip(QString(), this))
    , m_review(new Chip(QString(), this))
    , m_saveLabel(new QLabel(this))
    , m_destination(new PathField(this))
    , m_template(new QLineEdit(this))
    , m_preview(new ElidedLabel({}, TextStyle::Caption, this))
    , m_draft(new Button(QString(), Button::Kind::Secondary, this))
    , m_start(new Button(QString(), Button::Kind::Primary, this))
    , m_getModel(new Button(QString(), Button::Kind::Primary, this))
{
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(dp(kGap));
    grid->setVerticalSpacing(dp(kGap));
    grid->setColumnStretch(1, 1);
    grid->setColumnMinimumWidth(0, dp(kLabelWidth));
    int row = 0;
    for (QLabel* label : {m_profileLabel, m_recipeLabel, m_saveLabel}) {
        auto* line = new QHBoxLayout;
        line->setSpacing(dp(kGap));
        grid->addWidget(label, row, 0);
        grid->addLayout(line, row, 1);
        grid->setRowMinimumHeight(row, dp(28));
        row == 0 ? buildProfileRow(line) : row == 1 ? buildRecipeRow(line) : buildSaveRow(line);
        ++row;
    }
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(dp(kMargin), dp(kMargin), dp(kMargin), dp(kMargin));
    layout->setSpacing(dp(kDropGap));
    layout->addWidget(m_drop);
    layout->addLayout(grid, 1);
    connectAll();
    retranslate();
}

/// What the rows need with all their words, which is more in some languages than in others.
int SeparateHead::wideWidth() const
{
    const auto widthOf = [](const QWidget* widget) { return widget->sizeHint().width(); };
    const QFontMetrics metrics(m_compare->font());
    const int compare = widthOf(m_compare) - metrics.horizontalAdvance(m_compare->text())
        + metrics.horizontalAdvance(tr("Compare on 15 s"));
    const int profile
        = widthOf(m_profiles) + dp(kLeastHint) + compare + widthOf(m_details) + 3 * dp(kGap);
    const int recipe = m_recipe->wideWidth() + widthOf(m_afterLabel) + widthOf(m_chop)
        + widthOf(m_review) + 3 * dp(kGap);
    return 2 * dp(kMargin) + dp(kDropWidth) + dp(kDropGap)
        + std::max(dp(kLabelWidth), widthOf(m_profileLabel)) + dp(kGap) + std::max(profile, recipe);
}

// Where there is no room for all, every verb stays; words and examples go.
void SeparateHead::fitWidth()
{
    m_isNarrow = width() < wideWidth();
    m_drop->setNarrow(m_isNarrow);
    m_drop->setFixedWidth(dp(m_isNarrow ? kNarrowDropWidth : kDropWidth));
    m_compare->setText(m_isNarrow ? tr("Compare") : tr("Compare on 15 s"));
    m_afterLabel->setVisible(!m_isNarrow);
    m_preview->setVisible(!m_isNarrow);
}

void SeparateHead::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitWidth();
}

void SeparateHead::buildProfileRow(QLayout* row)
{
    m_profiles->setObjectName(QStringLiteral("sep_profile"));
    for (const services::SeparationProfile& one : services::ModelCatalogue::profiles()) {
        m_profiles->addSegment(one.id, profileText(one.id));
        m_profiles->segment(one.id)->setObjectName(QStringLiteral("sep_profile_") + one.id);
    }
    m_profiles->setCurrent(m_setup.profile);
    m_hint->setObjectName(QStringLiteral("sep_estimate"));
    m_hint->setTone(ElidedLabel::Tone::Muted);
    m_compare->setObjectName(QStringLiteral("sep_audition15"));
    m_compare->setCheckable(true);
    m_details->setObjectName(QStringLiteral("sep_details"));
    m_details->setIconName(QStringLiteral("chevron-down"));
    auto* line = static_cast<QHBoxLayout*>(row);
    line->addWidget(m_profiles);
    line->addWidget(m_hint, 1);
    line->addWidget(m_compare);
    line->addWidget(m_details);
}

void SeparateHead::buildRecipeRow(QLayout* row)
{
    m_chop->setObjectName(QStringLiteral("sep_after"));
    m_chop->setCheckable(true);
    m_chop->setChecked(m_setup.chop);
    m_review->setObjectName(QStringLiteral("sep_after_review"));
    m_review->setCheckable(true);
    m_review->setChecked(m_setup.review);
    m_review->setVisible(m_setup.chop);
    auto* line = static_cast<QHBoxLayout*>(row);
    line->addWidget(m_recipe, 1);
    line->addWidget(m_afterLabel);
    line->addWidget(m_chop);
    line->addWidget(m_review);
}

void SeparateHead::buildSaveRow(QLayout* row)
{
    m_destination->setObjectName(QStringLiteral("sep_destination"));
    m_template->setObjectName(QStringLiteral("sep_template"));
    m_template->setMinimumWidth(dp(100));
    m_template->setText(m_setup.nameTemplate);
    m_preview->setObjectName(QStringLiteral("sep_template_preview"));
    m_preview->setTone(ElidedLabel::Tone::Muted);
    m_preview->setElideMode(Qt::ElideMiddle);
    m_start->setObjectName(QStringLiteral("sep_start"));
    m_getModel->setObjectName(QStringLiteral("sep_get_model"));
    m_getModel->setIconName(QStringLiteral("download"));
    m_draft->setObjectName(QStringLiteral("sep_use_draft"));
    auto* line = static_cast<QHBoxLayout*>(row);
    line->addWidget(m_destination, 3);
    line->addWidget(m_template, 3);
    line->addWidget(m_preview, 4);
    line->addWidget(m_draft);
    line->addWidget(m_start);
    line->addWidget(m_getModel);
}

void SeparateHead::connectAll()
{
    connect(m_profiles, &SegmentedControl::currentChanged, this, &SeparateHead::setProfile);
    connect(m_recipe, &RecipeRow::recipeChanged, this, [this](const QStringList& recipe) {
        SeparateSetup setup = m_setup;
        setup.recipe = recipe;
        setSetup(setup);
    });
    connect(m_panel, &DetailsPanel::setupChanged, this, &SeparateHead::setSetup);
    connect(m_chop, &QAbstractButton::toggled, this, [this](bool on) {
        SeparateSetup setup = m_setup;
        setup.chop = on;
        setSetup(setup);
        m_review->setVisible(on);
    });
    connect(m_review, &QAbstractButton::toggled, this, [this](bool on) {
        SeparateSetup setup = m_setup;
        setup.review = on;
        setSetup(setup);
    });
    connect(m_template, &QLineEdit::textEdited, this, &SeparateHead::onTemplateEdited);
    connect(m_template, &QLineEdit::editingFinished, this, [this] {
        m_template->setText(m_setup.nameTemplate); // what is not usable is not kept
        showTemplate();
    });
    connect(m_destination, &QAbstractButton::clicked, this, &SeparateHead::chooseDestination);
    connect(m_start, &QPushButton::clicked, this, &SeparateHead::startRequested);
    connect(m_getModel, &QPushButton::clicked, this, &SeparateHead::onModelButton);
    connect(m_draft, &QPushButton::clicked, this, [this] {
        setProfile(QStringLiteral("draft"));
        Q_EMIT draftRequested();
    });
    connect(m_context.models, &ModelShelf::changed, this, &SeparateHead::showModels);
    connect(m_context.settings, &services::Settings::networkChanged, this,
            &SeparateHead::showModels);
    connect(m_context.jobs, &services::JobService::jobFinished, this, &SeparateHead::showEstimate);
}

const services::SeparationProfile* SeparateHead::profile() const
{
    return services::ModelCatalogue::profile(m_setup.profile);
}

void SeparateHead::setSetup(const SeparateSetup& setup)
{
    if (setup == m_setup) {
        return;
    }
    m_setup = setup;
    m_context.settings->setWindowState(kSetupKey, m_setup.toJson());
    showEstimate();
    showTemplate();
}

void SeparateHead::setProfile(const QString& id)
{
    if (services::ModelCatalogue::profile(id) == nullptr) {
        return;
    }
    SeparateSetup setup = m_setup;
    setup.profile = id;
    // Details belong to the profile they were set for.
    setup.shifts.reset();
    setup.overlap.reset();
    setup.segmentS.reset();
    m_profiles->setCurrent(id);
    m_recipe->setSources(profileSources(id));
    setup.recipe = m_recipe->recipe();
    setSetup(setup);
    m_panel->setSetup(m_setup);
    showModels();
    Q_EMIT profileChanged(id);
}

void SeparateHead::setTrack(const QString& name, double lengthS)
{
    if (name == m_track && lengthS == m_lengthS) {
        return;
    }
    m_track = name;
    m_lengthS = lengthS;
    showModels();
    showEstimate();
    showTemplate();
}

void SeparateHead::setHeldBack(int tracks)
{
    m_heldBack = tracks;
    showModels();
    showEstimate();
}

void SeparateHead::onModelButton()
{
    const QString model = profile()->model;
    const std::optional<JobRecord> job = m_context.models->download(model);
    if (job && !isFinished(job->state)) {
        Q_EMIT pauseRequested(model);
    } else {
        Q_EMIT modelRequested(model);
    }
}

void SeparateHead::showModels()
{
    for (const services::SeparationProfile& one : services::ModelCatalogue::profiles()) {
        const services::ModelStatus* status = m_context.models->status(one.model);
        const bool isMissing = status != nullptr && !m_context.models->isReady(one.id);
        m_profiles->setSegmentBadge(one.id, isMissing ? QStringLiteral("download") : QString(),
                                    isMissing ? tr("Needs %1: %2, %3")
                                                    .arg(modelTitle(status->model),
                                                         sizeText(status->model.bytes()),
                                                         modelStateText(*status, *m_context.models))
                                              : QString());
    }
    fitWidth();
    const services::ModelStatus* status = m_context.models->status(profile()->model);
    const bool isReady = m_context.models->isReady(m_setup.profile);
    m_start->setVisible(isReady || status == nullptr);
    m_start->setEnabled(isReady && !m_track.isEmpty());
    m_start->setToolTip(m_track.isEmpty() ? tr("Choose a track in the queue, or add one")
                                          : tr("Separates “%1” as set here").arg(m_track));
    m_getModel->setVisible(!m_start->isVisibleTo(this));
    m_draft->setVisible(m_getModel->isVisibleTo(this));
    if (status == nullptr || isReady) {
        return;
    }
    const std::optional<JobRecord> job = m_context.models->download(profile()->model);
    const bool isComing = job && !isFinished(job->state);
    const bool isOffline = m_context.settings->isAirplane();
    m_getModel->setText(
        isComing ? tr("Pause at %1").arg(modelStateText(*status, *m_context.models))
                 : tr("Get model · %1").arg(sizeText(ModelShelf::missingBytes(*status))));
    m_getModel->setIconName(isComing ? QStringLiteral("pause") : QStringLiteral("download"));
    m_getModel->setEnabled(isComing || !isOffline);
    m_getModel->setAccessibleName(m_getModel->text());
    m_getModel->setToolTip(isOffline && !isComing
                               ? tr("Offline: import the model from a file in Models")
                               : modelPurpose(status->model));
    m_getModel->updateGeometry();
}

QString SeparateHead::costText() const
{
    const double details = detailCost(m_setup);
    const auto speed = measuredSpeed(m_context.jobs->jobs(), m_setup.profile);
    if (speed) {
        // A figure is shown once this machine has produced one.
        const double share = details / *speed;
        QString text = tr("≈ %1× track length").arg(formatNumber(share, share < 0.1 ? 2 : 1));
        if (m_lengthS > 0.0 && !m_track.isEmpty()) {
            text += QStringLiteral(" · ")
                + tr("%1 for “%2”").arg(formatEta(share * m_lengthS), m_track);
        }
        return text;
    }
    const double relative = relativeCost(m_setup.profile) * details;
    if (relative <= 0.0) {
        return tr("built in, needs no download");
    }
    const services::CatalogueModel* model
        = services::ModelCatalogue::builtIn().byId(profile()->model);
    const int networks = model == nullptr ? 1 : static_cast<int>(std::lround(model->cost));
    QString text = tr("%n network(s)", nullptr, networks);
    if (std::abs(relative - 1.0) > 0.05) {
        text += QStringLiteral(" · ")
            + tr("about %1× the time of Balanced").arg(formatNumber(relative, 1));
    }
    return text;
}

void SeparateHead::showEstimate()
{
    QString text = costText();
    if (m_heldBack > 0) {
        text = tr("%n track(s) start when the model is here", nullptr, m_heldBack);
    }
    m_hint->setFullText(text);
    const double details = detailCost(m_setup);
    m_panel->setTotal(
        std::abs(details - 1.0) < 0.05
            ? costText()
            : tr("%1× the profile's time · %2").arg(formatNumber(details, 1), costText()));
}

void SeparateHead::onTemplateEdited()
{
    const QString text = m_template->text();
    if (templateFault(text) == TemplateFault::None) {
        SeparateSetup setup = m_setup;
        setup.nameTemplate = text;
        setSetup(setup);
    }
    showTemplate();
}

void SeparateHead::showTemplate()
{
    const QString text = m_template->text();
    const TemplateFault fault = templateFault(text);
    m_preview->setVisible(!m_isNarrow || fault != TemplateFault::None);
    switch (fault) {
    case TemplateFault::Empty:
    case TemplateFault::NoStem:
        m_preview->setFullText(tr("Write {stem} somewhere, else all stems have one name"));
        return;
    case TemplateFault::UnknownWord:
        m_preview->setFullText(tr("Known words: {track} {artist} {title} {stem} {model} {profile} "
                                  "{date} {bpm} {key} {hash8}"));
        return;
    case TemplateFault::LeavesFolder:
        m_preview->setFullText(tr("Only places inside the folder can be named"));
        return;
    case TemplateFault::None:
        break;
    }
    const services::SeparationProfile* one = profile();
    services::NameFields fields;
    fields.track = m_track.isEmpty() ? tr("Track") : QFileInfo(m_track).completeBaseName();
    fields.stem = plannedStems(m_setup).value(0);
    fields.model = one->model.isEmpty() ? QStringLiteral("draft") : one->model;
    fields.profile = one->id;
    fields.date = QDate::currentDate().toString(Qt::ISODate);
    fields.bpm = QString::number(kExampleBpm);
    fields.key = QStringLiteral("Am");
    fields.artist = tr("Artist");
    fields.title = fields.track;
    fields.hash8 = QStringLiteral("3f8a01c2");
    const Result<QString> name = services::fillTemplate(text, fields);
    m_preview->setFullText(name ? *name + QStringLiteral(".wav")
                                : tr("This makes no usable file name"));
}

void SeparateHead::chooseDestination()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("sep_destination_menu"));
    const auto set = [this](const QString& folder) {
        SeparateSetup setup = m_setup;
        setup.outputFolder = folder;
        setSetup(setup);
        showDestination();
    };
    connect(menu->addAction(icon(QStringLiteral("library")), tr("The studio's stems folder")),
            &QAction::triggered, this, [set] { set({}); });
    connect(menu->addAction(icon(QStringLiteral("folder")), tr("Another folder…")),
            &QAction::triggered, this,
            [this, set] { chooseFolder(this, tr("Folder for stems"), set); });
    menu->addSeparator();
    connect(menu->addAction(tr("Open it")), &QAction::triggered, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_destination->toolTip())); });
    menu->popup(m_destination->mapToGlobal(QPoint(0, m_destination->height())));
}

void SeparateHead::showDestination()
{
    const QString stems = m_context.studio->stemsFolder();
    const QString folder = m_setup.outputFolder.isEmpty() ? stems : m_setup.outputFolder;
    m_destination->setPath(m_setup.outputFolder.isEmpty() ? tr("Studio › stems")
                                                          : QDir::toNativeSeparators(folder),
                           QDir::toNativeSeparators(folder));
    m_destination->setAccessibleName(tr("Destination: %1").arg(m_destination->text()));
}

void SeparateHead::retranslate()
{
    const QFont labelFont = nde::ui::font(TextStyle::Caption, QFont::DemiBold);
    for (QLabel* label : {m_profileLabel, m_recipeLabel, m_afterLabel, m_saveLabel}) {
        label->setFont(labelFont);
        label->setProperty("secondary", true);
    }
    m_profileLabel->setText(tr("Profile"));
    m_recipeLabel->setText(tr("Recipe"));
    m_afterLabel->setText(tr("After"));
    m_saveLabel->setText(tr("Save to"));
    m_profiles->setAccessibleName(m_profileLabel->text());
    for (const services::SeparationProfile& one : services::ModelCatalogue::profiles()) {
        m_profiles->setSegmentText(one.id, profileText(one.id));
    }
    m_compare->setAccessibleName(tr("Compare on 15 s"));
    m_compare->setToolTip(tr("Hear up to three profiles on 15 seconds, then choose"));
    m_details->setText(tr("Details"));
    m_details->setAccessibleName(tr("Details of the separation"));
    m_chop->setText(tr("Chop drums"));
    m_chop->setAccessibleName(m_chop->text());
    m_review->setText(tr("Review"));
    m_review->setAccessibleName(m_review->text());
    m_review->setToolTip(tr("Look through the hits before they go into the library"));
    m_chop->setToolTip(tr("Cut the drum stem into single hits when it is done"));
    m_template->setAccessibleName(tr("Name template"));
    m_template->setToolTip(
        tr("Words: {track} {stem} {model} {profile} {date} {bpm} {key}; / makes folders"));
    m_start->setText(tr("Start"));
    m_start->setAccessibleName(tr("Separate the chosen track"));
    m_draft->setText(tr("Use Draft now"));
    m_draft->setAccessibleName(m_draft->text());
    m_draft->setToolTip(tr("Draft is built in and starts at once"));
    m_recipe->setSources(profileSources(m_setup.profile));
    m_recipe->setRecipe(m_setup.recipe);
    m_recipe->retranslate();
    m_panel->setSetup(m_setup);
    m_panel->retranslate();
    showDestination();
    showModels();
    showEstimate();
    showTemplate();
}

void SeparateHead::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void SeparateHead::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().panel);
}

} // namespace nde::ui
