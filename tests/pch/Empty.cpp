// CMake precompiles a target's headers only beside a source.
