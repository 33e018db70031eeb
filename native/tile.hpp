// The register tile under every matrix-like product: R rows by V vectors of outputs, the depth
// innermost, so that each output is one chain in ascending order.
#pragma once

#include "shape.hpp"
#include "simd.hpp"

namespace rot180::ROT180_ISA {

// 8x3 accumulators leave room for the operands in 32 registers, 4x3 in 16.
#if defined(__AVX512F__)
constexpr int kTileRows = 8;
#else
constexpr int kTileRows = 4;
#endif
constexpr int kTileVectors = 3;
template <class T>
constexpr Index kTileColumns = kTileVectors * kLanes<T>;

// Continues the chains c[r][j] by `depth` steps of a[k][r] * b[k][j]. The first step of a chain has
// `start` (a value for each row) in place of c; the last one finishes it.
template <class T>
struct TileArgs {
  Index depth;
  const T* a;  // [depth][R]
  const T* b;  // [depth][ldb]
  Index ldb;
  T* c;
  Index ldc;
  const T* start;  // or null: continue from c
  bool last;
};

template <class T, int R, int V>
static void tile(const TileArgs<T>& t) {
  constexpr int W = kLanes<T>;
  Vec<T> acc[R][V];
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 3
    for (int v = 0; v < V; ++v) {
      acc[r][v] = t.start ? broadcast<T>(t.start[r]) : load(t.c + r * t.ldc + v * W);
    }
  }
  const T* a = t.a;
  const T* b = t.b;
  for (Index k = 0; k < t.depth; ++k, a += R, b += t.ldb) {
    Vec<T> row[V];
#pragma GCC unroll 3
    for (int v = 0; v < V; ++v) row[v] = load(b + v * W);
#pragma GCC unroll 8
    for (int r = 0; r < R; ++r) {
      const Vec<T> factor = broadcast<T>(a[r]);
#pragma GCC unroll 3
      for (int v = 0; v < V; ++v) acc[r][v] = fma(row[v], factor, acc[r][v]);
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 3
    for (int v = 0; v < V; ++v) {
      store(t.c + r * t.ldc + v * W, t.last ? finish(acc[r][v]) : acc[r][v]);
    }
  }
}

template <class T>
using TileFunction = void (*)(const TileArgs<T>&);

// Full tiles and every remainder have code of their own.
template <class T>
static TileFunction<T> tile_function(Index rows, Index vectors) {
  static constexpr TileFunction<T> table[kTileRows][kTileVectors] = {
      {tile<T, 1, 1>, tile<T, 1, 2>, tile<T, 1, 3>}, {tile<T, 2, 1>, tile<T, 2, 2>, tile<T, 2, 3>},
      {tile<T, 3, 1>, tile<T, 3, 2>, tile<T, 3, 3>}, {tile<T, 4, 1>, tile<T, 4, 2>, tile<T, 4, 3>},
#if defined(__AVX512F__)
      {tile<T, 5, 1>, tile<T, 5, 2>, tile<T, 5, 3>}, {tile<T, 6, 1>, tile<T, 6, 2>, tile<T, 6, 3>},
      {tile<T, 7, 1>, tile<T, 7, 2>, tile<T, 7, 3>}, {tile<T, 8, 1>, tile<T, 8, 2>, tile<T, 8, 3>},
#endif
  };
  return table[rows - 1][vectors - 1];
}

// Runs one tile whose last vector may reach past the `columns` that exist.
template <class T>
static void run_tile(TileArgs<T> args, Index rows, Index columns) {
  constexpr Index W = kLanes<T>;
  const Index vectors = ceil_div(columns, W);
  const auto function = tile_function<T>(rows, vectors);
  if (columns == vectors * W) return function(args);
  alignas(64) T edge[kTileRows * kTileColumns<T>];
  T* const c = args.c;
  const Index ldc = args.ldc;
  const Index full = (vectors - 1) * W;
  const Partial<T> rest(columns - full);
  args.c = edge;
  args.ldc = vectors * W;
  for (Index r = 0; r < rows && !args.start; ++r) {
    for (Index j = 0; j < full; j += W) store(edge + r * args.ldc + j, load(c + r * ldc + j));
    store(edge + r * args.ldc + full, rest.load(c + r * ldc + full));
  }
  function(args);
  for (Index r = 0; r < rows; ++r) {
    for (Index j = 0; j < full; j += W) store(c + r * ldc + j, load(edge + r * args.ldc + j));
    rest.store(c + r * ldc + full, load(edge + r * args.ldc + full));
  }
}

// Width of the tile that starts where `left` columns remain: three vectors, but never a lone
// vector last, which could not hide the latency of its additions.
template <class T>
static Index tile_width(Index left) {
  constexpr Index W = kLanes<T>;
  if (left > 3 * W && left <= 4 * W) return 2 * W;
  return left < kTileColumns<T> ? left : kTileColumns<T>;
}

}  // namespace rot180::ROT180_ISA
