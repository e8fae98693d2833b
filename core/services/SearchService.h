#pragma once

#include "core/base/Result.h"
#include "core/services/SearchTypes.h"
#include "core/services/SoundMap.h"
#include "core/services/Studio.h"

#include <QFuture>
#include <QObject>
#include <QString>

#include <cstdint>
#include <memory>
#include <vector>

namespace nde::services {

class ClapService;
class Collections;

/// Finds sounds for the window: by operators, by words in English and German, and by what they
/// sound like.
///
/// How to use it. Keep one for a studio. On every change of the box or of the facets call `search`;
/// each call makes the ones before obsolete, and only the newest one is answered, by `answered` or
/// `failed` with its generation. Show `hits` in their order when `isRanked`, else in the table's
/// own; `SearchHit::reasons` fill the reasons column and "Match %" is `score`. Chips come from
/// `SearchAnswer::filter` (operators) and `query.terms` (words; removing a chip means taking its
/// `text` out of the box); `notUnderstood` is to be shown. "Sounds like this" is a request whose
/// `like.id` is set, or whose `like` came from `measure` for a dropped file; the aspect sliders are
/// `like.aspects`. The neighbours strip is the same request with limit 12 and no text.
/// When `libraryChanged` comes, ask again.
///
/// An answer holds ids; names and the rest are in `LibraryService::rows()`.
///
/// @thread  the thread that made it (the window's). Searching happens on a thread of its own,
///          measuring and comparing everything on another, maps on a third; only the
///          destructor waits for them.
class SearchService : public QObject
{
    Q_OBJECT
public:
    explicit SearchService(std::shared_ptr<Studio> studio, QObject* parent = nullptr);
    ~SearchService() override;

    /// With a CLAP model that has heard sounds, words and likeness are answered twice: at once, and
    /// again when the model has spoken (`SearchAnswer::clapModel`), with the same generation.
    /// @param clap  outlives this, or is taken away with null.
    void setClap(ClapService* clap);
    [[nodiscard]] ClapService* clap() const; ///< null = nobody asks a CLAP model
    [[nodiscard]] Collections& collections();

    /// Reads what changed in the library, also by other processes; it looks by itself twice a
    /// second.
    void refresh();
    [[nodiscard]] bool isReady() const; ///< the library was read; searches wait until then

    /// @return  the generation of the request; rises from call to call.
    std::uint64_t search(const SearchRequest& request);
    void cancel(); ///< nothing that was asked for so far is answered

    /// Measures a dropped file for `SearchRequest::like`, and finds its copies; the library is not
    /// changed. @errors  those of measureFile; NotEnoughData (silent), Cancelled.
    [[nodiscard]] QFuture<Result<LikeSound>> measure(const QString& file);
    /// @param threshold  0.5 … 1, see `search::kNearDuplicate`. Can be cancelled, reports progress.
    /// @errors  Cancelled; those of StemRepository.
    [[nodiscard]] QFuture<Result<std::vector<DuplicateGroup>>>
    nearDuplicates(float threshold = search::kNearDuplicate);

    /// Where the sounds lie on the map. Can be cancelled, reports progress; several wishes are
    /// fulfilled one after the other.
    /// @errors  those of services::soundMap.
    [[nodiscard]] QFuture<Result<std::shared_ptr<const SoundMap>>> map(MapWish wish);

Q_SIGNALS:
    void ready(); ///< once
    void libraryChanged();
    void answered(const nde::services::SearchAnswer& answer);
    /// @param generation  0 = not of a request: the library could not be read.
    void failed(quint64 generation, const nde::Error& error);

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace nde::services
