#pragma once

#include <QWidget>

#include <optional>

namespace nde::ui {

class ElidedLabel;
class ProgressBar;

/// The bottom line: what is there, what runs, whether the database is well.
class StatusBar final : public QWidget
{
    Q_OBJECT
public:
    struct Job
    {
        QString text; ///< "Separating Nacht.flac"
        double fraction {}; ///< < 0 = unknown
        QString rest; ///< "62 % · 41 s"
    };
    explicit StatusBar(QWidget* parent = nullptr);

    void setCounts(const QStringList& parts); ///< "1 274 sounds", "63 shown", "1 selected"
    void setJob(const std::optional<Job>& job);
    void setNote(const QString& text); ///< what the room says of itself, right; empty = nothing
    void setDatabase(bool isOk, const QString& text);
    void addAtEnd(QWidget* part); ///< right of all others; takes ownership

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    ElidedLabel* m_counts;
    QWidget* m_jobBox;
    ElidedLabel* m_jobText;
    ProgressBar* m_jobBar;
    ElidedLabel* m_jobRest;
    ElidedLabel* m_note;
    ElidedLabel* m_database;
};

} // namespace nde::ui
