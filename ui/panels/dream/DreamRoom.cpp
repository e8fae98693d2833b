#include "ui/panels/dream/DreamRoom.h"

#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/PeakService.h"
#include "core/services/Settings.h"
#include "core/services/Studio.h"
#include "ui/SelectionBus.h"
#include "ui/models/DreamText.h"
#include "ui/models/FileDrag.h"
#include "ui/models/JobText.h"
#include "ui/models/TrayModel.h"
#include "ui/panels/FileChooser.h"
#include "ui/panels/dream/AxesPanel.h"
#include "ui/panels/dream/DreamHead.h"
#include "ui/panels/dream/DreamStart.h"
#include "ui/panels/dream/DreamVoice.h"
#include "ui/panels/dream/LengthFields.h"
#include "ui/panels/dream/MorphPanel.h"
#include "ui/panels/dream/OutputFields.h"
#include "ui/panels/dream/TrayPanel.h"
#include "ui/panels/library/TagEditor.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"

#include <QApplication>
#include <QDataStream>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QShortcut>
#include <QSpinBox>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace nde::ui {

namespace {

constexpr int kSideWidth = 288;
constexpr int kScrubMs = 80;
constexpr int kRestMs = 90;
constexpr int kSweepMs = 420;
constexpr int kTrayMs = 250;
constexpr qint32 kStateVersion = 2;
const QString kStateName = QStringLiteral("dream_room");

QWidget* panel(QWidget* parent)
{
    auto* widget = new QWidget(parent);
    widget->setAutoFillBackground(true);
    QPalette colors = widget->palette();
    colors.setColor(QPalette::Window, Theme::current().panel);
    widget->setPalette(colors);
    return widget;
}

QTimer* timer(int ms, QObject* parent)
{
    auto* made = new QTimer(parent);
    made->setInterval(ms);
    return made;
}

} // namespace

