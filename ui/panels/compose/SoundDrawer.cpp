#include "ui/panels/compose/SoundDrawer.h"

#include "core/music/Roles.h"
#include "core/services/LibraryFilter.h"
#include "core/services/LibraryService.h"
#include "core/services/PeakService.h"
#include "core/services/TrackMaterial.h"
#include "ui/SelectionBus.h"
#include "ui/models/FileDrag.h"
#include "ui/models/SearchText.h"
#include "ui/panels/compose/DrawerModel.h"
#include "ui/playback/Player.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/SearchField.h"

#include <QApplication>
#include <QDrag>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr int kRestMs = 120;
constexpr std::size_t kMostRows = 2000; ///< more are not looked through by hand

} // namespace

SoundDrawer::SoundDrawer(const StudioContext& context, FileDrag& files, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_files(files)
    , m_search(new SearchField(this))
    , m_fits(new Chip(QString(), this))
    , m_dreamed(new Chip(QString(), this))
    , m_model(new DrawerModel(this))
    , m_list(new QListView(this))
    , m_rest(new QTimer(this))
{
    setObjectName(QStringLiteral("drawer"));
    m_search->setObjectName(QStringLiteral("drawer_search"));
    m_fits->setObjectName(QStringLiteral("drawer_fits"));
    m_dreamed->setObjectName(QStringLiteral("drawer_dreamed"));
    m_list->setObjectName(QStringLiteral("drawer_list"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new DrawerDelegate(
        *m_model, [peaks = context.peaks](StemId id) { return peaks->thumbnail(id); }, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->viewport()->installEventFilter(this);
    m_list->installEventFilter(this);
    m_rest->setSingleShot(true);
    m_rest->setInterval(kRestMs);
    auto* chips = new QHBoxLayout;
    chips->setSpacing(dp(4));
    for (Chip* chip : {m_fits, m_dreamed}) {
        chip->setCheckable(true);
        chips->addWidget(chip);
        connect(chip, &QAbstractButton::toggled, this, &SoundDrawer::refresh);
    }
    chips->addStretch(1);
    m_fits->setChecked(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(dp(10), dp(10), dp(6), dp(6));
    column->setSpacing(dp(8));
    column->addWidget(m_search);
    column->addLayout(chips);
    column->addWidget(m_list, 1);
    connect(m_search, &QLineEdit::textChanged, m_rest, qOverload<>(&QTimer::start));
    connect(m_rest, &QTimer::timeout, this, &SoundDrawer::refresh);
    const auto later = [this] { m_rest->start(); };
    connect(context.library, &services::LibraryService::loaded, this, later);
    connect(context.library, &services::LibraryService::rowsChanged, this, later);
    connect(context.peaks, &services::PeakService::thumbnailReady, m_model, &DrawerModel::touch);
    connect(m_list, &QListView::activated, this, [this](const QModelIndex& index) {
        if (const StemRow* found = m_model->at(index.row())) {
            Q_EMIT useRequested(found->id);
        }
    });
    retranslate();
    refresh();
}

const StemRow* SoundDrawer::row(StemId id) const
{
    const auto& rows = m_context.library->rows();
    const auto found
        = std::lower_bound(rows.begin(), rows.end(), id,
                           [](const StemRow& one, StemId wanted) { return one.id < wanted; });
    return found != rows.end() && found->id == id ? &*found : nullptr;
}

bool SoundDrawer::isMissing(StemId id) const
{
    const StemRow* found = row(id);
    return m_context.library->isLoaded() && (found == nullptr || found->isMissing);
}

Category SoundDrawer::categoryOf(StemId id) const
{
    const StemRow* found = row(id);
    return found != nullptr ? found->category : Category::Other;
}

void SoundDrawer::setRole(const std::string& role)
{
    if (m_role != role) {
        m_role = role;
        m_rest->start();
    }
}

void SoundDrawer::refresh()
{
    const std::vector<StemRow>& all = m_context.library->rows();
    const music::Role* role = m_fits->isChecked() ? music::roleOf(m_role) : nullptr;
    const services::FilterResult found = services::applyFilter(
        all, parseSearchText(m_search->text()), services::SortColumn::Quality, true);
    std::vector<StemRow> rows;
    for (const std::uint32_t at : found.order) {
        const StemRow& one = all[at];
        const bool isOut = !services::isTrackMaterial(one)
            || (role != nullptr && role->fit(one.category) <= 0.0)
            || (m_dreamed->isChecked() && one.source != Source::Generated);
        if (!isOut && rows.size() < kMostRows) {
            rows.push_back(one);
        }
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const StemRow& a, const StemRow& b) { return a.category < b.category; });
    m_model->setRows(std::move(rows));
}

// Hearing a sound would end the playing track: then it is only chosen.
void SoundDrawer::hear(int at)
{
    if (const StemRow* found = m_model->at(at)) {
        m_files.prefetch({found->id});
        m_context.selection->select(found->id, {found->id}, !m_context.player->isPlaying());
    }
}

void SoundDrawer::startDrag(int at)
{
    const StemRow* found = m_model->at(at);
    if (found == nullptr) {
        return;
    }
    auto mime = m_files.mimeData({found->id});
    if (!mime) { // its file is not known yet: the room knows the sound all the same
        mime = std::make_unique<QMimeData>();
        mime->setData(QLatin1String(FileDrag::kSoundMime), QByteArray::number(found->id));
    }
    auto* drag = new QDrag(m_list);
    drag->setMimeData(mime.release());
    drag->exec(Qt::CopyAction);
}

bool SoundDrawer::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_list && event->type() == QEvent::KeyRelease) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (!key->isAutoRepeat() && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down)) {
            hear(m_list->currentIndex().row());
        }
    } else if (watched == m_list->viewport() && event->type() == QEvent::MouseButtonPress) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        m_pressedAt = mouse->pos();
        m_pressed = mouse->button() == Qt::LeftButton ? m_list->indexAt(mouse->pos()).row() : -1;
        if (const StemRow* found = m_model->at(m_pressed)) {
            m_files.prefetch({found->id});
        }
    } else if (watched == m_list->viewport() && event->type() == QEvent::MouseMove
               && m_pressed >= 0) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const bool isFar
            = (mouse->pos() - m_pressedAt).manhattanLength() >= QApplication::startDragDistance();
        if ((mouse->buttons() & Qt::LeftButton) != 0 && isFar) {
            startDrag(std::exchange(m_pressed, -1));
        }
    } else if (watched == m_list->viewport() && event->type() == QEvent::MouseButtonRelease
               && m_pressed >= 0) {
        hear(std::exchange(m_pressed, -1));
    }
    return QWidget::eventFilter(watched, event);
}

void SoundDrawer::retranslate()
{
    setAccessibleName(tr("Sounds"));
    m_search->setPlaceholderText(tr("Search sounds"));
    m_search->setAccessibleName(tr("Search sounds"));
    m_list->setAccessibleName(tr("Sounds of the library"));
    m_fits->setText(tr("fits here"));
    m_fits->setAccessibleName(tr("Only what fits the lane"));
    m_fits->setToolTip(tr("Only what fits the lane that is chosen"));
    m_dreamed->setText(tr("dreamed"));
    m_dreamed->setAccessibleName(tr("Only dreamed sounds"));
}

void SoundDrawer::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void SoundDrawer::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().panel);
}

} // namespace nde::ui
