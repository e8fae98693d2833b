#include "core/services/JobService.h"
#include "core/services/Settings.h"
#include "core/services/Studio.h"
#include "ui/models/Later.h"
#include "ui/panels/FileChooser.h"
#include "ui/panels/activity/ErrorText.h"
#include "ui/panels/compose/ExportDialog.h"
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

/// The pages of ExportDialog.
namespace nde::ui {

namespace {

constexpr std::array kRates {44100, 48000, 88200, 96000};

QVBoxLayout* column(QWidget* page)
{
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(dp(12), dp(12), dp(12), dp(12));
    layout->setSpacing(dp(8));
    return layout;
}

QFormLayout* form(QVBoxLayout* page)
{
    auto* layout = new QFormLayout;
    layout->setHorizontalSpacing(dp(12));
    layout->setVerticalSpacing(dp(6));
    layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    page->addLayout(layout);
    return layout;
}

} // namespace

QCheckBox* ExportDialog::addCheck(const char* name, const QString& text, const QString& hint,
                                  QWidget* page)
{
    auto* check = new QCheckBox(text, page);
    check->setObjectName(QLatin1String(name));
    check->setAccessibleName(text);
    check->setToolTip(hint);
    page->layout()->addWidget(check);
    if (!hint.isEmpty()) {
        auto* note = new QLabel(hint, page);
        note->setProperty("muted", true);
        note->setWordWrap(true);
        note->setContentsMargins(dp(24), 0, 0, dp(4));
        page->layout()->addWidget(note);
    }
    return check;
}

QComboBox* ExportDialog::addFormats(const char* name, const QString& label, QWidget* page)
{
    auto* box = new QComboBox(page);
    box->setObjectName(QLatin1String(name));
    box->setAccessibleName(label);
    for (const QString& format : ExportSetup::formats()) {
        box->addItem(ExportSetup::formatText(format), format);
    }
    return box;
}

QWidget* ExportDialog::buildMaster()
{
    auto* page = new QWidget(m_tabs);
    QVBoxLayout* rows = column(page);
    m_master = addCheck("export_master", tr("The whole track as one file"), {}, page);
    QFormLayout* fields = form(rows);
    m_format = addFormats("export_format", tr("Format"), page);
    m_rate = new QComboBox(page);
    m_rate->setObjectName(QStringLiteral("export_rate"));
    m_rate->setAccessibleName(tr("Sample rate"));
    for (const int rate : kRates) {
        m_rate->addItem(tr("%1 kHz").arg(formatNumber(rate / 1000.0, rate % 1000 == 0 ? 0 : 1)),
                        rate);
    }
    const auto spin = [page](const char* name, const QString& text, double least, double most,
                             const QString& suffix) {
        auto* box = new QDoubleSpinBox(page);
        box->setObjectName(QLatin1String(name));
        box->setAccessibleName(text);
        box->setRange(least, most);
        box->setDecimals(1);
        box->setSingleStep(0.5);
        box->setSuffix(suffix);
        return box;
    };
    m_lufs = spin("export_lufs", tr("Loudness"), -30.0, -5.0, QStringLiteral(" LUFS"));
    m_peak = spin("export_peak", tr("True peak, at most"), -6.0, 0.0, QStringLiteral(" dBTP"));
    fields->addRow(tr("Format"), m_format);
    fields->addRow(tr("Sample rate"), m_rate);
    fields->addRow(tr("Loudness"), m_lufs);
    fields->addRow(tr("True peak, at most"), m_peak);
    m_facts = addCheck("export_facts", tr("Write what is known into the files"),
                       tr("Tempo, key, loudness, and where every sound comes from."), page);
    rows->addStretch(1);
    return page;
}

QWidget* ExportDialog::buildStems()
{
    auto* page = new QWidget(m_tabs);
    QVBoxLayout* rows = column(page);
    m_stems = addCheck("export_stems", tr("One file for every lane"),
                       tr("With the returns of reverb and delay. Together they are the mix before "
                          "the master."),
                       page);
    QFormLayout* fields = form(rows);
    m_stemFormat = addFormats("export_stem_format", tr("Format of the stems"), page);
    fields->addRow(tr("Format"), m_stemFormat);
    rows->addStretch(1);
    return page;
}

QWidget* ExportDialog::buildDaw()
{
    auto* page = new QWidget(m_tabs);
    QVBoxLayout* rows = column(page);
    m_rpp = addCheck("export_rpp", tr("REAPER project"),
                     tr("Tracks, items, fades, tempo and section markers; its sounds beside it."),
                     page);
    m_daw = addCheck("export_dawproject", tr("DAWproject"),
                     tr("For Bitwig Studio, Studio One, Cubase and others."), page);
    m_cues
        = addCheck("export_cues", tr("Cue list"), tr("Sections with bar and time, as text."), page);
    rows->addStretch(1);
    return page;
}

QWidget* ExportDialog::buildMidi()
{
    auto* page = new QWidget(m_tabs);
    QVBoxLayout* rows = column(page);
    m_midi = addCheck("export_midi", tr("MIDI file"),
                      tr("Type 1: tempo, section markers, a track for every drum lane and for "
                         "lanes of single notes."),
                      page);
    rows->addStretch(1);
    return page;
}

QWidget* ExportDialog::buildPack()
{
    auto* page = new QWidget(m_tabs);
    QVBoxLayout* rows = column(page);
    m_pack = addCheck("export_pack", tr("The sounds in use as a sample pack"),
                      tr("Folders by category, with manifest and licence list."), page);
    m_influences = addCheck("export_influences", tr("Who is in this track"),
                            tr("A report of every sound and where it comes from."), page);
    rows->addStretch(1);
    return page;
}

QWidget* ExportDialog::buildFoot()
{
    auto* foot = new QWidget(this);
    auto* rows = new QVBoxLayout(foot);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(dp(8));
    QFormLayout* fields = form(rows);
    m_name = new QLineEdit(foot);
    m_name->setObjectName(QStringLiteral("export_name"));
    m_name->setAccessibleName(tr("Name"));
    m_name->setToolTip(tr("{track} {bpm} {key} {date} stand for what they say."));
    m_folder = new PathField(foot);
    m_folder->setObjectName(QStringLiteral("export_folder"));
    fields->addRow(tr("Name"), m_name);
    fields->addRow(tr("Folder"), m_folder);
    m_overwrite = new QCheckBox(tr("Replace files of the same name"), foot);
    m_overwrite->setObjectName(QStringLiteral("export_overwrite"));
    m_overwrite->setAccessibleName(m_overwrite->text());
    rows->addWidget(m_overwrite);
    m_contents = new QLabel(foot);
    m_contents->setObjectName(QStringLiteral("export_contents"));
    m_contents->setWordWrap(true);
    m_contents->setProperty("secondary", true);
    rows->addWidget(m_contents);
    m_error = new InlineNote(InlineNote::Kind::Error, {}, foot);
    m_error->hide();
    rows->addWidget(m_error);
    auto* verbs = new QHBoxLayout;
    m_size = new QLabel(foot);
    m_size->setObjectName(QStringLiteral("export_size"));
    m_size->setProperty("muted", true);
    m_cancel = new Button(tr("Cancel"), Button::Kind::Secondary, foot);
    m_cancel->setObjectName(QStringLiteral("export_cancel"));
    m_cancel->setAccessibleName(m_cancel->text());
    m_go = new Button(tr("Export"), Button::Kind::Primary, foot);
    m_go->setObjectName(QStringLiteral("export_go"));
    m_go->setAccessibleName(m_go->text());
    m_go->setDefault(true);
    verbs->addWidget(m_size, 1);
    verbs->addWidget(m_cancel);
    verbs->addWidget(m_go);
    rows->addLayout(verbs);
    return foot;
}

} // namespace nde::ui
