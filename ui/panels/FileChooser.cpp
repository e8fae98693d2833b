#include "ui/panels/FileChooser.h"

#include "core/audio/AudioFile.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QFileDialog>
#include <QFileInfo>

namespace nde::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::FileChooser)
};

QFileDialog* makeDialog(QWidget* parent, const QString& title)
{
    auto* dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("file_dialog"));
    return dialog;
}

} // namespace

QStringList audioFilePatterns()
{
    return {QStringLiteral("*.wav"),  QStringLiteral("*.flac"), QStringLiteral("*.aif"),
            QStringLiteral("*.aiff"), QStringLiteral("*.ogg"),  QStringLiteral("*.opus"),
            QStringLiteral("*.mp3"),  QStringLiteral("*.caf"),  QStringLiteral("*.w64")};
}

QStringList audioFilesIn(const QString& folder)
{
    constexpr qsizetype kMostFiles = 2000;
    QStringList files;
    QDirIterator it(folder, QDir::Files | QDir::Readable, QDirIterator::Subdirectories);
    while (it.hasNext() && files.size() < kMostFiles) {
        const QString path = it.next();
        if (audio::isAudioExtension(QFileInfo(path).suffix().toLower().toStdString())) {
            files.push_back(path);
        }
    }
    files.sort();
    return files;
}

void chooseAudioFiles(QWidget* parent, const QString& title,
                      const std::function<void(const QStringList&)>& then)
{
    QFileDialog* dialog = makeDialog(parent, title);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters(
        {Words::tr("Audio files (%1)").arg(audioFilePatterns().join(QLatin1Char(' '))),
         Words::tr("All files (*)")});
    QObject::connect(dialog, &QFileDialog::filesSelected, parent, then);
    dialog->open();
}

void chooseModelFiles(QWidget* parent, const QString& title,
                      const std::function<void(const QStringList&)>& then)
{
    QFileDialog* dialog = makeDialog(parent, title);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({Words::tr("Models (%1)").arg(QStringLiteral("*.th *.safetensors")),
                            Words::tr("All files (*)")});
    QObject::connect(dialog, &QFileDialog::filesSelected, parent, then);
    dialog->open();
}

void chooseFolder(QWidget* parent, const QString& title,
                  const std::function<void(const QString&)>& then)
{
    QFileDialog* dialog = makeDialog(parent, title);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, then);
    dialog->open();
}

void chooseSaveFile(QWidget* parent, const QString& title, const QString& suggestion,
                    const std::function<void(const QString&)>& then)
{
    QFileDialog* dialog = makeDialog(parent, title);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QFileInfo(suggestion).suffix());
    dialog->selectFile(suggestion);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, then);
    dialog->open();
}

} // namespace nde::ui
