#pragma once

#include "core/services/DreamDesk.h"
#include "ui/StudioContext.h"

#include <QObject>
#include <QString>

#include <optional>

namespace nde::ui {

/// How the Deck names what is heard.
struct VoiceWords
{
    QString title;
    std::optional<Category> category;
    QString facts;
};

/// Lets the Dream room be heard through the one player: places as the model decodes them,
/// candidates, sounds of the library, files from outside. The newest wins.
/// @thread  the GUI thread; places are written to a file and measured on a worker.
class DreamVoice final : public QObject
{
    Q_OBJECT
public:
    explicit DreamVoice(const StudioContext& context, QObject* parent = nullptr);
    ~DreamVoice() override;

    void playPlace(const services::DreamtPlace& place, const VoiceWords& words);
    void playFile(const QString& path, const VoiceWords& words, Source source);
    void playStem(StemId id); ///< without choosing it
    void stop();

Q_SIGNALS:
    void failed(const nde::Error& error);

private:
    void start(const QString& path, const VoiceWords& words, Source source, double lufs,
               double peakDb);

    StudioContext m_context;
    QString m_folder; ///< of decoded places; emptied at the end
    int m_next {}; ///< which of its files is written next
    int m_round {}; ///< what was asked for before is dropped
};

} // namespace nde::ui
