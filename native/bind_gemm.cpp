#include <nanobind/stl/optional.h>

#include "arrays.hpp"
#include "bind.hpp"
#include "isa.hpp"

namespace rot180 {
namespace {

// `batch` products of matrices that lie one after the other.
void gemm(Index batch, Index rows, Index columns, Index depth, const Input& a, bool trans_a,
          const Input& b, bool trans_b, double alpha, const std::optional<Input>& c, double beta,
          const Output& y) {
  const GemmShape shape{rows, columns, depth, trans_a, trans_b};
  with_dtype(a, [&](auto zero) {
    using T = decltype(zero);
    nb::gil_scoped_release release;
    for (Index i = 0; i < batch; ++i) {
      const T* ci = pointer<T>(c);
      isa().of<T>().gemm(shape, pointer<T>(a) + i * rows * depth,
                         pointer<T>(b) + i * depth * columns, static_cast<T>(alpha),
                         ci ? ci + i * rows * columns : nullptr, static_cast<T>(beta),
                         pointer<T>(y) + i * rows * columns);
    }
  });
}

}  // namespace

void bind_gemm(nb::module_& m) {
  m.def("gemm", gemm, nb::arg(), nb::arg(), nb::arg(), nb::arg(), nb::arg(), nb::arg(), nb::arg(),
        nb::arg(), nb::arg(), nb::arg().none(), nb::arg(), nb::arg());
}

}  // namespace rot180
