#pragma once

#include <QStringList>
#include <QWidget>

class QAbstractButton;
class QMenu;

namespace nde::ui {

class IconButton;
class StudioButton;
class SearchButton;
class ActivityButton;
class ElidedLabel;
class DeviceLabel;

/// The top row: menu, studio, the way to search, device, running jobs.
class TitleBar final : public QWidget
{
    Q_OBJECT
public:
    explicit TitleBar(QWidget* parent = nullptr);

    void setMenu(QMenu* menu); ///< of the menu button; stays the caller's
    void setStudioMenu(QMenu* menu);
    void setStudioName(const QString& name);
    void setDevice(const QString& text, const QString& toolTip); ///< "CPU · 8 cores"
    void setJobCount(int running);
    void setSearchVisible(bool visible); ///< only where there is something to search
    [[nodiscard]] QAbstractButton* activityButton() const;

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void searchRequested();
    void activityRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    IconButton* m_menuButton;
    StudioButton* m_studio;
    SearchButton* m_search;
    DeviceLabel* m_device;
    ActivityButton* m_activity;
};

} // namespace nde::ui
