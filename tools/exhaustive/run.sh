#!/usr/bin/env bash
# Every float32 argument of every function of the arithmetic contract: C++ against a correctly
# rounded reference, Java against C++, and both against tests/arithmetic/hashes.txt.
# `run.sh --record` writes that file, once the first two agree.
set -euo pipefail
cd "$(dirname "$0")/../.."

fail() {
  echo "exhaustive: $*" >&2
  exit 1
}
command -v g++ >/dev/null || fail "no C++ compiler: apt install g++"
command -v javac >/dev/null || fail "no JDK: apt install openjdk-17-jdk-headless"
echo '#include <mpfr.h>' | g++ -fsyntax-only -x c++ - 2>/dev/null ||
  fail "no MPFR, which decides the hard cases: apt install libmpfr-dev"

out=build/exhaustive
kernels=java/runtime/src/main/java/dev/rot180/kernels
mkdir -p "$out/classes"
# The options that CMakeLists.txt gives to the kernels.
g++ -std=c++20 -O3 -march=native -ffp-contract=off -fno-math-errno -fno-trapping-math \
  tools/exhaustive/check.cpp -o "$out/check" -lmpfr -lgmp
javac --release 11 -d "$out/classes" \
  "$kernels"/{Angle,DoubleMath,FloatMath,Hyperbolic,Power,Trigonometry}.java tools/exhaustive/Exhaustive.java

echo "C++ against the correctly rounded reference (2^32 arguments a function) ..."
nice "$out/check" >"$out/cpp.txt"
echo "Java against C++ ..."
nice java -cp "$out/classes" Exhaustive >"$out/java.txt"
diff <(grep -v '^expm1 ' "$out/cpp.txt") "$out/java.txt" ||
  fail "Java and C++ differ in the blocks above"
if [[ ${1:-} == --record ]]; then
  cp "$out/cpp.txt" tests/arithmetic/hashes.txt
fi
diff "$out/cpp.txt" tests/arithmetic/hashes.txt || fail "the results are not the recorded ones"
echo "all results are correctly rounded, the same in C++ and Java, and as recorded"
