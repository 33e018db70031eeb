// What each instruction set provides, and which one this process uses.
#pragma once

#include "algorithm.hpp"
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

// As Algorithm. The rows are packed; c, if given, is in y already, times beta.
template <class T>
struct GemmCall {
  const GemmShape& shape;
  const T* rows;
  const T* b;
  T alpha;
  bool continues;
  T* y;
  Index threads;
};

template <class T>
struct Gemm {
  void (*pack)(const GemmShape&, const T* a, T* packed);
  Index workspace;
  Index (*tasks)(const GemmShape&, Index threads);
  void (*run)(const GemmCall<T>&, Index task, T* workspace);
};

template <class T>
struct Kernels {
  Algorithms<T> convolutions;
  void (*conv_transpose)(const ConvShape&, const T* x, const T* w, const T* bias, T* y);
  const Gemm<T>* gemm;
  const Elementwise<T>* elementwise;
  const Reductions<T>* reductions;
  const Pools<T>* pools;
};

struct Isa {
  const char* name;
  Kernels<float> f32;
  Kernels<double> f64;
  Index (*multiply_adds)(Index rounds);  // returns how many operations it has done

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
