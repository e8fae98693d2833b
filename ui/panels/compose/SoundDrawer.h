#pragma once

#include "core/base/Stem.h"
#include "ui/StudioContext.h"

#include <QWidget>

#include <string>

class QListView;
class QTimer;

namespace nde::ui {

class Chip;
class DrawerModel;
class FileDrag;
class SearchField;

/// The library as a slim list beside the timeline: searched, narrowed to what fits the lane that is
/// current, heard by a click, dragged onto the timeline or sent there by Return.
class SoundDrawer final : public QWidget
{
    Q_OBJECT
public:
    SoundDrawer(const StudioContext& context, FileDrag& files, QWidget* parent = nullptr);

    void setRole(const std::string& role); ///< of the current lane; empty = none
    [[nodiscard]] const StemRow* row(StemId id) const; ///< null = not in the library
    [[nodiscard]] bool isMissing(StemId id) const; ///< its file was not there when last looked at
    [[nodiscard]] Category categoryOf(StemId id) const;

Q_SIGNALS:
    void useRequested(nde::StemId id); ///< at the playhead

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void hear(int row);
    void startDrag(int row);
    void retranslate();

    StudioContext m_context;
    FileDrag& m_files;
    std::string m_role;
    SearchField* m_search;
    Chip* m_fits;
    Chip* m_dreamed;
    DrawerModel* m_model;
    QListView* m_list;
    QTimer* m_rest;
    QPoint m_pressedAt;
    int m_pressed {-1};
};

} // namespace nde::ui
