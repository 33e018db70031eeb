// Sums, extremes and softmax over one axis.
#include <limits>

#include "float_math.hpp"
#include "kernels.hpp"
#include "minmax.hpp"

namespace rot180::ROT180_ISA {
namespace {

// y = f(y, x_k) for k ascending: chains of different outputs run side by side.
template <class T, class Acc, class F>
void fold(const Span& s, const T* x, Acc start, Acc* y, F f) {
  for (Index i = 0; i < s.outer * s.inner; ++i) y[i] = start;
  if (s.inner > 1) {
    for (Index o = 0; o < s.outer; ++o, y += s.inner) {
      for (Index k = 0; k < s.n; ++k, x += s.inner) {
        for (Index i = 0; i < s.inner; ++i) y[i] = f(y[i], Acc(x[i]));
      }
    }
    return;
  }
  constexpr Index kRows = 8;  // one chain alone would wait for its own additions
  Index o = 0;
  for (; o + kRows <= s.outer; o += kRows) {
    Acc acc[kRows];
    for (Index r = 0; r < kRows; ++r) acc[r] = start;
    for (Index k = 0; k < s.n; ++k) {
      for (Index r = 0; r < kRows; ++r) acc[r] = f(acc[r], Acc(x[(o + r) * s.n + k]));
    }
    for (Index r = 0; r < kRows; ++r) y[o + r] = acc[r];
  }
  for (; o < s.outer; ++o) {
    for (Index k = 0; k < s.n; ++k) y[o] = f(y[o], Acc(x[o * s.n + k]));
  }
}

template <class T, class F>
void extreme(const Span& s, const T* x, T start, T* y, F f) {
  fold(s, x, start, y, f);
  for (Index i = 0; i < s.outer * s.inner; ++i) y[i] = canonical(y[i]);
}

template <class T>
void sum(const Span& s, const T* x, double* y) {
  fold(s, x, 0.0, y, [](double a, double b) { return a + b; });
}

template <class T>
void max(const Span& s, const T* x, T* y) {
  extreme(s, x, -std::numeric_limits<T>::infinity(), y, [](T a, T b) { return maximum(a, b); });
}

template <class T>
void min(const Span& s, const T* x, T* y) {
  extreme(s, x, std::numeric_limits<T>::infinity(), y, [](T a, T b) { return minimum(a, b); });
}

// y = e^(x - m); returns m and the sum.
template <class T>
struct Exponentials {
  T max;
  double sum;
};

template <class T>
Exponentials<T> exponentials(Index n, const T* x, T* y) {
  T m = -std::numeric_limits<T>::infinity();
  for (Index i = 0; i < n; ++i) m = maximum(m, x[i]);
  for (Index i = 0; i < n; ++i) y[i] = math::exp(T(x[i] - m));
  double sum = 0;
  for (Index i = 0; i < n; ++i) sum += y[i];
  return {m, sum};
}

template <class T>
void softmax(Index rows, Index n, const T* x, T* y) {
  for (Index r = 0; r < rows; ++r, x += n, y += n) {
    const double sum = exponentials(n, x, y).sum;
    for (Index i = 0; i < n; ++i) y[i] = canonical(T(y[i] / sum));
  }
}

template <class T>
void log_softmax(Index rows, Index n, const T* x, T* y) {
  for (Index r = 0; r < rows; ++r, x += n, y += n) {
    const Exponentials<T> e = exponentials(n, x, y);
    const double log_sum = math::log(e.sum);
    for (Index i = 0; i < n; ++i) y[i] = canonical(T((double(x[i]) - e.max) - log_sum));
  }
}

template <class T>
constexpr Reductions<T> table = {sum<T>, max<T>, min<T>, softmax<T>, log_softmax<T>};

}  // namespace

constinit const Reductions<float> kReductionsFloat = table<float>;
constinit const Reductions<double> kReductionsDouble = table<double>;

}  // namespace rot180::ROT180_ISA
