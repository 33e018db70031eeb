// Arrays as they cross from Python: rot180.kernels has checked shapes, layout and dtypes.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <optional>
#include <stdexcept>

#include "environment.hpp"

namespace rot180 {

namespace nb = nanobind;

using Input = nb::ndarray<nb::ro, nb::c_contig, nb::device::cpu>;
using Output = nb::ndarray<nb::c_contig, nb::device::cpu>;

// Calls f with a value of the array's element type, in the contract's floating-point environment.
template <class Array, class F>
void with_dtype(const Array& array, F f) {
  const ContractEnvironment environment;
  if (array.dtype() == nb::dtype<float>()) {
    f(float{});
  } else if (array.dtype() == nb::dtype<double>()) {
    f(double{});
  } else {
    throw std::invalid_argument("the kernels take float32 and float64 arrays");
  }
}

template <class T>
const T* pointer(const Input& array) {
  return static_cast<const T*>(array.data());
}
template <class T>
const T* pointer(const std::optional<Input>& array) {
  return array ? pointer<T>(*array) : nullptr;
}
template <class T>
T* pointer(const Output& array) {
  return static_cast<T*>(array.data());
}

}  // namespace rot180
