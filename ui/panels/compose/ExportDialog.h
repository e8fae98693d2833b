#pragma once

#include "core/base/Job.h"
#include "core/music/Plan.h"
#include "ui/StudioContext.h"
#include "ui/panels/compose/ExportSetup.h"

#include <QDialog>

#include <memory>
#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QTabWidget;
class QTimer;

namespace nde::ui {

class Button;
class InlineNote;
class PathField;

/// Mixdown and export (export_dialog): presets, a tab for each kind of file, name, folder, size;
/// Export puts it into the queue.
class ExportDialog final : public QDialog
{
    Q_OBJECT
public:
    ExportDialog(const StudioContext& context, std::shared_ptr<const music::Plan> plan,
                 const QString& planFile, const QString& title, QWidget* parent = nullptr);
    [[nodiscard]] const ExportSetup& setup() const { return m_setup; }

Q_SIGNALS:
    void enqueued(const std::vector<nde::JobId>& jobs);

private:
    QWidget* buildMaster();
    QWidget* buildStems();
    QWidget* buildDaw();
    QWidget* buildMidi();
    QWidget* buildPack();
    QWidget* buildFoot();
    void connectAll();
    QCheckBox* addCheck(const char* name, const QString& text, const QString& hint, QWidget* page);
    QComboBox* addFormats(const char* name, const QString& label, QWidget* page);
    void take(); ///< what the controls say, into the setup
    void showSetup(); ///< what the setup says, on the controls
    void refresh();
    void measure();
    void chooseFolder();
    void go();

    StudioContext m_context;
    std::shared_ptr<const music::Plan> m_plan;
    QString m_planFile;
    QString m_title;
    ExportSetup m_setup;
    int m_round {}; ///< of the size that is being worked out
    QComboBox* m_presets;
    QTabWidget* m_tabs;
    QCheckBox* m_master {};
    QComboBox* m_format {};
    QComboBox* m_rate {};
    QDoubleSpinBox* m_lufs {};
    QDoubleSpinBox* m_peak {};
    QCheckBox* m_facts {};
    QCheckBox* m_stems {};
    QComboBox* m_stemFormat {};
    QCheckBox* m_rpp {};
    QCheckBox* m_daw {};
    QCheckBox* m_cues {};
    QCheckBox* m_midi {};
    QCheckBox* m_influences {};
    QCheckBox* m_pack {};
    QLineEdit* m_name {};
    PathField* m_folder {};
    QCheckBox* m_overwrite {};
    QLabel* m_contents {};
    QLabel* m_size {};
    InlineNote* m_error {};
    Button* m_go {};
    Button* m_cancel {};
    QTimer* m_rest {};
};

} // namespace nde::ui
