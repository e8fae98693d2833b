#pragma once

#include "core/services/TrainingBook.h"

#include <QAbstractListModel>

#include <vector>

namespace nde::ui {

class ProbeFeed;

/// Probe sounds, or random dreams, of a run as they were after one epoch.
/// @thread  the GUI thread.
class ProbeModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum class Kind
    {
        Probes,
        Dreams
    };
    enum Role
    {
        OriginalRole = Qt::UserRole, ///< QString: path; empty for dreams
        SoundRole, ///< QString: path of what the model makes of it; empty = nothing yet
        CategoryRole ///< int of Category
    };
    ProbeModel(Kind kind, ProbeFeed& feed, QObject* parent = nullptr);

    void setProbes(const std::vector<services::RunProbe>& probes, Category category);
    /// The last that was made at or before it is shown.
    void setEpoch(int epoch);
    [[nodiscard]] int epoch() const { return m_epoch; }
    void retranslate();

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] ProbeFeed& feed() const { return m_feed; }
    [[nodiscard]] QString name(int row) const;
    [[nodiscard]] QString originalPath(int row) const;
    [[nodiscard]] QString soundPath(int row) const;
    [[nodiscard]] Category category() const { return m_category; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    void emitAll();

    Kind m_kind;
    ProbeFeed& m_feed;
    std::vector<services::RunProbe> m_probes;
    Category m_category {Category::Unclear};
    int m_epoch {};
};

/// Epochs of which there is something to hear, rising.
[[nodiscard]] std::vector<int> probeEpochs(const std::vector<services::RunProbe>& probes);

} // namespace nde::ui
