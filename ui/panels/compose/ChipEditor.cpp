#include "ui/panels/compose/ChipEditor.h"

#include "core/music/Lexicon.h"
#include "ui/panels/compose/ComposeText.h"
#include "ui/panels/compose/KeyPad.h"
#include "ui/panels/compose/SourceEditor.h"
#include "ui/panels/compose/StructureEditor.h"
#include "ui/panels/compose/WordList.h"
#include "ui/plot/ArrangeText.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/InlineNote.h"
#include "ui/widgets/SegmentedControl.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace nde::ui {

namespace {

constexpr double kLeastBpm = 40.0;
constexpr double kMostBpm = 240.0;
constexpr int kBarsStep = 8;
constexpr std::array kInstruments {
    "kick",  "snare", "clap", "hat",    "cymbal",  "perc",  "drums", "bass",    "lead", "synth",
    "chord", "pad",   "keys", "guitar", "strings", "vocal", "fx",    "texture", "noise"};

QDoubleSpinBox* spin(const char* name, double least, double most, int decimals, QWidget* parent)
{
    auto* box = new QDoubleSpinBox(parent);
    box->setObjectName(QLatin1String(name));
    box->setRange(least, most);
    box->setDecimals(decimals);
    box->setKeyboardTracking(false);
    box->setMinimumWidth(dp(112));
    return box;
}

} // namespace

ChipEditor::ChipEditor(const PromptChip& chip, Subject subject, QWidget* parent)
    : QWidget(parent)
    , m_chip(chip)
    , m_subject(std::move(subject))
    , m_column(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("comp_chip_editor"));
    m_column->setContentsMargins(dp(12), dp(10), dp(12), dp(12));
    m_column->setSpacing(dp(8));
    addTitle(chipKindText(chip.kind));
    switch (chip.kind) {
    case ChipKind::Tempo:
        buildTempo();
        break;
    case ChipKind::Key:
        buildKey();
        break;
    case ChipKind::Mood:
        buildDegree();
        buildWords();
        break;
    case ChipKind::Genre:
    case ChipKind::Instrument:
    case ChipKind::Without:
        buildWords();
        break;
    case ChipKind::Structure:
        buildStructure();
        break;
    case ChipKind::Length:
        buildLength();
        break;
    case ChipKind::Sources:
        buildSources();
        break;
    case ChipKind::Loudness:
    case ChipKind::Swing:
        buildNumber();
        break;
    case ChipKind::Unknown:
        buildUnknown();
        break;
    }
    addRemove();
}

void ChipEditor::addTitle(const QString& text)
{
    auto* label = new QLabel(text, this);
    label->setFont(nde::ui::font(TextStyle::Strong, QFont::DemiBold));
    m_column->addWidget(label);
}

// What nobody asked for cannot be taken back, and sources are always there.
void ChipEditor::addRemove()
{
    const bool isNew = (m_chip.kind == ChipKind::Genre || m_chip.kind == ChipKind::Mood
                        || m_chip.kind == ChipKind::Instrument || m_chip.kind == ChipKind::Without)
        && m_chip.name.empty();
    if (!m_chip.isAsked || m_chip.kind == ChipKind::Sources || isNew) {
        return;
    }
    auto* button = new Button(tr("Remove"), Button::Kind::Ghost, this);
    button->setObjectName(QStringLiteral("comp_chip_remove"));
    button->setAccessibleName(tr("Remove “%1”").arg(m_chip.text));
    button->setIconName(QStringLiteral("close"));
    button->setCompact(true);
    connect(button, &QAbstractButton::clicked, this, [this] {
        choose(withoutChip(m_subject.request, m_chip), tr("without “%1”").arg(m_chip.text));
        Q_EMIT done();
    });
    m_column->addWidget(button, 0, Qt::AlignLeft);
}

void ChipEditor::choose(const music::Request& request, const QString& what)
{
    m_subject.request = request;
    Q_EMIT requestChosen(request, what);
}

void ChipEditor::buildTempo()
{
    QDoubleSpinBox* box = spin("comp_tempo", kLeastBpm, kMostBpm, 1, this);
    box->setSuffix(QStringLiteral(" BPM"));
    box->setAccessibleName(tr("Tempo"));
    const music::Request& request = m_subject.request;
    box->setValue(m_subject.plan ? m_subject.plan->bpm : request.bpm.value_or(kLeastBpm));
    connect(box, &QDoubleSpinBox::valueChanged, this, [this](double bpm) {
        if (m_subject.plan) {
            Q_EMIT tempoChosen(bpm);
            return;
        }
        music::Request changed = m_subject.request;
        changed.bpm = bpm;
        changed.bpmRange.reset();
        choose(changed, tempoText(bpm));
    });
    m_column->addWidget(box);
    if (m_subject.plan) {
        auto* note = new QLabel(tr("The whole track follows while it plays."), this);
        note->setProperty("muted", true);
        m_column->addWidget(note);
    }
}

