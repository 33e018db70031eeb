// The right-hand side of the implicit matrix product: for every (channel, tap) the pixels that it
// meets, zeros where there is padding.
#pragma once

#include "shape.hpp"
#include "simd.hpp"
#include "tile.hpp"

namespace rot180::ROT180_ISA {

template <class T>
struct Gather {
  const ConvShape& s;
  const T* x;  // one group of one image

  // A run of outputs in one row, and where it starts in the tile.
  struct Segment {
    Axes at;
    Index begin;
    Index length;
  };

  // Writes (channel, tap) k0 to k1 of the outputs p0 to p0+width as [k1-k0][padded].
  void operator()(Index k0, Index k1, Index p0, Index width, Index padded, T* to) const {
    Segment segments[kTileColumns<T>];
    const int count = split(p0, width, segments);
    const Index taps = s.taps();
    for (Index t = 0; t < taps; ++t) {
      const Index c0 = ceil_div(max(k0 - t, 0), taps);
      const Index c1 = k1 > t ? ceil_div(k1 - t, taps) : 0;
      if (c0 >= c1) continue;
      T* row = to + (c0 * taps + t - k0) * padded;
      const Axes tap = s.tap(t);
      for (int i = 0; i < count; ++i) {
        channels(tap, segments[i], x + c0 * s.in_pixels(), c1 - c0, row, taps * padded);
      }
      if (width < padded) {
        const Partial<T> rest(padded - width);
        for (Index c = c0; c < c1; ++c, row += taps * padded) rest.store(row + width, Vec<T>{});
      }
    }
  }

 private:
  int split(Index p0, Index width, Segment* segments) const {
    int count = 0;
    for (Index p = p0; p < p0 + width;) {
      const Index row = p / s.out[2];
      const Index column = p % s.out[2];
      const Index length = min(s.out[2] - column, p0 + width - p);
      segments[count++] = {{row / s.out[1], row % s.out[1], column}, p - p0, length};
      p += length;
    }
    return count;
  }

  // One tap of one segment, for `count` channels. What to copy is the same for all of them.
  void channels(const Axes& tap, const Segment& segment, const T* from, Index count, T* to,
                Index ldto) const {
    const auto at = [&](int i) {
      return segment.at[i] * s.stride[i] - s.before[i] + tap[i] * s.dilation[i];
    };
    const Index z = at(0), y = at(1), left = at(2), step = s.stride[2];
    to += segment.begin;
    Index first = 0, last = 0;  // outputs of the segment whose input exists
    if (z >= 0 && z < s.in[0] && y >= 0 && y < s.in[1]) {
      first = left < 0 ? min(segment.length, ceil_div(-left, step)) : 0;
      last = left < s.in[2] ? min(segment.length, ceil_div(s.in[2] - left, step)) : 0;
    }
    if (first > 0 || last < segment.length) {
      for (Index c = 0; c < count; ++c) zero(to + c * ldto, segment.length);
    }
    if (first >= last) return;
    from += (z * s.in[1] + y) * s.in[2] + left + first * step;
    copy(from, last - first, step, count, to + first, ldto);
  }

  static void zero(T* to, Index n) {
    constexpr Index W = kLanes<T>;
    for (; n > W; n -= W, to += W) store(to, Vec<T>{});
    Partial<T>(n).store(to, Vec<T>{});
  }

  void copy(const T* from, Index n, Index step, Index count, T* to, Index ldto) const {
    constexpr Index W = kLanes<T>;
    const Index plane = s.in_pixels();
    const Index whole = (n - 1) / W * W;
    const Partial<T> rest(n - whole);
    if (step == 1) {
      for (Index c = 0; c < count; ++c, from += plane, to += ldto) {
        for (Index i = 0; i < whole; i += W) store(to + i, load(from + i));
        rest.store(to + whole, rest.load(from + whole));
      }
    } else if (step == 2) {
      const Index odd = 2 * (n - whole) - 1;  // inputs of the last vector
      const Partial<T> low(min(odd, W)), high(max(odd - W, 0));
      for (Index c = 0; c < count; ++c, from += plane, to += ldto) {
        for (Index i = 0; i < whole; i += W) {
          store(to + i, evens<T>(load(from + 2 * i), load(from + 2 * i + W)));
        }
        const T* end = from + 2 * whole;
        rest.store(to + whole, evens<T>(low.load(end), high.load(end + W)));
      }
    } else {
      for (Index c = 0; c < count; ++c, from += plane, to += ldto) {
        for (Index i = 0; i < n; ++i) to[i] = from[i * step];
      }
    }
  }
};

}  // namespace rot180::ROT180_ISA
