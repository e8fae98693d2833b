#pragma once

#include "core/base/Job.h"
#include "core/services/ExportPreview.h"
#include "ui/StudioContext.h"

#include <QDialog>

#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QTimer;
class QVBoxLayout;

namespace nde::ui {

class Button;
class InlineNote;
class PathField;

/// Writes sounds of the library for other programs (sound_export_dialog): format, names, folder, a
/// sample pack; Export puts it into the queue. What is there already is never replaced. The last
/// choice is remembered.
class SoundExportDialog final : public QDialog
{
    Q_OBJECT
public:
    /// @param sounds  at least one. @param title  of their collection; proposed for a pack.
    SoundExportDialog(const StudioContext& context, std::vector<StemId> sounds,
                      const QString& title, QWidget* parent = nullptr);
    /// What Export would ask for now.
    [[nodiscard]] services::ExportParams params() const;

Q_SIGNALS:
    void enqueued(nde::JobId job);

private:
    void buildChoice(QVBoxLayout* rows);
    void buildFoot(QVBoxLayout* rows);
    void connectAll();
    void restore(const QString& title);
    void keep();
    void refresh();
    void preview();
    void showPreview(const Result<services::ExportPreview>& preview);
    void showError(const QString& text);
    void pickFolder();
    void go();

    StudioContext m_context;
    std::vector<StemId> m_sounds;
    QString m_target; ///< folder
    int m_round {}; ///< of the preview that is being worked out
    QComboBox* m_format;
    QComboBox* m_rate;
    QLineEdit* m_name;
    QLabel* m_names;
    QCheckBox* m_facts;
    QCheckBox* m_pack;
    QLineEdit* m_packName;
    PathField* m_folder;
    InlineNote* m_error;
    QLabel* m_size;
    Button* m_cancel;
    Button* m_go;
    QTimer* m_rest;
};

} // namespace nde::ui
