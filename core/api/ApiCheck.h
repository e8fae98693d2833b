#pragma once

#include "core/services/SelfTest.h"

#include <vector>

namespace nde::api {

/// What the self-test asks of the local API ("api"): a server of its own on a free port, with a
/// token, answers nobody without it and nobody who came by another name of the host; counts the
/// library as the database does; dreams two kicks by a job of the queue; and hands out the samples
/// that the library knows. Wants a model of kicks, which the circle has trained.
/// @thread  its run: any worker; the server lives on a thread of its own meanwhile.
[[nodiscard]] services::ExtraCheck apiCheck();
/// Every pattern that it may say, for those who translate them.
[[nodiscard]] std::vector<const char*> apiCheckPatterns();

} // namespace nde::api
