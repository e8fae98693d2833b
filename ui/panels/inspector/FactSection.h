#pragma once

#include "ui/models/SoundFacts.h"

#include <QAbstractButton>
#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace nde::ui {

/// One fact: its name, its value, and how sure it is. The tooltip says how it was measured. A row
/// may carry buttons at its right and an editor that takes the place of the value.
class FactRow final : public QWidget
{
    Q_OBJECT
public:
    explicit FactRow(QWidget* parent = nullptr);

    void setLine(const FactLine& line);
    [[nodiscard]] const FactLine& line() const { return m_line; }
    void setKeyWidth(int pixels);
    void setNoteAtRight(bool on); ///< the note is always whole; the value gives way
    void addButton(QAbstractButton* button); ///< from left to right; this becomes its parent
    void setEditor(QWidget* editor); ///< hidden until `beginEdit`; this becomes its parent
    void beginEdit();
    void endEdit(); ///< gives the focus back to the last button
    [[nodiscard]] bool isEditing() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    [[nodiscard]] int buttonsWidth() const;

    FactLine m_line;
    int m_keyWidth {72};
    bool m_isNoteAtRight {};
    std::vector<QAbstractButton*> m_buttons;
    QWidget* m_editor {};
};

/// The line above a section: folds it away and brings it back. Folded away it sums it up.
class SectionHeader final : public QAbstractButton
{
    Q_OBJECT
public:
    explicit SectionHeader(QWidget* parent = nullptr);

    void setWords(const QString& title, const QString& summary);
    [[nodiscard]] QString summary() const { return m_summary; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_summary;
};

/// A group of facts, or any other content, below a header that folds it.
class FactSection final : public QWidget
{
    Q_OBJECT
public:
    /// @param id  its header is called `insp_section_<id>`.
    explicit FactSection(const QString& id, QWidget* parent = nullptr);

    [[nodiscard]] const QString& id() const { return m_id; }
    void setWords(const QString& title, const QString& summary);
    /// Rows with buttons or an editor are those that `row` was asked for before.
    void setLines(const std::vector<FactLine>& lines);
    void addContent(QWidget* content); ///< below the rows
    /// The row of a fact, made when it is asked for; shown only while there is such a line.
    [[nodiscard]] FactRow* row(const QString& id);
    void setOpen(bool open); ///< silent
    [[nodiscard]] bool isOpen() const;

Q_SIGNALS:
    void toggled(bool open); ///< by the user

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void alignKeys();

    QString m_id;
    SectionHeader* m_header;
    QWidget* m_body;
    QVBoxLayout* m_rowsLayout;
    QVBoxLayout* m_bodyLayout;
    std::vector<FactRow*> m_rows; ///< shown ones and spare ones
    std::vector<FactRow*> m_ownRows; ///< asked for by id
};

} // namespace nde::ui
