// Gemm and MatMul.
#include <nanobind/stl/optional.h>

#include "arrays.hpp"
#include "bind.hpp"
#include "isa.hpp"
#include "memory.hpp"
#include "parallel.hpp"

namespace rot180 {
namespace {

// Multiply-adds below which a second thread costs more than it helps.
constexpr Index kThreadingSteps = Index{1} << 21;

template <class T>
void multiply(const GemmShape& shape, const T* a, const T* b, T alpha, const T* c, T beta, T* y,
              Index threads) {
  const Gemm<T>& kernel = *isa().of<T>().gemm;
  if (shape.rows * shape.columns * shape.depth < kThreadingSteps) threads = 1;
  Buffer<T> rows(shape.rows * shape.depth);
  Buffer<T> workspace(kernel.workspace * threads);
  kernel.pack(shape, a, rows.data());
  for (Index i = 0; c != nullptr && i < shape.rows * shape.columns; ++i) y[i] = beta * c[i];
  const GemmCall<T> call{shape, rows.data(), b, alpha, c != nullptr, y, threads};
  parallel(kernel.tasks(shape, threads), threads, [&](Index task, Index worker) {
    kernel.run(call, task, workspace.data() + worker * kernel.workspace);
  });
}

// `batch` products of matrices that lie one after the other.
void gemm(Index batch, Index rows, Index columns, Index depth, const Input& a, bool trans_a,
          const Input& b, bool trans_b, double alpha, const std::optional<Input>& c, double beta,
          const Output& y, Index threads) {
  const GemmShape shape{rows, columns, depth, trans_a, trans_b};
  with_dtype(a, [&](auto zero) {
    using T = decltype(zero);
    const nb::gil_scoped_release release;
    for (Index i = 0; i < batch; ++i) {
      const T* ci = pointer<T>(c);
      multiply<T>(shape, pointer<T>(a) + i * rows * depth, pointer<T>(b) + i * depth * columns,
                  static_cast<T>(alpha), ci ? ci + i * rows * columns : nullptr,
                  static_cast<T>(beta), pointer<T>(y) + i * rows * columns, threads);
    }
  });
}

}  // namespace

void bind_gemm(nb::module_& m) {
  m.def("gemm", gemm, nb::arg(), nb::arg(), nb::arg(), nb::arg(), nb::arg(), nb::arg(), nb::arg(),
        nb::arg(), nb::arg(), nb::arg().none(), nb::arg(), nb::arg(), nb::arg());
}

}  // namespace rot180
