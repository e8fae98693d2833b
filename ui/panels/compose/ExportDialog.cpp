#include "ui/panels/compose/ExportDialog.h"

#include "core/services/JobService.h"
#include "core/services/Settings.h"
#include "core/services/Studio.h"
#include "ui/models/Later.h"
#include "ui/models/ModelText.h"
#include "ui/panels/FileChooser.h"
#include "ui/panels/activity/ErrorText.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/InlineNote.h"
#include "ui/widgets/PathField.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include <algorithm>
#include <array>

namespace nde::ui {

namespace {

constexpr int kRestMs = 150;
constexpr int kUsualRate = 48000;
const QString kStateName = QStringLiteral("export");

} // namespace

ExportDialog::ExportDialog(const StudioContext& context, std::shared_ptr<const music::Plan> plan,
                           const QString& planFile, const QString& title, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_plan(std::move(plan))
    , m_planFile(planFile)
    , m_title(title)
    , m_presets(new QComboBox(this))
    , m_tabs(new QTabWidget(this))
    , m_rest(new QTimer(this))
{
    setObjectName(QStringLiteral("export_dialog"));
    setWindowTitle(tr("Mixdown and export"));
    setAccessibleName(windowTitle());
    m_presets->setObjectName(QStringLiteral("export_preset"));
    m_presets->setAccessibleName(tr("Preset"));
    for (const QString& preset : ExportSetup::presets()) {
        m_presets->addItem(ExportSetup::presetText(preset), preset);
    }
    m_presets->addItem(ExportSetup::presetText({}), QString());
    m_tabs->setObjectName(QStringLiteral("export_tabs"));
    m_tabs->setAccessibleName(tr("Kinds of files"));
    m_tabs->addTab(buildMaster(), tr("Master"));
    m_tabs->addTab(buildStems(), tr("Stems"));
    m_tabs->addTab(buildDaw(), tr("DAW"));
    m_tabs->addTab(buildMidi(), tr("MIDI"));
    m_tabs->addTab(buildPack(), tr("Pack"));
    auto* top = new QHBoxLayout;
    auto* label = new QLabel(tr("Preset"), this);
    top->addWidget(label);
    top->addWidget(m_presets, 1);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(dp(16), dp(16), dp(16), dp(16));
    rows->setSpacing(dp(12));
    rows->addLayout(top);
    rows->addWidget(m_tabs, 1);
    rows->addWidget(buildFoot());
    setMinimumWidth(dp(520));
    m_rest->setSingleShot(true);
    m_rest->setInterval(kRestMs);
    const QString last = QString::fromUtf8(context.settings->windowState(kStateName));
    m_setup.params.folder = !last.isEmpty() && QDir(last).exists()
        ? last
        : context.studio->root() + QStringLiteral("/exports");
    m_setup.params.name = QStringLiteral("{track}");
    m_setup.applyPreset(ExportSetup::presets().front());
    connectAll();
    showSetup();
}

void ExportDialog::connectAll()
{
    connect(m_presets, &QComboBox::activated, this, [this](int at) {
        if (const QString preset = m_presets->itemData(at).toString(); !preset.isEmpty()) {
            m_setup.applyPreset(preset);
            m_tabs->setCurrentIndex(preset == u"pack"                ? 4
                                        : preset == u"stems-for-daw" ? 2
                                        : preset == u"dj-stems"      ? 1
                                                                     : 0);
        }
        showSetup();
    });
    for (QCheckBox* check : {m_master, m_facts, m_stems, m_rpp, m_daw, m_cues, m_midi, m_influences,
                             m_pack, m_overwrite}) {
        connect(check, &QCheckBox::toggled, this, &ExportDialog::take);
    }
    for (QComboBox* box : {m_format, m_stemFormat}) {
        connect(box, &QComboBox::activated, this, &ExportDialog::take);
    }
    // Untouched, they stay what the preset or the plan says.
    connect(m_rate, &QComboBox::activated, this, [this] {
        m_setup.params.sampleRate = m_rate->currentData().toInt();
        refresh();
    });
    connect(m_lufs, &QDoubleSpinBox::valueChanged, this, [this](double lufs) {
        m_setup.params.lufs = lufs;
        refresh();
    });
    connect(m_peak, &QDoubleSpinBox::valueChanged, this, [this](double peak) {
        m_setup.params.ceilingDbtp = peak;
        refresh();
    });
    connect(m_name, &QLineEdit::textEdited, this, &ExportDialog::take);
    connect(m_folder, &QAbstractButton::clicked, this, &ExportDialog::chooseFolder);
    connect(m_cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(m_go, &QAbstractButton::clicked, this, &ExportDialog::go);
    connect(m_rest, &QTimer::timeout, this, &ExportDialog::measure);
}

void ExportDialog::take()
{
    services::ExportParams& params = m_setup.params;
    params.master = m_master->isChecked();
    params.format = m_format->currentData().toString();
    params.withFacts = m_facts->isChecked();
    params.laneStems = m_stems->isChecked();
    params.stemFormat = m_stemFormat->currentData().toString();
    params.rpp = m_rpp->isChecked();
    params.dawProject = m_daw->isChecked();
    params.cues = m_cues->isChecked();
    params.midi = m_midi->isChecked();
    params.influences = m_influences->isChecked();
    params.overwrite = m_overwrite->isChecked();
    params.name = m_name->text().trimmed();
    m_setup.isPack = m_pack->isChecked();
    refresh();
}

void ExportDialog::showSetup()
{
    const services::ExportParams& params = m_setup.params;
    const auto check = [](QCheckBox* box, bool on) {
        const QSignalBlocker quietly(box);
        box->setChecked(on);
    };
    const auto choose = [](QComboBox* box, const QVariant& data) {
        box->setCurrentIndex(std::max(0, box->findData(data)));
    };
    const auto set = [](QDoubleSpinBox* box, double value) {
        const QSignalBlocker quietly(box);
        box->setValue(value);
    };
    check(m_master, params.master);
    choose(m_format, params.format);
    choose(m_rate, params.sampleRate > 0 ? params.sampleRate : kUsualRate);
    set(m_lufs, params.lufs.value_or(m_plan->lufs));
    set(m_peak, params.ceilingDbtp.value_or(m_plan->ceilingDbtp));
    check(m_facts, params.withFacts);
    check(m_stems, params.laneStems);
    choose(m_stemFormat, params.stemFormat);
    check(m_rpp, params.rpp);
    check(m_daw, params.dawProject);
    check(m_cues, params.cues);
    check(m_midi, params.midi);
    check(m_influences, params.influences);
    check(m_pack, m_setup.isPack);
    check(m_overwrite, params.overwrite);
    m_name->setText(params.name);
    refresh();
}

void ExportDialog::refresh()
{
    const services::ExportParams& params = m_setup.params;
    for (QWidget* widget : std::initializer_list<QWidget*> {m_format, m_rate, m_lufs, m_peak}) {
        widget->setEnabled(params.master);
    }
    m_stemFormat->setEnabled(params.laneStems);
    const QString preset = m_setup.preset();
    m_presets->setCurrentIndex(std::max(0, m_presets->findData(preset)));
    m_folder->setPath(params.folder, params.folder);
    m_folder->setAccessibleName(tr("Folder: %1").arg(params.folder));
    const QString name = exportName(params.name, m_title, *m_plan);
    const QStringList contents = m_setup.contents(name, static_cast<int>(m_plan->lanes.size()),
                                                  static_cast<int>(soundsOf(*m_plan).size()));
    const bool isReady = !name.isEmpty() && !m_setup.isEmpty();
    m_contents->setText(name.isEmpty()           ? tr("This name cannot be filled in.")
                            : contents.isEmpty() ? tr("Nothing is chosen yet.")
                                                 : contents.join(QStringLiteral(" · ")));
    m_go->setEnabled(isReady);
    m_size->clear();
    m_error->hide();
    if (isReady) {
        m_rest->start();
    }
}

void ExportDialog::measure()
{
    const int round = ++m_round;
    const auto jobs = m_setup.jobs(m_planFile, soundsOf(*m_plan));
    const auto studio = m_context.studio;
    later(this, QtConcurrent::run([studio, jobs]() -> qint64 {
              qint64 sum = 0;
              for (const services::ExportParams& params : jobs) {
                  sum += services::exportSize(*studio, params).value_or(0);
              }
              return sum;
          }),
          [this, round](qint64 bytes) {
              if (round == m_round && bytes > 0) {
                  m_size->setText(tr("about %1").arg(sizeText(bytes)));
              }
          });
}

void ExportDialog::chooseFolder()
{
    ui::chooseFolder(this, tr("Folder of the export"), [this](const QString& folder) {
        m_setup.params.folder = folder;
        m_context.settings->setWindowState(kStateName, folder.toUtf8());
        refresh();
    });
}

void ExportDialog::go()
{
    std::vector<JobId> ids;
    for (const services::ExportParams& params : m_setup.jobs(m_planFile, soundsOf(*m_plan))) {
        const auto job = m_context.jobs->enqueue(params);
        if (!job) {
            m_error->setNote(InlineNote::Kind::Error,
                             errorSentence(job.error()) + u' ' + errorCure(job.error()));
            m_error->show();
            return;
        }
        ids.push_back(*job);
    }
    Q_EMIT enqueued(ids);
    accept();
}

} // namespace nde::ui
