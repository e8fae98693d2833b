#pragma once

#include <QWidget>

#include <vector>

class QLabel;

namespace nde::ui {

class Button;

/// What the library shows before anything is in it: three ways to fill it, as cards.
class EmptyLibrary : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyLibrary(QWidget* parent = nullptr);

Q_SIGNALS:
    void starterKitRequested();
    void folderRequested();
    void separateRequested();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Card
    {
        QWidget* frame {};
        QLabel* title {};
        QLabel* sentence {};
        Button* button {};
    };
    Card addCard(const char* name, bool isPrimary);
    void retranslate();

    QLabel* m_title;
    QLabel* m_sentence;
    std::vector<Card> m_cards;
};

/// Nothing matches: the two restrictions whose removal would leave the most.
class NoMatches : public QWidget
{
    Q_OBJECT
public:
    explicit NoMatches(QWidget* parent = nullptr);

    struct Offer
    {
        QString text; ///< the chip's words
        qint64 count {}; ///< sounds without it
        int chip {};
    };
    void setOffers(const std::vector<Offer>& offers);

Q_SIGNALS:
    void chipRemovalRequested(int chip);
    void resetRequested();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void retranslate();

    QLabel* m_title;
    QLabel* m_sentence;
    std::vector<Button*> m_buttons; ///< two offers and the reset
    std::vector<Offer> m_offers;
};

} // namespace nde::ui
