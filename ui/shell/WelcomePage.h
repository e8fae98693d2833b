#pragma once

#include <QWidget>

#include <vector>

class QLabel;
class QVBoxLayout;

namespace nde::ui {

class Button;
class DropCard;
class PictureCard;

/// First run: one page, no wizard. Says what the program is, offers a track to take apart and three
/// other ways in. Files dropped anywhere are the window's business.
class WelcomePage final : public QWidget
{
    Q_OBJECT
public:
    explicit WelcomePage(QWidget* parent = nullptr);

    void setDeviceLine(const QString& text); ///< "8 cores · no GPU found"
    /// While the starter kit is being made: button off, sentence says so.
    void setBusy(bool busy, const QString& text = {});

Q_SIGNALS:
    void openTrackRequested();
    void starterKitRequested();
    void addFolderRequested();
    void openStudioRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void retranslate();
    void showOfflineIcon();

    QVBoxLayout* m_column;
    QVBoxLayout* m_cardColumn;
    QLabel* m_title;
    QLabel* m_subtitle;
    DropCard* m_drop;
    std::vector<PictureCard*> m_cards;
    QLabel* m_offlineIcon;
    QLabel* m_offline;
    QLabel* m_device;
};

} // namespace nde::ui
