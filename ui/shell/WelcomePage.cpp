#include "ui/shell/WelcomePage.h"

#include "ui/shell/HeroPicture.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

// Places of the two spaces that give way, in the page's column.
constexpr int kBelowSubtitle = 3;
constexpr int kBelowCards = 5;

} // namespace

/// The large drop zone with the illustration.
class DropCard final : public QWidget
{
public:
    explicit DropCard(QWidget* parent)
        : QWidget(parent)
        , m_title(new QLabel(this))
        , m_line(new QLabel(this))
        , m_open(new Button({}, Button::Kind::Primary, this))
    {
        setObjectName(QStringLiteral("welcome_drop"));
        m_title->setFont(nde::ui::font(TextStyle::Verdict));
        m_line->setProperty("secondary", true);
        m_line->setWordWrap(true);
        m_open->setObjectName(QStringLiteral("welcome_open"));
        m_open->setHero(true);
        auto* words = new QVBoxLayout;
        words->setSpacing(0);
        words->addWidget(m_title);
        words->addWidget(m_line);
        auto* row = new QHBoxLayout;
        row->setSpacing(dp(12));
        row->addLayout(words, 1);
        row->addWidget(m_open, 0, Qt::AlignBottom);
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(dp(32), dp(16), dp(32), dp(28));
        column->addStretch(1);
        column->addLayout(row);
        setMinimumSize(dp(320), dp(240));
    }

    [[nodiscard]] Button* open() const { return m_open; }
    void setTexts(const QString& title, const QString& line, const QString& open,
                  const QString& key)
    {
        m_title->setText(title);
        m_line->setText(line);
        m_open->setText(open);
        m_open->setKeyHint(key);
        m_open->setAccessibleName(open);
        setAccessibleName(title);
        setAccessibleDescription(line);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        paintBox(painter, rect(), dpF(12), theme.panel, theme.line2, Qt::DashLine);
        const double words = height() - std::min(m_title->y(), m_open->y());
        const int height = static_cast<int>(
            std::min(dpF(250), std::max(dpF(96), this->height() - words - dpF(24))));
        const QSize size(width() - 2, height);
        if (m_picture.isNull() || m_picture.deviceIndependentSize().toSize() != size) {
            m_picture = heroPicture(size, devicePixelRatioF());
        }
        const double room = this->height() - words - dpF(8);
        painter.drawPixmap(
            QPointF(1, std::round(std::max(dpF(8), (room - height) / 2.0 + dpF(12)))), m_picture);
    }

private:
    QLabel* m_title;
    QLabel* m_line;
    Button* m_open;
    QPixmap m_picture;
};

/// Picture, title, one or two lines, one button.
class PictureCard final : public QWidget
{
public:
    PictureCard(CardPicture picture, const QString& buttonName, QWidget* parent)
        : QWidget(parent)
        , m_kind(picture)
        , m_title(new ElidedLabel({}, TextStyle::Title, this))
        , m_line(new QLabel(this))
        , m_button(new Button({}, Button::Kind::Secondary, this))
    {
        m_line->setProperty("secondary", true);
        m_line->setWordWrap(true);
        m_line->setAlignment(Qt::AlignTop | Qt::AlignLeft);
        m_button->setObjectName(buttonName);
        auto* column = new QVBoxLayout(this);
        column->setSpacing(dp(4));
        column->addWidget(m_title);
        column->addWidget(m_line, 1);
        column->addWidget(m_button, 0, Qt::AlignLeft);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    }

    [[nodiscard]] Button* button() const { return m_button; }
    void setTexts(const QString& title, const QString& line, const QString& button)
    {
        m_title->setFullText(title);
        setLine(line);
        m_button->setText(button);
        m_button->setAccessibleName(button);
        setAccessibleName(title);
    }
    void setLine(const QString& line)
    {
        m_line->setText(line);
        setAccessibleDescription(line);
    }
    [[nodiscard]] QSize sizeHint() const override { return {dp(520), dp(132)}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {dp(300), dp(108)}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        paintBox(painter, rect(), dpF(8), theme.panel, theme.line);
        if (!hasPicture()) {
            return;
        }
        const double height = std::min(dpF(98), this->height() - dpF(24));
        const QRectF well(dpF(16), std::round((this->height() - height) / 2.0), dpF(128), height);
        paintBox(painter, well, dpF(6), theme.well);
        const QSize size = well.size().toSize();
        if (m_picture.isNull() || m_picture.deviceIndependentSize().toSize() != size) {
            m_picture = cardPicture(m_kind, size, devicePixelRatioF());
        }
        painter.drawPixmap(well.topLeft(), m_picture);
    }

    void resizeEvent(QResizeEvent*) override
    {
        // Words before pictures where room is short.
        const int top = height() < dp(128) ? dp(10) : dp(14);
        const int left = hasPicture() ? dp(16 + 128 + 16) : dp(16);
        layout()->setContentsMargins(left, top, dp(16), top);
    }

private:
    [[nodiscard]] bool hasPicture() const { return width() >= dp(420); }

    CardPicture m_kind;
    ElidedLabel* m_title;
    QLabel* m_line;
    Button* m_button;
    QPixmap m_picture;
};

