#pragma once

#include <QLineEdit>

namespace nde::ui {

/// The words that ask for a lane's sound (comp_query). Enter asks by other words; Escape and
/// leaving the field bring back those that hold.
class QueryField final : public QLineEdit
{
    Q_OBJECT
public:
    explicit QueryField(QWidget* parent = nullptr);

    /// What is being typed stays as long as the lane and its words are the same.
    void setWords(int laneId, const QString& words);

Q_SIGNALS:
    void wordsChosen(int laneId, const QString& words); ///< others than those that hold

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void revert();

    int m_lane {};
    QString m_words;
};

} // namespace nde::ui
