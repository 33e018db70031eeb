// Elementwise functions, reductions and softmax.
#include "arrays.hpp"
#include "bind.hpp"
#include "isa.hpp"

namespace rot180 {
namespace {

// F picks a function of the table for element type T.
template <class F>
void bind_unary(nb::module_& m, const char* name, F pick) {
  m.def(name, [pick](const Input& x, const Output& y) {
    with_dtype(x, [&](auto zero) {
      using T = decltype(zero);
      nb::gil_scoped_release release;
      pick (*isa().of<T>().elementwise)(x.size(), pointer<T>(x), pointer<T>(y));
    });
  });
}

template <class F>
void bind_binary(nb::module_& m, const char* name, F pick) {
  m.def(name, [pick](const Input& a, const Input& b, const Output& y) {
    with_dtype(a, [&](auto zero) {
      using T = decltype(zero);
      nb::gil_scoped_release release;
      pick (*isa().of<T>().elementwise)(a.size(), pointer<T>(a), pointer<T>(b), pointer<T>(y));
    });
  });
}

// x is (outer, n, inner).
template <class F>
void bind_fold(nb::module_& m, const char* name, F fold) {
  m.def(name, [fold](const Input& x, const Output& y) {
    const Span span{Index(x.shape(0)), Index(x.shape(1)), Index(x.shape(2))};
    with_dtype(x, [&](auto zero) {
      nb::gil_scoped_release release;
      fold(zero, span, x, y);
    });
  });
}

// x is (rows, n).
template <class F>
void bind_rows(nb::module_& m, const char* name, F pick) {
  m.def(name, [pick](const Input& x, const Output& y) {
    with_dtype(x, [&](auto zero) {
      using T = decltype(zero);
      nb::gil_scoped_release release;
      pick (*isa().of<T>().reductions)(x.shape(0), x.shape(1), pointer<T>(x), pointer<T>(y));
    });
  });
}

}  // namespace

void bind_math(nb::module_& m) {
  bind_unary(m, "exp", [](const auto& t) { return t.exp; });
  bind_unary(m, "expm1", [](const auto& t) { return t.expm1; });
  bind_unary(m, "log", [](const auto& t) { return t.log; });
  bind_unary(m, "tanh", [](const auto& t) { return t.tanh; });
  bind_unary(m, "sigmoid", [](const auto& t) { return t.sigmoid; });
  bind_unary(m, "softplus", [](const auto& t) { return t.softplus; });
  bind_unary(m, "erf", [](const auto& t) { return t.erf; });
  bind_unary(m, "sin", [](const auto& t) { return t.sin; });
  bind_unary(m, "cos", [](const auto& t) { return t.cos; });
  bind_unary(m, "tan", [](const auto& t) { return t.tan; });
  bind_unary(m, "asin", [](const auto& t) { return t.asin; });
  bind_unary(m, "acos", [](const auto& t) { return t.acos; });
  bind_unary(m, "atan", [](const auto& t) { return t.atan; });
  bind_unary(m, "sinh", [](const auto& t) { return t.sinh; });
  bind_unary(m, "cosh", [](const auto& t) { return t.cosh; });
  bind_unary(m, "asinh", [](const auto& t) { return t.asinh; });
  bind_unary(m, "acosh", [](const auto& t) { return t.acosh; });
  bind_unary(m, "atanh", [](const auto& t) { return t.atanh; });
  bind_binary(m, "pow", [](const auto& t) { return t.pow; });
  bind_binary(m, "maximum", [](const auto& t) { return t.maximum; });
  bind_binary(m, "minimum", [](const auto& t) { return t.minimum; });
  bind_rows(m, "softmax", [](const auto& t) { return t.softmax; });
  bind_rows(m, "log_softmax", [](const auto& t) { return t.log_softmax; });
  bind_fold(m, "sum_float64", [](auto zero, const Span& span, const Input& x, const Output& y) {
    using T = decltype(zero);
    isa().of<T>().reductions->sum(span, pointer<T>(x), pointer<double>(y));
  });
  bind_fold(m, "reduce_max", [](auto zero, const Span& span, const Input& x, const Output& y) {
    using T = decltype(zero);
    isa().of<T>().reductions->max(span, pointer<T>(x), pointer<T>(y));
  });
  bind_fold(m, "reduce_min", [](auto zero, const Span& span, const Input& x, const Output& y) {
    using T = decltype(zero);
    isa().of<T>().reductions->min(span, pointer<T>(x), pointer<T>(y));
  });
}

}  // namespace rot180
