#include "ui/panels/library/FacetValues.h"

#include "ui/models/SearchText.h"
#include "ui/panels/library/FacetSection.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/FacetRow.h"

#include <QVBoxLayout>

#include <algorithm>
#include <functional>

namespace nde::ui {

bool asksFor(const services::LibraryFilter& filter, const services::LibraryFilter& part)
{
    // More stars than asked for are not the same wish.
    return combined(filter, part) == filter
        && (!part.minRating || filter.minRating == part.minRating);
}

FacetValues::FacetValues(const QString& name, int shown, QWidget* parent)
    : QWidget(parent)
    , m_section(new FacetSection(name, this))
    , m_more(new Button(QString(), Button::Kind::Ghost, this))
    , m_shown(shown)
{
    m_more->setCompact(true);
    m_more->setObjectName(name + QStringLiteral("_more"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_section);
    m_section->addRow(m_more);
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_showsAll = !m_showsAll;
        showFitting();
    });
    hide(); // until there is a value
}

void FacetValues::setTitle(const QString& title)
{
    m_section->setTitle(title);
}

void FacetValues::addRow()
{
    auto* row = new FacetRow(QString(), this);
    m_section->insertRow(static_cast<int>(m_rows.size()), row);
    connect(row, &QAbstractButton::clicked, this, [this, index = m_rows.size()](bool on) {
        Q_EMIT partToggled(m_values[index].part, on);
    });
    m_rows.push_back(row);
}

void FacetValues::setValues(std::vector<Value> values)
{
    m_values = std::move(values);
    while (m_rows.size() < m_values.size()) {
        addRow();
    }
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        m_rows[i]->setObjectName(m_values[i].name);
        if (m_rows[i]->text() != m_values[i].text) {
            m_rows[i]->setText(m_values[i].text);
            m_rows[i]->setCount(-1); // its spoken name says both
        }
        m_rows[i]->setCount(m_values[i].count);
    }
    setFilter(m_filter);
}

void FacetValues::setFilter(const services::LibraryFilter& filter)
{
    m_filter = filter;
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        m_rows[i]->setChecked(asksFor(filter, m_values[i].part));
    }
    showFitting();
}

void FacetValues::showFitting()
{
    std::vector<int> counts;
    for (const Value& value : m_values) {
        counts.push_back(value.count);
    }
    std::sort(counts.begin(), counts.end(), std::greater<>());
    const auto most = static_cast<std::size_t>(m_shown);
    const int least = counts.size() > most ? std::max(1, counts[most - 1]) : 1;
    int present = 0;
    int shown = 0;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const bool isOn = i < m_values.size() && m_rows[i]->isChecked();
        const int count = i < m_values.size() ? m_values[i].count : 0;
        const bool isPresent = count > 0 || isOn;
        // Of those that are as frequent as the last one the first ones.
        const bool fits = m_showsAll || isOn || (count >= least && shown < m_shown);
        m_rows[i]->setVisible(isPresent && fits);
        present += isPresent ? 1 : 0;
        shown += isPresent && fits ? 1 : 0;
    }
    setVisible(present > 0);
    m_more->setVisible(present > shown || (m_showsAll && present > m_shown));
    m_more->setText(m_showsAll ? tr("Show fewer") : tr("%n more", nullptr, present - shown));
    m_more->setAccessibleName(m_more->text());
}

} // namespace nde::ui
