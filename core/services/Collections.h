#pragma once

#include "core/base/Result.h"
#include "core/base/Stem.h"

#include <QFuture>
#include <QObject>
#include <QString>

#include <cstdint>
#include <memory>
#include <vector>

namespace nde::services {

class SearchEngine;

/// A named set of sounds as the window shows it.
struct CollectionRow
{
    std::int64_t id {};
    QString name;
    QString filter; ///< of a saved search, which is live; empty = put together by hand
    qint64 count {}; ///< sounds at present

    [[nodiscard]] bool isSmart() const { return !filter.isEmpty(); }
    bool operator==(const CollectionRow&) const = default;
};

/// The collections of a studio: sets that are put together by hand, and saved searches. What is in
/// one is found by `in:"Name"` in the search box.
/// @thread  the thread that made it; the database is asked on a thread of its own, edits in order.
class Collections : public QObject
{
    Q_OBJECT
public:
    /// @param engine  counts what saved searches find.
    explicit Collections(std::shared_ptr<SearchEngine> engine, QObject* parent = nullptr);
    ~Collections() override;

    [[nodiscard]] const std::vector<CollectionRow>& rows() const; ///< by name
    void refresh(); ///< reads and counts anew
    /// What is in one now: of one that was put together by hand in the order in which they came, of
    /// a saved search by id. @errors  NotFound, those of SearchEngine.
    [[nodiscard]] QFuture<Result<std::vector<StemId>>> sounds(std::int64_t id);

    /// @param filter  of a saved search, else empty. @param stems  its first sounds.
    void create(const QString& name, const QString& filter, const std::vector<StemId>& stems);
    void rename(std::int64_t id, const QString& name);
    void remove(std::int64_t id); ///< the sounds stay
    void add(std::int64_t id, const std::vector<StemId>& stems);
    void take(std::int64_t id, const std::vector<StemId>& stems);

Q_SIGNALS:
    void changed(); ///< rows
    void membersChanged(); ///< what `in:` finds may be another set now
    void failed(const nde::Error& error);

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace nde::services
