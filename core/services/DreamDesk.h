#pragma once

#include "core/services/UseCases.h"

#include <QObject>
#include <QPointF>
#include <QRectF>

#include <memory>
#include <optional>
#include <vector>

namespace nde::services {

/// A trained model of the studio.
struct DreamModel
{
    QString path;
    Category category {};
    std::vector<Category> joint;
    int sounds {};
    int latentDim {};
    qint64 runId {}; ///< 0 = unknown
    bool isStarred {};
    bool isLong {}; ///< makes long sounds
    nn::TypicalLength typical {}; ///< of long sounds, known once it is open
};
/// The categories' current models, then those of other runs: starred ones first, then the newest.
/// @thread  any worker.
[[nodiscard]] std::vector<DreamModel> dreamModels(Studio& studio);

struct SkyPoint
{
    StemId id {};
    QString name;
    Category category {};
    QPointF at; ///< −1 … 1 in both directions for the model's own sounds
    bool isTraining {}; ///< the model learned from it
    bool isGenerated {};
    std::vector<float> latent; ///< empty where the model cannot place it well
    /// On the map of the library nothing is said of a model: a sound is one of those that are
    /// shown, or only hinted at. Those that are hinted at stand last among the points.
    enum class Look
    {
        OfModel,
        Plain,
        Hint
    };
    Look look {Look::OfModel};
};

struct SkyAxis
{
    QString id; ///< as nn::DreamAxis
    double explained {};
    std::vector<float> direction; ///< one deviation
};

/// The latent space of one model as a plane: the two directions along which its sounds differ most
/// (nn::LatentPlane). Immutable.
struct DreamSky
{
    DreamModel model;
    QString modelHash;
    std::vector<SkyPoint> points;
    std::vector<SkyAxis> axes;
    QRectF bounds;
    int shadeWidth {};
    int shadeHeight {};
    std::vector<float> shade; ///< confidence 0 … 1, rows from the top of `bounds`
    /// Mean, the two directions and their scale. [latentDim] each
    std::vector<float> mean;
    std::vector<float> directionX;
    std::vector<float> directionY;

    [[nodiscard]] QPointF place(const std::vector<float>& latent) const;
    /// The latent of a place: the plane's own, bent towards the sounds near it, so that at a sound
    /// it is that sound's.
    [[nodiscard]] std::vector<float> latentAt(QPointF place) const;
};

/// A decoded place.
struct DreamtPlace
{
    quint64 ticket {};
    std::shared_ptr<const audio::AudioBuffer> audio; ///< finished, mono
    std::vector<float> latent;
    double confidence {}; ///< 0 … 1
    StemId nearest {};
    double elapsedMs {};
};

/// A candidate that waits for a decision: `<studio>/.dream/tray/<id>.wav` and `.json`, so that it
/// outlives the program.
struct TrayItem
{
    qint64 id {}; ///< rises
    QString path;
    QString name; ///< "kick dream 331"
    Category category {};
    nn::GeneratedSound facts; ///< without audio
    QString nearestName;
    QString modelPath;
};

/// One model at a time for the Dream room: its sky, decoding of places while the pointer moves, the
/// tray. Works on a thread of its own; only the newest decode that waits is done.
/// @thread  the thread that made it.
class DreamDesk : public QObject
{
    Q_OBJECT
public:
    explicit DreamDesk(std::shared_ptr<Studio> studio, QObject* parent = nullptr);
    ~DreamDesk() override;

    void refreshModels(); ///< → modelsChanged
    [[nodiscard]] const std::vector<DreamModel>& models() const;
    void open(const QString& modelPath); ///< → skyChanged or failed
    [[nodiscard]] std::shared_ptr<const DreamSky> sky() const; ///< null before

    /// → decoded with this ticket, unless a newer one overtook it.
    quint64 decode(const std::vector<float>& latent, quint64 noiseSeed);
    /// Places a sound: → placed, or failed. A file or a library sound.
    quint64 encode(StemId stem);
    quint64 encode(const QString& file);
    /// The axes that a text moves and the words that nobody understood. Pure.
    struct TextSteer
    {
        std::vector<double> axes; ///< as GenerateParams::axes
        QStringList unknownWords;
    };
    [[nodiscard]] TextSteer steer(const QString& text) const;

    void refreshTray(); ///< → trayChanged
    [[nodiscard]] const std::vector<TrayItem>& tray() const;
    /// Into the library with tags and lineage; a decision that counts as taste. → kept, trayChanged
    void keep(const std::vector<qint64>& items);
    void drop(const std::vector<qint64>& items); ///< → trayChanged; taste as well
    void clearTray(); ///< without a decision
    /// Puts back what was dropped or cleared last, and forgets that it was. → takenBack,
    /// trayChanged
    void takeBack();
    [[nodiscard]] bool canTakeBack() const; ///< of this desk; follows `droppedChanged`

Q_SIGNALS:
    void modelsChanged();
    void skyChanged();
    void decoded(const nde::services::DreamtPlace& place);
    void placed(quint64 ticket, nde::StemId stem, const std::vector<float>& latent);
    void trayChanged();
    void kept(const std::vector<nde::StemId>& stems);
    void droppedChanged();
    void takenBack(int items);
    void failed(const nde::Error& error);

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace nde::services
