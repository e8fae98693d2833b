#include "ui/models/SoundSearch.h"

#include "ui/models/SearchText.h"

#include <algorithm>
#include <utility>

namespace nde::ui {

namespace {

constexpr int kMostHits = 1000; ///< what stands below them fits nobody's question
constexpr int kNeighbours = 12;
constexpr int kQuietMs = 150;

} // namespace

SoundSearch::SoundSearch(LibrarySearch::RowSource rows, services::SearchService* service,
                         QObject* parent)
    : QObject(parent)
    , m_columns(new LibrarySearch(rows, this))
    , m_sorter(new LibrarySearch(std::move(rows), this))
    , m_service(service)
    , m_quiet(new QTimer(this))
{
    m_quiet->setSingleShot(true);
    m_quiet->setInterval(kQuietMs);
    connect(m_quiet, &QTimer::timeout, this, &SoundSearch::askNeighbours);
    connect(m_columns, &LibrarySearch::answered, this, &SoundSearch::onColumns);
    connect(m_sorter, &LibrarySearch::answered, this, [this] {
        if (m_isRanked && !m_isByMatch) {
            m_ids = m_sorter->ids();
            tell();
        }
    });
    if (m_service == nullptr) {
        return;
    }
    connect(m_service, &services::SearchService::answered, this, &SoundSearch::onAnswer);
    connect(m_service, &services::SearchService::libraryChanged, this, [this] {
        askAgain();
        m_neighboursShown = 0;
        m_quiet->start();
    });
    connect(m_service, &services::SearchService::failed, this,
            [this](quint64 generation, const Error& error) {
                if (generation == 0 || generation == m_asked) {
                    m_asked = 0;
                    Q_EMIT failed(error);
                }
            });
}

void SoundSearch::ask(const QString& text, const services::LibraryFilter& facets)
{
    if (m_text == text && m_facets == facets) {
        return;
    }
    m_isByMatch = m_isByMatch || m_text != text; // another question, its best answers first
    m_text = text;
    m_facets = facets;
    ++m_question;
    run();
}

void SoundSearch::setLike(const services::LikeSound& like)
{
    m_isByMatch = true;
    m_like = like;
    ++m_question;
    run();
}

void SoundSearch::setSort(services::SortColumn column, bool descending)
{
    m_isByMatch = false;
    ++m_question;
    m_columns->setSort(column, descending);
    m_sorter->setSort(column, descending);
    if (m_isRanked) {
        showRanked();
    }
}

void SoundSearch::sortByMatch()
{
    m_isByMatch = true;
    ++m_question;
    if (m_isRanked) {
        showRanked();
    }
}

void SoundSearch::setScope(std::vector<StemId> ids)
{
    std::sort(ids.begin(), ids.end());
    if (m_scope == ids) {
        return;
    }
    m_scope = ids;
    ++m_question;
    m_columns->setScope(std::move(ids));
    if (m_isRanked) {
        showRanked();
    }
}

void SoundSearch::rowsChanged()
{
    m_columns->rowsChanged();
    m_sorter->rowsChanged();
    if (m_service != nullptr) {
        m_service->refresh();
    }
}

bool SoundSearch::wantsService() const
{
    return wantsRanking() || (m_service != nullptr && wanted().needsLibrary());
}

services::LibraryFilter SoundSearch::wanted() const
{
    return combined(parseSearchText(m_text), m_facets);
}

void SoundSearch::askAgain()
{
    if (wantsService()) {
        run();
    }
}

bool SoundSearch::wantsRanking() const
{
    if (m_service == nullptr) {
        return false;
    }
    const services::SearchParts parts = services::splitSearch(m_text.toStdString());
    return m_like.isAsked() || parts.like != 0 || !parts.meaning.empty();
}

void SoundSearch::run()
{
    wantsService() ? askService() : askColumns();
}

void SoundSearch::askColumns(const std::optional<std::vector<StemId>>& within)
{
    m_asked = 0;
    m_answered = 0;
    const bool wasRanked = std::exchange(m_isRanked, false);
    m_namesOnly.clear();
    services::LibraryFilter filter = wanted();
    filter.within = within;
    if (wasRanked && m_columns->filter() == filter) {
        tell(); // its answer is still there
    }
    m_columns->setFilter(filter);
    m_quiet->start();
}

void SoundSearch::askService()
{
    services::SearchRequest request;
    request.text = m_text.toStdString();
    request.facets = m_facets;
    request.like = m_like;
    request.limit = wantsRanking() ? kMostHits : 0; // else only who is in is asked for
    m_since.start();
    m_answered = 0;
    m_neighboursAsked = 0;
    m_asked = m_service->search(request);
}

void SoundSearch::setNeighboursOf(StemId id)
{
    m_neighboursWanted = id;
    if (m_service != nullptr && id != m_neighboursShown) {
        m_quiet->start();
    }
}

void SoundSearch::askNeighbours()
{
    if (m_asked != 0 || m_neighboursWanted == m_neighboursShown) {
        return; // asked again when the answer is there
    }
    if (m_neighboursWanted == 0) {
        m_neighboursShown = 0;
        m_neighbours.clear();
        Q_EMIT neighboursChanged();
        return;
    }
    services::SearchRequest request;
    request.like.id = m_neighboursWanted;
    request.like.aspects = m_like.aspects;
    request.limit = kNeighbours + 1; // the sound itself is the first of them
    request.wantsReasons = false;
    request.isAside = true;
    m_neighboursAsked = m_service->search(request);
}

void SoundSearch::onAnswer(const services::SearchAnswer& answer)
{
    const bool isSecondOfNeighbours = answer.generation == m_neighboursAnswered
        && !answer.clapModel.empty() && m_neighboursShown == m_neighboursWanted;
    if (isSecondOfNeighbours
        || (m_neighboursAsked != 0 && answer.generation == m_neighboursAsked)) {
        m_neighboursAnswered = answer.generation;
        m_neighboursAsked = 0;
        m_neighboursShown = m_neighboursWanted;
        m_neighbours = answer.hits;
        std::erase_if(m_neighbours,
                      [this](const auto& hit) { return hit.id == m_neighboursShown; });
        m_neighbours.resize(std::min<std::size_t>(m_neighbours.size(), kNeighbours));
        Q_EMIT neighboursChanged();
        return;
    }
    const bool isSecond
        = answer.generation == m_answered && !answer.clapModel.empty() && m_isRanked;
    if (isSecond && m_asked == 0) {
        takeRanked(answer);
        return;
    }
    if (m_asked == 0 || answer.generation != m_asked) {
        return;
    }
    m_answered = std::exchange(m_asked, 0);
    m_elapsedMs = static_cast<double>(m_since.nsecsElapsed()) / 1e6;
    m_quiet->start();
    if (!answer.isRanked) { // words that are looked for in names only, say
        askColumns(answer.filter.within);
        m_namesOnly
            = answer.notUnderstood; // of the same text; a small library has answered already
        tell();
        return;
    }
    takeRanked(answer);
}

void SoundSearch::takeRanked(const services::SearchAnswer& answer)
{
    m_answer = answer;
    m_isRanked = true;
    m_namesOnly = answer.notUnderstood;
    m_places.clear();
    for (std::size_t i = 0; i < m_answer.hits.size(); ++i) {
        m_places.emplace(m_answer.hits[i].id, i);
    }
    showRanked();
}

void SoundSearch::showRanked()
{
    m_ids.clear();
    for (const services::SearchHit& hit : m_answer.hits) {
        if (m_scope.empty() || std::binary_search(m_scope.begin(), m_scope.end(), hit.id)) {
            m_ids.push_back(hit.id);
        }
    }
    if (!m_isByMatch && !m_ids.empty()) {
        m_sorter->setScope(m_ids); // answers when they are in order, at once for so few
        m_ids = m_sorter->ids();
    }
    tell();
}

void SoundSearch::tell()
{
    // Else what is shown is still an answer to the one before.
    if (m_asked == 0 && (m_isRanked || !m_columns->isBusy())) {
        m_shownQuestion = m_question;
    }
    Q_EMIT answered();
}

void SoundSearch::onColumns()
{
    if (!m_isRanked) {
        tell();
    }
}

const std::vector<StemId>& SoundSearch::ids() const
{
    return m_isRanked ? m_ids : m_columns->ids();
}

const services::FacetCounts& SoundSearch::counts() const
{
    return m_isRanked ? m_answer.counts : m_columns->counts();
}

double SoundSearch::elapsedMs() const
{
    return m_isRanked ? m_elapsedMs : m_columns->elapsedMs();
}

QString SoundSearch::clapModel() const
{
    return m_isRanked ? QString::fromStdString(m_answer.clapModel) : QString();
}

const services::SearchHit* SoundSearch::hit(StemId id) const
{
    if (!m_isRanked) {
        return nullptr;
    }
    const auto found = m_places.find(id);
    return found == m_places.end() ? nullptr : &m_answer.hits[found->second];
}

} // namespace nde::ui
