#include "conv.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "memory.hpp"
#include "parallel.hpp"

namespace rot180 {
namespace {

// A 1x1 filter sees pixels, not rows.
ConvShape flattened(ConvShape s) {
  const bool pointwise =
      s.taps() == 1 && s.stride == Axes{1, 1, 1} && s.before == Axes{0, 0, 0} && s.in == s.out;
  if (pointwise) s.in = s.out = {1, 1, s.in_pixels()};
  return s;
}

template <class T>
const Algorithm<T>* cheapest(const ConvShape& shape, bool exact) {
  const Algorithm<T>* best = nullptr;
  for (const Algorithm<T>* candidate : isa().of<T>().convolutions) {
    if (candidate->exact != exact || !candidate->supports(shape)) continue;
    if (best == nullptr || candidate->cost(shape) < best->cost(shape)) best = candidate;
  }
  return best;
}

// An image's bits shall not depend on how many others come with it, so the batch has no say.
template <class T>
const Algorithm<T>* choose(ConvShape shape, const std::string& name) {
  shape.batch = 1;
  const Algorithm<T>* exact = cheapest<T>(shape, true);
  if (name == "exact") return exact;
  if (name == "auto") {
    const Algorithm<T>* inexact = cheapest<T>(shape, false);
    const bool worth =
        inexact != nullptr && inexact->cost(shape) * kInexactAdvantage < exact->cost(shape);
    return worth ? inexact : exact;
  }
  std::string names = "auto, exact";
  for (const Algorithm<T>* candidate : isa().of<T>().convolutions) {
    if (name == candidate->name) {
      if (candidate->supports(shape)) return candidate;
      throw std::invalid_argument("algorithm '" + name + "' cannot compute this convolution; " +
                                  "rot180.plan lists those that can");
    }
    names += std::string(", ") + candidate->name;
  }
  throw std::invalid_argument("unknown algorithm '" + name + "': use one of " + names);
}

// Whole numbers of which `budget` is the largest that still sums exactly. Most data end the search
// at their first value.
template <class T>
bool whole(const T* values, Index n, double budget) {
  for (Index i = 0; i < n; ++i) {
    const double value = values[i];
    if (!(std::abs(value) <= budget) || value != static_cast<double>(std::int64_t(value))) {
      return false;
    }
  }
  return true;
}

template <class T>
double largest_sum(const T* filters, Index count, Index depth) {
  double largest = 1;
  for (Index f = 0; f < count; ++f) {
    double sum = 0;
    for (Index k = 0; k < depth; ++k) sum += std::abs(static_cast<double>(filters[f * depth + k]));
    largest = std::max(largest, sum);
  }
  return largest;
}

}  // namespace

template <class T>
Convolution<T>::Convolution(const ConvShape& shape, const std::string& algorithm, Index threads)
    : shape_(flattened(shape)), algorithm_(choose<T>(shape_, algorithm)), threads_(threads) {
  if (algorithm_->cost(shape_) < kThreadingCost) threads_ = 1;
}

template <class T>
bool Convolution<T>::run_packed(const T* x, const T* packed, const T* bias, T* y) const {
  const ConvCall<T> call{shape_, x, packed, bias, y, threads_};
  const Index scratch = algorithm_->workspace(shape_);
  const Index tasks = algorithm_->tasks(shape_, threads_);
  const Index workers = min(threads_, tasks);
  Buffer<T> workspace(scratch * workers);
  std::atomic<bool> good{true};
  parallel(tasks, workers, [&](Index task, Index worker) {
    if (!algorithm_->run(call, task, workspace.data() + worker * scratch)) good = false;
  });
  return good;
}

// Sums of whole numbers that T holds are compared bit for bit by those who count with them, and a
// transform would blur them: an image of such numbers takes an exact algorithm. Each image of a
// batch decides for itself, so that it gets the bits that it gets alone.
template <class T>
bool Convolution<T>::run_whole(const T* x, const T* filters, const T* bias, T* y) const {
  const double exact_to = std::ldexp(1.0, std::numeric_limits<T>::digits);
  const Index count = shape_.group * shape_.filters;
  if (!whole(filters, count * shape_.depth(), exact_to)) return false;
  const double budget = exact_to / largest_sum(filters, count, shape_.depth());
  const Index in = shape_.group * shape_.channels * shape_.in_pixels();
  ConvShape one = shape_;
  one.batch = 1;
  for (Index n = 0; n < shape_.batch; ++n) {
    const bool is_whole = whole(x + n * in, in, budget);
    if (shape_.batch == 1 && !is_whole) return false;
    const Convolution single(one, is_whole ? "exact" : algorithm_->name, threads_);
    single.run_trusted(x + n * in, filters, nullptr, bias, y + n * count * shape_.out_pixels());
  }
  return true;
}

template <class T>
void Convolution<T>::run(const T* x, const T* filters, const T* packed, const T* bias, T* y) const {
  if (!algorithm_->exact && run_whole(x, filters, bias, y)) return;
  run_trusted(x, filters, packed, bias, y);
}

template <class T>
void Convolution<T>::run_trusted(const T* x, const T* filters, const T* packed, const T* bias,
                                 T* y) const {
  if (packed != nullptr) {
    if (run_packed(x, packed, bias, y)) return;
  } else {
    Buffer<T> own(packed_size());
    pack(filters, own.data());
    if (run_packed(x, own.data(), bias, y)) return;
  }
  // Data that this algorithm cannot be trusted with, in some image of the batch: each image decides
  // for itself here too.
  ConvShape one = shape_;
  one.batch = 1;
  const Convolution single(one, shape_.batch == 1 ? "exact" : algorithm_->name, threads_);
  const Index in = shape_.group * shape_.channels * shape_.in_pixels();
  const Index out = shape_.group * shape_.filters * shape_.out_pixels();
  for (Index n = 0; n < shape_.batch; ++n) {
    single.run_trusted(x + n * in, filters, nullptr, bias, y + n * out);
  }
}

template class Convolution<float>;
template class Convolution<double>;

}  // namespace rot180
