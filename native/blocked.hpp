// The loops around the register tile: blocks of columns and depth that fit the caches.
#pragma once

#include "tile.hpp"

namespace rot180::ROT180_ISA {

// A block of columns and depth, packed, stays in L2 while all rows pass over it.
constexpr Index kBlockDepth = 256;
template <class T>
constexpr Index kBlockColumns = 8 * kTileColumns<T>;
template <class T>
constexpr Index kBlockSize = kBlockDepth * kBlockColumns<T>;

// Packs `a`(rows, depth) as [row tile][depth][rows of the tile].
template <class T, class At>
static void pack_rows(Index rows, Index depth, At at, T* packed) {
  for (Index r0 = 0; r0 < rows; r0 += kTileRows) {
    const Index n = rows - r0 < kTileRows ? rows - r0 : kTileRows;
    for (Index k = 0; k < depth; ++k) {
      for (Index r = 0; r < n; ++r) *packed++ = at(r0 + r, k);
    }
  }
}

// c[rows][columns] = chains over depth of packed rows times columns that `pack` supplies:
// pack(k0, k1, j0, width, padded, to) writes b[k0..k1)[j0..j0+width) as [k1-k0][padded].
// `start` as in TileArgs; `block` has room for kBlockSize elements.
template <class T, class Pack>
static void multiply(Index rows, Index columns, Index depth, const T* a, const Pack& pack, T* c,
                     Index ldc, const T* start, T* block) {
  constexpr Index W = kLanes<T>;
  for (Index j0 = 0; j0 < columns; j0 += kBlockColumns<T>) {
    const Index j1 = j0 + kBlockColumns<T> < columns ? j0 + kBlockColumns<T> : columns;
    for (Index k0 = 0; k0 < depth || k0 == 0; k0 += kBlockDepth) {
      const Index k1 = k0 + kBlockDepth < depth ? k0 + kBlockDepth : depth;
      T* to = block;
      for (Index j = j0; j < j1;) {
        const Index width = tile_width<T>(j1 - j);
        const Index padded = (width + W - 1) / W * W;
        pack(k0, k1, j, width, padded, to);
        to += (k1 - k0) * padded;
        j += width;
      }
      for (Index r0 = 0; r0 < rows; r0 += kTileRows) {
        const Index n = rows - r0 < kTileRows ? rows - r0 : kTileRows;
        const T* b = block;
        for (Index j = j0; j < j1;) {
          const Index width = tile_width<T>(j1 - j);
          const Index padded = (width + W - 1) / W * W;
          run_tile<T>({k1 - k0, a + r0 * depth + k0 * n, b, padded, c + r0 * ldc + j, ldc,
                       start && k0 == 0 ? start + r0 : nullptr, k1 == depth},
                      n, width);
          b += (k1 - k0) * padded;
          j += width;
        }
      }
    }
  }
}

}  // namespace rot180::ROT180_ISA
