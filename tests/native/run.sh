#!/usr/bin/env bash
# Builds the native kernels under the address and undefined-behaviour sanitizers and runs them, once
# for each instruction set.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/build/sanitize
cmake -S "$root" -B "$build" -DROT180_SANITIZE=ON >"$build.log" 2>&1 || { cat "$build.log" >&2; exit 1; }
cmake --build "$build" --parallel "$(nproc)" >>"$build.log" 2>&1 || { tail -50 "$build.log" >&2; exit 1; }
for isa in baseline avx2 avx512; do
  ROT180_ISA=$isa "$build/native_test"
done
