// Transposed convolution: every input pixel adds a copy of the filter to the output. The shape is
// that of the convolution which it transposes: `in` is our output and `out` our input.
#include "kernels.hpp"
#include "simd.hpp"

namespace rot180::ROT180_ISA {
namespace {

// First of n positions i*stride + offset that is inside [0, size), and one past the last.
struct Range {
  Index first;
  Index last;
};
Range inside(Index n, Index stride, Index offset, Index size) {
  const Index first = offset >= 0 ? 0 : (-offset + stride - 1) / stride;
  const Index last = offset >= size ? 0 : (size - offset + stride - 1) / stride;
  return {first, last < n ? last : n};
}

// One tap: adds w times the plane x to the plane y.
template <class T>
void scatter(const ConvShape& s, const Axes& tap, const T* x, T w, T* y) {
  Range range[3];
  Index offset[3];
  for (int i = 0; i < 3; ++i) {
    offset[i] = tap[i] * s.dilation[i] - s.before[i];
    range[i] = inside(s.out[i], s.stride[i], offset[i], s.in[i]);
  }
  for (Index z = range[0].first; z < range[0].last; ++z) {
    for (Index v = range[1].first; v < range[1].last; ++v) {
      const T* from = x + (z * s.out[1] + v) * s.out[2];
      T* to = y + ((z * s.stride[0] + offset[0]) * s.in[1] + v * s.stride[1] + offset[1]) * s.in[2];
      to += offset[2];
      for (Index u = range[2].first; u < range[2].last; ++u) {
        to[u * s.stride[2]] = fma(from[u], w, to[u * s.stride[2]]);
      }
    }
  }
}

}  // namespace

template <class T>
void conv_transpose(const ConvShape& s, const T* x, const T* w, const T* bias, T* y) {
  const Index in = s.in_pixels();
  for (Index n = 0; n < s.batch; ++n) {
    for (Index o = 0; o < s.group * s.channels; ++o) {
      T* plane = y + (n * s.group * s.channels + o) * in;
      for (Index i = 0; i < in; ++i) plane[i] = bias ? bias[o] : T(0);
      const Index g = o / s.channels;
      for (Index c = g * s.filters; c < (g + 1) * s.filters; ++c) {
        const T* from = x + (n * s.group * s.filters + c) * s.out_pixels();
        const T* filter = w + (c * s.channels + o % s.channels) * s.taps();
        // The chain ascends in the rotated filter.
        for (Index t = s.taps() - 1; t >= 0; --t) {
          const Axes tap = {t / (s.kernel[1] * s.kernel[2]), t / s.kernel[2] % s.kernel[1],
                            t % s.kernel[2]};
          scatter(s, tap, from, filter[t], plane);
        }
      }
      constexpr Index W = kLanes<T>;
      Index i = 0;
      for (; i + W <= in; i += W) store(plane + i, finish(load(plane + i)));
      for (; i < in; ++i) plane[i] = finish(broadcast(plane[i]))[0];
    }
  }
}

template void conv_transpose(const ConvShape&, const float*, const float*, const float*, float*);
template void conv_transpose(const ConvShape&, const double*, const double*, const double*,
                             double*);

}  // namespace rot180::ROT180_ISA
