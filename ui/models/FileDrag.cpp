#include "ui/models/FileDrag.h"

#include "core/services/LibraryService.h"
#include "ui/models/Later.h"

#include <QMimeData>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace nde::ui {

namespace {
constexpr std::size_t kMostFiles = 500;
} // namespace

FileDrag::FileDrag(services::LibraryService& library, QObject* parent)
    : QObject(parent)
    , m_library(library)
{
}

void FileDrag::prefetch(const std::vector<StemId>& ids)
{
    for (std::size_t i = 0; i < std::min(ids.size(), kMostFiles); ++i) {
        const StemId id = ids[i];
        if (m_asked.contains(id)) {
            continue;
        }
        m_asked.insert(id, true);
        later(this, m_library.stem(id), [this, id](const Result<Stem>& stem) {
            remember(id, stem && !stem->isMissing ? QString::fromStdString(stem->path) : QString());
        });
    }
}

void FileDrag::remember(StemId id, const QString& path)
{
    m_paths.insert(id, path);
    Q_EMIT pathsChanged();
    std::vector<Waiting> due;
    for (auto it = m_waiting.begin(); it != m_waiting.end();) {
        if (isReady(it->ids)) {
            due.push_back(std::move(*it));
            it = m_waiting.erase(it);
        } else {
            ++it;
        }
    }
    for (const Waiting& waiting : due) {
        waiting.then(paths(waiting.ids));
    }
}

bool FileDrag::isReady(const std::vector<StemId>& ids) const
{
    return std::all_of(ids.begin(),
                       ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), kMostFiles)),
                       [this](StemId id) { return m_paths.contains(id); });
}

QStringList FileDrag::paths(const std::vector<StemId>& ids) const
{
    QStringList paths;
    for (const StemId id : ids) {
        if (const QString path = m_paths.value(id); !path.isEmpty()) {
            paths.push_back(path);
        }
    }
    return paths;
}

std::unique_ptr<QMimeData> FileDrag::mimeData(const std::vector<StemId>& ids) const
{
    QList<QUrl> urls;
    for (const QString& path : paths(ids)) {
        urls.push_back(QUrl::fromLocalFile(path));
    }
    if (urls.isEmpty()) {
        return nullptr;
    }
    auto mime = std::make_unique<QMimeData>();
    mime->setUrls(urls);
    QByteArrayList known;
    for (const StemId id : ids) {
        known.push_back(QByteArray::number(id));
    }
    mime->setData(QLatin1String(kSoundMime), known.join(' '));
    return mime;
}

void FileDrag::withPaths(const std::vector<StemId>& ids,
                         std::function<void(const QStringList&)> then)
{
    if (isReady(ids)) {
        then(paths(ids));
        return;
    }
    m_waiting.push_back({ids, std::move(then)});
    prefetch(ids);
}

} // namespace nde::ui
