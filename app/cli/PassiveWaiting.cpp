#include <unistd.h>

#include <array>
#include <string_view>

namespace {

/// libgomp reads OMP_WAIT_POLICY when it is initialised, before main: threads that spin while they
/// wait cost other programs more than they gain here. So the program starts itself once more where
/// it is not set, and does so before any library is initialised, because torch alone takes a third
/// of a second for that. Even the C library is not set up yet: no getenv, no malloc.
void ensurePassiveWaiting(int /*count*/, char** arguments, char** environment)
{
    static char wanted[] = "OMP_WAIT_POLICY=PASSIVE";
    constexpr std::string_view kName = "OMP_WAIT_POLICY=";
    static std::array<char*, 4096> fresh {};
    std::size_t count = 0;
    for (; environment[count] != nullptr; ++count) {
        if (std::string_view(environment[count]).starts_with(kName) || count + 2 >= fresh.size()) {
            return;
        }
        fresh[count] = environment[count];
    }
    fresh[count] = wanted;
    static std::array<char, 4096> path {};
    const ssize_t length = ::readlink("/proc/self/exe", path.data(), path.size() - 1);
    if (length > 0) {
        // By its own name, so that it keeps it in lists of processes. A failure changes nothing.
        ::execve(path.data(), arguments, fresh.data());
    }
}

using Hook = void (*)(int, char**, char**);
[[gnu::section(".preinit_array"), gnu::used]] const Hook kEarliest = ensurePassiveWaiting;

} // namespace
