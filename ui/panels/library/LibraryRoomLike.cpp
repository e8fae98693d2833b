#include "core/services/ClapService.h"
#include "core/services/LibraryService.h"
#include "core/services/SearchService.h"
#include "ui/SelectionBus.h"
#include "ui/models/JobText.h"
#include "ui/models/SoundSearch.h"
#include "ui/models/StemTableModel.h"
#include "ui/panels/FileChooser.h"
#include "ui/panels/library/EmptyLibrary.h"
#include "ui/panels/library/LibraryRoom.h"
#include "ui/panels/library/LikeBar.h"
#include "ui/panels/library/NeighbourStrip.h"
#include "ui/panels/library/SearchBar.h"
#include "ui/panels/library/SoundActions.h"
#include "ui/plot/SoundDrop.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/IconButton.h"

#include <QDropEvent>
#include <QFileInfo>
#include <QTimer>

#include <algorithm>

/// The half of LibraryRoom about what sounds alike, and about what nearly fits.
namespace nde::ui {

namespace {

constexpr std::size_t kMostRowsForOffers = 10'000;

services::ClapService* clapOf(const StudioContext& context)
{
    return context.search == nullptr ? nullptr : context.search->clap();
}

} // namespace

void LibraryRoom::connectLike()
{
    connect(m_search, &SoundSearch::neighboursChanged, this, [this] {
        const StemRow* row = m_model->stem(m_search->neighboursOf());
        m_neighbours->setNeighbours(row != nullptr ? QString::fromStdString(row->name) : QString(),
                                    m_search->neighbours());
    });
    connect(m_search, &SoundSearch::failed, this, [this](const Error& error) {
        m_context.selection->showMessage(errorSentence(errorCodeId(error.code)));
    });
    if (services::ClapService* clap = clapOf(m_context)) {
        connect(clap, &services::ClapService::changed, this, &LibraryRoom::showVoice);
        connect(clap, &services::ClapService::heardMore, this, [this, clap] {
            if (clap->state().job == 0) { // not while it listens: rows would jump
                m_search->askAgain();
            }
        });
    }
    connect(m_neighbours, &NeighbourStrip::chosen, this, &LibraryRoom::hear);
    connect(m_neighbours, &NeighbourStrip::likeRequested, this,
            [this] { showLike(m_search->neighboursOf()); });
    connect(m_actions, &SoundActions::likeRequested, this, &LibraryRoom::showLike);
    connect(m_like, &LikeBar::cleared, this, &LibraryRoom::clearLike);
    connect(m_bar, &SearchBar::likeTravelled, this, &LibraryRoom::showCompared);
    connect(m_like, &LikeBar::aspectsChanged, m_aspects, QOverload<>::of(&QTimer::start));
    connect(m_aspects, &QTimer::timeout, this, [this] {
        services::LikeSound like = m_search->like();
        if (like.isAsked()) {
            like.aspects = m_like->aspects();
            m_search->setLike(like);
        }
    });
    connect(m_likeFile, &QAbstractButton::clicked, this, [this] {
        chooseAudioFiles(this, tr("Find what sounds like a file"),
                         [this](const QStringList& paths) {
                             if (!paths.isEmpty()) {
                                 showLikeFile(paths.front());
                             }
                         });
    });
}

/// Who ranked: the built-in search alone, CLAP with it, or what CLAP is busy with.
void LibraryRoom::showVoice()
{
    using Kind = services::ClapState::Kind;
    const services::ClapState state
        = clapOf(m_context) == nullptr ? services::ClapState {} : clapOf(m_context)->state();
    const QString model = m_search->clapModel();
    m_bar->setVoice(
        !model.isEmpty() ? tr("with CLAP (%1)").arg(model)
            : state.job != 0
            ? tr("CLAP: %1 of %2 heard").arg(formatCount(state.heard), formatCount(state.sounds))
            : state.kind == Kind::Broken ? tr("without CLAP: the model is broken")
                                         : QString());
}

void LibraryRoom::showLike(StemId id)
{
    const StemRow* row = m_model->stem(id);
    if (row == nullptr || m_context.search == nullptr) {
        return;
    }
    services::LikeSound like;
    like.id = id;
    compareWith(like, QString::fromStdString(row->name));
}

void LibraryRoom::compareWith(services::LikeSound like, const QString& name)
{
    m_bar->setLike(like, name);
    showCompared(std::move(like), name);
    m_bar->commit();
}

void LibraryRoom::showCompared(services::LikeSound like, const QString& name)
{
    ++m_measuring; // a file that is still listened to is not wanted any more
    m_like->setBusy(false);
    m_like->setSound(name);
    like.aspects = m_like->aspects();
    m_search->setLike(like);
}

void LibraryRoom::showLikeFile(const QString& path)
{
    if (m_context.search == nullptr) {
        return;
    }
    m_like->setBusy(true);
    m_like->setSound(QFileInfo(path).fileName());
    const int number = ++m_measuring;
    m_context.search->measure(path).then(
        this, [this, number, path](const Result<services::LikeSound>& measured) {
            if (number != m_measuring) {
                return;
            }
            if (!measured) {
                m_context.selection->showMessage(errorSentence(errorCodeId(measured.error().code)));
                clearLike();
                return;
            }
            compareWith(*measured, QFileInfo(path).fileName());
        });
}

bool LibraryRoom::dropOnSearch(QEvent* event)
{
    const bool isDrop = event->type() == QEvent::Drop;
    if ((!isDrop && event->type() != QEvent::DragEnter && event->type() != QEvent::DragMove)
        || m_context.search == nullptr) {
        return false;
    }
    auto* drop = static_cast<QDropEvent*>(event);
    if (!hasSounds(*drop->mimeData())) {
        return false; // text is the box's own
    }
    drop->setDropAction(Qt::CopyAction);
    drop->accept();
    if (isDrop) {
        const auto ids = stemsIn(*drop->mimeData());
        const QStringList files = filesIn(*drop->mimeData());
        if (!ids.empty()) {
            showLike(ids.front());
        } else if (!files.isEmpty()) {
            showLikeFile(files.front());
        }
    }
    return true;
}

void LibraryRoom::clearLike()
{
    compareWith({}, {});
}

/// Current everywhere, also where the table does not show it.
void LibraryRoom::hear(StemId id)
{
    if (id != 0) {
        m_context.selection->select(id, {id}, true);
    }
}

void LibraryRoom::offerRelaxations()
{
    std::vector<NoMatches::Offer> offers;
    const std::vector<StemRow>& rows = m_context.library->rows();
    if (rows.size() <= kMostRowsForOffers) {
        for (const SearchBar::Relaxation& relaxation : m_bar->relaxations()) {
            if (relaxation.filter.needsLibrary()) {
                continue; // only the engine could count it
            }
            const services::FilterResult result = services::applyFilter(
                rows, relaxation.filter, m_search->sortColumn(), m_search->isDescending());
            if (!result.order.empty()) {
                offers.push_back(
                    {relaxation.text, static_cast<qint64>(result.order.size()), relaxation.chip});
            }
        }
        std::stable_sort(offers.begin(), offers.end(),
                         [](const auto& a, const auto& b) { return a.count > b.count; });
        offers.resize(std::min<std::size_t>(offers.size(), 2));
    }
    m_noMatches->setOffers(offers);
}

} // namespace nde::ui
