#include "ui/panels/train/ListenPanel.h"

#include "core/services/Settings.h"
#include "ui/models/ProbeFeed.h"
#include "ui/models/ProbeModel.h"
#include "ui/panels/train/ProbeTiles.h"
#include "ui/playback/Player.h"
#include "ui/plot/CurveData.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/KeyHint.h"
#include "ui/widgets/SegmentedControl.h"
#include "ui/widgets/Slider.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QSignalBlocker>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr double kSilentLufs = -70.0;
constexpr double kMostCutDb = 24.0;
constexpr int kProbeColumnsShown = 8;
constexpr int kTileHeight = 74;

/// What to take from the louder of two, so that both are heard alike.
struct Matched
{
    float gain {1.0F};
    double lufs {kSilentLufs};
};
Matched matched(double own, double other)
{
    if (own <= kSilentLufs || other <= kSilentLufs) {
        return {1.0F, own};
    }
    const double db = std::clamp(std::min(own, other) - own, -kMostCutDb, 0.0);
    return {static_cast<float>(std::pow(10.0, db / 20.0)), std::min(own, other)};
}

} // namespace

/// Where something was kept to be heard, under the slider; the best is green and taller.
class EpochTicks final : public QWidget
{
public:
    explicit EpochTicks(QWidget* parent)
        : QWidget(parent)
    {
        setFixedHeight(dp(7));
    }
    void setTicks(int count, int best)
    {
        m_count = count;
        m_best = best;
        update();
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        const double inset = dpF(9); // as the slider's handle
        for (int i = 0; i < m_count; ++i) {
            const double x = inset + (width() - 2.0 * inset) * i / std::max(1, m_count - 1);
            const bool isBest = i == m_best;
            painter.fillRect(QRectF(std::round(x), 0, isBest ? dpF(2) : 1, dpF(isBest ? 7 : 5)),
                             isBest ? theme.ok : theme.line2);
        }
    }

private:
    int m_count {};
    int m_best {-1};
};

