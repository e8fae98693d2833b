#pragma once

#include "core/services/LibraryService.h"

#include <QAbstractButton>
#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace nde::ui {

/// One sound of the family tree: indented, with its glyph, name, and how it came from the one
/// above. A click makes it the current sound.
class LineageRow final : public QAbstractButton
{
    Q_OBJECT
public:
    struct Entry
    {
        StemId id {};
        QString name;
        Source source {};
        QString note; ///< "separated", "slice", …
        int depth {};
        bool isCurrent {};
    };
    explicit LineageRow(Entry entry, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Entry m_entry;
};

/// Ancestors, the current sound, and what was made from it, as a small tree.
class LineageTree final : public QWidget
{
    Q_OBJECT
public:
    explicit LineageTree(QWidget* parent = nullptr);
    void setFamily(const Stem& current, const services::LibraryService::Family& family);
    void clear();

    /// From the oldest ancestor down; at most eight children, the rest is counted in a last entry
    /// with id 0.
    [[nodiscard]] static std::vector<LineageRow::Entry>
    entries(const Stem& current, const services::LibraryService::Family& family);

Q_SIGNALS:
    void chosen(nde::StemId id);

private:
    QVBoxLayout* m_layout;
};

} // namespace nde::ui
