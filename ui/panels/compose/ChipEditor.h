#pragma once

#include "core/music/Plan.h"
#include "core/services/SourceShelf.h"
#include "ui/panels/compose/ChipModel.h"

#include <QStringList>
#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

class QVBoxLayout;

namespace nde::ui {

/// What stands in the popover of a chip: the control that fits it, and Remove.
class ChipEditor final : public QWidget
{
    Q_OBJECT
public:
    struct Subject
    {
        music::Request request;
        music::SourceWish sources;
        std::shared_ptr<const music::Plan> plan; ///< null before the first
        std::shared_ptr<const services::SourceShelf> shelf; ///< null = not known yet
    };
    ChipEditor(const PromptChip& chip, Subject subject, QWidget* parent);

Q_SIGNALS:
    void requestChosen(const nde::music::Request& request, const QString& what);
    void sourcesChosen(const nde::music::SourceWish& sources, const QString& what);
    void tempoChosen(double bpm); ///< of a plan
    void keyChosen(nde::Key key); ///< of a plan
    void swingChosen(double percent); ///< of a plan
    void loudnessChosen(double lufs); ///< of a plan
    void done(); ///< the popover may close

private:
    void addTitle(const QString& text);
    void addRemove();
    void buildTempo();
    void buildKey();
    void buildWords();
    void buildDegree();
    void buildStructure();
    void buildLength();
    void buildSources();
    void buildNumber();
    void buildUnknown();
    void chooseWord(const std::string& name);
    void choose(const music::Request& request, const QString& what);
    [[nodiscard]] std::vector<std::pair<std::string, QString>> words() const;

    PromptChip m_chip;
    Subject m_subject;
    QVBoxLayout* m_column;
};

} // namespace nde::ui
