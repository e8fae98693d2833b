#include "ui/shell/SyncPanel.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/SegmentedControl.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QScopedValueRollback>

namespace nde::ui {

namespace {

const auto kStretch = QStringLiteral("stretch");
const auto kRepitch = QStringLiteral("repitch");
constexpr int kNoKey = -1;
constexpr int kMinor = 12; ///< added to the pitch class

int indexOf(const std::optional<Key>& key)
{
    return key ? key->pitchClass + (key->isMinor ? kMinor : 0) : kNoKey;
}

} // namespace

SyncPanel::SyncPanel(QAbstractButton* opener, QWidget* room)
    : Popover(opener, room)
    , m_tempoName(new QLabel(this))
    , m_tempo(new QDoubleSpinBox(this))
    , m_modeName(new QLabel(this))
    , m_mode(new SegmentedControl(QString(), this))
    , m_keyName(new QLabel(this))
    , m_key(new QComboBox(this))
{
    setObjectName(QStringLiteral("deck_sync_panel"));
    m_tempo->setObjectName(QStringLiteral("deck_sync_bpm"));
    m_mode->setObjectName(QStringLiteral("deck_sync_mode"));
    m_key->setObjectName(QStringLiteral("deck_key_sync"));
    m_tempo->setRange(40.0, 240.0);
    m_tempo->setDecimals(1);
    m_tempo->setKeyboardTracking(false);
    m_tempo->setMinimumWidth(dp(120));
    for (const QString& id : {kStretch, kRepitch}) {
        m_mode->addSegment(id, {});
        m_mode->segment(id)->setObjectName(QStringLiteral("deck_sync_") + id);
    }
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(dp(14), dp(12), dp(14), dp(12));
    grid->setHorizontalSpacing(dp(12));
    grid->setVerticalSpacing(dp(6));
    int row = 0;
    for (const auto& [label, control] : std::initializer_list<std::pair<QLabel*, QWidget*>> {
             {m_tempoName, m_tempo}, {m_modeName, m_mode}, {m_keyName, m_key}}) {
        label->setProperty("secondary", true);
        grid->addWidget(label, row, 0);
        grid->addWidget(control, row, 1);
        ++row;
    }
    connect(m_tempo, &QDoubleSpinBox::valueChanged, this, &SyncPanel::tell);
    connect(m_mode, &SegmentedControl::currentChanged, this, &SyncPanel::tell);
    connect(m_key, &QComboBox::activated, this, &SyncPanel::tell);
    retranslate();
}

void SyncPanel::setWish(const services::SyncWish& wish)
{
    const QScopedValueRollback guard(m_isFilling, true);
    m_wish = wish;
    m_tempo->setValue(wish.bpm);
    const bool isStretched = wish.mode == services::SyncMode::Stretch;
    m_mode->setCurrent(isStretched ? kStretch : kRepitch);
    m_key->setCurrentIndex(m_key->findData(indexOf(wish.key)));
    m_key->setEnabled(isStretched);
    m_key->setToolTip(isStretched
                          ? tr("Loops whose key is known are moved by up to six semitones")
                          : tr("A loop that is repitched has the key that its tempo gives"));
}

void SyncPanel::tell()
{
    if (m_isFilling) {
        return;
    }
    services::SyncWish wish = m_wish;
    wish.bpm = m_tempo->value();
    wish.mode
        = m_mode->current() == kRepitch ? services::SyncMode::Repitch : services::SyncMode::Stretch;
    const int index = m_key->currentData().toInt();
    wish.key
        = index == kNoKey ? std::nullopt : std::optional(Key {index % kMinor, index >= kMinor});
    setWish(wish);
    Q_EMIT wishChanged(wish);
}

void SyncPanel::retranslate()
{
    setAccessibleName(tr("Tempo and key of loops"));
    m_tempoName->setText(tr("Tempo"));
    m_tempo->setAccessibleName(tr("Tempo"));
    m_tempo->setSuffix(tr(" BPM"));
    m_modeName->setText(tr("By"));
    m_mode->setAccessibleName(tr("How loops come to the tempo"));
    m_mode->setSegmentText(kStretch, tr("Stretching"));
    m_mode->setSegmentText(kRepitch, tr("Repitching"));
    m_mode->segment(kStretch)->setToolTip(tr("Their pitch stays"));
    m_mode->segment(kRepitch)->setToolTip(tr("As a record that turns faster or slower"));
    m_keyName->setText(tr("Key"));
    m_key->setAccessibleName(tr("Key"));
    const QScopedValueRollback guard(m_isFilling, true);
    m_key->clear();
    m_key->addItem(tr("as they are"), kNoKey);
    for (int index = 0; index < 2 * kMinor; ++index) {
        m_key->addItem(QString::fromStdString(keyName({index % kMinor, index >= kMinor})), index);
    }
    setWish(m_wish);
}

void SyncPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace nde::ui
