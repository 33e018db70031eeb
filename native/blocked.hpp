// The loops around the register tile: blocks of columns and depth that fit the caches.
#pragma once

#include "tile.hpp"

namespace rot180::ROT180_ISA {

// A packed block of the right-hand side stays in L2 while all rows pass over it.
constexpr Index kMaxDepth = 256;
template <class T>
constexpr Index kBlockColumns = 8 * kTileColumns<T>;
template <class T>
constexpr Index kBlockSize = kMaxDepth * kBlockColumns<T>;

// Packs a(row, k) as [row tile][depth][rows of the tile].
template <class T, class At>
static void pack_rows(Index rows, Index depth, At at, T* packed) {
  for (Index r0 = 0; r0 < rows; r0 += kTileRows) {
    const Index n = min(kTileRows, rows - r0);
    for (Index k = 0; k < depth; ++k) {
      for (Index r = 0; r < n; ++r) *packed++ = at(r0 + r, k);
    }
  }
}

// Rows [row0, row1) and columns [column0, column1) of a product, at most kBlockColumns wide.
// row0 is a multiple of kTileRows.
template <class T>
struct Product {
  Index row0, row1, column0, column1, depth;
  const T* a;     // packed rows, all of them
  const T* bias;  // one for each row, or null
  T* c;
  Index ldc;
  bool continues;  // c holds the starts of the chains, and bias is not used
};

// Columns come from pack(k0, k1, j, width, padded, to), which writes b[k0..k1)[j..j+width) as
// [k1-k0][padded]; what it writes past `width` does not matter. `block` has kBlockSize elements.
template <class T, class Pack>
static void multiply(const Product<T>& p, Index depth_step, const Pack& pack, T* block) {
  constexpr Index W = kLanes<T>;
  for (Index k0 = 0; k0 < p.depth || k0 == 0; k0 += depth_step) {
    const Index k1 = min(k0 + depth_step, p.depth);
    T* to = block;
    for (Index j = p.column0; j < p.column1;) {
      const Index width = tile_width<T>(p.column1 - j);
      const Index padded = ceil_div(width, W) * W;
      pack(k0, k1, j, width, padded, to);
      to += (k1 - k0) * padded;
      j += width;
    }
    for (Index r0 = p.row0; r0 < p.row1; r0 += kTileRows) {
      const Index rows = min(kTileRows, p.row1 - r0);
      T start[kTileRows];
      for (Index r = 0; r < rows; ++r) start[r] = p.bias ? p.bias[r0 + r] : T(0);
      const T* b = block;
      for (Index j = p.column0; j < p.column1;) {
        const Index width = tile_width<T>(p.column1 - j);
        const Index padded = ceil_div(width, W) * W;
        run_tile<T>({k1 - k0, p.a + r0 * p.depth + k0 * rows, b, padded, p.c + r0 * p.ldc + j,
                     p.ldc, k0 == 0 && !p.continues ? start : nullptr, k1 == p.depth},
                    rows, width);
        b += (k1 - k0) * padded;
        j += width;
      }
    }
  }
}

// How the rows of a product are divided when its columns alone give too few tasks.
static inline Index row_parts(Index rows, Index column_tasks, Index threads) {
  if (column_tasks >= 2 * threads || threads == 1) return 1;
  return min(ceil_div(rows, kTileRows), ceil_div(2 * threads, column_tasks));
}
static inline Index part_begin(Index rows, Index part, Index parts) {
  return min(rows, ceil_div(rows, kTileRows) * part / parts * kTileRows);
}

}  // namespace rot180::ROT180_ISA
