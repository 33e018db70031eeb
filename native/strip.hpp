// A strip of an image with its padding, copied for the direct algorithm.
#pragma once

#include <utility>

#include "algorithm.hpp"
#include "simd.hpp"

namespace rot180::ROT180_ISA {

// How the outputs of a plane are divided: strips of rows by blocks of columns.
struct Division {
  static constexpr Index kColumns = 768;       // of a block, a multiple of every tile's width
  static constexpr Index kElements = 1 << 15;  // that a strip should have
  static constexpr Index kRowUnit = 8;         // rows of the largest tile
  static constexpr Index kLimit = 1 << 18;     // that it may have

  Division(const ConvShape& s, Index threads) : shape(s) {
    blocks = ceil_div(s.out[2], kColumns);
    columns = min(s.out[2], kColumns);
    const Index kh = (s.kernel[1] - 1) * s.dilation[1] + 1;
    const Index kw = (s.kernel[2] - 1) * s.dilation[2] + 1;
    // Columns of one phase of the stride; the tiles read whole vectors.
    phase = columns + kVectorSlack + (kw - 1) / s.stride[2];
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
  Index size() const { return shape.channels * in_rows * row + kVectorSlack; }
  bool fits() const { return size() <= kLimit; }

  static constexpr Index kVectorSlack = 48;

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
          fill(to, 0, row);
        } else {
          copy_row(x + (c * s.in[1] + y) * s.in[2], column0, column1 - column0, to);
        }
      }
    }
  }

 private:
  static void fill(T* to, Index from, Index n) {
    for (Index i = from; i < n; ++i) to[i] = T(0);
  }

  void copy_row(const T* x, Index column0, Index columns, T* to) const {
    const Index step = s.stride[2];
    const Index kw = (s.kernel[2] - 1) * s.dilation[2] + 1;
    for (Index p = 0; p < step; ++p, to += phase) {
      const Index n = columns + (kw - 1) / step;
      const Index left = column0 * step - s.before[2] + p;
      const Index first = min(n, left < 0 ? ceil_div(-left, step) : 0);
      const Index last = max(first, min(n, left < s.in[2] ? ceil_div(s.in[2] - left, step) : 0));
      fill(to, 0, first);
      if (step == 1) {
        for (Index i = first; i < last; ++i) to[i] = x[left + i];
      } else {
        for (Index i = first; i < last; ++i) to[i] = x[left + i * step];
      }
      fill(to, last, phase);
    }
  }
};

}  // namespace rot180::ROT180_ISA
