#pragma once

#include "core/base/Stem.h"
#include "ui/StudioContext.h"

#include <QObject>
#include <QString>

#include <optional>

class QComboBox;
class QLineEdit;

namespace nde::ui {

class BackToMeasured;
class Chip;
class FactRow;
class FactSection;
class IconButton;

/// A tempo as people type it, in any language; empty text = no tempo (`bpm` empty then).
struct TypedTempo
{
    bool isValid {};
    std::optional<double> bpm; ///< 20 … 400
};
[[nodiscard]] TypedTempo typedTempo(const QString& text);

/// Tempo, key and class corrected where they stand, each with its way back to what was measured.
class FactEditing final : public QObject
{
    Q_OBJECT
public:
    /// @param time, sound  the sections whose rows "tempo", "key" and "class" become editable.
    FactEditing(const StudioContext& context, BackToMeasured& back, FactSection& time,
                FactSection& sound, QObject* parent);

    void setStem(const Stem& stem);
    void retranslate();

Q_SIGNALS:
    /// By the user, and on its way into the library: the sound as it is from now on.
    void edited(const nde::Stem& stem);

private:
    void buildTempo();
    void buildKey();
    void buildClass();
    void commitTempo();
    void setBpm(std::optional<double> bpm);
    void setKey(int index);
    void setSoundClass(int index);
    void say(UserValue value);

    StudioContext m_context;
    BackToMeasured& m_measured;
    Stem m_stem;
    FactRow* m_tempo;
    FactRow* m_key;
    FactRow* m_class;
    Chip* m_half;
    Chip* m_double;
    IconButton* m_editTempo;
    IconButton* m_editKey;
    IconButton* m_editClass;
    QLineEdit* m_bpm;
    QComboBox* m_keys;
    QComboBox* m_classes;
    IconButton* m_tempoBack;
    IconButton* m_keyBack;
    IconButton* m_classBack;
};

} // namespace nde::ui