DreamRoom::DreamRoom(const StudioContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_desk(new services::DreamDesk(context.studio, this))
    , m_voice(new DreamVoice(context, this))
    , m_files(new FileDrag(*context.library, this))
    , m_tray(new TrayModel(this))
    , m_head(new DreamHead(this))
    , m_view(new SkyView(this))
    , m_start(new DreamStart(this))
    , m_axes(new AxesPanel(this))
    , m_morph(new MorphPanel(this))
    , m_lack(new QLabel(this))
    , m_length(new LengthFields(this))
    , m_output(new OutputFields(this))
    , m_count(new QSpinBox(this))
    , m_dream(new Button(QString(), Button::Kind::Dream, this))
    , m_trayPanel(new TrayPanel(
          *m_tray,
          [peaks = context.peaks](const QString& path) { return peaks->requestFile(path); }, this))
    , m_tags(new TagEditor(this))
    , m_scrub(timer(kScrubMs, this))
    , m_rest(timer(kRestMs, this))
    , m_sweep(timer(kSweepMs, this))
    , m_trayLook(timer(kTrayMs, this))
{
    setObjectName(QStringLiteral("dream_room"));
    setProperty("hasSide", true);
    setProperty("takesFiles", true);
    setProperty("showsItsJobs", true);
    setProperty("sideWidth", dp(kSideWidth));
    setFocusProxy(m_view);
    m_rest->setSingleShot(true);
    m_trayLook->setSingleShot(true);
    buildLayout();
    recall();
    connectHead();
    connectSide();
    connectSky();
    connectTray();
    connectDesk();
    addShortcuts();
    retranslate();
    showFitting();
}

DreamRoom::~DreamRoom()
{
    remember();
}

void DreamRoom::buildLayout()
{
    auto* pages = new QWidget(this);
    m_pages = new QStackedLayout(pages);
    m_pages->addWidget(m_start);
    m_pages->addWidget(m_view);
    auto* left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(pages, 1);
    left->addWidget(m_trayPanel);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(1);
    middle->addLayout(left, 1);
    middle->addWidget(buildSide());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(1);
    layout->addWidget(m_head);
    layout->addLayout(middle, 1);
}

QWidget* DreamRoom::buildSide()
{
    QWidget* side = panel(this);
    m_side = side;
    side->setFixedWidth(dp(kSideWidth));
    auto* content = panel(side);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(dp(12), dp(12), dp(12), dp(12));
    column->setSpacing(dp(12));
    column->addWidget(m_axes);
    column->addWidget(m_morph);
    column->addStretch(1);
    auto* scroll = new QScrollArea(side);
    scroll->setObjectName(QStringLiteral("dream_side"));
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_lack->setObjectName(QStringLiteral("dream_lack"));
    m_lack->setWordWrap(true);
    m_lack->setProperty("muted", true);
    m_count->setObjectName(QStringLiteral("dream_count"));
    m_count->setRange(1, 50);
    m_count->setMinimumWidth(dp(64));
    m_count->setSuffix(QStringLiteral(" ×"));
    m_count->setKeyboardTracking(false);
    m_dream->setObjectName(QStringLiteral("dream_generate"));
    m_dream->setIconName(QStringLiteral("dream"));
    m_dream->setHero(true);
    m_dream->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* verbs = new QHBoxLayout;
    verbs->setSpacing(dp(8));
    verbs->addWidget(m_count);
    verbs->addWidget(m_dream, 1);
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(dp(12), dp(8), dp(12), dp(10));
    foot->setSpacing(dp(6));
    foot->addWidget(m_length);
    foot->addWidget(m_output);
    foot->addWidget(m_lack);
    foot->addLayout(verbs);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(scroll, 1);
    layout->addLayout(foot);
    return side;
}

void DreamRoom::connectHead()
{
    connect(m_head, &DreamHead::modelChosen, this, &DreamRoom::openModel);
    const auto load = [this] {
        chooseModelFiles(this, tr("Load a model"),
                         [this](const QStringList& files) { openModel(files.front()); });
    };
    connect(m_head, &DreamHead::modelFileRequested, this, load);
    connect(m_start, &DreamStart::loadRequested, this, load);
    connect(m_head, &DreamHead::modeChosen, this, &DreamRoom::setMode);
    connect(m_head, &DreamHead::textChanged, this, &DreamRoom::steer);
    connect(m_head, &DreamHead::textEntered, this, &DreamRoom::dream);
    connect(m_head, &DreamHead::toolChosen, this, [this](SkyTool tool) {
        m_view->setTool(tool);
        m_head->setTool(tool);
        m_view->setFocus(Qt::OtherFocusReason);
    });
    connect(m_head, &DreamHead::hoveringChosen, m_view, &SkyView::setHovering);
}

void DreamRoom::connectSide()
{
    connect(m_axes, &AxesPanel::axisMoved, this, [this](int axis, double deviations) {
        m_setup.axes.resize(m_sky ? m_sky->axes.size() : 0);
        if (axis < static_cast<int>(m_setup.axes.size())) {
            m_setup.axes[static_cast<std::size_t>(axis)] = deviations;
            m_rest->start();
        }
    });
    connect(m_axes, &AxesPanel::resetRequested, this, &DreamRoom::resetAxes);
    connect(m_axes, &AxesPanel::rollRequested, this, &DreamRoom::rollAxes);
    connect(m_axes, &AxesPanel::temperatureChanged, this,
            [this](double value) { m_setup.temperature = value; });
    connect(m_axes, &AxesPanel::radiusChanged, this,
            [this](double value) { m_setup.radius = value; });
    connect(m_axes, &AxesPanel::creativityChanged, this,
            [this](double value) { m_setup.creativity = value; });
    connect(m_axes, &AxesPanel::seedChanged, this, [this](quint64 seed) { m_setup.seed = seed; });
    connect(m_morph, &MorphPanel::dropped, this,
            [this](QChar slot, const QString& path) { setSlot(slot, spotOfFile(path)); });
    connect(m_morph, &MorphPanel::heard, this,
            [this](QChar slot) { hearSpot(slot == u'A' ? m_setup.a : m_setup.b); });
    connect(m_morph, &MorphPanel::cleared, this, [this](QChar slot) { setSlot(slot, {}); });
    connect(m_morph, &MorphPanel::morphMoved, this, [this](double share) {
        m_setup.morph = share;
        hearMorph();
    });
    connect(m_morph, &MorphPanel::stepsChanged, this, &DreamRoom::setCount);
    connect(m_morph, &MorphPanel::sweepChosen, this, &DreamRoom::setSweeping);
    connect(m_morph, &MorphPanel::morphHereChosen, this, [this](bool on) {
        m_setup.isMorphHere = on;
        setMode(nn::DreamMode::Interpolated);
    });
    connect(m_morph, &MorphPanel::secondChosen, this, [this](Category category) {
        m_setup.second = category;
        setMode(nn::DreamMode::Hybrid);
    });
    connect(m_morph, &MorphPanel::hybridMoved, this, [this](double share) {
        m_setup.hybrid = share;
        if (m_setup.mode != nn::DreamMode::Hybrid) {
            setMode(nn::DreamMode::Hybrid);
        }
    });
    connect(m_morph, &MorphPanel::hybridHereChosen, this, [this](bool on) {
        m_setup.isHybridHere = on;
        setMode(nn::DreamMode::Hybrid);
    });
    connect(m_morph, &MorphPanel::jointRequested, this, &DreamRoom::trainJoint);
    connect(m_length, &LengthFields::changed, this,
            [this](double seconds, double bars, double bpm) {
                m_setup.seconds = seconds;
                m_setup.bars = bars;
                m_setup.bpm = bpm;
            });
    connect(m_output, &OutputFields::changed, this, [this](int channels, int sampleRate) {
        m_setup.channels = channels;
        m_setup.sampleRate = sampleRate;
    });
    connect(m_morph, &MorphPanel::glideChosen, this, [this](bool on) {
        m_setup.glides = on;
        setMode(nn::DreamMode::Hybrid);
    });
    connect(m_count, &QSpinBox::valueChanged, this, &DreamRoom::setCount);
    connect(m_dream, &QPushButton::clicked, this, &DreamRoom::dream);
    connect(m_rest, &QTimer::timeout, this, &DreamRoom::hearMoved);
    connect(m_sweep, &QTimer::timeout, this, &DreamRoom::sweepOn);
}

void DreamRoom::connectDesk()
{
    connect(m_desk, &services::DreamDesk::modelsChanged, this, &DreamRoom::onModels);
    connect(m_desk, &services::DreamDesk::skyChanged, this, [this] {
        m_wantedModel.clear();
        showSky(m_desk->sky());
    });
    connect(m_desk, &services::DreamDesk::decoded, this, &DreamRoom::onDecoded);
    connect(m_desk, &services::DreamDesk::placed, this,
            [this](quint64 ticket, StemId /*stem*/, const std::vector<float>& latent) {
                onPlaced(ticket, latent);
            });
    connect(m_desk, &services::DreamDesk::trayChanged, this, [this] { showTray(m_desk->tray()); });
    connect(m_desk, &services::DreamDesk::failed, this, &DreamRoom::fail);
    connect(m_voice, &DreamVoice::failed, this, &DreamRoom::fail);
    connect(m_start, &DreamStart::libraryRequested, this,
            [this] { m_context.selection->showRoom(QStringLiteral("library")); });
    connect(m_start, &DreamStart::watchRequested, this,
            [this] { m_context.selection->showRoom(QStringLiteral("train")); });
    connect(m_context.selection, &SelectionBus::changed, this,
            [this](StemId current) { m_view->setSelected(current); });
    connect(m_context.selection, &SelectionBus::soundsSent, this,
            [this](const QString& room, const std::vector<StemId>& ids) {
                if (room == u"dream" && !ids.empty()) {
                    dreamLike(ids.front());
                }
            });
    connect(m_context.library, &services::LibraryService::loaded, this, [this] {
        if (!m_sky && isVisible()) {
            offerTraining();
        }
    });
}

void DreamRoom::addShortcuts()
{
    const auto bind = [this](const QKeySequence& keys, auto slot) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        shortcut->setAutoRepeat(false);
        connect(shortcut, &QShortcut::activated, this, slot);
    };
    bind(QKeySequence(Qt::Key_R), &DreamRoom::rollAxes);
    bind(QKeySequence(Qt::Key_D), [this] {
        if (!m_sky) {
            return;
        }
        const SkyTool tool = m_view->tool() == SkyTool::Path ? SkyTool::Hear : SkyTool::Path;
        m_view->setTool(tool);
        m_head->setTool(tool);
        m_view->setFocus(Qt::ShortcutFocusReason);
    });
    bind(QKeySequence(Qt::Key_Slash), [this] { m_head->focusPrompt(); });
    bind(QKeySequence(Qt::CTRL | Qt::Key_Return), &DreamRoom::dream);
    bind(QKeySequence(QKeySequence::Undo), [this] { m_desk->takeBack(); });
}

