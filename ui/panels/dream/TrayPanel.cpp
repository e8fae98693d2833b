#include "ui/panels/dream/TrayPanel.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/KeyHint.h"
#include "ui/widgets/ProgressBar.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <utility>

namespace nde::ui {

namespace {

constexpr int kWideEnough = 820;

} // namespace

TrayPanel::TrayPanel(TrayModel& model, TrayDelegate::Peaks peaks, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_list(new TrayList(model, std::move(peaks), this))
    , m_title(new QLabel(this))
    , m_sentence(new ElidedLabel({}, TextStyle::Caption, this))
    , m_progress(new ProgressBar(ProgressBar::Tone::Running, this))
    , m_cancel(new Button(QString(), Button::Kind::Ghost, this))
    , m_hints(new QWidget(this))
    , m_keepHint(new QLabel(m_hints))
    , m_dropHint(new QLabel(m_hints))
    , m_moreHint(new QLabel(m_hints))
    , m_sort(new QComboBox(this))
    , m_undo(new Button(QString(), Button::Kind::Ghost, this))
    , m_clear(new Button(QString(), Button::Kind::Ghost, this))
    , m_keepAll(new Button(QString(), Button::Kind::Secondary, this))
    , m_empty(new QLabel(this))
{
    m_sentence->setObjectName(QStringLiteral("dream_tray_sentence"));
    m_progress->setObjectName(QStringLiteral("dream_progress"));
    m_cancel->setObjectName(QStringLiteral("dream_cancel"));
    m_sort->setObjectName(QStringLiteral("dream_tray_sort"));
    m_undo->setObjectName(QStringLiteral("dream_undo_drop"));
    m_clear->setObjectName(QStringLiteral("dream_clear"));
    m_keepAll->setObjectName(QStringLiteral("dream_keep_all"));
    m_empty->setObjectName(QStringLiteral("dream_tray_empty"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setProperty("muted", true);
    auto* pages = new QWidget(this);
    m_pages = new QStackedLayout(pages);
    m_pages->addWidget(m_list);
    m_pages->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(dp(12), dp(6), dp(12), dp(4));
    layout->setSpacing(dp(6));
    layout->addWidget(buildHeading());
    layout->addWidget(pages);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_cancel, &QPushButton::clicked, this, &TrayPanel::cancelRequested);
    connect(m_undo, &QPushButton::clicked, this, &TrayPanel::undoRequested);
    connect(m_clear, &QPushButton::clicked, this, &TrayPanel::clearRequested);
    connect(m_keepAll, &QPushButton::clicked, this, &TrayPanel::keepAllRequested);
    connect(m_sort, &QComboBox::activated, this, [this](int at) {
        m_model.setSort(static_cast<TrayModel::Sort>(m_sort->itemData(at).toInt()));
    });
    for (const auto signal :
         {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(&m_model, signal, this, [this] { showFitting(); });
    }
    setProgress(-1.0);
    setUndo(false);
    retranslate();
    showFitting();
}

QWidget* TrayPanel::buildHeading()
{
    auto* heading = new QWidget(this);
    m_sentence->setTone(ElidedLabel::Tone::Muted);
    m_progress->setFixedWidth(dp(96));
    for (Button* button : {m_cancel, m_undo, m_clear, m_keepAll}) {
        button->setCompact(true);
    }
    auto* hints = new QHBoxLayout(m_hints);
    hints->setContentsMargins(0, 0, 0, 0);
    hints->setSpacing(dp(5));
    for (const auto& [key, label] : {std::pair(QStringLiteral("↵"), m_keepHint),
                                     {QStringLiteral("⌫"), m_dropHint},
                                     {QStringLiteral("V"), m_moreHint}}) {
        label->setProperty("muted", true);
        hints->addWidget(new KeyHint(key, m_hints));
        hints->addWidget(label);
        hints->addSpacing(dp(6));
    }
    auto* row = new QHBoxLayout(heading);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(dp(10));
    row->addWidget(m_title);
    row->addWidget(m_sentence, 1);
    row->addWidget(m_progress);
    row->addWidget(m_cancel);
    row->addWidget(m_hints);
    row->addWidget(m_sort);
    row->addWidget(m_undo);
    row->addWidget(m_clear);
    row->addWidget(m_keepAll);
    return heading;
}

void TrayPanel::setSentence(const QString& text, bool isWarning)
{
    m_sentence->setFullText(text);
    m_sentence->setTone(isWarning ? ElidedLabel::Tone::Normal : ElidedLabel::Tone::Muted);
}

void TrayPanel::setUndo(bool isPossible)
{
    m_undo->setVisible(isPossible);
    fitWidth();
}

void TrayPanel::setProgress(double fraction)
{
    m_progress->setVisible(fraction >= 0.0);
    m_cancel->setVisible(fraction >= 0.0);
    m_progress->setFraction(std::max(0.0, fraction));
    fitWidth();
}

void TrayPanel::showFitting()
{
    const bool isEmpty = m_model.rowCount() == 0;
    m_pages->setCurrentIndex(isEmpty ? 1 : 0);
    m_clear->setEnabled(!isEmpty);
    m_keepAll->setEnabled(!isEmpty);
    m_sort->setEnabled(!isEmpty);
}

void TrayPanel::fitWidth()
{
    m_hints->setVisible(width() >= dp(kWideEnough) && !m_progress->isVisibleTo(this));
}

void TrayPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitWidth();
}

void TrayPanel::retranslate()
{
    setAccessibleName(tr("Tray"));
    m_title->setFont(nde::ui::font(TextStyle::Strong, QFont::DemiBold));
    m_title->setText(tr("Tray"));
    m_list->setAccessibleName(tr("Dreamed candidates"));
    m_list->setAccessibleDescription(
        tr("Arrow keys hear, Enter keeps, Backspace drops, V dreams more like it, A and B set the "
           "ends, E exports, N plays what it is near to"));
    m_progress->setAccessibleName(tr("Progress"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setAccessibleName(tr("Stop dreaming"));
    for (QLabel* hint : {m_keepHint, m_dropHint, m_moreHint}) {
        hint->setFont(nde::ui::font(TextStyle::Caption));
    }
    m_keepHint->setText(tr("keep"));
    m_dropHint->setText(tr("drop"));
    m_moreHint->setText(tr("more like this"));
    const int sort = m_sort->currentIndex();
    m_sort->clear();
    m_sort->addItem(tr("as dreamed"), static_cast<int>(TrayModel::Sort::Arrival));
    m_sort->addItem(tr("fidelity"), static_cast<int>(TrayModel::Sort::Fidelity));
    m_sort->addItem(tr("newest ideas"), static_cast<int>(TrayModel::Sort::Novelty));
    m_sort->setCurrentIndex(std::max(0, sort));
    m_sort->setAccessibleName(tr("Order of the tray"));
    m_undo->setText(tr("Undo"));
    m_undo->setAccessibleName(tr("Bring back what was dropped"));
    m_undo->setToolTip(
        tr("Brings back what was dropped or cleared last; the judgement is forgotten "
           "(Ctrl+Z)"));
    m_clear->setText(tr("Clear"));
    m_clear->setAccessibleName(tr("Empty the tray"));
    m_clear->setToolTip(tr("Throws away all that wait, without a judgement"));
    m_keepAll->setText(tr("Keep all"));
    m_keepAll->setAccessibleName(tr("Keep all candidates"));
    m_keepAll->setToolTip(tr("All that wait become sounds of the library"));
    m_empty->setText(
        tr("What you dream waits here. Nothing gets into the library before you keep it."));
}

void TrayPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    } else if (event->type() == QEvent::StyleChange) {
        m_list->forgetPictures();
    }
}

void TrayPanel::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::current().panel);
    painter.fillRect(QRectF(0, 0, width(), 1), Theme::current().well);
}

} // namespace nde::ui
