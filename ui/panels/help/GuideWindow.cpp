#include "ui/panels/help/GuideWindow.h"

#include "ui/theme/Theme.h"

#include <QDir>
#include <QEvent>
#include <QFile>
#include <QHBoxLayout>
#include <QListWidget>
#include <QLocale>
#include <QScreen>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextCursor>
#include <QTextTable>
#include <QUrl>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr double kMostOfScreen = 0.92;

/// Folder of the guide in the language of the window.
QString folder()
{
    const QString language
        = QLocale().language() == QLocale::German ? QStringLiteral("de") : QStringLiteral("en");
    return QStringLiteral(":/guide/") + language;
}

/// Markdown comes without any air between its blocks.
void spread(QTextDocument& document)
{
    QTextCursor cursor(&document);
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        const int heading = block.blockFormat().headingLevel();
        const bool isTight = block.textList() != nullptr || block.blockFormat().nonBreakableLines()
            || QTextCursor(block).currentTable() != nullptr;
        QTextBlockFormat air;
        air.setTopMargin(heading > 1 ? dpF(18) : 0.0);
        air.setBottomMargin(heading > 0 ? dpF(6) : isTight ? dpF(2) : dpF(10));
        cursor.setPosition(block.position());
        cursor.mergeBlockFormat(air);
    }
    document.clearUndoRedoStacks();
}

/// A chapter's first line is "# Title".
QString titleOf(const QString& file)
{
    QFile chapter(file);
    if (!chapter.open(QIODevice::ReadOnly)) {
        return {};
    }
    return QString::fromUtf8(chapter.readLine()).mid(1).trimmed();
}

} // namespace

GuideWindow::GuideWindow(QWidget* parent)
    : QDialog(parent)
    , m_chapters(new QListWidget(this))
    , m_page(new QTextBrowser(this))
{
    setObjectName(QStringLiteral("guide_window"));
    setWindowFlag(Qt::WindowMaximizeButtonHint);
    m_chapters->setObjectName(QStringLiteral("guide_chapters"));
    m_chapters->setFixedWidth(dp(190));
    m_chapters->setFrameShape(QFrame::NoFrame);
    m_page->setObjectName(QStringLiteral("guide_page"));
    m_page->setOpenExternalLinks(true);
    m_page->setFrameShape(QFrame::NoFrame);
    m_page->setFont(nde::ui::font(TextStyle::Input));
    m_page->document()->setDocumentMargin(dpF(24));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(dp(12), dp(12), dp(12), dp(12));
    row->setSpacing(dp(12));
    row->addWidget(m_chapters);
    row->addWidget(m_page, 1);
    resize(QSize(dp(1040), dp(760)).boundedTo(screen()->availableSize() * kMostOfScreen));
    connect(m_chapters, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        const QUrl url = item != nullptr ? item->data(Qt::UserRole).toUrl() : QUrl();
        if (!url.isEmpty() && m_page->source().adjusted(QUrl::RemoveFragment) != url) {
            m_page->setSource(url);
        }
    });
    // A link to another chapter moves the mark, too.
    connect(m_page, &QTextBrowser::sourceChanged, this, [this](const QUrl& url) {
        spread(*m_page->document());
        for (int row = 0; row < m_chapters->count(); ++row) {
            if (m_chapters->item(row)->data(Qt::UserRole).toUrl()
                == url.adjusted(QUrl::RemoveFragment)) {
                m_chapters->setCurrentRow(row);
            }
        }
    });
    load();
    m_page->setFocus();
}

void GuideWindow::load()
{
    setWindowTitle(tr("Guide"));
    setAccessibleName(windowTitle());
    m_chapters->setAccessibleName(tr("Chapters"));
    m_page->setAccessibleName(tr("Chapter"));
    const int row = std::max(0, m_chapters->currentRow());
    m_chapters->clear();
    const QStringList files
        = QDir(folder()).entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name);
    for (const QString& file : files) {
        const QString path = folder() + u'/' + file;
        auto* item = new QListWidgetItem(titleOf(path), m_chapters);
        item->setSizeHint({0, dp(28)});
        item->setData(Qt::UserRole, QUrl(QStringLiteral("qrc") + path));
    }
    m_chapters->setCurrentRow(row);
}

void GuideWindow::changeEvent(QEvent* event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        load();
    }
}

} // namespace nde::ui
