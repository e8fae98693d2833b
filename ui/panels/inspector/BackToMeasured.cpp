#include "ui/panels/inspector/BackToMeasured.h"

#include "core/services/JobService.h"
#include "core/services/LibraryService.h"
#include "ui/SelectionBus.h"
#include "ui/models/JobText.h"
#include "ui/models/Later.h"
#include "ui/models/SoundFacts.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/IconButton.h"

namespace nde::ui {

namespace {

bool& flagOf(Stem& stem, UserValue value)
{
    switch (value) {
    case UserValue::Category:
        return stem.isCategoryByUser;
    case UserValue::SoundClass:
        return stem.isSoundClassByUser;
    case UserValue::Grid:
        return stem.isGridByUser;
    case UserValue::Key:
        break;
    }
    return stem.isKeyByUser;
}

/// What the user said, in words.
QString saidText(const Stem& stem, UserValue value)
{
    const Descriptors& facts = stem.descriptors;
    switch (value) {
    case UserValue::Category:
        return categoryText(stem.category);
    case UserValue::SoundClass:
        return soundClassText(stem.soundClass);
    case UserValue::Grid:
        return facts.bpm ? tempoText(stem) : BackToMeasured::tr("no tempo");
    case UserValue::Key:
        break;
    }
    return facts.key ? keyText(*facts.key) : BackToMeasured::tr("no key");
}

/// What is separated or dreamed has its category from there; nothing measures it.
bool canBeMeasured(const Stem& stem, UserValue value)
{
    return value != UserValue::Category
        || (stem.source != Source::Separated && stem.source != Source::Generated);
}

} // namespace

BackToMeasured::BackToMeasured(const StudioContext& context, QObject* parent)
    : QObject(parent)
    , m_context(context)
{
}

bool BackToMeasured::isByUser(const Stem& stem, UserValue value)
{
    Stem copy = stem;
    return flagOf(copy, value);
}

void BackToMeasured::setStem(const Stem& stem)
{
    if (stem.id != m_stem.id) {
        m_said.clear();
    }
    m_stem = stem;
}

IconButton* BackToMeasured::addButton(UserValue value, const QString& objectName)
{
    auto* button = new IconButton(QStringLiteral("undo"), QString());
    button->setObjectName(objectName);
    button->setSide(24);
    button->setIconSide(14);
    button->hide();
    connect(button, &QAbstractButton::clicked, this, [this, value] { press(value); });
    return button;
}

void BackToMeasured::showIn(IconButton& button, UserValue value) const
{
    const bool isSaid = isByUser(m_stem, value) && canBeMeasured(m_stem, value);
    const auto before = m_said.find(value);
    button.setVisible(isSaid || before != m_said.end());
    if (isSaid) {
        button.setIconName(QStringLiteral("undo"));
        button.setName(tr("Back to measured"));
    } else if (before != m_said.end()) {
        button.setIconName(QStringLiteral("redo"));
        button.setName(tr("Say %1 again").arg(saidText(before->second, value)));
    }
}

void BackToMeasured::forget(UserValue value)
{
    m_said.erase(value);
}

void BackToMeasured::press(UserValue value)
{
    if (isByUser(m_stem, value)) {
        goBack(value);
    } else if (m_said.contains(value)) {
        takeUpAgain(value);
    }
}

// What was measured before is gone: it has to be measured again.
void BackToMeasured::goBack(UserValue value)
{
    m_said[value] = m_stem;
    flagOf(m_stem, value) = false;
    m_context.library->forgetUserValues({m_stem.id}, {value});
    measureAgain();
    Q_EMIT edited(m_stem);
}

void BackToMeasured::measureAgain()
{
    const StemId id = m_stem.id;
    const QString name = QString::fromStdString(m_stem.name);
    later(this, m_context.library->settled(), [this, id, name](const Result<>& written) {
        if (!written) {
            return; // the library has said why
        }
        services::AnalyzeParams params;
        params.stems = {id};
        params.force = true;
        const Result<JobId> job = m_context.jobs->enqueue(params);
        m_context.selection->showMessage(job ? tr("“%1” is being measured again.").arg(name)
                                             : errorSentence(errorCodeId(job.error().code)));
    });
}

void BackToMeasured::takeUpAgain(UserValue value)
{
    const Stem said = m_said.at(value);
    m_said.erase(value);
    const Descriptors& facts = said.descriptors;
    Descriptors& now = m_stem.descriptors;
    switch (value) {
    case UserValue::Category:
        m_context.library->setCategory({m_stem.id}, said.category);
        m_stem.category = said.category;
        break;
    case UserValue::SoundClass:
        m_context.library->setSoundClass({m_stem.id}, said.soundClass);
        m_stem.soundClass = said.soundClass;
        break;
    case UserValue::Grid:
        m_context.library->setGrid(
            {m_stem.id}, {facts.bpm, facts.firstBeatS, facts.firstDownbeatS, facts.beatsPerBar});
        now.bpm = facts.bpm;
        now.firstBeatS = facts.firstBeatS;
        now.firstDownbeatS = facts.firstDownbeatS;
        now.beatsPerBar = facts.beatsPerBar;
        break;
    case UserValue::Key:
        m_context.library->setKey({m_stem.id}, facts.key);
        now.key = facts.key;
        break;
    }
    flagOf(m_stem, value) = true;
    Q_EMIT edited(m_stem);
}

} // namespace nde::ui
