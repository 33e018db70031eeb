#include "conv.hpp"

#include <atomic>
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

template <class T>
const Algorithm<T>* choose(const ConvShape& shape, const std::string& name) {
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

template <class T>
void Convolution<T>::run(const T* x, const T* filters, const T* packed, const T* bias, T* y) const {
  if (packed != nullptr) {
    if (run_packed(x, packed, bias, y)) return;
  } else {
    Buffer<T> own(packed_size());
    pack(filters, own.data());
    if (run_packed(x, own.data(), bias, y)) return;
  }
  Convolution(shape_, "exact", threads_).run(x, filters, nullptr, bias, y);
}

template class Convolution<float>;
template class Convolution<double>;

}  // namespace rot180
