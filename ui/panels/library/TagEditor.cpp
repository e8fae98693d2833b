#include "ui/panels/library/TagEditor.h"

#include "ui/models/SoundVerbs.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

namespace nde::ui {

TagEditor::TagEditor(QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_title(new QLabel(this))
    , m_line(new QLineEdit(this))
{
    setObjectName(QStringLiteral("tag_editor"));
    m_line->setObjectName(QStringLiteral("tag_editor_line"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(dp(12), dp(10), dp(12), dp(12));
    layout->setSpacing(dp(6));
    layout->addWidget(m_title);
    layout->addWidget(m_line);
    m_line->setMinimumWidth(dp(260));
    connect(m_line, &QLineEdit::returnPressed, this, [this] {
        hide();
        std::vector<std::string> tags = tagsFromText(m_line->text().toStdString());
        for (std::string& tag : tags) {
            tag = tagId(QString::fromStdString(tag)).toStdString();
        }
        Q_EMIT entered(tags);
    });
}

void TagEditor::edit(const QString& tags, int count, const QPoint& global)
{
    QStringList words = tags.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (QString& word : words) {
        word = tagText(word);
    }
    m_title->setFont(nde::ui::font(TextStyle::Caption, QFont::DemiBold));
    m_title->setText(count > 1 ? tr("Add tags to %n sound(s)", nullptr, count) : tr("Tags"));
    m_line->setAccessibleName(m_title->text());
    m_line->setPlaceholderText(tr("dark metallic …"));
    m_line->setText(count > 1 || words.isEmpty() ? QString()
                                                 : words.join(QLatin1Char(' ')) + QLatin1Char(' '));
    adjustSize();
    move(global);
    show();
    m_line->setFocus(Qt::PopupFocusReason);
}

void TagEditor::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::current().raised);
    paintBox(painter, rect(), 0.0, Theme::current().raised, Theme::current().line2);
}

} // namespace nde::ui
