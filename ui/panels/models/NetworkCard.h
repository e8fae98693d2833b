#pragma once

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;

namespace nde::services {
class Settings;
}

namespace nde::ui {

class ElidedLabel;

/// How models may be fetched: not at all (airplane), from another server, through a proxy.
class NetworkCard final : public QWidget
{
    Q_OBJECT
public:
    explicit NetworkCard(services::Settings& settings, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showSettings();
    void checkMirror();
    void checkProxy();
    void retranslate();

    services::Settings& m_settings;
    QLabel* m_title;
    QCheckBox* m_airplane;
    QLabel* m_mirrorLabel;
    QLineEdit* m_mirror;
    QLabel* m_proxyLabel;
    QLineEdit* m_proxy;
    ElidedLabel* m_note;
};

/// Whether text is an address that models can be fetched from: http, https or file.
[[nodiscard]] bool isUsableMirror(const QString& text);
/// Whether text names a proxy: http or socks5 with a host and a port.
[[nodiscard]] bool isUsableProxy(const QString& text);

} // namespace nde::ui
