#include "core/services/DreamDesk.h"

#include "core/services/DreamSource.h"
#include "core/services/DreamWorker.h"

#include <QPointer>

namespace nde::services {

class DreamDesk::Private
{
public:
    Private(DreamDesk* desk, std::shared_ptr<Studio> studio)
        : q(desk)
        , worker(std::move(studio), news())
    {
    }

    /// Carries what the worker tells into the desk's thread.
    template<typename Value, typename Handler>
    std::function<void(Value)> carry(Handler handler)
    {
        return [this, handler](Value value) {
            QMetaObject::invokeMethod(
                q, [handler, value = std::move(value)]() mutable { handler(std::move(value)); },
                Qt::QueuedConnection);
        };
    }
    DreamNews news();

    DreamDesk* q;
    std::vector<DreamModel> models;
    std::shared_ptr<const DreamSky> sky;
    std::vector<TrayItem> tray;
    quint64 ticket {};
    int dropped {}; ///< steps that could be taken back
    DreamWorker worker; ///< last: it ends before what it tells of
};

DreamNews DreamDesk::Private::news()
{
    DreamNews out;
    out.models = carry<std::vector<DreamModel>>([this](std::vector<DreamModel> found) {
        models = std::move(found);
        Q_EMIT q->modelsChanged();
    });
    out.sky = carry<std::shared_ptr<const DreamSky>>([this](std::shared_ptr<const DreamSky> found) {
        sky = std::move(found);
        Q_EMIT q->skyChanged();
    });
    out.decoded
        = carry<DreamtPlace>([this](const DreamtPlace& place) { Q_EMIT q->decoded(place); });
    out.placed = [this](quint64 number, StemId stem, std::vector<float> latent) {
        QMetaObject::invokeMethod(
            q,
            [this, number, stem, latent = std::move(latent)] {
                Q_EMIT q->placed(number, stem, latent);
            },
            Qt::QueuedConnection);
    };
    out.tray = carry<std::vector<TrayItem>>([this](std::vector<TrayItem> items) {
        tray = std::move(items);
        Q_EMIT q->trayChanged();
    });
    out.kept = carry<std::vector<StemId>>(
        [this](const std::vector<StemId>& stems) { Q_EMIT q->kept(stems); });
    out.takenBack = carry<int>([this](int items) { Q_EMIT q->takenBack(items); });
    out.droppedCount = carry<int>([this](int count) {
        dropped = count;
        Q_EMIT q->droppedChanged();
    });
    out.failed = carry<Error>([this](const Error& error) { Q_EMIT q->failed(error); });
    return out;
}

DreamDesk::DreamDesk(std::shared_ptr<Studio> studio, QObject* parent)
    : QObject(parent)
    , m_d(std::make_unique<Private>(this, std::move(studio)))
{
}

DreamDesk::~DreamDesk() = default;

void DreamDesk::refreshModels()
{
    m_d->worker.refreshModels();
}

const std::vector<DreamModel>& DreamDesk::models() const
{
    return m_d->models;
}

void DreamDesk::open(const QString& modelPath)
{
    m_d->worker.open(modelPath);
}

std::shared_ptr<const DreamSky> DreamDesk::sky() const
{
    return m_d->sky;
}

quint64 DreamDesk::decode(const std::vector<float>& latent, quint64 noiseSeed)
{
    m_d->worker.decode(++m_d->ticket, latent, noiseSeed);
    return m_d->ticket;
}

quint64 DreamDesk::encode(StemId stem)
{
    m_d->worker.encode(++m_d->ticket, stem, {});
    return m_d->ticket;
}

quint64 DreamDesk::encode(const QString& file)
{
    m_d->worker.encode(++m_d->ticket, 0, file);
    return m_d->ticket;
}

DreamDesk::TextSteer DreamDesk::steer(const QString& text) const
{
    QStringList ids;
    if (m_d->sky) {
        for (const auto& axis : m_d->sky->axes) {
            ids << axis.id;
        }
    }
    auto moves = textMoves(text, ids);
    return {std::move(moves.axes), std::move(moves.unknownWords)};
}

void DreamDesk::refreshTray()
{
    m_d->worker.refreshTray();
}

const std::vector<TrayItem>& DreamDesk::tray() const
{
    return m_d->tray;
}

void DreamDesk::keep(const std::vector<qint64>& items)
{
    m_d->worker.decide(items, true);
}

void DreamDesk::drop(const std::vector<qint64>& items)
{
    m_d->worker.decide(items, false);
}

void DreamDesk::clearTray()
{
    m_d->worker.clearTray();
}

void DreamDesk::takeBack()
{
    m_d->worker.takeBack();
}

bool DreamDesk::canTakeBack() const
{
    return m_d->dropped > 0;
}

} // namespace nde::services
