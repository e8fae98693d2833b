# Flags live on INTERFACE targets; nothing is set globally.
add_library(nde_warnings INTERFACE)
target_compile_options(nde_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast
    -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual -Wformat=2 -Wduplicated-cond -Wlogical-op
    # GCC 12 sees overlaps in std::string's operator+ that are not there (GCC bug 105651).
    $<$<BOOL:${NDE_WERROR}>:-Werror> $<$<BOOL:${NDE_WERROR}>:-Wno-error=restrict>)
add_library(nde_sanitize INTERFACE)
if(NDE_SANITIZE)
  target_compile_options(nde_sanitize INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer)
  target_link_options(nde_sanitize INTERFACE -fsanitize=address,undefined)
endif()
add_library(nde_torch INTERFACE)
target_include_directories(nde_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
target_link_libraries(nde_torch INTERFACE ${TORCH_LIBRARIES})
add_library(nde_qt_flags INTERFACE)
target_compile_definitions(nde_qt_flags INTERFACE QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_FOREACH
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_USE_QSTRINGBUILDER)
# Two torch files compile at once at most: each costs over a gigabyte.
set_property(GLOBAL APPEND PROPERTY JOB_POOLS torch=2)

# nde_add_library(<name> SOURCES ... [PUBLIC ...] [PRIVATE ...] [QT])
# The link line is the architecture: a folder may include what its library links, and nothing else.
function(nde_add_library name)
  cmake_parse_arguments(ARG "QT" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE} nde_warnings nde_sanitize)
  if(ARG_QT)
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PUBLIC nde_qt_flags)
  endif()
endfunction()

# nde_add_test(<tst_name> LABELS ... LIBS ... [PCH_FROM target] [TIMEOUT seconds]) builds <tst_name>.cpp beside the caller.
function(nde_add_test name)
  cmake_parse_arguments(ARG "" "PCH_FROM;TIMEOUT" "LABELS;LIBS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 600) # a test that hangs, not one that waits for a busy machine
  endif()
  # Qt Test ends a function after five minutes by itself; CTest's limit is the one that counts.
  math(EXPR function_timeout "${ARG_TIMEOUT} * 1000")
  add_executable(${name} ${name}.cpp)
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  target_link_libraries(${name} PRIVATE ${ARG_LIBS} Qt6::Test nde_qt_flags nde_warnings nde_sanitize)
  if(ARG_PCH_FROM AND NDE_TORCH_PCH)
    target_precompile_headers(${name} REUSE_FROM ${ARG_PCH_FROM})
  elseif("nde_torch" IN_LIST ARG_LIBS)
    # Torch's flags differ from those of the shared headers, so GCC would refuse them.
  elseif(CMAKE_CURRENT_SOURCE_DIR STREQUAL "${PROJECT_SOURCE_DIR}/tests/ui")
    target_precompile_headers(${name} REUSE_FROM nde_widget_test_headers)
  else()
    target_precompile_headers(${name} REUSE_FROM nde_test_headers)
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT}
      ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_LOGGING_RULES=*.debug=false;OMP_WAIT_POLICY=PASSIVE;QTEST_FUNCTION_TIMEOUT=${function_timeout}")
endfunction()