void DreamRoom::openModel(const QString& path)
{
    if (path.isEmpty()) {
        return;
    }
    m_wantedModel = path;
    m_head->setModels(m_desk->models(), path);
    showFitting();
    m_desk->open(path);
}

// The model of last time, else a starred one, else the first.
void DreamRoom::onModels()
{
    m_wasRead = true;
    const std::vector<services::DreamModel>& models = m_desk->models();
    const auto isThere = [&models](const QString& path) {
        return std::any_of(models.begin(), models.end(),
                           [&path](const auto& one) { return one.path == path; });
    };
    if (!m_sky && m_wantedModel.isEmpty() && !models.empty()) {
        const auto starred = std::find_if(models.begin(), models.end(),
                                          [](const auto& one) { return one.isStarred; });
        openModel(isThere(m_setup.model)        ? m_setup.model
                      : starred != models.end() ? starred->path
                                                : models.front().path);
        return;
    }
    m_head->setModels(models, m_wantedModel.isEmpty() ? m_setup.model : m_wantedModel);
    showSetup();
    showFitting();
}

void DreamRoom::showSky(const std::shared_ptr<const services::DreamSky>& sky)
{
    // The same model comes again with more of the library placed.
    const bool isOther = !m_sky || !sky || m_sky->modelHash != sky->modelHash;
    m_sky = sky;
    m_view->setSky(m_sky);
    m_view->setSelected(m_context.selection->current());
    if (isOther) {
        takeModel();
    }
    showMarks();
    showNote();
    if (const StemId like = std::exchange(m_likeNext, 0); like != 0 && m_sky) {
        dreamLike(like);
    }
}

