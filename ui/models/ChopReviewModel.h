#pragma once

#include "core/services/UseCases.h"

#include <QAbstractListModel>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace nde::ui {

/// What a review comes to as it stands.
struct ReviewCounts
{
    std::map<Category, int> kept; ///< by class
    int keptTotal {};
    int doubtful {}; ///< kept ones that the classifier does not vouch for
    int duplicates {}; ///< kept ones beside the clearest of their group
    int total {};
};
[[nodiscard]] ReviewCounts reviewCounts(const std::vector<services::ChoppedSlice>& slices);

/// The class that a key stands for while slices are reviewed: K kick, S snare, …
[[nodiscard]] std::optional<Category> categoryForKey(int key);
/// Those keys in the order in which they are shown.
[[nodiscard]] std::vector<std::pair<char, Category>> categoryKeys();

/// Slices of one sound while somebody decides about them, by start. Near-duplicates are stacked
/// below the clearest of them until the stack is opened; what is decided of a closed stack is
/// decided of all of it.
class ChopReviewModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role
    {
        CategoryRole = Qt::UserRole, ///< int
        KeepRole,
        DoubtfulRole,
        ConfidenceRole, ///< 0 … 1; 1 = the user said so
        StartRole, ///< s
        EndRole, ///< s
        PeakRole, ///< 0 … 1
        StackedRole, ///< how many lie below it, unseen
        MemberRole, ///< one of an opened stack, below its first
        NoteRole ///< of notes their pitch, of loops their bars; else empty
    };

    using QAbstractListModel::QAbstractListModel;

    /// @param carriesOver  a new chop of the same sound: what was decided of a slice stays decided
    /// for the one that starts within 5 ms of it.
    void setReview(services::ChopReview review, bool carriesOver = false);
    void clear();
    [[nodiscard]] const services::ChopReview& review() const { return m_review; }
    [[nodiscard]] const ReviewCounts& counts() const { return m_counts; }
    [[nodiscard]] const services::ChoppedSlice& slice(int row) const;
    /// The first doubtful slice in sight, else 0; −1 = there is none.
    [[nodiscard]] int firstToDecide() const;

    void setKept(int row, bool kept);
    void setCategory(int row, Category category); ///< certain from now on, and kept
    void leaveOutDoubtful();
    void leaveOutDuplicates(); ///< the clearest of each group stays
    void toggleStack(int row); ///< opens or closes it; nothing for a slice of its own
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

Q_SIGNALS:
    void edited(); ///< by one of the setters above; the review is to be saved

private:
    struct Shown
    {
        std::size_t at {}; ///< in m_review.slices
        bool isMember {};
        int stacked {};
        bool operator==(const Shown&) const = default;
    };
    void rebuild();
    [[nodiscard]] std::vector<Shown> shownSlices() const;
    [[nodiscard]] std::vector<std::size_t>
    stackOf(int row) const; ///< the row's own and those below
    void leaveOut(const std::function<bool(const services::ChoppedSlice&)>& isOut);
    void onEdited(int firstRow, int lastRow);
    [[nodiscard]] QString spoken(const Shown& shown) const;

    services::ChopReview m_review;
    std::vector<Shown> m_shown;
    std::map<int, std::vector<std::size_t>> m_groups; ///< the clearest first, then by start
    std::set<int> m_open; ///< groups
    std::set<std::size_t> m_touched; ///< slices that the user decided about
    ReviewCounts m_counts;
};

} // namespace nde::ui