void ChipEditor::buildKey()
{
    auto* pad = new KeyPad(this);
    pad->setKey(m_subject.plan ? m_subject.plan->key : m_subject.request.key);
    connect(pad, &KeyPad::chosen, this, [this](Key key) {
        if (m_subject.plan) {
            Q_EMIT keyChosen(key);
            return;
        }
        music::Request changed = m_subject.request;
        changed.key = key;
        choose(changed, musicKeyText(key));
    });
    m_column->addWidget(pad);
}

std::vector<std::pair<std::string, QString>> ChipEditor::words() const
{
    std::vector<std::pair<std::string, QString>> result;
    if (m_chip.kind == ChipKind::Genre) {
        for (const music::Genre& genre : music::lexicon().genres) {
            result.emplace_back(genre.name, genreText(genre.name));
        }
    } else if (m_chip.kind == ChipKind::Mood) {
        for (const music::Mood& mood : music::lexicon().moods) {
            result.emplace_back(mood.name, moodText(mood.name));
        }
    } else {
        for (const char* role : kInstruments) {
            result.emplace_back(role, roleText(role));
        }
    }
    std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) {
        return a.second.localeAwareCompare(b.second) < 0;
    });
    return result;
}

void ChipEditor::buildWords()
{
    auto* list = new WordList(words(), m_chip.name, this);
    connect(list, &WordList::chosen, this, [this](const std::string& name) {
        chooseWord(name);
        Q_EMIT done();
    });
    m_column->addWidget(list);
}

// Another word in the place of the chip's, or one more.
void ChipEditor::chooseWord(const std::string& name)
{
    music::Request changed = m_subject.request;
    const auto put = [this, &name](std::vector<std::string>& list) {
        if (std::find(list.begin(), list.end(), name) != list.end()) {
            return;
        }
        const auto at = std::find(list.begin(), list.end(), m_chip.name);
        at != list.end() ? static_cast<void>(*at = name) : list.push_back(name);
    };
    switch (m_chip.kind) {
    case ChipKind::Genre:
        put(changed.genres);
        changed.isGenreGuessed = false;
        choose(changed, genreText(name));
        break;
    case ChipKind::Mood: {
        const auto isOf = [](const std::string& wanted) {
            return [&wanted](const auto& mood) { return mood.first == wanted; };
        };
        auto& moods = changed.moods;
        if (std::any_of(moods.begin(), moods.end(), isOf(name))) {
            return;
        }
        const auto at = std::find_if(moods.begin(), moods.end(), isOf(m_chip.name));
        at != moods.end() ? static_cast<void>(at->first = name)
                          : static_cast<void>(moods.emplace_back(name, 1.0));
        choose(changed, moodText(name));
        break;
    }
    case ChipKind::Instrument:
        put(changed.instruments);
        std::erase(changed.excluded, name);
        choose(changed, tr("with %1").arg(inSentence(roleText(name))));
        break;
    default:
        put(changed.excluded);
        std::erase(changed.instruments, name);
        choose(changed, tr("without %1").arg(inSentence(roleText(name))));
        break;
    }
}

void ChipEditor::buildDegree()
{
    if (m_chip.name.empty()) {
        return;
    }
    auto* degrees = new SegmentedControl(tr("How much"), this);
    degrees->setObjectName(QStringLiteral("comp_degree"));
    const std::array<std::pair<QString, double>, 3> steps {
        {{QStringLiteral("0.5"), 0.5}, {QStringLiteral("1"), 1.0}, {QStringLiteral("1.5"), 1.5}}};
    const QStringList texts {tr("slightly"), tr("normal"), tr("very")};
    const auto& moods = m_subject.request.moods;
    const auto at = std::find_if(moods.begin(), moods.end(),
                                 [this](const auto& mood) { return mood.first == m_chip.name; });
    const double now = at == moods.end() ? 1.0 : at->second;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        degrees->addSegment(steps[i].first, texts[static_cast<qsizetype>(i)]);
        degrees->segment(steps[i].first)->setObjectName(QStringLiteral("comp_degree_%1").arg(i));
    }
    degrees->setCurrent(now < 0.75 ? steps[0].first : now > 1.25 ? steps[2].first : steps[1].first);
    connect(degrees, &SegmentedControl::currentChanged, this, [this](const QString& id) {
        music::Request changed = m_subject.request;
        for (auto& mood : changed.moods) {
            if (mood.first == m_chip.name) {
                mood.second = id.toDouble();
            }
        }
        choose(changed, moodText(m_chip.name));
    });
    m_column->addWidget(degrees);
}

