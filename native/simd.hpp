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

// Keeps a value in a register: the compiler would rather load it anew for each use, and loads that
// cross a cache line are what the kernels run out of.
template <class V>
ROT180_INLINE void keep(V& value) {
#if defined(__x86_64__)
  asm("" : "+v"(value));
#elif defined(__ARM_NEON)
  asm("" : "+w"(value));
#endif
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

// Elements 0, 2, 4 ... of two vectors in a row.
template <class T>
ROT180_INLINE Vec<T> evens(Vec<T> low, Vec<T> high) {
  if constexpr (kLanes<T> == 16) {
    return __builtin_shufflevector(low, high, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28,
                                   30);
  } else if constexpr (kLanes<T> == 8) {
    return __builtin_shufflevector(low, high, 0, 2, 4, 6, 8, 10, 12, 14);
  } else if constexpr (kLanes<T> == 4) {
    return __builtin_shufflevector(low, high, 0, 2, 4, 6);
  } else {
    return __builtin_shufflevector(low, high, 0, 2);
  }
}

// A vector's first n lanes, for the ends of rows: never touches memory beyond them.
template <class T>
class Partial {
 public:
  explicit Partial(std::int64_t n) : n_(n) {  // 0 <= n <= kLanes<T>
#if defined(__AVX512F__)
    mask_ = static_cast<std::uint16_t>((1u << n) - 1);
#endif
  }

#if defined(__AVX512F__)
  Vec<float> load(const float* p) const { return _mm512_maskz_loadu_ps(mask_, p); }
  Vec<double> load(const double* p) const {
    return _mm512_maskz_loadu_pd(static_cast<__mmask8>(mask_), p);
  }
  void store(float* p, Vec<float> v) const { _mm512_mask_storeu_ps(p, mask_, v); }
  void store(double* p, Vec<double> v) const {
    _mm512_mask_storeu_pd(p, static_cast<__mmask8>(mask_), v);
  }
#else
  Vec<T> load(const T* p) const {
    Vec<T> v{};
    for (std::int64_t i = 0; i < n_; ++i) v[i] = p[i];
    return v;
  }
  void store(T* p, Vec<T> v) const {
    for (std::int64_t i = 0; i < n_; ++i) p[i] = v[i];
  }
#endif

 private:
  [[maybe_unused]] std::int64_t n_;
#if defined(__AVX512F__)
  std::uint16_t mask_;
#endif
};

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
