#include "ui/panels/separate/AuditionPanel.h"

#include "core/services/PeakService.h"
#include "ui/SelectionBus.h"
#include "ui/models/JobText.h"
#include "ui/models/ModelShelf.h"
#include "ui/models/StemText.h"
#include "ui/playback/Player.h"
#include "ui/plot/LaneView.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/SegmentedControl.h"

#include <QEvent>
#include <QPainter>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::ui {

namespace {

constexpr double kSilentLufs = -70.0;
constexpr double kMostCutDb = 24.0;
const std::array<QString, kMostTakes> kLetters {QStringLiteral("a"), QStringLiteral("b"),
                                                QStringLiteral("c")};
const auto kOriginal = QStringLiteral("original");

std::filesystem::path toPath(const QString& path)
{
    return std::filesystem::path(path.toStdU16String());
}

QString clock(double seconds)
{
    const int whole = static_cast<int>(seconds);
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

AuditionPanel::AuditionPanel(const StudioContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_audition(new Audition(context, this))
    , m_title(new ElidedLabel({}, TextStyle::Strong, this))
    , m_caption(new ElidedLabel({}, TextStyle::Caption, this))
    , m_profileBox(new QWidget(this))
    , m_run(new Button(QString(), Button::Kind::Secondary, this))
    , m_close(new IconButton(QStringLiteral("close"), QString(), this))
    , m_lanes(new LaneView(this))
    , m_play(new IconButton(QStringLiteral("play"), QString(), this))
    , m_abc(new SegmentedControl(QString(), this))
    , m_stem(new SegmentedControl(QString(), this))
    , m_use(new Button(QString(), Button::Kind::Secondary, this))
{
    setObjectName(QStringLiteral("sep_audition"));
    m_profileBox->setObjectName(QStringLiteral("sep_audition_profiles"));
    m_run->setObjectName(QStringLiteral("sep_audition_run"));
    m_close->setObjectName(QStringLiteral("sep_audition_close"));
    m_lanes->setObjectName(QStringLiteral("sep_audition_lanes"));
    m_play->setObjectName(QStringLiteral("sep_audition_play"));
    m_abc->setObjectName(QStringLiteral("sep_audition_abc"));
    m_stem->setObjectName(QStringLiteral("sep_audition_stem"));
    m_use->setObjectName(QStringLiteral("sep_audition_use"));
    m_caption->setTone(ElidedLabel::Tone::Muted);
    m_run->setCompact(true);
    m_use->setCompact(true);
    m_abc->setCompact(true);
    m_stem->setCompact(true);
    m_abc->addSegment(kOriginal, QString());
    for (const QString& letter : kLetters) {
        m_abc->addSegment(letter, letter.toUpper());
    }
    for (const QString& id : {kOriginal, kLetters[0], kLetters[1], kLetters[2]}) {
        m_abc->segment(id)->setObjectName(QStringLiteral("sep_audition_") + id);
    }
    buildLayout();
    fillProfiles();
    connectPlayer();
    connect(m_run, &QPushButton::clicked, this, &AuditionPanel::run);
    connect(m_close, &QAbstractButton::clicked, this, &AuditionPanel::closeRequested);
    connect(m_audition, &Audition::changed, this, &AuditionPanel::onChanged);
    connect(m_audition, &Audition::failed, this, [this](const Error& error) {
        m_context.selection->showMessage(errorSentence(errorCodeId(error.code)));
    });
    connect(m_context.models, &ModelShelf::changed, this, &AuditionPanel::fillProfiles);
    connect(m_context.peaks, &services::PeakService::fileReady, this, &AuditionPanel::onFileReady);
    connect(m_use, &QPushButton::clicked, this, [this] {
        const qsizetype at
            = std::find(kLetters.begin(), kLetters.end(), m_heard) - kLetters.begin();
        if (at < std::ssize(m_audition->takes())) {
            Q_EMIT profileChosen(m_audition->takes()[static_cast<std::size_t>(at)].profile);
        }
    });
    retranslate();
    showTakes();
}

void AuditionPanel::buildLayout()
{
    auto* heading = new QHBoxLayout;
    heading->setSpacing(dp(8));
    heading->addWidget(m_title);
    heading->addWidget(m_caption, 1);
    heading->addWidget(m_profileBox);
    heading->addWidget(m_run);
    heading->addWidget(m_close);
    auto* chips = new QHBoxLayout(m_profileBox);
    chips->setContentsMargins(0, 0, 0, 0);
    chips->setSpacing(dp(6));
    auto* controls = new QHBoxLayout;
    controls->setSpacing(dp(8));
    controls->addWidget(m_play);
    controls->addWidget(m_abc);
    controls->addSpacing(dp(8));
    controls->addWidget(m_stem);
    controls->addStretch(1);
    controls->addWidget(m_use);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(dp(12), dp(4), dp(12), dp(8));
    layout->setSpacing(dp(4));
    layout->addLayout(heading);
    layout->addWidget(m_lanes);
    layout->addLayout(controls);
    layout->addStretch(1);
}

void AuditionPanel::connectPlayer()
{
    connect(m_abc, &SegmentedControl::currentChanged, this, &AuditionPanel::hear);
    connect(m_stem, &SegmentedControl::currentChanged, this, [this](const QString& stem) {
        m_shownStem = stem;
        showPeaks();
        if (isLoaded()) {
            load(true);
        }
    });
    connect(m_lanes, &LaneView::seekRequested, this, [this](double seconds) {
        if (!isLoaded()) {
            load(false);
        }
        if (m_context.player->isPlaying()) {
            m_context.player->seek(seconds);
        } else {
            m_context.player->play(seconds);
        }
    });
    connect(m_play, &QAbstractButton::clicked, this, [this] {
        if (isLoaded() && m_context.player->isPlaying()) {
            m_context.player->stop();
            return;
        }
        if (!isLoaded()) {
            load(false);
        }
        m_context.player->play(0.0);
    });
    connect(m_context.player, &Player::positionChanged, this,
            [this](double seconds) { m_lanes->setPosition(isLoaded() ? seconds : -1.0); });
    connect(m_context.player, &Player::stateChanged, this, &AuditionPanel::updatePlay);
    connect(m_context.player, &Player::itemChanged, this, [this] {
        m_lanes->setPosition(isLoaded() ? m_context.player->positionS() : -1.0);
        updatePlay();
    });
    const auto bind = [this](Qt::Key key, const QString& which) {
        auto* shortcut = new QShortcut(key, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, which] {
            if (m_abc->segment(which)->isEnabled()) {
                m_abc->setCurrent(which);
                hear(which);
            }
        });
    };
    bind(Qt::Key_A, kLetters[0]);
    bind(Qt::Key_B, kLetters[1]);
    bind(Qt::Key_C, kLetters[2]);
}

void AuditionPanel::setTrack(const QString& path, const QString& name, double lengthS)
{
    if (path == m_path && name == m_name && lengthS == m_lengthS) {
        return;
    }
    m_path = path;
    m_name = name;
    m_lengthS = lengthS;
    if (!path.isEmpty()) {
        (void)m_context.peaks->requestFile(path); // the loudest part is found in them
    }
    updateTexts();
}

// The marked part, else around the playhead, else where most is going on.
AuditionRange AuditionPanel::wantedRange() const
{
    const Player& player = *m_context.player;
    const bool isOnDeck
        = !player.item().lanes.empty() && player.item().lanes.front().path == toPath(m_path);
    const double total = isOnDeck && player.lengthS() > 0.0 ? player.lengthS() : m_lengthS;
    const double length = total > 0.0 ? std::min(kAuditionS, total) : kAuditionS;
    const double last = std::max(0.0, total - length);
    if (isOnDeck) {
        if (const auto marked = m_context.selection->marked()) {
            const double middle = (marked->fromS + marked->toS) / 2.0;
            return {std::clamp(middle - length / 2.0, 0.0, last), length,
                    AuditionRange::Reason::Selection};
        }
        if (player.positionS() > 0.0) {
            return {std::clamp(player.positionS() - length / 3.0, 0.0, last), length,
                    AuditionRange::Reason::Playhead};
        }
    }
    const auto peaks = m_path.isEmpty() ? nullptr : m_context.peaks->requestFile(m_path);
    return {peaks ? loudestStart(*peaks, length) : 0.0, length, AuditionRange::Reason::Loudest};
}

void AuditionPanel::fillProfiles()
{
    QStringList ready;
    for (const services::SeparationProfile& profile : services::ModelCatalogue::profiles()) {
        if (m_context.models->isReady(profile.id)) {
            ready.push_back(profile.id);
        }
    }
    QStringList known;
    for (const auto& [id, chip] : m_profiles) {
        known.push_back(id);
    }
    if (ready == known) {
        return;
    }
    for (const auto& [id, chip] : m_profiles) {
        chip->deleteLater();
    }
    m_profiles.clear();
    for (const QString& id : std::as_const(ready)) {
        auto* chip = new Chip(profileText(id), m_profileBox);
        chip->setObjectName(QStringLiteral("sep_audition_with_") + id);
        chip->setCheckable(true);
        // The best three, Draft last: it is the one to be beaten.
        chip->setChecked(ready.indexOf(id) >= ready.size() - kMostTakes);
        m_profileBox->layout()->addWidget(chip);
        connect(chip, &QAbstractButton::toggled, this, &AuditionPanel::onProfilesToggled);
        m_profiles.emplace_back(id, chip);
    }
    onProfilesToggled();
}

void AuditionPanel::onProfilesToggled()
{
    const auto count = std::count_if(m_profiles.begin(), m_profiles.end(),
                                     [](const auto& one) { return one.second->isChecked(); });
    for (const auto& [id, chip] : m_profiles) {
        chip->setEnabled(chip->isChecked() || count < kMostTakes);
        chip->setToolTip(chip->isEnabled() ? QString() : tr("Three at once are the most"));
        chip->updateGeometry();
    }
    updateTexts();
}

void AuditionPanel::run()
{
    if (m_audition->isRunning()) {
        m_audition->cancel();
        return;
    }
    QStringList profiles;
    for (const auto& [id, chip] : m_profiles) {
        if (chip->isChecked()) {
            profiles.push_back(id);
        }
    }
    const AuditionRange range = wantedRange();
    if (isLoaded()) {
        m_context.player->stop();
        m_context.player->open({});
    }
    m_shownStem.clear();
    m_audition->start(m_path, range, profiles, m_setup);
}

std::vector<const AuditionTake*> AuditionPanel::readyTakes() const
{
    std::vector<const AuditionTake*> ready;
    for (const AuditionTake& take : m_audition->takes()) {
        if (take.state == JobState::Done && !take.lufs.empty()
            && take.stems.contains(m_shownStem)) {
            ready.push_back(&take);
        }
    }
    return ready;
}

void AuditionPanel::onChanged()
{
    showTakes();
    showStems();
    showPeaks();
    // One more take is ready: what plays goes on with it, at the same position.
    if (isLoaded() && m_context.player->item().lanes.size() != readyTakes().size() + 1) {
        load(true);
    }
    updatePlay();
    updateTexts();
}

void AuditionPanel::showTakes()
{
    const auto& takes = m_audition->takes();
    if (m_lanes->laneCount() != static_cast<int>(takes.size()) + 1) {
        std::vector<LaneInfo> lanes {
            {QStringLiteral("audition_original"), tr("Original"), Category::Mix, true, true}};
        for (std::size_t i = 0; i < takes.size(); ++i) {
            lanes.push_back({QStringLiteral("audition_") + kLetters[i],
                             QStringLiteral("%1 · %2").arg(kLetters[i].toUpper(),
                                                           profileText(takes[i].profile)),
                             Category::Other, false, true});
        }
        m_lanes->setLanes(lanes);
    }
    m_lanes->setLength(takes.empty() ? 0.0 : m_audition->range().lengthS);
    for (std::size_t i = 0; i < takes.size(); ++i) {
        const AuditionTake& take = takes[i];
        const bool isDone = take.state == JobState::Done;
        m_lanes->setReady(static_cast<int>(i) + 1, isDone ? 1.0 : 0.0,
                          isDone ? tr("done")
                              : take.state == JobState::Running
                              ? tr("%1 %").arg(std::floor(take.progress * 100.0))
                              : jobStateText(take.state));
    }
    m_lanes->setReady(0, m_audition->originalFile().isEmpty() ? 0.0 : 1.0, QString());
    const auto ready = readyTakes();
    for (std::size_t i = 0; i < kLetters.size(); ++i) {
        const bool isThere = i < takes.size();
        const bool isReady
            = isThere && std::find(ready.begin(), ready.end(), &takes[i]) != ready.end();
        m_abc->setSegmentEnabled(kLetters[i], isReady,
                                 isThere ? profileText(takes[i].profile) : QString());
        m_abc->segment(kLetters[i])
            ->setAccessibleName(isThere ? QStringLiteral("%1, %2").arg(
                                    kLetters[i].toUpper(), profileText(takes[i].profile))
                                        : kLetters[i].toUpper());
    }
    m_abc->setSegmentEnabled(kOriginal, !m_audition->originalFile().isEmpty());
    const bool isHeardReady = m_abc->segment(m_heard)->isEnabled();
    if (!isHeardReady && !ready.empty()) {
        const qsizetype at = ready.front() - takes.data();
        m_heard = kLetters[static_cast<std::size_t>(at)];
    }
    m_abc->setCurrent(m_heard);
    m_use->setEnabled(m_heard != kOriginal && m_abc->segment(m_heard)->isEnabled());
}

void AuditionPanel::showStems()
{
    const QStringList stems = m_audition->stems();
    if (stems != m_stemIds) {
        m_stemIds = stems;
        m_stem->clear();
        for (const QString& stem : stems) {
            m_stem->addSegment(stem, stemText(stem));
            m_stem->segment(stem)->setObjectName(QStringLiteral("sep_audition_stem_") + stem);
        }
    }
    m_stem->setVisible(!stems.isEmpty());
    if (!stems.contains(m_shownStem)) {
        m_shownStem
            = stems.contains(QStringLiteral("vocals")) ? QStringLiteral("vocals") : stems.value(0);
    }
    m_stem->setCurrent(m_shownStem);
    showTakes(); // which are ready depends on the stem
}

void AuditionPanel::showPeaks()
{
    const auto show = [this](int lane, const QString& path) {
        if (const auto peaks = path.isEmpty() ? nullptr : m_context.peaks->requestFile(path)) {
            m_lanes->setPeaks(lane, peaks);
        }
    };
    show(0, m_audition->originalFile());
    const auto& takes = m_audition->takes();
    for (std::size_t i = 0; i < takes.size(); ++i) {
        const auto found = takes[i].stems.find(m_shownStem);
        if (found != takes[i].stems.end()) {
            m_lanes->lane(static_cast<int>(i) + 1)->setCategory(stemCategory(m_shownStem));
            show(static_cast<int>(i) + 1, found->second);
        }
    }
}

void AuditionPanel::onFileReady(const QString& path)
{
    if (path == m_path) {
        updateTexts();
        return;
    }
    const bool isOurs = path == m_audition->originalFile()
        || std::any_of(m_audition->takes().begin(), m_audition->takes().end(),
                       [&](const AuditionTake& take) {
                           return std::any_of(
                               take.stems.begin(), take.stems.end(),
                               [&](const auto& stem) { return stem.second == path; });
                       });
    if (isOurs) {
        showPeaks();
    }
}

// Everything is turned down to the quietest, so that nothing is preferred for being louder.
PlayItem AuditionPanel::playItem() const
{
    const auto takes = readyTakes();
    double quietest = 0.0;
    const auto consider
        = [&](double lufs) { quietest = lufs > kSilentLufs ? std::min(quietest, lufs) : quietest; };
    consider(m_audition->originalLufs());
    for (const AuditionTake* take : takes) {
        consider(take->lufs.at(m_shownStem));
    }
    const auto lane = [&](const QString& path, double lufs) {
        mix::PlaybackLane one;
        one.path = toPath(path);
        const double db = lufs > kSilentLufs ? std::clamp(quietest - lufs, -kMostCutDb, 0.0) : 0.0;
        one.gain = static_cast<float>(std::pow(10.0, db / 20.0));
        return one;
    };
    PlayItem item;
    item.title = tr("Compare: %1").arg(m_name);
    item.lufs = quietest < 0.0 ? quietest : kSilentLufs;
    item.lanes.push_back(lane(m_audition->originalFile(), m_audition->originalLufs()));
    for (const AuditionTake* take : takes) {
        item.lanes.push_back(lane(take->stems.at(m_shownStem), take->lufs.at(m_shownStem)));
    }
    return item;
}

void AuditionPanel::load(bool keepPosition)
{
    if (m_audition->originalFile().isEmpty()) {
        return;
    }
    Player& player = *m_context.player;
    const PlayItem item = playItem();
    const bool wasPlaying = keepPosition && player.isPlaying();
    const double at = keepPosition ? player.positionS() : 0.0;
    if (keepPosition && player.exchange(item)) {
        updateMutes();
        player.seek(at); // what was read ahead is of the old files
        return;
    }
    player.open(item);
    updateMutes();
    player.setLoop(0.0, m_audition->range().lengthS, true);
    if (wasPlaying) {
        player.play(at);
    }
}

bool AuditionPanel::isLoaded() const
{
    const auto& lanes = m_context.player->item().lanes;
    return !m_audition->originalFile().isEmpty() && !lanes.empty()
        && lanes.front().path == toPath(m_audition->originalFile());
}

void AuditionPanel::hear(const QString& which)
{
    m_heard = which;
    m_use->setEnabled(which != kOriginal);
    updateMutes();
    updateTexts();
}

void AuditionPanel::updateMutes()
{
    const auto& all = m_audition->takes();
    for (int lane = 0; lane < m_lanes->laneCount(); ++lane) {
        const bool isHeard = lane == 0 ? m_heard == kOriginal
                                       : m_heard == kLetters[static_cast<std::size_t>(lane - 1)];
        m_lanes->lane(lane)->setSilenced(!isHeard);
    }
    if (!isLoaded()) {
        return;
    }
    m_context.player->setLaneMuted(0, m_heard != kOriginal);
    int lane = 1;
    for (const AuditionTake* take : readyTakes()) {
        const auto at = static_cast<std::size_t>(take - all.data());
        m_context.player->setLaneMuted(lane++, m_heard != kLetters[at]);
    }
}

void AuditionPanel::updatePlay()
{
    const bool isPlaying = isLoaded() && m_context.player->isPlaying();
    m_play->setIconName(isPlaying ? QStringLiteral("stop") : QStringLiteral("play"));
    m_play->setName(isPlaying ? tr("Stop") : tr("Play the comparison"));
    m_play->setEnabled(!m_audition->originalFile().isEmpty());
}

void AuditionPanel::updateTexts()
{
    const bool isRunning = m_audition->isRunning();
    const auto chosen = std::count_if(m_profiles.begin(), m_profiles.end(),
                                      [](const auto& one) { return one.second->isChecked(); });
    m_run->setText(isRunning ? tr("Cancel") : tr("Run"));
    m_run->setAccessibleName(isRunning ? tr("Cancel the comparison") : tr("Run the comparison"));
    m_run->setEnabled(isRunning || (!m_path.isEmpty() && chosen > 0));
    m_run->setToolTip(m_path.isEmpty() ? tr("Choose a track in the queue, or add one") : QString());
    m_profileBox->setEnabled(!isRunning);
    QStringList parts;
    if (m_path.isEmpty()) {
        parts.push_back(tr("Choose a track in the queue, or add one"));
    } else {
        const bool isShown = !m_audition->takes().empty();
        const AuditionRange range = isShown ? m_audition->range() : wantedRange();
        parts.push_back(m_name);
        parts.push_back(
            QStringLiteral("%1–%2").arg(clock(range.fromS), clock(range.fromS + range.lengthS)));
        parts.push_back(range.reason == AuditionRange::Reason::Selection ? tr("the marked part")
                            : range.reason == AuditionRange::Reason::Playhead
                            ? tr("around the playhead")
                            : tr("the loudest part"));
    }
    for (const AuditionTake& take : m_audition->takes()) {
        if (take.state == JobState::Failed) {
            parts = {profileText(take.profile), errorSentence(take.errorCode)};
        }
    }
    m_caption->setFullText(parts.join(QStringLiteral(" · ")));
}

void AuditionPanel::retranslate()
{
    setAccessibleName(tr("Compare on 15 s"));
    m_title->setFullText(tr("Compare on 15 s"));
    m_close->setName(tr("Close the comparison"));
    m_lanes->setAccessibleName(tr("What is compared"));
    m_abc->setAccessibleName(tr("What is heard"));
    m_abc->setSegmentText(kOriginal, tr("Original"));
    m_stem->setAccessibleName(tr("Stem"));
    m_use->setText(tr("Use this profile"));
    m_use->setAccessibleName(m_use->text());
    for (const auto& [id, chip] : m_profiles) {
        chip->setText(profileText(id));
        chip->setAccessibleName(chip->text());
    }
    for (const QString& stem : std::as_const(m_stemIds)) {
        m_stem->setSegmentText(stem, stemText(stem));
    }
    const auto& takes = m_audition->takes();
    for (int lane = 0; lane < m_lanes->laneCount(); ++lane) {
        const auto at = static_cast<std::size_t>(std::max(0, lane - 1));
        m_lanes->lane(lane)->setName(
            lane == 0 ? tr("Original")
                      : QStringLiteral("%1 · %2").arg(kLetters[at].toUpper(),
                                                      profileText(takes[at].profile)));
    }
    showTakes();
    updatePlay();
    updateTexts();
}

void AuditionPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void AuditionPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    updateTexts();
}

void AuditionPanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    if (isLoaded() && m_context.player->isPlaying()) {
        m_context.player->stop();
    }
}

void AuditionPanel::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().panel);
}

} // namespace nde::ui
