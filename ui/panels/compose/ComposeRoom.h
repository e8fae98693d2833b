#pragma once

#include "core/base/Job.h"
#include "core/services/ComposeDesk.h"
#include "ui/StudioContext.h"
#include "ui/plot/ArrangeView.h"

#include <QHash>
#include <QWidget>

#include <map>
#include <memory>
#include <utility>
#include <vector>

class QStackedLayout;
class QTimer;

namespace nde::ui {

class AlternativeModel;
class BarScale;
class ChipRow;
class ClipPanel;
class ComposeHead;
class ComposeStart;
class ComposeVoice;
class ExportDialog;
class FileDrag;
class IconButton;
class MixerPanel;
class SectionStrip;
class SoundDrawer;
class StepPanel;
class TrackPage;
class VersionBar;

/// The Compose room: a sentence becomes a track that is heard at once, seen as sections and lanes,
/// edited clip by clip, mixed, and taken out of the studio.
/// @thread  the GUI thread.
class ComposeRoom final : public QWidget
{
    Q_OBJECT
public:
    explicit ComposeRoom(const StudioContext& context, QWidget* parent = nullptr);
    ~ComposeRoom() override;

    void compose(const QString& prompt); ///< as if it were typed
    void openExport(); ///< the dialog
    [[nodiscard]] services::ComposeDesk& desk() { return *m_desk; }
    [[nodiscard]] ArrangeView& timeline() { return *m_timeline; }
    [[nodiscard]] ComposeVoice& voice() { return *m_voice; }
    [[nodiscard]] ChipRow& chips() { return *m_chips; }

Q_SIGNALS:
    void noteChanged(const QString& text); ///< for the status line
    void trainRequested(nde::Category category); ///< a gap waits for a model of it

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    /// What lock and re-roll are about: whatever was chosen last.
    enum class Scope
    {
        All,
        Clips,
        Lane,
        Section
    };

    // ComposeRoom.cpp
    void buildLayout();
    QWidget* buildBody();
    QWidget* buildSide();
    void showPage();
    void showUndo();
    void showPlan();
    void showChips();
    void showNote();
    void showVersions();
    void fitPanels();
    void retranslate();

    // ComposeRoomDesk.cpp
    void connectDesk();
    void connectSounds();
    void connectLibrary();
    void showMissing();
    [[nodiscard]] bool isMissing(StemId stem) const;
    void remember() const;
    void recall();

    // ComposeRoomPrompt.cpp
    void connectHead();
    void fail(const Error& error);
    void onPromptEdited(const QString& prompt);
    void composeNow(bool isRolled);
    void openDocuments(const QPoint& global);
    void startAnew();
    void offerIdeas();
    void makeStarterKit();
    void relax();
    void onJob(const JobRecord& job);
    void takeImported(const JobRecord& job);
    [[nodiscard]] QString nameOf(StemId id) const;
    [[nodiscard]] QString title() const;
    void askSources();
    void onSources(const std::shared_ptr<const services::SourceShelf>& shelf);
    [[nodiscard]] music::Request typedRequest() const;

    // ComposeRoomLinks.cpp
    void connectTimeline();
    void connectSections();
    void connectMixer();
    void connectVersions();
    void connectClipPanel();
    void connectPanels();
    void connectChips();

    // ComposeRoomEdit.cpp
    void apply(const music::PlanEdit& edit, const QString& what);
    void moveClips(const std::vector<ClipPlace>& places, bool isCopy);
    void setClips(const music::SetClip& change, const QString& what);
    void lockScope();
    void rerollScope();
    void askFor(int laneId, const QString& words); ///< other words for a lane
    void muteScope();
    void splitHere();
    void removeScope();
    void chooseGap(int clipId, GapChoice choice);
    void selectClip(int clipId);
    bool offerTraining(const Error& error); ///< whether that is what the error asks for
    void dropSounds(const ArrangePlace& place, const std::vector<StemId>& stems,
                    const QStringList& files);
    void useSound(StemId stem); ///< at the playhead, in a lane that fits
    void dragOut(const std::vector<int>& clips);
    void renameSection(int sectionId);

    // ComposeRoomKeys.cpp, with event and keyPressEvent
    void openClipMenu(const ArrangePlace& place, const QPoint& global);
    void openSectionMenu(int sectionId, const QPoint& global);

    // ComposeRoomSide.cpp
    void setScope(Scope scope);
    void showScope();
    void showSide();
    void showLineage(StemId stem);
    void findAlternatives(bool isWide);
    void stepAlternative(int by);
    void takeAlternative(int row);
    void auditionAlternative(int row);
    void loopSection();
    void selectSection(int sectionId);
    void onMoved(double bar, bool isPlaying);
    [[nodiscard]] const music::Section* section(int id) const;
    [[nodiscard]] QString scopeText() const;
    [[nodiscard]] bool isScopeLocked() const;
    [[nodiscard]] std::vector<int> scopeClips() const;
    [[nodiscard]] const music::Clip* currentClip() const;

    StudioContext m_context;
    services::ComposeDesk* m_desk;
    ComposeVoice* m_voice;
    FileDrag* m_files;
    BarScale* m_scale;
    AlternativeModel* m_alternatives;
    ComposeHead* m_head;
    ChipRow* m_chips;
    SoundDrawer* m_drawer;
    ComposeStart* m_start;
    SectionStrip* m_sections;
    ArrangeView* m_timeline;
    StepPanel* m_steps;
    MixerPanel* m_mixer;
    VersionBar* m_versions;
    TrackPage* m_trackPage;
    ClipPanel* m_clipPanel;
    QWidget* m_body {};
    QWidget* m_side {};
    QStackedLayout* m_pages {};
    QStackedLayout* m_sidePages {};
    QTimer* m_search; ///< alternatives are asked for once the choice rests

    std::shared_ptr<const music::Plan> m_plan; ///< as shown
    music::SourceWish m_sources;
    std::shared_ptr<const services::SourceShelf> m_shelf; ///< null = not known yet
    quint64 m_seed {1};
    Scope m_scope {Scope::All};
    int m_section {}; ///< of the step grid
    std::map<int, std::vector<std::pair<float, float>>> m_peaks; ///< of clips, as last drawn
    int m_alternativesOf {}; ///< clip
    int m_dreamedGap {}; ///< clip that a sound is being dreamed for, 0 = none
    bool m_isNew {}; ///< the start page stands although there is a composition
    bool m_wasEdited {}; ///< chips say more than the prompt
    bool m_hasRefreshed {};
    QString m_failedPrompt;
    JobId m_kitJob {};
    double m_prepared {1.0};
    QHash<JobId, ArrangePlace> m_imports; ///< files on their way to the timeline
    bool m_wantsDrawer {true};
    bool m_wantsSteps {true};
    bool m_wantsMixer {true};
    bool m_isForced {}; ///< panels stay although the window is low: the user opened them
};

} // namespace nde::ui
