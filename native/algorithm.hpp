// A way to compute a convolution. Each is one file conv_<name>.cpp that fills one struct, and one
// line in the table of isa_entry.cpp; plans, tests and benchmarks loop over that table.
#pragma once

#include "shape.hpp"

namespace rot180 {

template <class T>
struct ConvCall {
  const ConvShape& shape;
  const T* x;
  const T* filters;  // as `pack` left them
  const T* bias;     // one for each filter of each group, or null
  T* y;
  Index threads;
};

// Kernels allocate nothing and never throw. Costs are estimates in microseconds for one core that
// retires two vectors of sixteen float multiply-adds a cycle at 3 GHz: numbers to compare,
// functions of the shape alone.
template <class T>
struct Algorithm {
  const char* name;
  bool exact;  // equal to the reference bit for bit
  bool (*supports)(const ConvShape&);
  double (*cost)(const ConvShape&);
  Index (*packed_size)(const ConvShape&);  // in elements, as all sizes here
  void (*pack)(const ConvShape&, const T* filters, T* packed);
  Index (*workspace)(const ConvShape&);  // of each thread
  Index (*tasks)(const ConvShape&, Index threads);
  // Runs one of the `tasks`, which may run in any order and side by side. False: the data are not
  // such that this algorithm can be trusted (an infinity, say), and the result must be discarded.
  bool (*run)(const ConvCall<T>&, Index task, T* workspace);
};

template <class T>
struct Algorithms {
  const Algorithm<T>* const* begin_;
  Index count;

  const Algorithm<T>* const* begin() const { return begin_; }
  const Algorithm<T>* const* end() const { return begin_ + count; }
};

}  // namespace rot180
