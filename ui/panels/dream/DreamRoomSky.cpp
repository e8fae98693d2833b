#include "core/services/LibraryService.h"
#include "core/services/PeakService.h"
#include "core/services/Settings.h"
#include "ui/SelectionBus.h"
#include "ui/models/DreamText.h"
#include "ui/models/FileDrag.h"
#include "ui/models/SoundVerbs.h"
#include "ui/models/TrayModel.h"
#include "ui/panels/dream/AxesPanel.h"
#include "ui/panels/dream/DreamHead.h"
#include "ui/panels/dream/DreamRoom.h"
#include "ui/panels/dream/DreamVoice.h"
#include "ui/panels/dream/MorphPanel.h"
#include "ui/panels/dream/TrayPanel.h"
#include "ui/plot/WaveformPainter.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QDrag>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <utility>

/// Travelling the sky: what the pointer is over, what is heard, the axes.
namespace nde::ui {

namespace {

constexpr int kCardColumns = 96;
constexpr double kSamePlace = 4.0; ///< pixels from where was decoded

} // namespace

void DreamRoom::connectSky()
{
    connect(m_view, &SkyView::picked, this, &DreamRoom::onPicked);
    connect(m_view, &SkyView::chosen, this, &DreamRoom::onChosen);
    connect(m_view, &SkyView::heard, this, &DreamRoom::onHeard);
    connect(m_view, &SkyView::hearingEnded, this, [this] { m_scrubbed.reset(); });
    connect(m_view, &SkyView::anchorRequested, this,
            [this](const SkyPick& pick) { addAnchor(spotOf(pick)); });
    connect(m_view, &SkyView::slotRequested, this,
            [this](QChar slot, const SkyPick& pick) { setSlot(slot, spotOf(pick)); });
    connect(m_view, &SkyView::moreRequested, this,
            [this](const SkyPick& pick) { moreLike(spotOf(pick)); });
    connect(m_view, &SkyView::menuRequested, this, &DreamRoom::openMenu);
    connect(m_view, &SkyView::dragRequested, this, &DreamRoom::startDrag);
    connect(m_view, &SkyView::pathDrawn, this, [this](const QPolygonF& places) {
        onPathDrawn(places);
        setMode(nn::DreamMode::Interpolated);
    });
    connect(m_view, &SkyView::lassoed, this, &DreamRoom::onLassoed);
    connect(m_view, &SkyView::toolLeft, this, [this] {
        m_view->setTool(SkyTool::Hear);
        m_head->setTool(SkyTool::Hear);
    });
    connect(m_view, &SkyView::clearRequested, this, &DreamRoom::clearAnchors);
    connect(m_view, &SkyView::filesDropped, this, &DreamRoom::dropFiles);
    connect(m_scrub, &QTimer::timeout, this, [this] {
        if (const auto waiting = std::exchange(m_scrubbed, std::nullopt)) {
            hearLatent(m_sky->latentAt(waiting->place), tr("Here"), true);
        } else {
            m_scrub->stop();
        }
    });
    connect(m_context.peaks, &services::PeakService::ready, this, [this] { showWaves(); });
    connect(m_context.peaks, &services::PeakService::fileReady, this, [this](const QString& path) {
        m_tray->peaksChanged(path);
        showWaves();
    });
    connect(m_context.peaks, &services::PeakService::thumbnailReady, this, [this](StemId id) {
        const SkyPick& pick = m_view->pick();
        if (m_sky && pick.point >= 0
            && m_sky->points[static_cast<std::size_t>(pick.point)].id == id) {
            onPicked(pick);
        }
    });
}

// The card says what lies there and what a click does.
void DreamRoom::onPicked(const SkyPick& pick)
{
    if (m_sky) {
        m_view->setCard(pick.mark >= 0        ? cardOfMark(pick)
                            : pick.point >= 0 ? cardOfSound(pick.point)
                                              : cardOfPlace(pick));
    }
}

SkyCard DreamRoom::cardOfMark(const SkyPick& pick)
{
    SkyCard card;
    const SkyMark& mark = m_view->marks()[static_cast<std::size_t>(pick.mark)];
    const DreamSpot spot = spotOf(pick);
    card.title = spot.name;
    card.tint = spot.category && spot.stem != 0 ? Theme::current().category(*spot.category)
                                                : Theme::current().accent;
    card.line = mark.kind == SkyMark::Kind::Guest ? tr("from outside the library") : tr("anchor");
    const int row = mark.kind == SkyMark::Kind::Dream ? m_tray->rowOf(mark.id) : -1;
    if (row >= 0) {
        const services::TrayItem& item = m_tray->item(row);
        const QString warning = dreamWarning(item.facts);
        card.isWarning = !warning.isEmpty();
        card.line = card.isWarning ? warning : tr("waits in the tray");
        card.wave = wholeColumns(m_context.peaks->requestFile(item.path), kCardColumns);
    }
    return card;
}

SkyCard DreamRoom::cardOfSound(int point)
{
    SkyCard card;
    const services::SkyPoint& sound = m_sky->points[static_cast<std::size_t>(point)];
    card.title = sound.name;
    card.line = categoryText(sound.category) + QStringLiteral(" · ")
        + (sound.isTraining           ? tr("the model learned from it")
               : sound.latent.empty() ? tr("the model cannot place it well")
                                      : tr("new to the model"));
    card.tint = Theme::current().category(sound.category);
    if (const auto thumbnail = m_context.peaks->thumbnail(sound.id)) {
        card.wave = *thumbnail;
    }
    return card;
}

SkyCard DreamRoom::cardOfPlace(const SkyPick& pick)
{
    const QPointF away = m_view->here()
        ? m_view->window().pixel(*m_view->here()) - m_view->window().pixel(pick.place)
        : QPointF();
    const bool isHeard
        = m_view->here() && m_lastPlace.audio && std::hypot(away.x(), away.y()) < dpF(kSamePlace);
    const StemRow* near
        = isHeard ? rowById(m_context.library->rows(), m_lastPlace.nearest) : nullptr;
    const QString name = near != nullptr ? QString::fromStdString(near->name)
        : pick.nearest >= 0 ? m_sky->points[static_cast<std::size_t>(pick.nearest)].name
                            : QString();
    SkyCard card;
    const double confidence = isHeard ? m_lastPlace.confidence : pick.confidence;
    card.title = isHeard ? tr("Here, decoded") : tr("Click decodes this place");
    card.line = confidenceText(confidence)
        + (name.isEmpty() ? QString() : QStringLiteral(" · ") + nearText(name));
    card.isWarning = confidence < kLeastConfidence;
    card.tint = Theme::current().accent;
    if (isHeard) {
        card.wave = m_lastWave;
    }
    return card;
}

void DreamRoom::onChosen(const SkyPick& pick)
{
    if (pick.mark >= 0) {
        const SkyMark& mark = m_view->marks()[static_cast<std::size_t>(pick.mark)];
        if (mark.kind == SkyMark::Kind::Dream) {
            m_trayPanel->list().choose(m_tray->rowOf(mark.id));
        }
        hearSpot(spotOf(pick));
    } else {
        choose(spotOf(pick));
    }
}

void DreamRoom::choose(const DreamSpot& spot)
{
    setCentre(spot);
    if (spot.stem != 0) {
        m_context.selection->select(spot.stem, {spot.stem}, true);
        m_files->prefetch({spot.stem});
    } else if (!spot.file.isEmpty()) {
        hearSpot(spot);
    } else {
        hearLatent(spot.latent, tr("Here"), false);
    }
}

void DreamRoom::onHeard(const SkyPick& pick)
{
    if (!m_sky) {
        return;
    }
    if (pick.nearest >= 0) {
        m_scrubbed.reset();
        m_voice->playStem(m_sky->points[static_cast<std::size_t>(pick.nearest)].id);
        return;
    }
    m_scrubbed = pick;
    if (!m_scrub->isActive()) {
        hearLatent(m_sky->latentAt(pick.place), tr("Here"), true);
        m_scrubbed.reset();
        m_scrub->start();
    }
}

void DreamRoom::hearLatent(const std::vector<float>& latent, const QString& title, bool leavesTrail)
{
    if (!m_sky || latent.empty()) {
        return;
    }
    m_base = latent;
    m_baseTitle = title;
    const quint64 ticket
        = m_desk->decode(movedLatent(latent, m_sky->axes, offsets()), m_setup.seed);
    m_hearing.insert(ticket, {title, leavesTrail});
}

void DreamRoom::hearMoved()
{
    if (m_context.settings->autoPlay()) {
        hearLatent(std::exchange(m_base, {}), m_baseTitle, true);
    }
}

void DreamRoom::onDecoded(const services::DreamtPlace& place)
{
    const auto found = m_hearing.constFind(place.ticket);
    if (found == m_hearing.cend() || !m_sky) {
        return; // of a sky that is gone
    }
    const Hearing hearing = *found;
    m_hearing.removeIf([&](const auto& one) { return one.key() <= place.ticket; });
    m_lastPlace = place;
    m_lastWave.clear();
    if (place.audio) {
        m_lastWave = wholeColumns(std::make_shared<const audio::PeakPyramid>(
                                      audio::PeakPyramid::fromBuffer(*place.audio)),
                                  kCardColumns);
    }
    m_decodedMs = place.elapsedMs;
    m_view->setHere(m_sky->place(place.latent), hearing.leavesTrail);
    VoiceWords words;
    words.title = hearing.title;
    words.category = m_setup.category;
    words.facts = QStringLiteral("%1 · %2").arg(dreamModelName(m_sky->model),
                                                confidenceText(place.confidence));
    m_voice->playPlace(place, words);
    onPicked(m_view->pick());
    showNote();
}

void DreamRoom::hearSpot(const DreamSpot& spot)
{
    if (spot.stem != 0) {
        m_voice->playStem(spot.stem);
    } else if (!spot.file.isEmpty()) {
        m_voice->playFile(spot.file, {spot.name, spot.category, {}},
                          spot.category ? Source::Original : Source::Generated);
    } else if (!spot.latent.empty()) {
        hearLatent(spot.latent, spot.name, false);
    }
    if (m_sky && !spot.latent.empty()) {
        m_view->setHere(m_sky->place(spot.latent), false);
    }
}

std::vector<float> DreamRoom::morphLatent(double share) const
{
    std::vector<std::vector<float>> stops = m_setup.path;
    if (stops.size() < 2) {
        stops = {m_setup.a.latent};
        for (const DreamSpot& spot : m_setup.between) {
            stops.push_back(spot.latent);
        }
        stops.push_back(m_setup.b.latent);
    }
    const double at = std::clamp(share, 0.0, 1.0) * static_cast<double>(stops.size() - 1);
    const std::size_t from = std::min(static_cast<std::size_t>(at), stops.size() - 2);
    return mixedLatent(stops[from], stops[from + 1], at - static_cast<double>(from));
}

void DreamRoom::hearMorph()
{
    hearLatent(morphLatent(m_setup.morph),
               m_setup.path.size() >= 2 ? tr("On the path") : tr("Between A and B"), true);
}

std::vector<double> DreamRoom::offsets() const
{
    std::vector<double> all = m_setup.axes;
    all.resize(std::max(all.size(), m_steered.size()));
    for (std::size_t i = 0; i < m_steered.size(); ++i) {
        all[i] += m_steered[i];
    }
    return all;
}

void DreamRoom::setSweeping(bool on)
{
    if (on == m_sweep->isActive()) {
        m_morph->setSweeping(on);
        return;
    }
    m_morph->setSweeping(on);
    if (on) {
        m_sweepStep = 0;
        qApp->installEventFilter(this);
        sweepOn();
        m_sweep->start();
    } else {
        m_sweep->stop();
        qApp->removeEventFilter(this);
    }
}

void DreamRoom::sweepOn()
{
    const int steps = std::max(2, m_setup.count);
    m_setup.morph = static_cast<double>(m_sweepStep) / (steps - 1);
    m_sweepStep = (m_sweepStep + 1) % steps;
    m_morph->setMorph(m_setup.morph);
    hearMorph();
}

void DreamRoom::onPathDrawn(const QPolygonF& places)
{
    if (!m_sky) {
        return;
    }
    m_path = places;
    m_setup.path.clear();
    for (const QPointF& place : alongPath(places, std::max(2, m_setup.count))) {
        m_setup.path.push_back(m_sky->latentAt(place));
    }
    showSetup();
    showMarks();
}

void DreamRoom::steer(const QString& text)
{
    m_setup.text = text;
    const services::DreamDesk::TextSteer steered = m_sky && !text.trimmed().isEmpty()
        ? m_desk->steer(text)
        : services::DreamDesk::TextSteer {};
    const bool isMoved = steered.axes != m_steered;
    m_steered = steered.axes;
    m_head->setMoves(m_sky ? axisMovesText(m_sky->axes, m_steered) : QString(),
                     unknownWordsText(steered.unknownWords));
    if (isMoved && m_sky) {
        m_rest->start();
    }
}

void DreamRoom::rollAxes()
{
    if (!m_sky || m_sky->axes.empty()) {
        return;
    }
    m_setup.seed = nextSeed(m_setup.seed);
    m_setup.axes = rolledAxes(m_sky->axes.size(), m_setup.seed);
    showSetup();
    hearMoved();
}

void DreamRoom::resetAxes()
{
    m_setup.axes.assign(m_setup.axes.size(), 0.0);
    showSetup();
    hearMoved();
}

void DreamRoom::openMenu(const SkyPick& pick, const QPoint& global)
{
    const DreamSpot spot = spotOf(pick);
    if (spot.isEmpty()) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("dream_menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [menu, this](const char* iconName, const QString& text, auto run) {
        QAction* action = menu->addAction(icon(QLatin1String(iconName)), text);
        connect(action, &QAction::triggered, this, run);
    };
    add("play", tr("Hear"), [this, spot] { choose(spot); });
    add("dream", tr("More like this") + QStringLiteral("\tV"), [this, spot] { moreLike(spot); });
    menu->addSeparator();
    add("drop", tr("To end A") + QStringLiteral("\tA"), [this, spot] { setSlot(u'A', spot); });
    add("drop", tr("To end B") + QStringLiteral("\tB"), [this, spot] { setSlot(u'B', spot); });
    add("plus", tr("Lead the morph through here"), [this, spot] { addAnchor(spot); });
    if (spot.stem != 0) {
        menu->addSeparator();
        add("library", tr("Show in the library"),
            [this, spot] { m_context.selection->showInLibrary({spot.stem}, spot.name); });
    }
    if (!m_setup.a.isEmpty() || !m_setup.b.isEmpty() || !m_path.isEmpty()) {
        menu->addSeparator();
        add("close", tr("Remove ends, anchors and path"), [this] { clearAnchors(); });
    }
    menu->popup(global);
}

} // namespace nde::ui
