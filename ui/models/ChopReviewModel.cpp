#include "ui/models/ChopReviewModel.h"

#include "core/base/Key.h"
#include "ui/theme/Theme.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace nde::ui {

namespace {

using services::ChoppedSlice;

constexpr double kSameStartS = 0.005;

constexpr std::array<std::pair<char, Category>, 12> kKeys {{{'K', Category::Kick},
                                                            {'S', Category::Snare},
                                                            {'H', Category::Hihat},
                                                            {'O', Category::OpenHihat},
                                                            {'C', Category::Clap},
                                                            {'T', Category::Tom},
                                                            {'Y', Category::Cymbal},
                                                            {'P', Category::Perc},
                                                            {'B', Category::Bass},
                                                            {'L', Category::Lead},
                                                            {'V', Category::Vocal},
                                                            {'F', Category::Fx}}};

void copyDecision(const ChoppedSlice& from, ChoppedSlice& to)
{
    to.keep = from.keep;
    if (from.confidence >= 1.0) {
        to.category = from.category;
        to.confidence = 1.0;
        to.isDoubtful = false;
    }
}

} // namespace

ReviewCounts reviewCounts(const std::vector<ChoppedSlice>& slices)
{
    ReviewCounts counts;
    counts.total = static_cast<int>(slices.size());
    for (const ChoppedSlice& slice : slices) {
        if (slice.keep) {
            ++counts.kept[slice.category];
            ++counts.keptTotal;
            counts.doubtful += slice.isDoubtful ? 1 : 0;
            counts.duplicates += slice.isFirstOfGroup ? 0 : 1;
        }
    }
    return counts;
}

