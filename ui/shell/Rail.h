#pragma once

#include <QString>
#include <QWidget>

#include <vector>

namespace nde::ui {

class RailButton;

/// The loop of the studio at the left edge: rooms in one closed ring, others below. A running job
/// lights the right edge of its room's part of the ring.
class Rail final : public QWidget
{
    Q_OBJECT
public:
    explicit Rail(QWidget* parent = nullptr);

    /// @param id  "separate"; the button's object name is "rail_separate".
    void addRoom(const QString& id, const QString& iconName, const QString& shortLabel,
                 const QString& fullName, const QString& shortcut = {});
    void addFooter(const QString& id, const QString& iconName, const QString& shortLabel,
                   const QString& fullName);
    void setTexts(const QString& id, const QString& shortLabel, const QString& fullName);
    void clear();
    void setCurrent(const QString& id); ///< silent; unknown or empty: none
    [[nodiscard]] QString current() const;
    void setJob(const QString& id, double fraction); ///< < 0 = none runs
    void setRoomDimmed(const QString& id, bool dimmed); ///< nothing in it yet

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void roomRequested(const QString& id);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    RailButton* add(const QString& id, const QString& iconName, const QString& shortLabel,
                    const QString& fullName, const QString& shortcut);
    [[nodiscard]] RailButton* find(const QString& id) const;
    void placeButtons();

    std::vector<RailButton*> m_rooms;
    std::vector<RailButton*> m_footer;
};

} // namespace nde::ui
