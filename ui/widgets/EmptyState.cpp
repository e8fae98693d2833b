#include "ui/widgets/EmptyState.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"

#include <QLabel>
#include <QVBoxLayout>

namespace nde::ui {

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_button(new Button(QString(), Button::Kind::Primary, this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(dp(24), dp(24), dp(24), dp(24));
    column->setSpacing(dp(8));
    m_title->setFont(nde::ui::font(TextStyle::Title));
    m_title->setAlignment(Qt::AlignCenter);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_sentence->setProperty("secondary", true);
    column->addStretch(2);
    column->addWidget(m_title);
    column->addWidget(m_sentence);
    column->addSpacing(dp(8));
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch(3);
    m_button->setObjectName(QStringLiteral("empty_action"));
    connect(m_button, &QAbstractButton::clicked, this, &EmptyState::activated);
    setTexts({}, {});
}

void EmptyState::setTexts(const QString& title, const QString& sentence, const QString& buttonText)
{
    m_title->setText(title);
    m_sentence->setText(sentence);
    m_button->setText(buttonText);
    m_button->setAccessibleName(buttonText);
    m_button->setVisible(!buttonText.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(sentence);
}

} // namespace nde::ui
