#include "ui/panels/settings/WatchList.h"

#include "core/services/WatchFolders.h"
#include "ui/models/JobText.h"
#include "ui/panels/FileChooser.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/IconButton.h"

#include <QDir>
#include <QHBoxLayout>

#include <memory>

namespace nde::ui {

WatchList::WatchList(services::WatchFolders& watch, QWidget* parent)
    : QWidget(parent)
    , m_watch(watch)
    , m_rows(new QVBoxLayout)
    , m_add(new Button(QString(), Button::Kind::Secondary, this))
{
    setObjectName(QStringLiteral("set_watch"));
    m_add->setObjectName(QStringLiteral("set_watch_add"));
    m_add->setIconName(QStringLiteral("plus"));
    m_rows->setSpacing(dp(2));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(dp(6));
    column->addLayout(m_rows);
    column->addWidget(m_add, 0, Qt::AlignRight);
    connect(m_add, &QAbstractButton::clicked, this, [this] {
        chooseFolder(this, tr("Folder to watch"), [this](const QString& folder) { add(folder); });
    });
    connect(&m_watch, &services::WatchFolders::changed, this, &WatchList::fill);
    connect(&m_watch, &services::WatchFolders::failed, this,
            [this](const Error& error) { Q_EMIT refused(errorSentence(errorCodeId(error.code))); });
    retranslate();
}

void WatchList::add(const QString& folder)
{
    const Result<> added = m_watch.add(folder);
    if (added) {
        return;
    }
    switch (added.error().code) {
    case ErrorCode::Exists:
        Q_EMIT refused(tr("This folder is watched already."));
        break;
    case ErrorCode::BadInput:
        Q_EMIT refused(tr("The studio looks after its own folders already."));
        break;
    default:
        Q_EMIT refused(tr("This folder is not there."));
        break;
    }
}

void WatchList::fill()
{
    while (std::unique_ptr<QLayoutItem> item {m_rows->takeAt(0)}) {
        item->widget()->deleteLater(); // perhaps the one whose cross was pressed
        item->widget()->hide();
    }
    for (const QString& folder : m_watch.folders()) {
        auto* row = new QWidget(this);
        auto* line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(dp(6));
        const QString shown = QDir::toNativeSeparators(folder);
        auto* label = new ElidedLabel(shown, TextStyle::Body, row);
        label->setElideMode(Qt::ElideMiddle);
        label->setTone(QDir(folder).exists() ? ElidedLabel::Tone::Secondary
                                             : ElidedLabel::Tone::Muted);
        label->setMinimumWidth(dp(260));
        label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        if (!QDir(folder).exists()) {
            label->setToolTip(tr("%1 is not there at present").arg(shown));
        }
        auto* remove = new IconButton(QStringLiteral("close"),
                                      tr("Stop watching %1").arg(QDir(folder).dirName()), row);
        remove->setObjectName(QStringLiteral("set_watch_remove"));
        line->addWidget(label, 1);
        line->addWidget(remove);
        connect(remove, &QAbstractButton::clicked, this,
                [this, folder] { m_watch.remove(folder); });
        m_rows->addWidget(row);
    }
}

void WatchList::retranslate()
{
    m_add->setText(tr("Add folder…"));
    m_add->setAccessibleName(tr("Add a folder to watch"));
    m_add->setToolTip(tr("Its sounds and those of the folders in it; files are only read"));
    fill();
}

} // namespace nde::ui
