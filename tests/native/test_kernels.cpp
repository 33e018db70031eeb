// Every kernel of one instruction set on arrays of exactly their size, under the sanitizers: a read
// past an end, a shift or an overflow ends the program. Results are compared with plain loops.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <stdexcept>
#include <vector>

#include "../../native/conv.hpp"
#include "../../native/isa.hpp"

namespace rot180 {
namespace {

std::mt19937 random_bits(180);
long checked = 0;

Index pick(Index low, Index high) {
  return std::uniform_int_distribution<Index>(low, high)(random_bits);
}

template <class T>
std::vector<T> normal(Index size) {
  std::normal_distribution<T> draw;
  std::vector<T> values(size);
  for (T& value : values) value = draw(random_bits);
  return values;
}

void require(bool good, const char* what, const char* which) {
  ++checked;
  if (good) return;
  std::fprintf(stderr, "FAILED: %s %s with %s\n", which, what, isa().name);
  std::exit(1);
}

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}

ConvShape random_shape() {
  ConvShape s;
  s.batch = pick(1, 2);
  s.group = pick(1, 3);
  s.channels = pick(1, 5);
  s.filters = pick(1, 20);
  for (int axis = pick(0, 2); axis < 3; ++axis) {
    s.kernel[axis] = pick(1, 5);
    s.stride[axis] = pick(1, 3);
    s.dilation[axis] = pick(1, 2);
    s.before[axis] = pick(0, 3);
    s.out[axis] = pick(1, axis == 2 ? 40 : 7);
    const Index reach =
        (s.out[axis] - 1) * s.stride[axis] + (s.kernel[axis] - 1) * s.dilation[axis] + 1;
    s.in[axis] = max(1, reach - s.before[axis] - pick(0, 3));
  }
  s.flip = pick(0, 1) == 1;
  return s;
}

// The contract's chain, as it is written: bias, then fma over channel, row, column; + 0.
template <class T>
std::vector<T> reference(const ConvShape& s, const T* x, const T* w, const T* bias) {
  std::vector<T> y;
  for (Index n = 0; n < s.batch * s.group; ++n) {
    const Index g = n % s.group;
    for (Index o = 0; o < s.filters; ++o) {
      for (Index p = 0; p < s.out_pixels(); ++p) {
        const Axes at{p / (s.out[1] * s.out[2]), p / s.out[2] % s.out[1], p % s.out[2]};
        T acc = bias[g * s.filters + o];
        for (Index k = 0; k < s.depth(); ++k) {
          const Axes tap = s.tap(k % s.taps());
          Index from = n * s.channels + k / s.taps();
          bool inside = true;
          for (int axis = 0; axis < 3; ++axis) {
            const Index i =
                at[axis] * s.stride[axis] + tap[axis] * s.dilation[axis] - s.before[axis];
            inside = inside && i >= 0 && i < s.in[axis];
            from = from * s.in[axis] + i;
          }
          const T weight = w[(g * s.filters + o) * s.depth() + s.weight(k)];
          if (inside) acc = std::fma(x[from], weight, acc);
        }
        y.push_back(acc + T(0));
      }
    }
  }
  return y;
}

template <class T>
double distance(const std::vector<T>& a, const std::vector<T>& b) {
  double difference = 0, norm = 1e-30;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference += (double(a[i]) - b[i]) * (double(a[i]) - b[i]);
    norm += double(b[i]) * b[i];
  }
  return std::sqrt(difference / norm);
}

template <class T>
void test_convolutions() {
  for (int round = 0; round < 60; ++round) {
    const ConvShape s = random_shape();
    const Index images = s.batch * s.group * s.channels * s.in_pixels();
    const auto x = normal<T>(images);
    const auto w = normal<T>(s.group * s.filters * s.depth());
    const auto bias = normal<T>(s.group * s.filters);
    const auto want = reference(s, x.data(), w.data(), bias.data());
    for (const Algorithm<T>* algorithm : isa().of<T>().convolutions) {
      if (!algorithm->supports(s)) continue;
      for (Index threads = 1; threads <= 2; ++threads) {
        std::vector<T> y(want.size(), T(NAN));
        Convolution<T>(s, algorithm->name, threads)
            .run(x.data(), w.data(), nullptr, bias.data(), y.data());
        const bool good = algorithm->exact ? same_bits(y, want) : distance(y, want) < 3e-6;
        require(good, "convolution", algorithm->name);
      }
    }
  }
}

