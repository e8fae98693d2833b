#pragma once

#include "ui/plot/ArrangeLayout.h"
#include "ui/plot/TextPictures.h"

#include <QHash>
#include <QPainter>
#include <QPixmap>
#include <QString>

namespace nde::ui {

/// The column of names left of the lanes: category, name, M, S and meter. Pictures of the heads are
/// kept; only the meter is drawn each time.
class ArrangeHeads
{
public:
    struct State
    {
        bool isCurrent {}; ///< the keys are on it
        bool hasRing {};
        int hoveredLetter {}; ///< 1 = M, 2 = S
    };

    void setPlan(const std::shared_ptr<const music::Plan>& plan); ///< names may be others
    void forgetPictures(); ///< fonts, colours or words are others

    void paint(QPainter& painter, const ArrangeLayout& layout, int laneIndex, const QRectF& row,
               const State& state, double meter);

    /// Parts of a head, in the row.
    [[nodiscard]] static QRectF letterRect(const QRectF& row, bool isSolo);
    [[nodiscard]] static QRectF meterRect(const QRectF& row);

private:
    struct Head
    {
        QString key;
        QPixmap picture;
    };
    void paintHead(QPainter& painter, const music::Lane& lane, bool isAudible, const QRectF& row,
                   const State& state);

    std::shared_ptr<const music::Plan> m_plan;
    QHash<int, Head> m_heads; ///< by lane
    TextPictures m_texts;
};

} // namespace nde::ui
