#include "ui/panels/separate/RecipeRow.h"

#include "ui/models/StemText.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/Popover.h"

#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>
#include <numeric>

namespace nde::ui {

RecipeRow::RecipeRow(QWidget* room, QWidget* parent)
    : QWidget(parent)
    , m_layout(new QHBoxLayout(this))
    , m_add(new Chip(QString(), this))
{
    setObjectName(QStringLiteral("sep_recipe"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(dp(6));
    m_add->setObjectName(QStringLiteral("sep_recipe_add"));
    m_add->setIconName(QStringLiteral("plus"));
    m_add->setDashed(true);
    m_sources = {QStringLiteral("drums"), QStringLiteral("bass"), QStringLiteral("other"),
                 QStringLiteral("vocals")};
    addEntry({}, false).chip->setObjectName(QStringLiteral("sep_recipe_all"));
    addEntry({QStringLiteral("vocals"), QStringLiteral("instrumental")}, false);
    addEntry({QStringLiteral("no-drums")}, false);
    addEntry({QStringLiteral("no-vocals")}, false);
    m_layout->addWidget(m_add);
    m_layout->addStretch(1);
    buildMaker(room);
    setRecipe({});
    retranslate();
}

RecipeRow::Entry& RecipeRow::addEntry(const QStringList& names, bool isOwn)
{
    auto* chip = new Chip(QString(), this);
    chip->setObjectName(QStringLiteral("sep_recipe_") + names.join(u'_'));
    chip->setCheckable(true);
    m_layout->insertWidget(static_cast<int>(m_entries.size()), chip);
    connect(chip, &QAbstractButton::toggled, this, &RecipeRow::onToggled);
    m_entries.push_back({names, chip, isOwn});
    return m_entries.back();
}

QString RecipeRow::labelOf(const QStringList& names) const
{
    if (names.isEmpty()) {
        return tr("%n stem(s)", nullptr, static_cast<int>(m_sources.size()));
    }
    QStringList words;
    for (const QString& name : names) {
        words.push_back(stemText(name));
    }
    return words.join(QStringLiteral(" + "));
}

bool RecipeRow::fits(const QStringList& names) const
{
    return std::all_of(names.begin(), names.end(), [this](const QString& name) {
        const QStringList parts
            = name.startsWith(QStringLiteral("no-")) ? QStringList {name.mid(3)} : name.split(u'+');
        return name == u"instrumental"
            || std::all_of(parts.begin(), parts.end(),
                           [this](const QString& part) { return m_sources.contains(part); });
    });
}

void RecipeRow::setSources(const QStringList& sources)
{
    if (sources == m_sources) {
        return;
    }
    m_sources = sources;
    const QStringList before = recipe();
    for (std::size_t i = m_entries.size(); i-- > 1;) {
        if (m_entries[i].isOwn && !fits(m_entries[i].names)) {
            m_entries[i].chip->deleteLater();
            m_entries.erase(m_entries.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
    QStringList kept;
    std::copy_if(before.begin(), before.end(), std::back_inserter(kept),
                 [this](const QString& name) { return fits({name}); });
    setRecipe(kept);
    fillMaker();
    retranslate();
}

void RecipeRow::setRecipe(const QStringList& recipe)
{
    QStringList left = recipe;
    const bool hasAll = std::all_of(m_sources.begin(), m_sources.end(),
                                    [&](const QString& source) { return left.contains(source); });
    for (Entry& entry : m_entries) {
        const bool isAll = entry.names.isEmpty();
        const bool isOn = isAll
            ? recipe.isEmpty() || hasAll
            : std::all_of(entry.names.begin(), entry.names.end(),
                          [&](const QString& name) { return left.contains(name); });
        const QSignalBlocker quiet(entry.chip);
        entry.chip->setChecked(isOn);
        entry.chip->updateGeometry();
        for (const QString& name : isAll&& hasAll ? m_sources : entry.names) {
            if (isOn) {
                left.removeAll(name);
            }
        }
    }
    for (const QString& name : std::as_const(left)) {
        Entry& entry = addEntry({name}, true);
        const QSignalBlocker quiet(entry.chip);
        entry.chip->setChecked(true);
        entry.chip->setText(labelOf(entry.names));
        entry.chip->setAccessibleName(entry.chip->text());
    }
    hideSome();
}

QStringList RecipeRow::recipe() const
{
    QStringList names;
    for (const Entry& entry : m_entries) {
        if (!entry.chip->isChecked()) {
            continue;
        }
        const bool isOnly
            = std::none_of(m_entries.begin(), m_entries.end(), [&](const Entry& other) {
                  return &other != &entry && other.chip->isChecked();
              });
        if (entry.names.isEmpty() && isOnly) {
            return {};
        }
        for (const QString& name : entry.names.isEmpty() ? m_sources : entry.names) {
            if (!names.contains(name)) {
                names.push_back(name);
            }
        }
    }
    return names;
}

void RecipeRow::onToggled()
{
    auto* chip = qobject_cast<Chip*>(sender());
    for (std::size_t i = 1; i < m_entries.size(); ++i) {
        if (m_entries[i].chip == chip && m_entries[i].isOwn && !chip->isChecked()) {
            removeEntry(chip); // a sum of one's own goes when it is switched off
            break;
        }
    }
    const bool hasAny = std::any_of(m_entries.begin(), m_entries.end(),
                                    [](const Entry& entry) { return entry.chip->isChecked(); });
    if (!hasAny) {
        const QSignalBlocker quiet(m_entries.front().chip);
        m_entries.front().chip->setChecked(true); // nothing at all is no recipe
    }
    for (const Entry& entry : m_entries) {
        entry.chip->updateGeometry(); // the check mark takes room
    }
    Q_EMIT recipeChanged(recipe());
}

void RecipeRow::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    hideSome();
}

QSize RecipeRow::minimumSizeHint() const
{
    const auto least = [](const Chip* chip) { return chip->minimumSizeHint().width(); };
    int width = least(m_add);
    for (const Entry& entry : m_entries) {
        width += isExtra(entry) ? 0 : m_layout->spacing() + least(entry.chip);
    }
    return {width, m_add->sizeHint().height()};
}

bool RecipeRow::isExtra(const Entry& entry)
{
    return entry.names.size() == 1 && !entry.isOwn && !entry.chip->isChecked();
}

int RecipeRow::wideWidth() const
{
    return std::accumulate(m_entries.begin(), m_entries.end(), m_add->sizeHint().width(),
                           [this](int sum, const Entry& entry) {
                               return sum + m_layout->spacing() + entry.chip->sizeHint().width();
                           });
}

void RecipeRow::hideSome()
{
    const bool isNarrow = width() < wideWidth();
    for (const Entry& entry : m_entries) {
        entry.chip->setVisible(!isNarrow || !isExtra(entry));
    }
}

void RecipeRow::removeEntry(Chip* chip)
{
    std::erase_if(m_entries, [chip](const Entry& entry) { return entry.chip == chip; });
    chip->hide();
    chip->deleteLater();
}

void RecipeRow::buildMaker(QWidget* room)
{
    m_maker = new Popover(m_add, room);
    m_maker->setObjectName(QStringLiteral("sep_recipe_maker"));
    auto* layout = new QVBoxLayout(m_maker);
    layout->setContentsMargins(dp(12), dp(10), dp(12), dp(12));
    layout->setSpacing(dp(10));
    auto* title = new QLabel(m_maker);
    title->setObjectName(QStringLiteral("sep_recipe_title"));
    m_makerSources = new QWidget(m_maker);
    auto* chips = new QHBoxLayout(m_makerSources);
    chips->setContentsMargins(0, 0, 0, 0);
    chips->setSpacing(dp(6));
    m_makerAdd = new Button(QString(), Button::Kind::Secondary, m_maker);
    m_makerAdd->setObjectName(QStringLiteral("sep_recipe_make"));
    layout->addWidget(title);
    layout->addWidget(m_makerSources);
    layout->addWidget(m_makerAdd, 0, Qt::AlignRight);
    connect(m_makerAdd, &QPushButton::clicked, this, &RecipeRow::addSum);
    fillMaker();
}

void RecipeRow::fillMaker()
{
    qDeleteAll(m_makerChips);
    m_makerChips.clear();
    for (const QString& source : std::as_const(m_sources)) {
        auto* chip = new Chip(stemText(source), m_makerSources);
        chip->setObjectName(QStringLiteral("sep_sum_") + source);
        chip->setCheckable(true);
        chip->setCategory(stemCategory(source));
        m_makerSources->layout()->addWidget(chip);
        connect(chip, &QAbstractButton::toggled, this, [this, chip] {
            chip->updateGeometry();
            const auto count = std::count_if(m_makerChips.begin(), m_makerChips.end(),
                                             [](const Chip* one) { return one->isChecked(); });
            m_makerAdd->setEnabled(count > 0 && count < std::ssize(m_makerChips));
        });
        m_makerChips.push_back(chip);
    }
    m_makerAdd->setEnabled(false);
}

void RecipeRow::addSum()
{
    QStringList parts;
    for (std::size_t i = 0; i < m_makerChips.size(); ++i) {
        if (m_makerChips[i]->isChecked()) {
            parts.push_back(m_sources[static_cast<qsizetype>(i)]);
            m_makerChips[i]->setChecked(false);
        }
    }
    const QString name = parts.join(u'+');
    QStringList wanted = recipe();
    if (wanted.isEmpty()) {
        wanted = m_sources; // "all stems" was on and stays on
    }
    if (!wanted.contains(name)) {
        wanted.push_back(name);
    }
    setRecipe(wanted);
    m_maker->close();
    Q_EMIT recipeChanged(recipe());
}

void RecipeRow::retranslate()
{
    setAccessibleName(tr("Recipe"));
    for (const Entry& entry : m_entries) {
        entry.chip->setText(labelOf(entry.names));
        entry.chip->setAccessibleName(entry.chip->text());
        entry.chip->setToolTip(entry.names.isEmpty() ? tr("Every stem and the rest")
                                                     : tr("Same time, fewer files"));
        entry.chip->updateGeometry();
    }
    hideSome();
    for (std::size_t i = 0; i < m_makerChips.size(); ++i) {
        m_makerChips[i]->setText(stemText(m_sources[static_cast<qsizetype>(i)]));
        m_makerChips[i]->setAccessibleName(m_makerChips[i]->text());
    }
    m_add->setText(tr("Recipe"));
    m_add->setAccessibleName(tr("Make a recipe"));
    m_add->setToolTip(tr("A sum of stems of your own"));
    m_maker->setAccessibleName(m_add->accessibleName());
    auto* title = m_maker->findChild<QLabel*>(QStringLiteral("sep_recipe_title"));
    title->setFont(nde::ui::font(TextStyle::Body));
    title->setText(tr("One file with the sum of"));
    m_makerAdd->setText(tr("Add the recipe"));
    m_makerAdd->setAccessibleName(m_makerAdd->text());
}

} // namespace nde::ui
