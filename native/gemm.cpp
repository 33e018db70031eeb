// Gemm and MatMul.
#include <vector>

#include "blocked.hpp"
#include "kernels.hpp"

namespace rot180::ROT180_ISA {

template <class T>
void gemm(const GemmShape& s, const T* a, const T* b, T alpha, const T* c, T beta, T* y) {
  std::vector<T> packed(s.rows * s.depth);
  std::vector<T> block(kBlockSize<T>);
  const std::vector<T> zeros(s.rows);
  pack_rows<T>(
      s.rows, s.depth,
      [&](Index r, Index k) { return s.trans_a ? a[k * s.rows + r] : a[r * s.depth + k]; },
      packed.data());
  if (c) {
    for (Index i = 0; i < s.rows * s.columns; ++i) y[i] = beta * c[i];
  }
  const auto gather = [&](Index k0, Index k1, Index j0, Index width, Index padded, T* to) {
    for (Index k = k0; k < k1; ++k, to += padded) {
      for (Index j = 0; j < width; ++j) {
        to[j] = alpha * (s.trans_b ? b[(j0 + j) * s.depth + k] : b[k * s.columns + j0 + j]);
      }
      for (Index j = width; j < padded; ++j) to[j] = T(0);
    }
  };
  multiply<T>(s.rows, s.columns, s.depth, packed.data(), gather, y, s.columns,
              c ? nullptr : zeros.data(), block.data());
}

template void gemm(const GemmShape&, const float*, const float*, float, const float*, float,
                   float*);
template void gemm(const GemmShape&, const double*, const double*, double, const double*, double,
                   double*);

}  // namespace rot180::ROT180_ISA
