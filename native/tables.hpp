// Pooling, reductions and elementwise functions: what each instruction set provides.
#pragma once

#include "shape.hpp"

namespace rot180 {

// One to three spatial axes; missing leading ones have size 1.
struct PoolShape {
  Index planes = 1;  // batch times channels
  Axes in{1, 1, 1};
  Axes out{1, 1, 1};
  Axes kernel{1, 1, 1};
  Axes stride{1, 1, 1};
  Axes dilation{1, 1, 1};
  Axes before{0, 0, 0};
  Axes after{0, 0, 0};

  Index in_pixels() const { return in[0] * in[1] * in[2]; }
  Index out_pixels() const { return out[0] * out[1] * out[2]; }
  Index taps() const { return kernel[0] * kernel[1] * kernel[2]; }
};

// One plane each.
template <class T>
struct Pools {
  Index (*workspace)(const PoolShape&);  // of 8 bytes, for `work`
  void (*max)(const PoolShape&, const T* x, T* y, void* work);
  void (*average)(const PoolShape&, bool count_pads, const T* x, T* y, void* work);
  void (*lp)(const PoolShape&, double p, const T* x, T* y, void* work);
};

// Over the middle axis of (outer, n, inner).
struct Span {
  Index outer = 1;
  Index n = 1;
  Index inner = 1;
};

template <class T>
struct Reductions {
  void (*sum)(const Span&, const T* x, double* y);
  void (*max)(const Span&, const T* x, T* y);
  void (*min)(const Span&, const T* x, T* y);
  void (*softmax)(Index rows, Index n, const T* x, T* y);
  void (*log_softmax)(Index rows, Index n, const T* x, T* y);
};

template <class T>
struct Elementwise {
  using Unary = void (*)(Index n, const T* x, T* y);
  using Binary = void (*)(Index n, const T* a, const T* b, T* y);
  Unary exp, expm1, log, tanh, sigmoid, softplus, erf;
  Unary sin, cos, tan, asin, acos, atan, sinh, cosh, asinh, acosh, atanh;
  Binary pow, maximum, minimum;
};

}  // namespace rot180
