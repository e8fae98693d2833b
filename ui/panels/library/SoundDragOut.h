#pragma once

#include "core/base/Stem.h"

#include <vector>

class QWidget;

namespace nde::ui {

class FileDrag;
class StemTableModel;

/// Drags sounds out of a view as files; returns when they were dropped. Nothing happens where none
/// of their files is known yet.
/// @param current  gives the picture its name where there is one sound.
void dragSounds(QWidget& source, const StemTableModel& model, const FileDrag& files,
                const std::vector<StemId>& ids, StemId current);

} // namespace nde::ui
