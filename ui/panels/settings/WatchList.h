#pragma once

#include <QWidget>

class QVBoxLayout;

namespace nde::services {
class WatchFolders;
}

namespace nde::ui {

class Button;

/// The watched folders in Settings, each with the cross that ends it, and the way to one more.
class WatchList final : public QWidget
{
    Q_OBJECT
public:
    /// @param watch  outlives this.
    explicit WatchList(services::WatchFolders& watch, QWidget* parent = nullptr);

    void add(const QString& folder); ///< as if it was chosen in the dialog
    void retranslate();

Q_SIGNALS:
    void refused(const QString& sentence);

private:
    void fill();

    services::WatchFolders& m_watch;
    QVBoxLayout* m_rows;
    Button* m_add;
};

} // namespace nde::ui
