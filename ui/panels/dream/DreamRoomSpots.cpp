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

/// Sounds and places that dreams start from: where they come from and where they are marked.
namespace nde::ui {

namespace {

constexpr int kSlotColumns = 220;
constexpr std::size_t kMostGuests = 12;

} // namespace

DreamSpot DreamRoom::spotOfStem(StemId id) const
{
    DreamSpot spot;
    spot.stem = id;
    if (m_sky) {
        const auto& points = m_sky->points;
        const auto found = std::find_if(points.begin(), points.end(),
                                        [id](const auto& one) { return one.id == id; });
        if (found != points.end()) {
            spot.latent = found->latent;
            spot.name = found->name;
            spot.category = found->category;
            return spot;
        }
    }
    if (const StemRow* row = rowById(m_context.library->rows(), id)) {
        spot.name = QString::fromStdString(row->name);
        spot.category = row->category;
    }
    return spot;
}

DreamSpot DreamRoom::spotOfItem(int row) const
{
    const services::TrayItem& item = m_tray->item(row);
    DreamSpot spot;
    spot.file = item.path;
    spot.name = item.name;
    const auto size = m_sky ? m_sky->mean.size() : 0;
    if (item.facts.latent.size() >= size) { // of a layer hybrid the second model's follows
        spot.latent.assign(item.facts.latent.begin(),
                           item.facts.latent.begin() + static_cast<std::ptrdiff_t>(size));
    }
    return spot;
}

// What was dragged from here keeps what is known of it.
DreamSpot DreamRoom::spotOfFile(const QString& path) const
{
    for (int row = 0; row < m_tray->rowCount(); ++row) {
        if (m_tray->item(row).path == path) {
            return spotOfItem(row);
        }
    }
    if (!m_dragged.isEmpty() && (m_dragged.file == path || m_dragged.file.isEmpty())) {
        return m_dragged;
    }
    DreamSpot spot;
    spot.file = path;
    spot.name = QFileInfo(path).completeBaseName();
    spot.category = Category::Unclear;
    return spot;
}

DreamSpot DreamRoom::spotOf(const SkyPick& pick) const
{
    if (!m_sky) {
        return {};
    }
    if (pick.mark >= 0) {
        const SkyMark& mark = m_view->marks()[static_cast<std::size_t>(pick.mark)];
        const auto at = static_cast<std::size_t>(mark.id);
        switch (mark.kind) {
        case SkyMark::Kind::A:
            return m_setup.a;
        case SkyMark::Kind::B:
            return m_setup.b;
        case SkyMark::Kind::Anchor:
            return at < m_setup.between.size() ? m_setup.between[at] : DreamSpot {};
        case SkyMark::Kind::Guest:
            return at < m_guests.size() ? m_guests[at] : DreamSpot {};
        case SkyMark::Kind::Dream:
            return m_tray->rowOf(mark.id) < 0 ? DreamSpot {} : spotOfItem(m_tray->rowOf(mark.id));
        }
    }
    if (pick.point >= 0) {
        return spotOfStem(m_sky->points[static_cast<std::size_t>(pick.point)].id);
    }
    DreamSpot spot;
    spot.latent = m_sky->latentAt(pick.place);
    spot.name = pick.nearest < 0
        ? tr("a place")
        : nearText(m_sky->points[static_cast<std::size_t>(pick.nearest)].name);
    return spot;
}

void DreamRoom::place(const DreamSpot& spot, Placing::Use use)
{
    if (!m_sky || !spot.latent.empty()) {
        return;
    }
    const quint64 ticket = spot.stem != 0 ? m_desk->encode(spot.stem) : m_desk->encode(spot.file);
    m_placing.insert(ticket, {use, spot});
}

void DreamRoom::onPlaced(quint64 ticket, const std::vector<float>& latent)
{
    const auto found = m_placing.constFind(ticket);
    if (found == m_placing.cend() || !m_sky) {
        return;
    }
    Placing placing = *found;
    m_placing.erase(found);
    placing.spot.latent = latent;
    const auto isSame = [&placing](const DreamSpot& other) {
        return other.stem == placing.spot.stem && other.file == placing.spot.file;
    };
    switch (placing.use) {
    case Placing::Use::A:
        m_setup.a = isSame(m_setup.a) ? placing.spot : m_setup.a;
        break;
    case Placing::Use::B:
        m_setup.b = isSame(m_setup.b) ? placing.spot : m_setup.b;
        break;
    case Placing::Use::Guest:
        m_guests.push_back(placing.spot);
        if (m_guests.size() > kMostGuests) {
            m_guests.erase(m_guests.begin());
        }
        [[fallthrough]];
    case Placing::Use::Centre:
        m_setup.centre = placing.spot;
        m_base = latent;
        m_baseTitle = placing.spot.name;
        m_view->setHere(m_sky->place(latent), false);
        break;
    }
    showSetup();
    showMarks();
}

void DreamRoom::setSlot(QChar slot, const DreamSpot& spot)
{
    (slot == u'A' ? m_setup.a : m_setup.b) = spot;
    if (!spot.isEmpty()) {
        place(spot, slot == u'A' ? Placing::Use::A : Placing::Use::B);
        m_setup.path.clear(); // the ends lead now, not what was drawn
        m_path.clear();
    }
    const bool hasEnds = !m_setup.a.isEmpty() && !m_setup.b.isEmpty();
    const bool usesEnds
        = m_setup.mode != nn::DreamMode::Random && m_setup.mode != nn::DreamMode::Variation;
    setMode(hasEnds && !usesEnds ? nn::DreamMode::Interpolated : m_setup.mode);
    showWaves();
}

void DreamRoom::setCentre(const DreamSpot& spot)
{
    m_setup.centre = spot;
    if (!spot.latent.empty()) {
        m_base = spot.latent;
        m_baseTitle = spot.name;
        m_view->setHere(m_sky->place(spot.latent), false);
    } else {
        place(spot, Placing::Use::Centre);
    }
    showSetup();
}

void DreamRoom::addAnchor(const DreamSpot& spot)
{
    if (spot.isEmpty()) {
        return;
    }
    if (m_setup.a.isEmpty()) {
        setSlot(QLatin1Char('A'), spot);
    } else if (m_setup.b.isEmpty()) {
        setSlot(QLatin1Char('B'), spot);
    } else { // the line goes on: what was its end becomes a step
        const bool isPlaced = !m_setup.b.latent.empty();
        if (isPlaced) {
            m_setup.between.push_back(m_setup.b);
        }
        setSlot(QLatin1Char('B'), spot);
    }
}

void DreamRoom::clearAnchors()
{
    m_setup.between.clear();
    m_setup.path.clear();
    m_path.clear();
    m_setup.a = m_setup.b = {};
    setSweeping(false);
    showSetup();
    showMarks();
    showWaves();
}

void DreamRoom::dreamLike(StemId id)
{
    const StemRow* row = rowById(m_context.library->rows(), id);
    if (row == nullptr) {
        return;
    }
    const auto& models = m_desk->models();
    const auto fitting = std::find_if(models.begin(), models.end(), [row](const auto& one) {
        return one.category == row->category && !one.isLong;
    });
    const bool isOther = fitting != models.end() && m_setup.category != row->category;
    if (!m_sky || isOther) {
        m_likeNext = id;
        if (fitting != models.end()) {
            openModel(fitting->path);
        }
        return;
    }
    setCentre(spotOfStem(id));
    setMode(nn::DreamMode::Variation);
    m_view->setSelected(id);
    if (m_setup.category != row->category) {
        m_context.selection->showMessage(
            tr("No model has learned sounds of the category %1: %2 places it as well as it can.")
                .arg(categoryText(row->category), dreamModelName(m_sky->model)));
    }
}

void DreamRoom::showMarks()
{
    std::vector<SkyMark> marks;
    if (!m_sky) {
        m_view->setMarks(marks);
        m_view->setPath({}, 0);
        return;
    }
    const auto add = [&](SkyMark::Kind kind, const DreamSpot& spot, qint64 id, bool isCurrent) {
        if (spot.latent.size() == m_sky->mean.size()) {
            marks.push_back({kind, m_sky->place(spot.latent), spot.name, id, isCurrent});
        }
    };
    for (int row = 0; row < m_tray->rowCount(); ++row) {
        if (m_tray->item(row).modelPath == m_setup.model) {
            add(SkyMark::Kind::Dream, spotOfItem(row), m_tray->item(row).id,
                row == m_trayPanel->list().currentRow());
        }
    }
    for (std::size_t i = 0; i < m_guests.size(); ++i) {
        add(SkyMark::Kind::Guest, m_guests[i], static_cast<qint64>(i), false);
    }
    QPolygonF line;
    if (m_path.size() >= 2) {
        line = m_path;
    } else {
        add(SkyMark::Kind::A, m_setup.a, 0, false);
        for (std::size_t i = 0; i < m_setup.between.size(); ++i) {
            add(SkyMark::Kind::Anchor, m_setup.between[i], static_cast<qint64>(i), false);
        }
        add(SkyMark::Kind::B, m_setup.b, 0, false);
        if (!m_setup.a.latent.empty() && !m_setup.b.latent.empty()
            && m_setup.mode == nn::DreamMode::Interpolated) {
            line.push_back(m_sky->place(m_setup.a.latent));
            for (const DreamSpot& spot : m_setup.between) {
                line.push_back(m_sky->place(spot.latent));
            }
            line.push_back(m_sky->place(m_setup.b.latent));
        }
    }
    m_view->setMarks(std::move(marks));
    m_view->setPath(line, m_setup.count);
}

void DreamRoom::showWaves()
{
    const auto columns = [this](const DreamSpot& spot) {
        return spot.stem != 0 ? wholeColumns(m_context.peaks->request(spot.stem), kSlotColumns)
            : !spot.file.isEmpty()
            ? wholeColumns(m_context.peaks->requestFile(spot.file), kSlotColumns)
            : m_lastPlace.latent == spot.latent ? m_lastWave
                                                : std::vector<audio::PeakColumn> {};
    };
    m_morph->setWaves(columns(m_setup.a), columns(m_setup.b));
}

// A file for other programs; for a slot of this room all that is known of it.
void DreamRoom::startDrag(const SkyPick& pick)
{
    m_dragged = spotOf(pick);
    std::unique_ptr<QMimeData> mime;
    if (m_dragged.stem != 0) {
        m_files->prefetch({m_dragged.stem});
        mime = m_files->mimeData({m_dragged.stem});
        m_dragged.file = m_files->paths({m_dragged.stem}).value(0);
    } else if (!m_dragged.file.isEmpty()) {
        mime = std::make_unique<QMimeData>();
        mime->setUrls({QUrl::fromLocalFile(m_dragged.file)});
    }
    if (!mime) {
        return;
    }
    auto* drag = new QDrag(m_view);
    drag->setMimeData(mime.release());
    drag->setPixmap(m_dragged.category
                        ? categoryPixmap(*m_dragged.category, dp(16), devicePixelRatioF())
                        : sourcePixmap(Source::Generated, dp(16), devicePixelRatioF()));
    drag->exec(Qt::CopyAction);
    m_dragged = {};
}

// Where a sound lies the model decides, not the place it was dropped on.
void DreamRoom::dropFiles(const QStringList& paths)
{
    for (const QString& path : paths.mid(0, static_cast<qsizetype>(kMostGuests))) {
        const DreamSpot spot = spotOfFile(path);
        if (spot.latent.empty()) {
            place(spot, Placing::Use::Guest);
        } else {
            hearSpot(spot);
        }
    }
}

} // namespace nde::ui
