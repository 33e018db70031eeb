// Transposition of as many vectors as a vector has lanes, in registers.
#pragma once

#include <utility>

#include "simd.hpp"

namespace rot180::ROT180_ISA {

// Exchanges the off-diagonal H by H blocks of the rows a and b, which are H apart.
template <int H, class T, int... I>
ROT180_INLINE void exchange(Vec<T>& a, Vec<T>& b, std::integer_sequence<int, I...>) {
  constexpr int W = kLanes<T>;
  const Vec<T> low = __builtin_shufflevector(a, b, ((I & H) ? W + I - H : I)...);
  b = __builtin_shufflevector(a, b, ((I & H) ? W + I : I + H)...);
  a = low;
}

template <int H, class T, int W>
ROT180_INLINE void transpose_blocks(Vec<T> (&rows)[W]) {
#pragma GCC unroll 16
  for (int i = 0; i < W; ++i) {
    if (!(i & H)) exchange<H, T>(rows[i], rows[i + H], std::make_integer_sequence<int, W>());
  }
  if constexpr (H > 1) transpose_blocks<H / 2, T>(rows);
}

template <class T>
ROT180_INLINE void transpose(const T* from, T* to) {
  constexpr int W = kLanes<T>;
  Vec<T> rows[W];
#pragma GCC unroll 16
  for (int i = 0; i < W; ++i) rows[i] = load(from + i * W);
  transpose_blocks<W / 2, T>(rows);
#pragma GCC unroll 16
  for (int i = 0; i < W; ++i) store(to + i * W, rows[i]);
}

}  // namespace rot180::ROT180_ISA
