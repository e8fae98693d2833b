#include "ui/panels/train/RunsPanel.h"

#include "ui/models/ProbeModel.h"
#include "ui/models/RunTableModel.h"
#include "ui/panels/train/NoteList.h"
#include "ui/panels/train/ProbeTiles.h"
#include "ui/panels/train/RunTable.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>

namespace nde::ui {

namespace {

/// A line of one pixel between parts.
class Rule final : public QWidget
{
public:
    explicit Rule(QWidget* parent)
        : QWidget(parent)
    {
        setFixedHeight(1);
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter(this).fillRect(rect(), Theme::current().line);
    }
};

} // namespace

RunsPanel::RunsPanel(ProbeModel& dreams, QWidget* parent)
    : QWidget(parent)
    , m_runs(new RunTableModel(this))
    , m_title(new ElidedLabel({}, TextStyle::Title, this))
    , m_compare(new Button(QString(), Button::Kind::Ghost, this))
    , m_table(new RunTable(*m_runs, this))
    , m_firstRule(new Rule(this))
    , m_dreamsTitle(new ElidedLabel({}, TextStyle::Caption, this))
    , m_dreamsFacts(new ElidedLabel({}, TextStyle::Caption, this))
    , m_dreams(new ProbeTiles(dreams, 4, 30, this))
    , m_secondRule(new Rule(this))
    , m_notesTitle(new ElidedLabel({}, TextStyle::Caption, this))
    , m_notes(new NoteList(this))
    , m_note(new QLineEdit(this))
    , m_nextTitle(new ElidedLabel({}, TextStyle::Caption, this))
    , m_dream(new Button(QString(), Button::Kind::Secondary, this))
    , m_export(new Button(QString(), Button::Kind::Secondary, this))
{
    setObjectName(QStringLiteral("train_side"));
    m_compare->setObjectName(QStringLiteral("train_compare"));
    m_dreams->setObjectName(QStringLiteral("train_dreams"));
    m_notes->setObjectName(QStringLiteral("train_notes"));
    m_note->setObjectName(QStringLiteral("train_note"));
    m_dream->setObjectName(QStringLiteral("train_use"));
    m_export->setObjectName(QStringLiteral("train_export"));
    m_dream->setIconName(QStringLiteral("dream"));
    buildLayout();
    connect(m_note, &QLineEdit::returnPressed, this, [this] {
        const QString text = m_note->text().simplified();
        if (!text.isEmpty()) {
            m_note->clear();
            Q_EMIT noteEntered(text);
        }
    });
    connect(m_notes, &NoteList::epochRequested, this, &RunsPanel::epochRequested);
    connect(m_dream, &QAbstractButton::clicked, this, &RunsPanel::dreamRequested);
    connect(m_export, &QAbstractButton::clicked, this, &RunsPanel::exportRequested);
    retranslate();
    setVerbs(false, false);
}

void RunsPanel::buildLayout()
{
    m_compare->setCompact(true);
    for (Button* button : {m_dream, m_export}) {
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    m_dreamsFacts->setTone(ElidedLabel::Tone::Muted);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_compare);
    auto* dreamHead = new QHBoxLayout;
    dreamHead->addWidget(m_dreamsTitle, 1);
    dreamHead->addWidget(m_dreamsFacts);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(dp(13), dp(10), dp(12), dp(12));
    column->setSpacing(dp(6));
    column->addLayout(head);
    column->addWidget(m_table, 3);
    column->addWidget(m_firstRule);
    column->addLayout(dreamHead);
    column->addWidget(m_dreams);
    column->addWidget(m_secondRule);
    column->addWidget(m_notesTitle);
    column->addWidget(m_notes, 1);
    column->addWidget(m_note);
    column->addSpacing(dp(4));
    column->addWidget(m_nextTitle);
    column->addWidget(m_dream);
    column->addWidget(m_export);
}

void RunsPanel::setEpoch(std::optional<int> epoch)
{
    m_epoch = epoch;
    m_dreamsFacts->setFullText(!epoch            ? QString()
                                   : *epoch == 0 ? tr("from the analytic start")
                                                 : tr("from epoch %1").arg(*epoch));
    m_note->setPlaceholderText(epoch ? tr("Note on epoch %1").arg(*epoch) : tr("Note on this run"));
    m_dream->setText(tr("Open in Dream"));
    m_dream->setAccessibleName(m_dream->text());
}

void RunsPanel::setNotes(const std::vector<services::RunNote>& notes)
{
    m_notes->setNotes(notes);
}

void RunsPanel::setVerbs(bool canDream, bool canExport)
{
    m_canDream = canDream;
    m_dream->setVisible(canDream);
    m_export->setVisible(canExport);
    m_nextTitle->setVisible(canDream || canExport);
}

void RunsPanel::setHasRun(bool hasRun)
{
    for (QWidget* widget :
         std::initializer_list<QWidget*> {m_dreamsTitle, m_dreamsFacts, m_dreams, m_notesTitle,
                                          m_notes, m_note, m_compare, m_firstRule, m_secondRule}) {
        widget->setVisible(hasRun);
    }
}

void RunsPanel::focusNextPart()
{
    m_notes->setFocus(Qt::TabFocusReason);
}

void RunsPanel::retranslate()
{
    setAccessibleName(tr("Runs"));
    m_title->setTextStyle(TextStyle::Title, QFont::DemiBold);
    m_title->setFullText(tr("Runs"));
    for (ElidedLabel* label : {m_dreamsTitle, m_notesTitle, m_nextTitle}) {
        label->setTextStyle(TextStyle::Caption, QFont::DemiBold);
        label->setTone(ElidedLabel::Tone::Secondary);
    }
    m_dreamsTitle->setFullText(tr("Random dreams"));
    m_notesTitle->setFullText(tr("Notes"));
    m_nextTitle->setFullText(tr("Next"));
    m_compare->setText(tr("Compare"));
    m_compare->setAccessibleName(tr("Compare the checked runs"));
    m_compare->setToolTip(tr("How the checked runs were set up and how far they came"));
    m_compare->setKeyHint(QStringLiteral("C"));
    m_dreams->setAccessibleName(tr("Random dreams"));
    m_note->setAccessibleName(tr("New note"));
    m_note->setToolTip(tr("Enter keeps it"));
    m_export->setText(tr("Export model and card…"));
    m_export->setAccessibleName(m_export->text());
    m_runs->retranslate();
    setEpoch(m_epoch);
}

void RunsPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void RunsPanel::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, 0, 1, height()), theme.well);
}

} // namespace nde::ui
