#pragma once

#include <QString>
#include <QWidget>

#include <string>
#include <utility>
#include <vector>

class QListWidget;

namespace nde::ui {

class SearchField;

/// A list of words to choose one of, with a field that narrows it down.
class WordList final : public QWidget
{
    Q_OBJECT
public:
    using Words = std::vector<std::pair<std::string, QString>>; ///< name, text
    WordList(const Words& words, const std::string& current, QWidget* parent = nullptr);

Q_SIGNALS:
    void chosen(const std::string& name);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void narrow(const QString& text);
    void take();

    SearchField* m_field;
    QListWidget* m_list;
};

} // namespace nde::ui
