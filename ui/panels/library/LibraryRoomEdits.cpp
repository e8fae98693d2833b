#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "ui/SelectionBus.h"
#include "ui/models/JobText.h"
#include "ui/models/SoundVerbs.h"
#include "ui/models/StemTableModel.h"
#include "ui/panels/FileChooser.h"
#include "ui/panels/library/LibraryRoom.h"
#include "ui/panels/library/SoundActions.h"
#include "ui/panels/library/SoundExportDialog.h"
#include "ui/panels/library/SoundTable.h"
#include "ui/panels/library/TagEditor.h"

/// The part of LibraryRoom about tags and about what comes into the library and leaves it.
namespace nde::ui {

void LibraryRoom::applyTags(const std::vector<std::string>& tags)
{
    const std::vector<StemId> ids = m_actions->selection();
    std::string typed;
    for (const std::string& tag : tags) {
        typed += ' ';
        typed += tag;
    }
    std::map<StemId, std::vector<std::string>> all;
    for (const StemId id : ids) {
        // One sound gets exactly what stands in the line; several get it added.
        const StemRow* row = ids.size() > 1 ? m_model->stem(id) : nullptr;
        all[id] = row == nullptr ? tags : tagsFromText(std::string(row->tags).append(typed));
    }
    if (!all.empty()) {
        m_context.library->setTags(all);
    }
    setFocus(); // the table or the map
}

void LibraryRoom::editTags()
{
    const std::vector<StemId> ids = m_actions->selection();
    const StemRow* row
        = m_model->stem(showsMap() ? m_context.selection->current() : m_table->currentId());
    if (ids.empty() || row == nullptr) {
        return;
    }
    m_tagEditor->edit(QString::fromStdString(row->tags), static_cast<int>(ids.size()),
                      placeOfCurrent());
}

void LibraryRoom::askToExport(const std::vector<StemId>& ids, const QString& title)
{
    if (ids.empty()) {
        m_context.selection->showMessage(tr("There is no sound to export."));
        return;
    }
    auto* dialog = new SoundExportDialog(m_context, ids, title, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

/// What became of the files of removed sounds.
void LibraryRoom::tellMoves(const services::FileMoves& moves)
{
    const auto count = [](const QStringList& files) { return static_cast<int>(files.size()); };
    QStringList parts;
    if (!moves.trashed.isEmpty()) {
        parts += tr("%n file(s) moved to the trash.", nullptr, count(moves.trashed));
    }
    if (!moves.kept.isEmpty()) {
        parts += tr("%n file(s) stay: outside the studio, or no trash takes them.", nullptr,
                    count(moves.kept));
    }
    if (!moves.restored.isEmpty()) {
        parts += tr("%n file(s) taken out of the trash.", nullptr, count(moves.restored));
    }
    if (!moves.lost.isEmpty()) {
        parts += tr("%n file(s) could not be brought back from the trash.", nullptr,
                    count(moves.lost));
    }
    m_context.selection->showMessage(parts.join(u' '));
}

void LibraryRoom::importPaths(const QStringList& paths)
{
    services::ImportParams params;
    params.paths = paths;
    const Result<JobId> job = m_context.jobs->enqueue(params);
    m_context.selection->showMessage(job ? tr("Adding to the library …")
                                         : errorSentence(errorCodeId(job.error().code)));
}

void LibraryRoom::makeStarterKit()
{
    const Result<JobId> job = m_context.jobs->enqueue(services::StarterKitParams {});
    m_context.selection->showMessage(job ? tr("Making the starter kit …")
                                         : errorSentence(errorCodeId(job.error().code)));
}

void LibraryRoom::chooseFolderToImport()
{
    chooseFolder(this, tr("Add a folder of samples"),
                 [this](const QString& folder) { importPaths({folder}); });
}

} // namespace nde::ui
