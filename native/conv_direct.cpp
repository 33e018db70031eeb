// Convolution of planes that meet few filters: image filters and depthwise layers. Rows by vectors
// of outputs stay in registers while the filter passes over them. A strip of the image is copied
// first, with its padding, to rows whose distance is an odd number of cache lines: a distance of a
// power of two would send all rows to the same few lines of the cache.
#include "kernels.hpp"
#include "strip.hpp"

namespace rot180::ROT180_ISA {
namespace {

#if defined(__AVX512F__)
constexpr int kRows = 8;
#else
constexpr int kRows = 4;
#endif
constexpr int kVectors = 3;

template <class T>
using Tile = void (*)(const Strip<T>&, const T* x, const T* filter, T start, T* y, Index ldy,
                      Index columns);

template <class T, int R, int V>
ROT180_INLINE void finish_tile(Vec<T> (&acc)[R][V], T* y, Index ldy, Index columns) {
  constexpr Index W = kLanes<T>;
  const Partial<T> rest(columns - (V - 1) * W);
  const bool whole = columns == V * W;
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 3
    for (int v = 0; v < V - 1; ++v) store(y + r * ldy + v * W, finish(acc[r][v]));
    const Vec<T> end = finish(acc[r][V - 1]);
    if (whole) {
      store(y + r * ldy + (V - 1) * W, end);
    } else {
      rest.store(y + r * ldy + (V - 1) * W, end);
    }
  }
}

// The taps of filter rows that meet one input row: row r of the tile meets filter row `top` - r.
// First and Last are compile-time bounds of r.
template <class T, int First, int Last, int R, int V>
ROT180_INLINE void row_taps(Vec<T> (&acc)[R][V], const T* x, const T* filter, Index kw, Index top) {
  const T* w = filter + top * kw;
  for (Index j = 0; j < kw; ++j) {
    Vec<T> in[V];
#pragma GCC unroll 3
    for (int v = 0; v < V; ++v) {
      in[v] = load(x + j + v * kLanes<T>);
      keep(in[v]);
    }
#pragma GCC unroll 8
    for (int r = First; r <= Last; ++r) {
      const Vec<T> tap = broadcast<T>(w[j - r * kw]);
#pragma GCC unroll 3
      for (int v = 0; v < V; ++v) acc[r][v] = fma(in[v], tap, acc[r][v]);
    }
  }
}

// Stride and dilation 1: each input row is loaded once for all output rows that it reaches. The
// filter has at least R rows; where it starts and ends, fewer output rows are reached.
template <class T, int R, int V>
void sliding_tile(const Strip<T>& strip, const T* x, const T* filter, T start, T* y, Index ldy,
                  Index columns) {
  const Index kh = strip.s.kernel[1], kw = strip.s.kernel[2], ldx = strip.row;
  Vec<T> acc[R][V];
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 3
    for (int v = 0; v < V; ++v) acc[r][v] = broadcast<T>(start);
  }
  for (Index c = 0; c < strip.s.channels; ++c, x += strip.plane, filter += kh * kw) {
    const T* row = x;
    [&]<int... I>(std::integer_sequence<int, I...>) {
      (row_taps<T, 0, I>(acc, row + I * ldx, filter, kw, I), ...);
    }(std::make_integer_sequence<int, R - 1>());
    for (Index i = R - 1; i < kh; ++i) row_taps<T, 0, R - 1>(acc, row + i * ldx, filter, kw, i);
    [&]<int... I>(std::integer_sequence<int, I...>) {
      (row_taps<T, I + 1, R - 1>(acc, row + (kh + I) * ldx, filter, kw, kh + I), ...);
    }(std::make_integer_sequence<int, R - 1>());
  }
  finish_tile(acc, y, ldy, columns);
}

// The same with the filter's size known: everything unrolled, more rows than the filter has.
template <class T, int K, int R, int V>
void small_tile(const Strip<T>& strip, const T* x, const T* filter, T start, T* y, Index ldy,
                Index columns) {
  const Index ldx = strip.row;
  Vec<T> acc[R][V];
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 3
    for (int v = 0; v < V; ++v) acc[r][v] = broadcast<T>(start);
  }
  for (Index c = 0; c < strip.s.channels; ++c, x += strip.plane, filter += K * K) {
    [&]<int... I>(std::integer_sequence<int, I...>) {
      (row_taps<T, (I < K ? 0 : I - K + 1), (I < R ? I : R - 1)>(acc, x + I * ldx, filter, K, I),
       ...);
    }(std::make_integer_sequence<int, K + R - 1>());
  }
  finish_tile(acc, y, ldy, columns);
}

// Any stride and dilation: output rows share the taps only.
template <class T, int R, int V>
void strided_tile(const Strip<T>& strip, const T* x, const T* filter, T start, T* y, Index ldy,
                  Index columns) {
  const ConvShape& s = strip.s;
  Vec<T> acc[R][V];
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 3
    for (int v = 0; v < V; ++v) acc[r][v] = broadcast<T>(start);
  }
  const Index step = s.stride[1] * strip.row;
  for (Index c = 0; c < s.channels; ++c, x += strip.plane) {
    for (Index i = 0; i < s.kernel[1]; ++i) {
      const T* row = x + i * s.dilation[1] * strip.row;
      for (Index j = 0; j < s.kernel[2]; ++j) {
        const Vec<T> tap = broadcast<T>(*filter++);
        const T* in = row + strip.column(j * s.dilation[2]);
#pragma GCC unroll 8
        for (int r = 0; r < R; ++r) {
#pragma GCC unroll 3
          for (int v = 0; v < V; ++v) {
            acc[r][v] = fma(load(in + r * step + v * kLanes<T>), tap, acc[r][v]);
          }
        }
      }
    }
  }
  finish_tile(acc, y, ldy, columns);
}

