#pragma once

#include "core/audio/AudioFile.h"
#include "core/base/Random.h"
#include "core/db/StemRepository.h"
#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "core/services/ModelStore.h"
#include "core/services/PeakService.h"
#include "core/services/Settings.h"
#include "core/services/SoundPictures.h"
#include "core/services/Studio.h"
#include "ui/SelectionBus.h"
#include "ui/StudioContext.h"
#include "ui/models/ModelShelf.h"
#include "ui/playback/Player.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QWidget>

#include <cmath>
#include <memory>
#include <set>
#include <vector>

namespace nde::test {

/// A real studio in a temporary folder with real services; no job runs unless asked for.
class RoomFixture
{
public:
    explicit RoomFixture(bool runJobs = false)
        : m_studio(*services::Studio::create(m_dir.path() + QStringLiteral("/Nacht")))
        , m_settings(m_dir.path() + QStringLiteral("/settings.ini"))
        , m_library(std::make_unique<services::LibraryService>(m_studio))
        , m_jobs(std::make_unique<services::JobService>(m_studio, runJobs))
        , m_peaks(std::make_unique<services::PeakService>(m_studio))
        , m_pictures(std::make_unique<services::SoundPictures>(m_studio))
        , m_models(std::make_unique<ui::ModelShelf>(
              services::ModelStore(m_dir.path() + QStringLiteral("/models")), *m_jobs, m_settings))
    {
        QObject::connect(m_jobs.get(), &services::JobService::libraryChanged, m_library.get(),
                         &services::LibraryService::refresh);
    }

    [[nodiscard]] ui::StudioContext context()
    {
        return {m_studio, m_library.get(), m_jobs.get(), m_peaks.get(),   &m_settings, &m_player,
                &m_bus,   m_models.get(),  {},           m_pictures.get()};
    }
    [[nodiscard]] QString path(const QString& name) const { return m_dir.path() + u'/' + name; }

    /// Files of the right sizes (and wrong content): by size a model is ready.
    void putModel(const QString& id)
    {
        const services::CatalogueModel* model = services::ModelCatalogue::builtIn().byId(id);
        const services::ModelStore store(m_models->folder());
        QDir().mkpath(store.folder());
        for (const services::ModelFile& one : model->files) {
            QFile file(store.filePath(one));
            if (!file.open(QIODevice::WriteOnly) || !file.resize(one.bytes)) {
                qFatal("could not write the model");
            }
        }
        m_models->refresh();
    }
    /// Agrees to the terms of a model, as the dialog does.
    void acceptTerms(const QString& id)
    {
        const services::CatalogueModel* model = services::ModelCatalogue::builtIn().byId(id);
        m_settings.setWindowState(QStringLiteral("licence_") + id, model->licence.toUtf8());
    }

    /// A wav of a decaying sine (with some noise for drums), 48 kHz stereo.
    QString writeSound(const QString& name, double seconds, double hz, std::uint64_t seed) const
    {
        const QString file = path(name);
        QDir().mkpath(QFileInfo(file).path());
        const auto frames = static_cast<std::size_t>(seconds * 48000.0);
        audio::AudioBuffer buffer(2, frames, 48000);
        Random random(seed);
        for (std::size_t i = 0; i < frames; ++i) {
            const double t = static_cast<double>(i) / 48000.0;
            const double beat = std::fmod(t, 0.46875);
            const double level = std::exp(-beat * 9.0);
            const double value = 0.7 * level
                * (0.8 * std::sin(2.0 * 3.14159265 * hz * (1.0 + level) * t)
                   + 0.2 * random.uniform(-1.0, 1.0));
            buffer.channel(0)[i] = static_cast<float>(value);
            buffer.channel(1)[i] = static_cast<float>(value * 0.9);
        }
        const Result<> written = audio::writeAudio(file.toStdString(), buffer);
        return written ? file : QString();
    }

    /// Rows without going through analysis; the file need not exist.
    std::vector<StemId> insert(const std::vector<Stem>& stems)
    {
        return db::StemRepository(m_studio->database()).insertAll(stems).value();
    }
    [[nodiscard]] Stem stored(StemId id) const
    {
        return db::StemRepository(m_studio->database()).byId(id).value();
    }

