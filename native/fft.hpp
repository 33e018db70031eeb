// Complex Fourier transforms of as many columns as a vector has lanes, in place, the real and the
// imaginary parts in arrays of their own: no lane ever meets another. Forward transforms leave
// their output in the order that the passes produce, inverse ones take it so: products of spectra
// do not mind. A pass of radix r splits blocks of length L into r blocks of length L/r.
#pragma once

#include "shape.hpp"
#include "simd.hpp"

namespace rot180::ROT180_ISA {

constexpr int kMaxPasses = 8;

// Radices of a transform, the first pass first. Lengths are 2^n, 3*2^n or 5*2^n.
struct Passes {
  int count = 0;
  int radix[kMaxPasses] = {};

  explicit Passes(Index n) {
    if (n % 3 == 0) add(3, n);
    if (n % 5 == 0) add(5, n);
    while (n > 1) add(n % 4 == 0 ? 4 : 2, n);
  }

 private:
  void add(int r, Index& n) {
    radix[count++] = r;
    n /= r;
  }
};

template <class T>
struct Complex {
  Vec<T> re, im;
};
template <class T>
ROT180_INLINE Complex<T> operator+(Complex<T> a, Complex<T> b) {
  return {a.re + b.re, a.im + b.im};
}
template <class T>
ROT180_INLINE Complex<T> operator-(Complex<T> a, Complex<T> b) {
  return {a.re - b.re, a.im - b.im};
}
// a*b, or a*conj(b).
template <bool Conjugate, class T>
ROT180_INLINE Complex<T> times(Complex<T> a, Complex<T> b) {
  if constexpr (Conjugate) {
    return {fma(a.re, b.re, a.im * b.im), fma(a.im, b.re, -(a.re * b.im))};
  } else {
    return {fma(a.re, b.re, -(a.im * b.im)), fma(a.im, b.re, a.re * b.im)};
  }
}
// -i*a forward, i*a backward.
template <bool Inverse, class T>
ROT180_INLINE Complex<T> quarter_turn(Complex<T> a) {
  if constexpr (Inverse) {
    return {-a.im, a.re};
  } else {
    return {a.im, -a.re};
  }
}

// The transform of R numbers.
template <int R, bool Inverse, class T>
ROT180_INLINE void butterfly(Complex<T> (&v)[R]) {
  if constexpr (R == 2) {
    const Complex<T> a = v[0];
    v[0] = a + v[1];
    v[1] = a - v[1];
  } else if constexpr (R == 4) {
    const Complex<T> even = v[0] + v[2], odd = v[0] - v[2];
    const Complex<T> sum = v[1] + v[3], turned = quarter_turn<Inverse>(v[1] - v[3]);
    v[0] = even + sum;
    v[1] = odd + turned;
    v[2] = even - sum;
    v[3] = odd - turned;
  } else {
    // Pairs that lie opposite: cosines act on their sums, sines on their differences.
    constexpr T kCos[] = {R == 3 ? T(-0.5) : T(0.30901699437494742),
                          R == 3 ? T(-0.5) : T(-0.80901699437494742)};
    constexpr T kSin[] = {R == 3 ? T(0.86602540378443865) : T(0.95105651629515357),
                          R == 3 ? T(-0.86602540378443865) : T(0.58778525229247313)};
    constexpr int H = R / 2;
    const Complex<T> first = v[0];
    Complex<T> sum[H], difference[H];
    for (int p = 0; p < H; ++p) {
      sum[p] = v[p + 1] + v[R - 1 - p];
      difference[p] = quarter_turn<Inverse>(v[p + 1] - v[R - 1 - p]);
      v[0] = v[0] + sum[p];
    }
    for (int k = 1; k <= H; ++k) {
      Complex<T> even = first, odd = {Vec<T>{}, Vec<T>{}};
      for (int p = 0; p < H; ++p) {
        const int turn = (p + 1) * k % R;  // in R-ths of a full one
        const T c = kCos[(turn <= H ? turn : R - turn) - 1];
        const T s = turn <= H ? kSin[turn - 1] : -kSin[R - turn - 1];
        even = {fma(sum[p].re, broadcast(c), even.re), fma(sum[p].im, broadcast(c), even.im)};
        odd = {fma(difference[p].re, broadcast(s), odd.re),
               fma(difference[p].im, broadcast(s), odd.im)};
      }
      v[k] = even + odd;
      v[R - k] = even - odd;
    }
  }
}

// One pass over n rows. Twiddles: for each j < L/R, powers 1 to R-1 of exp(-2 pi i j/L) as
// (re, im).
template <int R, bool Inverse, class T>
static void fft_pass(Index n, Index length, const T* twiddles, T* re, T* im) {
  constexpr Index W = kLanes<T>;
  const Index part = length / R;
  for (Index j = 0; j < part; ++j, twiddles += 2 * (R - 1)) {
    Complex<T> factor[R];
#pragma GCC unroll 5
    for (int r = 1; r < R; ++r) {
      factor[r] = {broadcast<T>(twiddles[2 * r - 2]), broadcast<T>(twiddles[2 * r - 1])};
    }
    for (Index block = j; block < n; block += length) {
      Complex<T> v[R];
#pragma GCC unroll 5
      for (int r = 0; r < R; ++r) {
        const Index at = (block + r * part) * W;
        v[r] = {load(re + at), load(im + at)};
        if (Inverse && r > 0) v[r] = times<true>(v[r], factor[r]);
      }
      butterfly<R, Inverse>(v);
#pragma GCC unroll 5
      for (int r = 0; r < R; ++r) {
        if (!Inverse && r > 0) v[r] = times<false>(v[r], factor[r]);
        const Index at = (block + r * part) * W;
        store(re + at, v[r].re);
        store(im + at, v[r].im);
      }
    }
  }
}

static inline Index twiddle_size(Index n) {
  Index size = 0;
  const Passes passes(n);
  for (int p = 0; p < passes.count; ++p) {
    size += n / passes.radix[p] * 2 * (passes.radix[p] - 1);
    n /= passes.radix[p];
  }
  return size;
}

template <class T>
static void fill_twiddles(Index n, T* to) {
  const Passes passes(n);
  for (int p = 0; p < passes.count; ++p) {
    const int radix = passes.radix[p];
    for (Index j = 0; j < n / radix; ++j) {
      for (int r = 1; r < radix; ++r) {
        const double angle =
            2 * 3.14159265358979323846 * static_cast<double>(j * r % n) / static_cast<double>(n);
        *to++ = static_cast<T>(__builtin_cos(angle));
        *to++ = static_cast<T>(-__builtin_sin(angle));
      }
    }
    n /= radix;
  }
}

template <bool Inverse, class T>
ROT180_INLINE void one_pass(int radix, Index n, Index length, const T* twiddles, T* re, T* im) {
  switch (radix) {
    case 2:
      return fft_pass<2, Inverse>(n, length, twiddles, re, im);
    case 3:
      return fft_pass<3, Inverse>(n, length, twiddles, re, im);
    case 4:
      return fft_pass<4, Inverse>(n, length, twiddles, re, im);
    default:
      return fft_pass<5, Inverse>(n, length, twiddles, re, im);
  }
}

// Transforms n rows of vectors.
template <class T>
static void fft(Index n, const T* twiddles, T* re, T* im) {
  const Passes passes(n);
  Index length = n;
  for (int p = 0; p < passes.count; ++p) {
    one_pass<false>(passes.radix[p], n, length, twiddles, re, im);
    twiddles += length / passes.radix[p] * 2 * (passes.radix[p] - 1);
    length /= passes.radix[p];
  }
}
template <class T>
static void inverse_fft(Index n, const T* twiddles, T* re, T* im) {
  const Passes passes(n);
  twiddles += twiddle_size(n);
  Index length = 1;
  for (int p = passes.count - 1; p >= 0; --p) {
    length *= passes.radix[p];
    twiddles -= length / passes.radix[p] * 2 * (passes.radix[p] - 1);
    one_pass<true>(passes.radix[p], n, length, twiddles, re, im);
  }
}

}  // namespace rot180::ROT180_ISA
