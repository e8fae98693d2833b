#pragma once

#include "core/services/ComposeDesk.h"
#include "ui/StudioContext.h"
#include "ui/panels/compose/TrackPicture.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <utility>

class QTimer;

namespace nde::ui {

/// Lets the composition be heard through the one player while it is edited, and says where it is.
/// @thread  the GUI thread.
class ComposeVoice final : public QObject
{
    Q_OBJECT
public:
    ComposeVoice(const StudioContext& context, services::ComposeDesk& desk,
                 QObject* parent = nullptr);
    ~ComposeVoice() override;

    /// What the Deck says of it; also while it plays.
    void setPlan(const std::shared_ptr<const music::Plan>& plan, const QString& title);
    void setPeaks(ClipPeaks peaks); ///< of the clips, for the picture; call `redraw` for more
    void redraw(); ///< soon
    void put(); ///< on the Deck, unless something else plays
    void toggle(); ///< from the cursor, or stop
    void stop();
    void seek(double bar); ///< also the place where the next playing begins
    void setLoop(std::optional<std::pair<int, int>> bars); ///< [from, to)
    [[nodiscard]] std::optional<std::pair<int, int>> loop() const { return m_loop; }
    [[nodiscard]] bool isOurs() const; ///< the composition is what the player has
    [[nodiscard]] bool isPlaying() const;
    [[nodiscard]] double bar() const { return m_bar; }

Q_SIGNALS:
    void moved(double bar, bool isPlaying);
    void levelsReady(const std::vector<nde::mix::PlanStream::LaneLevel>& levels);

private:
    [[nodiscard]] double secondsOf(double bar) const;
    void open();
    void describe(); ///< with a picture made of the clips as they are known now, once it is drawn
    void drawPicture();
    void onPosition(double seconds);
    void applyLoop();

    StudioContext m_context;
    services::ComposeDesk& m_desk;
    std::shared_ptr<const music::Plan> m_plan;
    QString m_title;
    ClipPeaks m_peaks;
    std::shared_ptr<const audio::PeakPyramid> m_drawn;
    quint64 m_drawing {}; ///< of the newest drawing that was begun
    QTimer* m_picture; ///< peaks come one by one; the picture once they rest
    double m_cursor {}; ///< bar
    double m_bar {};
    std::optional<std::pair<int, int>> m_loop;
};

} // namespace nde::ui
