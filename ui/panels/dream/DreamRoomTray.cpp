#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/Studio.h"
#include "core/services/TrainingBook.h"
#include "ui/SelectionBus.h"
#include "ui/models/DreamText.h"
#include "ui/models/FileDrag.h"
#include "ui/models/JobText.h"
#include "ui/models/Later.h"
#include "ui/models/SoundVerbs.h"
#include "ui/models/TrayModel.h"
#include "ui/panels/FileChooser.h"
#include "ui/panels/dream/DreamRoom.h"
#include "ui/panels/dream/DreamStart.h"
#include "ui/panels/dream/DreamVoice.h"
#include "ui/panels/dream/TrayPanel.h"
#include "ui/panels/library/TagEditor.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QTimer>
#include <QtConcurrentRun>

#include <algorithm>
#include <map>
#include <utility>

/// Dreaming itself: the job, the tray, what is kept, and training where no model is there yet.
namespace nde::ui {

namespace {

struct Copied
{
    int count {};
    int failed {};
};

// On a worker. Nothing is overwritten: a name that is taken gets a number.
Copied copyInto(const QStringList& files, const QString& folder)
{
    Copied copied;
    for (const QString& file : files) {
        const QFileInfo info(file);
        QString target = folder + u'/' + info.fileName();
        for (int i = 2; QFile::exists(target); ++i) {
            target = QStringLiteral("%1/%2 %3.%4")
                         .arg(folder, info.completeBaseName())
                         .arg(i)
                         .arg(info.suffix());
        }
        (QFile::copy(file, target) ? copied.count : copied.failed) += 1;
    }
    return copied;
}

struct Offer
{
    Category category {};
    int sounds {};
    double predictedS {};
};

// On a worker: the set that a first model is best made of. Kicks where there are enough.
std::optional<Offer> bestOffer(const std::shared_ptr<services::Studio>& studio)
{
    const auto sets = services::trainingSets(*studio);
    if (!sets) {
        return std::nullopt;
    }
    std::optional<Offer> offer;
    for (const services::TrainingSet& set : *sets) {
        const bool isUsable
            = set.health == services::SetHealth::Good || set.health == services::SetHealth::Thin;
        const bool isBetter = !offer || set.category == Category::Kick;
        if (isUsable && isBetter) {
            offer = Offer {set.category, set.sounds, 0.0};
        }
    }
    if (offer) {
        services::TrainJobParams params;
        params.category = offer->category;
        params.params = nn::trainPreset(nn::TrainPreset::Quick);
        if (const auto preflight = services::trainingPreflight(*studio, params)) {
            offer->sounds = preflight->used;
            offer->predictedS = preflight->predictedS;
        }
    }
    return offer;
}

} // namespace

void DreamRoom::connectTray()
{
    TrayList* list = &m_trayPanel->list();
    connect(list, &TrayList::hearRequested, this, &DreamRoom::hearItem);
    connect(list, &TrayList::neighbourRequested, this, &DreamRoom::hearNeighbour);
    connect(list, &TrayList::chosenChanged, this, [this] { showMarks(); });
    connect(list, &TrayList::keepRequested, this, [this](int row) { decide(row, true); });
    connect(list, &TrayList::dropRequested, this, [this](int row) { decide(row, false); });
    connect(list, &TrayList::moreRequested, this, [this](int row) { moreLike(spotOfItem(row)); });
    connect(list, &TrayList::slotRequested, this,
            [this](QChar slot, int row) { setSlot(slot, spotOfItem(row)); });
    connect(list, &TrayList::exportRequested, this,
            [this](int row) { exportFiles({m_tray->item(row).path}); });
    connect(list, &TrayList::menuRequested, this, &DreamRoom::openTrayMenu);
    connect(m_trayPanel, &TrayPanel::keepAllRequested, this,
            [this] { m_desk->keep(m_tray->ids()); });
    connect(m_trayPanel, &TrayPanel::clearRequested, m_desk, &services::DreamDesk::clearTray);
    connect(m_trayPanel, &TrayPanel::undoRequested, m_desk, &services::DreamDesk::takeBack);
    connect(m_desk, &services::DreamDesk::droppedChanged, this,
            [this] { m_trayPanel->setUndo(m_desk->canTakeBack()); });
    connect(m_desk, &services::DreamDesk::takenBack, this, [this](int items) {
        m_said = tr("%n back in the tray", nullptr, items);
        m_isFailure = false;
        showTraySentence();
    });
    connect(m_trayPanel, &TrayPanel::cancelRequested, this, [this] {
        if (const auto cancelled = m_context.jobs->cancel(m_job); !cancelled) {
            fail(cancelled.error());
        }
    });
    connect(m_desk, &services::DreamDesk::kept, this, [this](const std::vector<StemId>& stems) {
        m_keptCount += static_cast<int>(stems.size());
        m_context.library->refresh();
        showTraySentence();
    });
    connect(m_trayLook, &QTimer::timeout, m_desk, &services::DreamDesk::refreshTray);
    connect(m_context.jobs, &services::JobService::jobAdded, this, &DreamRoom::onJob);
    connect(m_context.jobs, &services::JobService::jobChanged, this, &DreamRoom::onJob);
    connect(m_context.jobs, &services::JobService::jobFinished, this, &DreamRoom::onJob);
    connect(m_start, &DreamStart::trainRequested, this, [this](Category category) {
        services::TrainJobParams params;
        params.category = category;
        params.params = nn::trainPreset(nn::TrainPreset::Quick);
        train(params);
    });
    for (const JobRecord& job : m_context.jobs->jobs()) {
        if (!isFinished(job.state)) {
            onJob(job); // of another process, or from before the room was made
        }
    }
}

void DreamRoom::dream()
{
    if (m_setup.lack() != DreamLack::Nothing || !m_sky) {
        return;
    }
    const Result<JobId> job = m_context.jobs->enqueue(m_setup.params());
    if (!job) {
        fail(job.error());
        return;
    }
    m_job = *job;
    m_said.clear();
    m_isFailure = false;
    m_setup.seed = nextSeed(m_setup.seed); // what comes next is not the same again
    showSetup();
    m_trayPanel->setProgress(0.0);
    showTraySentence();
}

void DreamRoom::onJob(const JobRecord& job)
{
    if (job.kind == "train") {
        if (isFinished(job.state)) {
            m_training = job.id == m_training ? 0 : m_training;
            m_start->setError(job.state == JobState::Failed
                                  ? jobErrorSentence(job) + u' ' + jobErrorCure(job)
                                  : QString());
            m_desk->refreshModels();
        } else if (!m_sky && (m_training == 0 || m_training == job.id)) {
            m_training = job.id;
            const QJsonObject params
                = QJsonDocument::fromJson(QByteArray::fromStdString(job.params)).object();
            m_trained
                = categoryFromId(params.value(QLatin1String("category")).toString().toStdString())
                      .value_or(m_trained);
            m_start->showTraining(m_trained, job.progress,
                                  job.etaS > 0.0 ? tr("%1 % · %2 left")
                                                       .arg(formatNumber(100.0 * job.progress, 0),
                                                            formatEta(job.etaS))
                                                 : jobStageText(job));
        }
        return;
    }
    if (job.kind != "generate") {
        return;
    }
    if (!m_trayLook->isActive()) {
        m_trayLook->start(); // they arrive one by one
    }
    const bool isOver = isFinished(job.state);
    m_job = isOver && job.id != m_job ? m_job : job.id;
    if (job.id == m_job) {
        m_trayPanel->setProgress(isOver ? -1.0 : job.progress);
        m_isFailure = job.state == JobState::Failed;
        m_said = m_isFailure              ? jobErrorSentence(job) + u' ' + jobErrorCure(job)
            : job.state == JobState::Done ? rejectedText(job)
                                          : QString();
        m_job = isOver ? 0 : m_job;
        showTraySentence();
    }
}

void DreamRoom::showTray(const std::vector<services::TrayItem>& items)
{
    TrayList& list = m_trayPanel->list();
    m_tray->setItems(items);
    if (list.currentRow() < 0 && m_tray->rowCount() > 0) {
        list.choose(0);
        if (m_dream->hasFocus()) {
            list.setFocus(Qt::OtherFocusReason); // who dreamed wants to hear and decide now
        }
    }
    showTraySentence();
    showMarks();
}

void DreamRoom::showTraySentence()
{
    QStringList parts;
    const int count = m_tray->rowCount();
    if (m_job != 0) {
        parts.push_back(tr("dreaming …"));
    }
    if (count > 0) {
        parts.push_back(tr("%n candidate(s), not in the library yet", nullptr, count));
    }
    if (m_keptCount > 0) {
        parts.push_back(tr("%n kept", nullptr, m_keptCount));
    }
    if (!m_said.isEmpty()) {
        parts.push_back(m_said);
    }
    m_trayPanel->setSentence(parts.join(QStringLiteral(" · ")), m_isFailure);
}

void DreamRoom::hearItem(int row)
{
    const services::TrayItem& item = m_tray->item(row);
    VoiceWords words;
    words.title = item.name;
    words.category = item.category;
    words.facts = QStringLiteral("%1 · %2").arg(QFileInfo(item.modelPath).completeBaseName(),
                                                tr("seed %1").arg(item.facts.seed));
    m_voice->playFile(item.path, words, Source::Generated);
    if (const DreamSpot spot = spotOfItem(row);
        m_sky && item.modelPath == m_setup.model && !spot.latent.empty()) {
        m_view->setHere(m_sky->place(spot.latent), false);
    }
}

void DreamRoom::hearNeighbour(int row)
{
    if (const StemId nearest = m_tray->item(row).facts.nearestId; nearest != 0) {
        m_voice->playStem(nearest);
        m_view->setSelected(nearest);
    }
}

// The next one moves up into its place and is heard: one key a decision.
void DreamRoom::decide(int row, bool keeps)
{
    const qint64 id = m_tray->item(row).id;
    TrayList& list = m_trayPanel->list();
    if (row + 1 < m_tray->rowCount()) {
        list.choose(row + 1);
        hearItem(row + 1);
    } else if (row > 0) {
        list.choose(row - 1);
    }
    if (keeps) {
        m_desk->keep({id});
    } else {
        m_desk->drop({id});
    }
}

void DreamRoom::moreLike(const DreamSpot& spot)
{
    if (spot.isEmpty() || !m_sky) {
        return;
    }
    setCentre(spot);
    setMode(nn::DreamMode::Variation);
    dream();
}

void DreamRoom::exportFiles(const QStringList& files)
{
    if (files.isEmpty()) {
        return;
    }
    chooseFolder(this, tr("Export to a folder"), [this, files](const QString& folder) {
        later(this, QtConcurrent::run([files, folder] { return copyInto(files, folder); }),
              [this, folder](const Copied& copied) {
                  m_context.selection->showMessage(
                      copied.failed > 0
                          ? tr("%n file(s) could not be written to %1.", nullptr, copied.failed)
                                .arg(QDir::toNativeSeparators(folder))
                          : tr("%n file(s) exported to %1.", nullptr, copied.count)
                                .arg(QDir::toNativeSeparators(folder)));
              });
    });
}

void DreamRoom::openTrayMenu(int row, const QPoint& global)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("dream_tray_menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const qint64 id = m_tray->item(row).id;
    const auto add = [&](const char* iconName, const QString& text, const QString& key, auto run) {
        QAction* action = menu->addAction(icon(QLatin1String(iconName)), text + u'\t' + key);
        connect(action, &QAction::triggered, this, [this, id, run] {
            if (const int at = m_tray->rowOf(id); at >= 0) {
                run(at);
            }
        });
    };
    add("check", tr("Keep"), tr("Enter"), [this](int at) { decide(at, true); });
    add("close", tr("Drop"), tr("Backspace"), [this](int at) { decide(at, false); });
    menu->addSeparator();
    add("dream", tr("More like this"), QStringLiteral("V"),
        [this](int at) { moreLike(spotOfItem(at)); });
    add("drop", tr("To end A"), QStringLiteral("A"),
        [this](int at) { setSlot(u'A', spotOfItem(at)); });
    add("drop", tr("To end B"), QStringLiteral("B"),
        [this](int at) { setSlot(u'B', spotOfItem(at)); });
    menu->addSeparator();
    add("ear", tr("Hear what it is near to"), QStringLiteral("N"),
        [this](int at) { hearNeighbour(at); });
    add("export", tr("Export…"), QStringLiteral("E"),
        [this](int at) { exportFiles({m_tray->item(at).path}); });
    menu->popup(global);
}

void DreamRoom::onLassoed(const std::vector<int>& points, const QPoint& global)
{
    std::vector<StemId> ids;
    std::map<Category, int> counts;
    for (const int point : points) {
        const services::SkyPoint& sound = m_sky->points[static_cast<std::size_t>(point)];
        ids.push_back(sound.id);
        ++counts[sound.category];
    }
    if (ids.empty()) {
        m_context.selection->showMessage(tr("There is no sound in this part of the sky."));
        return;
    }
    const auto most
        = std::max_element(counts.begin(), counts.end(),
                           [](const auto& a, const auto& b) { return a.second < b.second; });
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("dream_lasso_menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addSection(tr("%n sound(s)", nullptr, static_cast<int>(ids.size())));
    const auto add = [menu, this](const char* iconName, const QString& text, auto run) {
        QAction* action = menu->addAction(icon(QLatin1String(iconName)), text);
        connect(action, &QAction::triggered, this, run);
    };
    add("tag", tr("Collect under a tag…"), [this, ids, global] { collect(ids, global); });
    add("train", tr("Train on these"), [this, ids, category = most->first] {
        if (m_canWatch) { // the Train room asks for the rest
            m_context.selection->sendSounds(QStringLiteral("train"), ids);
            return;
        }
        services::TrainJobParams params;
        params.category = category;
        params.data = services::TrainDataKind::Sounds;
        params.sounds = ids;
        params.params = nn::trainPreset(nn::TrainPreset::Quick);
        train(params);
    });
    add("export", tr("Export…"), [this, ids] {
        m_files->withPaths(ids, [this](const QStringList& files) { exportFiles(files); });
    });
    add("library", tr("Show in the library"),
        [this, ids] { m_context.selection->showInLibrary(ids, tr("From the sky")); });
    menu->popup(global);
}

void DreamRoom::collect(const std::vector<StemId>& ids, const QPoint& global)
{
    m_tags->disconnect(this);
    connect(m_tags, &TagEditor::entered, this, [this, ids](const std::vector<std::string>& tags) {
        std::string typed;
        for (const std::string& tag : tags) {
            typed += ' ';
            typed += tag;
        }
        std::map<StemId, std::vector<std::string>> all;
        for (const StemId id : ids) {
            const StemRow* row = rowById(m_context.library->rows(), id);
            if (row != nullptr && !tags.empty()) {
                all[id] = tagsFromText(std::string(row->tags).append(typed));
            }
        }
        if (!all.empty()) {
            m_context.library->setTags(all);
        }
    });
    m_tags->edit({}, static_cast<int>(ids.size()), global);
}

void DreamRoom::train(const services::TrainJobParams& params)
{
    const Result<JobId> job = m_context.jobs->enqueue(params);
    if (!job) {
        fail(job.error());
        return;
    }
    m_trained = params.category;
    m_start->setError({});
    if (!m_sky) {
        m_training = *job;
        m_start->showTraining(params.category, 0.0, tr("The sounds are being looked at …"));
    } else {
        m_context.selection->showMessage(
            tr("%1 is being trained. Its sky opens from the list of models when it is done.")
                .arg(categoryText(params.category)));
    }
}

void DreamRoom::trainJoint()
{
    if (!m_setup.second) {
        return;
    }
    services::TrainJobParams params;
    params.category = m_setup.category;
    params.joint = {*m_setup.second};
    params.params = nn::trainPreset(nn::TrainPreset::Quick);
    train(params);
}

void DreamRoom::offerTraining()
{
    if (m_training != 0) {
        return; // the card shows how far it is
    }
    later(this, QtConcurrent::run([studio = m_context.studio] { return bestOffer(studio); }),
          [this](const std::optional<Offer>& offer) {
              if (m_sky || m_training != 0 || !m_wantedModel.isEmpty()) {
                  return;
              }
              if (offer) {
                  m_start->showReady(offer->category, offer->sounds, offer->predictedS);
              } else {
                  m_start->showTooFew();
              }
          });
}

} // namespace nde::ui
