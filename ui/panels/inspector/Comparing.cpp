#include "ui/panels/inspector/Comparing.h"

#include "core/services/LibraryService.h"
#include "core/services/SoundPictures.h"
#include "ui/SelectionBus.h"
#include "ui/models/JobText.h"
#include "ui/models/Later.h"

#include <algorithm>

namespace nde::ui {

Comparing::Comparing(const StudioContext& context, ComparisonView& view, QObject* parent)
    : QObject(parent)
    , m_context(context)
    , m_view(view)
{
    connect(m_context.selection, &SelectionBus::changed, this, &Comparing::choose);
    connect(m_context.library, &services::LibraryService::rowsChanged, this,
            [this](const std::vector<StemRow>&, const std::vector<StemId>& removed) {
                const auto isGone = [&removed](StemId id) {
                    return id != 0
                        && std::find(removed.begin(), removed.end(), id) != removed.end();
                };
                if (isGone(m_held)) {
                    m_held = 0;
                }
                if (isGone(m_first) || isGone(m_second)) {
                    compare(0, 0);
                }
            });
}

Comparing::~Comparing()
{
    m_listening.cancel();
}

void Comparing::setHeld(StemId id)
{
    m_held = id;
    choose();
}

void Comparing::choose()
{
    const StemId current = m_context.selection->current();
    const std::vector<StemId>& selected = m_context.selection->selected();
    if (selected.size() == 2 && current != 0) {
        compare(selected[0] == current ? selected[0] : selected[1],
                selected[0] == current ? selected[1] : selected[0]);
    } else if (m_held != 0 && current != 0 && current != m_held) {
        compare(current, m_held);
    } else {
        compare(0, 0);
    }
}

void Comparing::compare(StemId first, StemId second)
{
    if (first == m_first && second == m_second) {
        return;
    }
    m_first = first;
    m_second = second;
    fetch();
    Q_EMIT changed();
}

void Comparing::refresh()
{
    if (isOn()) {
        fetch();
    }
}

void Comparing::fetch()
{
    const int round = ++m_round;
    m_answers = 0;
    m_listening.cancel();
    m_sides[0] = {};
    m_sides[1] = {};
    if (m_first == 0) {
        return;
    }
    for (int side = 0; side < 2; ++side) {
        const StemId id = side == 0 ? m_first : m_second;
        later(this, m_context.library->stem(id), [this, round, side](const Result<Stem>& stem) {
            if (round == m_round && stem) {
                m_sides[side].stem = *stem;
                ++m_answers;
                show();
            }
        });
        later(this, m_context.library->character(id),
              [this, round, side](const Result<services::LibraryService::Character>& character) {
                  if (round == m_round) {
                      m_sides[side].character
                          = character ? std::optional(*character) : std::nullopt;
                      ++m_answers;
                      show();
                  }
              });
    }
}

void Comparing::show()
{
    if (m_answers < 4) {
        return;
    }
    m_view.setSides(m_sides[0], m_sides[1]);
    listen();
    Q_EMIT changed();
}

void Comparing::listen()
{
    m_view.setListening();
    const int round = m_round;
    m_listening = m_context.pictures->compare(QString::fromStdString(m_sides[0].stem.path),
                                              QString::fromStdString(m_sides[1].stem.path));
    later(this, m_listening, [this, round](const Distance& distance) {
        if (round != m_round) {
            return;
        }
        if (distance) {
            m_view.setDistance(**distance);
        } else {
            m_view.setDistanceError(errorSentence(errorCodeId(distance.error().code)));
        }
    });
}

QString Comparing::names() const
{
    return m_sides[0].stem.id == 0 || m_sides[1].stem.id == 0
        ? QString()
        : QStringLiteral("%1 · %2").arg(QString::fromStdString(m_sides[0].stem.name),
                                        QString::fromStdString(m_sides[1].stem.name));
}

} // namespace nde::ui
