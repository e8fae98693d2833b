#include "ui/panels/library/EmptyLibrary.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace nde::ui {

namespace {

/// A raised area with a 1 px edge, as the design's cards.
class CardFrame final : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter(this);
        paintBox(painter, rect(), dpF(8), Theme::current().panel, Theme::current().line);
    }
};

QLabel* centredLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    return label;
}

} // namespace

EmptyLibrary::EmptyLibrary(QWidget* parent)
    : QWidget(parent)
    , m_title(centredLabel(this))
    , m_sentence(centredLabel(this))
{
    setObjectName(QStringLiteral("lib_empty"));
    m_sentence->setProperty("secondary", true);
    auto* cards = new QHBoxLayout;
    cards->setSpacing(dp(12));
    cards->addStretch(1);
    const char* names[] = {"lib_empty_starter", "lib_empty_folder", "lib_empty_separate"};
    for (const char* name : names) {
        m_cards.push_back(addCard(name, m_cards.empty()));
        cards->addWidget(m_cards.back().frame, 12);
    }
    cards->addStretch(1);
    connect(m_cards[0].button, &QPushButton::clicked, this, &EmptyLibrary::starterKitRequested);
    connect(m_cards[1].button, &QPushButton::clicked, this, &EmptyLibrary::folderRequested);
    connect(m_cards[2].button, &QPushButton::clicked, this, &EmptyLibrary::separateRequested);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(dp(12), dp(24), dp(12), dp(24));
    layout->setSpacing(dp(8));
    layout->addStretch(2);
    layout->addWidget(m_title);
    layout->addWidget(m_sentence);
    layout->addSpacing(dp(16));
    layout->addLayout(cards);
    layout->addStretch(3);
    retranslate();
}

EmptyLibrary::Card EmptyLibrary::addCard(const char* name, bool isPrimary)
{
    Card card;
    card.frame = new CardFrame(this);
    card.frame->setMinimumWidth(dp(168)); // three of them in the smallest window
    card.frame->setMaximumWidth(dp(240));
    card.title = new QLabel(card.frame);
    card.title->setWordWrap(true);
    card.sentence = new QLabel(card.frame);
    card.sentence->setWordWrap(true);
    card.sentence->setProperty("secondary", true);
    card.button = new Button(QString(), isPrimary ? Button::Kind::Primary : Button::Kind::Secondary,
                             card.frame);
    card.button->setObjectName(QLatin1String(name));
    auto* layout = new QVBoxLayout(card.frame);
    layout->setContentsMargins(dp(12), dp(16), dp(12), dp(16));
    layout->setSpacing(dp(8));
    layout->addWidget(card.title);
    layout->addWidget(card.sentence);
    layout->addStretch(1);
    layout->addWidget(card.button);
    return card;
}

void EmptyLibrary::retranslate()
{
    m_title->setFont(nde::ui::font(TextStyle::Verdict, QFont::DemiBold));
    m_title->setText(tr("No sounds yet"));
    m_sentence->setText(tr("Three ways to begin. Nothing needs a network."));
    const QString titles[] = {tr("Starter kit"), tr("My samples"), tr("A track")};
    const QString sentences[]
        = {tr("About 300 sounds and one demo track, synthesised here in a few seconds."),
           tr("A folder of your own. The files stay where they are and are never changed."),
           tr("Drop a track into Separate and get its drums, bass, vocals and the rest.")};
    const QString buttons[]
        = {tr("Make the starter kit"), tr("Add a folder…"), tr("Go to Separate")};
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        m_cards[i].title->setFont(nde::ui::font(TextStyle::Title, QFont::DemiBold));
        m_cards[i].title->setText(titles[i]);
        m_cards[i].sentence->setText(sentences[i]);
        m_cards[i].button->setText(buttons[i]);
        m_cards[i].button->setAccessibleName(buttons[i]);
    }
}

void EmptyLibrary::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void EmptyLibrary::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().panel);
}

NoMatches::NoMatches(QWidget* parent)
    : QWidget(parent)
    , m_title(centredLabel(this))
    , m_sentence(centredLabel(this))
{
    setObjectName(QStringLiteral("lib_no_matches"));
    m_sentence->setProperty("secondary", true);
    auto* row = new QHBoxLayout;
    row->setSpacing(dp(8));
    row->addStretch(1);
    for (int i = 0; i < 3; ++i) {
        auto* button
            = new Button(QString(), i == 2 ? Button::Kind::Ghost : Button::Kind::Secondary, this);
        button->setObjectName(i == 2 ? QStringLiteral("lib_no_matches_reset")
                                     : QStringLiteral("lib_no_matches_%1").arg(i));
        row->addWidget(button);
        m_buttons.push_back(button);
        connect(button, &QPushButton::clicked, this, [this, i] {
            if (i == 2) {
                Q_EMIT resetRequested();
            } else if (i < static_cast<int>(m_offers.size())) {
                Q_EMIT chipRemovalRequested(m_offers[static_cast<std::size_t>(i)].chip);
            }
        });
    }
    row->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(dp(24), dp(24), dp(24), dp(24));
    layout->setSpacing(dp(8));
    layout->addStretch(2);
    layout->addWidget(m_title);
    layout->addWidget(m_sentence);
    layout->addSpacing(dp(8));
    layout->addLayout(row);
    layout->addStretch(3);
    retranslate();
}

void NoMatches::setOffers(const std::vector<Offer>& offers)
{
    m_offers = offers;
    retranslate();
}

void NoMatches::retranslate()
{
    m_title->setFont(nde::ui::font(TextStyle::Verdict, QFont::DemiBold));
    m_title->setText(tr("No sounds match"));
    m_sentence->setText(m_offers.empty() ? tr("Take something out of the search.")
                                         : tr("The nearest misses:"));
    for (std::size_t i = 0; i < 2; ++i) {
        const bool isUsed = i < m_offers.size();
        m_buttons[i]->setVisible(isUsed);
        if (isUsed) {
            m_buttons[i]->setText(
                tr("without %1: %2").arg(m_offers[i].text, formatCount(m_offers[i].count)));
            m_buttons[i]->setAccessibleName(m_buttons[i]->text());
        }
    }
    m_buttons[2]->setText(tr("Clear the search"));
    m_buttons[2]->setAccessibleName(m_buttons[2]->text());
}

void NoMatches::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void NoMatches::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().panel);
}

} // namespace nde::ui
