// Functions applied to arrays, element by element.
#include "float_math.hpp"
#include "kernels.hpp"
#include "minmax.hpp"

namespace rot180::ROT180_ISA {
namespace {

template <class T, class F>
void map(Index n, const T* __restrict x, T* __restrict y, F f) {
  for (Index i = 0; i < n; ++i) y[i] = f(x[i]);
}

template <class T, class F>
void map(Index n, const T* a, const T* b, T* __restrict y, F f) {
  for (Index i = 0; i < n; ++i) y[i] = f(a[i], b[i]);
}

template <class T>
constexpr Elementwise<T> table = {
    .exp = [](Index n, const T* x, T* y) { map(n, x, y, [](T v) { return math::exp(v); }); },
    .expm1 = [](Index n, const T* x, T* y) { map(n, x, y, [](T v) { return math::expm1(v); }); },
    .log = [](Index n, const T* x, T* y) { map(n, x, y, [](T v) { return math::log(v); }); },
    .tanh = [](Index n, const T* x, T* y) { map(n, x, y, [](T v) { return math::tanh(v); }); },
    .sigmoid = [](Index n, const T* x,
                  T* y) { map(n, x, y, [](T v) { return math::sigmoid(v); }); },
    .softplus = [](Index n, const T* x,
                   T* y) { map(n, x, y, [](T v) { return math::softplus(v); }); },
    .erf = [](Index n, const T* x, T* y) { map(n, x, y, [](T v) { return math::erf(v); }); },
    .sin = [](Index n, const T* x, T* y) { map(n, x, y, [](T v) { return math::sin(v); }); },
    .cos = [](Index n, const T* x, T* y) { map(n, x, y, [](T v) { return math::cos(v); }); },
    .tan = [](Index n, const T* x, T* y) { map(n, x, y, [](T v) { return math::tan(v); }); },
    .asin = [](Index n, const T* x, T* y) { map(n, x, y, [](T v) { return math::asin(v); }); },
    .acos = [](Index n, const T* x, T* y) { map(n, x, y, [](T v) { return math::acos(v); }); },
    .atan = [](Index n, const T* x, T* y) { map(n, x, y, [](T v) { return math::atan(v); }); },
    .sinh = [](Index n, const T* x, T* y) { map(n, x, y, [](T v) { return math::sinh(v); }); },
    .cosh = [](Index n, const T* x, T* y) { map(n, x, y, [](T v) { return math::cosh(v); }); },
    .asinh = [](Index n, const T* x, T* y) { map(n, x, y, [](T v) { return math::asinh(v); }); },
    .acosh = [](Index n, const T* x, T* y) { map(n, x, y, [](T v) { return math::acosh(v); }); },
    .atanh = [](Index n, const T* x, T* y) { map(n, x, y, [](T v) { return math::atanh(v); }); },
    .pow = [](Index n, const T* a, const T* b,
              T* y) { map(n, a, b, y, [](T v, T w) { return math::pow(v, w); }); },
    .maximum = [](Index n, const T* a, const T* b,
                  T* y) { map(n, a, b, y, [](T v, T w) { return canonical(maximum(v, w)); }); },
    .minimum = [](Index n, const T* a, const T* b,
                  T* y) { map(n, a, b, y, [](T v, T w) { return canonical(minimum(v, w)); }); },
};

}  // namespace

constinit const Elementwise<float> kElementwiseFloat = table<float>;
constinit const Elementwise<double> kElementwiseDouble = table<double>;

}  // namespace rot180::ROT180_ISA
