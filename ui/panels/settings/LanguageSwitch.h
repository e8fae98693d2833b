#pragma once

#include <QObject>
#include <QStringList>
#include <QTranslator>

#include <memory>
#include <vector>

namespace nde::services {
class Settings;
}

namespace nde::ui {

/// Keeps the language of the application as the settings say, live: widgets get a LanguageChange.
/// English has a translation of its own, for its plural forms. Numbers follow the language.
///
/// @thread  the GUI thread. Build one before the first window.
class LanguageSwitch : public QObject
{
    Q_OBJECT
public:
    explicit LanguageSwitch(services::Settings& settings, QObject* parent = nullptr);
    ~LanguageSwitch() override;

    /// "de" or "en": what a setting ("system", "en", "de") comes to on this computer.
    [[nodiscard]] static QString resolved(const QString& setting);

private:
    void apply();
    void install(const QString& file, const QString& folder);

    services::Settings& m_settings;
    std::vector<std::unique_ptr<QTranslator>> m_translators;
    QString m_language;
};

} // namespace nde::ui
