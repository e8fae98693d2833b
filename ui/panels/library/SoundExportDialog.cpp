#include "ui/panels/library/SoundExportDialog.h"

#include "core/services/Files.h"
#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/Settings.h"
#include "core/services/Studio.h"
#include "ui/models/Later.h"
#include "ui/models/ModelText.h"
#include "ui/models/SoundVerbs.h"
#include "ui/panels/FileChooser.h"
#include "ui/panels/activity/ErrorText.h"
#include "ui/panels/compose/ExportSetup.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/InlineNote.h"
#include "ui/widgets/PathField.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFormLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QTimer>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include <algorithm>
#include <array>

namespace nde::ui {

namespace {

constexpr int kRestMs = 150;
constexpr qsizetype kNamesShown = 3;
constexpr std::array kRates {0, 44100, 48000, 88200, 96000}; ///< 0 = each its own
const QString kStateName = QStringLiteral("export_sounds");

} // namespace

SoundExportDialog::SoundExportDialog(const StudioContext& context, std::vector<StemId> sounds,
                                     const QString& title, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_sounds(std::move(sounds))
    , m_format(new QComboBox(this))
    , m_rate(new QComboBox(this))
    , m_name(new QLineEdit(this))
    , m_names(new QLabel(this))
    , m_facts(new QCheckBox(tr("Write what is known into the files"), this))
    , m_pack(new QCheckBox(tr("As a sample pack"), this))
    , m_packName(new QLineEdit(this))
    , m_folder(new PathField(this))
    , m_error(new InlineNote(InlineNote::Kind::Error, {}, this))
    , m_size(new QLabel(this))
    , m_cancel(new Button(tr("Cancel"), Button::Kind::Secondary, this))
    , m_go(new Button(tr("Export"), Button::Kind::Primary, this))
    , m_rest(new QTimer(this))
{
    setObjectName(QStringLiteral("sound_export_dialog"));
    const StemRow* first
        = m_sounds.size() == 1 ? rowById(context.library->rows(), m_sounds.front()) : nullptr;
    setWindowTitle(first != nullptr
                       ? tr("Export “%1”").arg(QString::fromStdString(first->name))
                       : tr("Export %n sound(s)", nullptr, static_cast<int>(m_sounds.size())));
    setAccessibleName(windowTitle());
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(dp(16), dp(16), dp(16), dp(16));
    rows->setSpacing(dp(10));
    buildChoice(rows);
    buildFoot(rows);
    setMinimumWidth(dp(460));
    m_rest->setSingleShot(true);
    m_rest->setInterval(kRestMs);
    restore(title);
    connectAll();
    refresh();
}

void SoundExportDialog::buildChoice(QVBoxLayout* rows)
{
    const auto prepare = [](QWidget* widget, const char* name, const QString& words) {
        widget->setObjectName(QLatin1String(name));
        widget->setAccessibleName(words);
    };
    prepare(m_format, "sexp_format", tr("Format"));
    prepare(m_rate, "sexp_rate", tr("Sample rate"));
    prepare(m_name, "sexp_name", tr("Names"));
    prepare(m_folder, "sexp_folder", tr("Folder"));
    prepare(m_facts, "sexp_facts", m_facts->text());
    prepare(m_pack, "sexp_pack", m_pack->text());
    prepare(m_packName, "sexp_pack_name", tr("Name of the pack"));
    m_names->setObjectName(QStringLiteral("sexp_names"));
    m_names->setProperty("secondary", true);
    // As high as it may need, and never wider than the dialog.
    m_names->setFixedHeight((static_cast<int>(kNamesShown) + 1)
                            * m_names->fontMetrics().lineSpacing());
    m_names->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_names->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    for (const QString& format : ExportSetup::formats()) {
        m_format->addItem(ExportSetup::formatText(format), format);
    }
    for (const int rate : kRates) {
        m_rate->addItem(
            rate == 0 ? tr("as it is")
                      : tr("%1 kHz").arg(formatNumber(rate / 1000.0, rate % 1000 == 0 ? 0 : 1)),
            rate);
    }
    m_name->setPlaceholderText(tr("Name, tempo and key, as far as known"));
    m_name->setToolTip(tr("{stem} {bpm} {key} {category} {source} {artist} {title} {date} {n} "
                          "stand for what they say; a / makes a folder."));
    m_facts->setToolTip(tr("Tempo, key, loop points and where the sound comes from, inside WAV "
                           "files."));
    m_pack->setToolTip(tr("Folders by category, with manifest and licence list."));
    auto* fields = new QFormLayout;
    fields->setHorizontalSpacing(dp(12));
    fields->setVerticalSpacing(dp(6));
    fields->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    fields->addRow(tr("Format"), m_format);
    fields->addRow(tr("Sample rate"), m_rate);
    fields->addRow(tr("Names"), m_name);
    fields->addRow(QString(), m_names);
    fields->addRow(QString(), m_facts);
    fields->addRow(QString(), m_pack);
    fields->addRow(tr("Name of the pack"), m_packName);
    fields->addRow(tr("Folder"), m_folder);
    rows->addLayout(fields);
}

void SoundExportDialog::buildFoot(QVBoxLayout* rows)
{
    m_error->hide();
    m_error->setObjectName(QStringLiteral("sexp_error"));
    rows->addWidget(m_error);
    rows->addStretch(1);
    m_size->setObjectName(QStringLiteral("sexp_size"));
    m_size->setProperty("muted", true);
    m_cancel->setObjectName(QStringLiteral("sexp_cancel"));
    m_go->setObjectName(QStringLiteral("sexp_go"));
    m_go->setDefault(true);
    for (Button* button : {m_cancel, m_go}) {
        button->setAccessibleName(button->text());
    }
    auto* verbs = new QHBoxLayout;
    verbs->addWidget(m_size, 1);
    verbs->addWidget(m_cancel);
    verbs->addWidget(m_go);
    rows->addLayout(verbs);
}

void SoundExportDialog::connectAll()
{
    connect(m_format, &QComboBox::currentIndexChanged, this, &SoundExportDialog::refresh);
    connect(m_rate, &QComboBox::currentIndexChanged, this, &SoundExportDialog::refresh);
    connect(m_name, &QLineEdit::textChanged, this, &SoundExportDialog::refresh);
    connect(m_packName, &QLineEdit::textChanged, this, &SoundExportDialog::refresh);
    connect(m_facts, &QCheckBox::toggled, this, &SoundExportDialog::refresh);
    connect(m_pack, &QCheckBox::toggled, this, &SoundExportDialog::refresh);
    connect(m_folder, &QAbstractButton::clicked, this, &SoundExportDialog::pickFolder);
    connect(m_cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(m_go, &QAbstractButton::clicked, this, &SoundExportDialog::go);
    connect(m_rest, &QTimer::timeout, this, &SoundExportDialog::preview);
}

void SoundExportDialog::restore(const QString& title)
{
    const QJsonObject last
        = QJsonDocument::fromJson(m_context.settings->windowState(kStateName)).object();
    const auto choose = [](QComboBox* box, const QVariant& value, int otherwise) {
        const int at = box->findData(value);
        box->setCurrentIndex(at < 0 ? otherwise : at);
    };
    choose(m_format, last.value(QLatin1String("format")).toString(),
           m_format->findData(services::ExportParams().format));
    choose(m_rate, last.value(QLatin1String("rate")).toInt(), 0);
    m_name->setText(last.value(QLatin1String("name")).toString());
    m_facts->setChecked(last.value(QLatin1String("facts")).toBool(true));
    m_pack->setChecked(last.value(QLatin1String("pack")).toBool());
    m_packName->setText(title.isEmpty() ? tr("Sample pack") : title);
    const QString folder = last.value(QLatin1String("folder")).toString();
    m_target = !folder.isEmpty() && QDir(folder).exists()
        ? folder
        : m_context.studio->root() + QStringLiteral("/exports");
}

void SoundExportDialog::keep()
{
    const QJsonObject now {
        {QStringLiteral("format"), m_format->currentData().toString()},
        {QStringLiteral("rate"), m_rate->currentData().toInt()},
        {QStringLiteral("name"), m_name->text()},
        {QStringLiteral("facts"), m_facts->isChecked()},
        {QStringLiteral("pack"), m_pack->isChecked()},
        {QStringLiteral("folder"), m_target},
    };
    m_context.settings->setWindowState(kStateName, QJsonDocument(now).toJson());
}

services::ExportParams SoundExportDialog::params() const
{
    services::ExportParams params;
    params.sounds = m_sounds;
    params.format = m_format->currentData().toString();
    params.sampleRate = m_rate->currentData().toInt();
    params.name = m_name->text().trimmed();
    params.withFacts = m_facts->isChecked();
    params.isPack = m_pack->isChecked();
    params.folder = m_target;
    if (params.isPack) {
        params.folder += u'/' + services::safeFileName(m_packName->text().trimmed());
    }
    return params;
}

void SoundExportDialog::refresh()
{
    m_packName->setEnabled(m_pack->isChecked());
    m_folder->setPath(m_target, m_target);
    m_folder->setAccessibleName(tr("Folder: %1").arg(m_target));
    m_go->setEnabled(false); // until it is known what it would write
    ++m_round;
    m_rest->start();
}

void SoundExportDialog::preview()
{
    if (m_pack->isChecked() && m_packName->text().trimmed().isEmpty()) {
        m_names->clear();
        showError(tr("The pack needs a name."));
        return;
    }
    const auto studio = m_context.studio;
    later(this, QtConcurrent::run([studio, asked = params()] {
              return services::previewExport(*studio, asked);
          }),
          [this, round = m_round](const Result<services::ExportPreview>& preview) {
              if (round == m_round) {
                  showPreview(preview);
              }
          });
}

void SoundExportDialog::showPreview(const Result<services::ExportPreview>& preview)
{
    m_names->clear();
    m_size->clear();
    if (!preview) {
        showError(preview.error().code == ErrorCode::BadInput
                      ? tr("This name cannot be filled in.")
                      : errorSentence(preview.error()) + u' ' + errorCure(preview.error()));
        return;
    }
    QStringList names;
    for (const QString& name : preview->names.mid(0, kNamesShown)) {
        names << m_names->fontMetrics().elidedText(name, Qt::ElideMiddle, m_names->width());
    }
    if (preview->names.size() > kNamesShown) {
        names << tr("and %n more", nullptr, static_cast<int>(preview->names.size() - kNamesShown));
    }
    m_names->setText(names.join(u'\n'));
    m_names->setToolTip(m_pack->isChecked()
                            ? tr("And manifest.csv and LICENSES.txt.")
                            : tr("Beside each lies a .dream.json that says where it comes from."));
    m_size->setText(tr("about %1").arg(sizeText(preview->bytes)));
    if (!preview->taken.isEmpty()) {
        showError(tr("“%1” is there already. Nothing is replaced: choose another name or folder.")
                      .arg(QDir(m_target).relativeFilePath(preview->taken)));
        return;
    }
    m_error->hide();
    m_go->setEnabled(true);
}

void SoundExportDialog::showError(const QString& text)
{
    m_error->setNote(InlineNote::Kind::Error, text);
    m_error->show();
}

void SoundExportDialog::pickFolder()
{
    chooseFolder(this, tr("Folder of the export"), [this](const QString& folder) {
        m_target = folder;
        refresh();
    });
}

void SoundExportDialog::go()
{
    const auto job = m_context.jobs->enqueue(params());
    if (!job) {
        showError(errorSentence(job.error()) + u' ' + errorCure(job.error()));
        return;
    }
    keep();
    Q_EMIT enqueued(*job);
    accept();
}

} // namespace nde::ui
