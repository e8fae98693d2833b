#include "core/services/DreamWorker.h"

#include "core/db/TasteRepository.h"
#include "core/jobs/JobQueue.h"
#include "core/services/Files.h"

#include <QFileInfo>

#include <algorithm>

namespace nde::services {
namespace {

constexpr std::size_t kMostPlaced = 2000;
constexpr int kPublishEvery = 50;

db::TasteDecision decisionOf(const Dream& dream, bool isKept)
{
    return {dream.category, toStd(dream.modelHash), dream.facts.latent, isKept,
            dream.facts.nearestId};
}

DreamModel modelAt(const std::vector<DreamModel>& models, const QString& path,
                   const nn::StemVae& model)
{
    const auto known = std::find_if(models.begin(), models.end(),
                                    [&](const DreamModel& one) { return one.path == path; });
    DreamModel out = known != models.end() ? *known : DreamModel {};
    out.isLong = model.isLong();
    out.typical = model.typicalLength();
    if (known != models.end()) {
        return out;
    }
    out.path = path;
    out.category = model.category();
    out.sounds = static_cast<int>(model.soundIds().size());
    out.latentDim = model.latentDim();
    return out;
}

} // namespace

DreamWorker::DreamWorker(std::shared_ptr<Studio> studio, DreamNews news)
    : m_studio(std::move(studio))
    , m_news(std::move(news))
    , m_thread([this] { loop(); })
{
}

DreamWorker::~DreamWorker()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
        m_decode.reset();
        std::erase_if(m_tasks, [](const Task& task) { return !task.isDecision; });
    }
    m_wake.notify_one();
    m_thread.join();
}

void DreamWorker::post(std::function<void()> run, bool isDecision)
{
    {
        const std::lock_guard lock(m_mutex);
        m_tasks.push_back({std::move(run), isDecision});
    }
    m_wake.notify_one();
}

/// Waits for something to do. False = the end.
bool DreamWorker::next(Task& task)
{
    std::unique_lock lock(m_mutex);
    m_wake.wait(
        lock, [this] { return m_isEnding || !m_tasks.empty() || m_decode || !m_unplaced.empty(); });
    if (!m_tasks.empty()) {
        task = std::move(m_tasks.front());
        m_tasks.pop_front();
        return true;
    }
    if (m_isEnding) {
        return false;
    }
    if (m_decode) {
        task.run = [this, wanted = std::move(*m_decode)] { doDecode(wanted); };
        m_decode.reset();
    } else {
        task.run = [this] { placeOne(); };
    }
    return true;
}

void DreamWorker::loop()
{
    Task task;
    while (next(task)) {
        try {
            task.run();
        } catch (...) {
            m_news.failed(jobs::currentExceptionToError());
        }
    }
}

void DreamWorker::refreshModels()
{
    post([this] { m_news.models(dreamModels(*m_studio)); });
}

void DreamWorker::open(const QString& modelPath)
{
    {
        const std::lock_guard lock(m_mutex);
        m_decode.reset(); // a place of another space
    }
    post([this, modelPath] { doOpen(modelPath); });
}

void DreamWorker::doOpen(const QString& modelPath)
{
    m_unplaced.clear();
    const auto models = dreamModels(*m_studio);
    const Category named
        = categoryFromId(toStd(QFileInfo(modelPath).fileName().section(u'_', 0, 0)))
              .value_or(Category::Other);
    auto model = openDreamModel(modelPath, named);
    if (!model) {
        m_news.failed(model.error());
        return;
    }
    auto sky = skyPlane(*m_studio, *model);
    if (!sky) {
        m_news.failed(sky.error());
        return;
    }
    sky->model = modelAt(models, modelPath, *model);
    if (auto filled = addSkyPoints(*sky, *m_studio, *model); !filled) {
        m_news.failed(filled.error());
        return;
    }
    auto unplaced = unplacedSounds(*sky, *m_studio, *model, kMostPlaced);
    if (!unplaced) {
        m_news.failed(unplaced.error());
        return;
    }
    m_model = std::move(*model);
    m_sky = std::move(*sky);
    m_unplaced = std::move(*unplaced);
    std::reverse(m_unplaced.begin(), m_unplaced.end());
    publishSky();
}