void ChipEditor::buildStructure()
{
    auto* editor = new StructureEditor(m_subject.request.sections, this);
    connect(editor, &StructureEditor::changed, this,
            [this](const std::vector<music::SectionWish>& wishes) {
                music::Request changed = m_subject.request;
                changed.sections = wishes;
                choose(changed, tr("another structure"));
            });
    m_column->addWidget(editor);
}

void ChipEditor::buildLength()
{
    auto* row = new QHBoxLayout;
    row->setSpacing(dp(4));
    auto* field = new QLineEdit(m_chip.text, this);
    field->setObjectName(QStringLiteral("comp_length"));
    field->setAccessibleName(tr("Length: minutes and seconds, or bars"));
    auto* note = new QLabel(tr("2:54 · 3 min · 96 bars"), this);
    note->setProperty("muted", true);
    const auto take = [this](const LengthWish& wish) {
        music::Request changed = m_subject.request;
        changed.durationS = wish.seconds;
        changed.bars = wish.bars;
        choose(changed,
               wish.bars ? tr("%n bar(s)", nullptr, *wish.bars) : trackTimeText(*wish.seconds));
    };
    connect(field, &QLineEdit::returnPressed, this, [this, field, note, take] {
        if (const auto wish = lengthFromText(field->text())) {
            take(*wish);
            Q_EMIT done();
        } else {
            note->setText(tr("Write 2:54, 3 min or 96 bars."));
        }
    });
    row->addWidget(field, 1);
    if (m_subject.plan) {
        for (const int step : {-kBarsStep, kBarsStep}) {
            const QString text
                = tr("%1 bars").arg(step > 0 ? QStringLiteral("+8") : QStringLiteral("−8"));
            auto* button = new Button(text, Button::Kind::Secondary, this);
            button->setObjectName(step > 0 ? QStringLiteral("comp_length_more")
                                           : QStringLiteral("comp_length_less"));
            button->setAccessibleName(text);
            connect(button, &QAbstractButton::clicked, this, [this, step, take] {
                const int bars = m_subject.request.bars.value_or(m_subject.plan->bars) + step;
                take({{}, std::max(bars, kBarsStep)});
            });
            row->addWidget(button);
        }
    }
    m_column->addLayout(row);
    m_column->addWidget(note);
}

void ChipEditor::buildSources()
{
    auto* editor = new SourceEditor(m_subject.sources, m_subject.shelf, this);
    connect(editor, &SourceEditor::chosen, this, [this](const music::SourceWish& sources) {
        Q_EMIT sourcesChosen(sources, tr("other sources"));
    });
    m_column->addWidget(editor);
}

void ChipEditor::buildNumber()
{
    const bool isSwing = m_chip.kind == ChipKind::Swing;
    QDoubleSpinBox* box = isSwing ? spin("comp_swing", 50.0, 75.0, 0, this)
                                  : spin("comp_loudness", -24.0, -5.0, 1, this);
    box->setSuffix(isSwing ? QStringLiteral(" %") : QStringLiteral(" LUFS"));
    box->setAccessibleName(chipKindText(m_chip.kind));
    const auto& plan = m_subject.plan;
    const music::Request& request = m_subject.request;
    box->setValue(isSwing ? request.swing.value_or(plan ? plan->swing : 54.0)
                          : request.lufs.value_or(plan ? plan->lufs : -9.0));
    connect(box, &QDoubleSpinBox::valueChanged, this, [this, isSwing](double value) {
        if (m_subject.plan) {
            isSwing ? Q_EMIT swingChosen(value) : Q_EMIT loudnessChosen(value);
            return;
        }
        music::Request changed = m_subject.request;
        (isSwing ? changed.swing : changed.lufs) = value;
        choose(changed, chipKindText(m_chip.kind));
    });
    m_column->addWidget(box);
}

void ChipEditor::buildUnknown()
{
    auto* text = new QLabel(tr("“%1” is no word of the grammar. Sounds whose names and tags say it "
                               "are preferred.")
                                .arg(QString::fromStdString(m_chip.name)),
                            this);
    text->setWordWrap(true);
    text->setMinimumWidth(dp(240));
    m_column->addWidget(text);
}

} // namespace nde::ui