std::optional<Category> categoryForKey(int key)
{
    const auto* const found = std::find_if(kKeys.begin(), kKeys.end(),
                                           [key](const auto& one) { return one.first == key; });
    return found == kKeys.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::pair<char, Category>> categoryKeys()
{
    return {kKeys.begin(), kKeys.end()};
}

void ChopReviewModel::setReview(services::ChopReview review, bool carriesOver)
{
    std::set<std::size_t> touched;
    if (carriesOver && review.stem == m_review.stem) {
        for (const std::size_t at : m_touched) {
            const ChoppedSlice& old = m_review.slices[at];
            const auto same = std::find_if(
                review.slices.begin(), review.slices.end(), [&old](const ChoppedSlice& slice) {
                    return std::fabs(slice.startS - old.startS) <= kSameStartS;
                });
            if (same != review.slices.end()) {
                copyDecision(old, *same);
                touched.insert(static_cast<std::size_t>(same - review.slices.begin()));
            }
        }
    }
    beginResetModel();
    m_review = std::move(review);
    m_touched = std::move(touched);
    m_open.clear();
    rebuild();
    endResetModel();
    if (!m_touched.empty()) {
        Q_EMIT edited();
    }
}

void ChopReviewModel::clear()
{
    setReview({});
}

void ChopReviewModel::rebuild()
{
    m_groups.clear();
    for (std::size_t at = 0; at < m_review.slices.size(); ++at) {
        m_groups[m_review.slices[at].group].push_back(at);
    }
    for (auto& [number, members] : m_groups) {
        const auto clearest = std::find_if(members.begin(), members.end(), [this](std::size_t at) {
            return m_review.slices[at].isFirstOfGroup;
        });
        if (clearest != members.end()) {
            std::rotate(members.begin(), clearest, clearest + 1);
        }
    }
    m_shown = shownSlices();
    m_counts = reviewCounts(m_review.slices);
}

std::vector<ChopReviewModel::Shown> ChopReviewModel::shownSlices() const
{
    std::vector<Shown> shown;
    for (std::size_t at = 0; at < m_review.slices.size(); ++at) {
        const int group = m_review.slices[at].group;
        const std::vector<std::size_t>& members = m_groups.at(group);
        if (members.front() != at) {
            continue; // below the clearest
        }
        const bool isOpen = m_open.count(group) > 0;
        shown.push_back({at, false, isOpen ? 0 : static_cast<int>(members.size()) - 1});
        for (std::size_t i = 1; isOpen && i < members.size(); ++i) {
            shown.push_back({members[i], true, 0});
        }
    }
    return shown;
}

const services::ChoppedSlice& ChopReviewModel::slice(int row) const
{
    return m_review.slices[m_shown[static_cast<std::size_t>(row)].at];
}

int ChopReviewModel::firstToDecide() const
{
    const auto found = std::find_if(m_shown.begin(), m_shown.end(), [this](const Shown& shown) {
        return m_review.slices[shown.at].isDoubtful;
    });
    return found != m_shown.end() ? static_cast<int>(found - m_shown.begin())
                                  : (m_shown.empty() ? -1 : 0);
}

std::vector<std::size_t> ChopReviewModel::stackOf(int row) const
{
    const Shown& shown = m_shown[static_cast<std::size_t>(row)];
    return shown.stacked > 0 ? m_groups.at(m_review.slices[shown.at].group)
                             : std::vector<std::size_t> {shown.at};
}

void ChopReviewModel::setKept(int row, bool kept)
{
    for (const std::size_t at : stackOf(row)) {
        m_review.slices[at].keep = kept;
        m_touched.insert(at);
    }
    onEdited(row, row);
}

void ChopReviewModel::setCategory(int row, Category category)
{
    for (const std::size_t at : stackOf(row)) {
        ChoppedSlice& slice = m_review.slices[at];
        slice.category = category;
        slice.confidence = 1.0;
        slice.isDoubtful = false;
        slice.keep = true;
        m_touched.insert(at);
    }
    onEdited(row, row);
}

void ChopReviewModel::leaveOut(const std::function<bool(const ChoppedSlice&)>& isOut)
{
    for (std::size_t at = 0; at < m_review.slices.size(); ++at) {
        ChoppedSlice& slice = m_review.slices[at];
        if (slice.keep && isOut(slice)) {
            slice.keep = false;
            m_touched.insert(at);
        }
    }
    onEdited(0, rowCount() - 1);
}

void ChopReviewModel::leaveOutDoubtful()
{
    leaveOut([](const ChoppedSlice& slice) { return slice.isDoubtful; });
}

void ChopReviewModel::leaveOutDuplicates()
{
    leaveOut([](const ChoppedSlice& slice) { return !slice.isFirstOfGroup; });
}

void ChopReviewModel::onEdited(int firstRow, int lastRow)
{
    m_counts = reviewCounts(m_review.slices);
    if (lastRow >= firstRow) {
        Q_EMIT dataChanged(index(firstRow), index(lastRow));
    }
    Q_EMIT edited();
}

void ChopReviewModel::toggleStack(int row)
{
    // The first of the group stands above its members.
    int first = row;
    while (first > 0 && m_shown[static_cast<std::size_t>(first)].isMember) {
        --first;
    }
    const int group = slice(first).group;
    const int below = static_cast<int>(m_groups.at(group).size()) - 1;
    if (below == 0) {
        return;
    }
    if (m_open.erase(group) > 0) {
        beginRemoveRows({}, first + 1, first + below);
        m_shown = shownSlices();
        endRemoveRows();
    } else {
        beginInsertRows({}, first + 1, first + below);
        m_open.insert(group);
        m_shown = shownSlices();
        endInsertRows();
    }
    Q_EMIT dataChanged(index(first), index(first));
}

void ChopReviewModel::retranslate()
{
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

int ChopReviewModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QString ChopReviewModel::spoken(const Shown& shown) const
{
    const ChoppedSlice& slice = m_review.slices[shown.at];
    QStringList words {categoryText(slice.category)};
    if (slice.confidence >= 1.0) {
        words.push_back(tr("set by you"));
    } else {
        words.push_back(tr("%1 % sure").arg(formatNumber(100.0 * slice.confidence, 0)));
    }
    if (slice.isDoubtful) {
        words.push_back(tr("doubtful"));
    }
    words.push_back(tr("at %1").arg(formatLength(slice.startS)));
    if (shown.stacked > 0) {
        words.push_back(tr("%n more like it", nullptr, shown.stacked));
    }
    words.push_back(slice.keep ? tr("kept") : tr("dropped"));
    return words.join(QStringLiteral(", "));
}

QVariant ChopReviewModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Shown& shown = m_shown[static_cast<std::size_t>(index.row())];
    const ChoppedSlice& slice = m_review.slices[shown.at];
    switch (role) {
    case Qt::DisplayRole:
        return categoryText(slice.category);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return spoken(shown);
    case CategoryRole:
        return static_cast<int>(slice.category);
    case KeepRole:
        return slice.keep;
    case DoubtfulRole:
        return slice.isDoubtful;
    case ConfidenceRole:
        return slice.confidence;
    case StartRole:
        return slice.startS;
    case EndRole:
        return slice.endS;
    case PeakRole:
        return slice.peak;
    case StackedRole:
        return shown.stacked;
    case MemberRole:
        return shown.isMember;
    case NoteRole:
        if (slice.bars > 0.0) {
            const double whole = std::round(slice.bars);
            return whole == slice.bars ? tr("%n bar(s)", nullptr, static_cast<int>(whole))
                                       : tr("%1 bars").arg(formatNumber(slice.bars, 1));
        }
        return slice.pitchHz ? QString::fromStdString(noteName(*slice.pitchHz)) : QString();
    default:
        return {};
    }
}

} // namespace nde::ui
