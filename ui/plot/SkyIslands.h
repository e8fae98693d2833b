#pragma once

#include "ui/plot/SkyLayer.h"

namespace nde::ui {

/// Where each category's name belongs on a map on which it may lie in several places: the crowds of
/// its sounds, at most three a category, the largest first. Sounds that are only hinted at do not
/// count.
/// @thread  any; pure.
[[nodiscard]] std::vector<SkyScene::Cluster>
islandsOf(const std::vector<services::SkyPoint>& points, const QRectF& bounds);

} // namespace nde::ui
