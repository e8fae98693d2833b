#pragma once

#include "core/base/Result.h"

#include <QFutureWatcher>
#include <QObject>

namespace nde::services {

/// Hands the result to `handler` on the thread of `context`, unless that has gone or the work was
/// cancelled before it had one.
/// @thread  that of `context`.
template<typename T, typename Handler>
void watchFuture(QObject* context, const QFuture<Result<T>>& future, Handler handler)
{
    auto* watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, handler] {
        watcher->deleteLater();
        if (watcher->future().resultCount() > 0) {
            handler(watcher->result());
        }
    });
    watcher->setFuture(future);
}

} // namespace nde::services
