#include "ui/panels/models/ModelsRoom.h"

#include "core/services/ClapService.h"
#include "core/services/JobService.h"
#include "core/services/SearchService.h"
#include "core/services/Settings.h"
#include "ui/SelectionBus.h"
#include "ui/models/JobText.h"
#include "ui/models/ModelShelf.h"
#include "ui/models/ModelTableModel.h"
#include "ui/models/ModelText.h"
#include "ui/panels/FileChooser.h"
#include "ui/panels/models/ClapCard.h"
#include "ui/panels/models/LicenceDialog.h"
#include "ui/panels/models/ModelTable.h"
#include "ui/panels/models/NetworkCard.h"
#include "ui/panels/separate/DropStrip.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/InlineNote.h"

#include <QDesktopServices>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QEvent>
#include <QLabel>
#include <QMessageBox>
#include <QPainter>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace nde::ui {

namespace {

/// What is known of the chosen model, with its verbs.
class FactCard final : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter(this);
        paintBox(painter, rect(), dpF(8), Theme::current().panel, Theme::current().line);
    }
};

} // namespace

ModelsRoom::ModelsRoom(const StudioContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_model(new ModelTableModel(*context.models, *context.jobs, this))
    , m_table(new ModelTable(*m_model, this))
    , m_title(new QLabel(this))
    , m_folder(new ElidedLabel({}, TextStyle::Caption, this))
    , m_import(new Button(QString(), Button::Kind::Secondary, this))
    , m_reveal(new Button(QString(), Button::Kind::Ghost, this))
    , m_note(new InlineNote(InlineNote::Kind::Warning, {}, this))
    , m_name(new QLabel(this))
    , m_facts(new QLabel(this))
    , m_use(new Button(QString(), Button::Kind::Primary, this))
    , m_download(new Button(QString(), Button::Kind::Primary, this))
    , m_pause(new Button(QString(), Button::Kind::Secondary, this))
    , m_verify(new Button(QString(), Button::Kind::Secondary, this))
    , m_remove(new Button(QString(), Button::Kind::Secondary, this))
    , m_network(new NetworkCard(*context.settings, this))
{
    setObjectName(QStringLiteral("models_room"));
    setAcceptDrops(true);
    setProperty("takesFiles", true);
    setFocusProxy(m_table);
    m_import->setObjectName(QStringLiteral("mod_import"));
    m_import->setIconName(QStringLiteral("import"));
    m_reveal->setObjectName(QStringLiteral("mod_reveal"));
    m_reveal->setIconName(QStringLiteral("folder"));
    m_use->setObjectName(QStringLiteral("mod_use"));
    m_use->setIconName(QStringLiteral("search"));
    m_download->setObjectName(QStringLiteral("mod_download"));
    m_download->setIconName(QStringLiteral("download"));
    m_pause->setObjectName(QStringLiteral("mod_pause"));
    m_pause->setIconName(QStringLiteral("pause"));
    m_verify->setObjectName(QStringLiteral("mod_verify"));
    m_remove->setObjectName(QStringLiteral("mod_remove"));
    m_note->setObjectName(QStringLiteral("mod_note"));
    m_facts->setObjectName(QStringLiteral("mod_facts"));
    buildLayout();
    connectAll();
    retranslate();
    m_table->selectRow(0);
}

void ModelsRoom::buildLayout()
{
    auto* heading = new QHBoxLayout;
    heading->setSpacing(dp(8));
    heading->addWidget(m_title);
    heading->addWidget(m_folder, 1);
    heading->addWidget(m_reveal);
    heading->addWidget(m_import);
    m_folder->setTone(ElidedLabel::Tone::Muted);
    m_folder->setElideMode(Qt::ElideMiddle);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(dp(12), dp(10), dp(12), dp(12));
    layout->setSpacing(dp(8));
    layout->addLayout(heading);
    layout->addWidget(m_table, 1);
    layout->addWidget(buildCard());
    if (clap() != nullptr) {
        m_clap = new ClapCard(*clap(), *m_context.jobs, this);
        connect(clap(), &services::ClapService::changed, this, &ModelsRoom::showCurrent);
        layout->addWidget(m_clap);
    }
    layout->addWidget(m_network);
}

QWidget* ModelsRoom::buildCard()
{
    auto* card = new FactCard(this);
    m_facts->setWordWrap(true);
    m_facts->setTextFormat(Qt::RichText);
    m_facts->setOpenExternalLinks(true);
    m_facts->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_facts->setFocusPolicy(Qt::StrongFocus); // so that the link is reached by keyboard
    auto* verbs = new QHBoxLayout;
    verbs->setSpacing(dp(8));
    verbs->addWidget(m_name, 1);
    for (Button* button : {m_remove, m_verify, m_pause, m_download, m_use}) {
        verbs->addWidget(button);
    }
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(dp(12), dp(10), dp(12), dp(12));
    layout->setSpacing(dp(8));
    layout->addLayout(verbs);
    layout->addWidget(m_note);
    layout->addWidget(m_facts);
    return card;
}

void ModelsRoom::connectAll()
{
    ModelShelf* shelf = m_context.models;
    connect(m_table, &ModelTable::currentModelChanged, this, &ModelsRoom::showCurrent);
    connect(m_table, &ModelTable::activatedModel, this, &ModelsRoom::toggleDownload);
    connect(m_table, &ModelTable::removeRequested, this, &ModelsRoom::askToRemove);
    connect(m_import, &QPushButton::clicked, this, &ModelsRoom::chooseImport);
    connect(m_reveal, &QPushButton::clicked, this, &ModelsRoom::reveal);
    connect(m_download, &QPushButton::clicked, this, [this] { download(m_table->currentId()); });
    connect(m_pause, &QPushButton::clicked, this,
            [this] { report(m_context.models->pauseDownload(m_table->currentId())); });
    connect(m_verify, &QPushButton::clicked, this,
            [this] { m_context.models->verify(m_table->currentId()); });
    connect(m_remove, &QPushButton::clicked, this, [this] { askToRemove(m_table->currentId()); });
    connect(m_use, &QPushButton::clicked, this,
            [this] { m_clap->choose(clapFolder(m_context.models->status(m_table->currentId()))); });
    connect(shelf, &ModelShelf::changed, this, &ModelsRoom::showCurrent);
    connect(m_context.settings, &services::Settings::networkChanged, this,
            &ModelsRoom::showCurrent);
    connect(shelf, &ModelShelf::imported, this, [this](const QStringList& models) {
        adopt(models);
        QStringList names;
        for (const QString& id : models) {
            const services::ModelStatus* status = m_context.models->status(id);
            names.push_back(status == nullptr ? id : modelTitle(status->model));
        }
        m_context.selection->showMessage(
            names.isEmpty() ? tr("The file was recognised and copied; its model needs more files.")
                            : tr("%1 is complete.").arg(names.join(QStringLiteral(", "))));
    });
    connect(shelf, &ModelShelf::verifiedWell, this, [this](const QString& id) {
        const services::ModelStatus* status = m_context.models->status(id);
        m_context.selection->showMessage(
            tr("Every file of %1 has the right hash.")
                .arg(status == nullptr ? id : modelTitle(status->model)));
    });
    connect(shelf, &ModelShelf::failed, this, [this](const QString& /*id*/, const Error& error) {
        m_context.selection->showMessage(
            error.code == ErrorCode::BadInput ? tr("This file belongs to no model of the list.")
                : error.code == ErrorCode::Corrupt
                ? tr("A file had a wrong hash and was deleted. Get it anew.")
                : errorSentence(errorCodeId(error.code)) + QLatin1Char(' ')
                    + errorCure(errorCodeId(error.code)));
    });
}

services::ClapService* ModelsRoom::clap() const
{
    return m_context.search != nullptr ? m_context.search->clap() : nullptr;
}

QString ModelsRoom::clapFolder(const services::ModelStatus* status) const
{
    return status != nullptr && status->model.kind == services::ModelKind::TextSearch
        ? m_context.models->folder() + u'/' + status->model.folder
        : QString();
}

// What was brought in by hand has a say at once where there is no other.
void ModelsRoom::adopt(const QStringList& models)
{
    for (const QString& id : models) {
        const QString folder = clapFolder(m_context.models->status(id));
        if (clap() != nullptr && !folder.isEmpty()
            && clap()->state().kind == services::ClapState::Kind::None) {
            clap()->choose(folder);
        }
    }
}

void ModelsRoom::showModel(const QString& id)
{
    m_table->choose(id);
}

void ModelsRoom::download(const QString& id)
{
    const services::ModelStatus* status = m_context.models->status(id);
    if (status == nullptr || status->state == services::ModelState::Ready
        || m_context.settings->isAirplane()) {
        return;
    }
    askForLicence(this, *m_context.settings, status->model, true, [this, id] {
        const Result<JobId> job = m_context.models->startDownload(id);
        report(job ? Result<> {} : Result<> {propagate(job)});
    });
}

void ModelsRoom::toggleDownload(const QString& id)
{
    const auto job = m_context.models->download(id);
    if (job && !isFinished(job->state)) {
        report(m_context.models->pauseDownload(id));
    } else {
        download(id);
    }
}

void ModelsRoom::importFiles(const QStringList& paths)
{
    m_context.models->importFiles(paths);
}

void ModelsRoom::chooseImport()
{
    chooseModelFiles(this, tr("Import model files"),
                     [this](const QStringList& files) { importFiles(files); });
}

void ModelsRoom::reveal()
{
    const QString folder = m_context.models->folder();
    QDir().mkpath(folder);
    QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
}

void ModelsRoom::askToRemove(const QString& id)
{
    const services::ModelStatus* status = m_context.models->status(id);
    if (status == nullptr || status->bytesHere == 0) {
        return;
    }
    auto* box = new QMessageBox(window());
    box->setObjectName(QStringLiteral("mod_remove_question"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setWindowTitle(tr("Remove a model"));
    box->setText(tr("Remove %1 from this computer?").arg(modelTitle(status->model)));
    box->setInformativeText(tr("%1 are freed. Stems made with it stay; it can be fetched again.")
                                .arg(sizeText(status->bytesHere)));
    auto* remove = box->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    auto* keep = box->addButton(tr("Keep"), QMessageBox::RejectRole);
    remove->setObjectName(QStringLiteral("mod_remove_yes"));
    keep->setObjectName(QStringLiteral("mod_remove_no"));
    remove->setAccessibleName(remove->text());
    keep->setAccessibleName(keep->text());
    box->setDefaultButton(keep);
    box->setEscapeButton(keep);
    connect(remove, &QAbstractButton::clicked, this, [this, id] {
        const QString folder = clapFolder(m_context.models->status(id));
        if (clap() != nullptr && !folder.isEmpty() && clap()->state().folder == folder) {
            clap()->choose({}); // its files go
        }
        m_context.models->remove(id);
    });
    box->open();
}

void ModelsRoom::report(const Result<>& result)
{
    if (!result) {
        m_context.selection->showMessage(errorSentence(errorCodeId(result.error().code)));
    }
}

void ModelsRoom::showCurrent()
{
    const QString id = m_table->currentId();
    const services::ModelStatus* status = m_context.models->status(id);
    const bool isThere = status != nullptr;
    const auto job = m_context.models->download(id);
    const bool isComing = job && !isFinished(job->state);
    const bool isReady = isThere && status->state == services::ModelState::Ready;
    const bool isOffline = m_context.settings->isAirplane();
    m_name->setText(m_model->index(m_table->currentIndex().row(), 0).data().toString());
    m_download->setVisible(isThere && !isReady && !isComing);
    m_download->setEnabled(!isOffline);
    m_download->setToolTip(isOffline ? tr("Offline: import it from a file") : QString());
    const QString folder = clapFolder(status);
    m_use->setVisible(isReady && clap() != nullptr && !folder.isEmpty()
                      && clap()->state().folder != folder);
    m_pause->setVisible(isComing);
    m_verify->setVisible(isThere);
    m_remove->setVisible(isThere);
    const bool isBusy = m_context.models->isBusy(id);
    m_verify->setEnabled(isReady && !isBusy);
    m_verify->setToolTip(isReady ? tr("Hashes every file anew")
                                 : tr("Nothing is here to be checked"));
    m_remove->setEnabled(isThere && status->bytesHere > 0 && !isComing && !isBusy);
    if (isThere) {
        const bool isResumed = status->state == services::ModelState::Partial;
        const QString size = sizeText(ModelShelf::missingBytes(*status));
        m_download->setText(isResumed ? tr("Go on · %1").arg(size) : tr("Download · %1").arg(size));
        m_download->setAccessibleName(m_download->text());
        m_download->updateGeometry();
    }
    showNote(status);
    if (!isThere) {
        m_facts->setText(
            tr("Draft separation is part of the studio: it needs no download and works "
               "on any computer. The networks below reach studio quality; the last one "
               "is for searching by words."));
        return;
    }
    QStringList lines {modelPurpose(status->model).toHtmlEscaped(), licenceText(status->model)};
    QStringList files;
    for (const services::ModelFile& file : status->model.files) {
        files.push_back(
            QStringLiteral("%1 · %2 · SHA-256 %3")
                .arg(file.name.toHtmlEscaped(), sizeText(file.bytes),
                     file.sha256.size() > 16 ? file.sha256.left(16) + QChar(0x2026) : file.sha256));
    }
    lines.push_back(QStringLiteral("<span style=\"color:%1\">%2</span>")
                        .arg(Theme::current().text3.name(), files.join(QStringLiteral("<br>"))));
    m_facts->setText(lines.join(QStringLiteral("<br>")));
}

void ModelsRoom::showNote(const services::ModelStatus* status)
{
    m_note->hide();
    if (status == nullptr) {
        return;
    }
    const auto job = m_context.models->download(status->model.id);
    if (status->state == services::ModelState::Damaged) {
        m_note->setNote(InlineNote::Kind::Error,
                        tr("A file has another size or hash than it should. Get it anew."));
        m_note->show();
    } else if (job && job->state == JobState::Failed
               && status->state != services::ModelState::Ready) {
        m_note->setNote(InlineNote::Kind::Warning,
                        jobErrorSentence(*job) + QLatin1Char(' ') + jobErrorCure(*job));
        m_note->setToolTip(QString::fromStdString(job->errorMessage));
        m_note->show();
    } else if (m_context.settings->isAirplane() && status->state != services::ModelState::Ready) {
        m_note->setNote(InlineNote::Kind::Warning,
                        tr("Offline — import the file, or drop it here. Draft works meanwhile."));
        m_note->show();
    }
}

void ModelsRoom::retranslate()
{
    setAccessibleName(tr("Models"));
    m_title->setFont(nde::ui::font(TextStyle::Title, QFont::DemiBold));
    m_title->setText(tr("Models"));
    m_name->setFont(nde::ui::font(TextStyle::Strong, QFont::DemiBold));
    m_facts->setFont(nde::ui::font(TextStyle::Caption));
    m_facts->setAccessibleName(tr("About the model"));
    m_folder->setFullText(QDir::toNativeSeparators(m_context.models->folder()));
    m_import->setText(tr("Import…"));
    m_import->setAccessibleName(tr("Import model files"));
    m_import->setToolTip(tr("From a file or a USB stick; files can also be dropped here"));
    m_reveal->setText(tr("Show the folder"));
    m_reveal->setAccessibleName(m_reveal->text());
    m_use->setText(tr("Use for searching"));
    m_use->setAccessibleName(m_use->text());
    m_use->setToolTip(tr("This studio's words are held against what this model hears"));
    m_pause->setText(tr("Pause"));
    m_pause->setAccessibleName(tr("Pause the download"));
    m_verify->setText(tr("Verify"));
    m_verify->setAccessibleName(tr("Verify the model"));
    m_remove->setText(tr("Remove"));
    m_remove->setAccessibleName(tr("Remove the model"));
    m_model->retranslate();
    showCurrent();
}

void ModelsRoom::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void ModelsRoom::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_context.models->refresh(); // files may have been put there by hand
}

void ModelsRoom::dragEnterEvent(QDragEnterEvent* event)
{
    if (!localPaths(*event->mimeData()).isEmpty()) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
        m_isOver = true;
        update();
    }
}

void ModelsRoom::dragLeaveEvent(QDragLeaveEvent* /*event*/)
{
    m_isOver = false;
    update();
}

void ModelsRoom::dropEvent(QDropEvent* event)
{
    m_isOver = false;
    update();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    importFiles(localPaths(*event->mimeData()));
}

void ModelsRoom::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    if (m_isOver) {
        paintBox(painter, rect().adjusted(dp(4), dp(4), -dp(4), -dp(4)), dpF(8), theme.selection,
                 theme.focus, Qt::DashLine);
    }
}

} // namespace nde::ui