// Places of another model mean nothing in this one.
void DreamRoom::takeModel()
{
    setSweeping(false);
    m_hearing.clear();
    m_placing.clear();
    m_guests.clear();
    m_lastPlace = {};
    m_setup.centre = m_setup.a = m_setup.b = {};
    m_setup.between.clear();
    m_setup.path.clear();
    m_path.clear();
    m_base.clear();
    if (m_sky) {
        m_setup.model = m_sky->model.path;
        m_setup.category = m_sky->model.category;
        m_setup.joint = m_sky->model.joint;
        m_setup.setLong(m_sky->model.isLong);
        m_length->setModel(m_sky->model);
        m_setup.axes.assign(m_sky->axes.size(), 0.0);
        m_base = m_sky->mean;
        m_baseTitle = tr("The middle of the sky");
        m_axes->setAxes(m_sky->axes);
        m_head->setModels(m_desk->models(), m_setup.model);
        m_view->setKnown(dreamModelName(m_sky->model));
    }
    steer(m_head->text());
    showSetup();
    showWaves();
    showFitting();
}

void DreamRoom::showFitting()
{
    m_head->setReady(m_sky != nullptr);
    m_pages->setCurrentWidget(m_sky ? static_cast<QWidget*>(m_view) : m_start);
    if (!m_sky && !m_wantedModel.isEmpty()) {
        m_start->showOpening(QFileInfo(m_wantedModel).completeBaseName());
    } else if (!m_sky && m_wasRead) {
        offerTraining();
    }
}

