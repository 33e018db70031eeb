// The machine's limit, for the benchmark.
#include "bind.hpp"
#include "isa.hpp"

namespace rot180 {

void bind_peak(nanobind::module_& m) {
  m.def("multiply_adds", [](Index rounds) {
    const nanobind::gil_scoped_release release;
    return isa().multiply_adds(rounds);
  });
}

}  // namespace rot180
