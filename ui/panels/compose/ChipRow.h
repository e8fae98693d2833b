#pragma once

#include "ui/panels/compose/ChipEditor.h"
#include "ui/panels/compose/ChipModel.h"

#include <QPointer>
#include <QWidget>

#include <vector>

namespace nde::ui {

class EditChip;
class FlowLayout;
class IconButton;
class Popover;

/// The chips under the prompt (comp_chips): what was understood, each to be edited in a popover,
/// locked or taken away, and a menu for what was not said. Chips that stay keep their places and
/// the focus, so that a popover may stand open while the plan follows it.
class ChipRow final : public QWidget
{
    Q_OBJECT
public:
    /// @param room  popovers float on it.
    ChipRow(QWidget* room, QWidget* parent = nullptr);

    void setChips(const std::vector<PromptChip>& chips, const ChipEditor::Subject& subject);
    /// What can be chosen from; an open editor of sources counts anew.
    void setShelf(const std::shared_ptr<const services::SourceShelf>& shelf);
    [[nodiscard]] const std::vector<PromptChip>& chips() const { return m_chips; }
    void edit(const QString& id); ///< opens its popover; unknown = nothing

Q_SIGNALS:
    void requestChosen(const nde::music::Request& request, const QString& what);
    void sourcesChosen(const nde::music::SourceWish& sources, const QString& what);
    void tempoChosen(double bpm);
    void keyChosen(nde::Key key);
    void swingChosen(double percent);
    void loudnessChosen(double lufs);
    void lockChosen(const std::string& chip, bool isLocked);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void retranslate();
    void fill();
    EditChip* makeChip(const PromptChip& chip);
    void dress(EditChip& widget, const PromptChip& chip) const;
    void openEditor(const PromptChip& chip, EditChip* opener);
    void openAddMenu();
    [[nodiscard]] EditChip* widgetOf(const QString& id) const;

    QWidget* m_room;
    std::vector<PromptChip> m_chips;
    ChipEditor::Subject m_subject;
    std::vector<EditChip*> m_widgets;
    FlowLayout* m_flow;
    IconButton* m_add;
    QPointer<Popover> m_popover;
    QPointer<EditChip> m_opener;
    QPointer<EditChip> m_closed; ///< by the click that is still being worked on
};

} // namespace nde::ui
