#pragma once

#include "core/base/Stem.h"
#include "core/services/SoundMap.h"
#include "ui/StudioContext.h"
#include "ui/plot/SkyView.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QWidget>

#include <memory>
#include <vector>

class QLabel;
class QTimer;

namespace nde::ui {

class Button;
class ElidedLabel;
class FileDrag;
class IconButton;
class ProgressBar;

/// The library as a map: what sounds alike lies together. What the search leaves can be heard and
/// chosen, the rest is hinted at. Sounds keep their places; only "Lay out anew" moves them.
/// @thread  the GUI thread; layouts and pictures are made on workers.
class LibraryMap final : public QWidget
{
    Q_OBJECT
public:
    LibraryMap(const StudioContext& context, FileDrag& files, QWidget* parent = nullptr);
    ~LibraryMap() override;

    /// What the search left. @param isAll  nothing is asked for.
    void setShown(const std::vector<StemId>& ids, bool isAll);
    void setSelection(StemId current, const std::vector<StemId>& selected);
    void libraryChanged(); ///< sounds came, went or have another category
    [[nodiscard]] SkyView& view() { return *m_view; }
    [[nodiscard]] const std::shared_ptr<const services::SoundMap>& map() const { return m_map; }
    [[nodiscard]] bool isBusy() const; ///< a layout or a picture is being made

Q_SIGNALS:
    /// By the user. @param audition  to be heard.
    void chosen(nde::StemId current, const std::vector<nde::StemId>& selected, bool audition);
    void menuRequested(const QPoint& global);

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Scene
    {
        std::shared_ptr<const SkyScene> scene;
        std::vector<StemId> ids; ///< of the points
    };
    /// What a point needs of its sound.
    struct Dot
    {
        StemId id {};
        Category category {};
        bool isGenerated {};
        bool isShown {};
        QPointF at;
    };
    static Scene sceneOf(std::vector<Dot> dots, std::uint64_t seed);

    void buildLayout();
    void connectView();
    void wish(services::MapWish wish);
    void onMap(services::MapWish wish,
               const Result<std::shared_ptr<const services::SoundMap>>& map);
    void redraw();
    void onScene();
    [[nodiscard]] StemId idAt(int point) const;
    void choose(StemId id, bool audition);
    void toggle(StemId id);
    void onLassoed(const std::vector<int>& points);
    void showCard();
    void startDrag(StemId id);
    void showState();
    void retranslate();

    StudioContext m_context;
    FileDrag& m_files;
    SkyView* m_view;
    QLabel* m_empty; ///< in place of the map where there is nothing to show
    ElidedLabel* m_hint;
    ElidedLabel* m_count;
    ProgressBar* m_progress;
    Button* m_cancel;
    Button* m_anew;
    IconButton* m_lasso;
    QTimer* m_late; ///< changes of the library come in bursts

    std::shared_ptr<const services::SoundMap> m_map;
    std::vector<StemId> m_shown; ///< sorted
    bool m_isAllShown {true};
    StemId m_current {};
    std::vector<StemId> m_selected;
    std::vector<StemId> m_ids; ///< of the points that the view shows
    QFutureWatcher<Scene> m_drawing;
    bool m_isDrawing {};
    bool m_isStale {}; ///< asked for again meanwhile
    QFutureWatcher<Result<std::shared_ptr<const services::SoundMap>>> m_laying;
    services::MapWish m_wish {services::MapWish::Stored};
    bool m_isLaying {};
    bool m_isWanted {}; ///< another layout after the one that runs
    bool m_isBehind {}; ///< the library changed while nobody looked
    bool m_wasCancelled {};
    bool m_hasFailed {};
};

} // namespace nde::ui
