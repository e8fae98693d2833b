#include "ui/panels/compose/ChipModel.h"

#include "ui/panels/compose/ComposeText.h"
#include "ui/plot/ArrangeText.h"
#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(nde::ui::ChipModel)
};

constexpr double kVery = 1.25; // degrees of the grammar: slightly 0.5, very 1.5
constexpr double kSlightly = 0.75;

QString moodWithDegree(const std::pair<std::string, double>& mood)
{
    const QString word = moodText(mood.first).toLower();
    return mood.second > kVery    ? Words::tr("very %1").arg(word)
        : mood.second < kSlightly ? Words::tr("slightly %1").arg(word)
                                  : word;
}

QString sectionWishText(const music::SectionWish& wish)
{
    const QString word = inSentence(sectionText(wish.name));
    if (wish.isExcluded) {
        return Words::tr("no %1", "section").arg(word);
    }
    const QString sized = !wish.length ? word
        : *wish.length == "long"       ? Words::tr("long %1", "section").arg(word)
                                       : Words::tr("short %1", "section").arg(word);
    return wish.count ? QStringLiteral("%1 × %2").arg(*wish.count).arg(sized) : sized;
}

/// Builds the list in the order in which it is read.
class ChipList
{
public:
    ChipList(const music::Request& request, const music::Plan* plan)
        : m_request(request)
        , m_plan(plan)
    {
    }

    PromptChip& add(ChipKind kind, const QString& text, const std::string& name = {},
                    bool isAsked = true)
    {
        static const char* const kIds[] {"tempo",   "key",      "genre",  "mood",
                                         "lane",    "form",     "length", "sources",
                                         "without", "loudness", "swing",  "word"};
        PromptChip chip;
        chip.kind = kind;
        chip.id = QLatin1String(kIds[static_cast<std::size_t>(kind)]);
        if (!name.empty()) {
            chip.id += u'_' + QString::fromStdString(name);
        }
        chip.name = name;
        chip.text = text;
        chip.isAsked = isAsked;
        if (m_plan != nullptr) {
            const auto& locked = m_plan->lockedChips;
            chip.isLocked
                = std::find(locked.begin(), locked.end(), chipLockName(kind)) != locked.end();
        }
        m_chips.push_back(std::move(chip));
        return m_chips.back();
    }

    void addTempo()
    {
        if (m_plan != nullptr) {
            add(ChipKind::Tempo, tempoText(m_plan->bpm), {},
                m_request.bpm.has_value() || m_request.bpmRange.has_value());
        } else if (m_request.bpm) {
            add(ChipKind::Tempo, tempoText(*m_request.bpm));
        } else if (m_request.bpmRange) {
            add(ChipKind::Tempo,
                QStringLiteral("%1–%2").arg(formatNumber(m_request.bpmRange->first, 0),
                                            tempoText(m_request.bpmRange->second)));
        }
    }

    void addKey()
    {
        if (m_plan != nullptr) {
            add(ChipKind::Key, musicKeyText(m_plan->key), {}, m_request.key.has_value());
        } else if (m_request.key) {
            add(ChipKind::Key, musicKeyText(*m_request.key));
        }
    }

    void addStructure()
    {
        QStringList parts;
        for (const music::SectionWish& wish : m_request.sections) {
            parts += sectionWishText(wish);
        }
        if (!parts.isEmpty()) {
            add(ChipKind::Structure, parts.join(QStringLiteral(", ")));
        } else if (m_plan != nullptr) {
            add(ChipKind::Structure,
                Words::tr("%n section(s)", nullptr, static_cast<int>(m_plan->sections.size())), {},
                false);
        }
    }

    void addLength()
    {
        const bool isAsked = m_request.durationS || m_request.bars;
        if (m_plan != nullptr) {
            add(ChipKind::Length, trackTimeText(barStartS(*m_plan, m_plan->bars)), {}, isAsked);
        } else if (m_request.durationS) {
            add(ChipKind::Length, trackTimeText(*m_request.durationS));
        } else if (m_request.bars) {
            add(ChipKind::Length, Words::tr("%n bar(s)", nullptr, *m_request.bars));
        }
    }

    std::vector<PromptChip> take() { return std::move(m_chips); }

private:
    const music::Request& m_request;
    const music::Plan* m_plan;
    std::vector<PromptChip> m_chips;
};

} // namespace

std::string chipLockName(ChipKind kind)
{
    switch (kind) {
    case ChipKind::Tempo:
        return "tempo";
    case ChipKind::Key:
        return "key";
    case ChipKind::Genre:
        return "genre";
    case ChipKind::Mood:
        return "mood";
    case ChipKind::Structure:
        return "structure";
    case ChipKind::Length:
        return "length";
    case ChipKind::Sources:
        return "sources";
    case ChipKind::Swing:
        return "swing";
    case ChipKind::Loudness:
        return "loudness";
    case ChipKind::Instrument:
    case ChipKind::Without:
        return "lanes";
    case ChipKind::Unknown:
        break;
    }
    return "words";
}

QString chipKindText(ChipKind kind)
{
    switch (kind) {
    case ChipKind::Tempo:
        return Words::tr("Tempo");
    case ChipKind::Key:
        return Words::tr("Key");
    case ChipKind::Genre:
        return Words::tr("Genre");
    case ChipKind::Mood:
        return Words::tr("Mood");
    case ChipKind::Instrument:
        return Words::tr("With");
    case ChipKind::Structure:
        return Words::tr("Structure");
    case ChipKind::Length:
        return Words::tr("Length");
    case ChipKind::Sources:
        return Words::tr("Sources");
    case ChipKind::Without:
        return Words::tr("Without");
    case ChipKind::Loudness:
        return Words::tr("Loudness");
    case ChipKind::Swing:
        return Words::tr("Swing");
    case ChipKind::Unknown:
        break;
    }
    return Words::tr("Search words");
}

