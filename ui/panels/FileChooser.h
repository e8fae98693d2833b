#pragma once

#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

namespace nde::ui {

/// Asks for audio files without blocking; `then` gets at least one path or is not called.
void chooseAudioFiles(QWidget* parent, const QString& title,
                      const std::function<void(const QStringList&)>& then);
/// The same for the files of models, wherever they lie.
void chooseModelFiles(QWidget* parent, const QString& title,
                      const std::function<void(const QStringList&)>& then);
/// The same for a folder.
void chooseFolder(QWidget* parent, const QString& title,
                  const std::function<void(const QString&)>& then);
/// The same for a file that is written; asks before one is replaced.
/// @param suggestion  its name; the suffix is added where it is left out.
void chooseSaveFile(QWidget* parent, const QString& title, const QString& suggestion,
                    const std::function<void(const QString&)>& then);
/// Audio files in a folder and below it, sorted, at most 2000. @thread  any; reads the disk.
[[nodiscard]] QStringList audioFilesIn(const QString& folder);
/// Name filters of what can be decoded, e.g. "*.wav".
[[nodiscard]] QStringList audioFilePatterns();

} // namespace nde::ui
