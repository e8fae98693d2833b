#include "ui/panels/separate/ChopPanel.h"

#include "core/services/LibraryService.h"
#include "core/services/PeakService.h"
#include "ui/SelectionBus.h"
#include "ui/models/JobText.h"
#include "ui/models/SoundVerbs.h"
#include "ui/panels/CountBadge.h"
#include "ui/panels/separate/ChopStrip.h"
#include "ui/playback/Player.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/InlineNote.h"
#include "ui/widgets/ProgressBar.h"
#include "ui/widgets/Slider.h"

#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QResizeEvent>
#include <QSignalBlocker>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>

namespace nde::ui {

namespace {

constexpr double kNarrow = 1300.0; ///< below it the verbs show their keys only: counts need room
constexpr std::size_t kMostBadges = 5;
constexpr double kWordsWidth = 150.0; ///< of "12 others" and the doubtful ones behind the badges

std::filesystem::path fileOf(const QString& path)
{
    return std::filesystem::path(path.toStdU16String());
}

} // namespace

ChopPanel::ChopPanel(const StudioContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_desk(new ChopDesk(context, this))
    , m_title(new ElidedLabel({}, TextStyle::Strong, this))
    , m_which(new QComboBox(this))
    , m_counts(new QWidget(this))
    , m_countsLayout(new QHBoxLayout(m_counts))
    , m_sensitivityLabel(new QLabel(this))
    , m_sensitivity(new Slider(QString(), this))
    , m_settled(new QTimer(this))
    , m_discard(new Button(QString(), Button::Kind::Ghost, this))
    , m_drop(new Button(QString(), Button::Kind::Ghost, this))
    , m_keep(new Button(QString(), Button::Kind::Secondary, this))
    , m_dropDoubtful(new Button(QString(), Button::Kind::Ghost, this))
    , m_dropDuplicates(new Button(QString(), Button::Kind::Ghost, this))
    , m_keepAll(new Button(QString(), Button::Kind::Secondary, this))
    , m_strip(new ChopStrip(m_desk->model(), this))
    , m_empty(new EmptyState(this))
    , m_busy(new QWidget(this))
    , m_busyText(new QLabel(m_busy))
    , m_progress(new ProgressBar(ProgressBar::Tone::Running, m_busy))
    , m_failed(new QWidget(this))
    , m_error(new InlineNote(InlineNote::Kind::Error, {}, m_failed))
    , m_again(new Button(QString(), Button::Kind::Secondary, m_failed))
    , m_keys(new QLabel(this))
{
    setObjectName(QStringLiteral("chop_panel"));
    m_which->setObjectName(QStringLiteral("chop_which"));
    m_sensitivity->setObjectName(QStringLiteral("chop_sensitivity"));
    m_discard->setObjectName(QStringLiteral("chop_discard"));
    m_drop->setObjectName(QStringLiteral("chop_drop"));
    m_keep->setObjectName(QStringLiteral("chop_keep"));
    m_dropDoubtful->setObjectName(QStringLiteral("chop_drop_doubtful"));
    m_dropDuplicates->setObjectName(QStringLiteral("chop_drop_duplicates"));
    m_keepAll->setObjectName(QStringLiteral("chop_keep_all"));
    m_again->setObjectName(QStringLiteral("chop_again"));
    m_progress->setObjectName(QStringLiteral("chop_progress"));

    auto* busy = new QVBoxLayout(m_busy);
    busy->addStretch(1);
    busy->addWidget(m_busyText, 0, Qt::AlignHCenter);
    busy->addWidget(m_progress);
    busy->addStretch(1);
    auto* failed = new QHBoxLayout(m_failed);
    failed->addWidget(m_error, 1);
    failed->addWidget(m_again);
    auto* pages = new QWidget(this);
    m_pages = new QStackedLayout(pages);
    for (QWidget* page :
         {static_cast<QWidget*>(m_strip), static_cast<QWidget*>(m_empty), m_busy, m_failed}) {
        page->setSizePolicy(QSizePolicy::Expanding,
                            page == m_strip ? QSizePolicy::Fixed : QSizePolicy::Ignored);
        m_pages->addWidget(page);
    }
    pages->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(dp(12), dp(4), dp(12), dp(6));
    layout->setSpacing(dp(4));
    layout->addWidget(buildHeading());
    layout->addWidget(pages);
    layout->addWidget(m_keys);
    m_keys->setProperty("muted", true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connectAll();
    retranslate();
    m_desk->lookForReviews();
}

QWidget* ChopPanel::buildHeading()
{
    auto* heading = new QWidget(this);
    m_settled->setSingleShot(true);
    m_settled->setInterval(400);
    m_sensitivity->setRange(0, 100);
    m_sensitivity->setValue(50);
    m_sensitivity->setDefaultValue(50);
    m_sensitivity->setFixedWidth(dp(96));
    m_sensitivityLabel->setProperty("muted", true);
    m_countsLayout->setContentsMargins(0, 0, 0, 0);
    m_countsLayout->setSpacing(dp(12));
    m_counts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_counts->installEventFilter(this);
    for (Button* button :
         {m_discard, m_drop, m_keep, m_dropDoubtful, m_dropDuplicates, m_keepAll}) {
        button->setCompact(true);
    }
    m_drop->setKeyHint(QStringLiteral("⌫"));
    m_keep->setKeyHint(QStringLiteral("↵"));
    auto* row = new QHBoxLayout(heading);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(dp(8));
    row->addWidget(m_title);
    row->addWidget(m_which);
    row->addWidget(m_counts, 1);
    row->addWidget(m_sensitivityLabel);
    row->addWidget(m_sensitivity);
    for (Button* button :
         {m_discard, m_dropDuplicates, m_dropDoubtful, m_drop, m_keep, m_keepAll}) {
        row->addWidget(button);
    }
    return heading;
}

void ChopPanel::connectAll()
{
    connect(m_desk, &ChopDesk::changed, this, &ChopPanel::showState);
    connect(m_desk, &ChopDesk::opened, this, &ChopPanel::showReview);
    connect(&m_desk->model(), &ChopReviewModel::edited, this, &ChopPanel::showCounts);
    connect(m_strip, &ChopStrip::hearRequested, this, &ChopPanel::hear);
    connect(m_keep, &QPushButton::clicked, m_strip, &ChopStrip::keep);
    connect(m_drop, &QPushButton::clicked, m_strip, &ChopStrip::drop);
    connect(m_dropDoubtful, &QPushButton::clicked, &m_desk->model(),
            &ChopReviewModel::leaveOutDoubtful);
    connect(m_dropDuplicates, &QPushButton::clicked, &m_desk->model(),
            &ChopReviewModel::leaveOutDuplicates);
    connect(m_keepAll, &QPushButton::clicked, m_desk, &ChopDesk::keepAll);
    connect(m_discard, &QPushButton::clicked, m_desk, &ChopDesk::discard);
    connect(m_again, &QPushButton::clicked, m_desk, &ChopDesk::tryAgain);
    connect(m_which, &QComboBox::activated, this,
            [this](int at) { m_desk->open(m_which->itemData(at).toLongLong()); });
    // Not every step of a drag or of a held key is a chop: the value counts once it rests.
    connect(m_sensitivity, &QAbstractSlider::valueChanged, m_settled, qOverload<>(&QTimer::start));
    connect(m_settled, &QTimer::timeout, this, &ChopPanel::chopAnew);
    connect(m_context.peaks, &services::PeakService::fileReady, this, [this](const QString& path) {
        if (path == m_desk->model().review().path) {
            showPeaks();
        }
    });
}

void ChopPanel::chopAnew()
{
    const double wanted = m_sensitivity->value() / 100.0;
    if (std::fabs(wanted - m_desk->model().review().sensitivity) < 0.005) {
        return;
    }
    const bool isRunning = m_desk->state() == ChopDesk::State::Chopping
        || m_desk->state() == ChopDesk::State::Loading;
    if (m_sensitivity->isSliderDown() || isRunning) {
        m_settled->start();
    } else {
        m_desk->chopAnew(wanted);
    }
}

void ChopPanel::takeFocus()
{
    m_strip->choose(m_desk->model().firstToDecide());
    m_strip->setFocus(Qt::OtherFocusReason);
}

void ChopPanel::hear(int row)
{
    const services::ChopReview& review = m_desk->model().review();
    const services::ChoppedSlice& slice = m_desk->model().slice(row);
    const PlayItem& playing = m_context.player->item();
    const std::filesystem::path file = fileOf(review.path);
    if (playing.lanes.size() != 1 || playing.lanes.front().path != file) {
        PlayItem item;
        item.id = review.stem;
        item.title = review.name;
        item.lanes = {mix::PlaybackLane {file}};
        m_context.player->open(item);
    }
    m_context.player->playRange(slice.startS, slice.endS);
}

void ChopPanel::showState()
{
    const ChopDesk::State state = m_desk->state();
    const bool isWanted = state != ChopDesk::State::Nothing;
    const bool isReady = state == ChopDesk::State::Ready;
    const bool isEmpty = isReady && m_desk->model().rowCount() == 0;
    QWidget* page = isEmpty                ? static_cast<QWidget*>(m_empty)
        : isReady                          ? m_strip
        : state == ChopDesk::State::Failed ? m_failed
                                           : m_busy;
    const bool hadFocus = m_strip->hasFocus();
    m_pages->setCurrentWidget(page);
    if (hadFocus && page == m_strip) {
        m_strip->setFocus(Qt::OtherFocusReason);
    }
    m_error->setNote(InlineNote::Kind::Error, errorSentence(errorCodeId(m_desk->error().code)));
    m_error->setToolTip(QString::fromStdString(m_desk->error().message));
    m_busyText->setText(state == ChopDesk::State::Chopping ? tr("Chopping anew …")
                            : state == ChopDesk::State::Keeping
                            ? tr("The slices are on their way into the library …")
                            : tr("Reading the review …"));
    m_progress->setFraction(m_desk->progress());
    const bool isRunning = state == ChopDesk::State::Chopping || state == ChopDesk::State::Keeping;
    m_progress->setVisible(isRunning);
    m_sensitivity->setEnabled(isReady || state == ChopDesk::State::Chopping
                              || state == ChopDesk::State::Loading);
    m_which->setEnabled(!isRunning);
    m_discard->setEnabled(!isRunning);
    for (Button* button : {m_drop, m_keep}) {
        button->setEnabled(isReady && !isEmpty);
    }
    showCounts();
    showWaiting();
    if (isWanted != m_isWanted) {
        m_isWanted = isWanted;
        Q_EMIT shownChanged(isWanted);
    }
}

void ChopPanel::showCounts()
{
    while (QLayoutItem* item = m_countsLayout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const ReviewCounts& counts = m_desk->model().counts();
    const bool isReady = m_desk->state() == ChopDesk::State::Ready;
    std::vector<std::pair<Category, int>> sorted(counts.kept.begin(), counts.kept.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    // A badge that does not fit whole counts among the others.
    int rest = 0;
    int room = m_counts->width() - dp(kWordsWidth);
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        auto badge = std::make_unique<CountBadge>(sorted[i].first, sorted[i].second, m_counts);
        const int width = badge->sizeHint().width() + m_countsLayout->spacing();
        if (i < kMostBadges && rest == 0 && width <= room) {
            room -= width;
            m_countsLayout->addWidget(badge.release());
        } else {
            rest += sorted[i].second;
        }
    }
    const auto addWords = [this](const QString& text, const QColor& color) {
        auto* label = new QLabel(text, m_counts);
        QPalette colors = label->palette();
        colors.setColor(QPalette::WindowText, color);
        label->setPalette(colors);
        m_countsLayout->addWidget(label);
        return label;
    };
    const auto addWarning = [this] {
        auto* sign = new QLabel(m_counts);
        sign->setPixmap(iconPixmap(QStringLiteral("warning"), dp(12), Theme::current().warn,
                                   devicePixelRatioF()));
        m_countsLayout->addWidget(sign);
    };
    if (rest > 0) {
        const bool isAll = m_countsLayout->isEmpty(); // no badge fits beside the words
        addWords(isAll ? tr("%n slice(s)", nullptr, rest) : tr("%n other(s)", nullptr, rest),
                 Theme::current().text2);
    }
    if (counts.doubtful > 0) {
        addWarning();
        addWords(tr("%n doubtful", nullptr, counts.doubtful), Theme::current().warn)
            ->setObjectName(QStringLiteral("chop_doubtful"));
    }
    m_countsLayout->addStretch(1);
    m_keepAll->setText(tr("Add %n to the library", nullptr, counts.keptTotal));
    m_keepAll->setAccessibleName(m_keepAll->text());
    m_keepAll->setEnabled(isReady && counts.keptTotal > 0);
    m_dropDoubtful->setVisible(counts.doubtful > 0);
    m_dropDoubtful->setEnabled(isReady);
    m_dropDuplicates->setVisible(counts.duplicates > 0);
    m_dropDuplicates->setEnabled(isReady);
}

void ChopPanel::showWaiting()
{
    const auto& waiting = m_desk->waiting();
    m_which->setVisible(waiting.size() > 1);
    m_which->clear();
    for (const services::WaitingReview& one : waiting) {
        const StemRow* row = rowById(m_context.library->rows(), one.stem);
        m_which->addItem(row != nullptr ? QString::fromStdString(row->name)
                                        : tr("Sound %1").arg(one.stem),
                         qint64 {one.stem});
        if (one.stem == m_desk->stem()) {
            m_which->setCurrentIndex(m_which->count() - 1);
        }
    }
    const QString name = m_desk->model().review().name;
    m_title->setFullText(waiting.size() > 1 || name.isEmpty() ? tr("Chop review")
                                                              : tr("Chop review: %1").arg(name));
}

void ChopPanel::showReview()
{
    if (!m_settled->isActive()) { // else the user has moved it meanwhile
        const QSignalBlocker silent(m_sensitivity);
        m_sensitivity->setValue(
            static_cast<int>(std::lround(100.0 * m_desk->model().review().sensitivity)));
    }
    m_strip->choose(m_desk->model().firstToDecide());
    showPeaks();
    showState();
}

void ChopPanel::showPeaks()
{
    const QString path = m_desk->model().review().path;
    m_strip->setPeaks(path.isEmpty() ? services::PeakService::Peaks()
                                     : m_context.peaks->requestFile(path));
}

void ChopPanel::fitWidth()
{
    m_isNarrow = width() < dp(kNarrow);
    m_drop->setText(m_isNarrow ? QString() : tr("Drop"));
    m_keep->setText(m_isNarrow ? QString() : tr("Keep"));
    m_sensitivityLabel->setVisible(!m_isNarrow);
}

bool ChopPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_counts && event->type() == QEvent::Resize
        && static_cast<QResizeEvent*>(event)->size().width()
            != static_cast<QResizeEvent*>(event)->oldSize().width()) {
        QTimer::singleShot(0, this, &ChopPanel::showCounts);
    }
    return QWidget::eventFilter(watched, event);
}

void ChopPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (m_isNarrow != (width() < dp(kNarrow))) {
        fitWidth();
    }
}

void ChopPanel::retranslate()
{
    setAccessibleName(tr("Chop review"));
    m_which->setAccessibleName(tr("Which sound is reviewed"));
    m_strip->setAccessibleName(tr("Slices"));
    m_sensitivityLabel->setText(tr("Sensitivity"));
    m_sensitivityLabel->setFont(nde::ui::font(TextStyle::Caption));
    m_sensitivity->setAccessibleName(tr("Sensitivity"));
    m_sensitivity->setToolTip(tr("More finds softer hits. The sound is chopped anew; what you "
                                 "decided stays decided."));
    m_drop->setAccessibleName(tr("Drop the slice"));
    m_drop->setToolTip(tr("Drop the slice (Backspace)"));
    m_keep->setAccessibleName(tr("Keep the slice"));
    m_keep->setToolTip(tr("Keep the slice (Enter)"));
    m_dropDoubtful->setText(tr("Drop doubtful"));
    m_dropDoubtful->setAccessibleName(tr("Drop all doubtful slices"));
    m_dropDuplicates->setText(tr("One of each"));
    m_dropDuplicates->setAccessibleName(tr("Keep the clearest of each stack only"));
    m_dropDuplicates->setToolTip(m_dropDuplicates->accessibleName());
    m_keepAll->setToolTip(tr("Every slice that is not dropped becomes a sound of the library"));
    m_discard->setText(tr("Discard"));
    m_discard->setAccessibleName(tr("Discard this review"));
    m_discard->setToolTip(tr("Forgets the slices; the sound itself stays as it is"));
    m_again->setText(tr("Try again"));
    m_again->setAccessibleName(m_again->text());
    m_progress->setAccessibleName(tr("Progress"));
    m_empty->setTexts(tr("No slices found"),
                      tr("Raise the sensitivity to find softer hits, or discard the review."));
    QStringList keys {tr("← → hear"), tr("Space again"), tr("G open a stack")};
    for (const auto& [key, category] : categoryKeys()) {
        keys.push_back(QStringLiteral("%1 %2").arg(QLatin1Char(key)).arg(categoryText(category)));
    }
    m_keys->setFont(nde::ui::font(TextStyle::Micro));
    m_keys->setText(keys.join(QStringLiteral(" · ")));
    m_keys->setMinimumWidth(1); // what does not fit is cut; the tooltip has it
    m_keys->setToolTip(m_keys->text());
    fitWidth();
    m_desk->model().retranslate();
    showState();
}

void ChopPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void ChopPanel::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().panel);
}

} // namespace nde::ui
