#pragma once

#include "core/services/DreamSky.h"
#include "core/services/DreamTray.h"

#include <QElapsedTimer>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace nde::services {

/// What the desk's thread tells; called on that thread.
struct DreamNews
{
    std::function<void(std::vector<DreamModel>)> models;
    std::function<void(std::shared_ptr<const DreamSky>)> sky;
    std::function<void(DreamtPlace)> decoded;
    std::function<void(quint64, StemId, std::vector<float>)> placed;
    std::function<void(std::vector<TrayItem>)> tray;
    std::function<void(std::vector<StemId>)> kept;
    std::function<void(int)> takenBack; ///< how many lie in the tray again
    std::function<void(int)> droppedCount; ///< of steps that could be taken back
    std::function<void(Error)> failed;
};

/// The desk's own thread: one model at a time, requests in order, of decodes only the newest that
/// waits. While nothing else waits it gives sounds of the library their place, one after the other.
/// @thread  any; the destructor lets what runs end and drops what waits, except decisions.
class DreamWorker
{
public:
    DreamWorker(std::shared_ptr<Studio> studio, DreamNews news);
    ~DreamWorker();
    DreamWorker(const DreamWorker&) = delete;
    DreamWorker& operator=(const DreamWorker&) = delete;

    void refreshModels();
    void open(const QString& modelPath);
    void decode(quint64 ticket, const std::vector<float>& latent, quint64 noiseSeed);
    void encode(quint64 ticket, StemId stem, const QString& file); ///< the file where stem is 0
    void refreshTray();
    void decide(const std::vector<qint64>& items, bool isKept);
    void clearTray();
    void takeBack(); ///< the last drop or clearing

private:
    struct Decode
    {
        quint64 ticket {};
        std::vector<float> latent;
        quint64 noiseSeed {};
    };
    struct Task
    {
        std::function<void()> run;
        bool isDecision {};
    };

    void post(std::function<void()> run, bool isDecision = false);
    void loop();
    [[nodiscard]] bool next(Task& task);
    void doOpen(const QString& modelPath);
    void doDecode(const Decode& wanted);
    void doEncode(quint64 ticket, StemId stem, const QString& file);
    /// Entries that left the tray at once.
    struct Dropped
    {
        std::vector<qint64> items;
        bool isDecision {}; ///< and count as taste
    };

    void doDecide(const std::vector<qint64>& items, bool isKept);
    void doTakeBack();
    void remember(Dropped dropped);
    [[nodiscard]] Result<StemId> keepOne(const TrayEntry& entry);
    void placeOne();
    void publishSky();
    void tellTray();

    std::shared_ptr<Studio> m_studio;
    DreamNews m_news;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Task> m_tasks;
    std::optional<Decode> m_decode;
    bool m_isEnding {};

    // The thread's own.
    std::optional<nn::StemVae> m_model;
    DreamSky m_sky;
    std::vector<Stem> m_unplaced; ///< the next one last
    std::vector<Dropped> m_dropped; ///< the last one last
    int m_unpublished {}; ///< points since the sky was told of
    std::thread m_thread;
};

} // namespace nde::services
