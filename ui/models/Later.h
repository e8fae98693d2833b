#pragma once

#include <QFuture>
#include <QFutureWatcher>

#include <utility>

namespace nde::ui {

/// Calls `then(result)` on the GUI thread when `future` has its result, unless `receiver` died
/// first. A cancelled future has no result and calls nothing.
/// (`QFuture::then(context, …)` of Qt 6.4 asserts when the context is gone, hence the watcher.)
template<typename T, typename Then>
void later(QObject* receiver, const QFuture<T>& future, Then then)
{
    auto* watcher = new QFutureWatcher<T>(receiver);
    QObject::connect(watcher, &QFutureWatcherBase::finished, receiver,
                     [watcher, then = std::move(then)]() mutable {
                         watcher->deleteLater();
                         if (!watcher->isCanceled() && watcher->future().resultCount() > 0) {
                             then(watcher->result());
                         }
                     });
    watcher->setFuture(future);
}

} // namespace nde::ui
