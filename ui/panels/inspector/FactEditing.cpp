#include "ui/panels/inspector/FactEditing.h"

#include "core/services/LibraryService.h"
#include "ui/SelectionBus.h"
#include "ui/panels/inspector/BackToMeasured.h"
#include "ui/panels/inspector/FactSection.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/IconButton.h"

#include <QComboBox>
#include <QLineEdit>
#include <QLocale>

namespace nde::ui {

namespace {

constexpr double kSlowest = 20.0; ///< the range of nde::BeatGrid
constexpr double kFastest = 400.0;

bool isTempo(double bpm)
{
    return bpm >= kSlowest && bpm <= kFastest;
}

std::optional<Key> keyAt(int index)
{
    return index < 0 ? std::nullopt : std::optional(Key {index % 12, index >= 12});
}

} // namespace

TypedTempo typedTempo(const QString& text)
{
    QString number = text.trimmed();
    if (number.isEmpty()) {
        return {true, std::nullopt};
    }
    number.replace(QLatin1Char(','), QLatin1Char('.'));
    bool isNumber = false;
    const double bpm = QLocale::c().toDouble(number, &isNumber);
    return isNumber && isTempo(bpm) ? TypedTempo {true, bpm} : TypedTempo {};
}

FactEditing::FactEditing(const StudioContext& context, BackToMeasured& back, FactSection& time,
                         FactSection& sound, QObject* parent)
    : QObject(parent)
    , m_context(context)
    , m_measured(back)
    , m_tempo(time.row(QStringLiteral("tempo")))
    , m_key(time.row(QStringLiteral("key")))
    , m_class(sound.row(QStringLiteral("class")))
    , m_half(new Chip(QStringLiteral("÷2")))
    , m_double(new Chip(QStringLiteral("×2")))
    , m_editTempo(new IconButton(QStringLiteral("edit"), QString()))
    , m_editKey(new IconButton(QStringLiteral("edit"), QString()))
    , m_editClass(new IconButton(QStringLiteral("edit"), QString()))
    , m_bpm(new QLineEdit)
    , m_keys(new QComboBox)
    , m_classes(new QComboBox)
    , m_tempoBack(back.addButton(UserValue::Grid, QStringLiteral("insp_tempo_back")))
    , m_keyBack(back.addButton(UserValue::Key, QStringLiteral("insp_key_back")))
    , m_classBack(back.addButton(UserValue::SoundClass, QStringLiteral("insp_class_back")))
{
    for (IconButton* button : {m_editTempo, m_editKey, m_editClass}) {
        button->setSide(24);
        button->setIconSide(14);
    }
    buildTempo();
    buildKey();
    buildClass();
    retranslate();
}

void FactEditing::buildTempo()
{
    m_half->setSmall(true);
    m_double->setSmall(true);
    m_half->setObjectName(QStringLiteral("insp_tempo_half"));
    m_double->setObjectName(QStringLiteral("insp_tempo_double"));
    m_editTempo->setObjectName(QStringLiteral("insp_tempo_edit"));
    m_bpm->setObjectName(QStringLiteral("insp_tempo_line"));
    m_tempo->addButton(m_tempoBack);
    m_tempo->addButton(m_half);
    m_tempo->addButton(m_double);
    m_tempo->addButton(m_editTempo);
    m_tempo->setEditor(m_bpm);
    connect(m_half, &QAbstractButton::clicked, this,
            [this] { setBpm(*m_stem.descriptors.bpm / 2.0); });
    connect(m_double, &QAbstractButton::clicked, this,
            [this] { setBpm(*m_stem.descriptors.bpm * 2.0); });
    connect(m_editTempo, &QAbstractButton::clicked, this, [this] {
        const std::optional<double> bpm = m_stem.descriptors.bpm;
        m_bpm->setText(bpm ? formatNumber(*bpm, 2) : QString());
        m_tempo->beginEdit();
        m_bpm->selectAll();
    });
    connect(m_bpm, &QLineEdit::editingFinished, this, &FactEditing::commitTempo);
}

void FactEditing::buildKey()
{
    m_editKey->setObjectName(QStringLiteral("insp_key_edit"));
    m_keys->setObjectName(QStringLiteral("insp_key_box"));
    m_keys->addItem(QString(), -1);
    for (int index = 0; index < 24; ++index) {
        m_keys->addItem(QString(), index);
    }
    m_key->addButton(m_keyBack);
    m_key->addButton(m_editKey);
    m_key->setEditor(m_keys);
    connect(m_editKey, &QAbstractButton::clicked, this, [this] {
        const std::optional<Key> key = m_stem.descriptors.key;
        m_keys->setCurrentIndex(key ? 1 + key->pitchClass + (key->isMinor ? 12 : 0) : 0);
        m_key->beginEdit();
        m_keys->showPopup();
    });
    connect(m_keys, &QComboBox::activated, this,
            [this](int at) { setKey(m_keys->itemData(at).toInt()); });
}

void FactEditing::buildClass()
{
    m_editClass->setObjectName(QStringLiteral("insp_class_edit"));
    m_classes->setObjectName(QStringLiteral("insp_class_box"));
    for (int index = 0; index < kSoundClassCount; ++index) {
        m_classes->addItem(QString(), index);
    }
    m_class->addButton(m_classBack);
    m_class->addButton(m_editClass);
    m_class->setEditor(m_classes);
    connect(m_editClass, &QAbstractButton::clicked, this, [this] {
        m_classes->setCurrentIndex(static_cast<int>(m_stem.soundClass));
        m_class->beginEdit();
        m_classes->showPopup();
    });
    connect(m_classes, &QComboBox::activated, this, &FactEditing::setSoundClass);
}

void FactEditing::setStem(const Stem& stem)
{
    if (stem.id != m_stem.id) {
        for (FactRow* row : {m_tempo, m_key, m_class}) {
            row->endEdit();
        }
    }
    m_stem = stem;
    const std::optional<double> bpm = stem.descriptors.bpm;
    m_half->setVisible(bpm.has_value());
    m_double->setVisible(bpm.has_value());
    m_half->setEnabled(bpm && isTempo(*bpm / 2.0));
    m_double->setEnabled(bpm && isTempo(*bpm * 2.0));
    m_measured.showIn(*m_tempoBack, UserValue::Grid);
    m_measured.showIn(*m_keyBack, UserValue::Key);
    m_measured.showIn(*m_classBack, UserValue::SoundClass);
}

void FactEditing::commitTempo()
{
    if (!m_tempo->isEditing()) {
        return; // Escape, or another sound
    }
    const TypedTempo typed = typedTempo(m_bpm->text());
    m_tempo->endEdit();
    if (!typed.isValid) {
        m_context.selection->showMessage(
            tr("A tempo is a number from 20 to 400; empty is no tempo."));
        return;
    }
    const std::optional<double> before = m_stem.descriptors.bpm;
    const bool isSame = typed.bpm.has_value() == before.has_value()
        && (!before || formatNumber(*before, 2) == formatNumber(*typed.bpm, 2));
    if (!isSame) {
        setBpm(typed.bpm);
    }
}

void FactEditing::setBpm(std::optional<double> bpm)
{
    Descriptors& facts = m_stem.descriptors;
    const nde::BeatGrid grid {bpm, facts.firstBeatS, facts.firstDownbeatS, facts.beatsPerBar};
    m_context.library->setGrid({m_stem.id}, grid);
    facts.bpm = bpm;
    m_stem.isGridByUser = true;
    say(UserValue::Grid);
}

void FactEditing::setKey(int index)
{
    m_key->endEdit();
    m_context.library->setKey({m_stem.id}, keyAt(index));
    m_stem.descriptors.key = keyAt(index);
    m_stem.isKeyByUser = true;
    say(UserValue::Key);
}

void FactEditing::setSoundClass(int index)
{
    m_class->endEdit();
    m_stem.soundClass = static_cast<SoundClass>(index);
    m_stem.isSoundClassByUser = true;
    m_context.library->setSoundClass({m_stem.id}, m_stem.soundClass);
    say(UserValue::SoundClass);
}

void FactEditing::say(UserValue value)
{
    m_measured.forget(value);
    Q_EMIT edited(m_stem);
}

void FactEditing::retranslate()
{
    m_half->setAccessibleName(tr("Half the tempo"));
    m_half->setToolTip(m_half->accessibleName());
    m_double->setAccessibleName(tr("Double the tempo"));
    m_double->setToolTip(m_double->accessibleName());
    m_editTempo->setName(tr("Set the tempo"));
    m_editKey->setName(tr("Set the key"));
    m_editClass->setName(tr("Set the class"));
    m_bpm->setAccessibleName(tr("Tempo in beats a minute"));
    m_keys->setAccessibleName(tr("Key"));
    m_classes->setAccessibleName(tr("Class"));
    m_keys->setItemText(0, tr("none (atonal)"));
    for (int index = 0; index < 24; ++index) {
        m_keys->setItemText(index + 1, keyText(*keyAt(index)));
    }
    for (int index = 0; index < kSoundClassCount; ++index) {
        m_classes->setItemText(index, soundClassText(static_cast<SoundClass>(index)));
    }
}

} // namespace nde::ui
