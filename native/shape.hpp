// What a convolution is, in ONNX's terms: cross-correlation of (N, G*C, spatial) with filters
// (G*O, C, kernel). One to three spatial axes; missing leading ones have size 1.
#pragma once

#include <array>
#include <cstdint>

namespace rot180 {

using Index = std::int64_t;
using Axes = std::array<Index, 3>;

struct ConvShape {
  Index batch = 1;
  Index group = 1;
  Index channels = 1;  // of the input, in one group
  Index filters = 1;   // outputs, in one group
  Axes in{1, 1, 1};
  Axes out{1, 1, 1};
  Axes kernel{1, 1, 1};
  Axes stride{1, 1, 1};
  Axes dilation{1, 1, 1};
  Axes before{0, 0, 0};  // zeros before the image; those after it follow from `out`
  bool flip = false;     // the filters are given rotated by 180 degrees

  Index taps() const { return kernel[0] * kernel[1] * kernel[2]; }
  Index depth() const { return channels * taps(); }
  Index in_pixels() const { return in[0] * in[1] * in[2]; }
  Index out_pixels() const { return out[0] * out[1] * out[2]; }
  // Where step k of a chain finds its weight in a filter.
  Index weight(Index k) const { return flip ? k / taps() * taps() + taps() - 1 - k % taps() : k; }
  Axes tap(Index t) const {
    return {t / (kernel[1] * kernel[2]), t / kernel[2] % kernel[1], t % kernel[2]};
  }
};

constexpr Index ceil_div(Index a, Index b) { return (a + b - 1) / b; }
constexpr Index min(Index a, Index b) { return a < b ? a : b; }
constexpr Index max(Index a, Index b) { return a > b ? a : b; }

}  // namespace rot180