void DreamRoom::showSetup()
{
    m_head->setMode(m_setup.mode);
    m_head->setLong(m_setup.isLong);
    std::vector<Category> seconds = m_setup.joint;
    for (const services::DreamModel& model : m_desk->models()) {
        if (!model.isLong && model.category != m_setup.category
            && std::find(seconds.begin(), seconds.end(), model.category) == seconds.end()) {
            seconds.push_back(model.category);
        }
    }
    const bool isThere = m_setup.second
        && std::find(seconds.begin(), seconds.end(), *m_setup.second) != seconds.end();
    if (!isThere) {
        m_setup.second = seconds.empty() ? std::nullopt : std::optional(seconds.front());
    }
    m_morph->setSeconds(seconds, m_setup.second);
    m_axes->showSetup(m_setup);
    m_morph->showSetup(m_setup);
    const QSignalBlocker quiet(m_count);
    m_count->setValue(m_setup.count);
    const DreamLack lack = m_setup.lack();
    const bool isOne = (m_setup.mode == nn::DreamMode::Interpolated && m_setup.isMorphHere
                        && m_setup.path.empty())
        || (m_setup.isLong && m_setup.mode == nn::DreamMode::Interpolated
            && m_setup.path.size() >= 2)
        || (m_setup.mode == nn::DreamMode::Hybrid && m_setup.isHybridHere && !m_setup.a.isEmpty()
            && !m_setup.b.isEmpty());
    m_count->setEnabled(!isOne);
    m_dream->setText(tr("Dream %n sound(s)", nullptr, isOne ? 1 : m_setup.count));
    m_dream->setAccessibleName(m_dream->text());
    m_dream->setEnabled(lack == DreamLack::Nothing && m_sky);
    m_dream->setToolTip(lack == DreamLack::Nothing ? tr("Into the tray (Ctrl+Enter)")
                                                   : dreamLackText(lack));
    m_lack->setText(dreamLackText(lack));
    m_lack->setVisible(lack != DreamLack::Nothing && m_sky);
}

void DreamRoom::setMode(nn::DreamMode mode)
{
    m_setup.mode = mode;
    showSetup();
    showMarks();
}

void DreamRoom::setCount(int count)
{
    m_setup.count = std::clamp(count, 1, 50);
    if (m_path.size() >= 2) {
        onPathDrawn(QPolygonF(m_path)); // its places follow the steps
        return;
    }
    showSetup();
    showMarks();
}

void DreamRoom::showNote()
{
    QStringList parts;
    if (m_sky) {
        parts.push_back(
            tr("%n sound(s) on the map", nullptr, static_cast<int>(m_sky->points.size())));
        parts.push_back(tr("%1 known to %2")
                            .arg(formatCount(m_sky->model.sounds), dreamModelName(m_sky->model)));
    }
    if (m_decodedMs >= 0.0) {
        parts.push_back(tr("Decoded in %1 ms").arg(formatNumber(m_decodedMs, 0)));
    }
    Q_EMIT noteChanged(parts.join(QStringLiteral(" · ")));
}

