// Pooling.
#include <nanobind/stl/array.h>

#include "arrays.hpp"
#include "bind.hpp"
#include "isa.hpp"

namespace rot180 {
namespace {

template <class F>
void run(const Input& x, const Output& y, F f) {
  with_dtype(x, [&](auto zero) {
    using T = decltype(zero);
    nb::gil_scoped_release release;
    f(*isa().of<T>().pools, pointer<T>(x), pointer<T>(y));
  });
}

}  // namespace

void bind_pool(nb::module_& m) {
  nb::class_<PoolShape>(m, "PoolShape")
      .def("__init__",
           [](PoolShape* self, Index planes, const Axes& in, const Axes& out, const Axes& kernel,
              const Axes& stride, const Axes& dilation, const Axes& before, const Axes& after) {
             new (self) PoolShape{planes, in, out, kernel, stride, dilation, before, after};
           });
  m.def("max_pool", [](const PoolShape& s, const Input& x, const Output& y) {
    run(x, y, [&](const auto& pools, const auto* from, auto* to) { pools.max(s, from, to); });
  });
  m.def("average_pool", [](const PoolShape& s, bool count_pads, const Input& x, const Output& y) {
    run(x, y, [&](const auto& pools, const auto* from, auto* to) {
      pools.average(s, count_pads, from, to);
    });
  });
  m.def("lp_pool", [](const PoolShape& s, double p, const Input& x, const Output& y) {
    run(x, y, [&](const auto& pools, const auto* from, auto* to) { pools.lp(s, p, from, to); });
  });
}

}  // namespace rot180
