// Vectors of the instruction set that a file is compiled for, with that set's own fused
// multiply-add. Every kernel file is compiled once for each set, in a namespace of its own, so
// nothing here may leave internal linkage: the linker must never give one set's code to another.
#pragma once

#include <cstdint>

#if defined(__AVX2__)
#include <immintrin.h>
#endif
#if defined(__ARM_NEON)
#include <arm_neon.h>
#endif

#ifndef ROT180_ISA
#error "compile kernels with -DROT180_ISA=<name>"
#endif

namespace rot180::ROT180_ISA {

#if defined(__AVX512F__)
constexpr int kVectorBytes = 64;
#elif defined(__AVX2__)
constexpr int kVectorBytes = 32;
#else
constexpr int kVectorBytes = 16;
#endif

template <class T>
constexpr int kLanes = kVectorBytes / static_cast<int>(sizeof(T));

namespace detail {
template <class T>
struct VectorOf {
  typedef T type __attribute__((vector_size(kVectorBytes)));
  typedef T unaligned __attribute__((vector_size(kVectorBytes), aligned(alignof(T)), may_alias));
};
}  // namespace detail
template <class T>
using Vec = typename detail::VectorOf<T>::type;

#define ROT180_INLINE static inline __attribute__((always_inline))

template <class T>
ROT180_INLINE Vec<T> load(const T* p) {
  return *reinterpret_cast<const typename detail::VectorOf<T>::unaligned*>(p);
}
template <class T>
ROT180_INLINE void store(T* p, Vec<T> v) {
  *reinterpret_cast<typename detail::VectorOf<T>::unaligned*>(p) = v;
}
template <class T>
ROT180_INLINE Vec<T> broadcast(T value) {
  return value - Vec<T>{};
}

// Fused multiply-add, one rounding. Without an FMA unit: the product of two floats is exact in
// binary64, and rounding the sum to odd before it is rounded to float keeps one rounding
// (docs/arithmetic.md, rule 3).
ROT180_INLINE float fma_scalar_emulated(float a, float b, float c) {
  const double product = static_cast<double>(a) * b;
  double sum = product + c;
  const auto bits = __builtin_bit_cast(std::uint64_t, sum);
  if ((bits & 0x1fffffff) != 0x10000000 && __builtin_fabsf(static_cast<float>(sum)) > 0x1p-126f) {
    return static_cast<float>(sum);
  }
  const double rest = sum - product;
  const double error = (product - (sum - rest)) + (c - rest);
  if (error != 0.0 && error == error && (bits & 1) == 0) {
    const bool away = (error > 0.0) == (sum > 0.0);
    sum = __builtin_bit_cast(double, away ? bits + 1 : bits - 1);
  }
  return static_cast<float>(sum);
}

ROT180_INLINE Vec<float> fma(Vec<float> a, Vec<float> b, Vec<float> c) {
#if defined(__AVX512F__)
  return _mm512_fmadd_ps(a, b, c);
#elif defined(__FMA__)
  return _mm256_fmadd_ps(a, b, c);
#elif defined(__ARM_NEON)
  return vfmaq_f32(c, a, b);
#else
  for (int i = 0; i < kLanes<float>; ++i) c[i] = fma_scalar_emulated(a[i], b[i], c[i]);
  return c;
#endif
}

ROT180_INLINE Vec<double> fma(Vec<double> a, Vec<double> b, Vec<double> c) {
#if defined(__AVX512F__)
  return _mm512_fmadd_pd(a, b, c);
#elif defined(__FMA__)
  return _mm256_fmadd_pd(a, b, c);
#elif defined(__ARM_NEON)
  return vfmaq_f64(c, a, b);
#else
  for (int i = 0; i < kLanes<double>; ++i) c[i] = __builtin_fma(a[i], b[i], c[i]);
  return c;
#endif
}

ROT180_INLINE float fma(float a, float b, float c) {
#if defined(__FMA__) || defined(__ARM_NEON)
  return __builtin_fmaf(a, b, c);
#else
  return fma_scalar_emulated(a, b, c);
#endif
}
ROT180_INLINE double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }

// The last step of every chain of products: -0.0 becomes +0.0, every NaN the same one.
ROT180_INLINE Vec<float> finish(Vec<float> v) {
  v = v + 0.0f;
  return v == v ? v : broadcast(__builtin_bit_cast(float, 0x7fc00000u));
}
ROT180_INLINE Vec<double> finish(Vec<double> v) {
  v = v + 0.0;
  return v == v ? v : broadcast(__builtin_bit_cast(double, std::uint64_t{0x7ff8} << 48));
}

}  // namespace rot180::ROT180_ISA
