#!/usr/bin/env bash
# Every source is formatted as .clang-format (version 14) says. Usage: check_format.sh ROOT
set -euo pipefail
cd "$1"
mapfile -d '' files < <(find app core ui tests -name '*.h' -print0 -o -name '*.cpp' -print0)
[ "${#files[@]}" -gt 0 ] || { echo "no sources below $1"; exit 1; }
clang-format --version
clang-format --dry-run --Werror "${files[@]}"
echo "format: ${#files[@]} files"
