// MaxPool, AveragePool, LpPool. Padding takes no part in any chain.
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "kernels.hpp"
#include "minmax.hpp"
#include "power.hpp"

namespace rot180::ROT180_ISA {
namespace {

// The outputs [begin, end) whose tap lies inside the input.
struct Range {
  Index begin;
  Index end;
};

Range outputs(const PoolShape& s, int axis, Index tap) {
  const Index at = tap * s.dilation[axis] - s.before[axis];  // of output 0
  const Index stride = s.stride[axis];
  const Index begin = at >= 0 ? 0 : (-at + stride - 1) / stride;
  const Index room = s.in[axis] - at;  // outputs o with o * stride < room are inside
  const Index end = room <= 0 ? 0 : (room + stride - 1) / stride;
  return {begin, std::clamp(end, begin, std::max(begin, s.out[axis]))};
}

// acc = f(acc, x) over the taps of each window, ascending. Taps outside, outputs inside: a row of
// windows advances together, which vectorises and leaves the chain of each as it is.
template <class T, class Acc, class F>
void fold_windows(const PoolShape& s, const T* x, Acc start, F f, auto&& finish) {
  std::vector<Acc> row(s.out[2]);
  for (Index plane = 0; plane < s.planes; ++plane, x += s.in[0] * s.in[1] * s.in[2]) {
    for (Index oz = 0; oz < s.out[0]; ++oz) {
      for (Index oy = 0; oy < s.out[1]; ++oy) {
        std::fill(row.begin(), row.end(), start);
        for (Index i = 0; i < s.kernel[0]; ++i) {
          const Index z = oz * s.stride[0] - s.before[0] + i * s.dilation[0];
          if (z < 0 || z >= s.in[0]) continue;
          for (Index j = 0; j < s.kernel[1]; ++j) {
            const Index y = oy * s.stride[1] - s.before[1] + j * s.dilation[1];
            if (y < 0 || y >= s.in[1]) continue;
            for (Index k = 0; k < s.kernel[2]; ++k) {
              const Range r = outputs(s, 2, k);
              const T* from = x + (z * s.in[1] + y) * s.in[2] + k * s.dilation[2] - s.before[2];
              Acc* acc = row.data();
              if (s.stride[2] == 1) {
                for (Index o = r.begin; o < r.end; ++o) acc[o] = f(acc[o], from[o]);
              } else if (s.stride[2] == 2) {
                for (Index o = r.begin; o < r.end; ++o) acc[o] = f(acc[o], from[2 * o]);
              } else {
                for (Index o = r.begin; o < r.end; ++o) acc[o] = f(acc[o], from[o * s.stride[2]]);
              }
            }
          }
        }
        finish(oz, oy, row.data());
      }
    }
  }
}

template <class T>
void max(const PoolShape& s, const T* x, T* y) {
  const auto finish = [&](Index, Index, const T* row) {
    for (Index o = 0; o < s.out[2]; ++o) *y++ = canonical(row[o]);
  };
  fold_windows(
      s, x, -std::numeric_limits<T>::infinity(), [](T a, T b) { return maximum(a, b); }, finish);
}

// How many positions of each window along an axis count in its mean.
std::vector<Index> counts(const PoolShape& s, int axis, bool count_pads) {
  std::vector<Index> n(s.out[axis]);
  const Index low = count_pads ? -s.before[axis] : 0;
  const Index high = s.in[axis] + (count_pads ? s.after[axis] : 0);
  for (Index o = 0; o < s.out[axis]; ++o) {
    for (Index k = 0; k < s.kernel[axis]; ++k) {
      const Index at = o * s.stride[axis] - s.before[axis] + k * s.dilation[axis];
      n[o] += at >= low && at < high;
    }
  }
  return n;
}

template <class T>
void average(const PoolShape& s, bool count_pads, const T* x, T* y) {
  const auto nz = counts(s, 0, count_pads);
  const auto ny = counts(s, 1, count_pads);
  const auto nx = counts(s, 2, count_pads);
  const auto finish = [&](Index oz, Index oy, const T* row) {
    for (Index o = 0; o < s.out[2]; ++o) *y++ = canonical(row[o] / T(nz[oz] * ny[oy] * nx[o]));
  };
  // -0 is what an addition leaves unchanged: the chain begins with the first element itself.
  fold_windows(s, x, T(-0.0), [](T a, T b) { return a + b; }, finish);
}

template <class T>
void lp(const PoolShape& s, double p, const T* x, T* y) {
  const auto finish = [&](Index, Index, const double* row) {
    for (Index o = 0; o < s.out[2]; ++o) {
      const double root = p == 1 ? row[o] : p == 2 ? std::sqrt(row[o]) : math::pow(row[o], 1.0 / p);
      *y++ = canonical(T(root));
    }
  };
  if (p == 1) {
    fold_windows(s, x, 0.0, [](double a, double b) { return a + math::magnitude(b); }, finish);
  } else if (p == 2) {
    fold_windows(s, x, 0.0, [](double a, double b) { return a + b * b; }, finish);
  } else {
    fold_windows(
        s, x, 0.0, [p](double a, double b) { return a + math::pow(math::magnitude(b), p); },
        finish);
  }
}

template <class T>
constexpr Pools<T> table = {max<T>, average<T>, lp<T>};

}  // namespace

constinit const Pools<float> kPoolsFloat = table<float>;
constinit const Pools<double> kPoolsDouble = table<double>;

}  // namespace rot180::ROT180_ISA
