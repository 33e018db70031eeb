// A strip of an image with its padding, copied for the direct algorithm.
#pragma once

#include <utility>

#include "algorithm.hpp"
#include "simd.hpp"

namespace rot180::ROT180_ISA {

// How the outputs of a plane are divided: strips of rows by blocks of columns.
struct Division {
  static constexpr Index kColumns = 2048;      // of a block, a multiple of every tile's width
  static constexpr Index kElements = 1 << 13;  // that a strip should have
  static constexpr Index kRowUnit = 8;         // rows of the largest tile
  static constexpr Index kLimit = 1 << 18;     // that it may have

  Division(const ConvShape& s, Index threads) : shape(s) {
    blocks = ceil_div(s.out[2], kColumns);
    columns = min(s.out[2], kColumns);
    const Index kh = (s.kernel[1] - 1) * s.dilation[1] + 1;
    const Index kw = (s.kernel[2] - 1) * s.dilation[2] + 1;
    // Columns of one phase of the stride; the tiles read whole vectors.
    phase = ceil_div(columns, 16) * 16 + (kw - 1) / s.stride[2];
    row = (ceil_div(phase * s.stride[2], 16) | 1) * 16;
    // As many rows as keep the strip small, but enough to make the filter's overlap worth while.
    const Index wanted = kElements / (row * max(s.channels, 1)) - kh;  // no channels: zeros
    Index rows = max(max(wanted / s.stride[1], kh / s.stride[1]), 16);
    const Index planes = s.batch * s.group * blocks;
    if (planes < 2 * threads) rows = min(rows, ceil_div(s.out[1] * planes, 2 * threads));
    strips = max(1, ceil_div(s.out[1], kRowUnit) / max(rows / kRowUnit, 1));
    const Index most = ceil_div(ceil_div(s.out[1], kRowUnit), strips) * kRowUnit;
    in_rows = (min(s.out[1], most) - 1) * s.stride[1] + kh;
  }

  // Strips are whole tiles high, but for the last.
  Index strip_row(Index strip) const {
    return min(shape.out[1], ceil_div(shape.out[1], kRowUnit) * strip / strips * kRowUnit);
  }
  Index column(Index block) const { return min(block * kColumns, shape.out[2]); }
  Index size() const { return shape.channels * in_rows * row; }
  bool fits() const { return size() <= kLimit; }

  const ConvShape& shape;
  Index blocks, columns, strips, in_rows, phase, row;
};

template <class T>
struct Strip {
  const ConvShape& s;
  Index phase;  // columns of the image that are a stride apart lie side by side
  Index row;    // distance of rows, in elements
  Index plane;  // distance of channels
  T* data;

  Strip(const ConvShape& shape, const Division& d, T* scratch)
      : s(shape), phase(d.phase), row(d.row), plane(d.in_rows * d.row), data(scratch) {}

  const T* at(Index r, Index column_) const { return data + r * s.stride[1] * row + column_; }
  Index column(Index j) const { return j % s.stride[2] * phase + j / s.stride[2]; }

  // What outputs [row0, row1) by [column0, column1) see.
  void copy(const T* x, Index row0, Index row1, Index column0, Index column1) const {
    const Index kh = (s.kernel[1] - 1) * s.dilation[1] + 1;
    const Index top = row0 * s.stride[1] - s.before[1];
    const Index rows = (row1 - row0 - 1) * s.stride[1] + kh;
    for (Index c = 0; c < s.channels; ++c) {
      for (Index r = 0; r < rows; ++r) {
        T* to = data + c * plane + r * row;
        const Index y = top + r;
        if (y < 0 || y >= s.in[1]) {
          zero(to, row);
        } else {
          const T* from = x + (c * s.in[1] + y) * s.in[2];
          copy_row(from, column0, column1 - column0, to);
          const Index next = y + (row1 - row0) * s.stride[1];
          if (next < s.in[1]) prefetch(x + (c * s.in[1] + next) * s.in[2], s.in[2]);
        }
      }
    }
  }

 private:
  // Rows begin and end on cache lines: zeros may be written a vector at a time.
  static void zero(T* to, Index n) {
    for (Index i = 0; i < n; i += kLanes<T>) store(to + i, Vec<T>{});
  }
  // Aligned stores of the n elements whose indices are in [first, last), and of zeros elsewhere.
  static void copy_run(const T* from, Index first, Index last, Index n, T* to) {
    constexpr Index W = kLanes<T>;
    for (Index i = 0; i < n; i += W) {
      if (i >= first && i + W <= last) {
        store(to + i, load(from + i));
        continue;
      }
      store(to + i, Vec<T>{});
      const Index begin = max(i, first), end = min(i + W, last);
      if (begin >= end) continue;
      const Partial<T> part(end - begin);
      part.store(to + begin, part.load(from + begin));
    }
  }

  // The strip below comes next: its memory is asked for while this one is computed.
  static void prefetch(const T* from, Index n) {
    for (Index i = 0; i < n; i += 64 / static_cast<Index>(sizeof(T))) __builtin_prefetch(from + i);
  }

  void copy_row(const T* x, Index column0, Index columns, T* to) const {
    const Index step = s.stride[2];
    const Index kw = (s.kernel[2] - 1) * s.dilation[2] + 1;
    if (step > 1) zero(to, row);
    for (Index p = 0; p < step; ++p, to += phase) {
      const Index n = columns + (kw - 1) / step;
      const Index left = column0 * step - s.before[2] + p;
      const Index first = min(n, left < 0 ? ceil_div(-left, step) : 0);
      const Index last = left < s.in[2] ? min(n, ceil_div(s.in[2] - left, step)) : 0;
      if (step == 1) {
        copy_run(x + left, first, last, row, to);
      } else {
        for (Index i = first; i < last; ++i) to[i] = x[left + i * step];
      }
    }
  }
};

}  // namespace rot180::ROT180_ISA
