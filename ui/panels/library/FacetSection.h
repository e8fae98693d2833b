#pragma once

#include <QAbstractButton>
#include <QWidget>

class QVBoxLayout;

namespace nde::ui {

/// The heading of a group of facets; a click folds the group away.
class FacetHeading final : public QAbstractButton
{
    Q_OBJECT
public:
    explicit FacetHeading(QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

/// A heading and the rows below it.
class FacetSection final : public QWidget
{
    Q_OBJECT
public:
    explicit FacetSection(const QString& name, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void addRow(QWidget* row);
    void insertRow(int index, QWidget* row);
    void setOpen(bool open);
    [[nodiscard]] bool isOpen() const { return m_heading->isChecked(); }

Q_SIGNALS:
    void toggled();

private:
    FacetHeading* m_heading;
    QWidget* m_body;
    QVBoxLayout* m_rows;
};

} // namespace nde::ui