void DreamWorker::publishSky()
{
    m_unpublished = 0;
    m_news.sky(std::make_shared<const DreamSky>(m_sky));
}

void DreamWorker::placeOne()
{
    const Stem stem = std::move(m_unplaced.back());
    m_unplaced.pop_back();
    const auto audio = readAnchorAudio(toQt(stem.path), m_model->isLong());
    // A sound that cannot be read, or is silent, has no place; the library tells why.
    const auto latent
        = audio ? m_model->place(*audio) : Result<std::vector<float>> {propagate(audio)};
    if (latent) {
        if (!m_studio->isReadOnly()) {
            const auto saved = db::StemRepository(m_studio->database())
                                   .saveLatent(stem.id, m_model->modelHash(), *latent);
            if (!saved && saved.error().code != ErrorCode::NotFound) {
                m_unplaced.clear(); // it would fail for all of them
                m_news.failed(saved.error());
            }
        }
        m_sky.points.push_back(skyPoint(m_sky, *m_model, stem.id, toQt(stem.name), stem.category,
                                        stem.source, *latent));
        ++m_unpublished;
    }
    if (m_unpublished >= kPublishEvery || (m_unplaced.empty() && m_unpublished > 0)) {
        publishSky();
    }
}

void DreamWorker::decode(quint64 ticket, const std::vector<float>& latent, quint64 noiseSeed)
{
    {
        const std::lock_guard lock(m_mutex);
        m_decode = Decode {ticket, latent, noiseSeed};
    }
    m_wake.notify_one();
}

void DreamWorker::doDecode(const Decode& wanted)
{
    if (!m_model) {
        m_news.failed({ErrorCode::ModelMissing, "no model is open"});
        return;
    }
    QElapsedTimer clock;
    clock.start();
    auto audio = m_model->decode(wanted.latent, wanted.noiseSeed, 44100, 1);
    if (!audio) {
        m_news.failed(audio.error());
        return;
    }
    DreamtPlace place;
    place.ticket = wanted.ticket;
    place.audio = std::make_shared<const audio::AudioBuffer>(std::move(*audio));
    place.latent = wanted.latent;
    place.confidence = m_model->confidence(wanted.latent);
    double best = 0;
    for (const auto& point : m_sky.points) {
        double distance = 0;
        for (std::size_t d = 0; d < point.latent.size(); ++d) {
            const double way = static_cast<double>(point.latent[d]) - wanted.latent[d];
            distance += way * way;
        }
        if (!point.latent.empty() && point.id != 0 && (place.nearest == 0 || distance < best)) {
            best = distance;
            place.nearest = point.id;
        }
    }
    place.elapsedMs = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    m_news.decoded(std::move(place));
}

void DreamWorker::encode(quint64 ticket, StemId stem, const QString& file)
{
    post([this, ticket, stem, file] { doEncode(ticket, stem, file); });
}

void DreamWorker::doEncode(quint64 ticket, StemId stem, const QString& file)
{
    if (!m_model) {
        m_news.failed({ErrorCode::ModelMissing, "no model is open"});
        return;
    }
    for (const auto& point : m_sky.points) {
        if (stem != 0 && point.id == stem && point.latent.size() == m_sky.mean.size()) {
            m_news.placed(ticket, stem, point.latent);
            return;
        }
    }
    QString path = file;
    if (stem != 0) {
        const auto row = db::StemRepository(m_studio->database()).byId(stem);
        if (!row) {
            m_news.failed(row.error());
            return;
        }
        path = toQt(row->path);
    }
    const auto audio = readAnchorAudio(path, m_model->isLong());
    if (!audio) {
        m_news.failed(audio.error());
        return;
    }
    auto latent = m_model->place(*audio);
    if (!latent) {
        m_news.failed(latent.error());
        return;
    }
    m_news.placed(ticket, stem, std::move(*latent));
}

void DreamWorker::tellTray()
{
    QStringList problems;
    std::vector<TrayItem> items;
    for (auto& entry : readTray(*m_studio, &problems)) {
        items.push_back(std::move(entry.item));
    }
    m_news.tray(std::move(items));
    if (!problems.isEmpty()) {
        m_news.failed({ErrorCode::Corrupt, toStd(problems.first())});
    }
}

