#include "app/gui/Desktop.h"
#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/SeedImport.h"
#include "core/services/Studio.h"
#include "ui/SelectionBus.h"
#include "ui/panels/compose/ComposeRoom.h"
#include "ui/panels/library/LibraryRoom.h"
#include "ui/panels/models/ModelsRoom.h"
#include "ui/panels/separate/SeparateRoom.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/WelcomePage.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>

#include <algorithm>

/// Ways for sounds into the studio: dropped, chosen, made, or taken over from the seed; and out.
namespace nde::app {
namespace {

bool isModelFile(const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    return suffix == u"th" || suffix == u"safetensors";
}

} // namespace

void Desktop::openPaths(const QStringList& paths)
{
    if (paths.isEmpty() || !m_separate) {
        return;
    }
    if (std::all_of(paths.begin(), paths.end(), isModelFile)) {
        m_isWelcomeOver = true;
        showFittingPage();
        m_window->showRoom(QStringLiteral("models"));
        m_models->importFiles(paths);
        return;
    }
    m_isWelcomeOver = true;
    showFittingPage();
    m_window->showRoom(QStringLiteral("separate"));
    m_separate->addPaths(paths);
}

void Desktop::addToLibrary(const QStringList& paths)
{
    services::ImportParams params;
    params.paths = paths;
    if (const auto job = m_session->context().jobs->enqueue(params); !job) {
        report(job.error());
        return;
    }
    m_isWelcomeOver = true;
    showFittingPage();
    m_window->showRoom(QStringLiteral("library"));
}

void Desktop::exportCurrent()
{
    auto* compose = m_window->findChild<ui::ComposeRoom*>();
    if (compose != nullptr && m_window->currentRoom() == u"compose") {
        compose->openExport();
    } else if (m_session) {
        ui::SelectionBus& selection = *m_session->context().selection;
        selection.exportSounds(selection.selected());
    }
}

void Desktop::makeStarterKit()
{
    const auto job = m_session->context().jobs->enqueue(services::StarterKitParams {});
    if (!job) {
        report(job.error());
        return;
    }
    m_starterJob = *job;
    m_welcome->setBusy(true, tr("Making the starter kit…"));
}

void Desktop::onJobFinished(const JobRecord& job)
{
    if (job.id != m_starterJob) {
        return;
    }
    m_starterJob = 0;
    m_welcome->setBusy(false);
    if (job.state != JobState::Done) {
        return; // the frame says what went wrong
    }
    // The kit opens with a kick under the hand: Space is heard at once.
    const auto& context = m_session->context();
    const auto result = QJsonDocument::fromJson(QByteArray::fromStdString(job.result)).object();
    auto* library = context.library;
    const auto chooseKick = [this, library] {
        for (const auto& row : library->rows()) {
            if (row.category == Category::Kick) {
                m_window->showRoom(QStringLiteral("library"));
                m_session->context().selection->select(row.id, {row.id}, false);
                return true;
            }
        }
        return false;
    };
    if (!chooseKick()) {
        connect(library, &services::LibraryService::rowsChanged, this, chooseKick,
                Qt::SingleShotConnection);
    }
}

void Desktop::chooseStudio()
{
    const QString chosen = QFileDialog::getExistingDirectory(
        m_window.get(), tr("Open a studio, or choose a folder for a new one"),
        m_session->context().studio->root());
    if (!chosen.isEmpty()) {
        switchTo(chosen);
    }
}

void Desktop::chooseTracks()
{
    const QStringList chosen = QFileDialog::getOpenFileNames(
        m_window.get(), tr("Open tracks to take apart"),
        QStandardPaths::writableLocation(QStandardPaths::MusicLocation),
        tr("Audio (*.wav *.flac *.aif *.aiff *.mp3 *.ogg *.opus *.m4a *.aac *.mp4 *.mov "
           "*.mkv);;All files (*)"));
    openPaths(chosen);
}

void Desktop::chooseFolder()
{
    const QString chosen = QFileDialog::getExistingDirectory(
        m_window.get(), tr("Add a folder of sounds"),
        QStandardPaths::writableLocation(QStandardPaths::MusicLocation));
    if (!chosen.isEmpty()) {
        addToLibrary({chosen});
    }
}

void Desktop::offerSeed()
{
    auto* box = new QMessageBox(m_window.get());
    box->setObjectName(QStringLiteral("seed_offer"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setWindowTitle(tr("Studio"));
    box->setText(tr("This folder holds a studio of the program that this one grew from. Take its "
                    "sounds into the library?"));
    box->setInformativeText(tr("Its database and family tree come along. Every file stays where it "
                               "is, and nothing of the old studio is changed. Later the command "
                               "'dream studio migrate-seed' does the same."));
    auto* yes = box->addButton(tr("Take over"), QMessageBox::AcceptRole);
    yes->setObjectName(QStringLiteral("seed_accept"));
    box->addButton(tr("No"), QMessageBox::RejectRole);
    connect(box, &QMessageBox::accepted, this, &Desktop::takeSeedOver);
    box->open();
}

void Desktop::takeSeedOver()
{
    const auto& context = m_session->context();
    if (const auto job
        = context.jobs->enqueue(services::SeedImportParams {context.studio->root(), false});
        !job) {
        report(job.error());
        return;
    }
    m_isWelcomeOver = true;
    showFittingPage();
    m_window->showRoom(QStringLiteral("library"));
}

} // namespace nde::app
