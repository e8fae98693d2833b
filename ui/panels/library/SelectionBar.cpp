#include "ui/panels/library/SelectionBar.h"

#include "ui/panels/library/SoundActions.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/ElidedLabel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>

namespace nde::ui {

SelectionBar::SelectionBar(SoundActions& actions, QWidget* parent)
    : QWidget(parent)
    , m_text(new ElidedLabel({}, TextStyle::Caption, this))
{
    setObjectName(QStringLiteral("lib_selection"));
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_text->setTextStyle(TextStyle::Caption, QFont::DemiBold);
    m_text->setTone(ElidedLabel::Tone::Secondary);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(dp(12), dp(4), dp(8), dp(4));
    row->setSpacing(dp(2));
    row->addWidget(m_text, 1);
    const SoundActions::Verbs verbs = actions.verbs();
    addVerb(verbs.tags, "lib_selection_tag", "tag", QT_TR_NOOP("Tag"));
    addVerb(verbs.rate, "lib_selection_rate", "star", QT_TR_NOOP("Rate"));
    addVerb(verbs.category, "lib_selection_category", "edit", QT_TR_NOOP("Category"));
    addVerb(verbs.collect, "lib_selection_collect", "plus", QT_TR_NOOP("Collect"));
    addVerb(verbs.train, "lib_selection_train", "train", QT_TR_NOOP("Train"));
    addVerb(verbs.dream, "lib_selection_dream", "dream", QT_TR_NOOP("Dream"));
    addVerb(verbs.exportFiles, "lib_selection_export", "export", QT_TR_NOOP("Export"));
    addVerb(verbs.remove, "lib_selection_remove", "trash", QT_TR_NOOP("Remove"));
    setCount(0);
    retranslate();
}

void SelectionBar::addVerb(QAction* action, const char* id, const char* iconName, const char* name)
{
    auto* button = new Button(QString(), Button::Kind::Ghost, this);
    button->setObjectName(QLatin1String(id));
    button->setCompact(true);
    button->setIconName(QLatin1String(iconName));
    layout()->addWidget(button);
    const Verb verb {button, action, name};
    m_verbs.push_back(verb);
    connect(action, &QAction::changed, this, [this, verb] { follow(verb); });
    connect(button, &QAbstractButton::clicked, this, [button, action] {
        if (QMenu* menu = action->menu()) {
            menu->popup(button->mapToGlobal(QPoint(0, button->height())));
        } else {
            action->trigger();
        }
    });
    follow(verb);
}

void SelectionBar::follow(const Verb& verb)
{
    verb.button->setEnabled(verb.action->isEnabled());
    verb.button->setVisible(verb.action->isVisible());
    const QString words = verb.action->text().section(QLatin1Char('\t'), 0, 0);
    verb.button->setAccessibleName(words);
    const QString keys = verb.action->shortcut().toString(QKeySequence::NativeText);
    verb.button->setToolTip(keys.isEmpty() ? words : QStringLiteral("%1 (%2)").arg(words, keys));
}

void SelectionBar::setCount(int sounds)
{
    m_count = sounds;
    m_text->setFullText(tr("%n selected", nullptr, sounds));
    setVisible(sounds > 1);
}

// Words where all of them fit, else pictures alone.
void SelectionBar::showWords()
{
    int wanted = dp(20 + 90); // margins, and the number
    for (const Verb& verb : m_verbs) {
        verb.button->setText(tr(verb.name));
        wanted += verb.button->isHidden() ? 0 : verb.button->sizeHint().width() + dp(2);
    }
    if (wanted > width()) {
        for (const Verb& verb : m_verbs) {
            verb.button->setText(QString());
        }
    }
}

void SelectionBar::retranslate()
{
    setAccessibleName(tr("Selected sounds"));
    setCount(m_count);
    for (const Verb& verb : m_verbs) {
        follow(verb);
    }
    showWords();
}

void SelectionBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showWords();
}

void SelectionBar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter(this).fillRect(rect(), Theme::current().panel);
}

} // namespace nde::ui
