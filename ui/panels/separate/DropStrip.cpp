#include "ui/panels/separate/DropStrip.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QPainter>
#include <QUrl>
#include <QVBoxLayout>

namespace nde::ui {

QStringList localPaths(const QMimeData& mime)
{
    QStringList paths;
    const QList<QUrl> urls = mime.urls();
    for (const QUrl& url : urls) {
        if (url.isLocalFile()) {
            paths.push_back(url.toLocalFile());
        }
    }
    return paths;
}

DropStrip::DropStrip(QWidget* parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_files(new Button(QString(), Button::Kind::Secondary, this))
    , m_folder(new Button(QString(), Button::Kind::Secondary, this))
    , m_buttons(new QBoxLayout(QBoxLayout::LeftToRight))
{
    setObjectName(QStringLiteral("sep_drop"));
    setAcceptDrops(true);
    m_files->setObjectName(QStringLiteral("sep_add_files"));
    m_folder->setObjectName(QStringLiteral("sep_add_folder"));
    m_files->setCompact(true);
    m_folder->setCompact(true);
    m_icon->setAlignment(Qt::AlignCenter);
    m_text->setAlignment(Qt::AlignCenter);
    m_buttons->setSpacing(dp(6));
    m_buttons->addStretch(1);
    m_buttons->addWidget(m_files, 0, Qt::AlignHCenter);
    m_buttons->addWidget(m_folder, 0, Qt::AlignHCenter);
    m_buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(dp(10), dp(8), dp(10), dp(8));
    layout->setSpacing(dp(6));
    layout->addStretch(1);
    layout->addWidget(m_icon);
    layout->addWidget(m_text);
    layout->addLayout(m_buttons);
    layout->addStretch(1);
    connect(m_files, &QPushButton::clicked, this, &DropStrip::filesRequested);
    connect(m_folder, &QPushButton::clicked, this, &DropStrip::folderRequested);
    retranslate();
}

void DropStrip::setNarrow(bool narrow)
{
    m_icon->setVisible(!narrow);
    m_text->setWordWrap(narrow);
    m_buttons->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void DropStrip::retranslate()
{
    m_icon->setPixmap(
        iconPixmap(QStringLiteral("import"), dp(24), Theme::current().text2, devicePixelRatioF()));
    m_text->setFont(nde::ui::font(TextStyle::Strong, QFont::DemiBold));
    m_text->setText(tr("Drop tracks or folders"));
    m_files->setText(tr("Add files…"));
    m_files->setToolTip(tr("Add files… (Ctrl+O)"));
    m_files->setAccessibleName(m_files->text());
    m_folder->setText(tr("Add folder…"));
    m_folder->setAccessibleName(m_folder->text());
    setAccessibleName(m_text->text());
}

void DropStrip::dragEnterEvent(QDragEnterEvent* event)
{
    if (!localPaths(*event->mimeData()).isEmpty()) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
        m_isOver = true;
        update();
    }
}

void DropStrip::dragLeaveEvent(QDragLeaveEvent* /*event*/)
{
    m_isOver = false;
    update();
}

void DropStrip::dropEvent(QDropEvent* event)
{
    m_isOver = false;
    update();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    Q_EMIT dropped(localPaths(*event->mimeData()));
}

void DropStrip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::StyleChange) {
        retranslate();
    }
}

void DropStrip::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    paintBox(painter, rect(), dpF(8), m_isOver ? theme.selection : theme.panel,
             m_isOver ? theme.focus : theme.line2, Qt::DashLine);
}

} // namespace nde::ui
