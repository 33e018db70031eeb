// The kernels that one instruction set compiles; isa_entry.cpp gathers them.
#pragma once

#include "isa.hpp"

namespace rot180::ROT180_ISA {

template <class T>
void conv_gemm(const ConvShape&, const T* x, const T* w, const T* bias, T* y);
template <class T>
void conv_transpose(const ConvShape&, const T* x, const T* w, const T* bias, T* y);
template <class T>
void gemm(const GemmShape&, const T* a, const T* b, T alpha, const T* c, T beta, T* y);

// Constant-initialised: nothing of an instruction set may run before it is chosen.
extern const Elementwise<float> kElementwiseFloat;
extern const Elementwise<double> kElementwiseDouble;
extern const Reductions<float> kReductionsFloat;
extern const Reductions<double> kReductionsDouble;
extern const Pools<float> kPoolsFloat;
extern const Pools<double> kPoolsDouble;

}  // namespace rot180::ROT180_ISA