bool dense(const ConvShape& s) {
  return s.stride[1] * s.stride[2] * s.dilation[1] * s.dilation[2] == 1;
}
bool small(const ConvShape& s) {
  const Index k = s.kernel[1];
  return dense(s) && k == s.kernel[2] && (k == 3 || k == 5 || k == 7);
}

// Rows of the tile: no more than there are outputs, nor than a sliding filter has.
Index tile_rows(const ConvShape& s, Index outputs) {
  const Index most = dense(s) && !small(s) ? min(outputs, s.kernel[1]) : outputs;
  Index rows = kRows;
  while (rows > most) rows /= 2;
  return rows;
}

template <class T, int R>
Tile<T> tile_of(const ConvShape& s, Index vectors) {
  const Index kh = s.kernel[1];
#define ROT180_BY_VECTORS(...)                \
  (vectors == 1   ? Tile<T>(__VA_ARGS__, 1 >) \
   : vectors == 2 ? Tile<T>(__VA_ARGS__, 2 >) \
                  : Tile<T>(__VA_ARGS__, 3 >))
  if (small(s) && kh == 3) return ROT180_BY_VECTORS(small_tile < T, 3, R);
  if (small(s) && kh == 5) return ROT180_BY_VECTORS(small_tile < T, 5, R);
  if (small(s) && kh == 7) return ROT180_BY_VECTORS(small_tile < T, 7, R);
  if (dense(s) && kh >= R) return ROT180_BY_VECTORS(sliding_tile < T, R);
  return ROT180_BY_VECTORS(strided_tile < T, R);
#undef ROT180_BY_VECTORS
}

template <class T>
Tile<T> tile_for(const ConvShape& s, Index rows, Index vectors) {
  switch (rows) {
    case 1:
      return tile_of<T, 1>(s, vectors);
    case 2:
      return tile_of<T, 2>(s, vectors);
    case 4:
      return tile_of<T, 4>(s, vectors);
    default:
      return tile_of<T, kRows>(s, vectors);
  }
}

bool supports(const ConvShape& s) {
  return s.in[0] == 1 && s.kernel[0] == 1 && s.out[0] == 1 && Division(s, 1).fits();
}

double cost(const ConvShape& s) {
  const double planes = static_cast<double>(s.batch) * s.group;
  const double vectors = static_cast<double>(s.out[1]) * ceil_div(s.out[2], 16);
  const double filter = s.filters * s.channels * s.taps() * (dense(s) ? 0.65 : 1.0);
  return planes * vectors * (filter + 4 * s.channels + 2 * s.filters) / 3000 + 1;
}

Index packed_size(const ConvShape& s) { return s.group * s.filters * s.depth(); }

template <class T>
void pack(const ConvShape& s, const T* filters, T* packed) {
  for (Index f = 0; f < s.group * s.filters; ++f, filters += s.depth()) {
    for (Index k = 0; k < s.depth(); ++k) *packed++ = filters[s.weight(k)];
  }
}

template <class T>
Index workspace(const ConvShape& s) {
  return Division(s, 1).size();
}

Index tasks(const ConvShape& s, Index threads) {
  const Division d(s, threads);
  return s.batch * s.group * d.strips * d.blocks;
}

template <class T>
bool run(const ConvCall<T>& call, Index task, T* scratch) {
  constexpr Index W = kLanes<T>;
  const ConvShape& s = call.shape;
  const Division d(s, call.threads);
  const Index block = task % d.blocks;
  const Index strip_number = task / d.blocks % d.strips;
  const Index plane = task / (d.blocks * d.strips);
  const Index row0 = d.strip_row(strip_number);
  const Index row1 = d.strip_row(strip_number + 1);
  const Index column0 = d.column(block), column1 = d.column(block + 1);
  const Strip<T> strip(s, d, scratch);
  strip.copy(call.x + plane * s.channels * s.in_pixels(), row0, row1, column0, column1);
  const Index rows = tile_rows(s, row1 - row0);
  const Index rest = (column1 - column0) % (kVectors * W);
  const Tile<T> whole = tile_for<T>(s, rows, kVectors);
  const Tile<T> last = tile_for<T>(s, rows, ceil_div(rest, W));
  for (Index f = 0; f < s.filters; ++f) {
    const Index o = plane % s.group * s.filters + f;
    T* y = call.y + (plane * s.filters + f) * s.out_pixels();
    for (Index r = row0; r < row1; r += rows) {
      // The last tile overlaps the one before, which computes the same bits twice.
      const Index row = min(r, row1 - rows);
      for (Index column = column0; column < column1; column += kVectors * W) {
        const Index columns = min(kVectors * W, column1 - column);
        const Tile<T> tile = columns == kVectors * W ? whole : last;
        tile(strip, strip.at(row - row0, column - column0), call.filters + o * s.depth(),
             call.bias ? call.bias[o] : T(0), y + row * s.out[2] + column, s.out[2], columns);
      }
    }
  }
  return true;
}

template <class T>
constexpr Algorithm<T> kDirect = {"direct", true,         supports, cost,  packed_size,
                                  pack<T>,  workspace<T>, tasks,    run<T>};

}  // namespace

constinit const Algorithm<float> kConvDirectFloat = kDirect<float>;
constinit const Algorithm<double> kConvDirectDouble = kDirect<double>;

}  // namespace rot180::ROT180_ISA
