#pragma once

#include "core/base/Job.h"
#include "core/services/DreamDesk.h"
#include "ui/StudioContext.h"
#include "ui/models/DreamSetup.h"
#include "ui/plot/SkyView.h"

#include <QHash>
#include <QPolygonF>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QLabel;
class QSpinBox;
class QStackedLayout;
class QTimer;

namespace nde::ui {

class AxesPanel;
class Button;
class DreamHead;
class DreamStart;
class DreamVoice;
class FileDrag;
class LengthFields;
class OutputFields;
class MorphPanel;
class TagEditor;
class TrayModel;
class TrayPanel;

/// The Dream room: the sky of a model to travel and hear, what steers dreams, and the tray in which
/// they wait to be kept or dropped.
/// @thread  the GUI thread.
class DreamRoom final : public QWidget
{
    Q_OBJECT
public:
    explicit DreamRoom(const StudioContext& context, QWidget* parent = nullptr);
    ~DreamRoom() override;

    void openModel(const QString& path);
    /// Sets a sound of the library as the centre of variations, with the model of its category
    /// where there is one.
    void dreamLike(StemId id);
    void dream(); ///< into the tray, as everything is set
    void setCanWatch(bool on); ///< there is a Train room

    /// What the desk has opened.
    void showSky(const std::shared_ptr<const services::DreamSky>& sky);
    void showTray(const std::vector<services::TrayItem>& items);
    [[nodiscard]] const DreamSetup& setup() const { return m_setup; }
    [[nodiscard]] SkyView& sky() { return *m_view; }
    [[nodiscard]] TrayModel& tray() { return *m_tray; }
    [[nodiscard]] services::DreamDesk& desk() { return *m_desk; }

Q_SIGNALS:
    void noteChanged(const QString& text); ///< for the status line

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    /// What is asked of the desk and not answered yet.
    struct Placing
    {
        enum class Use
        {
            Guest, ///< a file that was dropped into the sky
            Centre,
            A,
            B
        };
        Use use {};
        DreamSpot spot;
    };
    struct Hearing
    {
        QString title;
        bool leavesTrail {};
    };

    // DreamRoom.cpp
    QWidget* buildSide();
    void buildLayout();
    void connectHead();
    void connectSide();
    void connectDesk();
    void addShortcuts();
    void onModels();
    void takeModel(); ///< the sky is another model's
    void showFitting();
    void showSetup();
    void showNote();
    void retranslate();
    void remember() const;
    void recall();
    void setMode(nn::DreamMode mode);
    void setCount(int count);
    [[nodiscard]] QString openingFailed(const Error& error) const;
    void fail(const Error& error);

    // DreamRoomSky.cpp
    void connectSky();
    void onPicked(const SkyPick& pick);
    [[nodiscard]] SkyCard cardOfMark(const SkyPick& pick);
    [[nodiscard]] SkyCard cardOfSound(int point);
    [[nodiscard]] SkyCard cardOfPlace(const SkyPick& pick);
    void onChosen(const SkyPick& pick);
    void choose(const DreamSpot& spot); ///< as the centre, and hear it
    void onHeard(const SkyPick& pick);
    void onDecoded(const services::DreamtPlace& place);
    void openMenu(const SkyPick& pick, const QPoint& global);
    void hearSpot(const DreamSpot& spot);
    void hearLatent(const std::vector<float>& latent, const QString& title, bool leavesTrail);
    void hearMoved(); ///< the base with the axes as they are now, once they rest
    void hearMorph();
    [[nodiscard]] std::vector<float> morphLatent(double share) const;
    [[nodiscard]] std::vector<double> offsets() const; ///< sliders and words together
    void setSweeping(bool on);
    void sweepOn();
    void onPathDrawn(const QPolygonF& places);
    void steer(const QString& text);
    void rollAxes();
    void resetAxes();

    // DreamRoomSpots.cpp
    [[nodiscard]] DreamSpot spotOf(const SkyPick& pick) const;
    [[nodiscard]] DreamSpot spotOfStem(StemId id) const;
    [[nodiscard]] DreamSpot spotOfItem(int row) const;
    [[nodiscard]] DreamSpot spotOfFile(const QString& path) const;
    void setSlot(QChar slot, const DreamSpot& spot);
    void setCentre(const DreamSpot& spot);
    void addAnchor(const DreamSpot& spot);
    void clearAnchors();
    void place(const DreamSpot& spot, Placing::Use use);
    void onPlaced(quint64 ticket, const std::vector<float>& latent);
    void startDrag(const SkyPick& pick);
    void dropFiles(const QStringList& paths);
    void showMarks();
    void showWaves();

    // DreamRoomTray.cpp
    void connectTray();
    void onJob(const JobRecord& job);
    void showTraySentence();
    void hearItem(int row);
    void hearNeighbour(int row);
    void decide(int row, bool keeps);
    void moreLike(const DreamSpot& spot);
    void exportFiles(const QStringList& files);
    void openTrayMenu(int row, const QPoint& global);
    void onLassoed(const std::vector<int>& points, const QPoint& global);
    void collect(const std::vector<StemId>& ids, const QPoint& global);
    void train(const services::TrainJobParams& params);
    void offerTraining();
    void trainJoint();

    StudioContext m_context;
    services::DreamDesk* m_desk;
    DreamVoice* m_voice;
    FileDrag* m_files;
    TrayModel* m_tray;
    DreamHead* m_head;
    SkyView* m_view;
    DreamStart* m_start;
    QStackedLayout* m_pages;
    AxesPanel* m_axes;
    MorphPanel* m_morph;
    QWidget* m_side {};
    QLabel* m_lack;
    LengthFields* m_length;
    OutputFields* m_output;
    QSpinBox* m_count;
    Button* m_dream;
    TrayPanel* m_trayPanel;
    TagEditor* m_tags;
    QTimer* m_scrub; ///< places that the pointer passes are decoded at most this often
    QTimer* m_rest; ///< axes are heard once they stand still
    QTimer* m_sweep;
    QTimer* m_trayLook;

    DreamSetup m_setup;
    std::shared_ptr<const services::DreamSky> m_sky;
    std::vector<DreamSpot> m_guests;
    QPolygonF m_path; ///< as drawn
    std::vector<float> m_base; ///< what the axes move
    QString m_baseTitle;
    std::vector<double> m_steered; ///< by the words
    QHash<quint64, Hearing> m_hearing;
    QHash<quint64, Placing> m_placing;
    std::optional<SkyPick> m_scrubbed;
    services::DreamtPlace m_lastPlace;
    std::vector<audio::PeakColumn> m_lastWave; ///< of it
    DreamSpot m_dragged; ///< on the way to a slot or out of the window
    int m_sweepStep {};
    JobId m_job {}; ///< of dreaming
    JobId m_training {};
    Category m_trained {};
    int m_keptCount {};
    QString m_said; ///< of the last job: what was rejected, what went wrong
    bool m_isFailure {};
    StemId m_likeNext {}; ///< once the model is open
    QString m_wantedModel; ///< being opened
    double m_decodedMs {-1.0};
    bool m_wasRead {};
    bool m_canWatch {};
};

} // namespace nde::ui
