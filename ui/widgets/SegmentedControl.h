#pragma once

#include <QString>
#include <QWidget>

#include <vector>

class QAbstractButton;
class QButtonGroup;
class QHBoxLayout;

namespace nde::ui {

class SegmentButton;

/// One of a few, all in sight. Arrow keys move between the segments.
class SegmentedControl final : public QWidget
{
    Q_OBJECT
public:
    explicit SegmentedControl(const QString& name, QWidget* parent = nullptr);

    void addSegment(const QString& id, const QString& text, const QString& iconName = {});
    void clear();
    void setSegmentText(const QString& id, const QString& text);
    /// @param reason  why it cannot be chosen; its tooltip and accessible description.
    void setSegmentEnabled(const QString& id, bool enabled, const QString& reason = {});
    /// A small icon after the text, e.g. for what must be downloaded first; empty: none.
    /// @param description  what it means; tooltip and accessible description.
    void setSegmentBadge(const QString& id, const QString& iconName, const QString& description);
    void setCurrent(const QString& id); ///< silent; empty = none
    [[nodiscard]] QString current() const;
    void setCompact(bool compact); ///< 24 instead of 28 high; call before adding segments
    /// The button of a segment, for object names and shortcuts; null when the id is unknown.
    [[nodiscard]] QAbstractButton* segment(const QString& id) const;

Q_SIGNALS:
    void currentChanged(const QString& id); ///< by the user

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] SegmentButton* find(const QString& id) const;

    std::vector<SegmentButton*> m_segments;
    QButtonGroup* m_group;
    QHBoxLayout* m_layout;
    bool m_isCompact {};
};

} // namespace nde::ui
