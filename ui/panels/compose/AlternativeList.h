#pragma once

#include "core/audio/Peaks.h"
#include "core/music/PlanEdit.h"

#include <QAbstractListModel>
#include <QListView>
#include <QPixmap>

#include <functional>
#include <memory>
#include <vector>

class QTimer;

namespace nde::ui {

/// Sounds that could stand in a clip, the present one first.
class AlternativeModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    void setAlternatives(const std::vector<music::Alternative>& alternatives, StemId present);
    [[nodiscard]] const music::Alternative* at(int row) const; ///< null outside
    [[nodiscard]] StemId present() const { return m_present; }
    /// One of them stands in the clip now; their order stays, so that one can step through them.
    /// @return  false when it is none of them.
    bool setPresent(StemId present);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<music::Alternative> m_alternatives;
    StemId m_present {};
};

/// The list of them (comp_alternatives): what the pointer rests on, or the keys step to, is heard
/// in the mix; a click or Return takes it.
class AlternativeList final : public QListView
{
    Q_OBJECT
public:
    using Columns = std::shared_ptr<const std::vector<audio::PeakColumn>>;
    using Thumbnails = std::function<Columns(StemId)>;
    AlternativeList(AlternativeModel& model, Thumbnails thumbnails, QWidget* parent = nullptr);

    /// Steps from the present sound: as the arrow keys of the room do. @return the row, −1 = none.
    int step(int by);
    [[nodiscard]] int heardRow() const { return m_heard; } ///< −1 = as it is
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void heard(int row); ///< −1 = as it is
    void taken(int row);

protected:
    bool viewportEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyboardSearch(const QString& text) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void hear(int row);

    AlternativeModel& m_model;
    QTimer* m_rest; ///< the pointer must rest before it is heard
    int m_pointed {-1};
    int m_heard {-1};
};

} // namespace nde::ui