// A model's file has other troubles than a sound's.
QString DreamRoom::openingFailed(const Error& error) const
{
    const QString name = QFileInfo(m_wantedModel).completeBaseName();
    switch (error.code) {
    case ErrorCode::Unsupported:
        return tr("%1 was made by another version of the program. Train it anew.").arg(name);
    case ErrorCode::Corrupt:
        return tr("%1 is damaged. Train it anew, or load it from a copy.").arg(name);
    case ErrorCode::NotFound:
        return tr("%1 is not where it was.").arg(name);
    default:
        return tr("%1 could not be opened.").arg(name) + u' '
            + errorSentence(errorCodeId(error.code));
    }
}

void DreamRoom::fail(const Error& error)
{
    const std::string code = errorCodeId(error.code);
    QString sentence = errorSentence(code) + u' ' + errorCure(code);
    if (!m_wantedModel.isEmpty()) { // what was open stays
        sentence = openingFailed(error);
        m_wantedModel.clear();
        m_head->setModels(m_desk->models(), m_setup.model);
        m_start->setError(m_sky ? QString() : sentence);
        showFitting();
    }
    if (m_scrub->isActive()) {
        Q_EMIT noteChanged(sentence); // one of many places that the pointer passes
    } else {
        m_context.selection->showMessage(sentence);
    }
}

void DreamRoom::setCanWatch(bool on)
{
    m_canWatch = on;
    m_start->setCanWatch(on);
}

void DreamRoom::remember() const
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << kStateVersion << m_setup.model << static_cast<qint32>(m_setup.mode)
           << static_cast<qint32>(m_setup.count) << m_setup.creativity << m_setup.temperature
           << m_setup.radius << m_setup.seed << static_cast<qint32>(m_setup.channels)
           << static_cast<qint32>(m_setup.sampleRate);
    m_context.settings->setWindowState(kStateName, bytes);
}

void DreamRoom::recall()
{
    QDataStream stream(m_context.settings->windowState(kStateName));
    qint32 version = 0;
    qint32 mode = 0;
    qint32 count = 0;
    qint32 channels = 0;
    qint32 sampleRate = 0;
    DreamSetup old;
    stream >> version >> old.model >> mode >> count >> old.creativity >> old.temperature
        >> old.radius >> old.seed >> channels >> sampleRate;
    const bool isSane = stream.status() == QDataStream::Ok && version == kStateVersion && mode >= 0
        && mode <= static_cast<qint32>(nn::DreamMode::Style) && count >= 1 && count <= 50;
    if (!isSane) {
        return;
    }
    m_setup.model = old.model;
    m_setup.mode = static_cast<nn::DreamMode>(mode);
    m_setup.count = count;
    m_setup.creativity = std::clamp(old.creativity, 0.0, 1.0);
    m_setup.temperature = std::clamp(old.temperature, 0.0, 3.0);
    m_setup.radius = std::clamp(old.radius, 0.0, 2.0);
    m_setup.seed = std::clamp<quint64>(old.seed, 1, 999'999);
    m_setup.channels = channels == 2 ? 2 : 1;
    m_setup.sampleRate = sampleRate == 48000 ? 48000 : 44100;
    m_output->setOutput(m_setup.channels, m_setup.sampleRate);
}

void DreamRoom::retranslate()
{
    setAccessibleName(tr("Dream"));
    m_count->setAccessibleName(tr("How many"));
    m_lack->setFont(nde::ui::font(TextStyle::Caption));
    m_tray->retranslate();
    steer(m_head->text());
    showSetup();
    showTraySentence();
    showNote();
}

// Escape ends a sweep; what plays is stopped by the window.
bool DreamRoom::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        setSweeping(false);
    }
    return QWidget::eventFilter(watched, event);
}

void DreamRoom::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void DreamRoom::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    setProperty("sideWidth", m_side->width()); // messages leave its verbs free
}

void DreamRoom::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_desk->refreshModels(); // one may have been trained elsewhere
    m_desk->refreshTray();
    showNote();
}

void DreamRoom::hideEvent(QHideEvent* event)
{
    setSweeping(false);
    remember();
    QWidget::hideEvent(event);
}

} // namespace nde::ui
