#include "ui/panels/compose/VersionBar.h"

#include "core/services/StepNames.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/EditChip.h"
#include "ui/widgets/IconButton.h"

#include <QContextMenuEvent>
#include <QDateTime>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr int kHeight = 34;
constexpr std::size_t kMostChips = 40; ///< the latest; starred ones stay whatever their age
constexpr const char* kVersion = "version";

QString timeOf(const services::PlanVersion& version)
{
    return QDateTime::fromMSecsSinceEpoch(version.createdAtMs).toString(QStringLiteral("HH:mm"));
}

/// A step's name as it is stored, in the language of the window where a script has made it.
QString shownName(const QString& stored)
{
    namespace steps = services::steps;
    if (stored == steps::kByScript) {
        return VersionBar::tr("changed by a script");
    }
    if (stored == steps::kRolled) {
        return VersionBar::tr("rolled again");
    }
    if (const QString start = steps::kRolled.toString() + steps::kOf.toString();
        stored.startsWith(start)) {
        return VersionBar::tr("rolled again: %1").arg(stored.mid(start.size()));
    }
    return stored;
}

} // namespace

VersionBar::VersionBar(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_scroll(new QScrollArea(this))
    , m_strip(new QWidget)
    , m_chips(new QHBoxLayout(m_strip))
    , m_play(new IconButton(QStringLiteral("play"), QString(), this))
    , m_loop(new IconButton(QStringLiteral("loop"), QString(), this))
    , m_steps(new IconButton(QStringLiteral("grid"), QString(), this))
    , m_mixer(new IconButton(QStringLiteral("insights"), QString(), this))
    , m_undo(new IconButton(QStringLiteral("undo"), QString(), this))
    , m_redo(new IconButton(QStringLiteral("redo"), QString(), this))
    , m_lock(new Button(QString(), Button::Kind::Ghost, this))
    , m_reroll(new Button(QString(), Button::Kind::Ghost, this))
    , m_export(new Button(QString(), Button::Kind::Secondary, this))
{
    setFixedHeight(dp(kHeight));
    m_scroll->setObjectName(QStringLiteral("comp_versions"));
    m_scroll->setWidget(m_strip);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFixedHeight(dp(28));
    m_chips->setContentsMargins(0, dp(2), 0, dp(2));
    m_chips->setSpacing(dp(6));
    m_play->setObjectName(QStringLiteral("comp_play"));
    m_loop->setObjectName(QStringLiteral("comp_loop_section"));
    m_steps->setObjectName(QStringLiteral("comp_toggle_steps"));
    m_mixer->setObjectName(QStringLiteral("comp_toggle_mixer"));
    m_undo->setObjectName(QStringLiteral("comp_undo"));
    m_redo->setObjectName(QStringLiteral("comp_redo"));
    m_lock->setObjectName(QStringLiteral("comp_lock"));
    m_reroll->setObjectName(QStringLiteral("comp_reroll"));
    m_export->setObjectName(QStringLiteral("comp_export"));
    m_lock->setIconName(QStringLiteral("lock"));
    m_lock->setKeyHint(QStringLiteral("K"));
    m_reroll->setIconName(QStringLiteral("dice"));
    m_reroll->setKeyHint(QStringLiteral("R"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(dp(12), 0, dp(12), 0);
    row->setSpacing(dp(6));
    for (IconButton* button : {m_loop, m_steps, m_mixer}) {
        button->setCheckable(true);
    }
    for (IconButton* button : {m_play, m_loop, m_steps, m_mixer, m_undo, m_redo}) {
        button->setSide(24);
        button->setIconSide(14);
    }
    row->addWidget(m_play);
    row->addWidget(m_loop);
    row->addSpacing(dp(4));
    row->addWidget(m_title);
    row->addWidget(m_scroll, 1);
    for (IconButton* button : {m_steps, m_mixer, m_undo, m_redo}) {
        row->addWidget(button);
    }
    for (Button* button : {m_lock, m_reroll, m_export}) {
        button->setCompact(true);
        row->addWidget(button);
    }
    connect(m_play, &QAbstractButton::clicked, this, &VersionBar::playRequested);
    connect(m_loop, &QAbstractButton::clicked, this, &VersionBar::loopRequested);
    connect(m_steps, &QAbstractButton::clicked, this, &VersionBar::stepsToggled);
    connect(m_mixer, &QAbstractButton::clicked, this, &VersionBar::mixerToggled);
    connect(m_undo, &QAbstractButton::clicked, this, &VersionBar::undoRequested);
    connect(m_redo, &QAbstractButton::clicked, this, &VersionBar::redoRequested);
    connect(m_lock, &QAbstractButton::clicked, this, &VersionBar::lockRequested);
    connect(m_reroll, &QAbstractButton::clicked, this, &VersionBar::rerollRequested);
    connect(m_export, &QAbstractButton::clicked, this, &VersionBar::exportRequested);
    setUndo(false, {}, false, {});
    retranslate();
}

void VersionBar::setVersions(const std::vector<services::PlanVersion>& versions, qint64 current)
{
    m_versions = versions;
    m_current = current;
    fill();
}

void VersionBar::fill()
{
    while (QLayoutItem* item = m_chips->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    EditChip* now = nullptr;
    for (std::size_t i = 0; i < m_versions.size(); ++i) {
        const services::PlanVersion& version = m_versions[i];
        const bool isCurrent = version.id == m_current;
        if (m_versions.size() - i > kMostChips && !version.isStarred && !isCurrent) {
            continue;
        }
        // A branch begins where the state before is not the parent.
        const bool isBranch
            = i > 0 && version.parent != 0 && version.parent != m_versions[i - 1].id;
        const QString text = (isBranch ? QStringLiteral("⑂ ") : QString()) + timeOf(version)
            + (version.name.isEmpty() ? QString() : u' ' + shownName(version.name));
        auto* chip = new EditChip(text, m_strip);
        chip->setObjectName(QStringLiteral("comp_version_%1").arg(version.id));
        chip->setProperty(kVersion, version.id);
        chip->setCurrent(isCurrent);
        chip->setStarred(version.isStarred);
        chip->setToolTip(tr("%1. Right click to name or star it.").arg(text));
        chip->setAccessibleName(version.isStarred ? tr("%1, starred").arg(text) : text);
        chip->installEventFilter(this);
        connect(chip, &QAbstractButton::clicked, this, [this, id = version.id] {
            if (id != m_current) {
                Q_EMIT opened(id);
            }
        });
        m_chips->addWidget(chip);
        now = isCurrent ? chip : now;
    }
    m_chips->addStretch(1);
    if (now != nullptr) {
        QTimer::singleShot(0, now, [this, now] { m_scroll->ensureWidgetVisible(now); });
    }
}

void VersionBar::openMenu(qint64 id, const QPoint& global)
{
    const auto at = std::find_if(m_versions.begin(), m_versions.end(),
                                 [id](const auto& version) { return version.id == id; });
    if (at == m_versions.end()) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool isStarred = at->isStarred;
    menu->addAction(tr("Go back to it"), this, [this, id] { Q_EMIT opened(id); });
    menu->addAction(icon(isStarred ? QStringLiteral("star-filled") : QStringLiteral("star")),
                    isStarred ? tr("Take the star away") : tr("Star"), this,
                    [this, id, isStarred] { Q_EMIT starred(id, !isStarred); });
    menu->addAction(icon(QStringLiteral("edit")), tr("Name it…"), this, [this, id] { rename(id); });
    menu->popup(global);
}

void VersionBar::rename(qint64 id)
{
    const auto at = std::find_if(m_versions.begin(), m_versions.end(),
                                 [id](const auto& version) { return version.id == id; });
    auto* dialog = new QInputDialog(window());
    dialog->setObjectName(QStringLiteral("comp_version_name"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Name of the version"));
    dialog->setLabelText(tr("Name"));
    dialog->setTextValue(at != m_versions.end() ? shownName(at->name) : QString());
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, id, before = dialog->textValue()](const QString& name) {
                if (name.trimmed() != before) { // a translated name is not stored
                    Q_EMIT named(id, name.trimmed());
                }
            });
    dialog->open();
}

void VersionBar::setUndo(bool canUndo, const QString& undoWhat, bool canRedo,
                         const QString& redoWhat)
{
    m_undoWhat = undoWhat;
    m_redoWhat = redoWhat;
    m_undo->setEnabled(canUndo);
    m_redo->setEnabled(canRedo);
    m_undo->setName(undoWhat.isEmpty() ? tr("Undo") : tr("Undo: %1").arg(shownName(undoWhat)),
                    QStringLiteral("Ctrl+Z"));
    m_redo->setName(redoWhat.isEmpty() ? tr("Redo") : tr("Redo: %1").arg(shownName(redoWhat)),
                    QStringLiteral("Ctrl+Shift+Z"));
}

void VersionBar::setScope(const QString& scope, bool isLocked, bool canLock)
{
    m_scope = scope;
    m_isLocked = isLocked;
    m_lock->setText(isLocked ? tr("Unlock") : tr("Lock"));
    m_lock->setAccessibleName(scope.isEmpty() ? m_lock->text()
                                              : tr("%1: %2").arg(m_lock->text(), scope));
    m_lock->setEnabled(canLock);
    m_lock->setToolTip(canLock ? scope : tr("Choose clips, a lane or a section first."));
    m_reroll->setAccessibleName(scope.isEmpty() ? tr("Re-roll everything that is not locked")
                                                : tr("Re-roll %1").arg(scope));
    m_reroll->setToolTip(m_reroll->accessibleName());
}

void VersionBar::setPanels(bool hasSteps, bool hasMixer)
{
    m_steps->setChecked(hasSteps);
    m_mixer->setChecked(hasMixer);
}

void VersionBar::setPlaying(bool isPlaying)
{
    m_play->setIconName(isPlaying ? QStringLiteral("stop") : QStringLiteral("play"));
    m_play->setName(isPlaying ? tr("Stop") : tr("Play the composition"), tr("Space"));
}

void VersionBar::setLooping(bool isLooping, bool canLoop)
{
    m_loop->setChecked(isLooping);
    m_loop->setEnabled(canLoop);
}

void VersionBar::renameCurrent()
{
    if (m_current != 0) {
        rename(m_current);
    }
}

void VersionBar::setReady(bool hasPlan)
{
    for (IconButton* button : {m_play, m_steps, m_mixer}) {
        button->setEnabled(hasPlan);
    }
    m_reroll->setEnabled(hasPlan);
    m_export->setEnabled(hasPlan);
    if (!hasPlan) {
        m_lock->setEnabled(false);
    }
}

bool VersionBar::eventFilter(QObject* watched, QEvent* event)
{
    auto* chip = qobject_cast<EditChip*>(watched);
    if (chip != nullptr && event->type() == QEvent::ContextMenu) {
        const auto* menu = static_cast<QContextMenuEvent*>(event);
        openMenu(chip->property(kVersion).toLongLong(),
                 menu->reason() == QContextMenuEvent::Keyboard
                     ? chip->mapToGlobal(chip->rect().bottomLeft())
                     : menu->globalPos());
        return true;
    }
    if (chip != nullptr && event->type() == QEvent::FocusIn) {
        m_scroll->ensureWidgetVisible(chip);
    }
    return QWidget::eventFilter(watched, event);
}

void VersionBar::retranslate()
{
    m_title->setText(tr("Versions"));
    m_title->setFont(nde::ui::font(TextStyle::Caption, QFont::DemiBold));
    m_scroll->setAccessibleName(tr("Versions"));
    setPlaying(false);
    m_loop->setName(tr("Loop the section"), QStringLiteral("L"));
    m_steps->setName(tr("Steps of the drum lanes"));
    m_mixer->setName(tr("Mixer"));
    m_reroll->setText(tr("Re-roll"));
    m_export->setText(tr("Mixdown…"));
    m_export->setAccessibleName(tr("Mixdown and export"));
    setScope(m_scope, m_isLocked, m_lock->isEnabled());
    setUndo(m_undo->isEnabled(), m_undoWhat, m_redo->isEnabled(), m_redoWhat);
    fill();
}

void VersionBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void VersionBar::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRectF(0, 0, width(), 1), theme.well);
}

} // namespace nde::ui
