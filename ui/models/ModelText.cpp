#include "ui/models/ModelText.h"

#include "ui/models/ModelShelf.h"
#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::ModelText)
};

QString translated(const QHash<QString, const char*>& words, const QString& id,
                   const QString& otherwise)
{
    const char* found = words.value(id);
    return found == nullptr ? otherwise : Words::tr(found);
}

int percent(double fraction)
{
    return static_cast<int>(std::floor(std::clamp(fraction, 0.0, 1.0) * 100.0));
}

} // namespace

QString modelTitle(const services::CatalogueModel& model)
{
    return model.title.isEmpty() ? model.id : model.title;
}

QString modelPurpose(const services::CatalogueModel& model)
{
    static const QHash<QString, const char*> words {
        {QStringLiteral("htdemucs"),
         QT_TRANSLATE_NOOP("nde::ui::ModelText",
                           "Four stems in studio quality. Profiles Fast and Balanced.")},
        {QStringLiteral("htdemucs_ft"),
         QT_TRANSLATE_NOOP("nde::ui::ModelText",
                           "One network a stem: the best quality, four times the work. Profile "
                           "Best.")},
        {QStringLiteral("htdemucs_6s"),
         QT_TRANSLATE_NOOP("nde::ui::ModelText",
                           "Six stems with guitar and piano; piano is experimental. Profile 6 "
                           "stems.")},
        {QStringLiteral("hdemucs_mmi"),
         QT_TRANSLATE_NOOP("nde::ui::ModelText",
                           "The network before the transformer: four stems, "
                           "another sound.")},
        {QStringLiteral("mdx"),
         QT_TRANSLATE_NOOP("nde::ui::ModelText", "The bag of the 2021 contest, for comparison.")},
        {QStringLiteral("mdx_extra"),
         QT_TRANSLATE_NOOP("nde::ui::ModelText",
                           "The bag of the 2021 contest, trained on more songs.")},
        {QStringLiteral("clap_htsat_unfused"),
         QT_TRANSLATE_NOOP("nde::ui::ModelText",
                           "Text search: holds what you type against what is heard. Searching by "
                           "words works without it, too.")}};
    return translated(words, model.id, model.purpose);
}

QString licenceName(const services::CatalogueModel& model)
{
    static const QHash<QString, const char*> words {
        {QStringLiteral("weights: research only; code: MIT"),
         QT_TRANSLATE_NOOP("nde::ui::ModelText", "research only")}};
    return translated(words, model.licence, model.licence);
}

QString licenceText(const services::CatalogueModel& model)
{
    static const QHash<QString, const char*> notes {
        {QStringLiteral("weights: research only; code: MIT"),
         QT_TRANSLATE_NOOP(
             "nde::ui::ModelText",
             "No licence text comes with these weights. Their author wrote in 2022 that "
             "they are not covered by the MIT licence of the code and are provided for "
             "scientific purposes only.")},
        {QStringLiteral("Apache-2.0"),
         QT_TRANSLATE_NOOP("nde::ui::ModelText",
                           "The card of this model names the Apache licence 2.0.")}};
    const QString note = translated(notes, model.licence, model.licenceNote).toHtmlEscaped();
    const QString name = licenceName(model).toHtmlEscaped();
    const QString link = model.licenceUrl.isEmpty()
        ? QString()
        : QStringLiteral(" <a href=\"%1\">%2</a>")
              .arg(model.licenceUrl.toString().toHtmlEscaped(),
                   Words::tr("Read the terms (opens the browser)"));
    return QStringLiteral("%1 %2%3").arg(
        Words::tr("Terms: %1.").arg(QStringLiteral("<b>%1</b>").arg(name)), note, link);
}

QString sourceHost(const services::CatalogueModel& model)
{
    return model.files.empty() ? QString() : model.files.front().url.host();
}

QString hashShort(const services::CatalogueModel& model)
{
    return model.files.empty() ? QString() : model.files.front().sha256.left(8);
}

QString sizeText(qint64 bytes)
{
    if (bytes <= 0) {
        return Words::tr("unknown size");
    }
    constexpr double kMega = 1e6;
    constexpr double kGiga = 1e9;
    const auto size = static_cast<double>(bytes);
    return size >= kGiga ? Words::tr("%1 GB").arg(formatNumber(size / kGiga, 2))
                         : Words::tr("%1 MB").arg(formatNumber(size / kMega, 1));
}

QString modelStateText(const services::ModelStatus& status, const ModelShelf& shelf)
{
    const std::optional<JobRecord> job = shelf.download(status.model.id);
    if (job && job->state == JobState::Running) {
        return Words::tr("%1 %").arg(percent(job->progress));
    }
    if (job && job->state == JobState::Queued) {
        return Words::tr("waiting");
    }
    if (shelf.isBusy(status.model.id)) {
        return Words::tr("checking");
    }
    switch (status.state) {
    case services::ModelState::Ready:
        return shelf.isVerified(status.model.id) ? Words::tr("ready, hash checked")
                                                 : Words::tr("ready");
    case services::ModelState::Partial: {
        const auto all = static_cast<double>(status.model.bytes());
        return all > 0.0
            ? Words::tr("paused at %1 %").arg(percent(static_cast<double>(status.bytesHere) / all))
            : Words::tr("paused");
    }
    case services::ModelState::Damaged:
        return Words::tr("damaged");
    case services::ModelState::Missing:
        break;
    }
    return job && job->state == JobState::Failed ? Words::tr("download failed")
                                                 : Words::tr("not installed");
}

} // namespace nde::ui
