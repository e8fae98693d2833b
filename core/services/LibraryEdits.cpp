// The editing half of LibraryService, with its history.
#include "core/services/CategoryJudge.h"
#include "core/services/LibraryServicePrivate.h"
#include "core/services/Measure.h"

#include <algorithm>
#include <set>

namespace nde::services {

namespace {

constexpr std::size_t kMostSteps = 100;
constexpr std::size_t kMostRemoved = 20'000; ///< in all steps together

} // namespace

void LibraryService::Private::edit(LibraryEdit kind, const std::vector<StemId>& ids, Change change,
                                   Write write)
{
    make({kind, ids, std::move(change), std::move(write), nullptr}, false);
}

std::vector<StemRow> LibraryService::Private::rowsOf(const std::vector<StemId>& ids)
{
    std::vector<StemRow> known;
    for (const StemId id : ids) {
        if (const StemRow* row = find(id)) {
            known.push_back(*row);
        }
    }
    return known;
}

void LibraryService::Private::make(const Edit& edit, bool isAgain)
{
    std::vector<StemRow> before = rowsOf(edit.ids);
    std::vector<StemRow> changed;
    if (edit.change) {
        for (const StemRow& was : before) {
            StemRow* row = find(was.id);
            edit.change(*row);
            if (*row != was) {
                changed.push_back(*row);
            }
        }
    } else {
        merge({}, edit.ids);
    }
    submit(edit.ids, std::move(before), edit.write, edit.ids.size() <= kMostUndone,
           edit.files ? MoveFiles([files = edit.files] { return files->trash(); }) : nullptr,
           [this, edit, isAgain](const EditOutcome& outcome) {
               tellMoves(outcome.moves);
               if (edit.ids.size() > kMostUndone) {
                   // What came before it would be taken back, or made again, on top of it.
                   undoSteps.clear();
                   redoSteps.clear();
                   Q_EMIT q->historyChanged();
                   return;
               }
               if (outcome.delta.isEmpty()) {
                   if (isAgain && outcome.error) {
                       redoSteps.push_back({edit, {}}); // a full disk may have room later
                   }
                   Q_EMIT q->historyChanged();
                   return;
               }
               undoSteps.push_back({edit, outcome.delta});
               trimSteps();
               if (isAgain) {
                   Q_EMIT q->redone(edit.step());
               } else {
                   redoSteps.clear();
               }
               Q_EMIT q->historyChanged();
           });
    if (!changed.empty()) {
        Q_EMIT q->rowsChanged(changed, {});
    }
}

// Removed sounds are kept whole: 5 to 20 kB each.
void LibraryService::Private::trimSteps()
{
    std::size_t removed = 0;
    std::size_t keep = 0;
    for (auto at = undoSteps.rbegin(); at != undoSteps.rend() && keep < kMostSteps; ++at) {
        removed += at->delta.removedCount();
        if (keep > 0 && removed > kMostRemoved) {
            break;
        }
        ++keep;
    }
    undoSteps.erase(undoSteps.begin(), undoSteps.end() - static_cast<std::ptrdiff_t>(keep));
}

void LibraryService::Private::takeBack()
{
    if (undoSteps.empty()) {
        return;
    }
    Done last = std::move(undoSteps.back());
    undoSteps.pop_back();
    const std::vector<StemId> ids = last.edit.ids;
    submit(
        ids, rowsOf(ids),
        [database = studio->database(), delta = last.delta](db::StemRepository&) {
            return delta.undo(*database);
        },
        false,
        last.edit.files ? MoveFiles([files = last.edit.files] { return files->restore(); })
                        : nullptr,
        [this, last](const EditOutcome& outcome) {
            tellMoves(outcome.moves);
            if (!outcome.error) {
                redoSteps.push_back(last);
                Q_EMIT q->undone(last.edit.step());
            } else if (outcome.error->code != ErrorCode::Exists) {
                undoSteps.push_back(last); // a full disk may have room later
                wantedSteps = 0;
            }
            Q_EMIT q->historyChanged();
        });
    if (last.edit.kind == LibraryEdit::Category || last.edit.kind == LibraryEdit::Measured) {
        rejudgeTimer.start();
    }
}

void LibraryService::Private::makeAgain()
{
    if (!redoSteps.empty()) {
        const Done next = std::move(redoSteps.back());
        redoSteps.pop_back();
        make(next.edit, true);
    }
}

// The last edit is known once it has been written: until then the steps wait.
void LibraryService::Private::goOn()
{
    if (wantedSteps == 0 || !pending.isEmpty()) {
        return;
    }
    const bool isBack = wantedSteps < 0;
    wantedSteps += isBack ? 1 : -1;
    if (isBack ? undoSteps.empty() : redoSteps.empty()) {
        wantedSteps = 0;
    } else if (isBack) {
        takeBack();
    } else {
        makeAgain();
    }
}

void LibraryService::Private::submit(const std::vector<StemId>& ids, std::vector<StemRow> before,
                                     Write write, bool isRecorded, MoveFiles moveFiles, After after)
{
    for (const StemId id : ids) {
        ++pending[id];
    }
    auto future = library.run<EditOutcome>(
        [database = studio->database(), ids, isRecorded, write = std::move(write),
         moveFiles = std::move(moveFiles)](TaskContext&) -> Result<EditOutcome> {
            db::StemRepository stems(database);
            EditOutcome outcome;
            if (isRecorded) {
                auto delta = db::StemDelta::record(*database, ids, [&] { return write(stems); });
                if (delta) {
                    outcome.delta = std::move(*delta);
                } else {
                    outcome.error = delta.error();
                }
            } else if (auto done = write(stems); !done) {
                outcome.error = done.error();
            }
            if (moveFiles && !outcome.error) {
                outcome.moves = moveFiles();
            }
            auto fresh = stems.rowsByIds(ids);
            if (!fresh) {
                return propagate(fresh);
            }
            outcome.rows = std::move(*fresh);
            return outcome;
        });
    watch<EditOutcome>(
        future,
        [this, ids, before = std::move(before), after = std::move(after)](const auto& result) {
            onEdited(ids, before, result);
            if (result) {
                after(*result);
            } else {
                Q_EMIT q->historyChanged();
            }
            goOn();
        });
}

void LibraryService::Private::onEdited(const std::vector<StemId>& ids,
                                       const std::vector<StemRow>& before,
                                       const Result<EditOutcome>& result)
{
    std::set<StemId> gone; // the ids that no further edit is on its way for, less those that exist
    for (const StemId id : ids) {
        const auto at = pending.find(id);
        if (at != pending.end() && --*at == 0) {
            pending.erase(at);
            gone.insert(id);
        }
    }
    // Where the database cannot even be read, what was there before is the best that is known.
    const std::vector<StemRow>& truth = result ? result->rows : before;
    for (const StemRow& row : truth) {
        gone.erase(row.id);
    }
    merge(truth, {gone.begin(), gone.end()});
    if (!result) {
        Q_EMIT q->failed(result.error());
    } else if (result->error) {
        Q_EMIT q->failed(*result->error);
    }
}

void LibraryService::setFavorite(const std::vector<StemId>& ids, bool favorite)
{
    m_d->edit(
        LibraryEdit::Favorite, ids, [favorite](StemRow& row) { row.isFavorite = favorite; },
        [ids, favorite](db::StemRepository& stems) { return stems.setFavorite(ids, favorite); });
}

void LibraryService::setRating(const std::vector<StemId>& ids, int rating)
{
    m_d->edit(
        LibraryEdit::Rating, ids,
        [rating](StemRow& row) { row.rating = static_cast<std::int8_t>(qBound(0, rating, 5)); },
        [ids, rating](db::StemRepository& stems) { return stems.setRating(ids, rating); });
}

void LibraryService::setCategory(const std::vector<StemId>& ids, Category category)
{
    m_d->edit(
        LibraryEdit::Category, ids,
        [category](StemRow& row) {
            row.category = category;
            row.categoryConfidence = 1.0F;
        },
        [ids, category](db::StemRepository& stems) {
            auto done = stems.setCategory(ids, category);
            return done ? requalifyStems(stems, ids) : done;
        });
    m_d->rejudgeTimer.start();
}

void LibraryService::setSoundClass(const std::vector<StemId>& ids, SoundClass soundClass)
{
    m_d->edit(
        LibraryEdit::SoundClass, ids, [soundClass](StemRow& row) { row.soundClass = soundClass; },
        [ids, soundClass](db::StemRepository& stems) {
            auto done = stems.setSoundClass(ids, soundClass);
            return done ? requalifyStems(stems, ids) : done;
        });
}

void LibraryService::setKey(const std::vector<StemId>& ids, std::optional<Key> key)
{
    m_d->edit(
        LibraryEdit::Key, ids,
        [key](StemRow& row) {
            row.keyIndex = key ? static_cast<std::int8_t>(key->pitchClass + (key->isMinor ? 12 : 0))
                               : std::int8_t {-1};
        },
        [ids, key](db::StemRepository& stems) { return stems.setKey(ids, key); });
}

void LibraryService::setGrid(const std::vector<StemId>& ids, const BeatGrid& grid)
{
    m_d->edit(
        LibraryEdit::Grid, ids,
        [grid](StemRow& row) { row.bpm = static_cast<float>(grid.bpm.value_or(0.0)); },
        [ids, grid](db::StemRepository& stems) { return stems.setGrid(ids, grid); });
}

void LibraryService::forgetUserValues(const std::vector<StemId>& ids,
                                      const std::vector<UserValue>& values)
{
    m_d->edit(
        LibraryEdit::Measured, ids, [](StemRow&) {},
        [ids, values](db::StemRepository& stems) { return stems.forgetUserValues(ids, values); });
    if (std::find(values.begin(), values.end(), UserValue::Category) != values.end()) {
        m_d->rejudgeTimer.start(); // nothing is like it any more
    }
}

void LibraryService::setTags(const std::map<StemId, std::vector<std::string>>& tags)
{
    std::vector<StemId> ids;
    for (const auto& [id, own] : tags) {
        ids.push_back(id);
    }
    m_d->edit(
        LibraryEdit::Tags, ids,
        [tags](StemRow& row) {
            row.tags.clear();
            for (const std::string& tag : db::normalisedTags(tags.at(row.id))) {
                row.tags += row.tags.empty() ? tag : ' ' + tag;
            }
        },
        [tags](db::StemRepository& stems) -> Result<> {
            for (const auto& [id, own] : tags) {
                if (auto done = stems.setTags(id, own); !done) {
                    return done;
                }
            }
            return {};
        });
}

void LibraryService::rename(StemId id, const QString& name)
{
    const std::string text = name.trimmed().toStdString();
    m_d->edit(
        LibraryEdit::Name, {id},
        [text](StemRow& row) {
            if (!text.empty()) {
                row.name = text;
            }
        },
        [id, text](db::StemRepository& stems) { return stems.rename(id, text); });
}

void LibraryService::removeFromLibrary(const std::vector<StemId>& ids, bool withFiles)
{
    const auto files = withFiles ? std::make_shared<TrashedFiles>(m_d->studio->root()) : nullptr;
    const auto write = [ids, files](db::StemRepository& stems) -> Result<> {
        if (files) {
            const auto sounds = stems.byIds(ids);
            if (!sounds) {
                return propagate(sounds);
            }
            files->take(*sounds);
        }
        return stems.remove(ids);
    };
    m_d->make({LibraryEdit::Removal, ids, nullptr, write, files}, false);
}

void LibraryService::Private::tellMoves(const FileMoves& moves)
{
    if (moves != FileMoves {}) {
        Q_EMIT q->filesMoved(moves);
    }
}

std::optional<LibraryStep> LibraryService::undoable() const
{
    return m_d->undoSteps.empty() ? std::nullopt : std::optional(m_d->undoSteps.back().edit.step());
}

std::optional<LibraryStep> LibraryService::redoable() const
{
    return m_d->redoSteps.empty() ? std::nullopt : std::optional(m_d->redoSteps.back().edit.step());
}

void LibraryService::undo()
{
    --m_d->wantedSteps;
    m_d->goOn();
}

void LibraryService::redo()
{
    ++m_d->wantedSteps;
    m_d->goOn();
}

} // namespace nde::services
