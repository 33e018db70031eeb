// Convolution as an implicit matrix product: filters by (channel, tap) times (channel, tap) by
// pixels. Blocks of the right-hand side are gathered from the image as they are needed.
#include "blocked.hpp"
#include "gather.hpp"
#include "kernels.hpp"

namespace rot180::ROT180_ISA {
namespace {

bool supports(const ConvShape&) { return true; }

double cost(const ConvShape& s) {
  const double steps = static_cast<double>(s.batch) * s.group * s.depth() * s.out_pixels() / 32;
  const double gather = s.stride[2] == 1 ? 6 : 24;  // for each depth and vector of pixels
  return steps / 3000 * (1.15 * s.filters + gather) + 1;
}

Index packed_size(const ConvShape& s) { return s.group * s.filters * s.depth(); }

template <class T>
void pack(const ConvShape& s, const T* filters, T* packed) {
  const Index size = s.filters * s.depth();
  for (Index g = 0; g < s.group; ++g, filters += size, packed += size) {
    pack_rows<T>(
        s.filters, s.depth(),
        [&](Index r, Index k) { return filters[r * s.depth() + s.weight(k)]; }, packed);
  }
}

template <class T>
Index workspace(const ConvShape&) {
  return kBlockSize<T>;
}

template <class T>
struct Division {
  Index blocks, parts;

  Division(const ConvShape& s, Index threads)
      : blocks(ceil_div(s.out_pixels(), kBlockColumns<T>)),
        parts(row_parts(s.filters, s.batch * s.group * blocks, threads)) {}
};

template <class T>
Index tasks(const ConvShape& s, Index threads) {
  const Division<T> d(s, threads);
  return s.batch * s.group * d.blocks * d.parts;
}

template <class T>
bool run(const ConvCall<T>& call, Index task, T* block) {
  const ConvShape& s = call.shape;
  const Division<T> d(s, call.threads);
  const Index part = task % d.parts;
  const Index column_block = task / d.parts % d.blocks;
  const Index plane = task / (d.parts * d.blocks);  // a group of an image
  const Index g = plane % s.group;
  // Blocks of equal width, in whole tiles.
  const Index tiles = ceil_div(s.out_pixels(), kTileColumns<T>);
  const auto column = [&](Index i) {
    return min(s.out_pixels(), tiles * i / d.blocks * kTileColumns<T>);
  };
  const Product<T> product{part_begin(s.filters, part, d.parts),
                           part_begin(s.filters, part + 1, d.parts),
                           column(column_block),
                           column(column_block + 1),
                           s.depth(),
                           call.filters + g * s.filters * s.depth(),
                           call.bias ? call.bias + g * s.filters : nullptr,
                           call.y + plane * s.filters * s.out_pixels(),
                           s.out_pixels(),
                           false};
  const Gather<T> gather{s, call.x + plane * s.channels * s.in_pixels()};
  const Index steps = ceil_div(s.depth(), kMaxDepth);
  multiply<T>(product, steps ? ceil_div(s.depth(), steps) : 1, gather, block);
  return true;
}

template <class T>
constexpr Algorithm<T> kGemm = {"gemm",  true,         supports, cost,  packed_size,
                                pack<T>, workspace<T>, tasks<T>, run<T>};

}  // namespace

constinit const Algorithm<float> kConvGemmFloat = kGemm<float>;
constinit const Algorithm<double> kConvGemmDouble = kGemm<double>;

}  // namespace rot180::ROT180_ISA
