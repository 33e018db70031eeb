// The kernels that one instruction set compiles; isa_entry.cpp gathers them.
#pragma once

#include "isa.hpp"

namespace rot180::ROT180_ISA {

template <class T>
void conv_transpose(const ConvShape&, const T* x, const T* w, const T* bias, T* y);

Index multiply_adds(Index rounds);

// Constant-initialised: nothing of an instruction set may run before it is chosen.
extern const Algorithm<float> kConvDirectFloat;
extern const Algorithm<double> kConvDirectDouble;
extern const Algorithm<float> kConvFftFloat;
extern const Algorithm<double> kConvFftDouble;
extern const Algorithm<float> kConvGemmFloat;
extern const Algorithm<double> kConvGemmDouble;
extern const Gemm<float> kGemmFloat;
extern const Gemm<double> kGemmDouble;
extern const Elementwise<float> kElementwiseFloat;
extern const Elementwise<double> kElementwiseDouble;
extern const Reductions<float> kReductionsFloat;
extern const Reductions<double> kReductionsDouble;
extern const Pools<float> kPoolsFloat;
extern const Pools<double> kPoolsDouble;

}  // namespace rot180::ROT180_ISA
