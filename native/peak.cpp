// What an instruction set can do at most: multiply-adds on registers, for the benchmark to measure.
#include "kernels.hpp"
#include "simd.hpp"

namespace rot180::ROT180_ISA {
namespace {

// Chains that do not wait for each other: more than latency times units (4 times 2), and few enough
// for sixteen registers.
constexpr int kChains = 12;

}  // namespace

Index multiply_adds(Index rounds) {
  // Volatile at both ends, or the compiler would compute the sum, or nothing, by itself.
  volatile float half = 0.5f;
  const Vec<float> factor = broadcast<float>(half);
  const Vec<float> one = factor + factor;
  Vec<float> chain[kChains];
  for (Vec<float>& value : chain) value = factor;
  for (Index round = 0; round < rounds; ++round) {
    for (Vec<float>& value : chain) value = fma(value, factor, one);
  }
  Vec<float> sum = chain[0];
  for (int i = 1; i < kChains; ++i) sum = sum + chain[i];
  half = sum[0];
  return rounds * kChains * kLanes<float> * 2;
}

}  // namespace rot180::ROT180_ISA
