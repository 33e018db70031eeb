// Gemm and MatMul.
#include "blocked.hpp"
#include "kernels.hpp"

namespace rot180::ROT180_ISA {
namespace {

template <class T>
void pack(const GemmShape& s, const T* a, T* packed) {
  pack_rows<T>(
      s.rows, s.depth,
      [&](Index r, Index k) { return s.trans_a ? a[k * s.rows + r] : a[r * s.depth + k]; }, packed);
}

template <class T>
struct Division {
  Index blocks, parts;

  Division(const GemmShape& s, Index threads)
      : blocks(ceil_div(s.columns, kBlockColumns<T>)), parts(row_parts(s.rows, blocks, threads)) {}
};

template <class T>
Index tasks(const GemmShape& s, Index threads) {
  const Division<T> d(s, threads);
  return d.blocks * d.parts;
}

template <class T>
struct Columns {
  const GemmShape& s;
  const T* b;
  T alpha;

  void operator()(Index k0, Index k1, Index j0, Index width, Index padded, T* to) const {
    if (s.trans_b) {
      for (Index j = 0; j < width; ++j) {
        const T* from = b + (j0 + j) * s.depth;
        for (Index k = k0; k < k1; ++k) to[(k - k0) * padded + j] = alpha * from[k];
      }
      for (Index k = 0; k < k1 - k0; ++k) {
        for (Index j = width; j < padded; ++j) to[k * padded + j] = T(0);
      }
      return;
    }
    constexpr Index W = kLanes<T>;
    const Partial<T> rest(width - (padded - W));
    for (Index k = k0; k < k1; ++k, to += padded) {
      const T* from = b + k * s.columns + j0;
      for (Index j = 0; j < padded - W; j += W) store(to + j, alpha * load(from + j));
      store(to + padded - W, alpha * rest.load(from + padded - W));
    }
  }
};

template <class T>
void run(const GemmCall<T>& call, Index task, T* block) {
  const GemmShape& s = call.shape;
  const Division<T> d(s, call.threads);
  const Index part = task % d.parts;
  const Index column = task / d.parts * kBlockColumns<T>;
  const Product<T> product{part_begin(s.rows, part, d.parts),
                           part_begin(s.rows, part + 1, d.parts),
                           column,
                           min(s.columns, column + kBlockColumns<T>),
                           s.depth,
                           call.rows,
                           nullptr,
                           call.y,
                           s.columns,
                           call.continues};
  multiply<T>(product, kMaxDepth, Columns<T>{s, call.b, call.alpha}, block);
}

}  // namespace

constinit const Gemm<float> kGemmFloat = {pack<float>, kBlockSize<float>, tasks<float>, run<float>};
constinit const Gemm<double> kGemmDouble = {pack<double>, kBlockSize<double>, tasks<double>,
                                            run<double>};

}  // namespace rot180::ROT180_ISA
