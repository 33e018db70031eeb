// One convolution: its shape, the algorithm chosen for it, and how to run that on threads.
#pragma once

#include <string>

#include "isa.hpp"

namespace rot180 {

// An FFT must promise to be this much faster before `auto` gives up exactness for it.
constexpr double kInexactAdvantage = 2.0;

template <class T>
class Convolution {
 public:
  // `algorithm` is a name from the table, "exact" (the cheapest exact one) or "auto" (the cheapest,
  // see kInexactAdvantage). The choice depends on the shape alone.
  Convolution(const ConvShape& shape, const std::string& algorithm, Index threads);

  const ConvShape& shape() const { return shape_; }
  const Algorithm<T>& algorithm() const { return *algorithm_; }
  Index threads() const { return threads_; }

  Index packed_size() const { return algorithm_->packed_size(shape_); }
  void pack(const T* filters, T* packed) const { algorithm_->pack(shape_, filters, packed); }

  // `packed` may be null: the filters are then packed for this call.
  void run(const T* x, const T* filters, const T* packed, const T* bias, T* y) const;

 private:
  bool run_whole(const T* x, const T* filters, const T* bias, T* y) const;
  void run_trusted(const T* x, const T* filters, const T* packed, const T* bias, T* y) const;
  bool run_packed(const T* x, const T* packed, const T* bias, T* y) const;

  ConvShape shape_;
  const Algorithm<T>* algorithm_;
  Index threads_;
};

// Microseconds of work below which a second thread costs more than it helps.
constexpr double kThreadingCost = 40.0;

}  // namespace rot180