std::vector<ChipKind> addableChips(const music::Request& request)
{
    std::vector<ChipKind> kinds {ChipKind::Genre, ChipKind::Mood, ChipKind::Instrument,
                                 ChipKind::Without};
    if (!request.swing) {
        kinds.push_back(ChipKind::Swing);
    }
    if (!request.lufs) {
        kinds.push_back(ChipKind::Loudness);
    }
    return kinds;
}

std::vector<PromptChip> promptChips(const music::Request& request, const music::SourceWish& sources,
                                    const music::Plan* plan,
                                    const std::function<QString(StemId)>& nameOf)
{
    ChipList list(request, plan);
    list.addTempo();
    list.addKey();
    for (const std::string& genre : request.genres) {
        list.add(ChipKind::Genre, inSentence(genreText(genre)), genre, !request.isGenreGuessed);
    }
    for (const auto& mood : request.moods) {
        list.add(ChipKind::Mood, moodWithDegree(mood), mood.first);
    }
    for (const std::string& role : request.instruments) {
        list.add(ChipKind::Instrument, inSentence(roleText(role)), role);
    }
    list.addStructure();
    list.addLength();
    if (plan != nullptr || sources != music::SourceWish {}) {
        list.add(ChipKind::Sources, sourcesText(sources, nameOf), {},
                 sources != music::SourceWish {});
    }
    for (const std::string& role : request.excluded) {
        list.add(ChipKind::Without, Words::tr("without %1").arg(inSentence(roleText(role))), role);
    }
    if (request.lufs) {
        list.add(ChipKind::Loudness, QStringLiteral("%1 LUFS").arg(formatNumber(*request.lufs, 1)));
    }
    if (request.swing) {
        list.add(ChipKind::Swing, Words::tr("swing %1 %").arg(formatNumber(*request.swing, 0)));
    }
    for (const std::string& word : request.unknown) {
        list.add(ChipKind::Unknown, Words::tr("search: '%1'").arg(QString::fromStdString(word)),
                 word);
    }
    return list.take();
}

music::Request withoutChip(music::Request request, const PromptChip& chip)
{
    switch (chip.kind) {
    case ChipKind::Tempo:
        request.bpm.reset();
        request.bpmRange.reset();
        break;
    case ChipKind::Key:
        request.key.reset();
        break;
    case ChipKind::Genre:
        std::erase(request.genres, chip.name);
        break;
    case ChipKind::Mood:
        std::erase_if(request.moods, [&](const auto& mood) { return mood.first == chip.name; });
        break;
    case ChipKind::Instrument:
        std::erase(request.instruments, chip.name);
        break;
    case ChipKind::Structure:
        request.sections.clear();
        break;
    case ChipKind::Length:
        request.durationS.reset();
        request.bars.reset();
        break;
    case ChipKind::Without:
        std::erase(request.excluded, chip.name);
        break;
    case ChipKind::Loudness:
        request.lufs.reset();
        break;
    case ChipKind::Swing:
        request.swing.reset();
        break;
    case ChipKind::Unknown:
        std::erase(request.unknown, chip.name);
        break;
    case ChipKind::Sources:
        break; // stands beside the request
    }
    return request;
}

std::optional<LengthWish> lengthFromText(const QString& text)
{
    const QString plain = text.trimmed().toLower().replace(u',', u'.');
    static const QRegularExpression clock(QStringLiteral("^(\\d{1,2}):([0-5]\\d)$"));
    static const QRegularExpression number(QStringLiteral("^(\\d+(?:\\.\\d+)?)\\s*([a-z]*)$"));
    if (const auto match = clock.match(plain); match.hasMatch()) {
        return LengthWish {match.captured(1).toInt() * 60.0 + match.captured(2).toInt(), {}};
    }
    const auto match = number.match(plain);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    const double value = match.captured(1).toDouble();
    const QString unit = match.captured(2);
    if (unit.startsWith(u"bar") || unit.startsWith(u"takt")) {
        return LengthWish {{}, std::clamp(static_cast<int>(std::lround(value)), 4, 4096)};
    }
    if (unit.isEmpty() || unit.startsWith(u'm')) {
        return LengthWish {value * 60.0, {}};
    }
    return unit.startsWith(u's') ? std::optional(LengthWish {value, {}}) : std::nullopt;
}

QString sourcesText(const music::SourceWish& sources, const std::function<QString(StemId)>& nameOf)
{
    QStringList from;
    for (const StemId root : sources.roots) {
        from += nameOf(root);
    }
    for (const std::string& tag : sources.tags) {
        from += tagText(QString::fromStdString(tag));
    }
    if (!from.isEmpty()) {
        return Words::tr("from: %1").arg(from.join(QStringLiteral(", ")));
    }
    QStringList kinds;
    if (sources.includeOriginal) {
        kinds += sourceText(Source::Original).toLower();
    }
    if (sources.includeSeparated) {
        kinds += sourceText(Source::Separated).toLower();
    }
    if (sources.includeGenerated) {
        kinds += sourceText(Source::Generated).toLower();
    }
    return kinds.size() == 3 ? Words::tr("all sources") : kinds.join(QStringLiteral(", "));
}

} // namespace nde::ui