ListenPanel::ListenPanel(const StudioContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_feed(new ProbeFeed(this))
    , m_probes(new ProbeModel(ProbeModel::Kind::Probes, *m_feed, this))
    , m_dreams(new ProbeModel(ProbeModel::Kind::Dreams, *m_feed, this))
    , m_title(new ElidedLabel({}, TextStyle::Strong, this))
    , m_facts(new ElidedLabel({}, TextStyle::Caption, this))
    , m_ab(new SegmentedControl(QString(), this))
    , m_key(new KeyHint(tr("Tab"), this))
    , m_epochLabel(new ElidedLabel({}, TextStyle::Title, this))
    , m_slider(new Slider(QString(), this))
    , m_ticks(new EpochTicks(this))
    , m_tiles(new ProbeTiles(*m_probes, kProbeColumnsShown, kTileHeight, this))
{
    setObjectName(QStringLiteral("train_listen"));
    m_ab->setObjectName(QStringLiteral("train_probe_ab"));
    m_slider->setObjectName(QStringLiteral("train_epoch_slider"));
    m_tiles->setObjectName(QStringLiteral("train_probe_list"));
    m_epochLabel->setObjectName(QStringLiteral("train_epoch"));
    buildLayout();
    connect(m_ab, &SegmentedControl::currentChanged, this, &ListenPanel::flip);
    connect(m_slider, &QSlider::valueChanged, this, [this](int at) {
        m_followsNewest = at == m_slider->maximum();
        showEpoch();
    });
    connect(m_tiles, &ProbeTiles::hearRequested, this,
            [this](int row) { hear(*m_probes, row, true); });
    connect(m_tiles, &ProbeTiles::flipRequested, this, &ListenPanel::flip);
    connect(m_tiles, &ProbeTiles::epochStepRequested, this, &ListenPanel::stepEpoch);
    retranslate();
}

void ListenPanel::buildLayout()
{
    m_ab->setCompact(true);
    m_ab->addSegment(QStringLiteral("original"), {});
    m_ab->addSegment(QStringLiteral("reconstruction"), {});
    m_ab->setCurrent(QStringLiteral("reconstruction"));
    m_facts->setTone(ElidedLabel::Tone::Muted);
    auto* head = new QHBoxLayout;
    head->setSpacing(dp(10));
    head->addWidget(m_title);
    head->addWidget(m_facts, 1);
    head->addWidget(m_ab);
    head->addWidget(m_key);
    head->addWidget(m_epochLabel);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(dp(12), dp(8), dp(12), dp(6));
    column->setSpacing(dp(4));
    column->addLayout(head);
    column->addWidget(m_slider);
    column->addWidget(m_ticks);
    column->addWidget(m_tiles);
}

bool ListenPanel::hasProbes() const
{
    return !m_epochs.empty();
}

void ListenPanel::setRun(qint64 run)
{
    if (run != m_run) {
        m_run = run;
        m_followsNewest = true;
        m_heard = nullptr;
    }
}

void ListenPanel::setProbes(const std::vector<services::RunProbe>& probes, Category category,
                            std::optional<int> best)
{
    const std::optional<int> before = epoch();
    m_epochs = probeEpochs(probes);
    m_best = best;
    m_probes->setProbes(probes, category);
    m_dreams->setProbes(probes, category);
    const auto found = best ? std::find(m_epochs.begin(), m_epochs.end(), *best) : m_epochs.end();
    const int last = static_cast<int>(m_epochs.size()) - 1;
    m_ticks->setTicks(last + 1,
                      found == m_epochs.end() ? -1 : static_cast<int>(found - m_epochs.begin()));
    {
        const QSignalBlocker quiet(m_slider);
        m_slider->setRange(0, std::max(0, last));
        m_slider->setEnabled(last > 0);
        const std::vector<double> rising(m_epochs.begin(), m_epochs.end());
        m_slider->setValue(m_followsNewest || !before ? last : nearestIndex(rising, *before));
    }
    if (m_tiles->currentRow() < 0) {
        m_tiles->choose(0);
    }
    showEpoch();
}

std::optional<int> ListenPanel::epoch() const
{
    const auto at = static_cast<std::size_t>(m_slider->value());
    return at < m_epochs.size() ? std::optional<int>(m_epochs[at]) : std::nullopt;
}

void ListenPanel::setEpoch(int epoch)
{
    const std::vector<double> rising(m_epochs.begin(), m_epochs.end());
    if (!rising.empty()) {
        m_slider->setValue(nearestIndex(rising, epoch));
    }
}

void ListenPanel::stepEpoch(int by)
{
    m_slider->setValue(m_slider->value() + by);
}

void ListenPanel::showEpoch()
{
    const std::optional<int> shown = epoch();
    m_epochLabel->setFullText(!shown            ? QString()
                                  : *shown == 0 ? tr("Analytic start")
                                                : tr("Epoch %1").arg(*shown));
    m_slider->setAccessibleDescription(m_epochLabel->fullText());
    if (shown) {
        m_probes->setEpoch(*shown);
        m_dreams->setEpoch(*shown);
    }
    // What plays goes on with the same sound as it is in the other epoch.
    if (m_heard != nullptr && m_context.player->isPlaying() && m_heardRow < m_heard->rowCount()
        && !(m_heard == m_probes && m_hearsOriginal)) {
        hear(*m_heard, m_heardRow, false);
    }
    Q_EMIT epochChanged();
}

void ListenPanel::flip()
{
    m_hearsOriginal = !m_hearsOriginal;
    m_ab->setCurrent(m_hearsOriginal ? QStringLiteral("original")
                                     : QStringLiteral("reconstruction"));
    if (m_heard == m_probes && m_heardRow >= 0 && m_heardRow < m_probes->rowCount()) {
        hear(*m_probes, m_heardRow, !m_context.player->isPlaying());
    }
}

void ListenPanel::hearCurrent()
{
    if (m_heard != nullptr && m_heardRow < m_heard->rowCount()) {
        hear(*m_heard, m_heardRow, true);
    } else if (m_tiles->currentRow() >= 0) {
        hear(*m_probes, m_tiles->currentRow(), true);
    }
}

void ListenPanel::hearDream(int row)
{
    hear(*m_dreams, row, true);
}

void ListenPanel::hear(ProbeModel& model, int row, bool startsAnew)
{
    m_heard = &model;
    m_heardRow = row;
    const QString sound = model.soundPath(row);
    const QString original = model.originalPath(row);
    const bool isOriginal = &model == m_probes && m_hearsOriginal;
    const QString path = isOriginal ? original : sound;
    if (path.isEmpty()) {
        return;
    }
    const auto lufsOf = [this](const QString& file) {
        const ProbeWave* wave = m_feed->wave(file);
        return wave == nullptr ? kSilentLufs : wave->lufs;
    };
    const Matched level = matched(lufsOf(path), lufsOf(isOriginal ? sound : original));
    mix::PlaybackLane lane {std::filesystem::path(path.toStdU16String())};
    lane.gain = level.gain;
    PlayItem item;
    item.title = model.name(row);
    item.lanes = {lane};
    item.lufs = level.lufs;
    item.category = model.category();
    item.source = isOriginal ? Source::Original : Source::Generated;
    item.facts = isOriginal  ? tr("original")
        : &model == m_dreams ? tr("random dream · epoch %1").arg(model.epoch())
                             : tr("reconstruction · epoch %1").arg(model.epoch());
    Player& player = *m_context.player;
    const double at = player.positionS();
    if (!startsAnew && player.exchange(item)) {
        player.seek(at); // from here, and not after what was read ahead
        return;
    }
    player.open(item);
    player.play(0.0);
}

void ListenPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_key->setVisible(width() >= dp(560));
}

void ListenPanel::retranslate()
{
    setAccessibleName(tr("Listen by epoch"));
    m_title->setTextStyle(TextStyle::Strong, QFont::DemiBold);
    m_title->setFullText(tr("Listen by epoch"));
    m_facts->setFullText(tr("8 probes, level-matched"));
    m_ab->setAccessibleName(tr("What is heard"));
    m_ab->setSegmentText(QStringLiteral("original"), tr("Original"));
    m_ab->setSegmentText(QStringLiteral("reconstruction"), tr("Reconstruction"));
    m_key->setKeys(tr("Tab"));
    m_key->setToolTip(tr("On the sounds, Tab flips; Shift+Tab leaves them"));
    m_slider->setAccessibleName(tr("Epoch"));
    m_slider->setToolTip(tr("Moves all sounds to how they were after this epoch"));
    m_tiles->setAccessibleName(tr("Probes"));
    m_tiles->setAccessibleDescription(
        tr("Up and down choose, Space plays, left and right change the epoch, Tab flips between "
           "original and reconstruction, Shift and Tab leave."));
    m_probes->retranslate();
    m_dreams->retranslate();
    showEpoch();
}

void ListenPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void ListenPanel::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, 0, width(), 1), theme.well);
}

} // namespace nde::ui
