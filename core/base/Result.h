#pragma once

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace nde {

/// Why an expected failure happened. The code chooses the exit code of `dream` and the translated
/// sentence of the window; the message is technical and goes to logs and the details pane.
enum class ErrorCode
{
    BadInput, ///< an option, a value or a file's content is not usable
    NotFound, ///< a file, an id or a name does not exist
    Io, ///< reading or writing failed for a reason that is none of the others
    Corrupt, ///< data on disk contradicts itself
    Unsupported, ///< a format or a version that this build does not handle
    ReadOnly, ///< the place may not be written
    DiskFull, ///< the device has no space left
    ModelMissing, ///< a trained model or downloaded weights are needed first
    NotEnoughData, ///< too few sounds for what was asked
    Inference, ///< a network computed something unusable
    OutOfMemory,
    Busy, ///< locked by another process, or already running
    Exists, ///< would overwrite without being told to
    AudioDevice, ///< no usable audio output
    Cancelled, ///< the user said stop; neither a crash nor a dialog
    Internal ///< a defect of ours
};

/// One failure. `message` is UTF-8 and carries path and value.
struct Error
{
    ErrorCode code {};
    std::string message;
    bool operator==(const Error&) const = default;
};

/// Only operations that `std::expected` has as well are used, so that it can replace this line.
template<typename T = void>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message)
{
    return tl::unexpected<Error>(Error {code, std::move(message)});
}

/// Passes an error on unchanged: `if (!x) { return propagate(x); }`.
template<typename T>
[[nodiscard]] tl::unexpected<Error> propagate(const Result<T>& failed)
{
    return tl::unexpected<Error>(failed.error());
}

/// Stable English identifier of a code, e.g. "bad_input"; used in JSON and in the database.
[[nodiscard]] const char* errorCodeId(ErrorCode code);

} // namespace nde
