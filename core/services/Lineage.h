#pragma once

#include "core/base/Licence.h"
#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "core/base/TaskContext.h"
#include "core/services/Studio.h"

#include <QJsonObject>
#include <QString>

#include <vector>

namespace nde::services {

struct FamilyRequest
{
    StemId id {};
    bool up {true}; ///< what it was made of
    bool down {true}; ///< what was made of it
    int depth {}; ///< generations, 0 = all
};

struct FamilyMember
{
    Stem stem;
    /// Steps from the sound on the shortest way: below 0 it was made of this, above 0 this was made
    /// of it.
    int generation {};
};

/// A sound and its kin, as far as they are still in the library.
struct FamilyTree
{
    StemId id {};
    std::vector<FamilyMember> members; ///< by id, the sound itself with them
    std::vector<LineageEdge> edges; ///< the upward ones first

    [[nodiscard]] const FamilyMember* member(StemId stem) const;
};
/// @errors  NotFound, those of StemRepository.
[[nodiscard]] Result<FamilyTree> familyTree(Studio& studio, const FamilyRequest& request);
/// {"nodes", "edges"} of `dream lineage`.
[[nodiscard]] QJsonObject toJson(const FamilyTree& family);
/// A digraph for Graphviz, one box a sound in its source's shape, arrows from parent to child.
[[nodiscard]] QString toDot(const FamilyTree& family);

/// One sound at the root of a family: nothing in the library is what it was made of.
struct Credit
{
    Stem stem;
    Licence licence {Licence::Unknown}; ///< text that is no licence of ours counts as Unknown
    double share {}; ///< 0 … 1 of all that the sound was made of; the shares add up to 1
};
struct Credits
{
    StemId id {};
    std::vector<Credit> originals; ///< the largest share first; the sound itself when it is one
    /// The strictest of them, and of what a user has said of any sound between.
    Licence licence {Licence::Unknown};
};
/// Who is to be named, and under which licence the sound stands. @errors  as familyTree.
[[nodiscard]] Result<Credits> creditsOf(Studio& studio, StemId id);
[[nodiscard]] QJsonObject toJson(const Credits& credits);

/// Whether what the library remembers is still there.
struct VerifiedFile
{
    enum class State
    {
        Same, ///< the file of the library, byte for byte
        SameSamples, ///< other tags, the same sound
        Changed, ///< another sound
        Missing,
        Unreadable,
        Unknown ///< it is there; the library holds no hash to compare it with
    };
    StemId id {}; ///< 0 = a model
    QString path;
    State state {};

    [[nodiscard]] bool isGood() const
    {
        return state == State::Same || state == State::SameSamples || state == State::Unknown;
    }
};
/// Every file of the family, and every model that one of them was dreamed with. Files whose bytes
/// differ are decoded. @errors  Cancelled, those of RunRepository.
[[nodiscard]] Result<std::vector<VerifiedFile>>
verifyFamily(Studio& studio, const FamilyTree& family, TaskContext& task);
[[nodiscard]] QString verifiedStateId(VerifiedFile::State state); ///< "same", "same_samples", …
/// {"ok", "files": [{"id"?, "path", "state"}]}
[[nodiscard]] QJsonObject toJson(const std::vector<VerifiedFile>& files);

} // namespace nde::services
