#pragma once

#include "core/base/Result.h"

#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>
#include <vector>

namespace nde::services {

/// What a model is for.
enum class ModelKind
{
    Separation,
    TextSearch ///< a CLAP model, whose files lie in a folder of their own
};
[[nodiscard]] const char* modelKindId(ModelKind kind); ///< "separation", "text_search"

/// One file of a model.
struct ModelFile
{
    QString name; ///< in its folder, e.g. "955717e8-8726e21a.th"
    QString folder; ///< within the models folder; empty = right in it
    QUrl url; ///< official address
    qint64 bytes {}; ///< 0 = not known before the download
    QString sha256; ///< 64 hex digits, or the first 8 that the official file name carries
    QString path; ///< of `url` below the base address; a mirror has the file there or by its name
    QString hashFrom; ///< where the hash was learnt, English
    /// @param hex  64 lower-case digits.
    [[nodiscard]] bool hasHash(const QString& hex) const { return hex.startsWith(sha256); }
    bool operator==(const ModelFile&) const = default;
};

/// What the catalogue (`models/catalogue.json`, compiled in) says of a model.
struct CatalogueModel
{
    QString id; ///< "htdemucs", "htdemucs_ft", "htdemucs_6s", "hdemucs_mmi", "mdx", "mdx_extra", …
    ModelKind kind {ModelKind::Separation};
    QString folder; ///< of its files within the models folder; empty = right in it
    QString title; ///< English; the window translates what it shows
    QString purpose; ///< one sentence, English: what it is for
    QString licence; ///< SPDX or words
    QUrl licenceUrl;
    bool isNonCommercial {};
    QStringList sources; ///< of a separation: "drums", "bass", "other", "vocals", …
    std::vector<ModelFile> files; ///< members of a bag in order
    std::vector<std::vector<double>> weights; ///< [files][sources], empty = all 1
    std::optional<double> segmentS;
    double cost {1.0}; ///< network passes a segment: 1, or 4 for a bag of four
    QString licenceNote; ///< what is known of the licence, English; shown before the first download
    QString trainedOn; ///< English
    [[nodiscard]] qint64 bytes() const; ///< of all files, 0 = unknown
    /// Whether a yaml has to name the files, because more than one or a setting belongs to them.
    [[nodiscard]] bool isBag() const
    {
        return files.size() > 1 || !weights.empty() || segmentS.has_value();
    }
};

/// A named way to separate (product.md, corrections): what the window offers instead of options.
struct SeparationProfile
{
    QString id; ///< "draft", "fast", "balanced", "best", "6s"
    QString model; ///< catalogue id, empty for Draft
    double overlap {0.25};
    int shifts {0};
};

/// The built-in list. Pure, no network, no files.
/// @thread  any.
class ModelCatalogue
{
public:
    [[nodiscard]] static const ModelCatalogue& builtIn();
    /// @errors  Corrupt with what is wrong where.
    [[nodiscard]] static Result<ModelCatalogue> parse(const QByteArray& json);
    [[nodiscard]] const std::vector<CatalogueModel>& models() const { return m_models; }
    [[nodiscard]] const CatalogueModel* byId(const QString& id) const;
    /// The same. @errors  NotFound, naming those that there are.
    [[nodiscard]] Result<const CatalogueModel*> find(const QString& id) const;
    [[nodiscard]] static const std::vector<SeparationProfile>& profiles();
    [[nodiscard]] static const SeparationProfile* profile(const QString& id);

private:
    std::vector<CatalogueModel> m_models;
};

} // namespace nde::services