WelcomePage::WelcomePage(QWidget* parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
    , m_cardColumn(new QVBoxLayout)
    , m_title(new QLabel(this))
    , m_subtitle(new QLabel(this))
    , m_drop(new DropCard(this))
    , m_cards {new PictureCard(CardPicture::Kit, QStringLiteral("welcome_starter"), this),
               new PictureCard(CardPicture::Folder, QStringLiteral("welcome_add_folder"), this),
               new PictureCard(CardPicture::Studio, QStringLiteral("welcome_open_studio"), this)}
    , m_offlineIcon(new QLabel(this))
    , m_offline(new QLabel(this))
    , m_device(new QLabel(this))
{
    setObjectName(QStringLiteral("welcome_page"));
    m_title->setFont(nde::ui::font(TextStyle::Display));
    m_title->setWordWrap(true);
    m_subtitle->setFont(nde::ui::font(TextStyle::Input));
    m_subtitle->setProperty("secondary", true);
    m_subtitle->setWordWrap(true);
    m_offline->setProperty("secondary", true);
    m_offline->setWordWrap(true);
    m_device->setProperty("muted", true);
    m_device->setFont(nde::ui::font(TextStyle::Caption));
    showOfflineIcon();
    for (PictureCard* card : m_cards) {
        m_cardColumn->addWidget(card, 1);
    }
    auto* middle = new QHBoxLayout;
    middle->setSpacing(dp(24));
    middle->addWidget(m_drop, 663);
    middle->addLayout(m_cardColumn, 520);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(dp(12));
    foot->addWidget(m_offlineIcon);
    foot->addWidget(m_offline, 1);
    foot->addWidget(m_device);
    m_column->setSpacing(0);
    m_column->addWidget(m_title);
    m_column->addSpacing(dp(8));
    m_column->addWidget(m_subtitle);
    m_column->addSpacing(dp(36));
    m_column->addLayout(middle, 1000);
    m_column->addSpacing(dp(28));
    m_column->addLayout(foot);
    m_column->addStretch(1);
    connect(m_drop->open(), &QAbstractButton::clicked, this, &WelcomePage::openTrackRequested);
    connect(m_cards[0]->button(), &QAbstractButton::clicked, this,
            &WelcomePage::starterKitRequested);
    connect(m_cards[1]->button(), &QAbstractButton::clicked, this,
            &WelcomePage::addFolderRequested);
    connect(m_cards[2]->button(), &QAbstractButton::clicked, this,
            &WelcomePage::openStudioRequested);
    retranslate();
}

void WelcomePage::retranslate()
{
    setAccessibleName(tr("Welcome"));
    m_title->setText(tr("Take a track apart. Dream new sounds from it. Build the next one."));
    m_subtitle->setText(tr("One sound, one loop: separate, collect, train, dream, compose. Every "
                           "sound keeps its family tree."));
    m_drop->setTexts(tr("Drop a track"), tr("WAV, FLAC, AIFF, MP3, OGG or a whole folder"),
                     tr("Open a track…"), tr("Ctrl O"));
    m_cards[0]->setTexts(tr("Play with the starter kit"),
                         tr("About 300 free sounds and a 32-bar demo track, made on this computer "
                            "in seconds."),
                         tr("Make the starter kit"));
    m_cards[1]->setTexts(tr("Add my sample folder"),
                         tr("Sounds stay where they are. Subfolders included, nothing is copied or "
                            "changed."),
                         tr("Choose folder…"));
    m_cards[2]->setTexts(tr("Open an existing studio"),
                         tr("A studio folder, on this computer or on a drive."),
                         tr("Open studio…"));
    m_offline->setText(tr("Working fully offline. Nothing is downloaded, nothing leaves this "
                          "computer."));
}

void WelcomePage::setDeviceLine(const QString& text)
{
    m_device->setText(text);
}

void WelcomePage::setBusy(bool busy, const QString& text)
{
    retranslate();
    for (PictureCard* card : m_cards) {
        card->button()->setEnabled(!busy);
    }
    m_drop->open()->setEnabled(!busy);
    if (busy) {
        m_cards[0]->setLine(text);
    }
}

void WelcomePage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const int side = std::clamp(width() / 16, dp(24), dp(88));
    const int top = std::clamp(height() / 13, dp(16), dp(56));
    m_column->setContentsMargins(side, top, side, dp(16));
    const bool isTight = height() < dp(600);
    m_title->setFont(nde::ui::font(isTight ? TextStyle::Verdict : TextStyle::Display));
    const auto space = [this](int item, int pixels) {
        m_column->itemAt(item)->spacerItem()->changeSize(0, dp(pixels), QSizePolicy::Minimum,
                                                         QSizePolicy::Fixed);
    };
    space(kBelowSubtitle, isTight ? 16 : 36);
    space(kBelowCards, isTight ? 12 : 28);
    m_cardColumn->setSpacing(dp(isTight ? 8 : 16));
    // The pictures keep their proportions: on tall windows the air stays below.
    m_drop->setMaximumHeight(std::max(dp(428), height() * 61 / 100));
    for (PictureCard* card : m_cards) {
        card->setMaximumHeight((m_drop->maximumHeight() - 2 * m_cardColumn->spacing()) / 3);
    }
}

void WelcomePage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    } else if (event->type() == QEvent::StyleChange) {
        showOfflineIcon(); // the scale may be another one
    }
}

void WelcomePage::showOfflineIcon()
{
    m_offlineIcon->setPixmap(
        iconPixmap(QStringLiteral("check"), dp(16), Theme::current().ok, devicePixelRatioF()));
}

void WelcomePage::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), Theme::current().ground);
}

} // namespace nde::ui
