#include "ui/panels/compose/KeyPad.h"

#include "ui/panels/compose/ComposeText.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ToggleButton.h"

#include <QGridLayout>

namespace nde::ui {

namespace {

constexpr int kColumns = 4;
constexpr int kWheel = 12;

} // namespace

KeyPad::KeyPad(QWidget* parent)
    : QWidget(parent)
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(dp(4));
    for (int i = 0; i < 2 * kWheel; ++i) {
        const bool isMinor = i < kWheel;
        const QString camelot = QString::number(i % kWheel + 1) + QLatin1Char(isMinor ? 'A' : 'B');
        const std::optional<Key> key = keyFromName(camelot.toStdString());
        if (!key) {
            continue;
        }
        const QString name = QString::fromStdString(keyName(*key)).replace(u'#', QChar(0x266F));
        auto* button = new ToggleButton(QStringLiteral("%1 · %2").arg(name, camelot), this);
        button->setObjectName(QStringLiteral("comp_key_%1").arg(camelot));
        button->setAccessibleName(QStringLiteral("%1, %2").arg(musicKeyText(*key), camelot));
        button->setMinimumWidth(dp(72));
        connect(button, &QAbstractButton::clicked, this, [this, key] {
            setKey(key);
            Q_EMIT chosen(*key);
        });
        grid->addWidget(button, (i % kWheel) / 2, (i % 2) + (isMinor ? 0 : kColumns / 2));
        m_buttons.push_back(button);
        m_keys.push_back(*key);
    }
}

void KeyPad::setKey(std::optional<Key> key)
{
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        m_buttons[i]->setChecked(key && m_keys[i] == *key);
    }
}

} // namespace nde::ui
