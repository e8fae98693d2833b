#include "app/cli/Interrupt.h"

#include <unistd.h>

#include <csignal>
#include <initializer_list>

namespace nde::cli {
namespace {

// Written by the handler: the standard allows nothing else there.
volatile std::sig_atomic_t interrupts = 0;

extern "C" void onInterrupt(int)
{
    interrupts = interrupts + 1;
    if (interrupts > 1) {
        constexpr int kAborted = 130;
        ::_exit(kAborted);
    }
}

} // namespace

void installInterruptHandler()
{
    struct sigaction action = {};
    action.sa_handler = onInterrupt;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        sigaction(number, &action, nullptr);
    }
}

bool isInterrupted()
{
    return interrupts > 0;
}

} // namespace nde::cli
