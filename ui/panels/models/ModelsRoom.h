#pragma once

#include "core/base/Result.h"
#include "ui/StudioContext.h"

#include <QWidget>

class QLabel;

namespace nde::services {
class ClapService;
struct ModelStatus;
} // namespace nde::services

namespace nde::ui {

class Button;
class ClapCard;
class ElidedLabel;
class InlineNote;
class ModelTable;
class ModelTableModel;
class NetworkCard;

/// The Models room: what there is for separation, what it needs and may be used for, and getting
/// it: by download when asked, or from a file that is chosen or dropped.
class ModelsRoom final : public QWidget
{
    Q_OBJECT
public:
    explicit ModelsRoom(const StudioContext& context, QWidget* parent = nullptr);

    void showModel(const QString& id);
    /// Asks for the terms where they are new, then fetches.
    void download(const QString& id);
    void importFiles(const QStringList& paths);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void buildLayout();
    QWidget* buildCard();
    void connectAll();
    void chooseImport();
    void toggleDownload(const QString& id);
    void askToRemove(const QString& id);
    void reveal();
    void showCurrent();
    void showNote(const services::ModelStatus* status);
    /// Of a text search model: its files' folder; empty for others.
    [[nodiscard]] QString clapFolder(const services::ModelStatus* status) const;
    [[nodiscard]] services::ClapService* clap() const; ///< null where nobody asks one
    void adopt(const QStringList& models);
    void report(const Result<>& result);
    void retranslate();

    StudioContext m_context;
    ModelTableModel* m_model;
    ModelTable* m_table;
    QLabel* m_title;
    ElidedLabel* m_folder;
    Button* m_import;
    Button* m_reveal;
    InlineNote* m_note;
    QLabel* m_name;
    QLabel* m_facts;
    Button* m_use; ///< a text search model, for this studio
    Button* m_download;
    Button* m_pause;
    Button* m_verify;
    Button* m_remove;
    NetworkCard* m_network;
    ClapCard* m_clap {}; ///< null where nobody asks a CLAP model
    bool m_isOver {};
};

} // namespace nde::ui
