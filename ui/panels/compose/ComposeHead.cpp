#include "ui/panels/compose/ComposeHead.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/ProgressBar.h"

#include <QDropEvent>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMimeData>
#include <QPainter>
#include <QVBoxLayout>

#include <functional>

namespace nde::ui {

namespace {

constexpr int kHeight = 36;

/// A prompt that is dropped stands for the one that was there.
class PromptLine final : public QLineEdit
{
public:
    PromptLine(std::function<void()> dropped, QWidget* parent)
        : QLineEdit(parent)
        , m_dropped(std::move(dropped))
    {
    }

protected:
    void dropEvent(QDropEvent* event) override
    {
        const QString text = event->mimeData()->text().simplified();
        if (event->mimeData()->hasUrls() || text.isEmpty()) {
            event->ignore();
            return;
        }
        setText(text);
        event->acceptProposedAction();
        m_dropped();
    }
    void dragEnterEvent(QDragEnterEvent* event) override
    {
        if (event->mimeData()->hasUrls()) {
            event->ignore(); // sounds belong on the timeline
        } else {
            QLineEdit::dragEnterEvent(event);
        }
    }

private:
    std::function<void()> m_dropped;
};

} // namespace

ComposeHead::ComposeHead(QWidget* parent)
    : QWidget(parent)
    , m_documents(new IconButton(QStringLiteral("track"), QString(), this))
    , m_prompt(new PromptLine(
          [this] {
              Q_EMIT promptEdited(prompt());
              Q_EMIT composeRequested();
          },
          this))
    , m_dice(new IconButton(QStringLiteral("dice"), QString(), this))
    , m_compose(new Button(QString(), Button::Kind::Primary, this))
    , m_progress(new ProgressBar(ProgressBar::Tone::Running, this))
{
    m_documents->setObjectName(QStringLiteral("comp_documents"));
    m_prompt->setObjectName(QStringLiteral("comp_prompt"));
    m_dice->setObjectName(QStringLiteral("comp_dice"));
    m_compose->setObjectName(QStringLiteral("comp_compose"));
    m_progress->setObjectName(QStringLiteral("comp_progress"));
    m_documents->setSide(kHeight);
    m_dice->setSide(kHeight);
    m_compose->setHero(true);
    m_prompt->setFont(nde::ui::font(TextStyle::Input));
    m_prompt->setFixedHeight(dp(kHeight));
    m_prompt->setMaxLength(10'000);
    m_progress->hide();
    auto* row = new QHBoxLayout;
    row->setSpacing(dp(8));
    row->addWidget(m_documents);
    row->addWidget(m_prompt, 1);
    row->addWidget(m_dice);
    row->addWidget(m_compose);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(dp(12), dp(10), dp(12), 0);
    column->setSpacing(dp(4));
    column->addLayout(row);
    column->addWidget(m_progress);
    connect(m_prompt, &QLineEdit::textEdited, this, &ComposeHead::promptEdited);
    connect(m_prompt, &QLineEdit::returnPressed, this, &ComposeHead::composeRequested);
    connect(m_dice, &QAbstractButton::clicked, this, &ComposeHead::diceRequested);
    connect(m_documents, &QAbstractButton::clicked, this, [this] {
        Q_EMIT documentsRequested(m_documents->mapToGlobal(QPoint(0, m_documents->height())));
    });
    connect(m_compose, &QAbstractButton::clicked, this,
            [this] { m_isBusy ? Q_EMIT cancelRequested() : Q_EMIT composeRequested(); });
    retranslate();
}

void ComposeHead::setPrompt(const QString& prompt)
{
    if (m_prompt->text() != prompt) {
        m_prompt->setText(prompt);
        m_prompt->setCursorPosition(0);
    }
}

QString ComposeHead::prompt() const
{
    return m_prompt->text().trimmed();
}

void ComposeHead::focusPrompt()
{
    m_prompt->setFocus(Qt::ShortcutFocusReason);
    m_prompt->selectAll();
}

void ComposeHead::setBusy(bool isBusy, double fraction, const QString& stage)
{
    m_isBusy = isBusy;
    m_stage = stage;
    m_progress->setVisible(isBusy);
    if (fraction < 0.0) {
        m_progress->setRange(0, 0);
    } else {
        m_progress->setRange(0, 1000);
        m_progress->setFraction(fraction);
    }
    showButton();
}

void ComposeHead::setSeed(quint64 seed)
{
    m_seed = seed;
    showButton();
}

void ComposeHead::setCanCompose(bool can, const QString& reason)
{
    m_canCompose = can;
    m_reason = reason;
    showButton();
}

void ComposeHead::showButton()
{
    m_compose->setKind(m_isBusy ? Button::Kind::Secondary : Button::Kind::Primary);
    m_compose->setText(m_isBusy ? tr("Cancel") : tr("Compose"));
    m_compose->setAccessibleName(m_compose->text());
    m_compose->setKeyHint(m_isBusy ? QString() : QStringLiteral("↵"));
    m_compose->setEnabled(m_isBusy || m_canCompose);
    m_compose->setToolTip(m_isBusy ? m_stage : m_reason);
    m_dice->setEnabled(!m_isBusy && m_canCompose);
    m_dice->setName(tr("Roll the whole track anew (seed %1)").arg(m_seed));
    m_progress->setAccessibleName(m_stage.isEmpty() ? tr("Planning") : m_stage);
    m_progress->setToolTip(m_stage);
}

void ComposeHead::retranslate()
{
    m_documents->setName(tr("Compositions"));
    m_prompt->setAccessibleName(tr("Prompt"));
    m_prompt->setPlaceholderText(
        tr("dark hypnotic techno, 132 bpm in A minor, 3 minutes, no vocals …"));
    showButton();
}

void ComposeHead::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void ComposeHead::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().panel);
}

} // namespace nde::ui
