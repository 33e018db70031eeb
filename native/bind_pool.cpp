// Pooling.
#include <nanobind/stl/array.h>

#include <algorithm>

#include "arrays.hpp"
#include "bind.hpp"
#include "isa.hpp"
#include "memory.hpp"
#include "parallel.hpp"

namespace rot180 {
namespace {

// Below this many taps a second thread costs more than it gives.
constexpr Index kTapsForThreads = 300'000;

// pool(table, x, y, workspace) for each plane.
template <class F>
void run(const PoolShape& s, const Input& x, const Output& y, F pool) {
  with_dtype(x, [&](auto zero) {
    using T = decltype(zero);
    nb::gil_scoped_release release;
    const Pools<T>& table = *isa().of<T>().pools;
    const bool large = s.planes * s.out_pixels() * s.taps() > kTapsForThreads;
    const Index threads = large ? std::min(default_threads(), s.planes) : 1;
    const Index size = table.workspace(s);
    Buffer<double> work(threads * size);
    parallel(s.planes, threads, [&](Index plane, Index worker) {
      pool(table, pointer<T>(x) + plane * s.in_pixels(), pointer<T>(y) + plane * s.out_pixels(),
           work.data() + worker * size);
    });
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
    run(s, x, y, [&](const auto& table, const auto* from, auto* to, void* work) {
      table.max(s, from, to, work);
    });
  });
  m.def("average_pool", [](const PoolShape& s, bool count_pads, const Input& x, const Output& y) {
    run(s, x, y, [&](const auto& table, const auto* from, auto* to, void* work) {
      table.average(s, count_pads, from, to, work);
    });
  });
  m.def("lp_pool", [](const PoolShape& s, double p, const Input& x, const Output& y) {
    run(s, x, y, [&](const auto& table, const auto* from, auto* to, void* work) {
      table.lp(s, p, from, to, work);
    });
  });
}

}  // namespace rot180
