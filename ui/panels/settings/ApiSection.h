#pragma once

#include <QObject>

class QCheckBox;
class QLineEdit;
class QSpinBox;
class QWidget;

namespace nde::services {
class Settings;
}

namespace nde::ui {

class Button;
class ElidedLabel;
class IconButton;
class LocalApi;

/// The controls of Settings > Local API: the switch, its port, its token, and where it answers.
/// They change the settings; what came of it is said by LocalApi.
class ApiSection final : public QObject
{
    Q_OBJECT
public:
    /// @param settings, api  outlive this. @param parent  the card; controls become its children.
    ApiSection(services::Settings& settings, LocalApi& api, QWidget* parent);

    [[nodiscard]] QWidget* onBox() const;
    [[nodiscard]] QWidget* portBox() const;
    [[nodiscard]] QWidget* tokenRow() const { return m_tokenRow; }
    [[nodiscard]] QWidget* addressRow() const { return m_addressRow; }
    void retranslate(); ///< also shows the state of now

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildToken(QWidget* parent);
    void buildAddress(QWidget* parent);
    void refresh();
    void newToken();
    [[nodiscard]] QString stateText() const;

    services::Settings& m_settings;
    LocalApi& m_api;
    QCheckBox* m_on;
    QSpinBox* m_port;
    QWidget* m_tokenRow;
    QCheckBox* m_wantsToken {};
    QLineEdit* m_token {};
    Button* m_newToken {};
    Button* m_copyToken {};
    QWidget* m_addressRow;
    ElidedLabel* m_address {};
    Button* m_copyAddress {};
    Button* m_docs {};
};

/// 128 bits of the system's chance, hex: nobody guesses it. Not for sounds: those draws are seeded.
[[nodiscard]] QString makeToken();

} // namespace nde::ui