void DreamWorker::refreshTray()
{
    post([this] {
        sweepTray(*m_studio);
        tellTray();
    });
}

void DreamWorker::decide(const std::vector<qint64>& items, bool isKept)
{
    post([this, items, isKept] { doDecide(items, isKept); }, true);
}

Result<StemId> DreamWorker::keepOne(const TrayEntry& entry)
{
    auto journal = OutputJournal::begin(*m_studio, {}, OutputJournal::Rows::Each);
    if (!journal) {
        return propagate(journal);
    }
    db::StemRepository library(m_studio->database());
    const CharacterBook book(library);
    DreamShelf shelf(*m_studio, dreamFolder(*m_studio, entry.dream.category), true, book);
    TaskContext task;
    const auto stem = shelf.add(entry.dream, entry.item.path, *journal, task);
    if (!stem) {
        return propagate(stem);
    }
    journal->commit();
    return stem->id;
}

void DreamWorker::doDecide(const std::vector<qint64>& items, bool isKept)
{
    db::TasteRepository tastes(m_studio->database());
    std::vector<StemId> kept;
    Dropped dropped {{}, true};
    bool hasNewPoint = false;
    for (const qint64 id : items) {
        const auto entry = readTrayEntry(*m_studio, id);
        if (!entry) {
            if (entry.error().code != ErrorCode::NotFound) {
                m_news.failed(entry.error());
            }
            continue; // decided already, perhaps in another window
        }
        if (isKept) {
            const auto stem = keepOne(*entry);
            if (!stem) {
                m_news.failed(stem.error());
                break;
            }
            kept.push_back(*stem);
            if (m_model && entry->dream.modelHash == m_sky.modelHash
                && entry->dream.facts.latent.size() == m_sky.mean.size()) {
                m_sky.points.push_back(skyPoint(m_sky, *m_model, *stem, entry->item.name,
                                                entry->dream.category, Source::Generated,
                                                entry->dream.facts.latent));
                hasNewPoint = true;
            }
        }
        if (auto said = tastes.add({decisionOf(entry->dream, isKept)}); !said) {
            m_news.failed(said.error());
            break;
        }
        if (isKept) {
            removeFromTray(*m_studio, id);
        } else if (const auto moved = setAside(*m_studio, id); moved) {
            dropped.items.push_back(id);
        } else {
            m_news.failed(moved.error());
        }
    }
    remember(std::move(dropped));
    tellTray();
    if (!kept.empty()) {
        m_news.kept(std::move(kept));
    }
    if (hasNewPoint) {
        publishSky();
    }
}

void DreamWorker::clearTray()
{
    post([this] {
        Dropped dropped;
        for (const auto& entry : readTray(*m_studio)) {
            if (const auto moved = setAside(*m_studio, entry.item.id); moved) {
                dropped.items.push_back(entry.item.id);
            } else {
                m_news.failed(moved.error());
            }
        }
        remember(std::move(dropped));
        tellTray();
    });
}

void DreamWorker::remember(Dropped dropped)
{
    if (!dropped.items.empty()) {
        m_dropped.push_back(std::move(dropped));
        m_news.droppedCount(static_cast<int>(m_dropped.size()));
    }
}

void DreamWorker::takeBack()
{
    post([this] { doTakeBack(); }, true);
}

void DreamWorker::doTakeBack()
{
    if (m_dropped.empty()) {
        return;
    }
    const Dropped last = std::move(m_dropped.back());
    m_dropped.pop_back();
    db::TasteRepository tastes(m_studio->database());
    int count = 0;
    for (const qint64 id : last.items) {
        const auto entry = bringBack(*m_studio, id);
        if (!entry) {
            m_news.failed(entry.error());
            continue;
        }
        ++count;
        if (last.isDecision) {
            if (auto done = tastes.takeBack(decisionOf(entry->dream, false)); !done) {
                m_news.failed(done.error());
            }
        }
    }
    m_news.droppedCount(static_cast<int>(m_dropped.size()));
    tellTray();
    m_news.takenBack(count);
}

} // namespace nde::services
