// Convolution as an implicit matrix product: filters by (channel, tap) times (channel, tap) by
// pixels, whose blocks are gathered from the image as they are needed.
#include <vector>

#include "blocked.hpp"
#include "kernels.hpp"

namespace rot180::ROT180_ISA {
namespace {

// A run of pixels in one output row.
struct Segment {
  Axes at;
  Index length;
};

template <class T>
struct PixelGather {
  const ConvShape& s;
  const T* x;  // one group of one image

  // Pixels past `width` are zeros: their outputs are dropped.
  void operator()(Index k0, Index k1, Index p0, Index width, Index padded, T* to) const {
    Segment segments[kTileColumns<T>];
    int count = 0;
    for (Index p = p0; p < p0 + width;) {
      const Index row = p / s.out[2];
      const Index column = p % s.out[2];
      const Index left = s.out[2] - column;
      const Index length = left < p0 + width - p ? left : p0 + width - p;
      segments[count++] = {{row / s.out[1], row % s.out[1], column}, length};
      p += length;
    }
    for (Index k = k0; k < k1; ++k) {
      const Index tap = k % s.taps();
      const Axes offset = {tap / (s.kernel[1] * s.kernel[2]), tap / s.kernel[2] % s.kernel[1],
                           tap % s.kernel[2]};
      const T* plane = x + k / s.taps() * s.in_pixels();
      for (int i = 0; i < count; ++i) {
        copy(plane, offset, segments[i], to);
        to += segments[i].length;
      }
      for (Index i = width; i < padded; ++i) *to++ = T(0);
    }
  }

  void copy(const T* plane, const Axes& offset, const Segment& segment, T* to) const {
    Index at[3];
    for (int i = 0; i < 3; ++i) {
      at[i] = segment.at[i] * s.stride[i] - s.before[i] + offset[i] * s.dilation[i];
    }
    const bool inside = at[0] >= 0 && at[0] < s.in[0] && at[1] >= 0 && at[1] < s.in[1];
    const T* row = plane + (at[0] * s.in[1] + at[1]) * s.in[2];
    for (Index i = 0, ix = at[2]; i < segment.length; ++i, ix += s.stride[2]) {
      to[i] = inside && ix >= 0 && ix < s.in[2] ? row[ix] : T(0);
    }
  }
};

}  // namespace

template <class T>
void conv_gemm(const ConvShape& s, const T* x, const T* w, const T* bias, T* y) {
  std::vector<T> packed(s.filters * s.depth());
  std::vector<T> block(kBlockSize<T>);
  const std::vector<T> zeros(bias ? 0 : s.filters);
  for (Index g = 0; g < s.group; ++g) {
    const T* filters = w + g * s.filters * s.depth();
    pack_rows<T>(
        s.filters, s.depth(), [&](Index r, Index k) { return filters[r * s.depth() + k]; },
        packed.data());
    const T* start = bias ? bias + g * s.filters : zeros.data();
    for (Index n = 0; n < s.batch; ++n) {
      const PixelGather<T> gather{s, x + (n * s.group + g) * s.channels * s.in_pixels()};
      multiply<T>(s.filters, s.out_pixels(), s.depth(), packed.data(), gather,
                  y + (n * s.group + g) * s.filters * s.out_pixels(), s.out_pixels(), start,
                  block.data());
    }
  }
}

template void conv_gemm(const ConvShape&, const float*, const float*, const float*, float*);
template void conv_gemm(const ConvShape&, const double*, const double*, const double*, double*);

}  // namespace rot180::ROT180_ISA