    services::LibraryService& library() { return *m_library; }
    services::JobService& jobs() { return *m_jobs; }
    ui::ModelShelf& models() { return *m_models; }
    services::Settings& settings() { return m_settings; }
    services::Studio& studio() { return *m_studio; }
    ui::SelectionBus& bus() { return m_bus; }
    ui::Player& player() { return m_player; }

private:
    QTemporaryDir m_dir;
    std::shared_ptr<services::Studio> m_studio;
    services::Settings m_settings;
    std::unique_ptr<services::LibraryService> m_library;
    std::unique_ptr<services::JobService> m_jobs;
    std::unique_ptr<services::PeakService> m_peaks;
    std::unique_ptr<services::SoundPictures> m_pictures;
    std::unique_ptr<ui::ModelShelf> m_models;
    ui::Player m_player;
    ui::SelectionBus m_bus;
};

inline Stem makeStem(const std::string& name, Category category, Source source = Source::Original,
                     SoundClass soundClass = SoundClass::OneShot)
{
    Stem stem;
    stem.name = name;
    stem.path = "/nowhere/" + name + ".wav";
    stem.contentHash = name;
    stem.category = category;
    stem.categoryConfidence = 0.9;
    stem.source = source;
    stem.soundClass = soundClass;
    stem.durationS = 0.5;
    stem.frames = 24000;
    stem.sampleRate = 48000;
    stem.channels = 2;
    stem.bitDepth = 24;
    stem.quality = 0.8;
    stem.analyserVersion = "test";
    stem.descriptors.lufs = -10.0;
    return stem;
}

/// Six sounds with known facets: 3 kicks (one generated), 1 snare, 1 drum loop of 128 bpm, 1 track.
inline std::vector<Stem> sixSounds()
{
    std::vector<Stem> stems {
        makeStem("Kick a", Category::Kick),
        makeStem("Kick b", Category::Kick),
        makeStem("Kick dream", Category::Kick, Source::Generated),
        makeStem("Snare a", Category::Snare),
        makeStem("Nacht drums", Category::Drums, Source::Separated, SoundClass::Loop),
        makeStem("Nacht", Category::Mix, Source::Track, SoundClass::Track)};
    stems[4].descriptors.bpm = 128.0;
    stems[4].durationS = 30.0;
    stems[5].durationS = 240.0;
    stems[0].tags = {"dark"};
    return stems;
}

/// Everything that a widget tree shows or says: texts, tooltips, placeholders, accessible names.
inline std::set<QString> shownTexts(const QWidget& root)
{
    std::set<QString> texts;
    QList<QWidget*> widgets = root.findChildren<QWidget*>();
    widgets.push_back(const_cast<QWidget*>(&root));
    for (const QWidget* widget : widgets) {
        texts.insert(widget->toolTip());
        texts.insert(widget->accessibleName());
        if (const auto* label = qobject_cast<const QLabel*>(widget)) {
            texts.insert(label->text());
        }
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) {
            texts.insert(button->text());
        }
        if (const auto* line = qobject_cast<const QLineEdit*>(widget)) {
            texts.insert(line->placeholderText());
        }
        if (const auto* box = qobject_cast<const QComboBox*>(widget)) {
            for (int i = 0; i < box->count(); ++i) {
                texts.insert(box->itemText(i));
            }
        }
    }
    texts.erase(QString());
    return texts;
}

/// Widgets that take the focus and have no object name or no accessible name.
inline QStringList unnamed(const QWidget& root)
{
    QStringList found;
    const QList<QWidget*> widgets = root.findChildren<QWidget*>();
    for (const QWidget* widget : widgets) {
        const bool isInternal = widget->objectName().startsWith(QLatin1String("qt_"));
        const bool isOut = !widget->isVisibleTo(&root) || widget->inherits("QComboBoxListView");
        if (widget->focusPolicy() == Qt::NoFocus || isInternal || isOut
            || widget->focusProxy() != nullptr) {
            continue;
        }
        const bool isScrollBar = widget->inherits("QScrollBar");
        if (!isScrollBar
            && (widget->objectName().isEmpty() || widget->accessibleName().isEmpty())) {
            found.push_back(QString::fromLatin1(widget->metaObject()->className()) + u' '
                            + widget->objectName());
        }
    }
    return found;
}

} // namespace nde::test
