#pragma once

#include "ui/models/DreamSetup.h"
#include "ui/plot/SkyView.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QLineEdit;

namespace nde::ui {

class IconButton;
class PromptField;
class SegmentedControl;

/// The line above the sky: which model, which mode, words that steer, tools.
class DreamHead final : public QWidget
{
    Q_OBJECT
public:
    explicit DreamHead(QWidget* parent = nullptr);

    /// @param current  path; one that is not in the list is added by its name.
    void setModels(const std::vector<services::DreamModel>& models, const QString& current);
    void setReady(bool hasSky); ///< without a sky there is nothing for words and tools to act on
    /// Of long sounds there are no words to steer by, no hybrids and no style.
    void setLong(bool on);
    void setMode(nn::DreamMode mode); ///< silent, as all setters
    void setTool(SkyTool tool);
    void setHovering(bool on);
    void setMoves(const QString& moves, const QString& doubt); ///< beside the words
    [[nodiscard]] QString text() const;
    void focusPrompt();

Q_SIGNALS:
    void modelChosen(const QString& path);
    void modelFileRequested(); ///< "Load model…"
    void modeChosen(nn::DreamMode mode);
    void textChanged(const QString& text);
    void textEntered();
    void toolChosen(nde::ui::SkyTool tool);
    void hoveringChosen(bool on);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void fillModels();
    void retranslate();

    std::vector<services::DreamModel> m_known;
    QString m_current;
    bool m_isLong {};
    QComboBox* m_models;
    SegmentedControl* m_modes;
    PromptField* m_prompt;
    IconButton* m_hover;
    IconButton* m_path;
    IconButton* m_lasso;
};

} // namespace nde::ui