template <class T>
void test_gemm() {
  const Gemm<T>& gemm = *isa().of<T>().gemm;
  for (int round = 0; round < 60; ++round) {
    const GemmShape s{pick(1, 30), pick(1, 70), pick(1, 40), pick(0, 1) == 1, pick(0, 1) == 1};
    const auto a = normal<T>(s.rows * s.depth), b = normal<T>(s.depth * s.columns);
    std::vector<T> want, y(s.rows * s.columns, T(NAN)), packed(s.rows * s.depth);
    for (Index i = 0; i < s.rows; ++i) {
      for (Index j = 0; j < s.columns; ++j) {
        T acc = 0;
        for (Index k = 0; k < s.depth; ++k) {
          acc = std::fma(a[s.trans_a ? k * s.rows + i : i * s.depth + k],
                         b[s.trans_b ? j * s.depth + k : k * s.columns + j], acc);
        }
        want.push_back(acc + T(0));
      }
    }
    gemm.pack(s, a.data(), packed.data());
    std::vector<T> workspace(gemm.workspace);
    const GemmCall<T> call{s, packed.data(), b.data(), T(1), false, y.data(), 1};
    for (Index task = 0; task < gemm.tasks(s, 1); ++task) gemm.run(call, task, workspace.data());
    require(same_bits(y, want), "matrix product", "gemm");
  }
}

// A value's result may not depend on where in an array it stands: bodies and tails agree.
template <class T>
void test_elementwise() {
  using Unary = typename Elementwise<T>::Unary;
  const Elementwise<T>& f = *isa().of<T>().elementwise;
  const Unary functions[] = {f.exp,  f.expm1, f.log,  f.tanh,  f.sigmoid, f.softplus,
                             f.erf,  f.sin,   f.cos,  f.tan,   f.asin,    f.acos,
                             f.atan, f.sinh,  f.cosh, f.asinh, f.acosh,   f.atanh};
  for (const Unary function : functions) {
    for (Index n = 0; n < 40; ++n) {
      const auto x = normal<T>(n);
      std::vector<T> y(n), want(n);
      function(n, x.data(), y.data());
      for (Index i = 0; i < n; ++i) function(1, &x[i], &want[i]);
      bool good = true;
      for (Index i = 0; i < n; ++i)
        good = good && (y[i] == want[i] || (y[i] != y[i] && want[i] != want[i]));
      require(good, "bodies and tails", "elementwise");
    }
  }
}

template <class T>
void test_pools() {
  const Pools<T>& pools = *isa().of<T>().pools;
  for (int round = 0; round < 60; ++round) {
    PoolShape s;
    for (int axis = pick(1, 2); axis < 3; ++axis) {
      s.kernel[axis] = pick(1, 4);
      s.stride[axis] = pick(1, 3);
      s.in[axis] = s.kernel[axis] + pick(0, 30);
      s.out[axis] = (s.in[axis] - s.kernel[axis]) / s.stride[axis] + 1;
    }
    const auto x = normal<T>(s.in_pixels());
    std::vector<T> want, y(s.out_pixels(), T(NAN));
    for (Index p = 0; p < s.out_pixels(); ++p) {
      const Index row = p / s.out[2] * s.stride[1], column = p % s.out[2] * s.stride[2];
      T best = T(-INFINITY);
      for (Index t = 0; t < s.taps(); ++t) {
        const Index i = row + t / s.kernel[2], j = column + t % s.kernel[2];
        best = std::fmax(best, x[i * s.in[2] + j]);
      }
      want.push_back(best);
    }
    std::vector<double> work(pools.workspace(s));
    pools.max(s, x.data(), y.data(), work.data());
    require(same_bits(y, want), "pooling", "max");
    pools.average(s, false, x.data(), y.data(), work.data());
    pools.lp(s, 2.0, x.data(), y.data(), work.data());
  }
}

template <class T>
void test_reductions() {
  const Reductions<T>& reductions = *isa().of<T>().reductions;
  for (int round = 0; round < 60; ++round) {
    const Span s{pick(1, 4), pick(1, 50), pick(1, 40)};
    const auto x = normal<T>(s.outer * s.n * s.inner);
    std::vector<double> want, sums(s.outer * s.inner);
    for (Index o = 0; o < s.outer; ++o) {
      for (Index i = 0; i < s.inner; ++i) {
        double sum = 0;
        for (Index k = 0; k < s.n; ++k) sum += x[(o * s.n + k) * s.inner + i];
        want.push_back(sum);
      }
    }
    reductions.sum(s, x.data(), sums.data());
    require(same_bits(sums, want), "reduction", "sum");
    std::vector<T> y(s.outer * s.n);
    reductions.softmax(s.outer, s.n, x.data(), y.data());
    reductions.log_softmax(s.outer, s.n, x.data(), y.data());
  }
}

template <class T>
void test_all() {
  test_convolutions<T>();
  test_gemm<T>();
  test_elementwise<T>();
  test_pools<T>();
  test_reductions<T>();
}

}  // namespace
}  // namespace rot180

int main() {
  try {
    rot180::isa();
  } catch (const std::runtime_error& error) {
    std::printf("%s: nothing to test\n", error.what());
    return 0;
  }
  rot180::test_all<float>();
  rot180::test_all<double>();
  std::printf("native kernels, %s: %ld comparisons passed\n", rot180::isa().name, rot180::checked);
  return 0;
}
