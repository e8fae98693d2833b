#include "ui/panels/settings/LanguageSwitch.h"

#include "core/services/Settings.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace nde::ui {

LanguageSwitch::LanguageSwitch(services::Settings& settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
{
    connect(&settings, &services::Settings::languageChanged, this, &LanguageSwitch::apply);
    apply();
}

LanguageSwitch::~LanguageSwitch()
{
    for (const auto& translator : m_translators) {
        QCoreApplication::removeTranslator(translator.get());
    }
}

QString LanguageSwitch::resolved(const QString& setting)
{
    if (setting == QLatin1String("de") || setting == QLatin1String("en")) {
        return setting;
    }
    return QLocale::system().language() == QLocale::German ? QStringLiteral("de")
                                                           : QStringLiteral("en");
}

void LanguageSwitch::install(const QString& file, const QString& folder)
{
    auto translator = std::make_unique<QTranslator>();
    if (translator->load(file, folder)) {
        QCoreApplication::installTranslator(translator.get());
        m_translators.push_back(std::move(translator));
    }
}

void LanguageSwitch::apply()
{
    const QString language = resolved(m_settings.language());
    if (language == m_language) {
        return;
    }
    m_language = language;
    QLocale::setDefault(language == QLatin1String("de")
                            ? QLocale(QLocale::German, QLocale::Germany)
                            : QLocale(QLocale::English, QLocale::UnitedKingdom));
    std::vector<std::unique_ptr<QTranslator>> former = std::move(m_translators);
    m_translators.clear();
    install(QStringLiteral("qtbase_") + language,
            QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(QStringLiteral("dream-engine_") + language, QStringLiteral(":/i18n"));
    for (const auto& translator : former) {
        QCoreApplication::removeTranslator(translator.get());
    }
}

} // namespace nde::ui
