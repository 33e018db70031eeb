// What each instruction set provides, and which one this process uses.
#pragma once

#include "shape.hpp"
#include "tables.hpp"

namespace rot180 {

// Matrices in row-major order, or transposed. c = alpha*a*b + beta*c in the contract's order.
struct GemmShape {
  Index rows = 0;
  Index columns = 0;
  Index depth = 0;
  bool trans_a = false;
  bool trans_b = false;
};

template <class T>
struct Kernels {
  void (*conv)(const ConvShape&, const T* x, const T* w, const T* bias, T* y);
  void (*conv_transpose)(const ConvShape&, const T* x, const T* w, const T* bias, T* y);
  void (*gemm)(const GemmShape&, const T* a, const T* b, T alpha, const T* c, T beta, T* y);
  const Elementwise<T>* elementwise;
  const Reductions<T>* reductions;
  const Pools<T>* pools;
};

struct Isa {
  const char* name;
  Kernels<float> f32;
  Kernels<double> f64;

  template <class T>
  const Kernels<T>& of() const {
    if constexpr (sizeof(T) == 4) {
      return f32;
    } else {
      return f64;
    }
  }
};

// The widest instruction set of this machine, or the one that ROT180_ISA names.
const Isa& isa();

}  // namespace rot180
