#pragma once

#include "core/base/Stem.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace nde::ui {

class Chip;
class TagEditor;

/// The tags of a sound. Each tag of the ear tells the measure behind it; a click edits them all.
class TagRow final : public QWidget
{
    Q_OBJECT
public:
    explicit TagRow(QWidget* parent = nullptr);
    void setStem(const Stem& stem);
    void retranslate();

    /// "Punch 0.42. How many channels …"; of a tag of the user's own: that it is.
    [[nodiscard]] static QString reasonOf(const std::string& tag, const Stem& stem);

Q_SIGNALS:
    void entered(const std::vector<std::string>& tags);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fill();
    void edit();
    Chip* addChip(const QString& text, const QString& name);

    Stem m_stem;
    QLabel* m_key;
    QHBoxLayout* m_chips;
    TagEditor* m_editor;
    int m_filledWidth {};
};

} // namespace nde::ui
