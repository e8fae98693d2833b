#include "app/gui/Desktop.h"
#include "app/media/QtDecoder.h"
#include "core/audio/AudioFile.h"
#include "core/nn/api/StemVae.h"
#include "core/services/Logging.h"
#include "core/services/Settings.h"
#include "core/services/Studio.h"
#include "ui/panels/settings/LanguageSwitch.h"
#include "ui/shell/MainWindow.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QIcon>
#include <QThread>

#include <algorithm>
#include <cstdio>
#include <memory>

namespace {

using namespace nde;

services::LogLevel levelOf(const QString& name)
{
    return name == u"debug" ? services::LogLevel::Debug
        : name == u"info"   ? services::LogLevel::Info
                            : services::LogLevel::Warning;
}

struct Options
{
    QString studio;
    QString config;
    QStringList tracks;
};

// Only what a desktop program needs; everything else is `dream`'s.
Options parseOptions(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Neuromorphic Dream Engine: take a track apart, dream new sounds from it."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption studio(QStringLiteral("studio"),
                                    QStringLiteral("Open the studio in <folder>."),
                                    QStringLiteral("folder"));
    const QCommandLineOption config(QStringLiteral("config"),
                                    QStringLiteral("Keep the settings in <file>."),
                                    QStringLiteral("file"));
    parser.addOption(studio);
    parser.addOption(config);
    parser.addPositionalArgument(QStringLiteral("tracks"), QStringLiteral("Tracks to take apart."),
                                 QStringLiteral("[tracks…]"));
    parser.process(arguments);
    return {parser.value(studio), parser.value(config), parser.positionalArguments()};
}

QString studioFolder(const Options& options, const services::Settings& settings)
{
    if (!options.studio.isEmpty()) {
        return options.studio;
    }
    const QString fromEnvironment = qEnvironmentVariable("DREAM_STUDIO");
    if (!fromEnvironment.isEmpty()) {
        return fromEnvironment;
    }
    const QString last = settings.lastStudio();
    if (!last.isEmpty() && QDir(last).exists()) {
        return last;
    }
    // A fresh account may have no music folder yet; what cannot be made is said when the studio
    // opens.
    const QString folder = services::Studio::defaultFolder();
    QDir().mkpath(QFileInfo(folder).absolutePath());
    return folder;
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("dream-engine"));
    QApplication::setOrganizationName(QStringLiteral("dream-engine"));
    QApplication::setApplicationDisplayName(QStringLiteral("Neuromorphic Dream Engine"));
    QApplication::setApplicationVersion(QStringLiteral(NDE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("dream-engine"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/nde/dream-engine.svg")));
    const Options options = parseOptions(application.arguments());

    const auto settings = options.config.isEmpty()
        ? std::make_unique<services::Settings>()
        : std::make_unique<services::Settings>(options.config);
    services::installLogging(levelOf(settings->logLevel()));
    audio::setFallbackDecoder(app::decodeWithQt);
    // One core stays free, so that the window is smooth while a worker computes.
    const int threads = settings->threads() > 0 ? settings->threads()
                                                : std::max(1, QThread::idealThreadCount() - 1);
    nn::configureInference(threads);

    ui::applyTheme(settings->scalePercent() / 100.0);
    const ui::LanguageSwitch language(*settings);
    app::Desktop desktop(*settings);
    desktop.start(studioFolder(options, *settings));
    if (!desktop.window().isVisible()) {
        return 1;
    }
    desktop.openPaths(options.tracks);
    return QApplication::exec();
}
