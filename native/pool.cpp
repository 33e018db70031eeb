// MaxPool, AveragePool, LpPool of one plane. Padding takes no part in any chain.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "kernels.hpp"
#include "minmax.hpp"
#include "power.hpp"
#include "simd.hpp"

namespace rot180::ROT180_ISA {
namespace {

constexpr Index kBlock = 16;  // no vector has more lanes

Index round_up(Index n) { return (n + kBlock - 1) / kBlock * kBlock; }

// The plane is copied once, so that the windows need neither a test nor a stride: its rows are
// padded with the identity of the operation, and columns that are a stride apart become neighbours
// ("phases": column c of a padded row is element c / stride of phase c % stride).
struct Layout {
  explicit Layout(const PoolShape& s)
      : phase(round_up(s.out[2]) + (s.kernel[2] - 1) * s.dilation[2] / s.stride[2] + 1),
        line(s.stride[2] * phase),
        lines(s.in[0] * s.in[1]) {}

  Index phase;
  Index line;
  Index lines;
};

// Rows or taps [begin, end).
struct Range {
  Index begin;
  Index end;
};

// The taps of a window that lie inside the input.
Range taps(const PoolShape& s, int axis, Index output) {
  const Index at = output * s.stride[axis] - s.before[axis];
  Index begin = 0;
  Index end = s.kernel[axis];
  while (begin < end && at + begin * s.dilation[axis] < 0) ++begin;
  while (end > begin && at + (end - 1) * s.dilation[axis] >= s.in[axis]) --end;
  return {begin, end};
}

template <class T, class E, class Prepare>
void copy_line(const PoolShape& s, const Layout& layout, const T* x, E identity, E* to,
               Prepare prepare) {
  const Index stride = s.stride[2];
  for (Index p = 0; p < stride; ++p, to += layout.phase) {
    const Index first = p - s.before[2];  // column of the input at element 0
    const Index begin = std::min(first >= 0 ? 0 : (-first + stride - 1) / stride, layout.phase);
    const Index room = s.in[2] - first;
    const Index end = std::clamp((room + stride - 1) / stride, begin, layout.phase);
    for (Index i = 0; i < begin; ++i) to[i] = identity;
    if (stride == 1) {
      for (Index i = begin; i < end; ++i) to[i] = prepare(x[first + i]);
    } else if (stride == 2) {
      for (Index i = begin; i < end; ++i) to[i] = prepare(x[first + 2 * i]);
    } else {
      for (Index i = begin; i < end; ++i) to[i] = prepare(x[first + stride * i]);
    }
    for (Index i = end; i < layout.phase; ++i) to[i] = identity;
  }
}

// result = op(result, prepare(x)) over the taps of each window, ascending; a vector of windows
// advances together, which leaves the chain of each as it is. finish(z, y, row) takes a row of
// results. `work` holds pool_workspace elements of 8 bytes.
template <class T, class E, class Prepare, class Op, class Finish>
void fold_windows(const PoolShape& s, const T* x, E identity, void* work, Prepare prepare, Op op,
                  Finish finish) {
  const Layout layout(s);
  // Where the taps of a row begin.
  Index* columns = static_cast<Index*>(work);
  for (Index k = 0; k < s.kernel[2]; ++k) {
    const Index c = k * s.dilation[2];
    columns[k] = c % s.stride[2] * layout.phase + c / s.stride[2];
  }
  E* lines = reinterpret_cast<E*>(columns + s.kernel[2]);
  E* row = lines + layout.lines * layout.line;
  for (Index r = 0; r < layout.lines; ++r) {
    copy_line(s, layout, x + r * s.in[2], identity, lines + r * layout.line, prepare);
  }
  for (Index oz = 0; oz < s.out[0]; ++oz) {
    const Range planes = taps(s, 0, oz);
    for (Index oy = 0; oy < s.out[1]; ++oy) {
      const Range rows = taps(s, 1, oy);
      for (Index o = 0; o < s.out[2]; o += kLanes<E>) {
        Vec<E> result = broadcast(identity);
        for (Index i = planes.begin; i < planes.end; ++i) {
          const Index z = oz * s.stride[0] - s.before[0] + i * s.dilation[0];
          for (Index j = rows.begin; j < rows.end; ++j) {
            const Index y = oy * s.stride[1] - s.before[1] + j * s.dilation[1];
            const E* from = lines + (z * s.in[1] + y) * layout.line + o;
            for (Index k = 0; k < s.kernel[2]; ++k) {
              result = op(result, load(from + columns[k]));
            }
          }
        }
        store(row + o, result);
      }
      finish(oz, oy, row);
    }
  }
}

Index pool_workspace(const PoolShape& s) {
  const Layout layout(s);
  return s.kernel[2] + layout.lines * layout.line + 2 * round_up(s.out[2]);
}

// A float as an integer of the same order, -0 below +0 and the one NaN above all; and back.
template <class T>
using Key = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;

template <class T>
Key<T> flip(Key<T> bits) {
  return bits ^ (bits >> (8 * sizeof(T) - 1) & std::numeric_limits<Key<T>>::max());
}

template <class T>
void max(const PoolShape& s, const T* x, T* y, void* work) {
  const auto key = [](T v) { return flip<T>(std::bit_cast<Key<T>>(canonical(v))); };
  const auto finish = [&](Index, Index, const Key<T>* row) {
    for (Index o = 0; o < s.out[2]; ++o) y[o] = std::bit_cast<T>(flip<T>(row[o]));
    y += s.out[2];
  };
  fold_windows(
      s, x, key(-std::numeric_limits<T>::infinity()), work, key,
      [](auto a, auto b) { return a > b ? a : b; }, finish);
}

// How many positions of a window along an axis count in its mean.
Index count(const PoolShape& s, int axis, bool count_pads, Index output) {
  const Index low = count_pads ? -s.before[axis] : 0;
  const Index high = s.in[axis] + (count_pads ? s.after[axis] : 0);
  Index n = 0;
  for (Index k = 0; k < s.kernel[axis]; ++k) {
    const Index at = output * s.stride[axis] - s.before[axis] + k * s.dilation[axis];
    n += at >= low && at < high;
  }
  return n;
}

template <class T>
void average(const PoolShape& s, bool count_pads, const T* x, T* y, void* work) {
  const Layout layout(s);
  // At the end of the workspace: nothing that fold_windows writes reaches there.
  T* counts =
      static_cast<T*>(work) + (pool_workspace(s) - round_up(s.out[2])) * Index(8 / sizeof(T));
  for (Index o = 0; o < s.out[2]; ++o) counts[o] = T(count(s, 2, count_pads, o));
  const auto finish = [&](Index oz, Index oy, const T* row) {
    const T rows = T(count(s, 0, count_pads, oz) * count(s, 1, count_pads, oy));
    for (Index o = 0; o < s.out[2]; ++o) y[o] = canonical(row[o] / (rows * counts[o]));
    y += s.out[2];
  };
  // -0 is what an addition leaves unchanged: the chain begins with the first element itself.
  fold_windows(
      s, x, T(-0.0), work, [](T v) { return v; }, [](auto a, auto b) { return a + b; }, finish);
}

template <class T>
void lp(const PoolShape& s, double p, const T* x, T* y, void* work) {
  const auto finish = [&](Index, Index, const double* row) {
    for (Index o = 0; o < s.out[2]; ++o) {
      const double root = p == 1 ? row[o] : p == 2 ? std::sqrt(row[o]) : math::pow(row[o], 1.0 / p);
      y[o] = canonical(T(root));
    }
    y += s.out[2];
  };
  const auto add = [](auto a, auto b) { return a + b; };
  if (p == 1) {
    fold_windows(s, x, 0.0, work, [](double v) { return math::magnitude(v); }, add, finish);
  } else if (p == 2) {
    fold_windows(s, x, 0.0, work, [](double v) { return v * v; }, add, finish);
  } else {
    const auto power = [p](double v) { return math::pow(math::magnitude(v), p); };
    fold_windows(s, x, 0.0, work, power, add, finish);
  }
}

template <class T>
constexpr Pools<T> table = {pool_workspace, max<T>, average<T>, lp<T>};

}  // namespace

constinit const Pools<float> kPoolsFloat = table<float>;
constinit const Pools<double> kPoolsDouble = table<double>;

}  // namespace rot180::ROT180_ISA
