#pragma once

#include "core/base/Category.h"

#include <QWidget>

#include <optional>

namespace nde::ui {

/// "01:55.7 / 05:42.3" with figures that stand still.
class TimeReadout final : public QWidget
{
    Q_OBJECT
public:
    explicit TimeReadout(QWidget* parent = nullptr);
    void setTimes(double positionS, double lengthS);
    /// Minutes and tenths; thousandths where the whole sound is shorter than ten seconds.
    [[nodiscard]] static QString format(double seconds, double lengthS);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_position;
    QString m_length;
};

/// Name of the sound on the Deck over its badges: source glyph and name, category and facts.
class SoundHeading final : public QWidget
{
    Q_OBJECT
public:
    explicit SoundHeading(QWidget* parent = nullptr);
    void setSound(const QString& name, std::optional<Source> source,
                  std::optional<Category> category, const QString& facts);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_name;
    QString m_facts;
    std::optional<Source> m_source;
    std::optional<Category> m_category;
};

} // namespace nde::ui
